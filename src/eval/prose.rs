//! Prose in which every foreign passage is marked: how quiet the program is outside them, and how
//! many of the romanized Russian words it knows.

use std::collections::HashMap;

use serde::Deserialize;

use super::Scores;
use crate::analysis::dictionary_readings;
use crate::engine::Checker;
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::source::Source;
use crate::span::Span;
use crate::token::tokens;

#[derive(Deserialize)]
struct Paragraph {
    text: String,
    spans: Vec<Marked>,
    #[serde(default)]
    book: String,
}

#[derive(Deserialize)]
struct Marked {
    start: usize,
    end: usize,
    lang: String,
}

/// Checks paragraphs given a JSON object a line, with spans in Unicode scalars.
pub fn prose(checker: &Checker<'_>, lexicon: &Lexicon, source: &Source) -> Result<Scores, Error> {
    let mut scores = Scores::default();
    let (mut words, mut findings, mut inside) = (0_usize, 0_usize, 0_usize);
    let mut known: HashMap<String, bool> = HashMap::new();
    let (mut russian, mut recognized) = (0_usize, 0_usize);
    let mut unknown = Vec::new();
    for line in source.text().lines().filter(|line| !line.trim().is_empty()) {
        let paragraph: Paragraph = serde_json::from_str(line).map_err(|e| {
            let at = line.as_ptr() as usize - source.text().as_ptr() as usize;
            Error::syntax(source.name(), source.text(), Span::new(at, at + line.len()), e)
        })?;
        let spans = byte_spans(&paragraph);
        let text = Source::new(paragraph.book.as_str(), paragraph.text.as_str());
        for token in tokens(text.text()) {
            match spans.iter().find(|(span, _)| span.overlaps(token.span)) {
                Some((_, "ru-Latn")) => {
                    russian += 1;
                    let is_known = known.entry(token.text.to_owned()).or_insert_with(|| {
                        !lexicon.romanized(token.text).is_empty()
                            || !dictionary_readings(token.text).is_empty()
                    });
                    recognized += usize::from(*is_known);
                    if !*is_known {
                        unknown.push(token.text.to_owned());
                    }
                }
                Some(_) => {}
                None => words += 1,
            }
        }
        for finding in checker.check(&text)?.findings {
            if spans.iter().any(|(span, _)| span.overlaps(finding.span)) {
                inside += 1;
                scores
                    .failures
                    .push(format!("inside: {}: {}", finding.check.name, finding.message));
            } else {
                findings += 1;
                let message = &finding.message;
                scores
                    .failures
                    .push(format!("{}: {message}: {}", finding.check.name, paragraph.text));
            }
        }
    }
    let rate = findings as f64 * 10_000.0 / words.max(1) as f64;
    let share = recognized as f64 * 100.0 / russian.max(1) as f64;
    scores.notes.push(format!(
        "{findings} findings in {words} words outside marked passages: {rate:.2} in 10,000"
    ));
    scores.notes.push(format!("{inside} findings inside marked passages"));
    scores
        .notes
        .push(format!("{recognized} of {russian} romanized words known as Russian: {share:.1} %"));
    unknown.sort_unstable();
    unknown.dedup();
    scores.failures.extend(unknown.into_iter().map(|word| format!("unknown as Russian: {word}")));
    Ok(scores)
}

fn byte_spans(paragraph: &Paragraph) -> Vec<(Span, &str)> {
    let mut offsets: Vec<usize> = paragraph.text.char_indices().map(|(at, _)| at).collect();
    offsets.push(paragraph.text.len());
    let byte = |at: usize| offsets.get(at).copied().unwrap_or(paragraph.text.len());
    let spans = paragraph.spans.iter();
    spans.map(|m| (Span::new(byte(m.start), byte(m.end)), m.lang.as_str())).collect()
}
