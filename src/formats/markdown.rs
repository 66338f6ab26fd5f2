//! Markdown: prose without code, links' addresses, HTML and front matter.

use pulldown_cmark::{Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::{Comment, Format};
use crate::document::{Document, Role, Segment, Unit};
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// CommonMark with tables, footnotes, strikethrough, task lists and front matter.
#[derive(Debug)]
pub(super) struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown", "mdx", "mkd"]
    }

    fn comments(&self) -> &'static [Comment] {
        const {
            &[
                Comment::block("<!--", "-->"),
                Comment::block("{/*", "*/}"),
                Comment::block("[//]: # (", ")"),
            ]
        }
    }

    fn code(&self, source: &Source) -> Vec<Span> {
        let is_code =
            |event: &Event<'_>| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_)));
        let code = events(source).filter(|(event, _)| is_code(event));
        code.map(|(_, range)| range.into()).collect()
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let mut reader = Reader::new(source);
        for (event, range) in events(source) {
            reader.event(&event, range.into());
        }
        reader.flush();
        Ok(Document { units: reader.units, ..Document::new(source) })
    }
}

/// The events of a source with their places.
fn events(source: &Source) -> OffsetIter<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    Parser::new_ext(source.text(), options).into_offset_iter()
}

struct Reader<'s> {
    source: &'s Source,
    units: Vec<Unit<'s>>,
    segment: Segment<'s>,
    /// Start in the segment of each emphasis that is open.
    open: Vec<usize>,
    /// How many blocks are open whose text is not prose.
    code: usize,
    role: Role,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source) -> Self {
        Self {
            source,
            units: Vec::new(),
            segment: Segment::default(),
            open: Vec::new(),
            code: 0,
            role: Role::Text,
        }
    }

    fn flush(&mut self) {
        let mut segment = std::mem::take(&mut self.segment);
        self.open.clear();
        if !segment.text().trim().is_empty() {
            segment.role = self.role;
            self.units.push(Unit::Text(segment));
        }
    }

    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag, span),
            _ if self.code > 0 => {}
            Event::Text(text) => self.text(text, span),
            // code is no prose, but the reader sees that something stands here
            Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                self.segment.push_decoded(span, "\u{FFFC}");
            }
            Event::SoftBreak => self.segment.push_decoded(span, " "),
            Event::HardBreak => self.segment.push_decoded(span, "\n"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.source.text()[span.range()] == *text {
            self.segment.push(self.source, span);
        } else {
            self.segment.push_decoded(span, text);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => {
                self.open.push(self.segment.text().len());
            }
            Tag::Link { .. } | Tag::Image { .. } => {}
            Tag::TableCell => {
                if !self.segment.text().is_empty() {
                    self.segment.push_decoded(Span::new(span.start, span.start), " | ");
                }
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) | Tag::HtmlBlock => {
                self.flush();
                self.code += 1;
            }
            Tag::Heading { .. } => {
                self.flush();
                self.role = Role::Heading;
            }
            Tag::TableHead | Tag::TableRow => {
                self.flush();
                self.role = Role::Row;
            }
            _ => {
                self.flush();
                self.role = Role::Text;
            }
        }
    }

    fn end(&mut self, tag: TagEnd, _span: Span) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                if let Some(start) = self.open.pop() {
                    let mark = Span::new(start, self.segment.text().len());
                    self.segment.marks.push(mark);
                }
            }
            TagEnd::Link | TagEnd::Image | TagEnd::TableCell => {}
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => {
                self.code = self.code.saturating_sub(1);
            }
            _ => {
                self.flush();
                self.role = Role::Text;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let source = Source::new("t.md", text);
        let document = Markdown.read(&source).unwrap();
        document.units.iter().flat_map(|u| u.segments().map(|s| s.text().to_owned())).collect()
    }

    #[test]
    fn only_prose_is_left() {
        let text = "---\ntitle: peregruzka\n---\n# One\n\nA *word* and `code` [link](http://x/y) \
                    &amp; more\n\n```\ncode\n```\n\n- item\n  second\n\n<div>html</div>\n";
        assert_eq!(texts(text), ["One", "A word and \u{FFFC} link & more", "item second"]);
    }

    #[test]
    fn rows_keep_their_cells_apart() {
        assert_eq!(texts("| a | b |\n|---|---|\n| сброс | reset |\n"), ["a | b", "сброс | reset"]);
    }

    #[test]
    fn every_byte_leads_back() {
        let text = "Тут *пере*грузка и **сброс** &mdash; раз";
        let source = Source::new("t.md", text);
        let document = Markdown.read(&source).unwrap();
        let segment = document.units[0].segments().next().unwrap();
        for word in ["Тут", "сброс", "раз"] {
            let at = segment.text().find(word).unwrap();
            let span = Span::new(at, at + word.len());
            assert!(segment.is_verbatim(span));
            assert_eq!(&text[segment.to_source(span).range()], word);
        }
        assert_eq!(segment.marks.len(), 2);
    }
}
