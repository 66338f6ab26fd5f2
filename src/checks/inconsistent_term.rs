//! One term of the originals that a project renders in two ways.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Check;
use crate::analysis::{Pair, Rendering};
use crate::finding::{Confidence, Elsewhere, Finding, Meta, Related, Severity};
use crate::lexicon::TermId;
use crate::source::Source;

/// See its page.
#[derive(Debug)]
pub(super) struct InconsistentTerm;

/// Its name.
pub(crate) const NAME: &str = "inconsistent-term";

static META: Meta = Meta {
    name: NAME,
    summary: "one term is rendered in two ways across the project",
    severity: Severity::Advice,
    page: r"
## What it does

Counts how the translations of all files checked together render each term for which the glossary
accepts several renderings, and shows the places that depart from what the project mostly does:
«сброс» here, where “reset” is «перезагрузка» in twelve other strings.

## Why

Each rendering is right by itself; readers wonder whether two words mean two things.

## Example

With the glossary `technology`, which lets a cache be кэш and кеш:

```bad pair
Clear the cache. = Очистите кэш. || The cache is empty. = Кеш пуст.
```

Write one of them throughout:

```good pair
Clear the cache. = Очистите кэш. || The cache is empty. = Кэш пуст.
```

## When it is silent

For terms with one rendering, for words of the same family, and for the glossaries that are used
when none is named. Where two renderings are used equally often, the glossary's first is taken for
the usual one.
",
};

impl Check for InconsistentTerm {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn renderings(&self, pair: &Pair<'_>, found: &mut Vec<Rendering>) {
        found.extend(pair.choices());
    }

    fn project(&self, files: &[(&Source, &[Rendering])]) -> Vec<(usize, Finding)> {
        let mut by_term: BTreeMap<(TermId, &str), Vec<Place<'_>>> = BTreeMap::new();
        for (file, (source, renderings)) in files.iter().enumerate() {
            for rendering in *renderings {
                let place = Place { file, source, rendering };
                by_term.entry((rendering.term, &rendering.said)).or_default().push(place);
            }
        }
        by_term.values().flat_map(|places| departures(places)).collect()
    }
}

/// A rendering and where it stands.
#[derive(Clone, Copy)]
struct Place<'r> {
    file: usize,
    source: &'r Source,
    rendering: &'r Rendering,
}

/// The places where a term is not rendered as it mostly is.
fn departures(places: &[Place<'_>]) -> Vec<(usize, Finding)> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for place in places {
        *counts.entry(place.rendering.choice).or_default() += 1;
    }
    let usual = counts.iter().max_by_key(|(choice, count)| (**count, Reverse(**choice)));
    let Some((&usual, &count)) = usual else { return Vec::new() };
    let (like, unlike): (Vec<Place<'_>>, Vec<Place<'_>>) =
        places.iter().partition(|place| place.rendering.choice == usual);
    unlike.iter().map(|place| (place.file, finding(place, &like[0], count))).collect()
}

fn finding(place: &Place<'_>, usual: &Place<'_>, count: usize) -> Finding {
    let Rendering { said, name, span, text, key, entry, suppressed, .. } = place.rendering;
    let start = usual.source.position(usual.rendering.span.start);
    let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
    let other = &usual.rendering.name;
    let message = format!("“{said}” is `{name}` here and `{other}` elsewhere ({times})");
    let mut finding =
        Finding::new(&META, Severity::Advice, Confidence::Medium, *span, message).with_text(text);
    finding.key = Some(key.clone()).filter(|key| !key.is_empty());
    finding.term = Some(entry.clone());
    finding.suppressed.clone_from(suppressed);
    finding.related.push(Related {
        span: usual.rendering.span,
        elsewhere: Some(Elsewhere {
            path: usual.source.name().to_owned(),
            start,
            end: usual.source.position(usual.rendering.span.end),
        }),
        message: format!("`{other}`, for one"),
    });
    finding
}
