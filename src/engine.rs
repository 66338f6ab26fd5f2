//! The one path: a source through its format, its words, the lexicon and the checks to a report.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::analysis::Passage;
use crate::checks::{self, Check};
use crate::document::{Segment, State, Unit};
use crate::english;
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::formats::{self, Format};
use crate::lexicon::{Lexicon, Role};
use crate::russian;
use crate::script::{Script, fold};
use crate::source::Source;
use crate::token::tokens;
use crate::translit::Scheme;

/// Checks texts against a lexicon.
#[derive(Debug)]
pub struct Checker<'l> {
    lexicon: &'l Lexicon,
    checks: Vec<&'static dyn Check>,
    house: Option<&'static Scheme>,
    /// Whether a Russian rendering of several words is rejected by any term.
    rejects_phrases: bool,
}

/// What was found in one source.
#[derive(Debug)]
pub struct Report<'s> {
    /// The source.
    pub source: &'s Source,
    /// Its findings, in the order of the text.
    pub findings: Vec<Finding>,
    /// How many segments it has.
    pub segments: usize,
    /// What of it could not be read.
    pub errors: Vec<Error>,
}

impl Report<'_> {
    /// The worst severity found.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}

impl<'l> Checker<'l> {
    /// A checker with every check.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self {
            lexicon,
            checks: checks::ALL.to_vec(),
            house: None,
            rejects_phrases: lexicon.rejects_phrases(),
        }
    }

    /// The same with only some of the checks.
    #[must_use]
    pub fn with_checks(mut self, checks: Vec<&'static dyn Check>) -> Self {
        self.checks = checks;
        self
    }

    /// The same with a house scheme for romanization.
    #[must_use]
    pub fn with_scheme(mut self, house: Option<&'static Scheme>) -> Self {
        self.house = house;
        self
    }

    /// Checks a source, read by the format that its name calls for.
    pub fn check<'s>(&self, source: &'s Source) -> Result<Report<'s>, Error> {
        self.check_as(source, formats::for_path(source.name()))
    }

    /// Checks a source, read by a given format.
    pub fn check_as<'s>(
        &self,
        source: &'s Source,
        format: &dyn Format,
    ) -> Result<Report<'s>, Error> {
        let document = format.read(source)?;
        let segments: Vec<&Segment<'_>> = document.units.iter().flat_map(Unit::segments).collect();
        let (mut findings, mut romanized) = (Vec::new(), Vec::new());
        // an original is given, and what is not translated yet is not wrong yet
        let judged: Vec<bool> = document.units.iter().flat_map(judged).collect();
        for (at, segment) in segments.iter().enumerate() {
            if !judged[at] || !self.may_hold(segment) {
                continue;
            }
            let passage = Passage::new(segment, &segments[..at], self.lexicon, self.house);
            for check in &self.checks {
                check.check(&passage, &mut findings);
            }
            romanized.extend(passage.romanized());
        }
        for check in &self.checks {
            check.document(&romanized, self.house, &mut findings);
        }
        findings.sort_by(|a, b| {
            (a.span, a.check.name, &a.message).cmp(&(b.span, b.check.name, &b.message))
        });
        Ok(Report { source, findings, segments: segments.len(), errors: document.errors })
    }

    /// Whether a closer look at the segment can find anything: most segments hold only words that
    /// are certainly right where they stand. Each distinct word is judged once a thread.
    fn may_hold(&self, segment: &Segment<'_>) -> bool {
        thread_local! {
            static KNOWN: RefCell<(usize, HashMap<String, Class>)> = RefCell::default();
        }
        KNOWN.with_borrow_mut(|(owner, known)| {
            let own = std::ptr::from_ref(self.lexicon) as usize;
            if *owner != own || known.len() > 1 << 18 {
                *owner = own;
                known.clear();
            }
            let mut class = Class::default();
            for token in tokens(segment.text()) {
                let of_word = if let Some(class) = known.get(token.text) {
                    *class
                } else {
                    let class = self.classify(token.text, token.script);
                    known.insert(token.text.to_owned(), class);
                    class
                };
                class.join(of_word);
                if class.is_telling() {
                    return true;
                }
            }
            class.double && segment.text().contains('(')
        })
    }

    fn is_confused(&self, word: &str) -> bool {
        let hits = self.lexicon.romanized(word).into_iter().flat_map(|hit| hit.hits);
        hits.into_iter().any(|hit| !self.lexicon.term(hit.term).confused_with.is_empty())
    }

    fn classify(&self, word: &str, script: Script) -> Class {
        match script {
            Script::Latin => Class {
                suspect: !english::is_known(word) || self.lexicon.may_reject(word),
                latin: word.chars().count() > 1,
                double: english::is_known(word) && self.is_confused(word),
                // “the Russian word order” makes a Russian word of an English one
                introduces: matches!(word, "Russian" | "russian"),
                ..Class::default()
            },
            Script::Cyrillic => {
                let avoided = |hit: &crate::lexicon::Hit| hit.role == Role::Avoided;
                let rejected = self.lexicon.russian(word).iter().any(avoided);
                let begins = self.lexicon.begins_russian(&format!("{} ", fold(word)));
                Class {
                    suspect: rejected || !russian::is_known(word),
                    cyrillic: true,
                    // a phrase may be rejected that begins with an innocent word
                    phrase: begins && self.rejects_phrases,
                    ..Class::default()
                }
            }
            Script::Mixed => Class { suspect: true, ..Class::default() },
            Script::Other => Class::default(),
        }
    }
}

/// For each segment of a unit, whether it can be found wrong.
fn judged(unit: &Unit<'_>) -> impl Iterator<Item = bool> {
    let of: &[bool] = match unit {
        Unit::Text(_) => &[true],
        Unit::Pair { state: State::Final, .. } => &[false, true],
        Unit::Pair { .. } => &[false, false],
    };
    of.iter().copied()
}

/// What the words of a segment may amount to.
#[expect(clippy::struct_excessive_bools, reason = "a set of facts, joined word by word")]
#[derive(Clone, Copy, Debug, Default)]
struct Class {
    /// A word that may itself be wrong.
    suspect: bool,
    cyrillic: bool,
    latin: bool,
    introduces: bool,
    phrase: bool,
    /// An English word that is also a Russian one in Latin letters, and one of a confusable pair.
    double: bool,
}

impl Class {
    fn join(&mut self, other: Self) {
        self.suspect |= other.suspect;
        self.cyrillic |= other.cyrillic;
        self.latin |= other.latin;
        self.introduces |= other.introduces;
        self.phrase |= other.phrase;
        self.double |= other.double;
    }

    const fn is_telling(self) -> bool {
        self.suspect || self.introduces || self.phrase || (self.cyrillic && self.latin)
    }
}
