//! The picker driven key by key, without a terminal.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use sverka::lexicon::Lexicon;
use sverka::picker::view::draw;
use sverka::picker::{Picker, Step};
use sverka::translit;

/// Held by the test that measures the memory of the process, and by those that would add to it.
static MEMORY: Mutex<()> = Mutex::new(());

fn picker() -> Picker<'static> {
    Picker::new(Lexicon::builtin(), &translit::all()[0])
}

fn press(picker: &mut Picker<'_>, code: KeyCode) -> Step {
    picker.press(KeyEvent::new(code, KeyModifiers::NONE))
}

fn control(picker: &mut Picker<'_>, letter: char) -> Step {
    picker.press(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL))
}

/// The memory that the process has in use, in bytes; `None` where the system does not tell.
#[cfg(target_os = "linux")]
fn resident() -> Option<usize> {
    let statm = String::from_utf8(std::fs::read("/proc/self/statm").ok()?).ok()?;
    let pages: usize = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

#[cfg(not(target_os = "linux"))]
fn resident() -> Option<usize> {
    None
}

const QUERIES: [&str; 8] = [
    "перезагрузка",
    "peresagruska",
    "overload",
    "gthtpfuheprf",
    "перзагрузок",
    "qwrtp",
    "пе\u{301}регрузка",
    "日本語",
];

/// Types a query letter by letter, opens every page, walks about, and deletes it again.
fn round(picker: &mut Picker<'_>, terminal: &mut Terminal<TestBackend>, query: &str) -> usize {
    let mut presses = 0;
    let mut done = |picker: &Picker<'_>| {
        presses += 1;
        // keys that queue up are drawn as one
        if presses % 4 == 0 {
            terminal.draw(|frame| draw(frame, picker, true)).unwrap();
        }
    };
    for c in query.chars() {
        press(picker, KeyCode::Char(c));
        done(picker);
    }
    for code in [KeyCode::Down, KeyCode::PageDown, KeyCode::Up, KeyCode::PageUp, KeyCode::Tab] {
        press(picker, code);
        done(picker);
    }
    for letter in ['o', 'p', 's', 'g', 'y'] {
        control(picker, letter);
        done(picker);
        press(picker, KeyCode::Down);
        done(picker);
    }
    press(picker, KeyCode::Char('?'));
    press(picker, KeyCode::Esc);
    while !picker.query().is_empty() {
        press(picker, KeyCode::Backspace);
        done(picker);
    }
    presses
}

#[test]
fn memory_is_flat_over_ten_thousand_key_presses() {
    let _alone = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    let lexicon = Lexicon::load(&["tests/cli/lookup.in/own.toml".to_owned()]).unwrap();
    let mut picker = Picker::new(&lexicon, &translit::all()[0]);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    // the first round fills what is kept for good: tables, the terms that were met
    for query in QUERIES {
        round(&mut picker, &mut terminal, query);
    }
    let before = resident();
    let mut presses = 0;
    while presses < 10_000 {
        for query in QUERIES {
            presses += round(&mut picker, &mut terminal, query);
        }
    }
    if let (Some(before), Some(after)) = (before, resident()) {
        let grown = after.saturating_sub(before);
        assert!(grown < 2 << 20, "{grown} bytes more after {presses} key presses");
    }
}

#[test]
fn what_is_typed_brings_the_term_into_the_first_three() {
    let _turn = MEMORY.lock().unwrap_or_else(PoisonError::into_inner);
    for query in ["reset", "peregruz", "перезагр", "gthtpfuheprf", "perezagruzok"] {
        let mut picker = picker();
        for c in query.chars() {
            assert_eq!(press(&mut picker, KeyCode::Char(c)), Step::Stay);
        }
        let first = picker.answers().iter().take(3);
        let met = first.map(|a| picker.lexicon().term(a.term).ru[0].as_str());
        let met: Vec<&str> = met.collect();
        assert!(met.contains(&"перезагрузка"), "{query}: {met:?}");
    }
}

#[test]
fn without_a_terminal_a_query_is_answered_before_the_next_is_asked() {
    for format in ["human", "json"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sverka"))
            .args(["lookup", "--format", format])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut questions = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        for (query, term) in
            [("reset", "перезагрузка"), ("peregruzka", "перегрузка"), ("qqqqq", "")]
        {
            writeln!(questions, "{query}").unwrap();
            questions.flush().unwrap();
            let mut answer = String::new();
            answers.read_line(&mut answer).unwrap();
            assert!(answer.contains(query) && answer.contains(term), "{answer}");
        }
        drop(questions);
        assert!(child.wait().unwrap().success());
    }
}
