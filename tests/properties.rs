//! What holds of every text, however strange.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use proptest::sample::select;

use sverka::engine::{Checker, Report};
use sverka::finding::{Finding, Fix};
use sverka::formats;
use sverka::lexicon::Lexicon;
use sverka::source::Source;

/// Words and marks of which texts are made that a check has something to say of.
const PIECES: &[&str] = &[
    "peregruzka",
    "Peregruzka",
    "perezagruzka",
    "PEREGRUZKI",
    "перегрузка",
    "«Перегрузку»",
    "перезагрузкой",
    "перзагрузка",
    "перегрyзка",
    "пере\u{301}грузка",
    "пере\u{ad}грузка",
    "zagovor",
    "договор",
    "dogovorennost'",
    "s”yezd",
    "gthtpfuheprf",
    "ымуклф",
    "Chaykovskiy",
    "Хрущёв",
    "zhurnal",
    "žaloba",
    "ресет",
    "reset",
    "“reset”",
    "(reset)",
    "(перезагрузка)",
    "overload",
    "treaty",
    "button",
    "marked",
    "the",
    "The",
    "Russian",
    "word",
    "for",
    "is",
    "means",
    "not",
    "does",
    "or",
    "кнопка",
    "с",
    "надписью",
    "означает",
    "не",
    "и",
    "—",
    "–",
    "-",
    ",",
    ".",
    ":",
    ";",
    "=",
    "|",
    "(",
    ")",
    "«",
    "»",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "*",
    "**",
    "_",
    "`",
    "&amp;",
    "&nbsp;",
    "<b>",
    "[a](b)",
    "# ",
    "- ",
    "1.",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "https://example.org/peregruzka",
    "a@b.c",
    "𝛼",
    "漢字",
    "🙂",
    "\u{200b}",
    "\u{feff}",
    "\u{301}",
    "ё",
    "ё",
    "é",
    "é",
];

/// Texts of Cyrillic, of Latin, of both alphabets in one word, and of anything.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(select(PIECES), 0..40);
    let spaced = pieces.prop_map(|pieces| pieces.join(" "));
    let pieces = prop::collection::vec(select(PIECES), 0..20);
    let joined = pieces.prop_map(|pieces| pieces.concat());
    prop_oneof![
        4 => spaced,
        2 => joined,
        1 => "[а-яёА-ЯЁ «»,.!-]{0,200}",
        1 => "[a-zA-Zʹʺ’'“” ,.()-]{0,200}",
        1 => "[a-zа-яё’ь]{1,12}( [a-zа-яё]{1,12}){0,20}",
        1 => any::<String>(),
    ]
}

fn check<'s>(source: &'s Source, reader: &str) -> Report<'s> {
    let format = formats::by_name(reader).unwrap();
    Checker::new(Lexicon::builtin()).check_as(source, format).unwrap()
}

/// A finding without its place.
fn what(finding: &Finding) -> String {
    format!("{} {:?} {} {:?}", finding.check.name, finding.severity, finding.message, finding.text)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_span_is_a_place_in_the_source(text in text(), reader in select(&["text", "markdown"][..])) {
        let source = Source::new("t", text.as_str());
        for finding in check(&source, reader).findings {
            let related = finding.related.iter().map(|related| related.span);
            for span in std::iter::once(finding.span).chain(related) {
                prop_assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}: {finding:?}");
            }
            prop_assert!(!finding.span.is_empty(), "{finding:?}");
        }
    }

    #[test]
    fn what_may_be_replaced_stands_there_verbatim(text in text(), reader in select(&["text", "markdown"][..])) {
        let source = Source::new("t", text.as_str());
        for finding in check(&source, reader).findings {
            if finding.suggestions.iter().any(|suggestion| suggestion.fix != Fix::Display) {
                prop_assert_eq!(&text[finding.span.range()], &finding.text);
            }
            for suggestion in &finding.suggestions {
                prop_assert_ne!(&suggestion.text, &finding.text, "it suggests what stands there");
            }
        }
    }

    #[test]
    fn neutral_text_in_front_moves_every_finding_by_its_length(text in text(), count in 1usize..4) {
        let front = "The weather was fine that day, and nobody had anything to say.\n\n".repeat(count);
        let (alone, moved) = (Source::new("t", text.as_str()), Source::new("t", front.clone() + &text));
        let place = |finding: &Finding, by: usize| (what(finding), finding.span.shift(by));
        let before: Vec<_> =
            check(&alone, "text").findings.iter().map(|f| place(f, front.len())).collect();
        let after: Vec<_> = check(&moved, "text").findings.iter().map(|f| place(f, 0)).collect();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn the_same_text_gives_the_same_findings(text in text()) {
        let source = Source::new("t", text.as_str());
        let once: Vec<String> = check(&source, "text").findings.iter().map(|f| format!("{f:?}")).collect();
        let here: Vec<String> = check(&source, "text").findings.iter().map(|f| format!("{f:?}")).collect();
        // another thread has judged no word yet
        let there: Vec<String> = std::thread::scope(|scope| {
            let run = || check(&source, "text").findings.iter().map(|f| format!("{f:?}")).collect();
            scope.spawn(run).join().unwrap()
        });
        prop_assert_eq!(&once, &here);
        prop_assert_eq!(&once, &there);
    }

    #[test]
    fn findings_come_in_the_order_of_the_text(text in text()) {
        let source = Source::new("t", text.as_str());
        let found = check(&source, "text").findings;
        prop_assert!(found.is_sorted_by_key(|finding| (finding.span, finding.check.name)));
    }

    #[test]
    fn no_string_stops_it(text in any::<String>()) {
        for format in formats::ALL {
            let source = Source::new("t", text.as_str());
            // a reader may refuse what is not in its format
            let _ = Checker::new(Lexicon::builtin()).check_as(&source, *format);
        }
    }

    #[test]
    fn no_bytes_stop_it(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(source) = Source::decode("t", bytes) {
            check(&source, "text");
        }
    }
}
