//! A trie of Cyrillic word forms and the walks over it: as written, romanized, near.
//!
//! One structure serves the dictionary of 3.8 million forms and the forms of a glossary's terms.
//! Keys are words folded by [`crate::script::fold`], one byte a letter. A romanized word is not
//! read back: the walk takes, letter by letter, every Cyrillic letter that some scheme writes as
//! what stands in the word, and stays inside known forms, so that it ends in a handful of places.

use std::collections::VecDeque;
use std::fmt;
use std::sync::LazyLock;

use fst::raw::{CompiledAddr, Fst, Node};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};

use crate::translit::{SchemeSet, Spelling, Spellings, letter_latin, letter_skeleton};

/// Which byte stands for which letter in the keys of a trie.
#[derive(Clone)]
pub struct Letters {
    to_byte: [u8; 0x60],
    to_char: [char; 256],
    /// For each byte how [`Alphabet`]s spell its letter, in UTF-8.
    own: Vec<Vec<u8>>,
    latin: Vec<Vec<u8>>,
    skeleton: Vec<Vec<u8>>,
}

impl fmt::Debug for Letters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letters").finish_non_exhaustive()
    }
}

/// The first Cyrillic letter that a table covers; 0x60 follow.
const FIRST: u32 = 0x400;

impl Letters {
    /// A table in which the letters have the bytes 1, 2, 3 … in the order given.
    pub fn numbered(letters: &str) -> Self {
        let numbered = letters.chars().enumerate();
        Self::from_pairs(numbered.map(|(at, c)| (c, (at + 1) as u8)))
    }

    /// The table of our own tries: ASCII as it is, Cyrillic small letters from 0x80.
    pub fn own() -> Self {
        let cyrillic =
            (0x430..0x460).map(|c| (char::from_u32(c).unwrap_or(' '), (c - 0x430 + 0x80) as u8));
        let ascii = (0x20..0x7F_u8).map(|b| (char::from(b), b));
        Self::from_pairs(cyrillic.chain(ascii))
    }

    fn from_pairs(pairs: impl Iterator<Item = (char, u8)>) -> Self {
        let empty = || vec![Vec::new(); 256];
        let mut letters = Self {
            to_byte: [0; 0x60],
            to_char: ['\0'; 256],
            own: empty(),
            latin: empty(),
            skeleton: empty(),
        };
        for (c, byte) in pairs {
            let at = usize::from(byte);
            letters.to_char[at] = c;
            letters.own[at] = c.to_string().into_bytes();
            letters.latin[at] = letter_latin(c).map_or_else(|| letters.own[at].clone(), Into::into);
            letters.skeleton[at] =
                letter_skeleton(c).map_or_else(|| letters.own[at].clone(), Into::into);
            if let Some(slot) = (c as u32).checked_sub(FIRST)
                && let Some(slot) = letters.to_byte.get_mut(slot as usize)
            {
                *slot = byte;
            }
        }
        letters
    }

    /// The byte of a letter, if keys can hold it.
    pub fn byte(&self, c: char) -> Option<u8> {
        let code = match (c as u32).checked_sub(FIRST) {
            Some(at) => *self.to_byte.get(at as usize)?,
            None => {
                *self.to_char.get(c as usize).filter(|&&own| own == c).map(|_| c as u8).as_ref()?
            }
        };
        (code != 0).then_some(code)
    }

    /// A word as a key, if every letter of it has a byte.
    pub fn key(&self, word: &str) -> Option<Vec<u8>> {
        word.chars().map(|c| self.byte(c)).collect()
    }

    /// The word of a key.
    pub fn word(&self, key: &[u8]) -> String {
        key.iter().map(|&byte| self.to_char[usize::from(byte)]).collect()
    }
}

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
    /// The schemes in which the form is written just so; empty when it mixes several.
    pub schemes: SchemeSet,
}

/// A form near a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The Cyrillic form, folded.
    pub word: String,
    /// The number the trie has for it.
    pub value: u64,
}

/// How the letters of a form are spelt when it is compared with a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// As they are.
    Own,
    /// As English publications romanize them.
    Latin,
    /// As their skeleton.
    Skeleton,
}

impl Alphabet {
    fn spell(self, letters: &Letters, byte: u8) -> &[u8] {
        match self {
            Self::Own => &letters.own[usize::from(byte)],
            Self::Latin => &letters.latin[usize::from(byte)],
            Self::Skeleton => &letters.skeleton[usize::from(byte)],
        }
    }
}

/// What is longer, in bytes, is near no form.
const LONGEST: usize = 1 << 10;

// Building the tables takes milliseconds, so it is done once, when first needed.
static ONE_EDIT: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO_EDITS: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));
static THREE_EDITS: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(3, true));

/// How many readings of one word are followed before the walk gives up.
const MOST_READINGS: usize = 64;

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

    /// The forms that `latin` is a romanization of; `latin` is a
    /// [`reading_key`](crate::translit::reading_key). With `mixed`, a word may be spelt by
    /// different schemes in different places. Fewest letters first, then alphabetically.
    pub fn romanized(&self, latin: &str, spellings: &Spellings, mixed: bool) -> Vec<Reading> {
        let mut walk = RomanWalk::new(self, latin, spellings, mixed);
        walk.run();
        let mut found = walk.found;
        found.sort_by(|a, b| (a.word.len(), &a.word).cmp(&(b.word.len(), &b.word)));
        found.dedup_by(|b, a| {
            let same = a.word == b.word;
            if same {
                a.schemes |= b.schemes;
            }
            same
        });
        found
    }

    /// The forms at most `edits` (one to three) letters put in, left out, changed or swapped from
    /// `query`, as `alphabet` spells them.
    pub fn near(&self, query: &str, edits: u8, alphabet: Alphabet) -> Vec<Near> {
        // the automaton has states for each letter, and no term is so long
        if query.len() > LONGEST {
            return Vec::new();
        }
        let builder = match edits {
            0 | 1 => &*ONE_EDIT,
            2 => &*TWO_EDITS,
            _ => &*THREE_EDITS,
        };
        let dfa = builder.build_dfa(query);
        let mut walk =
            NearWalk { trie: self, dfa: &dfa, alphabet, path: Vec::new(), found: Vec::new() };
        walk.step(&self.fst.root(), 0, dfa.initial_state());
        walk.found
    }

    /// The forms of which `query` leaves out one run of three or four letters, and nothing else:
    /// a syllable was dropped. The first two letters stand.
    pub fn with_gap(&self, query: &str, alphabet: Alphabet) -> Vec<Near> {
        let query = query.as_bytes();
        let mut walk = GapWalk { trie: self, query, alphabet, path: Vec::new(), found: Vec::new() };
        walk.before(&self.fst.root(), 0, 0);
        walk.found
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
    /// beginning, be the last letter of it written in part (`s` of `shch`).
    pub fn beginning_romanized(
        &self,
        latin: &str,
        spellings: &Spellings,
        mixed: bool,
        most: usize,
    ) -> Vec<Near> {
        let mut walk = RomanWalk::new(self, latin, spellings, mixed);
        walk.openings = Some(Vec::new());
        walk.run();
        self.complete(&walk.openings.unwrap_or_default(), most)
    }

    /// The forms whose beginning is at most `edits` letters from `query`, as `alphabet` spells them.
    pub fn beginning_near(
        &self,
        query: &str,
        edits: u8,
        alphabet: Alphabet,
        most: usize,
    ) -> Vec<Near> {
        let builder = if edits > 1 { &*TWO_EDITS } else { &*ONE_EDIT };
        let dfa = builder.build_prefix_dfa(query);
        let mut walk =
            OpenNearWalk { trie: self, dfa: &dfa, alphabet, path: Vec::new(), found: Vec::new() };
        walk.step(&self.fst.root(), 0, dfa.initial_state());
        self.complete(&walk.found, most)
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

/// A place in the walk of a romanized word.
#[derive(Clone, Copy)]
struct State<'f> {
    node: Node<'f>,
    value: u64,
    /// How many letters of the word have been read.
    at: usize,
    schemes: SchemeSet,
    /// How many silent letters have been taken in a row.
    silent: u8,
}

struct RomanWalk<'f, D> {
    trie: &'f Trie<D>,
    latin: Vec<char>,
    spellings: &'f Spellings,
    mixed: bool,
    path: Vec<char>,
    found: Vec<Reading>,
    /// Set where only a beginning is read: what is found then goes here.
    openings: Option<Vec<Opening>>,
}

impl<'f, D: AsRef<[u8]>> RomanWalk<'f, D> {
    fn new(trie: &'f Trie<D>, latin: &str, spellings: &'f Spellings, mixed: bool) -> Self {
        let latin = latin.chars().collect();
        Self { trie, latin, spellings, mixed, path: Vec::new(), found: Vec::new(), openings: None }
    }

    fn run(&mut self) {
        if !self.latin.is_empty() {
            let node = self.trie.fst.root();
            self.step(State { node, value: 0, at: 0, schemes: SchemeSet::MAX, silent: 0 });
        }
    }

    fn step(&mut self, state: State<'f>) {
        if self.found.len() >= MOST_READINGS {
            return;
        }
        if let Some(openings) = &mut self.openings
            && state.at == self.latin.len()
        {
            let path = self.path.iter().filter_map(|&c| self.trie.letters.byte(c)).collect();
            if openings.len() < MOST_READINGS {
                openings.push(Opening { addr: state.node.addr(), value: state.value, path });
            }
            return;
        }
        if state.at == self.latin.len() && state.node.is_final() {
            self.found.push(Reading {
                word: self.path.iter().collect(),
                value: state.value + state.node.final_output().value(),
                schemes: state.schemes,
            });
        }
        let spellings = self.spellings;
        if state.silent == 0 {
            for spelling in spellings.silent() {
                self.take(state, spelling, 1);
            }
        }
        if let Some(&first) = self.latin.get(state.at) {
            if matches!(first, '-' | ' ' | '0'..='9') {
                self.take_as_it_is(state, first);
            }
            for spelling in spellings.starting(first) {
                let rest = &self.latin[state.at..];
                let begun = self.openings.is_some() && spelling.latin.starts_with(rest);
                // most are one letter, which has been compared already
                if begun || spelling.latin.len() == 1 || rest.starts_with(&spelling.latin) {
                    self.take(state, spelling, 0);
                }
            }
        }
    }

    /// Hyphens, spaces and digits are the same in every scheme.
    fn take_as_it_is(&mut self, state: State<'f>, c: char) {
        let found = self.trie.letters.byte(c).and_then(|byte| state.node.find_input(byte));
        if let Some(found) = found {
            let transition = state.node.transition(found);
            let node = self.trie.node(transition.addr);
            self.path.push(c);
            let value = state.value + transition.out.value();
            self.step(State { node, value, at: state.at + 1, silent: 0, ..state });
            self.path.pop();
        }
    }

    fn take(&mut self, state: State<'f>, spelling: &Spelling, silent: u8) {
        // what is only begun ends where the word does
        let at = (state.at + spelling.latin.len()).min(self.latin.len());
        if (spelling.ending && at != self.latin.len())
            || !spelling.before.holds(self.path.last().copied())
        {
            return;
        }
        let mut schemes = state.schemes & spelling.schemes;
        if schemes == 0 {
            let joined = spelling.schemes == 0 || spelling.schemes & self.spellings.joined != 0;
            if !self.mixed || !joined {
                return;
            }
        } else if self.mixed && state.schemes == 0 {
            schemes = 0;
        }
        let mut node = state.node;
        let mut value = state.value;
        for &c in &spelling.cyrillic {
            let Some(found) = self.trie.letters.byte(c).and_then(|b| node.find_input(b)) else {
                return;
            };
            let transition = node.transition(found);
            value += transition.out.value();
            node = self.trie.node(transition.addr);
        }
        self.path.extend(&spelling.cyrillic);
        self.step(State { node, value, at, schemes, silent });
        self.path.truncate(self.path.len() - spelling.cyrillic.len());
    }
}

struct NearWalk<'f, D> {
    trie: &'f Trie<D>,
    dfa: &'f DFA,
    alphabet: Alphabet,
    path: Vec<u8>,
    found: Vec<Near>,
}

impl<D: AsRef<[u8]>> NearWalk<'_, D> {
    fn step(&mut self, node: &Node<'_>, value: u64, state: u32) {
        if node.is_final() && matches!(self.dfa.distance(state), Distance::Exact(_)) {
            let word = self.trie.letters.word(&self.path);
            self.found.push(Near { word, value: value + node.final_output().value() });
        }
        for at in 0..node.len() {
            let transition = node.transition(at);
            let spelt = self.alphabet.spell(&self.trie.letters, transition.inp);
            let next = spelt.iter().fold(state, |state, &byte| self.dfa.transition(state, byte));
            if next != SINK_STATE {
                self.path.push(transition.inp);
                let node = self.trie.fst.node(transition.addr);
                self.step(&node, value + transition.out.value(), next);
                self.path.pop();
            }
        }
    }
}

struct OpenNearWalk<'f, D> {
    trie: &'f Trie<D>,
    dfa: &'f DFA,
    alphabet: Alphabet,
    path: Vec<u8>,
    found: Vec<Opening>,
}

impl<D: AsRef<[u8]>> OpenNearWalk<'_, D> {
    fn step(&mut self, node: &Node<'_>, value: u64, state: u32) {
        if self.found.len() >= MOST_READINGS {
            return;
        }
        if matches!(self.dfa.distance(state), Distance::Exact(_)) {
            self.found.push(Opening { addr: node.addr(), value, path: self.path.clone() });
            return;
        }
        for at in 0..node.len() {
            let transition = node.transition(at);
            let spelt = self.alphabet.spell(&self.trie.letters, transition.inp);
            let next = spelt.iter().fold(state, |state, &byte| self.dfa.transition(state, byte));
            if next != SINK_STATE {
                self.path.push(transition.inp);
                let node = self.trie.fst.node(transition.addr);
                self.step(&node, value + transition.out.value(), next);
                self.path.pop();
            }
        }
    }
}

/// The longest run of letters that is taken for a dropped syllable; shorter ones are edits.
const LONGEST_GAP: u8 = 4;
const SHORTEST_GAP: u8 = 3;

struct GapWalk<'f, D> {
    trie: &'f Trie<D>,
    query: &'f [u8],
    alphabet: Alphabet,
    path: Vec<u8>,
    found: Vec<Near>,
}

impl<D: AsRef<[u8]>> GapWalk<'_, D> {
    /// Before the gap: the query is followed letter by letter.
    fn before(&mut self, node: &Node<'_>, value: u64, at: usize) {
        if self.path.len() >= 2 {
            self.inside(node, value, at, 0);
        }
        self.follow(node, value, at, GapWalk::before);
    }

    /// Inside it: any letter goes.
    fn inside(&mut self, node: &Node<'_>, value: u64, at: usize, skipped: u8) {
        if skipped >= SHORTEST_GAP {
            self.after(node, value, at);
        }
        if skipped == LONGEST_GAP {
            return;
        }
        for number in 0..node.len() {
            let transition = node.transition(number);
            self.path.push(transition.inp);
            let next = self.trie.fst.node(transition.addr);
            self.inside(&next, value + transition.out.value(), at, skipped + 1);
            self.path.pop();
        }
    }

    /// After it: the rest of the query, to the end of the form.
    fn after(&mut self, node: &Node<'_>, value: u64, at: usize) {
        if at == self.query.len() && node.is_final() {
            let word = self.trie.letters.word(&self.path);
            self.found.push(Near { word, value: value + node.final_output().value() });
        }
        self.follow(node, value, at, GapWalk::after);
    }

    fn follow(
        &mut self,
        node: &Node<'_>,
        value: u64,
        at: usize,
        go_on: impl Fn(&mut Self, &Node<'_>, u64, usize),
    ) {
        for number in 0..node.len() {
            let transition = node.transition(number);
            let spelt = self.alphabet.spell(&self.trie.letters, transition.inp);
            if self.query[at..].starts_with(spelt) {
                self.path.push(transition.inp);
                let next = self.trie.fst.node(transition.addr);
                go_on(self, &next, value + transition.out.value(), at + spelt.len());
                self.path.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translit::{all, bare_spellings, reading_key, spellings};
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
                let found = trie.romanized(&latin, spellings(), false);
                let hit = found.iter().find(|r| r.value == at as u64);
                let bit = all().iter().position(|s| s.name == scheme.name).unwrap();
                let hit = hit.unwrap_or_else(|| panic!("{word} as {latin} in {}", scheme.name));
                assert!(hit.schemes & 1 << bit != 0, "{word} as {latin} in {}", scheme.name);
            }
        }
    }

    #[test]
    fn schemes_may_be_mixed_and_marks_left_out() {
        let trie = trie(WORDS);
        assert!(trie.romanized("chajkovskiy", spellings(), false).is_empty());
        assert_eq!(trie.romanized("chajkovskiy", spellings(), true)[0].word, "чайковский");
        assert_eq!(trie.romanized("cajkovskij", bare_spellings(), false)[0].word, "чайковский");
        assert!(trie.romanized("order", spellings(), true).is_empty());
    }

    #[test]
    fn beginnings_are_completed_shortest_first() {
        let trie = trie(WORDS);
        let words = |near: Vec<Near>| near.into_iter().map(|n| n.word).collect::<Vec<_>>();
        assert_eq!(words(trie.beginning("пере", 9)), ["перегрузка", "перезагрузка"]);
        assert_eq!(words(trie.beginning("пере", 1)), ["перегрузка"]);
        assert!(trie.beginning("перен", 9).is_empty());
        let latin = |latin| words(trie.beginning_romanized(latin, spellings(), false, 9));
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
