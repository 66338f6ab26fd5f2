//! What the quick look knows of a word, and where it remembers it.

use super::passages::{Clean, MOST_CLEAN};
use crate::analysis::frames::{Cue, cue, stands_between};
use crate::analysis::is_carrier;
use crate::checks::{Check, Suspicion, Word};
use crate::english;
use crate::lexicon::{Hit, Lexicon};
use crate::memo::{Itself, Memo};
use crate::script::Script;

/// What is known of a word: a set of the flags below.
pub(super) type Class = u32;

pub(super) const KNOWN: Class = 1;
/// It may be found wrong whatever stands around it.
pub(super) const SUSPECT: Class = 1 << 1;
/// It is compared with other words of its document.
pub(super) const COMPARED: Class = 1 << 2;
pub(super) const LATIN: Class = 1 << 3;
pub(super) const CYRILLIC: Class = 1 << 4;
/// A Latin word that is no English one: a gloss may say what it means.
pub(super) const STRANGE: Class = 1 << 5;
/// An English word that is also a Russian one in Latin letters, and one of a confusable pair: a
/// gloss in parentheses may show it to be Russian.
pub(super) const DOUBLE: Class = 1 << 6;
/// The English of its twin beside it would be evidence.
pub(super) const PAIRED: Class = 1 << 7;
/// Some English term begins with it.
pub(super) const BEGINS: Class = 1 << 8;
/// Some English term ends with it.
pub(super) const ENDS: Class = 1 << 9;
/// It may stand between a word and its gloss.
pub(super) const BETWEEN: Class = 1 << 10;
pub(super) const ANYWHERE: Class = 1 << 11;
pub(super) const BESIDE: Class = 1 << 12;
pub(super) const AROUND: Class = 1 << 13;
pub(super) const LABEL: Class = 1 << 14;
/// “In”, before the name of a language.
pub(super) const IN: Class = 1 << 15;
/// “For”, after it.
pub(super) const FOR: Class = 1 << 16;
/// A thing that a label can stand on.
pub(super) const CARRIER: Class = 1 << 17;

/// A verb that stands between a gloss and its word.
pub(super) const RENDERED: Class = 1 << 18;
/// It may be found wrong in certain places: the first of the bits that say by which checks.
const PLACED_BY: Class = 1 << 19;
/// The bits for checks; those that have none left share the last.
const PLACED_BITS: usize = 13;
pub(super) const PLACED: Class = !(PLACED_BY - 1);

/// Whether the check with this number asks where the word stands.
pub(super) fn is_placed_by(class: Class, check: usize) -> bool {
    class & PLACED_BY << check.min(PLACED_BITS - 1) != 0
}

/// Remembers the classes of words by their hashes.
pub(super) struct Classes {
    /// Half the hash of each word, and its class; a power of two long, at most half full. The other
    /// half says where it stands.
    table: Vec<u64>,
    /// The whole hashes, for when the table grows; apart, so that the table stays small.
    hashes: Vec<u64>,
    count: usize,
}

/// Words to begin with room for.
const ROOM: usize = 1 << 13;
/// Words after which most are forgotten, so that memory is bounded.
const MOST: usize = 1 << 19;

impl Classes {
    pub(super) fn new() -> Self {
        Self { table: vec![0; ROOM], hashes: vec![0; ROOM], count: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// The class of the word with this hash, or the slot to put it into.
    #[inline]
    pub(super) fn get(&self, hash: u64) -> Result<Class, usize> {
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let entry = self.table[slot];
            if entry >> 32 == hash >> 32 && entry != 0 {
                return Ok(entry as Class);
            }
            if entry == 0 {
                return Err(slot);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Remembers a word in the slot that [`Classes::get`] gave for it.
    pub(super) fn put(&mut self, slot: usize, hash: u64, class: Class) {
        self.table[slot] = hash >> 32 << 32 | u64::from(class);
        self.hashes[slot] = hash;
        self.count += 1;
        if self.count * 2 > self.table.len() {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let room = if self.count > MOST { ROOM } else { self.table.len() * 2 };
        let table = std::mem::replace(&mut self.table, vec![0; room]);
        let hashes = std::mem::replace(&mut self.hashes, vec![0; room]);
        self.count = 0;
        let kept = table.into_iter().zip(hashes).filter(|(entry, _)| *entry != 0);
        for (entry, hash) in kept.take(room / 4) {
            if let Err(slot) = self.get(hash) {
                self.table[slot] = entry;
                self.hashes[slot] = hash;
                self.count += 1;
            }
        }
    }
}

/// What some thread has judged, so that no other does.
#[derive(Debug)]
pub struct Judged {
    /// The classes of words, by their hashes.
    pub(super) words: Memo<u64, Class, Itself>,
    /// The passages in which nothing was found.
    pub(super) clean: Clean,
}

impl Default for Judged {
    fn default() -> Self {
        Self { words: Memo::new(MOST), clean: Clean::new(MOST_CLEAN) }
    }
}

/// Judges a word that is met for the first time.
pub(super) fn judge(word: &str, checks: &[&'static dyn Check], lexicon: &Lexicon) -> Class {
    let text = word;
    let word = Word::new(text);
    let mut suspected = 0;
    for (number, check) in checks.iter().enumerate() {
        suspected |= match check.suspects(&word, lexicon) {
            Suspicion::None => 0,
            Suspicion::Compared => COMPARED,
            Suspicion::Beside => PAIRED,
            Suspicion::Placed => PLACED_BY << number.min(PLACED_BITS - 1),
            Suspicion::Anywhere => SUSPECT,
        };
    }
    let lower = text.to_lowercase();
    let base = english::base(&lower);
    let spoken = match base {
        "in" | "into" | "to" => IN,
        "for" | "of" => FOR,
        "translates" | "translated" | "rendered" | "переводится" => RENDERED,
        _ if is_carrier(base) => CARRIER,
        _ => 0,
    };
    let between = if stands_between(base) { BETWEEN } else { 0 };
    let cued = match cue(base) {
        // it is the English words that stand in frames
        Some(Cue::Anywhere) if word.script == Script::Latin => ANYWHERE,
        Some(Cue::Beside) => BESIDE,
        Some(Cue::Around) => AROUND,
        Some(Cue::Label) => LABEL,
        Some(Cue::Anywhere) | None => 0,
    };
    KNOWN | suspected | spoken | between | cued | by_script(&word, lexicon)
}

fn by_script(word: &Word<'_>, lexicon: &Lexicon) -> Class {
    let paired = |hits: &[Hit]| hits.iter().any(|hit| lexicon.is_paired(hit.term));
    match word.script {
        Script::Cyrillic => CYRILLIC,
        Script::Latin => {
            let key = english::key(word.text);
            let edges = lexicon.edges(&key);
            let mut class = LATIN;
            class |= if edges.begins { BEGINS } else { 0 };
            class |= if edges.ends { ENDS } else { 0 };
            if word.text.chars().nth(1).is_none() {
                return class;
            }
            if !word.is_english {
                class |= STRANGE;
            } else if lexicon.has_pairs()
                && word.romanized(lexicon).iter().any(|found| paired(&found.hits))
            {
                class |= DOUBLE;
            }
            class
        }
        Script::Mixed | Script::Other => 0,
    }
}
