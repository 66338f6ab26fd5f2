//! Asking a person about one finding after the other.

use std::fs;
use std::io::{self, BufRead, Write};

use toml_edit::{Array, DocumentMut, Item};

use super::config_path;
use crate::emit::{self, Emitter};
use crate::engine::Report;
use crate::error::{Error, ErrorKind};
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
    quit: bool,
    /// Words that are right here, to be kept in the configuration.
    accepted: Vec<String>,
}

const KEYS: &str = "y write it, n next suggestion, s skip, i ignore this word for ever, q quit";

impl Reviewer {
    pub(super) fn new(color: bool) -> Self {
        let human = emit::by_name("human", color).expect("human is a format");
        Self { human, quit: false, accepted: Vec::new() }
    }

    /// Shows a finding and asks what to write. The end of the input means to quit.
    pub(super) fn ask(
        &mut self,
        out: &mut dyn Write,
        report: &Report<'_>,
        finding: &Finding,
        offers: &[&str],
    ) -> io::Result<Answer> {
        if self.quit || self.accepted.contains(&finding.text) {
            return Ok(Answer::Skip);
        }
        let alone = Report {
            source: report.source,
            findings: vec![finding.clone()],
            segments: 0,
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
                "i" => {
                    self.accepted.push(finding.text.clone());
                    return Ok(Answer::Skip);
                }
                "q" => {
                    self.quit = true;
                    return Ok(Answer::Skip);
                }
                _ => writeln!(out, "{KEYS}")?,
            }
        }
    }

    /// Keeps the words to be ignored in the configuration, whose other lines stay as they are.
    pub(super) fn save(self) -> Result<(), Error> {
        if self.accepted.is_empty() {
            return Ok(());
        }
        let path = config_path();
        let name = path.display().to_string();
        let failed = |error: io::Error| Error::new(&name, ErrorKind::Io(error));
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failed(error)),
        };
        let broken = |error: toml_edit::TomlError| {
            Error::new(&name, ErrorKind::Syntax(error.message().to_owned()))
        };
        let mut config: DocumentMut = text.parse().map_err(broken)?;
        let list = config.entry("accept").or_insert_with(|| Item::Value(Array::new().into()));
        let Some(list) = list.as_array_mut() else {
            return Err(Error::new(&name, ErrorKind::Syntax("`accept` is no list".to_owned())));
        };
        for word in &self.accepted {
            if !list.iter().any(|known| known.as_str() == Some(word)) {
                list.push(word.as_str());
            }
        }
        fs::write(&path, config.to_string()).map_err(failed)
    }
}
