//! The outlines of the words of all forms, as bits: what has words with other outlines is no
//! form's romanization.

use rayon::prelude::*;

use super::keys::Keys;
use crate::translit::{Outlines, outline};
use crate::trie::Letters;

/// Bits an outline, at least. With two of them set for each, one in twenty others is taken for one.
const BITS: usize = 8;
/// Words that one thread draws at a time.
const PIECE: usize = 1 << 12;

/// The bits of all outlines of the words of the keys; their number is a power of two.
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
    let count: usize = pieces.iter().map(Vec::len).sum();
    let mut bits = vec![0; (count * BITS).next_power_of_two().div_ceil(8)];
    for outline in pieces.into_iter().flatten() {
        for at in places(&bits, outline) {
            bits[at / 8] |= 1 << (at % 8);
        }
    }
    bits
}

/// Whether all words of `latin`, a [`reading_key`](crate::translit::reading_key), may have
/// outlines among those drawn.
pub(super) fn hold(bits: &[u8], latin: &str) -> bool {
    latin.split([' ', '-']).all(|word| has(bits, outline(word)))
}

const fn is_joint(byte: u8) -> bool {
    matches!(byte, b' ' | b'-')
}

fn has(bits: &[u8], outline: u64) -> bool {
    places(bits, outline).into_iter().all(|at| bits[at / 8] & 1 << (at % 8) != 0)
}

fn places(bits: &[u8], outline: u64) -> [usize; 2] {
    let mask = bits.len() * 8 - 1;
    [outline as usize & mask, (outline >> 32) as usize & mask]
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
