//! The schemas that are shipped know the keys and values that the readers know, no more and no
//! fewer.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use sverka::config::Config;
use sverka::error::Error;
use sverka::glossary::Glossary;
use sverka::source::Source;

/// A key and a value that no reader knows, nor any like it.
const NONE: &str = "qqqqqqqqqqqqqqqq";

fn schema(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn config_schema() -> Value {
    schema(include_str!("../schemas/config.schema.json"))
}

fn glossary_schema() -> Value {
    schema(include_str!("../schemas/glossary.schema.json"))
}

fn findings_schema() -> Value {
    schema(include_str!("../schemas/findings.schema.json"))
}

/// What the reader of configurations, or of glossaries, knows where the text has [`NONE`].
fn known(error: &Error) -> Vec<String> {
    let advice = error.advice().unwrap_or_else(|| panic!("{error}"));
    let (_, list) = advice.split_once(": ").unwrap_or_else(|| panic!("{advice}"));
    sorted(list.split(", ").map(str::to_owned))
}

fn of_config(text: &str) -> Vec<String> {
    let source = Source::new("sverka.toml", text.replace('?', NONE));
    known(&Config::parse(source, Path::new("/")).unwrap_err())
}

fn of_glossary(text: &str) -> Vec<String> {
    known(&Glossary::parse(Source::new("own.toml", text.replace('?', NONE))).unwrap_err())
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn keys(schema: &Value, pointer: &str) -> Vec<String> {
    let table = schema.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}"));
    assert_eq!(table["additionalProperties"], false, "{pointer}");
    sorted(table["properties"].as_object().unwrap().keys().cloned())
}

fn values(schema: &Value, pointer: &str) -> Vec<String> {
    let values = schema.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}"));
    let values = values["enum"].as_array().unwrap();
    sorted(values.iter().map(|value| value.as_str().unwrap().to_owned()))
}

#[test]
fn the_schema_of_configurations_is_that_of_their_reader() {
    let schema = config_schema();
    for (pointer, text) in [
        ("", "? = 1"),
        ("/definitions/pair", "[[pairs]]\n? = 1"),
        ("/definitions/override", "[[override]]\n? = 1"),
        ("/definitions/checks", "[checks]\n? = \"off\""),
        ("/definitions/term", "[[term]]\n? = 1"),
    ] {
        assert_eq!(keys(&schema, pointer), of_config(text), "{pointer}");
    }
    for (pointer, text) in [
        ("/properties/fail-on", "fail-on = \"?\""),
        ("/definitions/level", "[checks]\nnear-miss = \"?\""),
        ("/definitions/scheme", "scheme = \"?\""),
        ("/definitions/glossary/anyOf/0", "glossaries = \"?\""),
    ] {
        assert_eq!(values(&schema, pointer), of_config(text), "{pointer}");
    }
}

#[test]
fn the_schema_of_glossaries_is_that_of_their_reader() {
    let schema = glossary_schema();
    let head = "[glossary]\nname = \"own\"\n[[term]]\nru = \"сброс\"\nen = \"reset\"\n";
    for (pointer, text) in [("", "? = 1"), ("/properties/glossary", "[glossary]\n? = 1")] {
        assert_eq!(keys(&schema, pointer), of_glossary(text), "{pointer}");
    }
    let term = of_glossary(&format!("{head}? = 1"));
    assert_eq!(keys(&schema, "/definitions/term"), term);
    for key in ["pos", "match", "enforce"] {
        let pointer = format!("/definitions/term/properties/{key}");
        assert_eq!(
            values(&schema, &pointer),
            of_glossary(&format!("{head}{key} = \"?\"")),
            "{key}"
        );
    }
    assert_eq!(schema["definitions"]["term"], config_schema()["definitions"]["term"]);
}

#[test]
fn the_files_are_what_the_program_prints() {
    for (name, file) in [
        ("config", include_str!("../schemas/config.schema.json")),
        ("glossary", include_str!("../schemas/glossary.schema.json")),
        ("findings", include_str!("../schemas/findings.schema.json")),
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_sverka"));
        let output = program.args(["schema", name]).output().unwrap();
        let same = output.stdout == file.as_bytes();
        assert!(same, "renew it: sverka schema {name} > schemas/{name}.schema.json");
    }
}

/// Where a value is not as a schema says, with the part of the schemas that ours use.
fn slips(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return slips(root, root.pointer(&name[1..]).unwrap(), value, at);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = any.iter().any(|one| slips(root, one, value, at).is_empty());
        return if fits { Vec::new() } else { vec![format!("{at}: fits none")] };
    }
    let mut found = Vec::new();
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is_of = |kinds: &Value| {
        *kinds == kind || kinds.as_array().is_some_and(|k| k.contains(&kind.into()))
    };
    let is_known = schema.get("enum").is_none_or(|all| all.as_array().unwrap().contains(value));
    let is_same = schema.get("const").is_none_or(|one| one == value);
    let is_enough = schema["minimum"].as_u64().is_none_or(|least| value.as_u64().unwrap() >= least);
    if !schema.get("type").is_none_or(is_of) || !is_known || !is_same || !is_enough {
        found.push(format!("{at}: {value}"));
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(slips(root, &schema["items"], item, &format!("{at}/{number}")));
    }
    for (key, part) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key) {
            Some(schema) => found.extend(slips(root, schema, part, &format!("{at}/{key}"))),
            None => found.push(format!("{at}: no key {key}")),
        }
    }
    let required = schema["required"].as_array().into_iter().flatten();
    let lost = required.filter(|key| value.get(key.as_str().unwrap()).is_none());
    found.extend(lost.map(|key| format!("{at}: lacks {key}")));
    found
}

#[test]
fn what_check_prints_is_as_the_schema_says() {
    let schema = findings_schema();
    let run = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_sverka"));
        let program = program.env("SVERKA_CACHE_DIR", "").args(["check", "--no-config"]);
        let output = program.args(args).output().unwrap().stdout;
        serde_json::from_slice::<Value>(&output).unwrap()
    };
    // a text, a pair of files, and a file that cannot be read
    let text = run(&["--format", "json", "examples/button.txt", "no-such-file"]);
    let drift = ["tests/cli/documents.in/drift.en.md", "tests/cli/documents.in/drift.ru.md"];
    let pair = run(&["--format", "json", "--pair", drift[0], drift[1]]);
    for printed in [&text, &pair] {
        assert_eq!(slips(&schema, &schema, printed, ""), Vec::<String>::new());
    }
    assert!(!text["findings"][0]["term"].is_null() && !text["errors"][0].is_null());
    assert!(pair["findings"][0]["related"][0]["path"].is_string(), "{pair}");
    // and the test itself sees a slip
    let mut wrong = text;
    wrong["findings"][0]["severity"] = "grave".into();
    wrong["findings"][0]["start"]["line"] = 0.into();
    wrong["summary"].as_object_mut().unwrap().remove("files");
    assert_eq!(slips(&schema, &schema, &wrong, "").len(), 3);
}

#[test]
fn every_key_is_described() {
    let mut schemas = vec![config_schema(), glossary_schema(), findings_schema()];
    while let Some(schema) = schemas.pop() {
        let Value::Object(schema) = schema else { continue };
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (key, value) in properties {
                let told =
                    ["description", "$ref", "properties"].iter().any(|k| value.get(k).is_some());
                assert!(told, "{key} has no description");
            }
        }
        schemas.extend(schema.into_iter().map(|(_, value)| value));
    }
}
