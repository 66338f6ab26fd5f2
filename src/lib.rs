//! Checks text that crosses between Russian and English against a term glossary.
//!
//! The word that is real but wrong is found in any case form, in Cyrillic or in Latin letters, where
//! the text says what it should mean:
//!
//! ```
//! use sverka::engine::Checker;
//! use sverka::lexicon::Lexicon;
//! use sverka::source::Source;
//!
//! let source = Source::new("story.md", "The button was marked “Peregruzka” (reset).");
//! let report = Checker::new(Lexicon::builtin()).check(&source)?;
//! let finding = &report.findings[0];
//! assert_eq!(finding.check.name, "confused-term");
//! assert_eq!(finding.text, "Peregruzka");
//! assert_eq!(finding.suggestions[0].text, "Perezagruzka");
//! # Ok::<(), sverka::error::Error>(())
//! ```
//!
//! [`engine::Checker`] is the way in: a [`source::Source`] goes through its [`formats`], its words
//! through the [`lexicon`] and the [`analysis`] of what they mean to the [`checks`], and what these
//! find is written by [`emit`]. [`lookup`] answers for single words,
//! [`picker`] while they are typed; [`eval`] measures it all.
//!
//! The built-in lexicon is compiled at build time and shared; loading the Russian dictionary takes
//! some milliseconds, once. A checker is cheap to make and can be used from many threads; what a
//! thread has learnt of a word it keeps.

#![forbid(unsafe_code)]
pub mod analysis;
pub mod baseline;
mod cache;
pub mod checks;
pub mod cli;
mod compiled;
pub mod config;
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
mod memo;
mod office;
pub mod picker;
pub mod pieces;
pub mod placeholder;
pub mod russian;
pub mod scan;
pub mod script;
pub mod source;
pub mod span;
pub mod suppress;
pub mod token;
pub mod translit;
pub mod trie;
mod utf8;
