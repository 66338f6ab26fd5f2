//! Words of a translation that may stand for others, which the original calls for.

use std::ops::Range;

use super::negation::{are_opposites, denies};
use super::pair::{Fate, Occurrence, Pair};
use super::place::parting;
use super::{Mention, suggest};
use crate::distance::dissimilarity;
use crate::glossary::Enforce;
use crate::lexicon::TermId;
use crate::russian::{self, Grammar, are_related};
use crate::script::{Lang, fold};

/// A word of the translation that stands for another, which the original calls for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// The words of the translation.
    pub words: Range<usize>,
    /// What may have been meant, likeliest first; never empty.
    pub candidates: Vec<Candidate>,
}

/// A term that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The number of the original's term.
    pub said: usize,
    /// The term that it means and that is mistaken for the word.
    pub meant: TermId,
    /// The term that the word is; none where no glossary has it.
    pub own: Option<TermId>,
    /// Why the word may stand for it.
    pub ground: Ground,
    /// Which of the term's renderings the original says, from 0.
    pub rendering: usize,
    /// How unlike the two words are, in thousandths.
    pub unlike: u32,
}

impl Candidate {
    /// Whether a glossary holds translations to the term meant, or to the one that the word is.
    pub fn is_required(&self, pair: &Pair<'_>) -> bool {
        let mut terms = std::iter::once(self.meant).chain(self.own);
        terms.any(|term| pair.lexicon.term(term).enforce == Enforce::Required)
    }
}

/// Why a word may stand for another, the strongest ground first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// The original says nothing of the word, and what it does say is not rendered.
    Plain,
    /// The original says nothing of the word, and what it does say is rendered by another word, too.
    Repeated,
    /// The original has a word of the family of the word's English.
    Alluded,
    /// The original calls for the word, but fewer times than it stands.
    Surplus,
}

/// See [`Pair::confusions`].
pub(super) fn confusions(pair: &Pair<'_>) -> Vec<Confusion> {
    let mut found = Vec::new();
    for (met, standing) in standings(pair) {
        let candidates: Vec<Candidate> = (0..pair.source.terms.len())
            .filter_map(|said| Some((said, ground(standing, pair.fates()[said])?)))
            .flat_map(|(said, ground)| listed(pair, met, said, ground))
            .collect();
        if !candidates.is_empty() {
            found.push(Confusion { words: met.words.clone(), candidates });
        }
    }
    found.extend(dropped_syllables(pair));
    found.sort_by_key(|confusion| confusion.words.start);
    found
}

/// What the original says of a term of the translation that it does not plainly call for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Nothing.
    Strange,
    /// It has a word of the family of the term's English.
    Alluded,
    /// It has the term, but fewer times.
    Surplus,
}

/// The terms of the translation that the original does not plainly call for.
pub(super) fn standings<'p>(pair: &'p Pair<'_>) -> Vec<(&'p Occurrence, Standing)> {
    let surplus = surplus(pair);
    let standing = |(at, met): (usize, &'p Occurrence)| {
        met.terms().next()?;
        if pair.is_meant(met) {
            return surplus.contains(&at).then_some((met, Standing::Surplus));
        }
        let alluded = pair.is_alluded_to(met);
        Some((met, if alluded { Standing::Alluded } else { Standing::Strange }))
    };
    pair.target.terms.iter().enumerate().filter_map(standing).collect()
}

/// The numbers of the terms of the translation that are left over when each that calls for one in
/// the original has taken the one that stands most like it.
fn surplus(pair: &Pair<'_>) -> Vec<usize> {
    let mut left: Vec<usize> = (0..pair.target.terms.len()).collect();
    for said in &pair.source.every {
        let calls_for = |at: &usize| pair.target.terms[*at].shares(said);
        let apart = |at: &usize| parting(pair, &said.words, &pair.target.terms[*at].words);
        let nearest = (0..left.len())
            .filter(|&number| calls_for(&left[number]))
            .min_by_key(|&number| apart(&left[number]));
        if let Some(number) = nearest {
            left.remove(number);
        }
    }
    left
}

/// Why a word that stands so may stand for one with this fate.
fn ground(standing: Standing, fate: Fate) -> Option<Ground> {
    match (standing, fate) {
        (Standing::Strange, Fate::Again | Fate::Missing) => Some(Ground::Plain),
        (Standing::Strange, Fate::Rendered(_)) => Some(Ground::Repeated),
        (Standing::Alluded, Fate::Again | Fate::Missing) => Some(Ground::Alluded),
        (Standing::Surplus, Fate::Again | Fate::Missing) => Some(Ground::Surplus),
        (Standing::Alluded | Standing::Surplus, Fate::Rendered(_)) => None,
    }
}

fn listed(pair: &Pair<'_>, met: &Occurrence, said: usize, ground: Ground) -> Vec<Candidate> {
    let lexicon = pair.lexicon;
    let term = &pair.source.terms[said];
    let key = pair.source.key(term);
    let mut found = Vec::new();
    for meant in term.terms() {
        let is_twin = |&own: &TermId| {
            lexicon.are_listed(meant, own)
                && are_alike(pair, meant, own)
                && (!are_opposites(lexicon, meant, own) || !denies(pair, &term.words, &met.words))
        };
        if let Some(own) = met.terms().find(is_twin) {
            let entry = lexicon.term(meant);
            let rendering = match pair.source.lang {
                Lang::En => {
                    let says = |en: &String| crate::english::forms_of(en).contains(&key);
                    entry.en.iter().position(says).unwrap_or(entry.en.len())
                }
                Lang::Ru => 0,
            };
            let unlike = dissimilarity(&entry.ru[0], &lexicon.term(own).ru[0]);
            found.push(Candidate { said, meant, own: Some(own), ground, rendering, unlike });
        }
    }
    found
}

/// Whether two terms are words of one kind: a noun stands in no adjective's place. That a verb is
/// reflexive is grammar: files are resolved and resolve.
fn are_alike(pair: &Pair<'_>, one: TermId, other: TermId) -> bool {
    let heads = [one, other].map(|term| pair.lexicon.term(term).ru[0].as_str());
    let reflexive = |long: &str, short: &str| matches!(long.strip_prefix(short), Some("ся" | "сь"));
    if reflexive(heads[0], heads[1]) || reflexive(heads[1], heads[0]) {
        return false;
    }
    let (one, other) = (kinds(pair, one), kinds(pair, other));
    one.is_empty() || other.is_empty() || one.iter().any(|kind| other.contains(kind))
}

/// The parts of speech that the first rendering of a term may be, participles taken for
/// adjectives; none where it is neither noun, verb nor adjective.
pub(super) fn kinds(pair: &Pair<'_>, term: TermId) -> Vec<&'static str> {
    const KINDS: [&str; 3] = ["NOUN", "VERB", "ADJ"];
    let head = fold(&pair.lexicon.term(term).ru[0]);
    let readings = russian::readings(&head);
    // надел is a piece of land before it is a form of надеть
    let own = |reading: &&Grammar| fold(&reading.lemma) == head;
    let is_lemma = readings.iter().any(|reading| own(&reading));
    let kind = |reading: &Grammar| match reading.get("VerbForm") {
        Some("Part") => "ADJ",
        _ => reading.pos,
    };
    let read = readings.iter().filter(|reading| !is_lemma || own(reading));
    read.map(kind).filter(|kind| KINDS.contains(kind)).collect()
}

/// Letters that a dropped or doubled syllable has.
const SYLLABLE: usize = 2;
/// Letters before it and after it that stay.
const AROUND: usize = 3;

/// Russian words that no glossary has and that are a missing term but for a syllable inside. More
/// freedom would meet other words of the family, or words that only look alike.
fn dropped_syllables(pair: &Pair<'_>) -> Vec<Confusion> {
    let mut found = Vec::new();
    let words = pair.target.mentions.iter().filter(|m| m.hits.is_empty() && !m.forms.is_empty());
    for mention in words {
        let meant = pair.unrendered().find_map(|(said, met)| {
            let near = met.terms().find(|&term| is_a_syllable_away(pair, mention, term))?;
            Some((said, near))
        });
        if let Some((said, meant)) = meant {
            let candidate = Candidate {
                said,
                meant,
                own: None,
                ground: Ground::Plain,
                rendering: 0,
                unlike: 0,
            };
            found.push(Confusion { words: mention.tokens.clone(), candidates: vec![candidate] });
        }
    }
    found
}

fn is_a_syllable_away(pair: &Pair<'_>, mention: &Mention, term: TermId) -> bool {
    let form = &mention.forms[0];
    let lemmas = || russian::lemmas(form);
    let heads = &pair.lexicon.term(term).ru;
    let begins_alike =
        |head: &String| head.chars().zip(form.chars()).take(AROUND).all(|(a, b)| a == b);
    heads.iter().any(|head| begins_alike(head) && lemmas().iter().any(|lemma| has_gap(lemma, head)))
        && !heads.iter().any(|head| are_related(head, form))
        && suggest(mention, term, pair.lexicon, pair.house).is_some_and(|meant| meant.cost > 0)
}

/// Whether one word is the other without a syllable inside.
fn has_gap(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let before = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let after = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    // описать and описывать are one verb
    let syllable: String = long[before.min(long.len())..].iter().take(SYLLABLE).collect();
    let is_aspect = ["ыв", "ив", "ва", "ав", "ов"].contains(&&*syllable);
    long.len() - short.len() == SYLLABLE
        && !is_aspect
        && before >= AROUND
        && after >= AROUND
        && before + after >= short.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syllable_inside() {
        assert!(has_gap("перегружать", "перезагружать"));
        assert!(has_gap("перезагрузка", "перегрузка"));
        for (one, other) in [
            ("изменять", "менять"),
            ("просмотр", "предпросмотр"),
            ("название", "звание"),
            ("закроется", "закроет"),
            ("перегрузка", "перегрузка"),
        ] {
            assert!(!has_gap(one, other), "{one} {other}");
        }
    }
}
