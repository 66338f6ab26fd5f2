//! `sverka check`: files in, findings out, in a stable order.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{ArgAction, Args};

use super::changed::{Changed, is_revision};
use super::inputs::{Input, inputs};
use super::progress::Progress;
use super::projects::{ConfigChoice, Orders, Projects, Ways};
use super::{GlossaryChoice, Outcome, Stop, colored, show_errors};
use crate::config::{Config, FailOn};
use crate::emit::{self, Emitter};
use crate::error::{Error, ErrorKind};
use crate::formats::{self, Format};

mod known;
mod run;

use known::Known;
use run::{Run, Task};

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    output: Output,
}

/// What to check, and by what rules; `fix` has the same.
#[derive(Clone, Debug, Args)]
pub(super) struct Scope {
    /// Files and folders; `-` or nothing for standard input
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    glossary: GlossaryChoice,
    #[command(flatten)]
    config: ConfigChoice,
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
    /// Only lines that git says are new since a revision, HEAD where none is named; without a
    /// PATH, in this folder
    #[arg(long, value_name = "REV", num_args = 0..=1, default_missing_value = "HEAD")]
    changed: Option<String>,
    /// Leave out named files that a search of their folder would leave out: for hooks, which name
    /// every file
    #[arg(long)]
    filter: bool,
}

/// What becomes of the findings.
#[derive(Debug, Args)]
struct Output {
    /// How to write the findings: human, json, jsonl, sarif, github, gitlab, junit, checkstyle, html
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: String,
    /// Write what is found to this file, for --baseline
    #[arg(long, value_name = "FILE", conflicts_with = "changed")]
    write_baseline: Option<PathBuf>,
    /// Write nothing but errors: the exit status says whether anything was found
    #[arg(long, short)]
    quiet: bool,
    /// Count the findings by check and by file after they are shown
    #[arg(long, conflicts_with = "quiet")]
    statistics: bool,
}

/// Files that are read and checked before the first of them is written out.
const BATCH: usize = 64;

pub(super) fn run(args: &CheckArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let mut emitter = emit::by_name(&args.output.format, colored(&io::stdout()))?;
    run_with(args, emitter.as_mut(), out)
}

/// Checks, and hands what is found to an emitter.
pub(super) fn run_with(
    args: &CheckArgs,
    emitter: &mut dyn Emitter,
    out: &mut dyn Write,
) -> Result<Outcome, Stop> {
    let CheckArgs { scope, output } = args;
    if output.statistics && output.format != "human" {
        let what =
            format!("findings written as {} are for programs, which can count", output.format);
        return Err(Error::new("--statistics", ErrorKind::Syntax(what)).into());
    }
    let reader = scope.reader()?;
    let orders = Orders::new(&scope.glossary, scope.scheme.as_deref(), &scope.checks)?;
    let mut projects = Projects::new(&scope.config)?;
    let (paths, changed) = changed(scope)?;
    let inputs = inputs(&paths, &scope.pair, &mut projects, reader.is_some());
    let mut placed = Vec::new();
    let mut files = BTreeSet::new();
    for input in inputs {
        let is_file = matches!(input, Input::File(_) | Input::Pair(..));
        if let Some((project, whole)) = args.place(&mut projects, &input, changed.as_ref())
            // a file that is named twice, or also lies in a folder that is
            && (!is_file || files.insert(whole.clone()))
        {
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
    let bytes = || tasks.iter().map(|task| task.input.size()).sum();
    let progress = Progress::new(bytes, output.quiet);
    let mut run = Run::new(args, reader, changed, (&projects, &ways), known, progress);
    for batch in tasks.chunks(BATCH) {
        run.batch(batch, emitter, out)?;
    }
    run.progress.end();
    run.finish(emitter, out)?;
    let Run { known, tally, .. } = run;
    if !output.quiet {
        emitter.finish(out, &tally.summary)?;
    }
    if output.statistics {
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

/// The paths to check, and the lines to which the check is limited.
fn changed(args: &Scope) -> Result<(Vec<PathBuf>, Option<Changed>), Error> {
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

impl Scope {
    /// The reader asked for.
    pub(super) fn reader(&self) -> Result<Option<&'static dyn Format>, Error> {
        self.reader.as_deref().map(formats::by_name).transpose()
    }

    /// What standard input is called.
    pub(super) fn stdin_name(&self) -> &str {
        &self.stdin_name
    }

    /// Which configuration to go by.
    pub(super) const fn config(&self) -> &ConfigChoice {
        &self.config
    }

    /// A check of it, written as people read it.
    pub(super) fn for_people(&self) -> CheckArgs {
        let output = Output {
            format: "human".to_owned(),
            write_baseline: None,
            quiet: false,
            statistics: false,
        };
        CheckArgs { scope: self.clone(), output }
    }
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
            Input::Stdin => return projects.of(Path::new(&self.scope.stdin_name)),
            Input::Empty(..) if changed.is_some() => return None,
            Input::Broken(path, _) | Input::Empty(path, _) => return projects.of(path),
            Input::File(path) | Input::Pair(_, path) => path,
        };
        let (project, whole) = projects.of(path)?;
        if changed.is_some_and(|changed| !changed.has(path)) {
            return None;
        }
        if self.scope.filter && !projects.wants(path, Path::new(""), self.scope.reader.is_some()) {
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
        self.scope.fail_on.or(config.fail_on().map(|(limit, _)| limit)).unwrap_or(FailOn::DEFAULT)
    }

    /// Says something that is no finding and no failure.
    fn note(&self, text: &str) {
        if !self.output.quiet {
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
        if self.output.format == "human" || self.output.quiet {
            out.flush()?;
            show_errors(std::slice::from_ref(error))
        } else {
            emitter.error(out, error)
        }
    }
}
