//! What the XML formats have in common: elements and character data with their places.

use std::borrow::Cow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::escape::floor;
use crate::document::{Document, Segment};
use crate::source::Source;
use crate::span::Span;

/// An XML source as a stream of nodes. Nothing is expanded: an entity of the file's own stands
/// for itself, so a small file stays small.
pub(super) struct Xml<'s> {
    pub(super) source: &'s Source,
    reader: Reader<&'s [u8]>,
    /// Where the text that the parser was given begins in the source.
    base: usize,
    /// What could be read, and what not.
    pub(super) document: Document<'s>,
    /// Names of the elements that are open.
    pub(super) open: Vec<&'s str>,
    /// Whether the source ends where the file does.
    pub(super) is_last: bool,
    /// Whether the file declares entities, so that an unknown one may be known to its reader.
    declares: bool,
}

/// A node of an XML source.
pub(super) enum Node<'s> {
    /// A start tag; an empty element has one, then an end.
    Start(Element<'s>),
    /// An end tag: the name without its prefix, and where the tag stands.
    End(&'s str, Span),
    /// Characters as they stand, also those of a CDATA section.
    Text(Span),
    /// A reference to a character or an entity, and what it stands for.
    Ref(Span, Option<char>),
}

/// A start tag.
pub(super) struct Element<'s> {
    /// Its name without a prefix.
    pub(super) name: &'s str,
    /// Where the tag stands.
    pub(super) span: Span,
    tag: BytesStart<'s>,
}

impl Element<'_> {
    /// The value of an attribute, by its whole name.
    pub(super) fn attr(&self, name: &str) -> Option<String> {
        let mut attributes = self.tag.attributes();
        let attr = attributes.with_checks(false).flatten().find(|a| a.key.as_ref() == name)?;
        let value = attr.normalized_value(XmlVersion::Implicit1_0);
        Some(value.map_or_else(|_| attr.value.to_string(), Cow::into_owned))
    }

    /// Whether an attribute has a value.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.attr(name).is_some_and(|v| v == value)
    }
}

impl<'s> Xml<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        // the parser passes over a byte order mark without counting it
        let text = source.text().trim_start_matches('\u{FEFF}');
        let base = source.text().len() - text.len();
        let reader = Self::reader(text);
        let document = Document::new(source);
        Self { source, reader, base, document, open: Vec::new(), is_last: true, declares: false }
    }

    /// Reads from `start` on, where these elements are open.
    pub(super) fn go_on(&mut self, start: usize, open: &[&'static str]) {
        self.reader = Self::reader(&self.source.text()[start..]);
        self.base = start;
        self.open = open.to_vec();
    }

    fn reader(text: &'s str) -> Reader<&'s [u8]> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        // this reader keeps its own account of open elements, to go on after a wrong end tag
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        reader
    }

    /// The next node; `None` at the end, or where nothing more can be made of the source.
    pub(super) fn next(&mut self) -> Option<Node<'s>> {
        loop {
            let start = self.position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = floor(
                        self.source.text(),
                        self.base + in_memory(self.reader.error_position()),
                    );
                    let broken = matches!(error, quick_xml::Error::Syntax(_));
                    self.report(Span::new(at, self.position().max(at)), &error);
                    if broken || self.position() <= start {
                        return None;
                    }
                    continue;
                }
            };
            let span = Span::new(start, self.position());
            match event {
                Event::Start(tag) => return Some(Node::Start(self.start(tag, span))),
                Event::End(tag) => {
                    if let Some(end) = self.end(tag.local_name().as_ref(), span) {
                        return Some(end);
                    }
                }
                Event::Text(_) => return Some(Node::Text(span)),
                Event::CData(data) => {
                    let at = span.start + "<![CDATA[".len();
                    return Some(Node::Text(Span::new(at, at + data.len())));
                }
                Event::GeneralRef(name) => return Some(self.reference(&name, span)),
                Event::DocType(text) => {
                    self.declares |= text.contains("<!ENTITY") || text.contains("SYSTEM");
                }
                Event::Eof => {
                    if let Some(name) = self.open.last().filter(|_| self.is_last) {
                        let end = self.source.text().len();
                        let what = format!("the file ends inside <{name}>");
                        self.document.report(Span::new(end, end), what);
                        self.open.clear();
                    }
                    return None;
                }
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn position(&self) -> usize {
        self.base + in_memory(self.reader.buffer_position())
    }

    fn report(&mut self, span: Span, what: &quick_xml::Error) {
        // the rest of a long file is not a place
        let line = self.source.text()[span.range()].find('\n').unwrap_or(span.len());
        self.document.report(Span::new(span.start, span.start + line), what);
    }

    fn start(&mut self, tag: BytesStart<'s>, span: Span) -> Element<'s> {
        let text = &self.source.text()[span.range()];
        let name = text.trim_start_matches('<');
        let len = name.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
        let name = &name[..len.unwrap_or(name.len())];
        let name = name.split_once(':').map_or(name, |(_, local)| local);
        self.open.push(name);
        Element { name, span, tag }
    }

    /// Closes an element, and those inside it that were left open.
    fn end(&mut self, name: &str, span: Span) -> Option<Node<'s>> {
        if self.open.last().is_some_and(|open| *open == name) {
            return self.open.pop().map(|name| Node::End(name, span));
        }
        // far above, it is no slip but another file; looking further costs time on every tag
        let near = self.open.len().saturating_sub(16);
        let at = self.open[near..].iter().rposition(|open| *open == name);
        match (at, self.open.last()) {
            (Some(at), _) => {
                let inner = self.open.pop()?;
                self.document.report(span, format_args!("</{name}> closes <{inner}>"));
                let name = self.open[near + at];
                self.open.truncate(near + at);
                return Some(Node::End(name, span));
            }
            (None, Some(open)) => {
                let what = format!("</{name}> where </{open}> is due");
                self.document.report(span, what);
            }
            (None, None) => self.document.report(span, format_args!("</{name}> closes nothing")),
        }
        None
    }

    fn reference(&mut self, name: &BytesRef<'_>, span: Span) -> Node<'s> {
        let known = entity(name);
        if known.is_none() && !self.declares {
            self.document.report(span, format_args!("&{};: no such entity", &**name));
        }
        Node::Ref(span, known)
    }

    /// Appends character data to a segment. An entity of the file's own is something that stands
    /// there.
    pub(super) fn push(&self, segment: &mut Segment<'s>, node: &Node<'s>) {
        match node {
            Node::Text(span) => segment.push(self.source, *span),
            Node::Ref(span, c) => {
                let c = c.unwrap_or('\u{FFFC}');
                segment.push_decoded(*span, c.encode_utf8(&mut [0; 4]));
            }
            Node::Start(Element { span, .. }) | Node::End(_, span) => {
                segment.push_decoded(*span, "");
            }
        }
    }

    /// Passes over the rest of the element that was started last, and says where it stands.
    pub(super) fn skip(&mut self) -> Span {
        let depth = self.open.len();
        let start = self.position();
        while self.open.len() >= depth && self.next().is_some() {}
        Span::new(start, self.position())
    }

    /// The characters of the element that was started last, without its inner tags.
    pub(super) fn plain(&mut self) -> String {
        let mut segment = Segment::default();
        self.content(
            &mut segment,
            |_| Inline::Through,
            |xml, segment, span| {
                segment.push(xml.source, span);
            },
        );
        segment.text().trim().to_owned()
    }

    /// Appends the content of the element that was started last to a segment.
    pub(super) fn content(
        &mut self,
        segment: &mut Segment<'s>,
        mut inline: impl FnMut(&Element<'s>) -> Inline,
        text: impl Fn(&mut Self, &mut Segment<'s>, Span),
    ) {
        let depth = self.open.len();
        while self.open.len() >= depth {
            let Some(node) = self.next() else { return };
            match &node {
                Node::Text(span) => text(self, segment, *span),
                Node::Ref(..) => self.push(segment, &node),
                Node::Start(element) => match inline(element) {
                    Inline::Through => segment.push_decoded(element.span, ""),
                    Inline::Is(what) => {
                        let span = element.span.cover(self.skip());
                        segment.push_decoded(span, what.encode_utf8(&mut [0; 4]));
                    }
                    Inline::Gone => {
                        let span = element.span.cover(self.skip());
                        segment.push_decoded(span, "");
                    }
                },
                Node::End(_, span) if self.open.len() >= depth => segment.push_decoded(*span, ""),
                Node::End(..) => return,
            }
        }
    }

    /// Appends the content of the element that was started last, of which characters stand for
    /// themselves.
    pub(super) fn content_verbatim(
        &mut self,
        segment: &mut Segment<'s>,
        inline: impl FnMut(&Element<'s>) -> Inline,
    ) {
        self.content(segment, inline, |xml, segment, span| segment.push(xml.source, span));
    }
}

/// What the reader of a text sees of an element inside it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inline {
    /// Its content.
    Through,
    /// One character in its place, U+FFFC for an object.
    Is(char),
    /// Nothing.
    Gone,
}

/// Something that stands in a text without being text.
pub(super) const OBJECT: Inline = Inline::Is('\u{FFFC}');

/// What stands at the `&` that a text begins with, where people may leave it bare: the character
/// and the bytes of a reference, without a character if it is to none that is known here.
pub(super) fn reference(text: &str) -> Option<(Option<char>, usize)> {
    // no name is longer, and the end of a bare one must not be sought in all of the text
    let name = text.get(1..floor(text, 34))?.split_once(';')?.0;
    let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
    (name.len() >= 2 && is_name).then(|| (entity(name), name.len() + 2))
}

/// A position that the parser counts, in a text that is in memory.
fn in_memory(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// The character of a reference, by what stands between `&` and `;`.
pub(super) fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let value = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(value.ok()?).filter(|c| *c != '\0');
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

/// The five of XML, and those of HTML that stand in Russian and English text and in romanized
/// words. (The whole table of HTML takes the compiler ten seconds.)
#[rustfmt::skip]
const NAMED: &[(&str, char)] = &[
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{A0}'),
    ("mdash", '—'), ("ndash", '–'), ("laquo", '«'), ("raquo", '»'), ("bdquo", '„'), ("ldquo", '“'),
    ("rdquo", '”'), ("lsquo", '‘'), ("rsquo", '’'), ("sbquo", '‚'), ("lsaquo", '‹'), ("rsaquo", '›'),
    ("hellip", '…'), ("shy", '\u{AD}'), ("thinsp", '\u{2009}'), ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'), ("zwj", '\u{200D}'), ("zwnj", '\u{200C}'), ("lrm", '\u{200E}'),
    ("rlm", '\u{200F}'), ("copy", '©'), ("reg", '®'), ("trade", '™'), ("deg", '°'), ("sect", '§'),
    ("para", '¶'), ("middot", '·'), ("bull", '•'), ("numero", '№'), ("times", '×'), ("divide", '÷'),
    ("minus", '−'), ("plusmn", '±'), ("frac12", '½'), ("euro", '€'), ("pound", '£'), ("cent", '¢'),
    ("yen", '¥'), ("larr", '←'), ("rarr", '→'), ("uarr", '↑'), ("darr", '↓'), ("harr", '↔'),
    ("prime", '′'), ("Prime", '″'), ("acute", '´'), ("ordf", 'ª'), ("ordm", 'º'), ("sup2", '²'),
    ("sup3", '³'), ("iexcl", '¡'), ("iquest", '¿'), ("micro", 'µ'), ("le", '≤'), ("ge", '≥'),
    ("ne", '≠'), ("asymp", '≈'), ("infin", '∞'), ("dagger", '†'), ("permil", '‰'), ("ensp", '\u{2002}'),
    ("agrave", 'à'), ("aacute", 'á'), ("acirc", 'â'), ("atilde", 'ã'), ("auml", 'ä'), ("aring", 'å'),
    ("aelig", 'æ'), ("ccedil", 'ç'), ("egrave", 'è'), ("eacute", 'é'), ("ecirc", 'ê'), ("euml", 'ë'),
    ("igrave", 'ì'), ("iacute", 'í'), ("icirc", 'î'), ("iuml", 'ï'), ("ntilde", 'ñ'), ("ograve", 'ò'),
    ("oacute", 'ó'), ("ocirc", 'ô'), ("ouml", 'ö'), ("oslash", 'ø'), ("ugrave", 'ù'), ("uacute", 'ú'),
    ("ucirc", 'û'), ("uuml", 'ü'), ("yacute", 'ý'), ("szlig", 'ß'), ("scaron", 'š'), ("Scaron", 'Š'),
    ("ccaron", 'č'), ("Ccaron", 'Č'), ("zcaron", 'ž'), ("Zcaron", 'Ž'), ("ecaron", 'ě'),
    ("Agrave", 'À'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Auml", 'Ä'), ("Aring", 'Å'), ("Ccedil", 'Ç'),
    ("Egrave", 'È'), ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Euml", 'Ë'), ("Icirc", 'Î'), ("Iuml", 'Ï'),
    ("Ouml", 'Ö'), ("Oslash", 'Ø'), ("Uuml", 'Ü'),
];

/// Text as it stands between tags.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    super::replace(text, &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;")])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> (String, Vec<String>) {
        let source = Source::new("t.xml", text);
        let mut xml = Xml::new(&source);
        let mut segment = Segment::default();
        while let Some(node) = xml.next() {
            xml.push(&mut segment, &node);
        }
        let errors = xml.document.errors.iter().map(ToString::to_string).collect();
        (segment.text().to_owned(), errors)
    }

    #[test]
    fn characters_are_decoded_once() {
        let (text, errors) = texts("<a>x &amp;lt; &#1075;&#x433;<![CDATA[<&amp;>]]><b/>y</a>");
        assert_eq!(text, "x &lt; гг<&amp;>y");
        assert!(errors.is_empty(), "{errors:?}");
    }

    #[test]
    fn entities_are_never_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"lol\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        assert_eq!(texts(bomb), ("\u{FFFC}".to_owned(), Vec::new()));
    }

    #[test]
    fn slips_are_reported_and_passed() {
        let (text, errors) = texts("<a><b>x</a>y &foo; & z</c><d");
        assert_eq!(text, "xy \u{FFFC} & z");
        assert_eq!(errors.len(), 4, "{errors:#?}");
    }

    #[test]
    fn deep_nesting_is_only_long() {
        let (text, errors) = texts(&("<a>".repeat(100_000) + "x"));
        assert_eq!((text.as_str(), errors.len()), ("x", 1));
        texts(&"</a>".repeat(100_000));
        texts(&("<a>".repeat(50_000) + &"</b>".repeat(50_000)));
    }
}
