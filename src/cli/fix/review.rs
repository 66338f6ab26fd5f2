//! Asking a person about one finding after the other.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use super::accept::{accept, config_for};
use crate::cli::projects::ConfigChoice;
use crate::cli::show_errors;
use crate::emit::{self, Emitter};
use crate::engine::Report;
use crate::finding::Finding;

/// What a person decided.
pub(super) enum Answer {
    /// Put this in.
    Write(String),
    /// Leave it as it is.
    Skip,
}

/// Asks on standard output and reads answers, a line each, from standard input.
pub(super) struct Reviewer {
    human: Box<dyn Emitter>,
    config: ConfigChoice,
    quit: bool,
    /// Words that are right, with the configuration that says so from now on.
    accepted: Vec<(PathBuf, String)>,
}

const KEYS: &str = "y write it, n next suggestion, s skip, i ignore this word for ever, q quit";

impl Reviewer {
    pub(super) fn new(color: bool, config: &ConfigChoice) -> Self {
        let human = emit::by_name("human", color).expect("human is a format");
        Self { human, config: config.clone(), quit: false, accepted: Vec::new() }
    }

    /// Shows a finding and asks what to write. The end of the input means to quit.
    pub(super) fn ask(
        &mut self,
        out: &mut dyn Write,
        report: &Report<'_>,
        finding: &Finding,
        offers: &[&str],
    ) -> io::Result<Answer> {
        if self.quit {
            return Ok(Answer::Skip);
        }
        let config = config_for(&self.config, Path::new(report.source.name()));
        let is_known = |(path, word): &(PathBuf, String)| {
            Some(path) == config.as_ref() && *word == finding.text
        };
        if self.accepted.iter().any(is_known) {
            return Ok(Answer::Skip);
        }
        let alone = Report {
            source: report.source,
            findings: vec![finding.clone()],
            segments: 0,
            units: 0,
            renderings: Vec::new(),
            errors: Vec::new(),
        };
        self.human.report(out, &alone)?;
        let mut offer = 0;
        loop {
            write!(out, "write `{}`? [y/n/s/i/q, ? for help] ", offers[offer])?;
            out.flush()?;
            let mut line = String::new();
            if io::stdin().lock().read_line(&mut line)? == 0 {
                writeln!(out)?;
                self.quit = true;
                return Ok(Answer::Skip);
            }
            match line.trim() {
                "y" | "" => return Ok(Answer::Write(offers[offer].to_owned())),
                "n" if offers.len() > 1 => offer = (offer + 1) % offers.len(),
                "n" => writeln!(out, "there is no other suggestion")?,
                "s" => return Ok(Answer::Skip),
                "i" => match &config {
                    None => writeln!(out, "with --no-config there is nowhere to keep it")?,
                    // at once: whoever leaves by Ctrl-C has said it all the same
                    Some(path) => match accept(path, &finding.text) {
                        Ok(()) => {
                            writeln!(out, "kept under `accept` in {}", path.display())?;
                            self.accepted.push((path.clone(), finding.text.clone()));
                            return Ok(Answer::Skip);
                        }
                        Err(error) => show_errors(&[error])?,
                    },
                },
                "q" => {
                    self.quit = true;
                    return Ok(Answer::Skip);
                }
                _ => writeln!(out, "{KEYS}")?,
            }
        }
    }
}
