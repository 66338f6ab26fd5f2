//! The arrow of imports goes one way, and the families know nothing of each other.

// the files of the repository are no input, so they need no encoding found out
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every module of the crate, bottom up: each may use only those before it.
const ORDER: &[&str] = &[
    "compiled",
    "cache",
    "memo",
    "span",
    "script",
    "error",
    "office",
    "utf8",
    "source",
    "token",
    "placeholder",
    "document",
    "translit",
    "distance",
    "english",
    "keyboard",
    "trie",
    "russian",
    "lookalikes",
    "glossary",
    "cache",
    "lexicon",
    "formats",
    "finding",
    "analysis",
    "checks",
    "scan",
    "suppress",
    "engine",
    "pieces",
    "emit",
    "config",
    "baseline",
    "lookup",
    "picker",
    "eval",
    "cli",
    "main",
];

/// Families, and the modules below them that they must not know all the same.
const APART: &[(&str, &[&str])] = &[
    ("formats", &["glossary", "lexicon", "russian", "english", "lookalikes"]),
    ("checks", &["formats"]),
    ("emit", &["checks", "formats", "lexicon"]),
];

#[test]
fn every_module_has_its_place() {
    let found: BTreeSet<String> = files().iter().map(|file| module_of(file)).collect();
    let known: BTreeSet<String> = ORDER.iter().map(|&name| name.to_owned()).collect();
    let unplaced: Vec<_> = found.difference(&known).collect();
    assert!(unplaced.is_empty(), "give these modules a place in ORDER: {unplaced:?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "these modules are no more, take them out of ORDER: {gone:?}");
}

#[test]
fn no_layer_uses_a_higher_one() {
    let wrong = uses(|user, used| {
        let place = |name: &str| ORDER.iter().position(|&known| known == name);
        user != used && place(used) >= place(user)
    });
    assert!(wrong.is_empty(), "a layer uses a higher one:\n{}", wrong.join("\n"));
}

#[test]
fn families_stay_apart() {
    let wrong = uses(|user, used| {
        APART.iter().any(|(family, strangers)| *family == user && strangers.contains(&used))
    });
    assert!(wrong.is_empty(), "a family knows too much:\n{}", wrong.join("\n"));
}

#[test]
fn only_one_module_knows_each_dictionary() {
    for (package, keeper) in
        [("rumorph", "russian"), ("pulldown_cmark", "formats"), ("ratatui", "picker")]
    {
        for file in files() {
            let text = fs::read_to_string(&file).unwrap();
            let path = format!("{package}::");
            let mentions = text.lines().any(|line| code_of(line).contains(&path));
            assert!(!mentions || module_of(&file) == keeper, "{} uses {package}", file.display());
        }
    }
}

/// Every use of one module by another for which `is_wrong` holds, with its place.
fn uses(is_wrong: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in files() {
        let user = module_of(&file);
        let text = fs::read_to_string(&file).unwrap();
        // tests may look at anything
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate() {
            for used in used_in(code_of(line)).iter().filter(|used| is_wrong(&user, used)) {
                wrong.push(format!("{}:{}: {user} uses {used}", file.display(), number + 1));
            }
        }
    }
    wrong
}

/// A line without the comment at its end.
fn code_of(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// The modules that a line names after `crate::`, also in braces.
fn used_in(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let names = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default().split(',').collect(),
            None => vec![rest],
        };
        let first = |name: &str| name.trim().find(|c: char| !c.is_alphanumeric() && c != '_');
        found.extend(names.iter().filter_map(|name| {
            let name = name.trim();
            let module = &name[..first(name).unwrap_or(name.len())];
            ORDER.iter().copied().find(|&known| known == module)
        }));
    }
    found
}

/// The top module that a file belongs to.
fn module_of(file: &Path) -> String {
    let inside = file.strip_prefix(root()).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The source files of the crate, without its list of modules.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.retain(|file| *file != root().join("lib.rs"));
    files.sort();
    files
}
