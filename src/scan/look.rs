//! The rules of the quick look: what must stand around a word for the text to say what it means.
//!
//! They follow the frames of `data/frames.toml`, and ask for less than any frame does: where a
//! gloss must stand, some English term must begin or end.

use super::class::{
    ANYWHERE, AROUND, BEGINS, BESIDE, BETWEEN, CYRILLIC, Class, DOUBLE, ENDS, FOR, IN, LABEL,
    LATIN, PAIRED, STRANGE,
};
use super::words::{AGAIN, BAR, Gap, OPEN, QUOTE, QUOTE_AFTER, QUOTE_BEFORE, TIE_FIRST, TIE_LAST};
use crate::analysis::frames::CUE_REACH;

/// Words that the text may say the meaning of.
const GLOSSED: Class = STRANGE | CYRILLIC;
/// How far before a verb of meaning its gloss may end.
const GLOSS_REACH: usize = 8;
/// How far after the name of a language a word of it stands; after “in” and the name.
const NAMED_REACH: usize = 3;
const NAMED_IN_REACH: usize = 5;

/// What has been seen of a text so far.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// All flags of its words.
    all: Class,
    /// How many words it has, and how many of them are Cyrillic.
    count: usize,
    cyrillic: usize,
    /// The class of the word before.
    last: Class,
    /// Whether the format knows of emphasis in it, which sets words off as quotation marks do.
    emphasized: bool,
    is_row: bool,
    /// A gloss may come, and may be a quotation.
    gloss: Option<Coming>,
    quoted: bool,
    /// Whether a parenthesis after a gloss is open and a word of the other language may come.
    open: bool,
    /// Whether “or” stood right after a gloss.
    or: bool,
    /// What a word is that stands before in the other alphabet and may come again.
    again: Class,
    /// Words that a label may have, and whether the text speaks of the Russian for something.
    labels: bool,
    speaks: bool,
    /// Where such words stood last, counted from one; zero for nowhere.
    glossed_at: usize,
    strange_at: usize,
    set_off_at: usize,
    ends_at: usize,
    around_at: usize,
    label_at: usize,
    cue_at: usize,
    cue_in: bool,
}

/// What a gloss will show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coming {
    /// The meaning of the word before.
    Meaning,
    /// That the text speaks of the Russian for it.
    Russian,
}

/// What a text may hold, after all its words have been seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Nothing,
    /// A word on a label, if something is named that it could stand on.
    Label,
    Something,
}

impl Look {
    pub(super) fn new(emphasized: bool) -> Self {
        Self { emphasized, ..Self::default() }
    }

    /// Takes one word with the gap before it; true when the text must be looked at.
    #[inline]
    pub(super) fn word(&mut self, class: Class, gap: Gap) -> bool {
        if gap != 0 {
            self.gap(gap);
        }
        self.count += 1;
        self.all |= class;
        const PLAIN: Class = !(super::class::KNOWN | LATIN | BEGINS | ENDS | BETWEEN | IN);
        let hit = (class & PLAIN != 0 || self.is_waiting()) && self.telling(class, gap);
        if class & ENDS != 0 {
            self.ends_at = self.count;
        }
        self.last = class;
        hit
    }

    const fn is_waiting(&self) -> bool {
        self.gloss.is_some() || self.open || self.or || self.again != 0
    }

    /// A word that may tell something.
    fn telling(&mut self, class: Class, gap: Gap) -> bool {
        let at = self.count;
        let near = |place: usize, reach: usize| place > 0 && at - place <= reach;
        let is_glossed = class & GLOSSED != 0;
        let is_set_off = is_glossed && (gap & QUOTE != 0 || self.emphasized);
        let mut hit = self.comes(class, gap);
        if is_glossed {
            let tied = gap & (TIE_FIRST | TIE_LAST) == TIE_FIRST | TIE_LAST && self.glosses(gap);
            let meant = near(self.around_at, CUE_REACH) && near(self.ends_at, GLOSS_REACH);
            hit |= tied || self.open || (self.last & BESIDE != 0 && self.or) || meant;
            self.labels |= is_set_off && near(self.label_at, CUE_REACH);
        }
        if class & (GLOSSED | DOUBLE) != 0 {
            let reach = if self.cue_in { NAMED_IN_REACH } else { NAMED_REACH };
            hit |= near(self.cue_at, reach);
        }
        self.open &= class & BETWEEN != 0;
        self.or = false;
        if class & BESIDE != 0 {
            self.or = self.last & ENDS != 0 || gap & QUOTE != 0 || self.emphasized;
            self.expect(self.last & GLOSSED != 0, Coming::Meaning, 0);
        }
        if class & AROUND != 0 {
            self.around_at = at;
            self.expect(near(self.glossed_at, CUE_REACH), Coming::Meaning, 0);
        }
        if class & LABEL != 0 {
            self.label_at = at;
            self.labels |= near(self.set_off_at, CUE_REACH);
        }
        if class & ANYWHERE != 0 {
            self.cue_at = at;
            self.cue_in = self.last & IN != 0;
            hit |= self.cue_in && near(self.glossed_at, 2);
        }
        if class & FOR != 0 {
            self.expect(near(self.cue_at, 2), Coming::Russian, 0);
        }
        if is_glossed {
            self.cyrillic += usize::from(class & CYRILLIC != 0);
            self.glossed_at = at;
            self.set_off_at = if is_set_off { at } else { self.set_off_at };
            self.strange_at = if class & STRANGE != 0 { at } else { self.strange_at };
        }
        hit
    }

    /// Whether a gloss, or a word in the other alphabet, comes that has been waited for.
    fn comes(&mut self, class: Class, gap: Gap) -> bool {
        let mut hit = false;
        if let Some(coming) = self.gloss {
            self.quoted |= gap & QUOTE_AFTER != 0 || (gap & (QUOTE | TIE_FIRST) == QUOTE);
            if class & LATIN != 0 && (self.quoted || class & BEGINS != 0) {
                self.speaks |= coming == Coming::Russian;
                hit = coming == Coming::Meaning;
                self.gloss = None;
            } else if class & BETWEEN == 0 {
                self.gloss = None;
            }
        }
        hit |= class & self.again != 0;
        if class & BETWEEN == 0 {
            self.again = 0;
        }
        hit
    }

    fn expect(&mut self, is_due: bool, coming: Coming, gap: Gap) {
        if is_due {
            self.gloss = Some(coming);
            self.quoted = self.emphasized || gap & QUOTE_AFTER != 0;
        }
    }

    /// Whether a gloss may end before the gap.
    const fn glosses(&self, gap: Gap) -> bool {
        let quoted = gap & QUOTE_BEFORE != 0 || self.emphasized;
        self.last & ENDS != 0 || (self.last & LATIN != 0 && quoted)
    }

    /// Takes the marks before a word, or after the last one.
    fn gap(&mut self, gap: Gap) {
        self.is_row |= gap & BAR != 0;
        let glossed = self.last & GLOSSED != 0 && gap & TIE_FIRST != 0;
        // an English word before a parenthesis may be Russian after all
        let double = self.last & DOUBLE != 0 && gap & OPEN != 0;
        self.expect(glossed || double, Coming::Meaning, gap);
        self.open |= gap & (OPEN | TIE_FIRST) == OPEN | TIE_FIRST && self.glosses(gap);
        let latin = self.last & LATIN != 0
            && self.strange_at > 0
            && self.count - self.strange_at < CUE_REACH;
        if gap & AGAIN != 0 {
            self.again = match (self.last & CYRILLIC != 0, latin) {
                (true, _) => STRANGE,
                (false, true) => CYRILLIC,
                (false, false) => self.again,
            };
        }
    }

    /// What the text may hold, given the marks after its last word.
    pub(super) fn end(&mut self, gap: Gap) -> End {
        self.is_row |= gap & BAR != 0;
        let all = self.all;
        let has = |class: Class| all & class != 0;
        let spoken = self.speaks && has(GLOSSED | DOUBLE);
        let row = self.is_row && has(GLOSSED) && has(BEGINS);
        // English beside a word of a listed pair is evidence, but not in Russian text
        let paired = has(PAIRED) && has(BEGINS) && self.cyrillic * 2 <= self.count + PAIRED_SLACK;
        if spoken || row || paired {
            End::Something
        } else if self.labels && has(LATIN) {
            End::Label
        } else {
            End::Nothing
        }
    }
}

/// The quick look and the analysis do not count words quite alike.
const PAIRED_SLACK: usize = 2;
