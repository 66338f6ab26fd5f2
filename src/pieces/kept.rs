//! What is kept of a large text: the lines that findings point to.

use std::collections::{BTreeMap, HashSet};

use xxhash_rust::xxh3::xxh3_128;

use super::piece::Found;
use crate::analysis::{Rendering, Romanized};
use crate::document::{Document, MOST_ERRORS};
use crate::error::{Error, Place};
use crate::finding::Finding;
use crate::formats;
use crate::source::{Excerpt, Source};
use crate::span::{Position, Span};

/// What is kept of the text.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) text: String,
    pub(super) excerpts: Vec<Excerpt>,
    pub(super) findings: Vec<Finding>,
    pub(super) romanized: Vec<Romanized>,
    pub(super) renderings: Vec<Rendering>,
    pub(super) errors: Vec<Error>,
    /// Hashes of the names that were given to texts so far.
    names: HashSet<u128>,
    /// For each romanized word its number among them.
    words: BTreeMap<String, usize>,
    /// Whether the next segment is what a comment is about.
    is_open: bool,
}

impl Kept {
    /// Takes what was found in a text that begins at `place`; `around` says what of the text must
    /// be kept for a stretch of it.
    pub(super) fn take(
        &mut self,
        text: &str,
        place: Position,
        found: Found,
        around: fn(&str, Span) -> Span,
    ) {
        let Found { mut findings, mut romanized, mut renderings, comments, first, .. } = found;
        for error in found.errors {
            self.report(error, text, place);
        }
        romanized.retain(|word| match self.words.get(&word.text) {
            Some(&known) => {
                self.romanized[known].times += word.times;
                false
            }
            None => true,
        });
        let mut spans: Vec<Span> = romanized.iter().map(|word| word.span).collect();
        for finding in &findings {
            spans.push(finding.span);
            let here = finding.related.iter().filter(|related| related.elsewhere.is_none());
            spans.extend(here.map(|related| related.span));
        }
        spans.extend(renderings.iter().map(|rendering| rendering.span));
        spans.extend(comments);
        if let Some(first) = first {
            spans.extend(self.is_open.then_some(first));
            self.is_open = false;
        }
        self.is_open |= found.is_last_open;
        let lines = joined(spans.iter().map(|span| around(text, *span)).collect());
        let moved = self.keep(text, place, lines);
        let shift = |span: &mut Span| {
            let (from, at) = moved[moved.partition_point(|(from, _)| *from <= span.start) - 1];
            *span = Span::new(span.start - from + at, span.end - from + at);
        };
        for finding in &mut findings {
            shift(&mut finding.span);
            let here = finding.related.iter_mut().filter(|related| related.elsewhere.is_none());
            here.for_each(|related| shift(&mut related.span));
        }
        self.findings.extend(findings);
        for rendering in &mut renderings {
            shift(&mut rendering.span);
        }
        self.renderings.extend(renderings);
        for mut word in romanized {
            shift(&mut word.span);
            self.words.insert(word.text.clone(), self.romanized.len());
            self.romanized.push(word);
        }
    }

    /// Reports the names of a piece that a piece before it gives to another text.
    pub(super) fn compare_names(
        &mut self,
        name: &str,
        text: &str,
        place: Position,
        found: &mut Found,
    ) {
        let mut names = std::mem::take(&mut found.names);
        names.retain(|(_, name)| !self.names.insert(xxh3_128(name.as_bytes())));
        if names.is_empty() || self.errors.len() == MOST_ERRORS {
            return;
        }
        let source = Source::new(name, text);
        let mut twice = Document::new(&source);
        for (span, name) in names {
            twice.report_twice(span, &name);
        }
        for error in twice.errors {
            self.report(error, text, place);
        }
    }

    /// Takes an error, with no more of the text, which begins at `begins`, than the line it is in.
    fn report(&mut self, error: Error, text: &str, begins: Position) {
        if self.errors.len() == MOST_ERRORS {
            return;
        }
        let Some(span) = error.place().map(|place| place.span) else {
            self.errors.push(error);
            return;
        };
        let line = formats::lines_around(text, span);
        self.errors.push(error.standing(Place {
            text: text[line.range()].into(),
            span: Span::new(span.start - line.start, span.end - line.start),
            begins: begins.after(&text[..line.start]),
        }));
    }

    /// Keeps stretches of the text; for each where it began and where it begins now.
    fn keep(&mut self, text: &str, place: Position, lines: Vec<Span>) -> Vec<(usize, usize)> {
        let (mut at, mut place) = (0, place);
        let mut moved = Vec::new();
        for line in lines {
            place = place.after(&text[at..line.start]);
            at = line.start;
            moved.push((at, self.text.len()));
            self.excerpts.push(Excerpt { at: self.text.len(), start: place });
            self.text.push_str(&text[line.range()]);
            self.text.push_str("\n\n");
        }
        moved
    }
}

/// The spans in order, those that meet as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}
