//! Answers while somebody types: every beginning leads somewhere.

use super::{
    Answer, LONGEST, Match, confused_with, exact, near, other_layout, reach, repair, typed_as,
};
use crate::analysis::accepted;
use crate::distance::{dissimilarity, plain};
use crate::english;
use crate::lexicon::{Hit, Lexicon, TermId};
use crate::russian;
use crate::script::{Script, fold, script_of};
use crate::translit::{self, reading_key};

/// How many forms a beginning is completed to, for each way of reading it.
const MOST_FORMS: usize = 400;

/// The same for a beginning that only nearly is one.
const MOST_NEAR_FORMS: usize = 80;

/// With this many answers nobody looks for words that are only near.
const ENOUGH: usize = 12;

/// The most unlike a near answer may be beside others, in thousandths.
const NEAR_BESIDE: u32 = 200;

/// What comes after all English renderings.
const AFTER_ENGLISH: u32 = 16;

/// The fewest letters for which anything can be near.
const FEWEST: usize = 4;

/// How many words that the first answer is mistaken for are put beside it.
const MOST_MISTAKEN: usize = 2;

/// What kind of answer comes before which.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Whole,
    Begun,
    OtherLayout,
    Near,
    NearlyBegun,
}

/// What answers are ordered by: the class, the rank of the rendering that was met, how far from
/// the query it is.
type Rank = (Class, u32, u32);

/// The terms that `query`, still being typed, may lead to: what it is, what it begins, what it
/// would be in the other keyboard layout, what is near it. Only terms that `within` holds for.
pub fn typing(
    lexicon: &Lexicon,
    query: &str,
    limit: usize,
    within: &dyn Fn(TermId) -> bool,
) -> Vec<Answer> {
    let query = query.trim();
    let repaired = repair(query);
    let query = repaired.as_deref().unwrap_or(query);
    // marks alone are no letters
    if fold(query).trim().is_empty() {
        return Vec::new();
    }
    let mut ranked = of_query(lexicon, query, (Class::Whole, Class::Begun));
    if let Some(typed) = other_layout(query) {
        let of_typed = of_query(lexicon, &typed, (Class::OtherLayout, Class::OtherLayout));
        ranked.extend(
            of_typed
                .into_iter()
                .map(|(rank, answer)| (rank, typed_as(&typed, vec![answer]).remove(0))),
        );
    }
    ranked.retain(|(_, answer)| within(answer.term));
    let mut ranked = best_of_each(ranked);
    if ranked.len() < ENOUGH.min(limit) && (FEWEST..=LONGEST).contains(&query.chars().count()) {
        let far = if ranked.is_empty() { u32::MAX } else { NEAR_BESIDE };
        let is_near = |(rank, answer): &(Rank, Answer)| rank.1 <= far && within(answer.term);
        let found = near(lexicon, query, reach(query)).into_iter();
        let found = found.map(|answer| ((Class::Near, answer.unlike, 0), answer));
        ranked.extend(found.filter(is_near));
        ranked = best_of_each(ranked);
        if ranked.len() < ENOUGH {
            ranked.extend(nearly_begun(lexicon, query).into_iter().filter(is_near));
        }
        ranked = best_of_each(ranked);
    }
    let mut answers = ranked.into_iter().map(|(_, answer)| answer).collect();
    beside_mistaken(lexicon, &mut answers, within);
    answers.truncate(limit);
    let finish = |mut answer: Answer| {
        if answer.how == Match::Near {
            answer.form = russian::with_yo(&answer.form);
        }
        answer
    };
    answers.into_iter().map(finish).collect()
}

/// Puts what the first answer is mistaken for right after it: who half remembers a word may well
/// remember the wrong one.
fn beside_mistaken(lexicon: &Lexicon, answers: &mut Vec<Answer>, within: &dyn Fn(TermId) -> bool) {
    let Some(first) = answers.first().filter(|first| first.how != Match::Near) else { return };
    let (term, head) = (first.term, fold(&lexicon.term(first.term).ru[0]).into_owned());
    let mut others = confused_with(lexicon, term);
    others.retain(|other| within(*other));
    others.sort_by_key(|other| dissimilarity(&head, &fold(&lexicon.term(*other).ru[0])));
    for (at, other) in others.into_iter().take(MOST_MISTAKEN).enumerate() {
        let found = answers.iter().position(|answer| answer.term == other);
        if found.is_some_and(|found| found <= at + 1) {
            continue;
        }
        let answer = if let Some(found) = found {
            answers.remove(found)
        } else {
            let form = &lexicon.term(other).ru[0];
            let distance = plain(&head, &fold(form));
            Answer { distance, ..Answer::new(other, form, Match::Near) }
        };
        let mistaken = answer.how == Match::Near;
        answers.insert(at + 1, Answer { mistaken: mistaken.then_some(term), ..answer });
    }
}

/// In order, each term once.
fn best_of_each(mut ranked: Vec<(Rank, Answer)>) -> Vec<(Rank, Answer)> {
    ranked.sort_by(|(a, x), (b, y)| (a, x.term, &x.form).cmp(&(b, y.term, &y.form)));
    let mut seen = std::collections::BTreeSet::new();
    ranked.retain(|(_, answer)| seen.insert(answer.term));
    ranked
}

/// What a query is, and what it begins.
fn of_query(lexicon: &Lexicon, query: &str, classes: (Class, Class)) -> Vec<(Rank, Answer)> {
    let key = english::key(query);
    let mut ranked: Vec<(Rank, Answer)> = Vec::new();
    for answer in exact(lexicon, query) {
        // where a rendering is the first, the term is likelier meant
        let rendering = match answer.how {
            Match::English => rendering_of(lexicon, answer.term, &key).min(7),
            // a mixture of schemes is likelier a spelling of its own: Tchaikovsky
            Match::Romanized if answer.schemes == 0 => AFTER_ENGLISH,
            _ => 0,
        };
        ranked.push(((classes.0, answer.how as u32 * 8 + rendering, 0), answer));
    }
    let begun = |(mut rank, answer): (Rank, Answer)| {
        rank.0 = classes.1;
        (rank, answer)
    };
    if script_of(query) == Script::Cyrillic {
        let found = lexicon.beginning(query, 0, MOST_FORMS);
        ranked.extend(begun_russian(lexicon, &fold(query), &found, Match::Inflected).map(begun));
    } else {
        let found = lexicon.beginning_latin(query, 0, MOST_FORMS);
        ranked.extend(begun_russian(lexicon, "", &found, Match::Romanized).map(begun));
        if !key.is_empty() {
            let found = lexicon.beginning_english(&key, 0, MOST_FORMS);
            ranked.extend(begun_english(lexicon, &key, &found).map(begun));
        }
    }
    ranked
}

/// Which of its renderings a term has the English form of; forms of one are no other's.
fn rendering_of(lexicon: &Lexicon, term: TermId, key: &str) -> u32 {
    let renderings = &lexicon.term(term).en;
    let same = renderings.iter().position(|en| english::key(en) == key);
    same.or_else(|| renderings.iter().position(|en| english::forms_of(en).contains(key)))
        .unwrap_or(renderings.len()) as u32
}

/// Terms with a form that was begun. The headword comes before other forms, short before long:
/// what is begun is mostly there.
fn begun_russian<'f>(
    lexicon: &'f Lexicon,
    query: &'f str,
    found: &'f [(String, Vec<Hit>)],
    how: Match,
) -> impl Iterator<Item = (Rank, Answer)> + 'f {
    found.iter().flat_map(move |(form, hits)| {
        accepted(hits).map(move |term| {
            let heads = &lexicon.term(term).ru;
            let head = heads.iter().position(|head| {
                let head = fold(head);
                // of a romanized beginning only the forms say what it may be
                if query.is_empty() { head == *form } else { head.starts_with(query) }
            });
            let shown = head.map_or(form, |at| &heads[at]);
            let rank =
                (Class::Begun, head.map_or(8, |at| at.min(7) as u32), shown.chars().count() as u32);
            let answer = Answer { begins: true, ..Answer::new(term, shown, how) };
            (rank, answer)
        })
    })
}

fn begun_english<'f>(
    lexicon: &'f Lexicon,
    key: &'f str,
    found: &'f [(String, Vec<Hit>)],
) -> impl Iterator<Item = (Rank, Answer)> + 'f {
    found.iter().flat_map(move |(form, hits)| {
        accepted(hits).map(move |term| {
            let renderings = &lexicon.term(term).en;
            let at = renderings.iter().position(|en| english::key(en).starts_with(key));
            let shown = at.map_or(form, |at| &renderings[at]);
            let rank =
                (Class::Begun, at.map_or(8, |at| at.min(7) as u32), shown.chars().count() as u32);
            let answer = Answer { begins: true, ..Answer::new(term, shown, Match::English) };
            (rank, answer)
        })
    })
}

/// Terms with a form whose beginning is one letter from the query.
fn nearly_begun(lexicon: &Lexicon, query: &str) -> Vec<(Rank, Answer)> {
    let mut ranked = Vec::new();
    let mut add = |query: &str, form: &str, spelt: &str, hits: &[Hit]| {
        let length = query.chars().count();
        let begun: String = spelt.chars().take(length + 1).collect();
        let shorter = |by: usize| {
            begun.char_indices().nth(length + 1 - by).map_or(&*begun, |(at, _)| &begun[..at])
        };
        // the slip may have put a letter in, left one out, or changed one
        let unlike = (0..3).map(|by| dissimilarity(query, shorter(by))).min().unwrap_or(0);
        for term in accepted(hits) {
            let answer = Answer {
                begins: true,
                distance: 1,
                unlike,
                ..Answer::new(term, form, Match::Near)
            };
            ranked.push(((Class::NearlyBegun, unlike, spelt.chars().count() as u32), answer));
        }
    };
    if script_of(query) == Script::Cyrillic {
        let folded = fold(query);
        for (form, hits) in lexicon.beginning(query, 1, MOST_NEAR_FORMS) {
            add(&folded, &form, &form, &hits);
        }
        return ranked;
    }
    let reading = reading_key(query);
    for (form, hits) in lexicon.beginning_latin(query, 1, MOST_NEAR_FORMS) {
        add(&reading, &form, &reading_key(&translit::all()[0].romanize(&form)), &hits);
    }
    let key = english::key(query);
    for (form, hits) in lexicon.beginning_english(&key, 1, MOST_NEAR_FORMS) {
        add(&key, &form, &form, &hits);
    }
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(query: &str, word: &str) -> Option<usize> {
        let lexicon = Lexicon::builtin();
        let answers = typing(lexicon, query, 20, &|_| true);
        answers.iter().position(|answer| lexicon.term(answer.term).ru[0] == word)
    }

    #[test]
    fn what_is_typed_leads_to_the_term() {
        for query in [
            "reset",
            "peregruz",
            "перезагр",
            "перезагрузк",
            "gthtpfuheprf",
            "gthtpfuh",
            "perezagruzok",
            "perezagr",
            "peresagr",
            "перзагр",
            "perzagru",
            "куыуе",
        ] {
            let wanted = if query == "peregruz" {
                "перегрузка"
            } else {
                "перезагрузка"
            };
            let place = places(query, wanted);
            assert!(place.is_some_and(|place| place < 3), "{query}: {place:?}");
        }
        assert!(places("peregruz", "перезагрузка").is_some_and(|place| place < 3));
    }

    #[test]
    fn one_letter_is_answered_and_none_is_not() {
        let lexicon = Lexicon::builtin();
        for query in ["п", "s", "щ", "x", "?", " ", "", "日本", "\u{301}", "п\0", "😀"] {
            let answers = typing(lexicon, query, 20, &|_| true);
            assert!(answers.len() <= 20);
            assert_eq!(answers.is_empty(), !matches!(query, "п" | "s" | "щ" | "x"), "{query}");
        }
    }

    #[test]
    fn only_terms_within_are_answered() {
        let lexicon = Lexicon::builtin();
        let own = |term| lexicon.glossary_of(term) == "energy";
        let answers = typing(lexicon, "reset", 20, &own);
        assert!(!answers.is_empty() && answers.iter().all(|answer| own(answer.term)));
    }
}
