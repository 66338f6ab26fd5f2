//! Which Latin letters may stand for which Cyrillic ones, in all schemes and in none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{APART, SchemeSet, all};
use crate::script::{fold_latin, is_cyrillic, is_sign, strip_diacritics};

/// One way of writing a Cyrillic letter, or a pair at the end of a word, in Latin letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The Latin letters, in lower case, without signs. Empty for a sign that is left out.
    pub latin: Vec<char>,
    /// The Cyrillic letters, ё as е.
    pub cyrillic: Vec<char>,
    /// The schemes that write it so; none for the informal ways of older books and of the press.
    pub schemes: SchemeSet,
    /// Whether the pair stands only at the end of a word.
    pub ending: bool,
    /// What must stand before it.
    pub before: Before,
}

/// What must stand before a letter for a spelling of it to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Before {
    /// Whatever.
    Any,
    /// Nothing: it begins the word.
    Start,
    /// This letter.
    Letter(char),
}

impl Before {
    /// Whether it holds after `last`.
    pub fn holds(self, last: Option<char>) -> bool {
        match self {
            Self::Any => true,
            Self::Start => last.is_none_or(|c| !is_cyrillic(c)),
            Self::Letter(letter) => last == Some(letter),
        }
    }
}

/// Every way of writing every letter, for reading romanized words.
#[derive(Debug)]
pub struct Spellings {
    by_first: BTreeMap<char, Vec<Spelling>>,
    silent: Vec<Spelling>,
    /// The schemes whose spellings may be mixed in one word.
    pub joined: SchemeSet,
}

impl Spellings {
    /// The spellings that begin with `first`.
    pub fn starting(&self, first: char) -> &[Spelling] {
        self.by_first.get(&first).map_or(&[], Vec::as_slice)
    }

    /// The letters that some schemes do not write at all.
    pub fn silent(&self) -> &[Spelling] {
        &self.silent
    }
}

/// Spellings as the schemes have them.
pub fn spellings() -> &'static Spellings {
    static EXACT: LazyLock<Spellings> = LazyLock::new(|| collect_spellings(false));
    &EXACT
}

/// Spellings with their diacritics left out, as people type them: `Cajkovskij`.
pub fn bare_spellings() -> &'static Spellings {
    static BARE: LazyLock<Spellings> = LazyLock::new(|| collect_spellings(true));
    &BARE
}

/// ё as е.
const fn without_dots(letter: char) -> char {
    if letter == 'ё' { 'е' } else { letter }
}

fn collect_spellings(bare: bool) -> Spellings {
    let mut table: BTreeMap<(String, String, bool, Before), SchemeSet> = BTreeMap::new();
    let mut joined = 0;
    for (index, scheme) in all().iter().enumerate() {
        let bit = 1 << index;
        if !APART.contains(&scheme.name.as_str()) {
            joined |= bit;
        }
        let mut add = |letters: &[char], latin: &str, ending: bool, before: Before| {
            let latin = if bare { strip_diacritics(latin) } else { reading_key(latin) };
            let letters: String = letters.iter().map(|&c| without_dots(c)).collect();
            *table.entry((latin, letters, ending, before)).or_default() |= bit;
        };
        for (&letter, becomes) in &scheme.letters {
            for (before, latin) in &becomes.after {
                let before = before.map_or(Before::Start, |c| Before::Letter(without_dots(c)));
                add(&[letter], latin, false, before);
            }
            for latin in becomes.before.iter().map(|(_, latin)| latin).chain(&becomes.alone) {
                add(&[letter], latin, false, Before::Any);
            }
        }
        for (pair, latin) in &scheme.endings {
            add(pair, latin, true, Before::Any);
        }
    }
    // ways of writing that no scheme has, and that may stand in any mixture of them
    for line in include_str!("../../data/informal.txt").lines().filter(|l| !l.starts_with('#')) {
        if let Some((cyrillic, latin)) = line.split_once('=') {
            for latin in latin.split_whitespace() {
                let key = (latin.to_owned(), cyrillic.trim().to_owned(), false, Before::Any);
                table.entry(key).or_default();
            }
        }
    }
    let mut spellings = Spellings { by_first: BTreeMap::new(), silent: Vec::new(), joined };
    for ((latin, cyrillic, ending, before), schemes) in table {
        let spelling = Spelling {
            latin: latin.chars().collect(),
            cyrillic: cyrillic.chars().collect(),
            schemes,
            ending,
            before,
        };
        match latin.chars().next() {
            Some(first) => spellings.by_first.entry(first).or_default().push(spelling),
            None => spellings.silent.push(spelling),
        }
    }
    spellings
}

/// A Latin word as [`Spellings`] are compared with it: lower case, composed, without signs,
/// ligature ties and the dots of BGN/PCGN.
pub fn reading_key(word: &str) -> String {
    let tie = |c: char| matches!(c, '·' | '\u{360}'..='\u{362}' | '\u{FE20}' | '\u{FE21}');
    fold_latin(word).chars().filter(|&c| !is_sign(c) && !tie(c)).collect()
}
