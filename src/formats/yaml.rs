//! YAML of messages: nested keys as Rails and others write them, with quoted and block scalars.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::escape::{Piece, control, digits, floor, push_unescaped};
use super::json_scan::{DEEPEST, pointer_of};
use super::{Comment, Format, locale};
use crate::document::{Document, Segment};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// YAML of messages.
#[derive(Debug)]
pub(super) struct Yaml;

impl Format for Yaml {
    fn name(&self) -> &'static str {
        "yaml"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["yml", "yaml"]
    }

    fn is_for(&self, path: &str) -> bool {
        locale::is_locale_path(path)
    }

    fn comments(&self) -> &'static [Comment] {
        const { &[Comment::to_line_end("#")] }
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        Ok(read_part(source, Span::new(0, source.text().len())))
    }
}

/// Reads a part of a source that is YAML.
pub(super) fn read_part(source: &Source, part: Span) -> Document<'_> {
    let mut reader = Reader::new(source, part.start);
    for event in Parser::new_from_str(&source.text()[part.range()]) {
        match event {
            Ok((event, span)) => {
                let span = reader.place(span.start.index(), span.end.index());
                reader.event(event, span);
            }
            Err(error) => {
                reader.broken(&error);
                break;
            }
        }
    }
    reader.document
}

struct Reader<'s> {
    source: &'s Source,
    document: Document<'s>,
    /// The character that was converted last and its byte; the parser counts characters, from
    /// where it began.
    chars: usize,
    bytes: usize,
    open: Vec<Frame>,
    /// Levels that are open beyond the deepest.
    beyond: usize,
    path_lang: Option<Lang>,
}

/// A mapping or a sequence that is open.
struct Frame {
    is_mapping: bool,
    /// Whether it is a key itself, of which nothing can be told.
    is_key: bool,
    key: Option<String>,
    index: usize,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source, start: usize) -> Self {
        Self {
            source,
            document: Document::new(source),
            chars: 0,
            bytes: start,
            open: Vec::new(),
            beyond: 0,
            path_lang: locale::lang_of_path(source.name()),
        }
    }

    fn place(&mut self, start: usize, end: usize) -> Span {
        let start = self.byte_of(start);
        let (chars, bytes) = (self.chars, self.bytes);
        let end = self.byte_of(end).max(start);
        // the next event may begin before the end of this one
        (self.chars, self.bytes) = (chars, bytes);
        Span::new(start, end)
    }

    /// The byte of a character; nearly always a little after the one asked for last.
    fn byte_of(&mut self, char: usize) -> usize {
        if let Some(back) = self.chars.checked_sub(char + 1) {
            let before = self.source.text()[..self.bytes].char_indices();
            self.bytes = before.rev().nth(back).map_or(0, |(at, _)| at);
        } else {
            let rest = &self.source.text()[self.bytes..];
            let more = char - self.chars;
            self.bytes += rest.char_indices().nth(more).map_or(rest.len(), |(at, _)| at);
        }
        self.chars = char;
        self.bytes
    }

    fn broken(&mut self, error: &ScanError) {
        let at = error.marker().index();
        let at = self.byte_of(at);
        self.document.report(Span::new(at, at), error.info());
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::MappingStart(..) => self.begin(true, span),
            Event::SequenceStart(..) => self.begin(false, span),
            Event::MappingEnd | Event::SequenceEnd => {
                if self.beyond > 0 {
                    self.beyond -= 1;
                } else if self.open.pop().is_some_and(|frame| frame.is_key) {
                    self.take_key("?".to_owned());
                } else {
                    self.value_ends();
                }
            }
            // what an alias stands for is checked where it is written
            Event::Alias(_) => self.scalar("", None, span),
            Event::Scalar(text, style, ..) => self.scalar(&text, Some(style), span),
            _ => {}
        }
    }

    fn awaits_key(&self) -> bool {
        self.open.last().is_some_and(|frame| frame.is_mapping && frame.key.is_none())
    }

    fn take_key(&mut self, key: String) {
        if let Some(frame) = self.open.last_mut() {
            frame.key = Some(key);
        }
    }

    fn value_ends(&mut self) {
        if let Some(frame) = self.open.last_mut() {
            frame.key = None;
            frame.index += 1;
        }
    }

    fn begin(&mut self, is_mapping: bool, span: Span) {
        if self.beyond > 0 || self.open.len() >= DEEPEST {
            if self.beyond == 0 {
                let what =
                    format!("nested deeper than {DEEPEST} levels; the text there is not read");
                self.document.report(Span::new(span.start, span.start), what);
            }
            self.beyond += 1;
            return;
        }
        let is_key = self.awaits_key();
        self.open.push(Frame { is_mapping, is_key, key: None, index: 0 });
    }

    fn scalar(&mut self, text: &str, style: Option<ScalarStyle>, span: Span) {
        if self.beyond > 0 {
            return;
        }
        if self.awaits_key() {
            self.take_key(text[..floor(text, 256)].to_owned());
            return;
        }
        let is_text = match style {
            None => false,
            Some(ScalarStyle::Plain) => !is_value(text),
            Some(_) => true,
        };
        let in_key = self.open.iter().any(|frame| frame.is_key);
        if is_text && !in_key {
            self.text(text, style.unwrap_or(ScalarStyle::Plain), span);
        }
        self.value_ends();
    }

    fn text(&mut self, text: &str, style: ScalarStyle, span: Span) {
        // Rails puts the language before all keys
        let root = self.open.first().and_then(|frame| frame.key.as_deref());
        let root = root.filter(|tag| self.open.len() > 1 && tag.len() <= 5);
        if locale::is_foreign(root) && root.is_some_and(locale::is_foreign_path) {
            return;
        }
        let lang = root.and_then(locale::lang_of_tag).or(self.path_lang);
        let pointer = pointer_of(self.open.iter().map(|frame| match &frame.key {
            Some(key) => Cow::Borrowed(key.as_str()),
            None => Cow::Owned(frame.index.to_string()),
        }));
        self.document.once(span, &pointer);
        let mut segment = decode(self.source, text, style, span);
        segment.key = Some(Cow::Owned(pointer));
        locale::declare(&mut segment, lang);
        self.document.push_text(segment);
    }
}

/// Whether a plain scalar is not a string.
fn is_value(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL" | "true" | "True" | "false" | "False")
        || text.parse::<f64>().is_ok()
}

/// The scalar with the places of its characters. Where they are not found out, the whole stands
/// for the whole: the text is right in any case.
fn decode<'s>(source: &'s Source, text: &str, style: ScalarStyle, span: Span) -> Segment<'s> {
    let mut segment = Segment::default();
    let written = source.text()[span.range()].trim_end();
    let quoted = quoted(written, style);
    let span = Span::new(span.start, span.start + quoted.map_or(written.len(), |len| len + 2));
    let inner = match quoted {
        Some(len) => Span::new(span.start + 1, span.start + 1 + len),
        None => span,
    };
    match style {
        ScalarStyle::Literal => {
            let line = source.text()[..span.start].rfind('\n').map_or(0, |at| at + 1);
            let indent = span.start - line;
            push_unescaped(&mut segment, source, inner, &['\r', '\n'], |rest, _| {
                let end = if rest.starts_with("\r\n") { 2 } else { 1 };
                let blanks = rest[end..].bytes().take(indent).take_while(|b| *b == b' ').count();
                Piece::Text(end + blanks, "\n")
            });
        }
        _ => push_unescaped(
            &mut segment,
            source,
            inner,
            &[' ', '\t', '\r', '\n', '\'', '\\'],
            |rest, _| match (rest.as_bytes()[0], style) {
                (b'\'', ScalarStyle::SingleQuoted) if rest.starts_with("''") => {
                    Piece::Char(2, '\'')
                }
                (b'\\', ScalarStyle::DoubleQuoted) => unescape(rest).unwrap_or(Piece::Verbatim(2)),
                (b'\'' | b'\\', _) => Piece::Verbatim(1),
                _ => fold(rest),
            },
        ),
    }
    if segment.text().trim_end() == text.trim_end() {
        return segment;
    }
    let mut segment = Segment::default();
    segment.push_decoded(span, text.trim_end());
    segment
}

/// The length of what stands between quotation marks. The parser takes a comment after them for a
/// part of the scalar.
fn quoted(written: &str, style: ScalarStyle) -> Option<usize> {
    let mark = match style {
        ScalarStyle::SingleQuoted => '\'',
        ScalarStyle::DoubleQuoted => '"',
        _ => return None,
    };
    let body = written.strip_prefix(mark)?;
    let mut at = 0;
    loop {
        at += body[at..].find([mark, '\\'])?;
        let rest = &body[at..];
        at += match rest.as_bytes() {
            [b'\\', ..] if mark == '"' => 1 + rest.chars().nth(1)?.len_utf8(),
            [b'\\', ..] => 1,
            [b'\'', b'\'', ..] => 2,
            _ => return Some(at),
        };
    }
}

/// White space inside a flowing scalar: a line break is a space, more of them one fewer.
fn fold(rest: &str) -> Piece {
    const BREAKS: &str = "\n\n\n\n\n\n\n\n";
    let len = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    match rest[..len].matches('\n').count() {
        0 => Piece::Verbatim(len),
        1 => Piece::Text(len, " "),
        n => Piece::Text(len, &BREAKS[..(n - 1).min(BREAKS.len())]),
    }
}

fn unescape(rest: &str) -> Option<Piece> {
    let letter = rest.chars().nth(1)?;
    let hex = |most| {
        let (value, len) = digits(&rest[2..], 16, most)?;
        Some(Piece::Char(2 + len, char::from_u32(value)?))
    };
    Some(match letter {
        'x' => hex(2)?,
        'u' => hex(4)?,
        'U' => hex(8)?,
        '\n' | '\r' => {
            let blank = rest[1..].len() - rest[1..].trim_start().len();
            Piece::Text(1 + blank, "")
        }
        '0' => Piece::Char(2, '\0'),
        'a' => Piece::Char(2, '\u{7}'),
        'e' => Piece::Char(2, '\u{1B}'),
        'v' => Piece::Char(2, '\u{B}'),
        '_' => Piece::Char(2, '\u{A0}'),
        'N' => Piece::Char(2, '\u{85}'),
        'L' => Piece::Char(2, '\u{2028}'),
        'P' => Piece::Char(2, '\u{2029}'),
        _ => Piece::Char(1 + letter.len_utf8(), control(letter).unwrap_or(letter)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    fn read(text: &str) -> (Vec<String>, usize) {
        let source = Source::new("config/locales/x.yml", text);
        let document = Yaml.read(&source).unwrap();
        check_runs(&document);
        (texts(&document), document.errors.len())
    }

    #[test]
    fn scalars_of_every_style() {
        let (texts, errors) = read(
            "ru:\n  a: Сброс # no\n  b: \"q\\n \\u0433\n    y\"\n  c: 'it''s\n\n    z'\n  d: |\n    раз\n      два\n\n    три\n\
             \x20 e: >-\n    раз\n    два\n\n    три\n  f: да\n    нет\n  g: [x, 'y', 5, ~]\n  h:\n    few: '%{n} файла'\n  i: true\nde:\n  a: Nein\n",
        );
        assert_eq!(
            texts,
            [
                "/ru/a: Сброс",
                "/ru/b: q\n г y",
                "/ru/c: it's\nz",
                "/ru/d: раз\n  два\n\nтри",
                "/ru/e: раз два\nтри",
                "/ru/f: да нет",
                "/ru/g/0: x",
                "/ru/g/1: y",
                "/ru/h/few: %{n} файла",
            ]
        );
        assert_eq!(errors, 0);
    }

    #[test]
    fn verbatim_words_can_be_replaced() {
        let text =
            "a: >\n  раз\n  Перегрузка\nb: \"\\t Перегрузка\"\nc: |\r\n  раз\r\n  Перегрузка\r\n";
        let source = Source::new("a.yml", text);
        let document = Yaml.read(&source).unwrap();
        for unit in &document.units {
            let segment = unit.target();
            let at = segment.text().find("Перегрузка").unwrap();
            let span = Span::new(at, at + "Перегрузка".len());
            assert!(segment.is_verbatim(span));
            assert_eq!(&source.text()[segment.to_source(span).range()], "Перегрузка");
        }
    }

    #[test]
    fn a_comment_is_no_part_of_a_quoted_scalar() {
        let text =
            "ru:\n  a: \"раз\\\\\" # да\n  b: 'два''' # \"нет\"\n  c: \"\" # я\n  d: 'три\\' # '\n";
        let source = Source::new("config/locales/x.yml", text);
        let document = Yaml.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(texts(&document), ["/ru/a: раз\\", "/ru/b: два'", "/ru/d: три\\"]);
        for (unit, word) in document.units.iter().zip(["раз", "два", "три"]) {
            let place = unit.target().to_source(Span::new(0, word.len()));
            assert_eq!(&text[place.range()], word);
        }
    }

    #[test]
    fn what_is_read_before_an_error_is_kept() {
        let (texts, errors) = read("a: раз\nb: [x\nc: y\n");
        assert_eq!((texts[0].as_str(), errors), ("/a: раз", 1));
        let (texts, errors) = read("a: раз\na: два\nb: *none\n");
        assert_eq!((texts.len(), errors), (2, 2));
    }

    #[test]
    fn aliases_are_not_expanded() {
        let lines = (1..50).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1));
        let text = std::iter::once("a0: &a0 [лол, лол]\n".to_owned()).chain(lines);
        assert_eq!(read(&text.collect::<String>()).0.len(), 2);
        read(&"- ".repeat(20_000));
        read(&"{".repeat(20_000));
    }
}
