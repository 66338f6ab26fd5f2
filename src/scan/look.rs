//! The rules of the quick look: what must stand around a word for the text to say what it means.
//!
//! They follow the frames of `data/frames.toml`, and ask for less than any frame does: where a
//! gloss must stand, some English term must begin or end.

use super::class::{
    ANYWHERE, AROUND, BEGINS, BESIDE, BETWEEN, CYRILLIC, Class, DOUBLE, ENDS, FOR, IN, KNOWN,
    LABEL, LATIN, PAIRED, RENDERED, STRANGE,
};
use super::words::{
    AGAIN, BAR, Gap, OPEN, QUOTE, QUOTE_AFTER, QUOTE_BEFORE, TIE_FIRST, TIE_LAST, Word,
};
use crate::analysis::frames::{CUE_REACH, Side};
use crate::span::Span;

/// Words that the text may say the meaning of.
const GLOSSED: Class = STRANGE | CYRILLIC;
/// Flags of words that tell nothing unless something is waited for.
const PLAIN: Class = KNOWN | LATIN | BEGINS | ENDS | BETWEEN | IN;
/// How far before a verb of meaning its gloss may end.
const GLOSS_REACH: usize = 8;
/// How far after the name of a language a word of it stands; after “in” and the name.
const NAMED_REACH: usize = 3;
const NAMED_IN_REACH: usize = 5;
/// How far apart the names of two languages speak of one word.
const CUES_REACH: usize = 16;
/// Words on labels that are asked about.
pub(super) const MOST_LABELS: usize = 8;

/// What has been seen of a text so far.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is something that was seen or was not")]
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
    /// The end of a gloss, and whether it may be a quotation, after which a parenthesis is open and
    /// a word of the other language may come.
    open: Option<(Span, bool)>,
    /// The same of a gloss after which “or” stood.
    or: Option<(Span, bool)>,
    /// What a word is that stands before in the other alphabet and may come again.
    again: Class,
    /// Words that a label may have.
    pub(super) labels: Vec<Word>,
    /// Words of listed pairs.
    pub(super) paired: Vec<Word>,
    /// Whether the text speaks of the Russian for something, and calls a word Russian.
    speaks: bool,
    named: bool,
    /// The word before.
    span: Span,
    /// The last words that may be meant, and may be set off.
    glossed: Span,
    set_off: Word,
    /// The class of the word before “in”, and whether that was quoted.
    before_in: Class,
    quoted_in: bool,
    /// Where such words stood last, counted from one; zero for nowhere.
    glossed_at: usize,
    glossed_before: usize,
    strange_at: usize,
    set_off_at: usize,
    ends_at: usize,
    around_at: usize,
    label_at: usize,
    cue_at: usize,
    /// Whether “in” stood before the name of the language, and a gloss before that; whether the
    /// name of the other language did not stand far before.
    cue_in: bool,
    cue_glossed: bool,
    cued_before: bool,
}

/// Whether a word may be taken for a term whose English begins or ends at a word of a gloss.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    /// The word.
    pub(super) word: Span,
    /// The word at the edge of the gloss.
    pub(super) gloss: Span,
    /// On which side of the word the gloss is.
    pub(super) side: Side,
}

/// What a gloss will show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coming {
    /// The meaning of a word before: of this one, or of any.
    Meaning(Option<Span>),
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
    pub(super) fn word(
        &mut self,
        class: Class,
        word: Word,
        ask: &mut impl FnMut(Question) -> bool,
    ) -> bool {
        let gap = word.gap;
        if gap != 0 {
            self.gap(gap);
        }
        self.count += 1;
        self.all |= class;
        if class & PAIRED != 0 {
            self.paired.push(word);
        }
        let hit = (class & !PLAIN != 0 || self.is_waiting()) && self.telling(class, word, ask);
        if class & ENDS != 0 {
            self.ends_at = self.count;
        }
        self.last = class;
        self.span = word.span();
        hit
    }

    const fn is_waiting(&self) -> bool {
        self.gloss.is_some() || self.open.is_some() || self.or.is_some() || self.again != 0
    }

    /// A word that may tell something.
    fn telling(
        &mut self,
        class: Class,
        word: Word,
        ask: &mut impl FnMut(Question) -> bool,
    ) -> bool {
        let (at, gap) = (self.count, word.gap);
        let near = |place: usize, reach: usize| place > 0 && at - place <= reach;
        let is_glossed = class & GLOSSED != 0;
        let is_set_off = is_glossed && (gap & QUOTE != 0 || self.emphasized);
        let mut hit = self.comes(class, word, ask);
        if is_glossed {
            hit |= self.is_meant(word, ask);
            if is_set_off && near(self.label_at, CUE_REACH) {
                self.label(word);
            }
        }
        hit |= self.is_named(class, word, ask);
        self.open = self.open.filter(|_| class & BETWEEN != 0);
        self.or = None;
        if class & BESIDE != 0 {
            let quoted = gap & QUOTE != 0 || self.emphasized;
            self.or = (self.last & ENDS != 0 || quoted).then_some((self.span, quoted));
            if self.last & GLOSSED != 0 {
                self.expect(Coming::Meaning(Some(self.span)), 0);
            }
        }
        if class & AROUND != 0 {
            self.around_at = if class & RENDERED != 0 { at } else { self.around_at };
            if near(self.glossed_at, CUE_REACH) {
                // where two words may be meant both have to be asked
                let only = !near(self.glossed_before, CUE_REACH);
                self.expect(Coming::Meaning(only.then_some(self.glossed)), 0);
            }
        }
        if class & LABEL != 0 {
            self.label_at = at;
            if near(self.set_off_at, CUE_REACH) {
                self.label(self.set_off);
            }
        }
        if class & ANYWHERE != 0 {
            hit |= self.named;
            self.cued_before = near(self.cue_at, CUES_REACH);
            self.cue_at = at;
            self.cue_in = self.last & IN != 0;
            self.cue_glossed = self.cue_in && (self.before_in & ENDS != 0 || self.quoted_in);
            if self.cue_in && near(self.glossed_at, 2) {
                hit = true;
            }
        }
        if class & IN != 0 {
            self.before_in = self.last;
            self.quoted_in = gap & QUOTE != 0 || self.emphasized;
        }
        if class & FOR != 0 && near(self.cue_at, 2) {
            self.expect(Coming::Russian, 0);
        }
        if is_glossed {
            self.cyrillic += usize::from(class & CYRILLIC != 0);
            self.glossed_before = self.glossed_at;
            self.glossed_at = at;
            self.glossed = word.span();
            if is_set_off {
                (self.set_off_at, self.set_off) = (at, word);
            }
            self.strange_at = if class & STRANGE != 0 { at } else { self.strange_at };
        }
        hit
    }

    /// Whether a gloss before the word may say what it means.
    fn is_meant(&self, word: Word, ask: &mut impl FnMut(Question) -> bool) -> bool {
        let near = |place: usize, reach: usize| place > 0 && self.count - place <= reach;
        let gap = word.gap;
        let mut after = |gloss: Span, quoted: bool| {
            quoted || ask(Question { word: word.span(), gloss, side: Side::Left })
        };
        if gap & (TIE_FIRST | TIE_LAST) == TIE_FIRST | TIE_LAST
            && self.glosses(gap)
            && after(self.span, self.is_quoted(gap))
        {
            return true;
        }
        if let Some((gloss, quoted)) = self.open
            && after(gloss, quoted)
        {
            return true;
        }
        if let Some((gloss, quoted)) = self.or
            && self.last & BESIDE != 0
            && after(gloss, quoted)
        {
            return true;
        }
        near(self.around_at, CUE_REACH) && near(self.ends_at, GLOSS_REACH)
    }

    /// Whether the name of the language before the word may tell something of it.
    fn is_named(
        &mut self,
        class: Class,
        word: Word,
        _ask: &mut impl FnMut(Question) -> bool,
    ) -> bool {
        if self.cue_at == 0 || class & (GLOSSED | DOUBLE) == 0 {
            return false;
        }
        let distance = self.count - self.cue_at;
        let beside = distance == 1 || (distance <= NAMED_REACH && self.last & BETWEEN != 0);
        if class & DOUBLE != 0 {
            let quoted = word.gap & QUOTE != 0 || self.emphasized;
            return beside && distance <= 2 && (distance == 2 || quoted || self.cue_in);
        }
        if beside {
            self.named = true;
            self.label(word);
        }
        let quoted = word.gap & QUOTE != 0 || self.emphasized;
        (self.cue_glossed && distance <= NAMED_IN_REACH)
            || (beside && (self.cued_before || (quoted && self.cue_in)))
    }

    /// Whether a gloss, or a word in the other alphabet, comes that has been waited for.
    fn comes(&mut self, class: Class, word: Word, ask: &mut impl FnMut(Question) -> bool) -> bool {
        let gap = word.gap;
        let mut hit = false;
        if let Some(coming) = self.gloss {
            self.quoted |= gap & QUOTE_AFTER != 0 || (gap & (QUOTE | TIE_FIRST) == QUOTE);
            let mut may = class & LATIN != 0 && (self.quoted || class & BEGINS != 0);
            if let (true, false, Coming::Meaning(Some(glossed))) = (may, self.quoted, coming) {
                may = ask(Question { word: glossed, gloss: word.span(), side: Side::Right });
            }
            if may {
                self.speaks |= coming == Coming::Russian;
                hit = coming != Coming::Russian;
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

    fn label(&mut self, word: Word) {
        if self.labels.len() < MOST_LABELS && !self.labels.contains(&word) {
            self.labels.push(word);
        }
    }

    fn expect(&mut self, coming: Coming, gap: Gap) {
        self.gloss = Some(coming);
        self.quoted = self.emphasized || gap & QUOTE_AFTER != 0;
    }

    /// Whether a gloss may end before the gap.
    const fn glosses(&self, gap: Gap) -> bool {
        self.last & ENDS != 0 || (self.last & LATIN != 0 && self.is_quoted(gap))
    }

    const fn is_quoted(&self, gap: Gap) -> bool {
        gap & QUOTE_BEFORE != 0 || self.emphasized
    }

    /// Takes the marks before a word, or after the last one.
    fn gap(&mut self, gap: Gap) {
        self.is_row |= gap & BAR != 0;
        let glossed = self.last & GLOSSED != 0 && gap & TIE_FIRST != 0;
        // an English word before a parenthesis may be Russian after all
        let double = self.last & DOUBLE != 0 && gap & OPEN != 0;
        if glossed || double {
            self.expect(Coming::Meaning(Some(self.span)), gap);
        }
        if gap & (OPEN | TIE_FIRST) == OPEN | TIE_FIRST && self.glosses(gap) {
            self.open = Some((self.span, self.is_quoted(gap)));
        }
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
        // in Russian text English beside a word of a listed pair is no evidence
        if self.cyrillic * 2 > self.count + PAIRED_SLACK || !has(BEGINS) {
            self.paired.clear();
        }
        if spoken || row {
            End::Something
        } else if !self.labels.is_empty() && has(LATIN) {
            End::Label
        } else {
            End::Nothing
        }
    }
}

/// The quick look and the analysis do not count words quite alike.
const PAIRED_SLACK: usize = 2;
