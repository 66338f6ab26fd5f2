//! A translation that is still the original.

use super::{Check, Draft};
use crate::analysis::{Pair, Side};
use crate::english;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::russian;
use crate::script::{Casing, Lang, Script};
use crate::span::Span;
use crate::token::{Joint, Token};

/// See its page.
#[derive(Debug)]
pub(super) struct Untranslated;

static META: Meta = Meta {
    name: "untranslated",
    summary: "the translation is the original over again",
    severity: Severity::Warning,
    page: r"
## What it does

Finds a finished translation that is word for word its original, though the original is a text:
two everyday words of its language or more.

## Why

Copying the original is how many tools begin a translation. What is forgotten then looks done.

## Example

```bad pair
Press the red button = Press the red button
```

```good pair
Press the red button = Нажмите красную кнопку
Sverka = Sverka
git push --force = git push --force
```

## When it is silent

Names, commands, placeholders and single words are often the same in both languages. What a format
marks as not translated, or as fuzzy, is no finding: the file says so itself.
",
};

/// Everyday words that make a text.
const ENOUGH: usize = 2;

/// Words that hold sentences together, and stand in no command.
const LITTLE: &[&str] = &[
    "the", "a", "an", "of", "to", "is", "are", "be", "and", "or", "for", "in", "on", "with",
    "this", "that", "your", "you", "not", "и", "в", "на", "не", "с", "для", "что", "это", "по",
    "к", "из",
];

impl Check for Untranslated {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        let text = pair.target.text().trim();
        if text != pair.source.text().trim() || !is_prose(&pair.source) {
            return;
        }
        let start = pair.target.text().len() - pair.target.text().trim_start().len();
        let span = Span::new(start, start + text.len());
        let message = "the translation is the same as the original".to_owned();
        let (severity, confidence) = (Severity::Warning, Confidence::High);
        found.push(Draft::of_pair(pair, &META, span, severity, confidence, message).done());
    }
}

/// Whether a text is made of everyday words of its language, and is no command, path or name.
fn is_prose(side: &Side<'_>) -> bool {
    let prose = side.prose();
    let words = side.words.tokens.iter().filter(|token| token.script != Script::Other);
    let is_everyday = |token: &&Token<'_>| {
        let is_text = prose[token.span.range()] == *token.text && token.joint != Joint::Tight;
        is_text
            && match side.lang {
                Lang::En => token.script == Script::Latin && english::is_known(token.text),
                Lang::Ru => token.script == Script::Cyrillic && russian::is_known(token.text),
            }
    };
    let everyday = words.clone().filter(is_everyday).count();
    let is_little = |token: &Token<'_>| LITTLE.contains(&&*token.text.to_lowercase());
    let sentence = words.clone().any(is_little);
    let plain = !prose.contains(['<', '>', '[', ']', '|', '=', '/', '\\', '$', '#', '_']);
    // all in capitals it is a name: Web Start, Premium Edition
    let small = |token: &Token<'_>| {
        prose[..token.span.start].ends_with(' ') && Casing::of(token.text) == Casing::Lower
    };
    let capital = prose.trim_start().starts_with(char::is_uppercase) && words.clone().any(small);
    everyday >= ENOUGH && everyday * 4 >= words.count() * 3 && plain && (sentence || capital)
}
