//! `sverka eval`: precision, recall and rank on labelled files.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::inputs::Input;
use super::{GlossaryChoice, Outcome, Stop};
use crate::engine::Checker;
use crate::error::{Error, ErrorKind};
use crate::eval::{self, MEASURES, Scores};
use crate::formats;
use crate::glossary::Glossary;
use crate::lexicon::Lexicon;
use crate::source::Source;

#[derive(Debug, Args)]
pub(super) struct EvalArgs {
    /// Labelled texts (TOML), glossaries with examples (TOML), tables of words (TSV), texts with
    /// marked spans (JSON lines)
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    glossary: GlossaryChoice,
    /// Make this many slips of each kind in the terms of the glossaries and look them up
    #[arg(long, value_name = "N")]
    slips: Option<usize>,
    /// Swap each term of these translations for what it is mistaken for, and look for it
    #[arg(long)]
    swaps: bool,
    /// The seed of the slips
    #[arg(long, value_name = "N", default_value_t = 2009)]
    seed: u64,
    /// Fail if a measure over everything is lower: precision=0.98
    #[arg(long, value_name = "MEASURE=VALUE")]
    fail_under: Vec<String>,
    /// Print what went wrong, case by case
    #[arg(long, short)]
    verbose: bool,
}

pub(super) fn run(args: &EvalArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let floors =
        args.fail_under.iter().map(|floor| parse_floor(floor)).collect::<Result<Vec<_>, _>>()?;
    let mut all = Scores::default();
    if args.swaps {
        let lexicon = args.glossary.lexicon()?;
        let checker = Checker::new(&lexicon);
        for file in &args.files {
            all.add(swapped(&checker, &lexicon, file)?);
        }
        show(&all, args.verbose, out)?;
    }
    for file in args.files.iter().filter(|_| !args.swaps) {
        let source = Source::read(file)?.whole()?;
        let scores = measure(&source, args)?;
        if args.files.len() > 1 {
            writeln!(out, "{}", file.display())?;
        }
        show(&scores, args.verbose, out)?;
        all.add(scores);
    }
    if let Some(each) = args.slips {
        let lexicon = args.glossary.lexicon()?;
        let scores = eval::slips::measure(&lexicon, each, args.seed);
        show(&scores, args.verbose, out)?;
        all.add(scores);
    }
    let overall = all.overall();
    let mut failed = false;
    for (name, floor) in floors {
        let value = overall.measure(&name);
        if value.is_none_or(|value| value < floor) {
            let value = value.map_or("not measured".to_owned(), |v| format!("{v:.3}"));
            writeln!(out, "{name} is {value}, under {floor}")?;
            failed = true;
        }
    }
    Ok(if failed { Outcome::Found } else { Outcome::Clean })
}

fn swapped(checker: &Checker<'_>, lexicon: &Lexicon, file: &Path) -> Result<Scores, Stop> {
    let (original, file) = match super::inputs::file(file.to_owned()) {
        Input::Pair(original, file) => (Some(Source::read(&original)?.whole()?), file),
        _ => (None, file.to_owned()),
    };
    let source = Source::read(&file)?.whole()?;
    let mut document = formats::for_path(source.name()).read(&source)?;
    if let Some(original) = &original {
        document = formats::align(formats::for_path(original.name()).read(original)?, document);
    }
    Ok(eval::swaps::measure(checker, lexicon, &document.units))
}

fn show(scores: &Scores, verbose: bool, out: &mut dyn Write) -> std::io::Result<()> {
    if verbose {
        for failure in &scores.failures {
            writeln!(out, "{failure}")?;
        }
    }
    write!(out, "{scores}")
}

fn parse_floor(text: &str) -> Result<(String, f64), Error> {
    let parsed = text.split_once('=').and_then(|(name, value)| {
        let known = MEASURES.contains(&name);
        known.then(|| value.parse().ok().map(|value| (name.to_owned(), value))).flatten()
    });
    parsed.ok_or_else(|| {
        let what = format!("`{text}` is no measure and value");
        Error::new("--fail-under", ErrorKind::Syntax(what))
            .help(format!("write precision=0.98; measures: {}", MEASURES.join(", ")))
    })
}

fn measure(source: &Source, args: &EvalArgs) -> Result<Scores, Stop> {
    let name = source.name();
    let ending = Path::new(name).extension().and_then(OsStr::to_str);
    if ending == Some("tsv") {
        return Ok(eval::table(source, &args.glossary.glossary)?);
    }
    let lexicon = args.glossary.lexicon()?;
    let checker = Checker::new(&lexicon);
    if ending == Some("jsonl") {
        let first = source.text().lines().next().unwrap_or_default();
        if first.contains("\"spans\"") {
            return Ok(eval::prose(&checker, &lexicon, source)?);
        }
        return Ok(eval::labelled(&checker, &eval::labels_of_buttons(source)?)?);
    }
    let texts = if source.text().contains("[[term]]") {
        eval::labels_of_glossary(&Glossary::parse(Source::new(name, source.text()))?)
    } else {
        eval::parse_labels(source)?
    };
    Ok(eval::labelled(&checker, &texts)?)
}
