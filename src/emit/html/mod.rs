//! A page for people who have no Sverka: the copy with marks at the findings and a note beside
//! each. It stands in one file, without scripts, and asks nothing of any network.

use std::io;

use self::excerpt::Excerpt;
use self::terms::Terms;
use super::escape::html;
use super::{Emitter, Summary, capitalized, counted, place};
use crate::engine::Report;
use crate::error::Error;
use crate::finding::{Finding, Meta, Severity};

mod copy;
mod excerpt;
mod note;
mod terms;

pub(super) fn new(_color: bool) -> Box<dyn Emitter> {
    Box::new(Html::default())
}

/// The parts of the page. Its head has the sums, which are known last, so all is kept; of each
/// file that is only what is shown.
#[derive(Debug, Default)]
struct Html {
    /// Findings so far; the number of each is its name on the page.
    notes: usize,
    names: Vec<String>,
    files: String,
    list: String,
    errors: String,
    checks: Vec<&'static Meta>,
    terms: Terms,
}

const STYLE: &str = include_str!("page.css");

impl Emitter for Html {
    fn report(&mut self, _out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
        let findings: Vec<&Finding> = report.shown().collect();
        if findings.is_empty() {
            return Ok(());
        }
        let (name, first) = (html(&place::relative(report.source.name())), self.notes + 1);
        self.names.push(name.clone());
        let file = self.names.len();
        self.files.push_str(&format!(
            "<section class=\"file\" aria-labelledby=\"f{file}\">\n<h2 id=\"f{file}\">{name}</h2>\n"
        ));
        let mut items = String::new();
        for (at, finding) in findings.iter().enumerate() {
            items.push_str(&note::listed(report.source, finding, first + at));
            if !self.checks.iter().any(|meta| meta.name == finding.check.name) {
                self.checks.push(finding.check);
            }
        }
        self.list.push_str(&format!(
            "<p class=\"in\">{name}</p>\n<ol start=\"{first}\">\n{items}</ol>\n"
        ));
        self.notes += findings.len();
        self.files.push_str(&rows(report, &findings, first, &mut self.terms));
        self.files.push_str("</section>\n");
        Ok(())
    }

    fn error(&mut self, _out: &mut dyn io::Write, error: &Error) -> io::Result<()> {
        let line =
            error.place().map_or(String::new(), |there| format!(", line {}", there.start().line));
        let advice = error.advice().map(|advice| format!(" — {advice}")).unwrap_or_default();
        let what = format!("{}{advice}", error.kind());
        self.errors.push_str(&format!(
            "<li><b>{}</b>{line}: {}</li>\n",
            html(&place::relative(error.name())),
            html(&what)
        ));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        let sums = html(&capitalized(&summary.words()));
        write!(out, "{}", head(self.names.as_slice(), &sums))?;
        if !self.errors.is_empty() {
            let errors = &self.errors;
            write!(
                out,
                "<section class=\"trouble\" aria-labelledby=\"trouble\">\n<h2 id=\"trouble\">Not checked</h2>\n<ul>\n{errors}</ul>\n</section>\n"
            )?;
        }
        if !self.list.is_empty() {
            let one = if self.names.len() == 1 { " one" } else { "" };
            let list = &self.list;
            write!(
                out,
                "<nav class=\"list{one}\" aria-labelledby=\"list\">\n<h2 id=\"list\">At a glance</h2>\n{list}</nav>\n"
            )?;
        }
        let one = if self.names.len() == 1 { " class=\"one\"" } else { "" };
        let (files, terms) = (&self.files, self.terms.cards());
        write!(out, "<main id=\"copy\"{one}>\n{files}{terms}</main>\n{}", foot(&self.checks))
    }
}

/// The copy in rows: a paragraph with its notes beside it, and those after it that have none, so
/// that notes longer than their paragraph leave no hole in the text.
fn rows(report: &Report<'_>, findings: &[&Finding], first: usize, terms: &mut Terms) -> String {
    let mut rows: Vec<(usize, String)> = Vec::new();
    let marks = copy::marks(findings, first);
    for part in excerpt::of(report.source.text(), findings) {
        let (text, notes) = match part {
            Excerpt::LeftOut(lines) => {
                let lines = counted(lines, "line", "lines").unwrap_or_default();
                (format!("<p class=\"gap\">… {lines} left out</p>\n"), String::new())
            }
            Excerpt::Shown(span) => {
                let from = findings.partition_point(|f| f.span.start < span.start);
                let to = findings.partition_point(|f| f.span.start <= span.end);
                let note = |at: usize| note::of(report.source, findings[at], first + at, terms);
                (copy::of(report.source.text(), &marks, span), (from..to).map(note).collect())
            }
        };
        if rows.is_empty() || !notes.is_empty() {
            rows.push((0, String::new()));
        }
        if let Some((paragraphs, row)) = rows.last_mut() {
            *paragraphs += 1;
            row.push_str(&text);
            if !notes.is_empty() {
                row.push_str(&format!("<div class=\"notes\">\n{notes}</div>\n"));
            }
        }
    }
    let row = |(n, row): &(usize, String)| {
        format!("<div class=\"row\" style=\"--n:{n}\">\n{row}</div>\n")
    };
    rows.iter().map(row).collect()
}

/// The head of a page on these files. One file gives its name to the page; of many the sums do.
fn head(names: &[String], sums: &str) -> String {
    let (title, under) = match names {
        [name] => (name.as_str(), format!("<p class=\"sums\">{sums}</p>\n")),
        _ => (sums, String::new()),
    };
    format!(
        r##"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Sverka: {title}</title>
<link rel="icon" href="data:,">
<style>
{STYLE}</style>
</head>
<body>
<a class="skip" href="#copy">Skip to the text</a>
<header>
<p class="brand">Sverka</p>
<h1>{title}</h1>
{under}</header>
"##
    )
}

/// What the checks look for, for a reader who has never heard of them.
fn foot(checks: &[&'static Meta]) -> String {
    let mut about = String::new();
    for meta in checks {
        let (name, summary) = (html(meta.name), html(meta.summary));
        about.push_str(&format!("<dt>{name}</dt><dd>{summary}</dd>\n"));
    }
    if !about.is_empty() {
        about = format!("<h2>What the notes are about</h2>\n<dl>\n{about}</dl>\n");
    }
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "<footer>\n{about}<p>Made by Sverka {version}, which checks text that crosses between Russian and English against a glossary.</p>\n</footer>\n</body>\n</html>\n"
    )
}

/// The severity as a class, and as a reader calls it.
fn severity(finding: &Finding) -> (&'static str, &'static str) {
    match finding.severity {
        Severity::Error => ("error", "Error"),
        Severity::Warning => ("warning", "Warning"),
        Severity::Advice => ("advice", "Advice"),
    }
}
