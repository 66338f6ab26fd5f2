//! `sverka glossary`: what glossaries hold, and whether they are sound.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::{GlossaryChoice, Outcome, Stop, show_errors};
use crate::error::{Error, ErrorKind};
use crate::glossary::{Glossary, conflicts, lint, lint_between};
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
    /// List glossaries, or the terms of those chosen
    List(GlossaryChoice),
    /// Show a term with all its forms
    Show {
        /// The term, in either language
        term: String,
        #[command(flatten)]
        glossary: GlossaryChoice,
    },
    /// Look glossaries over for what can never match, clashes, or is in the wrong field
    Check {
        /// Glossary files, or built-in ones by name
        #[arg(value_name = "FILE", required = true)]
        files: Vec<String>,
    },
    /// Lay glossary files out in the one way: order, keys, lines
    Fmt(layout::FmtArgs),
    /// Count what glossaries hold
    Stats(GlossaryChoice),
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
        GlossaryCommand::Show { term, glossary } => show(term, glossary, out),
        GlossaryCommand::Check { files } => check(files, out),
        GlossaryCommand::Fmt(args) => layout::run(args, out),
        GlossaryCommand::Stats(choice) => stats::run(choice, out),
        GlossaryCommand::Confusables(args) => confusables::run(args, out),
        GlossaryCommand::Import(args) => exchange::import(args, out),
        GlossaryCommand::Export(args) => exchange::export(args, out),
    }
}

fn list(choice: &GlossaryChoice, out: &mut dyn Write) -> Result<Outcome, Stop> {
    for glossary in choice.load()? {
        if choice.glossary.is_empty() {
            writeln!(
                out,
                "{:16} {:5} terms  {}",
                glossary.name,
                glossary.terms.len(),
                glossary.title
            )?;
            continue;
        }
        for term in &glossary.terms {
            writeln!(out, "{} = {}", term.ru.join(", "), term.en.join(", "))?;
        }
    }
    Ok(Outcome::Clean)
}

fn show(query: &str, choice: &GlossaryChoice, out: &mut dyn Write) -> Result<Outcome, Stop> {
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

fn check(files: &[String], out: &mut dyn Write) -> Result<Outcome, Stop> {
    let mut glossaries = Vec::new();
    for file in files {
        glossaries.push(Glossary::load(file)?);
    }
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
