//! Places in a text: byte spans, and the line and column that people read.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

/// A half-open range of bytes. The only position that is kept while working; lines and columns
/// are computed from it when something is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span as a range, for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Its length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span moved right by `by` bytes.
    #[must_use]
    pub const fn shift(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }
}

impl Position {
    /// Where a file begins.
    pub const START: Self = Self { line: 1, column: 1, byte: 0 };

    /// The place after a text that begins here, and would end at `length` if it began a file.
    #[must_use]
    pub const fn then(self, length: Self) -> Self {
        let own = if length.line > 1 { 1 } else { self.column };
        Self {
            line: self.line + length.line - 1,
            column: own + length.column - 1,
            byte: self.byte + length.byte,
        }
    }

    /// The place after `text`, which begins here and is in UTF-8 on disk too. A line ends after
    /// `\n`, or after a `\r` that no `\n` follows.
    #[must_use]
    pub fn after(self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let feeds = memchr_iter(b'\n', bytes).count();
        let returns = if memchr(b'\r', bytes).is_some() {
            (0..bytes.len()).filter(|&at| ends(at)).count()
        } else {
            0
        };
        let last = memrchr(b'\n', bytes).max(if returns > 0 {
            (0..bytes.len()).rfind(|&at| ends(at))
        } else {
            None
        });
        let column = match last {
            Some(last) => text[last + 1..].chars().count() + 1,
            None => self.column + text.chars().count(),
        };
        Self { line: self.line + feeds + returns, column, byte: self.byte + text.len() }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place as people and scripts name it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in Unicode scalar values.
    pub column: usize,
    /// The byte offset in the file as it is on disk, whatever its encoding.
    pub byte: usize,
}
