//! The code quality report of GitLab: one JSON list, each entry with a fingerprint by which GitLab
//! tells what is new in a merge request.

use std::io;

use serde::Serialize;

use super::list::List;
use super::{Emitter, Summary, fingerprint, one_line, place};
use crate::engine::Report;
use crate::error::Error;
use crate::finding::Severity;
use crate::source::Source;

pub(super) fn new(_color: bool) -> Box<dyn Emitter> {
    Box::new(GitLab { list: List::document() })
}

#[derive(Debug)]
struct GitLab {
    list: List,
}

#[derive(Serialize)]
struct Entry<'e> {
    description: &'e str,
    check_name: &'e str,
    fingerprint: &'e str,
    severity: &'e str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Location {
    fn new(source: &Source, begin: usize, end: usize) -> Self {
        let line = |at| source.position(at).line;
        let lines = Lines { begin: line(begin), end: line(end) };
        Self { path: place::relative(source.name()), lines }
    }
}

impl Emitter for GitLab {
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
        for (finding, fingerprint) in report.findings.iter().zip(fingerprint::all(report)) {
            if finding.suppressed.is_some() {
                continue;
            }
            let entry = Entry {
                description: &one_line(finding),
                check_name: finding.check.name,
                fingerprint: &fingerprint,
                severity: match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Advice => "info",
                },
                location: Location::new(report.source, finding.span.start, finding.span.end),
            };
            self.list.item(out, "", &entry)?;
        }
        Ok(())
    }

    fn error(&mut self, out: &mut dyn io::Write, error: &Error) -> io::Result<()> {
        let path = place::relative(error.name());
        let line = error.place().map_or(1, |there| there.start().line);
        let description = error.kind().to_string();
        self.list.item(
            out,
            "",
            &Entry {
                fingerprint: &fingerprint::of(&["cannot-be-checked", &path, &description]),
                description: &description,
                check_name: "cannot-be-checked",
                severity: "critical",
                location: Location { path, lines: Lines { begin: line, end: line } },
            },
        )
    }

    fn finish(&mut self, out: &mut dyn io::Write, _summary: &Summary) -> io::Result<()> {
        self.list.end(out, "")?;
        writeln!(out)
    }
}
