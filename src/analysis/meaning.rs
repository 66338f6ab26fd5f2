//! What the text says a Russian word means, and whether it can mean that.

use std::ops::Range;

use super::frames::{Kind, Met, Side, frames_at};
use super::{Meant, Mention, Passage, Words, accepted, english_terms, spelt, suggest};
use crate::distance::plain;
use crate::lexicon::{Hit, Lexicon, Role, TermId};
use crate::russian;
use crate::script::{Script, fold};
use crate::span::Span;
use crate::translit::skeleton;

/// What the text says of a mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing that decides.
    #[default]
    Unclear,
    /// Its own meaning stands beside it, or the text says that it is not the other word.
    Confirmed,
    /// Another term's meaning stands where its own should.
    Wrong(Wrong),
}

/// A mention that stands for another word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What was probably meant, best first.
    pub meant: Vec<Meant>,
    /// How the text says so.
    pub evidence: Evidence,
    /// The English words that say so.
    pub gloss: String,
    /// Where they stand in the source.
    pub place: Span,
    /// The English of the mention itself, where a glossary has it.
    pub own: Option<String>,
    /// Whether the pair is listed as easily confused.
    pub listed: bool,
}

/// How strong the evidence of a meaning is, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The text ties the meaning to the word: `W (X)`, “W means X”.
    Gloss,
    /// The word stands on a thing that the text names: “the reset button was marked W”.
    Label,
    /// The word stands on a thing, and the text around it speaks of the meaning.
    Context,
    /// The meaning stands in the same sentence.
    Sentence,
}

/// How unlike a word may be to the term that the evidence calls for, in thousandths.
pub(super) const NEAR: u32 = 300;
/// For listed pairs, which somebody has vouched for.
const NEAR_LISTED: u32 = 600;
/// How many segments back a label's meaning is looked for.
pub const BACK: usize = 3;

/// Judges one mention.
pub(super) fn judge(passage: &Passage<'_>, mention: &Mention) -> Verdict {
    if mention.foreign {
        return Verdict::Unclear;
    }
    let words = &passage.words;
    let items = words.items_of(&mention.tokens);
    let met = frames_at(words, &items);
    let glosses: Vec<Gloss<'_>> = met
        .iter()
        .filter(|met| met.kind != Kind::Label)
        .flat_map(|met| glosses(passage, met))
        .collect();
    if glosses.iter().any(|gloss| gloss.denied || gloss.confirms(passage, mention)) {
        return Verdict::Confirmed;
    }
    // a rendering that the word's own term rejects is a mistake of its own
    let rejected = |gloss: &Gloss<'_>| gloss.rejected.iter().any(|term| mention.is(*term));
    let rejects = glosses.iter().any(rejected);
    let mut wrong = Vec::new();
    for gloss in glosses.iter().filter(|gloss| gloss.bound) {
        wrong.extend(gloss.contradicts(passage, mention, Evidence::Gloss));
    }
    if rejects {
        wrong.retain(|wrong: &Wrong| wrong.listed);
    }
    if mention.english {
        // an English word is Russian only where a known pair and a gloss agree on it
        wrong.retain(|wrong| wrong.listed);
    }
    if let Some(wrong) = best(wrong) {
        return Verdict::Wrong(wrong);
    }
    if rejects {
        return Verdict::Unclear;
    }
    if mention.english && !mention.introduced {
        return Verdict::Unclear;
    }
    if met.iter().any(|met| met.binding) {
        return Verdict::Unclear;
    }
    if met.iter().any(|met| met.kind == Kind::Label) {
        match labelled(passage, mention) {
            Verdict::Unclear => {}
            verdict => return verdict,
        }
    }
    in_sentence(passage, mention)
}

/// English terms that a frame ties to a mention.
struct Gloss<'w> {
    words: &'w Words<'w>,
    tokens: Range<usize>,
    terms: Vec<TermId>,
    /// Terms that reject this rendering.
    rejected: Vec<TermId>,
    denied: bool,
    /// Whether the terms stand right where the frame has its gloss, not just in its neighbourhood.
    bound: bool,
}

fn glosses<'p>(passage: &'p Passage<'_>, met: &Met) -> Vec<Gloss<'p>> {
    let words = &passage.words;
    let range = without_articles(words, &met.gloss);
    let mut found = english_terms(words, &range, passage.lexicon);
    // «the Charter of the United Nations» is a term, and begins with another
    let edges: Vec<Range<usize>> = match met.side {
        Side::Right => (range.start + 1..range.end).map(|end| range.start..end).collect(),
        Side::Left => (range.start + 1..range.end).map(|start| start..range.end).collect(),
    };
    for edge in edges {
        let whole = english_terms(words, &edge, passage.lexicon);
        // «raw materials» are no materials
        let goes_on = |word: usize| matches!(words.lower(word), "of" | "for" | "in" | "on" | "to");
        let apart = edge.end == range.end || goes_on(edge.end);
        let is_whole = |found: &(Range<usize>, Vec<Hit>)| found.0 == edge && apart && !met.quoted;
        found.extend(whole.into_iter().filter(is_whole));
    }
    found
        .into_iter()
        .map(|(tokens, hits)| {
            let bound = met.quoted
                || match met.side {
                    Side::Left => tokens.end == range.end,
                    Side::Right => tokens.start == range.start,
                };
            let denied = met.kind == Kind::Deny;
            Gloss { denied, bound, ..Gloss::plain(words, &tokens, &hits) }
        })
        .collect()
}

fn without_articles(words: &Words<'_>, range: &Range<usize>) -> Range<usize> {
    let skip = |at: &usize| {
        matches!(words.lower(*at), "a" | "an" | "the" | "to" | "its" | "his" | "their")
    };
    let start = range.clone().find(|at| !skip(at)).unwrap_or(range.start);
    start..range.end
}

impl<'w> Gloss<'w> {
    /// A term that stands for itself.
    fn plain(words: &'w Words<'w>, tokens: &Range<usize>, hits: &[Hit]) -> Self {
        let terms = accepted(hits).collect();
        let rejected = hits.iter().filter(|hit| hit.role == Role::Avoided).map(|hit| hit.term);
        let rejected = rejected.collect();
        Self { words, tokens: tokens.clone(), terms, rejected, denied: false, bound: true }
    }

    /// Whether this is what the mention does mean.
    fn confirms(&self, passage: &Passage<'_>, mention: &Mention) -> bool {
        // where the gloss names the very word that this one is mistaken for, a third word that
        // shares an English rendering with it proves nothing, nor does a term that rejects this one
        let listed = |term: &TermId| {
            accepted(&mention.hits).any(|own| passage.lexicon.are_listed(own, *term))
        };
        if self.terms.iter().any(listed) {
            return self.terms.iter().any(|&term| accepted(&mention.hits).any(|own| own == term));
        }
        self.terms.iter().any(|&term| means(passage, mention, term))
    }

    /// The finding that this is the meaning of another term near the mention.
    fn contradicts(
        &self,
        passage: &Passage<'_>,
        mention: &Mention,
        evidence: Evidence,
    ) -> Option<Wrong> {
        let lexicon = passage.lexicon;
        let mut listed = false;
        let mut meant: Vec<Meant> = Vec::new();
        for &term in &self.terms {
            let pair = accepted(&mention.hits).any(|own| lexicon.are_listed(own, term));
            if !pair && (evidence >= Evidence::Context || !may_be_near(mention, term, lexicon)) {
                continue;
            }
            let Some(candidate) = suggest(mention, term, lexicon, passage.house) else { continue };
            let limit = if pair { NEAR_LISTED } else { NEAR };
            let apart = || !related(mention, &candidate) && same_kind(mention, &candidate);
            if candidate.unlike <= limit && (pair || apart()) {
                listed |= pair;
                meant.push(candidate);
            }
        }
        meant.sort_by(|a, b| (a.unlike, &a.text, a.term).cmp(&(b.unlike, &b.text, b.term)));
        meant.dedup_by(|b, a| a.text == b.text);
        if meant.is_empty() {
            return None;
        }
        let own = accepted(&mention.hits).next().map(|own| lexicon.term(own).en[0].clone());
        let span = self.words.span(&self.tokens);
        Some(Wrong {
            meant,
            evidence,
            gloss: self.words.segment.text()[span.range()].to_owned(),
            place: self.words.segment.to_source(span),
            own,
            listed,
        })
    }
}

/// Whether `term` is the mention, or shares an English rendering or a Russian lemma with it.
fn means(passage: &Passage<'_>, mention: &Mention, term: TermId) -> bool {
    let lexicon = passage.lexicon;
    if mention.is(term) {
        return true;
    }
    let entry = lexicon.term(term);
    // two synonyms may stand for each other, but not two words that a glossary tells apart
    let shares = |own: TermId| {
        if lexicon.are_listed(own, term) {
            return false;
        }
        let own = lexicon.term(own);
        own.en.iter().any(|a| entry.en.iter().any(|b| a.eq_ignore_ascii_case(b)))
    };
    if accepted(&mention.hits).any(shares) {
        return true;
    }
    let lemma = |form: &String| {
        let lemmas = russian::lemmas(form);
        entry.ru.iter().any(|ru| lemmas.iter().any(|lemma| fold(lemma) == fold(ru)))
    };
    if mention.forms.iter().any(lemma) {
        return true;
    }
    // a spelling of the term by some other scheme is no mistake of meaning
    mention.forms.is_empty()
        && mention.script == Script::Latin
        && entry.ru.iter().any(|ru| skeleton(ru) == skeleton(&mention.text))
}

/// A look at the letters, before a suggestion is worked out: whether the dictionary form of the
/// term is anywhere near the mention.
pub(super) fn may_be_near(mention: &Mention, term: TermId, lexicon: &Lexicon) -> bool {
    let own = match mention.forms.first() {
        Some(form) => skeleton(form),
        None => skeleton(&mention.text),
    };
    let length = own.chars().count();
    // endings may differ by three letters
    spelt::skeletons(term, lexicon).split('\n').any(|head| {
        let other = head.chars().count();
        let most = length.max(other) / 3 + 3;
        length.abs_diff(other) <= most && plain(&own, head) <= most
    })
}

/// Whether the mention can be the same part of speech as the term: people take a noun for a noun.
fn same_kind(mention: &Mention, candidate: &Meant) -> bool {
    let Some(form) = mention.forms.first() else { return true };
    let target = russian::readings(&candidate.ru);
    let own = russian::readings(form);
    target.is_empty() || own.is_empty() || own.iter().any(|a| target.iter().any(|b| a.pos == b.pos))
}

/// Whether an unlisted word is of the same family as the term: built on the same beginning, so
/// that it may well mean the same (советский beside совет, пирожки beside пироги).
fn related(mention: &Mention, candidate: &Meant) -> bool {
    let Some(form) = mention.forms.first() else { return false };
    let target = fold(&candidate.ru).into_owned();
    let shared = form.chars().zip(target.chars()).take_while(|(a, b)| a == b).count();
    let shorter = form.chars().count().min(target.chars().count());
    shared >= 4 && shared * 10 >= shorter * 6
}

fn best(mut wrong: Vec<Wrong>) -> Option<Wrong> {
    wrong.sort_by_key(|w| (w.evidence, !w.listed, w.meant[0].unlike));
    wrong.into_iter().next()
}

/// A word that stands on something: the quoted English nearest to it says what.
fn labelled(passage: &Passage<'_>, mention: &Mention) -> Verdict {
    let words = &passage.words;
    let sentence = words.sentence(mention.tokens.start);
    let mut here = set_off(words, &sentence, mention);
    here.extend(set_off(words, &(0..sentence.start), mention).into_iter().rev());
    for range in here {
        for gloss in named(passage, words, &range) {
            if gloss.confirms(passage, mention) {
                return Verdict::Confirmed;
            }
            if let Some(wrong) = gloss.contradicts(passage, mention, Evidence::Label) {
                return if contrasted(passage, mention, &sentence, &wrong) {
                    Verdict::Confirmed
                } else {
                    Verdict::Wrong(wrong)
                };
            }
        }
    }
    for words in passage.before() {
        if let Some(verdict) = labelled_before(passage, mention, words) {
            return verdict;
        }
    }
    spoken_of(passage, mention)
}

/// What the text around a label speaks of, though nothing sets it off: only for listed pairs, and
/// only where the word's own meaning is nowhere.
fn spoken_of(passage: &Passage<'_>, mention: &Mention) -> Verdict {
    if !accepted(&mention.hits).any(|own| passage.lexicon.is_paired(own)) {
        return Verdict::Unclear;
    }
    let mut wrong = Vec::new();
    let own = std::iter::once(&passage.words);
    for words in own.chain(passage.before()) {
        for gloss in named(passage, words, &(0..words.tokens.len())) {
            if gloss.confirms(passage, mention) {
                return Verdict::Unclear;
            }
            wrong.extend(gloss.contradicts(passage, mention, Evidence::Context));
        }
    }
    let sentence = passage.words.sentence(mention.tokens.start);
    wrong.retain(|wrong| wrong.listed && !contrasted(passage, mention, &sentence, wrong));
    best(wrong).map_or(Verdict::Unclear, Verdict::Wrong)
}

fn labelled_before(passage: &Passage<'_>, mention: &Mention, words: &Words<'_>) -> Option<Verdict> {
    for range in set_off(words, &(0..words.tokens.len()), mention).into_iter().rev() {
        for gloss in named(passage, words, &range) {
            if gloss.confirms(passage, mention) {
                return Some(Verdict::Confirmed);
            }
            if let Some(wrong) = gloss.contradicts(passage, mention, Evidence::Label) {
                return Some(Verdict::Wrong(wrong));
            }
        }
    }
    None
}

/// Things that a label can stand on.
const CARRIERS: &[&str] = &[
    "button", "buttons", "key", "switch", "sign", "label", "logo", "banner", "badge", "lever",
    "plaque", "poster", "sticker", "box", "placard", "stamp", "gift", "command", "menu", "caption",
    "headline",
];

/// Whether a label can stand on the thing.
pub fn is_carrier(word: &str) -> bool {
    CARRIERS.contains(&word)
}

/// The stretches of `range` that name something by itself: short quotations, and the word before
/// “button”. Nearest to the mention first within its sentence, in order elsewhere.
fn set_off(words: &Words<'_>, range: &Range<usize>, mention: &Mention) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in range.clone() {
        let inside = mention.tokens.contains(&at)
            && words.segment.text().get(mention.span.range()) == Some(&mention.text);
        if inside || words.tokens[at].script != Script::Latin {
            continue;
        }
        if let Some(quote) = words.quotes[at].clone()
            && quote.start == at
            && quote.len() <= 4
        {
            found.push(quote);
        } else if range.contains(&(at + 1)) && CARRIERS.contains(&words.lower(at + 1)) {
            found.push(at..at + 1);
        }
    }
    found
}

fn named<'w>(passage: &Passage<'_>, words: &'w Words<'w>, range: &Range<usize>) -> Vec<Gloss<'w>> {
    let range = without_articles(words, range);
    let terms = english_terms(words, &range, passage.lexicon);
    terms.iter().map(|(tokens, hits)| Gloss::plain(words, tokens, hits)).collect()
}

/// Whether the sentence names the right word too, as the one that should have stood there: then
/// the writer knows of the mistake.
fn contrasted(
    passage: &Passage<'_>,
    mention: &Mention,
    sentence: &Range<usize>,
    wrong: &Wrong,
) -> bool {
    let right = |other: &&Mention| {
        other.tokens != mention.tokens
            && sentence.contains(&other.tokens.start)
            && accepted(&other.hits).any(|term| term == wrong.meant[0].term)
    };
    passage.mentions.iter().any(|other| right(&other))
}

/// The weakest evidence: a listed pair, the other word's English in the same sentence, its own
/// nowhere in the passage.
fn in_sentence(passage: &Passage<'_>, mention: &Mention) -> Verdict {
    if !accepted(&mention.hits).any(|own| passage.lexicon.is_paired(own)) {
        return Verdict::Unclear;
    }
    let words = &passage.words;
    // in Russian text English words are names of things, not meanings
    let cyrillic = words.tokens.iter().filter(|token| token.script == Script::Cyrillic).count();
    if cyrillic * 2 > words.tokens.len() {
        return Verdict::Unclear;
    }
    let sentence = words.sentence(mention.tokens.start);
    let twin =
        |term: TermId| accepted(&mention.hits).any(|own| passage.lexicon.are_listed(own, term));
    let plain = |found: &(Range<usize>, Vec<Hit>)| Gloss::plain(words, &found.0, &found.1);
    let inside = passage.english().iter().filter(|found| sentence.contains(&found.0.start));
    let wrong: Vec<Wrong> = inside
        .filter(|found| accepted(&found.1).any(twin))
        .filter_map(|found| plain(found).contradicts(passage, mention, Evidence::Sentence))
        .filter(|wrong| wrong.listed && !contrasted(passage, mention, &sentence, wrong))
        .collect();
    let Some(wrong) = best(wrong) else { return Verdict::Unclear };
    if passage.english().iter().any(|found| plain(found).confirms(passage, mention)) {
        return Verdict::Unclear;
    }
    Verdict::Wrong(wrong)
}
