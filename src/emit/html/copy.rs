//! A paragraph of the copy in HTML, with marks at the findings and at what bears on them.

use std::collections::BTreeSet;

use super::severity;
use crate::emit::escape::html;
use crate::finding::Finding;
use crate::script::{Script, is_cyrillic, is_latin, script_of};
use crate::span::Span;

/// A paragraph of more bytes than this is shown only around its marks.
const LONG: usize = 4000;
/// How much of it is shown on either side of a mark, in bytes.
const AROUND: usize = 400;

/// What stands for text that is left out of a paragraph.
const CUT: &str = "<span class=\"cut\">…</span>";

/// One place that is marked.
pub(super) struct Mark {
    span: Span,
    /// The findings here by their numbers; none for a place that only bears on one.
    notes: Vec<usize>,
    class: &'static str,
    lang: Option<&'static str>,
}

/// The places to mark in a file, in order, none within another: a finding in the same words as
/// the one before shares its mark, and gives it a second number. `first` is the number of the
/// first finding.
pub(super) fn marks(findings: &[&Finding], first: usize) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (at, finding) in findings.iter().enumerate() {
        let note = first + at;
        match marks.last_mut() {
            // findings come in the order of their places, so only the last mark can be met
            Some(last) if finding.span == last.span || finding.span.start < last.span.end => {
                last.notes.push(note);
                last.span = last.span.cover(finding.span);
            }
            _ => marks.push(Mark {
                span: finding.span,
                notes: vec![note],
                class: severity(finding).0,
                lang: lang(finding),
            }),
        }
    }
    let related = findings.iter().flat_map(|finding| &finding.related);
    let here = related.filter(|related| related.elsewhere.is_none() && !related.span.is_empty());
    let mut spans: Vec<Span> = here.map(|related| related.span).collect();
    spans.sort_unstable();
    let mut bears: Vec<Mark> = Vec::new();
    for span in spans {
        let next = marks.partition_point(|mark| mark.span.end <= span.start);
        let taken = marks.get(next).is_some_and(|mark| mark.span.start < span.end);
        if !taken && bears.last().is_none_or(|last| last.span.end <= span.start) {
            bears.push(Mark { span, notes: Vec::new(), class: "bears", lang: None });
        }
    }
    marks.append(&mut bears);
    marks.sort_by_key(|mark| mark.span);
    marks
}

/// A paragraph of the text, with those of the marks that stand in it.
pub(super) fn of(text: &str, marks: &[Mark], span: Span) -> String {
    let from = marks.partition_point(|mark| mark.span.start < span.start);
    let to = marks.partition_point(|mark| mark.span.start <= span.end);
    let marks = &marks[from..to.max(from)];
    let paragraph = Paragraph::new(text, span);
    let class = if paragraph.set { "copy set" } else { "copy" };
    let mut out = format!("<p class=\"{class}\" lang=\"{}\">", paragraph.lang);
    // of a paragraph that goes on before or after
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let above = before.strip_suffix('\n').unwrap_or(before);
    let above = above.rsplit('\n').next().unwrap_or_default();
    let below = after.trim_start_matches('\r').strip_prefix('\n').unwrap_or_default();
    let below = below.split('\n').next().unwrap_or_default();
    if !above.trim().is_empty() {
        out.push_str(CUT);
    }
    let mut left = marks.iter().peekable();
    let mut at = span.start;
    for window in kept(text, span, marks) {
        if window.start > at {
            out.push_str(CUT);
        }
        at = window.start;
        while let Some(mark) = left.next_if(|mark| mark.span.end <= window.end) {
            out.push_str(&paragraph.tagged(Span::new(at, mark.span.start)));
            out.push_str(&marked(&paragraph, mark));
            at = mark.span.end;
        }
        out.push_str(&paragraph.tagged(Span::new(at, window.end)));
        at = window.end;
    }
    if at < span.end || !below.trim().is_empty() {
        out.push_str(CUT);
    }
    out.push_str("</p>\n");
    out
}

/// The language of the words found: Russian too where they are romanized, which shows in a
/// suggestion that renders a Russian word and is not its English.
pub(super) fn lang(finding: &Finding) -> Option<&'static str> {
    let best = finding.suggestions.first();
    let romanized = best.is_some_and(|s| s.ru.is_some() && s.en.as_ref() != Some(&s.text));
    lang_of(&finding.text, romanized)
}

/// The language of a word, by its letters.
pub(super) fn lang_of(word: &str, romanized: bool) -> Option<&'static str> {
    match script_of(word) {
        // a Latin letter in a Russian word is the mistake, not another language
        Script::Cyrillic | Script::Mixed => Some("ru"),
        Script::Latin if romanized => Some("ru-Latn"),
        _ => None,
    }
}

fn marked(paragraph: &Paragraph<'_>, mark: &Mark) -> String {
    let lang = mark.lang.map(|lang| format!(" lang=\"{lang}\"")).unwrap_or_default();
    let words = paragraph.plain(mark.span);
    let Some((note, others)) = mark.notes.split_first() else {
        return format!("<span class=\"bears\">{}</span>", paragraph.tagged(mark.span));
    };
    let mut out = format!(
        "<a class=\"at {}\" id=\"m{note}\" href=\"#n{note}\"><mark{lang}>{words}</mark><sup>{note}</sup></a>",
        mark.class
    );
    for note in others {
        out.push_str(&format!(
            "<a class=\"at more\" id=\"m{note}\" href=\"#n{note}\"><sup>{note}</sup></a>"
        ));
    }
    out
}

/// The stretches of a paragraph that are shown: all of it, or of a long one what is around marks.
fn kept(text: &str, span: Span, marks: &[Mark]) -> Vec<Span> {
    if span.len() <= LONG {
        return vec![span];
    }
    let mut kept: Vec<Span> = Vec::new();
    // a paragraph that is there for what stands beside it shows its beginning
    let start = Span::new(span.start, span.start);
    let centres: Vec<Span> =
        if marks.is_empty() { vec![start] } else { marks.iter().map(|mark| mark.span).collect() };
    let blank = |c: char| c.is_whitespace();
    for centre in centres {
        let from = text.ceil_char_boundary(centre.start.saturating_sub(AROUND).max(span.start));
        let to = text.floor_char_boundary((centre.end + AROUND).min(span.end));
        // whole words, where there are words
        let from = match text[from..centre.start].find(blank) {
            Some(found) if from > span.start => from + found,
            _ => from,
        };
        let to = match text[centre.end..to].rfind(blank) {
            Some(found) if to < span.end => centre.end + found,
            _ => to,
        };
        match kept.last_mut() {
            Some(last) if from <= last.end => last.end = last.end.max(to),
            _ => kept.push(Span::new(from, to)),
        }
    }
    kept
}

/// A paragraph and what its line ends are.
struct Paragraph<'t> {
    text: &'t str,
    /// The language of most of its letters.
    lang: &'static str,
    /// Whether its lines are set as they are, such as those of tables and of data.
    set: bool,
    /// Line ends that only keep lines short, and are spaces to a reader.
    soft: BTreeSet<usize>,
}

impl<'t> Paragraph<'t> {
    fn new(text: &'t str, span: Span) -> Self {
        // the beginning tells, and a paragraph can be a whole book
        let all = &text[span.range()];
        let sample = &all[..all.floor_char_boundary(LONG)];
        let cyrillic = sample.chars().filter(|&c| is_cyrillic(c)).count();
        let latin = sample.chars().filter(|&c| is_latin(c)).count();
        let lang = if cyrillic > latin { "ru" } else { "en" };
        let set = sample.lines().any(is_set);
        let soft = if set { BTreeSet::new() } else { soft_ends(text, span) };
        Self { text, lang, set, soft }
    }

    /// A stretch in HTML.
    fn plain(&self, span: Span) -> String {
        let mut out = String::new();
        let mut at = span.start;
        while let Some(end) = self.text[at..span.end].find(['\n', '\r']).map(|found| at + found) {
            out.push_str(&html(&self.text[at..end]));
            at = end + 1;
            if self.text[end..].starts_with("\r\n") && at < span.end {
                at += 1;
            }
            out.push(if self.soft.contains(&end) { ' ' } else { '\n' });
        }
        out.push_str(&html(&self.text[at..span.end]));
        out
    }

    /// A stretch in HTML with the words of the other language marked as such.
    fn tagged(&self, span: Span) -> String {
        let russian = self.lang == "ru";
        let other = if russian { "en" } else { "ru" };
        let is_other = |c: char| if russian { is_latin(c) } else { is_cyrillic(c) };
        let mut out = String::new();
        let mut at = span.start;
        while let Some(start) = self.text[at..span.end].find(is_other).map(|found| at + found) {
            let stretch = &self.text[start..span.end];
            let stop =
                stretch.find(|c: char| c.is_alphanumeric() && !is_other(c) || "\n\r<>".contains(c));
            let stretch = &stretch[..stop.unwrap_or(stretch.len())];
            let last = stretch.char_indices().rev().find(|&(_, c)| is_other(c));
            let end = last.map_or(span.end, |(found, c)| start + found + c.len_utf8());
            out.push_str(&self.plain(Span::new(at, start)));
            let words = self.plain(Span::new(start, end));
            out.push_str(&format!("<span lang=\"{other}\">{words}</span>"));
            at = end;
        }
        out.push_str(&self.plain(Span::new(at, span.end)));
        out
    }
}

/// Whether a line is of a table or of data.
fn is_set(line: &str) -> bool {
    let line = line.trim();
    let quoted = line.starts_with('"') && (line.ends_with('"') || line.ends_with("\","));
    quoted || line.starts_with(['|', '<', '{', '}']) || line.starts_with("msg")
}

/// The line ends within `span` at which a line was broken only to keep it short: with the next
/// word it would have been as long as the longest, or nearly so, since editing leaves ragged ends.
fn soft_ends(text: &str, span: Span) -> BTreeSet<usize> {
    let mut soft = BTreeSet::new();
    let lines: Vec<&str> = text[span.range()].lines().collect();
    let width = |line: &str| line.chars().count();
    let longest = lines.iter().map(|line| width(line)).max().unwrap_or_default();
    if !(50..=130).contains(&longest) {
        return soft;
    }
    for pair in lines.windows(2) {
        let next = pair[1].split_whitespace().next().unwrap_or_default();
        let prose = next.starts_with(|c: char| c.is_alphabetic() || "“«„(*_`‘’\"'[—–".contains(c))
            && !["*", "—", "–"].contains(&next);
        if prose && width(pair[0]) + 1 + width(next) > longest * 4 / 5 {
            // where the line is in the text: both are slices of it
            let end = pair[0].as_ptr() as usize - text.as_ptr() as usize + pair[0].len();
            soft.insert(end);
        }
    }
    soft
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        of(text, &[], Span::new(0, text.len()))
    }

    #[test]
    fn lines_broken_to_keep_them_short_are_joined() {
        let prose = "The ministers then put their names to a joint statement, which is\n\
            to follow in the autumn, and went home.\nThat was all.";
        assert!(shown(prose).contains("which is to follow"));
        assert!(shown(prose).contains("went home.\nThat"), "a short line ends where it ends");
        let list =
            "- The ministers then put their names to a joint statement of some kind\n- and so on";
        assert!(shown(list).contains("kind\n- and"));
        let verse = "Tiger Tiger, burning bright,\nIn the forests of the night;";
        assert!(shown(verse).contains("bright,\nIn"));
    }

    #[test]
    fn data_is_set_as_it_stands() {
        let table = "| reset | перегрузка, a word so long that the row is as long as a line can be |\n| treaty | договор |";
        assert!(shown(table).starts_with("<p class=\"copy set\""));
        assert!(shown(table).contains(" |\n| treaty"));
        assert!(shown("msgid \"a\"\nmsgstr \"b\"").contains("class=\"copy set\""));
        assert!(shown("“Peregruzka”, it said.").contains("class=\"copy\""));
    }

    #[test]
    fn words_of_the_other_language_are_marked() {
        assert_eq!(
            shown("The label read «красная кнопка» & no more."),
            "<p class=\"copy\" lang=\"en\">The label read «<span lang=\"ru\">красная кнопка</span>» &amp; no more.</p>\n"
        );
        assert_eq!(
            shown("Кнопка reset."),
            "<p class=\"copy\" lang=\"ru\">Кнопка <span lang=\"en\">reset</span>.</p>\n"
        );
    }

    #[test]
    fn a_long_paragraph_without_marks_shows_its_beginning() {
        let long = shown(&"On and on. ".repeat(1000));
        assert!(long.len() < 500 && long.ends_with(&format!("{CUT}</p>\n")), "{long}");
    }
}
