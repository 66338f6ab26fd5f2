//! What the command line names to be checked: files, folders, standard input.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::is_stdin;
use crate::formats;

/// One thing to check, or why it cannot be.
pub(super) enum Input {
    Stdin,
    File(PathBuf),
    Broken(PathBuf, String),
    Empty(PathBuf),
}

/// The files to check: those named, and those in the folders named that git does not ignore, in
/// the order of their names.
pub(super) fn inputs(paths: &[PathBuf], any_ending: bool) -> Vec<Input> {
    if paths.is_empty() {
        return vec![Input::Stdin];
    }
    let mut inputs = Vec::new();
    for path in paths {
        if is_stdin(path) {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            inputs.extend(walk(path, any_ending));
        } else {
            inputs.push(Input::File(path.clone()));
        }
    }
    inputs
}

fn walk(folder: &Path, any_ending: bool) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut files = 0;
    let walker = WalkBuilder::new(folder).sort_by_file_path(Path::cmp).require_git(false).build();
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.into_path();
                let known = formats::known_for_path(&path.to_string_lossy()).is_some();
                if known || any_ending {
                    files += 1;
                    inputs.push(Input::File(path));
                }
            }
            Ok(_) => {}
            Err(error) => inputs.push(Input::Broken(folder.to_owned(), error.to_string())),
        }
    }
    if files == 0 {
        inputs.push(Input::Empty(folder.to_owned()));
    }
    inputs
}
