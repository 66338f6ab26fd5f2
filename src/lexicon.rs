//! Glossaries made ready for matching: every form of every term, found in one step.
//!
//! Russian forms are a [`Trie`], so that a word meets its term as it is written, romanized, or
//! with a slip in it. English forms are a finite-state map from [`english::key`]s.

use std::collections::{BTreeMap, BTreeSet};

use fst::{Map, MapBuilder};
use rayon::prelude::*;

use crate::distance::{Cost, costs};
use crate::english;
use crate::glossary::{Enforce, Glossary, Term};
use crate::russian;
use crate::script::fold;
use crate::translit::{bare_spellings, reading_key, skeleton, spellings};
use crate::trie::{Letters, Near, Reading, Trie};

/// A term of a lexicon, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

/// What a form is to its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A form of the first rendering.
    Preferred,
    /// A form of another rendering.
    Accepted,
    /// A form of a rendering that the glossary rejects.
    Avoided,
}

/// A term met under some form of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The term.
    pub term: TermId,
    /// What the form is to it.
    pub role: Role,
}

/// A term met by its Latin letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RomanHit {
    /// The form and the schemes that write it so.
    pub reading: Reading,
    /// The terms it is a form of.
    pub hits: Vec<Hit>,
}

/// Compiled glossaries. Look-up does not grow with their size.
#[derive(Debug)]
pub struct Lexicon {
    terms: Vec<Term>,
    /// For each term the number of its glossary.
    origins: Vec<u32>,
    names: Vec<String>,
    russian: Trie<Vec<u8>>,
    english: Map<Vec<u8>>,
    /// Lists of hits for forms that have several: length, then packed hits.
    lists: Vec<u32>,
    headwords: BTreeMap<String, Vec<TermId>>,
    rejects_english: bool,
    rejected_first_words: BTreeSet<String>,
}

type Entries = BTreeMap<Vec<u8>, Vec<u32>>;

const fn pack(term: u32, role: Role) -> u32 {
    term << 2 | role as u32
}

const fn unpack(packed: u32) -> Hit {
    let role = match packed & 3 {
        0 => Role::Preferred,
        1 => Role::Accepted,
        _ => Role::Avoided,
    };
    Hit { term: TermId(packed >> 2), role }
}

impl Lexicon {
    /// Compiles glossaries; the work is shared among threads.
    pub fn new(glossaries: &[Glossary]) -> Self {
        let mut lexicon_terms = Vec::new();
        let mut origins = Vec::new();
        for (origin, glossary) in glossaries.iter().enumerate() {
            lexicon_terms.extend(glossary.terms.iter().cloned());
            origins.extend(std::iter::repeat_n(origin as u32, glossary.terms.len()));
        }
        let letters = Letters::own();
        let expanded: Vec<Expanded> =
            lexicon_terms.par_iter().map(|term| Expanded::of(term, &letters)).collect();
        let (mut russian, mut english) = (Entries::new(), Entries::new());
        for (number, expanded) in expanded.into_iter().enumerate() {
            let number = number as u32;
            for (key, role) in expanded.russian {
                russian.entry(key).or_default().push(pack(number, role));
            }
            for (key, role) in expanded.english {
                english.entry(key.into_bytes()).or_default().push(pack(number, role));
            }
        }
        let required = lexicon_terms.iter().filter(|term| term.enforce == Enforce::Required);
        let rejected =
            required.flat_map(|term| &term.avoid_en).flat_map(|en| english::forms_of(en));
        let rejected_first_words = rejected
            .map(|form| form.split(' ').next().unwrap_or_default().to_owned())
            .collect::<BTreeSet<String>>();
        let mut lists = Vec::new();
        let russian = compile(russian, &mut lists);
        let english = compile(english, &mut lists);
        let mut headwords: BTreeMap<String, Vec<TermId>> = BTreeMap::new();
        for (number, term) in lexicon_terms.iter().enumerate() {
            for ru in &term.ru {
                headwords.entry(fold(ru).into_owned()).or_default().push(TermId(number as u32));
            }
        }
        Self {
            terms: lexicon_terms,
            origins,
            names: glossaries.iter().map(|g| g.name.clone()).collect(),
            russian: Trie::new(russian, letters).expect("compiled just now"),
            english: Map::new(english).expect("compiled just now"),
            lists,
            headwords,
            rejects_english: !rejected_first_words.is_empty(),
            rejected_first_words,
        }
    }

    /// Whether any term rejects an English rendering wherever it stands.
    pub fn rejects_english(&self) -> bool {
        self.rejects_english
    }

    /// Whether any term rejects a Russian rendering of several words.
    pub fn rejects_russian(&self) -> bool {
        self.terms.iter().any(|term| term.avoid_ru.iter().any(|ru| ru.contains(' ')))
    }

    /// Whether some term rejects this English word, or a phrase that begins with it, wherever it
    /// stands.
    pub fn may_reject(&self, word: &str) -> bool {
        self.rejects_english
            && self.rejected_first_words.contains(english::base(&word.to_lowercase()))
    }

    /// A term.
    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[id.0 as usize]
    }

    /// All terms with their numbers.
    pub fn terms(&self) -> impl Iterator<Item = (TermId, &Term)> {
        self.terms.iter().enumerate().map(|(at, term)| (TermId(at as u32), term))
    }

    /// The name of the glossary a term comes from.
    pub fn glossary_of(&self, id: TermId) -> &str {
        &self.names[self.origins[id.0 as usize] as usize]
    }

    /// The terms whose Russian headword is `word`.
    pub fn by_headword(&self, word: &str) -> &[TermId] {
        self.headwords.get(fold(word).as_ref()).map_or(&[], Vec::as_slice)
    }

    /// Whether `term` lists `other` as something it is mistaken for, or the other way round.
    pub fn are_listed(&self, term: TermId, other: TermId) -> bool {
        let lists = |a: TermId, b: TermId| {
            let named = |name: &String| self.by_headword(name).contains(&b);
            self.term(a).confused_with.iter().any(named)
        };
        lists(term, other) || lists(other, term)
    }

    /// The terms that have the Russian form `word`, as it stands in a text.
    pub fn russian(&self, word: &str) -> Vec<Hit> {
        let mut hits =
            self.russian.get(&fold(word)).map_or_else(Vec::new, |value| self.hits(value));
        // terms in short capitals match as they are written only
        hits.retain(|hit| self.is_met(*hit, word));
        hits
    }

    /// Whether a form that begins with the folded `words` exists, so that a longer phrase may.
    pub fn begins_russian(&self, words: &str) -> bool {
        self.russian.begins(words)
    }

    /// The terms that have the English form with this [`english::key`].
    pub fn english(&self, key: &str) -> Vec<Hit> {
        self.english.get(key).map_or_else(Vec::new, |value| self.hits(value))
    }

    /// Whether an English form that begins with the key `words` and goes on with a space exists.
    pub fn begins_english(&self, words: &str) -> bool {
        use fst::{Automaton, IntoStreamer, Streamer, automaton::Str};
        let longer = format!("{words} ");
        self.english.search(Str::new(&longer).starts_with()).into_stream().next().is_some()
    }

    /// The terms of which `latin` is a romanized form: by one scheme, else by a mixture, else with
    /// its diacritics left out.
    pub fn romanized(&self, latin: &str) -> Vec<RomanHit> {
        let key = reading_key(latin);
        let ways: [&dyn Fn() -> Vec<Reading>; 3] = [
            &|| self.russian.romanized(&key, spellings(), false),
            &|| self.russian.romanized(&key, spellings(), true),
            &|| self.russian.romanized(&key, bare_spellings(), false),
        ];
        let readings = ways.iter().map(|way| way()).find(|found| !found.is_empty());
        let hits = |reading: Reading| RomanHit { hits: self.hits(reading.value), reading };
        readings
            .unwrap_or_default()
            .into_iter()
            .map(hits)
            .filter(|hit| !hit.hits.is_empty())
            .collect()
    }

    /// The forms within `limit` of a Cyrillic word.
    pub fn near(&self, word: &str, limit: Cost) -> Vec<(Near, Vec<Hit>)> {
        self.with_hits(self.russian.near(&fold(word), limit, costs()))
    }

    /// The forms whose skeleton is within `limit` of that of a Latin word.
    pub fn near_latin(&self, word: &str, limit: Cost) -> Vec<(Near, Vec<Hit>)> {
        self.with_hits(self.russian.near_skeleton(&skeleton(word), limit, costs()))
    }

    fn with_hits(&self, near: Vec<Near>) -> Vec<(Near, Vec<Hit>)> {
        near.into_iter()
            .map(|near| (self.hits(near.value), near))
            .map(|(hits, near)| (near, hits))
            .collect()
    }

    fn is_met(&self, hit: Hit, word: &str) -> bool {
        let term = self.term(hit.term);
        let spellings = if hit.role == Role::Avoided { &term.avoid_ru } else { &term.ru };
        let folded = fold(word);
        let exact = spellings.iter().filter(|s| fold(s) == folded).find(|s| term.is_exact(s));
        exact.is_none_or(|spelling| spelling == word)
    }

    fn hits(&self, value: u64) -> Vec<Hit> {
        if value & 1 == 0 {
            return vec![unpack((value >> 1) as u32)];
        }
        let at = (value >> 1) as usize;
        let count = self.lists[at] as usize;
        self.lists[at + 1..=at + count].iter().map(|&packed| unpack(packed)).collect()
    }
}

/// All forms of one term.
struct Expanded {
    russian: Vec<(Vec<u8>, Role)>,
    english: Vec<(String, Role)>,
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
            english.extend(english::forms_of(text).into_iter().map(|form| (form, role)));
        }
        Self { russian, english }
    }
}

const fn ranked(at: usize) -> Role {
    if at == 0 { Role::Preferred } else { Role::Accepted }
}

/// Writes the finite-state map of the entries; forms with several hits go through `lists`.
fn compile(entries: Entries, lists: &mut Vec<u32>) -> Vec<u8> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn lexicon() -> Lexicon {
        let text = r#"
            [glossary]
            name = "own"
            [[term]]
            ru = "перегрузка"
            en = ["overload", "overcharge"]
            confused-with = "перезагрузка"
            [[term]]
            ru = "перезагрузка"
            en = ["reset", "reboot"]
            avoid-ru = "ресет"
            [[term]]
            ru = "противоракетная оборона"
            en = "missile defense"
            [[term]]
            ru = "НИИ"
            en = "research institute"
        "#;
        Lexicon::new(&[Glossary::parse(Source::new("own.toml", text)).unwrap()])
    }

    #[test]
    fn a_term_is_met_in_any_form_and_script() {
        let lexicon = lexicon();
        let first = |hits: Vec<Hit>| hits.first().map(|hit| lexicon.term(hit.term).ru[0].as_str());
        assert_eq!(first(lexicon.russian("Перезагрузок")), Some("перезагрузка"));
        assert_eq!(
            first(lexicon.russian("противоракетной обороны")),
            Some("противоракетная оборона")
        );
        assert_eq!(first(lexicon.english("resetting")), Some("перезагрузка"));
        assert_eq!(first(lexicon.english("missile defenses")), Some("противоракетная оборона"));
        for word in ["peregruzka", "Peregruzki", "PEREGRUZKOY", "peregruzkoĭ", "Peregrouzka"] {
            let hits = lexicon.romanized(word);
            assert_eq!(first(hits[0].hits.clone()), Some("перегрузка"), "{word}");
        }
        assert_eq!(lexicon.russian("ресетом")[0].role, Role::Avoided);
    }

    #[test]
    fn capitals_matter_for_short_ones() {
        let lexicon = lexicon();
        assert_eq!(lexicon.russian("НИИ").len(), 1);
        assert!(lexicon.russian("нии").is_empty());
    }

    #[test]
    fn pairs_are_listed_both_ways() {
        let lexicon = lexicon();
        let id = |word: &str| lexicon.by_headword(word)[0];
        assert!(lexicon.are_listed(id("перегрузка"), id("перезагрузка")));
        assert!(lexicon.are_listed(id("перезагрузка"), id("перегрузка")));
        assert!(!lexicon.are_listed(id("перезагрузка"), id("противоракетная оборона")));
    }

    #[test]
    fn slips_are_near() {
        let lexicon = lexicon();
        let near = lexicon.near("перезгрузка", 100);
        assert!(near.iter().any(|(near, _)| near.word == "перезагрузка"));
        assert!(
            lexicon
                .near_latin("perezgruzka", 100)
                .iter()
                .any(|(near, _)| near.word == "перезагрузка")
        );
        assert!(lexicon.begins_english("missile") && !lexicon.begins_english("reset"));
    }
}
