//! The walks to forms near a query: by edits, and by one dropped syllable.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use fst::raw::Node;
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};

use super::{Alphabet, Near, Trie};

// Building the tables takes milliseconds, so it is done once, when first needed.
static ONE_EDIT: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO_EDITS: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));
static THREE_EDITS: LazyLock<LevenshteinAutomatonBuilder> =
    LazyLock::new(|| LevenshteinAutomatonBuilder::new(3, true));

/// Builds automata of words at most so many edits away; three are the most.
pub(super) fn edits(most: u8) -> &'static LevenshteinAutomatonBuilder {
    match most {
        0 | 1 => &ONE_EDIT,
        2 => &TWO_EDITS,
        _ => &THREE_EDITS,
    }
}

/// A place of the trie, what its outputs come to, and the letters that lead there.
pub(super) type Met<'m> = (&'m Node<'m>, u64, &'m [u8]);

/// The walk to all places whose letters an automaton takes. `meet` is told of each, and says
/// whether to go on from there; it may break the walk off.
pub(super) struct NearWalk<'f, D, M> {
    trie: &'f Trie<D>,
    dfa: &'f DFA,
    alphabet: Alphabet,
    path: Vec<u8>,
    meet: M,
}

impl<'f, D, M> NearWalk<'f, D, M>
where
    D: AsRef<[u8]>,
    M: FnMut(Met<'_>) -> ControlFlow<(), bool>,
{
    pub(super) fn run(trie: &'f Trie<D>, dfa: &'f DFA, alphabet: Alphabet, meet: M) {
        let mut walk = Self { trie, dfa, alphabet, path: Vec::new(), meet };
        // it makes no difference how the walk ended
        let _ = walk.step(&trie.fst.root(), 0, dfa.initial_state());
    }

    fn step(&mut self, node: &Node<'_>, value: u64, state: u32) -> ControlFlow<()> {
        let is_near = matches!(self.dfa.distance(state), Distance::Exact(_));
        if is_near && !(self.meet)((node, value, &self.path))? {
            return ControlFlow::Continue(());
        }
        for at in 0..node.len() {
            let transition = node.transition(at);
            let spelt = self.alphabet.spell(&self.trie.letters, transition.inp);
            let next = spelt.iter().fold(state, |state, &byte| self.dfa.transition(state, byte));
            if next != SINK_STATE {
                self.path.push(transition.inp);
                let node = self.trie.fst.node(transition.addr);
                self.step(&node, value + transition.out.value(), next)?;
                self.path.pop();
            }
        }
        ControlFlow::Continue(())
    }
}

/// The longest run of letters that is taken for a dropped syllable; shorter ones are edits.
const LONGEST_GAP: u8 = 4;
const SHORTEST_GAP: u8 = 3;

/// The walk to forms of which a query leaves out a run of letters.
pub(super) struct GapWalk<'f, D> {
    trie: &'f Trie<D>,
    query: &'f [u8],
    alphabet: Alphabet,
    path: Vec<u8>,
    found: Vec<Near>,
}

impl<'f, D: AsRef<[u8]>> GapWalk<'f, D> {
    pub(super) fn run(trie: &'f Trie<D>, query: &'f str, alphabet: Alphabet) -> Vec<Near> {
        let query = query.as_bytes();
        let mut walk = Self { trie, query, alphabet, path: Vec::new(), found: Vec::new() };
        walk.before(&trie.fst.root(), 0, 0);
        walk.found
    }

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
