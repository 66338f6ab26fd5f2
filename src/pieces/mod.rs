//! Large texts, read and checked a piece at a time, so that memory does not grow with them.
//!
//! A piece ends where a paragraph or a record does. It is read with those before it, which may say
//! what a word in it means; several are checked at once. Of the text only the lines are kept that
//! findings point to, as one [`Source`] that knows where each of them stands in the file. What a
//! translation is compared with in all of its document it is compared with in its piece.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;

use crate::analysis::Rendering;
use crate::engine::{Checker, Report};
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::formats::{Cut, Format, Head, Part};
use crate::source::Source;
use crate::span::Position;
use crate::suppress::Directives;
use crate::utf8::{self, Faults, Mended};

mod chunk;
mod kept;
mod piece;
#[cfg(test)]
mod tests;

use chunk::Chunk;
use kept::Kept;
use piece::{Found, Here, Piece};

/// Texts up to this size are checked whole.
const WHOLE: usize = 8 << 20;
/// Bytes for each thread that are read before anything is said of them, a piece at least, and for
/// all of them.
const EACH: usize = 4 << 20;
const ALL: usize = 32 << 20;
/// As much of a file as is read to know what its beginning says of all of it.
const HEAD: usize = 1 << 16;

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
        let Some(cut) = format.cut().filter(|_| size >= WHOLE as u64) else {
            let checked = self.check_whole(Source::read(path)?, format);
            progress(size);
            return checked;
        };
        let file = File::open(path).map_err(|e| Error::new(&name, ErrorKind::Io(e)))?;
        // nobody waits for more than the first piece
        self.check_large(&name, Counted { file, progress }, format, cut, cut.size)
    }

    /// Checks what a stream gives, likewise.
    pub fn check_stream(
        &self,
        name: &str,
        input: impl Read + Send,
        format: &dyn Format,
    ) -> Result<Checked, Error> {
        let Some(cut) = format.cut() else {
            return self.check_whole(Source::read_from(name, input)?, format);
        };
        self.check_large(name, input, format, cut, WHOLE)
    }

    /// Checks what may be more than the `first` bytes, a piece at a time if it is.
    fn check_large(
        &self,
        name: &str,
        mut input: impl Read + Send,
        format: &dyn Format,
        cut: Cut,
        first: usize,
    ) -> Result<Checked, Error> {
        let io = |e| Error::new(name, ErrorKind::Io(e));
        let first = Chunk::read(&mut input, "", &[], first, Vec::new()).map_err(io)?;
        if !first.is_last && first.is_text() {
            return Run::new(self, name, cut, input).all(first, format);
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
    head: Head,
    input: R,
    /// Where in the file the chunk at hand begins.
    start: Position,
    /// Where in the chunk the context ends, and what has not been checked begins.
    done: usize,
    /// Where in the file that is.
    place: Position,
    kept: Kept,
    segments: usize,
    units: usize,
    faults: Option<Faults>,
}

impl<'c, 'l, R: Read + Send> Run<'c, 'l, R> {
    fn new(checker: &'c Checker<'l>, name: &'c str, cut: Cut, input: R) -> Self {
        Self {
            checker,
            name,
            cut,
            head: Head::default(),
            input,
            start: Position::START,
            done: 0,
            place: Position::START,
            kept: Kept::default(),
            segments: 0,
            units: 0,
            faults: None,
        }
    }

    /// Reads and checks to the end.
    fn all(mut self, first: Chunk, format: &dyn Format) -> Result<Checked, Error> {
        let each = EACH.max(self.cut.size);
        let batch = ALL.min(each * rayon::current_num_threads());
        self.begin(&first.read.text);
        let (mut chunk, mut room) = (first, Vec::new());
        loop {
            self.note(&chunk);
            let Mended { text, tail, .. } = &chunk.read;
            let is_last = chunk.is_last || chunk.is_broken;
            let here = Here {
                done: self.done,
                lines: self.place.line - 1,
                is_first: self.start.byte == 0,
                is_last,
            };
            let (checker, name, cut, head) = (self.checker, self.name, self.cut, self.head);
            let pieces = piece::pieces(text, here, cut, head);
            let end = pieces.last().map_or(self.done, |last| last.start + last.text.len());
            let from = piece::context(text, end, cut, head);
            // each piece by itself, so that no thread waits while another has two
            let each = pieces.par_iter().with_max_len(1);
            let (found, more) = rayon::join(
                || each.map(|piece| piece::check(checker, name, cut, piece)).collect(),
                || {
                    let more = || Chunk::read(&mut self.input, &text[from..], tail, batch, room);
                    (!is_last).then(more).transpose()
                },
            );
            let found: Vec<Found> = found;
            for (piece, found) in pieces.iter().zip(found) {
                self.take(text, piece, found);
            }
            let Some(more) = more.map_err(|e| Error::new(name, ErrorKind::Io(e)))? else {
                return Ok(self.finish(format));
            };
            self.start = self.position(text, from, end);
            self.done = end - from;
            room = std::mem::replace(&mut chunk, more).into_room();
        }
    }

    /// Takes note of what the first text says of the whole.
    fn begin(&mut self, text: &str) {
        if text.starts_with(utf8::MARK) {
            self.done = utf8::MARK.len();
            self.place.byte = utf8::MARK.len();
        }
        let head = &text[self.done..text.floor_char_boundary(HEAD)];
        self.head = (self.cut.head)(&Source::new(self.name, head));
    }

    /// Takes note of what in a chunk is not UTF-8.
    fn note(&mut self, chunk: &Chunk) {
        let Mended { text, faults, tail } = &chunk.read;
        if chunk.is_broken {
            let first = utf8::place(&text[self.done..], tail, self.place);
            let error = Error::new(self.name, ErrorKind::Encoding { byte: first.start().byte });
            let help = "the file is UTF-8 up to there; what follows was not read";
            self.kept.errors.push(error.help(help).standing(first));
        }
        let Some(&(at, _)) = faults.first() else { return };
        if let Some(known) = &mut self.faults {
            known.count += faults.len();
            return;
        }
        let first = utf8::place(&text[self.done..at], &text.as_bytes()[at..], self.place);
        self.faults = Some(Faults { count: faults.len(), first });
    }

    /// Takes what was found in a piece of a chunk, in the order of the text.
    fn take(&mut self, chunk: &str, piece: &Piece<'_>, mut found: Found) {
        let begins = self.position(chunk, piece.start, piece.start + piece.own);
        self.place = self.place.then(found.length);
        self.segments += found.segments;
        self.units += found.units;
        self.kept.compare_names(self.name, piece.text, begins, &mut found);
        self.kept.take(piece.text, begins, found, self.cut.around);
    }

    /// Where in the file a byte of a chunk is, given that `done`, after it, is at `self.place`.
    fn position(&self, chunk: &str, at: usize, done: usize) -> Position {
        let between = Position::START.after(&chunk[at..done]);
        let column = if between.line == 1 {
            self.place.column - (between.column - 1)
        } else {
            match chunk[..at].rfind(['\n', '\r']) {
                Some(end) => chunk[end + 1..at].chars().count() + 1,
                None => self.start.column + chunk[..at].chars().count(),
            }
        };
        let (line, byte) = (self.place.line - (between.line - 1), self.place.byte - (done - at));
        Position { line, column, byte }
    }

    fn finish(self, format: &dyn Format) -> Checked {
        let Kept { text, excerpts, mut findings, romanized, mut renderings, errors, .. } =
            self.kept;
        self.checker.look_at_document(&romanized, &mut findings);
        let source = Source::of_excerpts(self.name, text, excerpts).with_faults(self.faults);
        let part = Part { is_first: false, is_last: false, ..Part::whole(self.head) };
        let document = (self.cut.read)(&source, part);
        let directives = Directives::read(&document, format);
        let mut errors: Vec<Error> = source.fault().into_iter().chain(errors).collect();
        self.checker.finish(&source, directives, &mut findings, &mut renderings, &mut errors);
        let (segments, units) = (self.segments, self.units);
        Checked { source, findings, segments, units, renderings, errors }
    }
}
