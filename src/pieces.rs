//! Large texts, read and checked a piece at a time, so that memory does not grow with them.
//!
//! A piece ends where a paragraph does. It is read with the paragraphs before it, which may say
//! what a word in it means; several are checked at once. Of the text only the lines are kept that
//! findings point to, as one [`Source`] that knows where each of them stands in the file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;

use crate::analysis::{BACK, Rendering, Romanized};
use crate::document::{Document, Segment, Unit};
use crate::engine::{Checker, Report};
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::formats::{Cut, Format};
use crate::russian;
use crate::source::{Excerpt, Source, single_byte};
use crate::span::{Position, Span};
use crate::suppress::{self, Directives};
use crate::utf8::{self, Faults, Mended};

/// Texts up to this size are checked whole.
const WHOLE: usize = 8 << 20;
/// The size of a piece.
const PIECE: usize = 1 << 20;
/// Pieces for each thread that are read before any of them is written about.
const PIECES_EACH: usize = 4;

/// A source with what was found in it; of a large text only the lines that findings point to.
#[derive(Debug)]
pub struct Checked {
    /// The source.
    pub source: Source,
    /// Its findings, in the order of the text.
    pub findings: Vec<Finding>,
    /// How many segments it has, those of originals with those of translations.
    pub segments: usize,
    /// How many units: messages, each with all its plural forms, and paragraphs of prose.
    pub units: usize,
    /// How terms of its originals are rendered.
    pub renderings: Vec<Rendering>,
    /// What of it could not be read.
    pub errors: Vec<Error>,
}

impl Checker<'_> {
    /// Checks a file, a piece at a time if it is large and the format allows it. `progress` is told
    /// how many bytes more have been read.
    pub fn check_file(
        &self,
        path: &Path,
        format: &dyn Format,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Checked, Error> {
        let name = path.display().to_string();
        let size = fs::metadata(path).map_or(0, |file| file.len());
        if format.cut().is_none() || size < WHOLE as u64 {
            let checked = self.check_whole(Source::read(path)?, format);
            progress(size);
            return checked;
        }
        // it takes as long to load as the text to read
        rayon::spawn(russian::load);
        let file = File::open(path).map_err(|e| Error::new(&name, ErrorKind::Io(e)))?;
        self.check_stream(&name, Counted { file, progress }, format)
    }

    /// Checks what a stream gives, likewise.
    pub fn check_stream(
        &self,
        name: &str,
        mut input: impl Read + Send,
        format: &dyn Format,
    ) -> Result<Checked, Error> {
        let Some(cut) = format.cut() else {
            return self.check_whole(Source::read_from(name, input)?, format);
        };
        let io = |e| Error::new(name, ErrorKind::Io(e));
        let first = Chunk::read(&mut input, "", &[], WHOLE).map_err(io)?;
        if !first.is_last && first.is_text() {
            let mut run = Run::new(self, name, cut, input);
            run.all(first)?;
            return Ok(run.finish(format));
        }
        let mut bytes = first.read.bytes();
        input.read_to_end(&mut bytes).map_err(io)?;
        self.check_whole(Source::decode(name, bytes)?, format)
    }

    fn check_whole(&self, source: Source, format: &dyn Format) -> Result<Checked, Error> {
        let report = self.check_as(&source, format)?;
        let Report { findings, segments, units, renderings, errors, .. } = report;
        Ok(Checked { source, findings, segments, units, renderings, errors })
    }
}

/// A file that tells how much of it has been read.
struct Counted<'p> {
    file: File,
    progress: &'p (dyn Fn(u64) + Sync),
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        (self.progress)(read as u64);
        Ok(read)
    }
}

/// A large text on its way through.
struct Run<'c, 'l, R> {
    checker: &'c Checker<'l>,
    name: &'c str,
    cut: Cut,
    input: R,
    /// Where in the chunk at hand the context ends, and what has not been checked begins.
    done: usize,
    /// Where in the file that is.
    place: Position,
    kept: Kept,
    segments: usize,
    errors: Vec<Error>,
    faults: Option<Faults>,
}

/// What has been read and not been checked, after the paragraphs that are its context.
struct Chunk {
    /// Its text. The tail may be what is no text.
    read: Mended,
    /// Whether nothing follows.
    is_last: bool,
    /// Whether the tail is no beginning of a letter.
    is_broken: bool,
}

impl Chunk {
    /// Reads up to `size` bytes more, to stand after what is left of the chunk before.
    fn read(input: &mut impl Read, rest: &str, tail: &[u8], size: usize) -> io::Result<Self> {
        let mut bytes = Vec::with_capacity(rest.len() + tail.len() + size);
        bytes.extend_from_slice(rest.as_bytes());
        bytes.extend_from_slice(tail);
        let is_last = input.by_ref().take(size as u64).read_to_end(&mut bytes)? < size;
        let (read, is_broken) = match utf8::mend(bytes, size / utf8::RARITY, is_last) {
            Ok(read) => (read, false),
            Err(bytes) => (Mended::up_to_the_first(bytes), true),
        };
        Ok(Self { read, is_last, is_broken })
    }

    /// Whether the beginning of a file is text in UTF-8.
    fn is_text(&self) -> bool {
        let Mended { text, faults, .. } = &self.read;
        let is_binary = || text.as_bytes().iter().take(8192).any(|&byte| byte == 0);
        let is_other = || !faults.is_empty() && single_byte(&self.read.bytes()).is_some();
        !self.is_broken && !is_binary() && !is_other()
    }
}

/// A piece and what comes before it.
struct Piece<'t> {
    text: &'t str,
    /// Where in the text the context ends.
    own: usize,
    context: Vec<Span>,
}

/// What was found in a piece, with spans in its text.
struct Found {
    /// Where the piece ends, as if it began the file.
    length: Position,
    findings: Vec<Finding>,
    romanized: Vec<Romanized>,
    segments: usize,
    /// Comments that let findings pass, each with the segment after it, and whether the last of
    /// them stands after all segments.
    comments: Vec<Span>,
    is_last_open: bool,
    /// The first segment.
    first: Option<Span>,
}

impl<'c, 'l, R: Read + Send> Run<'c, 'l, R> {
    fn new(checker: &'c Checker<'l>, name: &'c str, cut: Cut, input: R) -> Self {
        Self {
            checker,
            name,
            cut,
            input,
            done: 0,
            place: Position::START,
            kept: Kept::default(),
            segments: 0,
            errors: Vec::new(),
            faults: None,
        }
    }

    /// Reads and checks to the end.
    fn all(&mut self, first: Chunk) -> Result<(), Error> {
        let batch = PIECE * MOST_PIECES.min(PIECES_EACH * rayon::current_num_threads());
        if first.read.text.starts_with(utf8::MARK) {
            self.done = utf8::MARK.len();
            self.place.byte = utf8::MARK.len();
        }
        let mut chunk = first;
        loop {
            self.note(&chunk);
            let Mended { text, tail, .. } = &chunk.read;
            let is_last = chunk.is_last || chunk.is_broken;
            let pieces = self.pieces(text, is_last);
            let rest = &text[self.rest(text, &pieces)..];
            let (checker, name, cut) = (self.checker, self.name, self.cut);
            let (found, more) = rayon::join(
                || pieces.par_iter().map(|piece| check(checker, name, cut, piece)).collect(),
                || {
                    let more = || Chunk::read(&mut self.input, rest, tail, batch);
                    (!is_last).then(more).transpose()
                },
            );
            let found: Vec<Found> = found;
            for (piece, found) in pieces.iter().zip(found) {
                self.take(piece, found);
            }
            match more.map_err(|e| Error::new(name, ErrorKind::Io(e)))? {
                Some(more) => chunk = more,
                None => return Ok(()),
            }
        }
    }

    /// Takes note of what in a chunk is not UTF-8.
    fn note(&mut self, chunk: &Chunk) {
        let Mended { text, faults, tail } = &chunk.read;
        if chunk.is_broken {
            let first = utf8::place(&text[self.done..], tail, self.place);
            let error = Error::new(self.name, ErrorKind::Encoding { byte: first.start().byte });
            let help = "the file is UTF-8 up to there; what follows was not read";
            self.errors.push(error.help(help).standing(first));
        }
        let Some(&(at, _)) = faults.first() else { return };
        if let Some(known) = &mut self.faults {
            known.count += faults.len();
            return;
        }
        let first = utf8::place(&text[self.done..at], &text.as_bytes()[at..], self.place);
        self.faults = Some(Faults { count: faults.len(), first });
    }

    /// Cuts the text, from where it has been checked.
    fn pieces<'t>(&self, text: &'t str, is_last: bool) -> Vec<Piece<'t>> {
        let mut pieces = Vec::new();
        let mut start = self.done;
        let mut size = PIECE;
        while start < text.len() {
            let limit = text.floor_char_boundary((start + size).min(text.len()));
            let end = if limit == text.len() && is_last {
                limit
            } else {
                start + (self.cut.end)(&text[start..limit])
            };
            if end == start {
                if limit == text.len() {
                    break;
                }
                size *= 2;
                continue;
            }
            let context = context(text, start, self.cut);
            let from = context.first().map_or(start, |span| line_start(text, span.start));
            let context = context.into_iter().map(|s| Span::new(s.start - from, s.end - from));
            pieces.push(Piece {
                text: &text[from..end],
                own: start - from,
                context: context.collect(),
            });
            (start, size) = (end, PIECE);
        }
        pieces
    }

    /// Takes what was found in a piece, in the order of the text.
    fn take(&mut self, piece: &Piece<'_>, found: Found) {
        let (before, place) = (&piece.text[..piece.own], self.place);
        self.place = place.then(found.length);
        self.segments += found.segments;
        self.kept.take(piece.text, before_place(before, place), found);
    }

    /// Where what is still needed begins, once the pieces have been checked.
    fn rest(&mut self, text: &str, pieces: &[Piece<'_>]) -> usize {
        let checked: usize = pieces.iter().map(|piece| piece.text.len() - piece.own).sum();
        let end = self.done + checked;
        let context = context(text, end, self.cut);
        let from = context.first().map_or(end, |span| line_start(text, span.start));
        self.done = end - from;
        from
    }

    fn finish(self, format: &dyn Format) -> Checked {
        let Kept { text, excerpts, mut findings, romanized, .. } = self.kept;
        self.checker.look_at_document(&romanized, &mut findings);
        let source = Source::of_excerpts(self.name, text, excerpts).with_faults(self.faults);
        let document = Document { units: (self.cut.units)(&source, 0), ..Document::new(&source) };
        let directives = Directives::read(&document, format);
        let (segments, mut errors) = (self.segments, document.errors);
        errors.extend(self.errors);
        self.checker.finish(&source, directives, &mut findings, &mut [], &mut errors);
        // a text that is read in pieces is prose
        let units = segments;
        Checked { source, findings, segments, units, renderings: Vec::new(), errors }
    }
}

/// Pieces in memory at a time, on however many threads.
const MOST_PIECES: usize = 32;

fn check(checker: &Checker<'_>, name: &str, cut: Cut, piece: &Piece<'_>) -> Found {
    let source = Source::new(name, piece.text);
    let before = piece.context.iter().map(|&span| Segment::verbatim(&source, span));
    let before: Vec<Segment<'_>> = before.collect();
    let units = (cut.units)(&source, piece.own);
    let own = units.iter().flat_map(Unit::segments);
    let segments: Vec<&Segment<'_>> = before.iter().chain(own).collect();
    let looked = checker.look_over(&segments, before.len(), true, |_| true);
    let own = &segments[before.len()..];
    let whole = |segment: &Segment<'_>| segment.to_source(Span::new(0, segment.text().len()));
    let mut is_last_open = false;
    let comments = suppress::marks(&piece.text[piece.own..]).map(|at| {
        let at = at + piece.own;
        let next = own.iter().map(|segment| whole(segment)).find(|span| span.start > at);
        is_last_open = next.is_none();
        Span::new(at, next.map_or(at + 1, |next| next.end))
    });
    Found {
        length: Position::START.after(&piece.text[piece.own..]),
        findings: looked.findings,
        romanized: each_once(looked.romanized),
        segments: own.len(),
        comments: comments.collect(),
        is_last_open,
        first: own.first().map(|segment| whole(segment)),
    }
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

/// The segments before `end`, as far as they may say what words after it mean.
fn context(text: &str, end: usize, cut: Cut) -> Vec<Span> {
    let mut reach = CONTEXT;
    loop {
        // from some place at which the text may be cut, so that it is read as it was
        let limit = text.floor_char_boundary(end.saturating_sub(reach));
        let start = (cut.end)(&text[..limit]);
        let source = Source::new("", &text[start..end]);
        let units = (cut.units)(&source, 0);
        let segments = units.iter().flat_map(Unit::segments);
        let spans: Vec<Span> = segments
            .map(|segment| segment.to_source(Span::new(0, segment.text().len())).shift(start))
            .collect();
        if spans.len() >= BACK || start == 0 {
            return spans[spans.len().saturating_sub(BACK)..].to_vec();
        }
        reach *= 4;
    }
}

/// How far back segments are sought at first.
const CONTEXT: usize = 4096;

/// The start of a line, unless it is far away.
fn line_start(text: &str, at: usize) -> usize {
    let limit = text.ceil_char_boundary(at.saturating_sub(WIDEST));
    text[limit..at].rfind(['\n', '\r']).map_or(limit, |found| limit + found + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    let limit = text.floor_char_boundary((at + WIDEST).min(text.len()));
    text[at..limit].find(['\n', '\r']).map_or(limit, |found| at + found)
}

/// The most of a line that is kept on either side of what a finding points to.
const WIDEST: usize = 2048;

/// Where `before` begins, given where it ends.
fn before_place(before: &str, end: Position) -> Position {
    let length = Position::START.after(before);
    let column = if length.line > 1 { 1 } else { end.column.saturating_sub(length.column - 1) };
    Position {
        line: end.line - (length.line - 1),
        column: column.max(1),
        byte: end.byte - before.len(),
    }
}

/// What is kept of the text.
#[derive(Default)]
struct Kept {
    text: String,
    excerpts: Vec<Excerpt>,
    findings: Vec<Finding>,
    romanized: Vec<Romanized>,
    /// For each romanized word its number among them.
    words: BTreeMap<String, usize>,
    /// Whether the next segment is what a comment is about.
    is_open: bool,
}

impl Kept {
    /// Takes what was found in a text that begins at `place`.
    fn take(&mut self, text: &str, place: Position, found: Found) {
        let Found { mut findings, mut romanized, comments, first, is_last_open, .. } = found;
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
        spans.extend(comments);
        if let Some(first) = first {
            spans.extend(self.is_open.then_some(first));
            self.is_open = false;
        }
        self.is_open |= is_last_open;
        let lines = spans
            .iter()
            .map(|span| Span::new(line_start(text, span.start), line_end(text, span.end)));
        let moved = self.keep(text, place, joined(lines.collect()));
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
        for mut word in romanized {
            shift(&mut word.span);
            self.words.insert(word.text.clone(), self.romanized.len());
            self.romanized.push(word);
        }
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::formats;
    use crate::lexicon::Lexicon;

    /// A text larger than what is checked whole, with a finding now and then.
    fn text() -> String {
        let plain = "Nobody pressed anything all day, and the minister slept.\n\n".repeat(40);
        let labelled = "They had a “reset” button.\n\nIt was red.\n\nIt said “Peregruzka”.\n\n";
        let glossed = "A day later — ещё раз — came\nthe “peregruzka” (reset) again.\n\n";
        format!("{plain}{labelled}{plain}{glossed}").repeat(WHOLE / 4000)
    }

    fn places(source: &Source, findings: &[Finding]) -> Vec<(Position, Position, String)> {
        findings
            .iter()
            .map(|f| {
                let place = |span: Span| source.position(span.start);
                (place(f.span), place(f.related[0].span), f.message.clone())
            })
            .collect()
    }

    #[test]
    fn pieces_find_what_the_whole_does() {
        let text = text();
        let checker = Checker::new(Lexicon::builtin());
        let format = formats::for_path("t.txt");
        let pieces = checker.check_stream("t.txt", text.as_bytes(), format).unwrap();
        let whole = checker.check_whole(Source::new("t.txt", text.as_str()), format).unwrap();
        assert!(whole.findings.len() > 2000, "{}", whole.findings.len());
        assert_eq!((pieces.segments, pieces.units), (whole.segments, whole.units));
        assert_eq!(
            places(&pieces.source, &pieces.findings),
            places(&whole.source, &whole.findings)
        );
        assert!(pieces.source.text().len() < text.len() / 8);
    }

    #[test]
    fn an_endless_line_is_found_in_its_place() {
        let text = "все слова здесь известны ".repeat(400_000) + "Нужен ресет отношений.";
        let checker = Checker::new(Lexicon::builtin());
        let format = formats::for_path("t.txt");
        let checked = checker.check_stream("t.txt", text.as_bytes(), format).unwrap();
        let place = checked.source.position(checked.findings[0].span.start);
        assert_eq!((place.line, place.column), (1, 400_000 * 25 + 7));
    }

    #[test]
    fn comments_let_findings_pass_in_any_piece() {
        let plain = "Nobody pressed anything all day.\n\n".repeat(WHOLE / 32);
        let wrong = "The button was marked “Peregruzka” (reset).\n\n";
        let text = format!("{wrong}{plain}sverka:ignore confused-term\n\n{wrong}{plain}{wrong}");
        let checker = Checker::new(Lexicon::builtin());
        let checked =
            checker.check_stream("t.txt", text.as_bytes(), formats::for_path("t.txt")).unwrap();
        let passed: Vec<bool> = checked.findings.iter().map(|f| f.suppressed.is_some()).collect();
        assert_eq!(passed, [false, true, false], "{:?}", checked.errors);
    }

    #[test]
    fn wrong_bytes_are_told_by_the_first_and_the_rest_is_checked() {
        let plain = "Nobody pressed anything all day.\n\n";
        let mut bytes = plain.repeat(WHOLE / 16).into_bytes();
        let bad = bytes.len() - 5;
        for at in [bad, WHOLE + plain.len(), WHOLE - 1] {
            bytes[at] = 0xFF;
        }
        bytes.extend("It said “Pere\u{17F}gruzka”, or “Peregruzka” (reset). А\n".as_bytes());
        bytes.pop();
        bytes.pop();
        let checker = Checker::new(Lexicon::builtin());
        let format = formats::for_path("t.txt");
        let checked = checker.check_stream("t.txt", bytes.as_slice(), format).unwrap();
        let [error] = &checked.errors[..] else { panic!("{:?}", checked.errors) };
        let (byte, more) = (WHOLE - 1, 3);
        let kind = error.kind();
        assert!(
            matches!(kind, ErrorKind::Faulty { byte: b, more: m } if (*b, *m) == (byte, more)),
            "{kind}"
        );
        let line = 2 * (byte / plain.len()) + 1;
        let column = byte % plain.len() + 1;
        assert_eq!(error.place().unwrap().start(), Position { line, column, byte });
        assert_eq!(checked.findings.len(), 1);
        let whole = checker.check_whole(Source::decode("t.txt", bytes).unwrap(), format).unwrap();
        assert_eq!(whole.errors[0].to_string(), error.to_string());
        assert_eq!(
            places(&whole.source, &whole.findings),
            places(&checked.source, &checked.findings)
        );
    }

    #[test]
    fn what_is_not_text_ends_it() {
        let mut bytes = "Nobody pressed anything all day.\n\n".repeat(WHOLE / 16).into_bytes();
        let bad = bytes.len() - 5;
        bytes[bad] = 0xFF;
        bytes.push(0);
        let checker = Checker::new(Lexicon::builtin());
        let checked =
            checker.check_stream("t.txt", bytes.as_slice(), formats::for_path("t.txt")).unwrap();
        let kind = checked.errors[0].kind();
        assert!(matches!(kind, ErrorKind::Encoding { byte } if *byte == bad), "{kind}");
        assert_eq!(checked.errors[0].place().unwrap().start().byte, bad);
    }

    #[test]
    fn every_byte_that_is_read_is_told_once() {
        let dir = tempfile::tempdir().unwrap();
        let checker = Checker::new(Lexicon::builtin());
        for size in [10, WHOLE / 2, WHOLE + PIECE / 2] {
            let path = dir.path().join("t.txt");
            fs::write(&path, "Nobody.\n\n".repeat(size / 9)).unwrap();
            let told = AtomicU64::new(0);
            let progress = |bytes| {
                told.fetch_add(bytes, Ordering::Relaxed);
            };
            checker.check_file(&path, formats::for_path("t.txt"), &progress).unwrap();
            assert_eq!(told.into_inner(), fs::metadata(&path).unwrap().len());
        }
    }
}
