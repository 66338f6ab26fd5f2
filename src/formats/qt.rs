//! Qt Linguist `.ts`: messages in contexts, numerus forms, unfinished and vanished ones.

use std::borrow::Cow;

use super::xml::{Element, Inline, Node, Xml};
use super::{Comment, Format, MOST_FORMS, TOO_MANY_FORMS, XML_COMMENTS, locale};
use crate::document::{Document, Segment, State};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// Qt Linguist.
#[derive(Debug)]
pub(super) struct Qt;

impl Format for Qt {
    fn name(&self) -> &'static str {
        "qt-ts"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ts"]
    }

    fn is_for(&self, path: &str) -> bool {
        // most files of this ending hold TypeScript
        locale::lang_of_path(path).is_some()
    }

    fn comments(&self) -> &'static [Comment] {
        XML_COMMENTS
    }

    fn is_bilingual(&self) -> bool {
        true
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        if !source.text().trim_start().starts_with('<') {
            // TypeScript: code, not text, and no fault of the file
            return Ok(Document::new(source));
        }
        let mut reader = Reader::new(source);
        while let Some(node) = reader.xml.next() {
            match node {
                Node::Start(element) => reader.start(&element),
                Node::End("message", _) => reader.finish_message(),
                Node::End(..) | Node::Text(_) | Node::Ref(..) => {}
            }
        }
        Ok(reader.xml.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        super::replace(text, &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;")])
    }
}

struct Reader<'s> {
    xml: Xml<'s>,
    source: Option<Lang>,
    target: Option<Lang>,
    foreign: bool,
    context: String,
    message: Message<'s>,
}

/// The message that is being read.
#[derive(Default)]
struct Message<'s> {
    /// Where its tag stands.
    at: Span,
    id: Option<String>,
    numerus: bool,
    source: Segment<'s>,
    comment: Option<String>,
    /// Its translation, or its numerus forms.
    forms: Vec<Segment<'s>>,
    state: State,
    gone: bool,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source) -> Self {
        Self {
            xml: Xml::new(source),
            source: None,
            target: locale::lang_of_path(source.name()),
            foreign: false,
            context: String::new(),
            message: Message::default(),
        }
    }

    fn start(&mut self, element: &Element<'s>) {
        match element.name {
            "TS" => {
                let tags = [element.attr("sourcelanguage"), element.attr("language")];
                self.foreign = tags.iter().any(|tag| locale::is_foreign(tag.as_deref()));
                let [source, target] = tags.map(|tag| tag.and_then(|t| locale::lang_of_tag(&t)));
                self.source = source;
                self.target = target.or(self.target);
            }
            "name" => self.context = self.xml.plain(),
            "message" => {
                let numerus = element.has("numerus", "yes");
                let id = element.attr("id");
                self.message = Message { at: element.span, id, numerus, ..Message::default() };
            }
            "source" => {
                self.message.source = Segment::default();
                self.xml.content_verbatim(&mut self.message.source, inline);
            }
            "comment" => self.message.comment = Some(self.xml.plain()),
            "translation" => {
                match element.attr("type").as_deref() {
                    Some("unfinished") => self.message.state = State::Fuzzy,
                    Some("obsolete" | "vanished") => self.message.gone = true,
                    _ => {}
                }
                if !self.message.numerus {
                    self.form();
                }
            }
            "numerusform" => self.form(),
            "oldsource" | "oldcomment" | "extracomment" | "translatorcomment" | "location"
            | "userdata" => {
                self.xml.skip();
            }
            _ => {}
        }
    }

    fn form(&mut self) {
        let mut segment = Segment::default();
        self.xml.content_verbatim(&mut segment, inline);
        self.message.forms.push(segment);
    }

    fn finish_message(&mut self) {
        let message = std::mem::take(&mut self.message);
        let source = message.source;
        if message.gone || self.foreign || source.text().is_empty() {
            return;
        }
        let mut key = match message.id {
            Some(id) => id,
            None => format!("{}|{}", self.context, source.text()),
        };
        if let Some(comment) = message.comment {
            key = format!("{key}|{comment}");
        }
        self.xml.document.once(message.at, &key);
        if message.forms.len() > MOST_FORMS {
            self.xml.document.report(message.at, TOO_MANY_FORMS);
        }
        let first = self.xml.document.units.len();
        for (index, mut target) in message.forms.into_iter().take(MOST_FORMS).enumerate() {
            let mut source = source.clone();
            locale::declare(&mut source, self.source);
            locale::declare_translation(&mut target, self.target, &source);
            let blank = target.text().trim().is_empty();
            let state = if blank { State::Untranslated } else { message.state };
            let key = if message.numerus { format!("{key}[{index}]") } else { key.clone() };
            let key = Cow::Owned(key);
            self.xml.document.units.push(super::pair(key, source, target, state));
        }
        self.xml.document.are_forms(first);
    }
}

fn inline(element: &Element<'_>) -> Inline {
    match element.name {
        // a control character; length variants follow one another as alternatives do
        "byte" => Inline::Is('\u{FFFD}'),
        "lengthvariant" => Inline::Is('\u{FFFC}'),
        _ => Inline::Through,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, pairs};

    #[test]
    fn messages_of_every_kind() {
        let source = Source::new(
            "t.ts",
            r#"<?xml version="1.0"?><!DOCTYPE TS><TS version="2.1" language="ru_RU"><context><name>Main</name>
<message><location/><source>Reset &amp;all</source><comment>verb</comment><translation>Сбросить &amp;всё</translation></message>
<message numerus="yes"><source>%n file(s)</source><translation><numerusform>%n файл</numerusform><numerusform>%n файла</numerusform></translation></message>
<message><source>Save</source><translation type="unfinished">Сохранить</translation></message>
<message><source>Open</source><translation type="unfinished"/></message>
<message><source>Old</source><translation type="vanished">Старый</translation></message></context></TS>"#,
        );
        let document = Qt.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(
            pairs(&document),
            [
                "Main|Reset &all|verb: Reset all = Сбросить всё (Final)",
                "Main|%n file(s)[0]: %n file(s) = %n файл (Final)",
                "Main|%n file(s)[1]: %n file(s) = %n файла (Final)",
                "Main|Save: Save = Сохранить (Fuzzy)",
                "Main|Open: Open =  (Untranslated)",
            ]
        );
    }

    #[test]
    fn type_script_is_not_text() {
        let source = Source::new("a.ts", "const reset = 'Peregruzka';");
        let document = Qt.read(&source).unwrap();
        assert!(document.units.is_empty() && document.errors.is_empty());
    }
}
