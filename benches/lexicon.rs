//! How fast words are looked up in glossaries of a thousand to a million terms, and how fast
//! glossaries are loaded and the program starts.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use sverka::glossary::Glossary;
use sverka::lexicon::Lexicon;
use sverka::source::Source;

/// The largest glossary; a million terms take minutes to make and gigabytes of memory, so they
/// must be asked for.
const SIZES: &[usize] = &[1_000, 10_000, 100_000];
const LARGE: &str = "SVERKA_BENCH_LARGE";

const BEGINNINGS: &[&str] =
    &["пере", "раз", "под", "за", "вы", "о", "про", "до", "на", "от", "при", "у"];
const ROOTS: &[&str] = &[
    "груз", "вод", "ход", "лом", "бор", "вар", "кат", "мер", "пис", "рез", "стой", "тяг", "чист",
    "шив", "ров", "леп", "дел", "кол", "пар", "тур",
];
const ENDINGS: &[&str] = &["ка", "ение", "ник", "ость", "ач", "ун", "ица", "ство", "ок", "ель"];

/// A word of its own for each number.
fn word(number: usize) -> String {
    let (roots, beginnings) = (ROOTS.len(), BEGINNINGS.len());
    let ending = ENDINGS[number % ENDINGS.len()];
    let mut rest = number / ENDINGS.len();
    let mut word = BEGINNINGS[rest % beginnings].to_owned();
    rest /= beginnings;
    loop {
        word.push_str(ROOTS[rest % roots]);
        rest /= roots;
        if rest == 0 {
            return word + ending;
        }
        word.push('о');
    }
}

fn toml(terms: usize) -> String {
    let mut text = String::from("[glossary]\nname = \"bench\"\n");
    for number in 0..terms {
        let ru = word(number);
        text.push_str(&format!(
            "[[term]]\nru = \"{ru}\"\nen = \"thing {number}\"\npos = \"noun\"\nmatch = \"exact\"\n"
        ));
    }
    text
}

fn sizes() -> Vec<usize> {
    let large = std::env::var_os(LARGE).map(|_| 1_000_000);
    SIZES.iter().copied().chain(large).collect()
}

fn lookup(c: &mut Criterion) {
    let mut group = c.benchmark_group("lexicon");
    for size in sizes() {
        let glossary = Glossary::parse(Source::new("bench.toml", toml(size))).expect("it parses");
        let lexicon = Lexicon::new(&[glossary]);
        let known = word(size / 2);
        let slip = known.replacen('о', "а", 1) + "к";
        group.bench_function(BenchmarkId::new("exact", size), |b| {
            b.iter(|| black_box(lexicon.russian(&known)));
        });
        for edits in [1, 2] {
            group.bench_function(BenchmarkId::new(format!("near {edits}"), size), |b| {
                b.iter(|| black_box(lexicon.near(&slip, edits)));
            });
        }
    }
    group.finish();
}

fn run(home: &Path, arguments: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_sverka"))
        .args(arguments)
        .env("XDG_CACHE_HOME", home)
        .stdout(Stdio::null())
        .status()
        .expect("the program starts");
    assert!(status.success(), "{arguments:?}");
}

fn start(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let file = folder.path().join("bench.toml");
    fs::write(&file, toml(20_000)).expect("there is room for a file");
    let file = file.to_string_lossy().into_owned();
    let with_glossary = ["lookup", "--glossary", &file, &word(7)];
    let mut group = c.benchmark_group("start");
    group.sample_size(10);
    group.bench_function("lookup", |b| {
        b.iter(|| run(folder.path(), &["lookup", "peregruzka"]));
    });
    group.bench_function("load cold", |b| {
        let home = || tempfile::tempdir().expect("there is room for a folder");
        b.iter_batched(home, |home| run(home.path(), &with_glossary), BatchSize::PerIteration);
    });
    group.bench_function("load cached", |b| {
        run(folder.path(), &with_glossary);
        b.iter(|| run(folder.path(), &with_glossary));
    });
    group.finish();
}

criterion_group!(benches, lookup, start);
criterion_main!(benches);
