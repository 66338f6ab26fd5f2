//! A segment cut into words, marks, quotations and sentences.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use super::frames::Has;
use super::known::{self, Forms, Known, Terms};
use crate::document::{Role, Segment};
use crate::lexicon::Lexicon;
use crate::script::is_silent;
use crate::span::Span;
use crate::token::{Joint, Token, tokens};

/// A segment's words with what stands between them.
#[derive(Debug)]
pub struct Words<'d> {
    /// The segment.
    pub segment: &'d Segment<'d>,
    /// Its words.
    pub tokens: Vec<Token<'d>>,
    /// Words and marks in order, for patterns; quotation marks are left out.
    pub items: Vec<Item>,
    /// For each word the innermost quotation or emphasis it stands in, as word numbers.
    pub quotes: Vec<Option<Range<usize>>>,
    /// What frames ask for that it has.
    pub(super) has: Has,
    /// What is known of each word wherever it stands.
    known: Vec<Rc<Known>>,
    /// For each word the number of its item.
    places: Vec<usize>,
    /// Where sentences end, as word numbers one past the last.
    ends: Vec<usize>,
}

/// A word or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// The word with this number.
    Word(usize),
    /// A mark of punctuation; dashes of all lengths between spaces are `—`.
    Mark(char),
}

/// Abbreviations after which a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "st", "vs", "e.g", "i.e", "lit", "russ", "rus", "cf", "etc", "no",
    "gen", "prof", "col", "lt", "sen", "rep", "gov", "jr", "sr", "inc", "ltd", "approx", "англ",
    "рус", "др", "т", "г", "гг", "в", "вв", "им", "ул", "руб", "тыс", "млн", "млрд", "см", "напр",
    "нем", "фр",
];

impl<'d> Words<'d> {
    /// Cuts a segment.
    pub fn new(segment: &'d Segment<'d>) -> Self {
        let text = segment.text();
        let tokens: Vec<Token<'d>> = tokens(text).collect();
        let known = known::all(tokens.iter().map(|token| token.text));
        let mut has = Has::default();
        for known in &known {
            has.add_word(known.classes);
        }
        let mut words = Self {
            segment,
            has,
            items: Vec::with_capacity(tokens.len() * 2),
            quotes: vec![None; tokens.len()],
            known,
            places: Vec::with_capacity(tokens.len()),
            ends: Vec::new(),
            tokens,
        };
        words.read_marks(text);
        words.read_emphasis();
        for item in &words.items {
            if let Item::Mark(mark) = item {
                words.has.add_mark(*mark);
            }
        }
        words.ends.push(words.tokens.len());
        words
    }

    /// A word in lower case with plain apostrophes.
    pub fn lower(&self, token: usize) -> &str {
        &self.known[token].lower
    }

    /// Whether a word is English.
    pub fn is_english(&self, token: usize) -> bool {
        self.known[token].english
    }

    /// A word as English terms are looked up by.
    pub fn key(&self, token: usize) -> &str {
        &self.known[token].key
    }

    /// What is known of a word wherever it stands.
    pub(super) fn known(&self, token: usize) -> &Known {
        &self.known[token]
    }

    /// What the lexicon says of a word as an English one.
    pub(super) fn terms(&self, token: usize, lexicon: &Lexicon) -> Rc<Terms> {
        self.known[token].terms(self.tokens[token].text, lexicon)
    }

    /// What is known of a word as a Russian one.
    pub(super) fn forms(&self, token: usize, lexicon: &Lexicon) -> Rc<Forms> {
        self.known[token].forms(self.tokens[token].text, lexicon)
    }

    /// Whether the segment is a table row.
    pub fn is_row(&self) -> bool {
        self.segment.role == Role::Row || self.segment.text().contains(" | ")
    }

    /// The item numbers of a range of words.
    pub fn items_of(&self, words: &Range<usize>) -> Range<usize> {
        if words.is_empty() {
            return 0..0;
        }
        self.places[words.start]..self.places[words.end - 1] + 1
    }

    /// How many items the words take, with the marks between them.
    pub fn items_between(&self, words: &Range<usize>) -> usize {
        self.items_of(words).len()
    }

    /// The bytes that the words take in the segment.
    pub fn span(&self, words: &Range<usize>) -> Span {
        self.tokens[words.start].span.cover(self.tokens[words.end - 1].span)
    }

    /// The sentence in which a word stands.
    pub fn sentence(&self, word: usize) -> Range<usize> {
        let at = self.ends.partition_point(|&end| end <= word);
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends.get(at).copied().unwrap_or(self.tokens.len())
    }

    /// The words joined to this one by hyphens, itself among them.
    pub fn hyphenated(&self, word: usize) -> Range<usize> {
        let mut start = word;
        while start > 0 && self.tokens[start].joint == Joint::Hyphen {
            start -= 1;
        }
        let mut end = word + 1;
        while end < self.tokens.len() && self.tokens[end].joint == Joint::Hyphen {
            end += 1;
        }
        start..end
    }

    /// The words as they are looked up: single spaces between them, hyphens kept.
    pub fn joined(&self, words: &Range<usize>) -> Cow<'d, str> {
        if words.len() == 1 {
            return Cow::Borrowed(self.tokens[words.start].text);
        }
        let mut out = String::new();
        for (at, token) in self.tokens[words.clone()].iter().enumerate() {
            if at > 0 {
                out.push(if token.joint == Joint::Hyphen { '-' } else { ' ' });
            }
            out.push_str(token.text);
        }
        Cow::Owned(out)
    }

    /// Whether the word is part of a name that programs read: `snake_case`, `$variable`, `<tag>`,
    /// `/path`, `--option`.
    pub fn is_code(&self, word: usize) -> bool {
        const OPENERS: &[&str] = &["$", "%(", "<", "</", "\\", "#", "@", "::"];
        let (before, after) = (self.gap_before(word), self.gap_after(word));
        let is_path = before.ends_with('/') && before != "/";
        // of `--http-user` every part
        let first = self.gap_before(self.hyphenated(word).start);
        let is_option = first == "--" || first.ends_with(" --");
        // `|FILE|` names an argument; a row of a table has other bars
        let is_barred = before.ends_with('|') && after.starts_with('|') && !self.is_row();
        before == "_"
            || after == "_"
            || is_path
            || is_option
            || is_barred
            // the value of an option, `--debug=help`
            || (before == "=" && word > 0 && self.is_code(word - 1))
            // `{name}` and `{name, number}`, not the first word of a form of a message
            || (before.ends_with('{') && after.starts_with(['}', ',', ':', '.', '[']))
            || OPENERS.iter().any(|opener| before.ends_with(opener))
    }

    /// The text between a word and the one before it.
    pub fn gap_before(&self, word: usize) -> &'d str {
        let start = word.checked_sub(1).map_or(0, |before| self.tokens[before].span.end);
        self.text(Span::new(start, self.tokens[word].span.start))
    }

    /// The text between a word and the next one.
    pub fn gap_after(&self, word: usize) -> &'d str {
        let end = self.tokens.get(word + 1).map_or(self.segment.text().len(), |t| t.span.start);
        self.text(Span::new(self.tokens[word].span.end, end))
    }

    fn text(&self, span: Span) -> &'d str {
        &self.segment.text()[span.range()]
    }

    /// Goes through the gaps once: marks into items, quotation marks into quotes, ends of
    /// sentences.
    fn read_marks(&mut self, text: &str) {
        let mut open: Vec<(char, usize)> = Vec::new();
        for next in 0..=self.tokens.len() {
            let start = next.checked_sub(1).map_or(0, |at| self.tokens[at].span.end);
            let end = self.tokens.get(next).map_or(text.len(), |t| t.span.start);
            self.read_gap(&text[start..end], next, &mut open);
            if next < self.tokens.len() {
                self.places.push(self.items.len());
                self.items.push(Item::Word(next));
            }
        }
    }

    fn read_gap(&mut self, gap: &str, next: usize, open: &mut Vec<(char, usize)>) {
        // a space alone, as between most words
        if gap == " " {
            return;
        }
        let chars: Vec<char> = gap.chars().collect();
        let spaced = |at: Option<&char>| at.is_some_and(|c| c.is_whitespace());
        for (at, &c) in chars.iter().enumerate() {
            let before = at.checked_sub(1).map(|i| &chars[i]);
            let after = chars.get(at + 1);
            // a mark right before a word opens; one right after a word, or after other marks, closes
            let word_after =
                chars[at + 1..].iter().all(|&c| is_quote(c) || c == '(' || c == '*' || c == '_')
                    && next < self.tokens.len();
            let at_start = before.is_none() && next == 0;
            let opens = word_after && (at_start || before.is_some());
            match c {
                '“' | '„' | '«' | '‹' => open.push((c, next)),
                '‘' if opens => open.push((c, next)),
                '"' | '\'' | '*' | '_' | '`' if opens && !open.iter().any(|o| o.0 == c) => {
                    open.push((c, next));
                }
                '”' | '»' | '›' | '’' | '"' | '\'' | '*' | '_' | '`' | '‘' => {
                    self.close(c, before.copied(), next, open);
                }
                '—' | '–' => self.items.push(Item::Mark('—')),
                '-' if spaced(before) && spaced(after) => self.items.push(Item::Mark('—')),
                // `--force` is an option
                '-' if before == Some(&'-')
                    && at + 1 == chars.len()
                    && at > 1
                    && spaced(chars.get(at - 2))
                    && next < self.tokens.len() => {}
                '-' if before == Some(&'-') => self.items.push(Item::Mark('—')),
                _ if c.is_whitespace() || is_silent(c) || c == '-' => {}
                _ => self.items.push(Item::Mark(c)),
            }
        }
        // no pattern goes on over a blank line: it asks for no such mark
        if gap.matches('\n').count() > 1 {
            self.items.push(Item::Mark('\n'));
        }
        if self.ends_sentence(&chars, next) {
            self.ends.push(next);
        }
    }

    fn close(&mut self, c: char, before: Option<char>, next: usize, open: &mut Vec<(char, usize)>) {
        let pairs = |opener: char| match c {
            '”' => matches!(opener, '“' | '„'),
            '»' => opener == '«',
            '›' => opener == '‹',
            '’' | '‘' => matches!(opener, '‘' | '\''),
            _ => opener == c,
        };
        let found = open.iter().rposition(|&(opener, _)| pairs(opener)).or_else(|| {
            // a wrong closing mark still closes, unless it may be an apostrophe
            let surely = c != '’' || before.is_some_and(|b| matches!(b, ',' | '.' | '!' | '?'));
            (surely && !matches!(c, '*' | '_' | '`' | '\'' | '"'))
                .then(|| open.len().checked_sub(1))
                .flatten()
        });
        let Some(found) = found else { return };
        let (_, start) = open[found];
        open.truncate(found);
        if start < next {
            self.set_quote(start..next);
        }
    }

    /// A quotation that is inside another keeps its own words.
    fn set_quote(&mut self, range: Range<usize>) {
        for word in range.clone() {
            let own = self.quotes[word].as_ref();
            if own.is_none_or(|own| own.len() > range.len()) {
                self.quotes[word] = Some(range.clone());
            }
        }
    }

    fn read_emphasis(&mut self) {
        for mark in self.segment.marks.clone() {
            let start = self.tokens.partition_point(|t| t.span.end <= mark.start);
            let end = self.tokens.partition_point(|t| t.span.start < mark.end);
            if start < end {
                self.set_quote(start..end);
            }
        }
    }

    fn ends_sentence(&self, gap: &[char], next: usize) -> bool {
        if next == 0 || next >= self.tokens.len() {
            return false;
        }
        let Some(stop) = gap.iter().position(|c| matches!(c, '.' | '!' | '?' | '…')) else {
            return false;
        };
        if !gap[stop..].iter().any(|c| c.is_whitespace()) {
            return false;
        }
        let last = self.tokens[next - 1].text.to_lowercase();
        let initial = last.chars().count() == 1 && gap[stop] == '.';
        let abbreviated = gap[stop] == '.' && (initial || ABBREVIATIONS.contains(&last.as_str()));
        let begins =
            self.tokens[next].text.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        begins && !abbreviated
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '‘' | '’' | '"' | '\'' | '`')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn with<T>(text: &str, look: impl FnOnce(&Words<'_>) -> T) -> T {
        let source = Source::new("t", text);
        let segment = Segment::verbatim(&source, Span::new(0, text.len()));
        look(&Words::new(&segment))
    }

    fn quoted(text: &str) -> Vec<String> {
        with(text, |words| {
            let mut found: Vec<Range<usize>> = words.quotes.iter().flatten().cloned().collect();
            found.dedup();
            found.iter().map(|range| words.joined(range).into_owned()).collect()
        })
    }

    #[test]
    fn quotations_of_all_kinds_are_seen() {
        assert_eq!(
            quoted("say “one two” and «три» or ‘four’ and 'five' \"six\""),
            ["one two", "три", "four", "five", "six"]
        );
        assert_eq!(quoted("the ministers’ “one” don’t"), ["one"]);
        assert_eq!(
            quoted("not “peregruzka,’ which means ‘overcharged.”"),
            ["peregruzka", "overcharged"]
        );
        assert_eq!(quoted("‘Peregruzka’ (‘Overload’)"), ["Peregruzka", "Overload"]);
        assert_eq!(
            quoted("“outer ‘inner’ words”"),
            ["outer inner words", "inner", "outer inner words"]
        );
    }

    #[test]
    fn sentences_end_where_readers_stop() {
        with("Mr. Smith came. He read “Peregruzka.” It meant U.S. power! ok", |words| {
            assert_eq!(words.joined(&words.sentence(0)), "Mr Smith came");
            assert_eq!(words.joined(&words.sentence(4)), "He read Peregruzka");
            assert_eq!(words.joined(&words.sentence(7)), "It meant U S power ok");
        });
    }

    #[test]
    fn names_that_programs_read_are_code() {
        with(
            "$request_email: <strong> --no-all=none |FILE| /file (reset) and/or _this_ x",
            |words| {
                let code = (0..words.tokens.len()).filter(|at| words.is_code(*at));
                let code: Vec<&str> = code.map(|at| words.tokens[at].text).collect();
                assert_eq!(
                    code,
                    ["request", "email", "strong", "no", "all", "none", "FILE", "file"]
                );
            },
        );
    }

    #[test]
    fn a_blank_line_is_a_mark() {
        with("git switch -\n\nнет", |words| {
            assert!(words.items.contains(&Item::Mark('\n')));
        });
    }

    #[test]
    fn marks_are_items() {
        with("a (b-f) — c - d, e", |words| {
            let marks: String = words
                .items
                .iter()
                .filter_map(|i| if let Item::Mark(c) = i { Some(*c) } else { None })
                .collect();
            assert_eq!(marks, "()——,");
        });
    }
}
