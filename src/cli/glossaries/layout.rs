//! `sverka glossary fmt`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::save;
use crate::cli::{Outcome, Stop, show_errors};
use crate::error::Error;
use crate::glossary::{self, format};
use crate::source::{Encoding, Source};

#[derive(Debug, Args)]
pub(super) struct FmtArgs {
    /// Glossary files in TOML
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Write nothing; name the files that would change, and make the exit status 1 if any would
    #[arg(long)]
    check: bool,
}

pub(super) fn run(args: &FmtArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let (mut changed, mut trouble) = (false, false);
    for path in &args.files {
        match one(path, args.check) {
            Ok(false) => {}
            Ok(true) => {
                changed = true;
                let what = if args.check { "would be changed" } else { "changed" };
                writeln!(out, "{}: {what}", path.display())?;
            }
            Err(error) => {
                trouble = true;
                out.flush()?;
                show_errors(&[error])?;
            }
        }
    }
    Ok(match (trouble, changed && args.check) {
        (true, _) => Outcome::Trouble,
        (false, true) => Outcome::Found,
        (false, false) => Outcome::Clean,
    })
}

/// Whether the file is not as it should be; without `check` it is afterwards.
fn one(path: &Path, check: bool) -> Result<bool, Error> {
    let name = path.display().to_string();
    let source = Source::decode(&name, glossary::read(&name)?)?.whole()?;
    let utf8 = source.encoding() == Encoding::Utf8;
    let before = source.text().to_owned();
    let after = format(source)?;
    let changes = after != before || !utf8;
    if changes && !check {
        save(path, &after)
            .map_err(|e: io::Error| Error::new(&name, crate::error::ErrorKind::Io(e)))?;
    }
    Ok(changes)
}
