//! How fast texts are checked: English, Russian and mixed, and the same words in other formats.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sverka::engine::Checker;
use sverka::lexicon::Lexicon;
use sverka::source::Source;

const SIZE: usize = 1 << 20;

/// Sentences of the project's own labelled texts, in an order that does not repeat at once.
fn sentences(texts: &[&str], is_wanted: impl Fn(&str) -> bool) -> String {
    let all: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.split(['"', '\n']))
        .map(str::trim)
        .filter(|sentence| sentence.len() > 40 && is_wanted(sentence))
        .collect();
    assert!(!all.is_empty(), "the texts hold such sentences");
    let mut out = String::new();
    for step in 0.. {
        if out.len() > SIZE {
            break;
        }
        out.push_str(all[step * 7 % all.len()]);
        out.push_str(if step % 5 == 4 { "\n\n" } else { " " });
    }
    out
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'ё')
}

fn english() -> String {
    let texts = [include_str!("../tests/eval/prose.toml"), include_str!("../docs/design.md")];
    sentences(&texts, |sentence| !sentence.contains(is_cyrillic))
}

fn russian() -> String {
    let texts = [include_str!("../tests/eval/russian.toml")];
    sentences(&texts, |s| s.chars().filter(|&c| is_cyrillic(c)).count() * 2 > s.len() / 2)
}

fn mixed() -> String {
    let texts = [include_str!("../tests/eval/press.toml"), include_str!("../tests/eval/law.toml")];
    sentences(&texts, |_| true)
}

fn bench(c: &mut Criterion, group: &str, texts: &[(&str, &str, String)]) {
    let checker = Checker::new(Lexicon::builtin());
    let mut group = c.benchmark_group(group);
    group.sample_size(20);
    for (name, file, text) in texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let source = Source::new(*file, text.as_str());
        group.bench_function(*name, |b| {
            b.iter(|| black_box(checker.check(&source).expect("the text is whole")).findings.len());
        });
    }
    group.finish();
}

fn languages(c: &mut Criterion) {
    let texts = [
        ("english", "t.txt", english()),
        ("russian", "t.txt", russian()),
        ("mixed", "t.txt", mixed()),
    ];
    bench(c, "scan", &texts);
}

fn formats(c: &mut Criterion) {
    let prose = english();
    let paragraphs = || prose.split("\n\n").map(|p| p.replace(['<', '&', '"', '\\'], " "));
    let each = |wrap: &dyn Fn(usize, &str) -> String| -> String {
        paragraphs().enumerate().map(|(number, text)| wrap(number, &text)).collect()
    };
    let html = each(&|_, text| format!("<p>{text}</p>\n"));
    let json = each(&|number, text| format!("\"{number}\": \"{text}\",\n"));
    let po = each(&|_, text| format!("msgid \"{text}\"\nmsgstr \"{text}\"\n\n"));
    let texts = [
        ("markdown", "t.md", prose.clone()),
        ("html", "t.html", format!("<html><body>{html}</body></html>")),
        ("json", "t.json", format!("{{{json}\"end\": \"\"}}")),
        ("po", "t.po", po),
    ];
    bench(c, "formats", &texts);
}

criterion_group!(benches, languages, formats);
criterion_main!(benches);
