//! Fluent `.ftl`: messages, terms, attributes, and the variants of selections.

use std::borrow::Cow;

use super::escape::{Piece, digits, push_unescaped};
use super::{Comment, Format, locale, replace};
use crate::document::{Document, MOST_CODES, Segment};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// Fluent.
#[derive(Debug)]
pub(super) struct Fluent;

/// The expression in a placeable; one that is not closed must not be sought to the end of the file.
const LONGEST: usize = 2048;

/// Selections inside selections; people write two.
const DEEPEST: usize = 16;

impl Format for Fluent {
    fn name(&self) -> &'static str {
        "fluent"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ftl"]
    }

    fn is_for(&self, path: &str) -> bool {
        !locale::is_foreign_path(path)
    }

    fn comments(&self) -> &'static [Comment] {
        const { &[Comment::line("#"), Comment::line("##"), Comment::line("###")] }
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let lang = locale::lang_of_path(source.name());
        let mut reader = Reader { source, document: Document::new(source), lang, at: 0 };
        while reader.at < source.text().len() {
            reader.entry();
        }
        Ok(reader.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        replace(text, &[('{', "{ \"{\" }"), ('}', "{ \"}\" }")])
    }
}

struct Reader<'s> {
    source: &'s Source,
    document: Document<'s>,
    lang: Option<Lang>,
    at: usize,
}

impl<'s> Reader<'s> {
    fn rest(&self) -> &'s str {
        &self.source.text()[self.at..]
    }

    fn skip_line(&mut self) {
        let rest = self.rest();
        self.at += rest.find('\n').map_or(rest.len(), |at| at + 1);
    }

    fn skip_blanks(&mut self, marks: &[char]) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(marks).len();
    }

    /// Reads what begins at the start of a line.
    fn entry(&mut self) {
        let start = self.at;
        let rest = self.rest();
        let name = rest.strip_prefix('-').unwrap_or(rest);
        let name_len = name.find(|c: char| !is_name(c)).unwrap_or(name.len());
        let len = rest.len() - name.len() + name_len;
        if rest.starts_with('#') || rest.lines().next().is_none_or(|line| line.trim().is_empty()) {
            return self.skip_line();
        }
        self.at += len;
        self.skip_blanks(&[' ']);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !self.rest().starts_with('=') {
            self.at = start;
            self.report_line("`name = text` is due here");
            return self.skip_line();
        }
        self.at += 1;
        let key = &rest[..len];
        self.document.once(Span::new(start, start + len), key);
        self.pattern(key, 0);
        while self.attribute(key) {}
        if !self.rest().is_empty() {
            self.skip_line();
        }
    }

    fn report_line(&mut self, what: &str) {
        let line = self.rest().lines().next().unwrap_or("");
        self.document.report(Span::new(self.at, self.at + line.len()), what);
    }

    /// Reads an attribute if one follows on the next line.
    fn attribute(&mut self, key: &str) -> bool {
        let start = self.at;
        self.skip_blanks(&[' ', '\n', '\r']);
        let indented = self.source.text()[start..self.at].ends_with(' ');
        if let Some(name) = self.rest().strip_prefix('.').filter(|_| indented) {
            let len = name.find(|c: char| !is_name(c)).unwrap_or(name.len());
            let after = name[len..].trim_start_matches(' ');
            if let Some(value) = after.strip_prefix('=') {
                self.at = self.source.text().len() - value.len();
                self.pattern(&format!("{key}.{}", &name[..len]), 0);
                return true;
            }
        }
        self.at = start;
        false
    }

    /// Reads the text of a message, an attribute or a variant: a line and the indented ones after
    /// it. A selection inside gives a text for each variant.
    fn pattern(&mut self, key: &str, depth: usize) {
        self.skip_blanks(&[' ']);
        let mut segment = Segment::default();
        loop {
            let rest = self.rest();
            let len = rest.find(['{', '}', '\n']).unwrap_or(rest.len());
            let text = rest[..len].trim_end_matches('\r');
            segment.push(self.source, Span::new(self.at, self.at + text.len()));
            self.at += len;
            match rest[len..].chars().next() {
                Some('{') => self.placeable(&mut segment, key, depth),
                Some('}') if depth > 0 => break,
                Some('}') => {
                    let span = Span::new(self.at, self.at + 1);
                    self.document.report(span, "`}` closes nothing");
                    segment.push(self.source, span);
                    self.at += 1;
                }
                Some(_) if self.goes_on(depth) => {
                    let start = self.at;
                    self.skip_blanks(&[' ', '\n', '\r']);
                    let gap = if segment.text().is_empty() { "" } else { "\n" };
                    segment.push_decoded(Span::new(start, self.at), gap);
                }
                _ => break,
            }
        }
        segment.key = Some(Cow::Owned(key.to_owned()));
        locale::declare(&mut segment, self.lang);
        self.document.push_text(segment);
    }

    /// Whether the lines after the one that ends here belong to the same text.
    fn goes_on(&self, depth: usize) -> bool {
        let rest = self.rest();
        let next = rest.trim_start_matches([' ', '\n', '\r']);
        let indented = rest[..rest.len() - next.len()].ends_with(' ');
        let begins_other = match next.chars().next() {
            None | Some('}') => true,
            Some('[' | '*') => depth > 0,
            Some('.') => next[1..].starts_with(|c: char| c.is_ascii_alphabetic()),
            Some(_) => false,
        };
        (indented || next.starts_with('{')) && !begins_other
    }

    /// Reads what stands in braces.
    fn placeable(&mut self, segment: &mut Segment<'s>, key: &str, depth: usize) {
        let start = self.at;
        let (end, is_selection) = self.braces();
        if is_selection && depth < DEEPEST {
            self.at = end;
            self.variants(key, depth);
        } else {
            if is_selection {
                self.document.report(Span::new(start, end), "selections nested too deep");
            }
            self.at = end;
        }
        let span = Span::new(start, self.at);
        let inner = self.source.text()[span.range()].trim_matches(['{', '}', ' ']);
        let is_literal = inner.len() > 1 && inner.starts_with('"') && inner.ends_with('"');
        if is_literal && !is_selection {
            return self.literal(segment, span);
        }
        segment.push_decoded(span, "\u{FFFC}");
        if let Some(value) = value(inner).filter(|_| segment.codes.len() < MOST_CODES) {
            segment.codes.push(format!("{{ {value} }}"));
        }
    }

    /// The end of a placeable that begins here, or of the selector in it.
    fn braces(&mut self) -> (usize, bool) {
        let start = self.at;
        let bytes = self.source.text().as_bytes();
        let (mut at, mut depth) = (start, 0);
        while at < bytes.len() {
            match bytes[at] {
                b'{' => depth += 1,
                b'}' if depth == 1 => return (at + 1, false),
                b'}' => depth -= 1,
                b'"' => {
                    let line = bytes[at + 1..].iter().take_while(|b| **b != b'\n');
                    at +=
                        self.source.text()[at + 1..][..line.count()].find('"').map_or(0, |n| n + 1);
                }
                b'-' if depth == 1 && bytes[at + 1..].starts_with(b">") => return (at + 2, true),
                // the next message begins here
                b'\n' if bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => break,
                _ if at - start > LONGEST => break,
                _ => {}
            }
            at += 1;
        }
        let line = self.rest().lines().next().unwrap_or("").len();
        self.document.report(Span::new(start, start + 1), "the brace is not closed");
        (start + line.max(1), false)
    }

    /// Reads the variants of a selection up to its closing brace.
    fn variants(&mut self, key: &str, depth: usize) {
        loop {
            self.skip_blanks(&[' ', '\n', '\r', '\t', '*']);
            let rest = self.rest();
            if let Some(name) = rest.strip_prefix('[') {
                let len = name.find([']', '\n']).unwrap_or(name.len());
                let name = &name[..len];
                self.at += 1 + len + usize::from(self.rest()[1 + len..].starts_with(']'));
                self.pattern(&format!("{key}[{}]", name.trim()), depth + 1);
            } else {
                if rest.starts_with('}') {
                    self.at += 1;
                } else {
                    self.report_line("a variant `[name] text` or `}` is due here");
                }
                return;
            }
        }
    }

    /// Appends the string that a placeable consists of.
    fn literal(&mut self, segment: &mut Segment<'s>, span: Span) {
        let text = &self.source.text()[span.range()];
        let (Some(open), Some(close)) = (text.find('"'), text.rfind('"')) else { return };
        let inner = Span::new(span.start + open + 1, span.start + close);
        segment.push_decoded(Span::new(span.start, inner.start), "");
        push_unescaped(segment, self.source, inner, &['\\'], |rest, at| {
            unescape(rest).unwrap_or_else(|| {
                self.document.report(Span::new(at, at + 1), "no such escape in Fluent");
                Piece::Verbatim(1)
            })
        });
        segment.push_decoded(Span::new(inner.end, span.end), "");
    }
}

/// The variable, term or message that an expression puts in, without the function that writes it
/// and what it is given: `$n` of `NUMBER($n, minimumFractionDigits: 2)`.
fn value(expression: &str) -> Option<&str> {
    let called = expression.split_once('(').filter(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| is_name(c) && !c.is_ascii_lowercase())
    });
    let inside = called.map_or(expression, |(_, inside)| inside.trim_start());
    let name = inside.strip_prefix(['$', '-']).unwrap_or(inside);
    let len = name.find(|c| !is_name(c) && c != '.').unwrap_or(name.len());
    let is_value = name.starts_with(|c: char| c.is_ascii_alphabetic());
    is_value.then(|| &inside[..inside.len() - name.len() + len])
}

const fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

fn unescape(rest: &str) -> Option<Piece> {
    let (letter, most) = match rest.chars().nth(1)? {
        c @ ('"' | '\\') => return Some(Piece::Char(2, c)),
        'u' => ('u', 4),
        'U' => ('U', 6),
        _ => return None,
    };
    let (value, len) = digits(rest.split_once(letter)?.1, 16, most)?;
    Some(Piece::Char(2 + len, char::from_u32(value).filter(|_| len == most)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    fn read(text: &str) -> (Vec<String>, usize) {
        let source = Source::new("ru/a.ftl", text);
        let document = Fluent.read(&source).unwrap();
        check_runs(&document);
        (texts(&document), document.errors.len())
    }

    #[test]
    fn messages_attributes_and_terms() {
        let (texts, errors) = read(
            "# no\n## No\n-brand = Сверка\nreset = Сброс { -brand } и { \"\\u0433\" }\n    ещё\n\n    строка\n    .title = Кнопка\n\
             only =\n    .label = Имя\nblock =\n    Первая\r\n    вторая\nref = { reset }\n",
        );
        assert_eq!(
            texts,
            [
                "-brand: Сверка",
                "reset: Сброс \u{FFFC} и г\nещё\nстрока",
                "reset.title: Кнопка",
                "only.label: Имя",
                "block: Первая\nвторая",
            ]
        );
        assert_eq!(errors, 0);
    }

    #[test]
    fn variants_are_texts_of_their_own() {
        let (texts, errors) = read(
            "n =\n    Всего { $n ->\n        [one] { $n } файл\n       *[many] { $n ->\n  [a] раз\n *[b] два\n }\n    } здесь\nlast = да",
        );
        assert_eq!(
            texts,
            [
                "n[one]: \u{FFFC} файл",
                "n[many][a]: раз",
                "n[many][b]: два",
                "n: Всего \u{FFFC} здесь",
                "last: да",
            ]
        );
        assert_eq!(errors, 0);
    }

    #[test]
    fn values_are_named() {
        let text = "a = { $n } { NUMBER($d, x: 1) } { -brand(case: \"gen\") } { other.title } \
                    { \"\" }б{ \" \" } { 5 } { $s ->\n *[x] { $in } раз\n }";
        let source = Source::new("ru/a.ftl", text);
        let document = Fluent.read(&source).unwrap();
        let [inner, outer] = &document.units[..] else { panic!("{:?}", document.units) };
        assert_eq!(inner.target().codes, ["{ $in }"]);
        assert_eq!(
            outer.target().codes,
            ["{ $n }", "{ $d }", "{ -brand }", "{ other.title }", "{ $s }"]
        );
        assert!(outer.target().text().contains(" б  "), "{}", outer.target().text());
    }

    #[test]
    fn slips_are_reported_and_passed() {
        let (texts, errors) = read(
            "junk\na = раз { $x\n\nb = два }\nb = три\nc = { $n ->\n  what\n}\nd = { \"\\q\" }",
        );
        assert_eq!(texts, ["a: раз \u{FFFC}", "b: два }", "b: три", "c: \u{FFFC}what", "d: \\q"]);
        assert!(errors >= 6, "{errors}");
    }

    #[test]
    fn deep_nesting_is_only_long() {
        read(&("a = ".to_owned() + &"{ $n ->\n [x] ".repeat(10_000)));
        read(&("a = ".to_owned() + &"{".repeat(20_000)));
    }
}
