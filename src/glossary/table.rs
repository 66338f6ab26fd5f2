//! Glossaries in tables: CSV and TSV with a column a language, as spreadsheets and termbases
//! export them.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord};

use super::{Glossary, Term};
use crate::error::Error;
use crate::script::{Script, script_of};
use crate::source::Source;
use crate::span::Span;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Russian,
    English,
    Note,
    Other,
}

/// Reads a table. The delimiter is found out, the columns by their names or else by their script.
pub(super) fn parse(source: Source) -> Result<Glossary, Error> {
    let text = source.text();
    let first = text.lines().next().unwrap_or_default();
    let delimiter = *[b'\t', b';', b',', b'|']
        .iter()
        .max_by_key(|&&d| first.bytes().filter(|&b| b == d).count())
        .unwrap_or(&b'\t');
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .quoting(delimiter != b'\t')
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<Column>> = None;
    let (mut terms, mut places) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.map_err(|e| {
            let at = e.position().map_or(0, |p| p.byte() as usize).min(text.len());
            Error::syntax(source.name(), text, Span::new(at, at), e)
        })?;
        let at = record.position().map_or(0, |p| p.byte() as usize).min(text.len());
        let Some(known) = &columns else {
            let named = named(&record);
            let header = named.is_some();
            let found = named.or_else(|| by_script(&record)).ok_or_else(|| {
                Error::syntax(
                    source.name(),
                    text,
                    Span::new(at, at),
                    "no Russian and English column",
                )
                .help("name the columns `ru` and `en` in the first line")
            })?;
            if !header {
                push(&record, &found, at, &mut terms, &mut places);
            }
            columns = Some(found);
            continue;
        };
        push(&record, known, at, &mut terms, &mut places);
    }
    let (terms, places) = join(terms, places);
    let name = std::path::Path::new(source.name());
    let name =
        name.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    Ok(Glossary { title: name.clone(), name, license: None, terms, places, source })
}

fn named(record: &StringRecord) -> Option<Vec<Column>> {
    let column = |name: &str| match name.trim().to_lowercase().as_str() {
        "ru" | "rus" | "russian" | "target" | "русский" | "ru-ru" | "ru_ru" | "ru_terms" => {
            Column::Russian
        }
        "en"
        | "eng"
        | "english"
        | "source"
        | "английский"
        | "en-us"
        | "en-gb"
        | "en_us"
        | "en_term" => Column::English,
        "note" | "comment" | "description" | "definition" | "примечание" => Column::Note,
        _ => Column::Other,
    };
    let columns: Vec<Column> = record.iter().map(column).collect();
    (columns.contains(&Column::Russian) && columns.contains(&Column::English)).then_some(columns)
}

fn by_script(record: &StringRecord) -> Option<Vec<Column>> {
    let mut columns = vec![Column::Other; record.len()];
    let find = |wanted: Script| record.iter().position(|cell| script_of(cell) == wanted);
    columns[find(Script::Cyrillic)?] = Column::Russian;
    columns[find(Script::Latin)?] = Column::English;
    Some(columns)
}

fn push(
    record: &StringRecord,
    columns: &[Column],
    at: usize,
    terms: &mut Vec<Term>,
    places: &mut Vec<Span>,
) {
    let cell = |wanted: Column| {
        let at = columns.iter().position(|column| *column == wanted)?;
        record.get(at).map(str::trim).filter(|cell| !cell.is_empty())
    };
    let renderings = |cell: &str| -> Vec<String> {
        let parts = cell.split([';', '|']).map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    if let (Some(ru), Some(en)) = (cell(Column::Russian), cell(Column::English)) {
        let mut term = Term::new(renderings(ru), renderings(en));
        term.note = cell(Column::Note).map(str::to_owned);
        terms.push(term);
        places.push(Span::new(at, at));
    }
}

/// Rows with the same Russian are one term with several renderings.
fn join(terms: Vec<Term>, places: Vec<Span>) -> (Vec<Term>, Vec<Span>) {
    let mut numbers: HashMap<Vec<String>, usize> = HashMap::new();
    let (mut joined, mut kept): (Vec<Term>, Vec<Span>) = (Vec::new(), Vec::new());
    for (term, place) in terms.into_iter().zip(places) {
        match numbers.get(&term.ru) {
            Some(&at) => {
                let known = &mut joined[at];
                let new = term.en.into_iter().filter(|en| !known.en.contains(en));
                let new: Vec<String> = new.collect();
                known.en.extend(new);
                known.note = known.note.take().or(term.note);
            }
            None => {
                numbers.insert(term.ru.clone(), joined.len());
                joined.push(term);
                kept.push(place);
            }
        }
    }
    (joined, kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String)> {
        let glossary = parse(Source::new("own.csv", text)).unwrap();
        glossary.terms.iter().map(|t| (t.ru[0].clone(), t.en[0].clone())).collect()
    }

    #[test]
    fn delimiters_and_columns_are_found_out() {
        let expected = [("сброс".to_owned(), "reset".to_owned())];
        for text in [
            "en\tru\nreset\tсброс\n",
            "reset;сброс\n",
            "ru,en\n\"сброс\",\"reset\"\n",
            "source\ttarget\torigin\nreset\tсброс\tx\n",
        ] {
            assert_eq!(pairs(text), expected, "{text}");
        }
    }

    #[test]
    fn a_table_of_one_language_is_refused() {
        assert!(parse(Source::new("own.csv", "reset,restart\n")).is_err());
    }
}
