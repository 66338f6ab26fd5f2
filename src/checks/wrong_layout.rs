//! A word typed with the other keyboard layout on.

use super::{Check, Draft, Place, Suspicion, Word};
use crate::analysis::{Mention, Passage, dictionary_readings};
use crate::distance::both;
use crate::english;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::keyboard::{to_latin, to_russian};
use crate::lexicon::Lexicon;
use crate::russian;
use crate::script::{Casing, Script};
use crate::span::Span;
use crate::token::{Joint, tokens};

/// See its page.
#[derive(Debug)]
pub(super) struct WrongLayout;

static META: Meta = Meta {
    name: "wrong-layout",
    summary: "a word typed with the other keyboard layout on",
    severity: Severity::Error,
    page: r"
## What it does

Finds words that make no sense in their own alphabet and are real words when the same keys are
pressed in the other layout: `gthtpfuheprf` is перезагрузка, `ымуклф` is sverka.

## Why

It happens to everyone who writes in two alphabets, and a message full of it goes out unnoticed
when the writer looks at the keys.

## Example

```bad
Нажмите gthtpfuheprf и подождите.
Стороны обсудили ghjnbdjhfrtnye. j,jhjye.
```

Write instead:

```good
Нажмите перезагрузка и подождите.
```

## When it is silent

On words of fewer than five letters, on English words, on romanized Russian, and where the other
layout makes no word either.

```good
Press Ctrl and type qwerty or asdfgh; the variable is called ghbdtnx.
```
",
};

/// Shorter words are words in both layouts too often; Russian ones must be longer than this, since
/// Russian has more forms.
const SHORTEST: usize = 5;
/// A longer run without a space is no word in any layout.
const LONGEST_RUN: usize = 48;
/// A capitalized word must be as long as this.
const LONG: usize = 8;

impl Check for WrongLayout {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn suspects(&self, word: &Word<'_>, _lexicon: &Lexicon) -> Suspicion {
        let text = word.text;
        match word.script {
            Script::Latin if word.is_english => Suspicion::None,
            Script::Latin if typed_russian(text, Span::new(0, text.len())).is_some() => {
                Suspicion::Anywhere
            }
            // some letters are on punctuation keys: the word may go on, or have begun before
            Script::Latin => {
                let begins = text.chars().all(|c| c.is_ascii_lowercase())
                    && to_russian(text).is_some_and(|meant| {
                        russian::is_known(&meant)
                            || (meant.chars().count() > 2 && russian::forms().begins(&meant))
                    });
                if begins { Suspicion::Placed } else { Suspicion::None }
            }
            Script::Cyrillic => Suspicion::anywhere_if(typed_latin(text).is_some()),
            Script::Mixed | Script::Other => Suspicion::None,
        }
    }

    fn suspects_at(&self, place: Place<'_>, _lexicon: &Lexicon) -> bool {
        self.suspects_joined(place)
    }

    fn suspects_joined(&self, place: Place<'_>) -> bool {
        let Place { text, word, .. } = place;
        // the whole run of letters and marks up to white space is one word in the other layout
        let start = text.floor_char_boundary(word.start.saturating_sub(LONGEST_RUN));
        let start = text[start..word.start]
            .rfind(char::is_whitespace)
            .map_or(start, |at| text.ceil_char_boundary(start + at + 1));
        let run = &text[..word.end];
        tokens(&run[start..]).any(|token| {
            token.script == Script::Latin && typed_russian(text, token.span.shift(start)).is_some()
        })
    }

    fn check(&self, passage: &Passage<'_>, found: &mut Vec<Finding>) {
        let text = passage.words.segment.text();
        let mut done = 0;
        for (at, token) in passage.words.tokens.iter().enumerate() {
            if passage.words.is_english(at) {
                continue;
            }
            let foreign = |m: &Mention| m.foreign && m.span.overlaps(token.span);
            if token.span.start < done
                || token.joint != Joint::Free
                || passage.mentions.iter().any(foreign)
            {
                continue;
            }
            let typed = match token.script {
                Script::Latin => typed_russian(text, token.span),
                Script::Cyrillic => typed_latin(token.text).map(|meant| (token.span, meant)),
                Script::Mixed | Script::Other => None,
            };
            if let Some((span, meant)) = typed {
                done = span.end;
                found.push(finding(passage, span, meant));
            }
        }
    }
}

fn finding(passage: &Passage<'_>, span: Span, meant: String) -> Finding {
    let text = &passage.words.segment.text()[span.range()];
    let message = format!("`{text}` was typed in the wrong keyboard layout: `{meant}`");
    let cost = both(text, &meant);
    let draft = Draft::new(passage, &META, span, Severity::Error, Confidence::High, message);
    draft.suggest(meant, None, None, cost, true).done()
}

/// A Latin word whose keys make a Russian one. Some Russian letters are on punctuation keys, so
/// the word may go on where the Latin word ends.
fn typed_russian(text: &str, span: Span) -> Option<(Span, String)> {
    let word = &text[span.range()];
    if english::is_known(word) || word.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let end = text.floor_char_boundary((span.end + LONGEST_RUN).min(text.len()));
    let rest = &text[span.start..end];
    let chunk = rest.find(char::is_whitespace).map_or(rest, |end| &rest[..end]);
    // the punctuation at the end may be letters, or punctuation after all
    let bare = chunk.trim_end_matches(|c: char| !c.is_alphanumeric());
    for candidate in [chunk, bare, word] {
        let Some(meant) = to_russian(candidate) else { continue };
        // capitalized words that nobody knows are names
        if Casing::of(word) == Casing::Title && meant.chars().count() < LONG {
            continue;
        }
        if meant.chars().count() > SHORTEST && russian::is_known(&meant) {
            let romanized = || !dictionary_readings(word).is_empty();
            return (!romanized())
                .then(|| (Span::new(span.start, span.start + candidate.len()), meant));
        }
    }
    None
}

/// A Cyrillic word whose keys make an English or a romanized Russian one.
fn typed_latin(word: &str) -> Option<String> {
    if word.chars().count() < SHORTEST || russian::is_known(word) {
        return None;
    }
    let meant = to_latin(word)?;
    let letters = meant.chars().all(|c| c.is_ascii_alphabetic());
    let known = || english::is_known(&meant) || !dictionary_readings(&meant).is_empty();
    (letters && known()).then_some(meant)
}
