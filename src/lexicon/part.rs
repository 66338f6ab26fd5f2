//! One block of compiled glossaries, read as it lies: nothing is parsed but the terms that are
//! asked for.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::records::{Origin, Packets};
use super::slots::Slots;
use super::traits::Traits;
use super::{Role, edges, lists, outlines};
use crate::cache::Saved;
use crate::glossary::Term;
use crate::trie::{Letters, Trie};

/// The sections of a block, in order: each a length of 8 bytes and the data, padded to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// The names of the glossaries, as JSON.
    Names,
    /// For each glossary the number of the term after its last.
    Origins,
    /// Where each packet of terms begins and what checks it, and the end of the last.
    Packets,
    /// The packets.
    Terms,
    /// The Russian forms.
    Russian,
    /// The English forms.
    English,
    /// Hits of forms that have several.
    Lists,
    /// English renderings rejected on sight by their longest words, and whether a Russian phrase
    /// is rejected, as JSON.
    Rejected,
    /// The last words of English forms that have several.
    Last,
    /// The words that terms are confused with, and which terms those are.
    Confused,
    /// The first and last words of the English forms, as a sieve.
    Edges,
    /// The outlines of the Russian forms, likewise.
    Outlines,
    /// The traits of each term.
    Traits,
}

const SECTIONS: usize = 13;
const MAGIC: &[u8; 8] = b"SVERKA\x00\x09";

/// The sections of a block, in their order.
pub(super) type Block = [(Section, Vec<u8>); SECTIONS];

pub(super) const fn pack(term: u32, role: Role) -> u32 {
    term << 2 | role as u32
}

/// The number of the term and what the form is to it.
pub(super) const fn unpack(packed: u32) -> (u32, Role) {
    let role = match packed & 3 {
        0 => Role::Preferred,
        1 => Role::Accepted,
        _ => Role::Avoided,
    };
    (packed >> 2, role)
}

/// A list of numbers as a section has it.
pub(super) fn words(numbers: impl Iterator<Item = u32>) -> Vec<u8> {
    numbers.flat_map(u32::to_le_bytes).collect()
}

/// A number of such a list.
pub(super) fn number_at(list: &[u8], at: usize) -> u32 {
    let bytes = &list[at * 4..at * 4 + 4];
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// All numbers of such a list.
fn numbers(list: &[u8]) -> impl Iterator<Item = u32> {
    (0..list.len() / 4).map(|at| number_at(list, at))
}

/// The sections of a block, as they lie in it.
fn split(bytes: &[u8]) -> Option<[&[u8]; SECTIONS]> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let mut sections = [&[][..]; SECTIONS];
    for section in &mut sections {
        let (length, data) = rest.split_first_chunk()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        *section = data.get(..length)?;
        rest = data.get(length.next_multiple_of(8)..).unwrap_or_default();
    }
    Some(sections)
}

fn write<'s>(sections: impl Iterator<Item = (Section, &'s [u8])>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    for (number, (section, data)) in sections.enumerate() {
        debug_assert_eq!(number, section as usize, "sections are written in their order");
        out.extend((data.len() as u64).to_le_bytes());
        out.extend(data);
        out.resize(out.len().next_multiple_of(8), 0);
    }
    out
}

/// Compiled glossaries.
#[derive(Debug)]
pub(super) struct Part {
    sections: [Bytes; SECTIONS],
    pub(super) names: Vec<String>,
    pub(super) russian: Trie<Bytes>,
    pub(super) english: Trie<Bytes>,
    packets: Packets,
    terms: Slots<Term>,
    /// The number of the term after the last of each glossary.
    ends: Vec<u32>,
    /// Which of the glossaries are in use, and whether all are.
    enabled: Vec<bool>,
    is_whole: bool,
    pub(super) last: Trie<Bytes>,
    /// The terms that list a word, by the word, folded.
    pub(super) confused: Trie<Bytes>,
    pub(super) rejected: BTreeMap<String, Vec<String>>,
    /// Whether somebody asked for these glossaries, so that their renderings are demanded.
    pub(super) demanded: bool,
    /// Whether a Russian rendering of several words is rejected.
    pub(super) rejects_phrases: bool,
    /// The traits that any term has.
    pub(super) any: Traits,
}

impl Part {
    /// Reads a block where it lies; `None` if it is not one.
    pub(super) fn of_static(bytes: &'static [u8]) -> Option<Self> {
        Self::new(split(bytes)?.map(Bytes::from_static), None)
    }

    /// Reads a saved block and keeps it; `None` if it is not one. `origin` has the terms that the
    /// file should have lost.
    pub(super) fn of_saved(saved: Saved, origin: Origin) -> Option<Self> {
        let sections = split(&saved.head)?.map(|section| saved.head.slice_ref(section));
        Self::new(sections, Some(Packets::Saved(saved.tail, origin)))
    }

    /// Sections just compiled.
    pub(super) fn of_block(block: Block) -> Option<Self> {
        Self::new(block.map(|(_, data)| data.into()), None)
    }

    /// Reads sections; `apart` are the packets where they are not among them.
    fn new(mut sections: [Bytes; SECTIONS], apart: Option<Packets>) -> Option<Self> {
        let of = |section: Section| &sections[section as usize];
        let names: Vec<String> = serde_json::from_slice(of(Section::Names)).ok()?;
        let ends: Vec<u32> = numbers(of(Section::Origins)).collect();
        let terms = ends.last().map_or(0, |end| *end as usize);
        let any = Traits(of(Section::Traits).iter().fold(0, |any, traits| any | traits));
        let (rejected, rejects_phrases) = serde_json::from_slice(of(Section::Rejected)).ok()?;
        let mut trie = |section: Section| {
            // the trie keeps the bytes, and nobody else asks for them
            Trie::new(std::mem::take(&mut sections[section as usize]), Letters::own()).ok()
        };
        Some(Self {
            russian: trie(Section::Russian)?,
            english: trie(Section::English)?,
            last: trie(Section::Last)?,
            confused: trie(Section::Confused)?,
            rejected,
            rejects_phrases,
            any,
            demanded: true,
            enabled: vec![true; names.len()],
            is_whole: true,
            ends,
            terms: Slots::new(terms),
            packets: apart.unwrap_or_else(|| {
                Packets::Held(std::mem::take(&mut sections[Section::Terms as usize]))
            }),
            names,
            sections,
        })
    }

    /// Writes the sections as a block.
    pub(super) fn write(sections: &Block) -> Vec<u8> {
        write(sections.iter().map(|(section, data)| (*section, &data[..])))
    }

    /// Writes all sections but the packets, of which a run needs few.
    pub(super) fn write_head(sections: &Block) -> Vec<u8> {
        write(sections.iter().map(|(section, data)| match section {
            Section::Terms => (*section, &[][..]),
            _ => (*section, &data[..]),
        }))
    }

    /// The packets.
    pub(super) fn tail(sections: &Block) -> &[u8] {
        &sections[Section::Terms as usize].1
    }

    /// Uses only the glossaries with these names.
    pub(super) fn enable(&mut self, names: &[String]) {
        self.demanded = true;
        self.enabled = self.names.iter().map(|name| names.contains(name)).collect();
        self.is_whole = self.enabled.iter().all(|enabled| *enabled);
    }

    /// The names of the glossaries that are in use.
    pub(super) fn names_in_use(&self) -> impl Iterator<Item = &str> {
        let used = self.names.iter().zip(&self.enabled).filter(|(_, enabled)| **enabled);
        used.map(|(name, _)| name.as_str())
    }

    pub(super) fn len(&self) -> usize {
        self.terms.len()
    }

    pub(super) fn origin(&self, term: u32) -> usize {
        self.ends.partition_point(|end| *end <= term)
    }

    pub(super) fn is_enabled(&self, term: u32) -> bool {
        self.is_whole || self.enabled[self.origin(term)]
    }

    /// A term, parsed when first asked for.
    pub(super) fn term(&self, term: u32) -> &Term {
        self.terms.get_or_init(term as usize, || {
            self.packets.term(self.section(Section::Packets), term as usize)
        })
    }

    /// The traits of a term, which need not be unpacked for it.
    pub(super) fn traits(&self, term: u32) -> Traits {
        Traits(self.section(Section::Traits)[term as usize])
    }

    /// Whether some English form may begin or end with the word that has this key.
    pub(super) fn may_be_edge(&self, key: &str) -> bool {
        edges::may_hold(self.section(Section::Edges), key)
    }

    /// Whether some Russian form may be romanized so; `latin` is a
    /// [`reading_key`](crate::translit::reading_key).
    pub(super) fn may_romanize(&self, latin: &str) -> bool {
        outlines::hold(self.section(Section::Outlines), latin)
    }

    /// The hits that a number in the tries stands for.
    pub(super) fn hits(&self, value: u64) -> impl Iterator<Item = (u32, Role)> + '_ {
        let at = (value >> 1) as usize;
        let (single, several) = if value & 1 == 0 {
            (Some(at as u32), None)
        } else {
            (None, Some(lists::read(self.section(Section::Lists), at)))
        };
        let all = single.into_iter().chain(several.into_iter().flatten());
        all.map(unpack).filter(|(term, _)| self.is_enabled(*term))
    }

    fn section(&self, section: Section) -> &[u8] {
        &self.sections[section as usize]
    }
}
