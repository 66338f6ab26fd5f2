//! The findings that are known, or that are to be: baselines read and written.

use std::path::Path;

use super::CheckArgs;
use crate::baseline::{Baseline, Recorder};
use crate::cli::Stop;
use crate::cli::projects::Projects;
use crate::config::Config;
use crate::engine::Report;
use crate::error::{Error, ErrorKind};

/// The findings that are known, or that are to be.
pub(super) enum Known {
    /// Those of the baseline of each configuration; of one for all, if one was named.
    Read(Vec<Option<Baseline>>),
    Write(Recorder),
}

impl Known {
    pub(super) fn read(args: &CheckArgs, projects: &Projects) -> Result<Self, Stop> {
        if let Some(path) = &args.output.write_baseline {
            return Ok(Self::Write(Recorder::new(path)));
        }
        if let Some(path) = &args.scope.baseline {
            return Ok(Self::Read(vec![Some(Baseline::read(path)?)]));
        }
        let read = |config: &Config| {
            let Some((path, span)) = config.baseline() else { return Ok(None) };
            Baseline::read(&path).map(Some).map_err(|error| match (error.kind(), config.source()) {
                // the file is not to blame, who names it is
                (ErrorKind::Io(_), Some(source)) => {
                    Error::syntax(source.name(), source.text(), span, error.to_string())
                        .help(error.advice().unwrap_or_default())
                }
                _ => error,
            })
        };
        Ok(Self::Read(projects.configs().iter().map(read).collect::<Result<_, Error>>()?))
    }

    pub(super) fn apply(&mut self, project: usize, report: &mut Report<'_>) {
        match self {
            Self::Write(recorder) => recorder.record(report),
            Self::Read(baselines) => {
                let number = project.min(baselines.len().saturating_sub(1));
                if let Some(Some(baseline)) = baselines.get_mut(number) {
                    baseline.apply(report);
                }
            }
        }
    }

    /// Writes the file, or says what in it is out of date.
    pub(super) fn finish(self, args: &CheckArgs, ran: impl Fn(&str) -> bool) -> Result<(), Stop> {
        match self {
            Self::Write(recorder) => {
                let count = recorder.write()?;
                let path = args.output.write_baseline.as_deref().unwrap_or(Path::new(""));
                args.note(&format!("{} written to {}", findings(count), path.display()));
            }
            // where only some lines are looked at, the others are not out of date
            Self::Read(_) if args.scope.changed.is_some() => {}
            Self::Read(baselines) => {
                let count: usize = baselines.iter().flatten().map(|known| known.stale(&ran)).sum();
                if count > 0 {
                    let are = if count == 1 { "is" } else { "are" };
                    args.note(&format!(
                        "{} in the baseline {are} no more; write it anew with --write-baseline",
                        findings(count)
                    ));
                }
            }
        }
        Ok(())
    }
}

fn findings(count: usize) -> String {
    format!("{count} finding{}", if count == 1 { "" } else { "s" })
}
