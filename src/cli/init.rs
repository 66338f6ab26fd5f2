//! `sverka init`: a first configuration, from what lies in a repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use ignore::WalkBuilder;

use super::config::quoted;
use super::inputs::unreadable;
use super::{Outcome, Stop};
use crate::checks;
use crate::config::{FILE_NAME, Level};
use crate::error::{Error, ErrorKind};
use crate::formats::{self, locale};
use crate::glossary::Glossary;
use crate::script::Lang;

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder to look at and to write sverka.toml in
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// Write to standard output instead
    #[arg(long)]
    stdout: bool,
}

/// What was found in a repository.
#[derive(Default)]
struct Found {
    /// How many files there are of each format.
    formats: BTreeMap<&'static str, usize>,
    /// Files that are glossaries.
    glossaries: BTreeSet<String>,
    /// Patterns of originals and translations, with how many files fit.
    pairs: BTreeMap<(String, String), usize>,
    /// Folders of other people's texts.
    foreign: BTreeSet<String>,
}

pub(super) fn run(args: &InitArgs, out: &mut dyn Write) -> Result<Outcome, Stop> {
    let here = args.folder.as_os_str() == ".";
    let path = if here { FILE_NAME.into() } else { args.folder.join(FILE_NAME) };
    let name = path.display().to_string();
    if path.exists() && !args.stdout {
        let there = ErrorKind::Syntax("there is one already".to_owned());
        return Err(Error::new(name, there)
            .help("edit that, or see with `--stdout` what would be written")
            .into());
    }
    let found = look(&args.folder)?;
    let text = found.text();
    if args.stdout {
        out.write_all(text.as_bytes())?;
        return Ok(Outcome::Clean);
    }
    let written = fs::OpenOptions::new().write(true).create_new(true).open(&path);
    written
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|e| Error::new(&name, ErrorKind::Io(e)))?;
    writeln!(out, "{name}: {}", found.summary())?;
    Ok(Outcome::Clean)
}

/// Folders whose texts come from elsewhere, where git does not ignore them already.
const FOREIGN: &[&str] = &["node_modules", "vendor", "third_party", "third-party"];

/// Formats whose files hold originals and translations both.
const BILINGUAL: &[&str] = &["po", "xliff", "tmx", "qt-ts", "xcstrings", "csv"];

fn look(folder: &Path) -> Result<Found, Error> {
    let mut found = Found::default();
    let mut paths = BTreeSet::new();
    let walker = WalkBuilder::new(folder).require_git(false).build();
    for entry in walker {
        let entry = entry.map_err(|error| {
            let (path, why) = unreadable(folder, &error);
            Error::new(path.display().to_string(), ErrorKind::Io(io::Error::other(why)))
        })?;
        let inner = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
        let foreign = parts.iter().position(|part| FOREIGN.contains(&&**part));
        if let Some(at) = foreign {
            found.foreign.insert(parts[at].clone().into_owned());
        } else if entry.file_type().is_some_and(|kind| kind.is_file()) {
            paths.insert(parts.join("/"));
        }
    }
    for path in &paths {
        if is_glossary(folder, path) {
            found.glossaries.insert(path.clone());
        } else if let Some(format) = formats::known_for_path(path) {
            *found.formats.entry(format.name()).or_default() += 1;
            if !BILINGUAL.contains(&format.name())
                && let Some(pair) = pair(path, &paths)
            {
                *found.pairs.entry(pair).or_default() += 1;
            }
        }
    }
    Ok(found)
}

/// The largest file that is looked into for terms, in bytes.
const MOST_BYTES: u64 = 8 << 20;

/// Whether a file is a glossary: a termbase, or a table or TOML file that is called one and holds
/// terms.
fn is_glossary(folder: &Path, path: &str) -> bool {
    let lower = path.to_lowercase();
    let called = ["gloss", "term", "глосс", "термин"].iter().any(|word| lower.contains(word));
    let ending = lower.rsplit('.').next().unwrap_or_default();
    let may_be = match ending {
        "tbx" => true,
        "csv" | "tsv" | "toml" => called,
        _ => false,
    };
    let file = folder.join(path);
    may_be
        && fs::metadata(&file).is_ok_and(|data| data.len() <= MOST_BYTES)
        && Glossary::load(&file.to_string_lossy()).is_ok_and(|glossary| !glossary.terms.is_empty())
}

/// The patterns of a translation and its original, if the file is a Russian one beside an English
/// one.
fn pair(path: &str, paths: &BTreeSet<String>) -> Option<(String, String)> {
    if locale::lang_of_path(path) != Some(Lang::Ru) {
        return None;
    }
    let original = locale::counterparts(path).into_iter().find(|other| paths.contains(other))?;
    let (ru, en): (Vec<&str>, Vec<&str>) =
        (path.split('/').collect(), original.split('/').collect());
    if ru.len() != en.len() {
        return None;
    }
    let at = ru.iter().zip(&en).position(|(ru, en)| ru != en)?;
    if ru[at + 1..] != en[at + 1..] {
        return None;
    }
    let (stem, ending) = ru[ru.len() - 1].rsplit_once('.')?;
    if at + 1 < ru.len() {
        let pattern = |parts: &[&str]| format!("{}/**/*.{ending}", parts[..=at].join("/"));
        return Some((pattern(&en), pattern(&ru)));
    }
    // `guide.ru.md` beside `guide.en.md`: the stem may be any, the tags may not
    let shared = stem.chars().zip(en[at].chars()).take_while(|(a, b)| a == b).map(|(c, _)| c);
    let shared = stem[..shared.map(char::len_utf8).sum()].trim_end_matches(['.', '_', '-']).len();
    let any = if shared > 0 { "*" } else { "" };
    let pattern = |parts: &[&str]| {
        let name = format!("{any}{}", &parts[at][shared..]);
        [&parts[..at], &[&name]].concat().join("/")
    };
    // `guide.md` beside `guide.ru.md` is found without being told, and its pattern fits too much
    let tagged = locale::lang_of_path(&original) == Some(Lang::En);
    tagged.then(|| (pattern(&en), pattern(&ru)))
}

impl Found {
    fn summary(&self) -> String {
        let counted =
            |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        format!(
            "{} to check, {}, {}",
            counted(self.formats.values().sum(), "file", "files"),
            counted(self.pairs.len(), "pair of patterns", "pairs of patterns"),
            counted(self.glossaries.len(), "glossary", "glossaries"),
        )
    }

    /// The file, with what is to be known of each key.
    fn text(&self) -> String {
        let mut text = String::from(
            "# What Sverka goes by here. `sverka config FILE` shows what holds for a file.\n",
        );
        if !self.formats.is_empty() {
            let formats = self.formats.iter().map(|(name, count)| format!("{count} {name}"));
            text += &format!("# Found: {}.\n", formats.collect::<Vec<_>>().join(", "));
        }
        text += "\n# Glossaries by name (`sverka glossary list`) or path; \"builtin\" is all that come along.\n";
        let glossaries = ["builtin"].into_iter().chain(self.glossaries.iter().map(String::as_str));
        text += &format!("glossaries = {}\n", list(glossaries));
        text += "\n# The romanization scheme of the house; `sverka translit --scheme all WORD` shows them.\n";
        text += "# scheme = \"bgn-pcgn\"\n";
        text += "\n# Files to leave out, as in .gitignore; and the only files to take, if not all that are read.\n";
        text += &format!("exclude = {}\n", list(self.foreign.iter().map(String::as_str)));
        text += "# include = [\"docs/**\"]\n";
        text += "\n# Words and names that are right here; nothing is found in them.\naccept = []\n";
        text += "\n# What makes a run fail: \"error\", \"warning\", \"advice\" or \"never\".\nfail-on = \"warning\"\n";
        text += "\n# Findings that are known and pass: `sverka check --write-baseline FILE` writes them.\n";
        text += "# baseline = \"sverka-baseline.json\"\n";
        text += &self.pairs_text();
        text += "\n# How bad the worst findings of a check are: \"off\", \"advice\", \"warning\" or \"error\".\n";
        text += "# `sverka explain CHECK` says what each is about.\n[checks]\n";
        for check in checks::ALL {
            let meta = check.meta();
            text += &format!("# {} = {}\n", meta.name, quoted(Level::of(meta.severity).name()));
        }
        text += "\n# What holds for some files only.\n# [[override]]\n# files = [\"docs/history/**\"]\n";
        text += "# scheme = \"ala-lc\"\n# checks = { name-spelling = \"off\" }\n";
        text += "\n# Terms of this place; long lists are better kept in a glossary of their own.\n";
        text += "# [[term]]\n# ru = \"перезагрузка\"\n# en = [\"reset\", \"reboot\"]\n";
        text
    }

    fn pairs_text(&self) -> String {
        let mut text = String::from(
            "\n# Originals and translations in files of their own: what `*` and `**` stand for is the same.\n",
        );
        if self.pairs.is_empty() {
            return text
                + "# pairs = [{ source = \"docs/en/**/*.md\", target = \"docs/ru/**/*.md\" }]\n";
        }
        text += "pairs = [\n";
        for ((source, target), count) in &self.pairs {
            let (source, target) = (quoted(source), quoted(target));
            text += &format!("    {{ source = {source}, target = {target} }}, # {count}\n");
        }
        text + "]\n"
    }
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    format!("[{}]", texts.map(quoted).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::source::Source;

    fn patterns(paths: &[&str]) -> Option<(String, String)> {
        let all = paths.iter().map(|&path| path.to_owned()).collect();
        pair(paths[0], &all)
    }

    #[test]
    fn pairs_are_seen_in_the_layout() {
        for (ru, en, patterns_of) in [
            ("docs/ru/a/b.md", "docs/en/a/b.md", Some(("docs/en/**/*.md", "docs/ru/**/*.md"))),
            ("i18n/ru.json", "i18n/en.json", Some(("i18n/en.json", "i18n/ru.json"))),
            ("a/guide.ru.md", "a/guide.en.md", Some(("a/*.en.md", "a/*.ru.md"))),
            ("README.ru.md", "README.md", None),
            ("docs/ru/a.md", "docs/en/b.md", None),
        ] {
            let expected = patterns_of.map(|(en, ru)| (en.to_owned(), ru.to_owned()));
            assert_eq!(patterns(&[ru, en]), expected, "{ru}");
        }
    }

    #[test]
    fn what_is_written_can_be_read_also_with_all_of_it_in_force() {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("docs/ru/a.md", "Раз"),
            ("docs/en/a.md", "One"),
            ("terms/glossary.csv", "ru,en\nсброс,reset\n"),
            ("data.csv", "ru,en\nсброс,reset\n"),
            ("node_modules/x/a.md", "One"),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let found = look(folder.path()).unwrap();
        let text = found.text();
        assert!(text.contains("glossaries = [\"builtin\", \"terms/glossary.csv\"]"), "{text}");
        assert!(text.contains("exclude = [\"node_modules\"]") && text.contains("2 markdown"));
        let parse = |text: String| {
            Config::parse(Source::new(FILE_NAME, text), folder.path()).map(|c| c.pairs().len())
        };
        assert_eq!(parse(text.clone()).unwrap(), 1);
        let is_prose = |line: &str| !line.contains('=') && !line.starts_with("# [[");
        let bare = |line: &str| match line.strip_prefix("# ") {
            Some(key) if !is_prose(line) && !line.contains('`') => format!("{key}\n"),
            _ => format!("{line}\n"),
        };
        let all: String = text.lines().map(bare).collect();
        assert!(all.contains("\nbaseline = ") && all.contains("\n[[override]]"), "{all}");
        assert_eq!(parse(all).unwrap(), 1);
    }
}
