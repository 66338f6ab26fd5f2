//! Words and the marks between them, out of bytes: eight at a time, each word with its hash.

use crate::span::Span;

/// What stands between two words: a set of the flags below.
pub(super) type Gap = u16;

/// The first mark is one that ties words to each other: ( = | : — –
pub(super) const TIE_FIRST: Gap = 1;
/// After the first such mark nothing but colons, commas and full stops stand.
pub(super) const TIE_LAST: Gap = 1 << 1;
/// A quotation mark, or emphasis.
pub(super) const QUOTE: Gap = 1 << 2;
/// One before the first mark that ties.
pub(super) const QUOTE_BEFORE: Gap = 1 << 3;
/// One after it.
pub(super) const QUOTE_AFTER: Gap = 1 << 4;
/// An opening parenthesis.
pub(super) const OPEN: Gap = 1 << 5;
/// A vertical bar: a row of a table.
pub(super) const BAR: Gap = 1 << 6;
/// A mark with letters on both sides: some Russian letters are on punctuation keys.
pub(super) const GLUED: Gap = 1 << 7;
/// One of ( / [ =, after which a word may stand again in the other alphabet.
pub(super) const AGAIN: Gap = 1 << 8;

/// A word with what stands before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Its first byte.
    pub(super) start: usize,
    /// One past its last.
    pub(super) end: usize,
    /// Its hash: the same for the same bytes.
    pub(super) hash: u64,
    /// The marks before it.
    pub(super) gap: Gap,
}

impl Word {
    pub(super) const fn span(self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// The words of a text in order.
#[derive(Clone, Debug)]
pub(super) struct Words<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Words<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0 }
    }

    /// The marks after the last word.
    pub(super) fn rest(&self) -> Gap {
        marks(&self.bytes[self.at..], true)
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        let Self { bytes, at } = *self;
        let (start, gap) = match bytes.get(at..at + 2) {
            // a space, as between most words
            Some(&[b' ' | b'\n', next]) if BEGINS_WORD[usize::from(next)] => (at + 1, 0),
            _ => {
                let start = word_start(bytes, at)?;
                (start, marks(&bytes[at..start], at == 0))
            }
        };
        let (end, hash) = word_end(bytes, start);
        self.at = end;
        Some(Word { start, end, hash, gap })
    }
}

/// For each byte whether it belongs to a word; bytes beyond ASCII do, but for punctuation.
const IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = (at as u8).is_ascii_alphanumeric() || at >= 0x80;
        at += 1;
    }
    table
};

/// For each byte whether it surely begins a word: punctuation beyond ASCII begins otherwise.
const BEGINS_WORD: [bool; 256] = {
    let mut table = IS_WORD;
    table[0xC2] = false;
    table[0xE2] = false;
    table[0xEF] = false;
    table
};

/// The first byte of a word from `at` on.
fn word_start(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let byte = *bytes.get(at)?;
        if BEGINS_WORD[usize::from(byte)] {
            return Some(at);
        } else if !IS_WORD[usize::from(byte)] {
            at += 1;
        } else if let Some(length) = punctuation(bytes, at) {
            at += length;
        } else {
            return Some(at);
        }
    }
}

/// The end of the word that begins at `at`, and its hash.
#[inline]
fn word_end(bytes: &[u8], mut at: usize) -> (usize, u64) {
    let mut hash = 0;
    loop {
        let eight = match bytes.get(at..at + 8) {
            Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
            None => last_bytes(&bytes[at..]),
        };
        let stops = stops(eight);
        if stops == 0 {
            hash = mix(hash, eight);
            at += 8;
            continue;
        }
        let count = stops.trailing_zeros() / 8;
        if count > 0 {
            hash = mix(hash, eight & ((1 << (8 * count)) - 1));
            at += count as usize;
        }
        let more = goes_on(bytes, at);
        if more == 0 {
            return (at, hash);
        }
        for &byte in &bytes[at..at + more] {
            hash = mix(hash, u64::from(byte));
        }
        at += more;
    }
}

/// Fewer than eight bytes, with zeros after them, which end words.
fn last_bytes(bytes: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(eight)
}

fn mix(hash: u64, bytes: u64) -> u64 {
    const SEED: u64 = 0x9E37_79B9_7F4A_7C15;
    const FACTOR: u64 = 0xF39C_C060_5CED_C835;
    let product = u128::from(hash ^ bytes ^ SEED) * u128::from(FACTOR);
    (product >> 64) as u64 ^ product as u64
}

const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * EACH;

/// The high bit of each of eight bytes that may end a word: all but ASCII letters and digits and
/// what is beyond ASCII; but there the bytes that punctuation begins with stop too.
#[inline]
const fn stops(eight: u64) -> u64 {
    let low = eight & !HIGH;
    let letters = within(low | (0x20 * EACH), b'a', b'z');
    let digits = within(low, b'0', b'9');
    let beyond = eight & HIGH;
    let mut stops = !(letters | digits | beyond) & HIGH;
    if beyond != 0 {
        stops |= equal(eight, 0xC2) | equal(eight, 0xE2) | equal(eight, 0xEF);
    }
    stops
}

/// The high bit of each byte from `first` to `last`; all bytes must be ASCII.
const fn within(eight: u64, first: u8, last: u8) -> u64 {
    let reached = eight + (0x80 - first as u64) * EACH;
    let passed = eight + (0x7F - last as u64) * EACH;
    reached & !passed & HIGH
}

/// The high bit of each byte that equals `byte`.
const fn equal(eight: u64, byte: u8) -> u64 {
    let differs = eight ^ (byte as u64 * EACH);
    !(((differs & !HIGH) + !HIGH) | differs) & HIGH
}

/// How many bytes at a stop belong to the word all the same: an apostrophe between letters, a
/// letter whose bytes begin as those of punctuation do.
fn goes_on(bytes: &[u8], at: usize) -> usize {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    match bytes.get(at) {
        Some(b'\'') if letter(at + 1) => 1,
        Some(0xC2) if punctuation(bytes, at).is_none() => 2,
        Some(0xE2 | 0xEF) if punctuation(bytes, at).is_none() => 3,
        Some(0xE2) if bytes[at..].starts_with("’".as_bytes()) && letter(at + 3) => 3,
        _ => 0,
    }
}

/// The length of the punctuation mark beyond ASCII at `at`, if there is one.
fn punctuation(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes[at] {
        // U+0080–U+00BF: « » and no-break spaces, but not the soft hyphen
        0xC2 => bytes.get(at + 1).filter(|&&next| next != 0xAD).map(|_| 2),
        // U+2000–U+203F: dashes, quotation marks, spaces; U+FFFC and the like are no letters either
        0xE2 if bytes.get(at + 1) == Some(&0x80) => Some(3),
        0xEF if bytes.get(at + 1) == Some(&0xBF) => Some(3),
        _ => None,
    }
}

/// The marks in a gap. `edge` at either end of the text, where nothing is glued.
fn marks(gap: &[u8], edge: bool) -> Gap {
    let mut marks = Marks { found: 0, any: false, tied: false };
    let mut at = 0;
    while at < gap.len() {
        match gap[at] {
            b'(' => marks.tie(OPEN | AGAIN),
            b'=' => marks.tie(AGAIN),
            b'|' => marks.tie(BAR),
            b':' if marks.tied => marks.light(),
            b':' => marks.tie(0),
            b'-' if gap.len() > 1 => marks.tie(0),
            b'/' | b'[' => marks.other(AGAIN),
            b'"' | b'\'' | b'*' | b'_' | b'`' => marks.quote(),
            b',' | b'.' => marks.light(),
            b'-' | b' ' | b'\n' | b'\r' | b'\t' => {}
            // 0xC2 begins « and », and no-break spaces
            0xC2 => {
                if matches!(gap.get(at + 1), Some(0xAB | 0xBB)) {
                    marks.quote();
                } else if !matches!(gap.get(at + 1), Some(0xA0 | 0xAD)) {
                    marks.other(0);
                }
                at += 1;
            }
            // U+2000–U+203F
            0xE2 => {
                match gap.get(at + 2) {
                    Some(0x93 | 0x94) => marks.tie(0),
                    Some(0x98..=0x9F | 0xB9 | 0xBA) => marks.quote(),
                    // spaces and joiners, and hyphens
                    Some(0x80..=0x91 | 0xA0 | 0xAF) => {}
                    _ => marks.other(0),
                }
                at += 2;
            }
            _ => marks.other(0),
        }
        at += 1;
    }
    let glued = !edge
        && gap.len() == 1
        && matches!(gap[0], b',' | b'.' | b';' | b'[' | b']' | b'`' | b'\'' | b'/');
    if glued { marks.found | GLUED } else { marks.found }
}

/// Takes the marks of a gap in order.
struct Marks {
    found: Gap,
    any: bool,
    tied: bool,
}

impl Marks {
    fn tie(&mut self, more: Gap) {
        if self.tied {
            // of two marks neither ties the word after them
            self.found &= !TIE_LAST;
        } else {
            self.found |= TIE_LAST | if self.any { 0 } else { TIE_FIRST };
        }
        self.found |= more;
        self.any = true;
        self.tied = true;
    }

    fn quote(&mut self) {
        self.found |= QUOTE | if self.tied { QUOTE_AFTER } else { QUOTE_BEFORE };
    }

    fn light(&mut self) {
        self.any = true;
    }

    fn other(&mut self, more: Gap) {
        self.found = self.found & !TIE_LAST | more;
        self.any = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Words::new(text).map(|word| &text[word.start..word.end]).collect()
    }

    #[test]
    fn words_are_runs_of_letters() {
        assert_eq!(words("It isn’t a 'test', is it?"), ["It", "isn’t", "a", "test", "is", "it"]);
        assert_eq!(words("“s''yezd” — до\u{AD}говор «ё»"), ["s", "yezd", "до\u{AD}говор", "ё"]);
        assert_eq!(
            words("Antidisestablishmentarianism12 x"),
            ["Antidisestablishmentarianism12", "x"]
        );
        assert_eq!(words("…—  "), [""; 0]);
    }

    #[test]
    fn the_same_word_has_the_same_hash_wherever_it_stands() {
        let text = "abcdefgh (abcdefgh) abcdefghi xabcdefgh";
        let all: Vec<u64> = Words::new(text).map(|word| word.hash).collect();
        assert!(all[0] == all[1] && all[0] != all[2] && all[0] != all[3]);
    }

    #[test]
    fn marks_are_told_apart() {
        let gap = |text: &str| Words::new(text).nth(1).map(|word| word.gap).unwrap();
        assert_eq!(gap("a b"), 0);
        assert_eq!(gap("a (b") & (TIE_FIRST | TIE_LAST | OPEN), TIE_FIRST | TIE_LAST | OPEN);
        assert_eq!(gap("a? — b") & (TIE_FIRST | TIE_LAST), TIE_LAST);
        assert_eq!(gap("a — ‘b") & (TIE_FIRST | QUOTE_AFTER), TIE_FIRST | QUOTE_AFTER);
        assert_eq!(gap("a.b"), GLUED);
        assert_eq!(gap("a-b"), 0);
        assert_eq!(gap("a - b") & TIE_FIRST, TIE_FIRST);
    }
}
