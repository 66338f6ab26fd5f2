//! `sverka translit`: Russian into Latin letters.

use std::io::{self, BufRead, Write};

use clap::Args;

use super::here::Here;
use super::projects::ConfigChoice;
use super::{Outcome, Stop};
use crate::lookup::to_cyrillic;
use crate::translit::{self, Scheme};

/// The scheme where none is asked for.
const USUAL: &str = "bgn-pcgn";

#[derive(Debug, Args)]
pub(super) struct TranslitArgs {
    /// The text; standard input line by line without any
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// The scheme, or `all`; without it that of sverka.toml, or bgn-pcgn
    #[arg(long, value_name = "NAME|all")]
    scheme: Option<String>,
    #[command(flatten)]
    config: ConfigChoice,
    /// Read romanized words back: the Russian words each may be, likeliest first
    #[arg(long, conflicts_with = "scheme")]
    to_cyrillic: bool,
    /// List the schemes with what tells each from the others
    #[arg(long)]
    list: bool,
}

pub(super) fn run(args: &TranslitArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    if args.list {
        for scheme in translit::all() {
            writeln!(out, "{:16} {}\n{:16} {}", scheme.name, scheme.title, "", scheme.tells)?;
        }
        return Ok(Outcome::Clean);
    }
    let schemes: Vec<&Scheme> = match args.scheme.as_deref() {
        Some("all") => translit::all().iter().collect(),
        Some(name) => vec![translit::by_name(name)?],
        None if args.to_cyrillic => Vec::new(),
        None => match Here::find(&args.config)?.scheme() {
            Some(scheme) => vec![scheme],
            None => vec![translit::by_name(USUAL)?],
        },
    };
    let write = |text: &str, out: &mut dyn Write| {
        if args.to_cyrillic { words(text, out) } else { line(text, &schemes, out) }
    };
    if !args.text.is_empty() {
        write(&args.text.join(" "), out)?;
        return Ok(Outcome::Clean);
    }
    for text in io::stdin().lock().lines() {
        write(&text?, out)?;
        out.flush()?;
    }
    Ok(Outcome::Clean)
}

/// One line a word, with what it may be.
fn words(text: &str, out: &mut dyn Write) -> io::Result<()> {
    for word in text.split_whitespace() {
        let found = to_cyrillic(word);
        let found = if found.is_empty() { "–".to_owned() } else { found.join(", ") };
        writeln!(out, "{word}: {found}")?;
    }
    Ok(())
}

fn line(text: &str, schemes: &[&Scheme], out: &mut dyn Write) -> io::Result<()> {
    for scheme in schemes {
        match schemes.len() {
            1 => writeln!(out, "{}", scheme.romanize(text))?,
            _ => writeln!(out, "{:16} {}", scheme.name, scheme.romanize(text))?,
        }
    }
    Ok(())
}
