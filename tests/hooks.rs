//! The files by which other programs run Sverka are sound, and ask for what there is.

// the files of the repository are no input, so they need no encoding found out
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};
use sverka::emit;
use tempfile::TempDir;

const PRE_COMMIT: &str = include_str!("../.pre-commit-hooks.yaml");
const ACTION: &str = include_str!("../action.yml");
const CI: &str = include_str!("../docs/ci.md");

/// The texts in a YAML file, keys and values alike.
fn texts(yaml: &str) -> Vec<String> {
    let events = Parser::new_from_str(yaml).map(|event| event.unwrap().0);
    events
        .filter_map(|event| match event {
            Event::Scalar(text, ..) => Some(text.into_owned()),
            _ => None,
        })
        .collect()
}

/// Whether `sverka` takes these arguments; nothing is run.
fn takes(arguments: &str) -> bool {
    let arguments = arguments.split_whitespace().filter(|argument| *argument != "--");
    let output = Command::new(env!("CARGO_BIN_EXE_sverka")).args(arguments).arg("--help").output();
    output.unwrap().status.success()
}

#[test]
fn hooks_run_what_there_is() {
    let texts = texts(PRE_COMMIT);
    let commands = texts.iter().filter_map(|text| text.strip_prefix("sverka "));
    let entries: Vec<&str> = commands.filter(|text| text.starts_with("check")).collect();
    assert_eq!(entries.len(), 2);
    for entry in entries {
        assert!(takes(entry), "{entry}");
    }
    for hook in ["- id: sverka ", "# - id: sverka-changed "] {
        assert!(CI.contains(hook), "docs/ci.md does not show {hook}");
    }
}

#[test]
fn the_action_and_its_page_have_the_same_inputs() {
    let texts = texts(ACTION);
    for input in ["paths", "arguments", "changed", "sarif"] {
        assert!(texts.iter().any(|text| text == input), "{input}");
        assert!(CI.contains(&format!("\n| `{input}` |")), "docs/ci.md has no {input}");
        assert!(ACTION.contains(&format!("${{{{ inputs.{input} }}}}")) || input == "sarif");
    }
}

/// What begins with the next of a file's events.
fn tree<'t>(events: &mut impl Iterator<Item = Event<'t>>) -> Option<Value> {
    match events.next()? {
        Event::Scalar(text, ..) => Some(Value::String(text.into_owned())),
        Event::SequenceStart(..) => Some(std::iter::from_fn(|| tree(events)).collect()),
        Event::MappingStart(..) => {
            let mut map = Map::new();
            while let Some(Value::String(key)) = tree(events) {
                map.insert(key, tree(events)?);
            }
            Some(Value::Object(map))
        }
        Event::SequenceEnd | Event::MappingEnd => None,
        _ => tree(events),
    }
}

#[cfg(unix)]
/// A runner with a repository checked out and the program built.
struct Runner {
    action: Value,
    temp: TempDir,
    repository: TempDir,
}

#[cfg(unix)]
impl Runner {
    fn new(files: &[(&str, &str)]) -> Self {
        let mut events = Parser::new_from_str(ACTION).map(|event| event.unwrap().0);
        let action = tree(&mut events).unwrap();
        let temp = tempfile::Builder::new().prefix("runner temp ").tempdir().unwrap();
        let bin = temp.path().join("sverka/bin");
        fs::create_dir_all(&bin).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_sverka"), bin.join("sverka")).unwrap();
        let repository = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = repository.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { action, temp, repository }
    }

    /// Runs a step of the action: what it writes, and what it hands to the steps after it.
    fn step(&self, name: &str, inputs: &[(&str, &str)]) -> (Output, String) {
        let steps = self.action["runs"]["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["name"] == name).unwrap();
        let handed = self.temp.path().join("output");
        fs::write(&handed, "").unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c"]);
        command.arg(step["run"].as_str().unwrap()).current_dir(self.repository.path());
        command.env("GITHUB_OUTPUT", &handed).env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64");
        for (key, value) in step["env"].as_object().unwrap() {
            command.env(key, self.value(value.as_str().unwrap(), inputs));
        }
        (command.output().unwrap(), fs::read_to_string(&handed).unwrap())
    }

    fn value(&self, text: &str, inputs: &[(&str, &str)]) -> String {
        let temp = self.temp.path().to_str().unwrap();
        let mut value = text
            .replace("${{ runner.temp }}", temp)
            .replace("${{ github.action_path }}", env!("CARGO_MANIFEST_DIR"));
        for (key, input) in self.action["inputs"].as_object().unwrap() {
            let given = inputs.iter().find(|(name, _)| name == key).map(|(_, given)| *given);
            let given = given.unwrap_or_else(|| input["default"].as_str().unwrap());
            value = value.replace(&format!("${{{{ inputs.{key} }}}}"), given);
        }
        assert!(!value.contains("${{"), "{value}");
        value
    }
}

#[cfg(unix)]
#[test]
fn the_action_checks_what_it_is_given() {
    const WRONG: &str = "The button said “peregruzka” (reset).\n";
    let runner = Runner::new(&[("a.md", WRONG), ("docs dir/b.md", WRONG), ("good.md", "One.\n")]);
    for (inputs, status, places) in [
        (&[][..], 1, &["a.md", "docs dir/b.md"][..]),
        (&[("paths", "docs dir")], 1, &["docs dir/b.md"]),
        (&[("paths", "good.md\n\n  docs dir\n")], 1, &["docs dir/b.md"]),
        (&[("paths", "good.md")], 0, &[]),
        (&[("arguments", " --fail-on  never ")], 0, &["a.md", "docs dir/b.md"]),
        (&[("paths", "none.md\na.md")], 2, &["none.md", "a.md"]),
    ] {
        let (output, _) = runner.step("Check", inputs);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(status), "{inputs:?}: {said}");
        let found = said.lines().map(|line| line.split(['=', ',']).nth(1).unwrap());
        assert_eq!(found.collect::<Vec<_>>(), places, "{inputs:?}");
    }
    let (output, _) = runner.step("Check", &[("changed", "main")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--changed"));
}

#[cfg(unix)]
#[test]
fn the_action_hands_on_sarif_that_is_whole() {
    let runner = Runner::new(&[("a.md", "The button said “peregruzka” (reset).\n")]);
    let (output, handed) = runner.step("Write SARIF", &[]);
    assert_eq!((output.status.code(), handed.as_str()), (Some(0), "whole=true\n"));
    let sarif = fs::read(runner.temp.path().join("sverka.sarif")).unwrap();
    let sarif: Value = serde_json::from_slice(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
    // the step that tells what is the matter comes after
    let (output, handed) = runner.step("Write SARIF", &[("paths", "none.md")]);
    assert_eq!((output.status.code(), handed.as_str()), (Some(0), ""));
}

/// What is kept between runs has a name that every change of the program changes.
#[cfg(unix)]
#[test]
fn the_action_names_the_build() {
    let runner = Runner::new(&[]);
    let (output, handed) = runner.step("Name the build", &[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let hash = handed.trim_end().strip_prefix("key=sverka-Linux-X64-").unwrap();
    assert!(hash.len() >= 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{handed}");
    let named = ACTION.split("find ").nth(1).unwrap().split(" -type").next().unwrap();
    for path in named.split(' ') {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists(), "{path}");
    }
}

#[test]
fn scripts_in_the_pages_run_what_there_is() {
    let mut seen = 0;
    for page in [CI, include_str!("../docs/config.md")] {
        for block in page.split("\n```sh\n").skip(1) {
            for line in block.split("\n```").next().unwrap().lines() {
                let line = line.trim_start_matches("exec ").split(" #").next().unwrap();
                if let Some(arguments) = line.strip_prefix("sverka ") {
                    assert!(takes(arguments), "{line}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 8, "{seen}");
    // every output that some system reads
    let for_people = ["human", "html", "json", "jsonl"];
    for (name, _) in emit::ALL.iter().filter(|(name, _)| !for_people.contains(name)) {
        assert!(CI.contains(&format!("--format {name}")), "docs/ci.md does not name {name}");
    }
}
