//! `sverka glossary import` and `export`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::save;
use crate::cli::here::TermChoice;
use crate::cli::{Outcome, Stop};
use crate::error::{Error, ErrorKind};
use crate::glossary::exchange::{self, Columns, Input};
use crate::glossary::{read, to_toml};

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The file to read; of a dictionary in several files its .index or .ifo
    file: String,
    /// What it is, where its name does not say so: tbx, csv, tsv, tmx, xliff, po, dictd, stardict
    #[arg(long, value_name = "FORMAT")]
    from: Option<String>,
    /// The Russian column of a table, by its name or its number
    #[arg(long, value_name = "COLUMN")]
    ru: Option<String>,
    /// The English column of a table
    #[arg(long, value_name = "COLUMN")]
    en: Option<String>,
    /// The name of the glossary; that of the file without this
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Where to write it; standard output without this
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The format to write: tbx, tbx-2019, csv, tsv, tmx, xliff, po
    #[arg(long, value_name = "FORMAT")]
    to: String,
    #[command(flatten)]
    terms: TermChoice,
    /// Where to write it; standard output without this
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn import(args: &ImportArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let bytes = read(&args.file)?;
    let format = match &args.from {
        Some(name) => exchange::by_name(name)?,
        None => exchange::of_file(&args.file, &bytes).ok_or_else(|| {
            let what = "its name does not say what format it is in".to_owned();
            Error::new(&args.file, ErrorKind::Syntax(what)).help("say so with --from")
        })?,
    };
    let columns = Columns { ru: args.ru.as_deref(), en: args.en.as_deref() };
    let entries = format.read(Input { name: &args.file, bytes, columns })?;
    let mut stderr = io::stderr();
    for note in &entries.notes {
        writeln!(stderr, "{}: {note}", args.file)?;
    }
    let name = args.name.clone().unwrap_or_else(|| exchange::stem(&args.file));
    let glossary = entries.into_glossary(&name);
    if glossary.terms.is_empty() {
        let what = "no pair of a Russian and an English term".to_owned();
        return Err(Error::new(&args.file, ErrorKind::Syntax(what)).into());
    }
    let text = to_toml(&glossary);
    put(&text, args.output.as_ref(), out)
}

pub(super) fn export(args: &ExportArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let format = exchange::by_name(&args.to)?;
    if format.holds().is_empty() {
        let what = format!("{} is read, not written", format.name());
        return Err(Error::new("--to", ErrorKind::Syntax(what)).into());
    }
    let glossaries = args.terms.load()?;
    let mut stderr = io::stderr();
    let losses: Vec<String> = exchange::losses(format, &glossaries)
        .into_iter()
        .map(|(key, count)| format!("{key} ({count} terms)"))
        .collect();
    if !losses.is_empty() {
        writeln!(stderr, "{} cannot hold: {}", format.name(), losses.join(", "))?;
    }
    if glossaries.len() > 1 {
        writeln!(stderr, "{} glossaries become one file", glossaries.len())?;
    }
    put(&format.write(&glossaries), args.output.as_ref(), out)
}

fn put(text: &str, path: Option<&PathBuf>, out: &mut dyn Write) -> Result<Outcome, Stop> {
    match path {
        Some(path) => save(path, text)?,
        None => out.write_all(text.as_bytes())?,
    }
    Ok(Outcome::Clean)
}
