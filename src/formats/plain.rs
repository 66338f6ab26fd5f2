//! Plain text: paragraphs between blank lines.

use super::cut::lines_around;
use super::escape::{ceil, floor};
use super::{Comment, Cut, Format, Head, Part};
use crate::document::{Document, Role, Segment, Unit};
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// Plain text.
#[derive(Debug)]
pub(super) struct Plain;

/// A longer paragraph is cut at white space, so that the work on one segment is bounded.
const LONGEST: usize = 4 * 1024;

impl Format for Plain {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn comments(&self) -> &'static [Comment] {
        // a line of its own, since plain text has no comments
        const { &[Comment::line("")] }
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        Ok(read(source, Part::whole(Head::default())))
    }

    fn cut(&self) -> Option<Cut> {
        Some(Cut {
            size: 1 << 20,
            end: last_end,
            around: lines_around,
            head: |_| Head::default(),
            read,
        })
    }
}

fn read(source: &Source, part: Part) -> Document<'_> {
    Document { units: units(source, part.start), ..Document::new(source) }
}

/// The paragraphs from `start` on.
fn units(source: &Source, mut start: usize) -> Vec<Unit<'_>> {
    let text = source.text();
    let mut units = Vec::new();
    while start < text.len() {
        let end = paragraph_end(text, start);
        push_pieces(source, Span::new(start, end), &mut units);
        start = end;
    }
    units
}

/// The last place at which a text may be cut: what is before it is read in the same way whatever
/// follows. Zero if there is none.
fn last_end(text: &str) -> usize {
    let mut end = text.len();
    while let Some(line_end) = text[..end].rfind('\n') {
        let Some(before) = text[..line_end].rfind('\n') else { break };
        if text[before + 1..line_end].trim().is_empty() {
            return before + 1;
        }
        end = line_end;
    }
    // an endless paragraph is read in pieces as it is
    let mut start = 0;
    while text.len() - start > LONGEST {
        start = piece_end(text, start, text.len());
    }
    start
}

/// Where the paragraph that starts at `start` ends: after the first line end that a blank line
/// follows.
fn paragraph_end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(found) = text[at..].find('\n') {
        at += found + 1;
        let next = text[at..].split_once('\n').map_or(&text[at..], |(line, _)| line);
        if next.trim().is_empty() {
            return at;
        }
    }
    text.len()
}

fn push_pieces<'s>(source: &'s Source, paragraph: Span, units: &mut Vec<Unit<'s>>) {
    let text = source.text();
    let mut start = paragraph.start;
    while start < paragraph.end {
        let end = piece_end(text, start, paragraph.end);
        let piece = text[start..end].trim();
        if !piece.is_empty() {
            let at = start + (end - start - text[start..end].trim_start().len());
            let mut segment = Segment::verbatim(source, Span::new(at, at + piece.len()));
            segment.role = if heading(piece) { Role::Heading } else { Role::Text };
            units.push(Unit::Text(segment));
        }
        start = end;
    }
}

fn piece_end(text: &str, start: usize, end: usize) -> usize {
    if end - start <= LONGEST {
        return end;
    }
    let limit = floor(text, start + LONGEST);
    match text[start..limit].rfind(char::is_whitespace) {
        Some(at) if at > 0 => ceil(text, start + at + 1),
        _ => limit,
    }
}

/// A short line alone, without a full stop, is a heading.
fn heading(line: &str) -> bool {
    line.len() <= 120 && !line.contains('\n') && line.ends_with(|c: char| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let source = Source::new("t", text);
        let document = Plain.read(&source).unwrap();
        document.units.iter().flat_map(|u| u.segments().map(|s| s.text().to_owned())).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(texts("Заголовок\n\nодин\nдва\r\n \r\nтри"), ["Заголовок", "один\nдва", "три"]);
        assert!(texts("\n \n").is_empty());
    }

    #[test]
    fn a_text_in_two_pieces_is_read_as_in_one() {
        let long = format!("{}\n\nend\n \r\n", "слово ".repeat(6_000));
        for text in ["one\n\ntwo\nthree\n\n\nfour\nfive", "a\n\n", "a\n", &long] {
            let cut = last_end(text);
            let mut both = texts(&text[..cut]);
            both.extend(texts(&text[cut..]));
            assert_eq!(both, texts(text), "{cut} in {text:.20}");
        }
        assert_eq!(last_end("one\n\ntwo"), 4);
        assert_eq!(last_end("one\n"), 0);
    }

    #[test]
    fn an_endless_line_is_cut_at_spaces() {
        let text = "слово ".repeat(10_000);
        let pieces = texts(&text);
        assert!(pieces.len() > 1 && pieces.iter().all(|p| p.ends_with("слово")));
        assert_eq!(pieces.join(" ") + " ", text);
    }
}
