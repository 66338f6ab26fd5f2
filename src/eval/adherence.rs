//! Translations with a term of a team's own glossary, each marked as rendered or not: silence
//! where it is, and what is said where it is not.

use std::collections::{BTreeMap, BTreeSet};

use super::Scores;
use crate::analysis::{Habits, Pair};
use crate::checks::Check;
use crate::document::Segment;
use crate::glossary::{Glossary, Term};
use crate::lexicon::Lexicon;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// Measures on rows with the columns glossary, `en_term`, `ru_terms`, found, en, ru. The
/// glossaries are made of the rows.
pub(super) fn measure(rows: &[super::tables::Row<'_>], check: &dyn Check) -> Scores {
    let mut terms: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for row in rows {
        terms.entry(row["glossary"]).or_default().insert((row["en_term"], row["ru_terms"]));
    }
    let lexicon = |terms: &BTreeSet<(&str, &str)>| {
        let term = |(en, ru): &(&str, &str)| {
            Term::new(ru.split('|').map(str::to_owned).collect(), vec![(*en).to_owned()])
        };
        Lexicon::new(&[Glossary::of_terms("team", terms.iter().map(term).collect())])
    };
    let lexicons: BTreeMap<&str, Lexicon> =
        terms.iter().map(|(name, terms)| (*name, lexicon(terms))).collect();
    let mut scores = Scores::default();
    let (mut silent, mut alarmed, mut reported) = (0usize, 0usize, 0usize);
    for row in rows {
        let said = messages(row, &lexicons[row["glossary"]], check);
        let found = !said.is_empty();
        let kind = match (row["found"] == "1", found) {
            (true, false) => {
                silent += 1;
                continue;
            }
            (false, false) => continue,
            (true, true) => {
                alarmed += 1;
                "alarm"
            }
            (false, true) => {
                reported += 1;
                "reported"
            }
        };
        let (en, ru, said) = (row["en"], row["ru"], said.join("; "));
        scores.failures.push(format!("{kind}: {en} = {ru}: {said}"));
    }
    let share = 100.0 * silent as f64 / (silent + alarmed).max(1) as f64;
    scores.notes.push(format!(
        "silent on {silent} of {} rows whose term is rendered ({share:.1} %); {reported} of the other {} reported",
        silent + alarmed,
        rows.len() - silent - alarmed
    ));
    scores
}

/// What is said of the term of the row.
fn messages(row: &super::tables::Row<'_>, lexicon: &Lexicon, check: &dyn Check) -> Vec<String> {
    let (en, ru) = (Source::new("en", row["en"]), Source::new("ru", row["ru"]));
    let whole = |source: &Source| Span::new(0, source.text().len());
    let source = Segment::verbatim(&en, whole(&en));
    let target = Segment::verbatim(&ru, whole(&ru));
    let pair = Pair::new("row", (&source, Lang::En), (&target, Lang::Ru), lexicon, None, None);
    let mut found = Vec::new();
    check.pair(&pair, &mut found);
    check.doubtful(&pair, &Habits::default(), &mut found);
    let own = |finding: &&crate::finding::Finding| {
        let term = finding.term.as_ref();
        term.is_some_and(|term| term.en.iter().any(|en| en == row["en_term"]))
    };
    found.iter().filter(own).map(|finding| finding.message.clone()).collect()
}
