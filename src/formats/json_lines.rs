//! JSON lines: a JSON value on each line, as corpora have them.

use std::borrow::Cow;

use super::cut::lines_around;
use super::json_scan::Json as Scan;
use super::{Cut, Format, Head, Part, json, locale};
use crate::document::{Document, Segment, State};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// JSON lines.
#[derive(Debug)]
pub(super) struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "json-lines"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn is_for(&self, path: &str) -> bool {
        locale::is_locale_path(path)
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        Ok(read(source, Part::whole(head(source))))
    }

    fn cut(&self) -> Option<Cut> {
        let end = |text: &str| text.rfind('\n').map_or(0, |end| end + 1);
        Some(Cut { size: 4 << 20, end, around: lines_around, head, read })
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        json::escape(text)
    }
}

fn head(source: &Source) -> Head {
    Head { lang: locale::lang_of_path(source.name()), ..Head::default() }
}

fn read(source: &Source, part: Part) -> Document<'_> {
    let mut scan = Scan::new(source);
    let mut start = part.start;
    let before = part.lines + source.text()[..start].matches('\n').count();
    for (number, line) in source.text()[start..].split_inclusive('\n').enumerate() {
        let span = Span::new(start, start + line.len());
        scan.restart(span);
        let strings = strings(&mut scan);
        push(strings, before + number + 1, part.head.lang, &mut scan.document);
        start = span.end;
    }
    scan.document
}

/// A string of a line.
struct Text<'s> {
    pointer: String,
    /// The pointer of the object it is in, and what its key makes of it.
    object: String,
    side: Option<Side>,
    segment: Segment<'s>,
}

/// What a key says of its text: the language it is in, or whether it is the original.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    In(Lang),
    Original,
    Translation,
}

impl Side {
    fn of_key(key: &str) -> Option<Self> {
        match key {
            "source" | "src" => Some(Self::Original),
            "target" | "tgt" => Some(Self::Translation),
            _ => locale::lang_of_tag(key).map(Self::In),
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::In(lang) => Self::In(lang.other()),
            Self::Original => Self::Translation,
            Self::Translation => Self::Original,
        }
    }

    const fn is_original(self) -> bool {
        matches!(self, Self::In(Lang::En) | Self::Original)
    }

    const fn lang(self) -> Option<Lang> {
        match self {
            Self::In(lang) => Some(lang),
            Self::Original | Self::Translation => None,
        }
    }
}

/// The strings of the line at hand.
fn strings<'s>(scan: &mut Scan<'s>) -> Vec<Text<'s>> {
    let mut strings = Vec::new();
    while let Some(span) = scan.next() {
        let pointer = scan.pointer();
        let (object, _) = pointer.rsplit_once('/').unwrap_or_default();
        let side = scan.path().last().and_then(|key| Side::of_key(&key));
        let (object, segment) = (object.to_owned(), scan.decode(span));
        strings.push(Text { pointer, object, side, segment });
    }
    strings
}

/// How far from an original its translation is looked for, in strings: a line may have any number.
const NEAR: usize = 64;

/// Adds the strings of a line: two of one object that are an original and its translation as a
/// pair, the others as texts of their own.
fn push<'s>(
    mut strings: Vec<Text<'s>>,
    line: usize,
    lang: Option<Lang>,
    document: &mut Document<'s>,
) {
    strings.reverse();
    while let Some(text) = strings.pop() {
        let partner = text.side.and_then(|side| {
            let is_partner =
                |other: &Text<'_>| other.object == text.object && other.side == Some(side.other());
            let near = strings.len().saturating_sub(NEAR);
            strings[near..].iter().rposition(is_partner).map(|at| near + at)
        });
        let Some(partner) = partner else {
            let Text { pointer, side, mut segment, .. } = text;
            segment.key = Some(Cow::Owned(format!("{line}{pointer}")));
            locale::declare(&mut segment, side.and_then(Side::lang).or(lang));
            document.push_text(segment);
            continue;
        };
        let other = strings.remove(partner);
        let is_first = text.side.is_some_and(Side::is_original);
        let (source, target) = if is_first { (text, other) } else { (other, text) };
        push_pair(source, target, line, document);
    }
}

fn push_pair<'s>(source: Text<'s>, target: Text<'s>, line: usize, document: &mut Document<'s>) {
    let key = Cow::Owned(format!("{line}{}", source.object));
    let (mut original, mut translation) = (source.segment, target.segment);
    locale::declare(&mut original, source.side.and_then(Side::lang));
    let declared = target.side.and_then(Side::lang);
    locale::declare_translation(&mut translation, declared, &original);
    let is_blank = translation.text().trim().is_empty();
    let state = if is_blank { State::Untranslated } else { State::Final };
    document.units.push(super::pair(key, original, translation, state));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, pairs, texts};

    #[test]
    fn each_line_stands_for_itself() {
        let source = Source::new(
            "corpus.jsonl",
            "{\"id\": 1, \"text\": \"The \\u00abreset\\u00bb button\"}\n\n[\"раз\", {\"a\": \"два\"}]\n\"три\"",
        );
        let document = JsonLines.read(&source).unwrap();
        check_runs(&document);
        assert!(document.errors.is_empty(), "{:?}", document.errors);
        assert_eq!(
            texts(&document),
            ["1/text: The «reset» button", "3/0: раз", "3/1/a: два", "4: три"]
        );
    }

    #[test]
    fn an_original_and_its_translation_are_a_pair() {
        let source = Source::new(
            "corpus.jsonl",
            "{\"translation\": {\"ru\": \"сброс\", \"en\": \"reset\"}}\n\
             {\"source\": \"reset\", \"target\": \"сброс\", \"note\": \"x\"}\n\
             {\"en\": \"reset\", \"de\": \"no\"}\n",
        );
        let document = JsonLines.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(
            pairs(&document),
            [
                "1/translation: reset = сброс (Final)",
                "2: reset = сброс (Final)",
                "alone: x",
                "alone: reset",
                "alone: no"
            ]
        );
    }

    #[test]
    fn a_broken_line_is_told_and_the_others_read() {
        let source = Source::new(
            "corpus.jsonl",
            "{\"a\": \"x\"\n{\"a\": \"y\"}}\n{\"a\": \"z\n{\"a\": \"v\"}\n",
        );
        let document = JsonLines.read(&source).unwrap();
        assert_eq!(texts(&document), ["1/a: x", "2/a: y", "3/a: z", "4/a: v"]);
        let places: Vec<usize> =
            document.errors.iter().map(|error| error.place().unwrap().span.start).collect();
        assert_eq!(places.len(), 4, "{:?}", document.errors);
    }
}
