//! Looking a term up: in either script, in any form, misspelt.

use serde::Serialize;

use crate::analysis::accepted;
use crate::distance::{Cost, dissimilarity, distance, plain};
use crate::english;
use crate::keyboard;
use crate::lexicon::{Hit, Lexicon, TermId};
use crate::lookalikes;
use crate::russian;
use crate::script::{Casing, Script, fold, script_of};
use crate::translit::{self, Scheme, SchemeSet, reading_key, spellings};
use crate::trie::{Written, likeliest};

pub mod card;
pub mod compare;
pub mod difference;
pub mod paradigm;
pub mod text;
mod typing;

pub use typing::typing;

/// How a query met a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Match {
    /// It is the term.
    Exact,
    /// It is another form of the term.
    Inflected,
    /// It is a form of the term in Latin letters.
    Romanized,
    /// It is an English rendering.
    English,
    /// It is nearly one of these.
    Near,
}

/// A term that a query met.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The term.
    pub term: TermId,
    /// The form of it that was met.
    pub form: String,
    /// How.
    pub how: Match,
    /// The plain edit distance.
    pub distance: usize,
    /// The weighted cost, in hundredths of an edit.
    pub cost: Cost,
    /// The schemes that romanize the form as the query has it; none where it mixes several.
    pub schemes: SchemeSet,
    /// What was meant to be typed, where the other keyboard layout was on.
    pub typed: Option<String>,
    /// Whether the query is only the beginning of the form.
    pub begins: bool,
    /// The better answer that is mistaken for this one, where that is why it is here.
    pub mistaken: Option<TermId>,
    /// What near answers are ranked by, in thousandths.
    unlike: u32,
}

impl Answer {
    fn new(term: TermId, form: &str, how: Match) -> Self {
        Self {
            term,
            form: form.to_owned(),
            how,
            distance: 0,
            cost: 0,
            schemes: 0,
            typed: None,
            begins: false,
            mistaken: None,
            unlike: 0,
        }
    }
}

/// From this length on a word that has no neighbours is looked for once more, three letters away.
const LONG: usize = 8;

/// What is longer is no term with a slip in it, and would only take time and memory.
const LONGEST: usize = 120;

/// The most unlike a near answer may be, in thousandths.
const NEAR: u32 = 420;

/// The terms that `query` meets, best first, at most `limit`.
pub fn lookup(lexicon: &Lexicon, query: &str, limit: usize) -> Vec<Answer> {
    let query = query.trim();
    // look-alike letters first: nobody means them
    let repaired = repair(query);
    let query = repaired.as_deref().unwrap_or(query);
    let mut answers = exact(lexicon, query);
    if answers.is_empty() {
        answers = other_layout(query)
            .map_or_else(Vec::new, |typed| typed_as(&typed, exact(lexicon, &typed)));
    }
    let english = answers.iter().any(|answer| answer.how == Match::English);
    if answers.is_empty() {
        answers = near(lexicon, query, reach(query));
        if answers.is_empty() && query.chars().count() >= LONG {
            answers = near(lexicon, query, 3);
        }
    } else if script_of(query) == Script::Latin
        && !english
        && !english::is_known(query)
        && answers.iter().all(|answer| answer.typed.is_none())
    {
        // a name may be spelt as no scheme spells it
        answers.extend(near_english(lexicon, query, reach(query)));
    }
    answers.sort_by(|a, b| {
        (a.how, a.unlike, a.cost, a.term, &a.form).cmp(&(b.how, b.unlike, b.cost, b.term, &b.form))
    });
    let mut seen = Vec::new();
    answers.retain(|answer| {
        let new = !seen.contains(&answer.term);
        seen.push(answer.term);
        new
    });
    answers.truncate(limit);
    for answer in answers.iter_mut().filter(|answer| answer.how == Match::Near) {
        answer.form = russian::with_yo(&answer.form);
    }
    answers
}

/// A query with look-alike letters of the other alphabet, in one alphabet.
fn repair(query: &str) -> Option<String> {
    (script_of(query) == Script::Mixed)
        .then(|| lookalikes::repair(query))
        .flatten()
        .map(|(word, _)| word)
}

/// What the keys give in the other keyboard layout.
fn other_layout(query: &str) -> Option<String> {
    match script_of(query) {
        Script::Cyrillic => keyboard::to_latin(query),
        // a letter of the one layout is a comma in the other
        Script::Latin | Script::Other => {
            keyboard::to_russian(query).filter(|typed| script_of(typed) == Script::Cyrillic)
        }
        Script::Mixed => None,
    }
}

/// Answers to what was meant to be typed.
fn typed_as(typed: &str, mut answers: Vec<Answer>) -> Vec<Answer> {
    for answer in &mut answers {
        answer.typed = Some(typed.to_owned());
    }
    answers
}

/// How many letters a near answer may be away: one in a short word, two in a longer one.
fn reach(query: &str) -> u8 {
    if query.chars().count() < 5 { 1 } else { 2 }
}

fn exact(lexicon: &Lexicon, query: &str) -> Vec<Answer> {
    let found = |hits: Vec<Hit>, form: &str, how: Match| {
        accepted(&hits).map(|term| Answer::new(term, form, how)).collect::<Vec<_>>()
    };
    let mut answers = Vec::new();
    if script_of(query) == Script::Cyrillic {
        let form = russian::with_yo(&query.to_lowercase());
        for mut answer in found(lexicon.russian(query), &form, Match::Inflected) {
            let heads = &lexicon.term(answer.term).ru;
            if let Some(head) = heads.iter().find(|ru| fold(ru) == fold(query)) {
                answer.how = Match::Exact;
                answer.form.clone_from(head);
            }
            answers.push(answer);
        }
        return answers;
    }
    let key = english::key(query);
    answers.extend(found(lexicon.english(&key, query), query, Match::English));
    for hit in lexicon.romanized(query) {
        let form = russian::with_yo(&hit.reading.word);
        let mut found = found(hit.hits, &form, Match::Romanized);
        for answer in &mut found {
            answer.schemes = hit.reading.schemes;
        }
        answers.extend(found);
    }
    answers
}

fn near(lexicon: &Lexicon, query: &str, edits: u8) -> Vec<Answer> {
    if query.chars().count() > LONGEST {
        return Vec::new();
    }
    let cyrillic = script_of(query) == Script::Cyrillic;
    let found =
        if cyrillic { lexicon.near(query, edits) } else { lexicon.near_latin(query, edits) };
    let folded = if cyrillic { fold(query).into_owned() } else { reading_key(query) };
    let mut answers = Vec::new();
    for (word, hits) in found {
        let form =
            if cyrillic { word.clone() } else { reading_key(&translit::all()[0].romanize(&word)) };
        answers.extend(near_answers(&folded, &form, &word, &hits));
    }
    if !cyrillic {
        answers.extend(near_english(lexicon, query, edits));
    }
    answers
}

/// English renderings with a slip in them.
fn near_english(lexicon: &Lexicon, query: &str, edits: u8) -> Vec<Answer> {
    if query.chars().count() > LONGEST {
        return Vec::new();
    }
    let key = english::key(query);
    let found = lexicon.near_english(&key, edits);
    found.iter().flat_map(|(word, hits)| near_answers(&key, word, word, hits)).collect()
}

/// An answer for each term of a near form; `spelt` is the form in the alphabet of the query.
fn near_answers(query: &str, spelt: &str, form: &str, hits: &[Hit]) -> Vec<Answer> {
    let unlike = dissimilarity(query, spelt);
    if unlike > NEAR {
        return Vec::new();
    }
    let answer = |term| Answer {
        distance: plain(query, spelt),
        cost: distance(query, spelt),
        unlike,
        ..Answer::new(term, form, Match::Near)
    };
    accepted(hits).map(answer).collect()
}

/// The Russian words that a Latin word may be a romanization of, likeliest first: by more schemes
/// before fewer, then in the order of the alphabet. A word that no dictionary knows is read letter
/// by letter.
pub fn to_cyrillic(latin: &str) -> Vec<String> {
    let key = reading_key(latin);
    let mut readings = russian::forms().romanized(&key);
    readings.retain(|reading| reading.written != Written::Bare);
    readings = likeliest(readings, |reading| reading.written);
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.schemes.count_ones()));
    let mut words: Vec<String> = Vec::new();
    for reading in readings {
        let word = russian::with_yo(&reading.word);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() {
        words.extend(letter_by_letter(&key));
    }
    let casing = Casing::of(latin);
    words.into_iter().map(|word| casing.apply(&word)).collect()
}

/// The commonest letter for each stretch of a word, the longest stretch first.
fn letter_by_letter(key: &str) -> Option<String> {
    let letters: Vec<char> = key.chars().collect();
    let (mut at, mut word) = (0, String::new());
    while at < letters.len() {
        let fits = |s: &&translit::Spelling| {
            s.is_whole()
                && letters[at..].starts_with(&s.latin)
                && !s.ending
                && s.cyrillic.len() == 1
        };
        let found = spellings().starting(letters[at]).iter().filter(fits);
        let best = found.max_by_key(|s| (s.latin.len(), s.schemes.count_ones()))?;
        word.extend(&best.cyrillic);
        at += best.latin.len();
    }
    (!word.is_empty()).then_some(word)
}

/// An answer as scripts see it; the shape is a contract.
#[derive(Serialize)]
struct AnswerJson<'l> {
    ru: &'l str,
    en: &'l [String],
    pos: Option<russian::Pos>,
    romanized: String,
    form: &'l str,
    #[serde(rename = "match")]
    how: Match,
    distance: usize,
    cost: Cost,
    glossary: &'l str,
    note: Option<&'l str>,
    confused_with: Vec<ConfusedJson<'l>>,
}

#[derive(Serialize)]
struct ConfusedJson<'l> {
    ru: &'l str,
    en: &'l [String],
}

/// The answers to one query as JSON.
pub fn to_json(
    lexicon: &Lexicon,
    query: &str,
    answers: &[Answer],
    scheme: &Scheme,
) -> serde_json::Value {
    let results: Vec<AnswerJson<'_>> = answers
        .iter()
        .map(|answer| {
            let term = lexicon.term(answer.term);
            AnswerJson {
                ru: &term.ru[0],
                en: &term.en,
                pos: term.pos,
                romanized: scheme.romanize(&term.ru[0]),
                form: &answer.form,
                how: answer.how,
                distance: answer.distance,
                cost: answer.cost,
                glossary: lexicon.glossary_of(answer.term),
                note: term.note.as_deref(),
                confused_with: confused_with(lexicon, answer.term)
                    .into_iter()
                    .map(|id| ConfusedJson {
                        ru: &lexicon.term(id).ru[0],
                        en: &lexicon.term(id).en,
                    })
                    .collect(),
            }
        })
        .collect();
    serde_json::json!({ "query": query, "results": results })
}

/// The terms that a term says it is confused with.
pub fn confused_with(lexicon: &Lexicon, term: TermId) -> Vec<TermId> {
    let names = lexicon.term(term).confused_with.iter();
    let mut found: Vec<TermId> =
        names.filter_map(|name| lexicon.by_headword(name).first().copied()).collect();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_from_latin() {
        assert_eq!(to_cyrillic("peregruzka")[0], "перегрузка");
        assert_eq!(to_cyrillic("Dogovorennost'")[0], "Договорённость");
        assert_eq!(to_cyrillic("shchuka")[0], "щука");
        assert_eq!(to_cyrillic("blyzhnuk"), ["блыжнук"]);
    }

    #[test]
    fn an_endless_query_is_answered() {
        let lexicon = Lexicon::builtin();
        for letter in ["я", "a", "'", "\u{301}"] {
            let query = letter.repeat(20_000);
            assert!(lookup(lexicon, &query, 5).is_empty());
            assert!(typing(lexicon, &query, 5, &|_| true).is_empty());
        }
    }

    #[test]
    fn a_query_meets_its_term_in_any_dress() {
        let lexicon = Lexicon::builtin();
        for query in [
            "перезагрузок",
            "perezagruzku",
            "reset",
            "перезгрузка",
            "perezgruzka",
            "пеpeзагрузка",
            "gthtpfuheprf",
            "куыуе",
        ] {
            let answers = lookup(lexicon, query, 5);
            let met = answers.iter().any(|a| lexicon.term(a.term).ru[0] == "перезагрузка");
            assert!(met, "{query}: {answers:?}");
        }
    }
}
