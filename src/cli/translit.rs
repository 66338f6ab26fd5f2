//! `sverka translit`: Russian into Latin letters.

use std::io::{self, BufRead, Write};

use clap::Args;

use super::{Outcome, Stop};
use crate::translit::{self, Scheme};

#[derive(Debug, Args)]
pub(super) struct TranslitArgs {
    /// The text; standard input line by line without any
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// The scheme, or `all`
    #[arg(long, value_name = "NAME|all", default_value = "bgn-pcgn")]
    scheme: String,
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
    let schemes: Vec<&Scheme> = match args.scheme.as_str() {
        "all" => translit::all().iter().collect(),
        name => vec![translit::by_name(name)?],
    };
    if !args.text.is_empty() {
        line(&args.text.join(" "), &schemes, out)?;
        return Ok(Outcome::Clean);
    }
    for text in io::stdin().lock().lines() {
        line(&text?, &schemes, out)?;
        out.flush()?;
    }
    Ok(Outcome::Clean)
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
