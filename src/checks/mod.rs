//! Checks: one file a mistake, each with its manual page, whose examples are run as tests.
//!
//! The lines of the page's ```` ```bad ```` blocks are texts in which the check must find something,
//! those of its ```` ```good ```` blocks texts that it must leave alone. In blocks called
//! ```` ```bad pair ```` and ```` ```good pair ```` each line is an original and its translation,
//! written `original = translation`, with `\n` for a line end.

use std::cell::OnceCell;
use std::fmt::Debug;
use std::ops::Range;

use crate::analysis::{Habits, Meant, Pair, Passage, Rendering, Romanized, suggest};
use crate::distance::{Cost, both};
use crate::document::{Segment, Unit};
use crate::english;
use crate::error::Error;
use crate::finding::{
    Confidence, Elsewhere, Finding, Fix, Meta, Related, Severity, Suggestion, TermRef,
};
use crate::lexicon::{Lexicon, RomanHit, TermId};
use crate::script::{Casing, Lang, Script, script_of};
use crate::source::Source;
use crate::span::Span;
use crate::translit::Scheme;

mod access_key;
mod avoided_term;
mod brackets;
mod compare;
mod confused_term;
mod dashes;
mod doubled_word;
mod false_friend;
pub(crate) mod inconsistent_term;
mod missing_term;
mod mixed_romanization;
mod mixed_script;
mod name_spelling;
mod near_miss;
mod numbers;
mod placeholders;
mod punctuation;
mod quotes;
mod romanization_mismatch;
mod spaces;
mod tags;
mod untranslated;
pub(crate) mod unused_ignore;
mod wrong_layout;

/// Every check.
pub static ALL: &[&dyn Check] = &[
    &confused_term::ConfusedTerm,
    &false_friend::FalseFriend,
    &missing_term::MissingTerm,
    &inconsistent_term::InconsistentTerm,
    &untranslated::Untranslated,
    &near_miss::NearMiss,
    &avoided_term::AvoidedTerm,
    &romanization_mismatch::RomanizationMismatch,
    &mixed_romanization::MixedRomanization,
    &mixed_script::MixedScript,
    &wrong_layout::WrongLayout,
    &name_spelling::NameSpelling,
    &numbers::Numbers,
    &placeholders::Placeholders,
    &tags::Tags,
    &punctuation::Punctuation,
    &quotes::Quotes,
    &dashes::Dashes,
    &spaces::Spaces,
    &doubled_word::DoubledWord,
    &brackets::Brackets,
    &access_key::AccessKey,
    &unused_ignore::UnusedIgnore,
];

/// Whether a word may be found wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suspicion {
    /// Only for what the text says of it.
    None,
    /// Only beside other romanized words of its document.
    Compared,
    /// Where the English of its twin stands beside it.
    Beside,
    /// Where it stands in certain places.
    Placed,
    /// Anywhere.
    Anywhere,
}

impl Suspicion {
    /// The suspicion, if there is any ground for it.
    fn anywhere_if(ground: bool) -> Self {
        if ground { Self::Anywhere } else { Self::None }
    }
}

/// A word that is met for the first time.
#[derive(Debug)]
pub struct Word<'w> {
    /// It as it stands.
    pub text: &'w str,
    /// Its script.
    pub script: Script,
    /// Whether it is English.
    pub is_english: bool,
    romanized: OnceCell<Vec<RomanHit>>,
}

impl<'w> Word<'w> {
    /// A word by its text.
    pub fn new(text: &'w str) -> Self {
        let script = script_of(text);
        let is_english = script == Script::Latin && english::is_known(text);
        Self { text, script, is_english, romanized: OnceCell::new() }
    }

    /// The terms of which it is a romanized form, its possessive ending aside.
    pub fn romanized(&self, lexicon: &Lexicon) -> &[RomanHit] {
        self.romanized.get_or_init(|| lexicon.romanized(english::base(self.text)))
    }
}

/// A word where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Place<'t> {
    /// The text.
    pub text: &'t str,
    /// The word in it.
    pub word: Span,
    /// Whether the text has emphasis somewhere.
    pub emphasized: bool,
}

impl Place<'_> {
    /// Whether the word stands in emphasis, or in a quotation of so many words at most.
    pub(crate) fn is_set_off(self, most: usize) -> bool {
        let (before, rest) = self.text.split_at(self.word.start);
        let after = &rest[self.word.len()..];
        let marked = |chars: &mut dyn Iterator<Item = char>| {
            let (mut words, mut in_word) = (1, false);
            for c in chars {
                if is_mark_of_quotation(c) {
                    return true;
                }
                if c.is_alphanumeric() && !in_word {
                    words += 1;
                }
                in_word = c.is_alphanumeric();
                if words > most {
                    return false;
                }
            }
            false
        };
        self.emphasized || (marked(&mut before.chars().rev()) && marked(&mut after.chars()))
    }
}

const fn is_mark_of_quotation(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '‘' | '’' | '"' | '\'' | '`' | '*' | '_')
}

/// Something that can be wrong with a text.
pub trait Check: Sync + Debug {
    /// What is known of it without running it.
    fn meta(&self) -> &'static Meta;
    /// Whether the word may be found wrong whatever the text says of it, so that the passage must
    /// be looked over. Asked once for each distinct word.
    fn suspects(&self, _word: &Word<'_>, _lexicon: &Lexicon) -> Suspicion {
        Suspicion::None
    }
    /// Whether a word suspected for its place may be found wrong where it stands. Asked each time,
    /// so it must be quick; it may say yes too often.
    fn suspects_at(&self, _place: Place<'_>, _lexicon: &Lexicon) -> bool {
        false
    }
    /// Whether a strange word that a mark of punctuation joins to the next may be found wrong.
    fn suspects_joined(&self, _place: Place<'_>) -> bool {
        false
    }
    /// Looks a passage over.
    fn check(&self, _passage: &Passage<'_>, _found: &mut Vec<Finding>) {}
    /// Looks a translation over beside its original.
    fn pair(&self, _pair: &Pair<'_>, _found: &mut Vec<Finding>) {}
    /// Looks over the blocks of a document that was held against its original block by block.
    fn blocks(&self, _units: &[Unit<'_>], _original: &Source, _found: &mut Vec<Finding>) {}
    /// Looks a translation over that may have words in it which stand for others, knowing how the
    /// rest of the document is translated.
    fn doubtful(&self, _pair: &Pair<'_>, _habits: &Habits, _found: &mut Vec<Finding>) {}
    /// Gathers of a translation what the whole project is asked about.
    fn renderings(&self, _pair: &Pair<'_>, _found: &mut Vec<Rendering>) {}
    /// Looks over what was gathered of all files; a finding comes with the number of its file.
    fn project(&self, _files: &[(&Source, &[Rendering])]) -> Vec<(usize, Finding)> {
        Vec::new()
    }
    /// Looks over what was gathered of a whole document.
    fn document(&self, _words: &[Romanized], _house: Option<&Scheme>, _found: &mut Vec<Finding>) {}
}

/// The checks with these names, in the order of [`ALL`].
pub fn by_names(names: &[String]) -> Result<Vec<&'static dyn Check>, Error> {
    for name in names {
        if !ALL.iter().any(|check| check.meta().name == name) {
            let known = ALL.iter().map(|check| check.meta().name);
            return Err(Error::unknown("--checks", "check", name, known));
        }
    }
    let chosen = ALL.iter().copied().filter(|c| names.iter().any(|n| n == c.meta().name));
    Ok(chosen.collect())
}

/// A finding in the making: spans are given in the segment and kept in the source.
struct Draft<'d> {
    segment: &'d Segment<'d>,
    lexicon: &'d Lexicon,
    /// Where the original of a translation stands.
    original: Option<&'d Source>,
    finding: Finding,
    span: Span,
}

impl<'d> Draft<'d> {
    fn new(
        passage: &Passage<'d>,
        meta: &'static Meta,
        span: Span,
        severity: Severity,
        confidence: Confidence,
        message: String,
    ) -> Self {
        let finding = Finding::new(meta, severity, confidence, Span::default(), message);
        Self::at(passage.words.segment, passage.lexicon, None, span, finding)
    }

    /// A finding in the translation of a pair.
    fn of_pair(
        pair: &Pair<'d>,
        meta: &'static Meta,
        span: Span,
        severity: Severity,
        confidence: Confidence,
        message: String,
    ) -> Self {
        let finding = Finding::new(meta, severity, confidence, Span::default(), message);
        Self::at(pair.target.words.segment, pair.lexicon, pair.original, span, finding)
    }

    fn at(
        segment: &'d Segment<'d>,
        lexicon: &'d Lexicon,
        original: Option<&'d Source>,
        span: Span,
        mut finding: Finding,
    ) -> Self {
        finding.span = segment.to_source(span);
        let finding = finding.with_text(&segment.text()[span.range()]);
        Self { segment, lexicon, original, finding, span }
    }

    fn term(mut self, id: TermId) -> Self {
        self.finding.term = Some(TermRef::new(self.lexicon, id));
        self
    }

    /// Another place, in the source: it may stand in an earlier segment.
    fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.finding.related.push(Related { span, elsewhere: None, message: message.into() });
        self
    }

    /// A place in the original of the pair.
    fn said(mut self, pair: &Pair<'_>, span: Span, message: impl Into<String>) -> Self {
        let span = pair.source.words.segment.to_source(span);
        let elsewhere = self.original.map(|source| Elsewhere {
            path: source.name().to_owned(),
            start: source.position(span.start),
            end: source.position(span.end),
        });
        self.finding.related.push(Related { span, elsewhere, message: message.into() });
        self
    }

    /// A replacement; `safe` is taken back where the text does not stand verbatim in the source.
    fn suggest(
        mut self,
        text: String,
        ru: Option<String>,
        en: Option<String>,
        (distance, cost): (usize, Cost),
        safe: bool,
    ) -> Self {
        // what no format escapes may stand in the place of what one does
        let is_plain = |c: char| c.is_alphanumeric() || " «»„“”—-.,!?".contains(c);
        let fix = match (self.segment.is_verbatim(self.span), safe) {
            (true, false) => Fix::Review,
            (true, true) => Fix::Safe,
            (false, _) if self.segment.is_escaped(self.span) && text.chars().all(is_plain) => {
                Fix::Review
            }
            (false, _) => Fix::Display,
        };
        self.finding.suggestions.push(Suggestion { text, ru, en, distance, cost, fix });
        self
    }

    /// A replacement in a translation.
    fn replace(self, with: Replacement, safe: bool) -> Self {
        let Replacement { text, ru, en, distance, cost, .. } = with;
        self.suggest(text, Some(ru), Some(en), (distance, cost), safe)
    }

    fn done(self) -> Finding {
        self.finding
    }
}

/// What should stand in a translation.
struct Replacement {
    term: TermId,
    text: String,
    ru: String,
    en: String,
    distance: usize,
    cost: Cost,
}

/// The rendering of a term that fits best in place of words of the translation, in their form and
/// capitals.
fn replacement(pair: &Pair<'_>, words: &Range<usize>, term: TermId) -> Option<Replacement> {
    let entry = pair.lexicon.term(term);
    let side = &pair.target;
    let text = &side.text()[side.words.span(words).range()];
    if side.lang == Lang::En {
        let ru = entry.ru[0].clone();
        let en = entry.en[0].clone();
        let (lower, other) = (text.to_lowercase(), english::like(&en, text));
        let (distance, cost) = both(&lower, &other);
        return Some(Replacement {
            term,
            text: Casing::of(text).apply(&other),
            ru,
            en,
            distance,
            cost,
        });
    }
    let mention = side.mentions.iter().find(|mention| mention.tokens == *words)?;
    let mention = mention.in_context(&side.words, pair.number_of(term));
    let Meant { term, text, ru, distance, cost, .. } =
        suggest(&mention, term, pair.lexicon, pair.house)?;
    Some(Replacement { term, text, ru, en: entry.en[0].clone(), distance, cost })
}
