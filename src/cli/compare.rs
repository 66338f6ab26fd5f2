//! `sverka compare`: two words side by side.

use std::io::Write;

use clap::Args;

use super::here::TermChoice;
use super::{Outcome, Stop, columns, lookup};
use crate::lookup::compare::{Word, compare};

#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// A word: Russian, English, or Russian in Latin letters
    #[arg(value_name = "A")]
    first: String,
    /// The word it is compared with
    #[arg(value_name = "B")]
    second: String,
    #[command(flatten)]
    terms: TermChoice,
    /// The romanization scheme to show words in
    #[arg(long, value_name = "NAME")]
    scheme: Option<String>,
}

pub(super) fn run(args: &CompareArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let (lexicon, scheme) = args.terms.words(args.scheme.as_deref())?;
    let mut words = Vec::new();
    for given in [&args.first, &args.second] {
        match Word::find(&lexicon, given) {
            Some(word) => words.push(word),
            None => writeln!(out, "{given}: no glossary in use has it, nor the dictionary")?,
        }
    }
    let [first, second] = words.as_slice() else { return Ok(Outcome::Found) };
    let sections = compare(&lexicon, first, second, scheme);
    lookup::show(&sections, columns(), out)?;
    Ok(Outcome::Clean)
}
