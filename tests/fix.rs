//! `sverka fix`: repairs stand in the files, and nothing else changes, whatever happens.

#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with translations in three formats, a wrong term in each.
fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("docs/en/button.md", "# The button\n\nThe reset of relations was discussed in Geneva.\n"),
        ("docs/ru/button.md", "# Кнопка\r\n\r\nВ Женеве обсудили перегрузку отношений.\r\n"),
        ("en.json", "{\"a\": \"The reset of relations\"}\n"),
        ("ru.json", "{ \"a\" :\t\"Перегрузка отношений\" }\n"),
        (
            "ru.po",
            "msgid \"\"\nmsgstr \"Language: ru\\n\"\n\nmsgid \"the reset\"\nmsgstr \"\"\n\"перегрузкой\"\n",
        ),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn sverka(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sverka"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn wrong_terms_are_found_repaired_and_gone() {
    let folder = project();
    let found = sverka(folder.path(), &["check", "--format", "jsonl", "."], "");
    assert_eq!((status(&found), text(&found.stdout).lines().count()), (1, 3));
    let fixed = sverka(folder.path(), &["fix", "."], "");
    assert_eq!(status(&fixed), 0, "{}", text(&fixed.stderr));
    for (name, wanted) in [
        ("docs/ru/button.md", "# Кнопка\r\n\r\nВ Женеве обсудили перезагрузку отношений.\r\n"),
        ("ru.json", "{ \"a\" :\t\"Перезагрузка отношений\" }\n"),
        (
            "ru.po",
            "msgid \"\"\nmsgstr \"Language: ru\\n\"\n\nmsgid \"the reset\"\nmsgstr \"\"\n\"перезагрузкой\"\n",
        ),
    ] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), wanted);
    }
    assert_eq!(status(&sverka(folder.path(), &["check", "."], "")), 0);
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 4, "nothing is left behind: {names:?}");
}

#[test]
fn a_diff_changes_nothing() {
    let folder = project();
    let before = fs::read(folder.path().join("ru.json")).unwrap();
    let shown = text(&sverka(folder.path(), &["fix", "--diff", "ru.json"], "").stdout);
    assert!(shown.contains("-{ \"a\" :\t\"Перегрузка отношений\" }"), "{shown}");
    assert!(shown.contains("+{ \"a\" :\t\"Перезагрузка отношений\" }"), "{shown}");
    assert_eq!(fs::read(folder.path().join("ru.json")).unwrap(), before);
}

#[test]
fn a_filter_hands_on_what_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let fixed = sverka(folder.path(), &["fix", "-"], "Cтраница не найдена.\n");
    assert_eq!(text(&fixed.stdout), "Страница не найдена.\n");
    let same = sverka(folder.path(), &["fix", "-"], "Страница.\n");
    assert_eq!((status(&same), text(&same.stdout)), (0, "Страница.\n".to_owned()));
}

#[test]
fn encodings_and_marks_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    let wide = |text: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    fs::write(&path, wide("Cтраница не найдена.\r\n")).unwrap();
    assert_eq!(status(&sverka(folder.path(), &["fix", "a.txt"], "")), 0);
    assert_eq!(fs::read(&path).unwrap(), wide("Страница не найдена.\r\n"));
    let marked = |text: &str| format!("\u{FEFF}{text}").into_bytes();
    fs::write(&path, marked("Cтраница.\n")).unwrap();
    assert_eq!(status(&sverka(folder.path(), &["fix", "a.txt"], "")), 0);
    assert_eq!(fs::read(&path).unwrap(), marked("Страница.\n"));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay_and_read_only_files_are_left() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("a.txt"), folder.path().join("link.txt"));
    fs::write(&path, "Cтраница.\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.txt", &link).unwrap();
    assert_eq!(status(&sverka(folder.path(), &["fix", "link.txt"], "")), 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), "Страница.\n");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    fs::write(&path, "Cтраница.\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    let refused = sverka(folder.path(), &["fix", "a.txt"], "");
    assert_eq!(status(&refused), 2);
    assert!(text(&refused.stderr).contains("read-only"), "{}", text(&refused.stderr));
    assert_eq!(fs::read_to_string(&path).unwrap(), "Cтраница.\n");
}

#[test]
fn a_person_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    let wrong = "The button was marked “Peregruzka” (reset).\n";
    fs::write(&path, wrong).unwrap();
    let asked = sverka(folder.path(), &["fix", "--review", "a.txt"], "?\ns\n");
    assert!(text(&asked.stdout).contains("write `Perezagruzka`?"), "{}", text(&asked.stdout));
    assert_eq!((status(&asked), fs::read_to_string(&path).unwrap()), (1, wrong.to_owned()));
    let taken = sverka(folder.path(), &["fix", "--review", "a.txt"], "y\n");
    assert_eq!(status(&taken), 0);
    assert!(fs::read_to_string(&path).unwrap().contains("“Perezagruzka” (reset)"));
    fs::write(&path, wrong).unwrap();
    sverka(folder.path(), &["fix", "--review", "a.txt"], "i\n");
    let kept = fs::read_to_string(folder.path().join("sverka.toml")).unwrap();
    assert_eq!(kept, "accept = [\"Peregruzka\"]\n");
    assert_eq!(status(&sverka(folder.path(), &["check", "a.txt"], "")), 0);
}

const WRONG: &str = "The button was marked “Peregruzka” (reset).\n";

/// A folder with files, at paths with folders.
fn folder_of(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// What to ignore for ever is kept in the configuration that holds for the file.
#[test]
fn words_are_accepted_where_the_configuration_stands() {
    let known = "# ours\nfail-on = \"warning\" # so\n\n[checks]\nquotes = \"off\"\n";
    let wanted = "# ours\nfail-on = \"warning\" # so\naccept = [\"Peregruzka\"]\n\n[checks]\nquotes = \"off\"\n";
    let in_parent = folder_of(&[("sverka.toml", known), ("docs/a/a.txt", WRONG)]);
    let here = in_parent.path().join("docs");
    let asked = sverka(&here, &["fix", "--review", "a/a.txt"], "i\n");
    let path = in_parent.path().join("sverka.toml");
    assert_eq!(fs::read_to_string(&path).unwrap(), wanted, "{}", text(&asked.stderr));
    assert!(!here.join("sverka.toml").exists() && !here.join("a/sverka.toml").exists());
    assert_eq!(status(&sverka(&here, &["check", "a/a.txt"], "")), 0);

    // one that was named; the nearest one is left alone
    fs::write(&path, known).unwrap();
    fs::write(here.join("other.toml"), known).unwrap();
    sverka(&here, &["fix", "--review", "--config", "other.toml", "a/a.txt"], "i\n");
    assert_eq!(fs::read_to_string(here.join("other.toml")).unwrap(), wanted);
    assert_eq!(fs::read_to_string(&path).unwrap(), known);
    let none = sverka(&here, &["fix", "--review", "--no-config", "a/a.txt"], "i\nq\n");
    assert!(text(&none.stdout).contains("nowhere to keep it"), "{}", text(&none.stdout));
    assert_eq!(fs::read_to_string(&path).unwrap(), known);
}

#[test]
fn a_configuration_is_written_where_it_holds() {
    // beneath the folder we are in: there
    let folder = folder_of(&[("here/docs/a.txt", WRONG), ("there/b.txt", WRONG)]);
    let here = folder.path().join("here");
    sverka(&here, &["fix", "--review", "docs/a.txt"], "i\n");
    assert_eq!(
        fs::read_to_string(here.join("sverka.toml")).unwrap(),
        "accept = [\"Peregruzka\"]\n"
    );
    // elsewhere: with the file
    sverka(&here, &["fix", "--review", "../there/b.txt"], "i\n");
    assert!(folder.path().join("there/sverka.toml").exists());
    // in a repository within: at its root, or it would not hold
    let folder = folder_of(&[("inner/docs/a.txt", WRONG), ("inner/.git/HEAD", "")]);
    sverka(folder.path(), &["fix", "--review", "inner/docs/a.txt"], "i\n");
    assert!(folder.path().join("inner/sverka.toml").exists());
    assert_eq!(status(&sverka(folder.path(), &["check", "inner"], "")), 0);
}

#[cfg(unix)]
#[test]
fn a_configuration_keeps_its_link_and_its_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder_of(&[("a.txt", WRONG), ("shared/ours.toml", "accept = \"Zagovor\"\n")]);
    let (link, path) = (folder.path().join("sverka.toml"), folder.path().join("shared/ours.toml"));
    symlink("shared/ours.toml", &link).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    sverka(folder.path(), &["fix", "--review", "a.txt"], "i\n");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let wanted = "accept = [\"Zagovor\", \"Peregruzka\"]\n";
    assert_eq!(fs::read_to_string(&path).unwrap(), wanted);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn the_configuration_says_what_fails() {
    for (fail_on, wanted) in [("never", 0), ("error", 1), ("advice", 1)] {
        let config = format!("fail-on = \"{fail_on}\"\n");
        let folder =
            folder_of(&[("sverka.toml", &config), ("a.txt", WRONG), ("b.txt", "Cтраница.\n")]);
        let fixed = sverka(folder.path(), &["fix", "."], "");
        assert_eq!(status(&fixed), wanted, "{fail_on}: {}", text(&fixed.stderr));
        assert!(
            text(&fixed.stderr).contains("1 fixed in 1 file, 1 left"),
            "{}",
            text(&fixed.stderr)
        );
        // the command line goes before it
        let asked = sverka(folder.path(), &["fix", "--fail-on", "never", "."], "");
        assert_eq!(status(&asked), 0);
        // what was fixed does not fail
        assert_eq!(status(&sverka(folder.path(), &["fix", "b.txt"], "")), 0);
    }
}

#[test]
fn what_fix_has_no_use_for_is_refused() {
    let folder = folder_of(&[("b.txt", "Cтраница.\n")]);
    for option in ["--quiet", "-q", "--statistics", "--format=json", "--write-baseline=known.json"]
    {
        let refused = sverka(folder.path(), &["fix", option, "b.txt"], "");
        let option = option.split('=').next().unwrap();
        assert_eq!(status(&refused), 2, "{option}");
        let said = text(&refused.stderr);
        assert!(said.contains(&format!("unexpected argument '{option}'")), "{said}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("b.txt")).unwrap(), "Cтраница.\n");
}

/// Killed at any moment, it leaves every file as it was or as it is to be.
#[cfg(unix)]
#[test]
fn a_kill_leaves_whole_files() {
    use std::time::{Duration, Instant};
    const FILES: usize = 60;
    let filler = "Страница с длинным текстом, в котором всё на месте.\n".repeat(400);
    let (old, new) = (format!("{filler}Cтраница.\n"), format!("{filler}Страница.\n"));
    let start = |folder: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sverka"));
        command.args(["fix", "--checks", "mixed-script", "."]).current_dir(folder);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let fresh = || {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..FILES {
            fs::write(folder.path().join(format!("{number}.txt")), &old).unwrap();
        }
        folder
    };
    let mut interrupted = 0;
    for moment in 0..16 {
        let folder = fresh();
        let mut child = start(folder.path());
        let first = folder.path().join("0.txt");
        let began = Instant::now();
        while fs::read_to_string(&first).unwrap() == old {
            assert!(began.elapsed() < Duration::from_secs(90), "nothing is repaired");
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_micros(700 * moment));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut repaired = 0;
        for entry in fs::read_dir(folder.path()).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if let Some(rest) = name.strip_prefix(".sverka-") {
                assert_eq!(rest.rsplit_once('.').unwrap().1, "tmp", "{name}");
                continue;
            }
            let now = fs::read_to_string(folder.path().join(&name)).unwrap();
            assert!(now == old || now == new, "{name} is neither old nor new");
            repaired += usize::from(now == new);
        }
        interrupted += usize::from((1..FILES).contains(&repaired));
        // what is left lying is no input, and the next run does the rest
        assert!(start(folder.path()).wait().unwrap().success());
        for number in 0..FILES {
            let now = fs::read_to_string(folder.path().join(format!("{number}.txt"))).unwrap();
            assert!(now == new, "{number}.txt");
        }
    }
    assert!(interrupted > 0, "never killed amid the files");
}

/// While a person thinks, somebody else saves the file.
#[test]
fn a_file_changed_since_it_was_read_is_left() {
    use std::io::{BufRead, BufReader};
    let folder = folder_of(&[("a.txt", WRONG)]);
    let path = folder.path().join("a.txt");
    let mut child = Command::new(env!("CARGO_BIN_EXE_sverka"))
        .args(["fix", "--review", "a.txt"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // it has read the file when it shows what is in it
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut String::new()).unwrap();
    let theirs = format!("A new line.\n{WRONG}");
    fs::write(&path, &theirs).unwrap();
    child.stdin.take().unwrap().write_all(b"y\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("has changed since"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
