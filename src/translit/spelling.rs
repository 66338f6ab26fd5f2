//! Which Latin letters may stand for which Cyrillic ones, in all schemes and in none.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::SchemeSet;
use crate::compiled;
use crate::script::{fold_latin, is_cyrillic, is_sign};

/// One way of writing a Cyrillic letter, or a pair at the end of a word, in Latin letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Debug, Serialize, Deserialize)]
pub struct Spellings {
    pub(crate) by_first: BTreeMap<char, Vec<Spelling>>,
    pub(crate) silent: Vec<Spelling>,
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
    static ALL: LazyLock<Spellings> = LazyLock::new(|| {
        postcard::from_bytes(compiled::spellings()).expect("build.rs collected the spellings")
    });
    &ALL
}

/// A Latin word as [`Spellings`] are compared with it: lower case, composed, without signs,
/// ligature ties and the dots of BGN/PCGN.
pub fn reading_key(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return word.to_ascii_lowercase();
    }
    let tie = |c: char| matches!(c, '·' | '\u{360}'..='\u{362}' | '\u{FE20}' | '\u{FE21}');
    fold_latin(word).chars().filter(|&c| !is_sign(c) && !tie(c)).collect()
}
