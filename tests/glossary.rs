//! `sverka glossary` from the outside.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn sverka(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sverka"))
        .args(arguments)
        .current_dir(dir)
        .env("SVERKA_CACHE_DIR", dir.join("cache"))
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const OWN: &str = "[glossary]\nname = \"own\"\n\n[[term]]\nru = \"перегрузка\"\nen = [\"overload\"]\npos = \"noun\"\n\
                   confused-with = [\"перезагрузка\"]\n\n[[term]]\nru = \"перезагрузка\"\nen = [\"reset\", \"reboot\"]\n\
                   pos = \"noun\"\nnote = \"A fresh start.\"\nconfused-with = [\"перегрузка\"]\navoid-ru = [\"ресет\"]\n";

#[test]
fn built_in_glossaries_are_laid_out_and_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files: Vec<String> = fs::read_dir(root.join("glossaries"))
        .unwrap()
        .map(|entry| entry.unwrap().path().display().to_string())
        .collect();
    let mut arguments = vec!["glossary", "fmt", "--check"];
    arguments.extend(files.iter().map(String::as_str));
    let output = sverka(root, &arguments);
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn a_file_is_put_right_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("own.toml");
    let messy = format!(
        "# mine\n{}",
        OWN.replace("pos = \"noun\"\nnote", "enforce = \"required\"\npos = 'noun'\nnote")
    );
    fs::write(&path, &messy).unwrap();
    let check = || sverka(dir.path(), &["glossary", "fmt", "--check", "own.toml"]).status.code();
    assert_eq!(check(), Some(1));
    assert_eq!(text(&fs::read(&path).unwrap()), messy);
    assert!(sverka(dir.path(), &["glossary", "fmt", "own.toml"]).status.success());
    assert_eq!(text(&fs::read(&path).unwrap()), format!("# mine\n{OWN}"));
    assert_eq!(check(), Some(0));
}

#[test]
fn what_is_exported_is_a_glossary_and_imports_again() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("own.toml"), OWN).unwrap();
    for format in ["tbx", "tbx-2019"] {
        let file = format!("{format}.tbx");
        let export = ["glossary", "export", "--to", format, "-g", "own.toml", "-o", &file];
        assert!(sverka(dir.path(), &export).status.success());
        let output = sverka(dir.path(), &["glossary", "import", &file, "--name", "own"]);
        assert_eq!(text(&output.stdout), OWN, "{format}");
        let output = sverka(dir.path(), &["lookup", "-g", &file, "peregruzkoy"]);
        assert!(text(&output.stdout).contains("перегрузка"), "{format}");
    }
    let output = sverka(dir.path(), &["glossary", "export", "--to", "po", "-g", "own.toml"]);
    let losses = text(&output.stderr);
    assert!(losses.contains("pos (2 terms)") && losses.contains("avoid-ru (1 terms)"), "{losses}");
}

#[test]
fn broken_files_are_trouble_with_a_place() {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        (
            "cut.tbx",
            &b"<martif>\n<text><body>\n<termEntry><langSet xml:lang=\"ru\"><tig><term>x"[..],
        ),
        (
            "bomb.tbx",
            b"<!DOCTYPE martif [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>\n<martif>\n&b;</martif>",
        ),
        ("odd.csv", b"ru,en\n\"\xd1\x81,reset\n"),
        ("bytes.tsv", b"ru\ten\n\xff\xfe\xfd\treset\n"),
    ] {
        fs::write(dir.path().join(name), bytes).unwrap();
        let output = sverka(dir.path(), &["lookup", "-g", name, "reset"]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(text(&output.stderr).contains(name), "{name}: {}", text(&output.stderr));
    }
}

#[test]
fn what_was_saved_and_is_broken_is_read_anew() {
    let dir = tempfile::tempdir().unwrap();
    let letters = || "бвгджзклмнпрст".chars();
    let words = letters().flat_map(|a| letters().map(move |b| (a, b)));
    let words = words.flat_map(|(a, b)| letters().map(move |c| format!("{a}о{b}а{c}ия")));
    let rows: Vec<String> =
        words.enumerate().map(|(at, word)| format!("{word}\tthing {at}")).collect();
    fs::write(dir.path().join("large.tsv"), format!("ru\ten\n{}\n", rows.join("\n"))).unwrap();
    let look = |word: &str| {
        let output = sverka(dir.path(), &["lookup", "-g", "large.tsv", word]);
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (first, last) = (look("бобабия"), look("тотатия"));
    assert!(first.1.contains("thing 0") && last.1.contains("thing 2743"), "{first:?} {last:?}");
    let saved = fs::read_dir(dir.path().join("cache")).unwrap().map(|entry| entry.unwrap().path());
    let saved = saved.max_by_key(|path| path.metadata().unwrap().len()).unwrap();
    let whole = fs::read(&saved).unwrap();
    let ways = [8, 3, 2].map(|part| whole.len() - whole.len() / part);
    for at in ways.into_iter().chain([0, 100, whole.len() - 1]) {
        let mut broken = whole.clone();
        broken[at..].iter_mut().take(4000).for_each(|byte| *byte ^= 0x55);
        fs::write(&saved, broken).unwrap();
        assert_eq!((look("бобабия"), look("тотатия")), (first.clone(), last.clone()), "{at}");
        fs::write(&saved, &whole[..at]).unwrap();
        assert_eq!(look("бобабия"), first, "cut at {at}");
        fs::write(&saved, &whole).unwrap();
    }
}
