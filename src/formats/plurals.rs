//! Plural forms, which make one message together: how keys name them, and how many messages a
//! document has.

use crate::document::{Document, Unit};

/// The forms as Unicode names them.
const NAMES: &[&str] = &["zero", "one", "two", "few", "many", "other"];

/// The parts of a key that may name a form: what it is a form of, with the mark after that; the
/// form; what closes it. Written `name[few]`, `name/few`, `name_few`, `name.few`.
pub(super) fn parts(key: &str) -> Option<(&str, &str, &str)> {
    let body = key.strip_suffix(']').unwrap_or(key);
    let at = body.rfind(['[', '/', '_', '.'])?;
    Some((&body[..=at], &body[at + 1..], &key[body.len()..]))
}

/// How many units a document has from number `first` on, if the plural forms of a message are
/// counted as one: messages, and paragraphs of prose.
pub fn count(document: &Document<'_>, first: usize) -> usize {
    let mut before = None;
    let mut further = document.further_forms.iter().filter(|number| **number >= first).count();
    for unit in &document.units[first..] {
        let name = key(unit).and_then(parts).filter(|(_, form, _)| NAMES.contains(form));
        let name = name.map(|(name, ..)| name);
        further += usize::from(name.is_some() && name == before);
        before = name;
    }
    (document.units.len() - first).saturating_sub(further)
}

fn key<'u>(unit: &'u Unit<'_>) -> Option<&'u str> {
    match unit {
        Unit::Text(segment) => segment.key.as_deref(),
        Unit::Pair { key, .. } => Some(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::for_path;
    use crate::source::Source;

    #[test]
    fn the_forms_of_a_message_are_one_unit() {
        for (name, text, units, all) in [
            ("a.md", "# Раз\n\nдва\n", 2, 2),
            (
                "a.json",
                r#"{"a_one": "раз", "a_few": "два", "b": {"one": "три", "many": "ять"}}"#,
                2,
                4,
            ),
            ("a.json", r#"{"one": "раз", "two": "два", "a": ["раз", "два"]}"#, 3, 4),
            (
                "a.po",
                "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"в\"\nmsgstr[1] \"г\"\n\nmsgid \"c[1]\"\nmsgstr \"д\"\n",
                2,
                3,
            ),
            (
                "a.ts",
                "<TS><message numerus='yes'><source>a</source><translation><numerusform>б</numerusform>\
                 <numerusform>в</numerusform></translation></message></TS>",
                1,
                2,
            ),
        ] {
            let source = Source::new(name, text);
            let document = for_path(name).read(&source).unwrap();
            assert_eq!((count(&document, 0), document.units.len()), (units, all), "{text}");
        }
    }
}
