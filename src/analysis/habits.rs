//! How a document is translated otherwise: what translators of the same text write for a word, and
//! what stands there without cause anyway.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::confusion::{Candidate, Confusion, Ground, Standing, kinds, parting, standings};
use super::negation::loses_negation;
use super::pair::{Occurrence, Pair};
use crate::lexicon::TermId;
use crate::russian;

/// How a document is translated otherwise. Most English words have several renderings, and a
/// glossary has not all of them: what the document does itself says which is usual there.
#[derive(Debug, Default)]
pub struct Habits {
    /// How often words of the original are rendered by a term.
    rendered: BTreeMap<(String, TermId), u32>,
    /// How often words of the original are rendered by none of their terms.
    left: BTreeMap<String, u32>,
    /// How often a term stands in translations without the original calling for it.
    odd: BTreeMap<(TermId, Standing), u32>,
    /// How often a word that is no term stands where it may be one with a syllable dropped.
    dropped: BTreeMap<String, u32>,
    /// How often a term stands in translations, whether called for or not.
    present: BTreeMap<TermId, u32>,
}

impl Habits {
    /// Counts a pair in.
    pub fn add(&mut self, pair: &Pair<'_>) {
        self.count(pair, 1);
    }

    /// Counts a pair out that was counted in.
    pub fn remove(&mut self, pair: &Pair<'_>) {
        self.count(pair, -1);
    }

    fn count(&mut self, pair: &Pair<'_>, by: i32) {
        let count = |count: &mut u32| *count = count.saturating_add_signed(by);
        for (met, rendering) in pair.rendered() {
            let key = pair.source.key(met);
            for term in met.terms().filter(|term| rendering.terms().any(|other| other == *term)) {
                count(self.rendered.entry((key.clone(), term)).or_default());
            }
        }
        for (_, met) in pair.unrendered() {
            count(self.left.entry(pair.source.key(met)).or_default());
        }
        for term in pair.target.terms.iter().flat_map(Occurrence::terms) {
            count(self.present.entry(term).or_default());
        }
        for (met, standing) in standings(pair) {
            for term in met.terms() {
                count(self.odd.entry((term, standing)).or_default());
            }
        }
        let dropped = |confusion: &&Confusion| confusion.candidates[0].own.is_none();
        for confusion in pair.confusions().iter().filter(dropped) {
            count(self.dropped.entry(lemma_of(pair, confusion)).or_default());
        }
    }

    /// Counts another part of the document in.
    pub fn join(&mut self, other: Self) {
        for (key, count) in other.rendered {
            *self.rendered.entry(key).or_default() += count;
        }
        for (key, count) in other.left {
            *self.left.entry(key).or_default() += count;
        }
        for (key, count) in other.odd {
            *self.odd.entry(key).or_default() += count;
        }
        for (term, count) in other.present {
            *self.present.entry(term).or_default() += count;
        }
        for (lemma, count) in other.dropped {
            *self.dropped.entry(lemma).or_default() += count;
        }
    }

    /// How often the document renders by the candidate what the original says.
    fn usual(&self, pair: &Pair<'_>, candidate: &Candidate) -> u32 {
        let key = pair.source.key(&pair.source.terms[candidate.said]);
        self.rendered.get(&(key, candidate.meant)).copied().unwrap_or_default()
    }

    /// How often it renders these words of the original by none of their terms.
    fn left(&self, key: &str) -> u32 {
        self.left.get(key).copied().unwrap_or_default()
    }

    /// How often the word stands where nothing calls for it, here among them.
    fn odd(&self, pair: &Pair<'_>, confusion: &Confusion, candidate: &Candidate) -> u32 {
        let Some(own) = candidate.own else {
            return self.dropped.get(&lemma_of(pair, confusion)).copied().unwrap_or(1);
        };
        let counted: &[Standing] = match candidate.ground {
            Ground::Plain | Ground::Repeated => &[Standing::Strange],
            Ground::Alluded => &[Standing::Strange, Standing::Alluded],
            Ground::Surplus => &[Standing::Strange, Standing::Alluded, Standing::Surplus],
        };
        let of = |standing: &Standing| self.odd.get(&(own, *standing)).copied().unwrap_or_default();
        counted.iter().map(of).sum::<u32>().max(1)
    }

    /// The candidate of a confusion that the document bears out, and whether the document itself
    /// shows it: it renders what the original says by that term at other places.
    pub fn bear_out<'c>(
        &self,
        pair: &Pair<'_>,
        confusion: &'c Confusion,
    ) -> Option<(&'c Candidate, bool)> {
        let is_borne_out = |candidate: &&Candidate| {
            self.shows(pair, confusion, candidate) || self.is_likely(pair, confusion, candidate)
        };
        let borne_out = confusion.candidates.iter().filter(is_borne_out);
        let usual = |candidate: &Candidate| self.usual(pair, candidate);
        let rank = |c: &&Candidate| (c.ground, Reverse(usual(c)), c.rendering, c.unlike, c.meant);
        let best = borne_out.min_by_key(rank);
        best.map(|best| (best, usual(best) > 0))
    }

    /// Whether the document shows by what it does elsewhere that a word stands for another. A word
    /// that stands without cause at other places, too, has a meaning that no glossary has.
    fn shows(&self, pair: &Pair<'_>, confusion: &Confusion, candidate: &Candidate) -> bool {
        let (usual, odd) = (self.usual(pair, candidate), self.odd(pair, confusion, candidate));
        let said = &pair.source.terms[candidate.said];
        let alone = odd <= 1;
        match candidate.ground {
            Ground::Plain if alone => usual > 0,
            Ground::Plain => usual >= 2 * odd && usual >= 2 * self.left(&pair.source.key(said)),
            // the rendering that does stand there is one of them
            Ground::Repeated => {
                alone && usual > 1 && parting(pair, &said.words, &confusion.words) <= FAR
            }
            Ground::Alluded => usual > 0 && (alone || usual >= 3 * odd),
            Ground::Surplus => usual >= odd,
        }
    }

    /// Whether a word stands for another as far as the pair itself tells: in the place of what it
    /// stands for, in a document that has no other use for it. An early rendering of a noun or an
    /// adjective, or the first one of a verb, for verbs have many, is what is meant; any one is
    /// where a negation is lost.
    fn is_likely(&self, pair: &Pair<'_>, confusion: &Confusion, candidate: &Candidate) -> bool {
        let early = if is_verb(pair, candidate.meant) { 1 } else { EARLY };
        let met = candidate.own.and_then(|own| self.present.get(&own)).copied().unwrap_or(1);
        let odd = self.odd(pair, confusion, candidate);
        // a house that demands a term wants it even where a document never has it right
        let alone = (odd <= 1 && met <= 1) || candidate.is_required(pair);
        let said = &pair.source.terms[candidate.said];
        let apart = parting(pair, &said.words, &confusion.words);
        candidate.ground == Ground::Plain
            && self.usual(pair, candidate) == 0
            && alone
            && apart * pair.target.words.tokens.len() <= NEAR
            && (candidate.rendering < early || loses_negation(pair, candidate))
    }
}

/// Words further apart than this, in thousandths of the text, are hardly one another.
const FAR: usize = 400;

/// What stands for one another stands within these thousandths of a word of the same place.
const NEAR: usize = 3500;

/// Renderings that say what a noun or an adjective mostly means.
const EARLY: usize = 4;

fn is_verb(pair: &Pair<'_>, term: TermId) -> bool {
    kinds(pair, term).contains(&"VERB")
}

/// The lemma of a Russian word that is no term.
fn lemma_of(pair: &Pair<'_>, confusion: &Confusion) -> String {
    let word = pair.target.words.joined(&confusion.words);
    russian::lemmas(&word).into_iter().next().unwrap_or_else(|| word.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Segment;
    use crate::lexicon::Lexicon;
    use crate::script::Lang;
    use crate::source::Source;
    use crate::span::Span;

    /// What the last pair of a document is told to mean by its words.
    fn borne_out(pairs: &[(&str, &str)]) -> Vec<(String, bool)> {
        let sources: Vec<(Source, Source)> =
            pairs.iter().map(|(en, ru)| (Source::new("en", *en), Source::new("ru", *ru))).collect();
        let whole = |source: &'_ Source| Span::new(0, source.text().len());
        let segments: Vec<(Segment<'_>, Segment<'_>)> = sources
            .iter()
            .map(|(en, ru)| (Segment::verbatim(en, whole(en)), Segment::verbatim(ru, whole(ru))))
            .collect();
        let read = |(en, ru): &'_ (Segment<'_>, Segment<'_>)| -> Vec<(String, bool)> {
            let mut habits = Habits::default();
            for (en, ru) in &segments {
                let lexicon = Lexicon::builtin();
                habits.add(&Pair::new("", (en, Lang::En), (ru, Lang::Ru), lexicon, None, None));
            }
            let lexicon = Lexicon::builtin();
            let pair = Pair::new("", (en, Lang::En), (ru, Lang::Ru), lexicon, None, None);
            let told = pair.confusions().iter().filter_map(|c| habits.bear_out(&pair, c));
            told.map(|(c, shown)| (lexicon.term(c.meant).ru[0].clone(), shown)).collect()
        };
        read(segments.last().expect("a document has a pair"))
    }

    #[test]
    fn a_pair_tells_by_itself() {
        assert_eq!(borne_out(&[("Reset", "Перегрузка")]), [("перезагрузка".to_owned(), false)]);
    }

    #[test]
    fn what_stands_elsewhere_is_not_one_another() {
        let far = "The burden of managing servers falls on the provider who runs the data center";
        let told =
            borne_out(&[(far, "Поставщик услуг сам содержит свои серверы, и на это уходит время")]);
        assert_eq!(told, []);
    }

    #[test]
    fn a_document_shows_what_is_usual() {
        let usual = ("Add a filter", "Добавить фильтр");
        let wrong = ("Remove the filter", "Удалить фильтрацию");
        assert_eq!(borne_out(&[wrong]), []);
        assert_eq!(borne_out(&[usual, wrong]), [("фильтр".to_owned(), true)]);
    }

    #[test]
    fn a_word_said_once_stands_twice() {
        let usual = ("The input file", "Входной файл");
        let wrong = ("The input is not the output", "Выходной файл не выходной");
        assert_eq!(borne_out(&[usual, wrong]), [("входной".to_owned(), true)]);
    }

    #[test]
    fn a_lost_negation_is_told() {
        let lost = borne_out(&[("Invalid password", "Допустимый пароль")]);
        assert_eq!(lost, [("недопустимый".to_owned(), false)]);
        assert_eq!(borne_out(&[("Invalid password", "Пароль не допустимый")]), []);
    }
}
