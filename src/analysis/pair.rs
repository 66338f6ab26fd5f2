//! A translation beside its original: which terms stand in each, and what became of those of the
//! original.

use std::cell::OnceCell;
use std::ops::Range;

use super::confusion::{Confusion, confusions};
use super::words::Words;
use super::{Mention, accepted, breaks, cyrillic};
use crate::document::Segment;
use crate::english;
use crate::lexicon::{Hit, Lexicon, Role, TermId};
use crate::placeholder::{Object, ObjectKind, objects};
use crate::russian;
use crate::script::{Lang, Script, fold};
use crate::source::Source;
use crate::translit::Scheme;

/// An original and its translation.
#[derive(Debug)]
pub struct Pair<'d> {
    /// The name that the file gives to the pair; empty where blocks were paired by their order.
    pub key: &'d str,
    /// The original.
    pub source: Side<'d>,
    /// The translation.
    pub target: Side<'d>,
    /// The glossaries in use.
    pub lexicon: &'d Lexicon,
    /// The romanization scheme of the house.
    pub house: Option<&'static Scheme>,
    /// The source in which the original stands, where that is another than the translation's.
    pub original: Option<&'d Source>,
    fates: OnceCell<Vec<Fate>>,
    confusions: OnceCell<Vec<Confusion>>,
}

/// One side of a pair.
#[derive(Debug)]
pub struct Side<'d> {
    /// Its words.
    pub words: Words<'d>,
    /// Its language.
    pub lang: Lang,
    /// Placeholders, tags and code in it.
    pub objects: Vec<Object<'d>>,
    /// Its Russian words; none in an English text.
    pub mentions: Vec<Mention>,
    /// The terms in it, the longest at each place, rejected renderings among them.
    pub terms: Vec<Occurrence>,
    /// All terms in it, those within longer ones too.
    pub(super) every: Vec<Occurrence>,
}

/// Terms at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The words, by number.
    pub words: Range<usize>,
    /// The terms they are a form of.
    pub hits: Vec<Hit>,
}

impl Occurrence {
    /// The terms of which this is a rendering that the glossary accepts.
    pub fn terms(&self) -> impl Iterator<Item = TermId> {
        accepted(&self.hits)
    }

    /// The terms of which this is a rendering that the glossary rejects.
    pub fn rejected(&self) -> impl Iterator<Item = TermId> {
        self.hits.iter().filter(|hit| hit.role == Role::Avoided).map(|hit| hit.term)
    }

    /// Whether the two have an accepted term in common.
    pub fn shares(&self, other: &Self) -> bool {
        self.terms().any(|term| other.terms().any(|also| also == term))
    }
}

/// What became of a term of the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is rendered, by the occurrence of the translation with this number among all of them.
    Rendered(usize),
    /// It is rendered, but fewer times than it stands in the original.
    Again,
    /// None of its renderings stands in the translation.
    Missing,
}

impl<'d> Pair<'d> {
    /// The number in which an English original has the term, as the dictionary names it: `Sing`
    /// where it stands as the glossary has it, `Plur` where it ends as plurals do.
    pub fn number_of(&self, term: TermId) -> Option<&'static str> {
        if self.source.lang != Lang::En {
            return None;
        }
        let said = self.source.terms.iter().find(|met| met.terms().any(|other| other == term))?;
        let key = self.source.key(said);
        let is_plain = self.lexicon.term(term).en.iter().any(|en| english::key(en) == key);
        if is_plain { Some("Sing") } else { key.ends_with('s').then_some("Plur") }
    }

    /// Reads both sides, of which one is English and the other Russian.
    pub fn new(
        key: &'d str,
        (source, from): (&'d Segment<'d>, Lang),
        (target, to): (&'d Segment<'d>, Lang),
        lexicon: &'d Lexicon,
        house: Option<&'static Scheme>,
        original: Option<&'d Source>,
    ) -> Self {
        Self {
            key,
            source: Side::new(source, from, lexicon),
            target: Side::new(target, to, lexicon),
            lexicon,
            house,
            original,
            fates: OnceCell::new(),
            confusions: OnceCell::new(),
        }
    }

    /// What became of each of the original's terms, in their order.
    pub fn fates(&self) -> &[Fate] {
        self.fates.get_or_init(|| {
            let mut taken = vec![false; self.target.every.len()];
            let fate = |met: &Occurrence| {
                let renders = |at: &usize| self.target.every[*at].shares(met);
                let mut all = (0..taken.len()).filter(renders);
                match all.clone().find(|at| !taken[*at]) {
                    Some(at) => {
                        taken[at] = true;
                        Fate::Rendered(at)
                    }
                    None if all.next().is_some() => Fate::Again,
                    None => Fate::Missing,
                }
            };
            self.source.terms.iter().map(fate).collect()
        })
    }

    /// The words of the translation that may stand for another, in the order of the text.
    pub fn confusions(&self) -> &[Confusion] {
        self.confusions.get_or_init(|| confusions(self))
    }

    /// Whether the original has a rendering of one of the terms in any place.
    pub fn is_meant(&self, met: &Occurrence) -> bool {
        self.source.every.iter().any(|said| said.shares(met))
    }
}

impl Pair<'_> {
    /// The original's terms that are rendered, each with its rendering.
    pub fn rendered(&self) -> impl Iterator<Item = (&Occurrence, &Occurrence)> {
        self.fates().iter().zip(&self.source.terms).filter_map(|(fate, met)| match fate {
            Fate::Rendered(by) => Some((met, &self.target.every[*by])),
            Fate::Again | Fate::Missing => None,
        })
    }

    /// The original's terms that are not rendered as often as they stand there.
    pub fn unrendered(&self) -> impl Iterator<Item = (usize, &Occurrence)> {
        let fates = self.fates().iter().zip(&self.source.terms).enumerate();
        fates
            .filter(|(_, (fate, _))| !matches!(fate, Fate::Rendered(_)))
            .map(|(at, (_, met))| (at, met))
    }

    /// The translation's terms of which the original says nothing, not even with a word of the
    /// family of their English: “content” calls for no *contents*.
    pub fn strange(&self) -> impl Iterator<Item = &Occurrence> {
        self.target.terms.iter().filter(|met| {
            met.terms().next().is_some() && !self.is_meant(met) && !self.is_alluded_to(met)
        })
    }

    /// Whether the original has each word of some English of the term, or a word of its family.
    pub fn is_alluded_to(&self, met: &Occurrence) -> bool {
        let words = &self.source.words;
        let all = 0..words.tokens.len();
        let said = |word: &str| match self.source.lang {
            Lang::En => {
                let key = english::key(word);
                all.clone().any(|at| english::are_related(&key, words.key(at)))
            }
            Lang::Ru => all.clone().any(|at| russian::are_related(word, words.tokens[at].text)),
        };
        met.terms().any(|term| {
            let term = self.lexicon.term(term);
            let renderings = if self.source.lang == Lang::En { &term.en } else { &term.ru };
            let telling = |text: &String| {
                let mut words =
                    text.split([' ', '-']).filter(|w| !english::is_little(w)).peekable();
                words.peek().is_some() && words.all(said)
            };
            renderings.iter().any(telling)
        })
    }
}

impl<'d> Side<'d> {
    fn new(segment: &'d Segment<'d>, lang: Lang, lexicon: &Lexicon) -> Self {
        let words = Words::new(segment);
        let objects = objects(segment.text());
        let is_text = text_words(&words, &objects);
        let every = match lang {
            Lang::Ru => every(&words, &is_text, |range| Some(russian_hits(&words, range, lexicon))),
            Lang::En => every(&words, &is_text, |range| english_hits(&words, range, lexicon)),
        };
        let mut terms: Vec<Occurrence> = Vec::new();
        for met in &every {
            match terms.last_mut() {
                Some(last) if last.words.start == met.words.start => *last = met.clone(),
                Some(last) if last.words.end > met.words.start => {}
                _ => terms.push(met.clone()),
            }
        }
        let mentions = match lang {
            Lang::Ru => russian_words(&words, &is_text, lexicon),
            Lang::En => Vec::new(),
        };
        Self { words, lang, objects, mentions, terms, every }
    }

    /// The text.
    pub fn text(&self) -> &'d str {
        self.words.segment.text()
    }

    /// What the format puts into the text and names.
    pub fn codes(&self) -> &'d [String] {
        &self.words.segment.codes
    }

    /// The words of a term as they are compared across a document.
    pub fn key(&self, met: &Occurrence) -> String {
        let words: Vec<&str> = met.words.clone().map(|at| self.words.key(at)).collect();
        words.join(" ")
    }

    /// The text with a blank for each byte of an object, so that places stay.
    pub fn prose(&self) -> String {
        let mut prose = String::with_capacity(self.text().len());
        let mut at = 0;
        for object in &self.objects {
            prose.push_str(&self.text()[at..object.span.start]);
            prose.extend(std::iter::repeat_n(' ', object.span.len()));
            at = object.span.end;
        }
        prose.push_str(&self.text()[at..]);
        prose
    }

    /// The Russian word at the place of a term.
    pub fn mention_at(&self, met: &Occurrence) -> Option<&Mention> {
        self.mentions.iter().find(|mention| mention.tokens == met.words)
    }
}

/// For each word whether it is text: not part of a placeholder, a tag, code, or a name such as
/// `snake_case` or `file.txt`.
fn text_words(words: &Words<'_>, objects: &[Object<'_>]) -> Vec<bool> {
    let glue = |gap: &str| matches!(gap, "_" | "." | "@" | "\\" | "=" | "#" | "://" | "::");
    let inside = |at: usize| {
        let span = words.tokens[at].span;
        objects.iter().any(|o| {
            o.kind != ObjectKind::Syntax && o.span.start < span.end && span.start < o.span.end
        })
    };
    let last = words.tokens.len().saturating_sub(1);
    (0..words.tokens.len())
        .map(|at| {
            // `/reference/react` is a path, `and/or` are words
            let path = words.gap_before(at);
            let joined = (path.ends_with('/') && path != "/")
                || (at > 0 && glue(words.gap_before(at)))
                || (at < last && glue(words.gap_after(at)));
            !joined && !inside(at)
        })
        .collect()
}

/// Whether a term that begins may go on with the next word, and the terms it is so far.
type Looked = (bool, Vec<Hit>);

/// Every term, shorter ones first at each place.
fn every(
    words: &Words<'_>,
    is_text: &[bool],
    look: impl Fn(&Range<usize>) -> Option<Looked>,
) -> Vec<Occurrence> {
    let mut found = Vec::new();
    for at in 0..words.tokens.len() {
        for end in at + 1..=words.tokens.len() {
            if !is_text[end - 1] || (end > at + 1 && breaks(words, end - 1)) {
                break;
            }
            let Some((goes_on, hits)) = look(&(at..end)) else { break };
            if !hits.is_empty() {
                found.push(Occurrence { words: at..end, hits });
            }
            if !goes_on {
                break;
            }
        }
    }
    found
}

fn russian_hits(words: &Words<'_>, range: &Range<usize>, lexicon: &Lexicon) -> Looked {
    let text = words.joined(range);
    (lexicon.begins_russian(&fold(&text)), lexicon.russian(&text))
}

fn english_hits(words: &Words<'_>, range: &Range<usize>, lexicon: &Lexicon) -> Option<Looked> {
    if words.tokens[range.end - 1].script == Script::Cyrillic {
        return None;
    }
    let keys: Vec<&str> = range.clone().map(|at| words.key(at)).collect();
    let key = keys.join(" ");
    let text = &words.segment.text()[words.span(range).range()];
    Some((lexicon.begins_english(&key), lexicon.english(&key, text)))
}

fn russian_words(words: &Words<'_>, is_text: &[bool], lexicon: &Lexicon) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < words.tokens.len() {
        if words.tokens[at].script == Script::Cyrillic && is_text[at] {
            let mention = cyrillic(words, lexicon, at);
            at = mention.tokens.end;
            mentions.push(mention);
        } else {
            at += 1;
        }
    }
    mentions
}
