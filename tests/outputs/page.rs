//! The page for people, as a person meets it: on a screen, on a phone, on paper, by keyboard.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::browser::Browser;
use super::{NASTY, checked, errors, missing, nasty, nasty_source, written};
use sverka::source::Source;

const STORY: &str = include_str!("story.md");

/// A browser with a page in it; the folder of the page must outlive it.
fn opened(page: &str) -> Option<(Browser, tempfile::TempDir)> {
    let Some(mut browser) = Browser::start() else {
        missing("the page", "Chromium (Debian: chromium)");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("page.html");
    fs::write(&path, page).unwrap();
    browser.look(1200, "light", "screen");
    browser.open(&path);
    Some((browser, folder))
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
}

/// Nothing was asked of a network, and nothing complained.
fn assert_quiet(browser: &Browser) {
    let asked = browser.seen(&["Network.requestWillBeSent"]);
    let urls: Vec<&str> =
        asked.iter().map(|event| event["params"]["request"]["url"].as_str().unwrap()).collect();
    let own = |url: &&str| url.starts_with("file:///") && url.ends_with("/page.html");
    assert!(!urls.is_empty() && urls.iter().all(|u| own(u) || u.starts_with("data:")), "{urls:?}");
    let said =
        browser.seen(&["Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"]);
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn marks_stand_on_the_right_words() {
    let source = Source::new("story.md", STORY);
    let report = checked(&source);
    let expected: Vec<String> = report.findings.iter().map(|f| f.text.clone()).collect();
    assert_eq!(expected.len(), 9);
    // what is read before each mark in its paragraph
    let line = |at: usize| STORY[..at].rfind("\n\n").map_or(0, |found| found + 2);
    let before: Vec<String> =
        report.findings.iter().map(|f| spaced(&STORY[line(f.span.start)..f.span.start])).collect();
    let Some((mut browser, _folder)) = opened(&written("html", &[report], &[])) else { return };
    let marks = browser.value("[...document.querySelectorAll('mark')].map(m => m.textContent)");
    assert_eq!(strings(&marks), expected);
    let found = browser.value(
        "[...document.querySelectorAll('mark')].map(mark => {
            const range = document.createRange();
            range.setStart(mark.closest('.copy'), 0);
            range.setEnd(mark, 0);
            const copy = range.cloneContents();
            copy.querySelectorAll('sup').forEach(sup => sup.remove());
            return copy.textContent;
        })",
    );
    let found: Vec<String> = strings(&found).iter().map(|text| spaced(text)).collect();
    assert_eq!(found, before);
    let all = browser.value(
        "[...document.querySelectorAll('.copy')].map(p => {
            const copy = p.cloneNode(true);
            copy.querySelectorAll('sup').forEach(sup => sup.remove());
            return copy.textContent;
        }).join(' ')",
    );
    assert_eq!(spaced(all.as_str().unwrap()), spaced(STORY.trim()), "a short file is shown whole");
    assert_quiet(&browser);
}

/// A text with its line ends and runs of blanks as single spaces.
fn spaced(text: &str) -> String {
    let blank = if text.ends_with([' ', '\n']) { " " } else { "" };
    text.split_whitespace().collect::<Vec<_>>().join(" ") + blank
}

#[test]
fn every_finding_is_within_reach_of_the_keyboard() {
    let source = Source::new("story.md", STORY);
    let Some((mut browser, _folder)) = opened(&written("html", &[checked(&source)], &[])) else {
        return;
    };
    let links = browser.value("document.querySelectorAll('a').length").as_u64().unwrap();
    let mut reached = Vec::new();
    for _ in 0..links {
        browser.press("Tab", 9);
        let at = browser.value(
            "(() => {
                const at = document.activeElement, style = getComputedStyle(at);
                const box = at.getBoundingClientRect();
                return {
                    id: at.id, to: at.getAttribute('href'),
                    outlined: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2,
                    seen: box.width > 0 && box.left >= 0 && box.bottom > 0
                        && box.top < innerHeight && box.right <= innerWidth,
                };
            })()",
        );
        assert!(at["outlined"] == true && at["seen"] == true, "{at}");
        reached
            .push((at["id"].as_str().unwrap().to_owned(), at["to"].as_str().unwrap().to_owned()));
    }
    assert_eq!(reached[0].1, "#copy", "first a way past the list");
    for n in 1..=9 {
        assert!(reached.contains(&(format!("m{n}"), format!("#n{n}"))), "{n}: {reached:?}");
        assert!(reached.contains(&(String::new(), format!("#m{n}"))), "{n}: {reached:?}");
    }
    browser.value("document.getElementById('m3').focus()");
    browser.press("Enter", 13);
    assert_eq!(browser.value("location.hash"), "#n3");
    let lost = browser.value(
        "[...document.querySelectorAll('a')].filter(a => !document.querySelector(a.getAttribute('href'))).length",
    );
    assert_eq!(lost, 0, "every link leads somewhere");
    assert_quiet(&browser);
}

#[test]
fn a_reader_with_a_screen_reader_finds_the_way() {
    let source = Source::new("story.md", STORY);
    let Some((mut browser, _folder)) = opened(&written("html", &[checked(&source)], &errors()))
    else {
        return;
    };
    for landmark in ["header", "nav[aria-labelledby]", "main", "footer", "h1", "title"] {
        let count = format!("document.querySelectorAll('{landmark}').length");
        assert_eq!(browser.value(&count), 1, "{landmark}");
    }
    let levels = browser.value("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)");
    let levels = strings(&levels);
    assert_eq!(levels[0], "H1");
    let steps = levels.windows(2).all(|pair| pair[1].as_bytes()[1] <= pair[0].as_bytes()[1] + 1);
    assert!(steps, "{levels:?}");
    let ids = browser.value(
        "[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, at, all) => all.indexOf(id) !== at)",
    );
    assert_eq!(ids, json!([]), "a name is given once");
    let unnamed = browser.value(
        "[...document.querySelectorAll('[aria-labelledby]')].filter(e => !document.getElementById(e.getAttribute('aria-labelledby'))?.textContent.trim()).length",
    );
    assert_eq!(unnamed, 0);
    assert_eq!(browser.value("document.documentElement.lang"), "en");
    // Russian is called Russian, or it would be spelt out or read as English
    let unspoken = browser.value(&texts(
        "/\\p{Script=Cyrillic}/u.test(text.data) && !/^ru/.test(at.closest('[lang]').lang)",
    ));
    assert_eq!(unspoken, json!([]));
    let romanized = browser.value("document.querySelector('#m1 mark').lang");
    assert_eq!(romanized, "ru-Latn");
}

/// The texts on the page for which a condition on `text` and its element `at` holds.
fn texts(condition: &str) -> String {
    format!(
        "(() => {{
            const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let text; text = walker.nextNode();) {{
                const at = text.parentElement;
                if (text.data.trim() && ({condition})) found.push(text.data.trim());
            }}
            return found;
        }})()"
    )
}

/// The contrast of a text with what is behind it, as WCAG 2 defines it.
const CONTRAST: &str = "
    window.contrast = at => {
        const parts = color => {
            const numbers = color.match(/[\\d.]+(?:e-?\\d+)?/g).map(Number);
            const of = color.startsWith('color(') ? 1 : 255;
            return [...numbers.slice(0, 3).map(n => n / of), numbers[3] ?? 1];
        };
        const over = ([r, g, b, a], under) =>
            [r, g, b].map((n, i) => n * a + under[i] * (1 - a)).concat(1);
        const layers = [];
        for (let e = at; e; e = e.parentElement) layers.push(parts(getComputedStyle(e).backgroundColor));
        const ground = layers.reduceRight((under, layer) => over(layer, under), [1, 1, 1, 1]);
        const light = color => {
            const [r, g, b] = color.map(n => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const [one, two] = [light(over(parts(getComputedStyle(at).color), ground)), light(ground)];
        return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    }";

#[test]
fn text_stands_out_in_every_theme_and_on_paper() {
    let source = Source::new("story.md", STORY);
    let mut report = checked(&source);
    report.findings[4].severity = sverka::finding::Severity::Advice;
    let Some((mut browser, _folder)) = opened(&written("html", &[report], &errors())) else {
        return;
    };
    browser.value(CONTRAST);
    // a note that is followed is tinted
    browser.value("location.hash = 'n1'");
    let mut papers = Vec::new();
    for (theme, medium) in [("light", "screen"), ("dark", "screen"), ("light", "print")] {
        browser.look(1200, theme, medium);
        let weak = browser.value(&texts("contrast(at) < 4.5"));
        assert_eq!(weak, json!([]), "{theme} {medium}");
        assert_eq!(browser.value("contrast(document.querySelector('.copy')) >= 7"), true);
        papers.push(browser.value("getComputedStyle(document.body).backgroundColor"));
        browser.picture(&format!("{theme}-{medium}"));
    }
    assert!(papers[0] != papers[1] && papers[2] == "rgb(255, 255, 255)", "{papers:?}");
    let pdf = browser.call("Page.printToPDF", &json!({}));
    assert!(pdf["data"].as_str().is_some_and(|data| data.starts_with("JVBER")));
    assert_quiet(&browser);
}

#[test]
fn a_phone_shows_it_without_scrolling_sideways() {
    let (source, nasty_one) = (Source::new("story.md", STORY), nasty_source());
    let reports = [checked(&source), nasty(&nasty_one)];
    let Some((mut browser, _folder)) = opened(&written("html", &reports, &errors())) else {
        return;
    };
    browser.look(390, "light", "screen");
    browser.picture("phone");
    assert_eq!(browser.value("document.documentElement.scrollWidth"), 390);
    let size =
        browser.value("parseFloat(getComputedStyle(document.querySelector('.copy')).fontSize)");
    assert!(size.as_f64().unwrap() >= 16.0, "{size}");
    let under = "(() => {
        const at = id => document.getElementById(id).getBoundingClientRect();
        return at('n1').top >= at('m1').bottom && at('n1').left < 40;
    })()";
    assert_eq!(browser.value(under), true, "a note stands under its paragraph");
    browser.look(1200, "light", "screen");
    let beside = "(() => {
        const at = id => document.getElementById(id).getBoundingClientRect();
        return at('n1').left >= at('m1').right && Math.abs(at('n1').top - at('m1').top) < 120;
    })()";
    assert_eq!(browser.value(beside), true, "and beside it where there is room");
}

#[test]
fn nothing_in_a_text_breaks_out_of_the_page() {
    let source = nasty_source();
    let Some((mut browser, _folder)) = opened(&written("html", &[nasty(&source)], &errors()))
    else {
        return;
    };
    assert_eq!(browser.value("document.querySelectorAll('script, img, iframe, b b').length"), 0);
    let shown = NASTY.replace("\r\n", "␍\n").replace('\0', "␀").replace('\u{1B}', "␛");
    let shown = spaced(&shown.replace('\u{FFFF}', "\u{FFFD}"));
    let heading = browser.value("document.querySelector('h1').textContent");
    assert_eq!(spaced(heading.as_str().unwrap()), format!("dir/{shown}.md"));
    let said = browser.value("document.querySelector('#n2 .say').textContent");
    assert_eq!(spaced(said.as_str().unwrap()), shown);
    assert_quiet(&browser);
}

#[test]
fn of_a_long_file_only_what_is_around_findings_is_shown() {
    let filler = |n: usize| format!("Paragraph {n} says nothing of note.\n\n");
    let mut text: String = (1..=200).map(filler).collect();
    text.push_str("It was marked “Peregruzka” (reset).\n\n");
    text.extend((201..=400).map(filler));
    let long = format!(
        "{}It was marked “Peregruzka” (reset).{}\n",
        "On and on. ".repeat(900),
        " Still more.".repeat(900)
    );
    let (text, long) = (Source::new("book.txt", text), Source::new("line.txt", long));
    let page = written("html", &[checked(&text), checked(&long)], &[]);
    assert!(page.len() < 20_000, "{} bytes", page.len());
    assert_eq!(page.matches("<mark").count(), 2);
    for part in ["… 199 lines left out", "Paragraph 200 says", "Paragraph 201 says"] {
        assert_eq!(page.matches(part).count(), if part.starts_with('…') { 2 } else { 1 }, "{part}");
    }
    assert!(!page.contains("Paragraph 199 ") && !page.contains("Paragraph 202 "));
    assert_eq!(page.matches("<span class=\"cut\">…</span>").count(), 2);
    assert!(page.contains("<h1>2 errors in 2 files</h1>"));
}
