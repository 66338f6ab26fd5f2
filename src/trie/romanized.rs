//! The walk that reads a romanized word: every Cyrillic letter that some scheme writes as what
//! stands in the word, inside known forms.

use fst::raw::{CompiledAddr, Node};

use super::{MOST_READINGS, Opening, Reading, Trie, Written};
use crate::translit::{SchemeSet, Spelling, Spellings, spellings};

/// A place in the walk of a romanized word.
#[derive(Clone, Copy)]
struct State<'f> {
    node: Node<'f>,
    value: u64,
    /// How many letters of the word have been read.
    at: usize,
    /// The schemes that have written it so far; those that have, but for its diacritics.
    schemes: SchemeSet,
    bare: SchemeSet,
    /// Whether it may be a mixture.
    mixed: bool,
    /// How many silent letters have been taken in a row.
    silent: u8,
}

impl State<'_> {
    /// The likeliest way in which it has been written, and by which schemes.
    const fn written(&self) -> (Written, SchemeSet) {
        if self.schemes != 0 {
            (Written::Scheme, self.schemes)
        } else if self.mixed {
            (Written::Mixture, 0)
        } else {
            (Written::Bare, self.bare)
        }
    }
}

/// A letter sought in a node, and where it leads from there: an address and a number.
#[derive(Clone, Copy)]
struct Sought {
    letter: char,
    found: Option<(CompiledAddr, u64)>,
}

pub(super) struct RomanWalk<'f, D> {
    trie: &'f Trie<D>,
    latin: Vec<char>,
    spellings: &'static Spellings,
    path: Vec<char>,
    pub(super) found: Vec<Reading>,
    /// Set where only a beginning is read: what is found then goes here.
    pub(super) openings: Option<Vec<(Written, Opening)>>,
}

impl<'f, D: AsRef<[u8]>> RomanWalk<'f, D> {
    pub(super) fn new(trie: &'f Trie<D>, latin: &str) -> Self {
        let latin = latin.chars().collect();
        let (path, found) = (Vec::new(), Vec::new());
        Self { trie, latin, spellings: spellings(), path, found, openings: None }
    }

    pub(super) fn run(&mut self) {
        if !self.latin.is_empty() {
            let node = self.trie.fst.root();
            let (schemes, bare) = (SchemeSet::MAX, SchemeSet::MAX);
            self.step(State { node, value: 0, at: 0, schemes, bare, mixed: true, silent: 0 });
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
                let opening = Opening { addr: state.node.addr(), value: state.value, path };
                openings.push((state.written().0, opening));
            }
            return;
        }
        if state.at == self.latin.len() && state.node.is_final() {
            let (written, schemes) = state.written();
            let value = state.value + state.node.final_output().value();
            self.found.push(Reading { word: self.path.iter().collect(), value, written, schemes });
        }
        let spellings = self.spellings;
        let mut sought = None;
        if state.silent == 0 {
            for spelling in spellings.silent() {
                self.take(state, spelling, 1, &mut sought);
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
                    self.take(state, spelling, 0, &mut sought);
                }
            }
        }
    }

    /// Where a letter leads from a node.
    fn seek(&self, node: Node<'f>, letter: char) -> Sought {
        let at = self.trie.letters.byte(letter).and_then(|byte| node.find_input(byte));
        let found = at.map(|at| node.transition(at));
        Sought { letter, found: found.map(|found| (found.addr, found.out.value())) }
    }

    /// Hyphens, spaces and digits are the same in every scheme.
    fn take_as_it_is(&mut self, state: State<'f>, c: char) {
        if let Some((addr, out)) = self.seek(state.node, c).found {
            let node = self.trie.node(addr);
            self.path.push(c);
            let value = state.value + out;
            self.step(State { node, value, at: state.at + 1, silent: 0, ..state });
            self.path.pop();
        }
    }

    fn take(
        &mut self,
        state: State<'f>,
        spelling: &Spelling,
        silent: u8,
        sought: &mut Option<Sought>,
    ) {
        // what is only begun ends where the word does
        let at = (state.at + spelling.latin.len()).min(self.latin.len());
        if (spelling.ending && at != self.latin.len())
            || !spelling.before.holds(self.path.last().copied())
        {
            return;
        }
        let schemes = state.schemes & spelling.schemes;
        let bare = state.bare & spelling.bare;
        let mixed = schemes != 0 || (state.mixed && self.spellings.mixes(spelling));
        if bare == 0 && !mixed {
            return;
        }
        let Some((&first, rest)) = spelling.cyrillic.split_first() else { return };
        // spellings of one letter come one after another
        let known = sought.filter(|sought| sought.letter == first);
        let known = *sought.insert(known.unwrap_or_else(|| self.seek(state.node, first)));
        let Some((addr, out)) = known.found else { return };
        let (mut node, mut value) = (self.trie.node(addr), state.value + out);
        for &c in rest {
            let Some((addr, out)) = self.seek(node, c).found else { return };
            (node, value) = (self.trie.node(addr), value + out);
        }
        self.path.extend(&spelling.cyrillic);
        self.step(State { node, value, at, schemes, bare, mixed, silent });
        self.path.truncate(self.path.len() - spelling.cyrillic.len());
    }
}
