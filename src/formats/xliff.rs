//! XLIFF 1.2 and 2.x: units of segments with states and inline codes.

use std::borrow::Cow;

use super::xml::{Element, Inline, Node, OBJECT, Xml};
use super::{Comment, Format, XML_COMMENTS, locale, xml};
use crate::document::{Document, MOST_CODES, Segment, State};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;

/// XLIFF.
#[derive(Debug)]
pub(super) struct Xliff;

impl Format for Xliff {
    fn name(&self) -> &'static str {
        "xliff"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlf", "xliff", "sdlxliff", "mqxliff", "mxliff"]
    }

    fn comments(&self) -> &'static [Comment] {
        XML_COMMENTS
    }

    fn is_bilingual(&self) -> bool {
        true
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let mut reader =
            Reader { xml: Xml::new(source), langs: Langs::default(), unit: Of::default() };
        while let Some(node) = reader.xml.next() {
            match node {
                Node::Start(element) => reader.start(&element),
                Node::End(name, _) => reader.end(name),
                Node::Text(_) | Node::Ref(..) => {}
            }
        }
        reader.finish_pair();
        Ok(reader.xml.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        xml::escape(text)
    }
}

struct Reader<'s> {
    xml: Xml<'s>,
    langs: Langs,
    unit: Of<'s>,
}

/// The languages of the file.
#[derive(Default)]
struct Langs {
    source: Option<Lang>,
    target: Option<Lang>,
    /// Whether either is one that is not checked here.
    foreign: bool,
}

/// The unit that is being read, and its segment.
#[derive(Default)]
struct Of<'s> {
    id: String,
    /// How many segments of the unit were read; XLIFF 2 has several in one.
    segments: usize,
    segment: Option<String>,
    state: State,
    source: Option<Segment<'s>>,
    target: Option<Segment<'s>>,
}

impl<'s> Reader<'s> {
    fn start(&mut self, element: &Element<'s>) {
        match element.name {
            "xliff" => self.declare(element, "srcLang", "trgLang"),
            "file" => {
                self.declare(element, "source-language", "target-language");
                // each file of the bundle numbers its units anew
                self.xml.document.names.clear();
            }
            "trans-unit" | "unit" => self.begin_unit(element),
            "segment" => {
                self.unit.segment = element.attr("id");
                self.unit.state = state(element);
            }
            // other people's translations, what is kept for tools, what is said of the text;
            // `ignorable` is white space between segments
            "alt-trans" | "match" | "seg-source" | "note" | "notes" | "originalData"
            | "ignorable" | "context-group" | "bin-unit" | "header" => {
                self.xml.skip();
            }
            "source" => {
                self.unit.source = Some(self.content());
            }
            "target" => {
                if element.attr("state").is_some() {
                    self.unit.state = state(element);
                }
                self.unit.target = Some(self.content());
            }
            _ => {}
        }
    }

    fn content(&mut self) -> Segment<'s> {
        let mut segment = Segment::default();
        let mut codes = Vec::new();
        self.xml.content_verbatim(&mut segment, |element| {
            if codes.len() < MOST_CODES {
                codes.extend(code(element));
            }
            inline(element)
        });
        join_spans(&mut codes);
        segment.codes = codes;
        segment
    }

    fn end(&mut self, name: &str) {
        if matches!(name, "segment" | "trans-unit" | "unit") {
            self.finish_pair();
        }
    }

    fn declare(&mut self, element: &Element<'s>, source: &str, target: &str) {
        for (name, lang) in [(source, &mut self.langs.source), (target, &mut self.langs.target)] {
            if let Some(tag) = element.attr(name) {
                *lang = locale::lang_of_tag(&tag);
                self.langs.foreign |= locale::is_foreign(Some(&tag));
            }
        }
        // a file may say again what the whole said, or something else
        if element.name == "file" && element.attr(source).is_some() {
            let tags = [element.attr(source), element.attr(target)];
            self.langs.foreign = tags.iter().any(|tag| locale::is_foreign(tag.as_deref()));
        }
    }

    fn begin_unit(&mut self, element: &Element<'s>) {
        if element.has("translate", "no") {
            self.xml.skip();
            return;
        }
        let id = element.attr("id");
        if let Some(id) = &id {
            self.xml.document.once(element.span, id);
        }
        let id = id.or_else(|| element.attr("resname")).unwrap_or_default();
        self.unit = Of { id, ..Of::default() };
    }

    fn finish_pair(&mut self) {
        let Some(mut source) = self.unit.source.take() else {
            self.unit.target = None;
            return;
        };
        let mut target = self.unit.target.take().unwrap_or_default();
        let segment = self
            .unit
            .segment
            .take()
            .or_else(|| (self.unit.segments > 0).then(|| (self.unit.segments + 1).to_string()));
        self.unit.segments += 1;
        if self.langs.foreign || source.text().trim().is_empty() {
            return;
        }
        let key = match (self.unit.id.as_str(), segment) {
            ("", _) => source.text().to_owned(),
            (id, None) => id.to_owned(),
            (id, Some(segment)) => format!("{id}/{segment}"),
        };
        let state =
            if target.text().trim().is_empty() { State::Untranslated } else { self.unit.state };
        locale::declare(&mut source, self.langs.source);
        locale::declare_translation(&mut target, self.langs.target, &source);
        let key = Cow::Owned(key);
        self.xml.document.units.push(super::pair(key, source, target, state));
    }
}

fn state(element: &Element<'_>) -> State {
    match element.attr("state").as_deref() {
        Some("new" | "needs-translation" | "initial") => State::Untranslated,
        Some(state) if state.starts_with("needs-") => State::Fuzzy,
        _ => State::Final,
    }
}

/// Writes two halves of one span as the span: a translator may have to write it so, where spans
/// of the original come to overlap.
fn join_spans(codes: &mut Vec<String>) {
    for at in 0..codes.len() {
        let Some(id) = codes[at].strip_prefix("<sc id=") else { continue };
        let (end, span) = (format!("<ec id={id}"), format!("<pc id={id}"));
        if let Some(other) = codes.iter().position(|code| *code == end) {
            codes[at] = span;
            codes[other].clear();
        }
    }
    codes.retain(|code| !code.is_empty());
}

/// An inline code as the original and the translation both have it. Annotations (`mrk`, `sm`) are
/// none: they say something of the text and part it, each language's in its own way.
fn code(element: &Element<'_>) -> Option<String> {
    const CODES: &[&str] = &["g", "x", "bx", "ex", "bpt", "ept", "it", "ph", "pc", "sc", "ec"];
    let name = element.name;
    CODES.contains(&name).then(|| {
        let id = element.attr("id").or_else(|| element.attr("startRef"));
        id.map_or_else(|| format!("<{name}>"), |id| format!("<{name} id=\"{id}\">"))
    })
}

fn inline(element: &Element<'_>) -> Inline {
    match element.name {
        // halves of a pair of tags hold code of the original's format, if anything
        "bpt" | "ept" | "it" | "bx" | "ex" | "sc" | "ec" | "sm" | "em" => Inline::Gone,
        "x" | "ph" => OBJECT,
        // a character that XML does not allow
        "cp" => Inline::Is('\u{FFFD}'),
        _ => Inline::Through,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, pairs};

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let source = Source::new("t.xlf", text);
        let document = Xliff.read(&source).unwrap();
        check_runs(&document);
        (pairs(&document), document.errors.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn version_1_2() {
        let (pairs, errors) = read(
            r#"<?xml version="1.0"?><xliff version="1.2"><file source-language="en" target-language="ru">
<body><group><trans-unit id="a"><source>Press <g id="1">Reset</g>&#x21; <x id="2"/></source>
<seg-source>no</seg-source><target state="translated">Нажмите <g id="1">Сброс</g>!<ph id="2">{0}</ph></target>
<note>no</note><alt-trans><source>no</source><target>нет</target></alt-trans></trans-unit></group>
<trans-unit id="b" translate="no"><source>X</source><target>Х</target></trans-unit>
<trans-unit id="c"><source>Save</source><target state="new">Save</target></trans-unit>
<trans-unit id="d"><source>Open</source><target state="needs-review-translation">Открыть</target></trans-unit>
<trans-unit id="e"><source>Close</source></trans-unit></body></file></xliff>"#,
        );
        assert_eq!(
            pairs,
            [
                "a: Press Reset! \u{FFFC} = Нажмите Сброс!\u{FFFC} (Final)",
                "c: Save = Save (Untranslated)",
                "d: Open = Открыть (Fuzzy)",
                "e: Close =  (Untranslated)",
            ]
        );
        assert!(errors.is_empty(), "{errors:?}");
    }

    #[test]
    fn version_2() {
        let (pairs, _) = read(
            r#"<xliff version="2.1" srcLang="en" trgLang="ru-RU"><file id="f"><unit id="u">
<notes><note>no</note></notes><originalData><data id="d">&lt;b></data></originalData>
<segment id="1" state="final"><source>One <pc id="1">two</pc></source><target>Раз <pc id="1">два</pc></target></segment>
<ignorable><source> </source></ignorable>
<segment><source>Three</source><target>Три</target></segment></unit></file></xliff>"#,
        );
        assert_eq!(pairs, ["u/1: One two = Раз два (Final)", "u/2: Three = Три (Final)"]);
    }

    #[test]
    fn inline_codes_are_named_by_their_ids() {
        let text = "<xliff><unit id='a'><source>A <pc id='1'>b<ph id='2'/></pc><mrk id='m'>c</mrk></source>\
            <target>Б <sc id='1'/>в<ec startRef='1'/><sc id='2'/><mrk mid='0'>г</mrk><x/></target></unit></xliff>";
        let source = Source::new("t.xlf", text);
        let document = Xliff.read(&source).unwrap();
        let codes: Vec<&[String]> =
            document.units[0].segments().map(|segment| &*segment.codes).collect();
        assert_eq!(codes[0], ["<pc id=\"1\">", "<ph id=\"2\">"]);
        assert_eq!(codes[1], ["<pc id=\"1\">", "<sc id=\"2\">", "<x>"]);
    }

    #[test]
    fn a_cut_file_keeps_what_it_has() {
        let (pairs, errors) = read(
            "<xliff><file><trans-unit id='a'><source>Reset</source><target>Сброс</target></trans-unit><trans-unit id='b'><source>Sa",
        );
        assert_eq!(pairs[0], "a: Reset = Сброс (Final)");
        assert_eq!(errors.len(), 1);
    }

    #[test]
    fn another_language_is_left_alone() {
        let (pairs, _) = read(
            "<xliff><file source-language='en' target-language='de'><trans-unit id='a'>\
             <source>a</source><target>b</target></trans-unit></file></xliff>",
        );
        assert!(pairs.is_empty());
    }
}
