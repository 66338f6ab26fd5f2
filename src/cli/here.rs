//! What holds in the folder we are in, for commands that are about words and not about files.

use std::path::{Path, PathBuf};

use clap::Args;

use super::GlossaryChoice;
use super::projects::{ConfigChoice, Projects};
use crate::config::Config;
use crate::error::Error;
use crate::glossary::{self, Glossary};
use crate::lexicon::Lexicon;
use crate::translit::{self, Scheme};

/// Which glossaries to look into: those named, or those of the folder we are in.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct TermChoice {
    #[command(flatten)]
    glossary: GlossaryChoice,
    #[command(flatten)]
    config: ConfigChoice,
}

impl TermChoice {
    /// Whether the command line names them.
    pub(super) const fn is_named(&self) -> bool {
        !self.glossary.glossary.is_empty()
    }

    /// Their lexicon.
    pub(super) fn lexicon(&self) -> Result<Lexicon, Vec<Error>> {
        self.words(None).map(|(lexicon, _)| lexicon)
    }

    /// Their lexicon, and the scheme to show words in.
    pub(super) fn words(
        &self,
        scheme: Option<&str>,
    ) -> Result<(Lexicon, &'static Scheme), Vec<Error>> {
        let here = Here::find(&self.config)?;
        let scheme = match scheme {
            Some(name) => translit::by_name(name).map_err(|error| vec![error])?,
            None => here.scheme().unwrap_or(&translit::all()[0]),
        };
        let lexicon =
            if self.is_named() { self.glossary.lexicon() } else { here.config().lexicon() };
        Ok((lexicon?, scheme))
    }

    /// The glossaries themselves, parsed.
    pub(super) fn load(&self) -> Result<Vec<Glossary>, Vec<Error>> {
        if self.is_named() {
            return load(&self.glossary.glossary);
        }
        let here = Here::find(&self.config)?;
        let mut glossaries = match here.config().glossaries() {
            Some((names, _)) => load(&names)?,
            None => load(&[glossary::ALL.to_owned()])?,
        };
        glossaries.extend(here.config().own_terms());
        Ok(glossaries)
    }
}

/// Glossaries by their names; [`glossary::ALL`] is all that are built in.
pub(super) fn load(names: &[String]) -> Result<Vec<Glossary>, Vec<Error>> {
    let (mut glossaries, mut errors) = (Vec::new(), Vec::new());
    let each = names.iter().flat_map(|name| match name.as_str() {
        glossary::ALL => glossary::builtin_names().collect(),
        name => vec![name],
    });
    for name in each {
        match Glossary::load(name) {
            Ok(glossary) => glossaries.push(glossary),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(glossaries) } else { Err(errors) }
}

/// The configuration that holds in the folder we are in.
pub(super) struct Here {
    projects: Projects,
    number: usize,
    whole: PathBuf,
}

impl Here {
    pub(super) fn find(choice: &ConfigChoice) -> Result<Self, Vec<Error>> {
        let mut projects = Projects::new(choice).map_err(|error| vec![error])?;
        match projects.of(Path::new("*")) {
            Some((number, whole)) => Ok(Self { projects, number, whole }),
            None => Err(projects.broken()),
        }
    }

    pub(super) fn config(&self) -> &Config {
        self.projects.config(self.number)
    }

    /// The scheme for what lies in the folder.
    pub(super) fn scheme(&self) -> Option<&'static Scheme> {
        let config = self.config();
        config.settings(&config.overrides(&self.whole)).scheme.map(|(scheme, _)| scheme)
    }
}
