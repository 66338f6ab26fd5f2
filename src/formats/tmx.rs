//! TMX 1.1–1.4, translation memories: units of variants in several languages.

use std::borrow::Cow;

use super::xml::{Element, Inline, Node, OBJECT, Xml};
use super::{Comment, Format, MOST_FORMS, XML_COMMENTS, locale, xml};
use crate::document::{Document, Segment, State};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;

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
        let mut reader =
            Reader { xml: Xml::new(source), original: Lang::En, unit: Variants::default() };
        while let Some(node) = reader.xml.next() {
            match node {
                Node::Start(element) => reader.start(&element),
                Node::End("tu", _) => reader.finish_unit(),
                Node::End(..) | Node::Text(_) | Node::Ref(..) => {}
            }
        }
        reader.finish_unit();
        Ok(reader.xml.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        xml::escape(text)
    }
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
            "header" => self.original = original().unwrap_or(self.original),
            "tu" => {
                self.finish_unit();
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
        self.xml.content_verbatim(&mut segment, inline);
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
        for target in targets.into_iter().take(MOST_FORMS) {
            let key = unit.id.clone().unwrap_or_else(|| source.text().to_owned());
            let blank = target.text().trim().is_empty();
            let state = if blank { State::Untranslated } else { State::Final };
            let source = source.clone();
            let key = Cow::Owned(key);
            self.xml.document.units.push(super::pair(key, source, target, state));
        }
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
}
