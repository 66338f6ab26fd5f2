//! Checks: one file a mistake, each with its manual page, whose examples are run as tests.

use std::fmt::Debug;

use crate::analysis::{Passage, Romanized};
use crate::distance::Cost;
use crate::error::Error;
use crate::finding::{Confidence, Finding, Fix, Meta, Related, Severity, Suggestion, TermRef};
use crate::lexicon::{Lexicon, TermId};
use crate::script::Script;
use crate::span::Span;
use crate::translit::Scheme;

mod avoided_term;
mod confused_term;
mod mixed_romanization;
mod mixed_script;
mod name_spelling;
mod near_miss;
mod romanization_mismatch;
mod wrong_layout;

/// Every check.
pub static ALL: &[&dyn Check] = &[
    &confused_term::ConfusedTerm,
    &near_miss::NearMiss,
    &avoided_term::AvoidedTerm,
    &romanization_mismatch::RomanizationMismatch,
    &mixed_romanization::MixedRomanization,
    &mixed_script::MixedScript,
    &wrong_layout::WrongLayout,
    &name_spelling::NameSpelling,
];

/// Whether a word may be found wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suspicion {
    /// Only for what the text says of it.
    None,
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

/// Something that can be wrong with a text.
pub trait Check: Sync + Debug {
    /// What is known of it without running it.
    fn meta(&self) -> &'static Meta;
    /// Whether the word may be found wrong whatever the text says of it, so that the passage must
    /// be looked over. Asked once for each distinct word.
    fn suspects(&self, _word: &str, _script: Script, _lexicon: &Lexicon) -> Suspicion {
        Suspicion::None
    }
    /// Whether a word suspected for its place may be found wrong where it stands. Asked each time,
    /// so it must be quick; it may say yes too often.
    fn suspects_at(&self, _place: Place<'_>, _lexicon: &Lexicon) -> bool {
        false
    }
    /// Looks a passage over.
    fn check(&self, passage: &Passage<'_>, found: &mut Vec<Finding>);
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

/// A finding in a passage: spans are given in the segment and kept in the source.
struct Draft<'p, 'd> {
    passage: &'p Passage<'d>,
    finding: Finding,
    span: Span,
}

impl<'p, 'd> Draft<'p, 'd> {
    fn new(
        passage: &'p Passage<'d>,
        meta: &'static Meta,
        span: Span,
        severity: Severity,
        confidence: Confidence,
        message: String,
    ) -> Self {
        let segment = passage.words.segment;
        let finding = Finding {
            check: meta,
            severity,
            confidence,
            span: segment.to_source(span),
            message,
            text: segment.text()[span.range()].to_owned(),
            key: None,
            term: None,
            related: Vec::new(),
            suggestions: Vec::new(),
            suppressed: None,
        };
        Self { passage, finding, span }
    }

    fn term(mut self, id: TermId) -> Self {
        let term = self.passage.lexicon.term(id);
        self.finding.term = Some(TermRef {
            ru: term.ru[0].clone(),
            en: term.en.clone(),
            glossary: self.passage.lexicon.glossary_of(id).to_owned(),
        });
        self
    }

    /// Another place, in the source: it may stand in an earlier segment.
    fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.finding.related.push(Related { span, elsewhere: None, message: message.into() });
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
        let fix = match (self.passage.words.segment.is_verbatim(self.span), safe) {
            (false, _) => Fix::Display,
            (true, false) => Fix::Review,
            (true, true) => Fix::Safe,
        };
        self.finding.suggestions.push(Suggestion { text, ru, en, distance, cost, fix });
        self
    }

    fn done(self) -> Finding {
        self.finding
    }
}
