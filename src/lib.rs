//! lib
#![forbid(unsafe_code)]
pub mod analysis;
pub mod checks;
pub mod cli;
mod compiled;
pub mod distance;
pub mod document;
pub mod emit;
pub mod engine;
pub mod english;
pub mod error;
pub mod eval;
pub mod finding;
pub mod formats;
pub mod glossary;
pub mod keyboard;
pub mod lexicon;
pub mod lookalikes;
pub mod lookup;
pub mod russian;
pub mod scan;
pub mod script;
pub mod source;
pub mod span;
pub mod token;
pub mod translit;
pub mod trie;
