//! Whether a word could be taken for a term, asked before a text is read: most strange words are
//! near none of the terms that the English beside them names.

use std::collections::HashSet;
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

use super::meaning::{NEAR, may_be_near};
use super::{Mention, Verdict, accepted, has_form_within, readings, suggest};
use crate::english;
use crate::lexicon::{Hit, Lexicon, Role};
use crate::memo::Memo;
use crate::russian;
use crate::script::{Script, fold, script_of};
use crate::span::Span;
use crate::token::tokens;
use crate::translit::Scheme;

/// The most words of a term that is sought at the edge of a gloss.
const LONGEST_TERM: usize = 8;
/// So far from the edge it is sought.
const REACH: usize = 128;

/// Whether `word` may be taken for a term whose English begins where `text` does.
pub fn may_stand_for_first(
    word: &str,
    text: &str,
    lexicon: &Lexicon,
    house: Option<&Scheme>,
) -> bool {
    let text = &text[..text.floor_char_boundary(REACH.min(text.len()))];
    let words: Vec<&str> = tokens(text).take(LONGEST_TERM).map(|token| token.text).collect();
    (1..=words.len()).any(|count| may_stand_for(word, &words[..count], lexicon, house))
}

/// Whether `word` may be taken for a term whose English ends where `text` does.
pub fn may_stand_for_last(
    word: &str,
    text: &str,
    lexicon: &Lexicon,
    house: Option<&Scheme>,
) -> bool {
    let text = &text[text.ceil_char_boundary(text.len().saturating_sub(REACH))..];
    let words: Vec<&str> = tokens(text).map(|token| token.text).collect();
    let first = words.len().saturating_sub(LONGEST_TERM);
    (first..words.len()).any(|from| may_stand_for(word, &words[from..], lexicon, house))
}

/// Whether `word` may be taken for a term whose English is some of the words of `text`.
pub fn may_stand_for_any(
    word: &str,
    text: &str,
    lexicon: &Lexicon,
    house: Option<&Scheme>,
) -> bool {
    let words: Vec<&str> = tokens(text).map(|token| token.text).collect();
    (0..words.len()).any(|from| {
        let most = words.len().min(from + LONGEST_TERM);
        (from + 1..=most).any(|end| may_stand_for(word, &words[from..end], lexicon, house))
    })
}

fn may_stand_for(word: &str, words: &[&str], lexicon: &Lexicon, house: Option<&Scheme>) -> bool {
    let keys: Vec<String> = words.iter().map(|word| english::key(word)).collect();
    let hits = lexicon.english(&keys.join(" "), &words.join(" "));
    hits.into_iter().any(|hit| {
        let asked = (xxh3_64(word.as_bytes()), hit, lexicon.number());
        KNOWN.get_or(asked, || {
            let (mention, is_whole) = alone(word, lexicon);
            // where a phrase may begin, its other words would have to be asked too
            !is_whole || may_be(&mention, hit, lexicon, house)
        })
    })
}

/// Whether words, by their hashes, may be taken for terms of lexicons.
type Answers = Memo<(u64, Hit, u64), bool>;

static KNOWN: LazyLock<Answers> = LazyLock::new(|| Answers::new(1 << 16));

fn may_be(mention: &Mention, hit: Hit, lexicon: &Lexicon, house: Option<&Scheme>) -> bool {
    if mention.is(hit.term) {
        return hit.role == Role::Avoided;
    }
    accepted(&mention.hits).any(|own| lexicon.are_listed(own, hit.term))
        || (may_be_near(mention, hit.term, lexicon)
            && has_form_within(mention, hit.term, NEAR, lexicon, house)
            && suggest(mention, hit.term, lexicon, house).is_some_and(|meant| meant.unlike <= NEAR))
}

/// The first words, as [`english::key`]s, of the English of all terms that the word is mistaken
/// for, or a term that begins with it is; `None` where only the text can say which terms do.
pub fn evidence_against<'l>(word: &str, lexicon: &'l Lexicon) -> Option<HashSet<&'l str>> {
    let (mention, is_whole) = alone(word, lexicon);
    let is_latin = mention.script == Script::Latin;
    if is_latin && !is_whole {
        return None;
    }
    let phrases = if is_latin { Vec::new() } else { lexicon.russian_phrases(word) };
    let twins =
        accepted(&mention.hits).chain(accepted(&phrases)).flat_map(|own| lexicon.twins(own));
    Some(twins.flat_map(|twin| lexicon.openings(*twin)).map(String::as_str).collect())
}

/// The word as a mention by itself, and whether it can be no part of a longer one.
fn alone(word: &str, lexicon: &Lexicon) -> (Mention, bool) {
    let script = script_of(word);
    let (forms, hits, begins) = if script == Script::Latin {
        let (reading, begins) = readings(lexicon, word);
        (reading.forms, reading.hits, begins)
    } else {
        let (folded, hits) = (fold(word).into_owned(), lexicon.russian(word));
        let begins = lexicon.begins_russian(&format!("{folded} "))
            || lexicon.begins_russian(&format!("{folded}-"));
        let known = !hits.is_empty() || russian::is_known(&folded);
        (if known { vec![folded] } else { Vec::new() }, hits, begins)
    };
    let mention = Mention {
        tokens: 0..1,
        span: Span::new(0, word.len()),
        text: word.to_owned(),
        script,
        forms,
        grammar: None,
        hits,
        english: false,
        foreign: false,
        introduced: false,
        verdict: Verdict::Unclear,
    };
    (mention, !begins)
}
