//! Words of one text romanized by different schemes.

use std::collections::BTreeSet;

use super::{Check, Place, Suspicion, Word};
use crate::analysis::{Passage, Romanized};
use crate::distance::{distance, plain};
use crate::finding::{Confidence, Finding, Fix, Meta, Severity, Suggestion};
use crate::lexicon::Lexicon;
use crate::script::{Casing, Script};
use crate::translit::{self, Scheme, reading_key};

/// See its page.
#[derive(Debug)]
pub(super) struct MixedRomanization;

static META: Meta = Meta {
    name: "mixed-romanization",
    summary: "one text romanizes by two schemes, or not by the scheme of the house",
    severity: Severity::Warning,
    page: r"
## What it does

Compares the romanized words of a text. If no scheme writes all of them, the words that the
commonest scheme would write otherwise are advice. With `--scheme`, every word that the house's
scheme writes otherwise is a warning.

## Why

A reader who meets *zhurnal* on one page and *žurnal* on the next takes them for two words, and so
does the index.

## Example

```bad
The “zhurnal” called it a “žaloba”; the “chelovek” and the “shkola”, it said, want “pishcha”.
```

Write instead:

```good
The “zhurnal” called it a “zhaloba”; the “chelovek” and the “shkola”, it said, want “pishcha”.
```

## When it is silent

On words that are neither set off by quotation marks or emphasis nor terms of a glossary, on names
and on loans that English has made its own, on words that several schemes write alike,
and on apostrophes left out. Each distinct word is reported once.

```good
Glasnost and perestroika; the zhurnal and the dacha; Tchaikovsky and Chekhov.
```
",
};

impl Check for MixedRomanization {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn suspects(&self, word: &Word<'_>, lexicon: &Lexicon) -> Suspicion {
        let may_be = word.script == Script::Latin
            && !word.is_english
            && Casing::of(word.text) == Casing::Lower
            && Romanized::is_long_enough(word.text);
        if !may_be {
            Suspicion::None
        } else if word.romanized(lexicon).is_empty() {
            Suspicion::Placed
        } else if Romanized::schemes_of(word.text).is_some() {
            Suspicion::Compared
        } else {
            Suspicion::None
        }
    }

    /// A word that is no term must be set off, alone or with one more word. Few are, so it is only
    /// then that the dictionary is asked.
    fn suspects_at(&self, place: Place<'_>, _lexicon: &Lexicon) -> bool {
        place.is_set_off(2) && Romanized::schemes_of(&place.text[place.word.range()]).is_some()
    }

    fn check(&self, _passage: &Passage<'_>, _found: &mut Vec<Finding>) {}

    fn document(&self, words: &[Romanized], house: Option<&Scheme>, found: &mut Vec<Finding>) {
        // a word that no scheme writes is a slip, and some other check's business
        let words: Vec<&Romanized> = words.iter().filter(|word| word.schemes != 0).collect();
        let scheme = match house {
            Some(house) => translit::all().iter().position(|scheme| scheme.name == house.name),
            None => commonest(&words),
        };
        let Some(scheme) = scheme else { return };
        let mut seen = BTreeSet::new();
        for word in words {
            if word.schemes & 1 << scheme == 0 && seen.insert(&word.text) {
                found.push(finding(word, &translit::all()[scheme], house.is_some()));
            }
        }
    }
}

/// The scheme that writes most of the words, if at least three words show it and at least two
/// thirds of all follow it: with fewer there is nothing to be consistent with.
fn commonest(words: &[&Romanized]) -> Option<usize> {
    let times = |words: &mut dyn Iterator<Item = &&Romanized>| -> usize {
        words.map(|word| word.times).sum()
    };
    let fitting =
        |scheme: usize| times(&mut words.iter().filter(|word| word.schemes & 1 << scheme != 0));
    let all_times = times(&mut words.iter());
    // an English text follows no scheme made for another language
    let all = translit::all().iter().enumerate();
    let english = all.filter(|(_, s)| {
        !matches!(s.name.as_str(), "german" | "french" | "mvd-310-fr" | "telegram")
    });
    let best = english
        .map(|(at, _)| at)
        .max_by_key(|&scheme| (fitting(scheme), std::cmp::Reverse(scheme)))?;
    let fit = fitting(best);
    (fit >= 3 && fit < all_times && fit * 3 >= all_times * 2).then_some(best)
}

fn finding(word: &Romanized, scheme: &Scheme, is_house: bool) -> Finding {
    let right = scheme.romanize(&word.form);
    let (severity, whose) = if is_house {
        (Severity::Warning, "the house writes")
    } else {
        (Severity::Advice, "the rest of the text follows")
    };
    let (from, to) = (reading_key(&word.text), reading_key(&right));
    let message = format!("`{}` is not as {whose} {}: `{right}`", word.text, scheme.title);
    let mut finding =
        Finding::new(&META, severity, Confidence::Medium, word.span, message).with_text(&word.text);
    finding.suggestions.push(Suggestion {
        text: right,
        ru: Some(word.form.clone()),
        en: None,
        distance: plain(&from, &to),
        cost: distance(&from, &to),
        fix: if word.verbatim { Fix::Review } else { Fix::Display },
    });
    finding
}
