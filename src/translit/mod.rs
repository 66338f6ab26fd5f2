//! Romanization: Russian words into Latin letters by any scheme, and what the schemes share.
//!
//! A scheme is a table in `schemes/`, with the samples that prove it. Words are never read back
//! letter by letter, since no scheme can be: [`Spelling`]s say which Latin letters may stand for a
//! Cyrillic one, and a walk over known word forms ([`crate::trie`]) does the rest.

use std::sync::LazyLock;

use crate::compiled;
use crate::error::Error;

mod outline;
mod scheme;
mod skeleton;
mod spelling;

pub use outline::{Outlines, outline};
pub use scheme::{Sample, Scheme};
pub use skeleton::{letter_latin, letter_skeleton, open_skeleton, skeleton};
pub use spelling::{Before, Spelling, Spellings, reading_key, spellings};

/// A set of schemes, one bit each in the order of [`all`].
pub type SchemeSet = u32;

/// Every scheme, the commonest in English publications first.
pub fn all() -> &'static [Scheme] {
    static ALL: LazyLock<Vec<Scheme>> = LazyLock::new(|| {
        postcard::from_bytes(compiled::schemes()).expect("build.rs wrote the schemes")
    });
    &ALL
}

/// The scheme called `name`, by its name or an alias.
pub fn by_name(name: &str) -> Result<&'static Scheme, Error> {
    let known = all().iter();
    known.clone().find(|s| s.name == name || s.aliases.iter().any(|a| a == name)).ok_or_else(|| {
        let names = known.flat_map(|s| {
            std::iter::once(s.name.as_str()).chain(s.aliases.iter().map(String::as_str))
        });
        Error::unknown("--scheme", "romanization scheme", name, names)
    })
}

/// A word without the stress marks that textbooks and older books put on vowels: `isvóstchik`.
pub fn without_stress(word: &str) -> String {
    let plain = |c: char| match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' => 'u',
        'ý' => 'y',
        c => c,
    };
    word.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::is_cyrillic;

    #[test]
    fn every_scheme_makes_its_samples() {
        for scheme in all() {
            assert!(scheme.samples.len() >= 5, "{}: too few samples", scheme.name);
            for sample in &scheme.samples {
                assert_eq!(scheme.romanize(&sample.ru), sample.latin, "{}", scheme.name);
            }
            for letter in ('а'..='я').chain(['ё']) {
                assert!(scheme.knows(letter), "{}: no {letter}", scheme.name);
            }
            let cyrillic = scheme.samples.iter().any(|s| s.latin.contains(is_cyrillic));
            assert!(!cyrillic, "{}: Cyrillic letters in Latin output", scheme.name);
        }
    }

    #[test]
    fn stress_and_loose_marks_do_not_disturb() {
        let bgn = by_name("bgn-pcgn").unwrap();
        assert_eq!(bgn.romanize("перегру\u{301}зка"), "peregruzka");
        assert_eq!(bgn.romanize("и\u{306}од"), "yod");
        assert_eq!(bgn.romanize("ЩИТ и «Меч»"), "SHCHIT i «Mech»");
    }
}
