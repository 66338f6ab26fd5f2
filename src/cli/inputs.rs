//! What the command line names to be checked: files, folders, standard input.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::is_stdin;

/// One thing to check, or why it cannot be.
pub(super) enum Input {
    Stdin,
    File(PathBuf),
    Broken(PathBuf, String),
    Empty(PathBuf),
}

/// The files to check: those named, and those in the folders named that are wanted and that git
/// does not ignore, in the order of their names.
pub(super) fn inputs(paths: &[PathBuf], wanted: &mut dyn FnMut(&Path) -> bool) -> Vec<Input> {
    if paths.is_empty() {
        return vec![Input::Stdin];
    }
    let mut inputs = Vec::new();
    for path in paths {
        if is_stdin(path) {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            inputs.extend(walk(path, wanted));
        } else {
            inputs.push(Input::File(path.clone()));
        }
    }
    inputs
}

fn walk(folder: &Path, wanted: &mut dyn FnMut(&Path) -> bool) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut files = 0;
    let walker = WalkBuilder::new(folder).sort_by_file_path(Path::cmp).require_git(false).build();
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.into_path();
                if wanted(&path) {
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
