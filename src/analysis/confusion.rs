//! Words of a translation that stand for others: which the original calls for, and which
//! translators of the same document write in its place.

use std::collections::BTreeMap;
use std::ops::Range;

use super::pair::{Occurrence, Pair};
use super::{Mention, suggest};
use crate::lexicon::TermId;
use crate::russian::{self, are_related};
use crate::script::Lang;

/// A word of the translation that stands for another, which the original calls for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// The words of the translation.
    pub words: Range<usize>,
    /// The number of the original's term.
    pub said: usize,
    /// The term that it means and that is mistaken for the word.
    pub meant: TermId,
    /// The term that the word is; none where no glossary has it.
    pub own: Option<TermId>,
    /// Whether the original says it with the term's first rendering.
    pub is_first: bool,
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
        for confusion in confusions(pair).iter().filter(|confusion| confusion.own.is_none()) {
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

    /// Whether the document bears a confusion out: it renders what the original says by the term
    /// at other places, at least as often as the other word stands where nothing calls for it.
    /// Where it says nothing of either, the first rendering of a term is what is meant.
    pub fn bear_out(&self, pair: &Pair<'_>, confusion: &Confusion) -> bool {
        let key = pair.source.key(&pair.source.terms[confusion.said]);
        let usual = self.rendered.get(&(key, confusion.meant)).copied().unwrap_or_default();
        let strange = match confusion.own {
            Some(own) => self.strange.get(&own),
            None => self.dropped.get(&lemma_of(pair, confusion)),
        };
        let strange = strange.copied().unwrap_or(1);
        usual >= strange || (confusion.is_first && strange == 1)
    }
}

/// The lemma of a Russian word that is no term.
fn lemma_of(pair: &Pair<'_>, confusion: &Confusion) -> String {
    let word = pair.target.words.joined(&confusion.words);
    russian::lemmas(&word).into_iter().next().unwrap_or_else(|| word.into_owned())
}

/// The words of the translation that may stand for another, in the order of the text.
pub fn confusions(pair: &Pair<'_>) -> Vec<Confusion> {
    let mut found = Vec::new();
    for met in pair.strange() {
        found.extend(pair.unrendered().find_map(|(said, term)| listed(pair, met, said, term)));
    }
    found.extend(dropped_syllables(pair));
    found.sort_by_key(|confusion| (confusion.words.start, confusion.own.is_none()));
    found.dedup_by_key(|confusion| confusion.words.start);
    found
}

fn listed(pair: &Pair<'_>, met: &Occurrence, said: usize, term: &Occurrence) -> Option<Confusion> {
    let key = pair.source.key(term);
    let lexicon = pair.lexicon;
    let candidates = term.terms().flat_map(|meant| {
        let twin =
            move |&own: &TermId| lexicon.are_listed(meant, own) && are_alike(pair, meant, own);
        met.terms().filter(twin).map(move |own| (meant, own))
    });
    let first = |meant: TermId| match pair.source.lang {
        Lang::En => crate::english::forms_of(&lexicon.term(meant).en[0]).contains(&key),
        Lang::Ru => true,
    };
    let confusion = |(meant, own)| Confusion {
        words: met.words.clone(),
        said,
        meant,
        own: Some(own),
        is_first: first(meant),
    };
    candidates.map(confusion).max_by_key(|confusion| confusion.is_first)
}

/// Whether two terms are words of one kind: a noun stands in no adjective's place.
fn are_alike(pair: &Pair<'_>, one: TermId, other: TermId) -> bool {
    let pos = |term: TermId| {
        let head = &pair.lexicon.term(term).ru[0];
        russian::readings(head).into_iter().next().map(|grammar| grammar.pos)
    };
    match (pos(one), pos(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
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
            let words = mention.tokens.clone();
            found.push(Confusion { words, said, meant, own: None, is_first: true });
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
    long.len() - short.len() == SYLLABLE
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
