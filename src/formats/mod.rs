//! Readers: one file a format, each turning a source into units of text.

use std::fmt::Debug;

use crate::document::Document;
use crate::error::Error;
use crate::source::Source;

mod markdown;
mod plain;

/// Every format, in the order in which they are tried for a file.
pub static ALL: &[&dyn Format] = &[&markdown::Markdown, &plain::Plain];

/// A file format.
pub trait Format: Sync + Debug {
    /// Its name, as `--as` takes it.
    fn name(&self) -> &'static str;
    /// The file name endings it is known by, in lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];
    /// Reads a source.
    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error>;
}

/// The format called `name`.
pub fn by_name(name: &str) -> Result<&'static dyn Format, Error> {
    ALL.iter()
        .copied()
        .find(|format| format.name() == name)
        .ok_or_else(|| Error::unknown("--as", "reader", name, ALL.iter().map(|f| f.name())))
}

/// The format of a file, by the ending of its name; plain text for a name that says nothing.
pub fn for_path(path: &str) -> &'static dyn Format {
    known_for_path(path).unwrap_or(&plain::Plain)
}

/// The format of a file whose name says which it is.
pub fn known_for_path(path: &str) -> Option<&'static dyn Format> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
    let (_, ending) = name.rsplit_once('.')?;
    ALL.iter().copied().find(|format| format.extensions().contains(&ending))
}
