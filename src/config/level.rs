//! How much a finding matters: levels of checks, and the least severity that fails a run.

use serde::Deserialize;

use crate::finding::Severity;

/// The level of a check: the severity of its worst findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The check is not run.
    Off,
    /// Its findings are advice.
    Advice,
    /// They are warnings at worst.
    Warning,
    /// They are errors at worst.
    Error,
}

impl Level {
    /// All of them, least first.
    pub const ALL: [Self; 4] = [Self::Off, Self::Advice, Self::Warning, Self::Error];

    /// Its name in a configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level that a check has by itself.
    pub const fn of(severity: Severity) -> Self {
        match severity {
            Severity::Advice => Self::Advice,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }

    /// The severity of a finding of a check whose worst findings are `worst`. A check that is
    /// less sure of a finding than of others stays so: its lesser findings are not raised.
    pub fn grade(self, severity: Severity, worst: Severity) -> Severity {
        let most = match self {
            // run all the same, as the command line asks
            Self::Off => return severity,
            Self::Advice => Severity::Advice,
            Self::Warning => Severity::Warning,
            Self::Error => Severity::Error,
        };
        if severity == worst { most } else { severity.min(most) }
    }
}

/// The least severity that makes the run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Errors only.
    Error,
    /// Warnings too.
    Warning,
    /// Any finding.
    Advice,
    /// None.
    Never,
}

impl FailOn {
    /// Where nothing is said.
    pub const DEFAULT: Self = Self::Warning;

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
            Self::Never => "never",
        }
    }

    /// Whether a run with these findings fails.
    pub fn fails(self, worst: Option<Severity>) -> bool {
        let least = match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Advice => Severity::Advice,
            Self::Never => return false,
        };
        worst.is_some_and(|worst| worst >= least)
    }
}
