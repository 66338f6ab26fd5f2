//! Which of its possible forms a Russian word is, as far as the words around it tell: «проекции»
//! is a genitive after «файл», a plural after «новые», and «в» wants no nominative.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::Words;
use crate::russian::{self, Grammar};
use crate::script::{Script, fold};

/// The prepositions, folded, with the cases that they govern.
static PREPOSITIONS: LazyLock<BTreeMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("../../data/prepositions.txt").lines();
    let row = |line: &'static str| {
        let mut words = line.split_whitespace();
        Some((fold(words.next()?).into_owned(), words.collect()))
    };
    lines.filter(|line| !line.starts_with('#')).filter_map(row).collect()
});

/// What a neighbour's word for a reading counts, against the one that comes first.
const SLIGHT: i32 = 1;
const STRONG: i32 = 3;
const RULE: i32 = 6;

/// The likeliest of the forms that the words `tokens`, together `form`, may be. `number`, if the
/// original shows one, is `Sing` or `Plur`.
pub(super) fn likeliest(
    words: &Words<'_>,
    tokens: &Range<usize>,
    form: &str,
    number: Option<&str>,
) -> Option<Grammar> {
    let readings = russian::readings(form);
    let before = tokens.start.checked_sub(1).filter(|_| !is_parted(words, tokens.start));
    let after = Some(tokens.end).filter(|&at| at < words.tokens.len() && !is_parted(words, at));
    let addressed = is_addressed(words, tokens.start);
    let before = before.map(|at| fold(words.lower(at)).into_owned());
    let after = after.map(|at| fold(words.lower(at)).into_owned());
    let scored = readings.into_iter().map(|reading| {
        let mut score = 0;
        if reading.get("Case") == Some("Nom") {
            score += SLIGHT;
        }
        if number.is_some() && reading.pos == "NOUN" && reading.get("Number") == number {
            score += STRONG;
        }
        // «сохраните» asks for it, «вы сохраните» foretells it
        if reading.get("Mood") == Some("Imp") && !addressed {
            score += STRONG;
        }
        score += before.as_deref().map_or(0, |word| after_word(&reading, word));
        score += after.as_deref().map_or(0, |word| before_word(&reading, word));
        (score, reading)
    });
    // of equals the one that stands first, which is the commonest
    scored
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, reading)| reading)
}

/// Words before a verb among which its subject stands.
const AHEAD: usize = 4;

/// Whether a verb has «вы» for its subject.
fn is_addressed(words: &Words<'_>, at: usize) -> bool {
    let sentence = words.sentence(at);
    let from = at.saturating_sub(AHEAD).max(sentence.start);
    (from..at).any(|at| words.lower(at) == "вы")
}

/// Whether something other than a space stands before the word, or it is no Cyrillic one.
fn is_parted(words: &Words<'_>, at: usize) -> bool {
    let is_cyrillic = |at: usize| words.tokens[at].script == Script::Cyrillic;
    words.gap_before(at).chars().any(|c| !c.is_whitespace())
        || !is_cyrillic(at)
        || !is_cyrillic(at - 1)
}

/// What the word before says for a reading.
fn after_word(reading: &Grammar, word: &str) -> i32 {
    let Some(case) = reading.get("Case") else { return 0 };
    if let Some(governed) = PREPOSITIONS.get(word) {
        return if governed.contains(&case) { RULE } else { -RULE };
    }
    let others = russian::readings(word);
    let modifies = |other: &&Grammar| is_modifier(other) && agree(other, reading);
    if let Some(other) = others.iter().find(modifies) {
        // a word in the place of another may have its gender wrong
        let gender = other.get("Gender") == reading.get("Gender");
        let fits = gender || other.get("Number") != Some("Sing");
        return if fits { STRONG } else { STRONG - SLIGHT };
    }
    // of two to four things the noun is in the singular, and what stands before it is not
    let counted = |other: &Grammar| {
        is_modifier(other)
            && other.get("Case") == Some("Gen")
            && other.get("Number") == Some("Plur")
    };
    let is_singular = case == "Gen" && reading.get("Number") == Some("Sing");
    // «новых» may be an accusative, too, but of living things only
    if is_singular && others.iter().any(counted) {
        return STRONG + SLIGHT;
    }
    if case == "Acc" && others.first().is_some_and(takes_object) {
        return STRONG;
    }
    // the genitive that follows a noun
    let is_noun = others.first().is_some_and(|other| other.pos == "NOUN");
    if is_noun && case == "Gen" { STRONG } else { 0 }
}

/// What the word after says for a reading.
fn before_word(reading: &Grammar, word: &str) -> i32 {
    let agrees = |other: &Grammar| matches!(other.pos, "NOUN" | "PROPN") && agree(reading, other);
    let counts = is_modifier(reading) && russian::readings(word).iter().any(agrees);
    if counts { STRONG } else { 0 }
}

/// Whether what follows a verb is rather its object than its subject.
fn takes_object(verb: &Grammar) -> bool {
    verb.pos == "VERB"
        && (matches!(verb.get("VerbForm"), Some("Inf" | "Conv")) || verb.get("Mood") == Some("Imp"))
        && verb.get("Voice") != Some("Mid")
}

fn is_modifier(reading: &Grammar) -> bool {
    matches!(reading.pos, "ADJ" | "DET")
        || (reading.pos == "VERB" && reading.get("VerbForm") == Some("Part"))
}

/// Whether two words agree in case and number.
fn agree(one: &Grammar, other: &Grammar) -> bool {
    let same = |name: &str| one.get(name) == other.get(name);
    one.get("Case").is_some() && same("Case") && same("Number")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Segment;
    use crate::source::Source;
    use crate::span::Span;

    fn form(text: &str, word: &str, number: Option<&str>) -> String {
        let source = Source::new("t", text);
        let segment = Segment::verbatim(&source, Span::new(0, text.len()));
        let words = Words::new(&segment);
        let at = (0..words.tokens.len()).find(|&at| words.tokens[at].text == word).unwrap();
        likeliest(&words, &(at..at + 1), word, number).unwrap().describe()
    }

    #[test]
    fn the_words_around_a_word_tell_its_form() {
        for (text, word, number, is) in [
            ("Файл проекции сохранён", "проекции", None, "genitive singular"),
            ("Новые проекции", "проекции", None, "nominative plural"),
            ("Проекции сохранены", "Проекции", Some("Plur"), "nominative plural"),
            ("О проекции", "проекции", None, "prepositional singular"),
            ("К проекции", "проекции", None, "dative singular"),
            ("Очистить робот", "робот", None, "accusative singular"),
            ("Удалено 2 новых отпуска", "отпуска", None, "genitive singular"),
            ("Одобрите запрос", "Одобрите", None, "imperative plural"),
            ("Если вы одобрите запрос", "одобрите", None, "future plural"),
        ] {
            assert_eq!(form(text, word, number), is, "{text}");
        }
    }
}
