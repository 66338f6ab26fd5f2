//! The files by which other programs run Sverka are sound, and ask for what there is.

#![allow(clippy::unwrap_used)]

use std::process::Command;

use saphyr_parser::{Event, Parser};
use sverka::emit;

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
