//! The keys of a map on their way into it: millions of short byte strings, so they lie in one
//! buffer, and are sorted as numbers as far as eight bytes go.

use std::collections::HashMap;

use fst::MapBuilder;
use rayon::prelude::*;

/// Keys with their numbers: at first the packed hit, then what the map holds.
#[derive(Debug, Default)]
pub(super) struct Keys {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The first eight bytes as a big-endian number. No key has zero bytes, so that the numbers
    /// are in the order of the keys.
    head: u64,
    start: u32,
    length: u32,
    number: u32,
}

impl Entry {
    fn key(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start as usize..(self.start + self.length) as usize]
    }

    /// What stands after the head.
    fn rest(self, bytes: &[u8]) -> &[u8] {
        self.key(bytes).get(8..).unwrap_or_default()
    }
}

impl Keys {
    /// Adds a key, unless it has a letter without a byte.
    pub(super) fn push(&mut self, letters: impl Iterator<Item = Option<u8>>, number: u32) {
        let start = self.bytes.len();
        for byte in letters {
            let Some(byte) = byte else {
                self.bytes.truncate(start);
                return;
            };
            self.bytes.push(byte);
        }
        let key = &self.bytes[start..];
        let mut head = [0; 8];
        let shown = key.len().min(8);
        head[..shown].copy_from_slice(&key[..shown]);
        self.entries.push(Entry {
            head: u64::from_be_bytes(head),
            start: start as u32,
            length: key.len() as u32,
            number,
        });
    }

    /// Adds all keys of another.
    pub(super) fn append(&mut self, other: &Self) {
        let shift = self.bytes.len() as u32;
        self.bytes.extend(&other.bytes);
        let moved = other.entries.iter().map(|e| Entry { start: e.start + shift, ..*e });
        self.entries.extend(moved);
    }

    /// What follows the last space of the keys that have one.
    pub(super) fn last_words(&self) -> Self {
        let mut last = Self::default();
        for entry in &self.entries {
            let key = entry.key(&self.bytes);
            if let Some(space) = key.iter().rposition(|&byte| byte == b' ') {
                last.push(key[space + 1..].iter().map(|&byte| Some(byte)), 0);
            }
        }
        last
    }

    /// The keys, in order if they are sorted.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.entries.iter().map(|entry| entry.key(&self.bytes))
    }

    /// By key, then by number; what is there twice goes.
    pub(super) fn sort(&mut self) {
        let Self { bytes, entries } = self;
        entries.par_sort_unstable_by(|a, b| {
            let rest = || a.rest(bytes).cmp(b.rest(bytes));
            a.head.cmp(&b.head).then_with(rest).then(a.number.cmp(&b.number))
        });
        entries.dedup_by(|b, a| a.number == b.number && is_same(a, b, bytes));
    }

    /// Puts one number in place of the hits of a key: the hit itself, or where in `lists` the
    /// hits of a key with several stand, once for all keys that have the same. Needs them sorted.
    pub(super) fn number(&mut self, lists: &mut Vec<u8>) {
        let Self { bytes, entries } = self;
        let mut listed: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut kept = 0;
        let mut at = 0;
        while at < entries.len() {
            let first = entries[at];
            let same = entries[at..].iter().take_while(|next| is_same(&first, next, bytes));
            let count = same.count();
            let number = if count == 1 {
                first.number << 1
            } else {
                let hits = entries[at..at + count].iter().map(|entry| entry.number);
                let list = *listed
                    .entry(hits.collect())
                    .or_insert_with_key(|hits| super::lists::push(lists, hits) as u32);
                list << 1 | 1
            };
            entries[kept] = Entry { number, ..first };
            kept += 1;
            at += count;
        }
        entries.truncate(kept);
    }

    /// The finite-state map of the keys. Needs them sorted and numbered.
    pub(super) fn into_map(self) -> Vec<u8> {
        let mut builder = MapBuilder::memory();
        for entry in &self.entries {
            let key = entry.key(&self.bytes);
            builder.insert(key, u64::from(entry.number)).expect("keys are sorted, each once");
        }
        builder.into_inner().expect("writing to memory does not fail")
    }
}

fn is_same(a: &Entry, b: &Entry, bytes: &[u8]) -> bool {
    a.head == b.head && a.rest(bytes) == b.rest(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fst::Map;

    #[test]
    fn keys_are_sorted_and_their_hits_listed() {
        let words = [
            ("overloaded", 5),
            ("over", 3),
            ("overload", 7),
            ("overload", 4),
            ("over", 3),
            ("a", 1),
            ("overloads", 4),
            ("overloads", 7),
        ];
        let mut parts = [Keys::default(), Keys::default()];
        for (at, (word, number)) in words.iter().enumerate() {
            parts[at % 2].push(word.bytes().map(Some), *number);
        }
        parts[0].push([Some(b'x'), None].into_iter(), 9);
        let mut keys = Keys::default();
        for part in &parts {
            keys.append(part);
        }
        keys.sort();
        let mut lists = Vec::new();
        keys.number(&mut lists);
        let map = Map::new(keys.into_map()).unwrap();
        assert_eq!(map.len(), 5);
        assert_eq!(map.get("over"), Some(3 << 1));
        assert_eq!(map.get("overload"), Some(1));
        assert_eq!(map.get("overloads"), Some(1), "the same list");
        assert_eq!(super::super::lists::read(&lists, 0).collect::<Vec<_>>(), [4, 7]);
    }
}
