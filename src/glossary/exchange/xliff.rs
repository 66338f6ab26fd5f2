//! XLIFF: units of source and target, of 1.2 and of 2.

use super::pairs::{Collector, HOLDS, pairs};
use super::xml::{Step, Xml, escape};
use super::{Entries, Exchange, Input, is_russian};
use crate::error::Error;
use crate::glossary::Glossary;
use crate::span::Span;

/// XLIFF 1.2, and the simple parts of 2.0.
#[derive(Debug)]
pub(super) struct Xliff;

#[derive(Default)]
struct Unit {
    place: Span,
    source: String,
    target: String,
    head: String,
    note: String,
}

/// Elements whose content is code of the document.
fn is_code(name: &str) -> bool {
    matches!(name, "bpt" | "ept" | "it" | "ph" | "alt-trans" | "originalData")
}

impl Exchange for Xliff {
    fn name(&self) -> &'static str {
        "xliff"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlf", "xliff"]
    }

    fn claims(&self, text: &str) -> bool {
        text.contains("<xliff")
    }

    fn read(&self, input: Input<'_>) -> Result<Entries, Error> {
        let source = input.source()?;
        let mut xml = Xml::new(&source);
        let mut found = Collector::default();
        let mut unit = Unit::default();
        // whether the source is Russian, where the file says so
        let (mut direction, mut within, mut codes) = (None, String::new(), 0);
        while let Some(step) = xml.next()? {
            match step {
                Step::Start(element) => match element.name.as_str() {
                    "xliff" | "file" => {
                        let named =
                            ["source-language", "srcLang"].iter().find_map(|n| element.get(n));
                        direction = named.and_then(is_russian).or(direction);
                    }
                    "trans-unit" | "unit" => {
                        let head = element.get("resname").or(element.get("name"));
                        let head = head.unwrap_or_default().to_owned();
                        unit = Unit { place: element.place, head, ..Unit::default() };
                    }
                    name if is_code(name) => codes += 1,
                    "source" | "target" | "note" => within.clone_from(&element.name),
                    _ => {}
                },
                Step::Text(text) if codes == 0 => match within.as_str() {
                    "source" => unit.source.push_str(&text),
                    "target" => unit.target.push_str(&text),
                    "note" => unit.note.push_str(&text),
                    _ => {}
                },
                Step::Text(_) => {}
                Step::End(name) => match name.as_str() {
                    "trans-unit" | "unit" => push(&mut found, &unit, direction),
                    name if is_code(name) => codes -= 1,
                    "source" | "target" | "note" => within.clear(),
                    _ => {}
                },
            }
        }
        Ok(found.finish(source))
    }

    fn holds(&self) -> &'static [&'static str] {
        HOLDS
    }

    fn write(&self, glossaries: &[Glossary]) -> String {
        let name = glossaries.first().map_or("glossary", |glossary| glossary.name.as_str());
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">\n  \
             <file original=\"{}\" source-language=\"en\" target-language=\"ru\" datatype=\"plaintext\">\n    \
             <body>\n",
            escape(name)
        );
        for (at, pair) in pairs(glossaries).enumerate() {
            out += &format!(
                "      <trans-unit id=\"{}\" resname=\"{}\">\n        <source>{}</source>\n        \
                 <target>{}</target>\n",
                at + 1,
                escape(&pair.head),
                escape(pair.en),
                escape(pair.ru)
            );
            if let Some(note) = pair.note {
                out += &format!("        <note>{}</note>\n", escape(note));
            }
            out.push_str("      </trans-unit>\n");
        }
        out + "    </body>\n  </file>\n</xliff>\n"
    }
}

fn push(found: &mut Collector, unit: &Unit, direction: Option<bool>) {
    let head = Some(unit.head.as_str()).filter(|head| !head.is_empty());
    let sides = (unit.source.as_str(), unit.target.as_str());
    match direction {
        Some(true) => found.add(sides.0, sides.1, head, &unit.note, unit.place),
        Some(false) => found.add(sides.1, sides.0, head, &unit.note, unit.place),
        None => found.add_unsorted(sides, head, &unit.note, unit.place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::exchange::Columns;

    #[test]
    fn both_editions_and_directions_are_read() {
        for text in [
            "<xliff version=\"1.2\"><file source-language=\"ru-RU\"><body><trans-unit id=\"1\"><source>сброс</source>\
             <target><g id=\"1\">reset</g><ph id=\"2\">%s</ph></target></trans-unit></body></file></xliff>",
            "<xliff version=\"2.0\" srcLang=\"en\" trgLang=\"ru\"><file id=\"f\"><unit id=\"1\"><segment>\
             <source>reset</source><target>сброс</target></segment></unit></file></xliff>",
        ] {
            let input = Input { name: "own.xlf", bytes: text.into(), columns: Columns::default() };
            let entries = Xliff.read(input).unwrap();
            assert_eq!(
                (&entries.terms[0].ru[0], &entries.terms[0].en[0]),
                (&"сброс".into(), &"reset".into())
            );
        }
    }
}
