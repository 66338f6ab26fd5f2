//! Emitters: one file an output format, each turning reports into bytes.

use std::collections::BTreeMap;
use std::io;

use crate::engine::Report;
use crate::error::Error;
use crate::finding::{Finding, Severity};

mod checkstyle;
mod escape;
mod fingerprint;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod jsonl;
mod junit;
mod list;
mod place;
mod sarif;

/// Something that writes reports.
pub trait Emitter {
    /// Writes what was found in one source.
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()>;
    /// The worst of what is left to fail the run, once a report is written.
    fn left(&self, report: &Report<'_>) -> Option<Severity> {
        report.worst()
    }
    /// Writes an error.
    fn error(&mut self, out: &mut dyn io::Write, error: &Error) -> io::Result<()>;
    /// Writes what comes last.
    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()>;
}

/// How many of everything.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Segments in them, those of originals with those of translations.
    pub segments: usize,
    /// Units in them: messages, each with all its plural forms, and paragraphs of prose.
    pub units: usize,
    /// Errors found.
    pub error: usize,
    /// Warnings found.
    pub warning: usize,
    /// Advice given.
    pub advice: usize,
    /// Findings of each check that found something.
    #[serde(skip)]
    pub checks: BTreeMap<&'static str, usize>,
}

impl Summary {
    /// Counts one report in.
    pub fn add(&mut self, report: &Report<'_>) {
        self.files += 1;
        self.segments += report.segments;
        self.units += report.units;
        for finding in report.shown() {
            *self.checks.entry(finding.check.name).or_default() += 1;
            match finding.severity {
                Severity::Error => self.error += 1,
                Severity::Warning => self.warning += 1,
                Severity::Advice => self.advice += 1,
            }
        }
    }

    /// What was found, by severity, in words: "2 errors, 1 warning in 3 files".
    fn words(&self) -> String {
        let found: Vec<String> = [
            counted(self.error, "error", "errors"),
            counted(self.warning, "warning", "warnings"),
            counted(self.advice, "piece of advice", "pieces of advice"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let what = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
        let files = counted(self.files, "file", "files").unwrap_or_else(|| "no files".to_owned());
        format!("{what} in {files}")
    }

    /// The checks that found something with their counts, most findings first.
    fn by_check(&self) -> Vec<(&'static str, usize)> {
        let mut counts: Vec<_> = self.checks.iter().map(|(&name, &count)| (name, count)).collect();
        // the sort is stable: equal counts stay in the order of the names
        counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        counts
    }
}

/// A number with its noun; nothing for none.
fn counted(n: usize, one: &str, many: &str) -> Option<String> {
    (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }))
}

/// A text with a capital at its beginning.
fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + chars.as_str()
}

/// A finding in one line: its message, and what to write where the message does not say so.
fn one_line(finding: &Finding) -> String {
    match finding.suggestions.first() {
        Some(best) if !finding.message.contains(&best.text) => {
            format!("{}; write `{}`", finding.message, best.text)
        }
        _ => finding.message.clone(),
    }
}

/// How an emitter is made; `true` for colours.
type New = fn(bool) -> Box<dyn Emitter>;

/// Every output format by name.
pub static ALL: &[(&str, New)] = &[
    ("human", human::new),
    ("json", json::new),
    ("jsonl", jsonl::new),
    ("sarif", sarif::new),
    ("github", github::new),
    ("gitlab", gitlab::new),
    ("junit", junit::new),
    ("checkstyle", checkstyle::new),
    ("html", html::new),
];

/// The emitter called `name`.
pub fn by_name(name: &str, color: bool) -> Result<Box<dyn Emitter>, Error> {
    let found = ALL.iter().find(|(known, _)| *known == name);
    found.map(|(_, new)| new(color)).ok_or_else(|| {
        Error::unknown("--format", "output format", name, ALL.iter().map(|(known, _)| *known))
    })
}
