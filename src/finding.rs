//! What a check has to say: one mistake, where, how sure, and what to do.

use serde::Serialize;

use crate::distance::Cost;
use crate::lexicon::{Lexicon, TermId};
use crate::span::{Position, Span};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Advice,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Guessed from the neighbourhood.
    Low,
    /// The text says so, the pair is not a known one.
    Medium,
    /// The text says so of a known pair, or there is only one way to read it.
    High,
}

/// What is known of a check without running it; every face of the program derives from it.
#[derive(Debug)]
pub struct Meta {
    /// Its name, for the mistake it finds.
    pub name: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// The worst severity it gives.
    pub severity: Severity,
    /// Its manual page, in Markdown; the `bad` and `good` blocks in it are run as tests.
    pub page: &'static str,
}

/// Whether a suggestion may be applied without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fix {
    /// The text does not stand there as it is read: it can be shown only.
    Display,
    /// A person should look.
    Review,
    /// There is one way to repair it, and it stands verbatim.
    Safe,
}

/// A replacement for the text of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The text to put in.
    pub text: String,
    /// The Russian dictionary form.
    pub ru: Option<String>,
    /// The English it renders.
    pub en: Option<String>,
    /// The plain edit distance.
    pub distance: usize,
    /// The weighted cost, in hundredths of an edit.
    pub cost: Cost,
    /// Whether it may be applied unasked.
    pub fix: Fix,
}

/// The term that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermRef {
    /// Its preferred Russian rendering.
    pub ru: String,
    /// Its English renderings.
    pub en: Vec<String>,
    /// The glossary it comes from.
    pub glossary: String,
}

impl TermRef {
    /// A term of a lexicon.
    pub fn new(lexicon: &Lexicon, id: TermId) -> Self {
        let term = lexicon.term(id);
        let glossary = lexicon.glossary_of(id).to_owned();
        Self { ru: term.ru[0].clone(), en: term.en.clone(), glossary }
    }
}

/// Another place that bears on a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Its bytes in the source of the finding, unless it stands elsewhere.
    pub span: Span,
    /// Its place in another source: the original of a translation kept in a file of its own.
    pub elsewhere: Option<Elsewhere>,
    /// What it shows.
    pub message: String,
}

/// A place in another source than the finding's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The name of the source.
    pub path: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// Why a finding is known and let pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suppressed {
    /// A comment in the text says so, with the reason it gives.
    Ignored(Option<String>),
    /// It stands in the baseline.
    Baseline,
}

impl Finding {
    /// A finding with nothing but what every finding has.
    pub fn new(
        check: &'static Meta,
        severity: Severity,
        confidence: Confidence,
        span: Span,
        message: String,
    ) -> Self {
        Self {
            check,
            severity,
            confidence,
            span,
            message,
            text: String::new(),
            key: None,
            term: None,
            related: Vec::new(),
            suggestions: Vec::new(),
            suppressed: None,
        }
    }

    /// Whether it sends the reader from the same place to the same replacement.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let key = |f: &Self| (f.span, f.check.name, f.suggestions.first().map(|s| s.text.clone()));
        key(self) == key(other) && (self.message == other.message || !self.suggestions.is_empty())
    }

    /// The same with the text that is wrong.
    #[must_use]
    pub fn with_text(mut self, text: &str) -> Self {
        text.clone_into(&mut self.text);
        self
    }
}

/// One mistake.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check that found it.
    pub check: &'static Meta,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// Its bytes in the source.
    pub span: Span,
    /// What is the matter, in one sentence.
    pub message: String,
    /// The text that is wrong.
    pub text: String,
    /// The key of the unit it stands in.
    pub key: Option<String>,
    /// The term that should have stood there.
    pub term: Option<TermRef>,
    /// Places that show why.
    pub related: Vec<Related>,
    /// What should stand there, best first.
    pub suggestions: Vec<Suggestion>,
    /// Set when the finding is to be let pass; only formats that can say so show it.
    pub suppressed: Option<Suppressed>,
}
