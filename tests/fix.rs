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
