//! What holds of every reader, whatever it is given.

use proptest::prelude::*;

use super::escape::{ceil, floor};
use super::*;
use crate::document::{MOST_CODES, Segment, Unit};
use crate::span::Span;

/// A text in each format; what goes wrong is made from these by damage.
const SAMPLES: &[(&str, &str)] = &[
    // the source has the text already, a paragraph a line
    ("office", "Сброс\n\nКнопка сброса\tздесь\n"),
    (
        "markdown",
        "---\ntitle: 'Сброс' # я\nsummary: |\n  раз\n---\n{{< а >}}\n# Сброс\n\nКнопка *сброса* &amp; `x` [a](b) {% в %}\n\n| a | б |\n|---|---|\n| в | г |\n\n- раз\n",
    ),
    (
        "html",
        "<html lang=ru><p title='Кнопка'>Сброс &mdash; <b>раз</b><br><code>x</code><td>я<script>a<b</script><!-- c -->",
    ),
    (
        "asciidoc",
        "= Сброс\n:a: b\n\nРаз *два* `x` {v} link:http://x[три] <<a,б>>\n\n----\nx\n----\n\n|===\n|а |б\n|===\nт:: з\n",
    ),
    (
        "rst",
        "Сброс\n=====\n\nРаз *два* ``x`` :ref:`три <a>` |s|::\n\n  x\n\n.. note:: да\n\n+--+\n| а | б |\n+--+\n",
    ),
    (
        "po",
        "msgid \"\"\nmsgstr \"Language: ru\\n\"\n\n#, fuzzy\nmsgctxt \"я\"\nmsgid \"a\\n\"\n\"b\"\nmsgid_plural \"c\"\nmsgstr[0] \"\\x41г\"\nmsgstr[1] \"д\"\n",
    ),
    (
        "xliff",
        "<xliff srcLang='en' trgLang='ru'><file><unit id='я'><segment state='final'><source>A <ph id='1'/>&lt;</source><target>Б <pc>в</pc></target></segment></unit></file></xliff>",
    ),
    (
        "tmx",
        "<tmx><header srclang='en'/><tu tuid='я'><tuv xml:lang='en'><seg>A<bpt>x</bpt></seg></tuv><tuv lang='ru'><seg>Б&#1075;</seg></tuv></tu></tmx>",
    ),
    (
        "qt-ts",
        "<TS language='ru'><context><name>Я</name><message numerus='yes'><source>a</source><translation type='unfinished'><numerusform>б</numerusform></translation></message></context></TS>",
    ),
    (
        "android",
        "<resources><string name='я'>\\u0433\\'\n  \"б\" <![CDATA[в]]></string><plurals name='p'><item quantity='one'>г</item></plurals></resources>",
    ),
    (
        "json",
        "{\"@@locale\": \"ru\", \"я\": [\"\\u0433б\\n\", 1, {\"a\": \"в\"}], /* x */ \"b\": null, \"c\": \"\\ud83d\\ude00\"}",
    ),
    (
        "json-lines",
        "{\"я\": [\"\\u0433б\\n\", 1]}\n{\"en\": \"A\", \"ru\": \"Б\", \"в\": {\"source\": \"B\", \"target\": \"\"}}\r\n\n\"д\"\n",
    ),
    (
        "xcstrings",
        "{\"sourceLanguage\": \"en\", \"strings\": {\"Я\": {\"localizations\": {\"ru\": {\"stringUnit\": {\"state\": \"new\", \"value\": \"Б\"}}}}}}",
    ),
    (
        "yaml",
        "ru:\n  а: \"б\\n\n    в\"\n  г: 'д''е'\n  ё: |\n    ж\n     з\n  и: >\n    й\n    к\n  л: &a [м, *a]\n  ? [н]\n  : о\n",
    ),
    ("properties", "# x\nа.б = в\\u0433 \\\n   д\nе\\ ё:ж\n"),
    ("strings", "/* x */ \"а\" = \"б\\U0433\\n\";\nв = \"г\"; // д\n\"е\";\n"),
    (
        "stringsdict",
        "<plist><dict><key>я</key><dict><key>NSStringLocalizedFormatKey</key><string>а</string><key>n</key><dict><key>one</key><string>б</string></dict></dict></dict></plist>",
    ),
    (
        "fluent",
        "-x = а\na = б { $n ->\n  [one] в { \"\\u0433\" }\n *[other] д\n } е\n  ё\n  .a = ж\n# з\n",
    ),
    (
        "resx",
        "<root><data name='я'><value>а&amp;б</value><comment>в</comment></data><data name='b' type='x'><value>г</value></data></root>",
    ),
    ("subtitles", "WEBVTT\n\nя\n00:01.000 --> 00:02.000\n<i>а</i> &amp; {\\an8}б\nв\n\nг\n"),
    ("csv", "key,en,ru\nя,\"a \"\"b\"\"\nc\",б\nв,d,г\n"),
    ("text", "Заголовок\n\nраз\nдва\n\nтри"),
];

/// A text in each format that has escapes, with `@@` where a replacement goes.
const TEMPLATES: &[(&str, &str)] = &[
    ("html", "<p>@@</p>"),
    ("po", "msgid \"a\"\nmsgstr \"@@\"\n"),
    ("xliff", "<xliff><unit id='a'><source>a</source><target>@@</target></unit></xliff>"),
    (
        "tmx",
        "<tmx><tu><tuv lang='en'><seg>a</seg></tuv><tuv lang='ru'><seg>@@</seg></tuv></tu></tmx>",
    ),
    ("qt-ts", "<TS><message><source>a</source><translation>@@</translation></message></TS>"),
    ("android", "<resources><string name='a'>@@</string></resources>"),
    ("json", "{\"a\": \"@@\"}"),
    (
        "xcstrings",
        "{\"strings\": {\"a\": {\"localizations\": {\"ru\": {\"stringUnit\": {\"value\": \"@@\"}}}}}}",
    ),
    ("properties", "a = @@\n"),
    ("strings", "\"a\" = \"@@\";\n"),
    ("stringsdict", "<plist><dict><key>a</key><string>@@</string></dict></plist>"),
    ("fluent", "a = @@\n"),
    ("resx", "<root><data name='a'><value>@@</value></data></root>"),
    ("csv", "en,ru\na,\"@@\"\n"),
];

/// What breaks a format when it comes in the wrong place.
const JUNK: &[&str] = &[
    "\"",
    "'",
    "\\",
    "\\u",
    "\\x",
    "<",
    ">",
    "</",
    "<![CDATA[",
    "<!--",
    "&",
    "&#x110000;",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\n",
    "\r\n",
    "\n\n",
    "  ",
    "\t",
    ":",
    "::",
    ";",
    "=",
    "-->",
    "---\n",
    "{{<",
    "%}",
    "|",
    "`",
    "*",
    "_",
    "#",
    "%",
    ",",
    "\u{FEFF}",
    "\u{301}",
    "я",
    "😀",
    "msgid",
    "msgstr[9]",
    "<!ENTITY",
    "$n ->",
    "- ",
    "? ",
    "&a",
    "*a",
    "\0",
    "----\n",
    ".. code::\n",
    "|===\n",
];

fn read_all(format: &dyn Format, name: &str, text: &str) {
    let source = Source::new(name, text);
    if let Ok(document) = format.read(&source) {
        check_runs(&document);
    }
}

#[test]
fn every_format_has_a_sample_that_it_reads_whole() {
    for format in ALL {
        let sample = SAMPLES.iter().find(|(name, _)| *name == format.name());
        let (_, text) = sample.unwrap_or_else(|| panic!("no sample for {}", format.name()));
        let source = Source::new(format!("t.{}", format.extensions()[0]), *text);
        let document = format.read(&source).unwrap();
        check_runs(&document);
        assert!(!document.units.is_empty(), "{}", format.name());
        let known = document.errors.iter().map(ToString::to_string).collect::<Vec<_>>();
        let is_clean = known.is_empty() || matches!(format.name(), "subtitles" | "html");
        assert!(is_clean, "{}: {known:?}", format.name());
    }
}

#[test]
fn windows_line_ends_change_nothing() {
    for format in ALL {
        let (_, sample) = SAMPLES.iter().find(|(name, _)| *name == format.name()).unwrap();
        let name = format!("t.{}", format.extensions()[0]);
        let read = |text: String| {
            let source = Source::new(name.as_str(), text);
            let document = format.read(&source).unwrap();
            check_runs(&document);
            let plain = |text: &str| text.replace('\r', "");
            let texts: Vec<String> = texts(&document).iter().map(|text| plain(text)).collect();
            (texts, document.errors.iter().map(ToString::to_string).collect::<Vec<_>>())
        };
        let unix = sample.replace("\r\n", "\n");
        assert_eq!(read(unix.replace('\n', "\r\n")), read(unix), "{name}");
    }
}

#[test]
fn no_two_formats_share_a_name_or_an_ending() {
    let mut seen = std::collections::HashSet::new();
    for format in ALL {
        assert!(seen.insert(format.name()), "{}", format.name());
        for ending in format.extensions() {
            assert!(seen.insert(ending) || *ending == format.name(), "{ending}");
        }
    }
}

#[test]
fn a_file_that_is_cut_off_is_reported_with_its_place() {
    let nested = [
        "xliff",
        "tmx",
        "qt-ts",
        "android",
        "json",
        "json-lines",
        "xcstrings",
        "stringsdict",
        "resx",
        "po",
    ];
    for name in nested {
        let (_, sample) = SAMPLES.iter().find(|(of, _)| *of == name).unwrap();
        let source = Source::new("t", &sample[..floor(sample, sample.len() - 3)]);
        let document = by_name(name).unwrap().read(&source).unwrap();
        let places = document.errors.iter().filter(|error| error.place().is_some());
        assert!(places.count() > 0, "{name}");
        assert!(!document.units.is_empty() || name == "po", "{name}: the rest is read");
    }
}

#[test]
fn beside_a_byte_that_is_no_utf8_the_rest_is_read() {
    for (name, sample) in SAMPLES {
        let format = by_name(name).unwrap();
        for (at, _) in sample.char_indices() {
            let mut bytes = sample.as_bytes().to_vec();
            bytes.insert(at, 0xFF);
            let source = Source::decode("t", bytes).unwrap();
            let document = format.read(&source).unwrap();
            check_runs(&document);
            let start = document.errors[0].place().unwrap().start();
            assert_eq!(start.byte, at, "{name}: {:?}", document.errors);
        }
    }
    let more = [("markdown", "@@"), ("yaml", "a: @@"), ("yaml", "a: '@@'"), ("text", "@@")];
    for (name, template) in TEMPLATES.iter().chain(&more) {
        let bytes = template.replace("@@", "Сбр@ос").replace('@', "\u{1}").into_bytes();
        let bytes = bytes.into_iter().map(|byte| if byte == 1 { 0xFF } else { byte });
        let source = Source::decode("t", bytes.collect()).unwrap();
        let document = by_name(name).unwrap().read(&source).unwrap();
        assert_eq!(document.errors.len(), 1, "{name}: {:?}", document.errors);
        let text = document.units.last().map(|unit| unit.target().text());
        assert_eq!(text, Some("Сбр\u{1A}ос"), "{name}");
    }
}

/// Texts in which a name is given once; in the middle is what gives it.
const NAMED: &[(&str, [&str; 3])] = &[
    ("po", ["msgctxt \"c\"\nmsgid \"a\"\nmsgstr \"б\"\n", "msgid \"a\"\nmsgstr \"б\"\n", ""]),
    (
        "xliff",
        ["<xliff><file>", "<trans-unit id='a'><source>a</source></trans-unit>", "</file></xliff>"],
    ),
    ("xliff", ["<xliff><file>", "<unit id='a'/>", "</file><file><unit id='a'/></file></xliff>"]),
    (
        "qt-ts",
        [
            "<TS><context><name>A</name>",
            "<message><source>a</source><comment>b</comment><translation>в</translation></message>",
            "<message><source>a</source><translation>в</translation></message></context></TS>",
        ],
    ),
    (
        "android",
        [
            "<resources>",
            "<string name='a'>б</string>",
            "<string name='a' product='x'>б</string></resources>",
        ],
    ),
    ("json", ["{\"b\": \"a\"", ", \"a\": \"б\"", "}"]),
    (
        "xcstrings",
        [
            "{\"strings\": {",
            "\"a\": {\"localizations\": {\"ru\": {\"stringUnit\": {\"value\": \"б\"}}}},",
            "}}",
        ],
    ),
    ("yaml", ["c:\n", "  a: б\n", ""]),
    ("properties", ["# x\n", "a = б\n", ""]),
    ("strings", ["/**/", "\"a\" = \"б\";\n", ""]),
    ("stringsdict", ["<plist><dict>", "<key>a</key><string>б</string>", "</dict></plist>"]),
    ("fluent", ["# x\n", "a = б\n", ""]),
    ("resx", ["<root>", "<data name='a'><value>б</value></data>", "</root>"]),
];

#[test]
fn a_name_that_is_given_twice_is_told_with_its_place() {
    for (name, [before, named, after]) in NAMED {
        for (count, first) in [(1, 0), (2, before.len() + named.len())] {
            let text = format!("{before}{}{after}", named.repeat(count));
            let source = Source::new("t", text.as_str());
            let document = by_name(name).unwrap().read(&source).unwrap();
            let places = document.errors.iter().map(|error| error.place().unwrap().span.start);
            let told: Vec<bool> = places.map(|at| at >= first).collect();
            assert_eq!(told, vec![true; count - 1], "{text}: {:?}", document.errors);
        }
    }
}

#[test]
fn a_folder_is_searched_for_text_not_for_data() {
    for (path, name) in [
        ("i18n/ru.json", Some("json")),
        ("corpus.jsonl", None),
        ("config/locales/ru.yml", Some("yaml")),
        ("res/values-ru/strings.xml", Some("android")),
        ("app_ru.ts", Some("qt-ts")),
        ("messages_ru.properties", Some("properties")),
        ("package.json", None),
        ("pom.xml", None),
        ("src/main.ts", None),
        (".github/workflows/ci.yml", None),
        ("data.csv", None),
        ("values-de/strings.xml", None),
    ] {
        assert_eq!(known_for_path(path).map(Format::name), name, "{path}");
    }
    assert_eq!(for_path("package.json").name(), "json", "a file that is named is read");
}

#[test]
fn nothing_repeated_breaks_a_reader() {
    for format in ALL {
        for junk in JUNK {
            read_all(*format, "t", &junk.repeat(2000));
        }
        let (_, sample) = SAMPLES.iter().find(|(name, _)| *name == format.name()).unwrap();
        read_all(*format, "t", &sample.repeat(20));
        for end in (0..sample.len()).filter(|end| sample.is_char_boundary(*end)) {
            read_all(*format, "t", &sample[..end]);
        }
    }
}

#[test]
fn codes_without_end_are_not_all_kept() {
    let many = |code: &str| code.repeat(50_000);
    let (sc, bpt) = (many("<sc id='1'/>"), many("<bpt i='1'/>"));
    let ends = [many("<ec startRef='2'/>"), many("<ept i='2'/>")];
    for (name, text) in [
        ("xliff", format!("<xliff><unit><source>a{sc}{}</source></unit></xliff>", ends[0])),
        (
            "tmx",
            format!(
                "<tmx><tu><tuv lang='en'><seg>a{bpt}{}</seg></tuv><tuv lang='ru'><seg>я</seg></tuv></tu></tmx>",
                ends[1]
            ),
        ),
    ] {
        let source = Source::new("t", text);
        let document = by_name(name).unwrap().read(&source).unwrap();
        let codes = document.units[0].segments().map(|segment| segment.codes.len()).max();
        assert_eq!(codes, Some(MOST_CODES), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_damage_breaks_a_reader(
        format in 0..ALL.len(),
        sample in 0..SAMPLES.len() * 3,
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..12usize, 0..JUNK.len()), 1..6),
    ) {
        let format = ALL[format];
        // mostly its own sample, sometimes another's
        let own = SAMPLES.iter().position(|(name, _)| *name == format.name());
        let (_, sample) = SAMPLES[if sample < SAMPLES.len() { sample } else { own.unwrap_or(0) }];
        let mut text = sample.to_owned();
        for (at, cut, junk) in edits {
            let start = floor(&text, at.index(text.len() + 1));
            let end = ceil(&text, (start + cut).min(text.len()));
            text.replace_range(start..end, JUNK[junk]);
        }
        read_all(format, "t", &text);
    }

    #[test]
    fn no_bytes_break_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(source) = Source::decode("t", bytes) {
            for format in ALL {
                if let Ok(document) = format.read(&source) {
                    check_runs(&document);
                }
            }
        }
    }

    #[test]
    fn what_is_escaped_reads_back(
        template in 0..TEMPLATES.len(),
        text in "[ая]([ а-яa-z'\"\\\\&<>{}@?%;,=:#|*_`]{0,12}[я.])?",
    ) {
        let (name, template) = TEMPLATES[template];
        let format = by_name(name).unwrap();
        let source = Source::new("t", template.replace("@@", &format.escape(&text)));
        let document = format.read(&source).unwrap();
        check_runs(&document);
        let found = document.units.last().map(|unit| unit.target().text().to_owned());
        prop_assert_eq!(found, Some(text), "{}", name);
        prop_assert!(document.errors.is_empty());
    }

    #[test]
    fn aligning_loses_nothing(en in "[#a \\n|-]{0,60}", ru in "[#я \\n|-]{0,60}") {
        let (en, ru) = (Source::new("en.md", en), Source::new("ru.md", ru));
        let source = markdown::Markdown.read(&en).unwrap();
        let target = markdown::Markdown.read(&ru).unwrap();
        let text = |units: &[Unit<'_>]| {
            let text: String = units.iter().map(|unit| unit.target().text()).collect();
            text.replace(char::is_whitespace, "")
        };
        let whole = text(&target.units);
        let aligned = align(source, target);
        check_runs_of_targets(&aligned);
        prop_assert_eq!(text(&aligned.units), whole);
    }
}

/// Every run that claims to be the source's bytes is, and no span cuts a character.
pub(super) fn check_runs(document: &Document<'_>) {
    for segment in document.units.iter().flat_map(Unit::segments) {
        check_segment(document.source, segment);
    }
    for place in document.errors.iter().filter_map(Error::place) {
        assert!(place.text.get(place.span.range()).is_some(), "{:?}", place.span);
    }
}

/// The same of a document whose originals stand in another source.
fn check_runs_of_targets(document: &Document<'_>) {
    for unit in &document.units {
        check_segment(document.source, unit.target());
    }
}

/// The pairs of a document, one a line.
pub(super) fn pairs(document: &Document<'_>) -> Vec<String> {
    let pairs = document.units.iter().map(|unit| match unit {
        Unit::Pair { key, source, target, state } => {
            format!("{key}: {} = {} ({state:?})", source.text(), target.text())
        }
        Unit::Text(segment) => format!("alone: {}", segment.text()),
    });
    pairs.collect()
}

/// The texts of a document with their keys, one a line.
pub(super) fn texts(document: &Document<'_>) -> Vec<String> {
    let texts = document.units.iter().map(|unit| {
        let segment = unit.target();
        match segment.key.as_deref() {
            Some(key) => format!("{key}: {}", segment.text()),
            None => segment.text().to_owned(),
        }
    });
    texts.collect()
}

fn check_segment(source: &Source, segment: &Segment<'_>) {
    let mut end = 0;
    for (at, from, verbatim) in segment.runs() {
        assert_eq!(at.start, end, "runs are in order and leave nothing out: {segment:?}");
        end = at.end;
        let bytes = source.text().get(from.range());
        let bytes = bytes.unwrap_or_else(|| panic!("{from:?} cuts a character: {segment:?}"));
        if verbatim {
            assert_eq!(&segment.text()[at.range()], bytes);
        }
    }
    assert_eq!(end, segment.text().len(), "{segment:?}");
    for mark in &segment.marks {
        assert!(segment.text().get(mark.range()).is_some(), "{mark:?}");
    }
    for (at, c) in segment.text().char_indices() {
        let span = segment.to_source(Span::new(at, at + c.len_utf8()));
        assert!(source.text().get(span.range()).is_some(), "{span:?}");
    }
}
