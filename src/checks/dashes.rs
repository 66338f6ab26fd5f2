//! A hyphen in the place of a dash.

use std::sync::LazyLock;

use regex::Regex;

use super::compare::{has_cyrillic, is_data};
use super::{Check, Draft};
use crate::analysis::Pair;
use crate::distance::both;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::script::Lang;
use crate::span::Span;

/// See its page.
#[derive(Debug)]
pub(super) struct Dashes;

static META: Meta = Meta {
    name: "dashes",
    summary: "a hyphen between Russian words where a dash belongs",
    severity: Severity::Advice,
    page: r"
## What it does

Finds `-` or `--` between two Russian words with space around it, where a dash ` — ` belongs.

## Why

A hyphen joins words, a dash parts them. Keyboards have only the one, so it is typed for both.

## Example

```bad pair
Reset is a fresh start. = Перезагрузка - это новое начало.
Reset is a fresh start. = Перезагрузка -- это новое начало.
```

Write instead:

```good pair
Reset is a fresh start. = Перезагрузка — это новое начало.
```

## When it is silent

In lists, ranges, options of commands, sums, and in English.

```good pair
Two settings: = Две настройки:\n - звук\n - свет
Use -a or --all. = Используйте -a или --all.
From 5 to 10 = 5 - 10 штук
a minus b = а - б
```
",
};

static HYPHEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([^\s])[ \u{A0}]+(--?)[ \u{A0}]+([^\s])").expect("it is tested"));

impl Check for Dashes {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        let text = pair.target.text();
        if pair.target.lang != Lang::Ru || !text.contains('-') || is_data(pair) {
            return;
        }
        for span in hyphens(text, &pair.target.prose()) {
            let message =
                format!("`{}` between words: a dash `—` belongs here", &text[span.range()]);
            let draft =
                Draft::of_pair(pair, &META, span, Severity::Advice, Confidence::High, message);
            let cost = both(&text[span.range()], "—");
            found.push(draft.suggest("—".to_owned(), None, None, cost, false).done());
        }
    }
}

/// The hyphens that stand for dashes.
fn hyphens(text: &str, prose: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    let is_list = is_list(text);
    while let Some(met) = HYPHEN.captures_at(text, at) {
        let [before, hyphen, after] =
            [1, 2, 3].map(|n| met.get(n).map(|part| part.range()).unwrap_or_default());
        at = hyphen.end;
        let left = last_word(&text[..before.end]);
        let right = text[after.start..].split(char::is_whitespace).next().unwrap_or_default();
        // objects are blank in prose
        let of_left = last_word(&prose[..before.end]);
        let of_right = &prose[after.start..after.start + right.len()];
        // what is listed has its own layout: keys in front, and columns
        let line = text[..hyphen.start].rsplit('\n').next().unwrap_or_default();
        let is_listed = line.trim().chars().count() < 2 || line.ends_with("  ") || is_list;
        let is_text = !prose[hyphen.clone()].starts_with(' ')
            && !left.contains(['<', '>', '[', ']', '|', '='])
            && !right.contains(['<', '>', '[', ']', '|', '=', '%', '{']);
        let is_sign = is_sign(left, right);
        if is_text && !is_listed && are_words(left, of_left, of_right) && !is_sign {
            found.push(Span::from(hyphen));
        }
    }
    found
}

fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// Whether a dash may stand between the two: letters alone are sums, and numbers ranges. A
/// placeholder may be the first of them.
fn are_words(left: &str, of_left: &str, right: &str) -> bool {
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let is_russian = |word: &str| has_cyrillic(word) && is_word(word);
    let may_be = |word: &str| word.contains(char::is_alphabetic);
    let is_object = !may_be(of_left) && may_be(left);
    (is_russian(right) && (may_be(of_left) || is_object)) || (is_russian(of_left) && may_be(right))
}

/// Whether a hyphen between these is a sign of its own: one that is named, as in «клавиши + и -»,
/// that takes one thing from another, or that stands behind an option.
fn is_sign(left: &str, right: &str) -> bool {
    let is_numbered = |word: &str| {
        word.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(char::is_uppercase)
    };
    matches!(left, "и" | "или" | "(или")
        || left.starts_with('-')
        || left.starts_with("(-")
        || (is_numbered(left) && is_numbered(right))
}

/// Whether several lines have a hyphen near their beginning.
fn is_list(prose: &str) -> bool {
    let has_key =
        |line: &str| line.find(" - ").is_some_and(|at| line[..at].trim().chars().count() < 25);
    prose.lines().filter(|line| has_key(line)).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_may_be_the_first_word() {
        for (text, prose, wanted) in [
            ("«%s» - это слово", "«  » - это слово", 1),
            ("%s - это слово", "   - это слово", 1),
            ("громкость - %d", "громкость -   ", 0),
        ] {
            assert_eq!(hyphens(text, prose).len(), wanted, "{text}");
        }
    }

    #[test]
    fn a_hyphen_between_words_is_found() {
        for (text, wanted) in [
            ("Слово - дело", 1),
            ("Слово -- дело - труд", 2),
            ("Git - система", 1),
            ("Система - Git", 1),
            ("кто-то", 0),
            (" - звук", 0),
            ("слово -х", 0),
            ("[да] - так", 0),
            ("клавиши + и - на ней", 0),
            ("имя файла (или - для вывода)", 0),
            ("(-h - подсказка)", 0),
            ("АРГ1 - АРГ2", 0),
            ("5 - 10 штук", 0),
            ("а - б", 0),
        ] {
            assert_eq!(hyphens(text, text).len(), wanted, "{text}");
        }
    }
}
