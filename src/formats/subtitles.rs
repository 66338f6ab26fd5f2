//! SubRip `.srt` and WebVTT `.vtt`: cues, with the time they begin at as their key.

use std::borrow::Cow;

use super::escape::{Piece, floor, push_unescaped};
use super::{Comment, Format, locale, xml};
use crate::document::{Document, Segment};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// Subtitles.
#[derive(Debug)]
pub(super) struct Subtitles;

impl Format for Subtitles {
    fn name(&self) -> &'static str {
        "subtitles"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["srt", "vtt"]
    }

    fn is_for(&self, path: &str) -> bool {
        !locale::is_foreign_path(path)
    }

    fn comments(&self) -> &'static [Comment] {
        const { &[Comment::line("NOTE")] }
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let mut reader = Reader {
            source,
            document: Document::new(source),
            lang: locale::lang_of_path(source.name()),
            is_web: source.text().starts_with("WEBVTT"),
        };
        let mut block: Vec<Span> = Vec::new();
        let mut start = 0;
        for line in source.text().split_inclusive('\n') {
            let text = line.trim_end();
            if text.is_empty() {
                reader.block(&block);
                block.clear();
            } else {
                block.push(Span::new(start, start + text.len()));
            }
            start += line.len();
        }
        reader.block(&block);
        Ok(reader.document)
    }
}

/// The end of a tag is not sought further.
const LONGEST_TAG: usize = 512;

struct Reader<'s> {
    source: &'s Source,
    document: Document<'s>,
    lang: Option<Lang>,
    is_web: bool,
}

impl<'s> Reader<'s> {
    /// Reads lines between blank ones: a number or a name, the times, the text.
    fn block(&mut self, lines: &[Span]) {
        let text = self.source.text();
        let Some(first) = lines.first() else { return };
        let is_time = |line: &Span| text[line.range()].contains("-->");
        let Some(at) = lines.iter().take(2).position(is_time) else {
            let word = text[first.range()].split_whitespace().next().unwrap_or("");
            if !(self.is_web && matches!(word, "WEBVTT" | "NOTE" | "STYLE" | "REGION")) {
                self.document
                    .report(*first, "a cue begins with its times: `00:01:02,345 --> 00:01:04,000`");
            }
            return;
        };
        let times = lines[at];
        let start = text[times.range()].split("-->").next().unwrap_or("").trim();
        if !start.contains(':') || !start.bytes().all(|b| b.is_ascii_digit() || b":.,".contains(&b))
        {
            self.document.report(times, "times are written `00:01:02,345 --> 00:01:04,000`");
        }
        let mut segment = Segment::default();
        let mut end = None;
        for line in &lines[at + 1..] {
            if let Some(end) = end {
                segment.push_decoded(Span::new(end, line.start), "\n");
            }
            self.push(&mut segment, *line);
            end = Some(line.end);
        }
        segment.key = Some(Cow::Borrowed(start));
        locale::declare(&mut segment, self.lang);
        self.document.push_text(segment);
    }

    fn push(&self, segment: &mut Segment<'s>, line: Span) {
        let is_web = self.is_web;
        push_unescaped(segment, self.source, line, &['<', '{', '&'], |rest, _| {
            let closing = match rest.as_bytes()[0] {
                b'<' if rest[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphanumeric()) => {
                    '>'
                }
                // `{\an8}` places a cue
                b'{' if rest.starts_with("{\\") => '}',
                b'&' if is_web => return entity(rest),
                _ => return Piece::Verbatim(1),
            };
            match rest[..floor(rest, LONGEST_TAG)].find(closing) {
                Some(end) => Piece::Text(end + 1, ""),
                None => Piece::Verbatim(1),
            }
        });
    }
}

fn entity(rest: &str) -> Piece {
    match xml::reference(rest) {
        Some((Some(c), len)) => Piece::Char(len, c),
        _ => Piece::Verbatim(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    fn read(name: &str, text: &str) -> (Vec<String>, usize) {
        let source = Source::new(name, text);
        let document = Subtitles.read(&source).unwrap();
        check_runs(&document);
        (texts(&document), document.errors.len())
    }

    #[test]
    fn cues_of_subrip() {
        let (texts, errors) = read(
            "a.srt",
            "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Нажмите</i> сброс,\r\n{\\an8}господин & министр.\r\n\r\n2\n00:00:03,000 --> 00:00:04,000\n- Два < три\n\n\nбез времени\n\n",
        );
        assert_eq!(
            texts,
            ["00:00:01,000: Нажмите сброс,\nгосподин & министр.", "00:00:03,000: - Два < три"]
        );
        assert_eq!(errors, 1);
    }

    #[test]
    fn cues_of_webvtt() {
        let (texts, errors) = read(
            "a.vtt",
            "WEBVTT - x\n\nNOTE no\nno\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Lavrov>Это &amp; <b>перегрузка</b>.\n\n00:03.000 --> 00:04.000\n",
        );
        assert_eq!(texts, ["00:01.000: Это & перегрузка."]);
        assert_eq!(errors, 0);
    }
}
