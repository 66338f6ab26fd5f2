//! `sverka lookup`: cards for words, or one answer a line.

use std::io::{self, BufRead, IsTerminal, Write};

use clap::{Args, ValueEnum};

use super::{GlossaryChoice, Outcome, Stop};
use crate::error::{Error, ErrorKind};
use crate::lexicon::Lexicon;
use crate::lookup::{Answer, Match, confused_with, lookup, to_json};
use crate::translit::{self, Scheme};

#[derive(Debug, Args)]
pub(super) struct LookupArgs {
    /// Words in Cyrillic, Latin or English; one query a line of standard input without any
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    glossary: GlossaryChoice,
    /// How to write the answers
    #[arg(long, value_enum, default_value = "human")]
    format: LookupFormat,
    /// The most answers to one query
    #[arg(long, value_name = "N", default_value_t = 8)]
    limit: usize,
    /// The romanization scheme to show words in
    #[arg(long, value_name = "NAME")]
    scheme: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LookupFormat {
    Human,
    Json,
}

pub(super) fn run(args: &LookupArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let scheme = match &args.scheme {
        Some(name) => translit::by_name(name)?,
        None => &translit::all()[0],
    };
    let lexicon = args.glossary.lexicon()?;
    let mut missed = false;
    if args.words.is_empty() {
        if io::stdin().is_terminal() {
            return Err(Error::new("lookup", ErrorKind::Syntax("no word to look up".into()))
                .help("name one: `sverka lookup peregruzka`, or give one a line on standard input")
                .into());
        }
        for line in io::stdin().lock().lines() {
            let line = line?;
            let answers = lookup(&lexicon, &line, args.limit);
            match args.format {
                LookupFormat::Human => short(&lexicon, &line, &answers, scheme, out)?,
                LookupFormat::Json => {
                    writeln!(out, "{}", to_json(&lexicon, line.trim(), &answers, scheme))?;
                }
            }
            out.flush()?;
        }
        return Ok(Outcome::Clean);
    }
    let mut json = Vec::new();
    for (at, word) in args.words.iter().enumerate() {
        let answers = lookup(&lexicon, word, args.limit);
        missed |= answers.is_empty();
        match args.format {
            LookupFormat::Json => json.push(to_json(&lexicon, word, &answers, scheme)),
            LookupFormat::Human => {
                if at > 0 {
                    writeln!(out)?;
                }
                if answers.is_empty() {
                    writeln!(out, "{word}: nothing near")?;
                }
                for answer in &answers {
                    card(&lexicon, word, answer, scheme, out)?;
                }
            }
        }
    }
    if args.format == LookupFormat::Json {
        serde_json::to_writer_pretty(&mut *out, &json).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    Ok(if missed { Outcome::Found } else { Outcome::Clean })
}

/// How the query met the term, in words.
fn how(answer: &Answer) -> String {
    match answer.how {
        Match::Exact => "the term itself".to_owned(),
        Match::Inflected => format!("a form of it: {}", grammar(&answer.form)),
        Match::Romanized => format!("romanized {}", answer.form),
        Match::English => "English".to_owned(),
        Match::Near => format!("near: {}, distance {}", answer.form, answer.distance),
    }
}

fn grammar(form: &str) -> String {
    let words = crate::russian::readings(form).first().map(crate::russian::Grammar::describe);
    words.filter(|words| !words.is_empty()).unwrap_or_else(|| form.to_owned())
}

fn card(
    lexicon: &Lexicon,
    word: &str,
    answer: &Answer,
    scheme: &Scheme,
    out: &mut dyn Write,
) -> io::Result<()> {
    let term = lexicon.term(answer.term);
    let romanized = scheme.romanize(&term.ru[0]);
    writeln!(out, "{} ({romanized}): {}", term.ru.join(", "), term.en.join(", "))?;
    writeln!(out, "    {word}: {}  [{}]", how(answer), lexicon.glossary_of(answer.term))?;
    if let Some(note) = &term.note {
        writeln!(out, "    {note}")?;
    }
    for other in confused_with(lexicon, answer.term) {
        let other = lexicon.term(other);
        let latin = scheme.romanize(&other.ru[0]);
        writeln!(out, "    not {} ({latin}): {}", other.ru[0], other.en.join(", "))?;
    }
    if !term.avoid_ru.is_empty() || !term.avoid_en.is_empty() {
        let avoided: Vec<&str> =
            term.avoid_ru.iter().chain(&term.avoid_en).map(String::as_str).collect();
        writeln!(out, "    rejected: {}", avoided.join(", "))?;
    }
    Ok(())
}

/// One line a query, for pipes.
fn short(
    lexicon: &Lexicon,
    query: &str,
    answers: &[Answer],
    scheme: &Scheme,
    out: &mut dyn Write,
) -> io::Result<()> {
    let one = |answer: &Answer| {
        let term = lexicon.term(answer.term);
        format!("{} ({}) {}", term.ru[0], scheme.romanize(&term.ru[0]), term.en.join(", "))
    };
    let answers: Vec<String> = answers.iter().map(one).collect();
    let text = if answers.is_empty() { "nothing near".to_owned() } else { answers.join("; ") };
    writeln!(out, "{}: {text}", query.trim())
}
