//! A run over files: some are checked at once, and written out in their order; those in which
//! the project as a whole has a say are held back until all have been seen.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::CheckArgs;
use super::known::Known;
use crate::analysis::Rendering;
use crate::cli::changed::Changed;
use crate::cli::inputs::Input;
use crate::cli::progress::Progress;
use crate::cli::projects::{Projects, Way, Ways};
use crate::config::{Config, List};
use crate::emit::{Emitter, Summary};
use crate::engine::{self, Report};
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::formats::{self, Format};
use crate::pieces::Checked;
use crate::source::Source;

/// One file to be checked, and how.
pub(super) struct Task {
    pub(super) input: Input,
    pub(super) way: usize,
}

/// A run under way.
pub(super) struct Run<'r> {
    pub(super) args: &'r CheckArgs,
    pub(super) reader: Option<&'static dyn Format>,
    pub(super) changed: Option<Changed>,
    pub(super) projects: &'r Projects,
    pub(super) ways: &'r Ways<'r>,
    pub(super) known: Known,
    pub(super) tally: Tally,
    pub(super) progress: Progress,
    held: Vec<Held>,
}

/// What a file came to, with the way it was checked.
type Held = (usize, Result<Checked, Error>);

impl<'r> Run<'r> {
    pub(super) fn new(
        args: &'r CheckArgs,
        reader: Option<&'static dyn Format>,
        changed: Option<Changed>,
        (projects, ways): (&'r Projects, &'r Ways<'r>),
        known: Known,
        progress: Progress,
    ) -> Self {
        let (tally, held) = (Tally::default(), Vec::new());
        Self { args, reader, changed, projects, ways, known, tally, progress, held }
    }

    /// Checks some files at once, and writes what was found in their order.
    pub(super) fn batch(
        &mut self,
        batch: &[Task],
        emitter: &mut dyn Emitter,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let this = &*self;
        let check = |task: &Task| this.check(this.ways.get(task.way), &task.input);
        let checked: Vec<Result<Checked, Error>> = batch.par_iter().map(check).collect();
        for (task, checked) in batch.iter().zip(checked) {
            let tells = checked.as_ref().is_ok_and(|checked| !checked.renderings.is_empty());
            if tells || !self.held.is_empty() {
                self.held.push((task.way, checked));
            } else {
                self.write(task.way, checked, emitter, out)?;
            }
        }
        Ok(())
    }

    /// Writes what was held back, with what all files together show.
    pub(super) fn finish(
        &mut self,
        emitter: &mut dyn Emitter,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut held = std::mem::take(&mut self.held);
        for (file, finding) in self.of_projects(&held) {
            let (way, checked) = &mut held[file];
            let Ok(checked) = checked else { continue };
            let more = self.passed(self.ways.get(*way), &checked.source, vec![finding]);
            checked.findings.extend(more);
            engine::sort(&mut checked.findings);
        }
        for (way, checked) in held {
            self.write(way, checked, emitter, out)?;
        }
        Ok(())
    }

    /// What the files of each project show together, with the numbers of the files.
    fn of_projects(&self, held: &[Held]) -> Vec<(usize, Finding)> {
        let way = |file: usize| self.ways.get(held[file].0);
        let mut found = Vec::new();
        let projects: BTreeSet<usize> = (0..held.len()).map(|file| way(file).project).collect();
        for project in projects {
            let of_it = (0..held.len()).filter(|&file| way(file).project == project);
            let read = of_it.filter_map(|file| Some((file, held[file].1.as_ref().ok()?)));
            let (numbers, files): (Vec<usize>, Vec<(&Source, &[Rendering])>) =
                read.map(|(file, checked)| (file, (&checked.source, &*checked.renderings))).unzip();
            // what is off for some files is looked for because of the others
            let widest = numbers.iter().map(|&file| way(file)).max_by_key(|way| way.checks.len());
            let Some(widest) = widest else { continue };
            let findings = widest.checker.check_project(&files).into_iter();
            let findings = findings.map(|(file, finding)| (numbers[file], finding));
            found.extend(findings.filter(|(file, finding)| way(*file).runs(finding.check.name)));
        }
        found
    }

    fn write(
        &mut self,
        way: usize,
        checked: Result<Checked, Error>,
        emitter: &mut dyn Emitter,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let project = self.ways.get(way).project;
        let Checked { source, findings, segments, units, renderings, errors } = match checked {
            Ok(checked) => checked,
            Err(error) => {
                self.tally.trouble = true;
                return self.progress.aside(out, |out| self.args.show(emitter, out, &error));
            }
        };
        for error in &errors {
            self.tally.trouble = true;
            self.progress.aside(out, |out| self.args.show(emitter, out, error))?;
        }
        let mut report = Report { source: &source, findings, segments, units, renderings, errors };
        self.known.apply(project, &mut report);
        self.tally.add(&report);
        let left = if self.args.output.quiet {
            report.worst()
        } else {
            self.progress.aside(out, |out| emitter.report(out, &report))?;
            emitter.left(&report)
        };
        self.tally.fails |= self.args.fail_on(self.projects.config(project)).fails(left);
        Ok(())
    }

    fn check(&self, way: &Way<'_>, input: &Input) -> Result<Checked, Error> {
        let format_of = |name: &str| self.reader.unwrap_or_else(|| formats::for_path(name));
        let mut checked = match input {
            Input::Stdin => {
                let name = self.args.scope.stdin_name.as_str();
                way.checker.check_stream(name, io::stdin(), format_of(name))?
            }
            Input::File(path) => {
                let progress = |bytes| self.progress.add(bytes);
                way.checker.check_file(path, format_of(&path.to_string_lossy()), &progress)?
            }
            Input::Pair(original, path) => {
                let (original, source) = (Source::read(original)?, Source::read(path)?);
                let (from, to) = (format_of(original.name()), format_of(source.name()));
                let report = way.checker.check_pair((&original, from), (&source, to))?;
                let Report { findings, segments, units, renderings, errors, .. } = report;
                self.progress.add(input.size());
                Checked { source, findings, segments, units, renderings, errors }
            }
            Input::Broken(path, why) => {
                let kind = ErrorKind::Io(io::Error::other(why.clone()));
                return Err(Error::new(path.display().to_string(), kind));
            }
            Input::Empty(path, passed) => {
                return Err(nothing_in(path, passed, self.projects.config(way.project)));
            }
        };
        checked.findings = self.passed(way, &checked.source, checked.findings);
        Ok(checked)
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

/// What a run came to.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) summary: Summary,
    pub(super) fails: bool,
    pub(super) trouble: bool,
    by_check: BTreeMap<String, usize>,
    by_file: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, report: &Report<'_>) {
        self.summary.add(report);
        for finding in report.shown() {
            *self.by_check.entry(finding.check.name.to_owned()).or_default() += 1;
            *self.by_file.entry(report.source.name().to_owned()).or_default() += 1;
        }
    }

    /// What was read, and what was found by check and by file, the highest counts first.
    pub(super) fn statistics(&self, out: &mut dyn Write) -> io::Result<()> {
        let Summary { units, segments, .. } = self.summary;
        writeln!(out, "\nread\n{units:7}  units\n{segments:7}  segments")?;
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

fn nothing_in(folder: &Path, passed: &[PathBuf], config: &Config) -> Error {
    let error = Error::new(folder.display().to_string(), ErrorKind::Nothing);
    let chosen = [List::Include, List::Exclude].into_iter().find_map(|list| config.patterns(list));
    if let Some((_, span)) = chosen.filter(|(patterns, _)| !patterns.is_empty()) {
        let place = config.place(span);
        return error.help(format!(
            "{place} chooses the files; a file that it does not exclude is read where it is named"
        ));
    }
    if let Some(first) = passed.first() {
        let (files, are, them) = match passed.len() {
            1 => ("a file", "is", "it"),
            _ => ("files", "are", "each of them"),
        };
        return error.help(format!(
            "{files} such as `{}` may hold no text for people, and in a folder {are} read only where \
             the path names Russian or English, as `ru.json` and `locales/ru/` do; name {them}, or \
             let `include` in sverka.toml name {them}",
            first.strip_prefix(folder).unwrap_or(first).display(),
        ));
    }
    let known = formats::ALL.iter().flat_map(|f| f.extensions()).map(|e| format!(".{e}"));
    let known = known.collect::<Vec<_>>().join(", ");
    error.help(format!(
        "files with these endings are read in folders: {known}; name a file to have it read whatever its ending"
    ))
}
