//! A part of a large text that is read and checked by itself, after what it needs of the text
//! before it.

use std::collections::BTreeMap;

use memchr::memchr_iter;

use crate::analysis::{BACK, Rendering, Romanized};
use crate::document::{Segment, Unit};
use crate::engine::Checker;
use crate::error::Error;
use crate::finding::Finding;
use crate::formats::{self, Cut, Head, Part};
use crate::source::Source;
use crate::span::{Position, Span};
use crate::suppress;

/// A piece and what comes before it.
#[derive(Debug)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    /// Where in the chunk the text begins.
    pub(super) start: usize,
    /// Where in the text the context ends.
    pub(super) own: usize,
    part: Part,
}

/// What was found in a piece, with spans in its text.
#[derive(Debug)]
pub(super) struct Found {
    /// Where the piece ends, as if it began the file.
    pub(super) length: Position,
    pub(super) findings: Vec<Finding>,
    pub(super) romanized: Vec<Romanized>,
    pub(super) renderings: Vec<Rendering>,
    /// Names that it gives to texts, in their order.
    pub(super) names: Vec<(Span, String)>,
    pub(super) errors: Vec<Error>,
    pub(super) segments: usize,
    pub(super) units: usize,
    /// Comments that let findings pass, each with the segment after it, and whether the last of
    /// them stands after all segments.
    pub(super) comments: Vec<Span>,
    pub(super) is_last_open: bool,
    /// The first segment.
    pub(super) first: Option<Span>,
}

/// Where a chunk is in its file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Here {
    /// Where in the chunk the context ends, and what has not been checked begins.
    pub(super) done: usize,
    /// Lines of the file before that.
    pub(super) lines: usize,
    pub(super) is_first: bool,
    pub(super) is_last: bool,
}

/// Cuts a chunk, from where it has been checked.
pub(super) fn pieces(text: &str, here: Here, cut: Cut, head: Head) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut lines, mut size) = (here.done, here.lines, cut.size);
    while start < text.len() {
        let limit = text.floor_char_boundary((start + size).min(text.len()));
        let is_last = limit == text.len() && here.is_last;
        let end = if is_last { limit } else { start + (cut.end)(&text[start..limit]) };
        if end == start {
            if limit == text.len() {
                break;
            }
            size *= 2;
            continue;
        }
        // a chunk begins with the context of what has not been checked
        let from = if pieces.is_empty() { 0 } else { context(text, start, cut, head) };
        let part = Part {
            start: 0,
            head,
            lines: lines - line_ends(&text[from..start]),
            is_first: from == 0 && here.is_first,
            is_last,
        };
        pieces.push(Piece { text: &text[from..end], start: from, own: start - from, part });
        lines += line_ends(&text[start..end]);
        (start, size) = (end, cut.size);
    }
    pieces
}

fn line_ends(text: &str) -> usize {
    memchr_iter(b'\n', text.as_bytes()).count()
}

/// From where a text must be read, so that the segments before `end` are known as far as they may
/// say what words after it mean.
pub(super) fn context(text: &str, end: usize, cut: Cut, head: Head) -> usize {
    let mut reach = CONTEXT;
    loop {
        // from some place at which the text may be cut, so that it is read as it was
        let limit = text.floor_char_boundary(end.saturating_sub(reach));
        let start = (cut.end)(&text[..limit]);
        let source = Source::new("", &text[start..end]);
        let part = Part { is_first: false, is_last: false, ..Part::whole(head) };
        let document = (cut.read)(&source, part);
        if start == 0 || document.units.iter().flat_map(Unit::segments).count() >= BACK {
            return start;
        }
        reach *= 4;
    }
}

/// How far back segments are sought at first.
const CONTEXT: usize = 4096;

/// Checks a piece.
pub(super) fn check(checker: &Checker<'_>, name: &str, cut: Cut, piece: &Piece<'_>) -> Found {
    let source = Source::new(name, piece.text);
    let document = (cut.read)(&source, piece.part);
    let is_before = |unit: &Unit<'_>| unit.segments().all(|s| whole(s).start < piece.own);
    let first = document.units.partition_point(is_before);
    let units = formats::count(&document, first);
    let looked = checker.look_at_units(&document.units, first, None);
    let own: Vec<Span> =
        document.units[first..].iter().flat_map(Unit::segments).map(whole).collect();
    let mut is_last_open = false;
    let comments = suppress::marks(&piece.text[piece.own..]).map(|at| {
        let at = at + piece.own;
        let next = own.iter().find(|span| span.start > at);
        is_last_open = next.is_none();
        Span::new(at, next.map_or(at + 1, |next| next.end))
    });
    let comments = comments.collect();
    let is_own = |error: &Error| error.place().is_none_or(|place| place.span.start >= piece.own);
    let named = document.names.into_iter().map(|(name, span)| (span, name));
    let mut names: Vec<(Span, String)> =
        named.filter(|(span, _)| span.start >= piece.own).collect();
    names.sort_unstable();
    Found {
        length: Position::START.after(&piece.text[piece.own..]),
        findings: looked.findings,
        romanized: each_once(looked.romanized),
        renderings: looked.renderings,
        names,
        errors: document.errors.into_iter().filter(is_own).collect(),
        segments: looked.segments,
        units,
        comments,
        is_last_open,
        first: own.first().copied(),
    }
}

/// Where all of a segment stands.
fn whole(segment: &Segment<'_>) -> Span {
    segment.to_source(Span::new(0, segment.text().len()))
}

/// Every word once, with how many times it is there.
fn each_once(words: Vec<Romanized>) -> Vec<Romanized> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut once: Vec<Romanized> = Vec::new();
    for word in words {
        let place = *places.entry(word.text.clone()).or_insert(once.len());
        match once.get_mut(place) {
            Some(known) => known.times += word.times,
            None => once.push(word),
        }
    }
    once
}
