//! Apple `.stringsdict`: plurals in a property list.

use std::borrow::Cow;

use super::xml::{Element, Inline, Node, Xml};
use super::{Comment, Format, XML_COMMENTS, locale, xml};
use crate::document::{Document, Segment};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;

/// Apple plurals.
#[derive(Debug)]
pub(super) struct StringsDict;

/// A string table nests three deep: entry, variable, plural form.
const DEEPEST: usize = 16;

impl Format for StringsDict {
    fn name(&self) -> &'static str {
        "stringsdict"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["stringsdict"]
    }

    fn is_for(&self, path: &str) -> bool {
        !locale::is_foreign_path(path)
    }

    fn comments(&self) -> &'static [Comment] {
        XML_COMMENTS
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let lang = locale::lang_of_path(source.name());
        let mut reader = Reader { xml: Xml::new(source), lang, keys: Vec::new() };
        while let Some(node) = reader.xml.next() {
            match node {
                Node::Start(element) => reader.start(&element),
                Node::End("dict", _) => {
                    reader.keys.pop();
                }
                Node::End(..) | Node::Text(_) | Node::Ref(..) => {}
            }
        }
        Ok(reader.xml.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        xml::escape(text)
    }
}

struct Reader<'s> {
    xml: Xml<'s>,
    lang: Option<Lang>,
    /// The last key of each dictionary that is open.
    keys: Vec<String>,
}

impl<'s> Reader<'s> {
    fn start(&mut self, element: &Element<'s>) {
        match element.name {
            "dict" if self.keys.len() >= DEEPEST => {
                self.xml.document.report(element.span, "nested too deep for a string table");
                self.xml.skip();
            }
            "dict" => self.keys.push(String::new()),
            "key" => {
                let key = self.xml.plain();
                if let Some(last) = self.keys.last_mut() {
                    *last = key;
                }
            }
            "string" => self.string(element),
            _ => {}
        }
    }

    fn string(&mut self, element: &Element<'s>) {
        let mut segment = Segment::default();
        self.xml.content_verbatim(&mut segment, |_| Inline::Through);
        let key = match self.keys.as_slice() {
            [.., last] if last.starts_with("NSStringFormat") => return,
            [entry, last] if last == "NSStringLocalizedFormatKey" => entry.clone(),
            [outer @ .., form] if outer.len() > 1 => format!("{}[{form}]", outer.join("/")),
            keys => keys.join("/"),
        };
        self.xml.document.once(element.span, &key);
        segment.key = Some(Cow::Owned(key));
        locale::declare(&mut segment, self.lang);
        self.xml.document.push_text(segment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    #[test]
    fn plural_forms_have_their_variable_in_the_key() {
        let source = Source::new(
            "ru.lproj/a.stringsdict",
            "<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>files</key><dict>\
             <key>NSStringLocalizedFormatKey</key><string>Всего %#@n@</string><key>n</key><dict>\
             <key>NSStringFormatSpecTypeKey</key><string>NSStringPluralRuleType</string>\
             <key>one</key><string>%d файл</string><key>few</key><string>%d файла</string>\
             </dict></dict><key>plain</key><string>Сброс</string></dict></plist>",
        );
        let document = StringsDict.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(
            texts(&document),
            [
                "files: Всего %#@n@",
                "files/n[one]: %d файл",
                "files/n[few]: %d файла",
                "plain: Сброс"
            ]
        );
    }
}
