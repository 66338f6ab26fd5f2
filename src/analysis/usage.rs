//! How an English word is used: English makes verbs of nouns freely, and a noun's rendering is not
//! missed where the word is a verb.

use super::pair::{Occurrence, Pair};
use super::words::Words;
use crate::english;
use crate::lexicon::TermId;
use crate::russian;
use crate::script::Lang;

/// Words after which a verb stands.
const BEFORE_VERBS: &[&str] = &[
    "to", "will", "would", "can", "could", "cannot", "can't", "may", "might", "must", "shall",
    "should", "do", "does", "did", "don't", "doesn't", "didn't", "won't", "not", "i", "you", "we",
    "they", "let's", "please", "who", "that", "and", "or",
];

/// Words after which no verb stands.
const BEFORE_NOUNS: &[&str] = &[
    "a", "an", "the", "this", "these", "those", "my", "your", "our", "their", "its", "his", "her",
    "no", "any", "each", "every", "all", "some", "of", "in", "on", "with", "for", "from", "by",
    "per", "new", "another", "other",
];

/// Words that follow a verb which begins a sentence.
const AFTER_VERBS: &[&str] = &[
    "a", "an", "the", "this", "these", "those", "that", "my", "your", "our", "their", "its", "it",
    "them", "all", "any", "each", "every", "no", "how", "what", "whether", "if", "up", "out",
    "down",
];

/// Little words that are terms only where they stand alone: `on` on a switch.
const LITTLE: &[&str] = &[
    "on", "off", "in", "out", "to", "of", "for", "and", "or", "not", "no", "yes", "by", "at", "as",
    "is", "be", "do", "if", "it", "up", "down", "all", "any", "none", "from", "with", "other",
];

/// Whether a term of the original is used as its Russian renderings are: a noun as a noun, a verb
/// as a verb, a label as a label. Where nothing tells, it is.
pub fn is_fitting(pair: &Pair<'_>, met: &Occurrence, term: TermId) -> bool {
    if pair.source.lang == Lang::Ru {
        return true;
    }
    let words = &pair.source.words;
    let entry = pair.lexicon.term(term);
    let key = pair.source.key(met);
    let is_whole = met.words == (0..words.tokens.len());
    let rendering = entry.en.iter().find(|en| english::forms_of(en).contains(&key));
    let is_label = rendering.is_some_and(|en| begins_with_capital(en) && !is_name(en));
    if LITTLE.contains(&key.as_str()) || is_label {
        return is_whole;
    }
    if met.words.len() > 1 || is_whole {
        return true;
    }
    let pos = russian::readings(&entry.ru[0]).into_iter().next().map(|grammar| grammar.pos);
    let use_of = use_of(words, met.words.start, rendering.map(|en| english::key(en)).as_deref());
    !matches!((pos, use_of), (Some("NOUN"), Use::Verb) | (Some("VERB"), Use::Noun))
}

fn begins_with_capital(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// Whether capitals are part of the word: in an abbreviation, or inside it.
fn is_name(text: &str) -> bool {
    text.chars().skip(1).any(char::is_uppercase)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Noun,
    Verb,
    Either,
}

fn use_of(words: &Words<'_>, at: usize, base: Option<&str>) -> Use {
    let word = words.key(at);
    let sentence = words.sentence(at);
    let inflected =
        |ending: &str| word.ends_with(ending) && base.is_some_and(|b| !b.ends_with(ending));
    if inflected("ing") || inflected("ed") {
        return Use::Verb;
    }
    let before =
        at.checked_sub(1).filter(|before| sentence.contains(before)).map(|at| words.lower(at));
    let after = Some(at + 1).filter(|after| sentence.contains(after)).map(|at| words.lower(at));
    let follows = |list: &[&str]| before.is_some_and(|word| list.contains(&word));
    if follows(BEFORE_NOUNS) {
        return Use::Noun;
    }
    let governs = after.is_some_and(|word| AFTER_VERBS.contains(&word));
    match before {
        None | Some("and" | "or") if governs => Use::Verb,
        Some("and" | "or" | "that" | "who") | None => Use::Either,
        Some(_) if follows(BEFORE_VERBS) => Use::Verb,
        Some(_) => Use::Noun,
    }
}
