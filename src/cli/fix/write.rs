//! Writing a repaired file: beside the old one first, then in its place by renaming, so that
//! whatever happens one of the two is there whole.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::Builder;

use super::edits::Edit;
use crate::error::{Error, ErrorKind};
use crate::source::Source;

/// Writes the edits into the file that a source was read from. Bytes outside them stay as they
/// are on disk; a symbolic link stays one.
pub(super) fn write(path: &Path, source: &Source, edits: &[Edit]) -> Result<(), Error> {
    let name = source.name();
    let failed = |error: io::Error| Error::new(name, ErrorKind::Io(error));
    if source.is_extracted() {
        return Err(refusal(
            name,
            "word-processor files are only read",
            "make the changes in the program that wrote it: sverka check shows their places",
        ));
    }
    let path = fs::canonicalize(path).map_err(failed)?;
    let old = fs::read(&path).map_err(failed)?;
    let is_same = |bytes: &[u8]| {
        Source::decode(name, bytes.to_vec()).is_ok_and(|now| now.text() == source.text())
    };
    if !is_same(&old) {
        return Err(changed(name));
    }
    let new = replaced(&old, source, edits).ok_or_else(|| {
        refusal(
            name,
            "the file's encoding has no bytes for what should stand there",
            "nothing was written; save the file as UTF-8 first",
        )
    })?;
    put(name, &path, &old, &new)
}

/// Puts new bytes in the place of those that were read from a file, which is no link. What is
/// left if the program is killed meanwhile is the old file or the new one, and at worst a hidden
/// `.sverka-….tmp` beside it, which no search reads.
pub(super) fn put(name: &str, path: &Path, old: &[u8], new: &[u8]) -> Result<(), Error> {
    let failed = |error: io::Error| Error::new(name, ErrorKind::Io(error));
    let permissions = fs::metadata(path).map_err(failed)?.permissions();
    if permissions.readonly() {
        let help = "nothing was written; make it writable first";
        return Err(refusal(name, "the file is read-only", help));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    let mut file = builder.prefix(".sverka-").suffix(".tmp").tempfile_in(folder).map_err(failed)?;
    file.write_all(new).map_err(failed)?;
    file.as_file().set_permissions(permissions).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    // somebody may have saved it in the meantime
    if fs::read(path).map_err(failed)? != old {
        return Err(changed(name));
    }
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

fn refusal(name: &str, what: &str, help: &str) -> Error {
    Error::new(name, ErrorKind::Io(io::Error::other(what.to_owned()))).help(help)
}

fn changed(name: &str) -> Error {
    let help = "nothing was written; run it again";
    refusal(name, "the file has changed since it was read", help)
}

/// The bytes with the edits made, each in the encoding of the file.
fn replaced(old: &[u8], source: &Source, edits: &[Edit]) -> Option<Vec<u8>> {
    let mut new = Vec::with_capacity(old.len());
    let mut at = 0;
    for edit in edits {
        let start = source.position(edit.span.start).byte;
        new.extend_from_slice(&old[at..start]);
        new.extend(source.encode(&edit.text)?);
        at = source.position(edit.span.end).byte;
    }
    new.extend_from_slice(&old[at..]);
    Some(new)
}
