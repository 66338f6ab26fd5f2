//! The mark at the end of a string.

use super::compare::{has_cyrillic, is_string, whole};
use super::{Check, Draft};
use crate::analysis::{Pair, Side};
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::placeholder::ObjectKind;
use crate::russian;
use crate::span::Span;

/// See its page.
#[derive(Debug)]
pub(super) struct Punctuation;

static META: Meta = Meta {
    name: "punctuation",
    summary: "a translation ends with another mark than its original",
    severity: Severity::Advice,
    page: r"
## What it does

Compares the mark at the end of a string, `.`, `!`, `?`, `:`, `;`, `,` or `…`, with that of the
original. Three dots are an ellipsis.

## Why

A label that lost its colon, a question that became a statement, a menu entry without the dots that
say it asks first.

## Example

```bad pair
Reset everything? = Сбросить всё.
Name: = Имя
Open… = Открыть
```

Write instead:

```good pair
Reset everything? = Сбросить всё?
Name: = Имя:
Open... = Открыть…
```

## When it is silent

Where only the order of mark and quotation mark or bracket differs, after abbreviations, and where
blocks of two documents were paired.

```good pair
He said “reset.” = Он сказал «перезагрузка».
in 5 seconds = через 5 сек.
```
",
};

impl Check for Punctuation {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        let (source, target) = (pair.source.text(), pair.target.text());
        if !is_string(pair) || source == target || !target.contains(char::is_alphabetic) {
            return;
        }
        let (Some((was, from)), Some((is, to))) = (mark(&pair.source), mark(&pair.target)) else {
            return;
        };
        let cut = |mark, side: &Side<'_>, end: usize| {
            mark == Some('.') && is_abbreviation(&side.prose()[..end])
        };
        let plain = |mark| matches!(mark, None | Some('…'));
        let abbreviated = (plain(is) && cut(was, &pair.source, from.start))
            || (plain(was) && cut(is, &pair.target, to.start));
        if was == is || abbreviated {
            return;
        }
        let named = |mark: Option<char>| match mark {
            Some(mark) => format!("with `{mark}`"),
            None => "without a mark".to_owned(),
        };
        let message = format!("the original ends {}, the translation {}", named(was), named(is));
        let span = if to.is_empty() { last_char(target, to.start) } else { to };
        let draft = Draft::of_pair(pair, &META, span, Severity::Advice, Confidence::High, message);
        found.push(draft.said(pair, whole(&pair.source), "the original").done());
    }
}

fn last_char(text: &str, end: usize) -> Span {
    Span::new(end - text[..end].chars().next_back().map_or(0, char::len_utf8), end)
}

/// The mark at the end and where it stands; no mark where words end the text. Nothing is known
/// where the text has no end of its own: nothing but objects.
fn mark(side: &Side<'_>) -> Option<(Option<char>, Span)> {
    let text = side.text();
    let mut end = text.len();
    loop {
        end = text[..end]
            .trim_end_matches(|c: char| {
                c.is_whitespace() || "\"'“”‘’«»„()[]{}*_`\u{FFFC}".contains(c)
            })
            .len();
        // tags are no text, and what stands at the end may be before one
        let next = side.objects.partition_point(|object| object.span.start < end);
        let object = side.objects[..next].last().filter(|object| end <= object.span.end);
        match object {
            Some(object) if object.kind == ObjectKind::Tag && is_end(&object.name) => {
                end = object.span.start;
            }
            Some(_) => return Some((None, Span::new(end, end))),
            None => break,
        }
    }
    let last = text[..end].chars().next_back()?;
    let at = end - last.len_utf8();
    Some(match last {
        '.' if text[..at].ends_with("..") => (Some('…'), Span::new(at - 2, end)),
        // `#!` and `\!` are signs of programs
        '!' | '?' if text[..at].ends_with(['#', '\\']) => (None, Span::new(end, end)),
        '.' | '!' | '?' | ':' | '…' | ';' | ',' => {
            // `?!` and `!?` ask
            let asks = text[..at].ends_with('?');
            (Some(if asks { '?' } else { last }), Span::new(at, end))
        }
        _ => (None, Span::new(end, end)),
    })
}

/// Whether a tag ends something, and is no name in angle brackets.
fn is_end(tag: &str) -> bool {
    tag.starts_with("</") || tag.starts_with('&') || tag.eq_ignore_ascii_case("<br>")
}

/// Whether the last word before a full stop may be cut short: сек, стр, etc, max.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let count = word.chars().count();
    let vowel = word.ends_with(|c: char| "аеёиоуыэюяaeiouy".contains(c));
    let words = before.split_whitespace().count();
    let is_label = words <= 4;
    // «Выберите файл.» ends a sentence, and «След.» is cut short
    let is_whole = count == 4 && words > 1 && russian::is_known(&word.to_lowercase());
    let is_lower = !word.chars().skip(1).any(char::is_uppercase);
    let is_unit = has_cyrillic(word) && count <= 3;
    word == "etc"
        || matches!(count, 1 | 2)
        || ((1..=4).contains(&count) && !vowel && is_lower && !is_whole && (is_label || is_unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_short_and_end_in_a_consonant() {
        assert!(is_abbreviation("через 5 сек") && is_abbreviation("и так далее и т. д"));
        assert!(is_abbreviation("След") && !is_abbreviation("Задайте URL"));
        assert!(!is_abbreviation("Файл («имя»)") && !is_abbreviation("Выберите файл"));
        assert!(!is_abbreviation("Готово") && !is_abbreviation("Настройки сохранены"));
    }
}
