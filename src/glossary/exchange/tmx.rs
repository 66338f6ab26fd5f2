//! TMX: translation memories.

use super::pairs::{Collector, HOLDS, pairs};
use super::xml::{Step, Xml, escape};
use super::{Entries, Exchange, Input, is_russian};
use crate::error::Error;
use crate::glossary::Glossary;
use crate::span::Span;

/// TMX 1.4.
#[derive(Debug)]
pub(super) struct Tmx;

/// The property by which the pairs of one term are known.
const HEAD: &str = "x-term";

#[derive(Default)]
struct Unit {
    place: Span,
    ru: String,
    en: String,
    head: String,
    note: String,
}

impl Exchange for Tmx {
    fn name(&self) -> &'static str {
        "tmx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tmx"]
    }

    fn claims(&self, text: &str) -> bool {
        text.contains("<tmx")
    }

    fn read(&self, input: Input<'_>) -> Result<Entries, Error> {
        let source = input.source()?;
        let mut xml = Xml::new(&source);
        let mut found = Collector::default();
        let mut unit = Unit::default();
        let (mut language, mut within, mut codes) = (None, String::new(), 0);
        while let Some(step) = xml.next()? {
            match step {
                Step::Start(element) => match element.name.as_str() {
                    "tu" => unit = Unit { place: element.place, ..Unit::default() },
                    "tuv" => language = element.get("lang").and_then(is_russian),
                    "seg" | "note" => within.clone_from(&element.name),
                    "prop" if element.get("type") == Some(HEAD) => HEAD.clone_into(&mut within),
                    // what these hold is code of the document, not text
                    "bpt" | "ept" | "it" | "ph" | "ut" => codes += 1,
                    _ => {}
                },
                Step::Text(text) if codes == 0 => match (within.as_str(), language) {
                    ("seg", Some(true)) => unit.ru.push_str(&text),
                    ("seg", Some(false)) => unit.en.push_str(&text),
                    ("note", _) => unit.note.push_str(&text),
                    (HEAD, _) => unit.head.push_str(&text),
                    _ => {}
                },
                Step::Text(_) => {}
                Step::End(name) => match name.as_str() {
                    "tu" => {
                        let head = Some(unit.head.as_str()).filter(|head| !head.is_empty());
                        found.add(&unit.ru, &unit.en, head, &unit.note, unit.place);
                    }
                    "tuv" => language = None,
                    "seg" | "note" | "prop" => within.clear(),
                    "bpt" | "ept" | "it" | "ph" | "ut" => codes -= 1,
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
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n  \
             <header creationtool=\"sverka\" creationtoolversion=\"{}\" segtype=\"phrase\" \
             o-tmf=\"sverka\" adminlang=\"en\" srclang=\"*all*\" datatype=\"plaintext\"/>\n  <body>\n",
            env!("CARGO_PKG_VERSION")
        );
        for pair in pairs(glossaries) {
            out.push_str("    <tu>\n");
            if let Some(note) = pair.note {
                out += &format!("      <note>{}</note>\n", escape(note));
            }
            out += &format!("      <prop type=\"{HEAD}\">{}</prop>\n", escape(&pair.head));
            for (language, text) in [("en", pair.en), ("ru", pair.ru)] {
                let text = escape(text);
                out += &format!("      <tuv xml:lang=\"{language}\"><seg>{text}</seg></tuv>\n");
            }
            out.push_str("    </tu>\n");
        }
        out + "  </body>\n</tmx>\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::exchange::Columns;

    #[test]
    fn regional_tags_and_inline_codes_are_read() {
        let text = "<tmx version=\"1.4\"><body><tu><tuv xml:lang=\"en-US\"><seg>missile <bpt i=\"1\">&lt;b&gt;\
                    </bpt>defense</seg></tuv><tuv lang=\"RU\"><seg>противоракетная оборона</seg></tuv></tu>\
                    <tu><tuv xml:lang=\"en\"><seg>only</seg></tuv></tu></body></tmx>";
        let input = Input { name: "own.tmx", bytes: text.into(), columns: Columns::default() };
        let entries = Tmx.read(input).unwrap();
        assert_eq!(entries.terms[0].en, ["missile defense"]);
        assert_eq!(entries.notes, ["1 entries without one of the two languages left out"]);
    }
}
