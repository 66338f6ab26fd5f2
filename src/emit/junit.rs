//! The XML of `JUnit`, for dashboards that show tests: a suite a file, a failed case a finding.
//!
//! Advice is a case that passes and says something; a file without errors and warnings has one
//! passed case more, since a suite without cases is taken for one that did not run.

use std::io;

use super::escape::xml;
use super::{Emitter, Summary, one_line, place};
use crate::engine::Report;
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::source::Source;

pub(super) fn new(_color: bool) -> Box<dyn Emitter> {
    Box::new(JUnit::default())
}

#[derive(Debug, Default)]
struct JUnit {
    begun: bool,
    /// Errors, each as a case; they make a suite of their own at the end.
    errors: Vec<String>,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sverka\">\n";

impl JUnit {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if !self.begun {
            write!(out, "{HEAD}")?;
        }
        self.begun = true;
        Ok(())
    }
}

impl Emitter for JUnit {
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
        self.begin(out)?;
        let path = xml(&place::relative(report.source.name()));
        let failures = report.shown().filter(|f| f.severity > Severity::Advice).count();
        let tests = report.shown().count() + usize::from(failures == 0);
        writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
        )?;
        for finding in report.shown() {
            case(out, report.source, &path, finding)?;
        }
        if failures == 0 {
            writeln!(out, "    <testcase name=\"{path}\" classname=\"{path}\"/>")?;
        }
        writeln!(out, "  </testsuite>")
    }

    fn error(&mut self, _out: &mut dyn io::Write, error: &Error) -> io::Result<()> {
        let path = xml(&place::relative(error.name()));
        let line = error.place().map_or(String::new(), |there| format!(":{}", there.start().line));
        let message = xml(&error.kind().to_string());
        self.errors.push(format!(
            "    <testcase name=\"{path}{line}\" classname=\"{path}\">\n      <error type=\"cannot-be-checked\" message=\"{message}\">{}</error>\n    </testcase>\n",
            xml(error.advice().unwrap_or_default())
        ));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn io::Write, _summary: &Summary) -> io::Result<()> {
        self.begin(out)?;
        let errors = self.errors.len();
        if errors > 0 {
            write!(
                out,
                "  <testsuite name=\"cannot be checked\" tests=\"{errors}\" failures=\"0\" errors=\"{errors}\">\n{}  </testsuite>\n",
                self.errors.concat()
            )?;
        }
        writeln!(out, "</testsuites>")
    }
}

fn case(out: &mut dyn io::Write, source: &Source, path: &str, finding: &Finding) -> io::Result<()> {
    let start = source.position(finding.span.start);
    let check = xml(finding.check.name);
    let message = xml(&one_line(finding));
    let place = format!("{path}:{}:{}", start.line, start.column);
    writeln!(
        out,
        "    <testcase name=\"{}:{} {check}\" classname=\"{path}\">",
        start.line, start.column
    )?;
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => {
            writeln!(out, "      <system-out>{place}: {message}</system-out>")?;
            return writeln!(out, "    </testcase>");
        }
    };
    writeln!(
        out,
        "      <failure type=\"{severity}\" message=\"{message}\">{place}: {message}</failure>\n    </testcase>"
    )
}
