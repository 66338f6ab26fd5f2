//! The examples on the manual page of each check do what the page says of them.

#![allow(clippy::unwrap_used)]

use sverka::checks::{self, Check};
use sverka::emit;
use sverka::engine::Checker;
use sverka::finding::{Finding, Severity};
use sverka::formats::{self, Format};
use sverka::lexicon::Lexicon;
use sverka::source::Source;

#[test]
fn bad_examples_are_found() {
    for check in checks::ALL {
        let name = check.meta().name;
        let examples = examples(*check, "bad");
        assert!(!examples.is_empty(), "{name} shows no bad example");
        for example in examples {
            assert!(!findings(*check, &example).is_empty(), "{name} finds nothing in: {example:?}");
        }
    }
}

#[test]
fn good_examples_are_left_alone() {
    for check in checks::ALL {
        let name = check.meta().name;
        let examples = examples(*check, "good");
        assert!(!examples.is_empty(), "{name} shows no good example");
        for example in examples {
            let mut found = findings(*check, &example);
            let least = check.meta().severity.min(Severity::Warning);
            found.retain(|finding| finding.severity >= least);
            assert!(found.is_empty(), "{name} finds {found:#?}\nin: {example:?}");
        }
    }
}

#[test]
fn no_check_is_worse_than_its_page_says() {
    for check in checks::ALL {
        let meta = check.meta();
        for example in examples(*check, "bad") {
            for finding in findings(*check, &example) {
                assert!(finding.severity <= meta.severity, "{}: {example:?}", meta.name);
            }
        }
    }
}

#[test]
fn every_page_has_the_same_parts() {
    for check in checks::ALL {
        let meta = check.meta();
        for part in ["## What it does", "## Why", "## Example", "## When it is silent"] {
            assert!(meta.page.contains(part), "the page of {} has no “{part}”", meta.name);
        }
        let plain = meta.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        assert!(plain, "{} is not in kebab case", meta.name);
        let ends = meta.summary.ends_with(char::is_alphanumeric);
        assert!(ends, "the summary of {} ends in a mark", meta.name);
    }
}

/// An example on the page of a check.
#[derive(Debug)]
enum Example {
    /// A line of Markdown.
    Text(&'static str),
    /// Pairs of one file, `original = translation || original = translation`, in which `\n` and
    /// `\t` are written as in a PO file.
    Pairs(Vec<(&'static str, &'static str)>),
}

/// The examples in the code blocks called `kind` on the page of a check.
fn examples(check: &dyn Check, kind: &str) -> Vec<Example> {
    let (of_text, of_pairs) = (format!("```{kind}"), format!("```{kind} pair"));
    let mut fence = None;
    let mut found = Vec::new();
    for line in check.meta().page.lines() {
        if line.starts_with("```") {
            fence = fence.is_none().then_some(line);
        } else if line.trim().is_empty() {
        } else if fence == Some(&of_text) {
            found.push(Example::Text(line));
        } else if fence == Some(&of_pairs) {
            let pairs = line.split(" || ").map(|pair| pair.split_once(" = ").expect(line));
            found.push(Example::Pairs(pairs.collect()));
        }
    }
    found
}

/// What the check finds in an example.
fn findings(check: &dyn Check, example: &Example) -> Vec<Finding> {
    let source = match example {
        Example::Text(line) => Source::new("page.md", *line),
        Example::Pairs(pairs) => {
            let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\\\""));
            let entry = |(original, translation): &(&str, &str)| {
                format!("msgid {}\nmsgstr {}\n\n", quoted(original), quoted(translation))
            };
            Source::new("page.po", pairs.iter().map(entry).collect::<String>())
        }
    };
    // two checks hold translations to glossaries that somebody has named
    let named;
    let lexicon = if matches!(check.meta().name, "missing-term" | "inconsistent-term") {
        named = Lexicon::load(&["technology".to_owned()]).unwrap();
        &named
    } else {
        Lexicon::builtin()
    };
    let checker = Checker::new(lexicon);
    let report = checker.check(&source).unwrap();
    let project = checker.check_project(&[(&source, &report.renderings)]);
    let mut findings = report.findings;
    findings.extend(project.into_iter().map(|(_, finding)| finding));
    // all run, since one of them is about the others
    findings
        .retain(|finding| finding.check.name == check.meta().name && finding.suppressed.is_none());
    findings
}

#[test]
fn the_readme_lists_every_check_reader_and_output() {
    let readme = include_str!("../README.md");
    let rows = |heading: &str| {
        let section = readme.split(&format!("\n## {heading}\n")).nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap();
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    let row =
        |check: &&dyn Check| format!("| `{}` | {} |", check.meta().name, check.meta().summary);
    assert_eq!(rows("Checks"), checks::ALL.iter().map(row).collect::<Vec<_>>());
    let known = |format: &&dyn Format| {
        let endings: Vec<String> = format.extensions().iter().map(|e| format!(".{e}")).collect();
        format!("`{}` ({})", format.name(), endings.join(", "))
    };
    let read = formats::ALL.iter().map(known).collect::<Vec<_>>().join(", ");
    // the paragraph is broken into lines anywhere
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words(readme).contains(&read), "the README should say: Read: {read}.");
    for (name, _) in emit::ALL {
        assert!(readme.contains(&format!("`{name}`")), "the README does not name {name}");
    }
}
