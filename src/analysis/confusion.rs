//! Words of a translation that stand for others: which the original calls for, and which
//! translators of the same document write in its place.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::pair::{Occurrence, Pair};
use super::{Mention, suggest};
use crate::distance::dissimilarity;
use crate::glossary::Enforce;
use crate::lexicon::TermId;
use crate::russian::{self, are_related};
use crate::script::Lang;

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
    /// Which of the term's renderings the original says, from 0.
    pub rendering: usize,
    /// How unlike the two words are, in thousandths.
    pub unlike: u32,
}

/// How a document is translated otherwise. Most English words have several renderings, and a
/// glossary has not all of them: what the document does itself says which is usual there.
#[derive(Debug, Default)]
pub struct Habits {
    /// How often words of the original are rendered by a term.
    rendered: BTreeMap<(String, TermId), u32>,
    /// How often a term stands in translations though the original says nothing of it.
    strange: BTreeMap<TermId, u32>,
    /// How often a word that is no term stands where it may be one with a syllable dropped.
    dropped: BTreeMap<String, u32>,
}

impl Habits {
    /// Counts a pair in.
    pub fn add(&mut self, pair: &Pair<'_>) {
        for (met, by) in pair.rendered() {
            let key = pair.source.key(met);
            for term in met.terms().filter(|term| by.terms().any(|other| other == *term)) {
                *self.rendered.entry((key.clone(), term)).or_default() += 1;
            }
        }
        for met in pair.strange() {
            for term in met.terms() {
                *self.strange.entry(term).or_default() += 1;
            }
        }
        let dropped = |confusion: &&Confusion| confusion.candidates[0].own.is_none();
        for confusion in pair.confusions().iter().filter(dropped) {
            *self.dropped.entry(lemma_of(pair, confusion)).or_default() += 1;
        }
    }

    /// Counts another part of the document in.
    pub fn join(&mut self, other: Self) {
        for (key, count) in other.rendered {
            *self.rendered.entry(key).or_default() += count;
        }
        for (term, count) in other.strange {
            *self.strange.entry(term).or_default() += count;
        }
        for (lemma, count) in other.dropped {
            *self.dropped.entry(lemma).or_default() += count;
        }
    }

    /// The candidate of a confusion that the document bears out: it renders what the original says
    /// by that term at other places, at least as often as the other word stands where nothing
    /// calls for it. Where it says nothing of either, an early rendering of a noun or an adjective
    /// is what is meant, or the first one of a verb, for verbs have many.
    ///
    /// Also whether the document itself shows it.
    pub fn bear_out<'c>(
        &self,
        pair: &Pair<'_>,
        confusion: &'c Confusion,
    ) -> Option<(&'c Candidate, bool)> {
        let usual = |candidate: &Candidate| {
            let key = pair.source.key(&pair.source.terms[candidate.said]);
            self.rendered.get(&(key, candidate.meant)).copied().unwrap_or_default()
        };
        let is_borne_out = |candidate: &&Candidate| {
            let strange = match candidate.own {
                Some(own) => self.strange.get(&own),
                None => self.dropped.get(&lemma_of(pair, confusion)),
            };
            let strange = strange.copied().unwrap_or(1);
            let usual = usual(candidate);
            let early = if is_verb(pair, candidate.meant) { 1 } else { EARLY };
            // a house that demands a term wants it even where a document never has it right
            let alone = strange <= 1 || (usual == 0 && is_required(pair, candidate));
            (usual > 0 && usual >= strange) || (alone && candidate.rendering < early)
        };
        let borne_out = confusion.candidates.iter().filter(is_borne_out);
        let best = borne_out.min_by_key(|c| (Reverse(usual(c)), c.rendering, c.unlike, c.meant));
        best.map(|best| (best, usual(best) > 0))
    }
}

fn is_required(pair: &Pair<'_>, candidate: &Candidate) -> bool {
    let required = |term: TermId| pair.lexicon.term(term).enforce == Enforce::Required;
    required(candidate.meant) || candidate.own.is_some_and(required)
}

/// Renderings that say what a noun or an adjective mostly means.
const EARLY: usize = 4;

fn is_verb(pair: &Pair<'_>, term: TermId) -> bool {
    pos(pair, term).is_some_and(|pos| pos == "VERB")
}

/// The part of speech of a term's first rendering, where it is one word.
fn pos(pair: &Pair<'_>, term: TermId) -> Option<&'static str> {
    let head = &pair.lexicon.term(term).ru[0];
    russian::readings(head).into_iter().next().map(|grammar| grammar.pos)
}

/// The lemma of a Russian word that is no term.
fn lemma_of(pair: &Pair<'_>, confusion: &Confusion) -> String {
    let word = pair.target.words.joined(&confusion.words);
    russian::lemmas(&word).into_iter().next().unwrap_or_else(|| word.into_owned())
}

/// See [`Pair::confusions`].
pub(super) fn confusions(pair: &Pair<'_>) -> Vec<Confusion> {
    let mut found = Vec::new();
    for met in pair.strange() {
        let candidates: Vec<Candidate> =
            pair.unrendered().flat_map(|(said, term)| listed(pair, met, said, term)).collect();
        if !candidates.is_empty() {
            found.push(Confusion { words: met.words.clone(), candidates });
        }
    }
    found.extend(dropped_syllables(pair));
    found.sort_by_key(|confusion| confusion.words.start);
    found
}

fn listed(pair: &Pair<'_>, met: &Occurrence, said: usize, term: &Occurrence) -> Vec<Candidate> {
    let lexicon = pair.lexicon;
    let key = pair.source.key(term);
    let mut found = Vec::new();
    for meant in term.terms() {
        let is_twin = |&own: &TermId| {
            lexicon.are_listed(meant, own)
                && are_alike(pair, meant, own)
                && (!are_opposites(&lexicon.term(meant).ru[0], &lexicon.term(own).ru[0])
                    || !denies(pair))
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
            found.push(Candidate { said, meant, own: Some(own), rendering, unlike });
        }
    }
    found
}

/// Whether two terms are words of one kind: a noun stands in no adjective's place.
fn are_alike(pair: &Pair<'_>, one: TermId, other: TermId) -> bool {
    const KINDS: [&str; 3] = ["NOUN", "VERB", "ADJ"];
    let kind = |term| pos(pair, term).filter(|pos| KINDS.contains(&&**pos));
    match (kind(one), kind(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

/// Whether either side has a word that denies: “not valid” is недействителен, and nobody took one
/// word for the other; but where nothing denies, “invalid” is not действителен.
fn denies(pair: &Pair<'_>) -> bool {
    const DENYING: [&str; 16] = [
        "not",
        "no",
        "never",
        "none",
        "nor",
        "neither",
        "without",
        "cannot",
        "non",
        "unless",
        "не",
        "нет",
        "ни",
        "без",
        "нельзя",
        "невозможно",
    ];
    let has = |side: &super::Side<'_>| {
        (0..side.words.tokens.len()).any(|at| {
            let word = side.words.lower(at);
            DENYING.contains(&word) || word.ends_with("n't")
        })
    };
    has(&pair.source) || has(&pair.target)
}

/// Whether one word denies the other.
fn are_opposites(one: &str, other: &str) -> bool {
    let denies = |long: &str, short: &str| {
        long.strip_suffix(short)
            .is_some_and(|prefix| matches!(prefix, "не" | "без" | "бес" | "анти"))
    };
    denies(one, other) || denies(other, one)
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
            let candidate = Candidate { said, meant, own: None, rendering: 0, unlike: 0 };
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
