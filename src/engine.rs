//! The one path: a source through its format, its words, the lexicon and the checks to a report.

use std::cmp::Reverse;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::analysis::{Habits, Pair, Passage, confusions};
use crate::checks::{self, Check};
use crate::document::{Document, Segment, State, Unit};
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::formats::{self, Format};
use crate::lexicon::Lexicon;
use crate::scan::Scanner;
use crate::source::Source;
use crate::suppress::Directives;
use crate::translit::Scheme;

/// Checks texts against a lexicon.
#[derive(Debug)]
pub struct Checker<'l> {
    lexicon: &'l Lexicon,
    checks: Vec<&'static dyn Check>,
    house: Option<&'static Scheme>,
    /// Scanners that no thread is using, with the words they know.
    scanners: Mutex<Vec<Scanner<'l>>>,
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
    /// The findings that nobody has let pass.
    pub fn shown(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.suppressed.is_none())
    }

    /// The worst severity among those.
    pub fn worst(&self) -> Option<Severity> {
        self.shown().map(|finding| finding.severity).max()
    }
}

impl<'l> Checker<'l> {
    /// A checker with every check.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, checks: checks::ALL.to_vec(), house: None, scanners: Mutex::default() }
    }

    /// The same with only some of the checks.
    #[must_use]
    pub fn with_checks(mut self, checks: Vec<&'static dyn Check>) -> Self {
        self.checks = checks;
        self.scanners = Mutex::default();
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

    /// A scanner that some thread has left, or a new one.
    fn scanner(&self) -> Scanner<'l> {
        let left = self.scanners.lock().ok().and_then(|mut scanners| scanners.pop());
        left.unwrap_or_else(|| Scanner::new(self.lexicon, &self.checks))
    }

    /// Checks a source, read by a given format.
    pub fn check_as<'s>(
        &self,
        source: &'s Source,
        format: &dyn Format,
    ) -> Result<Report<'s>, Error> {
        let document = format.read(source)?;
        let directives = Directives::read(&document, format);
        Ok(self.check_document(document, None, directives))
    }

    /// Checks a translation beside its original, which stands in a source of its own.
    pub fn check_pair<'s>(
        &self,
        (original, from): (&'s Source, &dyn Format),
        (source, to): (&'s Source, &dyn Format),
    ) -> Result<Report<'s>, Error> {
        let target = to.read(source)?;
        let directives = Directives::read(&target, to);
        let document = formats::align(from.read(original)?, target);
        Ok(self.check_document(document, Some(original), directives))
    }

    fn check_document<'s>(
        &self,
        document: Document<'s>,
        original: Option<&'s Source>,
        directives: Directives,
    ) -> Report<'s> {
        let segments: Vec<&Segment<'_>> = document.units.iter().flat_map(Unit::segments).collect();
        let (mut findings, mut romanized) = (Vec::new(), Vec::new());
        // an original is given, and what is not translated yet is not wrong yet
        let judged: Vec<bool> = document.units.iter().flat_map(judged).collect();
        let mut scanner = self.scanner();
        for (at, segment) in segments.iter().enumerate() {
            if !judged[at] || !scanner.may_hold(segment.text(), !segment.marks.is_empty()) {
                continue;
            }
            // originals of another file are no context to lead back to
            let earlier = if original.is_some() { &[] } else { &segments[..at] };
            let passage = Passage::new(segment, earlier, self.lexicon, self.house);
            for check in &self.checks {
                check.check(&passage, &mut findings);
            }
            romanized.extend(passage.romanized());
        }
        if let Ok(mut scanners) = self.scanners.lock() {
            scanners.push(scanner);
        }
        for check in &self.checks {
            check.document(&romanized, self.house, &mut findings);
        }
        findings.extend(self.check_units(&document.units, original));
        // of two findings of one check at one place the graver one says it all
        sort(&mut findings);
        findings.dedup_by(|a, b| a.says_the_same(b));
        let (source, segments, mut errors) = (document.source, segments.len(), document.errors);
        let ran: Vec<_> = self.checks.iter().map(|check| check.meta()).collect();
        errors.extend(directives.apply(source, &ran, errors.is_empty(), &mut findings));
        sort(&mut findings);
        Report { source, findings, segments, errors }
    }

    /// Checks over translations and their originals.
    fn check_units<'s>(&self, units: &[Unit<'s>], original: Option<&'s Source>) -> Vec<Finding> {
        let looked: Vec<(Vec<Finding>, Habits, bool)> = units
            .par_chunks(UNITS)
            .map(|units| {
                let (mut found, mut habits, mut doubtful) = (Vec::new(), Habits::default(), false);
                for pair in units.iter().filter_map(|unit| self.pair(unit, original)) {
                    let first = found.len();
                    for check in &self.checks {
                        check.pair(&pair, &mut found);
                    }
                    name(&mut found[first..], pair.key);
                    habits.add(&pair);
                    doubtful |= !confusions(&pair).is_empty();
                }
                (found, habits, doubtful)
            })
            .collect();
        let (mut found, mut habits, mut doubtful) = (Vec::new(), Habits::default(), Vec::new());
        for (findings, part, is_doubtful) in looked {
            found.extend(findings);
            habits.join(part);
            doubtful.push(is_doubtful);
        }
        for (units, _) in units.chunks(UNITS).zip(doubtful).filter(|(_, doubtful)| *doubtful) {
            for pair in units.iter().filter_map(|unit| self.pair(unit, original)) {
                let first = found.len();
                for check in &self.checks {
                    check.doubtful(&pair, &habits, &mut found);
                }
                name(&mut found[first..], pair.key);
            }
        }
        found
    }

    /// A translation that is meant to be read, beside its original.
    pub(crate) fn pair<'u>(
        &self,
        unit: &'u Unit<'_>,
        original: Option<&'u Source>,
    ) -> Option<Pair<'u>>
    where
        'l: 'u,
    {
        let Unit::Pair { key, source, target, state: State::Final } = unit else { return None };
        let lang = |s: &Segment<'_>| s.lang.or_else(|| formats::lang_of_text(s.text()));
        // a translation of nothing but names has no letters of its language
        let (from, to) = match (lang(source), lang(target)) {
            (Some(from), Some(to)) if from != to => (from, to),
            (Some(from), _) => (from, from.other()),
            (None, Some(to)) => (to.other(), to),
            (None, None) => return None,
        };
        Some(Pair::new(key, (source, from), (target, to), self.lexicon, self.house, original))
    }
}

/// Puts findings in the order of the text, the graver one first.
fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.span, f.check.name, Reverse(f.severity));
        (key(a), &a.message).cmp(&(key(b), &b.message))
    });
}

/// Units that one thread looks at in one go.
const UNITS: usize = 64;

/// Gives findings the key of the unit they are in.
fn name(found: &mut [Finding], key: &str) {
    for finding in found {
        finding.key = Some(key.to_owned()).filter(|key| !key.is_empty());
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
