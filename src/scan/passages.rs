//! Passages that have been gone through without a finding: headings, licences and set phrases come
//! again and again, and are looked at once.

use std::collections::VecDeque;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::analysis::{BACK, Romanized};
use crate::document::Segment;
use crate::memo::{Itself, Memo};

/// The romanized words of passages, by their hashes; most have none.
pub(super) type Clean = Memo<u128, Vec<Romanized>, Itself>;

/// Passages after which they are forgotten.
pub(super) const MOST_CLEAN: usize = 1 << 17;

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
