//! Workflow commands of GitHub Actions: an annotation a finding, on the line in the changed file.

use std::io;

use super::{Emitter, Summary, one_line, place};
use crate::engine::Report;
use crate::error::Error;
use crate::finding::Severity;

pub(super) fn new(_color: bool) -> Box<dyn Emitter> {
    Box::new(GitHub)
}

#[derive(Debug)]
struct GitHub;

impl Emitter for GitHub {
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
        let path = property(&place::relative(report.source.name()));
        for finding in report.shown() {
            let level = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "notice",
            };
            let start = report.source.position(finding.span.start);
            let end = report.source.position(finding.span.end);
            write!(out, "::{level} file={path},line={},endLine={}", start.line, end.line)?;
            // columns are refused where a finding goes over the end of its line
            if start.line == end.line {
                write!(out, ",col={},endColumn={}", start.column, end.column)?;
            }
            let (title, message) = (property(finding.check.name), data(&one_line(finding)));
            writeln!(out, ",title={title}::{message}")?;
        }
        Ok(())
    }

    fn error(&mut self, out: &mut dyn io::Write, error: &Error) -> io::Result<()> {
        write!(out, "::error file={}", property(&place::relative(error.name())))?;
        if let Some(there) = error.place() {
            let at = there.start();
            write!(out, ",line={},col={}", at.line, at.column)?;
        }
        let mut message = error.kind().to_string();
        if let Some(advice) = error.advice() {
            message.push_str("; ");
            message.push_str(advice);
        }
        writeln!(out, ",title=cannot be checked::{}", data(&message))
    }

    fn finish(&mut self, _out: &mut dyn io::Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}

/// Text of a command, in which a line end would end it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which a comma or a colon would end too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_cannot_be_broken_out_of() {
        assert_eq!(data("100% \r\n::error::x, y"), "100%25 %0D%0A::error::x, y");
        assert_eq!(property("a,b:c%\r\nd"), "a%2Cb%3Ac%25%0D%0Ad");
        assert_eq!(property("%2C"), "%252C", "what looks escaped is escaped too");
    }
}
