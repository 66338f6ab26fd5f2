//! What `build.rs` made of the data: the English word list and the built-in glossaries, as bytes
//! that are read as they lie.

/// The set of English words.
pub(crate) fn english() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/english.fst"))
}

/// The built-in glossaries, as [`crate::lexicon::compile`] writes them.
pub(crate) const LEXICON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));
