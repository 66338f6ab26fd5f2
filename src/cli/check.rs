//! `sverka check`: files in, findings out, in a stable order.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{ArgAction, Args};
use rayon::prelude::*;

use super::changed::{Changed, is_revision};
use super::inputs::{Input, inputs};
use super::projects::{ConfigChoice, Orders, Projects, Way, Ways};
use super::{GlossaryChoice, Outcome, Stop, colored, show_errors};
use crate::analysis::Rendering;
use crate::baseline::{Baseline, Recorder};
use crate::config::{Config, FailOn};
use crate::emit::{self, Emitter, Summary};
use crate::engine::Report;
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::formats::{self, Format};
use crate::source::Source;

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files and folders; `-` or nothing for standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    glossary: GlossaryChoice,
    #[command(flatten)]
    config: ConfigChoice,
    /// How to write the findings: human, json, jsonl, sarif, github, gitlab, junit, checkstyle, html
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: String,
    /// How to read the files, whatever their names: text, markdown
    #[arg(long = "as", value_name = "READER")]
    reader: Option<String>,
    /// What to call standard input in findings; its ending says how to read it
    #[arg(long, value_name = "NAME", default_value = "<stdin>")]
    stdin_name: String,
    /// An original and its translation; files whose names follow a custom, such as en.json and
    /// ru.json, find each other
    #[arg(long, num_args = 2, value_names = ["SOURCE", "TARGET"], action = ArgAction::Append)]
    pair: Vec<PathBuf>,
    /// The romanization scheme of the house
    #[arg(long, value_name = "NAME")]
    scheme: Option<String>,
    /// Only these checks, with commas between them
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    checks: Vec<String>,
    /// The least severity that makes the exit status 1; warning where nothing is said
    #[arg(long, value_enum)]
    fail_on: Option<FailOn>,
    /// Let the findings pass that stand in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write what is found to this file, for --baseline
    #[arg(long, value_name = "FILE", conflicts_with = "changed")]
    write_baseline: Option<PathBuf>,
    /// Only lines that git says are new since a revision, HEAD where none is named; without a
    /// PATH, in this folder
    #[arg(long, value_name = "REV", num_args = 0..=1, default_missing_value = "HEAD")]
    changed: Option<String>,
    /// Leave out named files that a search of their folder would leave out: for hooks, which name
    /// every file
    #[arg(long)]
    filter: bool,
    /// Write nothing but errors: the exit status says whether anything was found
    #[arg(long, short)]
    quiet: bool,
    /// Count the findings by check and by file after they are shown
    #[arg(long, conflicts_with = "quiet")]
    statistics: bool,
}

/// Files that are read and checked before the first of them is written out.
const BATCH: usize = 64;

/// One file to be checked, and how.
struct Task {
    input: Input,
    way: usize,
}

pub(super) fn run(args: &CheckArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let mut emitter = emit::by_name(&args.format, colored(&io::stdout()))?;
    if args.statistics && args.format != "human" {
        let what = format!("findings written as {} are for programs, which can count", args.format);
        return Err(Error::new("--statistics", ErrorKind::Syntax(what)).into());
    }
    let reader = args.reader.as_deref().map(formats::by_name).transpose()?;
    let orders = Orders::new(&args.glossary, args.scheme.as_deref(), &args.checks)?;
    let mut projects = Projects::new(&args.config)?;
    let (paths, changed) = changed(args)?;
    let inputs = inputs(&paths, &args.pair, &mut projects, reader.is_some());
    let mut placed = Vec::new();
    for input in inputs {
        if let Some((project, whole)) = args.place(&mut projects, &input, changed.as_ref()) {
            placed.push((input, project, whole));
        }
    }
    let lexicons = projects.lexicons(&orders)?;
    let mut ways = Ways::new(&orders, &lexicons);
    let task = |(input, project, whole): (Input, usize, PathBuf)| Task {
        input,
        way: ways.of(&projects, project, &whole),
    };
    let tasks: Vec<Task> = placed.into_iter().map(task).collect();
    let known = Known::read(args, &projects)?;
    let mut run =
        Run { args, reader, changed, projects: &projects, known, tally: Tally::default() };
    for batch in tasks.chunks(BATCH) {
        run.batch(batch, &ways, emitter.as_mut(), out)?;
    }
    let Run { known, tally, .. } = run;
    if !args.quiet {
        emitter.finish(out, &tally.summary)?;
    }
    if args.statistics {
        tally.statistics(out)?;
    }
    out.flush()?;
    let did_run = |name: &str| {
        orders.checks.is_empty() || orders.checks.iter().any(|c| c.meta().name == name)
    };
    known.finish(args, did_run)?;
    Ok(match (tally.trouble, tally.fails) {
        (true, _) => Outcome::Trouble,
        (false, true) => Outcome::Found,
        (false, false) => Outcome::Clean,
    })
}

/// A run under way.
struct Run<'r> {
    args: &'r CheckArgs,
    reader: Option<&'static dyn Format>,
    changed: Option<Changed>,
    projects: &'r Projects,
    known: Known,
    tally: Tally,
}

impl Run<'_> {
    /// Checks some files at once, and writes what was found in their order.
    fn batch(
        &mut self,
        batch: &[Task],
        ways: &Ways<'_>,
        emitter: &mut dyn Emitter,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let this = &*self;
        let check = |task: &Task| this.check(ways.get(task.way), &task.input);
        let checked: Vec<Result<Checked, Error>> = batch.par_iter().map(check).collect();
        for (task, checked) in batch.iter().zip(checked) {
            let project = ways.get(task.way).project;
            match checked {
                Ok(Checked { source, findings, segments, renderings, errors }) => {
                    for error in &errors {
                        self.tally.trouble = true;
                        self.args.show(emitter, out, error)?;
                    }
                    let mut report =
                        Report { source: &source, findings, segments, renderings, errors };
                    self.known.apply(project, &mut report);
                    self.tally.add(&report, self.args.fail_on(self.projects.config(project)));
                    if !self.args.quiet {
                        emitter.report(out, &report)?;
                    }
                }
                Err(error) => {
                    self.tally.trouble = true;
                    self.args.show(emitter, out, &error)?;
                }
            }
        }
        Ok(())
    }

    fn check(&self, way: &Way<'_>, input: &Input) -> Result<Checked, Error> {
        let source = match input {
            Input::Stdin => Source::read_from(self.args.stdin_name.as_str(), io::stdin().lock())?,
            Input::File(path) => Source::read(path)?,
            Input::Pair(original, path) => {
                let (original, source) = (Source::read(original)?, Source::read(path)?);
                let format =
                    |s: &Source| self.reader.unwrap_or_else(|| formats::for_path(s.name()));
                let (from, to) = (format(&original), format(&source));
                let report = way.checker.check_pair((&original, from), (&source, to))?;
                let Report { findings, segments, renderings, errors, .. } = report;
                let findings = self.passed(way, &source, findings);
                return Ok(Checked { source, findings, segments, renderings, errors });
            }
            Input::Broken(path, why) => {
                let kind = ErrorKind::Io(io::Error::other(why.clone()));
                return Err(Error::new(path.display().to_string(), kind));
            }
            Input::Empty(path) => return Err(nothing_in(path)),
        };
        let format = self.reader.unwrap_or_else(|| formats::for_path(source.name()));
        let report = way.checker.check_as(&source, format)?;
        let Report { findings, segments, renderings, errors, .. } = report;
        let findings = self.passed(way, &source, findings);
        Ok(Checked { source, findings, segments, renderings, errors })
    }

    /// The findings that the configuration and the lines looked at leave, at their levels.
    fn passed(&self, way: &Way<'_>, source: &Source, mut findings: Vec<Finding>) -> Vec<Finding> {
        let config = self.projects.config(way.project);
        findings.retain(|finding| !config.accepts(&finding.text));
        for finding in &mut findings {
            way.settings.grade(finding);
        }
        if let Some(changed) = &self.changed {
            changed.retain(source, &mut findings);
        }
        findings
    }
}

/// The paths to check, and the lines to which the check is limited.
fn changed(args: &CheckArgs) -> Result<(Vec<PathBuf>, Option<Changed>), Error> {
    let Some(revision) = &args.changed else { return Ok((args.paths.clone(), None)) };
    let mut paths = args.paths.clone();
    let mut revision = revision.clone();
    // `--changed docs` is about a folder, unless there is such a branch
    let here = Path::new(".");
    if Path::new(&revision).exists() && !is_revision(&revision, here) {
        paths.insert(0, PathBuf::from(std::mem::replace(&mut revision, "HEAD".to_owned())));
    }
    if paths.is_empty() && args.pair.is_empty() {
        paths.push(here.to_owned());
    }
    if paths.iter().any(|path| super::is_stdin(path)) {
        let what = "standard input has no history".to_owned();
        return Err(Error::new("--changed", ErrorKind::Syntax(what)).help("name files or folders"));
    }
    let folder = |path: &PathBuf| match path.parent() {
        _ if path.is_dir() => path.clone(),
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => here.to_owned(),
    };
    let targets = args.pair.iter().skip(1).step_by(2);
    let folders: Vec<PathBuf> = paths.iter().chain(targets).map(folder).collect();
    Ok((paths, Some(Changed::since(&revision, &folders)?)))
}

/// The findings that are known, or that are to be.
enum Known {
    /// Those of the baseline of each configuration; of one for all, if one was named.
    Read(Vec<Option<Baseline>>),
    Write(Recorder),
}

impl Known {
    fn read(args: &CheckArgs, projects: &Projects) -> Result<Self, Stop> {
        if let Some(path) = &args.write_baseline {
            return Ok(Self::Write(Recorder::new(path)));
        }
        if let Some(path) = &args.baseline {
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

    fn apply(&mut self, project: usize, report: &mut Report<'_>) {
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
    fn finish(self, args: &CheckArgs, ran: impl Fn(&str) -> bool) -> Result<(), Stop> {
        match self {
            Self::Write(recorder) => {
                let count = recorder.write()?;
                let path = args.write_baseline.as_deref().unwrap_or(Path::new(""));
                args.note(&format!("{} written to {}", findings(count), path.display()));
            }
            // where only some lines are looked at, the others are not out of date
            Self::Read(_) if args.changed.is_some() => {}
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

/// What a run came to.
#[derive(Default)]
struct Tally {
    summary: Summary,
    fails: bool,
    trouble: bool,
    by_check: BTreeMap<String, usize>,
    by_file: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, report: &Report<'_>, fail_on: FailOn) {
        self.summary.add(report);
        self.fails |= fail_on.fails(report.worst());
        for finding in report.shown() {
            *self.by_check.entry(finding.check.name.to_owned()).or_default() += 1;
            *self.by_file.entry(report.source.name().to_owned()).or_default() += 1;
        }
    }

    /// The counts, highest first.
    fn statistics(&self, out: &mut dyn Write) -> io::Result<()> {
        for (title, counts) in [("check", &self.by_check), ("file", &self.by_file)] {
            if counts.is_empty() {
                continue;
            }
            writeln!(out, "\nby {title}")?;
            let mut counts: Vec<_> = counts.iter().collect();
            counts.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
            for (name, count) in counts {
                writeln!(out, "{count:7}  {name}")?;
            }
        }
        Ok(())
    }
}

struct Checked {
    source: Source,
    findings: Vec<Finding>,
    segments: usize,
    renderings: Vec<Rendering>,
    errors: Vec<Error>,
}

impl CheckArgs {
    /// The configuration of an input and its whole path; none if it is not to be checked.
    fn place(
        &self,
        projects: &mut Projects,
        input: &Input,
        changed: Option<&Changed>,
    ) -> Option<(usize, PathBuf)> {
        let path = match input {
            Input::Stdin => return projects.of(Path::new(&self.stdin_name)),
            Input::Empty(_) if changed.is_some() => return None,
            Input::Broken(path, _) | Input::Empty(path) => return projects.of(path),
            Input::File(path) | Input::Pair(_, path) => path,
        };
        let (project, whole) = projects.of(path)?;
        if changed.is_some_and(|changed| !changed.has(path)) {
            return None;
        }
        if self.filter && !projects.wants(path, self.reader.is_some()) {
            return None;
        }
        let config = projects.config(project);
        if let Some(span) = config.excluded(&whole) {
            // of a folder's files, those were left out before
            self.note(&format!("{} is left out by {}", path.display(), config.place(span)));
            return None;
        }
        Some((project, whole))
    }

    fn fail_on(&self, config: &Config) -> FailOn {
        self.fail_on.or(config.fail_on().map(|(limit, _)| limit)).unwrap_or(FailOn::DEFAULT)
    }

    /// Says something that is no finding and no failure.
    fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "note: {text}");
        }
    }

    /// People read both streams; scripts get errors in their own format.
    fn show(
        &self,
        emitter: &mut dyn Emitter,
        out: &mut dyn Write,
        error: &Error,
    ) -> io::Result<()> {
        if self.format == "human" || self.quiet {
            out.flush()?;
            show_errors(std::slice::from_ref(error))
        } else {
            emitter.error(out, error)
        }
    }
}

fn nothing_in(folder: &Path) -> Error {
    let known = formats::ALL.iter().flat_map(|f| f.extensions()).map(|e| format!(".{e}"));
    let known = known.collect::<Vec<_>>().join(", ");
    Error::new(folder.display().to_string(), ErrorKind::Nothing).help(format!(
        "files with these endings are read in folders: {known}; name a file to have it read whatever its ending"
    ))
}
