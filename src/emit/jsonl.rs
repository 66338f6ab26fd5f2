//! JSON lines: a finding a line as soon as it is known, without the envelope; errors likewise,
//! marked by their `error` key.

use std::io;

use super::json::{ErrorJson, FindingJson};
use super::{Emitter, Summary};
use crate::engine::Report;
use crate::error::Error;

pub(super) fn new(_color: bool) -> Box<dyn Emitter> {
    Box::new(JsonLines)
}

#[derive(Debug)]
struct JsonLines;

impl Emitter for JsonLines {
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
        for finding in report.shown() {
            serde_json::to_writer(&mut *out, &FindingJson::new(report.source, finding))?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn error(&mut self, out: &mut dyn io::Write, error: &Error) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &serde_json::json!({ "error": ErrorJson::new(error) }))?;
        writeln!(out)
    }

    fn finish(&mut self, _out: &mut dyn io::Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}
