//! What a format makes of a source: units of text that still know where each byte came from.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use crate::error::Error;
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
    /// What could not be read. The units are what is left.
    pub errors: Vec<Error>,
    /// The numbers of units that are further translations of the original of the unit before them.
    pub(crate) further_forms: Vec<usize>,
    /// The names that were given to texts so far, and where.
    pub(crate) names: HashMap<String, Span>,
}

/// A file that breaks its format in more places than this is broken in one: the reader lost its
/// way, or it is another format. Each error carries the text, so their number must be bounded.
pub(crate) const MOST_ERRORS: usize = 16;

/// Inline codes that are kept of a text. A text with so many is not compared by them: every code
/// is looked for among all.
pub(crate) const MOST_CODES: usize = 256;

/// As much of a name as is shown of it: that of a message may be a page of text.
const LONGEST_NAME: usize = 60;

impl<'s> Document<'s> {
    /// A document without units.
    pub fn new(source: &'s Source) -> Self {
        let errors = source.fault().into_iter().collect();
        let (units, further_forms, names) = (Vec::new(), Vec::new(), HashMap::new());
        let mut document = Self { source, units, errors, further_forms, names };
        for (at, what) in source.breaks() {
            document.report(Span::new(*at, *at), what);
        }
        document
    }

    /// Notes that `span` of the source breaks the format.
    pub fn report(&mut self, span: Span, what: impl fmt::Display) {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(Error::syntax(self.source.name(), self.source.text(), span, what));
        }
    }

    /// Takes note of a name that a file may give to one text only, and reports one that was given
    /// before: a program shows either text, and no one sees the other.
    pub fn once(&mut self, span: Span, name: &str) {
        if !self.names.contains_key(name) {
            self.names.insert(name.to_owned(), span);
            return;
        }
        self.report_twice(span, name);
    }

    /// Reports a name that was given before.
    pub fn report_twice(&mut self, span: Span, name: &str) {
        let line = name.lines().next().unwrap_or_default();
        let shown: String = line.chars().take(LONGEST_NAME).collect();
        let cut = if shown.len() < name.len() { "…" } else { "" };
        self.report(span, format_args!("`{shown}{cut}` is here a second time"));
    }

    /// Takes note that the units from number `first` on have one original.
    pub(crate) fn are_forms(&mut self, first: usize) {
        self.further_forms.extend(first + 1..self.units.len());
    }

    /// Adds a text of its own, unless nothing but blanks and objects is in it.
    pub fn push_text(&mut self, segment: Segment<'s>) {
        if segment.text().contains(|c: char| !c.is_whitespace() && c != '\u{FFFC}') {
            self.units.push(Unit::Text(segment));
        }
    }
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
        /// The translation. Findings point here: the original may stand in another source.
        target: Segment<'s>,
        /// Whether the translation is meant to be read.
        state: State,
    },
}

/// How far a translation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Done: it is what readers will see.
    #[default]
    Final,
    /// A guess that someone still has to look at.
    Fuzzy,
    /// Not begun.
    Untranslated,
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

    /// The text that may be found wrong: the translation of a pair, or the text itself.
    pub const fn target(&self) -> &Segment<'s> {
        match self {
            Self::Text(segment) => segment,
            Self::Pair { target, .. } => target,
        }
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
#[derive(Clone, Debug, Default)]
pub struct Segment<'s> {
    text: Cow<'s, str>,
    runs: Vec<Run>,
    /// The name that the file gives to a text of its own; a pair has its key beside it.
    pub key: Option<Cow<'s, str>>,
    /// Its place in the document's structure.
    pub role: Role,
    /// Its language, where the format says so.
    pub lang: Option<Lang>,
    /// Stretches of `text` that are emphasized; they set a word off as quotation marks do.
    pub marks: Vec<Span>,
    /// What the format puts into the text and names, so that the translation can have the same:
    /// the inline codes of XLIFF, in their order.
    pub codes: Vec<String>,
    /// Where in `text` the letter of its access key stands.
    access_key: Option<usize>,
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

    /// Appends another text, with a gap that reads as `gap`.
    pub fn append(&mut self, other: Self, gap: &str) {
        let start = other.to_source(Span::default()).start;
        let end = self.runs.last().map_or(start, |run| run.source.end);
        self.push_decoded(Span::new(end.min(start), start), gap);
        let at = self.text.len();
        self.text.to_mut().push_str(&other.text);
        self.runs.extend(other.runs.into_iter().map(|run| Run { at: run.at + at, ..run }));
        let moved = |mark: Span| Span::new(mark.start + at, mark.end + at);
        self.marks.extend(other.marks.into_iter().map(moved));
        self.codes.extend(other.codes);
    }

    /// Takes the mark at `span` of the text for that of an access key, which readers do not see.
    pub fn take_access_key(&mut self, span: Span) {
        let mut shorter = Self {
            key: self.key.take(),
            role: self.role,
            lang: self.lang,
            codes: std::mem::take(&mut self.codes),
            access_key: Some(span.start),
            ..Self::default()
        };
        let mut text = String::with_capacity(self.text.len());
        for (at, source, verbatim) in self.runs() {
            let sides = [(at.start, at.end.min(span.start)), (at.start.max(span.end), at.end)];
            if at.is_empty() {
                shorter.runs.push(Run { at: text.len(), source, verbatim });
            }
            for (start, end) in sides.into_iter().filter(|(start, end)| start < end) {
                let part = Span::new(start - at.start, end - at.start);
                let part = Span::new(source.start + part.start, source.start + part.end);
                let source = if verbatim { part } else { source };
                shorter.runs.push(Run { at: text.len(), source, verbatim });
                text.push_str(&self.text[start..end]);
            }
        }
        let moved = |at: usize| if at >= span.end { at - span.len() } else { at.min(span.start) };
        shorter.marks =
            self.marks.iter().map(|m| Span::new(moved(m.start), moved(m.end))).collect();
        shorter.text = Cow::Owned(text);
        *self = shorter;
    }

    /// The letter of its access key.
    pub fn access_key(&self) -> Option<char> {
        self.text[self.access_key?..].chars().next()
    }

    /// The stretches of the decoded text in order: where each stands in the text, where in the
    /// source, and whether it is the same bytes. Markup that the reader does not see as a
    /// character is a stretch without text.
    pub fn runs(&self) -> impl Iterator<Item = (Span, Span, bool)> {
        let ends = self.runs.iter().skip(1).map(|run| run.at).chain([self.text.len()]);
        self.runs
            .iter()
            .zip(ends)
            .map(|(run, end)| (Span::new(run.at, end), run.source, run.verbatim))
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
        self.unbroken_runs(span).is_some_and(|at| self.runs[at].iter().all(|run| run.verbatim))
    }

    /// Whether a stretch of the decoded text, though some of it is escaped in the source, may be
    /// replaced there as a whole: its escapes are whole, and nothing stands between them that the
    /// text does not show, as markup or the mark of an access key does.
    pub fn is_escaped(&self, span: Span) -> bool {
        let Some(at) = self.unbroken_runs(span) else { return false };
        let ends = self.runs[at.start + 1..].iter().map(|run| run.at).chain([self.text.len()]);
        self.runs[at].iter().zip(ends).all(|(run, end)| {
            let is_whole = span.start <= run.at && end <= span.end && run.at < end;
            run.verbatim || is_whole && !self.text[run.at..end].contains('\u{FFFC}')
        })
    }

    /// The numbers of the runs in which a stretch of the decoded text stands, if it is not empty
    /// and they follow one another in the source.
    fn unbroken_runs(&self, span: Span) -> Option<Range<usize>> {
        let last = span.end.checked_sub(1).filter(|_| !span.is_empty())?;
        let at = self.run_at(span.start)?.1..self.run_at(last)?.1 + 1;
        let mut pairs = self.runs[at.clone()].windows(2);
        pairs.all(|pair| pair[0].source.end == pair[1].source.start).then_some(at)
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

    #[test]
    fn a_stretch_with_whole_escapes_may_be_replaced() {
        let source = Source::new("t", "a &quot;б&quot; &в");
        let mut segment = Segment::default();
        segment.push(&source, Span::new(0, 2));
        segment.push_decoded(Span::new(2, 8), "\"");
        segment.push(&source, Span::new(8, 10));
        segment.push_decoded(Span::new(10, 16), "\"");
        segment.push(&source, Span::new(16, 17));
        segment.push_decoded(Span::new(17, 18), "");
        segment.push(&source, Span::new(18, 20));
        assert_eq!(segment.text(), "a \"б\" в");
        let quoted = Span::new(2, 6);
        assert!(!segment.is_verbatim(quoted) && segment.is_escaped(quoted));
        assert_eq!(segment.to_source(quoted), Span::new(2, 16));
        // the mark before `в` is not seen in the text
        assert!(!segment.is_escaped(Span::new(2, 9)));
    }
}
