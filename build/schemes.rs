//! Reads the romanization schemes from their files, so that the program need not.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;

use super::translit::{Sample, Scheme};

/// The names of all schemes, which are those of their files, in the order in which one is chosen
/// when several fit a word equally well: what English publications use most comes first.
const NAMES: &[&str] = &[
    "wikipedia",
    "bgn-pcgn-alt",
    "ala-lc",
    "icao-doc-9303",
    "gost-779",
    "ala-lc-alt",
    "bgn-pcgn",
    "scientific",
    "ungegn-1987",
    "gost-52290",
    "gost-52535",
    "gost-7034",
    "gost-779-alt",
    "gost-16876",
    "gost-16876-alt",
    "bs-2979",
    "bs-2979-alt",
    "iso-9-1954",
    "iso-9-1968",
    "iso-9-1968-alt",
    "mosmetro",
    "mvd-310",
    "mvd-310-fr",
    "mvd-782",
    "telegram",
    "yandex-maps",
    "yandex-money",
    "german",
    "french",
];

/// All schemes, in their order.
pub(crate) fn read() -> Vec<Scheme> {
    let read = |name: &&str| {
        let path = format!("schemes/{name}.toml");
        let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let table: Table = toml::from_slice(&bytes).unwrap_or_else(|e| panic!("{path}: {e}"));
        assert_eq!(table.name, *name, "{path} is named for another scheme");
        Scheme::from(table)
    };
    NAMES.iter().map(read).collect()
}

/// A scheme as its file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    name: String,
    title: String,
    #[serde(default)]
    aliases: Vec<String>,
    source: String,
    tells: String,
    mapping: BTreeMap<char, String>,
    /// A letter with the one before it; alone, it begins a word.
    #[serde(default)]
    prev: BTreeMap<String, String>,
    /// A letter with the one after it.
    #[serde(default)]
    next: BTreeMap<String, String>,
    #[serde(default)]
    ending: BTreeMap<String, String>,
    #[serde(rename = "sample")]
    samples: Vec<Sample>,
}

impl From<Table> for Scheme {
    fn from(table: Table) -> Self {
        let pair = |letters: &str| {
            let mut letters = letters.chars();
            [letters.next().unwrap_or_default(), letters.next().unwrap_or_default()]
        };
        let mut scheme = Self {
            name: table.name,
            title: table.title,
            aliases: table.aliases,
            source: table.source,
            tells: table.tells,
            letters: BTreeMap::new(),
            endings: table.ending.into_iter().map(|(at, latin)| (pair(&at), latin)).collect(),
            samples: table.samples,
        };
        let letters = &mut scheme.letters;
        for (letter, latin) in table.mapping {
            letters.entry(letter).or_default().alone = Some(latin);
        }
        for (at, latin) in table.prev {
            let (letter, before) = match pair(&at) {
                [letter, '\0'] => (letter, None),
                [before, letter] => (letter, Some(before)),
            };
            letters.entry(letter).or_default().after.push((before, latin));
        }
        for (at, latin) in table.next {
            let [letter, after] = pair(&at);
            letters.entry(letter).or_default().before.push((after, latin));
        }
        scheme
    }
}
