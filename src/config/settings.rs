//! What can hold for one file and not for another: levels of checks, and the scheme.

use std::collections::BTreeMap;

use super::Level;
use super::file::{File, Levels};
use crate::checks::{self, Check};
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::source::Source;
use crate::span::Span;
use crate::translit::Scheme;

/// What can hold for one file and not for another.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The levels of checks that have one, with the place that gives it.
    pub levels: BTreeMap<&'static str, (Level, Span)>,
    /// The romanization scheme of the house, with its place.
    pub scheme: Option<(&'static Scheme, Span)>,
}

impl Settings {
    /// The same where `over` has nothing to say.
    pub(super) fn overridden(&mut self, over: &Self) {
        self.levels.extend(over.levels.iter().map(|(name, level)| (*name, *level)));
        self.scheme = over.scheme.or(self.scheme);
    }

    /// Whether a check is to be run.
    pub fn is_on(&self, check: &dyn Check) -> bool {
        !matches!(self.levels.get(check.meta().name), Some((Level::Off, _)))
    }

    /// Gives a finding the severity that the level of its check asks for.
    pub fn grade(&self, finding: &mut Finding) {
        if let Some((level, _)) = self.levels.get(finding.check.name) {
            finding.severity = level.grade(finding.severity, finding.check.severity);
        }
    }
}

/// A key of the whole file that stands where levels of checks do: what is added at the end of a
/// file belongs to its last table.
fn misplaced(source: &Source, key: &str) -> Error {
    let what = format!("`{key}` is no check but a key of the whole file");
    Error::new(source.name(), ErrorKind::Syntax(what))
        .help("put it above the first table, such as `[checks]`")
}

/// The settings that a table gives.
pub(super) fn settings(
    source: &Source,
    levels: &Levels,
    scheme: Option<&toml::Spanned<String>>,
) -> Result<Settings, Error> {
    let mut settings = Settings::default();
    for (name, level) in levels {
        let named = checks::ALL.iter().map(|check| check.meta().name);
        let Some(check) = named.clone().find(|known| known == name.get_ref()) else {
            let error = if File::KEYS.contains(&name.get_ref().as_str()) {
                misplaced(source, name.get_ref())
            } else {
                Error::unknown(source.name(), "check", name.get_ref(), named)
            };
            return Err(error.at(source.text(), name.span().into()));
        };
        let span = Span::from(level.span());
        let given =
            level.get_ref().as_str().map_or_else(|| level.get_ref().to_string(), str::to_owned);
        let Some(level) = Level::ALL.into_iter().find(|level| level.name() == given) else {
            let known = Level::ALL.map(Level::name);
            return Err(
                Error::unknown(source.name(), "level", &given, known).at(source.text(), span)
            );
        };
        settings.levels.insert(check, (level, span));
    }
    if let Some(name) = scheme {
        let span = Span::from(name.span());
        let scheme = crate::translit::by_name(name.get_ref())
            .map_err(|error| error.in_file(source.name()).at(source.text(), span))?;
        settings.scheme = Some((scheme, span));
    }
    Ok(settings)
}
