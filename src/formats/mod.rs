//! Readers: one file a format, each turning a source into units of text.

use std::borrow::Cow;
use std::fmt::Debug;

use crate::document::{Document, Segment, State, Unit};
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

pub use cut::{Cut, Head, Part, lines_around};
pub use locale::{counterparts, lang_of_path, lang_of_text};
pub use pairs::align;
pub use plurals::count;

mod access_key;
mod android;
mod asciidoc;
mod csv;
mod cut;
mod escape;
mod fluent;
mod html;
mod json;
mod json_lines;
mod json_scan;
pub mod locale;
mod markdown;
mod office;
pub mod pairs;
mod plain;
mod plist;
mod plurals;
mod po;
mod properties;
mod prose;
mod qt;
mod resx;
mod rst;
mod shape;
mod strings;
mod subtitles;
mod template;
#[cfg(test)]
mod tests;
mod tmx;
mod xcstrings;
mod xliff;
mod xml;
mod yaml;

/// Every format, in the order in which they are tried for a file.
pub static ALL: &[&dyn Format] = &[
    &markdown::Markdown,
    &html::Html,
    &asciidoc::AsciiDoc,
    &rst::ReStructuredText,
    &po::Po,
    &xliff::Xliff,
    &tmx::Tmx,
    &qt::Qt,
    &android::Android,
    &json::Json,
    &json_lines::JsonLines,
    &xcstrings::Catalogue,
    &yaml::Yaml,
    &properties::Properties,
    &strings::Strings,
    &plist::StringsDict,
    &fluent::Fluent,
    &resx::Resx,
    &subtitles::Subtitles,
    &csv::Csv,
    &office::Office,
    &plain::Plain,
];

/// Translations that one original may have: no language has more plural forms than six. Each has
/// the original beside it, so their number must be bounded.
const MOST_FORMS: usize = 8;

/// What is said where an original has more translations than that.
const TOO_MANY_FORMS: &str = "more than 8 translations of one original; the others are not read";

/// A file format.
pub trait Format: Sync + Debug {
    /// Its name, as `--as` takes it.
    fn name(&self) -> &'static str;

    /// The file name endings it is known by, in lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether a file with one of its endings that was come upon in a folder, not named, holds
    /// text for people: not every JSON file does.
    fn is_for(&self, _path: &str) -> bool {
        true
    }

    /// Whether a file holds originals and translations together.
    fn is_bilingual(&self) -> bool {
        false
    }

    /// Reads a source. A document with errors in it has the rest of its text; an error alone says
    /// that nothing can be read.
    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error>;

    /// How a text of the format is read in pieces, if it can be.
    fn cut(&self) -> Option<Cut> {
        None
    }

    /// The stretches of a source that it shows as they are written, in which no comment begins.
    fn code(&self, _source: &Source) -> Vec<Span> {
        Vec::new()
    }

    /// How comments are written in it.
    fn comments(&self) -> &'static [Comment] {
        &[]
    }

    /// A replacement, written as it must stand in the file.
    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }
}

/// A way to write a comment.
#[derive(Clone, Copy, Debug)]
pub struct Comment {
    /// What begins it.
    pub open: &'static str,
    /// What ends it; nothing where the line does.
    pub close: &'static str,
    /// Whether nothing but blanks may stand before it in its line.
    pub at_start: bool,
}

impl Comment {
    const fn block(open: &'static str, close: &'static str) -> Self {
        Self { open, close, at_start: false }
    }

    const fn to_line_end(open: &'static str) -> Self {
        Self { open, close: "", at_start: false }
    }

    const fn line(open: &'static str) -> Self {
        Self { open, close: "", at_start: true }
    }
}

/// The comments of XML and its relatives.
const XML_COMMENTS: &[Comment] = &[Comment::block("<!--", "-->")];

/// The comments of C and its relatives.
const C_COMMENTS: &[Comment] = &[Comment::to_line_end("//"), Comment::block("/*", "*/")];

/// The format called `name`.
pub fn by_name(name: &str) -> Result<&'static dyn Format, Error> {
    ALL.iter()
        .copied()
        .find(|format| format.name() == name)
        .ok_or_else(|| Error::unknown("--as", "reader", name, ALL.iter().map(|f| f.name())))
}

/// The format of a file, by the ending of its name; plain text for a name that says nothing.
pub fn for_path(path: &str) -> &'static dyn Format {
    by_ending(path).next().unwrap_or(&plain::Plain)
}

/// The format of a file whose name says that it holds text for people.
pub fn known_for_path(path: &str) -> Option<&'static dyn Format> {
    by_ending(path).find(|format| format.is_for(path))
}

/// Whether the name of a file has an ending that some format is known by.
pub fn is_known(path: &str) -> bool {
    by_ending(path).next().is_some()
}

fn by_ending(path: &str) -> impl Iterator<Item = &'static dyn Format> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_owned());
    ALL.iter()
        .copied()
        .filter(move |f| ending.as_deref().is_some_and(|e| f.extensions().contains(&e)))
}

/// A pair of an original and its translation, as their readers see them.
fn pair<'s>(
    key: Cow<'s, str>,
    mut source: Segment<'s>,
    mut target: Segment<'s>,
    state: State,
) -> Unit<'s> {
    access_key::hide(&mut source, &mut target);
    Unit::Pair { key, source, target, state }
}

/// `text` with some characters written otherwise; borrowed when it has none of them.
fn replace<'t>(text: &'t str, table: &[(char, &str)]) -> Cow<'t, str> {
    let written = |c: char| table.iter().find(|(from, _)| *from == c).map(|(_, to)| *to);
    if !text.contains(|c| written(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match written(c) {
            Some(to) => out.push_str(to),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}
