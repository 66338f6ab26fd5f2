//! Words in running text, as Russian and its romanizations need them cut.
//!
//! The word rules of UAX #29 part `s''yezd`, `dogovorennost'` and `е́` in the middle. Here a word
//! is a run of letters and digits with its stress marks, soft hyphens and, between Latin letters,
//! the apostrophes and primes that stand for ъ and ь. Hyphens part words but are remembered, so
//! that `ракета-носитель` and `U.S.-Russia` can be read both ways.

use crate::script::{Script, is_combining, is_cyrillic, is_latin, is_sign, is_silent, script_of};
use crate::span::Span;

/// A word of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// The word as it stands.
    pub text: &'t str,
    /// Its bytes in the segment.
    pub span: Span,
    /// The script of its letters.
    pub script: Script,
    /// What stands between the word before and this one.
    pub joint: Joint,
}

/// How a word is joined to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// By white space or punctuation, or it is the first.
    Free,
    /// By a hyphen alone.
    Hyphen,
    /// By a character that joins names rather than words: `_`, `/`, `.`, `@`, `\`, `=`, `&`, `#`.
    Tight,
}

/// The words of `text` in order. Web and mail addresses are passed over.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, last: None }
}

/// See [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    last: Option<usize>,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            let rest = &self.text[self.at..];
            let start = self.at + rest.find(char::is_alphanumeric)?;
            let end = start + word_len(&self.text[start..]);
            if let Some(end) = address_end(self.text, start, end) {
                self.at = end;
                continue;
            }
            self.at = end;
            let joint = match self.last.map(|last| &self.text[last..start]) {
                Some("-" | "\u{2010}" | "\u{2011}") => Joint::Hyphen,
                Some("_" | "/" | "." | "@" | "\\" | "=" | "&" | "#" | "://") => Joint::Tight,
                _ => Joint::Free,
            };
            self.last = Some(end);
            let text = &self.text[start..end];
            return Some(Token {
                text,
                span: Span::new(start, end),
                script: script_of(text),
                joint,
            });
        }
    }
}

/// Length in bytes of the word that `text` starts with.
fn word_len(text: &str) -> usize {
    let plain = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    // most words are plain letters up to a space or a mark that no word goes on after
    let ends = |byte: &u8| byte.is_ascii() && !is_sign(char::from(*byte));
    if plain > 0 && text.as_bytes().get(plain).is_none_or(ends) {
        return plain;
    }
    let mut previous = ' ';
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() || is_combining(c) || is_silent(c) {
            end = at + c.len_utf8();
            if c.is_alphanumeric() {
                previous = c;
            }
        } else if is_sign(c) && previous.is_alphabetic() {
            // two apostrophes may stand for one hard sign
            if chars.peek().is_some_and(|&(_, next)| next == c) {
                chars.next();
            }
            let Some(&(_, next)) = chars.peek() else { break };
            if !joins(previous, c, next) {
                break;
            }
        } else {
            break;
        }
    }
    // a soft hyphen or joiner at the end belongs to the gap
    let word = &text[..end];
    word.trim_end_matches(|c| is_silent(c) && !is_combining(c)).len()
}

/// Whether a sign between two letters is part of the word. A double mark stands for ъ, which only
/// comes before е, ё, ю, я; elsewhere it is a quotation mark with a space missing.
fn joins(before: char, sign: char, after: char) -> bool {
    let double = matches!(sign, '"' | '“' | '”' | 'ʺ' | '″');
    let letters = (is_latin(before) && is_latin(after))
        || (is_cyrillic(before) && is_cyrillic(after) && matches!(sign, '\'' | '’' | 'ʼ'));
    letters && (!double || "eyjiëéèêûâEYJIËÉÈÊÛÂ".contains(after))
}

/// The end of the web or mail address that the word `start..end` begins, if it begins one.
fn address_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let rest = &text[end..];
    let whole = || {
        let stop = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '”');
        end + rest.find(stop).unwrap_or(rest.len())
    };
    if rest.starts_with("://") || (rest.starts_with('.') && &text[start..end] == "www") {
        return Some(whole());
    }
    // mail: the local part may hold dots and hyphens, all before the first space
    if rest.starts_with(['@', '.', '-', '_', '+']) {
        let local = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"._-+".contains(c));
        let at = local.unwrap_or(rest.len());
        let domain = rest[at..].strip_prefix('@')?;
        if domain.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return Some(whole());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokens(text).map(|t| t.text).collect()
    }

    #[test]
    fn signs_stay_inside_romanized_words() {
        assert_eq!(words("“s''yezd” and s”yezd, s”yezda"), ["s''yezd", "and", "s”yezd", "s”yezda"]);
        assert_eq!(words("the 'word' don’t “X”"), ["the", "word", "don’t", "X"]);
        assert_eq!(words("dogovorennost' i"), ["dogovorennost", "i"]);
        assert_eq!(words("dogovorennostʹ i"), ["dogovorennostʹ", "i"]);
        assert_eq!(words("said \"Reset\"and"), ["said", "Reset", "and"]);
    }

    #[test]
    fn marks_stay_inside_cyrillic_words() {
        assert_eq!(
            words("пере\u{301}грузка дого\u{AD}вор и\u{306}од"),
            ["пере\u{301}грузка", "дого\u{AD}вор", "и\u{306}од"]
        );
    }

    #[test]
    fn hyphens_are_remembered() {
        use Joint::{Free, Hyphen, Tight};
        let joints: Vec<Joint> = tokens("РС-24 ракета-носитель a_b").map(|t| t.joint).collect();
        assert_eq!(joints, [Free, Hyphen, Free, Hyphen, Free, Tight]);
    }

    #[test]
    fn addresses_are_passed_over() {
        let text = "see https://example.org/peregruzka?q=1 or www.example.org, j.doe@example.org.";
        assert_eq!(words(text), ["see", "or"]);
        assert_eq!(words("e.g. this"), ["e", "g", "this"]);
    }
}
