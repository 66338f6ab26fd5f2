//! A name spelt otherwise than English publications spell it.

use super::{Check, Draft, Suspicion, Word};
use crate::analysis::{Mention, Passage, Verdict, accepted};
use crate::distance::both;
use crate::english;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::lexicon::{Lexicon, TermId};
use crate::script::{Casing, Script, fold, fold_latin};
use crate::translit::{self, reading_key, spellings};

/// See its page.
#[derive(Debug)]
pub(super) struct NameSpelling;

static META: Meta = Meta {
    name: "name-spelling",
    summary: "a name is spelt by some scheme where English has an established spelling",
    severity: Severity::Warning,
    page: r#"
## What it does

Finds names of people and places in any romanization scheme, or in the spelling of another
language, and gives the spelling that English publications have settled on.

## Why

Tchaikovsky, Khrushchev and Moscow are found under these names; *Chaykovskiy*, *Chruschtschow* and
*Moskva* are not, and readers take them for other people and places.

## Example

```bad
The concert opened with a symphony by Chaykovskiy.
Khrushchyov spoke at the United Nations.
```

Write instead:

```good
The concert opened with a symphony by Tchaikovsky.
Khrushchev spoke at the United Nations.
```

## When it is silent

On every spelling that the glossary's `en` list has (the first is preferred, the others are
accepted), on words in the house scheme given with `--scheme`, on names marked
`enforce = "advisory"`, and where the word is quoted to be explained. To choose between Kyiv and
Kiev, write a term of your own with one in `en` and the other in `avoid-en`.

```good
Both Kyiv and Kiev are accepted; so are Alexei and Alexey.
```
"#,
};

impl Check for NameSpelling {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn suspects(&self, word: &Word<'_>, lexicon: &Lexicon) -> Suspicion {
        let text = english::base(word.text);
        if word.script != Script::Latin
            || word.is_english
            || !lexicon.has_names()
            || Casing::of(text) == Casing::Lower
            || english::is_known(text)
            || is_accepted(text, lexicon)
        {
            return Suspicion::None;
        }
        let found = word.romanized(lexicon).iter();
        let suspect = found.flat_map(|found| accepted(&found.hits)).any(|id| {
            lexicon.is_enforced_name(id) && lexicon.term(id).ru.iter().any(|ru| is_spelt(ru, text))
        });
        Suspicion::anywhere_if(suspect)
    }

    fn check(&self, passage: &Passage<'_>, found: &mut Vec<Finding>) {
        for mention in passage.mentions.iter().filter(|m| m.script == Script::Latin && !m.foreign) {
            let Some(term) = name(passage, mention) else { continue };
            found.push(finding(passage, mention, term));
        }
    }
}

/// The name that the mention is, if it should be spelt otherwise.
fn name(passage: &Passage<'_>, mention: &Mention) -> Option<TermId> {
    let text = english::base(&mention.text);
    let quoted = passage.words.quotes[mention.tokens.start].is_some();
    let explained = quoted || mention.verdict != Verdict::Unclear;
    let scholarly = !text.is_ascii() && is_scholarly(passage, mention);
    if Casing::of(text) == Casing::Lower
        || text.chars().count() < 4
        || english::is_known(text)
        || explained
        || scholarly
        || is_first_name(passage, mention)
    {
        return None;
    }
    if is_accepted(text, passage.lexicon) {
        return None;
    }
    let in_house = |scheme: &translit::Scheme| {
        mention.forms.iter().any(|form| reading_key(&scheme.romanize(form)) == reading_key(text))
    };
    if passage.house.is_some_and(in_house) {
        return None;
    }
    let words = |text: &str| text.split(' ').count();
    let lexicon = passage.lexicon;
    accepted(&mention.hits).filter(|&id| lexicon.is_enforced_name(id)).find(|&id| {
        let term = lexicon.term(id);
        // other cases than the nominative spell too many other words
        let is_it =
            |ru: &String| mention.forms.contains(&fold(ru).into_owned()) && is_spelt(ru, text);
        words(&term.en[0]) == words(text) && term.ru.iter().any(is_it)
    })
}

/// Whether the spelling is accepted for any name at all: then it is nobody's mistake.
fn is_accepted(text: &str, lexicon: &Lexicon) -> bool {
    accepted(&lexicon.english(&english::key(text), text)).next().is_some()
}

/// Whether another name follows, so that this is somebody's first name, whatever place it spells.
fn is_first_name(passage: &Passage<'_>, mention: &Mention) -> bool {
    let words = &passage.words;
    let next = words.tokens.get(mention.tokens.end);
    let spaced = words.gap_after(mention.tokens.end - 1).chars().all(|c| c == ' ');
    next.is_some_and(|next| {
        spaced && Casing::of(next.text) == Casing::Title && !english::is_known(next.text)
    })
}

/// Whether the passage romanizes other words with diacritics too, as scholars do, names included.
fn is_scholarly(passage: &Passage<'_>, mention: &Mention) -> bool {
    passage.mentions.iter().any(|other| {
        other.script == Script::Latin
            && other.tokens != mention.tokens
            && !english::base(&other.text).is_ascii()
    })
}

/// Whether some scheme writes the name so: with all its letters, or by the ways that English
/// publications mix. Diacritics left out make other people's names.
fn is_spelt(ru: &str, text: &str) -> bool {
    let key = reading_key(text);
    let long = key.chars().count() >= 6;
    let written = |scheme: &translit::Scheme| reading_key(&fold_latin(&scheme.romanize(ru))) == key;
    translit::all().iter().any(|scheme| {
        let english =
            !matches!(scheme.name.as_str(), "german" | "french" | "mvd-310-fr" | "telegram");
        (english || long) && written(scheme)
    }) || (long && mixes(ru, &key))
}

fn mixes(ru: &str, key: &str) -> bool {
    // read letter by letter against the one name: schemes may change on the way
    let target: Vec<char> = fold(ru).chars().collect();
    let key: Vec<char> = key.chars().collect();
    let mut reach = vec![vec![false; key.len() + 1]; target.len() + 1];
    reach[0][0] = true;
    for at in 0..target.len() {
        for from in 0..=key.len() {
            if !reach[at][from] {
                continue;
            }
            let silent = spellings().silent().iter();
            let heard = key.get(from).map_or(&[][..], |&c| spellings().starting(c)).iter();
            for spelling in silent.chain(heard) {
                let to = at + spelling.cyrillic.len();
                let end = from + spelling.latin.len();
                let joined = spelling.schemes & spellings().joined != 0;
                let before = at.checked_sub(1).map(|i| target[i]);
                let placed =
                    (!spelling.ending || to == target.len()) && spelling.before.holds(before);
                if joined
                    && placed
                    && to <= target.len()
                    && target[at..to] == spelling.cyrillic[..]
                    && key[from..].starts_with(&spelling.latin)
                {
                    reach[to][end] = true;
                }
            }
        }
    }
    reach[target.len()][key.len()]
}

fn finding(passage: &Passage<'_>, mention: &Mention, id: TermId) -> Finding {
    let term = passage.lexicon.term(id);
    let text = english::base(&mention.text);
    let span = crate::span::Span::new(mention.span.start, mention.span.start + text.len());
    let casing = Casing::of(text);
    let message = format!("`{text}`: the English name is `{}`", casing.apply(&term.en[0]));
    let mut draft =
        Draft::new(passage, &META, span, Severity::Warning, Confidence::High, message).term(id);
    for (at, en) in term.en.iter().enumerate() {
        let cost = both(&fold(text), &fold(en));
        draft = draft.suggest(
            casing.apply(en),
            Some(term.ru[0].clone()),
            Some(en.clone()),
            cost,
            at == 0 && term.en.len() == 1,
        );
    }
    draft.done()
}
