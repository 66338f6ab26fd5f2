//! `--changed`: the lines that git says are new since a revision.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::config::{whole, whole_file};
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::source::{Encoding, Source};

/// The new lines of each file that has some, by its whole path.
#[derive(Debug)]
pub(super) struct Changed(BTreeMap<PathBuf, Lines>);

#[derive(Debug, PartialEq, Eq)]
enum Lines {
    All,
    Some(Vec<RangeInclusive<usize>>),
}

impl Changed {
    /// What has changed since `revision` in the repositories that the folders lie in.
    pub(super) fn since(revision: &str, folders: &[PathBuf]) -> Result<Self, Error> {
        let mut tops = BTreeSet::new();
        for folder in folders {
            tops.insert(top(folder)?);
        }
        let mut files = BTreeMap::new();
        for top in tops {
            match base(&top, revision)? {
                Some(base) => files.extend(diff(&top, &base)?),
                None => files.extend(listed(&top, &["--cached"])?),
            }
            files.extend(listed(&top, &["--others", "--exclude-standard"])?);
        }
        Ok(Self(files))
    }

    /// Whether a file has new lines.
    pub(super) fn has(&self, path: &Path) -> bool {
        self.0.contains_key(&whole_file(path))
    }

    /// Leaves the findings that stand on new lines.
    pub(super) fn retain(&self, source: &Source, findings: &mut Vec<Finding>) {
        match self.0.get(&whole_file(Path::new(source.name()))) {
            None => findings.clear(),
            Some(Lines::All) => {}
            // lines of two-byte characters are not what git takes for lines
            Some(_) if matches!(source.encoding(), Encoding::Utf16(_)) => {}
            Some(Lines::Some(lines)) => findings.retain(|finding| {
                let line = |at| source.position(at).line;
                let (first, last) = (line(finding.span.start), line(finding.span.end));
                lines.iter().any(|lines| *lines.start() <= last && first <= *lines.end())
            }),
        }
    }
}

/// Whether git knows a revision by this name.
pub(super) fn is_revision(revision: &str, folder: &Path) -> bool {
    commit(folder, revision).is_ok_and(|commit| commit.is_some())
}

/// The root of the repository that a folder lies in.
fn top(folder: &Path) -> Result<PathBuf, Error> {
    let output = git(folder, &["rev-parse", "--show-toplevel"])?;
    let output = output.map_err(|complaint| {
        if !complaint.contains("not a git repository") {
            return failed(complaint);
        }
        let what = format!("`{}` lies in no git repository", folder.display());
        Error::new("--changed", ErrorKind::Syntax(what))
            .help("leave `--changed` out to check all lines")
    })?;
    let path = output.strip_suffix(b"\n").unwrap_or(&output);
    Ok(whole(&path_of(path)))
}

/// The commit to compare with: where the work since `revision` branched off, if git knows; none
/// where there is no commit yet.
fn base(top: &Path, revision: &str) -> Result<Option<String>, Error> {
    let Some(commit) = commit(top, revision)? else {
        if revision == "HEAD" {
            return Ok(None);
        }
        let given = revision.to_owned();
        return Err(Error::new("--changed", ErrorKind::Unknown { what: "revision", given }).help(
            "in CI, fetch it first: `git fetch origin main`, or a checkout with `fetch-depth: 0`",
        ));
    };
    let merge_base = git(top, &["merge-base", &commit, "HEAD"])?;
    let merge_base = merge_base.ok().map(|hash| String::from_utf8_lossy(&hash).trim().to_owned());
    Ok(Some(merge_base.filter(|hash| !hash.is_empty()).unwrap_or(commit)))
}

/// The hash of the commit that a revision names.
fn commit(folder: &Path, revision: &str) -> Result<Option<String>, Error> {
    if revision.starts_with('-') {
        return Ok(None);
    }
    let spec = format!("{revision}^{{commit}}");
    let output = git(folder, &["rev-parse", "--verify", "--quiet", &spec])?;
    Ok(output.ok().map(|hash| String::from_utf8_lossy(&hash).trim().to_owned()))
}

/// The new lines of the files that git keeps. `--text`, since to git UTF-16 is no text; prefixes
/// are given, since a user may have others in his settings.
fn diff(top: &Path, base: &str) -> Result<BTreeMap<PathBuf, Lines>, Error> {
    let output = git(
        top,
        &[
            "-c",
            "core.quotePath=false",
            "diff",
            "--unified=0",
            "--text",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-relative",
            "--find-renames",
            "--ignore-submodules",
            "--diff-filter=d",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            base,
            "--",
        ],
    )?;
    let output = output.map_err(failed)?;
    let named = new_lines(&output).into_iter();
    Ok(named.map(|(name, lines)| (top.join(path_of(&name)), Lines::Some(lines))).collect())
}

/// The files that `git ls-files` lists, new as a whole.
fn listed(top: &Path, which: &[&str]) -> Result<BTreeMap<PathBuf, Lines>, Error> {
    let output = git(top, &[&["ls-files", "-z"], which].concat())?.map_err(failed)?;
    let names = output.split(|&byte| byte == 0).filter(|name| !name.is_empty());
    Ok(names.map(|name| (top.join(path_of(name)), Lines::All)).collect())
}

/// Runs git in a folder: what it writes, or what it complains of.
fn git(folder: &Path, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, Error> {
    let run = Command::new("git").env("LC_ALL", "C").arg("-C").arg(folder).args(arguments).output();
    let output = run.map_err(|e| {
        Error::new("git", ErrorKind::Io(e)).help("`--changed` asks git; is it installed?")
    })?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    Ok(Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
}

fn failed(complaint: String) -> Error {
    Error::new("git", ErrorKind::Syntax(complaint))
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}

/// The new lines of each file in a diff without context. Lines of text are counted off, so that
/// none of them can be taken for a header.
fn new_lines(diff: &[u8]) -> Vec<(Vec<u8>, Vec<RangeInclusive<usize>>)> {
    let mut files: Vec<(Vec<u8>, Vec<RangeInclusive<usize>>)> = Vec::new();
    // lines of text still to come
    let mut left = 0;
    for line in diff.split(|&byte| byte == b'\n') {
        if left > 0 && matches!(line.first(), Some(b'+' | b'-')) {
            left -= 1;
        } else if let Some(name) = line.strip_prefix(b"+++ ") {
            files.push((file_name(name), Vec::new()));
        } else if let Some((removed, first, added)) = hunk(line) {
            left = removed + added;
            if let Some((_, lines)) = files.last_mut().filter(|_| added > 0) {
                lines.push(first..=first + added - 1);
            }
        }
    }
    files
}

/// Of `@@ -3,2 +4,5 @@`, how many lines are removed, which is the first added, and how many are.
fn hunk(line: &[u8]) -> Option<(usize, usize, usize)> {
    let header = line.strip_prefix(b"@@ ")?.split(|&byte| byte == b'@').next()?;
    let mut sides = std::str::from_utf8(header).ok()?.split_whitespace();
    let mut side = |sign| {
        let numbers = sides.next()?.strip_prefix(sign)?;
        let (start, count) = numbers.split_once(',').unwrap_or((numbers, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    let (_, removed): (usize, usize) = side('-')?;
    let (first, added) = side('+')?;
    Some((removed, first, added))
}

/// The path in a header: without its prefix, and read back if git had to quote it.
fn file_name(header: &[u8]) -> Vec<u8> {
    // a name with a space has a tab after it
    let header = header.strip_suffix(b"\t").unwrap_or(header);
    let quoted = header.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    let name = quoted.map_or_else(|| header.to_vec(), unquoted);
    name.strip_prefix(b"b/").map_or_else(|| name.clone(), <[u8]>::to_vec)
}

/// A name without the escapes of C.
fn unquoted(quoted: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    let mut rest = quoted.iter().copied();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            name.push(byte);
            continue;
        }
        name.extend(match rest.next() {
            Some(b'a') => Some(7),
            Some(b'b') => Some(8),
            Some(b't') => Some(b'\t'),
            Some(b'n') => Some(b'\n'),
            Some(b'v') => Some(11),
            Some(b'f') => Some(12),
            Some(b'r') => Some(b'\r'),
            Some(digit @ b'0'..=b'3') => {
                let digits = [Some(digit), rest.next(), rest.next()].into_iter().flatten();
                let value = digits.map(|digit| digit.wrapping_sub(b'0') & 7);
                value.reduce(|sum, digit| sum.wrapping_mul(8).wrapping_add(digit))
            }
            other => other,
        });
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_is_read_line_by_line() {
        let diff = b"diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1,2 @@ x\n-- old\n+++ b/no\n+new\n\
            @@ -9,2 +10,0 @@\n-x\n-@@ -1 +1 @@\n\\ No newline at end of file\n\
            diff --git \"a/\\\"q\\320\\277\" b/x\n--- /dev/null\n+++ \"b/\\\"q\\320\\277\"\t\n@@ -0,0 +1 @@\n+x\n\
            diff --git a/a b b/a b\n--- a/a b\t\n+++ b/a b\t\n@@ -3 +3 @@\n-x\n+y\n";
        let found = new_lines(diff);
        assert_eq!(
            found,
            [
                (b"a".to_vec(), vec![1..=2]),
                ("\"qп".as_bytes().to_vec(), vec![1..=1]),
                (b"a b".to_vec(), vec![3..=3])
            ]
        );
    }
}
