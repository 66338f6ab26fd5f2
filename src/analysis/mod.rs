//! Reading a passage: which of its words are Russian, which terms they are, and what the text
//! says they mean.
//!
//! A wrong real word shows only against what was meant, so every [`Mention`] of a Russian word
//! gets a [`Verdict`]: its own meaning stands beside it, or another term's does, or the text does
//! not say. Checks are predicates over these.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

use crate::document::Segment;
use crate::english;
use crate::lexicon::{Hit, Lexicon, Role, TermId};
use crate::memo::{Itself, Memo, Recent};
use crate::russian::{self, Grammar};
use crate::script::{Casing, Script, fold, is_sign};
use crate::span::Span;
use crate::translit::{Scheme, SchemeSet, reading_key, without_stress};
use crate::trie::likeliest;

mod agreement;
mod confusion;
mod foreign;
pub mod frames;
mod habits;
mod known;
mod likeness;
mod meaning;
mod negation;
mod pair;
mod place;
mod rendering;
mod spelt;
mod suggest;
mod usage;
pub mod words;

pub use confusion::{Candidate, Confusion, Ground};
pub use habits::Habits;
pub use likeness::{evidence_against, may_stand_for_any, may_stand_for_first, may_stand_for_last};
pub use meaning::{BACK, Evidence, Verdict, Wrong, is_carrier};
pub use pair::{Fate, Occurrence, Pair, Side};
pub use rendering::Rendering;
pub use suggest::{Meant, has_form_within, scheme_of, suggest};
pub use usage::is_fitting;
pub use words::Words;

/// A segment, read against a lexicon.
#[derive(Debug)]
pub struct Passage<'d> {
    /// Its words.
    pub words: Words<'d>,
    /// The terms it is read against.
    pub lexicon: &'d Lexicon,
    /// The Russian words in it, in order.
    pub mentions: Vec<Mention>,
    /// The segments before it, nearest last.
    pub earlier: &'d [&'d Segment<'d>],
    /// The romanization scheme of the house.
    pub house: Option<&'static Scheme>,
    english: OnceCell<Vec<(Range<usize>, Vec<Hit>)>>,
    before: OnceCell<Vec<Words<'d>>>,
}

/// A Russian word or term in a text, in either script.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Its words, by number.
    pub tokens: Range<usize>,
    /// Its bytes in the segment.
    pub span: Span,
    /// It as it stands.
    pub text: String,
    /// Its script.
    pub script: Script,
    /// The Russian forms it may be, as the dictionary or a glossary has them, folded; several when
    /// a romanization can be read in several ways, none when it is no known word.
    pub forms: Vec<String>,
    /// Which form it is, where somebody has asked the words around it.
    pub grammar: Option<Grammar>,
    /// The terms it is a form of.
    pub hits: Vec<Hit>,
    /// Whether it is an English word too.
    pub english: bool,
    /// Whether it stands in a passage in some other language.
    pub foreign: bool,
    /// Whether the text calls it Russian: “the Russian word *order*”.
    pub introduced: bool,
    /// What the text says of its meaning.
    pub verdict: Verdict,
}

impl Mention {
    /// The same, knowing which of its forms it is from the words around it and the `number` of the
    /// original's word, `Sing` or `Plur`.
    #[must_use]
    pub fn in_context(&self, words: &Words<'_>, number: Option<&str>) -> Self {
        let form = self.forms.first().filter(|_| self.script == Script::Cyrillic);
        let grammar = form.and_then(|form| agreement::likeliest(words, &self.tokens, form, number));
        Self { grammar, ..self.clone() }
    }

    /// Whether it is a form of the term, as the glossary wants it or not.
    pub fn is(&self, term: TermId) -> bool {
        self.hits.iter().any(|hit| hit.term == term)
    }
}

/// A romanized word of a document, for checks that compare words far from each other.
#[derive(Clone, Debug)]
pub struct Romanized {
    /// Its bytes in the source; as long as only its passage is known, in the text of that.
    pub span: Span,
    /// The word as it stands.
    pub text: String,
    /// The Russian form, with ё.
    pub form: String,
    /// The schemes that write it so, signs aside.
    pub schemes: SchemeSet,
    /// Whether it stands in the source as it is.
    pub verbatim: bool,
    /// How many times the document has it; the span is the first of them.
    pub times: usize,
}

impl Passage<'_> {
    /// Its romanized words: those that are Russian and nothing else. Names have spellings of their
    /// own and are left out. Their spans are those of the passage.
    pub fn romanized(&self) -> impl Iterator<Item = Romanized> + '_ {
        let plain = |m: &&Mention| {
            m.script == Script::Latin
                && !m.english
                && !m.foreign
                && Casing::of(&m.text) == Casing::Lower
                && m.tokens.len() == 1
                && Romanized::is_long_enough(&m.text)
        };
        self.mentions.iter().filter(plain).filter_map(|mention| {
            let form = russian::with_yo(mention.forms.first()?);
            // by chance many words of many languages spell a Russian form: a term or a word that
            // is set off is meant to be one
            let quote = self.words.quotes[mention.tokens.start].as_ref();
            let meant = !mention.hits.is_empty() || quote.is_some_and(|quote| quote.len() <= 2);
            if !meant || mention.text.contains(is_sign) {
                return None;
            }
            Some(Romanized {
                span: mention.span,
                text: mention.text.clone(),
                schemes: schemes_that_write(&form, &mention.text),
                form,
                verbatim: false,
                times: 1,
            })
        })
    }
}

impl Romanized {
    /// The same, known to stand in this segment.
    #[must_use]
    pub fn in_segment(&self, segment: &Segment<'_>) -> Self {
        let (span, verbatim) = (segment.to_source(self.span), segment.is_verbatim(self.span));
        Self { span, verbatim, ..self.clone() }
    }

    /// Whether `word` has as many letters as one must.
    pub fn is_long_enough(word: &str) -> bool {
        word.chars().count() >= SHORTEST_ROMANIZED
    }

    /// The schemes that write some Russian word as `word`, if it is one and any do.
    pub fn schemes_of(word: &str) -> Option<SchemeSet> {
        let form = dictionary_readings(word).into_iter().next()?;
        let schemes = schemes_that_write(&russian::with_yo(&form), word);
        (schemes != 0).then_some(schemes)
    }
}

/// Words that are remembered.
const MOST_REMEMBERED: usize = 1 << 13;

/// Shorter words are too many things by chance.
const SHORTEST_ROMANIZED: usize = 5;

fn schemes_that_write(form: &str, word: &str) -> SchemeSet {
    let key = reading_key(word);
    let keys = spelt::in_all_schemes(form);
    let fits = keys.split('\n').enumerate().filter(|(_, latin)| *latin == key);
    fits.fold(0, |set, (at, _)| set | 1 << at)
}

/// The most words in a term that is looked for in Latin letters.
const LONGEST_LATIN: usize = 4;

impl<'d> Passage<'d> {
    /// Reads a segment, and what it says of its words.
    pub fn new(
        segment: &'d Segment<'d>,
        earlier: &'d [&'d Segment<'d>],
        lexicon: &'d Lexicon,
        house: Option<&'static Scheme>,
    ) -> Self {
        let mut passage = Self::read(segment, earlier, lexicon, house, Wanted::Words);
        // Only Latin letters can say in English what a word means.
        if passage.words.tokens.iter().any(|t| t.script == Script::Latin) {
            for at in 0..passage.mentions.len() {
                passage.mentions[at].verdict = meaning::judge(&passage, &passage.mentions[at]);
            }
        }
        passage
    }

    /// Reads the romanized terms of a segment, without asking what it says of them.
    pub fn of_terms(segment: &'d Segment<'d>, lexicon: &'d Lexicon) -> Self {
        Self::read(segment, &[], lexicon, None, Wanted::Terms)
    }

    fn read(
        segment: &'d Segment<'d>,
        earlier: &'d [&'d Segment<'d>],
        lexicon: &'d Lexicon,
        house: Option<&'static Scheme>,
        wanted: Wanted,
    ) -> Self {
        let words = Words::new(segment);
        let mut mentions = mentions(&words, lexicon, wanted);
        let foreign = foreign::foreign(&words);
        for mention in &mut mentions {
            let at = mention.tokens.start;
            mention.foreign = mention.script == Script::Latin
                && (foreign[at] || foreign::is_introduced_as_foreign(&words, at));
        }
        let (english, before) = (OnceCell::new(), OnceCell::new());
        Self { words, lexicon, mentions, earlier, house, english, before }
    }

    /// Whether it has English that some term rejects wherever it stands.
    pub fn rejects_english(&self) -> bool {
        let words = &self.words;
        let stands = |at: usize, phrase: &str| {
            let parts: Vec<&str> = phrase.split(' ').collect();
            (0..parts.len()).any(|part| {
                let Some(start) = at.checked_sub(part) else { return false };
                start + parts.len() <= words.tokens.len()
                    && (0..parts.len()).all(|part| words.key(start + part) == parts[part])
            })
        };
        self.lexicon.rejects_english()
            && (0..words.tokens.len()).any(|at| {
                words.terms(at, self.lexicon).rejected
                    && self.lexicon.rejected_with(words.key(at)).any(|phrase| stands(at, phrase))
            })
    }

    /// The words of the segments in which a label's meaning is looked for, the nearest first; cut
    /// when first asked for.
    fn before(&self) -> &[Words<'d>] {
        let nearest = self.earlier.iter().rev().take(BACK);
        self.before.get_or_init(|| nearest.map(|segment| Words::new(segment)).collect())
    }

    /// The English terms in it, found when first asked for.
    pub fn english(&self) -> &[(Range<usize>, Vec<Hit>)] {
        let all = 0..self.words.tokens.len();
        self.english.get_or_init(|| english_terms(&self.words, &all, self.lexicon))
    }
}

/// The English terms among the words of `range`, longest first at each place.
pub fn english_terms(
    words: &Words<'_>,
    range: &Range<usize>,
    lexicon: &Lexicon,
) -> Vec<(Range<usize>, Vec<Hit>)> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let terms = words.terms(at, lexicon);
        let mut best = (!terms.alone.is_empty()).then(|| (at..at + 1, terms.alone.clone()));
        if terms.begins {
            let mut key = words.key(at).to_owned();
            for end in at + 2..=range.end {
                key.push(' ');
                key.push_str(words.key(end - 1));
                let span = words.span(&(at..end));
                let hits = lexicon.english(&key, &words.segment.text()[span.range()]);
                if !hits.is_empty() {
                    best = Some((at..end, hits));
                }
                if !lexicon.begins_english(&key) {
                    break;
                }
            }
        }
        // `/file` and `CHERRY_PICK_HEAD` mean nothing
        match best.filter(|(range, _)| !range.clone().any(|word| words.is_code(word))) {
            Some((range, hits)) => {
                at = range.end;
                found.push((range, hits));
            }
            None => at += 1,
        }
    }
    found
}

/// Which romanized words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// All that the dictionary knows or that may be slips.
    Words,
    /// Those that may be of a term.
    Terms,
}

fn mentions(words: &Words<'_>, lexicon: &Lexicon, wanted: Wanted) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        let mention = match words.tokens[at].script {
            Script::Cyrillic => Some(cyrillic(words, lexicon, at)),
            Script::Latin => latin(words, lexicon, at, wanted),
            Script::Mixed | Script::Other => None,
        };
        at = mention.as_ref().map_or(at + 1, |mention: &Mention| mention.tokens.end);
        mentions.extend(mention);
    }
    mentions
}

fn mention(words: &Words<'_>, tokens: Range<usize>, forms: Vec<String>, hits: Vec<Hit>) -> Mention {
    let span = words.span(&tokens);
    Mention {
        span,
        text: words.segment.text()[span.range()].to_owned(),
        script: words.tokens[tokens.start].script,
        tokens,
        forms,
        grammar: None,
        hits,
        english: false,
        introduced: false,
        foreign: false,
        verdict: Verdict::Unclear,
    }
}

fn cyrillic(words: &Words<'_>, lexicon: &Lexicon, at: usize) -> Mention {
    let single = words.forms(at, lexicon);
    let longest = if single.begins { longest_term(words, lexicon, at) } else { None };
    let longest =
        longest.or_else(|| (!single.hits.is_empty()).then(|| (at..at + 1, single.hits.clone())));
    // a word with hyphens is one word unless a term is only a part of it
    let whole = words.hyphenated(at);
    let (tokens, hits) = longest.unwrap_or_else(|| {
        let is_whole =
            whole.len() > 1 && whole.start == at && russian::is_known(&words.joined(&whole));
        (if is_whole { whole } else { at..at + 1 }, Vec::new())
    });
    let forms = if tokens.len() == 1 {
        let is_known = !hits.is_empty() || single.is_known;
        if is_known { vec![single.folded.clone()] } else { Vec::new() }
    } else {
        // a term, or a word with hyphens that is known
        vec![fold(&words.joined(&tokens)).into_owned()]
    };
    mention(words, tokens, forms, hits)
}

/// The longest term of several words that starts here, across spaces and hyphens.
fn longest_term(
    words: &Words<'_>,
    lexicon: &Lexicon,
    at: usize,
) -> Option<(Range<usize>, Vec<Hit>)> {
    let mut longest = None;
    for end in at + 2..=words.tokens.len() {
        if words.tokens[end - 1].script == Script::Latin || breaks(words, end - 1) {
            break;
        }
        let text = words.joined(&(at..end));
        let hits = lexicon.russian(&text);
        if !hits.is_empty() {
            longest = Some((at..end, hits));
        }
        if !lexicon.begins_russian(&fold(&text)) {
            break;
        }
    }
    longest
}

/// Whether punctuation stands before the word, so that no term goes on with it.
fn breaks(words: &Words<'_>, word: usize) -> bool {
    words
        .gap_before(word)
        .chars()
        .any(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}' | '\u{2011}'))
}

fn latin(words: &Words<'_>, lexicon: &Lexicon, at: usize, wanted: Wanted) -> Option<Mention> {
    let token = &words.tokens[at];
    let known = words.known(at);
    if known.single || known.casing == Casing::Mixed {
        return None;
    }
    let english = known.english;
    let introduced = english && introduced_as_russian(words, at);
    let set_off = words.quotes[at].as_ref().is_some_and(|quote| quote.len() == 1)
        || words.gap_after(at).trim_start().starts_with('(');
    if english && !introduced && !set_off {
        return None;
    }
    if wanted == Wanted::Terms && !lexicon.may_romanize(english::base(token.text)) {
        return None;
    }
    let (single, begins) = readings(lexicon, token.text);
    let most = if begins { LONGEST_LATIN.min(words.tokens.len() - at) } else { 1 };
    for length in (2..=most).rev() {
        let tokens = at..at + length;
        if (at + 1..at + length)
            .any(|word| breaks(words, word) || words.tokens[word].script != Script::Latin)
        {
            continue;
        }
        let text = words.joined(&tokens);
        let found = lexicon.romanized(english::base(&text));
        if !found.is_empty() {
            let forms = found.iter().map(|hit| hit.reading.word.clone()).collect();
            let hits = found.into_iter().flat_map(|hit| hit.hits).collect();
            let mention = with_sign(words, mention(words, tokens, forms, hits));
            return Some(Mention { english, introduced, ..mention });
        }
    }
    if english && accepted(&single.hits).next().is_none() {
        return None;
    }
    let tokens = at..at + 1;
    let mention = with_sign(words, mention(words, tokens, single.forms, single.hits));
    Some(Mention { english, introduced, ..mention })
}

/// The mention with the apostrophe after it, where that stands for its soft sign and not for the
/// end of a quotation.
fn with_sign(words: &Words<'_>, mut mention: Mention) -> Mention {
    let last = mention.tokens.end - 1;
    let after = words.gap_after(last).chars().next();
    let quoted = words.quotes[last].as_ref().is_some_and(|quote| quote.end == last + 1);
    if let Some(sign) = after.filter(|&c| matches!(c, '\'' | '’' | 'ʼ' | '′' | '`'))
        && !quoted
        && mention.forms.first().is_some_and(|form| form.ends_with('ь'))
    {
        mention.span.end += sign.len_utf8();
        mention.text.push(sign);
    }
    mention
}

/// What a Latin word may be in Russian.
#[derive(Clone, Debug, Default)]
struct Reading {
    forms: Vec<String>,
    hits: Vec<Hit>,
}

/// What a Latin word may be, and whether a term of several words may begin with it. Each distinct
/// word is read once a thread.
fn readings(lexicon: &Lexicon, word: &str) -> (Reading, bool) {
    type Known = Recent<(u64, u64), (Reading, bool)>;
    thread_local! {
        static KNOWN: RefCell<Known> = RefCell::new(Recent::new(MOST_REMEMBERED));
    }
    let asked = (lexicon.number(), xxh3_64(word.as_bytes()));
    KNOWN.with_borrow_mut(|known| {
        if let Some(reading) = known.get(&asked) {
            return reading;
        }
        let found = lexicon.romanized(english::base(word));
        let forms: Vec<String> = found.iter().map(|hit| hit.reading.word.clone()).collect();
        let hits: Vec<Hit> = found.into_iter().flat_map(|hit| hit.hits).collect();
        let dictionary = dictionary_readings(word);
        let begins =
            forms.iter().chain(&dictionary).any(|form| lexicon.begins_russian(&format!("{form} ")));
        let reading = Reading { forms: if hits.is_empty() { dictionary } else { forms }, hits };
        known.put(asked, (reading.clone(), begins));
        (reading, begins)
    })
}

/// The dictionary's forms of which a Latin word is a romanization: by one scheme, or by the ways
/// that English publications mix.
pub fn dictionary_readings(latin: &str) -> Vec<String> {
    static KNOWN: LazyLock<Memo<u64, Vec<String>, Itself>> =
        LazyLock::new(|| Memo::new(MOST_REMEMBERED));
    let key = reading_key(english::base(latin));
    // very short strings are some form of something
    if key.chars().count() < 3 {
        return Vec::new();
    }
    KNOWN.get_or(xxh3_64(key.as_bytes()), || read_by_dictionary(&key))
}

fn read_by_dictionary(key: &str) -> Vec<String> {
    let forms = russian::forms();
    let unstressed = without_stress(key);
    // an English plural of a Russian word: muzhiks, versts
    let singular = unstressed.strip_suffix('s').filter(|stem| stem.len() > 3);
    for key in [Some(key), Some(&unstressed), singular].into_iter().flatten() {
        let readings = likeliest(forms.romanized(key), |reading| reading.written);
        if !readings.is_empty() {
            return readings.into_iter().map(|reading| reading.word).collect();
        }
    }
    Vec::new()
}

/// Whether the text calls an English-looking word Russian: “the Russian word *order*”.
fn introduced_as_russian(words: &Words<'_>, at: usize) -> bool {
    let back = |steps: usize| at.checked_sub(steps).map(|word| words.lower(word));
    let is = |word: Option<&str>, wanted: &[&str]| word.is_some_and(|w| wanted.contains(&w));
    let nouns = ["word", "term", "name", "verb", "noun", "for", "as"];
    (is(back(1), &["russian"]) && words.quotes[at].is_some())
        || (is(back(1), &nouns) && is(back(2), &["russian"]))
        || (is(back(2), &["in"]) && is(back(1), &["russian"]))
}

/// The rendering of a term that the English key is a form of; its first one if none is.
pub fn rendering<'t>(lexicon: &'t Lexicon, term: TermId, key: &str) -> Cow<'t, str> {
    let term = lexicon.term(term);
    let fits = |en: &&String| english::forms_of(en).contains(key);
    Cow::Borrowed(term.en.iter().find(fits).unwrap_or(&term.en[0]))
}

/// The hits that are renderings, not rejected ones.
pub fn accepted(hits: &[Hit]) -> impl Iterator<Item = TermId> {
    hits.iter().filter(|hit| hit.role != Role::Avoided).map(|hit| hit.term)
}
