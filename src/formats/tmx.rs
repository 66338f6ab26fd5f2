//! TMX 1.1–1.4, translation memories: units of variants in several languages.

use std::borrow::Cow;

use memchr::memmem;

use super::cut::record_around;
use super::xml::{Element, Inline, Node, OBJECT, Xml};
use super::{
    Comment, Cut, Format, Head, MOST_FORMS, Part, TOO_MANY_FORMS, XML_COMMENTS, locale, xml,
};
use crate::document::{Document, MOST_CODES, Segment, State};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// Translation memories.
#[derive(Debug)]
pub(super) struct Tmx;

impl Format for Tmx {
    fn name(&self) -> &'static str {
        "tmx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tmx"]
    }

    fn comments(&self) -> &'static [Comment] {
        XML_COMMENTS
    }

    fn is_bilingual(&self) -> bool {
        true
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        Ok(read(source, Part::whole(head(source))))
    }

    fn cut(&self) -> Option<Cut> {
        Some(Cut { size: 4 << 20, end: last_end, around, head, read })
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        xml::escape(text)
    }
}

/// The language that the header says the file was translated from.
fn head(source: &Source) -> Head {
    let mut xml = Xml::new(source);
    while let Some(node) = xml.next() {
        match node {
            Node::Start(element) if element.name == "header" => {
                let lang = element.attr("srclang").and_then(|tag| locale::lang_of_tag(&tag));
                return Head { lang, ..Head::default() };
            }
            Node::Start(element) if element.name == "tu" => break,
            _ => {}
        }
    }
    Head::default()
}

fn read(source: &Source, part: Part) -> Document<'_> {
    let mut xml = Xml::new(source);
    if !part.is_first {
        xml.go_on(part.start, &["tmx", "body"]);
    }
    xml.is_last = part.is_last;
    let original = part.head.lang.unwrap_or(Lang::En);
    let mut reader = Reader { xml, original, unit: Variants::default() };
    while let Some(node) = reader.xml.next() {
        match node {
            Node::Start(element) => reader.start(&element),
            Node::End("tu", _) => reader.finish_unit(),
            Node::End(..) | Node::Text(_) | Node::Ref(..) => {}
        }
    }
    reader.finish_unit();
    reader.xml.document
}

/// What ends a unit.
const END: &str = "</tu>";

/// The end of the last unit that is not commented out.
fn last_end(text: &str) -> usize {
    let mut end = text.len();
    while let Some(at) = text[..end].rfind(END) {
        // forward is much the faster way through a text with few comments
        match memmem::find_iter(&text.as_bytes()[..at], "<!--").last() {
            Some(open) if !text[open..at].contains("-->") => end = open,
            _ => return at + END.len(),
        }
    }
    0
}

/// The unit in which a stretch of the text stands.
fn around(text: &str, span: Span) -> Span {
    let start = text[..span.start].rfind(END).map_or(0, |at| at + END.len());
    let end = text[span.end..].find(END).map_or(text.len(), |at| span.end + at + END.len());
    record_around(text, span, Span::new(start, end))
}

struct Reader<'s> {
    xml: Xml<'s>,
    /// The language that the file was translated from.
    original: Lang,
    unit: Variants<'s>,
}

/// The unit that is being read.
#[derive(Default)]
struct Variants<'s> {
    /// Where its tag stands.
    at: Span,
    id: Option<String>,
    /// What it was translated from, if not from the language of the whole.
    original: Option<Lang>,
    tag: Option<String>,
    english: Vec<Segment<'s>>,
    russian: Vec<Segment<'s>>,
}

impl<'s> Reader<'s> {
    fn start(&mut self, element: &Element<'s>) {
        let original = || element.attr("srclang").and_then(|tag| locale::lang_of_tag(&tag));
        match element.name {
            "tu" => {
                self.finish_unit();
                self.unit.at = element.span;
                self.unit.id = element.attr("tuid");
                self.unit.original = original();
            }
            // 1.1 has `lang`, 1.4 `xml:lang`
            "tuv" => self.unit.tag = element.attr("xml:lang").or_else(|| element.attr("lang")),
            "seg" => self.segment(),
            "prop" | "note" | "ude" => {
                self.xml.skip();
            }
            _ => {}
        }
    }

    fn segment(&mut self) {
        let mut segment = Segment::default();
        let mut codes = Codes::default();
        self.xml.content_verbatim(&mut segment, |element| {
            codes.add(element);
            inline(element)
        });
        segment.codes = codes.names;
        let tag = self.unit.tag.take();
        if !locale::is_foreign(tag.as_deref()) {
            locale::declare(&mut segment, tag.as_deref().and_then(locale::lang_of_tag));
            match segment.lang {
                Some(Lang::Ru) => self.unit.russian.push(segment),
                Some(Lang::En) | None => self.unit.english.push(segment),
            }
        }
    }

    fn finish_unit(&mut self) {
        let unit = std::mem::take(&mut self.unit);
        let (sources, targets) = match unit.original.unwrap_or(self.original) {
            Lang::En => (unit.english, unit.russian),
            Lang::Ru => (unit.russian, unit.english),
        };
        let Some(source) = sources.into_iter().next() else { return };
        if targets.len() > MOST_FORMS {
            self.xml.document.report(unit.at, TOO_MANY_FORMS);
        }
        let first = self.xml.document.units.len();
        for target in targets.into_iter().take(MOST_FORMS) {
            let key = unit.id.clone().unwrap_or_else(|| source.text().to_owned());
            let blank = target.text().trim().is_empty();
            let state = if blank { State::Untranslated } else { State::Final };
            let source = source.clone();
            let key = Cow::Owned(key);
            self.xml.document.units.push(super::pair(key, source, target, state));
        }
        self.xml.document.are_forms(first);
    }
}

/// The inline codes of a segment.
#[derive(Default)]
struct Codes {
    names: Vec<String>,
    /// The pairs that are open: by what their halves find each other, and by what both variants
    /// know them.
    open: Vec<(String, Option<String>)>,
}

impl Codes {
    /// Takes note of an element if it is a code. `x` names it in all variants, `i` in one of them:
    /// where other codes come first in the translation, its numbers differ.
    fn add(&mut self, element: &Element<'_>) {
        let name = element.name;
        if self.names.len() == MOST_CODES
            || !matches!(name, "bpt" | "ept" | "it" | "ph" | "hi" | "ut")
        {
            return;
        }
        let (x, i) = (element.attr("x"), element.attr("i"));
        let id = match i {
            Some(i) if name == "ept" => {
                let open = self.open.iter().rposition(|(of, _)| *of == i);
                open.and_then(|at| self.open.swap_remove(at).1)
            }
            Some(i) if name == "bpt" => {
                self.open.push((i, x.clone()));
                x
            }
            _ => x,
        };
        self.names.push(id.map_or_else(|| format!("<{name}>"), |x| format!("<{name} x=\"{x}\">")));
    }
}

fn inline(element: &Element<'_>) -> Inline {
    match element.name {
        "bpt" | "ept" | "it" | "ut" => Inline::Gone,
        "ph" => OBJECT,
        _ => Inline::Through,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, pairs};

    #[test]
    fn variants_are_paired_whatever_the_version() {
        let source = Source::new(
            "t.tmx",
            r#"<!DOCTYPE tmx SYSTEM "tmx11.dtd"><tmx version="1.4"><header srclang="EN-US"/><body>
<tu tuid="1"><prop type="x">no</prop><tuv xml:lang="de"><seg>Nein</seg></tuv>
<tuv lang="ru"><note>no</note><seg>Нажмите <bpt i="1">&lt;b></bpt>Сброс<ept i="1">&lt;/b></ept> &amp; <ph/></seg></tuv>
<tuv xml:lang="EN"><seg>Press <hi>Reset</hi></seg></tuv></tu>
<tu srclang="ru"><tuv xml:lang="ru"><seg>Сброс</seg></tuv><tuv xml:lang="en"><seg>Reset</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Alone</seg></tuv></tu></body></tmx>"#,
        );
        let document = Tmx.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(
            pairs(&document),
            ["1: Press Reset = Нажмите Сброс & \u{FFFC} (Final)", "Сброс: Сброс = Reset (Final)",]
        );
        assert!(document.errors.is_empty(), "{:?}", document.errors);
    }

    #[test]
    fn codes_are_named_by_what_both_variants_know() {
        let source = Source::new(
            "t.tmx",
            "<tmx><tu><tuv lang='en'><seg><bpt i='1' x='7'/>a<ept i='1'/> <bpt i='2' x='8'/>b<ept i='2'/><ph x='9'/><ph/></seg></tuv>\
             <tuv lang='ru'><seg><bpt i='1' x='8'/>б<ept i='1'/> <bpt i='2' x='7'/>а<ept i='2'/><ept i='3'/></seg></tuv></tu></tmx>",
        );
        let document = Tmx.read(&source).unwrap();
        let codes: Vec<String> =
            document.units[0].segments().map(|segment| segment.codes.join("")).collect();
        assert_eq!(
            codes,
            [
                r#"<bpt x="7"><ept x="7"><bpt x="8"><ept x="8"><ph x="9"><ph>"#,
                r#"<bpt x="8"><ept x="8"><bpt x="7"><ept x="7"><ept>"#,
            ]
        );
    }
}
