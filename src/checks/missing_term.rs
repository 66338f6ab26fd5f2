//! A term of the original whose renderings the translation does not have.

use super::{Check, Draft};
use crate::analysis::{Candidate, Confusion, Fate, Ground, Occurrence, Pair, is_fitting};
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::glossary::Enforce;
use crate::lexicon::TermId;
use crate::russian::are_related;
use crate::script::{Lang, Script, fold};
use crate::span::Span;

/// See its page.
#[derive(Debug)]
pub(super) struct MissingTerm;

static META: Meta = Meta {
    name: "missing-term",
    summary: "the translation has none of a term's renderings",
    severity: Severity::Warning,
    page: r"
## What it does

Finds a term in the original for which no rendering of the glossary stands in the translation, in
any case form. The longest term wins: “pull request” asks for its own rendering, not for that of
“request”.

## Why

A termbase is an agreement: readers meet one word for one thing. A translator who does not know
the entry writes another word, and nobody sees it in ten thousand strings.

## Example

With the glossary `technology`, in which a cache is кэш:

```bad pair
The cache is empty. = Запас пуст.
```

Write instead:

```good pair
The cache is empty. = Кэш пуст.
The cached page = Страница из кэша
Run `cache` first. = Сначала выполните `cache`.
```

## When it is silent

Where a word of the same family stands: перезагрузить for “reset”, if the glossary has
перезагрузка. Where the English word is another part of speech than the rendering: “to branch” asks
for no ветка. Where the term stands in code, a placeholder or a tag. Where the original has the
term several times and the translation once, since a text need not repeat itself. And for the
glossaries that are used when none is named: they know what words mean, not what your house wants.

## How sure it is

A term with `enforce` left out makes a warning, an advisory one advice.
",
};

impl Check for MissingTerm {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        let missing: Vec<(usize, &Occurrence, TermId)> =
            pair.unrendered().filter_map(|(said, met)| missing(pair, said, met)).collect();
        if missing.is_empty() {
            return;
        }
        let confused = pair.confusions();
        for (said, met, term) in missing {
            let is_plain = |c: &Candidate| c.said == said && c.ground == Ground::Plain;
            let explained = |c: &Confusion| c.candidates.iter().any(is_plain);
            if !confused.iter().any(explained) {
                found.push(finding(pair, met, term));
            }
        }
    }
}

fn missing<'p>(
    pair: &Pair<'_>,
    said: usize,
    met: &'p Occurrence,
) -> Option<(usize, &'p Occurrence, TermId)> {
    if pair.fates()[said] != Fate::Missing {
        return None;
    }
    let wanted = |term: &TermId| {
        pair.lexicon.is_demanded(*term) && pair.lexicon.term(*term).enforce != Enforce::Never
    };
    let terms: Vec<TermId> = met.terms().filter(wanted).collect();
    let term = *terms.first()?;
    let known = terms.iter().any(|&term| {
        !is_fitting(pair, met, term) || is_related(pair, term) || is_rejected(pair, term)
    });
    (!known).then_some((said, met, term))
}

/// Whether words of the family of some rendering stand in the translation.
fn is_related(pair: &Pair<'_>, term: TermId) -> bool {
    let entry = pair.lexicon.term(term);
    let (renderings, script) = match pair.target.lang {
        Lang::Ru => (&entry.ru, Script::Cyrillic),
        Lang::En => (&entry.en, Script::Latin),
    };
    let target = &pair.target.words;
    let tokens = &target.tokens;
    // «эл. почта» is «электронная почта»
    let is_short_for = |at: usize, word: &str| {
        target.gap_after(at).starts_with('.') && {
            let (short, word) = (fold(tokens[at].text), fold(word));
            let is_part = short.chars().count() > 1 && short.len() < word.len();
            is_part && word.starts_with(&*short)
        }
    };
    let stands = |word: &str| {
        tokens.iter().any(|t| t.script == script && are_related(word, t.text))
            || tokens.iter().any(|t| t.text.eq_ignore_ascii_case(word))
            || (0..tokens.len()).any(|at| is_short_for(at, word))
    };
    let words = |text: &str| -> Vec<String> {
        let plain = text.replace(['[', ']', '(', ')'], "");
        let long = |word: &&str| word.chars().count() > 2;
        plain.split([' ', '-']).filter(long).map(str::to_owned).collect()
    };
    renderings.iter().any(|text| {
        let words = words(text);
        // «не переведено» and «непереведённый» are one
        let whole = words.len() > 1 && stands(&text.replace([' ', '-'], ""));
        whole || (!words.is_empty() && words.iter().all(|word| stands(word)))
    })
}

/// Whether a rendering that the term rejects stands there, which is a finding of its own.
fn is_rejected(pair: &Pair<'_>, term: TermId) -> bool {
    pair.target.terms.iter().any(|met| met.rejected().any(|rejected| rejected == term))
}

fn finding(pair: &Pair<'_>, met: &Occurrence, term: TermId) -> Finding {
    let entry = pair.lexicon.term(term);
    let said = pair.source.words.span(&met.words);
    let text = &pair.source.text()[said.range()];
    let renderings = match pair.target.lang {
        Lang::Ru => entry.ru.iter().map(|ru| format!("`{ru}`")).collect::<Vec<_>>(),
        Lang::En => entry.en.iter().map(|en| format!("“{en}”")).collect(),
    };
    let message = format!("“{text}” of the original is not rendered: {}", renderings.join(" or "));
    let (severity, confidence) = match entry.enforce {
        Enforce::Required => (Severity::Warning, Confidence::Medium),
        Enforce::Advisory | Enforce::Never => (Severity::Advice, Confidence::Low),
    };
    let whole = pair.target.text();
    let start = whole.len() - whole.trim_start().len();
    let span = Span::new(start, start + whole.trim().len());
    Draft::of_pair(pair, &META, span, severity, confidence, message)
        .term(term)
        .said(pair, said, "the term of the original")
        .done()
}
