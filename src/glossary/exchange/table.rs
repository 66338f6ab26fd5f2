//! Tables: CSV and TSV with a column a language, as spreadsheets and termbases export them.
//!
//! Our own export has a column for each key of a term. Lists stand in one cell with `|` between;
//! examples, which are sentences, with line ends between.

use std::collections::HashMap;

use csv::{QuoteStyle, ReaderBuilder, StringRecord, WriterBuilder};

use super::{Columns, Entries, Exchange, Input, keep_as_it_is, kept, left_out, part_remarks};
use crate::error::Error;
use crate::glossary::{Glossary, KEYS, Term};
use crate::script::{Script, script_of};
use crate::source::Source;
use crate::span::Span;

/// A table with a delimiter of its own; what it is is found out when reading.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name on the command line.
    pub(super) name: &'static str,
    /// What it is written with.
    pub(super) delimiter: u8,
}

impl Exchange for Table {
    fn name(&self) -> &'static str {
        self.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        if self.delimiter == b'\t' { &["tsv", "tab"] } else { &["csv"] }
    }

    fn read(&self, input: Input<'_>) -> Result<Entries, Error> {
        let columns = input.columns;
        read(input.source()?, columns)
    }

    fn holds(&self) -> &'static [&'static str] {
        // a cell of a TSV has one line
        if self.delimiter == b'\t' { &KEYS[..KEYS.len() - 2] } else { KEYS }
    }

    fn write(&self, glossaries: &[Glossary]) -> String {
        let tabs = self.delimiter == b'\t';
        let quotes = if tabs { QuoteStyle::Never } else { QuoteStyle::Necessary };
        let mut writer = WriterBuilder::new()
            .delimiter(self.delimiter)
            .quote_style(quotes)
            .from_writer(Vec::new());
        let terms = || glossaries.iter().flat_map(|glossary| &glossary.terms);
        let used = |key: &&&str| {
            matches!(**key, "ru" | "en") || terms().any(|term| !term.get(key).is_empty())
        };
        let keys: Vec<&str> = self.holds().iter().filter(used).copied().collect();
        let cell = |term: &Term, key: &str| {
            let between = if is_example(key) { "\n" } else { " | " };
            let text = term.get(key).join(between);
            if tabs { text.replace(['\t', '\n', '\r'], " ") } else { text }
        };
        // writing to memory does not fail
        let _ = writer.write_record(&keys);
        for term in terms() {
            let _ = writer.write_record(keys.iter().map(|key| cell(term, key)));
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

fn is_example(key: &str) -> bool {
    matches!(key, "bad" | "good")
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Russian,
    English,
    /// What an editor should know; there may be several.
    Note,
    /// Another key of a term.
    Key(&'static str),
    /// Text in one of the languages, `source` or `term`: which one the letters say.
    Text,
    Other,
}

/// The records whose letters say which column is which.
const SAMPLE: usize = 50;

fn read(source: Source, wanted: Columns<'_>) -> Result<Entries, Error> {
    let text = source.text();
    let records = records(&source)?;
    let Some(((_, first), rest)) = records.split_first() else {
        return Err(Error::syntax(source.name(), text, Span::default(), "an empty table"));
    };
    let (columns, header) = columns(&source, first, rest, wanted)?;
    let mut rows = Rows::default();
    for (at, record) in if header { rest } else { &records[..] } {
        rows.push(record, &columns, Span::new(*at, *at));
    }
    let notes = rows.notes();
    let Rows { terms, places, .. } = rows;
    Ok(Entries { terms, places, source, notes })
}

fn records(source: &Source) -> Result<Vec<(usize, StringRecord)>, Error> {
    let text = source.text();
    let first = text.lines().next().unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b'\t', 0), (b';', 0), (b',', 0), (b'|', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        let count = counts.iter_mut().find(|(delimiter, _)| *delimiter == byte && !quoted);
        if let Some((_, count)) = count {
            *count += 1;
        }
    }
    // of equals the first
    let delimiter = counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b'\t', |d| d.0);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .quoting(delimiter != b'\t')
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let error = |at: usize, what: &dyn std::fmt::Display| {
        let at = at.min(text.len());
        Error::syntax(source.name(), text, Span::new(at, at), what)
    };
    for record in reader.records() {
        let record =
            record.map_err(|e| error(e.position().map_or(0, |p| p.byte() as usize), &e))?;
        records.push((record.position().map_or(0, |p| p.byte() as usize).min(text.len()), record));
    }
    // a quote that is not closed takes all lines after it into its cell
    if let Some((at, last)) = records.last()
        && last.iter().any(|cell| cell.contains('\n'))
        && text[*at..].bytes().filter(|&b| b == b'"').count() % 2 == 1
    {
        return Err(error(*at, &"a quoted cell that does not end").help("close the quotation mark"));
    }
    Ok(records)
}

/// What the columns hold, and whether the first record says so.
fn columns(
    source: &Source,
    first: &StringRecord,
    rest: &[(usize, StringRecord)],
    wanted: Columns<'_>,
) -> Result<(Vec<Column>, bool), Error> {
    let mut columns: Vec<Column> = first.iter().map(named).collect();
    let mut header = columns.iter().any(|column| *column != Column::Other);
    for (name, column) in [(wanted.ru, Column::Russian), (wanted.en, Column::English)] {
        let Some(name) = name else { continue };
        let is_named = |cell: &str| cell.trim().to_lowercase() == name.trim().to_lowercase();
        let by_name = first.iter().position(is_named);
        header |= by_name.is_some();
        let by_number =
            || name.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < first.len());
        let Some(at) = by_name.or_else(by_number) else {
            return Err(Error::unknown(source.name(), "column", name, first.iter()));
        };
        columns.iter_mut().filter(|c| **c == column).for_each(|c| *c = Column::Other);
        columns[at] = column;
    }
    let sample = || rest.iter().take(SAMPLE).map(|(_, record)| record);
    for (column, script) in [(Column::Russian, Script::Cyrillic), (Column::English, Script::Latin)]
    {
        if columns.contains(&column) {
            continue;
        }
        let texts = columns.contains(&Column::Text);
        let free = |at: &usize| columns[*at] == if texts { Column::Text } else { Column::Other };
        let count = |at: usize| {
            let in_script = |record: &&StringRecord| {
                record.get(at).is_some_and(|cell| script_of(cell) == script)
            };
            sample().chain((!header).then_some(first)).filter(in_script).count()
        };
        let counted = (0..columns.len()).filter(free).map(|at| (count(at), at));
        let best = counted
            .filter(|(count, _)| *count > 0)
            .max_by_key(|(count, at)| (*count, std::cmp::Reverse(*at)));
        let Some((_, at)) = best else {
            let what = "no Russian and English column";
            return Err(Error::syntax(source.name(), source.text(), Span::default(), what)
                .help("name the columns `ru` and `en` in the first line, or with --ru and --en"));
        };
        columns[at] = column;
    }
    // names in no language known here are not a pair of terms either
    let russian = columns.iter().position(|column| *column == Column::Russian);
    let named_so =
        russian.and_then(|at| first.get(at)).is_some_and(|cell| script_of(cell) == Script::Latin);
    Ok((columns, header || (named_so && !rest.is_empty())))
}

/// What a column holds by its name: `ru`, `Term [ru]`, `Description`, `source`.
fn named(name: &str) -> Column {
    let lower = name.trim().to_lowercase();
    match lower.as_str() {
        "ru" => return Column::Russian,
        "en" => return Column::English,
        "note" => return Column::Note,
        other => {
            if let Some(key) = KEYS.iter().find(|key| **key == other) {
                return Column::Key(key);
            }
        }
    }
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
    if any(&[
        "note",
        "notes",
        "comment",
        "comments",
        "description",
        "definition",
        "explanation",
        "примечание",
        "комментарий",
        "описание",
        "определение",
    ]) {
        Column::Note
    } else if any(&["ru", "rus", "russian", "русский", "рус"]) {
        Column::Russian
    } else if any(&["en", "eng", "english", "английский", "англ"]) {
        Column::English
    } else if any(&["source", "target", "term", "translation", "original", "термин", "перевод"])
    {
        Column::Text
    } else {
        Column::Other
    }
}

/// Words with which a note says that a term stays as it is.
fn is_kept(note: &str) -> bool {
    let note = note.to_lowercase();
    ["не переводить", "не переводится", "do not translate", "untranslatable", "dnt"]
        .iter()
        .any(|known| note.contains(known))
}

#[derive(Default)]
struct Rows {
    terms: Vec<Term>,
    places: Vec<Span>,
    by_russian: HashMap<String, usize>,
    /// Rows without one of the languages.
    empty: usize,
    /// Rows whose term is the same in both languages.
    kept: usize,
}

impl Rows {
    fn push(&mut self, record: &StringRecord, columns: &[Column], place: Span) {
        let cells = |wanted: Column| {
            let cells = columns.iter().zip(record).filter(move |(column, _)| **column == wanted);
            cells.map(|(_, cell)| cell.trim()).filter(|cell| !cell.is_empty())
        };
        let mut note = String::new();
        for cell in cells(Column::Note) {
            note = if note.is_empty() { cell.to_owned() } else { format!("{note}; {cell}") };
        }
        let ru = cells(Column::Russian).next();
        let en = cells(Column::English).next();
        // what is to stay as it is has no translation, or itself as one
        let ru = ru.or_else(|| en.filter(|_| is_kept(&note)));
        let (Some(ru), Some(en)) = (ru, en) else {
            self.empty += usize::from(record.iter().any(|cell| !cell.trim().is_empty()));
            return;
        };
        let mut term = Term::new(listed(ru), listed(en));
        term.note = Some(note).filter(|note| !note.is_empty());
        part_remarks(&mut term);
        self.kept += usize::from(keep_as_it_is(&mut term));
        for (column, cell) in columns.iter().zip(record) {
            let Column::Key(key) = column else { continue };
            let texts = if is_example(key) {
                cell.lines().map(str::to_owned).collect()
            } else {
                listed(cell)
            };
            term.set(key, texts);
        }
        self.join(ru, term, place);
    }

    /// Rows with the same Russian are one term with several renderings, unless they say more.
    fn join(&mut self, ru: &str, term: Term, place: Span) {
        let bare = |term: &Term| term.keys().iter().all(|key| matches!(*key, "ru" | "en" | "note"));
        let known = self.by_russian.get(ru).map(|at| &mut self.terms[*at]);
        match known {
            Some(known)
                if bare(known) && bare(&term) && (known.note.is_none() || term.note.is_none()) =>
            {
                for en in term.en {
                    if !known.en.contains(&en) {
                        known.en.push(en);
                    }
                }
                known.note = known.note.take().or(term.note);
            }
            _ => {
                self.by_russian.insert(ru.to_owned(), self.terms.len());
                self.terms.push(term);
                self.places.push(place);
            }
        }
    }

    fn notes(&self) -> Vec<String> {
        left_out(self.empty).into_iter().chain(kept(self.kept)).collect()
    }
}

fn listed(cell: &str) -> Vec<String> {
    let parts = cell.split([';', '|']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Entries {
        read(Source::new("own.csv", text), Columns::default()).unwrap()
    }

    fn pairs(text: &str) -> Vec<(String, String)> {
        entries(text).terms.iter().map(|t| (t.ru[0].clone(), t.en[0].clone())).collect()
    }

    #[test]
    fn delimiters_and_columns_are_found_out() {
        let expected = [("сброс".to_owned(), "reset".to_owned())];
        for text in [
            "en\tru\nreset\tсброс\n",
            "reset;сброс\n",
            "ru,en\n\"сброс\",\"reset\"\n",
            "source\ttarget\torigin\nreset\tсброс\tx\n",
            "source,target\nсброс,reset",
            "Term [en];Term [ru];Description [en]\nreset;сброс;A button.\n",
            "Слово,Word\nсброс,reset\n",
            "id,Foreign,Native\n1,reset,сброс\n",
        ] {
            assert_eq!(pairs(text).last(), expected.last(), "{text}");
        }
    }

    #[test]
    fn columns_are_named_on_request() {
        let text = "a,b,c\nreset,сброс,перезапуск\n";
        let with = |ru| read(Source::new("own.csv", text), Columns { ru: Some(ru), en: None });
        assert_eq!(with("c").unwrap().terms[0].ru, ["перезапуск"]);
        assert_eq!(with("2").unwrap().terms[0].ru, ["сброс"]);
        assert!(with("d").unwrap_err().to_string().contains("no column is called `d`"));
    }

    #[test]
    fn what_is_not_translated_is_kept_or_counted() {
        let text = "en,ru,note\nVshard,Vshard,\nLua,,НЕ ПЕРЕВОДИТЬ\nlater,,\n";
        let entries = entries(text);
        assert_eq!(
            entries.terms.iter().map(|t| t.ru[0].as_str()).collect::<Vec<_>>(),
            ["Vshard", "Lua"]
        );
        assert_eq!(entries.notes.len(), 2, "{:?}", entries.notes);
    }

    #[test]
    fn broken_tables_are_refused_with_their_place() {
        for (text, at) in
            [("reset,restart\n", 0), ("", 0), ("ru,en\nсброс,\"reset\nдоговор,treaty\n", 6)]
        {
            let error = read(Source::new("own.csv", text), Columns::default()).unwrap_err();
            assert_eq!(error.place().unwrap().span.start, at, "{error}");
        }
    }
}
