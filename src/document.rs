//! What a format makes of a source: units of text that still know where each byte came from.

use std::borrow::Cow;

use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// A source, read: its text in the order in which people read it.
#[derive(Debug)]
pub struct Document<'s> {
    /// Where the text comes from.
    pub source: &'s Source,
    /// Paragraphs, headings, cells, or pairs of original and translation.
    pub units: Vec<Unit<'s>>,
}

/// One piece of a document.
#[derive(Debug)]
pub enum Unit<'s> {
    /// Text that stands for itself.
    Text(Segment<'s>),
    /// An original and its translation.
    Pair {
        /// The name the file gives to the pair: message id, unit id, JSON pointer.
        key: Cow<'s, str>,
        /// The original.
        source: Segment<'s>,
        /// The translation.
        target: Segment<'s>,
    },
}

impl<'s> Unit<'s> {
    /// The segments of the unit, original first.
    pub fn segments(&self) -> impl Iterator<Item = &Segment<'s>> {
        let (one, two) = match self {
            Self::Text(segment) => (segment, None),
            Self::Pair { source, target, .. } => (source, Some(target)),
        };
        std::iter::once(one).chain(two)
    }
}

/// What a segment is in its document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// A paragraph, a list item, a string.
    #[default]
    Text,
    /// A heading, which says what the text after it is about.
    Heading,
    /// A table row; its cells are parted by ` | `.
    Row,
}

/// Decoded text with the way back to the bytes it came from.
///
/// `text` may differ from the source (entities, escapes, markup left out); `runs` say for each
/// stretch of it which source bytes it stands for, and whether they are the same bytes.
#[derive(Debug, Default)]
pub struct Segment<'s> {
    text: Cow<'s, str>,
    runs: Vec<Run>,
    /// Its place in the document's structure.
    pub role: Role,
    /// Its language, where the format says so.
    pub lang: Option<Lang>,
    /// Stretches of `text` that are emphasized; they set a word off as quotation marks do.
    pub marks: Vec<Span>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    at: usize,
    source: Span,
    verbatim: bool,
}

impl<'s> Segment<'s> {
    /// A segment that is one stretch of the source as it stands.
    pub fn verbatim(source: &'s Source, span: Span) -> Self {
        let mut segment = Self::default();
        segment.push(source, span);
        segment
    }

    /// Appends a stretch of the source as it stands.
    pub fn push(&mut self, source: &'s Source, span: Span) {
        if span.is_empty() {
            return;
        }
        let text = &source.text()[span.range()];
        self.runs.push(Run { at: self.text.len(), source: span, verbatim: true });
        if self.text.is_empty() {
            self.text = Cow::Borrowed(text);
        } else {
            self.text.to_mut().push_str(text);
        }
    }

    /// Appends text that the source writes in another way: `&amp;` for `&`, a line break for a
    /// space, nothing at all for a boundary that the reader sees.
    pub fn push_decoded(&mut self, span: Span, text: &str) {
        self.runs.push(Run { at: self.text.len(), source: span, verbatim: false });
        self.text.to_mut().push_str(text);
    }

    /// The decoded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a stretch of the decoded text stands in the source.
    pub fn to_source(&self, span: Span) -> Span {
        let start = self.run_at(span.start).map_or(0, |(run, _)| {
            if run.verbatim { run.source.start + (span.start - run.at) } else { run.source.start }
        });
        if span.is_empty() {
            return Span::new(start, start);
        }
        let end = self.run_at(span.end - 1).map_or(start, |(run, _)| {
            if run.verbatim { run.source.start + (span.end - run.at) } else { run.source.end }
        });
        Span::new(start, end)
    }

    /// Whether a stretch of the decoded text is one unbroken stretch of the source, byte for
    /// byte, so that it may be replaced there.
    pub fn is_verbatim(&self, span: Span) -> bool {
        if span.is_empty() {
            return false;
        }
        let (Some((_, first)), Some((_, last))) =
            (self.run_at(span.start), self.run_at(span.end - 1))
        else {
            return false;
        };
        let runs = &self.runs[first..=last];
        runs.iter().all(|r| r.verbatim)
            && runs.windows(2).all(|w| w[0].source.end == w[1].source.start)
    }

    fn run_at(&self, at: usize) -> Option<(Run, usize)> {
        let index = self.runs.partition_point(|run| run.at <= at).checked_sub(1)?;
        Some((self.runs[index], index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_lead_back_to_the_source() {
        let source = Source::new("t", "*пере*грузка &amp; сброс");
        let mut segment = Segment::default();
        segment.push(&source, Span::new(1, 9));
        segment.push(&source, Span::new(10, 23));
        segment.push_decoded(Span::new(23, 28), "&");
        segment.push(&source, Span::new(28, source.text().len()));
        assert_eq!(segment.text(), "перегрузка & сброс");
        let word = Span::new(0, 20);
        assert_eq!(segment.to_source(word), Span::new(1, 22));
        assert!(!segment.is_verbatim(word), "the emphasis mark stands inside");
        let at = segment.text().find("сброс").unwrap();
        let word = Span::new(at, at + 10);
        assert!(segment.is_verbatim(word));
        assert_eq!(&source.text()[segment.to_source(word).range()], "сброс");
    }
}
