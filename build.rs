//! Turns the English word lists into a finite-state set that the program carries with it.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut words = BTreeSet::new();
    for list in ["data/english.txt", "data/loans.txt"] {
        println!("cargo::rerun-if-changed={list}");
        let text = fs::read_to_string(list)?;
        let lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        words.extend(lines.map(str::to_lowercase));
    }
    let out = Path::new(&env::var("OUT_DIR")?).join("english.fst");
    fs::write(out, fst::Set::from_iter(words)?.as_fst().as_bytes())?;
    Ok(())
}
