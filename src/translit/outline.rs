//! The outline of a word: what is left of it however it is romanized.
//!
//! To read a romanized word takes a walk over all known forms; most words of an English text are
//! no form's romanization, and their outlines say so at once. No outline may be missing: whatever
//! [`Spellings`](super::Spellings) read as a form has one of the outlines of that form. Nothing
//! else is promised, and words that have nothing to do with each other may share one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::{Before, spellings};
use crate::script::strip_diacritics;

/// The outline of a Latin word, a [`reading_key`](super::reading_key).
pub fn outline(latin: &str) -> u64 {
    let mut outline = Outline::default();
    if latin.is_ascii() {
        latin.chars().for_each(|c| outline.push(c));
    } else {
        strip_diacritics(latin).chars().for_each(|c| outline.push(c));
    }
    outline.finish()
}

/// As much of an outline as has been drawn. Letters that schemes write one for another are one:
/// `e i y j`, `v w f`, `s z c x`, and `ts` and `ch` like `s`; `kh` and `h` are nothing, and what
/// is doubled is there once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Outline {
    drawn: u64,
    last: u8,
    /// A letter that may be part of the next, or zero.
    held: u8,
}

impl Outline {
    fn push(&mut self, c: char) {
        match (std::mem::take(&mut self.held), c) {
            (b'o', 'o' | 'u') => return self.draw(b'u'),
            (b'k', 'h') => return,
            (b't', 's' | 'z' | 'c' | 'x') => return self.draw(b's'),
            (0, _) => {}
            (held, _) => self.draw(held),
        }
        match c {
            'h' | '\'' | '·' => {}
            // ё is written like both, and `gu` is a French г
            'o' if self.last == b'e' => {}
            'u' if self.last == b'g' => {}
            'o' | 'k' | 't' => self.held = c as u8,
            'e' | 'i' | 'y' | 'j' => self.draw(b'e'),
            'v' | 'w' | 'f' => self.draw(b'v'),
            's' | 'z' | 'c' | 'x' => self.draw(b's'),
            _ => self.draw(c as u8),
        }
    }

    fn draw(&mut self, letter: u8) {
        if self.last != letter {
            self.last = letter;
            self.drawn = (self.drawn ^ u64::from(letter)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            self.drawn ^= self.drawn >> 29;
        }
    }

    fn finish(mut self) -> u64 {
        match std::mem::take(&mut self.held) {
            0 => {}
            held => self.draw(held),
        }
        self.drawn.wrapping_mul(0xD6E8_FEB8_6659_FD93)
    }
}

/// One way of writing some Cyrillic letters, without diacritics.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    cyrillic: Vec<char>,
    latin: Vec<char>,
    ending: bool,
    before: Before,
}

/// All ways by the last of their Cyrillic letters.
static WAYS: LazyLock<BTreeMap<char, BTreeSet<Way>>> = LazyLock::new(|| {
    let mut ways: BTreeMap<char, BTreeSet<Way>> = BTreeMap::new();
    for spelling in spellings().all() {
        let latin: String = spelling.latin.iter().collect();
        let way = Way {
            cyrillic: spelling.cyrillic.clone(),
            latin: plain(&strip_diacritics(&latin)),
            ending: spelling.ending,
            before: spelling.before,
        };
        if let Some(&last) = way.cyrillic.last() {
            ways.entry(last).or_default().insert(way);
        }
    }
    // what every scheme leaves as it is
    for c in '0'..='9' {
        let (cyrillic, latin) = (vec![c], vec![c]);
        let way = Way { cyrillic, latin, ending: false, before: Before::Any };
        ways.entry(c).or_default().insert(way);
    }
    for ways in ways.values_mut() {
        let anywhere: BTreeSet<Way> =
            ways.iter().map(|way| Way { before: Before::Any, ..way.clone() }).collect();
        let anywhere: BTreeSet<Way> = anywhere.intersection(ways).cloned().collect();
        ways.retain(|way| {
            let same = Way { before: Before::Any, ..way.clone() };
            *way == same || !anywhere.contains(&same)
        });
    }
    ways
});

/// Latin letters that are drawn as these are, wherever they stand, and as few as can be: dozens of
/// ways of writing a letter become one or two.
fn plain(latin: &str) -> Vec<char> {
    let mut plain: Vec<char> = Vec::new();
    for c in latin.chars() {
        let c = match c {
            'i' | 'y' | 'j' => 'e',
            'w' | 'f' => 'v',
            'z' | 'c' | 'x' => 's',
            _ => c,
        };
        let adds_nothing = match (plain.last(), c) {
            // an `h` after `k` says something
            (_, '·') | (Some('e'), 'o' | 'e' | 'h') => true,
            (Some(last @ ('s' | 'v')), c) => c == *last || c == 'h',
            _ => false,
        };
        if !adds_nothing {
            plain.push(c);
        }
    }
    plain
}

/// Draws the outlines of Cyrillic words, quickest in alphabetical order: what a form begins with
/// as the one before it is not drawn again.
#[derive(Debug)]
pub struct Outlines {
    form: Vec<char>,
    /// What may be drawn after so many letters of the form.
    drawn: Vec<Vec<Outline>>,
}

impl Default for Outlines {
    fn default() -> Self {
        Self { form: Vec::new(), drawn: vec![vec![Outline::default()]] }
    }
}

impl Outlines {
    /// Every outline that a romanization of the folded form can have; none for a form with letters
    /// that no scheme knows.
    pub fn of(&mut self, form: &[char]) -> impl Iterator<Item = u64> {
        let same = self.form.iter().zip(form).take_while(|(a, b)| a == b).count();
        self.form.truncate(same);
        self.drawn.truncate(same + 1);
        for &c in &form[same..] {
            self.form.push(c);
            let drawn = self.with_last(false);
            self.drawn.push(drawn);
        }
        let mut whole = self.with_last(true);
        whole.extend(&self.drawn[form.len()]);
        let whole: BTreeSet<u64> = whole.into_iter().map(Outline::finish).collect();
        whole.into_iter()
    }

    /// What is drawn with the last letter of the form, as endings are written or as all else.
    fn with_last(&self, ending: bool) -> Vec<Outline> {
        let ways = self.form.last().and_then(|last| WAYS.get(last)).into_iter().flatten();
        let mut drawn = Vec::new();
        for way in ways.filter(|way| way.ending == ending && self.form.ends_with(&way.cyrillic)) {
            let start = self.form.len() - way.cyrillic.len();
            if !way.before.holds(self.form[..start].last().copied()) {
                continue;
            }
            for before in &self.drawn[start] {
                let mut outline = *before;
                way.latin.iter().for_each(|&c| outline.push(c));
                drawn.push(outline);
            }
        }
        drawn.sort_unstable();
        drawn.dedup();
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::fold;
    use crate::translit::{all, reading_key};
    use proptest::prelude::*;

    fn outlines(form: &str) -> Vec<u64> {
        let form: Vec<char> = fold(form).chars().collect();
        Outlines::default().of(&form).collect()
    }

    #[test]
    fn other_words_have_other_outlines() {
        let own = outlines("перегрузка");
        for word in ["peregruzka", "peregrouzka", "perehruska", "pieriegruzka"] {
            let is_own = own.contains(&outline(word));
            assert_eq!(is_own, !word.contains('h'), "{word}");
        }
        for word in ["perezagruzka", "pregruzka", "overload", "program", ""] {
            assert!(!own.contains(&outline(word)), "{word}");
        }
        assert!(outlines("it-отдел").is_empty(), "no scheme writes Latin letters");
    }

    #[test]
    fn what_was_drawn_before_does_not_matter() {
        let words = ["съезд", "съ", "съест", "щит", "щ", "ящик"];
        let mut one = Outlines::default();
        for word in words {
            let form: Vec<char> = word.chars().collect();
            assert_eq!(one.of(&form).collect::<Vec<_>>(), outlines(word), "{word}");
        }
    }

    proptest! {
        #[test]
        fn every_scheme_keeps_the_outline(form in "[а-яё]{1,12}") {
            let own = outlines(&form);
            for scheme in all() {
                let latin = reading_key(&scheme.romanize(&form));
                prop_assert!(own.contains(&outline(&latin)), "{form} {latin} {}", scheme.name);
                let bare = strip_diacritics(&latin);
                prop_assert!(own.contains(&outline(&bare)), "{form} {bare} {}", scheme.name);
            }
        }
    }
}
