//! White space at the ends of a string, doubled, or on the wrong side of a mark.

use std::sync::LazyLock;

use regex::Regex;

use super::compare::{is_data, is_string};
use super::{Check, Draft};
use crate::analysis::Pair;
use crate::distance::both;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::placeholder::ObjectKind;
use crate::script::{Lang, is_cyrillic};
use crate::span::Span;

/// See its page.
#[derive(Debug)]
pub(super) struct Spaces;

static META: Meta = Meta {
    name: "spaces",
    summary: "white space that the original has at an end and the translation not, or a stray space",
    severity: Severity::Warning,
    page: r"
## What it does

Compares the white space and line ends at both ends of a string with those of its original. As
advice it finds doubled spaces, in Russian also a space before a mark or none after it, and a word
that touches a placeholder where a space parts them in the original.

## Why

Programs put strings together: without the space at its end the next one sticks to it, and a
missing line end runs two messages into one.

## Example

```bad pair
Saved.\n = Сохранено.
Saved. = Сохранено.\n
Press the button. = Нажмите  кнопку.
Yes, reset. = Да , сбросить.
Yes, reset. = Да,сбросить.
%d files copied = Скопировано%d файлов
```

Write instead:

```good pair
Saved.\n = Сохранено.\n
Press the button. = Нажмите кнопку.
Yes, reset. = Да, сбросить.
```

## When it is silent

Where the original does the same, in tables, and where blocks of two documents were paired.

```good pair
name  size = имя  размер
user:password = имя:пароль
%d files, file%s = %d файлов, файл%s
%s and %sYou can = %s и %sВы можете
Files such as .txt = Файлы вида .txt
```
",
};

static DOUBLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\S(   ?)\S").expect("it is tested"));
static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L})»]( +)[,.;:!?](?:\s|$)").expect("it is tested"));
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[А-ЯЁа-яё][а-яё]([,;:!?])[а-яёА-ЯЁ]{2}|(?:^|[^\p{L}])[а-яё]{2,}(\.)[А-ЯЁ][а-яё]")
        .expect("it is tested")
});

impl Check for Spaces {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        if is_string(pair) && !is_data(pair) && !pair.target.text().trim().is_empty() {
            found.extend(ends(pair));
            found.extend(inside(pair));
            found.extend(glued(pair));
        }
    }
}

/// White space that differs at the ends.
fn ends(pair: &Pair<'_>) -> Vec<Finding> {
    let (source, target) = (pair.source.text(), pair.target.text());
    let of = |text: &str| {
        let body = text.trim();
        let start = text.len() - text.trim_start().len();
        (start, start + body.len())
    };
    let ((from, to), (start, end)) = (of(source), of(target));
    let first = Span::new(start, start + target[start..].chars().next().map_or(0, char::len_utf8));
    let last = Span::new(end - target[..end].chars().next_back().map_or(0, char::len_utf8), end);
    let sides = [
        ("begins", &source[..from], &target[..start], Span::new(0, start), first),
        ("ends", &source[to..], &target[end..], Span::new(end, target.len()), last),
    ];
    let differ = sides.into_iter().filter(|(_, was, is, ..)| !are_alike(was, is));
    differ
        .map(|(verb, was, is, blank, edge)| {
            let message =
                format!("the original {verb} {}, the translation {}", named(was), named(is));
            let span = if blank.is_empty() { edge } else { blank };
            Draft::of_pair(pair, &META, span, Severity::Warning, Confidence::High, message).done()
        })
        .collect()
}

/// Whether two stretches of white space do the same. How far a file indents its lines is its own
/// affair.
fn are_alike(one: &str, other: &str) -> bool {
    let lines = |text: &str| text.matches('\n').count();
    let plain = |text: &str| text.replace(['\r', '\u{A0}'], "");
    let is_indent = |text: &str| text.len() > 1 && lines(text) == 0;
    plain(one) == plain(other)
        || (lines(one) > 0 && lines(one) == lines(other))
        || (is_indent(one) && is_indent(other))
}

fn named(blank: &str) -> String {
    let lines = blank.matches('\n').count();
    match (lines, blank.chars().count()) {
        (_, 0) => "without white space".to_owned(),
        (0, 1) => "with a space".to_owned(),
        (0, count) => format!("with {count} spaces"),
        (1, _) => "with a line end".to_owned(),
        (lines, _) => format!("with {lines} line ends"),
    }
}

/// Stray spaces.
fn inside(pair: &Pair<'_>) -> Vec<Finding> {
    let (source, target) = (pair.source.prose(), pair.target.prose());
    let text = pair.target.text();
    let mut found = Vec::new();
    let mut add = |span: Span, right: &str, message: &str| {
        let draft = Draft::of_pair(
            pair,
            &META,
            span,
            Severity::Advice,
            Confidence::High,
            message.to_owned(),
        );
        let was = &text[span.range()];
        let cost = both(was, right);
        found.push(draft.suggest(right.to_owned(), None, None, cost, false).done());
    };
    let all = |shape: &Regex, text: &str| -> Vec<Span> {
        let met = shape.captures_iter(text);
        met.filter_map(|met| Some(Span::from(met.iter().skip(1).flatten().next()?.range())))
            .collect()
    };
    // objects are blank in prose
    let is_blank = |span: &Span| text[span.range()].bytes().all(|b| b == b' ');
    if !pair.source.text().contains("  ") {
        for span in all(&DOUBLE, &target).into_iter().filter(is_blank) {
            add(span, " ", "more than one space between two words");
        }
    }
    if pair.target.lang != Lang::Ru || !target.contains(is_cyrillic) {
        return found;
    }
    let as_there = |mark: &str| source.contains(&format!(" {mark}"));
    for span in all(&BEFORE, &target).into_iter().filter(is_blank) {
        if !as_there(&text[span.end..=span.end]) {
            let with_mark = Span::new(span.start, span.end + 1);
            add(with_mark, &text[span.end..=span.end], "a space stands before the mark");
        }
    }
    for span in all(&AFTER, &target) {
        let mark = &text[span.range()];
        let glued = |(at, _): (usize, &str)| {
            let after = source[at + mark.len()..].chars().next();
            after.is_some_and(char::is_alphanumeric)
        };
        if !source.match_indices(mark).any(glued) {
            add(span, &format!("{mark} "), "no space stands after the mark");
        }
    }
    found
}

/// Russian words that touch a placeholder which stands apart in the original.
fn glued(pair: &Pair<'_>) -> Vec<Finding> {
    let text = pair.target.text();
    let places = pair.target.objects.iter().filter(|object| object.kind == ObjectKind::Placeholder);
    let beside = |text: &str, span: Span| {
        (text[..span.start].chars().next_back(), text[span.end..].chars().next())
    };
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    // every one of them: `%s` may touch a word of the original too, and be none of its objects
    let source = pair.source.text();
    let stands_apart = |raw: &str| {
        let mut same = source.match_indices(raw).peekable();
        let apart = |at: usize| match beside(source, Span::new(at, at + raw.len())) {
            // a placeholder alone says nothing of the words beside it
            (None, None) => false,
            (before, after) => is_blank(before) && is_blank(after),
        };
        same.peek().is_some() && same.all(|(at, _)| apart(at))
    };
    let mut found = Vec::new();
    for object in places.filter(|object| stands_apart(&text[object.span.range()])) {
        let (before, after) = beside(text, object.span);
        let is_letter = |c: Option<char>| c.is_some_and(is_cyrillic);
        let (left, right) = (is_letter(before), is_letter(after));
        if !left && !right {
            continue;
        }
        let len = |c: Option<char>, touches: bool| c.filter(|_| touches).map_or(0, char::len_utf8);
        let (start, end) =
            (object.span.start - len(before, left), object.span.end + len(after, right));
        let span = Span::new(start, end);
        let gap = |touches: bool| if touches { " " } else { "" };
        let right_one = format!(
            "{}{}{}{}{}",
            &text[start..object.span.start],
            gap(left),
            &text[object.span.range()],
            gap(right),
            &text[object.span.end..end]
        );
        let message = format!(
            "no space stands between `{}` and the word beside it",
            &text[object.span.range()]
        );
        let draft =
            Draft::of_pair(pair, &META, span, Severity::Advice, Confidence::Medium, message);
        let cost = both(&text[span.range()], &right_one);
        found.push(draft.suggest(right_one, None, None, cost, false).done());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_of_the_file_are_its_own_affair() {
        assert!(are_alike("\n  ", "\n    "));
        assert!(are_alike("\u{A0}", ""));
        assert!(!are_alike("\n", ""));
        assert!(!are_alike(" ", "") && !are_alike("  ", " "));
    }

    #[test]
    fn marks_and_spaces() {
        assert!(BEFORE.is_match("Да , нет") && !BEFORE.is_match("вида .txt"));
        assert!(AFTER.is_match("да,нет") && AFTER.is_match("всё готово.Дальше"));
        assert!(!AFTER.is_match("т.е. и А.С.Пушкин") && !AFTER.is_match("Яндекс.Карты"));
        assert!(DOUBLE.is_match("а  б") && !DOUBLE.is_match("  а"));
    }
}
