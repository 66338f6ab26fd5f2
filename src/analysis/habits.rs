//! How a document is translated otherwise: what translators of the same text write for a word, and
//! what stands there without cause anyway.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::confusion::{Candidate, Confusion, Ground, Standing, kinds, standings};
use super::negation::{are_balanced, loses_negation};
use super::pair::{Occurrence, Pair};
use super::place::{are_level, is_akin, is_free, is_in_place, is_joining, is_unexplained, parting};
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
    /// How often a term stands where words of the original want another, which it is mistaken for.
    instead: BTreeMap<(String, TermId), u32>,
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
        for confusion in pair.confusions() {
            let key = |candidate: &Candidate| Some((said(pair, candidate), candidate.own?));
            let instead: BTreeSet<_> = confusion.candidates.iter().filter_map(key).collect();
            for key in instead {
                count(self.instead.entry(key).or_default());
            }
        }
    }

    /// Counts another part of the document in.
    pub fn join(&mut self, other: Self) {
        add_up(&mut self.rendered, other.rendered);
        add_up(&mut self.left, other.left);
        add_up(&mut self.odd, other.odd);
        add_up(&mut self.dropped, other.dropped);
        add_up(&mut self.instead, other.instead);
        add_up(&mut self.present, other.present);
    }

    /// How often the document renders by the candidate what the original says.
    fn usual(&self, pair: &Pair<'_>, candidate: &Candidate) -> u32 {
        self.rendered.get(&(said(pair, candidate), candidate.meant)).copied().unwrap_or_default()
    }

    /// How often it renders what the original says by none of its terms.
    fn left(&self, pair: &Pair<'_>, candidate: &Candidate) -> u32 {
        self.left.get(&said(pair, candidate)).copied().unwrap_or_default()
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
        // of two that say the same the one that the document has a use for
        let known = |c: &Candidate| self.present.get(&c.meant).copied().unwrap_or_default();
        // or the one that says more things, which is the commoner word
        let senses = |c: &Candidate| pair.lexicon.term(c.meant).en.len();
        let use_of = |c: &Candidate| (Reverse(known(c)), Reverse(senses(c)));
        let rank = |c: &&Candidate| {
            (c.ground, Reverse(usual(c)), c.rendering, use_of(c), c.unlike, c.meant)
        };
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
            Ground::Plain => {
                (usual >= 2 * odd && usual >= 2 * self.left(pair, candidate))
                    || self.is_only_here(pair, confusion, candidate)
            }
            // the rendering that does stand there is one of them
            Ground::Repeated => {
                let is_placed = || is_unexplained(pair, &confusion.words, candidate);
                let apart = parting(pair, &said.words, &confusion.words);
                (alone && usual > 0 && ((usual > 1 && apart <= FAR) || is_placed()))
                    || self.is_only_here(pair, confusion, candidate)
            }
            Ground::Alluded => usual > 0 && (alone || usual >= 3 * odd),
            Ground::Surplus => usual >= odd,
        }
    }

    /// Whether a word that stands without cause elsewhere does so nowhere else for what the
    /// original says here, which the document renders otherwise: what it means there it does not
    /// mean here. That it renders it once says so of words that have nothing in common.
    fn is_only_here(&self, pair: &Pair<'_>, confusion: &Confusion, candidate: &Candidate) -> bool {
        let (usual, odd) = (self.usual(pair, candidate), self.odd(pair, confusion, candidate));
        let Some(own) = candidate.own else { return false };
        let met = &pair.source.terms[candidate.said];
        let is_clear =
            || !is_akin(pair, met, own) && are_balanced(pair, &met.words, &confusion.words);
        usual > 0
            && 2 * usual >= self.left(pair, candidate)
            && 3 * usual >= odd
            && self.instead.get(&(said(pair, candidate), own)).is_none_or(|&times| times <= 1)
            && is_unexplained(pair, &confusion.words, candidate)
            && (usual > 1 || is_clear())
    }

    /// Whether a word stands for another as far as the pair itself tells: in the place of what it
    /// stands for, in a document that has no other use for it. An early rendering of a noun or an
    /// adjective or of what a glossary demands, or the first one of another verb, for verbs have
    /// many, is what is meant; any one is where a negation is lost, or where nothing else accounts
    /// for the word.
    fn is_likely(&self, pair: &Pair<'_>, confusion: &Confusion, candidate: &Candidate) -> bool {
        if candidate.ground != Ground::Plain || self.usual(pair, candidate) > 0 {
            return false;
        }
        let kinds = kinds(pair, candidate.meant);
        let (is_verb, is_adjective) = (kinds.contains(&"VERB"), kinds.contains(&"ADJ"));
        let is_required = candidate.is_required(pair);
        let is_early = candidate.rendering < if is_verb && !is_required { 1 } else { EARLY };
        let met = candidate.own.and_then(|own| self.present.get(&own)).copied().unwrap_or(1);
        let alone = self.odd(pair, confusion, candidate) <= 1 && met <= 1;
        let said = &pair.source.terms[candidate.said];
        let words = &confusion.words;
        // what is not enabled is disabled
        let may_be_opposite =
            || (is_verb || is_adjective) && !are_balanced(pair, &said.words, words);
        let is_denial_lost = loses_negation(pair, candidate);
        // a house that demands a term wants it even where a document never has it right
        if is_required || is_denial_lost {
            let is_said = is_early && (candidate.rendering == 0 || !may_be_opposite());
            return (alone || is_required)
                && are_level(pair, &said.words, words)
                && (is_denial_lost || is_said);
        }
        let is_akin = || candidate.own.is_none_or(|own| is_akin(pair, said, own));
        alone
            && !is_joining(pair, words)
            && is_in_place(pair, &said.words, words)
            && (is_early || (!is_akin() && is_unexplained(pair, words, candidate)))
            && (candidate.rendering < FIRST || !is_free(pair))
            && !may_be_opposite()
    }
}

fn add_up<K: Ord>(counts: &mut BTreeMap<K, u32>, more: BTreeMap<K, u32>) {
    for (key, count) in more {
        *counts.entry(key).or_default() += count;
    }
}

/// What the original says, as terms are compared across a document.
fn said(pair: &Pair<'_>, candidate: &Candidate) -> String {
    pair.source.key(&pair.source.terms[candidate.said])
}

/// Words further apart than this, in thousandths of the text, are hardly one another.
const FAR: usize = 400;

/// Renderings that are what a word says even in a free translation.
const FIRST: usize = 2;

/// Renderings that say what a noun or an adjective mostly means.
const EARLY: usize = 4;

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
    fn any_early_rendering_of_a_demanded_verb_is_meant() {
        let restart = borne_out(&[("Restart the server", "Перегрузите сервер")]);
        assert_eq!(restart, [("перезагружать".to_owned(), false)]);
        let off = ("Support was not enabled at compile time", "Поддержка выключена при сборке");
        assert_eq!(borne_out(&[off]), []);
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
    fn any_rendering_is_meant_where_nothing_else_accounts_for_the_word() {
        assert_eq!(borne_out(&[("Undo", "Подменить")]), [("отменить".to_owned(), false)]);
        // what stands elsewhere in the text says it, too
        assert_eq!(borne_out(&[("Undo it", "Подменить отменой")]), []);
        assert_eq!(borne_out(&[("The entry to remove", "Запись для удаления")]), []);
    }

    #[test]
    fn what_is_odd_elsewhere_is_wrong_where_another_is_usual() {
        let usual = ("Open the file", "Открыть файл");
        let odd = ("Collapse the panel", "Скрыть панель");
        let wrong = ("Open the list", "Скрыть список");
        assert_eq!(borne_out(&[usual, usual, odd, odd, wrong]), [("открыть".to_owned(), true)]);
        assert_eq!(borne_out(&[usual, usual, odd, wrong, wrong]), []);
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
