//! The strings of a JSON source with their places and pointers; JSON readers are built on it.

use std::borrow::Cow;

use super::escape::{Piece, control, floor, push_unescaped, unicode_escape};
use crate::document::{Document, Segment};
use crate::source::Source;
use crate::span::Span;

/// Text lies not deep; a file that nests further is made to break its reader.
pub(super) const DEEPEST: usize = 64;

/// A pointer is for people to find a text by. Bounded, it cannot be made to eat memory.
const LONGEST_POINTER: usize = 512;

/// A JSON source as a stream of its string values. Comments and trailing commas are let pass.
pub(super) struct Json<'s> {
    pub(super) source: &'s Source,
    pub(super) document: Document<'s>,
    at: usize,
    /// Where what is read ends.
    end: usize,
    open: Vec<Frame>,
    /// Levels that are open beyond the deepest.
    beyond: usize,
    /// Whether a comma or an opening bracket came last, so that a value may follow.
    due: bool,
}

/// An object or an array that is open.
struct Frame {
    is_object: bool,
    /// The place of the key inside its quotation marks, once it is read.
    key: Option<Span>,
    /// Whether the colon after the key is read.
    colon: bool,
    index: usize,
}

impl<'s> Json<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let document = Document::new(source);
        let end = source.text().len();
        Self { source, document, at: 0, end, open: Vec::new(), beyond: 0, due: true }
    }

    /// Reads another value, which stands in `span`.
    pub(super) fn restart(&mut self, span: Span) {
        (self.at, self.end) = (span.start, span.end);
        self.open.clear();
        (self.beyond, self.due) = (0, true);
    }

    /// The source as far as it is read.
    fn text(&self) -> &'s str {
        &self.source.text()[..self.end]
    }

    /// The next string that is a value: its place inside the quotation marks.
    pub(super) fn next(&mut self) -> Option<Span> {
        let text = self.text();
        loop {
            self.at += text[self.at..].find(|c: char| !c.is_whitespace()).unwrap_or(0);
            let start = self.at;
            let Some(c) = text[start..].chars().next().filter(|c| !c.is_whitespace()) else {
                self.finish();
                return None;
            };
            self.at += c.len_utf8();
            match c {
                '{' | '[' => self.begin(c == '{', start),
                '}' | ']' => self.end(c == '}', start),
                ',' => self.comma(start),
                ':' => self.colon(start),
                '"' => {
                    let span = self.string(start);
                    if self.value(span) {
                        return Some(span);
                    }
                }
                '/' if text[self.at..].starts_with(['/', '*']) => self.comment(start),
                _ => self.word(start),
            }
        }
    }

    fn begin(&mut self, is_object: bool, start: usize) {
        self.value(Span::new(start, start + 1));
        if self.open.len() < DEEPEST {
            self.open.push(Frame { is_object, key: None, colon: false, index: 0 });
        } else {
            if self.beyond == 0 {
                let what =
                    format!("nested deeper than {DEEPEST} levels; the text there is not read");
                self.document.report(Span::new(start, start + 1), what);
            }
            self.beyond += 1;
        }
        self.due = true;
    }

    fn end(&mut self, is_object: bool, start: usize) {
        self.due = false;
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let span = Span::new(start, start + 1);
        match self.open.pop() {
            Some(frame) if frame.is_object != is_object => {
                let due = if frame.is_object { '}' } else { ']' };
                self.document.report(span, format_args!("`{due}` is due here"));
            }
            Some(_) => {}
            None => self.document.report(span, "this closes nothing"),
        }
    }

    fn comma(&mut self, start: usize) {
        if let Some(frame) = self.open.last_mut() {
            frame.key = None;
            frame.colon = false;
            frame.index += 1;
        } else {
            self.document.report(Span::new(start, start + 1), "a comma outside all brackets");
        }
        self.due = true;
    }

    fn colon(&mut self, start: usize) {
        match self.open.last_mut() {
            Some(frame) if frame.key.is_some() && !frame.colon => {
                frame.colon = true;
                self.due = true;
            }
            _ if self.beyond > 0 => {}
            _ => self.document.report(Span::new(start, start + 1), "a colon without a key"),
        }
    }

    /// Takes account of a value or a key; `true` for a value that can be told by its pointer.
    fn value(&mut self, span: Span) -> bool {
        if self.beyond > 0 {
            return false;
        }
        if !self.due {
            self.document.report(span, "a comma is due before this");
            // the comma was forgotten, not the key
            if let Some(frame) = self.open.last_mut().filter(|f| f.colon || !f.is_object) {
                frame.key = None;
                frame.colon = false;
                frame.index += 1;
            }
        }
        self.due = false;
        match self.open.last_mut() {
            Some(frame) if frame.is_object && !frame.colon => {
                frame.key = Some(span);
                false
            }
            _ => true,
        }
    }

    /// Reads a string, of which the opening quotation mark is at `start`.
    fn string(&mut self, start: usize) -> Span {
        let text = self.text();
        let bytes = text.as_bytes();
        let mut at = start + 1;
        while at < bytes.len() {
            match bytes[at] {
                b'"' => {
                    self.at = at + 1;
                    return Span::new(start + 1, at);
                }
                b'\n' => break,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        let end = floor(text, at.min(text.len()));
        self.at = end;
        self.document.report(Span::new(start, end), "the string is not closed on its line");
        Span::new(start + 1, end.max(start + 1))
    }

    fn comment(&mut self, start: usize) {
        let rest = &self.text()[start..];
        let len = if rest.starts_with("//") {
            rest.find('\n')
        } else {
            rest[2..].find("*/").map(|at| at + 4)
        };
        self.at = start + len.unwrap_or(rest.len());
    }

    /// A number, `true`, `null`, or what is none of these.
    fn word(&mut self, start: usize) {
        let text = self.text();
        let ends =
            |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '"' | '{' | '}' | '[' | ']');
        let end = start + text[start..].find(ends).unwrap_or(text.len() - start);
        self.at = end.max(self.at);
        let span = Span::new(start, self.at);
        let word = &text[span.range()];
        let known = matches!(word, "true" | "false" | "null") || word.parse::<f64>().is_ok();
        if !known {
            self.document.report(span, "neither a string nor a number");
        }
        self.value(span);
    }

    fn finish(&mut self) {
        if !self.open.is_empty() {
            let end = self.text().trim_end().len();
            self.document.report(Span::new(end, end), "the text ends inside brackets");
            self.open.clear();
        }
    }

    /// The keys that lead to the value read last; an index of an array counts as one.
    pub(super) fn path(&self) -> impl Iterator<Item = String> {
        self.open.iter().map(|frame| match frame.key {
            Some(span) if frame.is_object => self.decode_key(span),
            _ => frame.index.to_string(),
        })
    }

    fn decode_key(&self, span: Span) -> String {
        let text = self.source.text();
        let end = floor(text, span.end.min(span.start + LONGEST_POINTER));
        let mut segment = Segment::default();
        let span = Span::new(span.start, end.max(span.start));
        push_unescaped(&mut segment, self.source, span, &['\\'], |rest, _| {
            unescape(rest).unwrap_or(Piece::Verbatim(1))
        });
        segment.text().to_owned()
    }

    /// The keys as a JSON pointer.
    pub(super) fn pointer(&self) -> String {
        pointer_of(self.path().map(Cow::Owned))
    }

    /// The place of the key that the value read last, or one above it, stands under.
    pub(super) fn key_span(&self, depth: usize) -> Option<Span> {
        self.open.get(depth)?.key
    }

    /// The text of a string.
    pub(super) fn decode(&mut self, span: Span) -> Segment<'s> {
        let mut segment = Segment::default();
        let (source, document) = (self.source, &mut self.document);
        push_unescaped(&mut segment, source, span, &['\\'], |rest, at| {
            unescape(rest).unwrap_or_else(|| {
                let end = at + rest.chars().take(2).map(char::len_utf8).sum::<usize>();
                document.report(Span::new(at, end), "no such escape in JSON");
                Piece::Verbatim(end - at)
            })
        });
        segment
    }
}

/// Keys as a JSON pointer.
pub(super) fn pointer_of<'k>(path: impl Iterator<Item = Cow<'k, str>>) -> String {
    let mut pointer = String::new();
    for part in path {
        pointer.push('/');
        pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
        if pointer.len() > LONGEST_POINTER {
            pointer.truncate(floor(&pointer, LONGEST_POINTER));
            break;
        }
    }
    pointer
}

fn unescape(rest: &str) -> Option<Piece> {
    let letter = rest.chars().nth(1)?;
    Some(match letter {
        'u' => {
            let (c, len) = unicode_escape(rest)?;
            Piece::Char(len, c)
        }
        '"' | '\\' | '/' => Piece::Char(2, letter),
        _ => Piece::Char(2, control(letter)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> (Vec<String>, usize) {
        let source = Source::new("t.json", text);
        let mut json = Json::new(&source);
        let mut found = Vec::new();
        while let Some(span) = json.next() {
            let pointer = json.pointer();
            found.push(format!("{pointer}={}", json.decode(span).text()));
        }
        (found, json.document.errors.len())
    }

    #[test]
    fn pointers_lead_to_values() {
        let text = r#"{"a": "x", "b/c": ["y", 1, {"d~": "\u0433\n"}], "e": null, // "no"
                       "f": {}, "g": "z",}"#;
        let (found, errors) = values(text);
        assert_eq!(found, ["/a=x", "/b~1c/0=y", "/b~1c/2/d~0=г\n", "/g=z"]);
        assert_eq!(errors, 0);
    }

    #[test]
    fn slips_are_reported_and_passed() {
        let (found, errors) =
            values("{\"a\": \"x\" \"b\": \"y\\q\", \"c\": \"z\n, \"d\": what, \"e\": \"v\"]");
        assert_eq!(found, ["/a=x", "/b=y\\q", "/c=z", "/e=v"]);
        assert_eq!(errors, 5);
    }

    #[test]
    fn deep_nesting_is_only_long() {
        let (found, errors) = values(&("[".repeat(100_000) + "\"x\""));
        assert!(found.is_empty());
        assert_eq!(errors, 2);
        let (found, _) = values(&format!("[{}\"x\"{}, \"y\"]", "[".repeat(999), "]".repeat(999)));
        assert_eq!(found, ["/1=y"]);
    }
}
