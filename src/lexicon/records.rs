//! The terms themselves, as a block has them: packed some dozens together, since entries are much
//! alike and a run asks for few of them.

use std::borrow::Cow;
use std::ops::Range;

use bytes::Bytes;
use rayon::prelude::*;

use super::part::{number_at, words};
use crate::cache::Tail;
use crate::glossary::Term;

/// Terms packed together.
const TOGETHER: usize = 32;

/// Packs terms: where each packet begins and the end of the last, and the packets. A packet has
/// one term a line, as JSON.
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
    let ends = packets.iter().scan(0, |end, packet| {
        *end += packet.len() as u32;
        Some(*end)
    });
    (words(std::iter::once(0).chain(ends)), packets.concat())
}

/// Packets, held in memory or read from their file where they are asked for.
#[derive(Debug)]
pub(super) enum Packets {
    Held(Bytes),
    Saved(Tail),
}

impl Packets {
    fn read(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Held(packets) => packets.get(range).map(Cow::Borrowed),
            Self::Saved(tail) => tail.read(range).ok().map(Cow::Owned),
        }
    }
}

/// The term with this number, of what [`pack`] made; `None` if something else is there.
pub(super) fn unpack(starts: &[u8], packets: &Packets, term: usize) -> Option<Term> {
    let packet = term / TOGETHER;
    let start = number_at(starts, packet) as usize;
    let end = number_at(starts, packet + 1) as usize;
    let lines = lz4_flex::block::decompress_size_prepended(&packets.read(start..end)?).ok()?;
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
        let (starts, packets) = pack(&terms);
        let packets = Packets::Held(packets.into());
        for (at, term) in glossary.terms.iter().enumerate() {
            assert_eq!(unpack(&starts, &packets, at).as_ref(), Some(term));
        }
    }
}
