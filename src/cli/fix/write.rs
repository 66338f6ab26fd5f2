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
    let refuse = |what: &str, help: &str| {
        let kind = ErrorKind::Io(io::Error::other(what.to_owned()));
        Error::new(source.name(), kind).help(help)
    };
    let failed = |error: io::Error| Error::new(source.name(), ErrorKind::Io(error));
    if source.is_extracted() {
        return Err(refuse(
            "word-processor files are only read",
            "make the changes in the program that wrote it: sverka check shows their places",
        ));
    }
    let path = fs::canonicalize(path).map_err(failed)?;
    let old = fs::read(&path).map_err(failed)?;
    let is_same = |bytes: &[u8]| {
        Source::decode(source.name(), bytes.to_vec()).is_ok_and(|now| now.text() == source.text())
    };
    let changed =
        || refuse("the file has changed since it was checked", "nothing was written; run it again");
    if !is_same(&old) {
        return Err(changed());
    }
    let permissions = fs::metadata(&path).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(refuse("the file is read-only", "nothing was written; make it writable first"));
    }
    let new = replaced(&old, source, edits).ok_or_else(|| {
        refuse(
            "the file's encoding has no bytes for what should stand there",
            "nothing was written; save the file as UTF-8 first",
        )
    })?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = Builder::new().prefix(".sverka-").tempfile_in(folder).map_err(failed)?;
    file.write_all(&new).map_err(failed)?;
    file.as_file().set_permissions(permissions).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    // somebody may have saved it in the meantime
    if fs::read(&path).map_err(failed)? != old {
        return Err(changed());
    }
    file.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
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
