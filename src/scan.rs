//! The quick look at a text: which segments can hold a finding at all.
//!
//! Most segments hold only words that are right wherever they stand, and are never cut into
//! tokens. The bytes are gone through once; each word is hashed on the way, and what the checks
//! and the dictionaries say of it is remembered by its hash, so that a word is judged once a
//! thread and costs a look into a table from then on.

use std::fmt;

use crate::analysis::frames::{CUE_REACH, Cue, cue};
use crate::checks::Check;
use crate::english;
use crate::lexicon::Lexicon;
use crate::script::{Script, script_of};

/// What is known of a word: a set of the flags below.
type Class = u16;

const KNOWN: Class = 1;
/// It may be found wrong whatever stands around it.
const SUSPECT: Class = 1 << 1;
const LATIN: Class = 1 << 2;
const CYRILLIC: Class = 1 << 3;
/// A Latin word that is no English one: a gloss may say what it means.
const STRANGE: Class = 1 << 4;
/// An English word that is also a Russian one in Latin letters, and one of a confusable pair: a
/// gloss in parentheses may show it to be Russian.
const DOUBLE: Class = 1 << 5;
const ANYWHERE: Class = 1 << 6;
const BESIDE: Class = 1 << 7;
const AROUND: Class = 1 << 8;
const LABEL: Class = 1 << 9;

/// What stands between two words: a set of the flags below.
type Gap = u8;

/// A mark that ties words to each other: ( = | : — –
const TIE: Gap = 1;
/// A quotation mark, or emphasis.
const QUOTE: Gap = 1 << 1;
const OPEN: Gap = 1 << 2;
/// A vertical bar: a row of a table.
const BAR: Gap = 1 << 3;
/// A mark with letters on both sides: some Russian letters are on punctuation keys.
const GLUED: Gap = 1 << 4;

/// Remembers words for one thread.
pub struct Scanner<'l> {
    lexicon: &'l Lexicon,
    checks: Vec<&'static dyn Check>,
    /// Hash and class of each word; a power of two long, at most half full.
    table: Vec<(u64, Class)>,
    count: usize,
}

impl fmt::Debug for Scanner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scanner").field("words", &self.count).finish_non_exhaustive()
    }
}

/// Words to begin with room for.
const ROOM: usize = 1 << 12;
/// Words after which everything is forgotten, so that memory is bounded.
const MOST: usize = 1 << 21;

impl<'l> Scanner<'l> {
    /// A scanner that knows no words yet.
    pub fn new(lexicon: &'l Lexicon, checks: &[&'static dyn Check]) -> Self {
        Self { lexicon, checks: checks.to_vec(), table: vec![(0, 0); ROOM], count: 0 }
    }

    /// Whether a closer look at the text can find anything. `emphasized` where the format knows
    /// of emphasis in it, which sets words off as quotation marks do.
    pub fn may_hold(&mut self, text: &str, emphasized: bool) -> bool {
        let bytes = text.as_bytes();
        let mut state =
            State { all: 0, marks: if emphasized { QUOTE } else { 0 }, ..State::default() };
        let mut at = 0;
        while let Some((start, end, hash)) = next_word(bytes, at) {
            let gap = marks_between(bytes, at, start, at == 0);
            let class = self.class(hash, &text[start..end]);
            if state.word(class, gap) {
                return true;
            }
            at = end;
        }
        state.gap(marks_between(bytes, at, bytes.len(), true)) || state.end()
    }

    fn class(&mut self, hash: u64, word: &str) -> Class {
        let mask = self.table.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            let (known, class) = self.table[slot];
            if known == hash && class != 0 {
                return class;
            }
            if class == 0 {
                break;
            }
            slot = (slot + 1) & mask;
        }
        let class = self.judge(word);
        self.table[slot] = (hash, class);
        self.count += 1;
        if self.count * 2 > self.table.len() {
            self.grow();
        }
        class
    }

    fn grow(&mut self) {
        let room = if self.count > MOST { ROOM } else { self.table.len() * 2 };
        let old = std::mem::replace(&mut self.table, vec![(0, 0); room]);
        self.count = 0;
        let kept = old.into_iter().filter(|(_, class)| *class != 0).take(room / 4);
        let mask = room - 1;
        for (hash, class) in kept {
            let mut slot = hash as usize & mask;
            while self.table[slot].1 != 0 {
                slot = (slot + 1) & mask;
            }
            self.table[slot] = (hash, class);
            self.count += 1;
        }
    }

    fn judge(&self, word: &str) -> Class {
        let script = script_of(word);
        let mut class = KNOWN;
        if self.checks.iter().any(|check| check.suspects(word, script, self.lexicon)) {
            class |= SUSPECT;
        }
        match script {
            Script::Cyrillic => class |= CYRILLIC,
            Script::Latin if word.chars().count() > 1 => {
                class |= LATIN;
                if !english::is_known(word) {
                    class |= STRANGE;
                } else if self.is_confused(word) {
                    class |= DOUBLE;
                }
            }
            Script::Latin | Script::Mixed | Script::Other => {}
        }
        class
            | match cue(english::base(word)) {
                Some(Cue::Anywhere) => ANYWHERE,
                Some(Cue::Beside) => BESIDE,
                Some(Cue::Around) => AROUND,
                Some(Cue::Label) => LABEL,
                None => 0,
            }
    }

    fn is_confused(&self, word: &str) -> bool {
        let hits = self.lexicon.romanized(word).into_iter().flat_map(|hit| hit.hits);
        hits.into_iter().any(|hit| !self.lexicon.term(hit.term).confused_with.is_empty())
    }
}

/// What has been seen of a segment so far.
#[derive(Default)]
struct State {
    all: Class,
    marks: Gap,
    /// The class of the word before.
    last: Class,
    /// What stood before that word.
    before: Gap,
    /// Words since a cue of each kind, and since an opening parenthesis; large when there was none.
    since_around: usize,
    since_label: usize,
    since_open: usize,
    /// Words since a strange word, and since one set off by quotation marks.
    since_strange: usize,
    since_quoted: usize,
    started: bool,
}

impl State {
    /// Takes one word with the gap before it; true when the segment must be looked at.
    fn word(&mut self, class: Class, gap: Gap) -> bool {
        if !self.started {
            self.started = true;
            let far = usize::MAX / 2;
            self.since_around = far;
            self.since_label = far;
            self.since_open = far;
            self.since_strange = far;
            self.since_quoted = far;
        }
        if self.gap(gap) {
            return true;
        }
        if gap & OPEN != 0 {
            self.since_open = 0;
        }
        let strange = class & STRANGE != 0;
        let quoted = gap & QUOTE != 0 || self.marks & QUOTE != 0;
        let hit = class & SUSPECT != 0
            || (strange
                && (gap & TIE != 0
                    || self.last & BESIDE != 0
                    || self.since_around < CUE_REACH
                    || self.since_open < CUE_REACH
                    || (quoted && self.since_label < CUE_REACH)))
            || (class & BESIDE != 0 && self.last & STRANGE != 0)
            || (class & AROUND != 0 && self.since_strange < CUE_REACH)
            || (class & LABEL != 0 && self.since_quoted < CUE_REACH);
        self.all |= class;
        if hit || self.is_mixed() {
            return true;
        }
        self.last = class;
        self.before = gap;
        let next = |count: usize, now: bool| if now { 0 } else { count + 1 };
        self.since_around = next(self.since_around, class & AROUND != 0);
        self.since_label = next(self.since_label, class & LABEL != 0);
        self.since_open += 1;
        self.since_strange = next(self.since_strange, strange);
        self.since_quoted = next(self.since_quoted, strange && quoted);
        false
    }

    /// Takes the gap after the last word.
    fn gap(&mut self, gap: Gap) -> bool {
        self.marks |= gap & BAR;
        let tied = self.last & STRANGE != 0 && gap & TIE != 0;
        // an English word in quotation marks or before a parenthesis may be Russian after all
        let double = self.last & DOUBLE != 0 && gap & OPEN != 0;
        let glued = gap & GLUED != 0 && self.last & STRANGE != 0;
        tied || double || glued
    }

    fn is_mixed(&self) -> bool {
        self.all & CYRILLIC != 0 && self.all & LATIN != 0
    }

    fn end(&self) -> bool {
        let anywhere = self.all & ANYWHERE != 0 && self.all & (STRANGE | DOUBLE) != 0;
        anywhere || (self.marks & BAR != 0 && self.all & STRANGE != 0)
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

/// The next word from `at` on: its start and end, and its hash.
fn next_word(bytes: &[u8], mut at: usize) -> Option<(usize, usize, u64)> {
    // to the first byte of a word
    loop {
        let byte = *bytes.get(at)?;
        if !IS_WORD[usize::from(byte)] {
            at += 1;
        } else if let Some(length) = punctuation(bytes, at) {
            at += length;
        } else {
            break;
        }
    }
    let start = at;
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    while let Some(&byte) = bytes.get(at) {
        if IS_WORD[usize::from(byte)] {
            if byte >= 0x80 && punctuation(bytes, at).is_some() && !apostrophe(bytes, at) {
                break;
            }
        } else if byte != b'\'' || !bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) {
            break;
        }
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        at += 1;
    }
    // the low bits choose the slot: let all bits reach them
    Some((start, at, hash ^ (hash >> 29)))
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

/// Whether a typographic apostrophe stands between two letters.
fn apostrophe(bytes: &[u8], at: usize) -> bool {
    bytes[at..].starts_with("’".as_bytes())
        && bytes.get(at + 3).is_some_and(u8::is_ascii_alphabetic)
}

/// The marks between two words. `edge` at either end of the text, where nothing is glued.
fn marks_between(bytes: &[u8], start: usize, end: usize, edge: bool) -> Gap {
    // a space, as between most words
    if end == start + 1 && bytes[start] == b' ' {
        return 0;
    }
    let gap = &bytes[start..end];
    let mut marks = 0;
    let mut at = 0;
    while at < gap.len() {
        marks |= match gap[at] {
            b'(' => TIE | OPEN,
            b'=' | b':' | b'[' | b'/' => TIE,
            b'|' => TIE | BAR,
            // 0xC2 begins « and »
            b'"' | b'\'' | b'*' | b'_' | b'`' | 0xC2 => QUOTE,
            b'-' if gap.len() > 1 => TIE,
            // U+2010–U+2015 are dashes, U+2018–U+201F quotation marks
            0xE2 => match gap.get(at + 2) {
                Some(0x90..=0x95) => TIE,
                Some(0x98..=0x9F | 0xB9 | 0xBA) => QUOTE,
                _ => 0,
            },
            _ => 0,
        };
        at += 1;
    }
    let glued = !edge
        && gap.len() == 1
        && matches!(gap[0], b',' | b'.' | b';' | b'[' | b']' | b'`' | b'\'' | b'/');
    if glued { marks | GLUED } else { marks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::ALL;

    fn may_hold(text: &str) -> bool {
        Scanner::new(Lexicon::builtin(), ALL).may_hold(text, false)
    }

    #[test]
    fn ordinary_text_is_passed_over() {
        for text in [
            "The minister pressed the button and laughed, and nothing was reset.",
            "Porfiry walked home by the river; nobody waited for him there.",
            "Министр нажал кнопку и рассмеялся.",
            "",
            "— – …",
        ] {
            assert!(!may_hold(text), "{text}");
        }
    }

    #[test]
    fn anything_that_may_be_wrong_is_looked_at() {
        for text in [
            "The button read “Osyol” at last.",
            "an osyol (ambassador)",
            "ambassador (osyol)",
            "the osyol, or ambassador",
            "osyol means ambassador",
            "The Russian said nothing, and osyol was the word.",
            "the Treaty | osyol",
            "Нужен ресет отношений.",
            "Cтраница не найдена.",
            "Press gthtpfuheprf now.",
            "a peregruzka of the kind",
            "the «осёл» of the mission",
        ] {
            assert!(may_hold(text), "{text}");
        }
    }
}
