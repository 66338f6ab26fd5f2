//! Making a [`Part`](super::Part) of glossaries: every form of every term, written into one block
//! of bytes that is read as it is.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Role;
use super::keys::Keys;
use super::part::{Block, Part, Section, pack, words};
use super::traits::Traits;
use super::{edges, outlines, records};
use crate::english;
use crate::glossary::{Enforce, Glossary, Term};
use crate::russian;
use crate::script::fold;
use crate::trie::Letters;

/// Compiles glossaries to the bytes that [`Part::of_static`] reads; the work is shared among
/// threads.
pub fn compile(glossaries: &[Glossary]) -> Vec<u8> {
    Part::write(&sections(glossaries))
}

/// Terms whose forms one thread makes at a time.
const BATCH: usize = 256;

/// Compiles glossaries to the sections of a block.
pub(super) fn sections(glossaries: &[Glossary]) -> Block {
    let terms: Vec<&Term> = glossaries.iter().flat_map(|glossary| &glossary.terms).collect();
    let (mut russian, mut english) = keys(&terms);
    let mut last = english.last_words();
    let mut confused = confused(&terms);
    confused.sort();
    rayon::join(|| russian.sort(), || rayon::join(|| english.sort(), || last.sort()));
    let outlines = outlines::draw(&russian);
    let edges = edges::of(&english);
    let mut lists = Vec::new();
    russian.number(&mut lists);
    english.number(&mut lists);
    confused.number(&mut lists);
    let (russian, (english, last)) = rayon::join(
        || russian.into_map(),
        || rayon::join(|| english.into_map(), || last.into_map()),
    );
    let (packets, packed) = records::pack(&terms);
    let names: Vec<&str> = glossaries.iter().map(|g| g.name.as_str()).collect();
    let ends = glossaries.iter().scan(0, |end, glossary| {
        *end += glossary.terms.len() as u32;
        Some(*end)
    });
    let rejects_phrases = terms.iter().any(|term| term.avoid_ru.iter().any(|ru| ru.contains(' ')));
    [
        (Section::Names, json(&names)),
        (Section::Origins, words(ends)),
        (Section::Packets, packets),
        (Section::Terms, packed),
        (Section::Russian, russian),
        (Section::English, english),
        (Section::Lists, lists),
        (Section::Rejected, json(&(rejected_phrases(&terms), rejects_phrases))),
        (Section::Last, last),
        (Section::Confused, confused.into_map()),
        (Section::Edges, edges),
        (Section::Outlines, outlines),
        (Section::Traits, terms.iter().map(|term| Traits::of(term).0).collect()),
    ]
}

/// Batches whose forms wait at a time to be copied to the rest.
const ROUND: usize = 32;

/// All forms of the terms: the Russian and the English ones.
fn keys(terms: &[&Term]) -> (Keys, Keys) {
    let letters = Letters::own();
    let (mut russian, mut english) = (Keys::default(), Keys::default());
    for (round, terms) in terms.chunks(ROUND * BATCH).enumerate() {
        let batches: Vec<(Keys, Keys)> = terms
            .par_chunks(BATCH)
            .enumerate()
            .map(|(batch, terms)| {
                let (mut russian, mut english) = (Keys::default(), Keys::default());
                for (at, term) in terms.iter().enumerate() {
                    let number = ((round * ROUND + batch) * BATCH + at) as u32;
                    expand(term, number, &letters, &mut russian, &mut english);
                }
                (russian, english)
            })
            .collect();
        for (ru, en) in batches {
            russian.append(&ru);
            english.append(&en);
        }
    }
    (russian, english)
}

/// The terms that list a word as one they are confused with, by the word.
fn confused(terms: &[&Term]) -> Keys {
    let letters = Letters::own();
    let mut confused = Keys::default();
    for (number, term) in terms.iter().enumerate() {
        for other in &term.confused_with {
            let folded = fold(other);
            let bytes = folded.chars().map(|c| letters.byte(c));
            confused.push(bytes, pack(number as u32, Role::Preferred));
        }
    }
    confused
}

/// The English renderings that are rejected on sight, in every form, by their longest word, which
/// is the rarest: a text without it has nothing to reject.
fn rejected_phrases(terms: &[&Term]) -> BTreeMap<String, BTreeSet<String>> {
    let required = terms.iter().filter(|term| term.enforce == Enforce::Required);
    let rejected = required.flat_map(|term| &term.avoid_en).flat_map(|en| english::forms_of(en));
    let mut phrases: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for form in rejected {
        if let Some(longest) = form.split(' ').max_by_key(|word| word.len()) {
            phrases.entry(longest.to_owned()).or_default().insert(form.clone());
        }
    }
    phrases
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("lists of strings are JSON")
}

/// All forms of one term.
fn expand(term: &Term, number: u32, letters: &Letters, russian: &mut Keys, english: &mut Keys) {
    let mut add = |form: &str, role: Role| {
        russian.push(fold(form).chars().map(|c| letters.byte(c)), pack(number, role));
    };
    let ru = term.ru.iter().enumerate().map(|(at, text)| (text, ranked(at)));
    for (text, role) in ru.chain(term.avoid_ru.iter().map(|text| (text, Role::Avoided))) {
        if term.is_exact(text) {
            add(text, role);
            continue;
        }
        for form in russian::spellings_of(text, term.pos, term.like.as_deref()) {
            add(&form, role);
        }
    }
    for form in &term.forms {
        add(form, Role::Preferred);
    }
    let en = term.en.iter().enumerate().map(|(at, text)| (text, ranked(at)));
    for (text, role) in en.chain(term.avoid_en.iter().map(|text| (text, Role::Avoided))) {
        for form in english::forms_of(text) {
            english.push(form.chars().map(|c| letters.byte(c)), pack(number, role));
        }
    }
}

const fn ranked(at: usize) -> Role {
    if at == 0 { Role::Preferred } else { Role::Accepted }
}
