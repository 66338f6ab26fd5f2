//! A translation that is still the original.

use super::{Check, Draft};
use crate::analysis::{Pair, Side};
use crate::document::{Segment, Unit};
use crate::english;
use crate::finding::{Confidence, Elsewhere, Finding, Meta, Related, Severity};
use crate::placeholder::objects;
use crate::russian;
use crate::script::{Casing, Lang, Script};
use crate::source::Source;
use crate::span::Span;
use crate::token::{Joint, Token};

/// See its page.
#[derive(Debug)]
pub(super) struct Untranslated;

static META: Meta = Meta {
    name: "untranslated",
    summary: "the translation is the original over again",
    severity: Severity::Warning,
    page: r"
## What it does

Finds a finished translation that is word for word its original, though the original is a text:
two everyday words of its language or more.

Of two documents whose blocks were paired by their order it says, as advice, where paragraphs of one
have no counterpart in the other: once for each stretch of them. What has no original is still
checked by itself.

## Why

Copying the original is how many tools begin a translation. What is forgotten then looks done.

## Example

```bad pair
Press the red button = Press the red button
```

```good pair
Press the red button = Нажмите красную кнопку
Sverka = Sverka
git push --force = git push --force
Gnomes and Hares Public License (GHPL) = Gnomes and Hares Public License (GHPL)
Arch A = Arch A
```

## When it is silent

Names, commands, placeholders and single words are often the same in both languages; a name is told
by its initials behind it. What a format
marks as not translated, or as fuzzy, is no finding: the file says so itself. A paragraph that is
parted in the other language into two is no lost one.
",
};

/// Everyday words that make a text.
const ENOUGH: usize = 2;

/// Words that hold sentences together, and stand in no command.
const LITTLE: &[&str] = &[
    "the", "a", "an", "of", "to", "is", "are", "be", "and", "or", "for", "in", "on", "with",
    "this", "that", "your", "you", "not", "и", "в", "на", "не", "с", "для", "что", "это", "по",
    "к", "из",
];

impl Check for Untranslated {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        let text = pair.target.text().trim();
        if text != pair.source.text().trim() || !is_prose(&pair.source) || has_initials(text) {
            return;
        }
        let start = pair.target.text().len() - pair.target.text().trim_start().len();
        let span = Span::new(start, start + text.len());
        let message = "the translation is the same as the original".to_owned();
        let (severity, confidence) = (Severity::Warning, Confidence::High);
        found.push(Draft::of_pair(pair, &META, span, severity, confidence, message).done());
    }

    fn blocks(&self, units: &[Unit<'_>], original: &Source, found: &mut Vec<Finding>) {
        let is_named = |unit: &Unit<'_>| match unit {
            Unit::Pair { key, .. } => !key.is_empty(),
            Unit::Text(segment) => segment.key.is_some(),
        };
        // those with names come first: strings, or the titles of a document
        let named = units.iter().take_while(|unit| is_named(unit)).count();
        let units = &units[named..];
        if units.iter().any(is_named) {
            return;
        }
        for stretch in stretches(units) {
            found.extend(stretch.finding(units, original));
        }
    }
}

/// Blocks that follow each other and have no counterparts.
struct Stretch {
    start: usize,
    end: usize,
}

fn stretches(units: &[Unit<'_>]) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for (at, _) in units.iter().enumerate().filter(|(_, unit)| is_alone(unit)) {
        match all.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => all.push(Stretch { start: at, end: at + 1 }),
        }
    }
    all
}

/// Whether a block has no counterpart.
fn is_alone(unit: &Unit<'_>) -> bool {
    match unit {
        Unit::Text(_) => true,
        Unit::Pair { target, .. } => target.text().is_empty(),
    }
}

/// Whether a text is missed: a picture or a line of code is not.
fn is_text(segment: &Segment<'_>) -> bool {
    let mut prose = segment.text().to_owned();
    for object in objects(segment.text()).iter().rev() {
        prose.replace_range(object.span.range(), " ");
    }
    let words = prose.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    words.count() >= ENOUGH
}

/// Whether blocks fit better when they are taken together with the pair beside them: one language
/// parts what the other joins.
fn is_part_of(blocks: &[&Segment<'_>], of_original: bool, beside: Option<&Unit<'_>>) -> bool {
    let Some(Unit::Pair { source, target, .. }) = beside else { return false };
    let len = |segment: &Segment<'_>| segment.text().chars().count();
    let more: usize = blocks.iter().map(|block| len(block)).sum();
    let (source, target) = (len(source), len(target));
    let together = if of_original {
        (source + more).abs_diff(target)
    } else {
        (target + more).abs_diff(source)
    };
    together < source.abs_diff(target)
}

impl Stretch {
    fn finding(&self, units: &[Unit<'_>], original: &Source) -> Option<Finding> {
        let stretch = &units[self.start..self.end];
        let lost: Vec<&Segment<'_>> =
            stretch.iter().filter_map(original_of).filter(|s| is_text(s)).collect();
        let added: Vec<&Segment<'_>> = stretch
            .iter()
            .filter_map(|unit| if let Unit::Text(segment) = unit { Some(segment) } else { None })
            .filter(|segment| is_text(segment))
            .collect();
        let blocks = |count| match count {
            1 => "a block".to_owned(),
            _ => format!("{count} blocks"),
        };
        let beside = [self.start.checked_sub(1), Some(self.end)];
        let parted = |at: Option<usize>| {
            let pair = at.and_then(|at| units.get(at));
            match (lost.is_empty(), added.is_empty()) {
                (false, true) => is_part_of(&lost, true, pair),
                (true, false) => is_part_of(&added, false, pair),
                _ => false,
            }
        };
        if beside.into_iter().any(parted) {
            return None;
        }
        let message = match (lost.len(), added.len()) {
            // one language parts what the other joins
            (0, 0) | (1, 2) | (2, 1) => return None,
            (lost, 0) => format!("{} of the original should be near here", blocks(lost)),
            (0, added) => format!("{} without a counterpart in the original", blocks(added)),
            (lost, added) => format!(
                "{} of the original and {} of the translation do not fit each other",
                blocks(lost),
                blocks(added)
            ),
        };
        // what is missing stands nowhere: the word before it, or else after it, says where it goes
        let mut before = units[..self.start].iter().rev().map(Unit::target);
        let mut after = units[self.end..].iter().map(Unit::target);
        let (segment, span) = match added.first() {
            Some(first) => (*first, edge(first.text(), false)?),
            None => before
                .find_map(|near| Some((near, edge(near.text(), true)?)))
                .or_else(|| after.find_map(|s| Some((s, edge(s.text(), false)?))))?,
        };
        let place = segment.to_source(span);
        let mut finding = Finding::new(&META, Severity::Advice, Confidence::Medium, place, message)
            .with_text(&segment.text()[span.range()]);
        if let Some(first) = lost.first() {
            let span = first.to_source(edge(first.text(), false)?);
            let elsewhere = Some(Elsewhere {
                path: original.name().to_owned(),
                start: original.position(span.start),
                end: original.position(span.end),
            });
            let message = "the original from here on".to_owned();
            finding.related.push(Related { span, elsewhere, message });
        }
        Some(finding)
    }
}

fn original_of<'u, 's>(unit: &'u Unit<'s>) -> Option<&'u Segment<'s>> {
    match unit {
        Unit::Pair { source, .. } => Some(source),
        Unit::Text(_) => None,
    }
}

/// The first or the last word of a text.
fn edge(text: &str, last: bool) -> Option<Span> {
    let mut words = text.split_whitespace();
    let word = if last { words.next_back() } else { words.next() }?;
    let at = if last { text.rfind(word) } else { text.find(word) }?;
    Some(Span::new(at, at + word.len()))
}

/// Whether a text ends with the initials of its own words in brackets, and so is a name.
fn has_initials(text: &str) -> bool {
    let Some((name, initials)) = text.strip_suffix(')').and_then(|text| text.rsplit_once(" ("))
    else {
        return false;
    };
    let mut capitals = name.chars().filter(|c| c.is_uppercase());
    let is_word = name.split_whitespace().any(|word| word == initials);
    initials.len() > 1
        && (is_word
            || initials.chars().all(|c| c.is_uppercase() && capitals.any(|first| first == c)))
}

/// Whether a text is made of everyday words of its language, and is no command, path or name.
fn is_prose(side: &Side<'_>) -> bool {
    let prose = side.prose();
    let words = side.words.tokens.iter().filter(|token| token.script != Script::Other);
    let is_everyday = |token: &&Token<'_>| {
        let is_text = prose[token.span.range()] == *token.text && token.joint != Joint::Tight;
        is_text
            && match side.lang {
                Lang::En => token.script == Script::Latin && english::is_known(token.text),
                Lang::Ru => token.script == Script::Cyrillic && russian::is_known(token.text),
            }
    };
    let everyday = words.clone().filter(is_everyday).count();
    // `A` behind another word is no article: Arch A
    let is_little = |token: &Token<'_>| {
        let is_letter = token.text == "A" && !prose[..token.span.start].trim().is_empty();
        !is_letter && LITTLE.contains(&&*token.text.to_lowercase())
    };
    let sentence = words.clone().any(is_little);
    let plain = !prose.contains(['<', '>', '[', ']', '|', '=', '/', '\\', '$', '#', '_']);
    // all in capitals it is a name: Web Start, Premium Edition
    let small = |token: &Token<'_>| {
        prose[..token.span.start].ends_with(' ') && Casing::of(token.text) == Casing::Lower
    };
    let capital = prose.trim_start().starts_with(char::is_uppercase) && words.clone().any(small);
    everyday >= ENOUGH && everyday * 4 >= words.count() * 3 && plain && (sentence || capital)
}

#[cfg(test)]
mod tests {
    use crate::engine::Checker;
    use crate::formats::by_name;
    use crate::lexicon::Lexicon;
    use crate::source::Source;

    /// What is said of blocks, with the line it is said at.
    fn said(en: &str, ru: &str) -> Vec<String> {
        let (en, ru) = (Source::new("a.en.md", en), Source::new("a.ru.md", ru));
        let format = by_name("markdown").unwrap();
        let checker = Checker::new(Lexicon::builtin());
        let report = checker.check_pair((&en, format), (&ru, format)).unwrap();
        let found = report.findings.iter().filter(|f| f.check.name == "untranslated");
        let line = |at| report.source.position(at).line;
        found.map(|f| format!("{} {}: {}", line(f.span.start), f.text, f.message)).collect()
    }

    #[test]
    fn a_stretch_without_counterpart_is_said_once() {
        let (one, two) =
            ("# Weather\n\nIt rains in spring.\n\n", "## Wind\n\nIt blows from the sea.\n");
        let (один, два) = ("# Погода\n\nВесной идёт дождь.\n\n", "## Ветер\n\nОн дует с моря.\n");
        let more = "Snow lies here from the first week of December on.\n\nIt is deep and nobody clears it away in time.\n\n";
        let ещё = "Снег лежит здесь с первой недели декабря, и никто его вовремя не убирает.\n\n";
        assert!(said(&format!("{one}{two}"), &format!("{один}{два}")).is_empty());
        assert_eq!(
            said(&format!("{one}{more}{two}"), &format!("{один}{два}")),
            ["3 дождь.: 2 blocks of the original should be near here"]
        );
        let parted = "Весной идёт\n\nдождь, а потом ещё раз дождь.\n\n";
        let long = "It rains in spring, and then there is rain once more, and no end of it.\n\n";
        assert!(said(&format!("{long}{two}"), &format!("{parted}{два}")).is_empty());
        assert_eq!(
            said(&format!("{one}{two}"), &format!("{один}{ещё}{два}")),
            ["5 Снег: a block without a counterpart in the original"]
        );
    }
}
