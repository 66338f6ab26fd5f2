//! `sverka config`: what holds for a file, and where each value comes from.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::projects::{ConfigChoice, Projects};
use super::{Outcome, Stop};
use crate::checks;
use crate::config::{Config, FILE_NAME, FailOn, Level, List};
use crate::span::Span;

#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    /// The file or folder; the folder we are in without one
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    config: ConfigChoice,
}

/// A line of the answer, and where it comes from.
struct Line {
    text: String,
    place: String,
}

pub(super) fn run(args: &ConfigArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let mut projects = Projects::new(&args.config)?;
    let inside;
    // of a folder, what holds for what lies in it
    let path = if args.path.is_dir() {
        inside = args.path.join("*");
        &inside
    } else {
        &args.path
    };
    let Some((number, whole)) = projects.of(path) else {
        return Err(projects.broken().into());
    };
    let config = projects.config(number);
    let name = config.source().map_or("no configuration", |source| source.name());
    writeln!(out, "# {}: {name}", args.path.display())?;
    if let Some(span) = config.excluded(&whole) {
        writeln!(out, "# left out by {}", config.place(span))?;
    } else if config.included(&whole) == Some(false) && !args.path.is_dir() {
        writeln!(out, "# not among the files that `include` names; checked where it is named")?;
    }
    let lines = [top(config, &whole), checks(config, &whole)];
    let width = lines.iter().flatten().map(|line| line.text.chars().count()).max().unwrap_or(0);
    for line in lines.iter().flatten() {
        match &*line.place {
            "" => writeln!(out, "{}", line.text)?,
            place => {
                let gap = width.min(WIDEST).saturating_sub(line.text.chars().count());
                writeln!(out, "{}{}  # {place}", line.text, " ".repeat(gap))?;
            }
        }
    }
    Ok(Outcome::Clean)
}

/// Longer lines do not push the places of the others to the right.
const WIDEST: usize = 48;

/// The keys that stand for themselves.
fn top(config: &Config, whole: &Path) -> Vec<Line> {
    let mut lines = Vec::new();
    let place = |span: Option<Span>| span.map_or("default".to_owned(), |span| config.place(span));
    let mut add = |text: String, span: Option<Span>| lines.push(Line { text, place: place(span) });
    match config.glossaries() {
        Some((names, span)) => {
            add(format!("glossaries = {}", list(names.iter().map(String::as_str))), Some(span));
        }
        None => add("glossaries = [\"builtin\"]".to_owned(), None),
    }
    if let Some((scheme, span)) = config.settings(&config.overrides(whole)).scheme {
        add(format!("scheme = {}", quoted(&scheme.name)), Some(span));
    }
    for (key, patterns) in
        [("include", List::Include), ("exclude", List::Exclude), ("accept", List::Accept)]
    {
        if let Some((texts, span)) = config.patterns(patterns) {
            add(format!("{key} = {}", list(texts.into_iter())), Some(span));
        }
    }
    let (limit, span) = config.fail_on().map_or((FailOn::DEFAULT, None), |(l, s)| (l, Some(s)));
    add(format!("fail-on = {}", quoted(limit.name())), span);
    if let Some((path, span)) = config.baseline() {
        add(format!("baseline = {}", quoted(&path.to_string_lossy())), Some(span));
    }
    for pair in config.pairs() {
        let (source, target) = (quoted(pair.source.as_str()), quoted(pair.target.as_str()));
        add(format!("pairs = [{{ source = {source}, target = {target} }}]"), Some(pair.place));
    }
    if let Some((count, span)) = config.terms() {
        add(format!("# [[term]]: {count} in {FILE_NAME}"), Some(span));
    }
    lines
}

/// The level of every check.
fn checks(config: &Config, whole: &Path) -> Vec<Line> {
    let settings = config.settings(&config.overrides(whole));
    let mut lines = vec![
        Line { text: String::new(), place: String::new() },
        Line { text: "[checks]".to_owned(), place: String::new() },
    ];
    for check in checks::ALL {
        let meta = check.meta();
        let (level, place) = match settings.levels.get(meta.name) {
            Some((level, span)) => (*level, config.place(*span)),
            None => (Level::of(meta.severity), "default".to_owned()),
        };
        lines.push(Line { text: format!("{} = {}", meta.name, quoted(level.name())), place });
    }
    lines
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    format!("[{}]", texts.map(quoted).collect::<Vec<_>>().join(", "))
}

/// A string as TOML has it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
