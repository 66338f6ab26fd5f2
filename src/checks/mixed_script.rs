//! Letters of the other alphabet inside a word.

use super::{Check, Draft, Suspicion, Word};
use crate::analysis::Passage;
use crate::distance::both;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::lexicon::Lexicon;
use crate::lookalikes::repair;
use crate::placeholder::{Object, ObjectKind, objects};
use crate::script::{Script, is_cyrillic, is_latin};
use crate::token::Token;

/// See its page.
#[derive(Debug)]
pub(super) struct MixedScript;

static META: Meta = Meta {
    name: "mixed-script",
    summary: "look-alike letters of the other alphabet inside a word",
    severity: Severity::Error,
    page: r"
## What it does

Finds words in which Latin letters stand among Cyrillic ones, or the other way round, and repairs
them: `Cтраница` with a Latin C becomes `Страница`.

## Why

The reader sees nothing, but search, sorting, hyphenation and spell checking fail, and filters of
forged text raise an alarm.

## Example

```bad
Cтраница не найдена, обратитесь к aдминистратору.
The new pеrestroika of the party.
```

Write instead:

```good
Страница не найдена, обратитесь к администратору.
The new perestroika of the party.
```

## When it is silent

Where the two alphabets meet at a hyphen, a slash or a digit, and where no repair makes a word of
it: `USB-порт`, `РС-24`, `слово/word`, `PHPшный`; beside a placeholder.

```good
Вставьте флешку в USB-порт; ракета РС-24; слово/word; PHPшный код; XXI век.
Строки на %cбудут удалены.
```
",
};

impl Check for MixedScript {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn suspects(&self, word: &Word<'_>, _lexicon: &Lexicon) -> Suspicion {
        Suspicion::anywhere_if(word.script == Script::Mixed)
    }

    fn check(&self, passage: &Passage<'_>, found: &mut Vec<Finding>) {
        let mixed = passage.words.tokens.iter().filter(|t| t.script == Script::Mixed);
        found.extend(mixed.filter_map(|token| finding(passage, token)));
    }
}

fn finding(passage: &Passage<'_>, token: &Token<'_>) -> Option<Finding> {
    let (repaired, sure) = repair(token.text)?;
    // the letter of a placeholder that a word touches, as in `%cбудут`, is none of the word
    let touches = |object: &Object<'_>| {
        object.kind == ObjectKind::Placeholder && object.span.overlaps(token.span)
    };
    if objects(passage.words.segment.text()).iter().any(touches) {
        return None;
    }
    let foreign: String = token
        .text
        .chars()
        .filter(|&c| is_latin(c) == is_cyrillic(first(&repaired)))
        .filter(|c| c.is_alphabetic())
        .collect();
    let alphabet = if is_cyrillic(first(&repaired)) { "Latin" } else { "Cyrillic" };
    let message = format!("`{}` has {alphabet} `{foreign}` in it: `{repaired}`", token.text);
    let (severity, confidence) = if sure {
        (Severity::Error, Confidence::High)
    } else {
        (Severity::Warning, Confidence::Medium)
    };
    let cost = both(token.text, &repaired);
    let draft = Draft::new(passage, &META, token.span, severity, confidence, message);
    Some(draft.suggest(repaired, None, None, cost, sure).done())
}

fn first(word: &str) -> char {
    word.chars().find(|c| c.is_alphabetic()).unwrap_or(' ')
}
