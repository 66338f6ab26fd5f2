//! What the formats of translated texts share. They hold pairs of one Russian and one English
//! text; a term with several renderings is several pairs that name the same term.

use std::collections::HashMap;

use super::{Entries, by_script, left_out, on_one_line};
use crate::glossary::{Glossary, Term};
use crate::source::Source;
use crate::span::Span;

/// What a pair holds of a term.
pub(super) const HOLDS: &[&str] = &["ru", "en", "note"];

/// A pair as it is written.
pub(super) struct Pair<'t> {
    /// The Russian side.
    pub(super) ru: &'t str,
    /// The English side.
    pub(super) en: &'t str,
    /// The first rendering, by which pairs of one term are found together; of a later term with
    /// the same one, with its number.
    pub(super) head: String,
    /// Whether this is a pair of the first rendering.
    pub(super) is_first: bool,
    /// The note, with the first pair of a term.
    pub(super) note: Option<&'t str>,
}

/// The pairs of the terms: the first Russian rendering with every English one, the others with
/// the first.
pub(super) fn pairs(glossaries: &[Glossary]) -> impl Iterator<Item = Pair<'_>> {
    let terms = glossaries.iter().flat_map(|glossary| &glossary.terms);
    let mut seen: HashMap<&str, usize> = HashMap::new();
    terms.filter(|term| !term.ru.is_empty() && !term.en.is_empty()).flat_map(move |term| {
        let first = term.ru[0].as_str();
        let count = seen.entry(first).or_default();
        *count += 1;
        let head = if *count == 1 { first.to_owned() } else { format!("{first}{NUMBER}{count}") };
        let firsts = term.en.iter().map(move |en| (first, en.as_str()));
        let others = term.ru.iter().skip(1).map(|ru| (ru.as_str(), term.en[0].as_str()));
        firsts.chain(others).enumerate().map(move |(at, (ru, en))| Pair {
            ru,
            en,
            head: head.clone(),
            is_first: ru == first,
            note: term.note.as_deref().filter(|_| at == 0),
        })
    })
}

/// What stands between a first rendering and the number of the term that has it.
const NUMBER: &str = " #";

/// Pairs as they are read.
#[derive(Default)]
pub(super) struct Collector {
    terms: Vec<Term>,
    places: Vec<Span>,
    by_head: HashMap<String, usize>,
    /// Pairs without one of the sides.
    empty: usize,
    /// Pairs of which it cannot be told which side is Russian.
    unclear: usize,
}

impl Collector {
    /// Adds a pair whose sides are known. A `head` that an earlier pair had as its Russian side
    /// makes the two one term.
    pub(super) fn add(&mut self, ru: &str, en: &str, head: Option<&str>, note: &str, place: Span) {
        let (ru, en) = (on_one_line(ru), on_one_line(en));
        if ru.is_empty() || en.is_empty() {
            self.empty += 1;
            return;
        }
        let note = Some(on_one_line(note)).filter(|note| !note.is_empty());
        if let Some(&at) = head.and_then(|head| self.by_head.get(head)) {
            let term = &mut self.terms[at];
            for (side, text) in [(&mut term.ru, ru), (&mut term.en, en)] {
                if !side.contains(&text) {
                    side.push(text);
                }
            }
            term.note = term.note.take().or(note);
            return;
        }
        if let Some(head) = head.filter(|head| head.split(NUMBER).next() == Some(&ru)) {
            self.by_head.insert(head.to_owned(), self.terms.len());
        }
        let mut term = Term::new(vec![ru], vec![en]);
        term.note = note;
        self.terms.push(term);
        self.places.push(place);
    }

    /// Adds a pair whose sides are told apart by their letters.
    pub(super) fn add_unsorted(
        &mut self,
        (a, b): (&str, &str),
        head: Option<&str>,
        note: &str,
        place: Span,
    ) {
        match by_script(a, b) {
            Some((ru, en)) => self.add(ru, en, head, note, place),
            None if a.trim().is_empty() || b.trim().is_empty() => self.empty += 1,
            None => self.unclear += 1,
        }
    }

    /// What was read, with notes on what was not.
    pub(super) fn finish(self, source: Source) -> Entries {
        let mut notes: Vec<String> = left_out(self.empty).into_iter().collect();
        if self.unclear > 0 {
            notes.push(format!(
                "{} entries left out: not one side Russian and the other English",
                self.unclear
            ));
        }
        Entries { terms: self.terms, places: self.places, source, notes }
    }
}
