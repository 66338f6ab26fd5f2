//! Findings that are known: a file of them, so that only new ones fail a run.
//!
//! A finding is known again by what it says and what stands around it, not by its line: text may
//! come and go elsewhere in the file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::config::{whole, whole_file};
use crate::engine::Report;
use crate::error::{Error, ErrorKind};
use crate::finding::{Finding, Suppressed};
use crate::source::Source;
use crate::span::Span;

/// The findings of a baseline that have not been met again.
#[derive(Debug)]
pub struct Baseline {
    folder: PathBuf,
    left: BTreeMap<Entry, usize>,
    /// The files that were looked at.
    seen: BTreeSet<String>,
}

/// Findings being written down.
#[derive(Debug)]
pub struct Recorder {
    path: PathBuf,
    folder: PathBuf,
    found: BTreeMap<Entry, usize>,
}

/// What a finding is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The file, from the folder of the baseline.
    path: String,
    check: String,
    /// The text that is wrong.
    text: String,
    /// A hash of what stands around it in its line.
    around: String,
}

/// The file. Entries stand one a line, in order, so that changes of it can be read and merged.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    findings: Vec<Counted>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    path: String,
    check: String,
    text: String,
    around: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

const fn one() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde calls it
const fn is_one(count: &usize) -> bool {
    *count == 1
}

/// The version of the file that is read and written.
const VERSION: u32 = 1;

/// Characters on each side of a finding that must not change for it to be known again.
const REACH: usize = 60;

impl Baseline {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let source = Source::read(path).and_then(Source::whole).map_err(|error| {
            error.help("`--write-baseline FILE` writes one of what is found now")
        })?;
        let broken = |at: Span, what: String| {
            Error::syntax(source.name(), source.text(), at, what)
                .help("it is not meant to be edited; write it anew with `--write-baseline FILE`")
        };
        let file: File = serde_json::from_str(source.text()).map_err(|error| {
            let line = source.line(error.line().max(1));
            let what = error.to_string();
            broken(line, what.split(" at line").next().unwrap_or(&what).to_owned())
        })?;
        if file.version != VERSION {
            let what = format!("a baseline of version {}; {VERSION} is read here", file.version);
            return Err(broken(Span::default(), what));
        }
        let mut left = BTreeMap::new();
        for Counted { path, check, text, around, count } in file.findings {
            *left.entry(Entry { path, check, text, around }).or_default() += count;
        }
        Ok(Self { folder: folder_of(path), left, seen: BTreeSet::new() })
    }

    /// Marks the findings that are known.
    pub fn apply(&mut self, report: &mut Report<'_>) {
        let path = relative(&self.folder, report.source.name());
        for finding in report.findings.iter_mut().filter(|f| f.suppressed.is_none()) {
            let entry = Entry::of(&path, report.source, finding);
            if let Some(left) = self.left.get_mut(&entry).filter(|left| **left > 0) {
                *left -= 1;
                finding.suppressed = Some(Suppressed::Baseline);
            }
        }
        self.seen.insert(path);
    }

    /// How many of its findings are no more: in the files that were looked at, of the checks that
    /// `ran`, and in files that do not exist any longer.
    pub fn stale(&self, ran: impl Fn(&str) -> bool) -> usize {
        let gone = |path: &str| self.seen.contains(path) || !self.folder.join(path).exists();
        let stale = self.left.iter().filter(|(entry, _)| ran(&entry.check) && gone(&entry.path));
        stale.map(|(_, count)| count).sum()
    }
}

impl Recorder {
    /// For a file to be written.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), folder: folder_of(path), found: BTreeMap::new() }
    }

    /// Writes the findings of a report down, which makes them known.
    pub fn record(&mut self, report: &mut Report<'_>) {
        let path = relative(&self.folder, report.source.name());
        for finding in report.findings.iter_mut().filter(|f| f.suppressed.is_none()) {
            *self.found.entry(Entry::of(&path, report.source, finding)).or_default() += 1;
            finding.suppressed = Some(Suppressed::Baseline);
        }
    }

    /// Puts the file in place, whole or not at all, and says how many findings it has.
    pub fn write(self) -> Result<usize, Error> {
        let count = self.found.values().sum();
        let io = |e| Error::new(self.path.display().to_string(), ErrorKind::Io(e));
        let draft = self.path.with_added_extension(std::process::id().to_string());
        let write = || {
            let mut file = fs::File::create(&draft)?;
            file.write_all(&text(self.found)?)?;
            fs::rename(&draft, &self.path)
        };
        write().inspect_err(|_| drop(fs::remove_file(&draft))).map_err(io)?;
        Ok(count)
    }
}

/// The text of a file, an entry a line.
fn text(found: BTreeMap<Entry, usize>) -> std::io::Result<Vec<u8>> {
    let mut out = format!("{{\"version\": {VERSION}, \"findings\": [").into_bytes();
    for (number, (Entry { path, check, text, around }, count)) in found.into_iter().enumerate() {
        out.extend(if number > 0 { b",\n".as_slice() } else { b"\n" });
        serde_json::to_writer(&mut out, &Counted { path, check, text, around, count })?;
    }
    out.extend(b"\n]}\n");
    Ok(out)
}

impl Entry {
    fn of(path: &str, source: &Source, finding: &Finding) -> Self {
        Self {
            path: path.to_owned(),
            check: finding.check.name.to_owned(),
            text: finding.text.clone(),
            around: format!("{:016x}", xxh3_64(around(source.text(), finding.span).as_bytes())),
        }
    }
}

/// What stands around a span in its line, blanks aside: a long line may change far from it.
fn around(text: &str, span: Span) -> String {
    let before = text[..span.start].char_indices().rev().take(REACH).last();
    let before = &text[before.map_or(span.start, |(at, _)| at)..span.start];
    let before = before.rsplit(['\n', '\r']).next().unwrap_or(before);
    let after =
        text[span.end..].char_indices().nth(REACH).map_or(text.len(), |(at, _)| span.end + at);
    let after = text[span.end..after].split(['\n', '\r']).next().unwrap_or_default();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}\n{}", words(before), words(after))
}

/// The folder that a file stands in.
fn folder_of(path: &Path) -> PathBuf {
    whole(path.parent().unwrap_or(Path::new("")))
}

/// The path of a file from a folder, with slashes, so that it is the same on every machine.
fn relative(folder: &Path, path: &str) -> String {
    let path = whole_file(Path::new(path));
    let shared = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| "..".into());
    let down = path.components().skip(shared).map(|part| part.as_os_str().to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Checker;
    use crate::lexicon::Lexicon;

    const WRONG: &str = "The button said “peregruzka” (reset).";

    /// The findings that are not known.
    fn new(baseline: &mut Baseline, path: &Path, text: &str) -> usize {
        let source = Source::new(path.display().to_string(), text);
        let mut report = Checker::new(Lexicon::builtin()).check(&source).unwrap();
        baseline.apply(&mut report);
        report.shown().count()
    }

    #[test]
    fn findings_are_known_again_wherever_they_move_and_as_often_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let (text, file) = (folder.path().join("a.txt"), folder.path().join("x/known.json"));
        fs::create_dir(folder.path().join("x")).unwrap();
        fs::write(&text, "").unwrap();
        let source = Source::new(text.display().to_string(), format!("{WRONG}\n\n{WRONG}\n"));
        let mut report = Checker::new(Lexicon::builtin()).check(&source).unwrap();
        let mut recorder = Recorder::new(&file);
        recorder.record(&mut report);
        assert_eq!(report.shown().count(), 0);
        assert_eq!(recorder.write().unwrap(), 2);
        let written = String::from_utf8(fs::read(&file).unwrap()).unwrap();
        assert!(written.contains("\"path\":\"../a.txt\"") && written.contains("\"count\":2"));
        let baseline = || Baseline::read(&file).unwrap();
        assert_eq!(new(&mut baseline(), &text, &format!("Line.\n\n{WRONG}\n\n  {WRONG}\n")), 0);
        assert_eq!(new(&mut baseline(), &text, &[WRONG; 3].join("\n\n")), 1);
        assert_eq!(new(&mut baseline(), &text, "A “peregruzka” (reset) it was."), 1);
        let mut once = baseline();
        assert_eq!((new(&mut once, &text, WRONG), once.stale(|_| true)), (0, 1));
        assert_eq!((once.stale(|check| check == "near-miss"), baseline().stale(|_| true)), (0, 0));
        fs::remove_file(&text).unwrap();
        assert_eq!(baseline().stale(|_| true), 2);
    }

    #[test]
    fn a_file_that_is_none_is_refused_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("known.json");
        for (text, what) in [
            ("{\"version\": 1,\n\"findings\": 3}", "invalid type"),
            ("{\"version\": 2, \"findings\": []}", "version 2"),
            ("", "EOF"),
        ] {
            fs::write(&path, text).unwrap();
            let error = Baseline::read(&path).unwrap_err();
            assert!(error.to_string().contains(what) && error.place().is_some(), "{error}");
        }
        fs::remove_file(&path).unwrap();
        assert!(Baseline::read(&path).unwrap_err().advice().is_some());
    }
}
