//! Slips made on purpose: seeded, so that ranking figures can be repeated by anyone.

use super::Scores;
use crate::lexicon::Lexicon;
use crate::lookup::lookup;
use crate::russian;
use crate::script::fold;
use crate::translit::{self, Scheme};

/// A kind of slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// One letter put in, left out, changed, or two swapped.
    OneEdit,
    /// Two of these.
    TwoEdits,
    /// The word romanized by some scheme.
    OtherScheme,
    /// The same with one edit.
    SchemeAndEdit,
    /// A syllable left out, after romanizing.
    DroppedSyllable,
    /// A key beside the right one.
    Keyboard,
}

impl Slip {
    /// The fewest letters of a word in which the slip leaves at least three quarters standing;
    /// from less nobody could tell what was meant.
    const fn shortest(self) -> usize {
        match self {
            Self::OtherScheme => 4,
            Self::OneEdit | Self::SchemeAndEdit | Self::Keyboard => 5,
            Self::TwoEdits => 8,
            Self::DroppedSyllable => 9,
        }
    }
}

/// Every kind, with its name.
pub const KINDS: &[(&str, Slip)] = &[
    ("one-edit", Slip::OneEdit),
    ("two-edits", Slip::TwoEdits),
    ("other-scheme", Slip::OtherScheme),
    ("scheme-and-edit", Slip::SchemeAndEdit),
    ("dropped-syllable", Slip::DroppedSyllable),
    ("keyboard", Slip::Keyboard),
];

/// A small generator of numbers that look random: the same seed, the same slips, everywhere
/// (splitmix64, public domain).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice with a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`; 0 for no sides.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        if sides == 0 { 0 } else { (z % sides as u64) as usize }
    }
}

/// Makes one slip in a Russian word form.
pub fn slip(word: &str, kind: Slip, dice: &mut Dice) -> String {
    let scheme = |dice: &mut Dice| -> &'static Scheme {
        let all = translit::all();
        &all[dice.roll(all.len())]
    };
    let bgn = &translit::all()[0];
    match kind {
        Slip::OneEdit => edit(&bgn.romanize(word), dice),
        Slip::TwoEdits => {
            let once = edit(&bgn.romanize(word), dice);
            edit(&once, dice)
        }
        Slip::OtherScheme => scheme(dice).romanize(word),
        Slip::SchemeAndEdit => {
            let latin = scheme(dice).romanize(word);
            edit(&latin, dice)
        }
        Slip::DroppedSyllable => drop_syllable(&bgn.romanize(word), dice),
        Slip::Keyboard => keyboard(word, dice),
    }
}

fn edit(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return word.to_owned();
    }
    let at = 1 + dice.roll(letters.len() - 1);
    let letter = char::from(b'a' + dice.roll(26) as u8);
    match dice.roll(4) {
        0 => letters.insert(at, letter),
        1 => drop(letters.remove(at)),
        2 => letters[at] = letter,
        _ => letters.swap(at - 1, at),
    }
    letters.into_iter().collect()
}

fn drop_syllable(word: &str, dice: &mut Dice) -> String {
    let letters: Vec<char> = word.chars().collect();
    let vowels: Vec<usize> = (1..letters.len())
        .filter(|&at| "aeiouy".contains(letters[at]) && at + 1 < letters.len())
        .collect();
    if vowels.len() < 2 {
        return edit(word, dice);
    }
    let vowel = vowels[dice.roll(vowels.len())];
    let start = if "aeiouy".contains(letters[vowel - 1]) { vowel } else { vowel - 1 };
    letters[..start].iter().chain(&letters[vowel + 1..]).collect()
}

const ROWS: [&str; 3] = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"];

fn keyboard(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = dice.roll(letters.len());
    for row in ROWS {
        let row: Vec<char> = row.chars().collect();
        if let Some(key) = row.iter().position(|&c| c == letters[at]) {
            let beside = if key == 0 || (key + 1 < row.len() && dice.roll(2) == 0) {
                key + 1
            } else {
                key - 1
            };
            letters[at] = row[beside];
            break;
        }
    }
    letters.into_iter().collect()
}

/// Slips in random forms of the terms, and how often the term comes first when the slip is looked
/// up. Slips that make another word of the pool, or another spelling of the same, are no slips.
pub fn measure(lexicon: &Lexicon, each: usize, seed: u64) -> Scores {
    let mut scores = Scores::default();
    let mut dice = Dice::new(seed);
    let terms: Vec<String> = lexicon.terms().map(|(_, term)| term.ru[0].clone()).collect();
    for &(name, kind) in KINDS {
        let mut made = 0;
        let mut tries = 0;
        while made < each && tries < each * 20 {
            tries += 1;
            let term = &terms[dice.roll(terms.len())];
            let forms = russian::forms_of(term, None, None);
            let form = fold(&forms[dice.roll(forms.len())].text).into_owned();
            let wrong = slip(&form, kind, &mut dice);
            let exact =
                !lexicon.russian(&wrong).is_empty() || !lexicon.romanized(&wrong).is_empty();
            if form.chars().count() < kind.shortest() || (exact && kind != Slip::OtherScheme) {
                continue;
            }
            made += 1;
            let answers = lookup(lexicon, &wrong, 20);
            let same = |a: &crate::lookup::Answer| lexicon.term(a.term).ru[0] == *term;
            let rank = answers.iter().position(same);
            scores.of(name).rank(rank);
            if rank != Some(0) {
                let first = answers.first().map_or("nothing", |a| a.form.as_str());
                let rank = rank.map_or("not found".to_owned(), |rank| format!("rank {}", rank + 1));
                let case = format!("{name}: {wrong} for {form} ({term}), {rank}: first is {first}");
                scores.failures.push(case);
            }
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_slips() {
        let made = |seed| {
            let mut dice = Dice::new(seed);
            KINDS.iter().map(|(_, kind)| slip("перезагрузка", *kind, &mut dice)).collect::<Vec<_>>()
        };
        assert_eq!(made(7), made(7));
        assert_ne!(made(7), made(8));
    }

    #[test]
    fn a_dropped_syllable_makes_the_button() {
        let mut dice = Dice::new(1);
        let made: Vec<String> = (0..40).map(|_| drop_syllable("perezagruzka", &mut dice)).collect();
        assert!(made.iter().any(|word| word == "peregruzka"), "{made:?}");
    }
}
