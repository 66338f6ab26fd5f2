//! Making a [`Part`](super::Part) of glossaries: every form of every term, written into one block
//! of bytes that is read as it is.

use std::collections::{BTreeMap, BTreeSet};

use fst::MapBuilder;
use rayon::prelude::*;

use super::Role;
use super::part::{Part, Section};
use crate::english;
use crate::glossary::{Enforce, Glossary, Term};
use crate::russian;
use crate::script::fold;
use crate::trie::Letters;

type Entries = BTreeMap<Vec<u8>, Vec<u32>>;

/// Compiles glossaries to the bytes that [`Part::new`] reads; the work is shared among threads.
pub fn compile(glossaries: &[Glossary]) -> Vec<u8> {
    let terms: Vec<(u32, &Term)> = glossaries
        .iter()
        .enumerate()
        .flat_map(|(origin, glossary)| glossary.terms.iter().map(move |term| (origin as u32, term)))
        .collect();
    let letters = Letters::own();
    let expanded: Vec<Expanded> =
        terms.par_iter().map(|(_, term)| Expanded::of(term, &letters)).collect();
    let (mut russian, mut english) = (Entries::new(), Entries::new());
    for (number, expanded) in expanded.into_iter().enumerate() {
        for (key, role) in expanded.russian {
            russian.entry(key).or_default().push(super::part::pack(number as u32, role));
        }
        for (key, role) in expanded.english {
            english.entry(key).or_default().push(super::part::pack(number as u32, role));
        }
    }
    let mut lists = Vec::new();
    let russian = map(russian, &mut lists);
    let english = map(english, &mut lists);
    let (mut offsets, mut packed) = (vec![0], Vec::new());
    for (_, term) in &terms {
        serde_json::to_writer(&mut packed, term).expect("a term has no keys that JSON lacks");
        offsets.push(packed.len() as u32);
    }
    let names: Vec<&str> = glossaries.iter().map(|g| g.name.as_str()).collect();
    let rejects_phrases =
        terms.iter().any(|(_, term)| term.avoid_ru.iter().any(|ru| ru.contains(' ')));
    let sections = [
        (Section::Names, json(&names)),
        (Section::Origins, words(terms.iter().map(|(origin, _)| *origin))),
        (Section::Offsets, words(offsets.into_iter())),
        (Section::Terms, packed),
        (Section::Russian, russian),
        (Section::English, english),
        (Section::Lists, words(lists.into_iter())),
        (Section::Rejected, json(&(rejected_words(&terms), rejects_phrases))),
    ];
    Part::write(&sections)
}

/// Of each English rendering that is rejected on sight the longest word, which is the rarest: a
/// text without it has nothing to reject.
fn rejected_words(terms: &[(u32, &Term)]) -> BTreeSet<String> {
    let required = terms.iter().filter(|(_, term)| term.enforce == Enforce::Required);
    let rejected =
        required.flat_map(|(_, term)| &term.avoid_en).flat_map(|en| english::forms_of(en));
    let longest = |form: String| form.split(' ').max_by_key(|word| word.len()).map(str::to_owned);
    rejected.filter_map(longest).collect()
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("lists of strings are JSON")
}

fn words(numbers: impl Iterator<Item = u32>) -> Vec<u8> {
    numbers.flat_map(u32::to_le_bytes).collect()
}

/// All forms of one term.
struct Expanded {
    russian: Vec<(Vec<u8>, Role)>,
    english: Vec<(Vec<u8>, Role)>,
}

impl Expanded {
    fn of(term: &Term, letters: &Letters) -> Self {
        let (mut russian, mut english) = (Vec::new(), Vec::new());
        let mut add = |form: &str, role: Role| {
            if let Some(key) = letters.key(&fold(form)) {
                russian.push((key, role));
            }
        };
        let ru = term.ru.iter().enumerate().map(|(at, text)| (text, ranked(at)));
        for (text, role) in ru.chain(term.avoid_ru.iter().map(|text| (text, Role::Avoided))) {
            if term.is_exact(text) {
                add(text, role);
                continue;
            }
            for form in russian::forms_of(text, term.pos, term.like.as_deref()) {
                add(&form.text, role);
            }
        }
        for form in &term.forms {
            add(form, Role::Preferred);
        }
        let en = term.en.iter().enumerate().map(|(at, text)| (text, ranked(at)));
        for (text, role) in en.chain(term.avoid_en.iter().map(|text| (text, Role::Avoided))) {
            let forms = english::forms_of(text).into_iter();
            english.extend(forms.filter_map(|form| Some((letters.key(&form)?, role))));
        }
        Self { russian, english }
    }
}

const fn ranked(at: usize) -> Role {
    if at == 0 { Role::Preferred } else { Role::Accepted }
}

/// Writes the finite-state map of the entries; forms with several hits go through `lists`.
fn map(entries: Entries, lists: &mut Vec<u32>) -> Vec<u8> {
    let mut builder = MapBuilder::memory();
    for (key, mut hits) in entries {
        hits.sort_unstable();
        hits.dedup();
        let value = match hits.as_slice() {
            [hit] => u64::from(*hit) << 1,
            hits => {
                let at = lists.len() as u64;
                lists.push(hits.len() as u32);
                lists.extend(hits);
                at << 1 | 1
            }
        };
        builder.insert(key, value).expect("the entries of a BTreeMap are in order");
    }
    builder.into_inner().expect("writing to memory does not fail")
}
