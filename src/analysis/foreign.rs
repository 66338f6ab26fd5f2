//! Passages in French, German and other languages, which are left alone.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use super::Words;
use crate::script::{Casing, Script};

/// A set of languages, one bit each.
pub(super) type Languages = u32;

/// The languages that have the word, in lower case, among their small words.
pub(super) fn languages(word: &str) -> Languages {
    SMALL_WORDS.get(word).copied().unwrap_or(0)
}

/// For each small word the languages that have it.
static SMALL_WORDS: LazyLock<HashMap<&'static str, Languages>> = LazyLock::new(|| {
    let text = include_str!("../../data/foreign.toml");
    let languages: BTreeMap<String, String> = toml::from_str(text)
        .unwrap_or_else(|e| panic!("data/foreign.toml, built in, must parse: {e}"));
    let mut words: HashMap<&'static str, Languages> = HashMap::new();
    for (language, list) in languages.into_values().enumerate() {
        let list: &'static str = list.leak();
        for word in list.split(' ') {
            *words.entry(word).or_default() |= 1 << language;
        }
    }
    words
});

/// More bits than there are languages.
const LANGUAGES_MOST: usize = 8;

/// Languages whose words are easily taken for Russian ones, by their English names.
const LANGUAGES: &[&str] = &[
    "ukrainian",
    "belarusian",
    "polish",
    "czech",
    "slovak",
    "bulgarian",
    "serbian",
    "croatian",
    "serbo-croatian",
    "macedonian",
    "slovene",
    "slovenian",
    "german",
    "french",
    "italian",
    "spanish",
    "latin",
    "yiddish",
    "hebrew",
    "finnish",
    "estonian",
    "latvian",
    "lithuanian",
    "georgian",
    "armenian",
    "kazakh",
    "tatar",
    "uzbek",
    "turkish",
    "dutch",
    "swedish",
    "norwegian",
    "danish",
    "romanian",
    "hungarian",
    "greek",
    "portuguese",
];

/// Articles that make a foreign noun of the word after them. English has a few of them too, but
/// not before a word that no English dictionary knows.
const ARTICLES: &[&str] = &[
    "das", "der", "dem", "den", "el", "la", "le", "les", "il", "lo", "los", "las", "un", "une",
    "uno", "ein", "eine",
];

/// Whether the text says that the word is of some other language: “Ukrainian *dohovir*”, “el
/// contrato”.
pub(super) fn is_introduced_as_foreign(words: &Words<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|word| words.lower(word)) else { return false };
    // UN is no article
    let capitals = Casing::of(words.tokens[at - 1].text) == Casing::Upper;
    if !capitals && ARTICLES.contains(&before) {
        return true;
    }
    // “the Polish word for it, …”: a language right before the word, but for what it is called
    let nouns = ["word", "term", "name", "noun", "verb", "for", "as", "expression", "phrase"];
    let mut named = (0..at).rev().take(3).map(|word| words.lower(word));
    let nearest = named.find(|word| !nouns.contains(word));
    nearest.is_some_and(|word| LANGUAGES.contains(&word))
}

/// For each word whether it stands in a foreign passage: a sentence or a quotation.
pub(super) fn foreign(words: &Words<'_>) -> Vec<bool> {
    let count = words.tokens.len();
    let mut marked = vec![false; count];
    let mut at = 0;
    while at < count {
        let sentence = words.sentence(at);
        mark(words, &sentence, &mut marked);
        at = sentence.end.max(at + 1);
    }
    let mut at = 0;
    while at < count {
        match &words.quotes[at] {
            Some(quote) if quote.start == at => {
                mark(words, quote, &mut marked);
                at += 1;
            }
            _ => at += 1,
        }
    }
    marked
}

fn mark(words: &Words<'_>, range: &Range<usize>, marked: &mut [bool]) {
    let latin = || range.clone().filter(|&at| words.tokens[at].script == Script::Latin);
    let all = latin().count();
    if all < 3 || all * 2 < range.len() {
        return;
    }
    let unknown = latin().filter(|&at| !words.is_english(at)).count();
    if unknown * 4 < all {
        return;
    }
    let mut counts = [0; LANGUAGES_MOST];
    for at in latin() {
        let languages = words.known(at).languages;
        for (language, count) in counts.iter_mut().enumerate() {
            *count += (languages >> language & 1) as usize;
        }
    }
    // «de», «in» and «die» are English too: what is left must not read as English
    let most = counts.into_iter().max().unwrap_or(0);
    if most >= 2 && most * 5 >= all {
        marked[range.clone()].fill(true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Segment;
    use crate::source::Source;
    use crate::span::Span;

    fn share(text: &str) -> usize {
        let source = Source::new("t", text);
        let segment = Segment::verbatim(&source, Span::new(0, text.len()));
        let words = Words::new(&segment);
        foreign(&words).into_iter().filter(|&marked| marked).count()
    }

    #[test]
    fn foreign_sentences_and_quotations_are_marked() {
        assert!(share("Eh bien, mon prince, vous ne savez pas ce que c'est que la guerre.") > 10);
        assert_eq!(share("He said “das ist nicht wahr, mein Freund” and left the old house."), 6);
        assert_eq!(
            share("The button in the box was marked peregruzka and the minister laughed."),
            0
        );
        assert_eq!(share("Peregruzka de facto means overload in the die of history."), 0);
    }
}
