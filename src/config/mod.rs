//! `sverka.toml`: what holds for the files of a project, and where it says so.
//!
//! The file that holds for a text is the nearest one in the folders above it, up to the root of
//! its repository. Files are not merged: one page says it all.

use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};
use crate::glossary::{self, Glossary, Term};
use crate::lexicon::Lexicon;
use crate::russian;
use crate::script::fold;
use crate::source::Source;
use crate::span::Span;

mod file;
mod globs;
mod level;
mod pairs;
mod settings;

use file::File;
use globs::Globs;
pub use level::{FailOn, Level};
pub use pairs::{Pair, Pattern};
pub use settings::Settings;
use settings::settings;

/// The name of a configuration file.
pub const FILE_NAME: &str = "sverka.toml";

/// A configuration: a file, or the lack of one. Paths are asked for from the root of the file
/// system, as [`whole_file`] gives them.
#[derive(Debug)]
pub struct Config {
    source: Option<Source>,
    folder: PathBuf,
    file: File,
    include: Globs,
    exclude: Globs,
    accept: Vec<String>,
    overrides: Vec<Override>,
    settings: Settings,
    pairs: Vec<Pair>,
}

/// What holds for some of the files only.
#[derive(Debug)]
struct Override {
    files: Globs,
    settings: Settings,
}

impl Config {
    /// The lack of a file, in a folder.
    pub fn none(folder: impl Into<PathBuf>) -> Self {
        Self {
            source: None,
            folder: folder.into(),
            file: File::default(),
            include: Globs::default(),
            exclude: Globs::default(),
            accept: Vec::new(),
            overrides: Vec::new(),
            settings: Settings::default(),
            pairs: Vec::new(),
        }
    }

    /// The configuration file that holds in a folder: in it or the nearest one above, not beyond
    /// the root of a repository.
    pub fn find(folder: &Path) -> Option<PathBuf> {
        for folder in folder.ancestors() {
            let path = folder.join(FILE_NAME);
            if path.is_file() {
                return Some(path);
            }
            if folder.join(".git").exists() {
                return None;
            }
        }
        None
    }

    /// Where to write a configuration that is to hold in a folder: where we are, if the folder lies
    /// beneath, but not beyond the root of its repository; else in the folder itself.
    pub fn place_for(folder: &Path) -> PathBuf {
        let here = whole(Path::new("."));
        if !folder.starts_with(&here) {
            return folder.join(FILE_NAME);
        }
        let mut root = folder;
        while root != here && !root.join(".git").exists() {
            root = root.parent().unwrap_or(&here);
        }
        root.join(FILE_NAME)
    }

    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let source = file::read(path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        // `sverka.toml` alone stands in the folder we are in
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Self::parse(source, &whole(folder))
    }

    /// Parses a file; what it names is looked for from `folder`.
    pub fn parse(source: Source, folder: &Path) -> Result<Self, Error> {
        let file = File::parse(&source)?;
        let globs = |texts: &Option<file::Texts>| Globs::parse(&source, texts.iter().flatten());
        let (include, exclude) = (globs(&file.include)?, globs(&file.exclude)?);
        let settings = settings(&source, &file.checks, file.scheme.as_ref())?;
        let mut overrides = Vec::new();
        for over in &file.overrides {
            let files = Globs::parse(&source, over.files.iter())?;
            let settings = settings::settings(&source, &over.checks, over.scheme.as_ref())?;
            overrides.push(Override { files, settings });
        }
        let pairs = file.pairs.iter().map(|pair| Pair::parse(&source, pair));
        let pairs = pairs.collect::<Result<Vec<_>, _>>()?;
        for (name, span) in file.glossaries.iter().flatten() {
            known_glossary(&source, folder, name, span)?;
        }
        for term in &file.term {
            glossary::refuse_one_sided(&source, term.get_ref(), term.span().into())?;
        }
        let accept = file.accept.iter().flatten().map(|(word, _)| fold(word.trim()).into_owned());
        let accept = accept.collect();
        let folder = folder.to_owned();
        let source = Some(source);
        Ok(Self { source, folder, file, include, exclude, accept, overrides, settings, pairs })
    }

    /// The folder from which its patterns and paths count.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file it was read from.
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// A place in it as people write it, `sverka.toml:7`.
    pub fn place(&self, span: Span) -> String {
        self.source.as_ref().map_or_else(String::new, |source| {
            format!("{}:{}", source.name(), source.position(span.start).line)
        })
    }

    /// The glossaries it names, with the place of the list: names of built-in ones, and paths
    /// from the folder we are in.
    pub fn glossaries(&self) -> Option<(Vec<String>, Span)> {
        let texts = self.file.glossaries.as_ref()?;
        let path = |name: &str| shown(&self.folder.join(name)).to_string_lossy().into_owned();
        let named = |name: &str| if is_named(name) { name.to_owned() } else { path(name) };
        Some((texts.iter().map(|(name, _)| named(name)).collect(), texts.span()))
    }

    /// The number of terms that stand in it, with the place of the first.
    pub fn terms(&self) -> Option<(usize, Span)> {
        let first = self.file.term.first()?;
        Some((self.file.term.len(), first.span().into()))
    }

    /// The lexicon of its glossaries and terms.
    pub fn lexicon(&self) -> Result<Lexicon, Vec<Error>> {
        let lexicon = match self.glossaries() {
            Some((names, _)) if names.is_empty() => Lexicon::new(&[]),
            Some((names, _)) => Lexicon::load(&names)?,
            None => Lexicon::load(&[])?,
        };
        match self.own_terms() {
            Some(own) => Ok(lexicon.with(&[own])),
            None => Ok(lexicon),
        }
    }

    /// The terms that stand in it, if any do, as a glossary.
    pub fn own_terms(&self) -> Option<Glossary> {
        let source = self.source.as_ref().filter(|_| !self.file.term.is_empty())?;
        let term = |term: &toml::Spanned<Term>| (term.get_ref().clone(), Span::from(term.span()));
        let (terms, places) = self.file.term.iter().map(term).unzip();
        Some(Glossary::of_terms(FILE_NAME, terms).standing_in(source, places))
    }

    /// The pairs of originals and translations kept in files of their own.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The original of a file that is a translation by one of the pairs, if it is there.
    pub fn original_of(&self, path: &Path) -> Option<PathBuf> {
        if self.pairs.is_empty() {
            return None;
        }
        let relative = self.relative(path)?;
        let originals = self.pairs.iter().filter_map(|pair| pair.source_of(&relative));
        originals.map(|path| shown(&self.folder.join(path))).find(|path| path.is_file())
    }

    /// The least severity that makes a run fail, with its place.
    pub fn fail_on(&self) -> Option<(FailOn, Span)> {
        self.file.fail_on.as_ref().map(|value| (*value.get_ref(), value.span().into()))
    }

    /// The file of the findings that are known, with its place.
    pub fn baseline(&self) -> Option<(PathBuf, Span)> {
        let value = self.file.baseline.as_ref()?;
        Some((shown(&self.folder.join(value.get_ref())), value.span().into()))
    }

    /// The patterns of a list, as they stand there, with its place.
    pub fn patterns(&self, list: List) -> Option<(Vec<&str>, Span)> {
        let texts = match list {
            List::Include => self.file.include.as_ref(),
            List::Exclude => self.file.exclude.as_ref(),
            List::Accept => self.file.accept.as_ref(),
        }?;
        Some((texts.iter().map(|(text, _)| text).collect(), texts.span()))
    }

    /// The pattern that takes a file out.
    pub fn excluded(&self, path: &Path) -> Option<Span> {
        self.exclude.find(&self.relative(path)?)
    }

    /// Whether a file come upon in a folder is to be checked, where the configuration says so.
    pub fn included(&self, path: &Path) -> Option<bool> {
        self.file.include.as_ref()?;
        Some(self.relative(path).is_some_and(|path| self.include.find(&path).is_some()))
    }

    /// Whether a file is part of what the configuration goes by, a glossary or the baseline, and so
    /// no text to be checked.
    pub fn names(&self, path: &Path) -> bool {
        let Some(path) = self.relative(path) else { return false };
        let is_it = |name: &str| name.trim_start_matches("./") == path;
        self.file.glossaries.iter().flatten().any(|(name, _)| is_it(name))
            || self.file.baseline.as_ref().is_some_and(|name| is_it(name.get_ref()))
    }

    /// Whether a word is accepted: as it is, or the Russian word it is a form of.
    pub fn accepts(&self, text: &str) -> bool {
        if self.accept.is_empty() {
            return false;
        }
        let folded = fold(text);
        let is = |word: &str| self.accept.iter().any(|accepted| accepted == word);
        is(&folded) || russian::lemmas(&folded).iter().any(|lemma| is(&fold(lemma)))
    }

    /// The numbers of the overrides that hold for a file. Files with the same ones are alike.
    pub fn overrides(&self, path: &Path) -> Vec<usize> {
        let Some(path) = self.relative(path) else { return Vec::new() };
        let holds = |&at: &usize| self.overrides[at].files.find(&path).is_some();
        (0..self.overrides.len()).filter(holds).collect()
    }

    /// What holds where these overrides do; the last one wins.
    pub fn settings(&self, overrides: &[usize]) -> Settings {
        let mut settings = self.settings.clone();
        for &at in overrides {
            settings.overridden(&self.overrides[at].settings);
        }
        settings
    }

    /// A path as the patterns have it: from the folder of the file, with slashes.
    fn relative(&self, path: &Path) -> Option<String> {
        let path = path.strip_prefix(&self.folder).ok()?;
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }
}

/// A list of texts in a configuration.
#[derive(Clone, Copy, Debug)]
pub enum List {
    /// The files to check.
    Include,
    /// The files not to check.
    Exclude,
    /// Words in which nothing is wrong.
    Accept,
}

/// Whether a glossary is called by its name rather than by a path.
fn is_named(name: &str) -> bool {
    name == glossary::ALL || glossary::is_builtin(name)
}

fn known_glossary(source: &Source, folder: &Path, name: &str, span: Span) -> Result<(), Error> {
    let path = folder.join(name);
    if is_named(name) || path.is_file() {
        return Ok(());
    }
    let error = if Path::new(name).extension().is_none() && !path.exists() {
        let known = glossary::builtin_names().chain([glossary::ALL]);
        Error::unknown(source.name(), "glossary", name, known)
    } else {
        let what = format!("there is no file `{name}`");
        Error::new(source.name(), ErrorKind::Syntax(what))
            .help(format!("paths count from the folder of {FILE_NAME}"))
    };
    Err(error.at(source.text(), span))
}

/// A folder from the root of the file system, without links where it exists.
pub fn whole(folder: &Path) -> PathBuf {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    folder
        .canonicalize()
        .or_else(|_| std::path::absolute(folder))
        .unwrap_or_else(|_| folder.to_owned())
}

/// A file from the root of the file system; if it is a link, the link.
pub fn whole_file(path: &Path) -> PathBuf {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => whole(folder).join(name),
        _ => whole(path),
    }
}

/// A path as it is shown: from the folder we are in, where it lies beneath it.
pub fn shown(path: &Path) -> PathBuf {
    let beneath = path.strip_prefix(whole(Path::new("."))).ok();
    beneath.filter(|path| !path.as_os_str().is_empty()).unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn parse(text: &str) -> Result<Config, Error> {
        Config::parse(Source::new("sverka.toml", text), Path::new("/project"))
    }

    /// The error a text makes, and the stretch of the text it points to.
    fn error(text: &str) -> (Error, String) {
        let error = parse(text).unwrap_err();
        let place = error.place().expect("errors in a file have a place").clone();
        (error, place.text[place.span.range()].to_owned())
    }

    #[test]
    fn wrong_names_are_refused_with_their_place_and_the_right_one() {
        for (text, at, what, advice) in [
            ("exlude = []", "exlude", "unknown key `exlude`", "did you mean `exclude`?"),
            ("[checks]\nnear-mis = \"off\"", "near-mis", "no check is called", "`near-miss`"),
            ("[checks]\nnear-miss = \"of\"", "\"of\"", "no level is called `of`", "`off`"),
            ("[checks]\nnear-miss = true", "true", "no level is called `true`", "advice"),
            ("[checks]\naccept = [\"x\"]", "accept", "key of the whole file", "above"),
            ("exclude = \"!docs\"", "\"!docs\"", "cannot take files back", "left out"),
            ("[override]\nfiles = \"x\"", "[override]", "one table", "[[override]]"),
            ("[[override]]\nchecks = {}", "[[override]]", "missing key `files`", ""),
            ("fail-on = \"errors\"", "\"errors\"", "unknown value `errors`", "`error`"),
            ("scheme = \"bgnpcgn\"", "\"bgnpcgn\"", "romanization scheme", "`bgn-pcgn`"),
            ("glossaries = [\"diplomasy\"]", "\"diplomasy\"", "no glossary", "`diplomacy`"),
            ("glossaries = \"own.toml\"", "\"own.toml\"", "no file `own.toml`", "paths count"),
            ("exclude = [\"a\", \"[b\"]", "\"[b\"", "`[b`", "a pattern is"),
            ("include = [\"../x\"]", "\"../x\"", "outside", "from the folder"),
            ("[[override]]\nfile = \"x\"", "file", "unknown key `file`", "`files`"),
            ("[[pairs]]\nsource = \"*\"\ntarget = \"x\"", "\"x\"", "`*`", "in the same order"),
            ("[[pairs]]\nsource = \"a\"\ntarget = \"a\"", "\"a\"", "the same", "its translation"),
        ] {
            let (error, place) = error(text);
            assert_eq!(place, at, "{error}");
            assert!(error.to_string().contains(what), "{error}");
            let help = error.advice().unwrap_or_default();
            assert!(help.contains(advice), "{error}: {help}");
        }
    }

    #[test]
    fn every_key_of_the_file_is_told_from_checks() {
        let (error, _) = error("qqqqqqqqqq = 1");
        let known = format!("known keys: {}", File::KEYS.join(", "));
        let known = known.replace("pairs, ", "pairs, checks, ");
        assert_eq!(error.advice(), Some(&*known));
    }

    #[test]
    fn a_term_with_one_side_is_refused() {
        let (error, _) = error("[[term]]\nru = \"сброс\"\nen = []\n");
        assert!(error.to_string().contains("without `en`"), "{error}");
    }

    #[test]
    fn the_last_override_that_holds_wins() {
        let config = parse(
            "scheme = \"ala-lc\"\n[checks]\nnear-miss = \"off\"\n\
             [[override]]\nfiles = \"old\"\nscheme = \"passport\"\n\
             [[override]]\nfiles = [\"*.md\"]\nchecks = { near-miss = \"error\" }\n",
        )
        .unwrap();
        let holds = |path: &str| config.overrides(Path::new(path));
        assert_eq!(holds("/project/a.txt"), [] as [usize; 0]);
        assert_eq!(holds("/project/old/deep/a.txt"), [0]);
        assert_eq!(holds("/project/old/a.md"), [0, 1]);
        assert_eq!(holds("/elsewhere/old/a.md"), [] as [usize; 0]);
        let all = config.settings(&[0, 1]);
        assert_eq!(all.scheme.unwrap().0.name, "icao-doc-9303");
        assert_eq!(all.levels["near-miss"].0, Level::Error);
        let none = config.settings(&[]);
        assert_eq!(none.scheme.unwrap().0.name, "ala-lc");
        assert_eq!(config.place(none.levels["near-miss"].1), "sverka.toml:3");
    }

    #[test]
    fn files_are_taken_and_left_out_by_pattern() {
        let config = parse("include = [\"docs/**/*.md\"]\nexclude = [\"docs/old/\"]").unwrap();
        assert_eq!(config.included(Path::new("/project/docs/a.md")), Some(true));
        assert_eq!(config.included(Path::new("/project/a.md")), Some(false));
        assert!(config.excluded(Path::new("/project/docs/old/x/a.md")).is_some());
        assert!(config.excluded(Path::new("/project/docs/older/a.md")).is_none());
        assert_eq!(parse("").unwrap().included(Path::new("/project/a.md")), None);
    }

    #[test]
    fn accepted_words_are_met_in_their_forms() {
        let config = parse("accept = [\"Перегрузка\", \"Peregruzka\"]").unwrap();
        for word in ["перегрузками", "ПЕРЕГРУЗКА", "peregruzka"] {
            assert!(config.accepts(word), "{word}");
        }
        assert!(!config.accepts("перезагрузка") && !parse("").unwrap().accepts("перегрузка"));
    }

    #[test]
    fn levels_move_the_worst_findings_and_keep_the_lesser_ones_lesser() {
        use Severity::{Advice, Error, Warning};
        assert_eq!(Level::Error.grade(Warning, Warning), Error);
        assert_eq!(Level::Error.grade(Advice, Warning), Advice);
        assert_eq!(Level::Warning.grade(Error, Error), Warning);
        assert_eq!(Level::Advice.grade(Warning, Error), Advice);
    }

    #[test]
    fn own_terms_join_the_glossaries() {
        let term = "[[term]]\nru = \"перезагрузка\"\nen = \"relaunch\"\n";
        let has = |text: &str, word: &str| {
            let lexicon = parse(text).unwrap().lexicon().unwrap();
            lexicon.english(word, word).len()
        };
        let alone = format!("glossaries = []\n{term}");
        assert!(has(&alone, "relaunch") > 0 && has(&alone, "treaty") == 0);
        let builtin = format!("glossaries = [\"builtin\"]\n{term}");
        assert!(has(&builtin, "relaunch") > 0 && has(&builtin, "treaty") > 0);
    }
}
