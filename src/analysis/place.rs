//! Whether one word stands in the place of another, and what else in a pair may account for it.

use std::ops::Range;

use super::confusion::{Candidate, kinds};
use super::pair::{Occurrence, Pair};
use crate::english;
use crate::lexicon::TermId;
use crate::russian::{self, are_related};
use crate::script::Script;

/// What stands for one another stands within these thousandths of a word of the same place.
const NEAR: usize = 3500;

/// The same, counted from the words around that are rendered.
const CLOSE: usize = 4000;

/// Words further than this from where the words around them want them are not one another.
const ASTRAY: usize = 6000;

/// How far apart words of the original and of the translation stand, in thousandths of the whole.
pub(super) fn parting(pair: &Pair<'_>, said: &Range<usize>, met: &Range<usize>) -> usize {
    let place = |range: &Range<usize>, of: usize| (range.start + range.end) * 500 / of.max(1);
    let from = place(said, pair.source.words.tokens.len());
    from.abs_diff(place(met, pair.target.words.tokens.len()))
}

/// Whether words stand at the same place of the two texts.
pub(super) fn are_level(pair: &Pair<'_>, said: &Range<usize>, met: &Range<usize>) -> bool {
    parting(pair, said, met) * pair.target.words.tokens.len() <= NEAR
}

/// Whether a word of the translation stands where one of the original does: at the same place of
/// the text, or between the same words.
pub(super) fn is_in_place(pair: &Pair<'_>, said: &Range<usize>, met: &Range<usize>) -> bool {
    let off = straying(pair, said, met);
    off <= CLOSE || (off <= ASTRAY && are_level(pair, said, met))
}

/// How far from where it is expected a word stands, in thousandths of a word: between the
/// renderings of the words on both sides of what the original says.
fn straying(pair: &Pair<'_>, said: &Range<usize>, met: &Range<usize>) -> usize {
    let place = said.start + 1;
    let (mut before, mut after) =
        ((0, 0), (pair.source.words.tokens.len() + 1, pair.target.words.tokens.len() + 1));
    for (other, by) in pair.rendered().filter(|(_, by)| by.words.start != met.start) {
        let (from, to) = (other.words.start + 1, by.words.start + 1);
        if from < place && from > before.0 {
            before = (from, to);
        } else if from > place && from < after.0 {
            after = (from, to);
        }
    }
    let part = |whole: usize| whole * 1000 * (place - before.0) / (after.0 - before.0);
    let (start, at) = (before.1 * 1000, (met.start + 1) * 1000);
    // two words may have changed places
    if after.1 >= before.1 {
        at.abs_diff(start + part(after.1 - before.1))
    } else {
        (at + part(before.1 - after.1)).abs_diff(start)
    }
}

/// Words of a text beyond which it tells a tale of its own.
const SHORT: usize = 15;

/// Whether the translation is a free one: of a long text half the words are rendered by nothing
/// that a glossary has, so that one more says little.
pub(super) fn is_free(pair: &Pair<'_>) -> bool {
    let (source, target) = (&pair.source.words, &pair.target.words);
    let all = source.tokens.len();
    let is_kept = |word: &str| (0..target.tokens.len()).any(|at| target.lower(at) == word);
    let says = |word: &str| word.chars().count() > 2 && !english::is_little(word);
    let is_lost = |at: &usize| {
        let word = source.lower(*at);
        says(word) && !pair.rendered().any(|(met, _)| met.words.contains(at)) && !is_kept(word)
    };
    target.tokens.len() > SHORT && (0..all).filter(is_lost).count() * 2 > all
}

/// Words that join others and are, by their letters, forms of rare ones, too: «для» and длить.
const JOINING: [&str; 7] = ["ADP", "SCONJ", "CCONJ", "PART", "PRON", "DET", "INTJ"];

/// Whether the word is one that joins others, as it is read first.
pub(super) fn is_joining(pair: &Pair<'_>, met: &Range<usize>) -> bool {
    let readings = russian::readings(&pair.target.words.joined(met));
    readings.first().is_some_and(|first| JOINING.contains(&first.pos))
}

/// Whether the word, as it is read first, is of the kind of the term that it is a form of:
/// «коренной» is hardly a participle of корить.
fn is_read_as(pair: &Pair<'_>, met: &Range<usize>, own: TermId) -> bool {
    let readings = russian::readings(&pair.target.words.joined(met));
    let kinds = kinds(pair, own);
    let Some(first) = readings.first().filter(|_| !kinds.is_empty()) else {
        return !is_joining(pair, met);
    };
    let is_participle = first.get("VerbForm") == Some("Part") && kinds.contains(&"ADJ");
    is_participle || kinds.contains(&first.pos)
}

/// Whether the translation has, in some other place, a word of the family of one that renders what
/// the original says: «для удаления» is “to remove”. What another word of the original calls for
/// is no such word.
pub(super) fn is_paraphrased(pair: &Pair<'_>, said: &Occurrence, met: &Range<usize>) -> bool {
    let words = &pair.target.words;
    let heads: Vec<&String> = said.terms().flat_map(|term| &pair.lexicon.term(term).ru).collect();
    let called_for = |other: &&Occurrence| {
        pair.source.every.iter().any(|also| also.words != said.words && also.shares(other))
    };
    let taken: Vec<&Occurrence> = pair.target.every.iter().filter(called_for).collect();
    let is_free = |at: &usize| {
        words.tokens[*at].script == Script::Cyrillic
            && !met.contains(at)
            && !taken.iter().any(|other| other.words.contains(at))
    };
    let is_kin = |at: usize| heads.iter().any(|head| are_related(head, words.tokens[at].text));
    (0..words.tokens.len()).filter(is_free).any(is_kin)
}

/// Whether a term may well render what the original says, though no glossary has it so: a word
/// that does shares some English with it.
pub(super) fn is_akin(pair: &Pair<'_>, said: &Occurrence, own: TermId) -> bool {
    let own = &pair.lexicon.term(own).en;
    said.terms().any(|term| pair.lexicon.term(term).en.iter().any(|en| own.contains(en)))
}

/// Whether nothing in the pair accounts for the word of a candidate otherwise: it stands in the
/// place of what was meant, is plainly the word that it is taken for, and no other word renders
/// what the original says.
pub(super) fn is_unexplained(pair: &Pair<'_>, met: &Range<usize>, candidate: &Candidate) -> bool {
    let said = &pair.source.terms[candidate.said];
    candidate.own.is_some_and(|own| is_read_as(pair, met, own))
        && is_in_place(pair, &said.words, met)
        && !is_paraphrased(pair, said, met)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Segment;
    use crate::lexicon::Lexicon;
    use crate::script::Lang;
    use crate::source::Source;
    use crate::span::Span;

    fn ask<T>(en: &str, ru: &str, question: impl Fn(&Pair<'_>) -> T) -> T {
        let (en, ru) = (Source::new("en", en), Source::new("ru", ru));
        let whole = |source: &Source| Span::new(0, source.text().len());
        let (source, target) =
            (Segment::verbatim(&en, whole(&en)), Segment::verbatim(&ru, whole(&ru)));
        let lexicon = Lexicon::builtin();
        question(&Pair::new("", (&source, Lang::En), (&target, Lang::Ru), lexicon, None, None))
    }

    #[test]
    fn a_word_stands_between_its_neighbours() {
        // at the end of the one, at the beginning of the other, and each time before the file
        let (en, ru) = ("Well, so, now then, open the file", "Открыть файл, ну, вот, что ли, так");
        assert!(ask(en, ru, |pair| is_in_place(pair, &(4..5), &(0..1))));
        assert!(!ask(en, ru, |pair| are_level(pair, &(4..5), &(0..1))));
        assert!(!ask(en, ru, |pair| is_in_place(pair, &(0..1), &(6..7))));
    }

    #[test]
    fn joining_words_are_no_verbs() {
        assert!(ask("To remove", "Для удаления", |pair| is_joining(pair, &(0..1))));
        assert!(!ask("To remove", "Для удаления", |pair| is_joining(pair, &(1..2))));
    }
}
