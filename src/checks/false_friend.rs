//! A word of the translation that only sounds like the one of the original.

use super::{Check, Draft, replacement};
use crate::analysis::{Occurrence, Pair};
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::glossary::Enforce;
use crate::lexicon::TermId;
use crate::script::Lang;

/// See its page.
#[derive(Debug)]
pub(super) struct FalseFriend;

static META: Meta = Meta {
    name: "false-friend",
    summary: "a word that sounds like the original's and means something else",
    severity: Severity::Error,
    page: r"
## What it does

Finds a word that the translation took over by its sound: магазин for “magazine”, декада for
“decade”, and the other way round. The glossary says so under `avoid-en`: “magazine” is rejected
as the English of магазин.

## Why

The word is a good word of its language, so no spell checker sees it, and it looks so much like the
original that neither does a tired translator.

## Example

```bad pair
He reads the magazine. = Он читает магазин.
```

```good pair
He reads the magazine. = Он читает журнал.
The magazine lies in the shop. = Журнал лежит в магазине.
```

## When it is silent

Where the original says elsewhere what the word does mean, or where the right rendering of the
original's word stands in the translation too.

## How sure it is

An error for terms that are required, a warning for everyday words.
",
};

impl Check for FalseFriend {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        let (english, russian) = match pair.source.lang {
            Lang::En => (&pair.source, &pair.target),
            Lang::Ru => (&pair.target, &pair.source),
        };
        for en in &english.terms {
            for ru in &russian.terms {
                let friend = ru.terms().find(|term| en.rejected().any(|other| other == *term));
                let Some(term) = friend else { continue };
                found.extend(match pair.source.lang {
                    Lang::En => from_english(pair, en, ru, term),
                    Lang::Ru => from_russian(pair, ru, en, term),
                });
            }
        }
    }
}

/// “magazine” rendered by магазин.
fn from_english(
    pair: &Pair<'_>,
    said: &Occurrence,
    friend: &Occurrence,
    term: TermId,
) -> Option<Finding> {
    let rendered = pair.target.terms.iter().any(|met| met.shares(said));
    if rendered || pair.is_meant(friend) {
        return None;
    }
    let place = pair.source.words.span(&said.words);
    let text = &pair.source.text()[place.range()];
    let own = &pair.lexicon.term(term).en[0];
    let meant = said.terms().find_map(|meant| replacement(pair, &friend.words, meant));
    let span = pair.target.words.span(&friend.words);
    let word = &pair.target.text()[span.range()];
    let right = meant.as_ref().map_or(String::new(), |meant| format!(": `{}`", meant.text));
    let message = format!("`{word}` means “{own}”, not “{text}”{right}");
    let (severity, confidence) = weigh(pair, term);
    let mut draft = Draft::of_pair(pair, &META, span, severity, confidence, message)
        .term(meant.as_ref().map_or(term, |meant| meant.term))
        .said(pair, place, "what the original says");
    if let Some(meant) = meant {
        draft = draft.replace(meant, false);
    }
    Some(draft.done())
}

/// Магазин rendered by “magazine”.
fn from_russian(
    pair: &Pair<'_>,
    said: &Occurrence,
    friend: &Occurrence,
    term: TermId,
) -> Option<Finding> {
    let rendered = pair.target.terms.iter().any(|met| met.shares(said));
    if rendered || pair.is_meant(friend) {
        return None;
    }
    let place = pair.source.words.span(&said.words);
    let text = &pair.source.text()[place.range()];
    let span = pair.target.words.span(&friend.words);
    let word = &pair.target.text()[span.range()];
    let right = replacement(pair, &friend.words, term)?;
    let message = format!("“{word}” is not what `{text}` means: “{}”", right.text);
    let (severity, confidence) = weigh(pair, term);
    let draft = Draft::of_pair(pair, &META, span, severity, confidence, message)
        .term(term)
        .said(pair, place, "what the original says")
        .replace(right, false);
    Some(draft.done())
}

fn weigh(pair: &Pair<'_>, term: TermId) -> (Severity, Confidence) {
    match pair.lexicon.term(term).enforce {
        Enforce::Required => (Severity::Error, Confidence::High),
        Enforce::Advisory | Enforce::Never => (Severity::Warning, Confidence::Medium),
    }
}
