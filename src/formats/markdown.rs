//! Markdown: prose without code, links' addresses, HTML and tags of templates; of front matter the
//! titles.

use pulldown_cmark::{Event, MetadataBlockKind, OffsetIter, Options, Parser, Tag, TagEnd};

use super::template::{self, Covered};
use super::{Comment, Format, yaml};
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
        let covered = template::cover(source.text());
        let code = events(&covered.text).filter(|(event, _)| is_code(event));
        code.map(|(_, range)| range.into()).collect()
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let covered = template::cover(source.text());
        let mut reader = Reader::new(source, &covered);
        for (event, range) in events(&covered.text) {
            reader.event(&event, range.into());
        }
        reader.flush();
        Ok(Document { units: reader.units, ..Document::new(source) })
    }
}

/// The events of a text with their places.
fn events(text: &str) -> OffsetIter<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    Parser::new_ext(text, options).into_offset_iter()
}

/// What of front matter is read, by its pointer.
const TITLES: &[&str] = &["/title", "/linkTitle", "/subtitle", "/description", "/summary"];

struct Reader<'s, 't> {
    source: &'s Source,
    /// The text without tags of a template, and where they stand.
    covered: &'t str,
    tags: &'t [Span],
    units: Vec<Unit<'s>>,
    segment: Segment<'s>,
    /// Start in the segment of each emphasis that is open.
    open: Vec<usize>,
    /// How many blocks are open whose text is not prose.
    code: usize,
    role: Role,
}

impl<'s, 't> Reader<'s, 't> {
    fn new(source: &'s Source, Covered { text, tags }: &'t Covered<'_>) -> Self {
        Self {
            source,
            covered: text,
            tags,
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
        if self.covered[span.range()] != *text {
            self.segment.push_decoded(span, text);
            return;
        }
        let mut start = span.start;
        let first = self.tags.partition_point(|tag| tag.end <= start);
        for tag in self.tags[first..].iter().take_while(|tag| tag.start < span.end) {
            let (from, to) = (tag.start.max(start), tag.end.min(span.end));
            self.segment.push(self.source, Span::new(start, from));
            self.segment.push_decoded(Span::new(from, to), "\u{FFFC}");
            start = to;
        }
        self.segment.push(self.source, Span::new(start, span.end));
    }

    /// Reads the titles at the head of the file, which are headings.
    fn front_matter(&mut self, span: Span) {
        let text = &self.source.text()[span.range()];
        let start = text.find('\n').map_or(text.len(), |at| at + 1);
        let end = match text.trim_end().rsplit_once('\n') {
            Some((before, "---" | "...")) => before.len().max(start),
            _ => text.len(),
        };
        // what of it cannot be read is not for readers
        for unit in yaml::read_part(self.source, Span::new(start, end).shift(span.start)).units {
            if let Unit::Text(mut segment) = unit
                && segment.key.as_deref().is_some_and(|key| TITLES.contains(&key))
            {
                segment.role = Role::Heading;
                segment.lang = None;
                self.units.push(Unit::Text(segment));
            }
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
                if matches!(tag, Tag::MetadataBlock(MetadataBlockKind::YamlStyle))
                    && self.source.text()[..span.start].trim().is_empty()
                {
                    self.front_matter(span);
                }
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
    use crate::formats::tests::{self, check_runs};

    fn texts(text: &str) -> Vec<String> {
        let source = Source::new("t.md", text);
        let document = Markdown.read(&source).unwrap();
        document.units.iter().flat_map(|u| u.segments().map(|s| s.text().to_owned())).collect()
    }

    #[test]
    fn only_prose_is_left() {
        let text = "---\ntag: peregruzka\n---\n# One\n\nA *word* and `code` [link](http://x/y) \
                    &amp; more\n\n```\ncode\n```\n\n- item\n  second\n\n<div>html</div>\n";
        assert_eq!(texts(text), ["One", "A word and \u{FFFC} link & more", "item second"]);
    }

    #[test]
    fn rows_keep_their_cells_apart() {
        assert_eq!(texts("| a | b |\n|---|---|\n| сброс | reset |\n"), ["a | b", "сброс | reset"]);
    }

    #[test]
    fn of_front_matter_the_titles_are_read() {
        let text = "---\nlayout: peregruzka\ntitle: \"Кнопка \\\"сброс\\\"\" # да\nsummary: 'it''s'\n\
                    description: >\n  раз\n  два\ntags: [нет]\nmenu:\n  title: нет\nweight: 5\n\
                    linkTitle: {{нет\n---\n\nтри\n\n---\ntitle: четыре\n---\n";
        let source = Source::new("t.md", text);
        let document = Markdown.read(&source).unwrap();
        check_runs(&document);
        assert!(document.errors.is_empty());
        let titles = &document.units[..4];
        let heading = |unit: &Unit<'_>| unit.target().role == Role::Heading;
        assert_eq!(titles.iter().map(heading).collect::<Vec<_>>(), [true, true, true, false]);
        let found = tests::texts(&document);
        let wanted = ["/title: Кнопка \"сброс\"", "/summary: it's", "/description: раз два", "три"];
        assert_eq!(found[..4], wanted);
        let title = document.units[0].target();
        let at = title.text().find("сброс").unwrap();
        let word = title.to_source(Span::new(at, at + "сброс".len()));
        assert_eq!(&text[word.range()], "сброс");
    }

    #[test]
    fn tags_of_templates_are_no_prose() {
        let text = "{{< note title=\"x\" >}}\nРаз *два*,\n{{< ref \"y_z_w\" >}} три [четыре]({{% ref \"a b\" %}}).\n\
                    {{< /note >}}\n{% if page %}\n| a | b |\n|---|---|\n| в | г |\n{% endif %}\n\n{{<x>}} да {{ нет }}\n";
        assert_eq!(
            texts(text),
            ["Раз два, \u{FFFC} три четыре.", "a | b", "в | г", "\u{FFFC} да {{ нет }}"]
        );
        let source = Source::new("t.md", text);
        check_runs(&Markdown.read(&source).unwrap());
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
