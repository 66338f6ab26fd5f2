//! Wrong words put into translations: each term of a translation is swapped for the one that it
//! is mistaken for, in the same form, and must be found; the text as it stands must be silent
//! there.

use super::Scores;
use crate::analysis::{Habits, Mention, Occurrence, Pair, suggest};
use crate::checks;
use crate::document::{Segment, Unit};
use crate::engine::Checker;
use crate::finding::{Finding, Suggestion};
use crate::lexicon::Lexicon;
use crate::russian::{self, Grammar};
use crate::script::fold;
use crate::source::Source;
use crate::span::Span;

/// Measures over the translations of a document, each wrong word in a document of its own.
pub fn measure(checker: &Checker<'_>, lexicon: &Lexicon, units: &[Unit<'_>]) -> Scores {
    let pairs = || units.iter().filter_map(|unit| checker.pair(unit, None));
    let mut habits = Habits::default();
    for pair in pairs() {
        habits.add(&pair);
    }
    let mut scores = Scores::default();
    for pair in pairs() {
        for (said, by) in pair.rendered() {
            let Some(mention) = pair.target.mention_at(by) else { continue };
            for (other, swapped) in swaps(lexicon, &pair, said, by, mention) {
                scores.count(&pair, mention, &other, &swapped, &mut habits);
            }
        }
    }
    scores
}

/// The words that the term is mistaken for, in its form, each with the text that has it.
fn swaps(
    lexicon: &Lexicon,
    pair: &Pair<'_>,
    said: &Occurrence,
    by: &Occurrence,
    mention: &Mention,
) -> Vec<(String, Source)> {
    let meant: Vec<_> = said.terms().filter(|term| by.terms().any(|also| also == *term)).collect();
    let mut found: Vec<(String, Source)> = Vec::new();
    for term in meant {
        let entry = lexicon.term(term);
        let named = entry.confused_with.iter().flat_map(|name| lexicon.by_headword(name));
        // a word that renders the original as well is no mistake
        let listed = named.filter(|&other| said.terms().all(|term| term != other));
        // nor is a form that such a word shares
        let renders = |word: &str| {
            lexicon.russian(word).iter().any(|hit| said.terms().any(|term| term == hit.term))
        };
        let mention = mention.in_context(&pair.target.words, pair.number_of(term));
        for other in listed {
            let Some(word) = suggest(&mention, other, lexicon, None) else { continue };
            if word.text == mention.text
                || !is_same_form(&mention, &word.text)
                || renders(&word.text)
                || found.iter().any(|(known, _)| *known == word.text)
            {
                continue;
            }
            let text = pair.target.text();
            let (before, after) = (&text[..mention.span.start], &text[mention.span.end..]);
            let swapped = format!("{before}{}{after}", word.text);
            found.push((word.text, Source::new("swapped", swapped)));
        }
    }
    found
}

/// Whether the word stands in the form of the mention: some words have none in the singular, or in
/// the other aspect. What a reader takes it for is its first reading: «исходить» has a perfective,
/// but it is not «найти» in its form.
fn is_same_form(mention: &Mention, word: &str) -> bool {
    const NAMES: [&str; 5] = ["Case", "Number", "Aspect", "VerbForm", "Voice"];
    let Some(own) = &mention.grammar else { return true };
    let same = |other: &Grammar| NAMES.iter().all(|name| other.get(name) == own.get(name));
    let mut readings = russian::readings(word);
    readings.retain(|other| other.pos == own.pos);
    let aspect = readings.first().and_then(|first| first.get("Aspect"));
    aspect == own.get("Aspect") && readings.iter().any(same)
}

impl Scores {
    fn count(
        &mut self,
        pair: &Pair<'_>,
        mention: &Mention,
        word: &str,
        swapped: &Source,
        habits: &mut Habits,
    ) {
        let segment = Segment::verbatim(swapped, Span::new(0, swapped.text().len()));
        let wrong = Pair::new(
            pair.key,
            (pair.source.words.segment, pair.source.lang),
            (&segment, pair.target.lang),
            pair.lexicon,
            None,
            None,
        );
        // the document as it would be with the wrong word in it
        habits.remove(pair);
        habits.add(&wrong);
        let found = doubtful(&wrong, habits);
        habits.remove(&wrong);
        habits.add(pair);
        let at = Span::new(mention.span.start, mention.span.start + word.len());
        let finding = found.iter().find(|finding| finding.span == at);
        let score = self.of("swapped");
        score.right += usize::from(finding.is_some());
        score.missed += usize::from(finding.is_none());
        let is_right = |s: &Suggestion| fold(&s.text) == fold(&mention.text);
        score.rank(finding.and_then(|f| f.suggestions.iter().position(is_right)));
        let place = pair.target.words.segment.to_source(mention.span);
        let alarmed = doubtful(pair, habits).iter().any(|finding| finding.span == place);
        score.wrong += usize::from(alarmed);
        score.silent += usize::from(!alarmed);
        let first = finding.map(|f| f.suggestions.first().map_or("nothing", |s| &s.text));
        // few translations write ё
        if first.is_none_or(|first| fold(first) != fold(&mention.text)) {
            let first = first.map_or("missed".to_owned(), |first| format!("{first} first"));
            let (right, said) = (&mention.text, pair.source.text());
            self.failures.push(format!("{right} -> {word}, {first}: {said} = {}", swapped.text()));
        }
    }
}

fn doubtful(pair: &Pair<'_>, habits: &Habits) -> Vec<Finding> {
    let mut found = Vec::new();
    for check in checks::ALL {
        check.doubtful(pair, habits, &mut found);
    }
    found
}
