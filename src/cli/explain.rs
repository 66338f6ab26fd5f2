//! `sverka explain`: the manual page of a check.

use std::io::Write;

use clap::Args;

use super::{Outcome, Stop, check_names};
use crate::checks;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The check; all of them, a line each, without one
    check: Option<String>,
}

pub(super) fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let Some(name) = &args.check else {
        for check in checks::ALL {
            writeln!(out, "{:24} {}", check.meta().name, check.meta().summary)?;
        }
        return Ok(Outcome::Clean);
    };
    let Some(check) = checks::ALL.iter().find(|check| check.meta().name == name) else {
        return Err(Error::unknown("explain", "check", name, check_names()).into());
    };
    let meta = check.meta();
    writeln!(
        out,
        "# {}\n\n{}: {}.\n\n{}",
        meta.name,
        severity(meta),
        meta.summary,
        meta.page.trim()
    )?;
    Ok(Outcome::Clean)
}

fn severity(meta: &crate::finding::Meta) -> &'static str {
    match meta.severity {
        crate::finding::Severity::Error => "Error",
        crate::finding::Severity::Warning => "Warning",
        crate::finding::Severity::Advice => "Advice",
    }
}
