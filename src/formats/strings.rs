//! Apple `.strings`: quoted keys and values, comments, C-like escapes.

use std::borrow::Cow;

use super::escape::{Piece, control, digits, push_unescaped};
use super::{C_COMMENTS, Comment, Format, locale, replace};
use crate::document::{Document, Segment};
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// Apple string tables.
#[derive(Debug)]
pub(super) struct Strings;

impl Format for Strings {
    fn name(&self) -> &'static str {
        "strings"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["strings"]
    }

    fn is_for(&self, path: &str) -> bool {
        !locale::is_foreign_path(path)
    }

    fn comments(&self) -> &'static [Comment] {
        C_COMMENTS
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let lang = locale::lang_of_path(source.name());
        let mut reader = Reader { source, document: Document::new(source), at: 0, odd: false };
        while let Some((key, value)) = reader.entry() {
            let name = reader.decode(key);
            let name = name.text().to_owned();
            reader.document.once(key, &name);
            let mut segment = reader.decode(value);
            segment.key = Some(Cow::Owned(name));
            locale::declare(&mut segment, lang);
            reader.document.push_text(segment);
        }
        Ok(reader.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        replace(text, &[('\\', "\\\\"), ('"', "\\\""), ('\n', "\\n"), ('\t', "\\t")])
    }
}

struct Reader<'s> {
    source: &'s Source,
    document: Document<'s>,
    at: usize,
    /// Whether a string was found not to be closed. Looking to the end of the file for each
    /// further one would take too long.
    odd: bool,
}

impl<'s> Reader<'s> {
    /// The next key and value; what breaks the form of an entry is passed over.
    fn entry(&mut self) -> Option<(Span, Span)> {
        loop {
            let key = self.next_string()?;
            if !self.take('=') {
                // `"key";` stands for itself
                if self.take(';') {
                    return Some((key, key));
                }
                self.broken("`=` and a value are due after the key");
                continue;
            }
            let Some(value) = self.next_string() else {
                self.broken("a value is due here");
                return None;
            };
            if !self.take(';') {
                self.broken("`;` is due after the value");
            }
            return Some((key, value));
        }
    }

    fn rest(&self) -> &'s str {
        &self.source.text()[self.at..]
    }

    fn take(&mut self, mark: char) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(mark);
        self.at += usize::from(found);
        found
    }

    /// Reports what is missing; the text goes on where it stands.
    fn broken(&mut self, what: &str) {
        let at = self.source.text()[..self.at].trim_end().len();
        self.document.report(Span::new(at, at), what);
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let text = rest.trim_start();
            self.at += rest.len() - text.len();
            if let Some(comment) = text.strip_prefix("/*") {
                if let Some(end) = comment.find("*/") {
                    self.at += end + 4;
                } else {
                    let span = Span::new(self.at, self.at + 2);
                    self.document.report(span, "the comment is not closed");
                    self.at += text.len();
                }
            } else if text.starts_with("//") {
                self.at += text.find('\n').unwrap_or(text.len());
            } else {
                return;
            }
        }
    }

    /// The next string, quoted or a bare word; its place without the quotation marks.
    fn next_string(&mut self) -> Option<Span> {
        loop {
            self.skip_blanks();
            let text = self.rest();
            let first = text.chars().next()?;
            if first == '"' {
                return Some(self.quoted());
            }
            let is_bare = |c: char| c.is_alphanumeric() || "_-.$/:".contains(c);
            if is_bare(first) {
                let len = text.find(|c| !is_bare(c)).unwrap_or(text.len());
                self.at += len;
                return Some(Span::new(self.at - len, self.at));
            }
            let len = text.find(|c: char| c == '"' || c.is_whitespace()).unwrap_or(text.len());
            self.document.report(Span::new(self.at, self.at + len), "a string is due here");
            self.at += len;
        }
    }

    fn quoted(&mut self) -> Span {
        let bytes = self.source.text().as_bytes();
        let start = self.at + 1;
        let mut at = start;
        while at < bytes.len() && bytes[at] != b'"' && !(self.odd && bytes[at] == b'\n') {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        if bytes.get(at) != Some(&b'"') {
            self.odd = true;
            // the text up to the next mark belongs to other entries: keep one line of it
            let line = self.source.text()[start..].find('\n').map_or(bytes.len(), |n| start + n);
            self.document.report(Span::new(start - 1, line), "the string is not closed");
            self.at = line;
            return Span::new(start, line);
        }
        self.at = at + 1;
        Span::new(start, at)
    }

    fn decode(&mut self, span: Span) -> Segment<'s> {
        let mut segment = Segment::default();
        let Self { source, document, .. } = self;
        push_unescaped(&mut segment, source, span, &['\\'], |rest, at| {
            unescape(rest).unwrap_or_else(|| {
                let end = at + rest.chars().take(2).map(char::len_utf8).sum::<usize>();
                document.report(Span::new(at, end), "no such escape in string tables");
                Piece::Verbatim(end - at)
            })
        });
        segment
    }
}

fn unescape(rest: &str) -> Option<Piece> {
    let letter = rest.chars().nth(1)?;
    Some(match letter {
        'U' | 'u' => {
            let (value, len) = digits(&rest[2..], 16, 4)?;
            Piece::Char(2 + len, char::from_u32(value)?)
        }
        '0'..='7' => {
            let (value, len) = digits(&rest[1..], 8, 3)?;
            Piece::Char(1 + len, char::from_u32(value)?)
        }
        '"' | '\'' | '\\' | '\n' | '?' => Piece::Char(2, letter),
        _ => Piece::Char(2, control(letter)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    fn read(text: &str) -> (Vec<String>, usize) {
        let source = Source::new("ru.lproj/a.strings", text);
        let document = Strings.read(&source).unwrap();
        check_runs(&document);
        (texts(&document), document.errors.len())
    }

    #[test]
    fn entries_comments_and_escapes() {
        let (texts, errors) = read(
            "/* no = \"нет\"; */\n\"a.b\" = \"Сброс \\\"всего\\\"\\n\\U0433\";\n// no\nbare = \"два\nстроки\";\"c\"\n=\"/* да */\" ; \"d\";",
        );
        assert_eq!(texts, ["a.b: Сброс \"всего\"\nг", "bare: два\nстроки", "c: /* да */", "d: d"]);
        assert_eq!(errors, 0);
    }

    #[test]
    fn slips_are_reported_and_passed() {
        let (texts, errors) =
            read("\"a\" = \"раз\"\n\"b\" \"x\" = \"два\";;\n\"a\" = \"\\q\";\n\"c\" = \"три\n\"");
        assert_eq!(texts, ["a: раз", "x: два", "a: \\q", "c: три\n"]);
        assert_eq!(errors, 6);
    }
}
