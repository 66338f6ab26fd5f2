//! gettext PO catalogues.

use super::pairs::{Collector, HOLDS, pairs};
use super::{Entries, Exchange, Input};
use crate::error::Error;
use crate::glossary::Glossary;
use crate::source::Source;
use crate::span::Span;

/// PO files.
#[derive(Debug)]
pub(super) struct Po;

/// What stands between a term and the rendering of it, in the context of the pairs after its
/// first: a context tells messages with the same text apart.
const VARIANT: &str = " | ";

#[derive(Default)]
struct Message {
    place: Span,
    context: String,
    source: String,
    target: String,
    note: String,
    fuzzy: bool,
}

/// Which string of a message is being read.
#[derive(Clone, Copy)]
enum Field {
    Context,
    Source,
    Target,
    /// A plural: its text is given twice, and once is enough.
    Other,
}

impl Exchange for Po {
    fn name(&self) -> &'static str {
        "po"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["po", "pot"]
    }

    fn read(&self, input: Input<'_>) -> Result<Entries, Error> {
        let source = input.source()?;
        let mut reader = Reader {
            source: &source,
            found: Collector::default(),
            message: Message::default(),
            field: None,
        };
        let mut at = 0;
        for line in source.text().split_inclusive('\n') {
            reader.line(line.trim(), at)?;
            at += line.len();
        }
        reader.push();
        let found = reader.found;
        Ok(found.finish(source))
    }

    fn holds(&self) -> &'static [&'static str] {
        HOLDS
    }

    fn write(&self, glossaries: &[Glossary]) -> String {
        let mut out = "msgid \"\"\nmsgstr \"\"\n\"Language: ru\\n\"\n\"MIME-Version: 1.0\\n\"\n\
                       \"Content-Type: text/plain; charset=UTF-8\\n\"\n\
                       \"Content-Transfer-Encoding: 8bit\\n\"\n"
            .to_owned();
        for pair in pairs(glossaries) {
            out.push('\n');
            for line in pair.note.into_iter().flat_map(str::lines) {
                out += &format!("#. {line}\n");
            }
            let context = if pair.is_first {
                pair.head.clone()
            } else {
                format!("{}{VARIANT}{}", pair.head, pair.ru)
            };
            for (keyword, text) in
                [("msgctxt", context.as_str()), ("msgid", pair.en), ("msgstr", pair.ru)]
            {
                out += &format!("{keyword} {}\n", quote(text));
            }
        }
        out
    }
}

struct Reader<'s> {
    source: &'s Source,
    found: Collector,
    message: Message,
    field: Option<Field>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, at: usize) -> Result<(), Error> {
        if line.is_empty() {
            self.push();
            return Ok(());
        }
        if line.starts_with('#') {
            self.comment(line);
            return Ok(());
        }
        let quoted = if line.starts_with('"') {
            line
        } else {
            let (keyword, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
            self.keyword(keyword, at)?;
            rest.trim()
        };
        let text = unquote(quoted).ok_or_else(|| self.broken(at, "a string that does not end"))?;
        match self.field {
            Some(Field::Context) => self.message.context += &text,
            Some(Field::Source) => self.message.source += &text,
            Some(Field::Target) => self.message.target += &text,
            Some(Field::Other) => {}
            None => return Err(self.broken(at, "a string without a keyword")),
        }
        Ok(())
    }

    fn keyword(&mut self, keyword: &str, at: usize) -> Result<(), Error> {
        let field = match keyword {
            "msgctxt" => Field::Context,
            "msgid" => Field::Source,
            "msgstr" | "msgstr[0]" => Field::Target,
            plural if plural == "msgid_plural" || plural.starts_with("msgstr[") => Field::Other,
            _ => return Err(self.broken(at, "neither a comment, a keyword of PO nor a string")),
        };
        if matches!(field, Field::Source | Field::Context) {
            if !self.message.target.is_empty() {
                self.push();
            }
            self.message.place = Span::new(at, at + keyword.len());
        }
        self.field = Some(field);
        Ok(())
    }

    fn comment(&mut self, line: &str) {
        // what translators and programmers say is a note; places in the program are not
        if let Some(note) = line.strip_prefix("#.").or(line.strip_prefix("# ")) {
            self.message.note.push(' ');
            self.message.note += note;
        } else if line.starts_with("#,") {
            self.message.fuzzy |= line.contains("fuzzy");
        }
    }

    /// A message has ended.
    fn push(&mut self) {
        self.field = None;
        let message = std::mem::take(&mut self.message);
        // the header has no source text; a fuzzy message is a guess
        if message.source.is_empty() || message.fuzzy {
            return;
        }
        let head = message.context.split(VARIANT).next().filter(|head| !head.is_empty());
        let sides = (message.source.as_str(), message.target.as_str());
        self.found.add_unsorted(sides, head, &message.note, message.place);
    }

    fn broken(&self, at: usize, what: &str) -> Error {
        let text = self.source.text();
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        Error::syntax(self.source.name(), text, Span::new(at, end), what)
    }
}

fn quote(text: &str) -> String {
    let escaped =
        text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
    format!("\"{escaped}\"")
}

fn unquote(quoted: &str) -> Option<String> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next()? {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                other => out.push(other),
            },
            '"' => return None,
            c => out.push(c),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::exchange::Columns;

    fn read(text: &str) -> Result<Entries, Error> {
        Po.read(Input { name: "own.po", bytes: text.into(), columns: Columns::default() })
    }

    #[test]
    fn messages_are_read_without_header_guesses_and_plurals() {
        let text = "msgid \"\"\nmsgstr \"Language: ru\\n\"\n\n#. A button.\nmsgid \"\"\n\"Re\"\n\"set\"\n\
                    msgstr \"Сброс\"\n\n#, fuzzy\nmsgid \"Start\"\nmsgstr \"Старт\"\n\n\
                    msgid \"%d file\"\nmsgid_plural \"%d files\"\nmsgstr[0] \"%d файл\"\nmsgstr[1] \"%d файла\"\n";
        let entries = read(text).unwrap();
        let pairs: Vec<_> =
            entries.terms.iter().map(|t| (t.ru[0].as_str(), t.en[0].as_str())).collect();
        assert_eq!(pairs, [("Сброс", "Reset"), ("%d файл", "%d file")]);
        assert_eq!(entries.terms[0].note.as_deref(), Some("A button."));
    }

    #[test]
    fn what_is_broken_has_its_place() {
        let error = read("msgid \"a\"\nmsgstr \"b\n").unwrap_err();
        assert_eq!(error.place().unwrap().span.start, 10);
        assert!(read("hello\n").is_err());
    }
}
