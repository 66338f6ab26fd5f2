//! gettext PO and POT: messages with context, plurals, flags and obsolete entries.

use std::borrow::Cow;

use super::cut::record_around;
use super::escape::{Piece, digits, push_unescaped};
use super::{Comment, Cut, Format, Head, MOST_FORMS, Part, TOO_MANY_FORMS, locale, replace};
use crate::document::{Document, Segment, State};
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// gettext messages.
#[derive(Debug)]
pub(super) struct Po;

impl Format for Po {
    fn name(&self) -> &'static str {
        "po"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["po", "pot"]
    }

    fn comments(&self) -> &'static [Comment] {
        const { &[Comment::line("#"), Comment::line("#.")] }
    }

    fn is_bilingual(&self) -> bool {
        true
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        Ok(read(source, Part::whole(head(source))))
    }

    fn cut(&self) -> Option<Cut> {
        Some(Cut { size: 4 << 20, end: last_end, around, head, read })
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        replace(text, &[('\\', "\\\\"), ('"', "\\\""), ('\n', "\\n"), ('\t', "\\t")])
    }
}

/// What the header, the message without a name, says of the language of the translations.
fn head(source: &Source) -> Head {
    let mut reader = Reader::new(source, Head::default());
    for line in lines(source.text(), 0) {
        reader.line(line);
        let is_read = line.is_empty() && !reader.entry.strings.is_empty();
        if is_read || !reader.document.units.is_empty() {
            break;
        }
    }
    reader.finish_entry();
    reader.head
}

fn read(source: &Source, part: Part) -> Document<'_> {
    let mut reader = Reader::new(source, part.head);
    lines(source.text(), part.start).for_each(|line| reader.line(line));
    reader.finish_entry();
    reader.document
}

/// The lines of a text from `start` on, without their ends. A line ends after `\n`, or after a `\r`
/// that no `\n` follows.
fn lines(text: &str, mut start: usize) -> impl Iterator<Item = Span> {
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let len = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = Span::new(start, start + len);
        let end = if rest[len..].starts_with("\r\n") { 2 } else { 1 };
        start = line.end + end;
        Some(line)
    })
}

/// The last blank line after which a message begins.
fn last_end(text: &str) -> usize {
    let mut end = text.len();
    while let Some(at) = text[..end].rfind('\n') {
        let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
        let next = &text[at + 1..];
        let begins =
            next.starts_with('#') || next.starts_with("msgid") || next.starts_with("msgctxt");
        if begins && text[start..at].trim().is_empty() {
            return at + 1;
        }
        end = at;
    }
    0
}

/// The message in which a stretch of the text stands.
fn around(text: &str, span: Span) -> Span {
    let start = last_end(&text[..span.start]);
    // the rest of its own line may be blank as well
    let mut next = lines(text, span.end).skip(1);
    let blank = next.find(|line| text[line.range()].trim().is_empty());
    let end = blank.map_or(text.len(), |line| line.start);
    record_around(text, span, Span::new(start, end))
}

struct Reader<'s> {
    source: &'s Source,
    document: Document<'s>,
    entry: Entry<'s>,
    /// The string that a line with nothing but a string goes on.
    last: Option<Field>,
    /// What the header says of the language of the translations.
    head: Head,
}

#[derive(Default)]
struct Entry<'s> {
    /// Where its msgid stands; an entry without one is not one.
    at: Option<Span>,
    fuzzy: bool,
    context: Option<Segment<'s>>,
    id: Segment<'s>,
    plural: Option<Segment<'s>>,
    /// The translations with their plural index.
    strings: Vec<(Option<usize>, Segment<'s>)>,
    /// Where the keyword of the last of them stands.
    last: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Context,
    Id,
    Plural,
    /// The last of `strings`.
    Translation,
    /// `domain`, or a keyword that is not known.
    Other,
}

impl<'s> Reader<'s> {
    fn new(source: &'s Source, head: Head) -> Self {
        let head = Head { lang: head.lang.or_else(|| locale::lang_of_path(source.name())), ..head };
        let (document, entry) = (Document::new(source), Entry::default());
        Self { source, document, entry, last: None, head }
    }

    fn line(&mut self, line: Span) {
        let text = &self.source.text()[line.range()];
        let start = line.start + (text.len() - text.trim_start().len());
        let text = text.trim();
        let line = Span::new(start, start + text.len());
        if text.is_empty() {
            self.last = None;
        } else if let Some(comment) = text.strip_prefix('#') {
            self.comment(comment);
        } else if text.starts_with('"') {
            match self.last {
                Some(field) => self.string(field, line),
                None => self.document.report(line, "a string without a keyword before it"),
            }
        } else {
            self.keyword(line);
        }
    }

    fn comment(&mut self, comment: &str) {
        // comments stand before their message, so the first after a translation begins a new one
        if !self.entry.strings.is_empty() {
            self.finish_entry();
        }
        if let Some(flags) = comment.strip_prefix(',') {
            self.entry.fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
        }
        self.last = None;
    }

    fn keyword(&mut self, line: Span) {
        let text = &self.source.text()[line.range()];
        let len = text.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(text.len());
        let word = &text[..len];
        let field = match word {
            "msgctxt" => Field::Context,
            "msgid" => Field::Id,
            "msgid_plural" => Field::Plural,
            _ if word.starts_with("msgstr") => Field::Translation,
            "domain" => Field::Other,
            _ => {
                let span = Span::new(line.start, line.start + len);
                self.document.report(span, format_args!("`{word}` is no keyword of PO files"));
                Field::Other
            }
        };
        let begins = matches!(field, Field::Context | Field::Id | Field::Other);
        if begins && (!self.entry.strings.is_empty() || (self.entry.at.is_some())) {
            self.finish_entry();
        }
        let span = Span::new(line.start, line.start + len);
        match field {
            Field::Context => self.entry.context = Some(Segment::default()),
            Field::Id => self.entry.at = Some(span),
            Field::Plural => self.entry.plural = Some(Segment::default()),
            Field::Translation => {
                let index = self.plural_index(span);
                self.entry.strings.push((index, Segment::default()));
                self.entry.last = span;
            }
            Field::Other => {}
        }
        self.last = Some(field);
        let rest = text[len..].trim_start();
        if rest.is_empty() {
            self.document.report(span, format_args!("`{word}` without a string"));
        } else {
            self.string(field, Span::new(line.end - rest.len(), line.end));
        }
    }

    /// The number of the plural form that a keyword begins. Programs count the forms as they
    /// stand, so that one out of its order is shown for the wrong numbers.
    fn plural_index(&mut self, word: Span) -> Option<usize> {
        let text = &self.source.text()[word.range()];
        let due = self.entry.strings.len();
        if text == "msgstr" {
            if due > 0 || self.entry.plural.is_some() {
                self.document.report(word, format_args!("`msgstr[{due}]` is due here"));
            }
            return None;
        }
        let index = text.strip_prefix("msgstr[").and_then(|rest| rest.strip_suffix(']'));
        let index = index.and_then(|index| index.trim().parse().ok());
        if index.is_none() {
            self.document.report(word, "a plural is written `msgstr[0]`");
        } else if self.entry.plural.is_none() {
            self.document.report(word, "a plural form of a message without `msgid_plural`");
        } else if index != Some(due) {
            self.document.report(word, format_args!("`msgstr[{due}]` is due here"));
        } else if due == MOST_FORMS {
            self.document.report(word, TOO_MANY_FORMS);
        }
        index
    }

    /// Adds one quoted string, which `line` begins with, to a field of the entry.
    fn string(&mut self, field: Field, line: Span) {
        let text = &self.source.text()[line.range()];
        let Some(body) = text.strip_prefix('"') else {
            self.document.report(line, "a string in quotation marks is due here");
            return;
        };
        let len = closing_quote(body).unwrap_or_else(|| {
            self.document.report(line, "the string is not closed on its line");
            body.len()
        });
        let rest = body.get(len + 1..).unwrap_or_default();
        if !rest.trim().is_empty() {
            let span = Span::new(line.end - rest.len(), line.end);
            self.document.report(
                span,
                "nothing may follow the string; is a quotation mark in it not escaped?",
            );
        }
        let span = Span::new(line.start + 1, line.start + 1 + len);
        let Self { source, document, entry, .. } = self;
        let segment = match field {
            Field::Context => entry.context.get_or_insert_default(),
            Field::Id => &mut entry.id,
            Field::Plural => entry.plural.get_or_insert_default(),
            Field::Translation => match entry.strings.last_mut() {
                Some((_, segment)) => segment,
                None => return,
            },
            Field::Other => return,
        };
        push_unescaped(segment, source, span, &['\\'], |rest, at| {
            unescape(rest).unwrap_or_else(|| {
                let end = at + rest.chars().take(2).map(char::len_utf8).sum::<usize>();
                document.report(Span::new(at, end), "no such escape in PO files");
                Piece::Verbatim(end - at)
            })
        });
    }

    fn finish_entry(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        self.last = None;
        let Some(at) = entry.at else {
            if let Some((_, segment)) = entry.strings.first() {
                let at = segment.to_source(Span::default());
                self.document.report(at, "`msgstr` without `msgid`");
            }
            return;
        };
        if entry.id.text().is_empty() && entry.context.is_none() {
            if let Some((_, header)) = entry.strings.first() {
                self.header(header.text());
            }
            return;
        }
        let key = match &entry.context {
            Some(context) => format!("{}|{}", context.text(), entry.id.text()),
            None => entry.id.text().to_owned(),
        };
        if entry.strings.is_empty() {
            self.document.report(at, "the message has no `msgstr`");
        } else {
            self.document.once(at, &key);
        }
        self.count_forms(&entry);
        if !self.head.foreign {
            self.push_pairs(entry, &key);
        }
    }

    /// Reports a message with more or fewer plural forms than the header says there are: programs
    /// choose by its rule. What is not done yet may have too few.
    fn count_forms(&mut self, entry: &Entry<'s>) {
        let Some(due) = self.head.forms.filter(|_| entry.plural.is_some() && !entry.fuzzy) else {
            return;
        };
        let strings = &entry.strings;
        let is_begun = strings.iter().any(|(_, form)| !form.text().is_empty());
        let in_order = strings.iter().enumerate().all(|(at, (index, _))| *index == Some(at));
        let found = strings.len();
        if is_begun && in_order && found != due {
            let forms = if found == 1 { "form" } else { "forms" };
            let what = format!("{found} plural {forms}, where the header says `nplurals={due}`");
            self.document.report(entry.last, what);
        }
    }

    fn push_pairs(&mut self, entry: Entry<'s>, key: &str) {
        let first = self.document.units.len();
        for (index, mut target) in entry.strings.into_iter().take(MOST_FORMS) {
            // the form for one stands beside the singular, the others beside the plural
            let plural = entry.plural.as_ref().filter(|_| index.is_some_and(|n| n > 0));
            let mut source = plural.unwrap_or(&entry.id).clone();
            locale::declare(&mut source, None);
            locale::declare_translation(&mut target, self.head.lang, &source);
            let state = match (target.text().is_empty(), entry.fuzzy) {
                (true, _) => State::Untranslated,
                (false, true) => State::Fuzzy,
                (false, false) => State::Final,
            };
            let key = match index {
                Some(index) => Cow::Owned(format!("{key}[{index}]")),
                None => Cow::Owned(key.to_owned()),
            };
            self.document.units.push(super::pair(key, source, target, state));
        }
        self.document.are_forms(first);
    }

    fn header(&mut self, header: &str) {
        for line in header.lines() {
            let Some((name, value)) = line.split_once(':') else { continue };
            if name.trim().eq_ignore_ascii_case("language") && !value.trim().is_empty() {
                self.head.lang = locale::lang_of_tag(value);
                self.head.foreign = locale::is_foreign(Some(value));
            } else if name.trim().eq_ignore_ascii_case("plural-forms") {
                self.head.forms = plural_forms(value);
            }
        }
    }
}

/// The number in `nplurals=3; plural=…`.
fn plural_forms(value: &str) -> Option<usize> {
    let values = value.split(';').filter_map(|part| part.split_once('='));
    let mut counts = values.filter(|(name, _)| name.trim() == "nplurals");
    counts.next()?.1.trim().parse().ok().filter(|&count| count > 0)
}

/// Where the string that began before `body` ends.
fn closing_quote(body: &str) -> Option<usize> {
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// The C escapes that gettext knows.
fn unescape(rest: &str) -> Option<Piece> {
    let letter = rest.chars().nth(1)?;
    Some(match letter {
        '"' | '\\' | '\'' | '?' => Piece::Char(2, letter),
        'a' => Piece::Char(2, '\u{7}'),
        'v' => Piece::Char(2, '\u{B}'),
        'x' => {
            let (value, len) = digits(&rest[2..], 16, 2)?;
            Piece::Char(2 + len, char::from_u32(value)?)
        }
        '0'..='7' => {
            let (value, len) = digits(&rest[1..], 8, 3)?;
            Piece::Char(1 + len, char::from_u32(value)?)
        }
        _ => Piece::Char(2, super::escape::control(letter)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, pairs};

    const HEADER: &str = "msgid \"\"\nmsgstr \"\"\n\"Language: ru\\n\"\n\n";

    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let source = Source::new("t.po", format!("{HEADER}{text}"));
        let document = Po.read(&source).unwrap();
        check_runs(&document);
        (pairs(&document), document.errors.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn messages_with_context_lines_and_escapes() {
        let (pairs, errors) = read(
            "#. note\n#: a.c:1\n#, fuzzy, c-format\n#| msgid \"old\"\nmsgctxt \"menu\"\nmsgid \"Reset\"\n\
             msgstr \"\"\n\"Сбро\"\n\"с\\n\\\"\\320x\"\n\n#~ msgid \"x\"\n#~ msgstr \"y\"\n\n\
             msgid \"Save\"\nmsgstr \"\"\n",
        );
        assert_eq!(
            pairs,
            ["menu|Reset: Reset = Сброс\n\"Ðx (Fuzzy)", "Save: Save =  (Untranslated)",]
        );
        assert!(errors.is_empty(), "{errors:?}");
    }

    #[test]
    fn plural_forms_stand_beside_the_plural() {
        let (pairs, _) = read(
            "msgid \"%d file\"\nmsgid_plural \"%d files\"\nmsgstr[0] \"%d файл\"\nmsgstr[1] \"%d файла\"\n",
        );
        assert_eq!(
            pairs,
            ["%d file[0]: %d file = %d файл (Final)", "%d file[1]: %d files = %d файла (Final)",]
        );
    }

    #[test]
    fn plural_forms_are_counted() {
        let told =
            |forms: &str| read(&format!("msgid \"a\"\nmsgid_plural \"b\"\n{forms}")).1.join("\n");
        let form = |n: usize| format!("msgstr[{n}] \"в\"\n");
        assert_eq!(told(&(form(0) + &form(1))), "");
        assert!(told(&(form(1) + &form(0))).contains("`msgstr[0]` is due here"));
        assert!(told(&(form(0) + &form(2))).contains("`msgstr[1]` is due here"));
        assert!(told("msgstr \"в\"\n").contains("`msgstr[0]` is due here"));
        assert!(told(&(0..9).map(form).collect::<String>()).contains("more than 8"));
        let (_, errors) = read("msgid \"a\"\nmsgstr[0] \"в\"\n");
        assert!(errors[0].contains("without `msgid_plural`"), "{errors:?}");
    }

    #[test]
    fn plural_forms_are_as_many_as_the_header_says() {
        let told = |rule: &str, before: &str, forms: &[&str]| {
            let form = |(n, form)| format!("msgstr[{n}] \"{form}\"\n");
            let forms: String = forms.iter().enumerate().map(form).collect();
            let header = format!("msgid \"\"\nmsgstr \"Plural-Forms: {rule}\\n\"\n\n");
            let text = format!("{header}{before}msgid \"a\"\nmsgid_plural \"b\"\n{forms}");
            let source = Source::new("t.po", text);
            let errors = Po.read(&source).unwrap().errors;
            let place = errors.first().map(|error| error.place().unwrap().start().line);
            (errors.iter().map(ToString::to_string).collect::<String>(), place)
        };
        let rule = "nplurals=3; plural=(n != 1);";
        let (what, line) = told(rule, "", &["в", "г"]);
        assert_eq!(what, "t.po: 2 plural forms, where the header says `nplurals=3`");
        assert_eq!(line, Some(7), "the last form");
        assert!(told(rule, "", &["в"]).0.contains("1 plural form,"));
        assert!(told(rule, "", &["в", "", "", ""]).0.contains("4 plural forms"));
        for (rule, before, forms) in [
            (rule, "", &["в", "г", "д"][..]),
            (rule, "", &["", ""]),
            (rule, "#, fuzzy\n", &["в", "г"]),
            ("nplurals=INTEGER; plural=EXPRESSION;", "", &["в"]),
        ] {
            assert_eq!(told(rule, before, forms), (String::new(), None), "{rule} {forms:?}");
        }
    }

    #[test]
    fn what_is_broken_is_reported_and_the_rest_read() {
        let (pairs, errors) = read(
            "msgid \"a\"\nmsgstr \"б\\q\nmsgid \"a\"\nmsgstr \"в\" г\n\"д\"\nmsgfoo \"x\"\n\nmsgstr \"y\"\n\
             msgid \"last\"\nmsgstr \"по\"",
        );
        assert_eq!(pairs.last().unwrap(), "last: last = по (Final)");
        assert_eq!(errors.len(), 6, "{errors:#?}");
    }

    #[test]
    fn another_language_is_left_alone() {
        let text = "msgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgid \"a\"\nmsgstr \"b\"\n";
        let source = Source::new("t.po", text);
        assert!(Po.read(&source).unwrap().units.is_empty());
    }
}
