//! What the XML formats share: events with their places, entities, escaping.
//!
//! Entities that a file defines itself are not expanded, so that no file grows in memory beyond
//! its size; there is no recursion, so that no nesting overflows the stack.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// The elements and texts of a file, in order.
pub(super) struct Xml<'s> {
    source: &'s Source,
    reader: Reader<&'s [u8]>,
    /// The elements that are open, by local name, and where each began.
    open: Vec<(String, usize)>,
    /// An element without content ends as soon as it has begun.
    empty: bool,
}

/// The most elements within each other; the formats need a dozen.
const DEEPEST: usize = 256;

/// A step through a file.
pub(super) enum Step {
    /// An element begins.
    Start(Element),
    /// Characters.
    Text(String),
    /// The innermost element ends.
    End(String),
}

/// The beginning of an element.
pub(super) struct Element {
    /// Its name without a prefix.
    pub(super) name: String,
    /// Its attributes, by name without a prefix.
    attributes: Vec<(String, String)>,
    /// Where it begins.
    pub(super) place: Span,
}

impl Element {
    /// The value of an attribute; `xml:lang` is `lang`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

impl<'s> Xml<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let reader = Reader::from_str(source.text());
        Self { source, reader, open: Vec::new(), empty: false }
    }

    /// The next step; `None` after the last.
    pub(super) fn next(&mut self) -> Result<Option<Step>, Error> {
        if std::mem::take(&mut self.empty) {
            return Ok(self.open.pop().map(|(name, _)| Step::End(name)));
        }
        loop {
            let start = self.reader.buffer_position() as usize;
            let event = self.reader.read_event();
            let event = event.map_err(|e| self.error(self.reader.error_position() as usize, e))?;
            let step = match event {
                Event::Start(tag) => self.start(&tag, start)?,
                Event::Empty(tag) => {
                    self.empty = true;
                    self.start(&tag, start)?
                }
                Event::End(_) => match self.open.pop() {
                    Some((name, _)) => Step::End(name),
                    None => return Err(self.error(start, "an end without a beginning")),
                },
                Event::Text(text) => Step::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Step::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(entity) => {
                    let known = match entity.resolve_char_ref() {
                        Ok(Some(c)) => Some(c.to_string()),
                        Ok(None) => named(&entity.xml10_content()).map(str::to_owned),
                        Err(_) => None,
                    };
                    let what = || {
                        self.error(start, "an entity that XML does not define").help(
                            "write the character itself; entities of a file’s own are not read",
                        )
                    };
                    Step::Text(known.ok_or_else(what)?)
                }
                Event::Eof => return self.end(),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            return Ok(Some(step));
        }
    }

    /// An error at a byte of the file.
    pub(super) fn error(&self, at: usize, what: impl std::fmt::Display) -> Error {
        let text = self.source.text();
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        Error::syntax(self.source.name(), text, Span::new(at, at), what)
    }

    fn start(&mut self, tag: &BytesStart<'_>, start: usize) -> Result<Step, Error> {
        let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
        let name = local(tag.name().as_ref());
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|e| self.error(start, e))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|e| self.error(start, e))?;
            attributes.push((local(attribute.key.as_ref()), value.into_owned()));
        }
        if self.open.len() >= DEEPEST {
            return Err(
                self.error(start, format!("more than {DEEPEST} elements within each other"))
            );
        }
        self.open.push((name.clone(), start));
        let place = Span::new(start, self.reader.buffer_position() as usize);
        Ok(Step::Start(Element { name, attributes, place }))
    }

    fn end(&self) -> Result<Option<Step>, Error> {
        match self.open.last() {
            None => Ok(None),
            Some((name, start)) => {
                let what = format!("the file ends within this <{name}>");
                Err(self.error(*start, what).help("the file is cut short; get it again"))
            }
        }
    }
}

fn named(entity: &str) -> Option<&'static str> {
    Some(match entity {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// Text with what XML would take for markup escaped, and without the characters that it cannot
/// hold.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, Error> {
        let source = Source::new("own.xml", text);
        let mut xml = Xml::new(&source);
        let mut texts = String::new();
        while let Some(step) = xml.next()? {
            if let Step::Text(text) = step {
                texts.push_str(&text);
            }
        }
        Ok(texts)
    }

    #[test]
    fn entities_are_read_and_own_ones_refused() {
        assert_eq!(read("<a>x &amp; &#1103;<b/>&lt;</a>").unwrap(), "x & я<");
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]>\n<a>&c;</a>";
        let error = read(bomb).unwrap_err();
        assert_eq!(&bomb[error.place().unwrap().span.start..][..3], "&c;");
    }

    #[test]
    fn what_is_cut_short_says_where_it_was_open() {
        let error = read("<a>\n  <b>text</b>\n  <c>te").unwrap_err();
        assert!(error.to_string().contains("within this <c>"), "{error}");
        assert_eq!(error.place().unwrap().span.start, 20);
        assert!(read("<a></b>").is_err());
        assert!(read(&"<a>".repeat(1000)).unwrap_err().to_string().contains("within each other"));
    }
}
