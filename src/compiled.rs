//! What `build.rs` made of the data: the English word list and the built-in glossaries, as bytes
//! that are read as they lie; the romanization schemes; and the texts of the glossaries, packed,
//! since they are seldom asked for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;

/// The set of English words.
pub(crate) fn english() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/english.fst"))
}

/// The built-in glossaries, as [`crate::lexicon::compile`] writes them. Not a constant, of which
/// each use may have a copy of its own.
pub(crate) static LEXICON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));

/// What that hashes to.
pub(crate) const LEXICON_HASH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.hash"));

/// The romanization schemes, as postcard has them.
pub(crate) fn schemes() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/schemes.bin"))
}

/// The spellings of all schemes, likewise.
pub(crate) fn spellings() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/spellings.bin"))
}

/// The text of a built-in glossary.
pub(crate) fn glossary(name: &str) -> &'static str {
    static TEXTS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let packed = &include_bytes!(concat!(env!("OUT_DIR"), "/glossaries.json.z"))[..];
        serde_json::from_reader(ZlibDecoder::new(packed)).expect("build.rs packed the glossaries")
    });
    TEXTS.get(name).map_or("", String::as_str)
}
