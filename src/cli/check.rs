//! `sverka check`: files in, findings out, in a stable order.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{ArgAction, Args};
use rayon::prelude::*;

use super::inputs::{Input, inputs};
use super::{FailOn, GlossaryChoice, Outcome, Stop, colored, show_errors};
use crate::checks;
use crate::emit::{self, Emitter, Summary};
use crate::engine::Checker;
use crate::error::{Error, ErrorKind};
use crate::finding::Severity;
use crate::formats::{self, Format};
use crate::pieces::Checked;
use crate::source::Source;
use crate::translit;

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files and folders; `-` or nothing for standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    glossary: GlossaryChoice,
    /// How to write the findings: human, json, jsonl
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: String,
    /// How to read the files, whatever their names: text, markdown
    #[arg(long = "as", value_name = "READER")]
    reader: Option<String>,
    /// What to call standard input in findings; its ending says how to read it
    #[arg(long, value_name = "NAME", default_value = "<stdin>")]
    stdin_name: String,
    /// An original and its translation; files whose names follow a custom, such as en.json and
    /// ru.json, find each other
    #[arg(long, num_args = 2, value_names = ["SOURCE", "TARGET"], action = ArgAction::Append)]
    pair: Vec<PathBuf>,
    /// The romanization scheme of the house
    #[arg(long, value_name = "NAME")]
    scheme: Option<String>,
    /// Only these checks, with commas between them
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    checks: Vec<String>,
    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, default_value = "warning")]
    fail_on: FailOn,
}

/// Files that are read and checked before the first of them is written out.
const BATCH: usize = 64;

pub(super) fn run(args: &CheckArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let mut emitter = emit::by_name(&args.format, colored(&io::stdout()))?;
    let reader = args.reader.as_deref().map(formats::by_name).transpose()?;
    let house = args.scheme.as_deref().map(translit::by_name).transpose()?;
    let chosen =
        if args.checks.is_empty() { checks::ALL.to_vec() } else { checks::by_names(&args.checks)? };
    let lexicon = args.glossary.lexicon()?;
    let checker = Checker::new(&lexicon).with_checks(chosen).with_scheme(house);
    let inputs = inputs(&args.paths, &args.pair, reader.is_some());
    let mut summary = Summary::default();
    let mut worst: Option<Severity> = None;
    let mut trouble = false;
    for batch in inputs.chunks(BATCH) {
        let checked: Vec<Result<Checked, Error>> =
            batch.par_iter().map(|input| check_one(&checker, input, reader, args)).collect();
        for checked in checked {
            match checked {
                Ok(Checked { source, findings, segments, renderings, errors }) => {
                    for error in &errors {
                        trouble = true;
                        show(args, emitter.as_mut(), out, error)?;
                    }
                    let report = crate::engine::Report {
                        source: &source,
                        findings,
                        segments,
                        renderings,
                        errors,
                    };
                    worst = worst.max(report.worst());
                    summary.add(&report);
                    emitter.report(out, &report)?;
                }
                Err(error) => {
                    trouble = true;
                    show(args, emitter.as_mut(), out, &error)?;
                }
            }
        }
    }
    emitter.finish(out, &summary)?;
    Ok(match (trouble, args.fail_on.fails(worst)) {
        (true, _) => Outcome::Trouble,
        (false, true) => Outcome::Found,
        (false, false) => Outcome::Clean,
    })
}

/// People read both streams; scripts get errors in their own format.
fn show(
    args: &CheckArgs,
    emitter: &mut dyn Emitter,
    out: &mut dyn Write,
    error: &Error,
) -> io::Result<()> {
    if args.format == "human" {
        out.flush()?;
        show_errors(std::slice::from_ref(error))
    } else {
        emitter.error(out, error)
    }
}

fn check_one(
    checker: &Checker<'_>,
    input: &Input,
    reader: Option<&'static dyn Format>,
    args: &CheckArgs,
) -> Result<Checked, Error> {
    let format_of = |name: &str| reader.unwrap_or_else(|| formats::for_path(name));
    match input {
        Input::Stdin => {
            checker.check_stream(&args.stdin_name, io::stdin(), format_of(&args.stdin_name))
        }
        Input::File(path) => checker.check_file(path, format_of(&path.to_string_lossy())),
        Input::Pair(original, path) => {
            let (original, source) = (Source::read(original)?, Source::read(path)?);
            let (from, to) = (format_of(original.name()), format_of(source.name()));
            let report = checker.check_pair((&original, from), (&source, to))?;
            let crate::engine::Report { findings, segments, renderings, errors, .. } = report;
            Ok(Checked { source, findings, segments, renderings, errors })
        }
        Input::Broken(path, why) => {
            let kind = ErrorKind::Io(io::Error::other(why.clone()));
            Err(Error::new(path.display().to_string(), kind))
        }
        Input::Empty(path) => {
            let known = formats::ALL.iter().flat_map(|f| f.extensions()).map(|e| format!(".{e}"));
            let known = known.collect::<Vec<_>>().join(", ");
            Err(Error::new(path.display().to_string(), ErrorKind::Nothing)
                .help(format!("files with these endings are read in folders: {known}; name a file to have it read whatever its ending")))
        }
    }
}
