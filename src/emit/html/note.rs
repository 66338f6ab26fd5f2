//! The note on a finding: what is the matter, what to write, and the card of the term.

use super::copy::{lang, lang_of};
use super::severity;
use super::terms::{Link, Terms};
use crate::emit::escape::html;
use crate::emit::place;
use crate::finding::{Finding, Related, Suggestion};
use crate::source::Source;

/// The note with the number `number`.
pub(super) fn of(source: &Source, finding: &Finding, number: usize, terms: &mut Terms) -> String {
    let (class, called) = severity(finding);
    let place = source.position(finding.span.start);
    let mut out = format!(
        "<article class=\"note {class}\" id=\"n{number}\" aria-labelledby=\"h{number}\">\n<h3 id=\"h{number}\"><a href=\"#m{number}\"><span class=\"no\">{number}</span> {called}</a> <span class=\"what\">{}, line {}</span></h3>\n<p class=\"say\">{}</p>\n",
        html(&finding.check.name.replace('-', " ")),
        place.line,
        words(&finding.message)
    );
    let term = finding.term.as_ref().map(|term| terms.link(term, number));
    if !finding.suggestions.is_empty() {
        let one = |s: &Suggestion| suggestion(s, term.as_ref());
        let items: String = finding.suggestions.iter().map(one).collect();
        out.push_str(&format!(
            "<p class=\"label\">Write</p>\n<ul class=\"write\">\n{items}</ul>\n"
        ));
    }
    let names = |ru: &str| finding.suggestions.iter().any(|s| s.ru.as_deref() == Some(ru));
    if let Some(term) = term.filter(|term| !names(term.ru)) {
        let link = term.around(&with_lang("span", term.ru, Some("ru")));
        out.push_str(&format!("<p class=\"term\">Term: {link}</p>\n"));
    }
    // what stands on the same line is marked there
    let far = finding.related.iter().filter(|related| {
        related.elsewhere.is_some() || source.position(related.span.start).line != place.line
    });
    let see: String = far.map(|r| related(source, r)).collect();
    if !see.is_empty() {
        out.push_str(&format!("<ul class=\"see\">\n{see}</ul>\n"));
    }
    if let Some(key) = &finding.key {
        out.push_str(&format!("<p class=\"key\">in <code>{}</code></p>\n", html(key)));
    }
    out.push_str("</article>\n");
    out
}

/// The line of the list at the head of the page.
pub(super) fn listed(source: &Source, finding: &Finding, number: usize) -> String {
    let stands = with_lang("del", &glance(&finding.text), lang(finding));
    let write = finding.suggestions.first().map(|best| {
        let text = with_lang("ins", &glance(&best.text), suggested(best));
        format!(" <span class=\"to\">→</span> {text}")
    });
    let line = source.position(finding.span.start).line;
    let (class, called) = severity(finding);
    format!(
        "<li class=\"{class}\"><a href=\"#n{number}\">{stands}{}</a> <span class=\"what\">{called}, line {line}</span></li>\n",
        write.unwrap_or_default()
    )
}

fn suggestion(suggestion: &Suggestion, term: Option<&Link<'_>>) -> String {
    let mut text = with_lang("ins", &seen(&suggestion.text), suggested(suggestion));
    let en = suggestion.en.as_ref().filter(|en| !same(en, &suggestion.text));
    let mut means = Vec::new();
    if let Some(ru) = &suggestion.ru {
        let same = same(ru, &suggestion.text);
        match term.filter(|term| term.ru == ru) {
            Some(term) if same => text = term.around(&text),
            Some(term) => means.push(term.around(&with_lang("span", ru, Some("ru")))),
            None if same => {}
            None => means.push(with_lang("span", ru, Some("ru"))),
        }
    }
    means.extend(en.map(|en| format!("“{}”", html(en))));
    let means = match means.as_slice() {
        [] => String::new(),
        means => format!(" <span class=\"means\">{}</span>", means.join(", ")),
    };
    format!("<li>{text}{means}</li>\n")
}

/// The beginning of a text, enough to know it by.
fn glance(text: &str) -> String {
    const MOST: usize = 60;
    let text = seen(text);
    let mut chars = text.chars();
    let begin: String = chars.by_ref().take(MOST).collect();
    if chars.as_str().is_empty() { begin } else { begin.trim_end().to_owned() + "…" }
}

/// A text of which there is something to see: blanks alone as marks, nothing as a dash.
fn seen(text: &str) -> String {
    if text.is_empty() {
        return "–".to_owned();
    }
    if !text.trim().is_empty() {
        return text.to_owned();
    }
    let mark = |c: char| match c {
        '\n' | '\r' => '⏎',
        ' ' => '␣',
        _ => '⍽',
    };
    text.chars().map(mark).collect()
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

fn suggested(suggestion: &Suggestion) -> Option<&'static str> {
    let english = suggestion.en.as_ref().is_some_and(|en| same(en, &suggestion.text));
    lang_of(&suggestion.text, suggestion.ru.is_some() && !english)
}

fn related(source: &Source, related: &Related) -> String {
    let message = words(&related.message);
    if let Some(there) = &related.elsewhere {
        let path = html(&place::relative(&there.path));
        return format!("<li>{message}: {path}, line {}</li>\n", there.start.line);
    }
    let line = source.position(related.span.start).line;
    let text = source.text()[related.span.range()].trim();
    let text = with_lang("span", text, lang_of(text, false));
    format!("<li>“{text}”, line {line}: {message}</li>\n")
}

fn with_lang(tag: &str, text: &str, lang: Option<&str>) -> String {
    let lang = lang.map(|lang| format!(" lang=\"{lang}\"")).unwrap_or_default();
    format!("<{tag}{lang}>{}</{tag}>", html(text))
}

/// A message in HTML, with the words that stand between backticks set as words.
fn words(message: &str) -> String {
    let parts: Vec<&str> = message.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return html(message);
    }
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        if at % 2 == 0 {
            out.push_str(&html(part));
        } else {
            out.push_str(&with_lang("i", part, lang_of(part, false)));
        }
    }
    out
}
