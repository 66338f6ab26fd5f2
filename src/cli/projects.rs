//! The configurations that hold for the files of a run, and a checker for each way of checking.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::GlossaryChoice;
use crate::checks::{self, Check};
use crate::config::{Config, Settings, whole};
use crate::engine::Checker;
use crate::error::Error;
use crate::formats;
use crate::lexicon::Lexicon;
use crate::translit::{self, Scheme};

/// Which configuration to go by.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct ConfigChoice {
    /// The configuration to go by, instead of the nearest sverka.toml above each file
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Go by no configuration
    #[arg(long, conflicts_with = "config")]
    pub(super) no_config: bool,
}

/// What the command line says, which goes before any configuration.
#[derive(Debug)]
pub(super) struct Orders<'a> {
    pub(super) glossary: &'a GlossaryChoice,
    pub(super) scheme: Option<&'static Scheme>,
    /// The checks named; none named, all those that are on.
    pub(super) checks: Vec<&'static dyn Check>,
}

impl<'a> Orders<'a> {
    pub(super) fn new(
        glossary: &'a GlossaryChoice,
        scheme: Option<&str>,
        checks: &[String],
    ) -> Result<Self, Error> {
        let scheme = scheme.map(translit::by_name).transpose()?;
        Ok(Self { glossary, scheme, checks: checks::by_names(checks)? })
    }

    /// The checks that are run where these settings hold.
    pub(super) fn checks(&self, settings: &Settings) -> Vec<&'static dyn Check> {
        if self.checks.is_empty() {
            checks::ALL.iter().copied().filter(|check| settings.is_on(*check)).collect()
        } else {
            self.checks.clone()
        }
    }

    pub(super) fn scheme(&self, settings: &Settings) -> Option<&'static Scheme> {
        self.scheme.or(settings.scheme.map(|(scheme, _)| scheme))
    }
}

/// The configurations of a run.
#[derive(Debug)]
pub(super) struct Projects {
    configs: Vec<Config>,
    /// The configuration of each folder, by its number; broken ones have none.
    folders: BTreeMap<PathBuf, (PathBuf, Option<usize>)>,
    /// That of each file of configuration.
    files: BTreeMap<PathBuf, Option<usize>>,
    /// Whether one was named, or none is wanted: the first, for all files.
    fixed: bool,
    errors: Vec<Error>,
}

impl Projects {
    pub(super) fn new(choice: &ConfigChoice) -> Result<Self, Error> {
        let fixed = match &choice.config {
            Some(path) => Some(Config::read(path)?),
            None if choice.no_config => Some(Config::none("")),
            None => None,
        };
        Ok(Self {
            fixed: fixed.is_some(),
            configs: fixed.into_iter().collect(),
            folders: BTreeMap::new(),
            files: BTreeMap::new(),
            errors: Vec::new(),
        })
    }

    /// The number of the configuration that holds for a file, with the file's whole path. A
    /// broken one is kept for [`Self::finish`].
    pub(super) fn of(&mut self, path: &Path) -> Option<(usize, PathBuf)> {
        let folder = path.parent().unwrap_or(Path::new(""));
        if !self.folders.contains_key(folder) {
            let whole = whole(folder);
            let number = if self.fixed { Some(0) } else { self.find(&whole) };
            self.folders.insert(folder.to_owned(), (whole, number));
        }
        let (whole, number) = &self.folders[folder];
        Some(((*number)?, path.file_name().map_or_else(|| whole.clone(), |name| whole.join(name))))
    }

    fn find(&mut self, folder: &Path) -> Option<usize> {
        let found = Config::find(folder);
        // the files without a configuration have one in common
        let key = found.clone().unwrap_or_default();
        if let Some(known) = self.files.get(&key) {
            return *known;
        }
        let config = match &found {
            Some(path) => Config::read(path),
            None => Ok(Config::none("")),
        };
        let number = match config {
            Ok(config) => {
                self.configs.push(config);
                Some(self.configs.len() - 1)
            }
            Err(error) => {
                self.errors.push(error);
                None
            }
        };
        self.files.insert(key, number);
        number
    }

    /// Whether a file come upon in a search of the folder `from` is to be checked.
    pub(super) fn wants(&mut self, path: &Path, from: &Path, any_ending: bool) -> bool {
        let Some((number, whole)) = self.of(path) else { return false };
        let config = &self.configs[number];
        let name = path.to_string_lossy();
        let is_read = match config.included(&whole) {
            Some(included) => included && (any_ending || formats::is_known(&name)),
            None => any_ending || formats::known_for_path(&name).is_some(),
        };
        is_read
            && !config.names(&whole)
            && config.excluded(&whole).is_none()
            && !self.leaves_out_above(path, from)
    }

    /// Whether one of the folders between is left out, by a configuration above it: what lies in
    /// it is not searched, even if it has a configuration of its own.
    fn leaves_out_above(&mut self, path: &Path, from: &Path) -> bool {
        let between = |folder: &&Path| *folder != from && !folder.as_os_str().is_empty();
        path.ancestors().skip(1).take_while(between).any(|folder| {
            let Some((number, whole)) = self.of(folder) else { return false };
            self.configs[number].excluded(&whole).is_some()
        })
    }

    /// The original of a file, where the configuration names it and it is there.
    pub(super) fn original_of(&mut self, path: &Path) -> Option<PathBuf> {
        let (number, whole) = self.of(path)?;
        self.configs[number].original_of(&whole)
    }

    pub(super) fn config(&self, number: usize) -> &Config {
        &self.configs[number]
    }

    pub(super) fn configs(&self) -> &[Config] {
        &self.configs
    }

    /// The errors of configurations that are broken.
    pub(super) fn broken(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.errors)
    }

    /// The lexicon of each configuration, once all are known; the errors of those that are broken.
    pub(super) fn lexicons(&mut self, orders: &Orders<'_>) -> Result<Vec<Lexicon>, Vec<Error>> {
        let mut errors = self.broken();
        let mut lexicons = Vec::new();
        for config in &self.configs {
            let own = orders.glossary.glossary.is_empty();
            match if own { config.lexicon() } else { orders.glossary.lexicon() } {
                Ok(lexicon) => lexicons.push(lexicon),
                Err(more) => errors.extend(more),
            }
            if !own {
                break;
            }
        }
        if errors.is_empty() { Ok(lexicons) } else { Err(errors) }
    }
}

/// A way of checking: a checker, and the levels of what it finds.
#[derive(Debug)]
pub(super) struct Way<'l> {
    pub(super) project: usize,
    pub(super) checker: Checker<'l>,
    pub(super) checks: Vec<&'static dyn Check>,
    pub(super) settings: Settings,
}

impl Way<'_> {
    /// Whether a check is run.
    pub(super) fn runs(&self, check: &str) -> bool {
        self.checks.iter().any(|known| known.meta().name == check)
    }
}

/// The ways of checking that a run needs.
#[derive(Debug)]
pub(super) struct Ways<'l> {
    orders: &'l Orders<'l>,
    lexicons: &'l [Lexicon],
    numbers: BTreeMap<(usize, Vec<usize>), usize>,
    known: Vec<Way<'l>>,
}

impl<'l> Ways<'l> {
    pub(super) const fn new(orders: &'l Orders<'l>, lexicons: &'l [Lexicon]) -> Self {
        Self { orders, lexicons, numbers: BTreeMap::new(), known: Vec::new() }
    }

    /// The number of the way of checking a file.
    pub(super) fn of(&mut self, projects: &Projects, project: usize, whole: &Path) -> usize {
        let config = projects.config(project);
        let key = (project, config.overrides(whole));
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let settings = config.settings(&key.1);
        // glossaries named on the command line are the same for all
        let lexicon = self.lexicons.get(project).unwrap_or(&self.lexicons[0]);
        let checks = self.orders.checks(&settings);
        let checker = Checker::new(lexicon)
            .with_checks(checks.clone())
            .with_scheme(self.orders.scheme(&settings));
        self.known.push(Way { project, checker, checks, settings });
        self.numbers.insert(key, self.known.len() - 1);
        self.known.len() - 1
    }

    pub(super) fn get(&self, number: usize) -> &Way<'l> {
        &self.known[number]
    }
}
