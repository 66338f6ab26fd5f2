//! A Cyrillic word and the Latin word beside it that disagree.

use super::{Check, Draft};
use crate::analysis::words::Item;
use crate::analysis::{Mention, Passage, scheme_of};
use crate::distance::{both, dissimilarity};
use crate::english;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::russian;
use crate::script::{Casing, Script, fold, strip_diacritics};
use crate::translit::{reading_key, skeleton};

/// See its page.
#[derive(Debug)]
pub(super) struct RomanizationMismatch;

static META: Meta = Meta {
    name: "romanization-mismatch",
    summary: "a Cyrillic word and its romanization beside it disagree under every scheme",
    severity: Severity::Error,
    page: r"
## What it does

Where a Russian word is given in both alphabets, compares them: «перезагрузка (peregruzka)» is
wrong whatever the scheme. It needs no glossary.

## Why

One of the two is wrong, and it is the one that the English reader will repeat.

## Example

```bad
The policy was called перезагрузка (peregruzka).
The *dogovornost* (договорённость) was signed.
```

Write instead:

```good
The policy was called перезагрузка (perezagruzka).
The *dogovorionnost* (договорённость) was signed.
```

## When it is silent

Where the Latin word is a romanization of the Cyrillic one, or of another form of it, by any scheme
or mixture, with or without diacritics; where it is its English translation or established English
name; and where the two are not near each other at all.

```good
The policy was called перезагрузка (reset); Чайковский (Tchaikovsky) wrote it; Вашингтон (Washington).
```
",
};

/// How unlike the two may be and still be meant as the same word, in thousandths.
const SAME: u32 = 320;

impl Check for RomanizationMismatch {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, passage: &Passage<'_>, found: &mut Vec<Finding>) {
        for pair in passage.mentions.windows(2) {
            let (cyrillic, latin) = match (pair[0].script, pair[1].script) {
                (Script::Cyrillic, Script::Latin) => (&pair[0], &pair[1]),
                (Script::Latin, Script::Cyrillic) => (&pair[1], &pair[0]),
                _ => continue,
            };
            if beside(passage, &pair[0], &pair[1]) && disagree(passage, cyrillic, latin) {
                found.push(finding(passage, cyrillic, latin));
            }
        }
    }
}

/// Whether the second stands in parentheses after the first, or after a comma, slash or dash.
fn beside(passage: &Passage<'_>, first: &Mention, second: &Mention) -> bool {
    let words = &passage.words;
    let (start, end) = (words.items_of(&first.tokens).end, words.items_of(&second.tokens).start);
    if start > end {
        return false;
    }
    let between: Vec<Item> = words.items[start..end].to_vec();
    let marks: String = between
        .iter()
        .filter_map(|item| if let Item::Mark(c) = item { Some(*c) } else { None })
        .collect();
    let introduced = between.iter().all(|item| match item {
        Item::Mark(_) => true,
        Item::Word(token) => matches!(
            words.lower(*token),
            "russian" | "romanized" | "transliterated" | "or" | "in" | "also" | "spelled"
        ),
    });
    introduced && matches!(marks.as_str(), "(" | "(:" | "/" | "[" | "=" | "(,")
}

fn disagree(passage: &Passage<'_>, cyrillic: &Mention, latin: &Mention) -> bool {
    let text = english::base(&latin.text);
    if cyrillic.tokens.len() != latin.tokens.len()
        || cyrillic.forms.is_empty()
        || latin.foreign
        || text.chars().count() < 4
        || english::is_known(text)
    {
        return false;
    }
    // names have spellings of their own, in English and in the language they come from
    let names = russian::readings(&cyrillic.text);
    let is_name =
        Casing::of(&cyrillic.text) != Casing::Lower && names.iter().any(|g| g.pos == "PROPN");
    let known = passage.lexicon.english(&english::key(text), text);
    let form = &cyrillic.forms[0];
    let agree = latin.forms.iter().any(|other| other == form || same_lemma(other, form))
        || skeleton(text) == skeleton(form)
        || (text.is_ascii()
            && crate::translit::all()
                .iter()
                .any(|s| strip_diacritics(&s.romanize(form)) == reading_key(text)));
    if is_name || !known.is_empty() || agree {
        return false;
    }
    let romanized = reading_key(&crate::translit::all()[0].romanize(form));
    dissimilarity(&reading_key(text), &romanized) <= SAME
}

fn same_lemma(a: &str, b: &str) -> bool {
    let own = russian::lemmas(b);
    russian::lemmas(a).iter().any(|lemma| own.iter().any(|other| fold(other) == fold(lemma)))
}

fn finding(passage: &Passage<'_>, cyrillic: &Mention, latin: &Mention) -> Finding {
    let form = russian::with_yo(&cyrillic.forms[0]);
    let (scheme, _) = scheme_of(latin, &form, passage.house);
    let right = Casing::of(&latin.text).apply(&scheme.romanize(&form));
    let message = format!("`{}` is no romanization of {}: `{right}`", latin.text, cyrillic.text);
    let (from, to) = (reading_key(&latin.text), reading_key(&right));
    let cost = both(&from, &to);
    let draft = Draft::new(passage, &META, latin.span, Severity::Error, Confidence::High, message);
    let place = passage.words.segment.to_source(cyrillic.span);
    draft
        .related(place, "the word in Cyrillic")
        .suggest(right, Some(form), None, cost, false)
        .done()
}
