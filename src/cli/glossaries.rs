//! `sverka glossary`: what glossaries hold, and whether they are sound.

use std::io::{self, Write};

use clap::{Args, Subcommand};

use super::{GlossaryChoice, Outcome, Stop, show_errors};
use crate::error::Error;
use crate::glossary::{Glossary, conflicts, lint};
use crate::lexicon::Lexicon;
use crate::lookup::lookup;
use crate::russian;

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
}

pub(super) fn run(args: &GlossaryArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    match &args.command {
        GlossaryCommand::List(choice) => list(choice, out),
        GlossaryCommand::Show { term, glossary } => show(term, glossary, out),
        GlossaryCommand::Check { files } => check(files, out),
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
    for glossary in &glossaries {
        let source = glossary.source();
        errors.extend(lint(glossary).into_iter().map(|lint| {
            Error::syntax(source.name(), source.text(), lint.span, lint.message).help(lint.help)
        }));
    }
    // compiled here too, so that a glossary that passes is one that loads
    let lexicon = Lexicon::new(&glossaries);
    show_errors(&errors)?;
    let terms = lexicon.terms().count();
    writeln!(out, "{terms} terms, {} to look at", errors.len())?;
    Ok(if errors.is_empty() { Outcome::Clean } else { Outcome::Found })
}
