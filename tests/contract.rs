//! What scripts rely on: exit statuses, the JSON of findings and of look-ups, standard input.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// Runs `sverka` with a text on standard input.
fn sverka(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sverka"))
        .env("SVERKA_CACHE_DIR", "")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // a command that does not read its input closes it, which is no error
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

const STORY: &str = "On the table stood a button.\n\nIt was marked “Peregruzka” (reset).\n";

/// The one finding of [`STORY`], as the contract has it.
fn finding(path: &str) -> Value {
    json!({
        "path": path, "check": "confused-term", "severity": "error", "confidence": "high",
        "message": "`Peregruzka` means “overload”; the text means “reset”: `Perezagruzka`",
        "text": "Peregruzka",
        "start": {"line": 3, "column": 16, "byte": 47}, "end": {"line": 3, "column": 26, "byte": 57},
        "key": null,
        "term": {"ru": "перезагрузка", "en": ["reset", "reboot", "restart"], "glossary": "diplomacy"},
        "related": [{
            "start": {"line": 3, "column": 29, "byte": 62}, "end": {"line": 3, "column": 34, "byte": 67},
            "message": "the meaning given here"
        }],
        "suggestions": [{
            "text": "Perezagruzka", "ru": "перезагрузка", "en": "reset", "distance": 2, "cost": 130,
            "fix": "review"
        }]
    })
}

#[test]
fn findings_in_json() {
    let output = sverka(&["check", "--format", "json"], STORY);
    assert_eq!(status(&output), 1);
    let expected = json!({
        "version": 1,
        "findings": [finding("<stdin>")],
        "errors": [],
        "summary": {"files": 1, "segments": 2, "units": 2, "error": 1, "warning": 0, "advice": 0}
    });
    assert_eq!(json(&output), expected);
}

#[test]
fn findings_in_json_lines() {
    let output = sverka(&["check", "--format", "jsonl", "--stdin-name", "story.md", "-"], STORY);
    assert_eq!(status(&output), 1);
    assert_eq!(out(&output).lines().count(), 1);
    assert_eq!(json(&output), finding("story.md"));
}

#[test]
fn nothing_found_is_empty_json_and_no_lines() {
    let output = sverka(&["check", "--format", "json"], "");
    assert_eq!(status(&output), 0);
    assert_eq!(json(&output)["findings"], json!([]));
    let output = sverka(&["check", "--format", "jsonl"], "Nothing to see here.\n");
    assert_eq!((status(&output), out(&output).as_str()), (0, ""));
}

#[test]
fn the_exit_status_is_the_same_for_every_format() {
    for (format, _) in sverka::emit::ALL {
        let with = |args: &[&str]| {
            let args: Vec<&str> =
                ["check", "--format", format].iter().chain(args).copied().collect();
            status(&sverka(&args, STORY))
        };
        assert_eq!(with(&[]), 1, "{format}");
        assert_eq!(with(&["--fail-on", "error"]), 1, "{format}");
        assert_eq!(with(&["--fail-on", "never"]), 0, "{format}");
        assert_eq!(with(&["--checks", "near-miss"]), 0, "{format}");
        assert_eq!(with(&["--checks", "nonsense"]), 2, "{format}");
        assert_eq!(with(&["no/such/file.txt", "-"]), 2, "{format}");
    }
}

#[test]
fn standard_input_is_read_as_its_name_says() {
    let page = "The button said `peregruzka` (reset).\n";
    assert_eq!(status(&sverka(&["check"], page)), 1, "text knows no code");
    assert_eq!(status(&sverka(&["check", "--stdin-name", "page.md"], page)), 0);
    assert_eq!(status(&sverka(&["check", "--as", "markdown"], page)), 0);
}

#[test]
fn a_word_looked_up_in_json() {
    let args = ["lookup", "--format", "json", "--limit", "1", "-g", "tests/cli/lookup.in/own.toml"];
    let words = ["Перегрузки", "perzagruzka", "qqqqq"];
    let output = sverka(&[&args[..], &words[..]].concat(), "");
    assert_eq!(status(&output), 1, "one of the words is nowhere near");
    let overload = json!({
        "ru": "перегрузка", "en": ["overload"], "pos": "noun", "romanized": "peregruzka",
        "form": "перегрузки", "match": "inflected", "distance": 0, "cost": 0, "glossary": "own",
        "note": null, "confused_with": [{"ru": "перезагрузка", "en": ["reset", "reboot"]}]
    });
    let found = json(&output);
    assert_eq!(found[0], json!({"query": "Перегрузки", "results": [overload]}));
    assert_eq!(found[1]["results"][0]["ru"], "перезагрузка");
    assert_eq!(found[1]["results"][0]["match"], "near");
    assert_eq!(found[1]["results"][0]["distance"], 1);
    assert_eq!(found[2], json!({"query": "qqqqq", "results": []}));
}

#[test]
fn queries_on_standard_input_are_answered_in_order_one_a_line() {
    let output = sverka(&["lookup", "--format", "json"], "peregruzka\nqqqqq\nдоговоров\n");
    assert_eq!(status(&output), 0);
    let answers: Vec<Value> =
        out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["results"][0]["ru"], "перегрузка");
    assert_eq!(answers[0]["results"][0]["match"], "romanized");
    assert_eq!(answers[1], json!({"query": "qqqqq", "results": []}));
    assert_eq!(answers[2]["results"][0]["ru"], "договор");
    let output = sverka(&["lookup"], "peregruzka\nqqqqq\n");
    assert_eq!(out(&output).lines().count(), 2, "people too get a line a query");
}

#[test]
fn text_on_standard_input_is_romanized_line_by_line() {
    let output = sverka(&["translit", "--scheme", "passport"], "Щука\n\nёж и Юлия\n");
    assert_eq!((status(&output), out(&output).as_str()), (0, "Shchuka\n\nezh i Iuliia\n"));
}

#[test]
fn completions_and_the_manual_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = sverka(&["completions", shell], "");
        assert_eq!(status(&output), 0);
        assert!(out(&output).contains("translit"), "{shell}");
    }
    assert!(out(&sverka(&["man"], "")).contains(".TH sverka"));
}

#[test]
fn help_is_no_error_and_a_wrong_argument_is() {
    assert_eq!(status(&sverka(&["--help"], "")), 0);
    assert_eq!(status(&sverka(&["check", "--help"], "")), 0);
    assert_eq!(status(&sverka(&["check", "--nonsense"], "")), 2);
    assert_eq!(status(&sverka(&["completions", "tcsh"], "")), 2);
}

#[test]
fn what_is_found_in_a_translation_has_its_key() {
    let po = "msgid \"\"\nmsgstr \"Language: ru\\n\"\n\nmsgid \"Today\"\nmsgstr \"Cегодня\"\n";
    let output = sverka(&["check", "--stdin-name", "a.po", "--format", "json"], po);
    let found = &json(&output)["findings"][0];
    assert_eq!((&found["check"], &found["key"]), (&json!("mixed-script"), &json!("Today")));
}
