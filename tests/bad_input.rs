//! Files that are not what one would like them to be: the good ones are checked, the bad ones are
//! named with a reason, and the exit status says that there was trouble.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const STORY: &str = "The button was marked “Peregruzka” (reset).";

/// Runs `sverka` in a folder with nothing on standard input.
fn sverka(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sverka"))
        .env("SVERKA_CACHE_DIR", "")
        .args(args)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

/// Russian text in Windows-1251.
fn windows_1251(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        'А'..='я' => c as u32 - 'А' as u32 + 0xC0,
        '«' => 0xAB,
        '»' => 0xBB,
        c => c as u32,
    };
    text.chars().map(|c| u8::try_from(byte(c)).unwrap()).collect()
}

#[test]
fn utf16_is_read_and_places_are_those_on_disk() {
    let folder = folder(&[("a.txt", &utf16(STORY))]);
    let output = sverka(folder.path(), &["check", "--format", "json", "a.txt"]);
    assert_eq!(status(&output), 1, "{}", err(&output));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &json["findings"][0];
    assert_eq!(finding["text"], "Peregruzka");
    assert_eq!(finding["start"]["column"], 24);
    // two bytes of the mark, two for each of the 23 characters before
    assert_eq!(finding["start"]["byte"], 2 + 2 * 23);
}

#[test]
fn windows_1251_is_read_and_places_are_those_on_disk() {
    let text = "Стороны договорились о перезагузке отношений между двумя странами.";
    let folder = folder(&[("a.txt", &windows_1251(text))]);
    let output = sverka(folder.path(), &["check", "--format", "json", "a.txt"]);
    assert_eq!(status(&output), 1, "{}", err(&output));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &json["findings"][0];
    assert_eq!(finding["suggestions"][0]["text"], "перезагрузке");
    assert_eq!(finding["start"]["byte"], 23);
}

#[test]
fn a_byte_order_mark_counts_on_disk_but_not_in_the_column() {
    let folder = folder(&[("a.txt", format!("\u{FEFF}{STORY}").as_bytes())]);
    let output = sverka(folder.path(), &["check", "--format", "jsonl", "a.txt"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["start"]["column"], 24);
    assert_eq!(json["start"]["byte"], 3 + STORY.find("Peregruzka").unwrap());
}

#[test]
fn what_is_no_text_is_named_and_the_rest_is_checked() {
    let bad: &[(&str, &[u8])] = &[
        ("a.txt", STORY.as_bytes()),
        ("b.txt", b"ab\xFFcd\xC3\x28"),
        ("c.txt", b"ELF\0\0\x01\x02"),
        ("d.txt", STORY.as_bytes()),
    ];
    let folder = folder(bad);
    let output = sverka(folder.path(), &["check", "."]);
    assert_eq!(status(&output), 2);
    assert_eq!(out(&output).matches("error[confused-term]").count(), 2, "{}", out(&output));
    let shown = err(&output);
    assert!(shown.contains("not valid UTF-8 at byte 2"), "{shown}");
    assert!(shown.contains("b.txt:1:3"), "{shown}");
    assert!(shown.contains("save the file as UTF-8"), "{shown}");
    assert!(shown.contains("c.txt: a binary file (a zero byte at 3)"), "{shown}");
}

/// Pages with a byte of Windows-1252 in the second line.
fn with_a_wrong_byte() -> Vec<u8> {
    [b"Fine.\n\nThe caf\xE9 was closed.\n\n", STORY.as_bytes()].concat()
}

#[test]
fn beside_a_wrong_byte_the_rest_of_the_file_is_checked() {
    let folder = folder(&[("a.txt", &with_a_wrong_byte())]);
    let output = sverka(folder.path(), &["check", "a.txt"]);
    assert_eq!(status(&output), 2);
    assert_eq!(out(&output).matches("error[confused-term]").count(), 1, "{}", out(&output));
    let shown = err(&output);
    assert!(shown.contains("error: not valid UTF-8 at byte 14"), "{shown}");
    assert!(shown.contains("a.txt:3:8") && shown.contains("The caf\u{FFFD} was"), "{shown}");
    let output = sverka(folder.path(), &["check", "--format", "json", "a.txt"]);
    assert_eq!(status(&output), 2);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let start = serde_json::json!({"line": 3, "column": 8, "byte": 14});
    assert_eq!(json["errors"][0]["start"], start);
    assert_eq!(json["findings"][0]["start"]["line"], 5);
    let before = with_a_wrong_byte().len() - STORY.len();
    assert_eq!(json["findings"][0]["start"]["byte"], before + STORY.find("Peregruzka").unwrap());
}

#[test]
fn a_wrong_byte_in_an_original_is_told_too() {
    let ru = "{\"a\": \"Сброс\", \"b\": \"Нажмите кнопку %s\"}".as_bytes();
    let en: &[u8] = b"{\"a\": \"Reset\", \"b\": \"Press the %\xFF button\"}";
    let folder = folder(&[("en.json", en), ("ru.json", ru)]);
    let output = sverka(folder.path(), &["check", "--pair", "en.json", "ru.json"]);
    assert_eq!(status(&output), 2);
    assert!(err(&output).contains("en.json:1:33"), "{}", err(&output));
    assert_eq!(out(&output), "nothing found in 1 file\n", "what is not known is not compared");
}

#[test]
fn a_file_with_a_wrong_byte_is_not_repaired() {
    let text = "Он нажал на кнопку. Нажал  ресет.\n".repeat(20).into_bytes();
    let bytes = [&text, &b"\xE9\n"[..]].concat();
    let folder = folder(&[("a.txt", &bytes)]);
    for args in [&["fix", "a.txt"][..], &["fix", "--diff", "a.txt"]] {
        let output = sverka(folder.path(), args);
        assert_eq!((status(&output), out(&output).as_str()), (2, ""));
        assert!(err(&output).contains("is not repaired"), "{}", err(&output));
    }
    assert_eq!(fs::read(folder.path().join("a.txt")).unwrap(), bytes);
}

#[test]
fn errors_are_part_of_the_json() {
    let folder = folder(&[("a.txt", STORY.as_bytes()), ("b.txt", b"\xFF\xFF\xFF")]);
    let output = sverka(folder.path(), &["check", "--format", "json", "."]);
    assert_eq!(status(&output), 2);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
    assert!(json["errors"][0]["path"].as_str().unwrap().ends_with("b.txt"));
    assert_eq!(json["summary"]["files"], 1);
    assert!(output.stderr.is_empty(), "{}", err(&output));
}

#[test]
fn half_a_character_of_utf16_is_refused() {
    let mut bytes = utf16(STORY);
    bytes.pop();
    let folder = folder(&[("a.txt", &bytes)]);
    let output = sverka(folder.path(), &["check", "a.txt"]);
    assert_eq!(status(&output), 2);
    assert!(err(&output).contains("not whole UTF-16"), "{}", err(&output));
}

#[test]
fn a_folder_with_nothing_to_read_is_trouble() {
    let folder = folder(&[("sub/picture.png", b"\x89PNG"), ("sub/.hidden.md", STORY.as_bytes())]);
    let output = sverka(folder.path(), &["check", "sub"]);
    assert_eq!(status(&output), 2);
    let shown = err(&output);
    assert!(shown.contains("sub: no files to check here"), "{shown}");
    assert!(shown.contains(".md"), "{shown}");
}

#[test]
fn data_that_may_be_no_text_is_said_to_be_passed_over() {
    let folder = folder(&[("sub/data.json", b"{}"), ("sub/log.jsonl", b"{}\n")]);
    let output = sverka(folder.path(), &["check", "sub"]);
    assert_eq!(status(&output), 2);
    let shown = err(&output);
    assert!(shown.contains("files such as `data.json` may hold no text for people"), "{shown}");
    assert!(shown.contains("`include`"), "{shown}");
    // one that is named is read
    assert_eq!(status(&sverka(folder.path(), &["check", "sub/data.json"])), 0);
}

#[test]
fn what_git_ignores_is_passed_over_unless_named() {
    let files: &[(&str, &[u8])] =
        &[(".gitignore", b"out/\n"), ("a.txt", b"Fine.\n"), ("out/b.txt", STORY.as_bytes())];
    let folder = folder(files);
    assert_eq!(status(&sverka(folder.path(), &["check", "."])), 0);
    assert_eq!(status(&sverka(folder.path(), &["check", "out/b.txt"])), 1);
}

#[test]
fn files_come_in_the_order_of_their_names_every_time() {
    let names: Vec<String> = (0..100).map(|n| format!("{n:03}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), STORY.as_bytes())).collect();
    let folder = folder(&files);
    let output = sverka(folder.path(), &["check", "--format", "jsonl", "."]);
    let path = |line: &str| {
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        json["path"].as_str().unwrap().trim_start_matches("./").to_owned()
    };
    let paths: Vec<String> = out(&output).lines().map(path).collect();
    assert_eq!(paths, names);
}

#[test]
fn a_long_line_and_odd_line_ends_are_no_trouble() {
    let long = format!("{} {STORY} {}", "word ".repeat(200_000), "слово ".repeat(100_000));
    let odd = format!("one\rtwo\r\nthree\u{2028}\n\r{STORY}");
    let folder = folder(&[("a.txt", long.as_bytes()), ("b.txt", odd.as_bytes())]);
    let output = sverka(folder.path(), &["check", "."]);
    assert_eq!(status(&output), 1, "{}", err(&output));
    assert_eq!(out(&output).matches("error[confused-term]").count(), 2);
    assert!(output.stdout.len() < 4000, "the long line is not shown whole");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let story = STORY.repeat(1_000);
    let folder = folder(&[("a.txt", story.as_bytes())]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_sverka"))
        .env("SVERKA_CACHE_DIR", "")
        .args(["check", "--format", "jsonl", "a.txt"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(status(&output), 0);
    assert!(output.stderr.is_empty(), "{}", err(&output));
}

/// A zip file with one part, stored as it is.
fn zipped(part: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_broken_document_is_reported_with_its_place_and_the_rest_is_checked() {
    let run = |text: &str| format!("<w:p><w:r><w:t>Fine.</w:t></w:r><w:r><w:t>{text}</w:t></w:r>");
    let cut = format!("<w:document xmlns:w='x'><w:p/>{}", run(STORY));
    let wrong_end = format!("<w:document xmlns:w='x'><w:p></w:x></w:p>{}</w:p>", run(STORY));
    for xml in [cut, wrong_end] {
        let folder = folder(&[("a.docx", &zipped("word/document.xml", xml.as_bytes()))]);
        let output = sverka(folder.path(), &["check", "--format", "json", "a.docx"]);
        assert_eq!(status(&output), 2, "{}", err(&output));
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(json["findings"][0]["text"], "Peregruzka", "{json}");
        assert_eq!(json["findings"][0]["key"], "paragraph 2, run 2");
        assert!(json["errors"][0]["start"]["line"].is_number(), "{json}");
    }
}

#[test]
fn what_only_has_the_name_of_a_document_is_reported() {
    let bomb = zipped("word/document.xml", &vec![b' '; (1 << 26) + 1]);
    let files: &[(&str, &[u8])] = &[
        ("a.docx", STORY.as_bytes()),
        ("b.docx", b""),
        ("c.odt", &zipped("mimetype", b"x")),
        ("d.docx", &bomb),
        ("e.docx", &zipped("word/document.xml", b"no XML")),
        ("f.docx", b"PK\x03\x04"),
    ];
    let folder = folder(files);
    let output = sverka(folder.path(), &["check", "."]);
    assert_eq!(status(&output), 2);
    assert_eq!(out(&output).matches("error[confused-term]").count(), 1, "{}", out(&output));
    let shown = err(&output);
    for (name, what) in [
        ("a.docx", "no word-processor file"),
        ("b.docx", "no word-processor file"),
        ("c.odt", "no document"),
        ("d.docx", "more than 64 megabytes"),
        ("e.docx", "no XML"),
        ("f.docx", "a broken zip file"),
    ] {
        assert!(shown.contains(name) && shown.contains(what), "{name}: {what}: {shown}");
    }
}

/// Each of them breaks its format in one place, and has a story after it.
#[test]
fn a_place_that_breaks_a_format_is_reported_and_the_rest_is_checked() {
    let files: &[(&str, &str)] = &[
        ("a.po", "msgid \"x\"\nmsgstr \"\\q\"\n\nmsgid \"reset\"\nmsgstr \"перегрузка\"\n"),
        ("b.json", "{\"a\": \"\\q\", \"b\": \"@\", \"b\": \"twice\"}"),
        ("c.arb", "{\"a\": \"\\ud800\", \"b\": \"@\"}"),
        ("d.properties", "a = \\u12\nb = @\n"),
        ("e.strings", "\"a\" = \"\\q\";\n\"b\" = \"@\";\n"),
        ("f.ftl", "a = { \"\\q\" }\nb = @\n"),
        (
            "g.resx",
            "<root><data name='a'><value>&none;</value></data><data name='b'><value>@</value></data></root>",
        ),
        (
            "values/strings.xml",
            "<resources><string name='a'>\\u12</string><string name='b'>@</string></resources>",
        ),
        (
            "h.stringsdict",
            "<plist><dict><key>a</key><string>&none;</string><key>b</key><string>@</string></dict></plist>",
        ),
        ("i.srt", "1\n00:01 -> 00:02\nx\n\n2\n00:00:03,000 --> 00:00:04,000\n@\n"),
        ("j.vtt", "WEBVTT\n\nbroken\nx\n\n00:03.000 --> 00:04.000\n@\n"),
        ("k.csv", "en,note\n\"x\" y,z\n@,a\n"),
        ("l.html", "<p>@</p><p>&#x110000; <a href='"),
        (
            "m.resx",
            "<root><data name='a'><value>@</value></data><data name='a'><value>x</value></data></root>",
        ),
        (
            "values-ru/strings.xml",
            "<resources><string name='a'>@</string><string name='a'>x</string></resources>",
        ),
        ("n.yaml", "a: @\na: twice\n"),
    ];
    let written: Vec<(&str, String)> =
        files.iter().map(|(name, text)| (*name, text.replace('@', STORY))).collect();
    let bytes: Vec<(&str, &[u8])> =
        written.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let folder = folder(&bytes);
    for (name, text) in &written {
        let output = sverka(folder.path(), &["check", "--format", "json", name]);
        assert_eq!(status(&output), 2, "{name}: {}", out(&output));
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = json["findings"].as_array().unwrap();
        assert!(found.iter().any(|f| f["check"] == "confused-term"), "{name}: {json}\n{text}");
        assert!(json["errors"][0]["start"]["line"].is_number(), "{name}: {json}");
    }
}
