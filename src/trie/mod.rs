//! A trie of Cyrillic word forms and the walks over it: as written, romanized, near.
//!
//! One structure serves the dictionary of 3.8 million forms and the forms of a glossary's terms.
//! Keys are words folded by [`crate::script::fold`], one byte a letter. A romanized word is not
//! read back: the walk takes, letter by letter, every Cyrillic letter that some scheme writes as
//! what stands in the word, and stays inside known forms, so that it ends in a handful of places.

use std::collections::VecDeque;
use std::fmt;
use std::ops::ControlFlow;

use fst::raw::{CompiledAddr, Fst, Node};

use crate::translit::SchemeSet;

mod letters;
mod near;
mod romanized;

pub use letters::{Alphabet, Letters};
use near::{GapWalk, NearWalk};
use romanized::RomanWalk;

/// A trie of word forms, each with a number.
pub struct Trie<D> {
    fst: Fst<D>,
    letters: Letters,
}

impl<D: AsRef<[u8]>> fmt::Debug for Trie<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trie").field("len", &self.len()).finish_non_exhaustive()
    }
}

/// A romanized word, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The Cyrillic form, folded.
    pub word: String,
    /// The number the trie has for it.
    pub value: u64,
    /// How it is written.
    pub written: Written,
    /// The schemes in which the form is written just so; none when it mixes several.
    pub schemes: SchemeSet,
}

/// How a romanized word is written, the likeliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// By one scheme.
    Scheme,
    /// By several, in different places.
    Mixture,
    /// By one scheme but for its diacritics.
    Bare,
}

/// Those that are written in the likeliest way of all.
pub fn likeliest<T>(mut found: Vec<T>, written: impl Fn(&T) -> Written) -> Vec<T> {
    let best = found.iter().map(&written).min();
    found.retain(|one| Some(written(one)) == best);
    found
}

/// A form near a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The Cyrillic form, folded.
    pub word: String,
    /// The number the trie has for it.
    pub value: u64,
}

/// What is longer, in bytes, is near no form.
const LONGEST: usize = 1 << 10;

/// How many readings of one word are followed before the walk gives up.
const MOST_READINGS: usize = 128;

impl<D: AsRef<[u8]>> Trie<D> {
    /// A trie over finished FST bytes.
    pub fn new(data: D, letters: Letters) -> Result<Self, fst::Error> {
        Ok(Self { fst: Fst::new(data)?, letters })
    }

    /// The letters of its keys.
    pub fn letters(&self) -> &Letters {
        &self.letters
    }

    /// How many forms it holds.
    pub fn len(&self) -> usize {
        self.fst.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.fst.is_empty()
    }

    /// The number of a folded form.
    pub fn get(&self, word: &str) -> Option<u64> {
        let mut node = self.fst.root();
        let mut value = 0;
        for c in word.chars() {
            let at = node.find_input(self.letters.byte(c)?)?;
            let transition = node.transition(at);
            value += transition.out.value();
            node = self.fst.node(transition.addr);
        }
        node.is_final().then(|| value + node.final_output().value())
    }

    /// Whether any form begins with `word`.
    pub fn begins(&self, word: &str) -> bool {
        let mut node = self.fst.root();
        for c in word.chars() {
            let Some(at) = self.letters.byte(c).and_then(|b| node.find_input(b)) else {
                return false;
            };
            node = self.fst.node(node.transition_addr(at));
        }
        true
    }

    /// The forms that `latin` is a romanization of, in whatever way; `latin` is a
    /// [`reading_key`](crate::translit::reading_key). Fewest letters first, then alphabetically.
    pub fn romanized(&self, latin: &str) -> Vec<Reading> {
        let mut walk = RomanWalk::new(self, latin);
        walk.run();
        let mut found = walk.found;
        found.sort_by(|a, b| {
            (a.word.len(), &a.word, a.written).cmp(&(b.word.len(), &b.word, b.written))
        });
        found.dedup_by(|b, a| {
            let same = a.word == b.word;
            if same && a.written == b.written {
                a.schemes |= b.schemes;
            }
            same
        });
        found
    }

    /// The forms at most `most` (one to three) letters put in, left out, changed or swapped from
    /// `query`, as `alphabet` spells them.
    pub fn near(&self, query: &str, most: u8, alphabet: Alphabet) -> Vec<Near> {
        // the automaton has states for each letter, and no term is so long
        if query.len() > LONGEST {
            return Vec::new();
        }
        let dfa = near::edits(most).build_dfa(query);
        let mut found = Vec::new();
        NearWalk::run(self, &dfa, alphabet, |(node, value, path)| {
            if node.is_final() {
                let word = self.letters.word(path);
                found.push(Near { word, value: value + node.final_output().value() });
            }
            ControlFlow::Continue(true)
        });
        found
    }

    /// The forms of which `query` leaves out one run of three or four letters, and nothing else:
    /// a syllable was dropped. The first two letters stand.
    pub fn with_gap(&self, query: &str, alphabet: Alphabet) -> Vec<Near> {
        GapWalk::run(self, query, alphabet)
    }

    /// The forms that begin with the folded `word`, shortest first, at most `most`.
    pub fn beginning(&self, word: &str, most: usize) -> Vec<Near> {
        let mut node = self.fst.root();
        let (mut value, mut path) = (0, Vec::new());
        for c in word.chars() {
            let Some(byte) = self.letters.byte(c) else { return Vec::new() };
            let Some(at) = node.find_input(byte) else { return Vec::new() };
            let transition = node.transition(at);
            value += transition.out.value();
            path.push(byte);
            node = self.fst.node(transition.addr);
        }
        self.complete(&[Opening { addr: node.addr(), value, path }], most)
    }

    /// The forms of which `latin`, a [`reading_key`](crate::translit::reading_key), romanizes the
    /// beginning in the likeliest way, be the last letter of it written in part (`s` of `shch`).
    pub fn beginning_romanized(&self, latin: &str, most: usize) -> Vec<Near> {
        let mut walk = RomanWalk::new(self, latin);
        walk.openings = Some(Vec::new());
        walk.run();
        let openings = likeliest(walk.openings.unwrap_or_default(), |(written, _)| *written);
        let openings: Vec<Opening> = openings.into_iter().map(|(_, opening)| opening).collect();
        self.complete(&openings, most)
    }

    /// The forms whose beginning is at most `edits` letters from `query`, as `alphabet` spells them.
    pub fn beginning_near(
        &self,
        query: &str,
        edits: u8,
        alphabet: Alphabet,
        most: usize,
    ) -> Vec<Near> {
        let dfa = near::edits(edits.min(2)).build_prefix_dfa(query);
        let mut openings = Vec::new();
        NearWalk::run(self, &dfa, alphabet, |(node, value, path)| {
            if openings.len() == MOST_READINGS {
                return ControlFlow::Break(());
            }
            openings.push(Opening { addr: node.addr(), value, path: path.to_vec() });
            ControlFlow::Continue(false)
        });
        self.complete(&openings, most)
    }

    /// Goes on from each opening, level by level, so that the shortest forms come first, until
    /// there are `most` of them or enough has been seen.
    fn complete(&self, openings: &[Opening], most: usize) -> Vec<Near> {
        // each step knows the one before it, so that a word is put together only where one ends
        let mut steps: Vec<(usize, u8)> = Vec::new();
        let mut open: VecDeque<(CompiledAddr, u64, usize, usize)> = openings
            .iter()
            .enumerate()
            .map(|(at, opening)| (opening.addr, opening.value, at, usize::MAX))
            .collect();
        let mut found = Vec::new();
        while let Some((addr, value, opening, last)) = open.pop_front() {
            let node = self.fst.node(addr);
            if node.is_final() {
                let mut tail = Vec::new();
                let mut at = last;
                while let Some(&(before, byte)) = steps.get(at) {
                    tail.push(byte);
                    at = before;
                }
                let mut key = openings[opening].path.clone();
                key.extend(tail.iter().rev());
                let value = value + node.final_output().value();
                found.push(Near { word: self.letters.word(&key), value });
                if found.len() == most {
                    break;
                }
            }
            if steps.len() < MOST_STEPS {
                for transition in node.transitions() {
                    steps.push((last, transition.inp));
                    let value = value + transition.out.value();
                    open.push_back((transition.addr, value, opening, steps.len() - 1));
                }
            }
        }
        found
    }

    fn node(&self, addr: CompiledAddr) -> Node<'_> {
        self.fst.node(addr)
    }
}

/// Where a beginning has been read and any form may follow.
struct Opening {
    addr: CompiledAddr,
    value: u64,
    path: Vec<u8>,
}

/// How many letters are tried in completing a beginning: what a key press has time for.
const MOST_STEPS: usize = 1 << 14;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translit::{all, letter_latin, reading_key};
    use proptest::prelude::*;

    fn trie(words: &[&str]) -> Trie<Vec<u8>> {
        let letters = Letters::own();
        let mut keys: Vec<(Vec<u8>, u64)> = words
            .iter()
            .enumerate()
            .map(|(at, word)| (letters.key(&crate::script::fold(word)).unwrap(), at as u64))
            .collect();
        keys.sort();
        keys.dedup_by(|a, b| a.0 == b.0);
        let mut builder = fst::MapBuilder::memory();
        for (key, value) in keys {
            builder.insert(key, value).unwrap();
        }
        Trie::new(builder.into_inner().unwrap(), letters).unwrap()
    }

    const WORDS: &[&str] = &[
        "перегрузка",
        "перезагрузка",
        "съезд",
        "договорённость",
        "ракета-носитель",
        "Чайковский",
        "щит",
        "ёжик",
        "юла",
        "объявление",
        "рс-24",
        "семья",
        "жизнь",
    ];

    #[test]
    fn every_scheme_is_read() {
        let trie = trie(WORDS);
        for scheme in all() {
            for (at, word) in WORDS.iter().enumerate() {
                let latin = reading_key(&scheme.romanize(word));
                let found = trie.romanized(&latin);
                let hit = found.iter().find(|r| r.value == at as u64);
                let bit = all().iter().position(|s| s.name == scheme.name).unwrap();
                let hit = hit.unwrap_or_else(|| panic!("{word} as {latin} in {}", scheme.name));
                assert_eq!(hit.written, Written::Scheme, "{word} as {latin}");
                assert!(hit.schemes & 1 << bit != 0, "{word} as {latin} in {}", scheme.name);
            }
        }
    }

    #[test]
    fn schemes_may_be_mixed_and_marks_left_out() {
        let trie = trie(WORDS);
        let read = |latin: &str| {
            let read = trie.romanized(latin).into_iter().next();
            read.map(|reading| (reading.word, reading.written))
        };
        let chaykovsky = |written| Some(("чайковский".to_owned(), written));
        assert_eq!(read("chaykovskiy"), chaykovsky(Written::Scheme));
        assert_eq!(read("chajkovskiy"), chaykovsky(Written::Mixture));
        assert_eq!(read("cajkovskij"), chaykovsky(Written::Bare));
        assert_eq!(read("order"), None);
    }

    #[test]
    fn beginnings_are_completed_shortest_first() {
        let trie = trie(WORDS);
        let words = |near: Vec<Near>| near.into_iter().map(|n| n.word).collect::<Vec<_>>();
        assert_eq!(words(trie.beginning("пере", 9)), ["перегрузка", "перезагрузка"]);
        assert_eq!(words(trie.beginning("пере", 1)), ["перегрузка"]);
        assert!(trie.beginning("перен", 9).is_empty());
        let latin = |latin| words(trie.beginning_romanized(latin, 9));
        assert_eq!(latin("perez"), ["перезагрузка"]);
        assert_eq!(latin("s")[0], "щит", "щ is begun with s too");
        assert_eq!(latin("dogovoryonn"), ["договоренность"]);
        assert!(latin("q").is_empty());
        let near = |query| words(trie.beginning_near(query, 1, Alphabet::Own, 9));
        assert_eq!(near("перзагр"), ["перезагрузка"]);
        assert_eq!(trie.beginning("перезаг", 9)[0].value, 1, "numbers are kept");
    }

    #[test]
    fn a_dropped_syllable_is_found() {
        let trie = trie(WORDS);
        let found = trie.with_gap("dogovnost", Alphabet::Latin);
        assert_eq!(found.into_iter().map(|n| n.word).collect::<Vec<_>>(), ["договоренность"]);
        let found = trie.with_gap("рака-носитель", Alphabet::Own);
        assert!(found.is_empty(), "two letters are edits");
    }

    proptest! {
        #[test]
        fn near_is_what_brute_force_finds(query in "[абегзкпруxz]{1,8}", edits in 1_u8..4) {
            let trie = trie(WORDS);
            let mut found: Vec<String> =
                trie.near(&query, edits, Alphabet::Own).into_iter().map(|n| n.word).collect();
            found.sort();
            let folded = WORDS.iter().map(|word| crate::script::fold(word).into_owned());
            let mut all: Vec<String> =
                folded.filter(|word| strsim::osa_distance(&query, word) <= usize::from(edits)).collect();
            all.sort();
            prop_assert_eq!(found, all);
        }

        #[test]
        fn near_romanized_is_what_brute_force_finds(query in "[abegprsuzkhy]{1,9}", edits in 1_u8..4) {
            let trie = trie(WORDS);
            let mut found: Vec<String> =
                trie.near(&query, edits, Alphabet::Latin).into_iter().map(|n| n.word).collect();
            found.sort();
            let spell = |word: &str| -> String {
                word.chars().map(|c| letter_latin(c).map_or_else(|| c.to_string(), str::to_owned)).collect()
            };
            let folded = WORDS.iter().map(|word| crate::script::fold(word).into_owned());
            let mut all: Vec<String> = folded
                .filter(|word| strsim::osa_distance(&query, &spell(word)) <= usize::from(edits))
                .collect();
            all.sort();
            prop_assert_eq!(found, all);
        }
    }
}
