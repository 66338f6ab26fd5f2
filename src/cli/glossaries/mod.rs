//! `sverka glossary`: what glossaries hold, and whether they are sound.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::here::{Here, TermChoice, load};
use super::projects::ConfigChoice;
use super::{Outcome, Stop, show_errors};
use crate::config::FILE_NAME;
use crate::error::{Error, ErrorKind};
use crate::glossary::{ALL, Glossary, builtin_names, conflicts, is_builtin, lint, lint_between};
use crate::lexicon::Lexicon;
use crate::lookup::lookup;
use crate::russian;

mod confusables;
mod exchange;
mod layout;
mod stats;

#[derive(Debug, Args)]
pub(super) struct GlossaryArgs {
    #[command(subcommand)]
    command: GlossaryCommand,
}

#[derive(Debug, Subcommand)]
enum GlossaryCommand {
    /// List the glossaries in use, or the terms of those chosen
    List(TermChoice),
    /// Show a term with all its forms
    Show {
        /// The term, in either language
        term: String,
        #[command(flatten)]
        terms: TermChoice,
    },
    /// Look glossaries over for what can never match, clashes, or is in the wrong field
    Check {
        /// Glossary files, or built-in ones by name; those of your own that sverka.toml names
        /// without any
        #[arg(value_name = "FILE")]
        files: Vec<String>,
        #[command(flatten)]
        config: ConfigChoice,
    },
    /// Lay glossary files out in the one way: order, keys, lines
    Fmt(layout::FmtArgs),
    /// Count what glossaries hold
    Stats(TermChoice),
    /// Find terms that look alike, mean different things, and are not listed as confused
    Confusables(confusables::ConfusablesArgs),
    /// Make a glossary of a file in another format
    Import(exchange::ImportArgs),
    /// Write glossaries in another format
    Export(exchange::ExportArgs),
}

pub(super) fn run(args: &GlossaryArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    match &args.command {
        GlossaryCommand::List(choice) => list(choice, out),
        GlossaryCommand::Show { term, terms } => show(term, terms, out),
        GlossaryCommand::Check { files, config } => check(files, config, out),
        GlossaryCommand::Fmt(args) => layout::run(args, out),
        GlossaryCommand::Stats(choice) => stats::run(choice, out),
        GlossaryCommand::Confusables(args) => confusables::run(args, out),
        GlossaryCommand::Import(args) => exchange::import(args, out),
        GlossaryCommand::Export(args) => exchange::export(args, out),
    }
}

fn list(choice: &TermChoice, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let glossaries = choice.load()?;
    if choice.is_named() {
        for term in glossaries.iter().flat_map(|glossary| &glossary.terms) {
            writeln!(out, "{} = {}", term.ru.join(", "), term.en.join(", "))?;
        }
        return Ok(Outcome::Clean);
    }
    for glossary in &glossaries {
        let Glossary { name, title, terms, .. } = glossary;
        let file = glossary.source().name();
        let what = match (is_builtin(name), title == name) {
            (true, _) => title.clone(),
            (false, true) => file.to_owned(),
            (false, false) => format!("{title} ({file})"),
        };
        writeln!(out, "{name:16} {:5} terms  {what}", terms.len())?;
    }
    let used = |name: &&str| glossaries.iter().any(|glossary| glossary.name == *name);
    let others: Vec<&str> = builtin_names().filter(|name| !used(name)).collect();
    if !others.is_empty() {
        out.flush()?;
        writeln!(io::stderr(), "note: built in, not in use here: {}", others.join(", "))?;
    }
    Ok(Outcome::Clean)
}

fn show(query: &str, choice: &TermChoice, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let lexicon = choice.lexicon()?;
    let answers = lookup(&lexicon, query, usize::MAX);
    if answers.is_empty() {
        writeln!(out, "{query}: nothing near")?;
        return Ok(Outcome::Found);
    }
    for answer in answers {
        let term = lexicon.term(answer.term);
        writeln!(
            out,
            "{} = {}  [{}]",
            term.ru.join(", "),
            term.en.join(", "),
            lexicon.glossary_of(answer.term)
        )?;
        if let Some(note) = &term.note {
            writeln!(out, "    {note}")?;
        }
        for ru in &term.ru {
            paradigm(ru, term.pos, term.like.as_deref(), out)?;
        }
    }
    Ok(Outcome::Clean)
}

fn paradigm(
    ru: &str,
    pos: Option<russian::Pos>,
    like: Option<&str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut last = String::new();
    for form in russian::forms_of(ru, pos, like) {
        let grammar = form.grammar.describe();
        let line = format!("    {:24} {grammar}", form.text);
        if line != last {
            writeln!(out, "{}", line.trim_end())?;
        }
        last = line;
    }
    Ok(())
}

/// The glossaries of its own that the folder we are in goes by.
fn own(choice: &ConfigChoice) -> Result<Vec<Glossary>, Vec<Error>> {
    let here = Here::find(choice)?;
    let config = here.config();
    let names = config.glossaries().map_or_else(Vec::new, |(names, _)| names);
    let own = |name: &String| name != ALL && !is_builtin(name);
    let mut glossaries = load(&names.into_iter().filter(own).collect::<Vec<_>>())?;
    glossaries.extend(config.own_terms());
    if glossaries.is_empty() {
        let none = ErrorKind::Syntax("there is none of your own to check here".to_owned());
        let help = format!("name a file, or put it under `glossaries` in {FILE_NAME}");
        return Err(vec![Error::new("glossary", none).help(help)]);
    }
    Ok(glossaries)
}

fn check(files: &[String], config: &ConfigChoice, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let glossaries = if files.is_empty() { own(config)? } else { load(files)? };
    let mut errors = conflicts(&glossaries);
    let mut between = lint_between(&glossaries);
    for (number, glossary) in glossaries.iter().enumerate() {
        let (own, rest) = between.into_iter().partition(|(of, _)| *of == number);
        between = rest;
        let own: Vec<(usize, _)> = own;
        let mut lints = lint(glossary);
        lints.extend(own.into_iter().map(|(_, lint)| lint));
        lints.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
        let source = glossary.source();
        let text: Arc<str> = source.text().into();
        errors.extend(lints.into_iter().map(|lint| {
            Error::new(source.name(), ErrorKind::Syntax(lint.message))
                .in_text(Arc::clone(&text), lint.span)
                .help(lint.help)
        }));
    }
    // compiled here too, so that a glossary that passes is one that loads
    let lexicon = Lexicon::new(&glossaries);
    show_errors(&errors)?;
    let terms = lexicon.terms().count();
    writeln!(out, "{terms} terms, {} to look at", errors.len())?;
    Ok(if errors.is_empty() { Outcome::Clean } else { Outcome::Found })
}

/// Writes a file by renaming: whoever reads it sees the old text or the new, never a part.
fn save(path: &Path, text: &str) -> io::Result<()> {
    // what a link leads to is replaced, not the link
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let write = || {
        fs::write(&draft, text)?;
        if let Ok(known) = fs::metadata(&path) {
            fs::set_permissions(&draft, known.permissions())?;
        }
        fs::rename(&draft, &path)
    };
    write().inspect_err(|_| drop(fs::remove_file(&draft)))
}
