//! The first and last words of all English forms: with any other word no English begins or ends,
//! and most words of a text need not be looked up. It is their stems that are held: the four or
//! five forms of a word have one, and what is smaller stays in the caches of the processor.

use xxhash_rust::xxh3::xxh3_64;

use super::keys::Keys;
use super::sieve::{self, sieve};

/// The first and last words of the keys.
pub(super) fn of(keys: &Keys) -> Vec<u8> {
    let mut hashes = Vec::new();
    for key in keys.iter() {
        let mut words = key.split(|&byte| byte == b' ');
        let first = words.next().map(|word| xxh3_64(stem(word)));
        // many begin alike, and stand together
        if first != hashes.last().copied() {
            hashes.extend(first);
        }
        hashes.extend(words.next_back().map(|word| xxh3_64(stem(word))));
    }
    hashes.sort_unstable();
    hashes.dedup();
    sieve(hashes.len(), hashes.into_iter())
}

/// Whether some English form may begin or end with the first word of a
/// [`key`](crate::english::key).
pub(super) fn may_hold(edges: &[u8], key: &str) -> bool {
    let first = key.split(' ').next().unwrap_or_default();
    // letters beyond ASCII have other bytes in the keys of a map
    !first.is_ascii() || sieve::may_hold(edges, xxh3_64(stem(first.as_bytes())))
}

/// What the forms of a word have in common, as a rule: it without endings, and without what they
/// double or leave out.
fn stem(word: &[u8]) -> &[u8] {
    let shorter = |ending: &&[u8]| word.len() > ending.len() + 2 && word.ends_with(ending);
    let ending = ENDINGS.iter().find(|ending| shorter(ending)).map_or(0, |ending| ending.len());
    let mut stem = &word[..word.len() - ending];
    if let [shorter @ .., b'e' | b'y' | b'i'] = stem {
        stem = shorter;
    }
    if let [.., one, other] = stem
        && one == other
    {
        stem = &stem[..stem.len() - 1];
    }
    stem
}

/// What forms end in, the longest first.
const ENDINGS: &[&[u8]] = &[b"ing", b"ed", b"es", b"s"];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::english;

    #[test]
    fn first_and_last_words_are_held_and_most_others_are_not() {
        let mut keys = Keys::default();
        for key in ["head of state", "head of states", "overload", "missile defense"] {
            keys.push(key.bytes().map(Some), 0);
        }
        keys.sort();
        let edges = of(&keys);
        for word in ["head", "state", "states", "overload", "missile", "defense", "head of"] {
            assert!(may_hold(&edges, word), "{word}");
        }
        let others = ["of", "reset", "minister", "button", "the", "congress", "read"];
        assert!(others.iter().filter(|word| may_hold(&edges, word)).count() < 3);
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for word in ["reset", "treaty", "stop", "pass", "price", "missile", "overload", "box"] {
            let stems = english::forms_of(word).into_iter();
            let stems: BTreeSet<Vec<u8>> =
                stems.map(|form| stem(form.as_bytes()).to_vec()).collect();
            assert_eq!(stems.len(), 1, "{word}: {stems:?}");
        }
        for short in ["", "e", "is", "bed", "ss"] {
            assert!(stem(short.as_bytes()).len() + 1 >= short.len(), "{short}");
        }
    }
}
