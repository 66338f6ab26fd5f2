//! .NET `.resx`: strings among other resources.

use std::borrow::Cow;

use super::xml::{Inline, Node, Xml};
use super::{Comment, Format, XML_COMMENTS, locale, xml};
use crate::document::{Document, Segment};
use crate::error::Error;
use crate::source::Source;

/// .NET resources.
#[derive(Debug)]
pub(super) struct Resx;

impl Format for Resx {
    fn name(&self) -> &'static str {
        "resx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["resx", "resw"]
    }

    fn is_for(&self, path: &str) -> bool {
        !locale::is_foreign_path(path)
    }

    fn comments(&self) -> &'static [Comment] {
        XML_COMMENTS
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let lang = locale::lang_of_path(source.name());
        let mut xml = Xml::new(source);
        let mut name = None;
        while let Some(node) = xml.next() {
            let Node::Start(element) = node else { continue };
            match element.name {
                // files, images and sizes have a type; `>>` begins what the form designer keeps
                "data" => {
                    name = element.attr("name").filter(|name| !name.starts_with(">>"));
                    if element.attr("type").or_else(|| element.attr("mimetype")).is_some() {
                        name = None;
                    }
                    if let Some(name) = &name {
                        xml.document.once(element.span, name);
                    }
                }
                "value" => {
                    let mut segment = Segment::default();
                    xml.content_verbatim(&mut segment, |_| Inline::Through);
                    let Some(name) = name.take() else { continue };
                    segment.key = Some(Cow::Owned(name));
                    locale::declare(&mut segment, lang);
                    xml.document.push_text(segment);
                }
                "comment" | "resheader" | "schema" | "assembly" | "metadata" => {
                    xml.skip();
                }
                _ => {}
            }
        }
        Ok(xml.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        xml::escape(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};

    #[test]
    fn only_strings_are_read() {
        let source = Source::new(
            "R.ru.resx",
            r#"<root><xsd:schema><x name="data"/></xsd:schema><resheader name="v"><value>2.0</value></resheader>
<data name="Reset" xml:space="preserve"><value>Сброс &amp; всё</value><comment>no</comment></data>
<data name="Icon" type="System.Resources.ResXFileRef"><value>a.ico</value></data>
<data name="&gt;&gt;button1.Name"><value>button1</value></data></root>"#,
        );
        let document = Resx.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(texts(&document), ["Reset: Сброс & всё"]);
    }
}
