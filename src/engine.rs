//! The one path: a source through its format, its words, the lexicon and the checks to a report.

use std::cmp::Reverse;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::analysis::{BACK, Passage, Rendering, Romanized};
use crate::checks::{self, Check};
use crate::document::{Document, Segment, State, Unit};
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::formats::{self, Format};
use crate::lexicon::Lexicon;
use crate::scan::{Holds, Judged, Passages, Scanner};
use crate::source::Source;
use crate::suppress::Directives;
use crate::translit::Scheme;

mod pairs;

/// Checks texts against a lexicon.
#[derive(Debug)]
pub struct Checker<'l> {
    lexicon: &'l Lexicon,
    checks: Vec<&'static dyn Check>,
    house: Option<&'static Scheme>,
    /// Scanners that no thread is using, with the words they know.
    scanners: Mutex<Vec<Scanner<'l>>>,
    /// What all of them have judged.
    judged: Arc<Judged>,
}

/// What was found in one source.
#[derive(Debug)]
pub struct Report<'s> {
    /// The source.
    pub source: &'s Source,
    /// Its findings, in the order of the text.
    pub findings: Vec<Finding>,
    /// How many segments it has, those of originals with those of translations.
    pub segments: usize,
    /// How many units: messages, each with all its plural forms, and paragraphs of prose.
    pub units: usize,
    /// How it renders terms that have several renderings, for checks over a whole project.
    pub renderings: Vec<Rendering>,
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
        Self {
            lexicon,
            checks: checks::ALL.to_vec(),
            house: None,
            scanners: Mutex::default(),
            judged: Arc::default(),
        }
    }

    /// The same with only some of the checks.
    #[must_use]
    pub fn with_checks(mut self, checks: Vec<&'static dyn Check>) -> Self {
        self.checks = checks;
        self.scanners = Mutex::default();
        self.judged = Arc::default();
        self
    }

    /// The same with a house scheme for romanization.
    #[must_use]
    pub fn with_scheme(mut self, house: Option<&'static Scheme>) -> Self {
        self.house = house;
        self.scanners = Mutex::default();
        self.judged = Arc::default();
        self
    }

    /// Checks a source, read by the format that its name calls for.
    pub fn check<'s>(&self, source: &'s Source) -> Result<Report<'s>, Error> {
        self.check_as(source, formats::for_path(source.name()))
    }

    /// Asks what only the whole project can tell; each finding with the number of its file.
    pub fn check_project(&self, files: &[(&Source, &[Rendering])]) -> Vec<(usize, Finding)> {
        self.checks.iter().flat_map(|check| check.project(files)).collect()
    }

    /// A scanner that some thread has left, or a new one.
    fn scanner(&self) -> Scanner<'l> {
        let left = self.scanners.lock().ok().and_then(|mut scanners| scanners.pop());
        left.unwrap_or_else(|| {
            Scanner::new(self.lexicon, &self.checks, self.house, Arc::clone(&self.judged))
        })
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
        let mut document = formats::align(from.read(original)?, target);
        document.errors.extend(original.fault());
        Ok(self.check_document(document, Some(original), directives))
    }

    /// Looks segments over, from number `first` on; `judged` says which of them can be found wrong,
    /// and `is_context` whether those before a segment may say what its words mean. The work is
    /// shared among threads, its result is not changed by that.
    fn look_over(
        &self,
        segments: &[&Segment<'_>],
        first: usize,
        is_context: bool,
        judged: impl Fn(usize) -> bool + Sync,
    ) -> Seen {
        let starts: Vec<usize> = (first..segments.len()).step_by(SHARE).collect();
        let parts: Vec<Seen> = starts
            .into_par_iter()
            .with_max_len(1)
            .map(|start| {
                let mut seen = Seen::default();
                let mut scanner = self.scanner();
                let mut passages = Passages::new(is_context);
                for segment in &segments[start.saturating_sub(BACK)..start] {
                    passages.next(segment);
                }
                for at in start..segments.len().min(start + SHARE) {
                    let (segment, hash) = (segments[at], passages.next(segments[at]));
                    if !judged(at) {
                        continue;
                    }
                    if let Some(words) = scanner.clean(hash) {
                        seen.romanized.extend(words.iter().map(|word| word.in_segment(segment)));
                        continue;
                    }
                    let (before, mut words) = (seen.findings.len(), Vec::new());
                    match scanner.look(segment, &segments[..at]) {
                        Holds::Nothing => {}
                        Holds::Words => {
                            let passage = Passage::of_terms(segment, self.lexicon);
                            words.extend(passage.romanized());
                        }
                        Holds::Findings => {
                            // originals of another file are no context to lead back to
                            let earlier = if is_context { &segments[..at] } else { &[] };
                            let passage = Passage::new(segment, earlier, self.lexicon, self.house);
                            for check in &self.checks {
                                check.check(&passage, &mut seen.findings);
                            }
                            words.extend(passage.romanized());
                        }
                    }
                    seen.romanized.extend(words.iter().map(|word| word.in_segment(segment)));
                    if seen.findings.len() == before {
                        scanner.leave(hash, words);
                    }
                }
                if let Ok(mut scanners) = self.scanners.lock() {
                    scanners.push(scanner);
                }
                seen
            })
            .collect();
        let mut all = Seen::default();
        for part in parts {
            all.findings.extend(part.findings);
            all.romanized.extend(part.romanized);
        }
        all
    }

    /// Looks units over, from number `first` on: their texts, and translations beside originals,
    /// which may stand in a source of their own.
    pub(crate) fn look_at_units(
        &self,
        units: &[Unit<'_>],
        first: usize,
        original: Option<&Source>,
    ) -> Seen {
        let segments: Vec<&Segment<'_>> = units.iter().flat_map(Unit::segments).collect();
        let before = units[..first].iter().flat_map(Unit::segments).count();
        // an original is given, and what is not translated yet is not wrong yet
        let judged: Vec<bool> = units.iter().flat_map(judged).collect();
        let mut seen = self.look_over(&segments, before, original.is_none(), |at| judged[at]);
        pairs::name_by_place(&mut seen.findings, units);
        let looked = self.check_units(&units[first..], original);
        seen.segments = segments.len() - before;
        seen.findings.extend(looked.findings);
        seen.renderings = looked.renderings;
        seen
    }

    /// Asks the checks about what was gathered of a whole document.
    pub(crate) fn look_at_document(&self, romanized: &[Romanized], findings: &mut Vec<Finding>) {
        for check in &self.checks {
            check.document(romanized, self.house, findings);
        }
    }

    /// Puts the findings of a source in order, and lets those pass for which comments in it ask.
    pub(crate) fn finish(
        &self,
        source: &Source,
        directives: Directives,
        findings: &mut Vec<Finding>,
        renderings: &mut [Rendering],
        errors: &mut Vec<Error>,
    ) {
        findings.retain(|finding| !source.is_faulty(finding.span));
        // of two findings of one check at one place the graver one says it all
        sort(findings);
        findings.dedup_by(|a, b| a.says_the_same(b));
        let ran: Vec<_> = self.checks.iter().map(|check| check.meta()).collect();
        let whole = errors.is_empty();
        errors.extend(directives.apply(source, &ran, whole, findings, renderings));
        for finding in findings.iter_mut().filter(|finding| finding.key.is_none()) {
            finding.key = source.place_name(finding.span.start);
        }
        sort(findings);
    }

    fn check_document<'s>(
        &self,
        document: Document<'s>,
        original: Option<&'s Source>,
        directives: Directives,
    ) -> Report<'s> {
        let seen = self.look_at_units(&document.units, 0, original);
        let Seen { mut findings, romanized, mut renderings, segments } = seen;
        self.look_at_document(&romanized, &mut findings);
        if let Some(original) = original {
            for check in &self.checks {
                check.blocks(&document.units, original, &mut findings);
            }
        }
        let units = formats::count(&document, 0);
        let (source, mut errors) = (document.source, document.errors);
        self.finish(source, directives, &mut findings, &mut renderings, &mut errors);
        Report { source, findings, segments, units, renderings, errors }
    }
}

/// Segments that one thread looks at in one go.
const SHARE: usize = 512;

/// What was seen in some segments.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) findings: Vec<Finding>,
    pub(crate) romanized: Vec<Romanized>,
    pub(crate) renderings: Vec<Rendering>,
    /// How many they were.
    pub(crate) segments: usize,
}

/// Puts findings in the order of the text, the graver one of a check first.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.span, f.check.name, Reverse(f.severity));
        (key(a), &a.message).cmp(&(key(b), &b.message))
    });
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
