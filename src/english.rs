//! English words: which exist, and what forms a term has.
//!
//! The word list is SCOWL's up to size 80 with its names, and the Russian loans that English
//! publications use (`data/loans.txt`), built into the program as a finite-state set.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use fst::Set;
use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use unicode_normalization::UnicodeNormalization;

use crate::script::is_combining;

static WORDS: LazyLock<Set<&'static [u8]>> =
    LazyLock::new(|| Set::new(crate::compiled::english()).expect("build.rs wrote the set"));

static ONE_EDIT: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));

static IRREGULAR: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("../data/irregular.txt").lines().filter(|l| !l.starts_with('#'));
    let words = |line: &'static str| {
        let mut words = line.split_whitespace();
        Some((words.next()?, words.collect()))
    };
    lines.filter_map(words).collect()
});

/// The words of which the irregular forms are forms.
static BASES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = IRREGULAR.iter();
    rows.flat_map(|(&base, forms)| forms.iter().map(move |&form| (form, base))).collect()
});

/// Whether the word is English, in any capitals, with or without a possessive `’s`.
pub fn is_known(word: &str) -> bool {
    let known = |word: &str| WORDS.contains(word);
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return known(word);
    }
    let lower = lower(word);
    let base = base(&lower);
    known(&lower) || (base != lower && known(base))
}

/// A word in lower case, with plain apostrophes.
pub fn lower(word: &str) -> String {
    if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        word.to_lowercase().replace('’', "'")
    }
}

/// No English word has more bytes.
const LONGEST: usize = 64;

/// Whether some English word is at most one letter away: then a word that nobody knows is more
/// likely a slip in English.
pub fn is_near(word: &str) -> bool {
    // the automaton has states for each letter, and no word of English is so long
    if word.len() > LONGEST {
        return false;
    }
    let dfa = ONE_EDIT.build_dfa(word);
    let fst = WORDS.as_fst();
    let mut open = vec![(fst.root().addr(), dfa.initial_state())];
    while let Some((addr, state)) = open.pop() {
        let node = fst.node(addr);
        if node.is_final() && matches!(dfa.distance(state), Distance::Exact(_)) {
            return true;
        }
        for transition in node.transitions() {
            let next = dfa.transition(state, transition.inp);
            if next != SINK_STATE {
                open.push((transition.addr, next));
            }
        }
    }
    false
}

/// A lower-case word without its possessive ending.
pub fn base(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// An English term as it is looked up: lower case, one space between words, hyphens as spaces,
/// typographic apostrophes made plain, without possessive endings and diacritics.
pub fn key(term: &str) -> String {
    let mut lower = lower(term);
    // as most words are
    if lower.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return lower;
    }
    if !lower.is_ascii() {
        lower = lower.nfd().filter(|&c| !is_combining(c)).collect();
    }
    let words =
        lower.split(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}'));
    words.filter(|w| !w.is_empty()).map(base).collect::<Vec<_>>().join(" ")
}

/// Every form of a term, as [`key`]s: `reset`, `resets`, `resetting`; `treaties`; `heads of state`.
///
/// Nouns and verbs are not told apart, since English makes one of the other freely.
pub fn forms_of(term: &str) -> BTreeSet<String> {
    let key = key(term);
    let words: Vec<&str> = key.split(' ').collect();
    let mut forms = BTreeSet::from([key.clone()]);
    // what changes is the last word of a noun phrase, the word before a preposition, the verb
    // that begins a verb phrase
    let preposition = words.iter().position(|w| {
        matches!(*w, "of" | "in" | "for" | "to" | "on" | "at" | "with" | "from" | "by")
    });
    let mut places = BTreeSet::from([words.len() - 1]);
    places.extend(preposition.and_then(|at| at.checked_sub(1)));
    if words.len() > 1 && words.len() < 4 {
        places.insert(0);
    }
    for place in places {
        for form in word_forms(words[place]) {
            let mut words = words.clone();
            words[place] = &form;
            forms.insert(words.join(" "));
        }
    }
    forms
}

/// The term in the form in which `text` stands: plural beside a plural, a participle beside one.
pub fn like(term: &str, text: &str) -> String {
    let lower = text.to_lowercase();
    let ending = ["ing", "ed", "s"].into_iter().find(|ending| lower.ends_with(ending));
    let own = key(term);
    let same = ending.filter(|ending| !own.ends_with(ending)).and_then(|ending| {
        // the shortest, for `resets` stands beside `resettings`
        let fits = |form: &String| form.ends_with(ending);
        forms_of(term).into_iter().filter(fits).min_by_key(String::len)
    });
    same.unwrap_or_else(|| term.to_owned())
}

/// What words of one family end in: `sign`, `signed`, `signature`.
const ENDINGS: &[&str] = &[
    "", "e", "s", "y", "d", "es", "ed", "er", "or", "al", "ly", "ry", "th", "ic", "ive", "ing",
    "est", "ers", "ors", "down", "ant", "ent", "ary", "ory", "age", "ure", "ity", "ful", "ist",
    "ism", "ship", "ness", "ment", "able", "ible", "ance", "ence", "ature", "ation", "ition",
    "ion",
];

/// Whether two words, as [`key`]s, are of one family: `content` and `contents`, `operating` and
/// `operational`, `broken` and `breakdown`. `status` is no `statute`, and nouns in -ion mean
/// something of their own: `project`, `projection`.
pub fn are_related(one: &str, other: &str) -> bool {
    begins_with(one, other) || {
        let [first, second] = [one, other].map(|word| BASES.get(word).copied().unwrap_or(word));
        (first, second) != (one, other) && begins_with(first, second)
    }
}

fn begins_with(one: &str, other: &str) -> bool {
    let common = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let derived = short.len() >= 8 && common + 2 >= short.len();
    let ends = |word: &str| word.get(common..).is_some_and(|rest| ENDINGS.contains(&rest));
    // a contributor makes a contribution, but what a project makes is no projection
    let apart = common == short.len() && short.ends_with("ion") != long.ends_with("ion");
    let is_ending = |rest: &str| rest.len() <= 2 || ENDINGS.contains(&rest);
    common >= 3
        && !apart
        && (derived
            || (common == short.len() && long.get(common..).is_some_and(is_ending))
            || (common >= 4 && ends(short) && ends(long)))
}

/// Whether a word of a rendering says nothing by itself: `be` of “be resolved”.
pub fn is_little(word: &str) -> bool {
    matches!(word, "be" | "to" | "a" | "an" | "the" | "of" | "oneself" | "one's")
}

fn word_forms(word: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::new();
    if word.len() < 2 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return forms;
    }
    if let Some(irregular) = IRREGULAR.get(word) {
        forms.extend(irregular.iter().map(|&form| form.to_owned()));
        return forms;
    }
    let stem = &word[..word.len() - 1];
    let consonant_y = word.ends_with('y') && !ends_with_vowel(stem);
    let plural: Vec<String> = if consonant_y {
        vec![format!("{stem}ies")]
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        vec![format!("{word}es")]
    } else if word.ends_with('o') {
        vec![format!("{word}s"), format!("{word}es")]
    } else {
        vec![format!("{word}s")]
    };
    // a last consonant may double after a vowel only: resetting, but lifting
    let doubles = !ends_with_vowel(word) && ends_with_vowel(stem);
    let both = |ending: &str| {
        let plain = format!("{word}{ending}");
        let double = || format!("{word}{}{ending}", &word[stem.len()..]);
        if doubles { vec![plain, double()] } else { vec![plain] }
    };
    let past: Vec<String> = if consonant_y {
        vec![format!("{stem}ied")]
    } else if word.ends_with('e') {
        vec![format!("{word}d")]
    } else {
        both("ed")
    };
    let ing: Vec<String> = if word.ends_with('e') && !word.ends_with("ee") {
        vec![format!("{stem}ing")]
    } else {
        both("ing")
    };
    for candidates in [plural, past, ing] {
        // the word list decides between resetting and reseting; a new word takes the plain rule
        let known: Vec<&String> = match candidates.as_slice() {
            [_] => Vec::new(),
            several => several.iter().filter(|form| is_known(form)).collect(),
        };
        let plain = candidates.first().filter(|_| known.is_empty());
        forms.extend(known.into_iter().chain(plain).cloned());
    }
    forms
}

fn ends_with_vowel(word: &str) -> bool {
    word.ends_with(['a', 'e', 'i', 'o', 'u'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_any_dress() {
        for word in ["reset", "Reset", "RESET", "Moscow’s", "glasnost", "don’t", "treaty's"] {
            assert!(is_known(word), "{word}");
        }
        for word in ["peregruzka", "osyol", "zagovor"] {
            assert!(!is_known(word), "{word}");
        }
    }

    #[test]
    fn slips_in_english_are_near() {
        assert!(is_near("accomodation") && is_near("treatty"));
        assert!(!is_near("perezgruzka"));
    }

    #[test]
    fn families() {
        for (one, other) in [
            ("content", "contents"),
            ("operating", "operational"),
            ("author", "authorship"),
            ("signed", "signature"),
            ("broken", "breakdown"),
            ("failed", "failure"),
            ("contributor", "contribution"),
        ] {
            assert!(are_related(one, other) && are_related(other, one), "{one} {other}");
        }
        for (one, other) in [
            ("status", "statute"),
            ("project", "projection"),
            ("contest", "content"),
            ("time", "step"),
        ] {
            assert!(!are_related(one, other), "{one} {other}");
        }
    }

    #[test]
    fn terms_have_their_forms() {
        let has = |term: &str, form: &str| {
            assert!(forms_of(term).contains(form), "{term}: {:?}", forms_of(term));
        };
        has("reset", "resets");
        has("reset", "resetting");
        assert!(!forms_of("reset").contains("reseting"));
        has("treaty", "treaties");
        has("overcharge", "overcharged");
        has("head of state", "heads of state");
        has("cease-fire", "cease fires");
        has("impose sanctions", "imposed sanctions");
        has("crisis", "crises");
        has("Missile defense", "missile defenses");
    }
}
