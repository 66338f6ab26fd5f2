//! How good the program is: precision, recall and rank on labelled data, for anyone to repeat.

use std::collections::BTreeMap;
use std::fmt;

mod adherence;
mod prose;
pub mod slips;
pub mod swaps;
mod tables;
mod texts;

pub use prose::prose;
pub use tables::table;
pub use texts::{Labelled, labelled, labels_of_buttons, labels_of_glossary, parse_labels};

/// Counts of one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Found, and to be found.
    pub right: usize,
    /// Found, and not to be found.
    pub wrong: usize,
    /// Not found, and to be found.
    pub missed: usize,
    /// Clean cases left alone.
    pub silent: usize,
    /// Of the ranked answers: how many there are.
    pub ranked: usize,
    /// The right one first.
    pub first: usize,
    /// The right one among the first five.
    pub five: usize,
    /// The sum of the reciprocal ranks of the right ones.
    pub reciprocal: f64,
}

impl Score {
    /// Counts a ranked answer in; `rank` from 0, `None` when the right one is not there at all.
    pub fn rank(&mut self, rank: Option<usize>) {
        self.ranked += 1;
        if let Some(rank) = rank {
            self.first += usize::from(rank == 0);
            self.five += usize::from(rank < 5);
            self.reciprocal += 1.0 / (rank + 1) as f64;
        }
    }

    /// Adds another score.
    pub fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
        self.silent += other.silent;
        self.ranked += other.ranked;
        self.first += other.first;
        self.five += other.five;
        self.reciprocal += other.reciprocal;
    }

    /// Of what was found, the share that is right.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.right + self.wrong)
    }

    /// Of what is to be found, the share that was.
    pub fn recall(&self) -> Option<f64> {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of the two.
    pub fn f1(&self) -> Option<f64> {
        let (p, r) = (self.precision()?, self.recall()?);
        (p + r > 0.0).then(|| 2.0 * p * r / (p + r))
    }

    /// The share of ranked answers with the right one first.
    pub fn top1(&self) -> Option<f64> {
        share(self.first, self.ranked)
    }

    /// The share with the right one among the first five.
    pub fn top5(&self) -> Option<f64> {
        share(self.five, self.ranked)
    }

    /// The mean reciprocal rank.
    pub fn mrr(&self) -> Option<f64> {
        (self.ranked > 0).then(|| self.reciprocal / self.ranked as f64)
    }

    /// The measure called `name`, for `--fail-under`.
    pub fn measure(&self, name: &str) -> Option<f64> {
        match name {
            "precision" => self.precision(),
            "recall" => self.recall(),
            "f1" => self.f1(),
            "top1" => self.top1(),
            "top5" => self.top5(),
            "mrr" => self.mrr(),
            _ => None,
        }
    }
}

/// The names that [`Score::measure`] knows.
pub const MEASURES: &[&str] = &["precision", "recall", "f1", "top1", "top5", "mrr"];

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Scores by name, and the cases that went wrong.
#[derive(Debug, Default)]
pub struct Scores {
    /// A score a check or measure.
    pub by_name: BTreeMap<String, Score>,
    /// Figures that are no score: counts, rates.
    pub notes: Vec<String>,
    /// What went wrong, case by case.
    pub failures: Vec<String>,
}

impl Scores {
    /// The score called `name`.
    pub fn of(&mut self, name: &str) -> &mut Score {
        self.by_name.entry(name.to_owned()).or_default()
    }

    /// Adds another set.
    pub fn add(&mut self, other: Self) {
        for (name, score) in other.by_name {
            self.of(&name).add(&score);
        }
        self.notes.extend(other.notes);
        self.failures.extend(other.failures);
    }

    /// All scores in one.
    pub fn overall(&self) -> Score {
        let mut all = Score::default();
        for score in self.by_name.values() {
            all.add(score);
        }
        all
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.by_name.is_empty() {
            writeln!(
                f,
                "{:24} {:>6} {:>6} {:>6} {:>6} {:>9} {:>7} {:>6} {:>6} {:>6} {:>6}",
                "",
                "right",
                "wrong",
                "missed",
                "silent",
                "precision",
                "recall",
                "F1",
                "top-1",
                "top-5",
                "MRR"
            )?;
        }
        let overall = self.overall();
        let rows = self.by_name.iter().map(|(name, score)| (name.as_str(), score));
        let last = (self.by_name.len() > 1).then_some(("overall", &overall));
        for (name, score) in rows.chain(last) {
            let shown = |value: Option<f64>| value.map_or("–".to_owned(), |v| format!("{v:.3}"));
            writeln!(
                f,
                "{name:24} {:>6} {:>6} {:>6} {:>6} {:>9} {:>7} {:>6} {:>6} {:>6} {:>6}",
                score.right,
                score.wrong,
                score.missed,
                score.silent,
                shown(score.precision()),
                shown(score.recall()),
                shown(score.f1()),
                shown(score.top1()),
                shown(score.top5()),
                shown(score.mrr())
            )?;
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        Ok(())
    }
}
