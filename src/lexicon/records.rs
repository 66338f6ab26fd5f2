//! The terms themselves, as a block has them: packed some dozens together, since entries are much
//! alike and a run asks for few of them. Each packet has a check of its own, so that those that
//! nobody asks for need not be read.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use bytes::Bytes;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::part::{number_at, words};
use crate::cache::Tail;
use crate::glossary::Term;

/// Terms packed together.
const TOGETHER: usize = 32;

/// Packs terms: for each packet where it begins and its check, and the end of the last; and the
/// packets. A packet has one term a line, as JSON.
pub(super) fn pack(terms: &[&Term]) -> (Vec<u8>, Vec<u8>) {
    let packets: Vec<Vec<u8>> = terms
        .par_chunks(TOGETHER)
        .map(|terms| {
            let mut lines = Vec::new();
            for term in terms {
                serde_json::to_writer(&mut lines, term)
                    .expect("a term has no keys that JSON lacks");
                lines.push(b'\n');
            }
            lz4_flex::block::compress_prepend_size(&lines)
        })
        .collect();
    let mut index = Vec::with_capacity(packets.len() * 2 + 1);
    let mut start = 0;
    for packet in &packets {
        index.extend([start, check(packet)]);
        start += packet.len() as u32;
    }
    index.push(start);
    (words(index.into_iter()), packets.concat())
}

fn check(packet: &[u8]) -> u32 {
    xxh3_64(packet) as u32
}

/// Packets, held in memory or read from their file where they are asked for.
#[derive(Debug)]
pub(super) enum Packets {
    Held(Bytes),
    Saved(Tail, Origin),
}

/// All terms as they were before they were packed, read anew when a file does not hold what it
/// should.
pub(super) type Origin = LazyLock<Vec<Term>, Box<dyn FnOnce() -> Vec<Term> + Send>>;

/// A term as it was; without a name if the glossaries are not what they were either.
fn original(origin: &Origin, term: usize) -> Term {
    let nameless = || Term::new(vec![String::new()], vec![String::new()]);
    origin.get(term).cloned().unwrap_or_else(nameless)
}

impl Packets {
    fn read(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Held(packets) => packets.get(range).map(Cow::Borrowed),
            Self::Saved(tail, _) => tail.read(range).ok().map(Cow::Owned),
        }
    }

    /// The term with this number, of what [`pack`] made; `index` is what that gave with the
    /// packets. Where something else is there now, it is the term as it was before.
    pub(super) fn term(&self, index: &[u8], term: usize) -> Term {
        match (unpack(index, self, term), self) {
            (Some(term), _) => term,
            (None, Self::Saved(_, origin)) => original(origin, term),
            (None, Self::Held(_)) => panic!("what is held in memory is as it was packed"),
        }
    }
}

fn unpack(index: &[u8], packets: &Packets, term: usize) -> Option<Term> {
    let packet = term / TOGETHER * 2;
    let start = number_at(index, packet) as usize;
    let end = number_at(index, packet + 2) as usize;
    let packed = packets.read(start..end)?;
    if check(&packed) != number_at(index, packet + 1) {
        return None;
    }
    let lines = lz4_flex::block::decompress_size_prepended(&packed).ok()?;
    let line = lines.split(|&byte| byte == b'\n').nth(term % TOGETHER)?;
    serde_json::from_slice(line).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::builtin;

    #[test]
    fn every_term_is_unpacked_as_it_was() {
        let glossary = &builtin()[0];
        let terms: Vec<&Term> = glossary.terms.iter().collect();
        let (index, packets) = pack(&terms);
        let packets = Packets::Held(packets.into());
        for (at, term) in glossary.terms.iter().enumerate() {
            assert_eq!(packets.term(&index, at), *term);
        }
    }

    #[test]
    fn a_broken_packet_is_told_from_a_whole_one() {
        let terms: Vec<&Term> = builtin()[0].terms.iter().take(TOGETHER + 1).collect();
        let (index, packets) = pack(&terms);
        let second = number_at(&index, 2) as usize;
        for at in 0..packets.len() {
            let mut broken = packets.clone();
            broken[at] ^= 1;
            let broken = Packets::Held(broken.into());
            let is_read = |term| unpack(&index, &broken, term).is_some();
            assert_eq!((is_read(0), is_read(TOGETHER)), (at >= second, at < second), "{at}");
        }
        let cut = Packets::Held(packets[..second].to_vec().into());
        assert_eq!(unpack(&index, &cut, TOGETHER), None);
        let origin = Origin::new(Box::new(|| vec![builtin()[0].terms[1].clone()]));
        assert_eq!(original(&origin, 0), *terms[1]);
        assert_eq!(original(&origin, 9).ru, [""]);
    }
}
