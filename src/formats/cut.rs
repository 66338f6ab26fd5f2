//! How texts of a format are read in pieces.

use super::escape::{ceil, floor};
use crate::document::Document;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// How a text is read in pieces.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// The least size of a piece, in bytes: what a check compares within a document it compares
    /// within a piece.
    pub size: usize,
    /// The last place at which a text may be cut, so that what is before it is read in the same
    /// way whatever follows; zero if there is none.
    pub end: fn(&str) -> usize,
    /// What must be kept of a text, so that a stretch of it can be shown and read once more.
    pub around: fn(&str, Span) -> Span,
    /// What the beginning of a file says of all of it.
    pub head: fn(&Source) -> Head,
    /// Reads what begins at such a place.
    pub read: for<'s> fn(&'s Source, Part) -> Document<'s>,
}

/// What the beginning of a file says of all of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head {
    /// The language of the originals or of the translations, as the format has it.
    pub lang: Option<Lang>,
    /// Whether the file is in a language that is not checked here.
    pub foreign: bool,
    /// The number of plural forms that each message has.
    pub forms: Option<usize>,
}

/// A part of a file, in a source of its own.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Where in the source it begins.
    pub start: usize,
    /// What the beginning of the file says of it.
    pub head: Head,
    /// Lines of the file before the source.
    pub lines: usize,
    /// Whether nothing of the file is before the part, and nothing after it.
    pub is_first: bool,
    /// See [`Part::is_first`].
    pub is_last: bool,
}

impl Part {
    /// The whole of a file.
    pub const fn whole(head: Head) -> Self {
        Self { start: 0, head, lines: 0, is_first: true, is_last: true }
    }
}

/// The lines in which a stretch of a text stands, unless they are very long.
pub fn lines_around(text: &str, span: Span) -> Span {
    let first = ceil(text, span.start.saturating_sub(WIDEST));
    let start =
        text[first..span.start].rfind(['\n', '\r']).map_or(first, |found| first + found + 1);
    let last = floor(text, (span.end + WIDEST).min(text.len()));
    let end = text[span.end..last].find(['\n', '\r']).map_or(last, |found| span.end + found);
    Span::new(start, end)
}

/// The most of a line that is kept on either side of what a finding points to.
const WIDEST: usize = 2048;

/// A record of a file that is made of them, if it is not very long: it is kept whole, so that it
/// can be read.
pub(super) fn record_around(text: &str, span: Span, record: Span) -> Span {
    if record.len() <= span.len() + LONGEST_RECORD { record } else { lines_around(text, span) }
}

const LONGEST_RECORD: usize = 1 << 16;
