//! `sverka schema`: what editors complete and check our files by, and scripts what we print.

use std::io::Write;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Outcome, Stop};
use crate::{checks, glossary, translit};

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Of which file
    #[arg(value_enum)]
    of: Of,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    /// A configuration, sverka.toml
    Config,
    /// A glossary
    Glossary,
    /// What `check --format json` prints
    Findings,
}

pub(super) fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let schema = match args.of {
        Of::Config => config(),
        Of::Glossary => parse(include_str!("../../schemas/glossary.schema.json")),
        Of::Findings => parse(include_str!("../../schemas/findings.schema.json")),
    };
    writeln!(out, "{schema:#}")?;
    Ok(Outcome::Clean)
}

/// The schema of configurations, with the checks, schemes and glossaries that there are.
fn config() -> Value {
    let mut schema = parse(include_str!("../../schemas/config.schema.json"));
    let checks = checks::ALL.iter().map(|check| check.meta()).map(|meta| {
        let level = json!({
            "description": format!("{}.", meta.summary),
            "allOf": [{"$ref": "#/definitions/level"}],
        });
        (meta.name.to_owned(), level)
    });
    let schemes = translit::all().iter().flat_map(|scheme| {
        std::iter::once(scheme.name.as_str()).chain(scheme.aliases.iter().map(String::as_str))
    });
    let glossaries = [glossary::ALL].into_iter().chain(glossary::builtin_names());
    for (place, value) in [
        ("/definitions/checks/properties", Value::Object(checks.collect())),
        ("/definitions/scheme/enum", schemes.collect()),
        ("/definitions/glossary/anyOf/0/enum", glossaries.collect()),
    ] {
        if let Some(old) = schema.pointer_mut(place) {
            *old = value;
        }
    }
    schema
}

fn parse(schema: &str) -> Value {
    serde_json::from_str(schema).expect("a test parses the schemas")
}
