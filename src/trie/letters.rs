//! The letters of keys: their bytes, and how they are spelt when a form is compared with a query.

use std::fmt;

use crate::translit::{letter_latin, letter_skeleton};

/// Which byte stands for which letter in the keys of a trie.
#[derive(Clone)]
pub struct Letters {
    to_byte: [u8; 0x60],
    to_char: [char; 256],
    /// For each byte how [`Alphabet`]s spell its letter, in UTF-8.
    own: Vec<Vec<u8>>,
    latin: Vec<Vec<u8>>,
    skeleton: Vec<Vec<u8>>,
}

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letters").finish_non_exhaustive()
    }
}

/// The first Cyrillic letter that a table covers; 0x60 follow.
const FIRST: u32 = 0x400;

impl Letters {
    /// A table in which the letters have the bytes 1, 2, 3 … in the order given.
    pub fn numbered(letters: &str) -> Self {
        let numbered = letters.chars().enumerate();
        Self::from_pairs(numbered.map(|(at, c)| (c, (at + 1) as u8)))
    }

    /// The table of our own tries: ASCII as it is, Cyrillic small letters from 0x80.
    pub fn own() -> Self {
        let cyrillic =
            (0x430..0x460).map(|c| (char::from_u32(c).unwrap_or(' '), (c - 0x430 + 0x80) as u8));
        let ascii = (0x20..0x7F_u8).map(|b| (char::from(b), b));
        Self::from_pairs(cyrillic.chain(ascii))
    }

    fn from_pairs(pairs: impl Iterator<Item = (char, u8)>) -> Self {
        let empty = || vec![Vec::new(); 256];
        let mut letters = Self {
            to_byte: [0; 0x60],
            to_char: ['\0'; 256],
            own: empty(),
            latin: empty(),
            skeleton: empty(),
        };
        for (c, byte) in pairs {
            let at = usize::from(byte);
            letters.to_char[at] = c;
            letters.own[at] = c.to_string().into_bytes();
            letters.latin[at] = letter_latin(c).map_or_else(|| letters.own[at].clone(), Into::into);
            letters.skeleton[at] =
                letter_skeleton(c).map_or_else(|| letters.own[at].clone(), Into::into);
            if let Some(slot) = (c as u32).checked_sub(FIRST)
                && let Some(slot) = letters.to_byte.get_mut(slot as usize)
            {
                *slot = byte;
            }
        }
        letters
    }

    /// The byte of a letter, if keys can hold it.
    pub fn byte(&self, c: char) -> Option<u8> {
        let code = match (c as u32).checked_sub(FIRST) {
            Some(at) => *self.to_byte.get(at as usize)?,
            None => {
                *self.to_char.get(c as usize).filter(|&&own| own == c).map(|_| c as u8).as_ref()?
            }
        };
        (code != 0).then_some(code)
    }

    /// A word as a key, if every letter of it has a byte.
    pub fn key(&self, word: &str) -> Option<Vec<u8>> {
        word.chars().map(|c| self.byte(c)).collect()
    }

    /// The word of a key.
    pub fn word(&self, key: &[u8]) -> String {
        self.chars(key).collect()
    }

    /// The letters of a key.
    pub fn chars(&self, key: &[u8]) -> impl Iterator<Item = char> {
        key.iter().map(|&byte| self.to_char[usize::from(byte)])
    }
}

/// How the letters of a form are spelt when it is compared with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// As they are.
    Own,
    /// As English publications romanize them.
    Latin,
    /// As their skeleton.
    Skeleton,
}

impl Alphabet {
    pub(super) fn spell(self, letters: &Letters, byte: u8) -> &[u8] {
        match self {
            Self::Own => &letters.own[usize::from(byte)],
            Self::Latin => &letters.latin[usize::from(byte)],
            Self::Skeleton => &letters.skeleton[usize::from(byte)],
        }
    }
}
