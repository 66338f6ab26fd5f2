//! A word that no dictionary knows, one slip from a term.

use std::cell::RefCell;

use super::{Check, Draft, Place, Suspicion, Word};
use crate::analysis::{Mention, Passage, Verdict, Wrong, accepted, rendering, suggest};
use crate::distance::{Cost, distance};
use crate::english;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::lexicon::{Lexicon, TermId};
use crate::memo::Recent;
use crate::russian;
use crate::script::{Casing, Script, fold};
use crate::translit::reading_key;
use crate::trie::Alphabet;

/// See its page.
#[derive(Debug)]
pub(super) struct NearMiss;

static META: Meta = Meta {
    name: "near-miss",
    summary: "a word that no dictionary knows stands one slip from a term",
    severity: Severity::Error,
    page: r"
## What it does

Finds a word, in Cyrillic or romanized, that is no Russian word but nearly a term: with a letter
dropped, doubled, swapped or mistyped. For a romanized word the text must say what it means, since
Latin letters that nobody knows are most often a name.

## Why

A misspelt term is not found again, by readers or by search, and shows that nobody read the proof.

## Example

```bad
The Russian word for “reset” is perzagruzka.
Стороны договорились о перзагрузке отношений.
```

Write instead:

```good
The Russian word for “reset” is perezagruzka.
Стороны договорились о перезагрузке отношений.
```

## When it is silent

On names, on words in capitals, on words that the dictionary knows, on spellings of the right word
by any romanization scheme, and where another word is as near as the term.

```good
The Russian word for “reset” is perezagrouzka.
Компания Перзагрузка открылась в Твери.
```
",
};

/// A shorter word has too many neighbours.
const SHORTEST: usize = 6;
/// The cost of an edit that nothing makes likely.
const WHOLE_EDIT: Cost = 100;
/// Latin letters say less.
const SHORTEST_LATIN: usize = 8;
/// The longest quotation, in words, that sets a word off.
const MOST_SET_OFF: usize = 3;

impl Check for NearMiss {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn suspects(&self, word: &Word<'_>, lexicon: &Lexicon) -> Suspicion {
        let text = word.text;
        match word.script {
            Script::Cyrillic => Suspicion::anywhere_if({
                let folded = fold(text);
                matches!(Casing::of(text), Casing::Lower | Casing::Title)
                    && folded.chars().count() >= SHORTEST
                    && !russian::is_known(&folded)
                    && only_term(&folded, lexicon).is_some()
            }),
            Script::Latin
                if !word.is_english
                    && Casing::of(text) == Casing::Lower
                    && text.chars().count() >= SHORTEST_LATIN =>
            {
                Suspicion::Placed
            }
            Script::Latin | Script::Mixed | Script::Other => Suspicion::None,
        }
    }

    fn suspects_at(&self, place: Place<'_>, lexicon: &Lexicon) -> bool {
        let near = || {
            let key = reading_key(&place.text[place.word.range()]);
            !english::is_near(&key) && !lexicon.near_latin(&key, 1).is_empty()
        };
        place.is_set_off(MOST_SET_OFF) && near()
    }

    fn check(&self, passage: &Passage<'_>, found: &mut Vec<Finding>) {
        // with a digit it is a name: parent1, родитель1; `_` marks an access key or joins a name
        let is_unknown = |m: &&Mention| {
            m.forms.is_empty()
                && m.hits.is_empty()
                && !m.text.contains(char::is_numeric)
                && !m.tokens.clone().any(|word| passage.words.is_code(word))
        };
        for mention in passage.mentions.iter().filter(is_unknown) {
            match &mention.verdict {
                Verdict::Wrong(wrong) => found.push(glossed(passage, mention, wrong)),
                Verdict::Unclear if mention.script == Script::Cyrillic => {
                    found.extend(by_form(passage, mention));
                }
                Verdict::Unclear if mention.script == Script::Latin => {
                    found.extend(by_letters(passage, mention));
                }
                _ => {}
            }
        }
    }
}

fn glossed(passage: &Passage<'_>, mention: &Mention, wrong: &Wrong) -> Finding {
    let best = &wrong.meant[0];
    let message =
        format!("`{}` is no Russian word; “{}” is `{}`", mention.text, wrong.gloss, best.text);
    let mut draft =
        Draft::new(passage, &META, mention.span, Severity::Error, Confidence::High, message)
            .term(best.term);
    draft = draft.related(wrong.place, "the meaning given here");
    for meant in &wrong.meant {
        let en = rendering(passage.lexicon, meant.term, &english::key(&wrong.gloss)).into_owned();
        let cost = (meant.distance, meant.cost);
        draft = draft.suggest(meant.text.clone(), Some(meant.ru.clone()), Some(en), cost, false);
    }
    draft.done()
}

/// Whether the word is no name: in small letters, or capitalized as the first of its sentence.
fn is_common(passage: &Passage<'_>, mention: &Mention) -> bool {
    let first = passage.words.sentence(mention.tokens.start).start == mention.tokens.start;
    match Casing::of(&mention.text) {
        Casing::Lower => true,
        Casing::Title => first,
        Casing::Upper | Casing::Mixed => false,
    }
}

/// The term one letter from a word that nobody knows, unless another word is as near; and whether
/// there is no other term at all.
fn only_term(word: &str, lexicon: &Lexicon) -> Option<(TermId, bool)> {
    type Known = Recent<(u64, String), Option<(TermId, bool)>>;
    thread_local! {
        static KNOWN: RefCell<Known> = RefCell::new(Recent::new(MOST_REMEMBERED));
    }
    let asked = (lexicon.number(), word.to_owned());
    if let Some(known) = KNOWN.with_borrow_mut(|known| known.get(&asked)) {
        return known;
    }
    let found = seek_only_term(word, lexicon);
    KNOWN.with_borrow_mut(|known| known.put(asked, found));
    found
}

/// Words that are remembered.
const MOST_REMEMBERED: usize = 1 << 13;

fn seek_only_term(word: &str, lexicon: &Lexicon) -> Option<(TermId, bool)> {
    let near = lexicon.near(word, 1);
    let scored = near.iter().map(|(form, hits)| (distance(word, form), form, hits));
    let (cost, _, hits) = scored.min()?;
    let term = accepted(hits).next()?;
    // a new word made of two is no slip, unless the slip is of the likeliest kind
    if cost >= WHOLE_EDIT && is_compound(word) {
        return None;
    }
    if is_prefixed(word) {
        return None;
    }
    // a word of the language as near as the term is as likely
    let rivals = russian::forms().near(word, 1, Alphabet::Own);
    let is_rival = |rival: &str| lexicon.russian(rival).is_empty() && distance(word, rival) <= cost;
    if rivals.iter().any(|rival| is_rival(&rival.word)) {
        return None;
    }
    Some((term, near.len() == 1))
}

/// Whether the word is two known words in one, as new words are: чек-лист, чеклист.
fn is_compound(word: &str) -> bool {
    let places = word.char_indices().map(|(at, _)| at);
    places.skip(3).any(|at| {
        let (first, second) = word.split_at(at);
        let long = second.chars().count() >= 5;
        long && russian::is_known(second)
            && (russian::is_known(first) || russian::is_known(first.trim_end_matches(['о', 'е'])))
    })
}

/// Whether the word is a known one with a prefix that Russian puts before any verb, and before
/// adjectives of order: склонировать, покаталожный.
fn is_prefixed(word: &str) -> bool {
    ["с", "по"].iter().any(|prefix| {
        let rest = word.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.chars().count() >= SHORTEST && russian::is_known(rest))
    })
}

/// A romanized word that only a term is near to, in a text that shows it to be Russian: set off by
/// quotation marks or emphasis, among other Russian words.
fn by_letters(passage: &Passage<'_>, mention: &Mention) -> Option<Finding> {
    let word = reading_key(&mention.text);
    let quote = passage.words.quotes[mention.tokens.start].as_ref();
    let russian = |other: &Mention| !other.forms.is_empty() && !other.english && !other.foreign;
    if word.chars().count() < SHORTEST_LATIN
        || Casing::of(&mention.text) != Casing::Lower
        || mention.foreign
        || quote.is_none_or(|quote| quote.len() > MOST_SET_OFF)
        || !passage.mentions.iter().any(russian)
        || english::is_near(&word)
    {
        return None;
    }
    let near = passage.lexicon.near_latin(&word, 1);
    let (_, hits) = near.first()?;
    let term = accepted(hits).next()?;
    let meant =
        suggest(&mention.in_context(&passage.words, None), term, passage.lexicon, passage.house)?;
    let entry = passage.lexicon.term(term);
    let message = format!("`{}` is no Russian word; the term is `{}`", mention.text, meant.text);
    let draft =
        Draft::new(passage, &META, mention.span, Severity::Warning, Confidence::Medium, message);
    let cost = (meant.distance, meant.cost);
    Some(
        draft
            .term(term)
            .suggest(meant.text, Some(meant.ru), Some(entry.en[0].clone()), cost, false)
            .done(),
    )
}

/// A Cyrillic word that only a term is near to.
fn by_form(passage: &Passage<'_>, mention: &Mention) -> Option<Finding> {
    let word = fold(&mention.text);
    if word.chars().count() < SHORTEST
        || !is_common(passage, mention)
        || passage.words.hyphenated(mention.tokens.start).len() > 1
    {
        return None;
    }
    let (term, sure) = only_term(&word, passage.lexicon)?;
    let meant =
        suggest(&mention.in_context(&passage.words, None), term, passage.lexicon, passage.house)?;
    let entry = passage.lexicon.term(term);
    let message = format!("`{}` is no Russian word; the term is `{}`", mention.text, meant.text);
    let draft =
        Draft::new(passage, &META, mention.span, Severity::Warning, Confidence::Medium, message)
            .term(term)
            .suggest(
                meant.text,
                Some(meant.ru),
                Some(entry.en[0].clone()),
                (meant.distance, meant.cost),
                sure,
            );
    Some(draft.done())
}
