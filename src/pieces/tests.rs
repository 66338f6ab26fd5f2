use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::error::Place;
use crate::formats;
use crate::lexicon::Lexicon;
use crate::span::Span;

/// A text larger than what is checked whole, with a finding now and then.
fn text() -> String {
    let plain = "Nobody pressed anything all day, and the minister slept.\n\n".repeat(40);
    let labelled = "They had a “reset” button.\n\nIt was red.\n\nIt said “Peregruzka”.\n\n";
    let glossed = "A day later — ещё раз — came\nthe “peregruzka” (reset) again.\n\n";
    format!("{plain}{labelled}{plain}{glossed}").repeat(WHOLE / 4000)
}

fn places(source: &Source, findings: &[Finding]) -> Vec<(Position, Position, String)> {
    findings
        .iter()
        .map(|f| {
            let place = |span: Span| source.position(span.start);
            (place(f.span), place(f.related[0].span), f.message.clone())
        })
        .collect()
}

#[test]
fn pieces_find_what_the_whole_does() {
    let text = text();
    let checker = Checker::new(Lexicon::builtin());
    let format = formats::for_path("t.txt");
    let pieces = checker.check_stream("t.txt", text.as_bytes(), format).unwrap();
    let whole = checker.check_whole(Source::new("t.txt", text.as_str()), format).unwrap();
    assert!(whole.findings.len() > 2000, "{}", whole.findings.len());
    assert_eq!((pieces.segments, pieces.units), (whole.segments, whole.units));
    assert_eq!(places(&pieces.source, &pieces.findings), places(&whole.source, &whole.findings));
    assert!(pieces.source.text().len() < text.len() / 8);
}

#[test]
fn an_endless_line_is_found_in_its_place() {
    let text = "все слова здесь известны ".repeat(400_000) + "Нужен ресет отношений.";
    let checker = Checker::new(Lexicon::builtin());
    let format = formats::for_path("t.txt");
    let checked = checker.check_stream("t.txt", text.as_bytes(), format).unwrap();
    let place = checked.source.position(checked.findings[0].span.start);
    assert_eq!((place.line, place.column), (1, 400_000 * 25 + 7));
}

#[test]
fn comments_let_findings_pass_in_any_piece() {
    let plain = "Nobody pressed anything all day.\n\n".repeat(WHOLE / 32);
    let wrong = "The button was marked “Peregruzka” (reset).\n\n";
    let text = format!("{wrong}{plain}sverka:ignore confused-term\n\n{wrong}{plain}{wrong}");
    let checker = Checker::new(Lexicon::builtin());
    let checked =
        checker.check_stream("t.txt", text.as_bytes(), formats::for_path("t.txt")).unwrap();
    let passed: Vec<bool> = checked.findings.iter().map(|f| f.suppressed.is_some()).collect();
    assert_eq!(passed, [false, true, false], "{:?}", checked.errors);
}

#[test]
fn wrong_bytes_are_told_by_the_first_and_the_rest_is_checked() {
    let plain = "Nobody pressed anything all day.\n\n";
    let mut bytes = plain.repeat(WHOLE / 16).into_bytes();
    let bad = bytes.len() - 5;
    for at in [bad, WHOLE + plain.len(), WHOLE - 1] {
        bytes[at] = 0xFF;
    }
    bytes.extend("It said “Pere\u{17F}gruzka”, or “Peregruzka” (reset). А\n".as_bytes());
    bytes.pop();
    bytes.pop();
    let checker = Checker::new(Lexicon::builtin());
    let format = formats::for_path("t.txt");
    let checked = checker.check_stream("t.txt", bytes.as_slice(), format).unwrap();
    let [error] = &checked.errors[..] else { panic!("{:?}", checked.errors) };
    let (byte, more) = (WHOLE - 1, 3);
    let kind = error.kind();
    assert!(
        matches!(kind, ErrorKind::Faulty { byte: b, more: m } if (*b, *m) == (byte, more)),
        "{kind}"
    );
    let line = 2 * (byte / plain.len()) + 1;
    let column = byte % plain.len() + 1;
    assert_eq!(error.place().unwrap().start(), Position { line, column, byte });
    assert_eq!(checked.findings.len(), 1);
    let whole = checker.check_whole(Source::decode("t.txt", bytes).unwrap(), format).unwrap();
    assert_eq!(whole.errors[0].to_string(), error.to_string());
    assert_eq!(places(&whole.source, &whole.findings), places(&checked.source, &checked.findings));
}

#[test]
fn what_is_not_text_ends_it() {
    let mut bytes = "Nobody pressed anything all day.\n\n".repeat(WHOLE / 16).into_bytes();
    let bad = bytes.len() - 5;
    bytes[bad] = 0xFF;
    bytes.push(0);
    let checker = Checker::new(Lexicon::builtin());
    let checked =
        checker.check_stream("t.txt", bytes.as_slice(), formats::for_path("t.txt")).unwrap();
    let kind = checked.errors[0].kind();
    assert!(matches!(kind, ErrorKind::Encoding { byte } if *byte == bad), "{kind}");
    assert_eq!(checked.errors[0].place().unwrap().start().byte, bad);
}

#[test]
fn every_byte_that_is_read_is_told_once() {
    let dir = tempfile::tempdir().unwrap();
    let checker = Checker::new(Lexicon::builtin());
    for size in [10, WHOLE / 2, WHOLE + (1 << 19)] {
        let path = dir.path().join("t.txt");
        fs::write(&path, "Nobody.\n\n".repeat(size / 9)).unwrap();
        let told = AtomicU64::new(0);
        let progress = |bytes| {
            told.fetch_add(bytes, Ordering::Relaxed);
        };
        checker.check_file(&path, formats::for_path("t.txt"), &progress).unwrap();
        assert_eq!(told.into_inner(), fs::metadata(&path).unwrap().len());
    }
}

/// A record of a translation, with what is wrong with it now and then.
fn pair(number: usize) -> (String, &'static str, &'static str) {
    let name = format!("n{number}");
    match number % 50 {
        7 => (name, "The reset is done.", "Перегрузка закончена."),
        8 => (name, "Press the red button.", "Нажмите красную кнопку."),
        9 => ("n1".to_owned(), "It is red.", "Она красная."),
        10 => (name, "Save 15 files", "Сохранить 16 файлов"),
        _ => (name, "The minister slept all day.", "Министр спал весь день."),
    }
}

/// The same pairs as a file of each format that has them, with a broken place near the end. Most
/// of a record is what nobody reads.
fn translations(count: usize) -> [(&'static str, String); 3] {
    let pad = "0, ".repeat(900);
    let po = |(name, en, ru): (String, &str, &str)| {
        format!("#: {pad}\nmsgctxt \"{name}\"\nmsgid \"{en}\"\nmsgstr \"{ru}\"\n\n")
    };
    let tmx = |(name, en, ru): (String, &str, &str)| {
        format!(
            "<tu tuid=\"{name}\"><note>{pad}</note><tuv xml:lang=\"en\"><seg>{en}</seg></tuv>\n\
             <tuv xml:lang=\"ru\"><seg>{ru}</seg></tuv></tu> "
        )
    };
    let lines = |(name, en, ru): (String, &str, &str)| {
        format!("{{\"x\": [{pad}], \"name\": \"{name}\", \"en\": \"{en}\", \"ru\": \"{ru}\"}}\n")
    };
    let all = |record: &dyn Fn((String, &'static str, &'static str)) -> String| -> String {
        (0..count).map(|number| record(pair(number))).collect()
    };
    let header = "msgid \"\"\nmsgstr \"Language: ru\\n\"\n\n";
    [
        ("t.po", format!("{header}{}msgid \"x\"\nmsgfoo \"y\"\n", all(&po))),
        (
            "t.tmx",
            format!(
                "<tmx><header srclang=\"en\"/><body>\n{}</body>\n<tu></body></tmx>\n",
                all(&tmx)
            ),
        ),
        ("t.jsonl", format!("{}{{\"en\": \"x\n", all(&lines))),
    ]
}

#[test]
fn pieces_of_translations_find_what_the_whole_does() {
    let checker = Checker::new(Lexicon::builtin());
    for (name, text) in translations(WHOLE / 2200) {
        assert!(text.len() > WHOLE + (1 << 20), "{name}: {}", text.len());
        let format = formats::for_path(name);
        let pieces = checker.check_stream(name, text.as_bytes(), format).unwrap();
        let whole = checker.check_whole(Source::new(name, text.as_str()), format).unwrap();
        let found = |checked: &Checked| -> Vec<(Position, Option<String>, String)> {
            let place = |at: usize| checked.source.position(at);
            let found = checked.findings.iter();
            found.map(|f| (place(f.span.start), f.key.clone(), f.message.clone())).collect()
        };
        let told = |checked: &Checked| -> Vec<(String, Option<Position>)> {
            let errors = checked.errors.iter();
            errors.map(|e| (e.to_string(), e.place().map(Place::start))).collect()
        };
        assert!(whole.findings.len() > 60, "{name}: {}", whole.findings.len());
        assert_eq!(found(&pieces), found(&whole), "{name}");
        assert_eq!(told(&pieces), told(&whole), "{name}");
        assert!(!whole.errors.is_empty(), "{name}");
        assert_eq!((pieces.segments, pieces.units), (whole.segments, whole.units), "{name}");
        assert!(pieces.source.text().len() < text.len() / 10, "{name}");
    }
}
