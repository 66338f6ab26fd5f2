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
        let mut found = Collector::default();
        let mut message = Message::default();
        let mut field = None;
        let mut at = 0;
        for line in source.text().split_inclusive('\n') {
            let (start, line) = (at, line.trim());
            at += source.text()[at..].find('\n').map_or(0, |end| end + 1);
            if line.is_empty() {
                push(&mut found, std::mem::take(&mut message));
                field = None;
            } else if line.starts_with('#') {
                comment(line, &mut message);
            } else {
                let quoted = match line.split_once('"') {
                    Some(("", _)) => line,
                    _ => {
                        let (keyword, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
                        field = Some(keyword_field(&source, start, keyword)?);
                        let begins = matches!(field, Some(Field::Source | Field::Context));
                        if begins && !message.target.is_empty() {
                            push(&mut found, std::mem::take(&mut message));
                        }
                        if begins && message.source.is_empty() {
                            message.place = Span::new(start, start + keyword.len());
                        }
                        rest.trim()
                    }
                };
                let text = unquote(quoted)
                    .ok_or_else(|| broken(&source, start, "a string that does not end"))?;
                match field {
                    Some(Field::Context) => message.context += &text,
                    Some(Field::Source) => message.source += &text,
                    Some(Field::Target) => message.target += &text,
                    Some(Field::Other) => {}
                    None => return Err(broken(&source, start, "a string without a keyword")),
                }
            }
        }
        push(&mut found, message);
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
            let context = if pair.ru == pair.head {
                pair.head.to_owned()
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

fn keyword_field(source: &Source, at: usize, keyword: &str) -> Result<Field, Error> {
    Ok(match keyword {
        "msgctxt" => Field::Context,
        "msgid" => Field::Source,
        "msgstr" | "msgstr[0]" => Field::Target,
        "msgid_plural" => Field::Other,
        plural if plural.starts_with("msgstr[") => Field::Other,
        _ => return Err(broken(source, at, "neither a comment, a keyword of PO nor a string")),
    })
}

fn comment(line: &str, message: &mut Message) {
    // what translators and programmers say is a note; places in the program are not
    if let Some(note) = line.strip_prefix("#.").or(line.strip_prefix("# ")) {
        message.note.push(' ');
        message.note += note;
    } else if line.starts_with("#,") {
        message.fuzzy |= line.contains("fuzzy");
    }
}

fn push(found: &mut Collector, message: Message) {
    // the header has no source text; a fuzzy message is a guess
    if message.source.is_empty() || message.fuzzy {
        return;
    }
    let head = message.context.split(VARIANT).next().filter(|head| !head.is_empty());
    found.add_unsorted((&message.source, &message.target), head, &message.note, message.place);
}

fn broken(source: &Source, at: usize, what: &str) -> Error {
    let end = source.text()[at..].find('\n').map_or(source.text().len(), |end| at + end);
    Error::syntax(source.name(), source.text(), Span::new(at, end), what)
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
