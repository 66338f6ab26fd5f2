//! Android `strings.xml`: strings, plurals and arrays, with escapes of their own.

use std::borrow::Cow;

use super::escape::{Piece, control, push_unescaped, unicode_escape};
use super::xml::{Element, Inline, Node, Xml};
use super::{Comment, Format, XML_COMMENTS, locale};
use crate::document::{Document, Segment};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// Android string resources.
#[derive(Debug)]
pub(super) struct Android;

impl Format for Android {
    fn name(&self) -> &'static str {
        "android"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn is_for(&self, path: &str) -> bool {
        let mut parts = path.rsplit(['/', '\\']);
        let (name, folder) = (parts.next().unwrap_or(path), parts.next().unwrap_or(""));
        let resources = folder == "values" || folder.starts_with("values-");
        (name == "strings.xml" || resources) && !locale::is_foreign_path(path)
    }

    fn comments(&self) -> &'static [Comment] {
        XML_COMMENTS
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let lang = locale::lang_of_path(source.name());
        let mut reader = Reader { xml: Xml::new(source), lang, group: None, items: 0 };
        while let Some(node) = reader.xml.next() {
            match node {
                Node::Start(element) => reader.start(&element),
                Node::End("plurals" | "string-array" | "array", _) => reader.group = None,
                Node::End(..) | Node::Text(_) | Node::Ref(..) => {}
            }
        }
        Ok(reader.xml.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        const TABLE: &[(char, &str)] = &[
            ('&', "&amp;"),
            ('<', "&lt;"),
            ('\'', "\\'"),
            ('"', "\\\""),
            ('\\', "\\\\"),
            ('\n', "\\n"),
        ];
        super::replace(text, TABLE)
    }
}

struct Reader<'s> {
    xml: Xml<'s>,
    lang: Option<Lang>,
    /// The name of the plural or the array that is open.
    group: Option<String>,
    items: usize,
}

impl<'s> Reader<'s> {
    fn start(&mut self, element: &Element<'s>) {
        if self.xml.open.len() == 1 && element.name != "resources" {
            let what = "Android resources begin with <resources>";
            self.xml.document.report(element.span, what);
        }
        let silent = element.has("translatable", "false");
        match element.name {
            _ if silent => {
                self.xml.skip();
            }
            "string" => {
                let name = element.attr("name").unwrap_or_default();
                // one string may be there for each product
                match element.attr("product") {
                    Some(product) => {
                        self.xml.document.once(element.span, &format!("{name} ({product})"));
                    }
                    None => self.xml.document.once(element.span, &name),
                }
                self.text(name);
            }
            "plurals" | "string-array" | "array" => {
                self.group = element.attr("name");
                self.items = 0;
            }
            "item" => {
                let Some(group) = &self.group else { return };
                let key = match element.attr("quantity") {
                    Some(quantity) => format!("{group}[{quantity}]"),
                    None => format!("{group}[{}]", self.items),
                };
                self.items += 1;
                self.text(key);
            }
            _ => {}
        }
    }

    fn text(&mut self, key: String) {
        let mut segment = Segment::default();
        self.xml.content(&mut segment, |_| Inline::Through, push_text);
        // a reference to another resource is no text
        if segment.text().trim_start().starts_with(['@', '?']) {
            return;
        }
        segment.key = Some(Cow::Owned(key));
        locale::declare(&mut segment, self.lang);
        self.xml.document.push_text(segment);
    }
}

fn push_text<'s>(xml: &mut Xml<'s>, segment: &mut Segment<'s>, span: Span) {
    let (source, document) = (xml.source, &mut xml.document);
    push_unescaped(segment, source, span, &['\\', '"', '\n', '\r'], |rest, at| {
        match rest.as_bytes()[0] {
            b'\\' => unescape(rest).unwrap_or_else(|| {
                let end = at + rest.chars().take(2).map(char::len_utf8).sum::<usize>();
                document.report(Span::new(at, end), "no such escape in Android strings");
                Piece::Verbatim(end - at)
            }),
            // quotation marks keep white space as it is, and are not seen
            b'"' => Piece::Text(1, ""),
            // a line break with its indent is one space
            _ => Piece::Text(rest.len() - rest.trim_start().len(), " "),
        }
    });
}

fn unescape(rest: &str) -> Option<Piece> {
    let letter = rest.chars().nth(1)?;
    Some(match letter {
        'u' => {
            let (c, len) = unicode_escape(rest)?;
            Piece::Char(len, c)
        }
        '\n' => Piece::Char(2, ' '),
        'n' | 't' => Piece::Char(2, control(letter)?),
        // a mark that means something else bare: ' " \ @ ?, and any other mark
        _ if !letter.is_alphanumeric() => Piece::Char(1 + letter.len_utf8(), letter),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    #[test]
    fn strings_plurals_and_arrays() {
        let source = Source::new(
            "res/values-ru/strings.xml",
            r#"<?xml version="1.0"?><resources xmlns:x="x"><!-- no --><string name="a">Don\'t \u041f\n"  два"
              строка <b>да</b> <x:g id="n">%1$s</x:g></string>
<string name="b" translatable="false">No</string><string name="c"><![CDATA[<b>Сброс</b> & x]]></string>
<string name="d">@string/a</string><plurals name="p"><item quantity="one">%d файл</item>
<item quantity="few">%d файла</item></plurals><string-array name="l"><item>раз</item><item>два</item></string-array>
<integer name="i">5</integer></resources>"#,
        );
        let document = Android.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(
            texts(&document),
            [
                "a: Don't П\n  два строка да %1$s",
                "c: <b>Сброс</b> & x",
                "p[one]: %d файл",
                "p[few]: %d файла",
                "l[0]: раз",
                "l[1]: два",
            ]
        );
        assert!(document.errors.is_empty(), "{:?}", document.errors);
    }

    #[test]
    fn bad_escapes_are_reported() {
        let source = Source::new(
            "strings.xml",
            r"<resources><string name='a'>\u12 x\q\</string></resources>",
        );
        let document = Android.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(texts(&document), [r"a: \u12 x\q\"]);
        assert_eq!(document.errors.len(), 3);
    }

    #[test]
    fn only_resources_are_for_it() {
        assert!(Android.is_for("app/res/values-ru/strings.xml"));
        assert!(!Android.is_for("app/res/values-de/strings.xml"));
        assert!(!Android.is_for("pom.xml"));
    }
}
