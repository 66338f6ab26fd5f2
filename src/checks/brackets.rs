//! Brackets and Russian quotation marks that do not pair.

use std::sync::LazyLock;

use regex::Regex;

use super::compare::{is_data, whole};
use super::placeholders::is_message;
use super::{Check, Draft};
use crate::analysis::{Pair, Side};
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::span::Span;

/// See its page.
#[derive(Debug)]
pub(super) struct Brackets;

static META: Meta = Meta {
    name: "brackets",
    summary: "a bracket or «quotation mark» without its partner in a translation",
    severity: Severity::Warning,
    page: r"
## What it does

Finds brackets `()`, `[]`, `{}` and quotation marks `«»` that have no partner in a translation,
where those of the original pair.

## Why

One half was deleted or never typed; where programs read the brackets, the string may not work.

## Example

```bad pair
Reset (all settings) = Сброс (все настройки
Delete the file? = Удалить «файл?
Удалить файл? = Delete the file]?
```

Write instead:

```good pair
Reset (all settings) = Сброс (все настройки)
Delete the file? = Удалить «файл»?
```

## When it is silent

Where the brackets of the original do not pair either, and at list marks and faces.

```good pair
First, the settings. = 1) Настройки.
First, a: the settings. = Сначала а) настройки.
Done! = Готово! :)
The novel “Mother” = Книга «Роман «Мать»
```
",
};

/// What looks like brackets and is none: marks of lists, faces, the bounds of intervals.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    let shape = r#"(?m)(?:^|[\s,;])(?:\d{1,3}|\p{L}|[ivx]{1,4})\)|(?:^|\s)[:;=8][-']?[()\[\]]+|[\[(]\s*-?[\d.,]+\s*[,;]\s*-?[\d.,]+\s*[\])]|\\[\[\](){}]|["'«“‘„`][\[\](){}]["'»”’“`]|'[«»]'|\){3,}|\({3,}"#;
    Regex::new(shape).expect("it is tested")
});

impl Check for Brackets {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        if is_data(pair) || !pair.target.text().contains(is_bracket) {
            return;
        }
        let Some((at, bracket)) = unpaired(&pair.target) else { return };
        if goes_on(pair, at, bracket) || unpaired(&pair.source).is_some() {
            return;
        }
        let span = Span::new(at, at + bracket.len_utf8());
        let message = format!("`{bracket}` has no partner here, those of the original have");
        let draft = Draft::of_pair(pair, &META, span, Severity::Warning, Confidence::High, message);
        found.push(draft.said(pair, whole(&pair.source), "the original").done());
    }
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '«' | '»')
}

/// Whether a quotation mark needs no partner: the quotation goes on in the next segment, or one
/// mark closes two, as in «Роман «Мать».
fn goes_on(pair: &Pair<'_>, at: usize, mark: char) -> bool {
    if !matches!(mark, '«' | '»') {
        return false;
    }
    let rest = &pair.target.text()[at + mark.len_utf8()..];
    let is_doubled = mark == '«' && rest.find('«').is_some_and(|next| !rest[..next].contains('»'));
    is_doubled || is_left_open(pair.source.text())
}

/// Whether a quotation mark of the original has no partner in it: a program puts such strings
/// together. A backtick opens and an apostrophe closes, but not inside a word.
fn is_left_open(text: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let apostrophe = |at: usize, mark: char| {
        is_letter(text[..at].chars().next_back())
            && is_letter(text[at + mark.len_utf8()..].chars().next())
    };
    let begins = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].chars().next();
        before.is_none_or(|c| c.is_whitespace() || c == '(')
            && after.is_some_and(|c| !c.is_whitespace())
    };
    let mut straight = text.match_indices('\'').filter(|(at, _)| !apostrophe(*at, '\'')).peekable();
    // two backticks and no apostrophe: code
    let backticks = text.matches('`').count();
    let quotes = backticks % 2 == 1 || (backticks > 0 && straight.peek().is_some());
    let mut open = 0i32;
    for (at, c) in text.char_indices() {
        match c {
            '`' if quotes => open += 1,
            '“' | '‘' => open += 1,
            '”' => open -= 1,
            '’' if open > 0 && !apostrophe(at, c) => open -= 1,
            '\'' if quotes && begins(at) => open += 1,
            '\'' if quotes && !apostrophe(at, c) => open -= 1,
            _ => {}
        }
        if open < 0 {
            return true;
        }
    }
    open > 0 || text.matches('"').count() % 2 == 1 || (!quotes && straight.count() % 2 == 1)
}

const fn partner(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '«' => '»',
        _ => return None,
    })
}

/// The first bracket that has no partner.
fn unpaired(side: &Side<'_>) -> Option<(usize, char)> {
    let braces = !is_message(side.text());
    let prose = side.prose();
    let mut text = String::with_capacity(prose.len());
    let (mut at, mut open) = (0, 0);
    for other in OTHER.find_iter(&prose) {
        let before = &prose[at..other.start()];
        text.push_str(before);
        for c in before.chars() {
            match c {
                '(' => open += 1,
                ')' if open > 0 => open -= 1,
                _ => {}
            }
        }
        // a list mark at the end of brackets closes them: `(see 1)`
        let kept = other.as_str().ends_with(')') && open > 0;
        if kept && other.as_str().chars().any(char::is_alphanumeric) {
            text.push_str(other.as_str());
            open -= 1;
        } else {
            text.extend(std::iter::repeat_n(' ', other.len()));
        }
        at = other.end();
    }
    text.push_str(&prose[at..]);
    first_unpaired(&text, braces)
}

fn first_unpaired(text: &str, braces: bool) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices().filter(|&(_, c)| braces || !matches!(c, '{' | '}')) {
        if partner(c).is_some() {
            open.push((at, c));
        } else if is_bracket(c) {
            match open.last() {
                Some(&(_, last)) if partner(last) == Some(c) => {
                    open.pop();
                }
                // the one that was left open is the culprit where its outer partner closes
                Some(&last) if open.iter().any(|&(_, o)| partner(o) == Some(c)) => {
                    return Some(last);
                }
                _ => return Some((at, c)),
            }
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_without_a_partner_is_found() {
        for (text, wanted) in [
            ("(а) [б] «в»", None),
            ("(а", Some((0, '('))),
            ("а)", Some((2, ')'))),
            ("(«а)", Some((1, '«'))),
            ("{а", Some((0, '{'))),
        ] {
            assert_eq!(first_unpaired(text, true), wanted, "{text}");
        }
        assert_eq!(first_unpaired("{а", false), None);
    }

    #[test]
    fn quotation_marks_that_are_left_open() {
        for text in ["'", "`", "Words like `", "d' and `c", "say \"so", "“this"] {
            assert!(is_left_open(text), "{text}");
        }
        for text in [
            "`this' and `that'",
            "don't",
            "'this' and \"that\"",
            "'%s' in `%s'",
            "“it’s”",
            "the `code`",
        ] {
            assert!(!is_left_open(text), "{text}");
        }
    }

    #[test]
    fn marks_of_lists_and_faces_are_no_brackets() {
        for text in ["1) раз", "и а) два", ":-)", "[0, 1)", "«)»"] {
            assert_eq!(first_unpaired(&OTHER.replace_all(text, " "), true), None, "{text}");
        }
    }
}
