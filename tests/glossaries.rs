//! The built-in glossaries: their examples, and that they do not get in each other's way.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use sverka::engine::Checker;
use sverka::eval::{self, Scores};
use sverka::glossary::{self, Glossary, Term};
use sverka::lexicon::Lexicon;
use sverka::script::fold;

#[test]
fn their_examples_are_judged_right() {
    let checker = Checker::new(Lexicon::builtin());
    let mut all = Scores::default();
    for glossary in glossary::builtin() {
        let labels = eval::labels_of_glossary(glossary);
        all.add(eval::labelled(&checker, &labels).unwrap());
    }
    let overall = all.overall();
    let (precision, recall) = (overall.precision().unwrap(), overall.recall().unwrap());
    let failures = all.failures.join("\n");
    assert!(overall.right > 1500, "only {} bad examples", overall.right);
    assert!(precision >= 0.99, "precision is {precision:.3}\n{failures}");
    assert!(recall >= 0.95, "recall is {recall:.3}\n{failures}");
}

#[test]
fn no_two_define_the_same_term() {
    let mut seen: BTreeMap<String, Vec<(&Glossary, &Term)>> = BTreeMap::new();
    let mut twice = Vec::new();
    for glossary in glossary::builtin() {
        for term in &glossary.terms {
            let ru = &term.ru[0];
            let others = seen.entry(fold(ru).into_owned()).or_default();
            // capitals tell a name from a word: Мир and мир
            let same = |other: &Term| other.pos == term.pos && other.ru[0] == *ru;
            for (other, _) in others.iter().filter(|(_, other)| same(other)) {
                twice.push(format!("{ru} is in {} and in {}", other.name, glossary.name));
            }
            others.push((glossary, term));
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn they_do_not_contradict_each_other() {
    let conflicts = glossary::conflicts(glossary::builtin());
    let shown: Vec<String> = conflicts.iter().map(ToString::to_string).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn they_are_free_and_titled() {
    for glossary in glossary::builtin() {
        assert_eq!(glossary.license.as_deref(), Some("CC0-1.0"), "{}", glossary.name);
        assert_ne!(glossary.title, glossary.name, "{} has no title of its own", glossary.name);
    }
}

#[test]
fn what_a_term_is_taken_for_is_a_term_too() {
    let lexicon = Lexicon::builtin();
    let (mut named, mut unknown) = (0, Vec::new());
    for (_, term) in lexicon.terms() {
        for other in &term.confused_with {
            named += 1;
            if lexicon.by_headword(other).is_empty() {
                unknown.push(format!("{} names {other}", term.ru[0]));
            }
        }
    }
    assert!(unknown.len() * 20 < named, "{} of {named}:\n{}", unknown.len(), unknown.join("\n"));
}
