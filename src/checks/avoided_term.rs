//! A rendering that the glossary rejects.

use std::ops::Range;

use super::confused_term::is_certain;
use super::{Check, Draft, Place, Suspicion, Word, replacement};
use crate::analysis::frames::{Kind, frames_at};
use crate::analysis::{
    Evidence, Habits, Mention, Occurrence, Pair, Passage, Verdict, accepted, english_terms, suggest,
};
use crate::distance::both;
use crate::english;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::glossary::Enforce;
use crate::lexicon::{Hit, Lexicon, Role, TermId};
use crate::script::{Casing, Script, fold, script_of};
use crate::token::{Joint, tokens};

/// See its page.
#[derive(Debug)]
pub(super) struct AvoidedTerm;

static META: Meta = Meta {
    name: "avoided-term",
    summary: "a rendering that the glossary rejects",
    severity: Severity::Warning,
    page: r#"
## What it does

Finds what a term's `avoid-ru` and `avoid-en` list, in any form: a loan the house does not use, a
false friend, a spelling of the past.

## Why

The glossary's owner has decided; the text should follow without anyone having to remember.

## Example

With `ru = "перезагрузка"`, `en = ["reset"]`, `avoid-ru = ["ресет"]`, `avoid-en = ["re-load"]`:

```bad
Нужен полный ресет отношений.
```

Write instead:

```good
Нужна полная перезагрузка отношений.
```

## When it is silent

For a term with `enforce = "advisory"` the text itself must tie the rejected word to the term:
“a magazin (magazine)”. With `enforce = "never"` always. Where the word is an accepted rendering
of another term, evidence is needed too, unless that term is built in and the one that rejects it
is of your own. Where the text explains or denies the word, nothing is said.

```good
Не «ресет», а перезагрузка.
```
"#,
};

impl Check for AvoidedTerm {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn suspects(&self, word: &Word<'_>, lexicon: &Lexicon) -> Suspicion {
        let text = word.text;
        match word.script {
            Script::Latin if !lexicon.rejects_english() => Suspicion::None,
            Script::Latin => {
                let key = english::key(text);
                let alone = |phrase: &str| {
                    if phrase == key { Suspicion::Anywhere } else { Suspicion::Placed }
                };
                lexicon.rejected_with(&key).map(alone).max().unwrap_or(Suspicion::None)
            }
            Script::Cyrillic => {
                // a phrase may be rejected that begins with an innocent word
                let begins = || lexicon.begins_russian(&format!("{} ", fold(text)));
                if lexicon.russian(text).into_iter().any(is_rejected) {
                    Suspicion::Anywhere
                } else if lexicon.rejects_phrases() && begins() {
                    Suspicion::Placed
                } else {
                    Suspicion::None
                }
            }
            Script::Mixed | Script::Other => Suspicion::None,
        }
    }

    fn suspects_at(&self, place: Place<'_>, lexicon: &Lexicon) -> bool {
        let word = &place.text[place.word.range()];
        match script_of(word) {
            Script::Latin => {
                let key = english::key(word);
                let before = || word_before(place).map(english::key);
                let after = || word_after(place).map(english::key);
                lexicon.rejected_with(&key).any(|phrase| {
                    let words: Vec<&str> = phrase.split(' ').collect();
                    (0..words.len()).any(|at| {
                        let left = at.checked_sub(1).map(|at| words[at]);
                        let right = words.get(at + 1).copied();
                        words[at] == key
                            && (left.is_none() || left == before().as_deref())
                            && (right.is_none() || right == after().as_deref())
                    })
                })
            }
            Script::Cyrillic => {
                let text = place.text;
                let end = text.floor_char_boundary((place.word.end + LONGEST).min(text.len()));
                let mut phrase = word.to_owned();
                for next in tokens(&text[place.word.start..end]).skip(1) {
                    phrase.push(if next.joint == Joint::Hyphen { '-' } else { ' ' });
                    phrase.push_str(next.text);
                    if lexicon.russian(&phrase).into_iter().any(is_rejected) {
                        return true;
                    }
                    if !lexicon.begins_russian(&fold(&phrase)) {
                        return false;
                    }
                }
                false
            }
            Script::Mixed | Script::Other => false,
        }
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        // a word that may stand for another waits for what the document says of it
        let waits = |met: &Occurrence| pair.confusions().iter().any(|c| c.words == met.words);
        rejected_in_pair(pair, |met| !waits(met), found);
    }

    fn doubtful(&self, pair: &Pair<'_>, habits: &Habits, found: &mut Vec<Finding>) {
        // where it does stand for another, that is the finding
        let is_told = |met: &Occurrence| {
            let confusion = pair.confusions().iter().find(|c| c.words == met.words);
            confusion
                .map(|c| habits.bear_out(pair, c).is_some_and(|(meant, _)| is_certain(pair, meant)))
        };
        rejected_in_pair(pair, |met| is_told(met) == Some(false), found);
    }

    fn check(&self, passage: &Passage<'_>, found: &mut Vec<Finding>) {
        let mut flagged: Vec<Range<usize>> = Vec::new();
        for mention in &passage.mentions {
            found.extend(russian(passage, mention));
            for (range, term) in glossed_wrongly(passage, mention) {
                if !flagged.contains(&range) {
                    found.push(english(passage, &range, term, Some(mention)));
                    flagged.push(range);
                }
            }
        }
        if passage.rejects_english() {
            on_sight(passage, &flagged, found);
        }
    }
}

/// The words of a translation that its terms reject, of those that are asked for.
fn rejected_in_pair(
    pair: &Pair<'_>,
    asked: impl Fn(&Occurrence) -> bool,
    found: &mut Vec<Finding>,
) {
    let rejected = |met: &Occurrence| met.rejected().next().is_some();
    for met in pair.target.terms.iter().filter(|met| rejected(met) && asked(met)) {
        // another term's own word may be what is meant
        let right = met.terms().next().is_some() && pair.is_meant(met);
        let said = pair.source.terms.iter().find_map(|said| {
            let term = met.rejected().find(|term| said.terms().any(|other| other == *term))?;
            Some((said, term))
        });
        if let (Some((said, term)), false) = (said, right) {
            found.extend(in_pair(pair, met, said, term));
        }
    }
}

/// A rejected rendering of a term that the original has.
fn in_pair(pair: &Pair<'_>, met: &Occurrence, said: &Occurrence, term: TermId) -> Option<Finding> {
    let entry = pair.lexicon.term(term);
    let (severity, confidence) = match entry.enforce {
        Enforce::Required => (Severity::Error, Confidence::High),
        Enforce::Advisory => (Severity::Warning, Confidence::Medium),
        Enforce::Never => return None,
    };
    let place = pair.source.words.span(&said.words);
    let span = pair.target.words.span(&met.words);
    let right = replacement(pair, &met.words, term)?;
    let (word, text) = (&pair.target.text()[span.range()], &pair.source.text()[place.range()]);
    let message = format!("`{word}` is rejected for “{text}”: `{}`", right.text);
    let draft = Draft::of_pair(pair, &META, span, severity, confidence, message)
        .term(term)
        .said(pair, place, "the term of the original")
        .replace(right, confidence == Confidence::High);
    Some(draft.done())
}

fn russian(passage: &Passage<'_>, mention: &Mention) -> Option<Finding> {
    if mention.script != Script::Cyrillic {
        return None;
    }
    let rejected =
        |hit: &&Hit| hit.role == Role::Avoided && is_last_word(passage, **hit, &mention.hits);
    let term = mention.hits.iter().find(rejected)?.term;
    let enforce = passage.lexicon.term(term).enforce;
    let confirmed = mention.verdict == Verdict::Confirmed;
    let wanted = enforce == Enforce::Required || (enforce == Enforce::Advisory && confirmed);
    // where the text says outright that another word is meant, that is the finding
    let told =
        matches!(&mention.verdict, Verdict::Wrong(wrong) if wrong.evidence <= Evidence::Label);
    if !wanted || told || denied(passage, mention.tokens.start) {
        return None;
    }
    let meant =
        suggest(&mention.in_context(&passage.words, None), term, passage.lexicon, passage.house)?;
    let entry = passage.lexicon.term(term);
    let message = format!("`{}` is rejected for “{}”: `{}`", mention.text, entry.en[0], meant.text);
    let draft =
        Draft::new(passage, &META, mention.span, Severity::Warning, Confidence::High, message)
            .term(term)
            .suggest(
                meant.text,
                Some(meant.ru),
                Some(entry.en[0].clone()),
                (meant.distance, meant.cost),
                true,
            );
    Some(draft.done())
}

/// English that a frame gives as the meaning of a mention, and that the mention's term rejects.
fn glossed_wrongly(passage: &Passage<'_>, mention: &Mention) -> Vec<(Range<usize>, TermId)> {
    let words = &passage.words;
    // where another word is meant, that is the finding
    if mention.verdict != Verdict::Unclear || accepted(&mention.hits).next().is_none() {
        return Vec::new();
    }
    let met = frames_at(words, &words.items_of(&mention.tokens));
    let glosses = met.iter().filter(|met| met.kind == Kind::Gloss);
    let found = glosses.flat_map(|met| english_terms(words, &met.gloss, passage.lexicon));
    let rejected = found.filter_map(|(range, hits)| {
        let own = accepted(&mention.hits)
            .find(|&term| hits.contains(&Hit { term, role: Role::Avoided }))?;
        (passage.lexicon.term(own).enforce > Enforce::Never).then_some((range, own))
    });
    rejected.collect()
}

/// English that is rejected wherever it stands.
fn on_sight(passage: &Passage<'_>, flagged: &[Range<usize>], found: &mut Vec<Finding>) {
    for (range, hits) in passage.english() {
        let range = range.clone();
        let required = hits.iter().find(|hit| {
            hit.role == Role::Avoided
                && passage.lexicon.term(hit.term).enforce == Enforce::Required
                && is_last_word(passage, **hit, hits)
        });
        let Some(hit) = required else { continue };
        if !flagged.contains(&range) && !denied(passage, range.start) {
            found.push(english(passage, &range, hit.term, None));
        }
    }
}

/// Whether no term accepts what one rejects, or only terms of glossaries that it goes over.
fn is_last_word(passage: &Passage<'_>, rejected: Hit, hits: &[Hit]) -> bool {
    accepted(hits).all(|term| passage.lexicon.outranks(rejected.term, term))
}

fn english(
    passage: &Passage<'_>,
    range: &Range<usize>,
    term: TermId,
    mention: Option<&Mention>,
) -> Finding {
    let words = &passage.words;
    let entry = passage.lexicon.term(term);
    let span = words.span(range);
    let text = &words.segment.text()[span.range()];
    let right = Casing::of(text).apply(&entry.en[0]);
    let message = format!("“{text}” is rejected for {}: “{right}”", entry.ru[0]);
    let mut draft =
        Draft::new(passage, &META, span, Severity::Warning, Confidence::High, message).term(term);
    if let Some(mention) = mention {
        draft = draft.related(words.segment.to_source(mention.span), "the term that it stands for");
    }
    let lower = text.to_lowercase();
    for en in &entry.en {
        let cost = both(&lower, &en.to_lowercase());
        let casing = Casing::of(text).apply(en);
        draft = draft.suggest(casing, Some(entry.ru[0].clone()), Some(en.clone()), cost, false);
    }
    draft.done()
}

fn is_rejected(hit: Hit) -> bool {
    hit.role == Role::Avoided
}

/// A phrase is read so far.
const LONGEST: usize = 256;
/// A neighbouring word is sought so far.
const NEXT: usize = 96;

fn word_before(place: Place<'_>) -> Option<&str> {
    let text = place.text;
    let start = text.floor_char_boundary(place.word.start.saturating_sub(NEXT));
    tokens(&text[start..place.word.start]).last().map(|token| token.text)
}

fn word_after(place: Place<'_>) -> Option<&str> {
    let text = place.text;
    let end = text.ceil_char_boundary((place.word.end + NEXT).min(text.len()));
    tokens(&text[place.word.end..end]).next().map(|token| token.text)
}

/// Whether the word is named only to be turned down: “not X”, “instead of X”, «не X», «вместо X».
fn denied(passage: &Passage<'_>, word: usize) -> bool {
    let back = |steps: usize| {
        word.checked_sub(steps).map(|at| passage.words.lower(at)).unwrap_or_default()
    };
    let (last, before) = (back(1), back(2));
    matches!(last, "not" | "never" | "avoid" | "formerly" | "не" | "вместо" | "бывший")
        || matches!((before, last), ("instead", "of") | ("rather", "than") | ("а", "не"))
}
