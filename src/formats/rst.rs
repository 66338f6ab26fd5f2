//! reStructuredText: prose without code, directives' options, targets and comments.

use super::escape::floor;
use super::prose::{Mark, Prose, sets_off};
use super::{Comment, Format};
use crate::document::{Document, Role};
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// reStructuredText.
#[derive(Debug)]
pub(super) struct ReStructuredText;

impl Format for ReStructuredText {
    fn name(&self) -> &'static str {
        "rst"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rst", "rest"]
    }

    fn comments(&self) -> &'static [Comment] {
        const { &[Comment::line("..")] }
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in source.text().split_inclusive('\n') {
            lines.push(Span::new(start, start + line.trim_end().len()));
            start += line.len();
        }
        let mut reader = Reader { prose: Prose::new(source, inline), lines, at: 0, indent: 0 };
        while reader.at < reader.lines.len() {
            reader.line();
        }
        reader.prose.flush(Role::Text);
        Ok(reader.prose.document)
    }
}

struct Reader<'s> {
    prose: Prose<'s>,
    lines: Vec<Span>,
    at: usize,
    /// How far the text of the paragraph is indented.
    indent: usize,
}

/// Directives whose argument is text and whose content is prose.
const PROSE: &[&str] = &[
    "note",
    "warning",
    "tip",
    "important",
    "caution",
    "attention",
    "danger",
    "error",
    "hint",
    "admonition",
    "seealso",
    "versionadded",
    "versionchanged",
    "deprecated",
    "topic",
    "sidebar",
    "rubric",
    "epigraph",
    "pull-quote",
    "highlights",
    "title",
    "centered",
];

/// Directives whose content is no prose.
const CODE: &[&str] = &[
    "code",
    "code-block",
    "sourcecode",
    "highlight",
    "literalinclude",
    "include",
    "image",
    "math",
    "raw",
    "toctree",
    "contents",
    "index",
    "doctest",
    "testcode",
    "testoutput",
    "testsetup",
    "parsed-literal",
    "role",
    "default-role",
    "meta",
    "productionlist",
    "graphviz",
    "digraph",
    "graph",
    "mermaid",
    "plot",
    "prompt",
    "csv-table",
    "replace",
    "unicode",
    "date",
    "tabularcolumns",
];

impl<'s> Reader<'s> {
    fn text(&self, at: usize) -> &'s str {
        self.lines.get(at).map_or("", |line| &self.prose.source.text()[line.range()])
    }

    fn line(&mut self) {
        let (line, text) = (self.lines[self.at], self.text(self.at));
        self.at += 1;
        let body = text.trim_start();
        let indent = text.len() - body.len();
        let after = |len: usize| Span::new(line.start + indent + len, line.end);
        if body.is_empty() {
            self.prose.flush(Role::Text);
        } else if is_rule(body) {
            // above a heading, or between parts, or in a table
            self.prose.flush(Role::Text);
        } else if is_rule(self.text(self.at)) && !self.prose.is_open() && !text.contains("  ") {
            self.prose.line(line);
            self.prose.flush(Role::Heading);
            self.at += 1;
        } else if body == ".." || body.starts_with(".. ") {
            self.prose.flush(Role::Text);
            self.explicit(body, indent, after(2));
        } else if body.starts_with(">>>") && !self.prose.is_open() {
            while !self.text(self.at).is_empty() {
                self.at += 1;
            }
        } else if body.starts_with('|') || body.starts_with("+-") || body.starts_with("+=") {
            self.table_line(body, line, indent);
        } else {
            self.prose_line(body, indent, line);
        }
    }

    /// A directive, a footnote, a target, a comment: what begins with two dots.
    fn explicit(&mut self, body: &str, indent: usize, rest: Span) {
        let inner = body[2..].trim_start();
        let argument_at = rest.end - inner.len();
        if let Some(end) = inner.find("::").filter(|end| !inner[..*end].contains(' ')) {
            let name = inner[..end].rsplit(':').next().unwrap_or("");
            if CODE.contains(&name) {
                self.skip_block(indent);
                return;
            }
            if PROSE.contains(&name) {
                self.prose.line(Span::new(argument_at + end + 2, rest.end));
                self.indent = indent + 3;
            }
            while self.text(self.at).trim_start().starts_with(':') {
                self.at += 1;
            }
        } else if inner.starts_with('[') {
            let label = inner.find(']').map_or(0, |end| end + 1);
            self.prose.line(Span::new(argument_at + label, rest.end));
            self.indent = indent + 3;
        } else {
            self.skip_block(indent);
        }
    }

    /// Passes over the lines that are indented further.
    fn skip_block(&mut self, indent: usize) {
        while self.at < self.lines.len() {
            let text = self.text(self.at);
            let body = text.trim_start();
            if !body.is_empty() && text.len() - body.len() <= indent {
                return;
            }
            self.at += 1;
        }
    }

    /// A row of a grid, or a line of verse.
    fn table_line(&mut self, body: &str, line: Span, indent: usize) {
        self.prose.flush(Role::Text);
        if body.starts_with('+') {
            return;
        }
        let mut start = line.start + indent;
        for part in body.split('|') {
            self.prose.cell(Span::new(start, start + part.len()));
            start += part.len() + 1;
        }
        let is_row = body.len() > 1 && body.ends_with('|');
        self.prose.flush(if is_row { Role::Row } else { Role::Text });
    }

    fn prose_line(&mut self, body: &str, indent: usize, line: Span) {
        let mut start = line.start + indent;
        if let Some(len) = list_marker(body).or_else(|| field_name(body)) {
            self.prose.flush(Role::Text);
            start += len;
            self.indent = indent + len;
        } else if !self.prose.is_open() {
            self.indent = indent;
        } else if indent > self.indent {
            // a term, and what it means
            self.prose.flush(Role::Text);
            self.indent = indent;
        }
        let is_literal_next = body.ends_with("::");
        // `::` at the end of a paragraph is seen as one colon, or not at all
        let cut = match body {
            "::" => 2,
            _ if body.ends_with(" ::") => 3,
            _ if is_literal_next => 1,
            _ => 0,
        };
        self.prose.line(Span::new(start.min(line.end - cut), line.end - cut));
        if is_literal_next && self.text(self.at).is_empty() {
            self.prose.flush(Role::Text);
            self.skip_block(indent);
        }
    }
}

/// A line of one punctuation mark, with spaces between in a simple table.
fn is_rule(text: &str) -> bool {
    let Some(first) = text.chars().next().filter(char::is_ascii_punctuation) else { return false };
    let is_run = text.chars().all(|c| c == first);
    let is_table = matches!(first, '=' | '-') && text.chars().all(|c| c == first || c == ' ');
    text.len() >= 3 && (is_run || is_table)
}

fn list_marker(body: &str) -> Option<usize> {
    let (marker, rest) = body.split_once(' ')?;
    let inner = marker.trim_start_matches('(').trim_end_matches(['.', ')']);
    let is_number =
        inner == "#" || (!inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit()));
    let is_item =
        matches!(marker, "-" | "*" | "+" | "•") || (is_number && inner.len() < marker.len());
    is_item.then(|| body.len() - rest.trim_start().len())
}

/// How long the name of a field is: `:param x:`, but not a role before its text.
fn field_name(body: &str) -> Option<usize> {
    let end = body.strip_prefix(':')?.find(':')? + 2;
    let is_field = body[end..].is_empty() || body[end..].starts_with(' ');
    is_field.then_some(end)
}

fn inline(rest: &str, before: Option<char>) -> Mark {
    let starts_word = !before.is_some_and(char::is_alphanumeric);
    let found = match rest.as_bytes()[0] {
        b'\\' => Some(Mark::Gone(1)),
        b'`' if rest.starts_with("``") => rest[2..].find("``").map(|at| Mark::Object(at + 4)),
        b'`' if starts_word => interpreted(rest, 0),
        b'*' => {
            let len = if rest.starts_with("**") { 2 } else { 1 };
            let after = rest[len..].chars().next();
            sets_off(before, after).then_some(Mark::Emphasis(len))
        }
        b'|' if starts_word => {
            let end = rest[1..].find('|').filter(|at| *at > 0 && !rest[1..].starts_with(' '));
            end.map(|at| Mark::Object(at + 2))
        }
        b':' if starts_word => role(rest),
        _ => None,
    };
    found.unwrap_or(Mark::Text(1))
}

/// `:role:` and the text it applies to.
fn role(rest: &str) -> Option<Mark> {
    let end = rest[1..floor(rest, 64)].find(":`")? + 2;
    let name = &rest[1..end - 1];
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b":-+_.".contains(&b)) {
        return None;
    }
    let last = name.rsplit(':').next().unwrap_or(name);
    match interpreted(rest, end)? {
        mark if matches!(
            last,
            "ref" | "doc" | "term" | "abbr" | "emphasis" | "strong" | "guilabel"
        ) =>
        {
            Some(mark)
        }
        Mark::Keep(.., len) => Some(Mark::Object(len)),
        mark => Some(mark),
    }
}

/// Text in backquotes, without the target that may follow it.
fn interpreted(rest: &str, from: usize) -> Option<Mark> {
    let text = &rest[from + 1..];
    let close = text.find('`')?;
    let end = from + 1 + close;
    let tail = rest[end + 1..].bytes().take(2).take_while(|b| *b == b'_').count();
    let to = match text[..close].rfind(" <") {
        Some(at) if text[..close].ends_with('>') => from + 1 + at,
        _ => end,
    };
    (close > 0).then_some(Mark::Keep(from + 1, to, end + 1 + tail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    #[test]
    fn only_prose_is_left() {
        let source = Source::new(
            "t.rst",
            "=====\nСброс\n=====\n\nКнопка *сброса* и ``code`` :ref:`сюда <x>` `ссылка <http://x>`_\nвторая :func:`f`. Код::\n\n   code\n\n   more\n\n\
             .. note:: Важно\n   очень\n\n.. code-block:: rust\n   :linenos:\n\n   code\n\n.. _target:\n.. comment\n   more\n\n\
             - раз\n  ещё\n- два\n\nterm\n   значение\n\n:param x: параметр\n\n+---+---+\n| a | б |\n+---+---+\n\n>>> code\n1\n\nКонец\n-----\nвсё |v|.\n",
        );
        let document = ReStructuredText.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(
            texts(&document),
            [
                "Сброс",
                "Кнопка сброса и \u{FFFC} сюда ссылка вторая \u{FFFC}. Код:",
                "Важно очень",
                "раз ещё",
                "два",
                "term",
                "значение",
                "параметр",
                "a | б",
                "Конец",
                "всё \u{FFFC}.",
            ]
        );
        let segment = document.units[1].target();
        assert_eq!(&segment.text()[segment.marks[0].range()], "сброса");
    }
}
