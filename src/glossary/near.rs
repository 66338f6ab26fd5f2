//! Terms that look alike and mean different things.
//!
//! Not all pairs are compared: the first renderings make a trie, and each is looked up in it with
//! a few letters of leeway, so that the time grows little faster than the number of terms.

use std::collections::{BTreeMap, BTreeSet};

use fst::MapBuilder;
use rayon::prelude::*;

use super::Term;
use crate::distance::dissimilarity;
use crate::english;
use crate::script::fold;
use crate::trie::{Alphabet, Letters, Trie};

/// Two terms that are near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearPair {
    /// How far apart they are, in thousandths of their length.
    pub cost: u32,
    /// Their numbers in the list that was given, the first being the smaller.
    pub terms: (usize, usize),
}

/// The pairs at most `far` apart that share no English and do not list each other as confused.
/// Nearest first; each pair of words once, however many terms have them.
pub fn near_pairs(terms: &[&Term], far: u32) -> Vec<NearPair> {
    let heads: Vec<String> = terms
        .iter()
        .map(|term| term.ru.first().map_or_else(String::new, |ru| fold(ru).into_owned()))
        .collect();
    let letters = Letters::own();
    let mut by_head: BTreeMap<Vec<u8>, Vec<usize>> = BTreeMap::new();
    for (at, head) in heads.iter().enumerate().filter(|(_, head)| !head.is_empty()) {
        if let Some(key) = letters.key(head) {
            by_head.entry(key).or_default().push(at);
        }
    }
    let groups: Vec<&Vec<usize>> = by_head.values().collect();
    let trie = trie(&by_head, letters);
    let words: Vec<Words<'_>> = terms.par_iter().map(|term| Words::of(term)).collect();
    let mut pairs: Vec<NearPair> = groups
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, group)| {
            let head = &heads[group[0]];
            let near = near(&trie, head, far).into_iter().filter(move |other| *other != number);
            let measured = near.map(|other| (other, dissimilarity(head, &heads[groups[other][0]])));
            measured.filter(|(_, cost)| *cost <= far).filter_map(|(other, cost)| {
                let pairs = group.iter().flat_map(|a| groups[other].iter().map(|b| (*a, *b)));
                let pairs: Vec<_> = pairs.map(|(a, b)| (a.min(b), a.max(b))).collect();
                // one term that joins them is enough
                let joined =
                    pairs.iter().any(|(a, b)| words[*a].meets(&words[*b], &heads[*a], &heads[*b]));
                let first = pairs.into_iter().min().filter(|_| !joined)?;
                Some(NearPair { cost, terms: first })
            })
        })
        .collect();
    pairs.sort_unstable();
    // most are found from both sides
    pairs.dedup();
    pairs
}

/// The keys with their numbers.
fn trie<T>(keys: &BTreeMap<Vec<u8>, T>, letters: Letters) -> Trie<Vec<u8>> {
    let mut builder = MapBuilder::memory();
    for (number, key) in keys.keys().enumerate() {
        builder.insert(key, number as u64).expect("the keys of a BTreeMap are in order");
    }
    let map = builder.into_inner().expect("writing to memory does not fail");
    Trie::new(map, letters).expect("built just now")
}

/// The numbers of the words near `head`. Longer words allow more slips at the same distance.
fn near(trie: &Trie<Vec<u8>>, head: &str, far: u32) -> BTreeSet<usize> {
    let edits = match head.chars().count() {
        0..=4 => 1,
        13.. if far > 150 => 3,
        _ => 2,
    };
    let mut near = trie.near(head, edits, Alphabet::Own);
    near.extend(trie.with_gap(head, Alphabet::Own));
    // where the syllable is the query's own, its partner finds it
    near.into_iter().map(|near| near.value as usize).collect()
}

/// What two terms are compared by.
struct Words<'t> {
    english: BTreeSet<String>,
    confused: Vec<String>,
    term: &'t Term,
}

impl<'t> Words<'t> {
    fn of(term: &'t Term) -> Self {
        Self {
            english: term.en.iter().map(|en| english::key(en)).collect(),
            confused: term.confused_with.iter().map(|other| fold(other).into_owned()).collect(),
            term,
        }
    }

    /// Whether the two mean the same, or one lists the other.
    fn meets(&self, other: &Self, own_head: &str, other_head: &str) -> bool {
        self.confused.iter().any(|name| name == other_head)
            || other.confused.iter().any(|name| name == own_head)
            || !self.english.is_disjoint(&other.english)
            || self.term.ru.iter().any(|ru| other.term.ru.contains(ru))
            || is_within(own_head, other_head)
            || is_within(other_head, own_head)
    }
}

/// Whether a word begins a phrase, which is longer than any slip makes it.
fn is_within(word: &str, phrase: &str) -> bool {
    phrase.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(ru: &str, en: &str) -> Term {
        Term::new(vec![ru.to_owned()], vec![en.to_owned()])
    }

    #[test]
    fn near_words_of_other_meaning_are_found_once() {
        let mut listed = term("кампания", "campaign");
        listed.confused_with = vec!["компания".to_owned()];
        let terms = [
            term("перезагрузка", "reset"),
            term("перегрузка", "overload"),
            term("перегрузка", "g-force"),
            term("компания", "company"),
            listed,
            term("договор", "treaty"),
            term("договоры", "treaty"),
            term("мир", "peace"),
        ];
        let terms: Vec<&Term> = terms.iter().collect();
        let pairs = near_pairs(&terms, 220);
        assert_eq!(pairs, [NearPair { cost: pairs[0].cost, terms: (0, 1) }]);
        assert!(near_pairs(&terms, 10).is_empty());
    }
}
