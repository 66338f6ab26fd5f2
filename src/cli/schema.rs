//! `sverka schema`: what editors complete and check our files by.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::{Outcome, Stop};

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
}

pub(super) fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    out.write_all(match args.of {
        Of::Config => include_bytes!("../../schemas/config.schema.json"),
        Of::Glossary => include_bytes!("../../schemas/glossary.schema.json"),
    })?;
    Ok(Outcome::Clean)
}
