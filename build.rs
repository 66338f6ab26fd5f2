//! Compiles the data that the program carries with it: English words into a finite-state set, the
//! built-in glossaries with all forms of their terms into one block, the romanization schemes into
//! tables. The program itself does none of it at start-up, so that it starts at once.
//!
//! The modules that do the work are the program's own.

#![allow(dead_code, unused_imports, unreachable_pub, missing_docs, clippy::pedantic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs};

use xxhash_rust::xxh3::xxh3_128;

#[path = "build/schemes.rs"]
mod schemes;
#[path = "build/spellings.rs"]
mod spellings;

#[path = "src/distance.rs"]
mod distance;
#[path = "src/english.rs"]
mod english;
#[path = "src/error.rs"]
mod error;
#[path = "src/glossary/mod.rs"]
mod glossary;
#[path = "src/lexicon/mod.rs"]
mod lexicon;
#[path = "src/memo.rs"]
mod memo;
#[path = "src/russian/mod.rs"]
mod russian;
#[path = "src/script.rs"]
mod script;
#[path = "src/source.rs"]
mod source;
#[path = "src/span.rs"]
mod span;
#[path = "src/translit/mod.rs"]
mod translit;
#[path = "src/trie/mod.rs"]
mod trie;
#[path = "src/utf8.rs"]
mod utf8;

/// Stands in for the module of the same name: no glossary is a word-processor file.
mod office {
    pub(crate) const MAGIC: &[u8] = b"PK\x03\x04";

    pub(crate) struct Extracted {
        pub(crate) text: String,
        pub(crate) runs: Vec<usize>,
        pub(crate) breaks: Vec<(usize, String)>,
    }

    pub(crate) fn extract(_: &[u8]) -> Result<Extracted, String> {
        Err("a zip file".to_owned())
    }
}

/// Stands in for the module of the same name: what is built in is compiled once.
mod cache {
    use std::{io, ops::Range};

    pub(crate) struct Cache;

    #[derive(Default)]
    pub(crate) struct Key(());

    impl Key {
        pub(crate) fn add(&mut self, _: &[u8]) {}
    }

    pub(crate) struct Saved {
        pub(crate) head: bytes::Bytes,
        pub(crate) tail: Tail,
    }

    #[derive(Debug)]
    pub(crate) struct Tail;

    impl Tail {
        pub(crate) fn read(&self, _: Range<usize>) -> io::Result<Vec<u8>> {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    impl Cache {
        pub(crate) fn of_user() -> Option<Self> {
            None
        }

        pub(crate) fn load(&self, _: &Key) -> Option<Saved> {
            None
        }

        pub(crate) fn store(&self, _: &Key, _: &[u8], _: &[u8]) {}
    }
}

/// Stands in for the module of the same name while there is nothing compiled yet.
mod compiled {
    use super::LazyLock;

    static ENGLISH: LazyLock<Vec<u8>> =
        LazyLock::new(|| super::english_words().expect("data/ holds the English word lists"));

    pub(crate) fn english() -> &'static [u8] {
        &ENGLISH
    }

    pub(crate) static LEXICON: &[u8] = &[];
    pub(crate) const LEXICON_HASH: &[u8] = &[];

    pub(crate) fn schemes() -> &'static [u8] {
        postcard::to_stdvec(&super::schemes::read()).expect("schemes are data").leak()
    }

    pub(crate) fn spellings() -> &'static [u8] {
        postcard::to_stdvec(&super::spellings::collect()).expect("spellings are data").leak()
    }

    pub(crate) fn glossary(name: &str) -> &'static str {
        let path = format!("glossaries/{name}.toml");
        let text = std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        String::from_utf8(text).unwrap_or_else(|e| panic!("{path}: {e}")).leak()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in [
        "build.rs",
        "build",
        "data",
        "glossaries",
        "schemes",
        "src/glossary",
        "src/lexicon",
        "src/russian",
        "src/english.rs",
        "src/script.rs",
        "src/distance.rs",
        "src/translit",
        "src/trie",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    fs::write(out.join("english.fst"), compiled::english())?;
    fs::write(out.join("schemes.bin"), compiled::schemes())?;
    fs::write(out.join("spellings.bin"), compiled::spellings())?;
    let texts: BTreeMap<&str, &str> =
        glossary::BUILTIN.iter().map(|name| (*name, compiled::glossary(name))).collect();
    let packed = fs::File::create(out.join("glossaries.json.z"))?;
    let mut packed = flate2::write::ZlibEncoder::new(packed, flate2::Compression::best());
    serde_json::to_writer(&mut packed, &texts)?;
    packed.finish()?;
    let block = lexicon::compile(glossary::builtin());
    fs::write(out.join("lexicon.hash"), xxh3_128(&block).to_le_bytes())?;
    fs::write(out.join("lexicon.bin"), block)?;
    Ok(())
}

fn english_words() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut words = BTreeSet::new();
    for list in ["data/english.txt", "data/loans.txt"] {
        let text = String::from_utf8(fs::read(list)?)?;
        let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        words.extend(lines.map(str::to_lowercase));
    }
    Ok(fst::Set::from_iter(words)?.into_fst().into_inner())
}
