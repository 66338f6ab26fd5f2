//! A translation that is still the original.

use super::{Check, Draft};
use crate::analysis::Pair;
use crate::english;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::russian;
use crate::script::{Casing, Lang, Script};
use crate::span::Span;

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

impl Check for Untranslated {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        let text = pair.target.text().trim();
        if text != pair.source.text().trim() || everyday_words(pair) < ENOUGH {
            return;
        }
        let start = pair.target.text().len() - pair.target.text().trim_start().len();
        let span = Span::new(start, start + text.len());
        let message = "the translation is the same as the original".to_owned();
        let draft = Draft::of_pair(pair, &META, span, Severity::Warning, Confidence::High, message);
        found.push(draft.done());
    }
}

/// Words of the original's language that are no names and stand in no code.
fn everyday_words(pair: &Pair<'_>) -> usize {
    let side = &pair.source;
    let prose = side.prose();
    let is_everyday = |at: &usize| {
        let token = &side.words.tokens[*at];
        let is_text = prose[token.span.range()] == *token.text
            && token.joint != crate::token::Joint::Tight
            && token.text.chars().count() > 2
            && (*at == 0 || Casing::of(token.text) == Casing::Lower);
        is_text
            && match side.lang {
                Lang::En => token.script == Script::Latin && english::is_known(token.text),
                Lang::Ru => token.script == Script::Cyrillic && russian::is_known(token.text),
            }
    };
    (0..side.words.tokens.len()).filter(is_everyday).count()
}
