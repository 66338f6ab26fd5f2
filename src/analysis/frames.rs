//! The ways in which a text says what a foreign word means: patterns around the word, as data.
//!
//! `data/frames.toml` describes the pattern language and holds every frame with its examples.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::words::{Item, Words};
use crate::script::Script;

/// What a frame says of its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The word means the gloss.
    Gloss,
    /// The word does not mean the gloss.
    Deny,
    /// The word stands on something; its meaning is to be looked for.
    Label,
}

/// A frame met in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// What it says.
    pub kind: Kind,
    /// The words of the gloss, as token numbers; empty for labels.
    pub gloss: Range<usize>,
    /// On which side of the word the gloss stands.
    pub side: Side,
    /// Whether the gloss is a quotation, whole.
    pub quoted: bool,
    /// Whether it settles the meaning, even by a gloss that no glossary has.
    pub binding: bool,
}

/// A side of the word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Before it.
    Left,
    /// After it.
    Right,
}

/// Where a word must stand for a frame to be possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cue {
    /// Anywhere in the segment.
    Anywhere,
    /// Right next to the glossed word.
    Beside,
    /// Within [`CUE_REACH`] words.
    Around,
    /// Within as many words of a word that quotation marks set off.
    Label,
}

/// How many words from the glossed word a cue counts.
pub const CUE_REACH: usize = 4;

/// Whether the word may stand between a word and its gloss.
pub fn stands_between(word: &str) -> bool {
    classes(word) != 0 || matches!(word, "to" | "its" | "his" | "their" | "romanized" | "spelled")
}

/// Whether no frame is met without some such word, and where it must stand.
pub fn cue(word: &str) -> Option<Cue> {
    static CUES: LazyLock<HashMap<String, Cue>> = LazyLock::new(|| {
        let CueData { anywhere, beside, around, label } = file().cue;
        let all = [
            (anywhere, Cue::Anywhere),
            (beside, Cue::Beside),
            (around, Cue::Around),
            (label, Cue::Label),
        ];
        let words =
            all.iter().flat_map(|(words, cue)| words.split(' ').map(|w| (w.to_owned(), *cue)));
        words.collect()
    });
    CUES.get(word.to_lowercase().as_str()).copied()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CueData {
    anywhere: String,
    beside: String,
    around: String,
    label: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: BTreeMap<String, String>,
    cue: CueData,
    frame: Vec<FrameData>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameData {
    kind: Kind,
    #[serde(default)]
    binding: bool,
    pattern: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests run them"))]
    examples: Vec<String>,
}

#[derive(Debug)]
struct Frame {
    kind: Kind,
    binding: bool,
    /// What stands before the word, nearest first.
    left: Vec<Part>,
    /// What stands after it.
    right: Vec<Part>,
    /// What a text must have for it to match.
    needs: Has,
}

/// Words of lists and marks that a text has, or must have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Has {
    classes: Classes,
    /// A bit for each of [`MARKS`].
    marks: u8,
}

/// The marks that frames ask for.
const MARKS: [char; 7] = ['(', ')', ',', ':', '—', '=', '|'];

impl Has {
    /// Adds a word of these lists.
    pub(super) const fn add_word(&mut self, classes: Classes) {
        self.classes |= classes;
    }

    /// Adds a mark.
    pub(super) fn add_mark(&mut self, mark: char) {
        let place = MARKS.iter().position(|known| *known == mark);
        self.marks |= place.map_or(0, |place| 1 << place);
        self.classes |= classes(mark.encode_utf8(&mut [0; 4]));
    }

    const fn covers(self, needs: Self) -> bool {
        needs.classes & !self.classes == 0 && needs.marks & !self.marks == 0
    }

    /// What all of the parts need.
    fn needs<'p>(parts: impl Iterator<Item = &'p Part>) -> Self {
        let mut needs = Self::default();
        for part in parts.filter(|part| part.least > 0) {
            match part.what {
                What::Words(list) => needs.add_word(list),
                What::Mark(mark) => {
                    let place = MARKS.iter().position(|known| *known == mark);
                    needs.marks |= place.map_or(0, |place| 1 << place);
                }
                What::Cyrillic | What::Anything | What::Gloss | What::Cell => {}
            }
        }
        needs
    }
}

#[derive(Clone, Debug)]
struct Part {
    what: What,
    least: usize,
    most: usize,
}

/// A set of word lists, one bit each.
pub(super) type Classes = u64;

/// The lists that frames ask for, and for each word in them which they are.
#[derive(Debug, Default)]
struct Lists {
    lists: Vec<Vec<String>>,
    words: HashMap<String, Classes>,
}

impl Lists {
    /// The bit of a list.
    fn bit(&mut self, list: Vec<String>) -> Classes {
        let known = self.lists.iter().position(|other| *other == list);
        let number = known.unwrap_or(self.lists.len());
        assert!(number < 64, "data/frames.toml has more word lists than Classes has bits");
        let bit = 1 << number;
        if known.is_none() {
            for word in &list {
                *self.words.entry(word.clone()).or_default() |= bit;
            }
            self.lists.push(list);
        }
        bit
    }
}

/// The word lists of frames that have the word, in lower case.
pub(super) fn classes(word: &str) -> Classes {
    FRAMES.words.get(word).copied().unwrap_or(0)
}

#[derive(Clone, Debug)]
enum What {
    /// Words of a list, or marks of one.
    Words(Classes),
    Mark(char),
    Cyrillic,
    Anything,
    Gloss,
    Cell,
}

#[derive(Debug)]
struct Frames {
    all: Vec<Frame>,
    words: HashMap<String, Classes>,
}

static FRAMES: LazyLock<Frames> = LazyLock::new(|| {
    let file = file();
    let mut lists = Lists::default();
    let all = file.frame.iter().map(|data| Frame::parse(data, &file.class, &mut lists)).collect();
    Frames { all, words: lists.words }
});

fn file() -> File {
    toml::from_str(include_str!("../../data/frames.toml"))
        .unwrap_or_else(|e| panic!("data/frames.toml, built in, must parse: {e}"))
}

impl Frame {
    fn parse(data: &FrameData, classes: &BTreeMap<String, String>, lists: &mut Lists) -> Self {
        let parts: Vec<&str> = data.pattern.split(' ').collect();
        let word = parts.iter().position(|part| *part == "W");
        let word = word.unwrap_or_else(|| panic!("no W in `{}`", data.pattern));
        let mut parse = |part: &&str| Part::parse(part, classes, lists);
        let left: Vec<Part> = parts[..word].iter().rev().map(&mut parse).collect();
        let right: Vec<Part> = parts[word + 1..].iter().map(&mut parse).collect();
        let needs = Has::needs(left.iter().chain(&right));
        Self { kind: data.kind, binding: data.binding, left, right, needs }
    }
}

impl Part {
    fn parse(part: &str, classes: &BTreeMap<String, String>, lists: &mut Lists) -> Self {
        if let Some(most) = part.strip_prefix("..") {
            let most = most.parse().unwrap_or_else(|_| panic!("`{part}` needs a number"));
            return Self { what: What::Anything, least: 0, most };
        }
        let (part, least, most) = match part.strip_suffix(['?', '*']) {
            Some(bare) if !bare.is_empty() => (bare, 0, if part.ends_with('?') { 1 } else { 8 }),
            _ => (part, 1, 1),
        };
        let what = match part {
            "GLOSS" => What::Gloss,
            "CELL" => What::Cell,
            "CYR" => return Self { what: What::Cyrillic, least, most: 4 },
            _ if MARKS.iter().any(|mark| part.chars().eq([*mark])) => {
                What::Mark(part.chars().next().unwrap_or(' '))
            }
            _ => {
                let words = match part.strip_prefix('@') {
                    Some(class) => classes
                        .get(class)
                        .unwrap_or_else(|| panic!("no class `{class}` in data/frames.toml"))
                        .split(' ')
                        .collect::<Vec<_>>(),
                    None => part.split('/').collect(),
                };
                What::Words(lists.bit(words.into_iter().map(str::to_lowercase).collect()))
            }
        };
        Self { what, least, most }
    }
}

/// Every frame that the word at `items` (item numbers) stands in, glosses first.
pub fn frames_at(words: &Words<'_>, items: &Range<usize>) -> Vec<Met> {
    let mut met = Vec::new();
    for frame in FRAMES.all.iter().filter(|frame| words.has.covers(frame.needs)) {
        let left = View { words, edge: items.start, side: Side::Left };
        let right = View { words, edge: items.end, side: Side::Right };
        let Some(found_left) = left.matches(&frame.left, 0) else { continue };
        let Some(found_right) = right.matches(&frame.right, 0) else { continue };
        let (gloss, side) = match (found_left, found_right) {
            (Some(gloss), _) => (gloss, Side::Left),
            (None, Some(gloss)) => (gloss, Side::Right),
            (None, None) if frame.kind == Kind::Label => (Gloss::default(), Side::Left),
            (None, None) => continue,
        };
        let found = Met {
            kind: frame.kind,
            gloss: gloss.tokens,
            side,
            quoted: gloss.quoted,
            binding: frame.binding,
        };
        if !met.contains(&found) {
            met.push(found);
        }
    }
    met.sort_by_key(|m| m.kind);
    met
}

#[derive(Clone, Debug, Default)]
struct Gloss {
    tokens: Range<usize>,
    quoted: bool,
}

/// The most words in a gloss without quotation marks.
const LONGEST_GLOSS: usize = 6;

/// The items on one side of the word, nearest first.
struct View<'v, 't> {
    words: &'v Words<'t>,
    edge: usize,
    side: Side,
}

impl View<'_, '_> {
    fn item(&self, at: usize) -> Option<Item> {
        let index = match self.side {
            Side::Left => self.edge.checked_sub(at + 1)?,
            Side::Right => self.edge + at,
        };
        self.words.items.get(index).copied()
    }

    /// Whether the parts match from item `at` on, and the gloss among them.
    #[expect(clippy::option_option, reason = "no match, a match without a gloss, one with it")]
    fn matches(&self, parts: &[Part], at: usize) -> Option<Option<Gloss>> {
        let Some((part, rest)) = parts.split_first() else { return Some(None) };
        match part.what {
            What::Gloss => {
                for (length, gloss) in self.glosses(at, rest.is_empty()) {
                    if self.matches(rest, at + length).is_some() {
                        return Some(Some(gloss));
                    }
                }
                None
            }
            What::Cell => self.cell(at).map(Some),
            _ => {
                let mut count = 0;
                while count < part.most
                    && self.item(at + count).is_some_and(|i| self.is(i, &part.what))
                {
                    count += 1;
                }
                // the longest repetition first; anything in between as short as can be
                let mut counts = part.least..=count;
                let follow = |count: usize| self.matches(rest, at + count);
                match part.what {
                    What::Anything => counts.find_map(follow),
                    _ => counts.rev().find_map(follow),
                }
            }
        }
    }

    fn is(&self, item: Item, what: &What) -> bool {
        match (item, what) {
            (Item::Word(token), What::Words(list)) => self.words.known(token).classes & list != 0,
            (Item::Mark(mark), What::Mark(wanted)) => mark == *wanted,
            (Item::Mark(mark), What::Words(list)) => {
                classes(mark.encode_utf8(&mut [0; 4])) & list != 0
            }
            (Item::Word(token), What::Cyrillic) => {
                self.words.tokens[token].script == Script::Cyrillic
            }
            (Item::Word(_) | Item::Mark(','), What::Anything) => true,
            // the end of a parenthesis may come between a headword and its cell
            (Item::Mark(mark), What::Anything) => {
                matches!(mark, '(' | ')' | '|') && self.words.is_row()
            }
            _ => false,
        }
    }

    /// The glosses that may stand at `at`, with how many items each takes: a quotation whole, else
    /// runs of English words; the longest first where nothing follows.
    fn glosses(&self, at: usize, last: bool) -> Vec<(usize, Gloss)> {
        let word = |at: usize| match self.item(at) {
            Some(Item::Word(token)) if self.words.tokens[token].script == Script::Latin => {
                (!self.words.is_code(token)).then_some(token)
            }
            _ => None,
        };
        let Some(first) = word(at) else { return Vec::new() };
        if let Some(quote) = self.words.quotes[first].clone() {
            let edge = if self.side == Side::Left { quote.end - 1 } else { quote.start };
            if edge == first {
                let length = self.words.items_between(&quote);
                return vec![(length, Gloss { tokens: quote, quoted: true })];
            }
        }
        let mut run = Vec::new();
        while run.len() < LONGEST_GLOSS
            && let Some(token) = word(at + run.len())
        {
            run.push(token);
        }
        let range = |count: usize| {
            let (a, b) = (run[0], run[count - 1]);
            a.min(b)..a.max(b) + 1
        };
        let gloss = |count| (count, Gloss { tokens: range(count), quoted: false });
        if last { vec![gloss(run.len())] } else { (1..=run.len()).map(gloss).collect() }
    }

    fn cell(&self, at: usize) -> Option<Gloss> {
        let mut tokens: Option<Range<usize>> = None;
        for step in at.. {
            match self.item(step) {
                Some(Item::Word(token)) => {
                    let range = tokens.get_or_insert(token..token + 1);
                    *range = range.start.min(token)..range.end.max(token + 1);
                }
                Some(Item::Mark('|')) | None => break,
                Some(Item::Mark(_)) => {}
            }
        }
        let tokens =
            tokens.filter(|tokens| !tokens.clone().all(|word| self.words.is_code(word)))?;
        // every entry of a cell is a gloss of its own, like a quotation
        Some(Gloss { tokens, quoted: true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Segment;
    use crate::source::Source;
    use crate::span::Span;

    #[test]
    fn every_example_has_its_cue() {
        let marks = ['(', '=', '|', ':', '—', '–'];
        for data in file().frame {
            for example in &data.examples {
                let words: Vec<&str> =
                    example.split(|c: char| !c.is_alphanumeric() && c != '.').collect();
                let cued = words.iter().any(|word| cue(word.trim_matches('.')).is_some());
                let marked = example.contains(marks) || example.contains(" - ");
                assert!(cued || marked || data.kind == Kind::Deny, "{}: {example}", data.pattern);
            }
        }
    }

    #[test]
    fn every_example_is_met_by_its_frame() {
        for (frame, data) in FRAMES.all.iter().zip(file().frame) {
            assert!(!data.examples.is_empty(), "{}", data.pattern);
            for example in &data.examples {
                let source = Source::new("t", example.as_str());
                let segment = Segment::verbatim(&source, Span::new(0, example.len()));
                let words = Words::new(&segment);
                let word = words
                    .tokens
                    .iter()
                    .position(|t| {
                        matches!(t.text.to_lowercase().as_str(), "peregruzka" | "перегрузка")
                    })
                    .unwrap();
                // where a word is given in both scripts, either may be meant
                let second = words.tokens.iter().rposition(|t| {
                    matches!(t.text.to_lowercase().as_str(), "peregruzka" | "перегрузка")
                });
                let found = [Some(word), second].into_iter().flatten().any(|word| {
                    let items = words.items_of(&(word..word + 1));
                    let left = View { words: &words, edge: items.start, side: Side::Left };
                    let right = View { words: &words, edge: items.end, side: Side::Right };
                    let (Some(l), Some(r)) =
                        (left.matches(&frame.left, 0), right.matches(&frame.right, 0))
                    else {
                        return false;
                    };
                    let glossed =
                        l.or(r).map(|g| g.tokens.into_iter().any(|t| words.lower(t) == "reset"));
                    frame.kind == Kind::Label || glossed == Some(true)
                });
                assert!(found, "`{}` does not meet its example: {example}", data.pattern);
            }
        }
    }
}
