//! The command line: arguments, and one file a command that has more than a page to it.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::checks;
use crate::emit;
use crate::error::{Error, nearest};
use crate::lexicon::Lexicon;

mod changed;
mod check;
mod compare;
mod config;
mod eval;
mod explain;
mod fix;
mod glossaries;
mod here;
mod init;
mod inputs;
mod lookup;
mod progress;
mod projects;
mod schema;
mod translit;

/// Checks text that crosses between Russian and English against a term glossary.
#[derive(Debug, Parser)]
#[command(name = "sverka", version, about, max_term_width = 100, subcommand_required = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check files, folders or standard input (the default command)
    Check(check::CheckArgs),
    /// Repair what check finds
    Fix(fix::FixArgs),
    /// Look words up: in either script, in any form, misspelt
    Lookup(lookup::LookupArgs),
    /// Tell two words apart: meanings, letters, forms that coincide
    Compare(compare::CompareArgs),
    /// Romanize Russian text
    Translit(translit::TranslitArgs),
    /// List, show and check glossaries
    Glossary(glossaries::GlossaryArgs),
    /// Measure precision, recall and rank on labelled texts and words
    Eval(eval::EvalArgs),
    /// Explain a check
    Explain(explain::ExplainArgs),
    /// Write a first sverka.toml from what lies in a folder
    Init(init::InitArgs),
    /// Show what holds for a file, and where each value comes from
    Config(config::ConfigArgs),
    /// Print the JSON schema of sverka.toml or of glossaries
    Schema(schema::SchemaArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page in roff
    Man,
}

#[derive(Clone, Debug, Default, Args)]
struct GlossaryChoice {
    /// A built-in glossary by name or a file of your own; all built-in ones, which "builtin"
    /// stands for, without this
    #[arg(long, short = 'g', value_name = "NAME|FILE")]
    glossary: Vec<String>,
}

impl GlossaryChoice {
    fn lexicon(&self) -> Result<Lexicon, Vec<Error>> {
        Lexicon::load(&self.glossary)
    }
}

/// What a command came to.
enum Outcome {
    /// Nothing to complain of.
    Clean,
    /// Findings at or above the limit, or nothing found where something was asked for.
    Found,
    /// Trouble; already reported.
    Trouble,
}

/// What stops a command.
#[derive(Debug)]
enum Stop {
    /// Errors still to be shown.
    Errors(Vec<Error>),
    /// The output could not be written.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Errors(vec![error])
    }
}

impl From<Vec<Error>> for Stop {
    fn from(errors: Vec<Error>) -> Self {
        Self::Errors(errors)
    }
}

/// Runs the program and gives its exit status: 0 clean, 1 findings, 2 trouble.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse_from(arguments()) {
        Ok(cli) => cli,
        Err(error) => {
            // clap exits with 2 for wrong arguments and 0 for help, as we do
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let out = anstream::AutoStream::new(io::stdout(), color_choice(&io::stdout()));
    let mut out = io::BufWriter::new(out);
    let result = cli.command.run(&mut out).and_then(|outcome| {
        out.flush()?;
        Ok(outcome)
    });
    match result {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Trouble) => ExitCode::from(2),
        // whoever read our output has seen enough
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Output(error)) => {
            let _ = writeln!(io::stderr(), "sverka: cannot write: {error}");
            ExitCode::from(2)
        }
        Err(Stop::Errors(errors)) => {
            let _ = show_errors(&errors);
            ExitCode::from(2)
        }
    }
}

impl Command {
    fn run(&self, out: &mut dyn Write) -> Result<Outcome, Stop> {
        match self {
            Self::Check(args) => check::run(args, out),
            Self::Fix(args) => fix::run(args, out),
            Self::Lookup(args) => lookup::run(args, out),
            Self::Compare(args) => compare::run(args, out),
            Self::Translit(args) => translit::run(args, out),
            Self::Glossary(args) => glossaries::run(args, out),
            Self::Eval(args) => eval::run(args, out),
            Self::Explain(args) => explain::run(args, out),
            Self::Init(args) => init::run(args, out),
            Self::Config(args) => config::run(args, out),
            Self::Schema(args) => schema::run(args, out),
            Self::Completions { shell } => {
                clap_complete::generate(*shell, &mut Cli::command(), "sverka", out);
                Ok(Outcome::Clean)
            }
            Self::Man => {
                clap_mangen::Man::new(Cli::command()).render(out)?;
                Ok(Outcome::Clean)
            }
        }
    }
}

/// The arguments, with `check` put in where no command is named. What is no file and nearly a
/// command is left for clap to complain of.
fn arguments() -> Vec<std::ffi::OsString> {
    let mut arguments: Vec<_> = std::env::args_os().collect();
    let commands = Cli::command();
    let names: Vec<&str> = commands.get_subcommands().map(clap::Command::get_name).collect();
    let named = |arg: &std::ffi::OsString| {
        let text = arg.to_string_lossy();
        matches!(text.as_ref(), "-h" | "--help" | "-V" | "--version" | "help")
            || names.contains(&&*text)
            || (!text.starts_with('-')
                && nearest(&text, &names).is_some()
                && !Path::new(arg).exists())
    };
    if arguments.get(1).is_some_and(|first| !named(first)) {
        arguments.insert(1, "check".into());
    }
    arguments
}

fn color_choice(stream: &impl IsTerminal) -> anstream::ColorChoice {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()) && stream.is_terminal();
    if wanted { anstream::ColorChoice::Always } else { anstream::ColorChoice::Never }
}

fn colored(stream: &impl IsTerminal) -> bool {
    color_choice(stream) == anstream::ColorChoice::Always
}

/// How wide standard output is; 100 columns where it is no terminal.
fn columns() -> usize {
    let width = crossterm::terminal::size().map_or(100, |(width, _)| usize::from(width));
    if io::stdout().is_terminal() { width.max(20) } else { 100 }
}

/// Shows errors on standard error, as findings are shown.
fn show_errors(errors: &[Error]) -> io::Result<()> {
    let Ok(mut human) = emit::by_name("human", colored(&io::stderr())) else { return Ok(()) };
    let mut stderr = io::stderr();
    for error in errors {
        human.error(&mut stderr, error)?;
    }
    Ok(())
}

/// The names of the checks, for help and explanation.
fn check_names() -> impl Iterator<Item = &'static str> {
    checks::ALL.iter().map(|check| check.meta().name)
}

/// Paths given on the command line, `-` for standard input.
fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
