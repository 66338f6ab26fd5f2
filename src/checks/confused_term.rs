//! A real word that means something else than the text says.

use std::ops::Range;

use super::{Check, Draft, Suspicion, Word, replacement};
use crate::analysis::{
    Candidate, Evidence, Ground, Habits, Mention, Occurrence, Pair, Passage, Verdict, Wrong,
    rendering,
};
use crate::english;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::glossary::Enforce;
use crate::lexicon::{Hit, Lexicon};
use crate::script::{Lang, Script};

/// See its page.
#[derive(Debug)]
pub(super) struct ConfusedTerm;

static META: Meta = Meta {
    name: "confused-term",
    summary: "a real Russian word stands where the text means another, near to it",
    severity: Severity::Error,
    page: r"
## What it does

Finds a Russian word, in any case form, in Cyrillic or romanized, whose meaning in the text is that
of another word near to it in spelling: the button that should have said *perezagruzka*, “reset”,
and said *peregruzka*, “overload”.

## Why

Every letter is valid and the word exists, so no spell checker sees it. The reader who knows
Russian does.

## Example

```bad
The button was marked “Peregruzka” (reset).
The Russian word for “treaty” is zagovor.
They shook hands over the «перегрузка» (reset).
```

And in a translation, by what the original says:

```bad pair
The reset failed. = Перегрузка не удалась.
Invalid password = Допустимый пароль
```

Write instead:

```good
The button was marked “Perezagruzka” (reset).
The Russian word for “treaty” is dogovor.
```

## When it is silent

When the word's own meaning stands beside it, when the text says that it does not mean the other
thing, or names the right word as the one that should have stood there; and when nothing in the
text says what is meant.

```good
“Peregruzka” means “overload”, not “reset”.
Peregruzka does not mean “reset”.
The word on the button was peregruzka.
```

In a translation also where the original has the word, or one of its family and nothing in the
document shows that another is usual there; and where what the original says stands elsewhere in
the text. What the document does elsewhere goes over what a glossary has: a word that stands
without cause in many of its places has a meaning there that no glossary has.

```good pair
Not a valid file = Недопустимый файл
The failed step = Сбой на этом шаге
```

## How sure it is

An explicit gloss (`W (X)`, “W means X”, “the Russian for X is W”) makes an error. A label on a
thing that the text names (“the reset button was marked W”) makes an error for words that a
glossary has, a warning for others; so does a text that speaks of the other word's meaning and
nowhere of its own, for listed pairs. The mere presence of the other word's English in the sentence
makes advice, and only for pairs that a glossary lists under `confused-with`. So does, in a
translation, a word that nothing else in the document bears out, except for terms that a glossary
demands.
",
};

impl Check for ConfusedTerm {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn suspects(&self, word: &Word<'_>, lexicon: &Lexicon) -> Suspicion {
        // the English of its twin in the same sentence is evidence, if weak
        let paired = |hit: &Hit| lexicon.is_paired(hit.term);
        let suspect = match word.script {
            Script::Latin if !word.is_english && lexicon.has_pairs() => {
                word.romanized(lexicon).iter().any(|found| found.hits.iter().any(paired))
            }
            Script::Cyrillic => {
                lexicon.russian(word.text).iter().any(paired)
                    || lexicon.russian_phrases(word.text).iter().any(paired)
            }
            Script::Latin | Script::Mixed | Script::Other => false,
        };
        if suspect { Suspicion::Beside } else { Suspicion::None }
    }

    fn doubtful(&self, pair: &Pair<'_>, habits: &Habits, found: &mut Vec<Finding>) {
        for confusion in pair.confusions() {
            let Some((meant, shown)) = habits.bear_out(pair, confusion) else { continue };
            // a word that the term rejects is a graver finding than advice
            if is_certain(pair, meant) || !is_rejected(pair, &confusion.words, meant) {
                found.extend(in_pair(pair, &confusion.words, meant, shown));
            }
        }
    }

    fn check(&self, passage: &Passage<'_>, found: &mut Vec<Finding>) {
        for mention in &passage.mentions {
            let known = !mention.forms.is_empty() || !mention.hits.is_empty();
            if let (Verdict::Wrong(wrong), true) = (&mention.verdict, known) {
                found.push(finding(passage, mention, wrong));
            }
        }
    }
}

/// Whether the word is a term, and a glossary holds translations to it or to the one meant.
pub(super) fn is_certain(pair: &Pair<'_>, meant: &Candidate) -> bool {
    meant.own.is_some() && meant.is_required(pair)
}

/// Whether the term meant rejects the words.
fn is_rejected(pair: &Pair<'_>, words: &Range<usize>, meant: &Candidate) -> bool {
    let stands =
        |met: &Occurrence| met.words == *words && met.rejected().any(|term| term == meant.meant);
    pair.target.terms.iter().any(stands) && pair.lexicon.term(meant.meant).enforce > Enforce::Never
}

fn in_pair(
    pair: &Pair<'_>,
    place: &Range<usize>,
    meant: &Candidate,
    shown: bool,
) -> Option<Finding> {
    let words = &pair.target.words;
    let span = words.span(place);
    let text = &words.segment.text()[span.range()];
    let said = pair.source.words.span(&pair.source.terms[meant.said].words);
    let gloss = &pair.source.text()[said.range()];
    let best = replacement(pair, place, meant.meant)?;
    let own = meant.own.map(|term| {
        let term = pair.lexicon.term(term);
        match pair.target.lang {
            Lang::Ru => format!("`{text}` means “{}”", term.en[0]),
            Lang::En => format!("“{text}” is {}", term.ru[0]),
        }
    });
    let own = own.unwrap_or_else(|| format!("`{text}` is another word"));
    let message = format!("{own}; the original says “{gloss}”: `{}`", best.text);
    let (severity, confidence) = match meant.ground {
        Ground::Plain if is_certain(pair, meant) => (Severity::Error, Confidence::High),
        _ if shown => (Severity::Warning, Confidence::Medium),
        // an everyday word has more meanings than a glossary has
        _ => (Severity::Advice, Confidence::Low),
    };
    let draft = Draft::of_pair(pair, &META, span, severity, confidence, message)
        .term(best.term)
        .said(pair, said, "what the original says")
        .replace(best, confidence == Confidence::High);
    Some(draft.done())
}

fn finding(passage: &Passage<'_>, mention: &Mention, wrong: &Wrong) -> Finding {
    let in_glossary = !mention.hits.is_empty();
    let (severity, confidence) = match (wrong.evidence, wrong.listed, in_glossary) {
        (Evidence::Gloss | Evidence::Label, true, _) => (Severity::Error, Confidence::High),
        (Evidence::Gloss | Evidence::Label, false, true) => (Severity::Error, Confidence::Medium),
        (Evidence::Gloss | Evidence::Label, false, false) => {
            (Severity::Warning, Confidence::Medium)
        }
        (Evidence::Context, ..) => (Severity::Warning, Confidence::Medium),
        (Evidence::Sentence, ..) => (Severity::Advice, Confidence::Low),
    };
    let best = &wrong.meant[0];
    let (text, gloss) = (&mention.text, &wrong.gloss);
    let own = match &wrong.own {
        Some(own) => format!("`{text}` means “{own}”"),
        None => format!("`{text}` is another word"),
    };
    let message = format!("{own}; the text means “{gloss}”: `{}`", best.text);
    let mut draft =
        Draft::new(passage, &META, mention.span, severity, confidence, message).term(best.term);
    draft = draft.related(wrong.place, "the meaning given here");
    for meant in &wrong.meant {
        let en = rendering(passage.lexicon, meant.term, &english::key(gloss)).into_owned();
        let cost = (meant.distance, meant.cost);
        draft = draft.suggest(meant.text.clone(), Some(meant.ru.clone()), Some(en), cost, false);
    }
    draft.done()
}
