//! The same word twice in a row.

use std::sync::LazyLock;

use super::compare::is_data;
use super::{Check, Draft};
use crate::analysis::{Pair, Side};
use crate::distance::both;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::script::{Casing, fold};
use crate::span::Span;
use crate::token::tokens;

/// See its page.
#[derive(Debug)]
pub(super) struct DoubledWord;

static META: Meta = Meta {
    name: "doubled-word",
    summary: "the same word twice in a row in a translation",
    severity: Severity::Warning,
    page: r"
## What it does

Finds a word that stands twice in a row in a translation, where the original repeats none.

## Why

A sentence was rewritten in part, or broken into lines, and the eye passes over the seam.

## Example

```bad pair
Press the button. = Нажмите на на кнопку.
Нажмите на кнопку. = Press the the button.
```

Write instead:

```good pair
Press the button. = Нажмите на кнопку.
```

## When it is silent

Where the original repeats a word too, where a mark stands between the two, and for words that a
language doubles of itself.

```good pair
It was a very long way. = Это было очень-очень далеко.
A bit to the left. = Чуть чуть левее.
No, no. = Нет, нет.
Сделал всё. = He had had it done.
```
",
};

/// Words that may follow themselves: Russian ones doubled for strength, English ones that are
/// the end of one phrase and the beginning of the next.
static DOUBLED: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/doubled.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

impl Check for DoubledWord {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        if is_data(pair) {
            return;
        }
        let doubled = doubled(&pair.target, false);
        if doubled.is_empty() || !self::doubled(&pair.source, true).is_empty() {
            return;
        }
        for (span, word) in doubled {
            let text = &pair.target.text()[span.range()];
            let message = format!("`{word}` stands here twice");
            let draft =
                Draft::of_pair(pair, &META, span, Severity::Warning, Confidence::High, message);
            let cost = both(text, word);
            found.push(draft.suggest(word.to_owned(), None, None, cost, false).done());
        }
    }
}

/// The places of doubled words, and the words; also those in two columns, if so asked.
fn doubled<'d>(side: &Side<'d>, columns: bool) -> Vec<(Span, &'d str)> {
    let text = side.text();
    let words: Vec<_> = tokens(text).collect();
    let is_object = |span: Span| side.objects.iter().any(|object| object.span.overlaps(span));
    let pairs = words.windows(2).filter(|pair| {
        let [one, two] = [pair[0], pair[1]];
        let gap = &text[one.span.end..two.span.start];
        gap.contains(char::is_whitespace)
            && gap.chars().all(char::is_whitespace)
            && gap.matches('\n').count() < 2
            // columns are parted by more than one space
            && (columns || gap.contains('\n') || gap.chars().count() == 1)
            // `-n ДНЕЙ дней`: a name in capitals is another thing
            && (Casing::of(one.text) == Casing::Upper) == (Casing::of(two.text) == Casing::Upper)
            && may_repeat(one.text, two.text, gap)
            && !is_object(one.span.cover(two.span))
            // part of a name such as `-f file` or `a_b`
            && !text[..one.span.start].ends_with(['-', '_', '.', '/', '\\', '=', '#', '@'])
            && !text[two.span.end..].starts_with(['-', '_', '/', '\\', '=', '@'])
    });
    pairs.map(|pair| (pair[0].span.cover(pair[1].span), pair[0].text)).collect()
}

/// Whether the second of two words is the first again, by mistake.
fn may_repeat(one: &str, two: &str, gap: &str) -> bool {
    let is_word = one.chars().all(char::is_alphabetic)
        && (one.chars().count() > 1 || !one.is_ascii() || one.eq_ignore_ascii_case("a"));
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    // a capital begins something new: a line, a name
    let goes_on = !capital(two) || (one == two && !gap.contains('\n'));
    let folded = fold(one);
    is_word && goes_on && folded == fold(two) && !DOUBLED.contains(&&*folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_word_repeats() {
        for (one, two, gap) in [("на", "на", " "), ("The", "the", "\n"), ("в", "в", " ")] {
            assert!(may_repeat(one, two, gap), "{one} {two}");
        }
        for (one, two, gap) in [
            ("да", "да", " "),
            ("10", "10", " "),
            ("x", "x", " "),
            ("Да", "Да", "\n"),
            ("на", "но", " "),
        ] {
            assert!(!may_repeat(one, two, gap), "{one} {two}");
        }
    }
}
