//! Labelled tables of words: what a misspelt word should have been, what a word becomes in Latin
//! letters, which lemma a form belongs to. What a table measures is told by its columns.

use std::collections::BTreeMap;

use super::Scores;
use crate::checks;
use crate::engine::Checker;
use crate::error::{Error, ErrorKind};
use crate::glossary::{Glossary, Term};
use crate::lexicon::Lexicon;
use crate::lookup::{Match, lookup};
use crate::russian;
use crate::script::{Script, fold, script_of};
use crate::source::Source;
use crate::translit;

/// A row by the names of its columns.
pub(super) type Row<'t> = BTreeMap<&'t str, &'t str>;

/// Measures on a table. The glossaries named are the pool in which words are looked for; the right
/// words of the table are put among them.
pub fn table(source: &Source, names: &[String]) -> Result<Scores, Error> {
    let mut lines = source.text().lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let rows: Vec<Row<'_>> = lines
        .filter(|line| !line.is_empty())
        .map(|line| header.iter().copied().zip(line.split('\t')).collect())
        .collect();
    let has = |columns: &[&str]| columns.iter().all(|column| header.contains(column));
    let pool = || Lexicon::load(names).map_err(|mut errors| errors.remove(0));
    if has(&["scheme", "cyrillic", "latin"]) {
        Ok(romanizations(&rows))
    } else if has(&["verdict", "wrong", "right"]) {
        Ok(documented(&rows, pool()?))
    } else if has(&["wrong", "right"]) {
        Ok(misspellings(&rows, pool()?))
    } else if has(&["token", "ru"]) {
        homoglyphs(&rows, &pool()?)
    } else if has(&["form", "lemma", "upos"]) {
        Ok(inflection(&rows))
    } else if has(&["a", "b"]) {
        Ok(coverage(&rows, &pool()?))
    } else if has(&["glossary", "en_term", "ru_terms", "found", "en", "ru"]) {
        let check = checks::by_names(&["missing-term".to_owned()])?;
        Ok(super::adherence::measure(&rows, check[0]))
    } else if has(&["context", "correct", "wrong"]) {
        contexts(&rows, &pool()?)
    } else {
        let what = format!("columns {} are none that are known", header.join(", "));
        Err(Error::new(source.name(), ErrorKind::Syntax(what)).help(
            "known tables: scheme cyrillic latin; wrong right; wrong right verdict; form lemma upos; token ru; a b; context correct wrong",
        ))
    }
}

fn romanizations(rows: &[Row<'_>]) -> Scores {
    let mut scores = Scores::default();
    for row in rows {
        let name = row["scheme"].replace('_', "-");
        let Ok(scheme) = translit::by_name(&name) else {
            scores.notes.push(format!("no scheme is called {name}: row left out"));
            continue;
        };
        // some tables have the Cyrillic ё where the Latin letter belongs
        let wanted = row["latin"].replace('ё', "ë").replace('Ё', "Ë");
        let made = scheme.romanize(row["cyrillic"]);
        if made == wanted {
            scores.of("romanization").right += 1;
        } else {
            scores.of("romanization").missed += 1;
            scores.failures.push(format!("{name}: {} is {made}, not {wanted}", row["cyrillic"]));
        }
    }
    scores
}

/// A pool with the right words of a table added to it.
fn with_words<'w>(pool: Lexicon, words: impl Iterator<Item = &'w str>) -> Lexicon {
    let term = |word: &str| match script_of(word) {
        Script::Latin => Term::new(vec![format!("({word})")], vec![word.to_owned()]),
        _ => Term::new(vec![word.to_owned()], vec![format!("({word})")]),
    };
    let mut own: Vec<&str> = words.collect();
    own.sort_unstable();
    own.dedup();
    pool.with(&[Glossary::of_terms("table", own.into_iter().map(term).collect())])
}

/// The rank of `right` among the answers to `wrong`: any form of it counts for a Russian word.
fn rank(lexicon: &Lexicon, wrong: &str, right: &str) -> (Option<usize>, bool, Vec<String>) {
    let answers = lookup(lexicon, wrong, 20);
    let same = |form: &str| fold(form) == fold(right);
    let is_right = |answer: &crate::lookup::Answer| {
        let term = lexicon.term(answer.term);
        same(&answer.form) || term.en.iter().chain(&term.ru).any(|text| same(text))
    };
    // one word of two terms is one answer to whoever reads the list
    let mut seen = std::collections::BTreeSet::new();
    let answers: Vec<_> =
        answers.into_iter().filter(|a| seen.insert(fold(&a.form).into_owned())).collect();
    let exact = answers.first().is_some_and(|answer| answer.how != Match::Near);
    let shown = answers.iter().take(5).map(|a| format!("{} ({})", a.form, a.distance)).collect();
    (answers.iter().position(is_right), exact, shown)
}

fn misspellings(rows: &[Row<'_>], pool: Lexicon) -> Scores {
    let lexicon = with_words(pool, rows.iter().map(|row| row["right"]));
    let mut scores = Scores::default();
    for row in rows {
        let (wrong, right) = (row["wrong"], row["right"]);
        let (rank, _, shown) = rank(&lexicon, wrong, right);
        scores.of("misspelling").rank(rank);
        if rank != Some(0) {
            scores.failures.push(format!("{wrong}: {right} is not first of {}", shown.join(", ")));
        }
    }
    scores
}

fn documented(rows: &[Row<'_>], pool: Lexicon) -> Scores {
    let one_word = |row: &&Row<'_>| !row["right"].contains(' ') && !row["wrong"].contains(' ');
    let lexicon = with_words(pool, rows.iter().map(|row| row["right"]));
    let mut scores = Scores::default();
    for row in rows.iter().filter(one_word) {
        let (wrong, right) = (row["wrong"], row["right"]);
        match row["verdict"] {
            "error" => {
                let (rank, _, shown) = rank(&lexicon, wrong, right);
                scores.of("error").rank(rank);
                if rank != Some(0) {
                    scores
                        .failures
                        .push(format!("{wrong}: {right} is not first of {}", shown.join(", ")));
                }
            }
            verdict if verdict.starts_with("variant") => {
                // a variant of the right word must not be taken for an error
                let source = Source::new("variant", wrong);
                let clean =
                    Checker::new(&lexicon).check(&source).is_ok_and(|r| r.findings.is_empty());
                let score = scores.of("variant");
                if clean { score.silent += 1 } else { score.wrong += 1 }
            }
            _ => {}
        }
    }
    scores
}

fn homoglyphs(rows: &[Row<'_>], lexicon: &Lexicon) -> Result<Scores, Error> {
    let checker =
        Checker::new(lexicon).with_checks(checks::by_names(&["mixed-script".to_owned()])?);
    let mut scores = Scores::default();
    for row in rows {
        let token = row["token"];
        // a context may have been cut before the word
        let text = if row["ru"].contains(token) { row["ru"] } else { token };
        let source = Source::new("homoglyph", text);
        let report = checker.check(&source)?;
        let found =
            report.findings.iter().find(|f| f.text.contains(token) || token.contains(&f.text));
        let Some(finding) = found else {
            scores.of("mixed-script").missed += 1;
            scores.failures.push(format!("missed {token}: {}", row["ru"]));
            continue;
        };
        scores.of("mixed-script").right += 1;
        let good = |text: &str| script_of(text) == Script::Cyrillic && russian::is_known(text);
        let rank = finding.suggestions.iter().position(|s| good(&s.text));
        scores.of("mixed-script").rank(rank);
        if rank != Some(0) {
            scores.failures.push(format!("{token} is not repaired"));
        }
    }
    Ok(scores)
}

/// Forms against the lemmas they belong to: the lemmas are the terms.
fn inflection(rows: &[Row<'_>]) -> Scores {
    let mut lemmas: Vec<&str> = rows.iter().map(|row| row["lemma"]).collect();
    lemmas.sort_unstable();
    lemmas.dedup();
    let term = |lemma: &&str| Term::new(vec![(*lemma).to_owned()], vec![format!("({lemma})")]);
    let lexicon = Lexicon::new(&[Glossary::of_terms("lemmas", lemmas.iter().map(term).collect())]);
    let mut scores = Scores::default();
    let mut others = 0;
    for row in rows {
        let (form, lemma, pos) = (row["form"], row["lemma"], row["upos"]);
        let hits = lexicon.russian(form);
        let is_own =
            |hit: &&crate::lexicon::Hit| fold(&lexicon.term(hit.term).ru[0]) == fold(lemma);
        let met = hits.iter().any(|hit| is_own(&hit));
        others += usize::from(hits.iter().any(|hit| !is_own(&hit)));
        // what the dictionary reads as another lemma altogether is another word to it
        let known = russian::lemmas(form).iter().any(|own| fold(own) == fold(lemma));
        for name in [pos.to_owned(), format!("{pos} known")].iter().take(1 + usize::from(known)) {
            let score = scores.of(name);
            if met { score.right += 1 } else { score.missed += 1 }
        }
        if !met {
            let mark = if known { "known " } else { "" };
            scores.failures.push(format!("{mark}{pos} {form}: not met as {lemma}"));
        }
    }
    scores.notes.push(format!("{others} of {} forms meet another lemma (too)", rows.len()));
    scores
}

fn coverage(rows: &[Row<'_>], lexicon: &Lexicon) -> Scores {
    let has = |word: &str| !lexicon.by_headword(word).is_empty();
    let both = rows.iter().filter(|row| has(row["a"]) && has(row["b"])).count();
    let mut scores = Scores::default();
    let share = both as f64 * 100.0 / rows.len().max(1) as f64;
    scores.notes.push(format!(
        "{both} of {} pairs have both words in the glossaries: {share:.1} %",
        rows.len()
    ));
    for row in rows {
        for word in [row["a"], row["b"]].into_iter().filter(|word| !has(word)) {
            scores.failures.push(format!("no term: {word}"));
        }
    }
    scores
}

/// The wrong word of a pair, glossed with the right word's English, where both have one.
fn contexts(rows: &[Row<'_>], lexicon: &Lexicon) -> Result<Scores, Error> {
    let checker = Checker::new(lexicon);
    let english = |word: &str| {
        let lemmas = russian::lemmas(word);
        let ids = lemmas.iter().flat_map(|lemma| lexicon.by_headword(lemma));
        ids.into_iter().next().map(|id| lexicon.term(id).en[0].clone())
    };
    let mut scores = Scores::default();
    let mut without = 0;
    for row in rows {
        let (Some(right), Some(_)) = (english(row["correct"]), english(row["wrong"])) else {
            without += 1;
            continue;
        };
        let text = |word: &str| row["context"].replace('_', &format!("{word} ({right})"));
        let good = Source::new("context", text(row["correct"]));
        let bad = Source::new("context", text(row["wrong"]));
        let clean = checker.check(&good)?.findings.is_empty();
        let score = scores.of("confused-term");
        if clean {
            score.silent += 1;
        } else {
            score.wrong += 1;
        }
        let report = checker.check(&bad)?;
        if let Some(finding) = report.findings.iter().find(|f| fold(&f.text) == fold(row["wrong"]))
        {
            score.right += 1;
            score.rank(
                finding.suggestions.iter().position(|s| fold(&s.text) == fold(row["correct"])),
            );
        } else {
            score.missed += 1;
            scores.failures.push(format!("missed: {}", bad.text()));
        }
    }
    scores.notes.push(format!("{without} contexts left out: a word of the pair is no term"));
    Ok(scores)
}
