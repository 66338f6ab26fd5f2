//! Java `.properties`: escapes, `\uXXXX`, logical lines over several real ones.

use std::borrow::Cow;

use super::escape::{Piece, control, floor, push_unescaped, unicode_escape};
use super::{Comment, Format, locale, replace};
use crate::document::{Document, Segment};
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// Java properties.
#[derive(Debug)]
pub(super) struct Properties;

impl Format for Properties {
    fn name(&self) -> &'static str {
        "properties"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["properties"]
    }

    fn is_for(&self, path: &str) -> bool {
        !locale::is_foreign_path(path)
    }

    fn comments(&self) -> &'static [Comment] {
        const { &[Comment::line("#"), Comment::line("!")] }
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let text = source.text();
        let mut document = Document::new(source);
        let lang = locale::lang_of_path(source.name());
        let mut at = 0;
        while at < text.len() {
            let line = logical_line(text, at);
            at = line.end + 1;
            let Some((key, value)) = split(text, line) else { continue };
            let name = decode(source, key, &mut document);
            document.once(key, name.text());
            let mut segment = decode(source, value, &mut document);
            segment.key = Some(Cow::Owned(name.text().to_owned()));
            locale::declare(&mut segment, lang);
            document.push_text(segment);
        }
        Ok(document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        replace(text, &[('\\', "\\\\"), ('\n', "\\n"), ('\t', "\\t")])
    }
}

/// The line at `start` with the lines that go on with it after a backslash. A comment has none.
fn logical_line(text: &str, start: usize) -> Span {
    let bytes = text.as_bytes();
    let is_comment = text[start..].trim_start_matches([' ', '\t', '\u{C}']).starts_with(['#', '!']);
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' | b'\r' => return Span::new(start, at),
            b'\\' if !is_comment && bytes[at + 1..].starts_with(b"\r\n") => at += 3,
            b'\\' if !is_comment => at += 2,
            _ => at += 1,
        }
    }
    Span::new(start, text.len())
}

/// The key and the value of a logical line, if it is not blank or a comment.
fn split(text: &str, line: Span) -> Option<(Span, Span)> {
    let blank = [' ', '\t', '\u{C}'];
    let start = line.end - text[line.range()].trim_start_matches(blank).len();
    let body = &text[start..line.end];
    if body.is_empty() || body.starts_with(['#', '!']) {
        return None;
    }
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() && !matches!(bytes[at], b'=' | b':' | b' ' | b'\t' | b'\x0C') {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    let key = floor(text, (start + at).min(line.end));
    let rest = text[key..line.end].trim_start_matches(blank);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(blank);
    Some((Span::new(start, key), Span::new(line.end - rest.len(), line.end)))
}

fn decode<'s>(source: &'s Source, span: Span, document: &mut Document<'s>) -> Segment<'s> {
    let mut segment = Segment::default();
    push_unescaped(&mut segment, source, span, &['\\'], |rest, at| match rest.chars().nth(1) {
        None => Piece::Text(1, ""),
        Some('u') => {
            if let Some((c, len)) = unicode_escape(rest) {
                Piece::Char(len, c)
            } else {
                document.report(Span::new(at, at + 2), "`\\u` takes four hexadecimal digits");
                Piece::Verbatim(2)
            }
        }
        Some('\n' | '\r') => {
            let next = rest[1..].trim_start_matches(['\r', '\n']);
            Piece::Text(rest.len() - next.trim_start_matches([' ', '\t', '\u{C}']).len(), "")
        }
        // `\b` is a plain letter here
        Some(c) if c != 'b' && control(c).is_some() => Piece::Char(2, control(c).unwrap_or(c)),
        Some(c) => Piece::Char(1 + c.len_utf8(), c),
    });
    segment
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    #[test]
    fn keys_values_and_escapes() {
        let source = Source::new(
            "a_ru.properties",
            "# no = нет\\\n! no\na.b=Сброс\r\nc\\ d : \\u0421брос \\\n   дальше\\n\ne value\nf=\ng\\:h=1\\=2\na.b=x\ni=\\u04",
        );
        let document = Properties.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(
            texts(&document),
            ["a.b: Сброс", "c d: Сброс дальше\n", "e: value", "g:h: 1=2", "a.b: x", "i: \\u04"]
        );
        assert_eq!(document.errors.len(), 2);
    }
}
