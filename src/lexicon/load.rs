//! The user's own glossaries, which are compiled once: what comes of large ones is saved.

use super::compile;
use super::digest::digest;
use super::part::Part;
use super::records::Origin;
use crate::cache::{Cache, Key};
use crate::error::Error;
use crate::glossary::{self, Glossary};

/// A glossary with more terms than this is worth a file in the cache.
const WORTH_SAVING: usize = 2000;

/// The user's own glossaries, compiled now or some other time; `named` are the built-in ones in
/// use, with which they may not disagree.
pub(super) fn own(named: &[&String], files: &[&String]) -> Result<Part, Vec<Error>> {
    let cache = Cache::of_user();
    let (digests, errors) = each(files.iter().map(|name| digest(name, cache.as_ref())));
    if !errors.is_empty() {
        return Err(errors);
    }
    let digests: Option<Vec<u128>> = digests.into_iter().collect();
    // what can be read only once is of no use the next time
    let saved = cache.zip(digests.map(|digests| key(named, files, &digests)));
    let block = saved.as_ref().and_then(|(cache, key)| cache.load(key));
    if let Some(part) = block.and_then(|block| Part::of_saved(block, origin(files))) {
        return Ok(part);
    }
    let (own, mut errors) = each(files.iter().map(|name| Glossary::load(name)));
    // what is built in has been compared with itself by the tests
    let mut all: Vec<Glossary> =
        named.iter().filter_map(|name| Glossary::load(name).ok()).collect();
    let first = all.len();
    all.extend(own);
    errors.extend(glossary::conflicts(&all));
    if !errors.is_empty() {
        return Err(errors);
    }
    let block = compile::sections(&all[first..]);
    if let Some((cache, key)) = saved
        && all[first..].iter().map(|glossary| glossary.terms.len()).sum::<usize>() > WORTH_SAVING
    {
        cache.store(&key, &Part::write_head(&block), Part::tail(&block));
    }
    Ok(Part::of_block(block).expect("compiled just now"))
}

/// The terms of the files, read when they are first asked for.
fn origin(files: &[&String]) -> Origin {
    let names: Vec<String> = files.iter().map(ToString::to_string).collect();
    Origin::new(Box::new(move || {
        let glossaries = names.iter().filter_map(|name| Glossary::load(name).ok());
        glossaries.flat_map(|glossary| glossary.terms).collect()
    }))
}

/// All that the compiled glossaries depend on. What is built in stands for the program itself: it
/// differs when words, rules or the layout of blocks do.
fn key(named: &[&String], files: &[&String], digests: &[u128]) -> Key {
    let mut key = Key::default();
    key.add(env!("CARGO_PKG_VERSION").as_bytes());
    key.add(crate::compiled::LEXICON_HASH);
    for name in named {
        key.add(name.as_bytes());
    }
    for (name, digest) in files.iter().zip(digests) {
        key.add(name.as_bytes());
        key.add(&digest.to_le_bytes());
    }
    key
}

/// What went well and what did not, each in its order.
fn each<T>(results: impl Iterator<Item = Result<T, Error>>) -> (Vec<T>, Vec<Error>) {
    let (mut well, mut errors) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => well.push(value),
            Err(error) => errors.push(error),
        }
    }
    (well, errors)
}
