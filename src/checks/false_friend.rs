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
                let (said, taken) = match pair.source.lang {
                    Lang::En => (en, ru),
                    Lang::Ru => (ru, en),
                };
                let rendered = pair.target.terms.iter().any(|met| met.shares(said));
                // of «тайм-аут» тайм is but a part
                let is_part =
                    pair.target.words.hyphenated(taken.words.start).len() > taken.words.len();
                // “given and family names” says фамилия, if in parts
                if !rendered && !is_part && !pair.is_meant(taken) && !pair.is_alluded_to(taken) {
                    found.extend(finding(pair, said, taken, term));
                }
            }
        }
    }
}

/// A word taken over by its sound; `term` is the Russian one of the two.
fn finding(
    pair: &Pair<'_>,
    said: &Occurrence,
    taken: &Occurrence,
    term: TermId,
) -> Option<Finding> {
    let place = pair.source.words.span(&said.words);
    let span = pair.target.words.span(&taken.words);
    let text = &pair.source.text()[place.range()];
    let word = &pair.target.text()[span.range()];
    let (meant, message) = match pair.source.lang {
        // “magazine” rendered by магазин: what it is in Russian, the glossary may not say
        Lang::En => {
            let meant = said.terms().find_map(|meant| replacement(pair, &taken.words, meant));
            let right = meant.as_ref().map_or(String::new(), |meant| format!(": `{}`", meant.text));
            let own = &pair.lexicon.term(term).en[0];
            (meant, format!("`{word}` means “{own}”, not “{text}”{right}"))
        }
        // магазин rendered by “magazine”
        Lang::Ru => {
            let meant = replacement(pair, &taken.words, term)?;
            let message = format!("“{word}” is not what `{text}` means: “{}”", meant.text);
            (Some(meant), message)
        }
    };
    let (severity, confidence) = weigh(pair, term);
    let mut draft = Draft::of_pair(pair, &META, span, severity, confidence, message)
        .term(meant.as_ref().map_or(term, |meant| meant.term))
        .said(pair, place, "what the original says");
    if let Some(meant) = meant {
        draft = draft.replace(meant, false);
    }
    Some(draft.done())
}

fn weigh(pair: &Pair<'_>, term: TermId) -> (Severity, Confidence) {
    match pair.lexicon.term(term).enforce {
        Enforce::Required => (Severity::Error, Confidence::High),
        Enforce::Advisory | Enforce::Never => (Severity::Warning, Confidence::Medium),
    }
}
