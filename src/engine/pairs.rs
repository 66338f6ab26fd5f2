//! Translations beside their originals: each looked at by itself, then once more, where words in
//! it may stand for others, with what the whole document does.

use rayon::prelude::*;

use super::Checker;
use crate::analysis::{Habits, Pair, Rendering};
use crate::document::{Segment, State, Unit};
use crate::finding::Finding;
use crate::formats;
use crate::source::Source;
use crate::span::Span;
use crate::utf8;

/// Units that one thread looks at in one go.
const UNITS: usize = 64;

/// What was found in translations.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) findings: Vec<Finding>,
    pub(super) renderings: Vec<Rendering>,
    habits: Habits,
    /// The numbers of units that have words in them which may stand for others.
    doubtful: Vec<usize>,
}

impl<'l> Checker<'l> {
    /// Checks over translations and their originals.
    pub(super) fn check_units(&self, units: &[Unit<'_>], original: Option<&Source>) -> Looked {
        let parts: Vec<Looked> = units
            .par_chunks(UNITS)
            .enumerate()
            .map(|(at, units)| self.look(units, at * UNITS, original))
            .collect();
        let mut all = Looked::default();
        for part in parts {
            all.findings.extend(part.findings);
            all.renderings.extend(part.renderings);
            all.doubtful.extend(part.doubtful);
            all.habits.join(part.habits);
        }
        for at in &all.doubtful {
            let Some(pair) = self.pair(&units[*at], original) else { continue };
            let first = all.findings.len();
            for check in &self.checks {
                check.doubtful(&pair, &all.habits, &mut all.findings);
            }
            name(&mut all.findings[first..], pair.key);
        }
        all
    }

    fn look(&self, units: &[Unit<'_>], first: usize, original: Option<&Source>) -> Looked {
        let mut looked = Looked::default();
        for (at, unit) in units.iter().enumerate() {
            let Some(pair) = self.pair(unit, original) else { continue };
            let before = looked.findings.len();
            for check in &self.checks {
                check.pair(&pair, &mut looked.findings);
                check.renderings(&pair, &mut looked.renderings);
            }
            name(&mut looked.findings[before..], pair.key);
            looked.habits.add(&pair);
            if !pair.confusions().is_empty() {
                looked.doubtful.push(first + at);
            }
        }
        looked
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
        // a file of the original's own language is no translation
        if source.lang.is_some() && source.lang == target.lang {
            return None;
        }
        // with a byte missing, anything may be
        if [source, target].iter().any(|segment| segment.text().contains(utf8::SUBSTITUTE)) {
            return None;
        }
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

/// Gives what was found in translations, each by itself, the key of the unit it stands in.
pub(super) fn name_by_place(found: &mut [Finding], units: &[Unit<'_>]) {
    if found.iter().all(|finding| finding.key.is_some()) {
        return;
    }
    let of = |target: &Segment<'_>| {
        let mut runs = target.runs();
        let (_, first, _) = runs.next()?;
        Some(first.cover(runs.last().map_or(first, |(_, last, _)| last)))
    };
    let mut places: Vec<(Span, &str)> = units
        .iter()
        .filter_map(|unit| match unit {
            Unit::Pair { key, target, .. } if !key.is_empty() => Some((of(target)?, key.as_ref())),
            _ => None,
        })
        .collect();
    places.sort_by_key(|(span, _)| span.start);
    for finding in found.iter_mut().filter(|finding| finding.key.is_none()) {
        let next = places.partition_point(|(span, _)| span.start <= finding.span.start);
        let place = next.checked_sub(1).map(|at| places[at]);
        let key = place.filter(|(span, _)| finding.span.end <= span.end).map(|(_, key)| key);
        finding.key = key.map(str::to_owned);
    }
}

/// Gives findings the key of the unit they are in.
fn name(found: &mut [Finding], key: &str) {
    for finding in found {
        finding.key = Some(key.to_owned()).filter(|key| !key.is_empty());
    }
}
