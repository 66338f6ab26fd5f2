//! `sverka lookup`: a picker on a terminal, cards for words, or one answer a line.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::here::TermChoice;
use super::{Outcome, Stop, columns};
use crate::error::{Error, ErrorKind};
use crate::lexicon::Lexicon;
use crate::lookup::card::{Detail, Section, card, explain, headline, how, lay_out};
use crate::lookup::text::{Tone, piece, plain, to_ansi};
use crate::lookup::{Answer, confused_with, lookup, to_json};
use crate::picker::Picker;
use crate::picker::terminal::{self, Left};
use crate::russian;
use crate::translit::Scheme;

#[derive(Debug, Args)]
pub(super) struct LookupArgs {
    /// Words in Cyrillic, Latin or English; without any, a picker on a terminal, else one query a
    /// line of standard input
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    terms: TermChoice,
    /// How to write the answers
    #[arg(long, value_enum, default_value = "human")]
    format: LookupFormat,
    /// The most answers to one query
    #[arg(long, value_name = "N", default_value_t = 8)]
    limit: usize,
    /// The romanization scheme to show words in
    #[arg(long, value_name = "NAME")]
    scheme: Option<String>,
    /// Add each query and the word taken for it in the picker to this file; nothing is kept without
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LookupFormat {
    Human,
    Json,
}

pub(super) fn run(args: &LookupArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    // cards tell the grammar of words; it takes as long to load as all else together
    std::thread::spawn(russian::load);
    let (lexicon, scheme) = args.terms.words(args.scheme.as_deref())?;
    if !args.words.is_empty() {
        return words(args, &lexicon, scheme, out);
    }
    if args.format == LookupFormat::Human && terminal::is_there() {
        return pick(args, &lexicon, scheme, out);
    }
    for line in io::stdin().lock().lines() {
        let line = line?;
        let query = line.trim();
        let answers = lookup(&lexicon, query, args.limit);
        match args.format {
            LookupFormat::Human => {
                writeln!(out, "{}", explain(&lexicon, query, &answers, scheme))?;
            }
            LookupFormat::Json => writeln!(out, "{}", to_json(&lexicon, query, &answers, scheme))?,
        }
        out.flush()?;
    }
    Ok(Outcome::Clean)
}

/// The picker: what is taken goes to standard output.
fn pick(
    args: &LookupArgs,
    lexicon: &Lexicon,
    scheme: &Scheme,
    out: &mut dyn Write,
) -> Result<Outcome, Stop> {
    let colored = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut picker = Picker::new(lexicon, scheme);
    let left = terminal::run(&mut picker, colored)
        .map_err(|error| Error::new("the terminal", ErrorKind::Io(error)))?;
    match left {
        Left::Taken(word) => {
            writeln!(out, "{word}")?;
            if let Some(path) = &args.history {
                remember(path, picker.query().trim(), &word)?;
            }
            Ok(Outcome::Clean)
        }
        Left::Empty => Ok(Outcome::Found),
        Left::Signal(signal) => {
            terminal::end_by(signal)?;
            Ok(Outcome::Trouble)
        }
    }
}

fn remember(path: &Path, query: &str, word: &str) -> Result<(), Error> {
    let io = |error| Error::new(path.display().to_string(), ErrorKind::Io(error));
    let mut file = std::fs::File::options().append(true).create(true).open(path).map_err(io)?;
    file.write_all(format!("{query}\t{word}\n").as_bytes()).map_err(io)
}

/// Cards for the words of the command line.
fn words(
    args: &LookupArgs,
    lexicon: &Lexicon,
    scheme: &Scheme,
    out: &mut dyn Write,
) -> Result<Outcome, Stop> {
    let mut missed = false;
    let mut json = Vec::new();
    for (at, word) in args.words.iter().enumerate() {
        let answers = lookup(lexicon, word, args.limit);
        missed |= answers.is_empty();
        if args.format == LookupFormat::Json {
            json.push(to_json(lexicon, word, &answers, scheme));
            continue;
        }
        if at > 0 {
            writeln!(out)?;
        }
        if answers.is_empty() {
            writeln!(out, "{word}: nothing near")?;
        }
        let detail = if args.words.len() == 1 { Detail::Full } else { Detail::Short };
        cards(lexicon, word, &answers, scheme, detail, out)?;
    }
    if args.format == LookupFormat::Json {
        serde_json::to_writer_pretty(&mut *out, &json).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    Ok(if missed { Outcome::Found } else { Outcome::Clean })
}

/// The card of the best answer, and a line for each other one.
fn cards(
    lexicon: &Lexicon,
    word: &str,
    answers: &[Answer],
    scheme: &Scheme,
    detail: Detail,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some((first, others)) = answers.split_first() else { return Ok(()) };
    let room = columns();
    let mut sections = card(lexicon, word, first, scheme, detail, room);
    // what it is mistaken for has been told
    let confused = confused_with(lexicon, first.term);
    let others = others.iter().filter(|answer| !confused.contains(&answer.term));
    let lines = others.map(|answer| {
        let mut line = headline(lexicon, answer, scheme);
        let met = how(lexicon, word, answer, scheme);
        line.extend([
            plain("  "),
            piece(format!("{met}  [{}]", lexicon.glossary_of(answer.term)), Tone::Quiet),
        ]);
        line
    });
    sections.push(Section { label: "also", lines: lines.collect() });
    sections.retain(|section| !section.lines.is_empty());
    show(&sections, room, out)
}

/// Writes the lines of a card.
pub(super) fn show(sections: &[Section], room: usize, out: &mut dyn Write) -> io::Result<()> {
    for line in lay_out(sections, room) {
        writeln!(out, "{}", to_ansi(&line))?;
    }
    Ok(())
}
