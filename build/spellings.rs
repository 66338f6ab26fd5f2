//! Collects which Latin letters may stand for which Cyrillic ones, in all schemes and in none.

use std::collections::BTreeMap;
use std::fs;

use super::script::strip_diacritics;
use super::translit::{Before, Scheme, SchemeSet, Spelling, Spellings, all, reading_key};

/// The schemes that fold to one skeleton may be mixed in a word, as English publications do; these
/// are the others.
const APART: &[&str] = &["telegram", "german", "french", "mvd-310-fr"];

/// The ways of writing that no scheme has.
const INFORMAL: &str = "data/informal.txt";

type Place = (String, String, bool, Before);

/// The spellings of all schemes.
pub(crate) fn collect() -> Spellings {
    let mut table: BTreeMap<Place, [SchemeSet; 2]> = BTreeMap::new();
    let mut joined = 0;
    for (index, scheme) in all().iter().enumerate() {
        let bit = 1 << index;
        if !APART.contains(&scheme.name.as_str()) {
            joined |= bit;
        }
        each_way(scheme, &mut |letters, latin, ending, before| {
            let letters: String = letters.iter().map(|&c| without_dots(c)).collect();
            for (at, latin) in [reading_key(latin), strip_diacritics(latin)].into_iter().enumerate()
            {
                let place = (latin, letters.clone(), ending, before);
                table.entry(place).or_default()[at] |= bit;
            }
        });
    }
    let informal = fs::read(INFORMAL).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let informal = informal.unwrap_or_else(|| panic!("{INFORMAL} is no text"));
    // ways of writing that no scheme has, and that may stand in any mixture of them
    for line in informal.lines().filter(|l| !l.starts_with('#')) {
        if let Some((cyrillic, latin)) = line.split_once('=') {
            for latin in latin.split_whitespace() {
                let place = (latin.to_owned(), cyrillic.trim().to_owned(), false, Before::Any);
                table.entry(place).or_default();
            }
        }
    }
    let mut spellings = Spellings { by_first: BTreeMap::new(), silent: Vec::new(), joined };
    for ((latin, cyrillic, ending, before), [schemes, bare]) in table {
        let spelling = Spelling {
            latin: latin.chars().collect(),
            cyrillic: cyrillic.chars().collect(),
            schemes,
            bare,
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

/// Every way in which a scheme writes every letter: the letters, the Latin, whether it stands only
/// at the end of a word, and what must stand before it.
fn each_way(scheme: &Scheme, add: &mut impl FnMut(&[char], &str, bool, Before)) {
    for (&letter, becomes) in &scheme.letters {
        for (before, latin) in &becomes.after {
            let is_part = before.is_some_and(|before| joins(scheme, before, letter));
            let before = before.map_or(Before::Start, |c| Before::Letter(without_dots(c)));
            if !is_part {
                add(&[letter], latin, false, before);
            }
        }
        for (next, latin) in &becomes.before {
            let pair = [letter, *next];
            let read = if joins(scheme, letter, *next) { &pair[..] } else { &pair[..1] };
            add(read, latin, false, Before::Any);
        }
        if let Some(latin) = &becomes.alone {
            add(&[letter], latin, false, Before::Any);
        }
    }
    for (pair, latin) in &scheme.endings {
        add(pair, latin, true, Before::Any);
    }
}

/// Whether two letters are written as one, `x` for кс: the second is then left out.
fn joins(scheme: &Scheme, first: char, second: char) -> bool {
    let leading = scheme
        .letters
        .get(&first)
        .is_some_and(|first| first.before.iter().any(|(next, _)| *next == second));
    leading
        && scheme.letters.get(&second).is_some_and(|second| {
            second.after.iter().any(|(last, latin)| *last == Some(first) && latin.is_empty())
        })
}

/// ё as е.
const fn without_dots(letter: char) -> char {
    if letter == 'ё' { 'е' } else { letter }
}
