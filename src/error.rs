//! Everything that can go wrong, each with its place and a way out.

use std::fmt;
use std::io;
use std::sync::Arc;

use crate::span::{Position, Span};

/// A failure: whose input, where in it, what, and what to do about it.
///
/// It is shown like a finding: the line it stands in, the words underlined, the advice beneath.
#[derive(Debug, thiserror::Error)]
#[error("{name}: {kind}")]
pub struct Error {
    /// The file, or what stands for one (`<stdin>`, `--glossary`).
    name: String,
    place: Option<Box<Place>>,
    kind: ErrorKind,
    help: Option<String>,
}

/// Where in a text an error is, with the text itself, so that the line can be shown.
#[derive(Clone, Debug)]
pub struct Place {
    /// The text as it was read, or the part of it in which the error stands.
    pub text: Arc<str>,
    /// The bytes of it that are wrong.
    pub span: Span,
    /// Where in the file the text begins.
    pub begins: Position,
}

impl Place {
    /// Line, column and byte of the first byte that is wrong.
    pub fn start(&self) -> Position {
        self.position(self.span.start)
    }

    /// The same of what follows the last of them.
    pub fn end(&self) -> Position {
        self.position(self.span.end)
    }

    fn position(&self, at: usize) -> Position {
        self.begins.after(&self.text[..self.text.floor_char_boundary(at)])
    }
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The system refused.
    #[error("{0}")]
    Io(#[source] io::Error),
    /// The bytes are text in no encoding that is read here.
    #[error("not valid UTF-8 at byte {byte}, and no other encoding fits")]
    Encoding {
        /// The first byte that is wrong.
        byte: usize,
    },
    /// Some bytes are not text in the encoding of the others.
    #[error("not valid UTF-8 at byte {byte}{}", after_it(*more))]
    Faulty {
        /// The first byte that is wrong.
        byte: usize,
        /// How many others are.
        more: usize,
    },
    /// The file is not text at all.
    #[error("a binary file (a zero byte at {byte})")]
    Binary {
        /// The first zero byte.
        byte: usize,
    },
    /// A file that does not follow its own format: a glossary, a configuration, a table.
    #[error("{0}")]
    Syntax(String),
    /// A name that is not known: of a check, a format, a scheme, a glossary.
    #[error("no {what} is called `{given}`")]
    Unknown {
        /// What kind of thing was asked for.
        what: &'static str,
        /// The name that was given.
        given: String,
    },
    /// A folder that holds nothing to check.
    #[error("no files to check here")]
    Nothing,
}

impl Error {
    /// An error about the whole of `name`.
    pub fn new(name: impl Into<String>, kind: ErrorKind) -> Self {
        Self { name: name.into(), place: None, kind, help: None }
    }

    /// A format error about `span` of `text`.
    pub fn syntax(
        name: impl Into<String>,
        text: &str,
        span: Span,
        what: impl fmt::Display,
    ) -> Self {
        Self::new(name, ErrorKind::Syntax(what.to_string())).at(text, span)
    }

    /// An unknown name, with the nearest known one as advice, or the whole list if none is near.
    pub fn unknown<'a>(
        name: impl Into<String>,
        what: &'static str,
        given: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let help = match nearest(given, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known: {}", known.join(", ")),
        };
        Self::new(name, ErrorKind::Unknown { what, given: given.to_owned() }).help(help)
    }

    /// The same error with its place.
    #[must_use]
    pub fn at(self, text: &str, span: Span) -> Self {
        self.in_text(text.into(), span)
    }

    /// The same for one of many errors in a text, which is then held once.
    #[must_use]
    pub fn in_text(self, text: Arc<str>, span: Span) -> Self {
        self.standing(Place { text, span, begins: Position::START })
    }

    /// The same with its place, of which only a part of the text is there.
    #[must_use]
    pub fn standing(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// The same error about another input: where a name was read that is not known.
    #[must_use]
    pub fn in_file(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same error with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The file, or what stands for one.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place, where one is known.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_deref()
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// What to do about it.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// What is said of wrong bytes after the first.
fn after_it(more: usize) -> String {
    match more {
        0 => String::new(),
        1 => ", nor at 1 byte after it".to_owned(),
        more => format!(", nor at {more} bytes after it"),
    }
}

/// The known name nearest to `given`, if it is near enough to have been meant.
pub fn nearest<'k>(given: &str, known: &[&'k str]) -> Option<&'k str> {
    let scored = known.iter().map(|&k| (strsim::normalized_damerau_levenshtein(given, k), k));
    scored
        .filter(|&(score, _)| score >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, k)| k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_offered() {
        assert_eq!(nearest("confused-with", &["confused-with", "note"]), Some("confused-with"));
        assert_eq!(nearest("confusedwith", &["confused-with", "note"]), Some("confused-with"));
        assert_eq!(nearest("colour", &["confused-with", "note"]), None);
    }
}
