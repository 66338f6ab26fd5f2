//! Emitters: one file an output format, each turning reports into bytes.

use std::io;

use crate::engine::Report;
use crate::error::Error;
use crate::finding::Severity;

mod human;
mod json;
mod jsonl;

/// Something that writes reports.
pub trait Emitter {
    /// Writes what was found in one source.
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()>;
    /// Writes an error.
    fn error(&mut self, out: &mut dyn io::Write, error: &Error) -> io::Result<()>;
    /// Writes what comes last.
    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()>;
}

/// How many of everything.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Segments in them.
    pub segments: usize,
    /// Errors found.
    pub error: usize,
    /// Warnings found.
    pub warning: usize,
    /// Advice given.
    pub advice: usize,
}

impl Summary {
    /// Counts one report in.
    pub fn add(&mut self, report: &Report<'_>) {
        self.files += 1;
        self.segments += report.segments;
        for finding in report.shown() {
            match finding.severity {
                Severity::Error => self.error += 1,
                Severity::Warning => self.warning += 1,
                Severity::Advice => self.advice += 1,
            }
        }
    }
}

/// How an emitter is made; `true` for colours.
type New = fn(bool) -> Box<dyn Emitter>;

/// Every output format by name.
pub static ALL: &[(&str, New)] =
    &[("human", human::new), ("json", json::new), ("jsonl", jsonl::new)];

/// The emitter called `name`.
pub fn by_name(name: &str, color: bool) -> Result<Box<dyn Emitter>, Error> {
    let found = ALL.iter().find(|(known, _)| *known == name);
    found.map(|(_, new)| new(color)).ok_or_else(|| {
        Error::unknown("--format", "output format", name, ALL.iter().map(|(known, _)| *known))
    })
}
