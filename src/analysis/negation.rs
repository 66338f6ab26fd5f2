//! Words that deny, and words that are others denied: недопустимый beside допустимый.

use std::ops::Range;

use super::confusion::Candidate;
use super::pair::{Pair, Side};
use crate::lexicon::{Lexicon, TermId};
use crate::russian::are_related;
use crate::script::{Lang, fold};

/// Words by which a sentence denies.
const DENYING: &[&str] = &[
    "not",
    "no",
    "never",
    "none",
    "nor",
    "neither",
    "without",
    "cannot",
    "non",
    "un",
    "less",
    "unless",
    "missing",
    "absent",
    "absence",
    "lack",
    "lacks",
    "не",
    "нет",
    "ни",
    "без",
    "нельзя",
    "невозможно",
];

/// What Russian words for what is not there begin with.
const ABSENCE: &str = "отсутств";

/// What a Russian word that denies another begins with.
const PREFIXES: &[&str] = &["не", "без", "бес", "анти"];

/// What an English word that denies another begins with.
const ENGLISH_PREFIXES: &[&str] = &["un", "in", "im", "il", "ir", "dis", "non"];

/// Whether the sentence of either word has one that denies: “not valid” is недействителен, and
/// nobody took one word for the other; but where nothing denies, “invalid” is not действителен.
pub(super) fn denies(pair: &Pair<'_>, said: &Range<usize>, met: &Range<usize>) -> bool {
    denials(&pair.source, said, None) > 0 || denials(&pair.target, met, None) > 0
}

/// Whether the sentences of the two words deny equally often, so that neither word can be its
/// opposite denied: many verbs have opposites that no glossary tells of.
pub(super) fn are_balanced(pair: &Pair<'_>, said: &Range<usize>, met: &Range<usize>) -> bool {
    denials(&pair.source, said, None) == denials(&pair.target, met, Some(met))
}

/// How often the sentence of a word denies, but for some words.
fn denials(side: &Side<'_>, word: &Range<usize>, but: Option<&Range<usize>>) -> usize {
    let counts = |at: &usize| is_denying(side, *at) && !but.is_some_and(|but| but.contains(at));
    side.words.sentence(word.start).filter(counts).count()
}

fn is_denying(side: &Side<'_>, at: usize) -> bool {
    let word = side.words.lower(at);
    DENYING.contains(&word) || word.ends_with("n't") || word.starts_with(ABSENCE)
}

/// Whether one of two terms denies the other.
pub(super) fn are_opposites(lexicon: &Lexicon, one: TermId, other: TermId) -> bool {
    is_denial_of(lexicon, one, other) || is_denial_of(lexicon, other, one)
}

fn is_denial_of(lexicon: &Lexicon, denial: TermId, of: TermId) -> bool {
    let [long, short] = [denial, of].map(|term| fold(&lexicon.term(term).ru[0]));
    // неожиданный denies ожидаемый as well
    long.strip_suffix(&*short).is_some_and(|prefix| PREFIXES.contains(&prefix))
        || long.strip_prefix("не").is_some_and(|rest| is_long(rest) && are_related(rest, &short))
}

/// Whether what stands after «не» says whose family it is: небо is no denial of бо.
fn is_long(rest: &str) -> bool {
    rest.chars().count() > 4
}

/// Whether the original has a word that denies another, and the translation that other word and
/// nothing at all that denies.
pub(super) fn loses_negation(pair: &Pair<'_>, candidate: &Candidate) -> bool {
    let Some(own) = candidate.own else { return false };
    if pair.source.lang != Lang::En || !is_denial_of(pair.lexicon, candidate.meant, own) {
        return false;
    }
    let said = pair.source.key(&pair.source.terms[candidate.said]);
    let denied = said.ends_with("less") || ENGLISH_PREFIXES.iter().any(|p| said.starts_with(p));
    let target = &pair.target;
    let silent = |at: usize| {
        let word = target.words.lower(at);
        !is_denying(target, at) && !PREFIXES.iter().any(|prefix| word.starts_with(prefix))
    };
    denied && (0..target.words.tokens.len()).all(silent)
}
