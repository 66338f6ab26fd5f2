//! Passages that have been gone through without a finding: headings, licences and set phrases come
//! again and again, and are looked at once.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Mutex;

use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use crate::analysis::{BACK, Romanized};
use crate::document::Segment;

/// The romanized words of passages, by their hashes; most have none.
type Known = HashMap<u128, Vec<Romanized>, BuildHasherDefault<Itself>>;

/// Remembers passages by their hashes, in parts that are locked each for itself.
#[derive(Debug, Default)]
pub(super) struct Clean {
    shards: [Mutex<Known>; SHARDS],
}

const SHARDS: usize = 16;

/// Passages after which they are forgotten, so that memory is bounded.
const MOST: usize = 1 << 17;

impl Clean {
    /// The words of a passage that is known to hold no finding.
    pub(super) fn get(&self, passage: u128) -> Option<Vec<Romanized>> {
        let shard = self.shards[passage as usize % SHARDS].lock();
        shard.ok().and_then(|known| known.get(&passage).cloned())
    }

    pub(super) fn add(&self, passage: u128, words: Vec<Romanized>) {
        if let Ok(mut known) = self.shards[passage as usize % SHARDS].lock() {
            if known.len() * SHARDS >= MOST {
                known.clear();
            }
            known.insert(passage, words);
        }
    }
}

/// Hashes the passages of a document one after another: all that a segment is judged by, which is
/// itself and those before it. The hashes have 128 bits, so that no two are taken for each other.
#[derive(Debug)]
pub struct Passages {
    last: VecDeque<u128>,
    is_context: bool,
}

impl Passages {
    /// `is_context` says whether those before a segment may say what its words mean.
    pub const fn new(is_context: bool) -> Self {
        Self { last: VecDeque::new(), is_context }
    }

    /// The hash of the passage that ends with the segment, which follows those given before.
    pub fn next(&mut self, segment: &Segment<'_>) -> u128 {
        if self.last.len() > BACK {
            self.last.pop_front();
        }
        self.last.push_back(hash(segment));
        let mut passage = Xxh3::new();
        passage.update(&[self.is_context.into()]);
        for segment in &self.last {
            passage.update(&segment.to_le_bytes());
        }
        passage.digest128()
    }
}

fn hash(segment: &Segment<'_>) -> u128 {
    let mut hash = xxh3_128(segment.text().as_bytes());
    if !segment.marks.is_empty() {
        let mut marked = Xxh3::new();
        marked.update(&hash.to_le_bytes());
        for mark in &segment.marks {
            marked.update(&mark.start.to_le_bytes());
            marked.update(&mark.end.to_le_bytes());
        }
        hash = marked.digest128();
    }
    hash.wrapping_add(segment.role as u128)
}

/// A hash is its own hash.
#[derive(Default)]
struct Itself(u64);

impl Hasher for Itself {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u128(&mut self, hash: u128) {
        // the low bits have chosen the part
        self.0 = (hash >> 64) as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
