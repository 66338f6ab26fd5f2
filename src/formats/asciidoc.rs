//! AsciiDoc: prose without listings, macros and attributes.

use super::prose::{Mark, Prose, sets_off};
use super::{Comment, Format};
use crate::document::{Document, Role};
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// AsciiDoc.
#[derive(Debug)]
pub(super) struct AsciiDoc;

impl Format for AsciiDoc {
    fn name(&self) -> &'static str {
        "asciidoc"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["adoc", "asciidoc", "asc"]
    }

    fn comments(&self) -> &'static [Comment] {
        const { &[Comment::line("//")] }
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let prose = Prose::new(source, inline);
        let mut reader = Reader { prose, fence: None, table: false, skips: false };
        let mut start = 0;
        for line in source.text().split_inclusive('\n') {
            let text = line.trim_end();
            reader.line(Span::new(start, start + text.len()));
            start += line.len();
        }
        reader.flush();
        if let Some((at, fence)) = reader.fence {
            reader.prose.document.report(at, format_args!("the block `{fence}` is not closed"));
        }
        Ok(reader.prose.document)
    }
}

struct Reader<'s> {
    prose: Prose<'s>,
    /// The delimiter of the listing that is open, and its place.
    fence: Option<(Span, &'s str)>,
    table: bool,
    /// Whether the next paragraph is code.
    skips: bool,
}

impl Reader<'_> {
    fn flush(&mut self) {
        self.prose.flush(if self.table { Role::Row } else { Role::Text });
    }

    fn line(&mut self, line: Span) {
        let text = &self.prose.source.text()[line.range()];
        if let Some((_, fence)) = self.fence {
            if text == fence {
                self.fence = None;
            }
            return;
        }
        if text.is_empty() {
            self.flush();
            self.skips = false;
        } else if is_fence(text) {
            self.flush();
            self.skips = false;
            self.fence = Some((line, text));
        } else if matches!(text, "|===" | "!===" | ",===") {
            self.flush();
            self.table = !self.table;
        } else if self.table {
            self.row(line, text);
        } else if self.skips || text.starts_with("//") || is_attribute(text) || is_macro(text) {
            // what is no text parts no paragraphs either
        } else if is_delimiter(text) {
            self.flush();
        } else if text.starts_with('[') && text.ends_with(']') {
            self.flush();
            let code = ["[source", "[listing", "[stem", "[latexmath", "[literal", "[,"];
            self.skips = code.iter().any(|name| text.starts_with(name));
        } else {
            self.prose_line(line, text);
        }
    }

    fn prose_line(&mut self, line: Span, text: &str) {
        let after = |len: usize| Span::new(line.start + len, line.end);
        let level = text.len() - text.trim_start_matches('=').len();
        let is_title = text.starts_with('.') && !text[1..].starts_with([' ', '.']);
        if (1..=6).contains(&level) && text[level..].starts_with(' ') {
            self.flush();
            self.prose.line(after(level));
            self.prose.flush(Role::Heading);
        } else if is_title && text.len() > 1 && !self.prose.is_open() {
            self.prose.line(after(1));
            self.prose.flush(Role::Heading);
        } else if let Some(len) = list_marker(text) {
            self.flush();
            self.prose.line(after(len));
        } else if text.starts_with([' ', '\t']) && !self.prose.is_open() {
            // an indented paragraph is shown as it is typed
            self.skips = true;
        } else if let Some(at) = text.find(":: ").filter(|_| !self.prose.is_open()) {
            self.prose.line(Span::new(line.start, line.start + at));
            self.prose.part(after(at + 3), " — ");
        } else {
            let end = line.end - if text.ends_with(" +") { 2 } else { 0 };
            self.prose.line(Span::new(line.start, end));
        }
    }

    /// Reads a line of a table: all cells of a row, or one of them.
    fn row(&mut self, line: Span, text: &str) {
        let cells = text.matches('|').count();
        if cells > 1 {
            self.flush();
        }
        let mut start = line.start;
        for part in text.split('|') {
            self.prose.cell(Span::new(start, start + part.len()));
            start += part.len() + 1;
        }
        if cells > 1 {
            self.flush();
        }
    }
}

/// A delimiter of a block whose content is no prose.
fn is_fence(text: &str) -> bool {
    let fences = ['-', '.', '+', '/'];
    text.len() >= 4 && fences.iter().any(|c| text.chars().all(|d| d == *c))
        || text.starts_with("```")
}

/// A delimiter of a block of prose, a rule, a page break.
fn is_delimiter(text: &str) -> bool {
    let marks = ['=', '*', '_', '\'', '<', '-'];
    let is_run = text.len() >= 3 && marks.iter().any(|c| text.chars().all(|d| d == *c));
    is_run || text == "--" || text == "+"
}

/// `:name: value`
fn is_attribute(text: &str) -> bool {
    let name = text.strip_prefix(':').and_then(|rest| rest.split_once(':'));
    name.is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '))
}

/// `image::a.png[…]`, `include::b.adoc[]`
fn is_macro(text: &str) -> bool {
    text.ends_with(']')
        && text.split_once("::").is_some_and(|(name, rest)| {
            rest.contains('[') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
}

/// How long the marker is that begins a list item.
fn list_marker(text: &str) -> Option<usize> {
    let body = text.trim_start();
    let indent = text.len() - body.len();
    let (marker, _) = body.split_once(' ')?;
    let is_run =
        ['*', '-', '.'].iter().any(|c| marker.len() <= 5 && marker.chars().all(|d| d == *c));
    let number = marker.strip_suffix('.').or_else(|| marker.strip_prefix('<')?.strip_suffix('>'));
    let is_number =
        number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    (is_run || is_number).then_some(indent + marker.len() + 1)
}

fn inline(rest: &str, before: Option<char>) -> Mark {
    let starts_word = !before.is_some_and(char::is_alphanumeric);
    let bracketed = |from: usize| -> Option<Mark> {
        let open =
            from + rest[from..].find(['[', ' ']).filter(|at| rest[from + at..].starts_with('['))?;
        let close = open + rest[open..].find(']')?;
        Some(if close > open + 1 {
            Mark::Keep(open + 1, close, close + 1)
        } else {
            Mark::Object(close + 1)
        })
    };
    let found = match rest.as_bytes()[0] {
        b'`' => rest[1..].find('`').map(|at| Mark::Object(at + 2)),
        b'{' => {
            rest.find('}').filter(|at| !rest[..*at].contains(' ')).map(|at| Mark::Object(at + 1))
        }
        c @ (b'*' | b'_' | b'#') => {
            let double = rest.as_bytes().get(1) == Some(&c);
            let len = if double { 2 } else { 1 };
            let after = rest[len..].chars().next();
            (double || sets_off(before, after)).then_some(Mark::Emphasis(len))
        }
        b'<' if rest.starts_with("<<") => rest.find(">>").map(|end| match rest[..end].find(',') {
            Some(comma) => Mark::Keep(comma + 1, end, end + 2),
            None => Mark::Object(end + 2),
        }),
        b'h' if starts_word && (rest.starts_with("http://") || rest.starts_with("https://")) => {
            bracketed(0)
        }
        b'l' if starts_word && rest.starts_with("link:") => bracketed(5),
        b'x' if starts_word && rest.starts_with("xref:") => bracketed(5),
        b'i' if starts_word && rest.starts_with("image:") => bracketed(6),
        b'f' if rest.starts_with("footnote:[") => bracketed(9),
        _ => None,
    };
    found.unwrap_or(Mark::Text(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    fn read(text: &str) -> (Vec<String>, usize) {
        let source = Source::new("t.adoc", text);
        let document = AsciiDoc.read(&source).unwrap();
        check_runs(&document);
        (texts(&document), document.errors.len())
    }

    #[test]
    fn only_prose_is_left() {
        let (texts, errors) = read(
            "= Сброс\n:toc: left\n\nКнопка *сброса* и `code` link:http://x[ссылка]\nвторая строка {ver}.\n// no\n\n\
             [source,rust]\n----\ncode\n----\n\n.Подпись\nimage::a.png[Нет]\n\n* раз\n** два_три\n. три\n\n\
             reset:: сброс\n\nNOTE: Важно, <<id,сюда>>.\n\n|===\n|a |б\n\n|в\n|г\n|===\n\n  literal\n  more\n\n====\nВнутри\n====\n",
        );
        assert_eq!(
            texts,
            [
                "Сброс",
                "Кнопка сброса и \u{FFFC} ссылка вторая строка \u{FFFC}.",
                "Подпись",
                "раз",
                "два_три",
                "три",
                "reset — сброс",
                "NOTE: Важно, сюда.",
                "a | б",
                "в | г",
                "Внутри",
            ]
        );
        assert_eq!(errors, 0);
    }

    #[test]
    fn an_open_block_is_reported() {
        assert_eq!(read("раз\n\n----\nкод\n"), (vec!["раз".to_owned()], 1));
    }
}
