//! Glossaries made ready for matching: every form of every term, found in one step.
//!
//! Russian forms are a [`Trie`], so that a word meets its term as it is written, romanized, or
//! with a slip in it. English forms are a finite-state map from [`english::key`]s.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use xxhash_rust::xxh3::xxh3_64;

use crate::english;
use crate::error::Error;
use crate::glossary::{self, Glossary, Term};
use crate::memo::{Itself, Memo};
use crate::script::fold;
use crate::translit::{open_skeleton, reading_key};
use crate::trie::{Alphabet, Near, Reading, likeliest};

mod compile;
mod digest;
mod edges;
mod keys;
mod lists;
mod load;
mod outlines;
mod part;
mod records;
mod sieve;
mod slots;
mod traits;

pub use compile::compile;
use part::Part;
use slots::Slots;
use traits::Traits;

/// A term of a lexicon, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(u32);

/// The bits of a [`TermId`] that number the term within its part.
const TERM_BITS: u32 = 24;

impl TermId {
    const fn new(part: usize, term: u32) -> Self {
        Self((part as u32) << TERM_BITS | term)
    }

    const fn part(self) -> usize {
        (self.0 >> TERM_BITS) as usize
    }

    const fn term(self) -> u32 {
        self.0 & ((1 << TERM_BITS) - 1)
    }
}

/// What a form is to its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A form of the first rendering.
    Preferred,
    /// A form of another rendering.
    Accepted,
    /// A form of a rendering that the glossary rejects.
    Avoided,
}

/// A term met under some form of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// Where in the English of terms a word stands; one that is all of it stands at both edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edges {
    /// Whether some English begins with it.
    pub begins: bool,
    /// Whether some English ends with it.
    pub ends: bool,
}

/// Latin words whose readings are remembered.
const MOST_READ: usize = 1 << 13;

/// Compiled glossaries: the built-in ones, which `build.rs` has compiled, and the user's own.
/// Look-up does not grow with their size.
#[derive(Debug)]
pub struct Lexicon {
    parts: Vec<Part>,
    /// The twins of each term of each part, found when first asked for.
    twins: Vec<Slots<Box<[TermId]>>>,
    /// The words that the English of each term may begin with, likewise.
    openings: Vec<Slots<Box<[String]>>>,
    /// What Latin words are read as, by the hashes of their keys.
    read: Memo<u64, Vec<RomanHit>, Itself>,
    number: u64,
}

/// The built-in glossaries, compiled by `build.rs`.
fn builtin() -> Part {
    let mut part = Part::of_static(crate::compiled::LEXICON).expect("build.rs wrote the lexicon");
    part.demanded = false;
    part
}

/// Glossaries compiled now.
fn compiled(glossaries: &[Glossary]) -> Part {
    Part::of_block(compile::sections(glossaries)).expect("compiled just now")
}

impl Lexicon {
    /// Compiles glossaries.
    pub fn new(glossaries: &[Glossary]) -> Self {
        Self::of(vec![compiled(glossaries)])
    }

    /// All built-in glossaries.
    pub fn builtin() -> &'static Self {
        static ALL: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(vec![builtin()]));
        &ALL
    }

    /// The glossaries with these names: built-in ones, and files. All built-in ones for no names,
    /// and for [`glossary::ALL`].
    pub fn load(names: &[String]) -> Result<Self, Vec<Error>> {
        let all = names.is_empty() || names.iter().any(|name| name == glossary::ALL);
        let mut parts = Vec::new();
        let (mut named, files): (Vec<&String>, Vec<&String>) = names
            .iter()
            .filter(|name| *name != glossary::ALL)
            .partition(|name| glossary::is_builtin(name));
        if all {
            // a user's glossary cannot be blamed for disagreeing with what he has not chosen
            named.clear();
            parts.push(builtin());
        }
        if !named.is_empty() {
            let mut part = builtin();
            part.enable(names);
            parts.push(part);
        }
        if !files.is_empty() {
            parts.push(load::own(&named, &files)?);
        }
        Ok(Self::of(parts))
    }

    /// The same with more glossaries.
    #[must_use]
    pub fn with(mut self, glossaries: &[Glossary]) -> Self {
        self.parts.push(compiled(glossaries));
        Self::of(self.parts)
    }

    fn of(parts: Vec<Part>) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let twins = parts.iter().map(|part| Slots::new(part.len())).collect();
        let openings = parts.iter().map(|part| Slots::new(part.len())).collect();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self { parts, twins, openings, read: Memo::new(MOST_READ), number }
    }

    /// A number that no other lexicon of the run has, nor ever had: what is remembered of words is
    /// remembered by it.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// A term.
    pub fn term(&self, id: TermId) -> &Term {
        self.parts[id.part()].term(id.term())
    }

    /// Whether a term is of glossaries that were named on top of those of another: files over
    /// what is built in.
    pub const fn outranks(&self, term: TermId, other: TermId) -> bool {
        term.part() > other.part()
    }

    /// All terms with their numbers.
    pub fn terms(&self) -> impl Iterator<Item = (TermId, &Term)> {
        self.parts.iter().enumerate().flat_map(|(number, part)| {
            let used = (0..part.len() as u32).filter(|term| part.is_enabled(*term));
            used.map(move |term| (TermId::new(number, term), part.term(term)))
        })
    }

    /// The names of the glossaries in use, in order.
    pub fn glossary_names(&self) -> Vec<&str> {
        self.parts.iter().flat_map(Part::names_in_use).collect()
    }

    /// The name of the glossary a term comes from.
    pub fn glossary_of(&self, id: TermId) -> &str {
        let part = &self.parts[id.part()];
        &part.names[part.origin(id.term())]
    }

    /// Whether a translation is held to the term's renderings. Glossaries that somebody named say
    /// how a house writes; those that are there anyway only know what words mean.
    pub fn is_demanded(&self, id: TermId) -> bool {
        self.parts[id.part()].demanded
    }

    /// The terms whose Russian headword is `word`.
    pub fn by_headword(&self, word: &str) -> Vec<TermId> {
        let folded = fold(word);
        let heads = |id: &TermId| self.term(*id).ru.iter().any(|ru| fold(ru) == folded);
        let hits = self.russian_hits(&folded);
        hits.into_iter()
            .filter(|hit| hit.role != Role::Avoided)
            .map(|hit| hit.term)
            .filter(heads)
            .collect()
    }

    /// The terms that `term` lists as something it is mistaken for, and those that list it.
    pub fn twins(&self, term: TermId) -> &[TermId] {
        self.twins[term.part()].get_or_init(term.term() as usize, || {
            let entry = self.term(term);
            let named = entry.confused_with.iter().flat_map(|name| self.by_headword(name));
            let naming = entry.ru.iter().flat_map(|head| {
                let head = fold(head);
                self.collect(|part| part.confused.get(&head)).into_iter().map(|hit| hit.term)
            });
            let mut twins: Vec<TermId> = named.chain(naming).collect();
            twins.sort_unstable();
            twins.dedup();
            twins.into_boxed_slice()
        })
    }

    /// The first words, as [`key`](crate::english::key)s, of all forms of a term's English.
    pub fn openings(&self, term: TermId) -> &[String] {
        self.openings[term.part()].get_or_init(term.term() as usize, || {
            let forms = self.term(term).en.iter().flat_map(|en| english::forms_of(en));
            let first = |form: String| form.split(' ').next().map(str::to_owned);
            let mut openings: Vec<String> = forms.filter_map(first).collect();
            openings.sort_unstable();
            openings.dedup();
            openings.into_boxed_slice()
        })
    }

    /// Whether a term lists others that it is mistaken for.
    pub fn is_paired(&self, term: TermId) -> bool {
        self.traits(term).has(Traits::CONFUSED)
    }

    /// Whether any term does.
    pub fn has_pairs(&self) -> bool {
        self.parts.iter().any(|part| !part.confused.is_empty())
    }

    /// Whether any term is a name of which one spelling is required.
    pub fn has_names(&self) -> bool {
        self.parts.iter().any(|part| part.any.has(Traits::NAME))
    }

    /// Whether a term is such a name.
    pub fn is_enforced_name(&self, term: TermId) -> bool {
        self.traits(term).has(Traits::NAME)
    }

    /// Whether one of two terms lists the other as something it is mistaken for.
    pub fn are_listed(&self, term: TermId, other: TermId) -> bool {
        self.twins(term).contains(&other)
    }

    /// The terms that have the Russian form `word`, as it stands in a text.
    pub fn russian(&self, word: &str) -> Vec<Hit> {
        let mut hits = self.russian_hits(&fold(word));
        // terms in short capitals match as they are written only
        hits.retain(|hit| self.is_met(*hit, word));
        hits
    }

    fn russian_hits(&self, folded: &str) -> Vec<Hit> {
        self.collect(|part| part.russian.get(folded))
    }

    /// The terms of several words whose first may be this one.
    pub fn russian_phrases(&self, first: &str) -> Vec<Hit> {
        const MOST: usize = 1 << 12;
        let folded = fold(first);
        let ways = [' ', '-'].map(|joint| format!("{folded}{joint}"));
        let found = ways.iter().filter(|way| self.begins_russian(way));
        found.flat_map(|way| self.beginning(way, 0, MOST)).flat_map(|(_, hits)| hits).collect()
    }

    /// Whether a form that begins with the folded `words` exists, so that a longer phrase may.
    pub fn begins_russian(&self, words: &str) -> bool {
        self.parts.iter().any(|part| part.russian.begins(words))
    }

    /// The terms that have the English form with this [`key`](crate::english::key); `text` is the
    /// form as it stands, since short renderings in capitals (IT, USE) match as they are only.
    pub fn english(&self, key: &str, text: &str) -> Vec<Hit> {
        let mut hits = self.collect(|part| part.english.get(key));
        if key.len() <= 5 && text.chars().any(char::is_lowercase) {
            let capitals = |en: &String| {
                en.len() == key.len()
                    && !en.chars().any(char::is_lowercase)
                    && en.eq_ignore_ascii_case(key)
            };
            hits.retain(|hit| {
                let has_capitals = || {
                    let term = self.term(hit.term);
                    term.en.iter().chain(&term.avoid_en).any(capitals)
                };
                !(self.traits(hit.term).has(Traits::CAPITALS) && has_capitals())
            });
        }
        hits
    }

    /// Where in the English of terms the word with this key stands.
    pub fn edges(&self, key: &str) -> Edges {
        let mut edges = Edges::default();
        let longer = format!("{key} ");
        for part in self.parts.iter().filter(|part| part.may_be_edge(key)) {
            let whole = part.english.get(key).is_some();
            edges.begins |= whole || part.english.begins(&longer);
            edges.ends |= whole || part.last.get(key).is_some();
        }
        edges
    }

    /// Whether an English form that begins with the key `words` and goes on with a space exists.
    pub fn begins_english(&self, words: &str) -> bool {
        let longer = format!("{words} ");
        self.parts.iter().any(|part| part.english.begins(&longer))
    }

    /// Whether `latin` may be a romanized form of a term, or a word of one: a quick look.
    pub fn may_romanize(&self, latin: &str) -> bool {
        self.may_hold(&reading_key(latin))
    }

    fn may_hold(&self, key: &str) -> bool {
        self.parts.iter().any(|part| part.may_romanize(key))
    }

    /// The terms of which `latin` is a romanized form: by one scheme, else by a mixture, else with
    /// its diacritics left out.
    pub fn romanized(&self, latin: &str) -> Vec<RomanHit> {
        let key = reading_key(latin);
        if !self.may_hold(&key) {
            return Vec::new();
        }
        let may_be = |part: &&Part| part.may_romanize(&key);
        self.read.get_or(xxh3_64(key.as_bytes()), || {
            let mut found = Vec::new();
            for (number, part) in self.parts.iter().enumerate().filter(|(_, part)| may_be(part)) {
                for reading in part.russian.romanized(&key) {
                    let hits = hits_of(number, part, reading.value);
                    if !hits.is_empty() {
                        found.push(RomanHit { reading, hits });
                    }
                }
            }
            likeliest(found, |hit| hit.reading.written)
        })
    }

    /// The forms at most `edits` letters from a Cyrillic word, or with a syllable more than it.
    pub fn near(&self, word: &str, edits: u8) -> Vec<(String, Vec<Hit>)> {
        let word = fold(word);
        self.near_by(|part| {
            let mut near = part.russian.near(&word, edits, Alphabet::Own);
            if edits > 1 {
                near.extend(part.russian.with_gap(&word, Alphabet::Own));
            }
            near
        })
    }

    /// The same for a Latin word: by its skeleton and by its letters, since a slip inside `kh` or
    /// `shch` breaks the skeleton, and another scheme the spelling.
    pub fn near_latin(&self, word: &str, edits: u8) -> Vec<(String, Vec<Hit>)> {
        let (skeleton, spelling) = (open_skeleton(word), reading_key(word));
        self.near_by(|part| {
            let mut near = part.russian.near(&skeleton, edits, Alphabet::Skeleton);
            near.extend(part.russian.near(&spelling, edits, Alphabet::Latin));
            if edits > 1 {
                near.extend(part.russian.with_gap(&skeleton, Alphabet::Skeleton));
            }
            near
        })
    }

    /// The English forms at most `edits` letters from a [`key`](crate::english::key).
    pub fn near_english(&self, key: &str, edits: u8) -> Vec<(String, Vec<Hit>)> {
        self.near_by(|part| part.english.near(key, edits, Alphabet::Own))
    }

    /// Some `most` of the forms that begin with a Cyrillic word, the shortest; with `edits`, also
    /// those that nearly do.
    pub fn beginning(&self, word: &str, edits: u8, most: usize) -> Vec<(String, Vec<Hit>)> {
        let word = fold(word);
        self.near_by(|part| match edits {
            0 => part.russian.beginning(&word, most),
            _ => part.russian.beginning_near(&word, edits, Alphabet::Own, most),
        })
    }

    /// The same for a Latin word: by one scheme, else by a mixture, else with its diacritics left
    /// out; nearly, by its skeleton.
    pub fn beginning_latin(&self, word: &str, edits: u8, most: usize) -> Vec<(String, Vec<Hit>)> {
        if edits > 0 {
            let skeleton = open_skeleton(word);
            return self.near_by(|part| {
                part.russian.beginning_near(&skeleton, edits, Alphabet::Skeleton, most)
            });
        }
        let key = reading_key(word);
        self.near_by(|part| part.russian.beginning_romanized(&key, most))
    }

    /// The same for an English [`key`](crate::english::key).
    pub fn beginning_english(&self, key: &str, edits: u8, most: usize) -> Vec<(String, Vec<Hit>)> {
        self.near_by(|part| match edits {
            0 => part.english.beginning(key, most),
            _ => part.english.beginning_near(key, edits, Alphabet::Own, most),
        })
    }

    /// Every form once, in alphabetical order.
    fn near_by(&self, walk: impl Fn(&Part) -> Vec<Near>) -> Vec<(String, Vec<Hit>)> {
        let mut found = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            for near in walk(part) {
                let hits = hits_of(number, part, near.value);
                if !hits.is_empty() {
                    found.push((near.word, hits));
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// Whether any term rejects a Russian rendering of several words.
    pub fn rejects_phrases(&self) -> bool {
        self.parts.iter().any(|part| part.rejects_phrases)
    }

    /// Whether any term rejects an English rendering wherever it stands.
    pub fn rejects_english(&self) -> bool {
        self.parts.iter().any(|part| !part.rejected.is_empty())
    }

    /// The English renderings, as [`key`](crate::english::key)s, that some term rejects wherever
    /// they stand, and whose longest word this is.
    pub fn rejected_with<'l>(&'l self, key: &'l str) -> impl Iterator<Item = &'l str> {
        let found = self.parts.iter().filter_map(move |part| part.rejected.get(key));
        found.flatten().map(String::as_str)
    }

    fn collect(&self, find: impl Fn(&Part) -> Option<u64>) -> Vec<Hit> {
        let parts = self.parts.iter().enumerate();
        let found = parts.filter_map(|(number, part)| Some((number, part, find(part)?)));
        found.flat_map(|(number, part, value)| hits_of(number, part, value)).collect()
    }

    fn traits(&self, term: TermId) -> Traits {
        self.parts[term.part()].traits(term.term())
    }

    fn is_met(&self, hit: Hit, word: &str) -> bool {
        if !self.traits(hit.term).has(Traits::EXACT) {
            return true;
        }
        let term = self.term(hit.term);
        let spellings = if hit.role == Role::Avoided { &term.avoid_ru } else { &term.ru };
        let folded = fold(word);
        let exact = spellings.iter().filter(|s| fold(s) == folded).find(|s| term.is_exact(s));
        exact.is_none_or(|spelling| spelling == word)
    }
}

/// The hits that a number in the maps of a part stands for.
fn hits_of(number: usize, part: &Part, value: u64) -> Vec<Hit> {
    part.hits(value).map(|(term, role)| Hit { term: TermId::new(number, term), role }).collect()
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
        assert_eq!(first(lexicon.english("resetting", "resetting")), Some("перезагрузка"));
        assert_eq!(
            first(lexicon.english("missile defenses", "missile defenses")),
            Some("противоракетная оборона")
        );
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
        let near = lexicon.near("перезгрузка", 1);
        assert!(near.iter().any(|(word, _)| word == "перезагрузка"));
        assert!(
            lexicon.near_latin("perezgruzka", 1).iter().any(|(word, _)| word == "перезагрузка")
        );
        assert!(lexicon.begins_english("missile") && !lexicon.begins_english("reset"));
        let edges = |word| lexicon.edges(word);
        assert_eq!(edges("missile"), Edges { begins: true, ends: false });
        assert_eq!(edges("defenses"), Edges { begins: false, ends: true });
        assert_eq!(edges("reset"), Edges { begins: true, ends: true });
        assert_eq!(edges("button"), Edges::default());
    }
}
