//! Formats in which glossaries are exchanged: one file each, and one line in [`ALL`].

use std::fmt::Debug;
use std::path::Path;

use super::{Glossary, Matching, Term};
use crate::error::Error;
use crate::script::{is_cyrillic, is_latin};
use crate::source::Source;
use crate::span::Span;

mod dictd;
mod pairs;
mod po;
mod stardict;
mod table;
mod tbx;
mod tmx;
mod xliff;
mod xml;

/// A format for the exchange of terms.
pub trait Exchange: Debug + Sync {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// The endings of its files.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether a text whose name says nothing is in this format.
    fn claims(&self, _text: &str) -> bool {
        false
    }

    /// Reads a file.
    fn read(&self, input: Input<'_>) -> Result<Entries, Error>;

    /// The keys of a term that it can hold; none if it is only read.
    fn holds(&self) -> &'static [&'static str] {
        &[]
    }

    /// Writes terms.
    fn write(&self, _glossaries: &[Glossary]) -> String {
        String::new()
    }
}

/// All formats.
pub const ALL: &[&dyn Exchange] = &[
    &tbx::Tbx { edition: tbx::Edition::Martif },
    &tbx::Tbx { edition: tbx::Edition::Iso2019 },
    &table::Table { name: "csv", delimiter: b',' },
    &table::Table { name: "tsv", delimiter: b'\t' },
    &tmx::Tmx,
    &xliff::Xliff,
    &po::Po,
    &dictd::Dictd,
    &stardict::StarDict,
];

/// A file to read.
#[derive(Debug)]
pub struct Input<'f> {
    /// Its path.
    pub name: &'f str,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// In a table, the columns of the two languages: by name, or by number from 1.
    pub columns: Columns<'f>,
}

/// The columns of a table, where they are not to be found out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns<'f> {
    /// The Russian one.
    pub ru: Option<&'f str>,
    /// The English one.
    pub en: Option<&'f str>,
}

impl Input<'_> {
    fn source(self) -> Result<Source, Error> {
        Source::decode(self.name, self.bytes)?.whole()
    }
}

/// What a file held.
#[derive(Debug)]
pub struct Entries {
    terms: Vec<Term>,
    places: Vec<Span>,
    source: Source,
    /// What was left out or changed, for the user to know.
    pub notes: Vec<String>,
}

impl Entries {
    /// The same as a glossary with this name.
    pub fn into_glossary(self, name: &str) -> Glossary {
        let Self { terms, places, source, .. } = self;
        Glossary {
            name: name.to_owned(),
            title: name.to_owned(),
            license: None,
            terms,
            places,
            source,
        }
    }
}

/// A format by its name.
pub fn by_name(name: &str) -> Result<&'static dyn Exchange, Error> {
    let known = || ALL.iter().map(|format| format.name());
    let found = ALL.iter().find(|format| format.name() == name);
    found.copied().ok_or_else(|| Error::unknown("format", "exchange format", name, known()))
}

/// The format of a file, by its ending, or by its text where the ending may mean several; `None`
/// for our own.
pub fn of_file(name: &str, bytes: &[u8]) -> Option<&'static dyn Exchange> {
    let ending = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let ending = ending.to_lowercase();
    // all that tells XML formats apart stands near the beginning
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let fits = ALL.iter().filter(|format| format.extensions().contains(&ending.as_str()));
    let fits: Vec<_> = fits.copied().collect();
    let claimed = fits.iter().find(|format| format.claims(&start));
    claimed.or(fits.first()).copied().or_else(|| {
        let sniffed = || ALL.iter().find(|format| format.claims(&start)).copied();
        (ending == "xml").then(sniffed)?
    })
}

/// How many terms have something that a format cannot hold, by key, in the order of the keys.
pub fn losses(format: &dyn Exchange, glossaries: &[Glossary]) -> Vec<(&'static str, usize)> {
    let mut losses: Vec<(&'static str, usize)> = super::KEYS
        .iter()
        .map(|key| (*key, 0))
        .filter(|(key, _)| !format.holds().contains(key))
        .collect();
    for term in glossaries.iter().flat_map(|glossary| &glossary.terms) {
        let used = term.keys();
        for (key, count) in &mut losses {
            *count += usize::from(used.contains(key));
        }
    }
    losses.retain(|(_, count)| *count > 0);
    losses
}

/// Which of two texts is the Russian one, by their letters: the pair in the order Russian,
/// English. `None` if it cannot be told.
fn by_script<'t>(a: &'t str, b: &'t str) -> Option<(&'t str, &'t str)> {
    // Latin names stand in Russian texts too, Cyrillic ones hardly in English
    match (a.contains(is_cyrillic), b.contains(is_cyrillic)) {
        (true, false) if b.contains(is_latin) => Some((a, b)),
        (false, true) if a.contains(is_latin) => Some((b, a)),
        _ => None,
    }
}

/// Whether a language tag is Russian (`true`) or English (`false`).
fn is_russian(tag: &str) -> Option<bool> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    match primary.as_str() {
        "ru" | "rus" => Some(true),
        "en" | "eng" => Some(false),
        _ => None,
    }
}

/// Puts remarks that end a rendering, as in «коммит (отправить изменение)», into the note, whole:
/// no text is written so, and the rendering would never be met.
fn part_remarks(term: &mut Term) {
    let mut remarks = Vec::new();
    for text in term.ru.iter_mut().chain(&mut term.en) {
        if text.ends_with(')')
            && let Some((bare, _)) = text.split_once(" (")
            && !bare.trim().is_empty()
        {
            let bare = bare.trim().to_owned();
            remarks.push(std::mem::replace(text, bare));
        }
    }
    if !remarks.is_empty() {
        remarks.splice(0..0, term.note.take());
        term.note = Some(remarks.join("; "));
    }
}

/// Makes a term that is the same in both languages one that matches as it is: it is there because
/// it is not to be translated. Whether it was one.
fn keep_as_it_is(term: &mut Term) -> bool {
    let same = term.ru == term.en;
    if same {
        term.matching = Matching::Exact;
        term.note.get_or_insert_with(|| "Not to be translated.".to_owned());
    }
    same
}

/// What to tell of such terms.
fn kept(count: usize) -> Option<String> {
    let what = "the same in both languages: taken as not to be translated";
    (count > 0).then(|| format!("{count} terms {what}"))
}

/// What to tell of entries without a pair.
fn left_out(count: usize) -> Option<String> {
    (count > 0).then(|| format!("{count} entries without one of the two languages left out"))
}

/// `text` with every run of white space as one space.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file name without folder and ending, as a name for the glossary in it.
pub fn stem(name: &str) -> String {
    let stem = Path::new(name).file_stem();
    stem.map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::Enforce;
    use crate::russian::Pos;

    fn full() -> Glossary {
        let mut reset = Term::new(
            vec!["перезагрузка".to_owned(), "рестарт".to_owned()],
            vec!["reset".to_owned(), "reboot & \"restart\"".to_owned()],
        );
        reset.pos = Some(Pos::Noun);
        reset.note = Some("A fresh start <of relations>; see п. 5".to_owned());
        reset.confused_with = vec!["перегрузка".to_owned()];
        reset.avoid_ru = vec!["ресет".to_owned()];
        reset.avoid_en = vec!["re-load".to_owned(), "reloading".to_owned()];
        reset.matching = Matching::Exact;
        reset.enforce = Enforce::Advisory;
        reset.like = Some("головка".to_owned());
        reset.forms = vec!["перезагр.".to_owned()];
        reset.bad = vec!["One; two | three.".to_owned(), "“Four”".to_owned()];
        reset.good = vec!["Five".to_owned()];
        let plain = Term::new(vec!["договор".to_owned()], vec!["treaty".to_owned()]);
        let mut homonym = Term::new(vec!["договор".to_owned()], vec!["contract".to_owned()]);
        homonym.pos = Some(Pos::Noun);
        homonym.note = Some("In civil law.".to_owned());
        Glossary::of_terms("own", vec![reset, plain, homonym])
    }

    #[test]
    fn what_a_format_holds_comes_back() {
        let glossary = full();
        for format in ALL.iter().filter(|format| !format.holds().is_empty()) {
            let text = format.write(std::slice::from_ref(&glossary));
            let name = format!("own.{}", format.extensions()[0]);
            let input = Input {
                name: &name,
                bytes: text.clone().into_bytes(),
                columns: Columns::default(),
            };
            let back = format.read(input).unwrap().into_glossary("own");
            assert_eq!(back.terms.len(), 3, "{text}");
            for (before, after) in glossary.terms.iter().zip(&back.terms) {
                for key in super::super::KEYS {
                    let held = format.holds().contains(key);
                    let expected = if held { before.get(key) } else { Vec::new() };
                    assert_eq!(after.get(key), expected, "{key} in {}:\n{text}", format.name());
                }
            }
            let found = of_file(&name, text.as_bytes()).map(Exchange::name);
            assert_eq!(found, Some(format.name()));
        }
    }

    #[test]
    fn what_a_format_cannot_hold_is_said() {
        let losses = losses(by_name("po").unwrap(), &[full()]);
        assert!(losses.contains(&("avoid-ru", 1)) && !losses.contains(&("note", 1)), "{losses:?}");
    }

    #[test]
    fn remarks_go_into_the_note() {
        let mut term = Term::new(vec!["коммит (отправить)".to_owned()], vec!["commit".to_owned()]);
        part_remarks(&mut term);
        assert_eq!(
            (term.ru[0].as_str(), term.note.as_deref()),
            ("коммит", Some("коммит (отправить)"))
        );
        let mut term = Term::new(vec!["(не)ясный".to_owned()], vec!["(un)clear".to_owned()]);
        part_remarks(&mut term);
        assert_eq!((term.ru[0].as_str(), term.note), ("(не)ясный", None));
    }

    #[test]
    fn sides_are_told_apart_by_their_letters() {
        assert_eq!(by_script("сброс", "reset"), Some(("сброс", "reset")));
        assert_eq!(
            by_script("HTTP request", "запрос по HTTP"),
            Some(("запрос по HTTP", "HTTP request"))
        );
        assert_eq!(by_script("reset", "restart"), None);
    }
}
