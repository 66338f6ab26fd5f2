//! Quotation marks of the other language.

use super::compare::{has_cyrillic, is_data};
use super::{Check, Draft};
use crate::analysis::Pair;
use crate::distance::both;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::script::{Lang, is_cyrillic, is_latin};
use crate::span::Span;

/// See its page.
#[derive(Debug)]
pub(super) struct Quotes;

static META: Meta = Meta {
    name: "quotes",
    summary: "quotation marks that the language of the translation does not use",
    severity: Severity::Advice,
    page: r#"
## What it does

Finds Russian words in straight or English quotation marks, where «ёлочки» belong and „лапки“
inside them, and English words in «guillemets». One finding a text.

## Why

Marks are carried over from the original, or typed as the keyboard has them.

## Example

```bad pair
The “Reset” button = Кнопка “Сброс”
The "Reset" button = Кнопка "Сброс"
Кнопка «Сброс» = The «Reset» button
```

Write instead:

```good pair
The "Reset" button = Кнопка «Сброс»
Кнопка «Сброс» = The “Reset” button
The book “The ‘Reset’ button” = Книга «Кнопка „Сброс“»
```

## When it is silent

Inside code, tags and placeholders, around words of the other language, and where the mark is no
quotation mark.

```good pair
Run "git push" = Выполните "git push"
A screen of 5" and 7" = Экран 5" и 7"
```
"#,
};

impl Check for Quotes {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        let text = pair.target.text();
        if !text.contains(['"', '“', '”', '«']) || is_data(pair) {
            return;
        }
        let prose = pair.target.prose();
        let wrong: Vec<Span> = match pair.target.lang {
            Lang::Ru => {
                quoted(text, &prose).into_iter().filter(|s| is_russian(part(&prose, *s))).collect()
            }
            Lang::En => {
                guillemets(&prose).into_iter().filter(|s| is_english(part(&prose, *s))).collect()
            }
        };
        let Some(&span) = wrong.first() else { return };
        let inner =
            prose[..span.start].matches('«').count() > prose[..span.start].matches('»').count();
        let (open, close, message) = match (pair.target.lang, inner) {
            (Lang::Ru, false) => ('«', '»', "Russian words stand in «quotation marks» like these"),
            (Lang::Ru, true) => ('„', '“', "inner quotation marks are „these“ in Russian"),
            (Lang::En, _) => ('“', '”', "English words stand in “quotation marks” like these"),
        };
        let draft = Draft::of_pair(
            pair,
            &META,
            span,
            Severity::Advice,
            Confidence::High,
            message.to_owned(),
        );
        let was = part(text, span);
        let mut inside = was.chars();
        inside.next();
        inside.next_back();
        let right = format!("{open}{}{close}", inside.as_str());
        let cost = both(was, &right);
        found.push(draft.suggest(right, None, None, cost, false).done());
    }
}

fn part(text: &str, span: Span) -> &str {
    &text[span.range()]
}

/// Whether most letters are Russian: code may have a Russian word in it.
fn is_russian(text: &str) -> bool {
    let russian = text.chars().filter(|&c| is_cyrillic(c)).count();
    let inside = text.trim_matches(['"', '“', '”']);
    let is_code =
        text.contains('=') || inside.starts_with([']', ')']) || inside.ends_with(['[', '(']);
    russian > 0 && !is_code && russian >= text.chars().filter(|&c| is_latin(c)).count()
}

fn is_english(text: &str) -> bool {
    text.contains(is_latin) && !has_cyrillic(text)
}

/// What stands in straight or English quotation marks, with them.
fn quoted(text: &str, prose: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut low = false;
    // objects are blank in prose, byte for byte: only a mark stands at the same place in the text
    for (at, c) in prose.char_indices().filter(|(_, c)| matches!(c, '"' | '“' | '”' | '„')) {
        // and objects touch the marks all the same
        let last = text[..at].chars().next_back().unwrap_or(' ');
        let after = &text[at + c.len_utf8()..];
        let word_follows = after.starts_with(|c: char| !c.is_whitespace());
        match (c, open) {
            ('„', _) => low = true,
            ('“' | '”', None) if low => low = false,
            // an inch mark follows a digit
            ('"', Some((start, '"'))) if !last.is_whitespace() || !word_follows => {
                found.push(Span::new(start, at + 1));
                open = None;
            }
            ('"' | '“', None) if !last.is_alphanumeric() && word_follows => open = Some((at, c)),
            ('”', Some((start, '“'))) => {
                found.push(Span::new(start, at + c.len_utf8()));
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// What stands in guillemets, with them.
fn guillemets(prose: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = prose[at..].find('«').map(|found| at + found) {
        let Some(len) = prose[start..].find('»') else { break };
        at = start + len + '»'.len_utf8();
        found.push(Span::new(start, at));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_marks_is_found() {
        for (text, wanted) in [
            ("кнопка \"Сброс\" и \"Пуск\"", &["\"Сброс\"", "\"Пуск\""][..]),
            ("кнопка “Сброс”", &["“Сброс”"]),
            ("«кнопка „Сброс“»", &[]),
            ("экран 5\" и 7\"", &[]),
        ] {
            let found: Vec<&str> =
                quoted(text, text).into_iter().map(|span| part(text, span)).collect();
            assert_eq!(found, wanted);
        }
        assert_eq!(guillemets("a «b» c «d").len(), 1);
    }

    #[test]
    fn objects_may_hold_letters_of_any_length() {
        let (text, prose) = ("<a title=\"…\">\"да\"</a>", "               \"да\"    ");
        assert_eq!(text.len(), prose.len());
        let found = quoted(text, prose);
        assert_eq!(found.iter().map(|span| part(text, *span)).collect::<Vec<_>>(), ["\"да\""]);
    }
}
