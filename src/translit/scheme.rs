//! A romanization scheme: a table from Russian letters to Latin ones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::script::{Casing, is_combining, is_cyrillic, is_silent};

/// A romanization scheme.
#[derive(Debug, Serialize, Deserialize)]
pub struct Scheme {
    /// Its name on the command line.
    pub name: String,
    /// Its name among people.
    pub title: String,
    /// Other names it is known by on the command line.
    pub aliases: Vec<String>,
    /// The standard it is taken from.
    pub source: String,
    /// What tells it from the others.
    pub tells: String,
    /// What letters become.
    pub(crate) letters: BTreeMap<char, Letter>,
    /// What the last two letters of a word become.
    pub(crate) endings: BTreeMap<[char; 2], String>,
    /// Words and what they become; run as tests.
    pub samples: Vec<Sample>,
}

/// What a letter becomes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Letter {
    /// After some letters, or at the beginning of a word.
    pub(crate) after: Vec<(Option<char>, String)>,
    /// Before others.
    pub(crate) before: Vec<(char, String)>,
    /// Anywhere else.
    pub(crate) alone: Option<String>,
}

/// A word and its romanization.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// The Russian text.
    pub ru: String,
    /// What the scheme makes of it.
    pub latin: String,
}

impl Scheme {
    /// Romanizes a text; what is not Cyrillic stays as it is.
    pub fn romanize(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_cyrillic) {
            out.push_str(&rest[..start]);
            let word = &rest[start..];
            let inside = |c: char| is_cyrillic(c) || is_combining(c) || c == '\u{AD}';
            let end = word.find(|c| !inside(c)).unwrap_or(word.len());
            self.word(&word[..end], &mut out);
            rest = &word[end..];
        }
        out.push_str(rest);
        out
    }

    /// Whether it says what the letter becomes wherever it stands.
    #[cfg(test)]
    pub(super) fn knows(&self, letter: char) -> bool {
        self.letters.get(&letter).is_some_and(|letter| letter.alone.is_some())
    }

    fn word(&self, word: &str, out: &mut String) {
        // stress marks have no romanization; й and ё may come apart into a letter and a mark
        let mut letters: Vec<char> = word.chars().filter(|&c| !is_silent(c)).collect();
        if letters.iter().any(|&c| is_combining(c)) {
            letters = letters.into_iter().nfc().collect();
        }
        let lower: Vec<char> = letters.iter().flat_map(|c| c.to_lowercase()).collect();
        if lower.len() != letters.len() {
            out.push_str(word);
            return;
        }
        let is_capital = |at: usize| letters[at] != lower[at];
        let upper = letters.len() > 1 && is_capital(0) && Casing::of(word) == Casing::Upper;
        let last_two = lower.last_chunk().filter(|_| lower.len() > 2);
        let ending = last_two.and_then(|last| self.endings.get(last));
        let stem = lower.len() - if ending.is_some() { 2 } else { 0 };
        let mut push = |at: usize, latin: &str| {
            if upper {
                out.extend(latin.chars().flat_map(char::to_uppercase));
            } else if is_capital(at) {
                out.push_str(&Casing::Title.apply(latin));
            } else {
                out.push_str(latin);
            }
        };
        for at in 0..stem {
            let before = at.checked_sub(1).map(|at| lower[at]);
            let known = self.letters.get(&lower[at]);
            match known.and_then(|known| known.between(before, lower.get(at + 1).copied())) {
                Some(latin) => push(at, latin),
                None => push(at, letters[at].encode_utf8(&mut [0; 4])),
            }
        }
        if let Some(ending) = ending {
            push(stem, ending);
        }
    }
}

impl Letter {
    /// What it becomes between two others.
    fn between(&self, before: Option<char>, after: Option<char>) -> Option<&str> {
        let following = self.after.iter().find(|(letter, _)| *letter == before);
        let leading = || self.before.iter().find(|(letter, _)| after == Some(*letter));
        following
            .map(|(_, latin)| latin)
            .or_else(|| leading().map(|(_, latin)| latin))
            .or(self.alone.as_ref())
            .map(String::as_str)
    }
}
