//! JSON for scripts: one envelope with findings, errors and counts. The shapes are a contract.

use std::io;

use serde::Serialize;

use super::list::{self, List};
use super::{Emitter, Summary};
use crate::engine::Report;
use crate::error::Error;
use crate::finding::{Confidence, Finding, Fix, Severity};
use crate::source::Source;
use crate::span::{Position, Span};

pub(super) fn new(_color: bool) -> Box<dyn Emitter> {
    Box::new(Json { findings: List::member(), errors: Vec::new() })
}

/// Findings are written as they come; what follows them in the envelope is kept until the end.
#[derive(Debug)]
struct Json {
    findings: List,
    errors: Vec<ErrorJson>,
}

/// What stands before the findings.
const HEAD: &str = "{\n  \"version\": 1,\n  \"findings\": ";

impl Emitter for Json {
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
        for finding in report.shown() {
            self.findings.item(out, HEAD, &FindingJson::new(report.source, finding))?;
        }
        Ok(())
    }

    fn error(&mut self, _out: &mut dyn io::Write, error: &Error) -> io::Result<()> {
        self.errors.push(ErrorJson::new(error));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        self.findings.end(out, HEAD)?;
        let (errors, summary) = (list::pretty(&self.errors)?, list::pretty(summary)?);
        writeln!(out, ",\n  \"errors\": {errors},\n  \"summary\": {summary}\n}}")
    }
}

#[derive(Debug, Serialize)]
struct PositionJson {
    line: usize,
    column: usize,
    byte: usize,
}

impl From<Position> for PositionJson {
    fn from(Position { line, column, byte }: Position) -> Self {
        Self { line, column, byte }
    }
}

/// A finding as scripts see it.
#[derive(Serialize)]
pub(super) struct FindingJson<'f> {
    path: &'f str,
    check: &'f str,
    severity: Severity,
    confidence: Confidence,
    message: &'f str,
    text: &'f str,
    start: PositionJson,
    end: PositionJson,
    key: Option<&'f str>,
    term: Option<TermJson<'f>>,
    related: Vec<RelatedJson<'f>>,
    suggestions: Vec<SuggestionJson<'f>>,
}

#[derive(Serialize)]
struct TermJson<'f> {
    ru: &'f str,
    en: &'f [String],
    glossary: &'f str,
}

#[derive(Serialize)]
struct RelatedJson<'f> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'f str>,
    start: PositionJson,
    end: PositionJson,
    message: &'f str,
}

#[derive(Serialize)]
struct SuggestionJson<'f> {
    text: &'f str,
    ru: Option<&'f str>,
    en: Option<&'f str>,
    distance: usize,
    cost: u32,
    fix: Fix,
}

impl<'f> FindingJson<'f> {
    pub(super) fn new(source: &'f Source, finding: &'f Finding) -> Self {
        let place =
            |span: Span| (source.position(span.start).into(), source.position(span.end).into());
        let (start, end) = place(finding.span);
        let related = finding.related.iter().map(|related| {
            let (path, (start, end)) = match &related.elsewhere {
                Some(there) => (Some(&*there.path), (there.start.into(), there.end.into())),
                None => (None, place(related.span)),
            };
            RelatedJson { path, start, end, message: &related.message }
        });
        let suggestions = finding.suggestions.iter().map(|s| SuggestionJson {
            text: &s.text,
            ru: s.ru.as_deref(),
            en: s.en.as_deref(),
            distance: s.distance,
            cost: s.cost,
            fix: s.fix,
        });
        Self {
            path: source.name(),
            check: finding.check.name,
            severity: finding.severity,
            confidence: finding.confidence,
            message: &finding.message,
            text: &finding.text,
            start,
            end,
            key: finding.key.as_deref(),
            term: finding.term.as_ref().map(|term| TermJson {
                ru: &term.ru,
                en: &term.en,
                glossary: &term.glossary,
            }),
            related: related.collect(),
            suggestions: suggestions.collect(),
        }
    }
}

/// An error as scripts see it.
#[derive(Debug, Serialize)]
pub(super) struct ErrorJson {
    path: String,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<PositionJson>,
}

impl ErrorJson {
    pub(super) fn new(error: &Error) -> Self {
        let start = error.place().map(|place| place.start().into());
        Self {
            path: error.name().to_owned(),
            message: error.kind().to_string(),
            help: error.advice().map(str::to_owned),
            start,
        }
    }
}
