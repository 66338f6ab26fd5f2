//! The picker in a real terminal: tmux plays the terminal and the hands on the keyboard.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A terminal with a shell in it, on a tmux server of its own.
struct Tmux {
    socket: String,
    _dir: tempfile::TempDir,
}

impl Tmux {
    /// `None` where there is no tmux.
    fn new(width: u16, height: u16) -> Option<Self> {
        if Command::new("tmux").arg("-V").output().is_err() {
            eprintln!("skipped: no tmux here");
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let socket = dir.path().join("tmux").to_string_lossy().into_owned();
        let tmux = Self { socket, _dir: dir };
        let (width, height) = (width.to_string(), height.to_string());
        let shell = "env -u NO_COLOR LC_ALL=C.UTF-8 PS1='$ ' sh";
        tmux.run(&["-f", "/dev/null", "new-session", "-d", "-x", &width, "-y", &height, shell]);
        tmux.shell("echo before");
        tmux.wait_for("before");
        Some(tmux)
    }

    fn run(&self, args: &[&str]) -> String {
        let mut command = Command::new("tmux");
        let output = command.args(["-u", "-S", &self.socket]).args(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A line for the shell.
    fn shell(&self, line: &str) {
        self.text(line);
        self.keys(&["Enter"]);
    }

    fn text(&self, text: &str) {
        self.run(&["send-keys", "-l", "--", text]);
    }

    fn keys(&self, keys: &[&str]) {
        self.run(&[&["send-keys"], keys].concat());
    }

    fn screen(&self) -> String {
        self.run(&["capture-pane", "-p"])
    }

    /// The screen with its escape sequences.
    fn colors(&self) -> String {
        self.run(&["capture-pane", "-p", "-e"])
    }

    fn wait(&self, what: &str, is_there: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if is_there(&screen) {
                return screen;
            }
            assert!(start.elapsed() < Duration::from_secs(20), "no {what} in\n{screen}");
            sleep(Duration::from_millis(20));
        }
    }

    fn wait_for(&self, text: &str) -> String {
        self.wait(text, |screen| screen.contains(text))
    }

    /// Starts the picker and types.
    fn look_up(&self, arguments: &str, typed: &str) {
        let sverka = env!("CARGO_BIN_EXE_sverka");
        self.shell(&format!("clear; {sverka} lookup {arguments}"));
        self.wait_for("Type a word");
        self.text(typed);
        if !typed.is_empty() {
            self.wait_for(&format!("› {typed}"));
        }
    }

    /// What holds of a terminal that has been given back.
    fn is_given_back(&self) {
        self.wait("shell", |screen| !screen.contains('›') && screen.trim_end().ends_with('$'));
        assert_eq!(self.run(&["display-message", "-p", "#{alternate_on} #{cursor_flag}"]), "0 1\n");
        self.shell("clear; stty -a");
        let screen = self.wait_for("icanon");
        for raw in ["-icanon", "-isig", "-echo "] {
            assert!(!screen.contains(raw), "{screen}");
        }
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = Command::new("tmux").args(["-S", &self.socket, "kill-server"]).output();
    }
}

/// The first three rows of the list.
fn first_three(screen: &str) -> String {
    screen.lines().skip(2).take(3).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_typed_is_answered() {
    for (width, height) in [(80, 24), (40, 20)] {
        let Some(tmux) = Tmux::new(width, height) else { return };
        for query in ["reset", "peregruz", "перезагр", "gthtpfuheprf", "perezagruzok"] {
            tmux.look_up("", query);
            tmux.wait(query, |screen| first_three(screen).contains("перезагрузка"));
            let screen = tmux.wait_for("Enter prints");
            assert!(screen.contains("? keys"), "{screen}");
            tmux.keys(&["Escape"]);
            tmux.wait("shell", |screen| !screen.contains('›'));
        }
    }
}

#[test]
fn the_word_taken_goes_to_standard_output_alone() {
    let Some(tmux) = Tmux::new(80, 24) else { return };
    let sverka = env!("CARGO_BIN_EXE_sverka");
    tmux.shell(&format!("clear; word=$({sverka} lookup); echo \"[$word] $?\""));
    tmux.wait_for("Type a word");
    tmux.text("perezagruzok");
    tmux.wait_for("Enter prints перезагрузок");
    tmux.keys(&["Enter"]);
    tmux.wait_for("[перезагрузок] 0");
    // the side and the form are chosen with keys
    tmux.shell(&format!("clear; word=$({sverka} lookup 2>/dev/null); echo \"[$word] $?\""));
    tmux.wait_for("Type a word");
    tmux.text("reset");
    tmux.keys(&["C-p", "Down", "Right"]);
    tmux.wait_for("Enter prints перезагрузок");
    tmux.keys(&["Tab", "Tab"]);
    tmux.wait_for("Enter prints perezagruzok");
    tmux.keys(&["Enter"]);
    tmux.wait_for("[perezagruzok] 0");
}

#[test]
fn pages_and_clipboard() {
    let Some(tmux) = Tmux::new(80, 24) else { return };
    tmux.run(&["set-option", "-s", "set-clipboard", "on"]);
    tmux.look_up("", "overload");
    tmux.wait_for("Enter prints перегрузка");
    tmux.keys(&["C-y"]);
    tmux.wait_for("copied перегрузка");
    assert_eq!(tmux.run(&["show-buffer"]), "перегрузка");
    for (key, shown) in [
        ("?", "print the word and leave"),
        ("C-s", "icao-doc-9303"),
        ("C-g", "[x] diplomacy"),
        ("C-p", "instrumental"),
        ("C-o", "prepositional"),
    ] {
        tmux.keys(&[key]);
        tmux.wait_for(shown);
        tmux.keys(&["Escape"]);
        tmux.wait("the list", |screen| screen.contains("▸ перегрузка"));
    }
    tmux.keys(&["C-c"]);
    tmux.is_given_back();
}

#[test]
fn the_terminal_is_given_back() {
    let Some(tmux) = Tmux::new(80, 24) else { return };
    for leave in [&["Escape"][..], &["C-c"], &["Enter"]] {
        tmux.look_up("", "reset");
        tmux.keys(leave);
        tmux.is_given_back();
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("number");
    for signal in ["TERM", "HUP", "INT"] {
        let sverka = env!("CARGO_BIN_EXE_sverka");
        tmux.shell(&format!("clear; sh -c 'echo $$ > {}; exec {sverka} lookup'", file.display()));
        tmux.wait_for("Type a word");
        let number = String::from_utf8(std::fs::read(&file).unwrap()).unwrap();
        let kill = Command::new("kill").args([&format!("-{signal}"), number.trim()]).status();
        assert!(kill.unwrap().success());
        tmux.is_given_back();
        tmux.shell("clear");
    }
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_read() {
    let Some(tmux) = Tmux::new(80, 24) else { return };
    let own = std::env::current_exe().unwrap();
    let child = "the_child_that_panics --exact --ignored --nocapture";
    tmux.shell(&format!("clear; {} {child}", own.display()));
    tmux.wait_for("something went wrong");
    tmux.wait_for("test result: FAILED");
    tmux.is_given_back();
}

/// Run by the test above inside a terminal.
#[test]
#[ignore = "panics on purpose, in a terminal of its own"]
fn the_child_that_panics() {
    let screen = sverka::picker::terminal::Screen::open().unwrap();
    assert!(format!("{screen:?}").is_empty(), "something went wrong");
}

#[test]
fn wide_and_combining_letters_and_a_new_size() {
    let Some(tmux) = Tmux::new(80, 24) else { return };
    tmux.look_up("", "日本語 пе\u{301}регруз");
    tmux.wait_for("Nothing near");
    tmux.keys(&["C-a", "Delete", "Delete", "Delete", "Delete"]);
    tmux.wait_for("▸ перегрузка");
    tmux.run(&["resize-window", "-x", "40", "-y", "12"]);
    tmux.wait("a narrow screen", |screen| {
        screen.lines().nth(1).is_some_and(|l| l.chars().count() == 40)
    });
    let screen = tmux.wait_for("▸ перегрузка");
    assert!(screen.lines().all(|line| line.chars().count() <= 41), "{screen}");
    tmux.run(&["resize-window", "-x", "120", "-y", "30"]);
    tmux.wait("a wide screen", |screen| {
        screen.lines().nth(1).is_some_and(|l| l.chars().count() == 120)
    });
    tmux.keys(&["C-c"]);
    tmux.is_given_back();
}

#[test]
fn without_color_there_is_none_and_on_a_dumb_terminal_no_picker() {
    let Some(tmux) = Tmux::new(80, 24) else { return };
    tmux.look_up("", "peregruz");
    tmux.wait_for("Enter prints");
    assert!(tmux.colors().contains("38;5;6m"), "romanized words have a colour");
    tmux.keys(&["C-c"]);
    tmux.is_given_back();
    let sverka = env!("CARGO_BIN_EXE_sverka");
    tmux.shell(&format!("clear; NO_COLOR=1 {sverka} lookup"));
    tmux.wait_for("Type a word");
    tmux.text("peregruz");
    tmux.wait_for("Enter prints");
    let screen = tmux.colors();
    assert!(!screen.contains("38;"), "{screen:?}");
    assert!(screen.contains("▸"), "what is chosen has a sign");
    tmux.keys(&["C-c"]);
    tmux.is_given_back();
    tmux.shell(&format!("clear; TERM=dumb {sverka} lookup"));
    tmux.text("peregruzka");
    tmux.keys(&["Enter"]);
    tmux.wait_for("not перезагрузка");
    tmux.keys(&["C-d"]);
}

#[test]
fn history_is_written_only_where_it_is_asked_for() {
    let Some(tmux) = Tmux::new(80, 24) else { return };
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("history.tsv");
    let take = |arguments: &str| {
        tmux.look_up(arguments, "reset");
        tmux.wait_for("Enter prints перезагрузка");
        tmux.keys(&["Enter"]);
        tmux.wait("the word", |screen| screen.lines().any(|line| line == "перезагрузка"));
    };
    take("");
    assert!(!Path::new(&path).exists());
    take(&format!("--history {}", path.display()));
    assert_eq!(std::fs::read(&path).unwrap(), "reset\tперезагрузка\n".as_bytes());
}

#[test]
fn findings_are_reviewed_one_by_one() {
    let Some(tmux) = Tmux::new(80, 40) else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("docs/a.txt");
    std::fs::create_dir(folder.path().join("docs")).unwrap();
    std::fs::write(folder.path().join("sverka.toml"), "# ours\n").unwrap();
    let line = |word: &str| format!("The button was marked “{word}” (reset).\r\n");
    let shop = |word: &str| format!("They went to a magazin ({word}).\r\n");
    let text = |first: &str, second: &str| {
        let rest = [line("Peregruzki"), line("peregruzku"), line("peregruzku"), line("peregruzki")];
        [line(first), shop(second), rest.concat()].concat()
    };
    std::fs::write(&path, text("Peregruzka", "magazine")).unwrap();
    let sverka = env!("CARGO_BIN_EXE_sverka");
    let docs = folder.path().join("docs");
    let command = format!("{sverka} fix --review a.txt; echo \"status $?\"");
    tmux.shell(&format!("cd {}; clear; {command}", docs.display()));
    let answer = |line: usize, offer: &str, key: &str| {
        tmux.wait_for(&format!("a.txt:{line}:"));
        let question = format!("write `{offer}`? [y/n/s/i/q, ? for help]");
        tmux.wait(&question, |screen| screen.trim_end().ends_with(&question));
        tmux.text(key);
        tmux.keys(&["Enter"]);
    };
    answer(1, "Perezagruzka", "?");
    tmux.wait_for("n next suggestion, s skip");
    answer(1, "Perezagruzka", "y");
    answer(2, "shop", "n");
    answer(2, "store", "y");
    answer(3, "Perezagruzki", "s");
    answer(4, "perezagruzku", "i");
    tmux.wait_for("kept under `accept` in");
    // the same word is not asked about again
    answer(6, "perezagruzki", "q");
    tmux.wait_for("2 fixed in 1 file, 4 left");
    tmux.wait_for("status 1");
    assert_eq!(std::fs::read(&path).unwrap(), text("Perezagruzka", "store").as_bytes());
    let config = std::fs::read(folder.path().join("sverka.toml")).unwrap();
    assert_eq!(String::from_utf8(config).unwrap(), "# ours\naccept = [\"peregruzku\"]\n");
    assert_eq!(std::fs::read_dir(&docs).unwrap().count(), 1);
}
