//! The outlines of the words of all forms: what has words with other outlines is no form's
//! romanization.

use rayon::prelude::*;

use super::keys::Keys;
use super::sieve::{may_hold, sieve};
use crate::translit::{Outlines, outline};
use crate::trie::Letters;

/// Words that one thread draws at a time.
const PIECE: usize = 1 << 12;

/// All outlines of the words of the keys.
pub(super) fn draw(keys: &Keys) -> Vec<u8> {
    let letters = Letters::own();
    let mut words: Vec<&[u8]> =
        keys.iter().flat_map(|key| key.split(|&byte| is_joint(byte))).collect();
    // words that begin alike are drawn together
    words.par_sort_unstable();
    words.dedup();
    let pieces: Vec<Vec<u64>> = words
        .par_chunks(PIECE)
        .map(|words| {
            let (mut outlines, mut drawn) = (Outlines::default(), Vec::new());
            for word in words {
                let form: Vec<char> = letters.chars(word).collect();
                drawn.extend(outlines.of(&form));
            }
            drawn.sort_unstable();
            drawn.dedup();
            drawn
        })
        .collect();
    // few words of different pieces have the same
    sieve(pieces.iter().map(Vec::len).sum(), pieces.into_iter().flatten())
}

/// Whether all words of `latin`, a [`reading_key`](crate::translit::reading_key), may have
/// outlines among those drawn.
pub(super) fn hold(bits: &[u8], latin: &str) -> bool {
    latin.split([' ', '-']).all(|word| may_hold(bits, outline(word)))
}

const fn is_joint(byte: u8) -> bool {
    matches!(byte, b' ' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_is_there_and_most_else_is_not() {
        let letters = Letters::own();
        let mut keys = Keys::default();
        for form in ["перегрузка", "перегрузки", "съезд", "в весе"] {
            keys.push(form.chars().map(|c| letters.byte(c)), 0);
        }
        keys.sort();
        let bits = draw(&keys);
        for latin in ["peregruzka", "peregruzki", "siezd", "wesse", "vesse-siezd"] {
            assert!(hold(&bits, latin), "{latin}");
        }
        let others = ["overload", "reset", "minister", "button", "the", "zagruzka", "congress"];
        let taken = others.iter().filter(|latin| hold(&bits, latin)).count();
        assert!(taken < 3, "{taken} of them");
        assert!(!hold(&draw(&Keys::default()), "the"), "of no keys there are none");
    }
}
