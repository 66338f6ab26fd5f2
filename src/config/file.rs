//! The keys of a configuration file, read with their places.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;
use serde::de::{SeqAccess, Visitor};
use toml::Spanned;

use super::{FailOn, shown};
use crate::error::{Error, ErrorKind};
use crate::glossary::{self, Term};
use crate::source::Source;
use crate::span::Span;

/// A file as it stands; `docs/config.md` and `schemas/config.schema.json` have the same keys.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct File {
    pub(super) glossaries: Option<Texts>,
    pub(super) scheme: Option<Spanned<String>>,
    pub(super) include: Option<Texts>,
    pub(super) exclude: Option<Texts>,
    pub(super) accept: Option<Texts>,
    pub(super) fail_on: Option<Spanned<FailOn>>,
    pub(super) baseline: Option<Spanned<String>>,
    pub(super) pairs: Vec<PairTable>,
    pub(super) checks: Levels,
    #[serde(rename = "override")]
    pub(super) overrides: Vec<OverrideTable>,
    pub(super) term: Vec<Spanned<Term>>,
}

/// The levels of checks. Their values are read where their names are known, so that a key of the
/// file that has slipped in among them is told as what it is.
pub(super) type Levels = BTreeMap<Spanned<String>, Spanned<toml::Value>>;

/// Two files that say the same, one pattern for each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PairTable {
    pub(super) source: Spanned<String>,
    pub(super) target: Spanned<String>,
}

/// What holds for some files.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverrideTable {
    pub(super) files: Texts,
    #[serde(default)]
    pub(super) scheme: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) checks: Levels,
}

/// A list of texts, or one text.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Texts(Spanned<OneOrMany>);

impl Texts {
    /// The texts with their places.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Span)> {
        let all = self.span();
        self.0.get_ref().0.iter().map(move |text| {
            let span = Span::from(text.span());
            // a text that is no list stands where the whole does
            (text.get_ref().as_str(), if span.is_empty() { all } else { span })
        })
    }

    pub(super) fn span(&self) -> Span {
        self.0.span().into()
    }
}

impl<'t> IntoIterator for &'t Texts {
    type Item = (&'t str, Span);
    type IntoIter = Box<dyn Iterator<Item = Self::Item> + 't>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

#[derive(Debug)]
struct OneOrMany(Vec<Spanned<String>>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of strings")
            }

            fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany(vec![Spanned::new(0..0, text.to_owned())]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMany, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                Ok(OneOrMany(texts))
            }
        }

        deserializer.deserialize_any(Any)
    }
}

impl File {
    /// Its keys.
    pub(super) const KEYS: [&str; 10] = [
        "glossaries",
        "scheme",
        "include",
        "exclude",
        "accept",
        "fail-on",
        "baseline",
        "pairs",
        "override",
        "term",
    ];

    pub(super) fn parse(source: &Source) -> Result<Self, Error> {
        toml::from_str(source.text()).map_err(|error| glossary::toml_error(source, &error))
    }
}

/// The largest file that is read as a configuration, in bytes; a larger one is a mistaken path.
const MOST_BYTES: u64 = 1 << 20;

/// Reads the text of a configuration. TOML is UTF-8, so that no other encoding is tried.
pub(super) fn read(path: &Path) -> Result<Source, Error> {
    let name = shown(path).display().to_string();
    let io = |e| Error::new(&name, ErrorKind::Io(e));
    let file = std::fs::File::open(path).map_err(io)?;
    let mut bytes = Vec::new();
    let size = file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(io)? as u64;
    if size > MOST_BYTES {
        let what = format!("larger than {} MB, too large for a configuration", MOST_BYTES >> 20);
        return Err(Error::new(&name, ErrorKind::Syntax(what))
            .help("keep long lists of terms in a glossary of their own, under `glossaries`"));
    }
    if let Err(error) = std::str::from_utf8(&bytes) {
        let byte = error.valid_up_to();
        let text = String::from_utf8_lossy(&bytes);
        let end = byte + text[byte..].chars().next().map_or(0, char::len_utf8);
        return Err(Error::syntax(&name, &text, Span::new(byte, end), "not valid UTF-8")
            .help("TOML is UTF-8; save the file so"));
    }
    Source::decode(name, bytes)?.whole()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf8_is_shown_where_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sverka.toml");
        std::fs::write(&path, b"accept = [\"\xEF\xE5\xF0\"]\n").unwrap();
        let error = read(&path).unwrap_err();
        assert_eq!(error.place().unwrap().span.start, 11, "{error}");
        std::fs::write(&path, vec![b'#'; 1 << 21]).unwrap();
        assert!(read(&path).unwrap_err().to_string().contains("too large"));
    }
}
