//! The formats for other programs keep to the schemas of these, whatever a text throws at them;
//! the page for people is opened in a browser.
//!
//! The programs that judge them come from outside. Where one is missing its tests are skipped with
//! a note, but for CI, which installs them all.

// a skipped test says so
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use sverka::emit::{self, Summary};
use sverka::engine::{Checker, Report};
use sverka::error::{Error, ErrorKind};
use sverka::finding::{Elsewhere, Finding, Fix, Related, Suggestion, Suppressed};
use sverka::lexicon::Lexicon;
use sverka::source::Source;
use sverka::span::{Position, Span};

use proptest::prelude::*;

mod browser;
mod page;

const STORY: &str = "It was marked “Peregruzka” (reset).\n\nMusic by Chaikovskii. \
    Стороны договорились о перзагрузке отношений.\n";

/// Reports and errors in a format.
fn written(format: &str, reports: &[Report<'_>], errors: &[Error]) -> String {
    let mut emitter = emit::by_name(format, false).unwrap();
    let (mut out, mut summary) = (Vec::new(), Summary::default());
    for error in errors {
        emitter.error(&mut out, error).unwrap();
    }
    for report in reports {
        summary.add(report);
        emitter.report(&mut out, report).unwrap();
    }
    emitter.finish(&mut out, &summary).unwrap();
    String::from_utf8(out).unwrap()
}

fn checked(source: &Source) -> Report<'_> {
    Checker::new(Lexicon::builtin()).check(source).unwrap()
}

const NASTY: &str = "100% {0} \"a\" <b> & 'c', d: e\r\n::error::f\u{0}\u{1B}[31m\u{FFFF}]]>";

/// A source whose name, text and findings hold everything that some format gives a meaning to;
/// the findings are in each state that they can be in.
fn nasty(source: &Source) -> Report<'_> {
    let mut report = checked(source);
    let found = report.findings[0].clone();
    let place = |line| Position { line, column: 1, byte: 0 };
    let elsewhere = Elsewhere { path: NASTY.to_owned(), start: place(1), end: place(2) };
    let suggestion =
        |text: &str, fix| Suggestion { text: text.to_owned(), fix, ..found.suggestions[0].clone() };
    let with = |span, suppressed| Finding {
        message: NASTY.to_owned(),
        text: source.text()[Span::range(span)].to_owned(),
        key: Some(NASTY.to_owned()),
        span,
        related: vec![
            found.related[0].clone(),
            Related { span, elsewhere: Some(elsewhere.clone()), message: NASTY.to_owned() },
        ],
        suggestions: vec![
            suggestion(NASTY, Fix::Safe),
            suggestion("shown only", Fix::Display),
            suggestion("", Fix::Review),
        ],
        suppressed,
        ..found.clone()
    };
    let all = Span::new(0, source.text().len());
    report.findings = vec![
        found.clone(),
        with(all, None),
        with(Span::new(all.end, all.end), None),
        with(found.span, Some(Suppressed::Ignored(Some(NASTY.to_owned())))),
        with(found.span, Some(Suppressed::Ignored(None))),
        with(found.span, Some(Suppressed::Baseline)),
    ];
    report
}

fn nasty_source() -> Source {
    Source::new(format!("dir/{NASTY}.md"), format!("{STORY}\r\n{NASTY}\u{202E}</script>\r\n"))
}

fn errors() -> Vec<Error> {
    let missing = std::io::Error::new(std::io::ErrorKind::NotFound, "no such file");
    vec![
        Error::new("gone.md", ErrorKind::Io(missing)),
        Error::syntax("bad.po", "one\ntwo, three", Span::new(4, 7), NASTY).help(NASTY),
    ]
}

/// The one run of a SARIF document that keeps to the schema.
fn sarif(reports: &[Report<'_>], errors: &[Error]) -> Value {
    let text = written("sarif", reports, errors);
    if let Some(wrong) = wrong_sarif(&text) {
        assert!(wrong.is_empty(), "{wrong}\n{text}");
    }
    let mut document: Value = serde_json::from_str(&text).unwrap();
    document["runs"][0].take()
}

/// What in a document breaks the schema of SARIF.
fn wrong_sarif(text: &str) -> Option<String> {
    let args = ["tests/schemas/validate.py", "tests/schemas/sarif-schema-2.1.0.json"];
    // where the first Python is a person's own, the system's has Debian's packages
    let has = |python: &&str| {
        let output = given(python, &["-c", "import jsonschema"], "");
        output.is_some_and(|output| output.status.success())
    };
    let Some(python) = ["python3", "/usr/bin/python3"].into_iter().find(has) else {
        missing("the SARIF", "Python's jsonschema (Debian: python3-jsonschema)");
        return None;
    };
    let output = given(python, &args, text).unwrap();
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

#[test]
fn the_schema_refuses_what_is_not_sarif() {
    for text in [r#"{"version": "2.1.0"}"#, r#"{"version": "2.1.0", "runs": [{"tool": {}}]}"#] {
        assert_ne!(wrong_sarif(text).as_deref(), Some(""), "{text}");
    }
}

#[test]
fn sarif_keeps_to_the_schema() {
    let source = Source::new("./docs/мой рассказ.md", STORY);
    let run = sarif(&[checked(&source)], &[]);
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    let first = &results[0];
    assert_eq!(first["level"], "error");
    let place = &first["locations"][0]["physicalLocation"];
    assert_eq!(
        place["artifactLocation"]["uri"],
        "docs/%D0%BC%D0%BE%D0%B9%20%D1%80%D0%B0%D1%81%D1%81%D0%BA%D0%B0%D0%B7.md"
    );
    assert_eq!(
        place["region"],
        json!({
            "startLine": 1, "startColumn": 16, "endLine": 1, "endColumn": 26,
            "byteOffset": 17, "byteLength": 10, "snippet": {"text": "Peregruzka"}
        })
    );
    assert_eq!(first["relatedLocations"][0]["message"]["text"], "the meaning given here");
    assert_eq!(
        first["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"],
        "Perezagruzka"
    );
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 3);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("## When it is silent"));
        assert_eq!(result.get("suppressions"), None);
    }
}

#[test]
fn sarif_keeps_to_the_schema_whatever_the_text() {
    let source = nasty_source();
    let run = sarif(&[nasty(&source)], &errors());
    let results = run["results"].as_array().unwrap();
    let suppressions: Vec<&Value> = results.iter().map(|result| &result["suppressions"]).collect();
    assert_eq!(suppressions[..3], [&Value::Null; 3]);
    assert_eq!(suppressions[3][0]["kind"], "inSource");
    assert_eq!(suppressions[3][0]["justification"], NASTY);
    assert_eq!(suppressions[4][0].get("justification"), None);
    assert_eq!(suppressions[5][0]["kind"], "external");
    assert_eq!(results[1]["fixes"].as_array().unwrap().len(), 2, "one is for display only");
    assert_eq!(results[1]["message"]["text"], NASTY.replace("{0}", "{{0}}"));
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notes = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notes[0]["message"]["text"], "no such file");
    assert_eq!(notes[1]["locations"][0]["physicalLocation"]["region"]["startLine"], 2);
}

#[test]
fn fingerprints_are_unique_and_survive_moved_lines() {
    let prints = |text: &str| -> Vec<String> {
        let source = Source::new("story.md", text);
        let run = sarif(&[checked(&source)], &[]);
        let result = |r: &Value| r["partialFingerprints"]["sverka/v1"].as_str().unwrap().to_owned();
        run["results"].as_array().unwrap().iter().map(result).collect()
    };
    let before = prints(STORY);
    assert_eq!(before.len(), 3);
    assert_eq!(prints(&format!("A new first line.\n\n{STORY}")), before);
    let other = prints(&STORY.replace("It was marked", "The button was marked"));
    assert_ne!(other[0], before[0], "another line is another finding");
    assert_eq!(other[1..], before[1..]);
    let twice = prints(&format!("{STORY}\n{STORY}"));
    assert_eq!(twice.len(), 6);
    assert_eq!(twice[..3], before, "what is repeated below leaves the first alone");
    let unique: std::collections::BTreeSet<&String> = twice.iter().collect();
    assert_eq!(unique.len(), 6);
}

#[test]
fn gitlab_gets_what_it_asks_for() {
    let (source, plain) = (nasty_source(), Source::new("./docs/story.md", STORY));
    let text = written("gitlab", &[nasty(&source), checked(&plain)], &errors());
    let entries: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(entries.len(), 2 + 3 + 3, "errors, findings that are not suppressed, findings");
    let mut prints: Vec<&str> = Vec::new();
    for entry in &entries {
        assert!(entry["description"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(entry["check_name"].is_string() && entry["location"]["path"].is_string());
        let severity = entry["severity"].as_str().unwrap();
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        let lines = &entry["location"]["lines"];
        assert!(
            lines["begin"].as_u64().unwrap() >= 1
                && lines["end"].as_u64() >= lines["begin"].as_u64()
        );
        prints.push(entry["fingerprint"].as_str().unwrap());
    }
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), entries.len());
    assert_eq!(entries[5]["location"]["path"], "docs/story.md");
    assert_eq!(entries[5]["severity"], "major");
}

#[test]
fn github_commands_stay_one_line_each() {
    let source = Source::new("a,b:c%0A\r\nd.md", STORY);
    let mut report = checked(&source);
    report.findings.truncate(1);
    report.findings[0].message = "100%, a: b\r\n::error::c%0A".to_owned();
    report.findings[0].suggestions.clear();
    let text = written("github", &[report], &errors()[1..]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(
        lines[0]
            .starts_with("::error file=bad.po,line=2,col=1,title=cannot be checked::100%25 {0} ")
    );
    assert!(!lines[0].contains('\r') && lines[0].contains("%0D%0A::error::f"));
    assert_eq!(
        lines[1],
        "::error file=a%2Cb%3Ac%250A%0D%0Ad.md,line=1,endLine=1,col=16,endColumn=26,\
         title=confused-term::100%25, a: b%0D%0A::error::c%250A"
    );
}

#[test]
fn nothing_found_is_a_whole_document() {
    assert_eq!(sarif(&[], &[])["results"], json!([]));
    assert_eq!(written("gitlab", &[], &[]), "[]\n");
    assert_eq!(written("github", &[], &[]), "");
    let clean = Source::new("clean.md", "Nothing to see here.\n");
    for reports in [vec![], vec![checked(&clean)]] {
        valid("junit", "junit-10.xsd", &written("junit", &reports, &[]));
        valid("checkstyle", "checkstyle.xsd", &written("checkstyle", &reports, &[]));
        let page = written("html", &reports, &[]);
        assert!(page.contains("<h1>Nothing found in ") && page.ends_with("</html>\n"));
    }
}

#[test]
fn xml_keeps_to_the_schemas() {
    let (source, plain) = (nasty_source(), Source::new("story.md", STORY));
    for (format, schema) in [("junit", "junit-10.xsd"), ("checkstyle", "checkstyle.xsd")] {
        let text = written(format, &[checked(&plain), nasty(&source)], &errors());
        valid(format, schema, &text);
        assert!(text.contains("&#13;&#10;::error::f␀␛[31m\u{FFFD}]]&gt;"), "{text}");
    }
}

#[test]
fn advice_fails_no_test() {
    let source = Source::new("story.md", STORY);
    let mut report = checked(&source);
    for finding in &mut report.findings {
        finding.severity = sverka::finding::Severity::Advice;
    }
    let text = written("junit", &[report], &[]);
    valid("junit", "junit-10.xsd", &text);
    assert!(text.contains("tests=\"4\" failures=\"0\"") && text.contains("<system-out>"), "{text}");
    assert!(!text.contains("<failure"));
}

#[test]
fn what_is_let_pass_is_shown_by_sarif_only() {
    let source = Source::new("story.md", STORY);
    for (format, _) in emit::ALL.iter().filter(|(format, _)| *format != "sarif") {
        let mut report = checked(&source);
        report.findings[0].suppressed = Some(Suppressed::Baseline);
        let shown = written(format, &[report], &[]);
        let all = written(format, &[checked(&source)], &[]);
        for (text, there) in [(shown, false), (all, true)] {
            assert_eq!(text.contains("Perezagruzka"), there, "{format}: {text}");
            assert!(text.contains("Tchaikovsky"), "{format}: {text}");
        }
    }
}

#[test]
fn json_is_whole_whatever_the_text() {
    let source = nasty_source();
    let document: Value =
        serde_json::from_str(&written("json", &[nasty(&source)], &errors())).unwrap();
    assert_eq!(document["findings"].as_array().unwrap().len(), 3);
    assert_eq!(document["findings"][1]["message"], NASTY);
    assert_eq!(document["errors"][1]["start"]["line"], 2);
    assert_eq!(document["summary"]["error"], 3);
    let lines = written("jsonl", &[nasty(&source)], &errors());
    let parsed: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(parsed.len(), 2 + 3);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.txt");
    std::fs::write(&path, STORY.repeat(20)).unwrap();
    for (format, _) in emit::ALL {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sverka"))
            .env("SVERKA_CACHE_DIR", "")
            .args(["check", "--format", format])
            .arg(&path)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
        assert_eq!(output.status.code(), Some(0), "{format}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Findings anywhere in any text, over one another, empty, from end to end.
    #[test]
    fn every_finding_has_its_place_in_every_format(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "Peregruzka", "слово ", " ", "\n", "\r\n", "\r", "\n\n", "| ", "\t", "𝛼", "е\u{301}",
                "<", "&", "\u{0}", "A line of some length, in which nothing at all is wrong, ", "msgid",
            ]),
            0..300,
        ),
        places in prop::collection::vec((any::<prop::sample::Index>(), 0usize..60, any::<bool>()), 0..12),
    ) {
        let text = pieces.concat();
        let model_source = Source::new("model.md", STORY);
        let model = checked(&model_source).findings.remove(0);
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut spans: Vec<(Span, bool)> = places.iter().map(|(start, length, related)| {
            let start = start.index(ends.len());
            (Span::new(ends[start], ends[(start + length).min(ends.len() - 1)]), *related)
        }).collect();
        spans.sort_unstable();
        let other = spans.first().map_or(Span::new(0, 0), |(span, _)| *span);
        let findings: Vec<Finding> = spans.iter().map(|&(span, related)| Finding {
            span,
            text: text[span.range()].to_owned(),
            related: if related {
                vec![Related { span: other, elsewhere: None, message: "there".to_owned() }]
            } else {
                Vec::new()
            },
            ..model.clone()
        }).collect();
        let count = findings.len();
        let source = Source::new("any.md", text);
        for (format, _) in emit::ALL {
            let report =
                Report { source: &source, findings: findings.clone(), segments: 0, units: 0, renderings: vec![], errors: vec![] };
            let written = written(format, &[report], &[]);
            if *format == "html" {
                for n in 1..=count {
                    for id in ['m', 'n'] {
                        let there = written.matches(&format!("id=\"{id}{n}\"")).count();
                        prop_assert_eq!(there, 1, "{}{} in {}", id, n, written);
                    }
                }
            }
            if ["json", "sarif", "gitlab"].contains(format) {
                prop_assert!(serde_json::from_str::<Value>(&written).is_ok());
            }
        }
    }
}

/// Asserts that an XML document keeps to a schema.
fn valid(format: &str, schema: &str, text: &str) {
    let schema = format!("tests/schemas/{schema}");
    match given("xmllint", &["--nonet", "--noout", "--schema", &schema, "-"], text) {
        Some(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{format}: {said}\n{text}");
        }
        None => missing(format, "xmllint (Debian: libxml2-utils)"),
    }
}

/// What a program makes of a text on standard input; nothing if there is no such program.
fn given(program: &str, args: &[&str], text: &str) -> Option<Output> {
    let mut child = Command::new(program)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    // who does not read closes the pipe, which is no error
    let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
    child.wait_with_output().ok()
}

/// Says that a test is skipped, unless this is CI.
fn missing(what: &str, program: &str) {
    assert!(std::env::var_os("CI").is_none(), "{program} is missing, and CI has to look at {what}");
    eprintln!("skipped: there is no {program} to look at {what} with");
}
