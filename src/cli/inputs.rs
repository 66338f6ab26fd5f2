//! What the command line names to be checked: files, folders, standard input.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::is_stdin;
use super::projects::Projects;
use crate::formats;
use crate::script::Lang;

/// One thing to check, or why it cannot be.
pub(super) enum Input {
    Stdin,
    File(PathBuf),
    /// A translation and its original, each in a file of its own.
    Pair(PathBuf, PathBuf),
    Broken(PathBuf, String),
    /// A folder without a file to check, and the files in it that were passed over by their names.
    Empty(PathBuf, Vec<PathBuf>),
}

impl Input {
    /// How many bytes there are to read, as far as that is known beforehand.
    pub(super) fn size(&self) -> u64 {
        let size = |path: &PathBuf| fs::metadata(path).map_or(0, |file| file.len());
        match self {
            Self::File(path) => size(path),
            Self::Pair(original, path) => size(original) + size(path),
            Self::Stdin | Self::Broken(..) | Self::Empty(..) => 0,
        }
    }
}

/// The files to check: those named, and those in the folders named that are wanted and that git
/// does not ignore, in the order of their names. `pairs` are originals and translations, one
/// after the other.
pub(super) fn inputs(
    paths: &[PathBuf],
    pairs: &[PathBuf],
    projects: &mut Projects,
    any_ending: bool,
) -> Vec<Input> {
    if paths.is_empty() && pairs.is_empty() {
        return vec![Input::Stdin];
    }
    let pair = |pair: &[PathBuf]| Input::Pair(pair[0].clone(), pair[1].clone());
    let mut inputs: Vec<Input> = pairs.chunks_exact(2).map(pair).collect();
    for path in paths {
        if is_stdin(path) {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            inputs.extend(walk(path, projects, any_ending));
        } else {
            inputs.push(paired(path.clone(), projects));
        }
    }
    inputs
}

fn walk(folder: &Path, projects: &mut Projects, any_ending: bool) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut files = 0;
    let mut passed = Vec::new();
    let walker = WalkBuilder::new(folder).sort_by_file_path(Path::cmp).require_git(false).build();
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.into_path();
                if projects.wants(&path, folder, any_ending) {
                    files += 1;
                    inputs.push(paired(path, projects));
                } else if files == 0 && formats::is_known(&path.to_string_lossy()) {
                    passed.push(path);
                }
            }
            Ok(_) => {}
            Err(error) => {
                let (path, why) = unreadable(folder, &error);
                inputs.push(Input::Broken(path, why));
            }
        }
    }
    if files == 0 {
        inputs.push(Input::Empty(folder.to_owned(), passed));
    }
    inputs
}

/// The path that cannot be searched, and why.
pub(super) fn unreadable(folder: &Path, error: &ignore::Error) -> (PathBuf, String) {
    match error {
        ignore::Error::WithDepth { err, .. } => unreadable(folder, err),
        ignore::Error::WithPath { path, err } => unreadable(path, err),
        other => {
            let text = other.to_string();
            // the path is told beside it
            let why =
                text.strip_prefix(&format!("IO error for operation on {}: ", folder.display()));
            (folder.to_owned(), why.unwrap_or(&text).to_owned())
        }
    }
}

/// A file, with its original where it is a translation and the configuration or the layout of the
/// project says of what.
fn paired(path: PathBuf, projects: &mut Projects) -> Input {
    match projects.original_of(&path) {
        Some(original) => Input::Pair(original, path),
        None => file(path),
    }
}

/// A file, with its original where it is a translation and the layout of the project says of what.
pub(super) fn file(path: PathBuf) -> Input {
    let name = path.to_string_lossy();
    let alone = formats::for_path(&name).is_bilingual();
    if alone || formats::lang_of_path(&name) != Some(Lang::Ru) {
        return Input::File(path);
    }
    let original =
        formats::counterparts(&name).into_iter().map(PathBuf::from).find(|p| p.is_file());
    match original {
        Some(original) => Input::Pair(original, path),
        None => Input::File(path),
    }
}
