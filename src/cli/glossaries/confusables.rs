//! `sverka glossary confusables`: terms that look alike, mean different things, and are not yet
//! listed as confused.

use std::io::Write;

use clap::Args;

use crate::cli::here::TermChoice;
use crate::cli::{Outcome, Stop};
use crate::glossary::near_pairs;

#[derive(Debug, Args)]
pub(super) struct ConfusablesArgs {
    #[command(flatten)]
    terms: TermChoice,
    /// Show at most this many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// Terms farther apart than this, in thousandths of their length, are not mistaken.
const FAR: u32 = 220;

pub(super) fn run(args: &ConfusablesArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let glossaries = args.terms.load()?;
    let all: Vec<_> =
        glossaries.iter().flat_map(|g| g.terms.iter().map(move |term| (g, term))).collect();
    let terms: Vec<_> = all.iter().map(|(_, term)| *term).collect();
    let pairs = near_pairs(&terms, FAR);
    for pair in pairs.iter().take(args.limit) {
        let side = |at: usize| {
            let (glossary, term) = all[at];
            format!("{} ({}) [{}]", term.ru[0], term.en.join(", "), glossary.name)
        };
        writeln!(out, "{:3}  {} ~ {}", pair.cost, side(pair.terms.0), side(pair.terms.1))?;
    }
    let shown = pairs.len().min(args.limit);
    writeln!(out, "{shown} of {} pairs not listed under `confused-with`", pairs.len())?;
    Ok(Outcome::Clean)
}
