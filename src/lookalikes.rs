//! Letters of one alphabet that pass for letters of the other, and words put right.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::english;
use crate::russian;
use crate::script::{is_cyrillic, is_latin};
use crate::translit::reading_key;
use crate::trie::Written;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    same: BTreeMap<char, char>,
    near: BTreeMap<char, String>,
}

/// For a letter of one alphabet those of the other that it may stand for.
struct Lookalikes {
    cyrillic: BTreeMap<char, Vec<char>>,
    latin: BTreeMap<char, char>,
    /// Latin letters that look the same as their Cyrillic ones.
    same: Vec<char>,
}

static LOOKALIKES: LazyLock<Lookalikes> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../data/lookalikes.toml"))
        .unwrap_or_else(|e| panic!("data/lookalikes.toml, built in, must parse: {e}"));
    let mut cyrillic: BTreeMap<char, Vec<char>> = BTreeMap::new();
    for (&latin, &letter) in &table.same {
        cyrillic.entry(latin).or_default().push(letter);
    }
    for (&latin, letters) in &table.near {
        cyrillic.entry(latin).or_default().extend(letters.chars());
    }
    let latin = table.same.iter().map(|(&latin, &letter)| (letter, latin)).collect();
    Lookalikes { cyrillic, latin, same: table.same.into_keys().collect() }
});

/// The word in one alphabet, and whether a dictionary knows it.
pub fn repair(word: &str) -> Option<(String, bool)> {
    if word.chars().any(|c| c.is_ascii_digit()) || is_joined(word) {
        return None;
    }
    let (latin, cyrillic): (usize, usize) = word.chars().fold((0, 0), |(l, c), letter| {
        (l + usize::from(is_latin(letter)), c + usize::from(is_cyrillic(letter)))
    });
    for candidate in to_cyrillic(word) {
        if russian::is_known(&candidate) {
            return Some((candidate, true));
        }
    }
    let to_latin: Option<String> = word
        .chars()
        .map(|c| if is_cyrillic(c) { LOOKALIKES.latin.get(&c).copied() } else { Some(c) })
        .collect();
    if let Some(candidate) = to_latin {
        let known = english::is_known(&candidate) || is_romanized(&candidate);
        if known && latin > 1 {
            return Some((candidate, true));
        }
    }
    // a name or a rare word: only letters that look the same, and few of them
    let same = word.chars().filter(|&c| is_latin(c)).all(|c| LOOKALIKES.same.contains(&c));
    let plausible = same && cyrillic >= 3 && latin * 2 <= cyrillic;
    plausible
        .then(|| to_cyrillic(word).into_iter().next().map(|candidate| (candidate, false)))
        .flatten()
}

/// Whether the alphabet changes where the case does, as in `cТЕГ`, `ФАЙЛaa` and `IСвободно`: two
/// things are written as one, and no letter is mistaken for another.
fn is_joined(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    let is_other = |pair: &[char]| is_latin(pair[0]) != is_latin(pair[1]);
    let Some(at) = letters.windows(2).position(is_other).map(|at| at + 1) else { return false };
    let (first, second) = letters.split_at(at);
    if second.windows(2).any(is_other) || second.len() < 2 {
        return false;
    }
    let upper = |part: &[char]| part.iter().all(|c| c.is_uppercase());
    let lower = |part: &[char]| part.iter().all(|c| c.is_lowercase());
    let is_title = upper(&second[..1]) && lower(&second[1..]);
    (upper(first) && is_title)
        || (lower(first) && upper(second))
        || (first.len() > 1 && upper(first) && lower(second))
}

/// The words in Cyrillic letters that a mixed word may stand for, the likest first.
fn to_cyrillic(word: &str) -> Vec<String> {
    const MOST: usize = 64;
    let mut made = vec![String::new()];
    for c in word.chars() {
        let options = match LOOKALIKES.cyrillic.get(&c) {
            Some(letters) if is_latin(c) => letters.clone(),
            _ if is_latin(c) => return Vec::new(),
            _ => vec![c],
        };
        let longer = options.iter().flat_map(|o| made.iter().map(move |m| format!("{m}{o}")));
        made = longer.take(MOST).collect();
    }
    made
}

/// Whether some scheme makes the word of a Russian one.
fn is_romanized(latin: &str) -> bool {
    let readings = russian::forms().romanized(&reading_key(latin));
    readings.iter().any(|reading| reading.written != Written::Bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_things_in_one_are_no_slip() {
        for word in ["cТЕГ", "pБРВ", "ФАЙЛaa", "IСвободно"] {
            assert!(is_joined(word) && repair(word).is_none(), "{word}");
        }
        for word in ["Cтрока", "функцияx", "CТРОКА", "МOСКВА"] {
            assert!(!is_joined(word), "{word}");
        }
    }

    #[test]
    fn look_alikes_are_repaired() {
        for (mixed, right) in [
            ("Cтрока", "Строка"),
            ("функцияx", "функциях"),
            ("hадежда", "надежда"),
            ("перегрyзка", "перегрузка"),
            ("pеrestroika", "perestroika"),
        ] {
            assert_eq!(repair(mixed), Some((right.to_owned(), true)), "{mixed}");
        }
    }

    #[test]
    fn honest_mixtures_are_left() {
        for word in ["PHPшный", "3Dшутер", "SMSка", "Wi-Fiем", "VIPы"] {
            assert_eq!(repair(word), None, "{word}");
        }
    }
}
