//! A repository that is checked as one: configuration, comments, baseline, changed lines.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn sverka(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sverka"))
        .env("SVERKA_CACHE_DIR", "")
        .env_remove("GIT_DIR")
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn git(folder: &Path, args: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=Sverka", "-c", "user.email=sverka@example.org"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env_remove("GIT_DIR")
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository in which all of it is kept.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = project(files);
    git(folder.path(), &["init", "-q"]);
    keep(folder.path());
    folder
}

fn keep(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "state"]);
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The place and text of each finding, `docs/a.md:3 peregruzka`.
fn found(folder: &Path, args: &[&str]) -> Vec<String> {
    let output = sverka(folder, &[&["check", "--format", "jsonl"], args].concat());
    assert!(status(&output) < 2, "{}{}", err(&output), String::from_utf8_lossy(&output.stdout));
    let finding = |line: &str| {
        let json: Value = serde_json::from_str(line).unwrap();
        let path = json["path"].as_str().unwrap().trim_start_matches("./").to_owned();
        format!("{path}:{} {}", json["start"]["line"], json["text"].as_str().unwrap())
    };
    String::from_utf8(output.stdout).unwrap().lines().map(finding).collect()
}

const WRONG: &str = "The button said “peregruzka” (reset).\n";

/// Markdown pairs, PO and JSON, one wrong term in each.
fn translations() -> TempDir {
    repository(&[
        (
            "sverka.toml",
            "pairs = [{ source = \"docs/en/**/*.md\", target = \"docs/ru/**/*.md\" }]\n",
        ),
        ("docs/en/button.md", "A button.\n\nThe reset of relations was discussed in Geneva.\n"),
        ("docs/ru/button.md", "Кнопка.\n\nВ Женеве обсудили перегрузку отношений.\n"),
        (
            "po/ru.po",
            "msgid \"\"\nmsgstr \"Language: ru\\n\"\n\n\
             msgid \"The reset of relations\"\nmsgstr \"Перегрузка отношений\"\n",
        ),
        ("i18n/en.json", "{\n  \"title\": \"On the reset of relations\"\n}\n"),
        ("i18n/ru.json", "{\n  \"title\": \"О перегрузке отношений\"\n}\n"),
    ])
}

#[test]
fn a_wrong_term_in_each_file_then_a_baseline_then_only_the_new_one() {
    let project = translations();
    let folder = project.path();
    let three =
        ["docs/ru/button.md:3 перегрузку", "i18n/ru.json:2 перегрузке", "po/ru.po:5 Перегрузка"];
    assert_eq!(found(folder, &["."]), three);
    assert_eq!(status(&sverka(folder, &["check", "."])), 1);

    let output = sverka(folder, &["check", "--write-baseline", "known.json", "."]);
    assert_eq!(
        (status(&output), err(&output).as_str()),
        (0, "note: 3 findings written to known.json\n")
    );
    assert_eq!(status(&sverka(folder, &["check", "--baseline", "known.json", "."])), 0);

    // the known one moves, a new one comes
    let page = "Кнопка.\n\nНовое.\n\nВ Женеве обсудили перегрузку отношений.\n\n\
                Вторая «перегрузка» (reset).\n";
    write(folder, "docs/ru/button.md", page);
    // the new paragraphs have no original either
    let new = ["docs/ru/button.md:7 Вторая", "docs/ru/button.md:7 перегрузка"];
    assert_eq!(found(folder, &["--baseline", "known.json", "."]), new);

    // named in the configuration, for those who run it elsewhere too
    let config = "baseline = \"known.json\"\n";
    write(folder, "sverka.toml", config);
    let new = ["ru/button.md:7 Вторая", "ru/button.md:7 перегрузка"];
    assert_eq!(found(&folder.join("docs"), &["."]), new);

    // what has been mended is told of
    write(folder, "i18n/ru.json", "{\n  \"title\": \"О перезагрузке отношений\"\n}\n");
    let output = sverka(folder, &["check", "."]);
    assert_eq!(status(&output), 1);
    let note = "note: 1 finding in the baseline is no more; write it anew with --write-baseline\n";
    assert_eq!(err(&output), note);
    assert_eq!(err(&sverka(folder, &["check", "docs"])), "", "nobody looked at the others");
    assert_eq!(err(&sverka(folder, &["check", "--checks", "mixed-script", "."])), "");
}

#[test]
fn the_nearest_configuration_holds_for_each_file() {
    let project = project(&[
        ("sverka.toml", "[checks]\nconfused-term = \"off\"\n"),
        ("a.md", WRONG),
        ("inner/sverka.toml", "exclude = [\"old\"]\nfail-on = \"never\"\n"),
        ("inner/b.md", WRONG),
        ("inner/deep/c.md", WRONG),
        ("inner/old/d.md", WRONG),
    ]);
    let folder = project.path();
    let inner = ["inner/b.md:1 peregruzka", "inner/deep/c.md:1 peregruzka"];
    assert_eq!(found(folder, &["."]), inner);
    assert_eq!(status(&sverka(folder, &["check", "."])), 0, "inner never fails");
    assert_eq!(status(&sverka(folder, &["check", "--fail-on", "error", "."])), 1);
    assert_eq!(found(&folder.join("inner/deep"), &["../../a.md", "c.md"]), ["c.md:1 peregruzka"]);
    let output = sverka(folder, &["check", "inner/old/d.md"]);
    assert_eq!(err(&output), "note: inner/old/d.md is left out by inner/sverka.toml:1\n");
    let all = found(folder, &["--no-config", "."]);
    assert_eq!(all.len(), 4);
    assert_eq!(found(folder, &["--config", "sverka.toml", "."]), [] as [&str; 0]);
    let asked = found(folder, &["--checks", "confused-term", "a.md"]);
    assert_eq!(asked, ["a.md:1 peregruzka"], "the command line goes first");
}

#[test]
fn the_search_stops_at_the_root_of_a_repository() {
    let project = project(&[("sverka.toml", "nonsense = 1\n"), ("inner/a.md", WRONG)]);
    git(&project.path().join("inner"), &["init", "-q"]);
    assert_eq!(found(&project.path().join("inner"), &["."]), ["a.md:1 peregruzka"]);
    let output = sverka(project.path(), &["check", "."]);
    assert_eq!(status(&output), 2);
    assert!(err(&output).contains("unknown key `nonsense`"), "{}", err(&output));
}

#[test]
fn words_terms_and_schemes_are_those_of_the_place() {
    let project = project(&[
        (
            "sverka.toml",
            "glossaries = [\"builtin\", \"terms.toml\"]\naccept = \"peregruzka\"\n\n\
             [[override]]\nfiles = \"strict\"\nchecks = { near-miss = \"warning\" }\n\n\
             [[term]]\nru = \"сверка\"\nen = \"collation\"\navoid-en = \"squaring\"\n",
        ),
        (
            "terms.toml",
            "[glossary]\nname = \"own\"\n[[term]]\nru = \"оттиск\"\nen = \"proof\"\navoid-en = \"imprinting\"\n",
        ),
        ("a.md", WRONG),
        ("b.md", "The squaring of the copy, and the imprinting.\n"),
        ("strict/c.md", "Стороны говорят о перезагузке отношений.\n"),
    ]);
    let folder = project.path();
    let found = found(folder, &["."]);
    assert_eq!(found, ["b.md:1 squaring", "b.md:1 imprinting", "strict/c.md:1 перезагузке"]);
    let output = sverka(folder, &["check", "--fail-on", "error", "strict"]);
    assert_eq!(status(&output), 0, "an error by itself, a warning here");
    let output = sverka(folder, &["check", "--glossary", "names", "b.md"]);
    assert_eq!(status(&output), 0, "the command line goes before all glossaries of the file");
}

/// A house that has met the slip lists it as rejected; it is a slip all the same.
#[test]
fn a_word_that_is_rejected_for_another_does_not_mean_it() {
    let project = project(&[
        ("sverka.toml", "glossaries = [\"builtin\", \"terms.csv\"]\n"),
        ("terms.csv", "en,ru,avoid-ru\nreset,перезагрузка,перегрузка\n"),
        ("a.md", WRONG),
        ("b.md", "На кнопке написали «перегрузка» (reset).\n"),
        ("c.md", "Началась перегрузка.\n"),
    ]);
    let checks = |check: &str| found(project.path(), &["--checks", check, "."]);
    assert_eq!(checks("confused-term"), ["a.md:1 peregruzka", "b.md:1 перегрузка"]);
    assert_eq!(checks("avoided-term"), ["c.md:1 перегрузка"]);
}

#[test]
fn translations_are_read_beside_the_originals_that_the_configuration_names() {
    let project = project(&[
        ("texts/a.md", "The reset of relations was discussed in Geneva.\n"),
        ("переводы/a.md", "В Женеве обсудили перегрузку отношений.\n"),
    ]);
    let folder = project.path();
    assert_eq!(found(folder, &["."]), [] as [&str; 0]);
    write(
        folder,
        "sverka.toml",
        "pairs = [{ source = \"texts/**/*.md\", target = \"переводы/**/*.md\" }]\n",
    );
    let wrong = ["переводы/a.md:1 перегрузку"];
    assert_eq!(found(folder, &["."]), wrong);
    assert_eq!(found(&folder.join("переводы"), &["a.md"]), ["a.md:1 перегрузку"]);
    let ignored =
        "<!-- sverka:ignore confused-term -->\n\nВ Женеве обсудили перегрузку отношений.\n";
    write(folder, "переводы/a.md", ignored);
    assert_eq!(found(folder, &["."]), [] as [&str; 0]);
}

#[test]
fn what_all_files_show_together_is_shown_where_it_belongs() {
    let po = |id: &str, text: &str| format!("msgid \"{id}\"\nmsgstr \"{text}\"\n");
    let project = project(&[
        ("sverka.toml", "glossaries = \"terms.toml\"\nfail-on = \"advice\"\n"),
        (
            "terms.toml",
            "[glossary]\nname = \"own\"\n[[term]]\nru = [\"перезагрузка\", \"сброс\"]\nen = \"reset\"\n",
        ),
        ("a/ru.po", &po("The reset", "Сброс")),
        ("b/ru.po", &po("A reset", "Перезагрузка")),
        ("b/x.md", WRONG),
        ("c/ru.po", &po("No reset", "Нет перезагрузки")),
    ]);
    let folder = project.path();
    let output = sverka(folder, &["check", "."]);
    assert_eq!(status(&output), 1);
    assert_eq!(found(folder, &["."]), ["a/ru.po:2 Сброс", "b/x.md:1 peregruzka"]);
    let others = ["b/x.md:1 peregruzka"];
    let ignored = format!("# sverka:ignore inconsistent-term\n{}", po("The reset", "Сброс"));
    write(folder, "a/ru.po", &ignored);
    assert_eq!(found(folder, &["."]), others);
    write(folder, "a/ru.po", &po("The reset", "Сброс"));
    let off = "glossaries = \"terms.toml\"\n[[override]]\nfiles = \"a\"\n\
               checks = { inconsistent-term = \"off\" }\n";
    write(folder, "sverka.toml", off);
    assert_eq!(found(folder, &["."]), others);
}

#[test]
fn only_lines_that_git_says_are_new() {
    let project = repository(&[
        ("a.md", &format!("{WRONG}\nOne.\n\nTwo.\n")),
        ("b.md", WRONG),
        ("имя \"с\" кавычкой.md", "Раз.\n"),
        ("tab\tand space.md", "Раз.\n"),
        (".gitignore", "ignored.md\n"),
    ]);
    let folder = project.path();
    assert_eq!(found(folder, &["--changed"]), [] as [&str; 0]);
    write(folder, "a.md", &format!("{WRONG}\nOne.\n\n{WRONG}"));
    for name in ["имя \"с\" кавычкой.md", "tab\tand space.md"] {
        write(folder, name, &format!("Раз.\n\n++ b/b.md\n\n{WRONG}"));
    }
    write(folder, "ignored.md", WRONG);
    write(folder, "new.md", WRONG);
    git(folder, &["mv", "b.md", "moved.md"]);
    let expected = [
        "a.md:5 peregruzka",
        "new.md:1 peregruzka",
        "tab\tand space.md:5 peregruzka",
        "имя \"с\" кавычкой.md:5 peregruzka",
    ];
    assert_eq!(found(folder, &["--changed"]), expected);
    assert_eq!(found(folder, &["--changed", "a.md"]), expected[..1], "a file, not a revision");
    assert_eq!(found(folder, &["--changed", "HEAD", "new.md"]), expected[1..2]);
    // with settings that change what a diff looks like
    git(folder, &["config", "diff.noprefix", "true"]);
    git(folder, &["config", "diff.mnemonicPrefix", "true"]);
    git(folder, &["config", "color.diff", "always"]);
    git(folder, &["config", "diff.relative", "true"]);
    assert_eq!(found(folder, &["--changed=HEAD", "."]), expected);
    keep(folder);
    assert_eq!(found(folder, &["--changed"]), [] as [&str; 0]);
    assert_eq!(found(folder, &["--changed", "HEAD~1", "."]), expected);
}

#[test]
fn a_branch_is_compared_with_where_it_left() {
    let project = repository(&[("a.md", "One.\n"), ("b.md", WRONG)]);
    let folder = project.path();
    git(folder, &["branch", "-q", "trunk"]);
    write(folder, "a.md", WRONG);
    keep(folder);
    git(folder, &["checkout", "-q", "trunk"]);
    write(folder, "b.md", "Mended.\n");
    keep(folder);
    git(folder, &["checkout", "-q", "-"]);
    assert_eq!(found(folder, &["--changed", "trunk"]), ["a.md:1 peregruzka"]);
}

#[test]
fn what_git_cannot_say_is_told() {
    let project = project(&[("a.md", WRONG)]);
    let folder = project.path();
    let output = sverka(folder, &["check", "--changed"]);
    assert_eq!(status(&output), 2);
    assert!(err(&output).contains("lies in no git repository"), "{}", err(&output));
    git(folder, &["init", "-q"]);
    assert_eq!(found(folder, &["--changed"]), ["a.md:1 peregruzka"], "all is new");
    for revision in ["nonsense", "-x", "a..b"] {
        let output = sverka(folder, &["check", &format!("--changed={revision}")]);
        assert_eq!(status(&output), 2, "{revision}");
        assert!(err(&output).contains("no revision is called"), "{}", err(&output));
    }
    let output = sverka(folder, &["check", "--changed", "HEAD", "-"]);
    assert!(err(&output).contains("no history"), "{}", err(&output));
}

#[test]
fn comments_let_findings_pass_and_are_told_when_they_need_not() {
    let project = project(&[
        ("a.md", "<!-- sverka:ignore confused-term -- quoted -->\nThe “peregruzka” (reset).\n"),
        ("b.md", "Nothing. <!-- sverka:ignore confused-term -->\n"),
    ]);
    let folder = project.path();
    assert_eq!(found(folder, &["."]), ["b.md:1 confused-term"]);
    assert_eq!(found(folder, &["--checks", "confused-term", "."]), [] as [&str; 0]);
    write(folder, "c.md", "<!-- sverka:off -->\n");
    let output = sverka(folder, &["check", "c.md"]);
    assert_eq!(status(&output), 2);
    assert!(err(&output).contains("names no check"), "{}", err(&output));
}

#[test]
fn quiet_and_counted() {
    let project = project(&[("a.md", WRONG), ("b.md", &[WRONG; 2].join("\n"))]);
    let folder = project.path();
    for format in ["human", "json"] {
        let output = sverka(folder, &["check", "--quiet", "--format", format, ".", "no.md"]);
        assert_eq!((status(&output), output.stdout.len()), (2, 0));
        assert!(err(&output).contains("no.md"));
    }
    let output = sverka(folder, &["check", "-q", "."]);
    assert_eq!((status(&output), output.stdout.len(), output.stderr.len()), (1, 0, 0));
    let output = sverka(folder, &["check", "--statistics", "."]);
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let counts = "in 2 files\n\nread\n      3  units\n      3  segments\n\
        \nby check\n      3  confused-term\n\nby file\n      2  ./b.md\n      1  ./a.md\n";
    assert!(text.ends_with(counts), "{text}");
    assert_eq!(status(&sverka(folder, &["check", "--statistics", "--format", "json", "."])), 2);
}

#[test]
fn hooks_name_every_file_and_have_those_read_that_hold_text() {
    let project = project(&[
        ("sverka.toml", "include = [\"texts/*.json\", \"*.md\"]\nexclude = \"b.md\"\n"),
        ("a.md", WRONG),
        ("b.md", WRONG),
        ("texts/x.json", "{\"a\": \"О перезагузке\"}\n"),
        ("package.json", "{\"a\": \"О перезагузке\"}\n"),
        ("main.rs", "// О перезагузке\n"),
    ]);
    let folder = project.path();
    let files = ["a.md", "b.md", "main.rs", "package.json", "texts/x.json"];
    let expected = ["a.md:1 peregruzka", "texts/x.json:1 перезагузке"];
    assert_eq!(found(folder, &[&["--filter"], &files[..]].concat()), expected);
    assert_eq!(found(folder, &["."]), expected);
}

#[test]
fn a_file_that_is_named_twice_is_checked_once() {
    let project = project(&[("a.md", WRONG), ("docs/b.md", WRONG)]);
    let folder = project.path();
    let paths = ["docs/b.md", ".", "a.md", "./docs/../a.md"];
    assert_eq!(found(folder, &paths), ["docs/b.md:1 peregruzka", "a.md:1 peregruzka"]);
    let fixed = sverka(folder, &[&["fix", "--fail-on", "never"], &paths[..]].concat());
    assert_eq!(status(&fixed), 0, "{}", err(&fixed));
}

#[test]
fn a_search_passes_over_what_is_no_text_of_the_project() {
    let project = project(&[
        ("sverka.toml", "glossaries = [\"builtin\", \"./terms.csv\"]\nexclude = \"/samples\"\n"),
        ("terms.csv", "en,ru\npage,cтраница\n"),
        ("a.md", "Fine.\n"),
        ("samples/sverka.toml", ""),
        ("samples/deep/b.md", WRONG),
        ("docs/samples/c.md", WRONG),
    ]);
    let folder = project.path();
    let found_there = ["docs/samples/c.md:1 peregruzka"];
    assert_eq!(found(folder, &["."]), found_there);
    let named = ["--filter", "terms.csv", "a.md", "samples/deep/b.md", "docs/samples/c.md"];
    assert_eq!(found(folder, &named), found_there);
    // whoever asks for them gets them
    let samples = ["samples/deep/b.md:1 peregruzka"];
    assert_eq!(found(folder, &["samples"]), samples);
    assert_eq!(found(folder, &["samples/deep/b.md"]), samples);
    assert_eq!(found(&folder.join("samples"), &["."]), ["deep/b.md:1 peregruzka"]);
    let output = sverka(folder, &["check", "--config", "sverka.toml", "samples"]);
    assert_eq!(status(&output), 2);
    assert!(err(&output).contains("sverka.toml:2 chooses the files"), "{}", err(&output));
}

#[test]
fn a_first_configuration_is_written_once() {
    let project = translations();
    let folder = project.path();
    fs::remove_file(folder.join("sverka.toml")).unwrap();
    write(folder, "terms/desk.tbx", include_str!("cli/projects/desk.tbx"));
    let output = sverka(folder, &["init"]);
    assert_eq!(status(&output), 0, "{}", err(&output));
    let text = String::from_utf8(fs::read(folder.join("sverka.toml")).unwrap()).unwrap();
    assert!(text.contains("glossaries = [\"builtin\", \"terms/desk.tbx\"]"), "{text}");
    assert!(text.contains("docs/en/**/*.md") && text.contains("i18n/en.json"), "{text}");
    assert_eq!(found(folder, &["."]).len(), 3, "it holds what held before");
    let output = sverka(folder, &["init"]);
    assert_eq!(status(&output), 2);
    assert!(err(&output).contains("there is one already"));
    assert_eq!(fs::read(folder.join("sverka.toml")).unwrap(), text.as_bytes());
}

#[test]
fn no_configuration_brings_the_program_down() {
    let project = project(&[("a.md", WRONG)]);
    let folder = project.path();
    let deep = format!("exclude = [\"{}\"]\n", "{a,".repeat(150));
    let many = format!("exclude = [{}]\n", "\"**/x*y?z\",".repeat(20_000));
    let huge = "# x\n".repeat(1 << 19);
    for (text, what) in [
        (b"accept = [\"\xFF\xFE\"]\n".as_slice(), "not valid UTF-8"),
        (deep.as_bytes(), "is no pattern"),
        (many.as_bytes(), "too many patterns"),
        (huge.as_bytes(), "too large"),
        (b"glossaries = [\"terms/none.toml\"]\n", "there is no file `terms/none.toml`"),
        (b"glossaries = [\"terms\"]\n", "no glossary is called `terms`"),
        (b"baseline = \"none.json\"\n", "none.json"),
        (b"[checks\n", "sverka.toml:1:"),
    ] {
        fs::write(folder.join("sverka.toml"), text).unwrap();
        let output = sverka(folder, &["check", "."]);
        assert_eq!(status(&output), 2, "{what}");
        assert!(err(&output).contains(what), "{what}: {}", err(&output));
        assert!(err(&output).contains("sverka.toml"), "{}", err(&output));
    }
    let some = format!("exclude = [{}]\n", "\"**/x*y?z\",".repeat(1000));
    fs::write(folder.join("sverka.toml"), some).unwrap();
    assert_eq!(status(&sverka(folder, &["check", "."])), 1, "a thousand patterns are no trouble");
    fs::remove_file(folder.join("sverka.toml")).unwrap();
    fs::create_dir(folder.join("sverka.toml")).unwrap();
    assert_eq!(status(&sverka(folder, &["check", "a.md"])), 1, "a folder is no configuration");
}
