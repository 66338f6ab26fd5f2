//! Glossaries: what a term is in both languages, what it is taken for, what must not stand for it.
//!
//! The format is TOML, described in `docs/glossary.md`. Unknown keys are errors, with the nearest
//! right key as advice.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;
use xxhash_rust::xxh3::Xxh3;

use crate::error::{Error, ErrorKind, nearest};
use crate::source::Source;
use crate::span::Span;

pub mod exchange;
mod layout;
mod lint;
mod near;
mod term;

pub use layout::{format, to_toml};
pub use lint::{Lint, lint, lint_between};
pub use near::{NearPair, near_pairs};
pub use term::{Enforce, KEYS, Matching, Term};

/// The built-in glossaries: the names of the files in `glossaries/`.
pub const BUILTIN: &[&str] = &[
    "diplomacy",
    "security",
    "politics",
    "law",
    "economy",
    "energy",
    "science",
    "space",
    "technology",
    "transport",
    "culture",
    "history",
    "names",
    "false-friends",
    "paronyms",
];

/// What stands for all built-in glossaries among the names of some.
pub const ALL: &str = "builtin";

/// A glossary as its file has it.
#[derive(Debug)]
pub struct Glossary {
    /// Its name on the command line and in findings.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The licence of its content.
    pub license: Option<String>,
    /// Its terms, in the order of the file.
    pub terms: Vec<Term>,
    /// Where each term stands in the file.
    pub places: Vec<Span>,
    source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    glossary: Header,
    #[serde(default)]
    term: Vec<toml::Spanned<Term>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    name: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    license: Option<String>,
}

impl Glossary {
    /// Parses a glossary and refuses what could never match.
    pub fn parse(source: Source) -> Result<Self, Error> {
        let file: Text = toml::from_str(source.text()).map_err(|e| toml_error(&source, &e))?;
        let (mut terms, mut places) = (Vec::new(), Vec::new());
        for term in file.term {
            let place = Span::from(term.span());
            let term = term.into_inner();
            refuse_one_sided(&source, &term, place)?;
            terms.push(term);
            places.push(place);
        }
        let Header { name, title, license } = file.glossary;
        let title = title.unwrap_or_else(|| name.clone());
        Ok(Self { name, title, license, terms, places, source })
    }

    /// A glossary by its built-in name, or from a file.
    pub fn load(name: &str) -> Result<Self, Error> {
        match BUILTIN.iter().find(|known| **known == name) {
            Some(name) => {
                let text = crate::compiled::glossary(name);
                Self::parse(Source::new(format!("glossaries/{name}.toml"), text))
            }
            None => Self::decode(name, read(name)?),
        }
    }

    /// A glossary from the bytes of a file; the ending of its name says how to read it.
    pub fn decode(name: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        match exchange::of_file(name, &bytes) {
            Some(format) if format.holds().is_empty() => {
                let what = format!("{} is of several files", format.name());
                Err(Error::new(name, ErrorKind::Syntax(what))
                    .help("make a glossary of it with `sverka glossary import`"))
            }
            Some(format) => {
                let columns = exchange::Columns::default();
                let entries = format.read(exchange::Input { name, bytes, columns })?;
                Ok(entries.into_glossary(&exchange::stem(name)))
            }
            None => Self::parse(Source::decode(name, bytes)?.whole()?),
        }
    }

    /// A glossary of bare pairs, for callers that have their terms from elsewhere.
    pub fn of_terms(name: &str, terms: Vec<Term>) -> Self {
        let places = vec![Span::default(); terms.len()];
        let source = Source::new(name, "");
        Self { name: name.to_owned(), title: name.to_owned(), license: None, terms, places, source }
    }

    /// The same with the places of its terms in a file.
    #[must_use]
    pub fn standing_in(mut self, file: &Source, places: Vec<Span>) -> Self {
        self.source = Source::new(file.name(), file.text());
        self.places = places;
        self
    }

    /// The file it was read from.
    pub fn source(&self) -> &Source {
        &self.source
    }
}

/// The largest file that is read as a glossary, in bytes. Memory grows with the file, and a
/// glossary that large is a mistaken path.
const MOST_BYTES: u64 = 64 << 20;

/// A glossary's file, and how many bytes it has; what has no size, like a pipe, has none.
fn open(name: &str) -> Result<(File, u64), Error> {
    let path = Path::new(name);
    if path.extension().is_none() && !path.exists() {
        let known = builtin_names().chain([ALL]);
        return Err(Error::unknown("--glossary", "glossary", name, known));
    }
    let io = |e| Error::new(name, ErrorKind::Io(e));
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    if size > MOST_BYTES { Err(too_large(name)) } else { Ok((file, size)) }
}

fn too_large(name: &str) -> Error {
    let what = format!("larger than {} MB, too large for a glossary", MOST_BYTES >> 20);
    Error::new(name, ErrorKind::Syntax(what)).help("split it, or name another file")
}

/// The bytes of a glossary's file.
pub fn read(name: &str) -> Result<Vec<u8>, Error> {
    let (file, _) = open(name)?;
    let mut bytes = Vec::new();
    let read = file.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    let read = read.map_err(|e| Error::new(name, ErrorKind::Io(e)))?;
    if read as u64 > MOST_BYTES { Err(too_large(name)) } else { Ok(bytes) }
}

/// A hash of what [`read`] would give, without keeping it; `None` for what can be read only once.
pub fn digest(name: &str) -> Result<Option<u128>, Error> {
    let (mut file, size) = open(name)?;
    if size == 0 {
        return Ok(None);
    }
    let mut hash = Xxh3::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer).map_err(|e| Error::new(name, ErrorKind::Io(e)))? {
            0 => return Ok(Some(hash.digest128())),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// The names of the built-in glossaries.
pub fn builtin_names() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().copied()
}

/// Whether a built-in glossary has this name.
pub fn is_builtin(name: &str) -> bool {
    builtin_names().any(|known| known == name)
}

/// The built-in glossaries, parsed.
pub fn builtin() -> &'static [Glossary] {
    static PARSED: LazyLock<Vec<Glossary>> = LazyLock::new(|| {
        let parse = |name: &str| {
            Glossary::load(name)
                .unwrap_or_else(|e| panic!("built in, must parse: {e} {:?}", e.place()))
        };
        builtin_names().map(parse).collect()
    });
    &PARSED
}

/// Refuses a term that could never match.
pub(crate) fn refuse_one_sided(source: &Source, term: &Term, place: Span) -> Result<(), Error> {
    for (field, texts) in [("ru", &term.ru), ("en", &term.en)] {
        if texts.iter().all(|text| text.trim().is_empty()) {
            let what = format!("a term without `{field}` can match nothing");
            return Err(Error::syntax(source.name(), source.text(), place, what)
                .help("give both sides, or leave the term out"));
        }
    }
    Ok(())
}

/// A TOML error with its place, and for an unknown key or value the nearest right one.
pub(crate) fn toml_error(source: &Source, error: &toml::de::Error) -> Error {
    let span = error.span().map_or(Span::new(0, 0), Span::from);
    let message = error.message().trim().to_owned();
    let base = Error::new(source.name(), ErrorKind::Syntax(first_sentence(&message)));
    let mut quoted = message.split('`').skip(1).step_by(2);
    let error = base.at(source.text(), span);
    let what = match message.split('`').next() {
        Some("unknown field ") => "keys",
        Some("unknown variant ") => "values",
        Some("invalid type: map, expected a sequence") => {
            return error.help("each table of a list has two brackets: `[[override]]`, `[[term]]`");
        }
        _ => return error,
    };
    let given = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    let advice = match nearest(given, &known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known {what}: {}", known.join(", ")),
    };
    error.help(advice)
}

/// The message without the list of what would have been right, in our words.
fn first_sentence(message: &str) -> String {
    for (theirs, ours) in [
        ("unknown field", "unknown key"),
        ("unknown variant", "unknown value"),
        ("missing field", "missing key"),
        ("invalid type: map, expected a sequence", "one table where a list of them belongs"),
    ] {
        if let Some(rest) = message.strip_prefix(theirs) {
            let name = rest.split(", expected ").next().unwrap_or(rest);
            return format!("{ours}{name}");
        }
    }
    message.to_owned()
}

/// Where two of the glossaries contradict each other: what one rejects for a term the other
/// gives as its rendering.
pub fn conflicts(glossaries: &[Glossary]) -> Vec<Error> {
    let all = || {
        glossaries.iter().flat_map(|g| g.terms.iter().zip(&g.places).map(move |(t, p)| (g, t, *p)))
    };
    let pair = |ru: &str, en: &str| (crate::script::fold(ru).into_owned(), crate::english::key(en));
    // few terms reject anything, so only what they reject is looked for
    let mut rejected: BTreeMap<(String, String), Option<&Glossary>> = BTreeMap::new();
    for (_, term, _) in all() {
        let pairs = term.ru.iter().flat_map(|ru| term.avoid_en.iter().map(move |en| pair(ru, en)));
        rejected.extend(pairs.map(|pair| (pair, None)));
    }
    if rejected.is_empty() {
        return Vec::new();
    }
    let rejecting: BTreeSet<String> = rejected.keys().map(|(ru, _)| ru.clone()).collect();
    for (glossary, term, _) in all() {
        for ru in term.ru.iter().filter(|ru| rejecting.contains(crate::script::fold(ru).as_ref())) {
            for en in &term.en {
                if let Some(first) = rejected.get_mut(&pair(ru, en)) {
                    first.get_or_insert(glossary);
                }
            }
        }
    }
    let mut errors = Vec::new();
    for (glossary, term, place) in all() {
        for (ru, en) in term.ru.iter().flat_map(|ru| term.avoid_en.iter().map(move |en| (ru, en))) {
            if let Some(Some(other)) = rejected.get(&pair(ru, en)) {
                let what = format!(
                    "“{en}” is rejected for {ru} here, and given for it in {}",
                    other.source.name()
                );
                errors.push(
                    Error::syntax(glossary.source.name(), glossary.source.text(), place, what)
                        .help("take it out of one of the two"),
                );
            }
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Glossary, Error> {
        Glossary::parse(Source::new("own.toml", text))
    }

    const HEAD: &str = "[glossary]\nname = \"own\"\n\n[[term]]\n";

    #[test]
    fn one_or_many_are_read_alike() {
        let glossary =
            parse(&format!("{HEAD}ru = \"сброс\"\nen = [\"reset\", \"discharge\"]\n")).unwrap();
        assert_eq!(glossary.terms[0].ru, ["сброс"]);
        assert_eq!(glossary.terms[0].en.len(), 2);
    }

    #[test]
    fn a_wrong_key_is_refused_with_its_place_and_the_right_one() {
        let text = format!("{HEAD}ru = \"сброс\"\nen = \"reset\"\nconfused_with = [\"x\"]\n");
        let error = parse(&text).unwrap_err();
        assert_eq!(error.to_string(), "own.toml: unknown key `confused_with`");
        assert_eq!(error.advice(), Some("did you mean `confused-with`?"));
        let span = error.place().unwrap().span;
        assert_eq!(&text[span.range()], "confused_with");
    }

    #[test]
    fn an_empty_side_is_refused() {
        let error = parse(&format!("{HEAD}ru = \"сброс\"\nen = []\n")).unwrap_err();
        assert!(error.to_string().contains("without `en`"), "{error}");
    }

    #[test]
    fn contradictions_between_glossaries_are_found() {
        let one = parse(&format!("{HEAD}ru = \"сброс\"\nen = \"reset\"\n")).unwrap();
        let two = parse(&format!("{HEAD}ru = \"сброс\"\nen = \"clear\"\navoid-en = \"Reset\"\n"))
            .unwrap();
        assert_eq!(conflicts(&[one, two]).len(), 1);
        assert!(conflicts(builtin()).is_empty());
    }

    #[test]
    fn short_capitals_are_exact() {
        let glossary =
            parse(&format!("{HEAD}ru = \"НИИ\"\nen = \"research institute\"\n")).unwrap();
        let term = &glossary.terms[0];
        assert!(term.is_exact("НИИ") && !term.is_exact("Нии"));
    }
}
