//! CSV and TSV: tables with a column in each language.

use std::borrow::Cow;

use super::escape::{Piece, push_unescaped};
use super::{Format, locale};
use crate::document::{Document, Role, Segment, State};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// Tables.
#[derive(Debug)]
pub(super) struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn is_for(&self, path: &str) -> bool {
        // most tables hold data
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_lowercase();
        let words =
            ["translat", "gloss", "terms", "strings", "l10n", "i18n", "locali", "глосс", "перевод"];
        locale::is_locale_path(path) || words.iter().any(|word| name.contains(word))
    }

    fn is_bilingual(&self) -> bool {
        true
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let mut rows = Rows::new(source);
        let mut all = Vec::new();
        while let Some(row) = rows.next() {
            all.push(row);
        }
        let mut document = rows.document;
        let header = all.first().and_then(|row| Columns::named(source, row));
        let skip = usize::from(header.is_some());
        let columns = header.or_else(|| Columns::guessed(source, &all));
        for (number, row) in all.iter().enumerate().skip(skip) {
            match &columns {
                Some(columns) => columns.push(row, number, source, &mut document),
                None => push_row(row, source, &mut document),
            }
        }
        Ok(document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        super::replace(text, &[('"', "\"\"")])
    }
}

/// A cell: its place, without quotation marks if it has them.
#[derive(Clone, Copy)]
struct Cell {
    span: Span,
    quoted: bool,
}

impl Cell {
    fn decode<'s>(self, source: &'s Source, segment: &mut Segment<'s>) {
        let marks: &[char] = if self.quoted { &['"'] } else { &[] };
        push_unescaped(segment, source, self.span, marks, |_, _| Piece::Char(2, '"'));
    }

    fn text(self, source: &Source) -> &str {
        source.text()[self.span.range()].trim()
    }
}

/// The rows of a table.
struct Rows<'s> {
    source: &'s Source,
    document: Document<'s>,
    at: usize,
    separator: u8,
    /// Whether a quotation mark was found not to be closed; the rest is read line by line.
    odd: bool,
}

impl<'s> Rows<'s> {
    fn new(source: &'s Source) -> Self {
        let text = source.text();
        let line = text.lines().next().unwrap_or("");
        let count = |c: u8| line.bytes().filter(|b| *b == c).count();
        // the last of equals, so that the comma wins where nothing parts the first line
        let separator = [b';', b'\t', b','].into_iter().max_by_key(|c| count(*c)).unwrap_or(b',');
        Self { source, document: Document::new(source), at: 0, separator, odd: false }
    }

    fn next(&mut self) -> Option<Vec<Cell>> {
        let bytes = self.source.text().as_bytes();
        if self.at >= bytes.len() {
            return None;
        }
        let mut row = Vec::new();
        loop {
            let cell = if bytes.get(self.at) == Some(&b'"') { self.quoted() } else { self.bare() };
            row.push(cell);
            match bytes.get(self.at) {
                Some(b) if *b == self.separator => self.at += 1,
                Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => {
                    self.at += 2;
                    return Some(row);
                }
                Some(_) => {
                    self.at += 1;
                    return Some(row);
                }
                None => return Some(row),
            }
        }
    }

    fn bare(&mut self) -> Cell {
        let bytes = self.source.text().as_bytes();
        let ends = |b: &u8| *b == self.separator || matches!(b, b'\n' | b'\r');
        let start = self.at;
        self.at = bytes[start..].iter().position(ends).map_or(bytes.len(), |n| start + n);
        Cell { span: Span::new(start, self.at), quoted: false }
    }

    fn quoted(&mut self) -> Cell {
        let bytes = self.source.text().as_bytes();
        let start = self.at + 1;
        let mut at = start;
        while at < bytes.len() && !(self.odd && bytes[at] == b'\n') {
            match (bytes[at], bytes.get(at + 1)) {
                (b'"', Some(b'"')) => at += 2,
                (b'"', _) => {
                    self.at = at + 1;
                    let rest = self.bare().span;
                    if !self.source.text()[rest.range()].trim().is_empty() {
                        self.document
                            .report(rest, "nothing may follow the quotation mark in a cell");
                    }
                    return Cell { span: Span::new(start, at), quoted: true };
                }
                _ => at += 1,
            }
        }
        self.odd = true;
        self.document.report(Span::new(start - 1, start), "the quotation mark is not closed");
        self.bare()
    }
}

/// Which columns hold what.
struct Columns {
    source: (usize, Lang),
    target: (usize, Lang),
    key: Option<usize>,
}

impl Columns {
    /// The columns by the names in the first row.
    fn named(source: &Source, row: &[Cell]) -> Option<Self> {
        let mut found: Vec<(usize, Lang)> = Vec::new();
        let mut key = None;
        for (at, cell) in row.iter().enumerate() {
            let name = cell.text(source).to_lowercase();
            match name.as_str() {
                "key" | "id" | "name" | "context" | "string id" | "ключ" => {
                    key = key.or(Some(at));
                }
                _ => {
                    let lang = match name.as_str() {
                        "русский" | "по-русски" => Some(Lang::Ru),
                        "английский" | "по-английски" => Some(Lang::En),
                        name => locale::lang_of_tag(name),
                    };
                    let new = lang.filter(|lang| found.iter().all(|(_, other)| other != lang));
                    found.extend(new.map(|lang| (at, lang)));
                }
            }
        }
        match found[..] {
            [source, target] => Some(Self { source, target, key }),
            _ => None,
        }
    }

    /// The columns by the script of the first rows.
    fn guessed(source: &Source, rows: &[Vec<Cell>]) -> Option<Self> {
        let width = rows.iter().take(64).map(Vec::len).max()?.min(16);
        let lang = |column: usize| {
            let cells = rows.iter().take(64).filter_map(|row| row.get(column));
            let text: String = cells.map(|cell| cell.text(source)).collect();
            locale::lang_of_text(&text)
        };
        let langs: Vec<Option<Lang>> = (0..width).map(lang).collect();
        let first = |lang| langs.iter().position(|of| *of == Some(lang));
        let (en, ru) = (first(Lang::En)?, first(Lang::Ru)?);
        let (en, ru) = ((en, Lang::En), (ru, Lang::Ru));
        let (source, target) = if en.0 < ru.0 { (en, ru) } else { (ru, en) };
        Some(Self { source, target, key: None })
    }

    fn push<'s>(
        &self,
        row: &[Cell],
        number: usize,
        source: &'s Source,
        document: &mut Document<'s>,
    ) {
        let segment = |(column, lang): (usize, Lang)| {
            let mut segment = Segment::default();
            if let Some(cell) = row.get(column) {
                cell.decode(source, &mut segment);
            }
            segment.lang = Some(lang);
            segment
        };
        let (original, target) = (segment(self.source), segment(self.target));
        if original.text().trim().is_empty() {
            return;
        }
        let key = match self.key.and_then(|column| row.get(column)) {
            Some(cell) => Cow::Borrowed(cell.text(source)),
            None => Cow::Owned(format!("row {}", number + 1)),
        };
        let blank = target.text().trim().is_empty();
        let state = if blank { State::Untranslated } else { State::Final };
        document.units.push(super::pair(key, original, target, state));
    }
}

/// A row of a table that is not in two languages.
fn push_row<'s>(row: &[Cell], source: &'s Source, document: &mut Document<'s>) {
    let mut segment = Segment::default();
    for (at, cell) in row.iter().enumerate() {
        if at > 0 {
            segment.push_decoded(Span::new(cell.span.start, cell.span.start), " | ");
        }
        cell.decode(source, &mut segment);
    }
    segment.role = Role::Row;
    if segment.text().chars().any(char::is_alphabetic) {
        document.push_text(segment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, pairs};

    fn read(text: &str) -> (Vec<String>, usize) {
        let source = Source::new("t.csv", text);
        let document = Csv.read(&source).unwrap();
        check_runs(&document);
        (pairs(&document), document.errors.len())
    }

    #[test]
    fn columns_are_found_by_name() {
        let (pairs, errors) = read(
            "Key;RU;Note;English\r\na;\"Сброс; \"\"всего\"\"\r\nздесь\";no;Reset\r\nb;;no;Save\r\n",
        );
        assert_eq!(pairs, ["a: Сброс; \"всего\"\r\nздесь = Reset (Final)"]);
        assert_eq!(errors, 0);
    }

    #[test]
    fn columns_are_found_by_script() {
        let (pairs, _) = read("Reset\tСброс\tпримечание\nReboot\tПерезагрузка\n");
        assert_eq!(pairs, ["row 1: Reset = Сброс (Final)", "row 2: Reboot = Перезагрузка (Final)"]);
        assert_eq!(read("a,b\n1,2\n").0, ["alone: a | b"]);
    }

    #[test]
    fn slips_are_reported_and_passed() {
        let (pairs, errors) = read("en,ru\n\"Reset\" x,\"Сброс\nSave,Сохранить\n");
        assert_eq!(errors, 2);
        assert_eq!(pairs, ["row 2: Reset = \"Сброс (Final)", "row 3: Save = Сохранить (Final)"]);
    }
}
