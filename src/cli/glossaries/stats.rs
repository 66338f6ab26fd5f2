//! `sverka glossary stats`: what there is, in numbers.

use std::collections::BTreeSet;
use std::io::{self, Write};

use rayon::prelude::*;

use crate::cli::here::TermChoice;
use crate::cli::{Outcome, Stop};
use crate::glossary::Term;
use crate::russian::{self, Pos};
use crate::script::fold;

/// What is counted. What several glossaries share counts once in the total.
#[derive(Default)]
struct Counts {
    terms: usize,
    words: BTreeSet<String>,
    english: usize,
    /// Each pair once, whichever of the two lists the other.
    pairs: BTreeSet<(String, String)>,
    avoided: usize,
    bad: usize,
    good: usize,
    names: usize,
    forms: BTreeSet<String>,
}

const TITLES: [&str; 9] =
    ["terms", "words", "English", "pairs", "avoided", "bad", "good", "names", "forms"];

impl Counts {
    fn add(&mut self, term: &Term) {
        self.terms += 1;
        self.english += term.en.len();
        self.avoided += term.avoid_ru.len() + term.avoid_en.len();
        self.bad += term.bad.len();
        self.good += term.good.len();
        self.names += usize::from(term.pos == Some(Pos::Name));
        for ru in &term.ru {
            self.words.extend(fold(ru).split(' ').map(str::to_owned));
        }
        if let Some(first) = term.ru.first() {
            let first = fold(first).into_owned();
            self.pairs.extend(term.confused_with.iter().map(|other| {
                let other = fold(other).into_owned();
                if first <= other { (first.clone(), other) } else { (other, first.clone()) }
            }));
        }
    }

    fn merge(&mut self, other: Self) {
        self.terms += other.terms;
        self.english += other.english;
        self.avoided += other.avoided;
        self.bad += other.bad;
        self.good += other.good;
        self.names += other.names;
        self.words.extend(other.words);
        self.pairs.extend(other.pairs);
        self.forms.extend(other.forms);
    }

    fn write(&self, name: &str, out: &mut dyn Write) -> io::Result<()> {
        let numbers = [
            self.terms,
            self.words.len(),
            self.english,
            self.pairs.len(),
            self.avoided,
            self.bad,
            self.good,
            self.names,
            self.forms.len(),
        ];
        let columns = numbers.map(|number| format!("{number:>9}"));
        writeln!(out, "{name:16}{}", columns.concat())
    }
}

fn forms(term: &Term) -> Vec<String> {
    let made = term.ru.iter().flat_map(|ru| {
        if term.is_exact(ru) {
            vec![ru.clone()]
        } else {
            russian::spellings_of(ru, term.pos, term.like.as_deref())
        }
    });
    made.chain(term.forms.iter().cloned()).map(|form| fold(&form).into_owned()).collect()
}

pub(super) fn run(choice: &TermChoice, out: &mut dyn Write) -> Result<Outcome, Stop> {
    writeln!(out, "{:16}{}", "", TITLES.map(|title| format!("{title:>9}")).concat())?;
    let glossaries = choice.load()?;
    let mut total = Counts::default();
    for glossary in &glossaries {
        let mut counts = Counts::default();
        glossary.terms.iter().for_each(|term| counts.add(term));
        counts.forms = glossary.terms.par_iter().flat_map_iter(forms).collect();
        counts.write(&glossary.name, out)?;
        total.merge(counts);
    }
    if glossaries.len() > 1 {
        total.write("total", out)?;
    }
    Ok(Outcome::Clean)
}
