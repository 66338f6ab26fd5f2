//! Romanization: Russian words into Latin letters by any scheme, and what the schemes share.
//!
//! A scheme is a table in `schemes/`, with the samples that prove it. Words are never read back
//! letter by letter, since no scheme can be: [`Spelling`]s say which Latin letters may stand for a
//! Cyrillic one, and a walk over known word forms ([`crate::trie`]) does the rest.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::error::Error;
use crate::script::{Casing, fold_latin, is_combining, is_cyrillic, is_sign};

macro_rules! schemes {
    ($($name:literal),+ $(,)?) => {
        const TABLES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../schemes/", $name, ".toml")))),+];
    };
}

// In the order in which a scheme is chosen when several fit a word equally well: what English
// publications use most comes first.
schemes! {
    "wikipedia", "bgn-pcgn-alt", "ala-lc", "icao-doc-9303", "gost-779", "ala-lc-alt", "bgn-pcgn",
    "scientific", "ungegn-1987", "gost-52290", "gost-52535", "gost-7034", "gost-779-alt",
    "gost-16876", "gost-16876-alt", "bs-2979", "bs-2979-alt", "iso-9-1954", "iso-9-1968",
    "iso-9-1968-alt", "mosmetro", "mvd-310", "mvd-310-fr", "mvd-782", "telegram", "yandex-maps",
    "yandex-money", "german", "french",
}

/// A set of schemes, one bit each in the order of [`all`].
pub type SchemeSet = u32;

/// The schemes that fold to one skeleton; a word may mix them, as English publications do.
const APART: &[&str] = &["telegram", "german", "french", "mvd-310-fr"];

/// A romanization scheme: a table from Russian letters to Latin ones.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// Its name on the command line.
    pub name: String,
    /// Its name among people.
    pub title: String,
    /// Other names it is known by on the command line.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The standard it is taken from.
    pub source: String,
    /// What tells it from the others.
    pub tells: String,
    mapping: BTreeMap<char, String>,
    #[serde(default)]
    prev: BTreeMap<String, String>,
    #[serde(default)]
    next: BTreeMap<String, String>,
    #[serde(default)]
    ending: BTreeMap<String, String>,
    /// Words and what they become; run as tests.
    #[serde(rename = "sample")]
    pub samples: Vec<Sample>,
}

/// A word and its romanization.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// The Russian text.
    pub ru: String,
    /// What the scheme makes of it.
    pub latin: String,
}

static SCHEMES: LazyLock<Vec<Scheme>> = LazyLock::new(|| {
    let parse = |&(name, table): &(&str, &str)| {
        let scheme: Scheme = toml::from_str(table)
            .unwrap_or_else(|e| panic!("schemes/{name}.toml, built in, must parse: {e}"));
        assert_eq!(scheme.name, name, "schemes/{name}.toml is named for another scheme");
        scheme
    };
    TABLES.iter().map(parse).collect()
});

/// Every scheme, the commonest in English publications first.
pub fn all() -> &'static [Scheme] {
    &SCHEMES
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

impl Scheme {
    /// Romanizes a text; what is not Cyrillic stays as it is.
    pub fn romanize(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_cyrillic) {
            out.push_str(&rest[..start]);
            let word = &rest[start..];
            let inside = |c: char| is_cyrillic(c) || is_combining(c) || c == '\u{AD}';
            let end = word.find(|c| !inside(c)).unwrap_or(word.len());
            self.word(&word[..end], &mut out);
            rest = &word[end..];
        }
        out.push_str(rest);
        out
    }

    fn word(&self, word: &str, out: &mut String) {
        // й and ё may come apart into a letter and a mark; stress marks have no romanization
        let composed: String =
            word.chars().filter(|&c| !crate::script::is_silent(c)).nfc().collect();
        let letters: Vec<char> = composed.chars().collect();
        let lower: Vec<char> = composed.chars().flat_map(char::to_lowercase).collect();
        if lower.len() != letters.len() {
            out.push_str(word);
            return;
        }
        let upper = letters.len() > 1 && Casing::of(&composed) == Casing::Upper;
        let key = |pair: &[char]| pair.iter().collect::<String>();
        let (stem, ending) = match lower.len() {
            n if n > 2 => match self.ending.get(&key(&lower[n - 2..])) {
                Some(ending) => (n - 2, Some(ending)),
                None => (n, None),
            },
            n => (n, None),
        };
        let mut push = |letter: char, latin: &str| {
            if upper {
                out.extend(latin.chars().flat_map(char::to_uppercase));
            } else if letter.is_uppercase() {
                out.push_str(&Casing::Title.apply(latin));
            } else {
                out.push_str(latin);
            }
        };
        for at in 0..stem {
            let before = &lower[at.saturating_sub(1)..=at];
            let after = &lower[at..(at + 2).min(lower.len())];
            let latin = self
                .prev
                .get(&key(before))
                .or_else(|| if after.len() == 2 { self.next.get(&key(after)) } else { None })
                .or_else(|| self.mapping.get(&lower[at]));
            match latin {
                Some(latin) => push(letters[at], latin),
                None => push(letters[at], &letters[at].to_string()),
            }
        }
        if let Some(ending) = ending {
            push(letters[stem], ending);
        }
    }
}

/// One way of writing a Cyrillic letter, or a pair at the end of a word, in Latin letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// The Latin letters, in lower case, without signs. Empty for a sign that is left out.
    pub latin: Vec<char>,
    /// The Cyrillic letters, ё as е.
    pub cyrillic: Vec<char>,
    /// The schemes that write it so; none for the informal ways of older books and of the press.
    pub schemes: SchemeSet,
    /// Whether the pair stands only at the end of a word.
    pub ending: bool,
    /// What must stand before it.
    pub before: Before,
}

/// What must stand before a letter for a spelling of it to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Before {
    /// Whatever.
    Any,
    /// Nothing: it begins the word.
    Start,
    /// This letter.
    Letter(char),
}

impl Before {
    /// Whether it holds after `last`.
    pub fn holds(self, last: Option<char>) -> bool {
        match self {
            Self::Any => true,
            Self::Start => last.is_none_or(|c| !is_cyrillic(c)),
            Self::Letter(letter) => last == Some(letter),
        }
    }
}

/// Every way of writing every letter, for reading romanized words.
#[derive(Debug)]
pub struct Spellings {
    by_first: BTreeMap<char, Vec<Spelling>>,
    silent: Vec<Spelling>,
    /// The schemes whose spellings may be mixed in one word.
    pub joined: SchemeSet,
}

impl Spellings {
    /// The spellings that begin with `first`.
    pub fn starting(&self, first: char) -> &[Spelling] {
        self.by_first.get(&first).map_or(&[], Vec::as_slice)
    }

    /// The letters that some schemes do not write at all.
    pub fn silent(&self) -> &[Spelling] {
        &self.silent
    }
}

/// Spellings as the schemes have them.
pub fn spellings() -> &'static Spellings {
    static EXACT: LazyLock<Spellings> = LazyLock::new(|| collect_spellings(false));
    &EXACT
}

/// Spellings with their diacritics left out, as people type them: `Cajkovskij`.
pub fn bare_spellings() -> &'static Spellings {
    static BARE: LazyLock<Spellings> = LazyLock::new(|| collect_spellings(true));
    &BARE
}

fn collect_spellings(bare: bool) -> Spellings {
    let mut table: BTreeMap<(String, String, bool, Before), SchemeSet> = BTreeMap::new();
    let mut joined = 0;
    for (index, scheme) in all().iter().enumerate() {
        let bit = 1 << index;
        if !APART.contains(&scheme.name.as_str()) {
            joined |= bit;
        }
        let mut add = |cyrillic: &str, latin: &str, ending: bool, before: Before| {
            let latin: String =
                if bare { crate::script::strip_diacritics(latin) } else { reading_key(latin) };
            let letters = cyrillic.replace('ё', "е");
            *table.entry((latin, letters, ending, before)).or_default() |= bit;
        };
        for (letter, latin) in &scheme.mapping {
            add(&letter.to_string(), latin, false, Before::Any);
        }
        for (pair, latin) in &scheme.prev {
            let letters: Vec<char> = pair.chars().collect();
            let before = match letters.as_slice() {
                [previous, _] => Before::Letter(if *previous == 'ё' { 'е' } else { *previous }),
                _ => Before::Start,
            };
            let letter: String = letters.last().into_iter().collect();
            add(&letter, latin, false, before);
        }
        for (pair, latin) in &scheme.next {
            let letter: String = pair.chars().take(1).collect();
            add(&letter, latin, false, Before::Any);
        }
        for (pair, latin) in &scheme.ending {
            add(pair, latin, true, Before::Any);
        }
    }
    // ways of writing that no scheme has, and that may stand in any mixture of them
    for line in include_str!("../data/informal.txt").lines().filter(|l| !l.starts_with('#')) {
        if let Some((cyrillic, latin)) = line.split_once('=') {
            for latin in latin.split_whitespace() {
                let key = (latin.to_owned(), cyrillic.trim().to_owned(), false, Before::Any);
                table.entry(key).or_default();
            }
        }
    }
    let mut spellings = Spellings { by_first: BTreeMap::new(), silent: Vec::new(), joined };
    for ((latin, cyrillic, ending, before), schemes) in table {
        let spelling = Spelling {
            latin: latin.chars().collect(),
            cyrillic: cyrillic.chars().collect(),
            schemes,
            ending,
            before,
        };
        match latin.chars().next() {
            Some(first) => spellings.by_first.entry(first).or_default().push(spelling),
            None => spellings.silent.push(spelling),
        }
    }
    spellings
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

/// A Latin word as [`Spellings`] are compared with it: lower case, composed, without signs,
/// ligature ties and the dots of BGN/PCGN.
pub fn reading_key(word: &str) -> String {
    let tie = |c: char| matches!(c, '·' | '\u{360}'..='\u{362}' | '\u{FE20}' | '\u{FE21}');
    fold_latin(word).chars().filter(|&c| !is_sign(c) && !tie(c)).collect()
}

/// What a word sounds like whatever the scheme: both scripts meet in one string of small letters,
/// with `C S Z W` for ч ш ж щ.
///
/// Of the 29 schemes 23 give the same skeleton for more than 99 % of word forms.
pub fn skeleton(word: &str) -> String {
    collapse(&open_skeleton(word))
}

/// A skeleton in which every letter still stands for itself, so that it can be compared with
/// [`letter_skeleton`]s letter by letter.
pub fn open_skeleton(word: &str) -> String {
    let folded = crate::script::fold(word);
    let mut plain = String::with_capacity(folded.len());
    for c in folded.chars() {
        match letter_skeleton(c) {
            Some(latin) => plain.push_str(latin),
            None => plain.push(c),
        }
    }
    rewrite(&plain)
}

/// The skeleton of one Cyrillic letter, before neighbours are joined.
pub fn letter_skeleton(c: char) -> Option<&'static str> {
    Some(match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'ж' => "Z",
        'з' => "z",
        'и' | 'й' | 'ы' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "h",
        'ц' => "c",
        'ч' => "C",
        'ш' => "S",
        'щ' => "W",
        'ъ' | 'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        _ => return None,
    })
}

/// One Cyrillic letter as English publications write it, whatever its neighbours.
pub fn letter_latin(c: char) -> Option<&'static str> {
    Some(match c {
        'ж' => "zh",
        'й' | 'ы' => "y",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        _ => return letter_skeleton(c),
    })
}

/// Latin spellings to skeleton letters, longest first at each place.
const REWRITES: &[(&str, &str)] = &[
    ("sC", "W"),
    ("zC", "W"),
    ("ds", "c"),
    ("shch", "W"),
    ("šč", "W"),
    ("ŝ", "W"),
    ("shh", "W"),
    ("sch", "W"),
    ("SC", "W"),
    ("ch", "C"),
    ("č", "C"),
    ("sh", "S"),
    ("š", "S"),
    ("zh", "Z"),
    ("ž", "Z"),
    ("kh", "h"),
    ("x", "h"),
    ("ts", "c"),
    ("tc", "c"),
    ("cz", "c"),
    ("t͡s", "c"),
    ("ya", "ia"),
    ("ja", "ia"),
    ("i͡a", "ia"),
    ("â", "ia"),
    ("yu", "iu"),
    ("ju", "iu"),
    ("i͡u", "iu"),
    ("û", "iu"),
    ("yo", "e"),
    ("jo", "e"),
    ("ë", "e"),
    ("è", "e"),
    ("ė", "e"),
    ("é", "e"),
    ("ye", "e"),
    ("je", "e"),
    ("ou", "u"),
    ("y", "i"),
    ("j", "i"),
    ("ĭ", "i"),
    ("ȳ", "i"),
    ("w", "v"),
];

fn rewrite(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    'letters: while let Some(c) = rest.chars().next() {
        for &(from, to) in REWRITES {
            if let Some(after) = rest.strip_prefix(from) {
                out.push_str(to);
                rest = after;
                continue 'letters;
            }
        }
        if !is_sign(c) && !is_combining(c) {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Joins what schemes part in different ways: doubled letters, runs of i, `ie` for е.
fn collapse(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match (out.chars().last(), c) {
            (Some(last), c) if last == c => {}
            (Some('i'), 'e') => {
                out.pop();
                out.push('e');
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scheme_makes_its_samples() {
        for scheme in all() {
            assert!(scheme.samples.len() >= 5, "{}: too few samples", scheme.name);
            for sample in &scheme.samples {
                assert_eq!(scheme.romanize(&sample.ru), sample.latin, "{}", scheme.name);
            }
            for letter in ('а'..='я').chain(['ё']) {
                assert!(scheme.mapping.contains_key(&letter), "{}: no {letter}", scheme.name);
            }
            let cyrillic = scheme.samples.iter().any(|s| s.latin.contains(is_cyrillic));
            assert!(!cyrillic, "{}: Cyrillic letters in Latin output", scheme.name);
        }
    }

    #[test]
    fn the_skeleton_joins_scripts_and_schemes() {
        let spellings = [
            "перегрузкой",
            "peregruzkoy",
            "peregruzkoĭ",
            "peregruzkoj",
            "Peregruzkoi",
            "peregrouzkoï",
        ];
        for word in &spellings[..5] {
            assert_eq!(skeleton(word), "peregruzkoi", "{word}");
        }
        assert_eq!(skeleton("щит"), skeleton("shchit"));
        assert_eq!(skeleton("Чайковский"), skeleton("Chaykovskiy"));
        assert_ne!(skeleton("перегрузка"), skeleton("перезагрузка"));
    }

    #[test]
    fn stress_and_loose_marks_do_not_disturb() {
        let bgn = by_name("bgn-pcgn").unwrap();
        assert_eq!(bgn.romanize("перегру\u{301}зка"), "peregruzka");
        assert_eq!(bgn.romanize("и\u{306}од"), "yod");
        assert_eq!(bgn.romanize("ЩИТ и «Меч»"), "SHCHIT i «Mech»");
    }
}
