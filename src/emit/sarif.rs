//! SARIF 2.1.0, the interchange format of code scanning: GitHub, Azure, editors read it.
//!
//! Results are written as they come. The rules are those of the checks that found something, and
//! with the errors they follow at the end, which the order of keys in JSON allows.

use std::io;

use serde_json::{Map, Value, json};

use super::list::{self, List};
use super::{Emitter, Summary, capitalized, fingerprint, place};
use crate::engine::Report;
use crate::error::Error;
use crate::finding::{Finding, Fix, Meta, Severity, Suppressed};
use crate::source::Source;
use crate::span::{Position, Span};

pub(super) fn new(_color: bool) -> Box<dyn Emitter> {
    Box::new(Sarif { results: List::member(), rules: Vec::new(), notifications: Vec::new() })
}

#[derive(Debug)]
struct Sarif {
    results: List,
    rules: Vec<&'static Meta>,
    notifications: Vec<Value>,
}

/// What stands before the results.
const HEAD: &str = concat!(
    "{\n",
    "  \"$schema\": \"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\",\n",
    "  \"version\": \"2.1.0\",\n",
    "  \"runs\": [{\n",
    "  \"columnKind\": \"unicodeCodePoints\",\n",
    "  \"results\": "
);

impl Emitter for Sarif {
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
        let file = File::new(report.source);
        for (finding, fingerprint) in report.findings.iter().zip(fingerprint::all(report)) {
            let rule = self.rule(finding.check);
            self.results.item(out, HEAD, &result(&file, finding, rule, &fingerprint))?;
        }
        Ok(())
    }

    fn error(&mut self, _out: &mut dyn io::Write, error: &Error) -> io::Result<()> {
        let mut text = error.kind().to_string();
        if let Some(advice) = error.advice() {
            text.push_str("; ");
            text.push_str(advice);
        }
        let mut physical = Map::new();
        physical.insert("artifactLocation".into(), artifact(error.name()));
        if let Some(there) = error.place() {
            physical.insert("region".into(), region(there.start(), there.end()));
        }
        self.notifications.push(json!({
            "level": "error",
            "message": message(&text),
            "locations": [{"physicalLocation": physical}],
        }));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, _summary: &Summary) -> io::Result<()> {
        self.results.end(out, HEAD)?;
        let tool = json!({"driver": {
            "name": "Sverka",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.rules.iter().map(|meta| rule(meta)).collect::<Vec<_>>(),
        }});
        let invocations = json!([{
            "executionSuccessful": self.notifications.is_empty(),
            "toolExecutionNotifications": self.notifications,
        }]);
        let (tool, invocations) = (list::pretty(&tool)?, list::pretty(&invocations)?);
        writeln!(out, ",\n  \"tool\": {tool},\n  \"invocations\": {invocations}\n  }}]\n}}")
    }
}

impl Sarif {
    /// The place of a check among the rules.
    fn rule(&mut self, check: &'static Meta) -> usize {
        let known = self.rules.iter().position(|meta| meta.name == check.name);
        known.unwrap_or_else(|| {
            self.rules.push(check);
            self.rules.len() - 1
        })
    }
}

fn rule(meta: &Meta) -> Value {
    json!({
        "id": meta.name,
        "name": camel(meta.name),
        "shortDescription": {"text": sentence(meta.summary)},
        "fullDescription": {"text": about(meta)},
        "help": {"text": meta.page.trim(), "markdown": meta.page.trim()},
        "defaultConfiguration": {"level": level(meta.severity)},
    })
}

/// `confused-term` as `ConfusedTerm`, which is how viewers show names of rules.
fn camel(name: &str) -> String {
    let mut out = String::new();
    for part in name.split('-') {
        let mut chars = part.chars();
        out.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
    out
}

fn sentence(summary: &str) -> String {
    format!("{}.", capitalized(summary))
}

/// The first paragraph of a manual page.
fn about(meta: &Meta) -> String {
    let mut blocks = meta.page.split("\n\n").map(str::trim);
    let first = blocks.find(|block| !block.is_empty() && !block.starts_with('#'));
    first.map_or_else(|| sentence(meta.summary), |block| block.replace('\n', " "))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn result(file: &File<'_>, finding: &Finding, rule: usize, fingerprint: &str) -> Value {
    let mut result = json!({
        "ruleId": finding.check.name,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": message(&finding.message),
        "locations": [file.location(finding)],
        "partialFingerprints": {"sverka/v1": fingerprint},
        "properties": {"confidence": finding.confidence},
    });
    let mut add = |key: &str, values: Vec<Value>| {
        if !values.is_empty() {
            result[key] = values.into();
        }
    };
    let related = finding.related.iter().enumerate().map(|(id, related)| {
        let place = match &related.elsewhere {
            Some(there) => json!({
                "artifactLocation": artifact(&there.path),
                "region": region(there.start, there.end),
            }),
            None => file.place(related.span),
        };
        json!({"id": id + 1, "physicalLocation": place, "message": message(&related.message)})
    });
    add("relatedLocations", related.collect());
    let fixes = finding.suggestions.iter().filter(|s| s.fix != Fix::Display).map(|suggestion| {
        let meaning = suggestion.en.as_ref().map(|en| format!(" (“{en}”)")).unwrap_or_default();
        let what = match suggestion.text.as_str() {
            "" => "Leave it out".to_owned(),
            text => format!("Write `{text}`{meaning}"),
        };
        json!({
            "description": message(&what),
            "artifactChanges": [{
                "artifactLocation": file.artifact,
                "replacements": [{
                    "deletedRegion": file.region(finding.span),
                    "insertedContent": {"text": suggestion.text},
                }],
            }],
        })
    });
    add("fixes", fixes.collect());
    add("suppressions", finding.suppressed.iter().map(suppression).collect());
    result
}

/// A message as SARIF has it, in which braces stand for arguments unless they are doubled.
fn message(text: &str) -> Value {
    json!({"text": text.replace('{', "{{").replace('}', "}}")})
}

fn suppression(suppressed: &Suppressed) -> Value {
    match suppressed {
        Suppressed::Ignored(Some(reason)) => {
            json!({"kind": "inSource", "status": "accepted", "justification": reason})
        }
        Suppressed::Ignored(None) => json!({"kind": "inSource", "status": "accepted"}),
        Suppressed::Baseline => json!({
            "kind": "external", "status": "accepted", "justification": "stands in the baseline",
        }),
    }
}

/// The name of a file as SARIF has it: a URI, relative to the root of the sources where it can be.
fn artifact(name: &str) -> Value {
    let uri = place::uri(&place::relative(name));
    if uri.starts_with("file:") {
        json!({ "uri": uri })
    } else {
        json!({"uri": uri, "uriBaseId": "%SRCROOT%"})
    }
}

/// A file with its name made ready, since every place in it bears the name.
struct File<'s> {
    source: &'s Source,
    artifact: Value,
}

impl<'s> File<'s> {
    fn new(source: &'s Source) -> Self {
        Self { source, artifact: artifact(source.name()) }
    }

    fn region(&self, span: Span) -> Value {
        region(self.source.position(span.start), self.source.position(span.end))
    }

    fn place(&self, span: Span) -> Value {
        json!({"artifactLocation": self.artifact, "region": self.region(span)})
    }

    fn location(&self, finding: &Finding) -> Value {
        let mut location = json!({"physicalLocation": self.place(finding.span)});
        location["physicalLocation"]["region"]["snippet"] =
            json!({"text": &self.source.text()[finding.span.range()]});
        if let Some(key) = &finding.key {
            location["logicalLocations"] = json!([{"fullyQualifiedName": key, "kind": "resource"}]);
        }
        location
    }
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line, "startColumn": start.column,
        "endLine": end.line, "endColumn": end.column,
        "byteOffset": start.byte, "byteLength": end.byte - start.byte,
    })
}
