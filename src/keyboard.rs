//! The two keyboard layouts: what was typed, had the other one been on.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    lower: String,
    upper: String,
}

struct Keys {
    to_russian: BTreeMap<char, char>,
    to_latin: BTreeMap<char, char>,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../data/keyboard.toml"))
        .unwrap_or_else(|e| panic!("data/keyboard.toml, built in, must parse: {e}"));
    let pair = |key: &str| {
        let mut chars = key.chars();
        Some((chars.next()?, chars.nth(1)?))
    };
    let pairs: Vec<(char, char)> =
        table.lower.split(' ').chain(table.upper.split(' ')).filter_map(pair).collect();
    Keys {
        to_russian: pairs.iter().copied().collect(),
        to_latin: pairs.iter().map(|&(latin, russian)| (russian, latin)).collect(),
    }
});

/// Latin keys as the Russian layout has them; `None` if a key has no Russian letter.
pub fn to_russian(typed: &str) -> Option<String> {
    typed.chars().map(|c| KEYS.to_russian.get(&c).copied()).collect()
}

/// Russian keys as the Latin layout has them.
pub fn to_latin(typed: &str) -> Option<String> {
    typed.chars().map(|c| KEYS.to_latin.get(&c).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layouts_are_each_other() {
        assert_eq!(to_russian("gthtpfuheprf").as_deref(), Some("перезагрузка"));
        assert_eq!(to_russian("j,jhjyf").as_deref(), Some("оборона"));
        assert_eq!(to_latin("ымуклф").as_deref(), Some("sverka"));
        assert_eq!(to_russian("нет"), None);
    }
}
