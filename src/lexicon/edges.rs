//! The first and last words of all English forms: with any other word no English begins or ends,
//! and most words of a text need not be looked up.

use xxhash_rust::xxh3::xxh3_64;

use super::keys::Keys;
use super::sieve::{self, sieve};

/// The first and last words of the keys.
pub(super) fn of(keys: &Keys) -> Vec<u8> {
    let mut hashes = Vec::new();
    for key in keys.iter() {
        let mut words = key.split(|&byte| byte == b' ');
        let first = words.next().map(xxh3_64);
        // many begin alike, and stand together
        if first != hashes.last().copied() {
            hashes.extend(first);
        }
        hashes.extend(words.next_back().map(xxh3_64));
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
    !first.is_ascii() || sieve::may_hold(edges, xxh3_64(first.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
