//! Which Latin letters may stand for which Cyrillic ones, in all schemes and in none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{APART, Scheme, SchemeSet, all};
use crate::script::{fold_latin, is_cyrillic, is_sign, strip_diacritics};

/// One way of writing a Cyrillic letter, or a pair at the end of a word, in Latin letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The Latin letters, in lower case, without signs. Empty for a sign that is left out.
    pub latin: Vec<char>,
    /// The Cyrillic letters, ё as е.
    pub cyrillic: Vec<char>,
    /// The schemes that write it so; none, and none in `bare`, for the informal ways of older books
    /// and of the press.
    pub schemes: SchemeSet,
    /// The schemes that write it so once their diacritics are left out, as people type them:
    /// `Cajkovskij`.
    pub bare: SchemeSet,
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

impl Spelling {
    /// Whether anybody writes it so with all its diacritics.
    pub const fn is_whole(&self) -> bool {
        self.schemes != 0 || self.bare == 0
    }
}

impl Spellings {
    /// The spellings that begin with `first`.
    pub fn starting(&self, first: char) -> &[Spelling] {
        self.by_first.get(&first).map_or(&[], Vec::as_slice)
    }

    /// Whether a word that mixes schemes may have it.
    pub const fn mixes(&self, spelling: &Spelling) -> bool {
        spelling.is_whole() && (spelling.schemes == 0 || spelling.schemes & self.joined != 0)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Spelling> {
        self.by_first.values().flatten().chain(&self.silent)
    }

    /// The letters that some schemes do not write at all.
    pub fn silent(&self) -> &[Spelling] {
        &self.silent
    }
}

/// All spellings.
pub fn spellings() -> &'static Spellings {
    static ALL: LazyLock<Spellings> = LazyLock::new(collect);
    &ALL
}

/// ё as е.
const fn without_dots(letter: char) -> char {
    if letter == 'ё' { 'е' } else { letter }
}

type Place = (String, String, bool, Before);

fn collect() -> Spellings {
    let mut table: BTreeMap<Place, [SchemeSet; 2]> = BTreeMap::new();
    let mut joined = 0;
    for (index, scheme) in all().iter().enumerate() {
        let bit = 1 << index;
        if !APART.contains(&scheme.name.as_str()) {
            joined |= bit;
        }
        each_way(scheme, &mut |letters, latin, ending, before| {
            let letters: String = letters.iter().map(|&c| without_dots(c)).collect();
            for (at, latin) in [reading_key(latin), strip_diacritics(latin)].into_iter().enumerate()
            {
                let place = (latin, letters.clone(), ending, before);
                table.entry(place).or_default()[at] |= bit;
            }
        });
    }
    // ways of writing that no scheme has, and that may stand in any mixture of them
    for line in include_str!("../../data/informal.txt").lines().filter(|l| !l.starts_with('#')) {
        if let Some((cyrillic, latin)) = line.split_once('=') {
            for latin in latin.split_whitespace() {
                let place = (latin.to_owned(), cyrillic.trim().to_owned(), false, Before::Any);
                table.entry(place).or_default();
            }
        }
    }
    let mut spellings = Spellings { by_first: BTreeMap::new(), silent: Vec::new(), joined };
    for ((latin, cyrillic, ending, before), [schemes, bare]) in table {
        let spelling = Spelling {
            latin: latin.chars().collect(),
            cyrillic: cyrillic.chars().collect(),
            schemes,
            bare,
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

/// Every way in which a scheme writes every letter: the letters, the Latin, whether it stands only
/// at the end of a word, and what must stand before it.
fn each_way(scheme: &Scheme, add: &mut impl FnMut(&[char], &str, bool, Before)) {
    for (&letter, becomes) in &scheme.letters {
        for (before, latin) in &becomes.after {
            let is_part = before.is_some_and(|before| scheme.joins(before, letter));
            let before = before.map_or(Before::Start, |c| Before::Letter(without_dots(c)));
            if !is_part {
                add(&[letter], latin, false, before);
            }
        }
        for (next, latin) in &becomes.before {
            let pair = [letter, *next];
            let read = if scheme.joins(letter, *next) { &pair[..] } else { &pair[..1] };
            add(read, latin, false, Before::Any);
        }
        if let Some(latin) = &becomes.alone {
            add(&[letter], latin, false, Before::Any);
        }
    }
    for (pair, latin) in &scheme.endings {
        add(pair, latin, true, Before::Any);
    }
}

/// A Latin word as [`Spellings`] are compared with it: lower case, composed, without signs,
/// ligature ties and the dots of BGN/PCGN.
pub fn reading_key(word: &str) -> String {
    let tie = |c: char| matches!(c, '·' | '\u{360}'..='\u{362}' | '\u{FE20}' | '\u{FE21}');
    fold_latin(word).chars().filter(|&c| !is_sign(c) && !tie(c)).collect()
}
