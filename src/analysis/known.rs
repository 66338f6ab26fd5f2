//! What is known of a word wherever it stands: worked out once a thread for each distinct word.

use std::cell::RefCell;
use std::rc::Rc;

use xxhash_rust::xxh3::xxh3_64;

use super::foreign::{self, Languages};
use super::frames::{self, Classes};
use crate::english;
use crate::lexicon::{Hit, Lexicon};
use crate::memo::{Itself, Recent};
use crate::russian;
use crate::script::{Casing, Script, fold, script_of};

/// A word, whatever stands around it.
#[derive(Debug)]
pub(super) struct Known {
    /// In lower case, with plain apostrophes.
    pub(super) lower: String,
    /// As English terms are looked up by.
    pub(super) key: String,
    /// Whether it is an English word.
    pub(super) english: bool,
    /// Its capitals.
    pub(super) casing: Casing,
    /// Whether it has one letter only.
    pub(super) single: bool,
    /// The word lists of frames that it is in.
    pub(super) classes: Classes,
    /// The foreign languages that have it among their small words.
    pub(super) languages: Languages,
    terms: RefCell<Option<(u64, Rc<Terms>)>>,
    forms: RefCell<Option<(u64, Rc<Forms>)>>,
}

/// What a lexicon and the dictionary say of a Russian word.
#[derive(Debug)]
pub(super) struct Forms {
    /// It in small letters, ё as е.
    pub(super) folded: String,
    /// The terms that it is a form of.
    pub(super) hits: Vec<Hit>,
    /// Whether a term of several words may begin with it.
    pub(super) begins: bool,
    /// Whether it is in the dictionary.
    pub(super) is_known: bool,
}

/// What a lexicon says of an English word.
#[derive(Debug)]
pub(super) struct Terms {
    /// The terms that it is by itself.
    pub(super) alone: Vec<Hit>,
    /// Whether a longer term may begin with it.
    pub(super) begins: bool,
    /// Whether some term rejects the word, or a phrase with it, wherever it stands.
    pub(super) rejected: bool,
}

impl Known {
    fn new(text: &str) -> Self {
        let lower = english::lower(text);
        Self {
            key: english::key(text),
            english: script_of(text) == Script::Latin && english::is_known(text),
            casing: Casing::of(text),
            single: text.chars().nth(1).is_none(),
            classes: frames::classes(&lower),
            languages: foreign::languages(&lower),
            lower,
            terms: RefCell::default(),
            forms: RefCell::default(),
        }
    }

    /// What is known of the word, which stands in the text as `text`, as a Russian one.
    pub(super) fn forms(&self, text: &str, lexicon: &Lexicon) -> Rc<Forms> {
        let mut known = self.forms.borrow_mut();
        match &*known {
            Some((number, forms)) if *number == lexicon.number() => Rc::clone(forms),
            _ => {
                let folded = fold(text).into_owned();
                let goes_on = |joint: char| lexicon.begins_russian(&format!("{folded}{joint}"));
                let forms = Rc::new(Forms {
                    hits: lexicon.russian(text),
                    begins: goes_on(' ') || goes_on('-'),
                    is_known: russian::is_known(text),
                    folded,
                });
                *known = Some((lexicon.number(), Rc::clone(&forms)));
                forms
            }
        }
    }

    /// What the lexicon says of the word, which stands in the text as `text`.
    pub(super) fn terms(&self, text: &str, lexicon: &Lexicon) -> Rc<Terms> {
        let mut known = self.terms.borrow_mut();
        match &*known {
            Some((number, terms)) if *number == lexicon.number() => Rc::clone(terms),
            _ => {
                let terms = Rc::new(Terms {
                    alone: lexicon.english(&self.key, text),
                    begins: lexicon.begins_english(&self.key),
                    rejected: lexicon.rejected_with(&self.key).next().is_some(),
                });
                *known = Some((lexicon.number(), Rc::clone(&terms)));
                terms
            }
        }
    }
}

/// Words that are remembered.
const MOST: usize = 1 << 14;

/// What is known of each of the words.
pub(super) fn all<'t>(words: impl Iterator<Item = &'t str>) -> Vec<Rc<Known>> {
    thread_local! {
        static KNOWN: RefCell<Recent<u64, Rc<Known>, Itself>> = RefCell::new(Recent::new(MOST));
    }
    KNOWN.with_borrow_mut(|known| {
        let mut of = |word: &str| {
            let hash = xxh3_64(word.as_bytes());
            known.get(&hash).unwrap_or_else(|| {
                let new = Rc::new(Known::new(word));
                known.put(hash, Rc::clone(&new));
                new
            })
        };
        words.map(&mut of).collect()
    })
}
