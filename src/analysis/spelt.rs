//! How terms are spelt, as far as likeness goes. Worked out once a thread: a text holds few terms
//! against many words. Spellings stand one a line, which takes a third of the room of so many
//! strings.

use std::cell::RefCell;
use std::rc::Rc;

use xxhash_rust::xxh3::xxh3_64;

use crate::lexicon::{Lexicon, TermId};
use crate::memo::{Itself, Recent};
use crate::russian;
use crate::script::{fold, is_sign, strip_diacritics};
use crate::translit::{self, Scheme, reading_key, skeleton};

/// How completely a word follows its scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dress {
    /// To the letter.
    Full,
    /// Without apostrophes and primes.
    NoSigns,
    /// Without diacritics too.
    Bare,
}

impl Dress {
    /// A form in a scheme.
    pub(super) fn write(self, form: &str, scheme: &Scheme) -> String {
        let latin = scheme.romanize(form);
        match self {
            Self::Full => latin,
            Self::NoSigns => latin.chars().filter(|&c| !is_sign(c)).collect(),
            Self::Bare => strip_diacritics(&latin),
        }
    }
}

/// What of a term is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    Skeletons,
    Folded,
    /// A rendering, by its number, in a scheme, by the hash of its name.
    Written(usize, u64, Dress),
}

/// The skeletons of a term's renderings.
pub(super) fn skeletons(term: TermId, lexicon: &Lexicon) -> Rc<str> {
    known(term, What::Skeletons, lexicon, || {
        lexicon.term(term).ru.iter().map(|ru| skeleton(ru)).collect()
    })
}

/// All forms of a term's renderings, folded.
pub(super) fn folded(term: TermId, lexicon: &Lexicon) -> Rc<str> {
    known(term, What::Folded, lexicon, || {
        let entry = lexicon.term(term);
        let spellings = |ru: &String| russian::spellings_of(ru, entry.pos, entry.like.as_deref());
        entry.ru.iter().flat_map(spellings).map(|form| fold(&form).into_owned()).collect()
    })
}

/// All forms of one of a term's renderings in a scheme, as [`reading_key`]s.
pub(super) fn written(
    term: TermId,
    rendering: usize,
    (scheme, dress): (&Scheme, Dress),
    lexicon: &Lexicon,
) -> Rc<str> {
    let name = xxh3_64(scheme.name.as_bytes());
    known(term, What::Written(rendering, name, dress), lexicon, || {
        let entry = lexicon.term(term);
        let forms = russian::spellings_of(&entry.ru[rendering], entry.pos, entry.like.as_deref());
        forms.iter().map(|form| reading_key(&dress.write(form, scheme))).collect()
    })
}

/// A word in every scheme, as [`reading_key`]s, in the order of [`translit::all`].
pub(super) fn in_all_schemes(word: &str) -> Rc<str> {
    thread_local! {
        static KNOWN: RefCell<Recent<u64, Rc<str>, Itself>> =
            RefCell::new(Recent::new(MOST_REMEMBERED));
    }
    let hash = xxh3_64(word.as_bytes());
    KNOWN.with_borrow_mut(|known| {
        known.get(&hash).unwrap_or_else(|| {
            let all = translit::all().iter();
            let keys = all.map(|scheme| reading_key(&scheme.romanize(word)));
            let keys: Rc<str> = keys.collect::<Vec<_>>().join("\n").into();
            known.put(hash, Rc::clone(&keys));
            keys
        })
    })
}

/// Answers that are remembered.
const MOST_REMEMBERED: usize = 1 << 12;

fn known(
    term: TermId,
    what: What,
    lexicon: &Lexicon,
    work_out: impl FnOnce() -> Vec<String>,
) -> Rc<str> {
    type Known = Recent<(u64, TermId, What), Rc<str>>;
    thread_local! {
        static KNOWN: RefCell<Known> = RefCell::new(Recent::new(MOST_REMEMBERED));
    }
    let asked = (lexicon.number(), term, what);
    KNOWN.with_borrow_mut(|known| {
        known.get(&asked).unwrap_or_else(|| {
            let spellings: Rc<str> = work_out().join("\n").into();
            known.put(asked, Rc::clone(&spellings));
            spellings
        })
    })
}
