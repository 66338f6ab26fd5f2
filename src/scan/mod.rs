//! The quick look at a text: which segments can hold a finding at all.
//!
//! Most segments hold only words that are right wherever they stand, and are never cut into
//! tokens. The bytes are gone through once; each word is hashed on the way, and what the checks
//! and the dictionaries say of it is remembered by its hash, so that a word is judged once a
//! thread and costs a look into a table from then on.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use crate::analysis::frames::Side;
use crate::analysis::{
    BACK, Romanized, evidence_against, may_stand_for_any, may_stand_for_first, may_stand_for_last,
};
use crate::checks::{Check, Place};
use crate::document::Segment;
use crate::english;
use crate::lexicon::Lexicon;
use crate::span::Span;
use crate::translit::Scheme;

mod class;
mod look;
mod passages;
mod words;

use class::{
    BEGINS, CARRIER, COMPARED, Class, Classes, LATIN, PAIRED, PLACED, STRANGE, SUSPECT,
    is_placed_by, judge,
};
use look::{End, Look, MOST_LABELS, Question};
use words::{GLUED, QUOTE, Word, Words};

pub use class::Judged;
pub use passages::Passages;

/// What a closer look at a segment can bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Nothing at all.
    Nothing,
    /// Romanized words, to be compared with others of the document.
    Words,
    /// Findings, and such words.
    Findings,
}

/// Remembers words for one thread.
pub struct Scanner<'l> {
    lexicon: &'l Lexicon,
    checks: Vec<&'static dyn Check>,
    house: Option<&'static Scheme>,
    classes: Classes,
    judged: Arc<Judged>,
    /// What would be evidence against words of listed pairs, by their hashes.
    evidence: HashMap<u64, Option<HashSet<&'l str>>>,
}

impl fmt::Debug for Scanner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scanner").field("words", &self.classes.len()).finish_non_exhaustive()
    }
}

impl<'l> Scanner<'l> {
    /// A scanner that knows no words yet but those that others have judged.
    pub fn new(
        lexicon: &'l Lexicon,
        checks: &[&'static dyn Check],
        house: Option<&'static Scheme>,
        judged: Arc<Judged>,
    ) -> Self {
        Self {
            lexicon,
            checks: checks.to_vec(),
            house,
            classes: Classes::new(),
            judged,
            evidence: HashMap::new(),
        }
    }

    /// What a closer look at the segment can bring. `earlier` are the segments before it, nearest
    /// last.
    pub fn look(&mut self, segment: &Segment<'_>, earlier: &[&Segment<'_>]) -> Holds {
        let text = segment.text();
        let emphasized = !segment.marks.is_empty();
        let mut look = Look::new(emphasized);
        let mut words = Words::new(text);
        let mut last: Option<(Word, Class)> = None;
        let mut holds = Holds::Nothing;
        for word in words.by_ref() {
            let class = self.class(text, word);
            if word.gap & GLUED != 0
                && let Some((before, class)) = last
                && class & STRANGE != 0
                && self.is_joined_wrong(text, before, emphasized)
            {
                return Holds::Findings;
            }
            if class & SUSPECT != 0
                || (class & PLACED != 0 && self.is_placed_wrong(text, word, class, emphasized))
                || look.word(class, word, &mut |question| self.may_stand_for(text, question))
            {
                return Holds::Findings;
            }
            if class & COMPARED != 0 {
                holds = Holds::Words;
            }
            last = Some((word, class));
        }
        let end = look.end(words.rest());
        if end == End::Something || self.speaks_against(text, text, &look.paired) {
            return Holds::Findings;
        }
        if end == End::Nothing {
            return holds;
        }
        let paired: Vec<Word> =
            look.labels.iter().copied().filter(|w| self.is_paired(*w)).collect();
        let labels: Vec<&str> = look.labels.iter().map(|word| &text[word.span().range()]).collect();
        let nearest = earlier.iter().rev().take(BACK).copied();
        let is_labelled = std::iter::once(segment).chain(nearest).any(|segment| {
            self.names(segment, &labels) || self.speaks_against(segment.text(), text, &paired)
        });
        if is_labelled { Holds::Findings } else { holds }
    }

    /// The romanized words of this passage, if some thread has gone through it and found nothing.
    pub fn clean(&self, passage: u128) -> Option<Vec<Romanized>> {
        self.judged.clean.get(&passage)
    }

    /// Remembers that the passage holds nothing but these words.
    pub fn leave(&self, passage: u128, words: Vec<Romanized>) {
        self.judged.clean.put(passage, words);
    }

    fn is_paired(&self, word: Word) -> bool {
        self.classes.get(word.hash).is_ok_and(|class| class & PAIRED != 0)
    }

    /// Whether `said` has English that may be evidence against one of the words of `text`.
    fn speaks_against(&mut self, said: &str, text: &str, paired: &[Word]) -> bool {
        if paired.is_empty() {
            return false;
        }
        if self.evidence.len() > MOST_EVIDENCE {
            self.evidence.clear();
        }
        // all of it in one set, so that a long text with many such words is gone through once
        let (mut against, mut anything) = (HashSet::new(), false);
        for word in paired {
            let of_word = self.evidence.entry(word.hash);
            let of_word = of_word
                .or_insert_with(|| evidence_against(&text[word.span().range()], self.lexicon));
            match of_word {
                Some(keys) => against.extend(keys.iter().copied()),
                None => anything = true,
            }
        }
        Words::new(said).any(|word| {
            let begins = self.class(said, word) & BEGINS != 0;
            let key = || english::key(&said[word.span().range()]);
            begins && (anything || against.contains(&*key()))
        })
    }

    #[inline]
    fn class(&mut self, text: &str, word: Word) -> Class {
        match self.classes.get(word.hash) {
            Ok(class) => class,
            Err(slot) => {
                let judge = || judge(&text[word.start..word.end], &self.checks, self.lexicon);
                let class = self.judged.words.get_or(word.hash, judge);
                self.classes.put(slot, word.hash, class);
                class
            }
        }
    }

    fn is_placed_wrong(&self, text: &str, word: Word, class: Class, emphasized: bool) -> bool {
        let place = Place { text, word: Span::new(word.start, word.end), emphasized };
        let mut asking = (0..self.checks.len()).filter(|&check| is_placed_by(class, check));
        asking.any(|check| self.checks[check].suspects_at(place, self.lexicon))
    }

    fn is_joined_wrong(&self, text: &str, word: Word, emphasized: bool) -> bool {
        let place = Place { text, word: Span::new(word.start, word.end), emphasized };
        self.checks.iter().any(|check| check.suspects_joined(place))
    }

    /// Whether a word may be taken for a term that stands at the edge of its gloss.
    fn may_stand_for(&self, text: &str, question: Question) -> bool {
        let Question { word, gloss, side } = question;
        let is_part = |at: Option<char>| matches!(at, Some('-' | '\u{2010}' | '\u{2011}'));
        // the parts of a word with hyphens may be read as one
        if is_part(text[..word.start].chars().next_back())
            || is_part(text[word.end..].chars().next())
        {
            return true;
        }
        let word = &text[word.range()];
        match side {
            Side::Right => {
                may_stand_for_first(word, &text[gloss.start..], self.lexicon, self.house)
            }
            Side::Left => may_stand_for_last(word, &text[..gloss.end], self.lexicon, self.house),
        }
    }

    /// Whether the text names a thing that a label can stand on, in a short quotation or by the
    /// word before “button”, and one of the words on labels may be taken for it.
    fn names(&mut self, segment: &Segment<'_>, labels: &[&str]) -> bool {
        let text = segment.text();
        if !segment.marks.is_empty() || labels.len() == MOST_LABELS {
            return true;
        }
        let (lexicon, house) = (self.lexicon, self.house);
        let may_be =
            |name: &str| labels.iter().any(|label| may_stand_for_any(label, name, lexicon, house));
        let (mut since_quote, mut begins, mut start) = (usize::MAX / 2, false, 0);
        let mut last: Option<(Word, Class)> = None;
        let mut words = Words::new(text);
        for word in words.by_ref() {
            let class = self.class(text, word);
            if word.gap & QUOTE != 0 {
                if since_quote <= LONGEST_NAME && begins && may_be(&text[start..word.start]) {
                    return true;
                }
                (since_quote, begins, start) = (0, false, word.start);
            }
            since_quote += 1;
            begins |= class & BEGINS != 0;
            if class & CARRIER != 0
                && let Some((before, class)) = last
                && class & LATIN != 0
                && class & BEGINS != 0
                && may_be(&text[before.start..before.end])
            {
                return true;
            }
            last = Some((word, class));
        }
        let is_quoted = words.rest() & QUOTE != 0 && since_quote <= LONGEST_NAME && begins;
        is_quoted && may_be(&text[start..])
    }
}

/// Words after which the evidence against them is forgotten, so that memory is bounded.
const MOST_EVIDENCE: usize = 1 << 12;
/// The most words between quotation marks that name a thing.
const LONGEST_NAME: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::ALL;
    use crate::source::Source;

    fn look(text: &str) -> Holds {
        let source = Source::new("t", text);
        let segment = Segment::verbatim(&source, Span::new(0, text.len()));
        let mut scanner = Scanner::new(Lexicon::builtin(), ALL, None, Arc::default());
        scanner.look(&segment, &[])
    }

    #[test]
    fn ordinary_text_is_passed_over() {
        for text in [
            "The minister pressed the button and laughed, and nothing was reset.",
            "Porfiry walked home by the river; nobody waited for him there.",
            "“Indeed,” said Porfiry—simply, and to nobody—“people are like that.”",
            "Oblomov (a gentleman) and Oblomov, or a gentleman, and a gentleman—Oblomov.",
            "Министр нажал кнопку и рассмеялся.",
            "Министр — а это был он — нажал кнопку (и рассмеялся).",
            "",
            "— – …",
        ] {
            assert_eq!(look(text), Holds::Nothing, "{text}");
        }
    }

    #[test]
    fn anything_that_may_be_wrong_is_looked_at() {
        for text in [
            "The “ambassador” button read “Osyol” at last.",
            "an osyol (ambassador)",
            "ambassador (osyol)",
            "the osyol, or ambassador",
            "the ambassador, or osyol",
            "osyol means ambassador",
            "osyol — the ambassador",
            "The Russian for “ambassador”, he was told, is osyol.",
            "The ambassador in Russian is osyol.",
            "the Treaty | osyol",
            "осёл (ambassador)",
            "перезагрузка (peregruzka)",
            "Нужен ресет отношений.",
            "Cтраница не найдена.",
            "Press gthtpfuheprf now.",
        ] {
            assert_eq!(look(text), Holds::Findings, "{text}");
        }
    }

    #[test]
    fn a_romanized_term_is_compared_with_others() {
        assert_eq!(look("a peregruzka of the kind"), Holds::Words);
        assert_eq!(look("a peregruzka (reset) of the kind"), Holds::Findings);
    }
}
