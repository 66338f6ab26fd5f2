//! Texts that have been read and hold nothing: headings, licences and set phrases come again and
//! again, and are read once.

use std::collections::HashSet;
use std::sync::Mutex;

use xxhash_rust::xxh3::Xxh3;

use crate::analysis::BACK;
use crate::document::Segment;

/// Remembers segments by their hashes, of 128 bits, so that no two are taken for each other.
#[derive(Debug, Default)]
pub(super) struct Barren {
    known: Mutex<HashSet<u128>>,
}

/// Segments after which all are forgotten, so that memory is bounded.
const MOST: usize = 1 << 16;

impl Barren {
    pub(super) fn has(&self, segment: u128) -> bool {
        self.known.lock().is_ok_and(|known| known.contains(&segment))
    }

    pub(super) fn add(&self, segment: u128) {
        if let Ok(mut known) = self.known.lock() {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(segment);
        }
    }
}

/// The hash of all that a passage is judged by: the segment, and those before it.
pub(super) fn hash(segment: &Segment<'_>, earlier: &[&Segment<'_>]) -> u128 {
    let mut hash = Xxh3::new();
    for segment in std::iter::once(&segment).chain(earlier.iter().rev().take(BACK)) {
        let text = segment.text();
        hash.update(&text.len().to_le_bytes());
        hash.update(text.as_bytes());
        hash.update(&[segment.role as u8]);
        for mark in &segment.marks {
            hash.update(&mark.start.to_le_bytes());
            hash.update(&mark.end.to_le_bytes());
        }
        hash.update(&usize::MAX.to_le_bytes());
    }
    hash.digest128()
}
