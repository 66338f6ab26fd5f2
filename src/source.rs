//! A file's text: bytes in, encoding found out, offsets turned into places.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use encoding_rs::{IBM866, KOI8_R, UTF_16BE, UTF_16LE, WINDOWS_1251};

use crate::error::{Error, ErrorKind};
use crate::office;
use crate::span::{Position, Span};
use crate::utf8::{self, Faults, Mended};

/// A text and where it came from. Spans everywhere else are byte offsets into [`Source::text`].
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    encoding: Encoding,
    /// Byte offset of the start of each line, found when first asked for.
    lines: OnceLock<Vec<usize>>,
    /// Line start, offset and column of the place asked for last.
    last: Mutex<(usize, usize, usize)>,
    /// Of a large text only some lines may be kept: which, in order; none if all are there.
    excerpts: Vec<Excerpt>,
    /// Of a word-processor file: where its runs begin.
    runs: Vec<usize>,
    /// What of the file is missing in the text, and where it would stand.
    breaks: Vec<(usize, String)>,
    /// Bytes of the file that are not UTF-8; a substitute stands for each.
    faults: Option<Faults>,
}

/// Lines kept of a text.
#[derive(Clone, Copy, Debug)]
pub struct Excerpt {
    /// Where they begin in [`Source::text`].
    pub at: usize,
    /// Where they begin in the file.
    pub start: Position,
}

/// How the bytes on disk stand to the text; needed to give offsets in the file as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 after a byte order mark of three bytes.
    Utf8Bom,
    /// UTF-16 after its byte order mark; `true` for little-endian.
    Utf16(bool),
    /// One byte a character: Windows-1251, KOI8-R, CP866.
    SingleByte(&'static encoding_rs::Encoding),
    /// Text taken out of a word-processor file: offsets are those of the text.
    Extracted,
}

impl Source {
    /// A text that is already decoded.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            encoding: Encoding::Utf8,
            lines: OnceLock::new(),
            last: Mutex::default(),
            excerpts: Vec::new(),
            runs: Vec::new(),
            breaks: Vec::new(),
            faults: None,
        }
    }

    /// What is kept of a large text in UTF-8.
    pub fn of_excerpts(name: impl Into<String>, text: String, excerpts: Vec<Excerpt>) -> Self {
        Self { excerpts, ..Self::new(name, text) }
    }

    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(|e| Error::new(&name, ErrorKind::Io(e)))?;
        Self::decode(name, bytes)
    }

    /// Reads a stream to its end, such as standard input.
    pub fn read_from(name: impl Into<String>, mut input: impl Read) -> Result<Self, Error> {
        let name = name.into();
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).map_err(|e| Error::new(&name, ErrorKind::Io(e)))?;
        Self::decode(name, bytes)
    }

    /// Finds out the encoding of `bytes` and decodes them: UTF-8, UTF-16 with a byte order mark,
    /// or one of the single-byte Cyrillic encodings if the result reads as Russian. Of a text in
    /// UTF-8 a few bytes may be wrong.
    pub fn decode(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Error> {
        let name = name.into();
        if bytes.starts_with(office::MAGIC) {
            return Self::extract(name, &bytes);
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let mut source = match Self::decode_utf16(&name, &bytes)? {
            Some(source) => source,
            None => Self::decode_bytes(name, bytes)?,
        };
        if matches!(ending.as_deref(), Some("docx" | "odt")) {
            let what = "no word-processor file, which is a zip file; it is read as text";
            source.breaks.push((0, what.to_owned()));
        }
        Ok(source)
    }

    fn extract(name: String, bytes: &[u8]) -> Result<Self, Error> {
        match office::extract(bytes) {
            Ok(office::Extracted { text, runs, breaks }) => {
                Ok(Self { encoding: Encoding::Extracted, runs, breaks, ..Self::new(name, text) })
            }
            Err(why) => Err(Error::new(name, ErrorKind::Syntax(why))
                .help("of zip files, .docx and .odt documents are read")),
        }
    }

    fn decode_utf16(name: &str, bytes: &[u8]) -> Result<Option<Self>, Error> {
        for (mark, encoding, little) in
            [(&[0xFF, 0xFE][..], UTF_16LE, true), (&[0xFE, 0xFF][..], UTF_16BE, false)]
        {
            let Some(rest) = bytes.strip_prefix(mark) else { continue };
            let (text, bad) = encoding.decode_without_bom_handling(rest);
            if bad || rest.len() % 2 == 1 {
                return Err(Error::new(name, ErrorKind::Encoding { byte: bytes.len() })
                    .help("the file has a UTF-16 byte order mark but is not whole UTF-16"));
            }
            // UTF-32 has the same mark, with two zero bytes after it
            if let Some(at) = text.chars().take(8192).position(|c| c == '\0') {
                return Err(Error::new(name, ErrorKind::Binary { byte: 2 + 2 * at }));
            }
            let encoding = Encoding::Utf16(little);
            return Ok(Some(Self { encoding, ..Self::new(name, text) }));
        }
        Ok(None)
    }

    fn decode_bytes(name: String, bytes: Vec<u8>) -> Result<Self, Error> {
        if let Some(byte) = bytes.iter().take(8192).position(|&byte| byte == 0) {
            return Err(Error::new(name, ErrorKind::Binary { byte }));
        }
        let most = (bytes.len() / utf8::RARITY).max(1);
        let mended = utf8::mend(bytes, most, true);
        let bytes = match &mended {
            Ok(mended) if mended.faults.is_empty() => None,
            Ok(mended) => Some(Cow::Owned(mended.bytes())),
            Err(bytes) => Some(Cow::Borrowed(bytes)),
        };
        if let Some(bytes) = bytes
            && let Some(encoding) = single_byte(&bytes)
        {
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            let encoding = Encoding::SingleByte(encoding);
            return Ok(Self { encoding, ..Self::new(name, text) });
        }
        match mended {
            Ok(mended) => Ok(Self::of_utf8(name, mended)),
            Err(bytes) => {
                let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
                let faults = Faults::of(text, 1, &bytes[text.len()..]);
                Err(faults.refusal(&name))
            }
        }
    }

    fn of_utf8(name: String, mended: Mended) -> Self {
        let Mended { mut text, faults, .. } = mended;
        let faults = faults.first().map(|&(first, _)| {
            let (before, rest) = text.split_at(first);
            Faults::of(before, faults.len(), rest.as_bytes())
        });
        let mut encoding = Encoding::Utf8;
        if text.starts_with(utf8::MARK) {
            text.drain(..utf8::MARK.len());
            encoding = Encoding::Utf8Bom;
        }
        Self { encoding, faults, ..Self::new(name, text) }
    }

    /// The same with substitutes for bytes that are not UTF-8.
    pub(crate) fn with_faults(self, faults: Option<Faults>) -> Self {
        Self { faults, ..self }
    }

    /// The same, if it could all be read: for what cannot be used with holes in it.
    pub fn whole(self) -> Result<Self, Error> {
        match self.faults {
            Some(faults) => Err(faults.refusal(&self.name)),
            None => Ok(self),
        }
    }

    /// Whether it could all be read.
    pub fn is_whole(&self) -> bool {
        self.faults.is_none()
    }

    /// What bytes of the file are not UTF-8, if any.
    pub(crate) fn fault(&self) -> Option<Error> {
        self.faults.as_ref().map(|faults| faults.error(&self.name))
    }

    /// Whether a byte that could not be read stands in a stretch of the text or beside it, so that
    /// nothing can be said of the words there.
    pub(crate) fn is_faulty(&self, span: Span) -> bool {
        let near = span.start.saturating_sub(1)..(span.end + 1).min(self.text.len());
        self.faults.is_some() && self.text.as_bytes()[near].contains(&(utf8::SUBSTITUTE as u8))
    }

    /// The file name, or what stands for one.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text, decoded, without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The encoding that was found.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether the text was taken out of a file that cannot be written.
    pub fn is_extracted(&self) -> bool {
        self.encoding == Encoding::Extracted
    }

    /// What of the file could not be made text of, and where it would stand.
    pub(crate) fn breaks(&self) -> &[(usize, String)] {
        &self.breaks
    }

    /// What people call the place of an offset in a word-processor file, where a line of the text
    /// is a paragraph: `paragraph 3, run 2`.
    pub(crate) fn place_name(&self, offset: usize) -> Option<String> {
        if self.runs.is_empty() {
            return None;
        }
        let paragraph = self.line_of(offset);
        let start = self.lines()[paragraph - 1];
        let before = |at: usize| self.runs.partition_point(|&run| run < at);
        let run = (before(offset + 1) - before(start)).max(1);
        Some(format!("paragraph {paragraph}, run {run}"))
    }

    /// Text as it stands in the file on disk; `None` where the encoding has no bytes for it.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        match self.encoding {
            Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Extracted => Some(text.into()),
            Encoding::Utf16(true) => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Encoding::Utf16(false) => {
                Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect())
            }
            Encoding::SingleByte(encoding) => {
                let (bytes, _, unmappable) = encoding.encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
        }
    }

    /// Line, column and byte on disk of an offset into the text.
    pub fn position(&self, offset: usize) -> Position {
        if let Some(excerpt) = self.excerpt(offset) {
            return excerpt.start.after(&self.text[excerpt.at..offset]);
        }
        let line = self.line_of(offset);
        let start = self.lines()[line - 1];
        let column = self.column(start, offset);
        Position { line, column, byte: self.on_disk(offset) }
    }

    /// The lines kept in which an offset stands, if not all are.
    fn excerpt(&self, offset: usize) -> Option<Excerpt> {
        let after = self.excerpts.partition_point(|excerpt| excerpt.at <= offset);
        self.excerpts.get(after.saturating_sub(1)).copied()
    }

    /// The number of the line, from 1, in which an offset stands.
    pub fn line_of(&self, offset: usize) -> usize {
        if let Some(excerpt) = self.excerpt(offset) {
            return excerpt.start.after(&self.text[excerpt.at..offset]).line;
        }
        self.lines().partition_point(|&start| start <= offset).max(1)
    }

    /// The column of an offset in the line that starts at `start`. Places are asked for in order,
    /// so it is counted on from the last one: a line may be a hundred megabytes long.
    fn column(&self, start: usize, offset: usize) -> usize {
        let count = |from: usize| self.text[from..offset].chars().count();
        let Ok(mut last) = self.last.lock() else { return count(start) + 1 };
        let (line, at, column) = *last;
        let column = if line == start && at <= offset && column > 0 {
            column + count(at)
        } else {
            count(start) + 1
        };
        *last = (start, offset, column);
        column
    }

    /// The span of line `line` (from 1), without its line end.
    pub fn line(&self, line: usize) -> Span {
        let lines = self.lines();
        let start = lines[line - 1];
        let end = lines.get(line).copied().unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        Span::new(start, start + text.len())
    }

    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| line_starts(&self.text))
    }

    fn on_disk(&self, offset: usize) -> usize {
        match self.encoding {
            Encoding::Utf8 | Encoding::Extracted => offset,
            Encoding::Utf8Bom => offset + 3,
            Encoding::Utf16(_) => {
                2 + self.text[..offset].chars().map(|c| 2 * c.len_utf16()).sum::<usize>()
            }
            Encoding::SingleByte(_) => self.text[..offset].chars().count(),
        }
    }
}

/// Where each line starts. A line ends after `\n`, or after a `\r` that no `\n` follows.
pub fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            starts.push(at + 1);
        }
    }
    starts
}

/// The single-byte encoding in which the bytes read most like Russian, if they do at all.
///
/// Russian text is mostly small letters, and of them а, е, и, н, о, т make up nearly half; the
/// wrong table turns these into capitals or rare letters.
pub(crate) fn single_byte(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let score = |text: &str| {
        let (mut good, mut all) = (0usize, 0usize);
        for c in text.chars().filter(|c| !c.is_ascii()) {
            all += 1;
            good += match c {
                'а' | 'е' | 'и' | 'н' | 'о' | 'т' => 3,
                'а'..='я' | 'ё' => 1,
                _ => 0,
            };
        }
        (good * 100).checked_div(all).unwrap_or(0)
    };
    let best = [WINDOWS_1251, KOI8_R, IBM866].into_iter().map(|encoding| {
        let (text, bad) = encoding.decode_without_bom_handling(sample);
        (if bad { 0 } else { score(&text) }, encoding)
    });
    // max_by_key takes the last of equals; reversed, the commonest encoding wins a tie
    let (score, encoding) = best.rev().max_by_key(|&(score, _)| score)?;
    (score >= 120).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_scalars_and_disk_bytes() {
        let source = Source::new("t", "раз\r\nдва 𝛼 три");
        let at = source.text().find("три").unwrap();
        assert_eq!(source.position(at), Position { line: 2, column: 7, byte: at });
        let line = source.line(1);
        assert_eq!(&source.text()[line.range()], "раз");
    }

    #[test]
    fn encodings_are_found_out() {
        let text = "Кнопка с надписью «Перегрузка» была подарена министру";
        let (cp1251, ..) = WINDOWS_1251.encode(text);
        let (koi8, ..) = KOI8_R.encode("Кнопка с надписью была подарена министру");
        let source = Source::decode("t", cp1251.into_owned()).unwrap();
        assert_eq!(source.text(), text);
        let at = text.find("Перегрузка").unwrap();
        assert_eq!(source.position(at).byte, 19);
        assert!(Source::decode("t", koi8.into_owned()).unwrap().text().starts_with("Кнопка с"));
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let source = Source::decode("t", utf16).unwrap();
        assert_eq!((source.text(), source.position(at).byte), (text, 2 + 2 * 19));
    }

    #[test]
    fn what_is_not_text_is_refused_with_its_place() {
        let error = Source::decode("t", b"ab\xFFcd\xC3\x28".to_vec()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Encoding { byte: 2 }), "{error}");
        let place = error.place().unwrap();
        assert_eq!(
            (&*place.text, &place.text[place.span.range()]),
            ("ab\u{FFFD}cd\u{FFFD}(", "\u{FFFD}")
        );
        let error = Source::decode("t", b"ELF\0\0\x01".to_vec()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Binary { byte: 3 }), "{error}");
        let noise: Vec<u8> = (1..=255).cycle().take(9000).collect();
        assert!(Source::decode("t", noise).is_err());
    }

    #[test]
    fn a_few_wrong_bytes_are_told_and_the_rest_is_read() {
        let text = "\u{FEFF}раз\nдва ";
        let mut bytes = text.as_bytes().to_vec();
        let (first, line) = (bytes.len(), "три четыре пять\n".repeat(20));
        bytes.extend(b"\xFF\xC3");
        bytes.extend(line.as_bytes());
        let source = Source::decode("t", bytes).unwrap();
        assert!(source.text().starts_with("раз\nдва \u{1A}\u{1A}три"));
        let error = source.fault().unwrap();
        assert!(matches!(error.kind(), ErrorKind::Faulty { byte, more: 1 } if *byte == first));
        let start = error.place().unwrap().start();
        assert_eq!(start, Position { line: 2, column: 5, byte: first });
        let at = source.text().find("три").unwrap();
        assert_eq!(source.position(at), Position { line: 2, column: 7, byte: first + 2 });
        assert!(source.is_faulty(Span::new(at, at + 6)) && !source.is_faulty(Span::new(0, 6)));
        assert!(matches!(source.whole().unwrap_err().kind(), ErrorKind::Encoding { .. }));
    }
}
