//! `sverka fix`: what `check` finds, repaired where it stands. A run of `check` whose findings go
//! to a fixer instead of an output format.

use std::io::{self, Write};
use std::path::Path;

use clap::Args;
use similar::TextDiff;

use self::edits::{Edit, apply, escaped};
use self::review::{Answer, Reviewer};
use super::check::{self, Scope};
use super::{Outcome, Stop, show_errors};
use crate::emit::{Emitter, Summary};
use crate::engine::Report;
use crate::error::{Error, ErrorKind};
use crate::finding::{Finding, Fix, Severity};
use crate::formats::{self, Format};
use crate::source::Source;

mod accept;
mod edits;
mod review;
mod write;

#[derive(Debug, Args)]
pub(super) struct FixArgs {
    #[command(flatten)]
    scope: Scope,
    /// Show what would change, and change nothing
    #[arg(long)]
    diff: bool,
    /// Ask one by one, also about what only a person can decide
    #[arg(long)]
    review: bool,
}

pub(super) fn run(args: &FixArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let reader = args.scope.reader()?;
    let new = || Reviewer::new(super::colored(&io::stdout()), args.scope.config());
    let reviewer = args.review.then(new);
    let mut fixer = Fixer {
        reader,
        reviewer,
        stdin_name: args.scope.stdin_name().to_owned(),
        diff: args.diff,
        tally: Tally::default(),
        errors: Vec::new(),
    };
    let outcome = check::run_with(&args.scope.for_people(), &mut fixer, out)?;
    show_errors(&fixer.errors)?;
    Ok(if fixer.errors.is_empty() { outcome } else { Outcome::Trouble })
}

#[derive(Default)]
struct Tally {
    fixed: usize,
    files: usize,
    left: usize,
    /// The worst of what is left of the last report.
    worst_left: Option<Severity>,
}

/// Takes the place of an output format.
struct Fixer {
    reader: Option<&'static dyn Format>,
    reviewer: Option<Reviewer>,
    stdin_name: String,
    diff: bool,
    tally: Tally,
    errors: Vec<Error>,
}

impl Emitter for Fixer {
    fn report(&mut self, out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
        let source = report.source;
        self.tally.worst_left = None;
        if !source.is_whole() {
            self.refuse(report);
            return Ok(());
        }
        let format = self.reader.unwrap_or_else(|| formats::for_path(source.name()));
        let (mut edits, mut fixed): (Vec<Edit>, Vec<&Finding>) = (Vec::new(), Vec::new());
        for finding in report.shown() {
            // of two edits at one place the first is made
            let taken = edits.last().is_some_and(|last| finding.span.start < last.span.end);
            let choice = if taken { None } else { self.choose(out, report, finding)? };
            match choice {
                Some(text) => {
                    edits.push(Edit { span: finding.span, text: escaped(format, &text) });
                    fixed.push(finding);
                }
                None => self.leave(finding),
            }
        }
        let is_stdin = source.name() == self.stdin_name;
        match self.carry_out(out, source, &edits, is_stdin)? {
            Ok(()) => {
                self.tally.fixed += fixed.len();
                self.tally.files += usize::from(!fixed.is_empty());
            }
            Err(error) => {
                self.errors.push(error);
                for finding in fixed {
                    self.leave(finding);
                }
            }
        }
        Ok(())
    }

    fn left(&self, _report: &Report<'_>) -> Option<Severity> {
        self.tally.worst_left
    }

    fn error(&mut self, _out: &mut dyn Write, error: &Error) -> io::Result<()> {
        show_errors(std::slice::from_ref(error))
    }

    fn finish(&mut self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        let Tally { fixed, files, left, .. } = self.tally;
        let did = if self.diff { "would be fixed" } else { "fixed" };
        let places = if files == 1 { "file" } else { "files" };
        let rest = match left {
            0 => String::new(),
            left if self.reviewer.is_some() => format!(", {left} left"),
            left => format!(", {left} left for --review and for you"),
        };
        // standard output may be the text itself
        writeln!(io::stderr(), "{fixed} {did} in {files} {places}{rest}")
    }
}

impl Fixer {
    /// The text to put in place of a finding, if any.
    fn choose(
        &mut self,
        out: &mut dyn Write,
        report: &Report<'_>,
        finding: &Finding,
    ) -> io::Result<Option<String>> {
        let mut offers = finding.suggestions.iter().filter(|s| s.fix != Fix::Display).peekable();
        if offers.peek().is_none() {
            return Ok(None);
        }
        match &mut self.reviewer {
            Some(reviewer) => {
                let offers: Vec<&str> = offers.map(|s| &*s.text).collect();
                Ok(match reviewer.ask(out, report, finding, &offers)? {
                    Answer::Write(text) => Some(text),
                    Answer::Skip => None,
                })
            }
            None => Ok(offers.find(|s| s.fix == Fix::Safe).map(|s| s.text.clone())),
        }
    }

    /// Leaves a file as it is in which substitutes stand for what could not be read.
    fn refuse(&mut self, report: &Report<'_>) {
        for finding in report.shown() {
            self.leave(finding);
        }
        let what = "a file with bytes that are not UTF-8 is not repaired".to_owned();
        let error = Error::new(report.source.name(), ErrorKind::Syntax(what));
        self.errors.push(error.help("save it as UTF-8 first"));
    }

    fn leave(&mut self, finding: &Finding) {
        self.tally.left += 1;
        self.tally.worst_left = self.tally.worst_left.max(Some(finding.severity));
    }

    fn carry_out(
        &self,
        out: &mut dyn Write,
        source: &Source,
        edits: &[Edit],
        is_stdin: bool,
    ) -> io::Result<Result<(), Error>> {
        if self.diff {
            return show_diff(out, source, edits).map(Ok);
        }
        if is_stdin {
            // a filter hands on what it is given, changed or not
            return out.write_all(apply(source.text(), edits).as_bytes()).map(Ok);
        }
        if edits.is_empty() {
            return Ok(Ok(()));
        }
        Ok(write::write(Path::new(source.name()), source, edits))
    }
}

fn show_diff(out: &mut dyn Write, source: &Source, edits: &[Edit]) -> io::Result<()> {
    if edits.is_empty() {
        return Ok(());
    }
    let fixed = apply(source.text(), edits);
    let diff = TextDiff::from_lines(source.text(), &fixed);
    let name = source.name().trim_start_matches("./");
    write!(out, "{}", diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")))
}
