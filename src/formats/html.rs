//! HTML: prose between tags and in the attributes that people read.

use std::borrow::Cow;

use super::escape::{Piece, floor, push_unescaped};
use super::{Comment, Format, XML_COMMENTS, locale, xml};
use crate::document::{Document, Role, Segment};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// HTML.
#[derive(Debug)]
pub(super) struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn comments(&self) -> &'static [Comment] {
        XML_COMMENTS
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let mut reader = Reader::new(source);
        while reader.at < source.text().len() {
            reader.step();
        }
        reader.flush();
        Ok(reader.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        xml::escape(text)
    }
}

struct Reader<'s> {
    source: &'s Source,
    document: Document<'s>,
    at: usize,
    segment: Segment<'s>,
    role: Role,
    /// Where in the segment each emphasis that is open begins.
    emphasis: Vec<usize>,
    lang: Option<Lang>,
    /// Whether a tag was found not to end; quotation marks in tags are then not trusted.
    odd: bool,
    /// Elements to be passed over of which the end was not found.
    unclosed: Vec<String>,
}

/// A tag: its name in small letters, its place, its attributes.
struct Tag {
    name: String,
    closes: bool,
    span: Span,
    /// What stands between the name and the end.
    attributes: Span,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source) -> Self {
        Self {
            source,
            document: Document::new(source),
            at: 0,
            segment: Segment::default(),
            role: Role::Text,
            emphasis: Vec::new(),
            lang: locale::lang_of_path(source.name()),
            odd: false,
            unclosed: Vec::new(),
        }
    }

    fn rest(&self) -> &'s str {
        &self.source.text()[self.at..]
    }

    fn flush(&mut self) {
        let mut segment = std::mem::take(&mut self.segment);
        self.emphasis.clear();
        segment.role = self.role;
        locale::declare(&mut segment, self.lang);
        self.document.push_text(segment);
    }

    /// Reads text up to a tag, or a tag.
    fn step(&mut self) {
        let rest = self.rest();
        let markup = |at: &usize| {
            rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
        };
        match rest.match_indices('<').map(|(at, _)| at).find(markup) {
            Some(0) if rest.starts_with("<!--") => self.skip_past("-->"),
            Some(0) if rest[1..].starts_with(['!', '?']) => self.skip_past(">"),
            Some(0) => match self.tag() {
                Some(tag) => self.apply(&tag),
                None => self.text(1),
            },
            Some(at) => self.text(at),
            None => self.text(rest.len()),
        }
    }

    fn skip_past(&mut self, end: &str) {
        let rest = self.rest();
        if let Some(at) = rest.find(end) {
            self.at += at + end.len();
        } else {
            let what = format!("`{end}` is missing");
            self.document.report(Span::new(self.at, self.at + 2), what);
            self.at += rest.len();
        }
    }

    fn text(&mut self, len: usize) {
        let span = Span::new(self.at, self.at + len);
        self.at = span.end;
        let blank = self.segment.text().is_empty();
        let marks = &['&', '\n', '\r', '\t'];
        push_unescaped(&mut self.segment, self.source, span, marks, |rest, at| {
            if rest.starts_with('&') {
                return match xml::reference(rest) {
                    Some((c, len)) => Piece::Char(len, c.unwrap_or('\u{FFFC}')),
                    None => Piece::Verbatim(1),
                };
            }
            let len = rest.len() - rest.trim_start_matches([' ', '\n', '\r', '\t']).len();
            Piece::Text(len, if blank && at == span.start { "" } else { " " })
        });
    }

    /// Reads the tag that begins here.
    fn tag(&mut self) -> Option<Tag> {
        let start = self.at;
        let rest = self.rest();
        let closes = rest.starts_with("</");
        let name_at = if closes { 2 } else { 1 };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':');
        let name = &rest[name_at..];
        let name = &name[..name.find(|c| !is_name(c)).unwrap_or(name.len())];
        let body = name_at + name.len();
        let end = if let Some(end) = self.tag_end(&rest[body..]) {
            body + end
        } else {
            let what = "the tag does not end";
            self.document.report(Span::new(start, start + body), what);
            self.odd = true;
            body + self.tag_end(&rest[body..])?
        };
        self.at = start + end + 1;
        let span = Span::new(start, self.at);
        let attributes = Span::new(start + body, start + end);
        Some(Tag { name: name.to_ascii_lowercase(), closes, span, attributes })
    }

    /// Where the `>` is that ends a tag.
    fn tag_end(&self, rest: &str) -> Option<usize> {
        if self.odd {
            // a tag over many lines is the exception, and so is a broken file
            return rest[..floor(rest, 1024)].find('>');
        }
        let mut quote = None;
        for (at, b) in rest.bytes().enumerate() {
            match (b, quote) {
                (b'>', None) => return Some(at),
                (b'"' | b'\'', None) => quote = Some(b),
                (b, Some(open)) if b == open => quote = None,
                _ => {}
            }
        }
        None
    }

    fn apply(&mut self, tag: &Tag) {
        if !tag.closes {
            self.attributes(tag);
        }
        match tag.name.as_str() {
            "script" | "style" | "template" | "pre" | "svg" | "math" | "textarea" | "iframe"
            | "noscript"
                if !tag.closes =>
            {
                self.flush();
                self.skip_element(&tag.name);
            }
            "code" | "kbd" | "samp" | "var" | "tt" if !tag.closes => {
                self.skip_element(&tag.name);
                let span = Span::new(tag.span.start, self.at);
                self.segment.push_decoded(span, "\u{FFFC}");
            }
            "br" => self.segment.push_decoded(tag.span, "\n"),
            "img" | "input" => {
                self.segment.push_decoded(tag.span, "\u{FFFC}");
            }
            "b" | "strong" | "i" | "em" | "u" | "q" | "cite" | "dfn" => {
                self.segment.push_decoded(tag.span, "");
                self.emphasize(tag.closes);
            }
            name if is_inline(name) => self.segment.push_decoded(tag.span, ""),
            "td" | "th" => self.cell(tag),
            "thead" | "tbody" | "tfoot" | "colgroup" | "col" => {}
            name => {
                self.flush();
                self.role = match name {
                    _ if tag.closes => Role::Text,
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "title" | "caption" => Role::Heading,
                    "tr" => Role::Row,
                    _ => Role::Text,
                };
            }
        }
    }

    fn emphasize(&mut self, closes: bool) {
        let at = self.segment.text().len();
        if !closes {
            // bounded: nobody opens so many, and each is kept until it closes
            if self.emphasis.len() < 64 {
                self.emphasis.push(at);
            }
        } else if let Some(start) = self.emphasis.pop() {
            self.segment.marks.push(Span::new(start, at));
        }
    }

    fn cell(&mut self, tag: &Tag) {
        if !tag.closes && !self.segment.text().trim().is_empty() {
            let at = tag.span.start;
            self.segment.push_decoded(Span::new(at, at), " | ");
        }
    }

    /// Passes over the content of an element; one that is not closed is read as text.
    fn skip_element(&mut self, name: &str) {
        // not found from an earlier place, it is not found from here
        if self.unclosed.iter().any(|known| known == name) {
            return;
        }
        let rest = self.rest();
        let end = rest.match_indices("</").find(|(at, _)| {
            let inner = rest[at + 2..].get(..name.len());
            inner.is_some_and(|inner| inner.eq_ignore_ascii_case(name))
        });
        if let Some((at, _)) = end {
            self.at += at;
            let rest = self.rest();
            self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
        } else {
            let span = Span::new(self.at, self.at);
            self.document.report(span, format_args!("<{name}> is not closed"));
            self.unclosed.push(name.to_owned());
        }
    }

    /// Takes the language and the texts from a tag's attributes.
    fn attributes(&mut self, tag: &Tag) {
        let written = &self.source.text()[tag.attributes.range()];
        for (name, value) in attributes(written.trim_end_matches('/')) {
            let span = Span::from(value).shift(tag.attributes.start);
            let text = &self.source.text()[span.range()];
            match name.to_ascii_lowercase().as_str() {
                "lang" | "xml:lang" if matches!(tag.name.as_str(), "html" | "body") => {
                    self.lang = locale::lang_of_tag(text).or(self.lang);
                }
                "alt" | "title" | "placeholder" | "aria-label" => self.attribute(span),
                _ => {}
            }
        }
    }

    fn attribute(&mut self, span: Span) {
        let outer = std::mem::take(&mut self.segment);
        let at = std::mem::replace(&mut self.at, span.start);
        self.text(span.len());
        let mut segment = std::mem::replace(&mut self.segment, outer);
        self.at = at;
        locale::declare(&mut segment, self.lang);
        self.document.push_text(segment);
    }
}

/// Elements that part no words.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "bdi"
            | "bdo"
            | "big"
            | "data"
            | "del"
            | "font"
            | "ins"
            | "label"
            | "mark"
            | "s"
            | "small"
            | "span"
            | "strike"
            | "sub"
            | "sup"
            | "time"
            | "wbr"
            | "rb"
            | "rp"
            | "rt"
            | "ruby"
            | "nobr"
    )
}

/// The names and the places of the values of attributes.
fn attributes(text: &str) -> Vec<(&str, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(equals) = text[at..].find('=') {
        let name = text[at..at + equals].trim_end();
        let name = name.rsplit(|c: char| c.is_whitespace()).next().unwrap_or(name);
        let value = text[at + equals + 1..].trim_start();
        let start = text.len() - value.len();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let start = start + usize::from(quote.is_some());
        let value = &text[start..];
        let len = match quote {
            Some(quote) => value.find(quote),
            None => value.find(char::is_whitespace),
        };
        let end = start + len.unwrap_or(value.len());
        found.push((name, start..end));
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    fn read(text: &str) -> (Vec<String>, usize) {
        let source = Source::new("t.html", text);
        let document = Html.read(&source).unwrap();
        check_runs(&document);
        (texts(&document), document.errors.len())
    }

    #[test]
    fn only_prose_is_left() {
        let (texts, errors) = read(
            "<!DOCTYPE html><html lang=ru><head><title>Сброс</title><style>p > a {}</style>\n\
             <script>if (a < b) '</p>'</script></head><body><!-- no --><h1 id=x>Кнопка</h1>\n\
             <p>Одно\n   <b>сло</b>во &mdash; <code>x</code>&nbsp;и 2 < 3<br/>да & нет &foo;</p>\n\
             <ul><li>раз<li>два</ul><img alt='Кно&shy;пка \"A\"' src=a.png><pre>no</pre>\n\
             <table><tr><th>a</th><th>б</th></tr><tr><td>1</td><td>в</td></tr></table></body></html>",
        );
        assert_eq!(
            texts,
            [
                "Сброс",
                "Кнопка",
                "Одно слово — \u{FFFC}\u{A0}и 2 < 3\nда & нет \u{FFFC}",
                "раз",
                "два",
                "Кно\u{AD}пка \"A\"",
                "a | б",
                "1 | в",
            ]
        );
        assert_eq!(errors, 0);
    }

    #[test]
    fn slips_are_reported_and_passed() {
        let (texts, errors) = read("<p>раз <a href=\"x>два</a>\n<p>три</p><!-- четыре");
        assert_eq!(texts, ["раз два ", "три"]);
        assert_eq!(errors, 2);
    }

    #[test]
    fn broken_tags_cost_no_more_than_others() {
        read(&"<a \"".repeat(100_000));
        read(&"<a <".repeat(100_000));
        read(&"<b>".repeat(100_000));
        read(&"<code></x>".repeat(100_000));
    }

    #[test]
    fn emphasis_is_marked() {
        let source = Source::new("t.html", "<p>кнопка <em>сброса</em> тут");
        let document = Html.read(&source).unwrap();
        let segment = document.units[0].target();
        assert_eq!(&segment.text()[segment.marks[0].range()], "сброса");
    }
}
