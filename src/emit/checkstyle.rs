//! The XML of Checkstyle, which most programs that collect lint read.

use std::io;

use super::escape::xml;
use super::{Emitter, Summary, one_line, place};
use crate::engine::Report;
use crate::error::Error;
use crate::finding::Severity;

pub(super) fn new(_color: bool) -> Box<dyn Emitter> {
    Box::new(Checkstyle::default())
}

#[derive(Debug, Default)]
struct Checkstyle {
    begun: bool,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";

impl Checkstyle {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        if !self.begun {
            write!(out, "{HEAD}")?;
        }
        self.begun = true;
        Ok(())
    }
}

impl Emitter for Checkstyle {
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
        self.begin(out)?;
        writeln!(out, "  <file name=\"{}\">", xml(&place::relative(report.source.name())))?;
        for finding in report.shown() {
            let start = report.source.position(finding.span.start);
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "info",
            };
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"sverka.{}\"/>",
                start.line,
                start.column,
                xml(&one_line(finding)),
                xml(finding.check.name),
            )?;
        }
        writeln!(out, "  </file>")
    }

    fn error(&mut self, out: &mut dyn io::Write, error: &Error) -> io::Result<()> {
        self.begin(out)?;
        writeln!(out, "  <file name=\"{}\">", xml(&place::relative(error.name())))?;
        // a line is demanded, also of what has none
        let line = error.place().map_or(1, |there| there.start().line);
        let message = xml(&error.kind().to_string());
        writeln!(
            out,
            "    <error line=\"{line}\" severity=\"error\" message=\"{message}\" source=\"sverka.cannot-be-checked\"/>\n  </file>"
        )
    }

    fn finish(&mut self, out: &mut dyn io::Write, _summary: &Summary) -> io::Result<()> {
        self.begin(out)?;
        writeln!(out, "</checkstyle>")
    }
}
