//! How long a query takes, and a key press in the picker, by the number of terms.
//!
//! The terms are the built-in ones and, above their number, the same with other beginnings. Name a
//! glossary in `SVERKA_BENCH_GLOSSARY` to measure on your own instead.

#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use sverka::glossary::{Glossary, Term, builtin};
use sverka::lexicon::Lexicon;
use sverka::lookup::lookup;
use sverka::picker::Picker;
use sverka::picker::view::draw;
use sverka::translit;

const BEGINNINGS: &str = "\
    авиа авто агро анти архи астро аудио аэро без био вело взаимо видео вне внутри водо вполу \
    все высоко газо гео гидро гипер горно гос до дву дерево дизель едино евро за зоо из изо \
    инфра квази кино кибер контр космо крупно кое лже лесо макро мало мед меж мета микро мини \
    много моно мото на над нано нарко не нейро нео низко ново обще одно около онлайн орто пан \
    пара пере по под поли пост прото псевдо радио раз само сверх свето сель со спец средне старо \
    стерео суб супер теле тепло термо техно топ транс турбо ультра фото центро через шеф эко экс \
    экстра электро энерго";

/// A lexicon of so many terms.
fn lexicon(count: usize) -> Lexicon {
    if let Some(name) = std::env::var_os("SVERKA_BENCH_GLOSSARY") {
        let name = name.to_string_lossy().into_owned();
        return Lexicon::load(&[name]).expect("the glossary named can be read");
    }
    let own: Vec<&Term> = builtin().iter().flat_map(|glossary| &glossary.terms).collect();
    let with = |beginning: &str, term: &&Term| {
        let mut term = (*term).clone();
        for text in &mut term.ru {
            *text = format!("{beginning}{text}");
        }
        for text in &mut term.en {
            *text = format!("{} {text}", translit::all()[0].romanize(beginning));
        }
        term
    };
    let more = BEGINNINGS
        .split(' ')
        .flat_map(|beginning| own.iter().map(move |term| with(beginning, term)));
    let terms = own.iter().map(|term| (*term).clone()).chain(more).take(count).collect();
    Lexicon::new(&[Glossary::of_terms("bench", terms)])
}

fn sizes() -> Vec<usize> {
    match std::env::var("SVERKA_BENCH_TERMS").ok().and_then(|count| count.parse().ok()) {
        Some(count) => vec![count],
        None if std::env::var_os("SVERKA_BENCH_GLOSSARY").is_some() => vec![0],
        None => vec![1_000, 10_000, 100_000],
    }
}

fn queries(c: &mut Criterion) {
    for size in sizes() {
        let lexicon = lexicon(size);
        let size = lexicon.terms().count();
        let mut group = c.benchmark_group(format!("lookup/{size}"));
        for (name, query) in [
            ("exact", "договор"),
            ("inflected", "перезагрузками"),
            ("romanized", "perezagruzok"),
            ("english", "treaties"),
            ("near-1", "перзагрузка"),
            ("near-2", "первагрузка"),
            ("near-2-latin", "pervagruzka"),
            ("nothing", "qwrtpsdfg"),
        ] {
            group.bench_function(name, |b| b.iter(|| lookup(&lexicon, black_box(query), 8)));
        }
        group.finish();
        let mut group = c.benchmark_group(format!("key-press/{size}"));
        for typed in [
            "п",
            "пе",
            "перез",
            "перезагрузк",
            "перзагрузк",
            "p",
            "per",
            "perez",
            "perezgruzk",
            "s",
            "reset",
            "government of the",
            "qwrtpsdfg",
            "gthtpfuheprf",
            "противоракетная обор",
        ] {
            group.bench_with_input(BenchmarkId::from_parameter(typed), typed, |b, typed| {
                press_last(b, &lexicon, typed);
            });
        }
        group.finish();
    }
}

/// The last letter of what is typed: the list and the card, drawn.
fn press_last(b: &mut criterion::Bencher<'_>, lexicon: &Lexicon, typed: &str) {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a picture in memory");
    let mut before = Picker::new(lexicon, &translit::all()[0]);
    let last = typed.chars().next_back().expect("something is typed");
    before.paste(&typed[..typed.len() - last.len_utf8()]);
    let key = |code| KeyEvent::new(code, KeyModifiers::NONE);
    b.iter_batched(
        // what was typed before is no part of the key press
        || before.clone(),
        |mut picker| {
            picker.press(key(KeyCode::Char(last)));
            terminal.draw(|frame| draw(frame, &picker, true)).expect("a picture in memory");
            picker.answers().len()
        },
        criterion::BatchSize::PerIteration,
    );
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20)
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1));
    targets = queries
}
criterion_main!(benches);
