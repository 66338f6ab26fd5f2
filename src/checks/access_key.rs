//! An access key that only one side has.

use super::compare::{is_string, whole};
use super::{Check, Draft};
use crate::analysis::Pair;
use crate::english;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::russian;
use crate::script::{fold, is_cyrillic};
use crate::span::Span;

/// See its page.
#[derive(Debug)]
pub(super) struct AccessKey;

static META: Meta = Meta {
    name: "access-key",
    summary: "the original has an access key and the translation none, or the reverse",
    severity: Severity::Warning,
    page: r"
## What it does

Finds interface texts of which one side has an access key, marked `&` or `_` before its letter, and
the other none.

## Why

Without the mark the entry cannot be reached from the keyboard; with one too many, users see an
ampersand or reach the wrong entry.

## Example

```bad pair
&Reset = Сброс
_Open = Открыть
Reset = С&брос
```

Write instead:

```good pair
&Reset = С&брос
_Open = _Открыть
&File = Файл (&F)
```

## When it is silent

Where the character is no such mark, and where blocks of two documents were paired.

```good pair
R&D = НИОКР
drag&drop = перетаскивание
Q & A = Вопросы и ответы
set user_name = задайте имя
Use & to join = Соединяйте знаком &
```
",
};

impl Check for AccessKey {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        // where both have one the reader has taken the marks out
        if !is_string(pair) || pair.source.words.segment.access_key().is_some() {
            return;
        }
        let (source, target) = (pair.source.text(), pair.target.text());
        for mark in ['&', '_'] {
            let (span, message) = match (key(source, mark), key(target, mark)) {
                (Some(letter), None) if !target.contains(mark) => (
                    whole(&pair.target),
                    format!(
                        "the original has the access key `{mark}{letter}`, the translation none"
                    ),
                ),
                (None, Some(letter)) if !source.contains(mark) => {
                    let at = target.find(mark).unwrap_or_default();
                    let span = Span::new(at, at + 1 + letter.len_utf8());
                    (span, format!("the access key `{mark}{letter}` is not in the original"))
                }
                _ => continue,
            };
            let draft =
                Draft::of_pair(pair, &META, span, Severity::Warning, Confidence::Medium, message);
            found.push(draft.said(pair, whole(&pair.source), "the original").done());
        }
    }
}

/// The letter of the access key, if the text has the mark once and it can be nothing else.
fn key(text: &str, mark: char) -> Option<char> {
    let (before, after) = text.split_once(mark)?;
    let letter = after.chars().next().filter(|c| c.is_alphanumeric())?;
    let last = before.chars().next_back();
    let is_label = text.chars().count() < 60 && !text.contains(['<', '=', '/', '\n']);
    let inside = last.is_some_and(char::is_alphanumeric);
    // between Latin letters `_` is part of a name, and before a capital `&` joins two: R&D
    let is_mark = match mark {
        '_' => {
            let name = after.split(char::is_whitespace).next().unwrap_or_default();
            // ИМЯ_ФАЙЛА and имя_файла are names, О_ткрыть is one word
            let of = |word: Option<&str>| word.unwrap_or_default().to_lowercase();
            let whole = of(before.rsplit(|c| !is_cyrillic(c)).next())
                + &of(after.split(|c| !is_cyrillic(c)).next());
            let parts_russian = last.is_some_and(is_cyrillic)
                && is_cyrillic(letter)
                && letter.is_lowercase()
                && russian::is_known(&fold(&whole));
            parts_russian || (!inside && !name.contains(['(', '.', '_']))
        }
        _ => !inside || (letter.is_lowercase() && is_one_word(before, after)),
    };
    let is_entity = after
        .find(';')
        .is_some_and(|end| after[..end].chars().all(|c| c.is_ascii_alphanumeric() || c == '#'));
    (is_label && is_mark && !is_entity && !after.contains(mark)).then_some(letter)
}

/// Whether the letters on both sides of a mark are one word, not two as in `drag&drop`.
fn is_one_word(before: &str, after: &str) -> bool {
    let is_other = |c: char| !c.is_alphabetic();
    let first = before.rsplit(is_other).next().unwrap_or_default();
    let second = after.split(is_other).next().unwrap_or_default();
    english::is_known(&format!("{first}{second}").to_lowercase())
        || ![first, second].iter().all(|word| english::is_known(&word.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_access_keys_are_told_from_others() {
        for (text, wanted) in [
            ("&Reset", Some('R')),
            ("Re&set", Some('s')),
            ("Файл (&F)", Some('F')),
            ("R&D", None),
            ("drag&drop", None),
            ("Q & A", None),
            ("&nbsp;a", None),
            ("a=1&b=2", None),
        ] {
            assert_eq!(key(text, '&'), wanted, "{text}");
        }
        assert_eq!(key("user_name", '_'), None);
        assert_eq!(key("О_ткрыть", '_'), Some('т'));
        assert_eq!(key("_init_", '_'), None);
        assert_eq!(key("ИМЯ_ФАЙЛА", '_'), None);
        assert_eq!(key("имя_файла", '_'), None);
    }
}
