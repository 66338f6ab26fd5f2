//! Paragraphs gathered line by line, for markup that is written for people: AsciiDoc, reST.

use super::escape::{ceil, floor};
use super::locale;
use crate::document::{Document, Role, Segment};
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// What stands at a place in a line, and how many bytes it takes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark {
    /// Text as it stands.
    Text(usize),
    /// Code, a formula, a reference: something that is no prose.
    Object(usize),
    /// Markup that is not seen.
    Gone(usize),
    /// The beginning or the end of an emphasis.
    Emphasis(usize),
    /// Markup around the text from the first to the second place, of the length of the third.
    Keep(usize, usize, usize),
}

/// Markup that is not closed within so many bytes is not sought further.
const LONGEST_MARK: usize = 2048;

/// Says what stands at the start of a text, given the character before it.
pub(super) type Inline = fn(&str, Option<char>) -> Mark;

/// A document of paragraphs.
pub(super) struct Prose<'s> {
    pub(super) source: &'s Source,
    pub(super) document: Document<'s>,
    inline: Inline,
    segment: Segment<'s>,
    /// Where the last line of the paragraph ends; none while it is empty.
    end: Option<usize>,
    /// Where in the segment the emphasis that is open begins.
    emphasis: Option<usize>,
    lang: Option<Lang>,
}

impl<'s> Prose<'s> {
    pub(super) fn new(source: &'s Source, inline: Inline) -> Self {
        Self {
            source,
            document: Document::new(source),
            inline,
            segment: Segment::default(),
            end: None,
            emphasis: None,
            lang: locale::lang_of_path(source.name()),
        }
    }

    /// Whether a paragraph has begun.
    pub(super) const fn is_open(&self) -> bool {
        self.end.is_some()
    }

    /// Ends the paragraph.
    pub(super) fn flush(&mut self, role: Role) {
        let mut segment = std::mem::take(&mut self.segment);
        self.end = None;
        self.emphasis = None;
        segment.role = role;
        locale::declare(&mut segment, self.lang);
        self.document.push_text(segment);
    }

    /// Adds a line to the paragraph.
    pub(super) fn line(&mut self, span: Span) {
        self.part(span, " ");
    }

    /// Adds a cell to the row.
    pub(super) fn cell(&mut self, span: Span) {
        self.part(span, " | ");
    }

    /// Adds a part after a gap of markup that reads as `gap`.
    pub(super) fn part(&mut self, span: Span, gap: &str) {
        let text = &self.source.text()[span.range()];
        let start = span.end - text.trim_start().len();
        let span = Span::new(start, start + text.trim().len());
        if span.is_empty() {
            return;
        }
        if let Some(end) = self.end.filter(|end| *end <= span.start) {
            self.segment.push_decoded(Span::new(end, span.start), gap);
        }
        self.push(span);
        self.end = Some(span.end);
    }

    fn push(&mut self, span: Span) {
        let text = self.source.text();
        let (mut start, mut at) = (span.start, span.start);
        while at < span.end {
            let window = floor(text, span.end.min(at + LONGEST_MARK));
            let rest = &text[at..window];
            let before = text[span.start..at].chars().next_back();
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let place = |len: usize| ceil(rest, len.clamp(first, rest.len())) + at;
            match (self.inline)(rest, before) {
                Mark::Text(len) => {
                    at = place(len);
                    continue;
                }
                mark => {
                    self.segment.push(self.source, Span::new(start, at));
                    start = self.mark(mark, at, place);
                }
            }
            at = start;
        }
        self.segment.push(self.source, Span::new(start, span.end));
    }

    /// Appends what a mark stands for, and says where it ends.
    fn mark(&mut self, mark: Mark, at: usize, place: impl Fn(usize) -> usize) -> usize {
        match mark {
            Mark::Text(len) => place(len),
            Mark::Object(len) => {
                self.segment.push_decoded(Span::new(at, place(len)), "\u{FFFC}");
                place(len)
            }
            Mark::Gone(len) => {
                self.segment.push_decoded(Span::new(at, place(len)), "");
                place(len)
            }
            Mark::Emphasis(len) => {
                self.segment.push_decoded(Span::new(at, place(len)), "");
                let here = self.segment.text().len();
                match self.emphasis.take() {
                    Some(start) => self.segment.marks.push(Span::new(start, here)),
                    None => self.emphasis = Some(here),
                }
                place(len)
            }
            Mark::Keep(from, to, len) => {
                let (from, to, end) = (place(from), place(to), place(len));
                self.segment.push_decoded(Span::new(at, from), "");
                self.segment.push(self.source, Span::new(from, to.max(from)));
                self.segment.push_decoded(Span::new(to.max(from), end.max(to)), "");
                end.max(to)
            }
        }
    }
}

/// Whether a mark such as `*` begins or ends an emphasis where it stands: a word on one side of
/// it, none on the other.
pub(super) fn sets_off(before: Option<char>, after: Option<char>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    (is_word(before) != is_word(after))
        || (is_word(before) && is_letter(before) != is_letter(after))
}
