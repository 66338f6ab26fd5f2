//! Looking over a glossary: what can never match, clashes, or is in the wrong field.

use std::collections::BTreeMap;

use super::{Glossary, Term, near_pairs};
use crate::english;
use crate::russian;
use crate::script::{Script, fold, is_cyrillic, is_latin, script_of};
use crate::span::Span;

/// Something in a glossary that its owner should look at.
#[derive(Debug, PartialEq, Eq)]
pub struct Lint {
    /// Where in the glossary's file.
    pub span: Span,
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Looks over one glossary. In the order of the file.
pub fn lint(glossary: &Glossary) -> Vec<Lint> {
    let mut lints = Vec::new();
    for (term, place) in glossary.terms.iter().zip(&glossary.places) {
        fields(glossary, term, *place, &mut lints);
    }
    duplicates(glossary, &mut lints);
    near(glossary, &mut lints);
    lints.sort_by(|a, b| (a.span, &a.message).cmp(&(b.span, &b.message)));
    lints
}

fn fields(glossary: &Glossary, term: &Term, place: Span, lints: &mut Vec<Lint>) {
    let text = glossary.source().text();
    let mut add = |word: &str, message: String, help: &str| {
        lints.push(Lint { span: find(text, place, word), message, help: help.to_owned() });
    };
    for ru in term.ru.iter().chain(&term.avoid_ru) {
        // a name that is not translated is the same on both sides
        if !ru.contains(is_cyrillic) && !term.en.contains(ru) {
            add(ru, format!("`{ru}` has no Cyrillic letter"), "ru and avoid-ru are for Russian");
        }
        for word in ru.split([' ', '-']).filter(|word| script_of(word) == Script::Mixed) {
            add(
                ru,
                format!("`{word}` mixes Cyrillic and Latin letters"),
                "type it again in one alphabet",
            );
        }
    }
    for en in term.en.iter().chain(&term.avoid_en) {
        if en.contains(is_cyrillic) {
            add(en, format!("`{en}` has Cyrillic letters"), "en and avoid-en are for English");
        }
        if !en.contains(is_latin) && !en.contains(|c: char| c.is_ascii_digit()) {
            add(en, format!("`{en}` has no letter"), "give a word");
        }
    }
    for text in term.ru.iter().chain(&term.en).filter(|text| text.contains(['(', '['])) {
        add(
            text,
            format!("`{text}` has a remark in it, and no text is written so"),
            "put what is in brackets into `note`",
        );
    }
    for side in [&term.ru, &term.en] {
        for (at, text) in side.iter().enumerate() {
            if text.trim().is_empty() {
                add("", "an empty rendering".to_owned(), "take it out");
            } else if side[..at].contains(text) {
                add(text, format!("`{text}` is given twice"), "take one out");
            }
        }
    }
    let own = term.forms.is_empty() && term.like.is_none() && term.pos != Some(russian::Pos::Name);
    for ru in term.ru.iter().filter(|ru| own && !term.is_exact(ru)) {
        let words = ru.split(' ').filter(|w| w.chars().all(|c| is_cyrillic(c) || c == '-'));
        for word in words.filter(|word| !word.is_empty() && !russian::is_known(word)) {
            add(
                ru,
                format!("no dictionary knows `{word}`"),
                "check the spelling, or say how it inflects with `like` or `forms`",
            );
        }
    }
    if let Some(like) = term.like.as_deref().filter(|like| !russian::is_known(like)) {
        add(
            like,
            format!("`like` names `{like}`, which no dictionary knows"),
            "name a known word of the same kind",
        );
    }
    for en in &term.avoid_en {
        if term.en.iter().any(|e| english::key(e) == english::key(en)) {
            add(en, format!("`{en}` is both given and rejected"), "take it out of one of the two");
        }
    }
    for ru in &term.avoid_ru {
        if term.ru.iter().any(|r| fold(r) == fold(ru)) {
            add(ru, format!("`{ru}` is both given and rejected"), "take it out of one of the two");
        }
    }
}

fn duplicates(glossary: &Glossary, lints: &mut Vec<Lint>) {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (at, (term, place)) in glossary.terms.iter().zip(&glossary.places).enumerate() {
        for ru in &term.ru {
            for en in &term.en {
                let pair = (fold(ru).into_owned(), english::key(en));
                if let Some(first) = seen.get(&pair).filter(|first| **first != at) {
                    let other = &glossary.terms[*first].ru[0];
                    lints.push(Lint {
                        span: find(glossary.source().text(), *place, ru),
                        message: format!("`{ru}` for “{en}” stands already under `{other}`"),
                        help: "make one term of the two".to_owned(),
                    });
                } else {
                    seen.insert(pair, at);
                }
            }
        }
    }
}

/// Two terms of one glossary no farther apart than this (in thousandths) are easily mistaken.
const NEAR: u32 = 129;

fn near(glossary: &Glossary, lints: &mut Vec<Lint>) {
    let terms: Vec<&Term> = glossary.terms.iter().collect();
    for pair in near_pairs(&terms, NEAR) {
        let (first, second) = (terms[pair.terms.0], terms[pair.terms.1]);
        // a word and its longer relative are seldom mistaken: свидетельство, свидетельствовать
        let length = |term: &Term| term.ru[0].chars().count();
        if length(first).abs_diff(length(second)) > 3 {
            continue;
        }
        lints.push(Lint {
            span: find(glossary.source().text(), glossary.places[pair.terms.1], &second.ru[0]),
            message: format!("`{}` is easily mistaken for `{}`", second.ru[0], first.ru[0]),
            help: "if they mean different things, name each in the other's `confused-with`"
                .to_owned(),
        });
    }
}

/// Looks over glossaries together: words that are confused with nothing that is there, or that do
/// not return it; what one rejects and another gives. Each lint with the number of its glossary.
pub fn lint_between(glossaries: &[Glossary]) -> Vec<(usize, Lint)> {
    let mut lints = Vec::new();
    let mut heads: BTreeMap<String, Vec<&Term>> = BTreeMap::new();
    for term in glossaries.iter().flat_map(|glossary| &glossary.terms) {
        for ru in &term.ru {
            heads.entry(fold(ru).into_owned()).or_default().push(term);
        }
    }
    for (number, glossary) in glossaries.iter().enumerate() {
        let text = glossary.source().text();
        for (term, place) in glossary.terms.iter().zip(&glossary.places) {
            let mut add = |word: &str, message: String, help: &str| {
                let lint = Lint { span: find(text, *place, word), message, help: help.to_owned() };
                lints.push((number, lint));
            };
            for other in &term.confused_with {
                let returns = |partner: &&Term| {
                    let names = partner.confused_with.iter().map(|name| fold(name));
                    names.into_iter().any(|name| term.ru.iter().any(|ru| fold(ru) == name))
                };
                match heads.get(fold(other).as_ref()) {
                    None => add(
                        other,
                        format!("`{other}` is no term of the glossaries given"),
                        "add a term for it, or check the spelling",
                    ),
                    Some(partners) if !partners.iter().any(returns) => add(
                        other,
                        format!("`{other}` does not name `{}` in return", term.ru[0]),
                        "name each in the other's `confused-with`",
                    ),
                    Some(_) => {}
                }
            }
            for avoided in &term.avoid_ru {
                let same =
                    |given: &&&Term| !std::ptr::eq(**given, term) && english_meets(given, term);
                let mut given = heads.get(fold(avoided).as_ref()).into_iter().flatten();
                if let Some(given) = given.find(same) {
                    add(
                        avoided,
                        format!(
                            "`{avoided}` is rejected here, and given for “{}” elsewhere",
                            given.en[0]
                        ),
                        "take it out of one of the two",
                    );
                }
            }
        }
    }
    lints
}

fn english_meets(a: &Term, b: &Term) -> bool {
    a.en.iter().any(|x| b.en.iter().any(|y| english::key(x) == english::key(y)))
}

/// Where `word` stands in a term's part of the file; the whole term if it is written differently.
fn find(text: &str, place: Span, word: &str) -> Span {
    match text[place.range()].find(word) {
        Some(at) if !word.is_empty() => Span::new(place.start + at, place.start + at + word.len()),
        _ => place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn what_cannot_match_is_named() {
        let text = "[glossary]\nname = \"own\"\n\n[[term]]\nru = \"cброс\"\nen = [\"reset\", \"сброс\"]\n\
                    [[term]]\nru = \"договор\"\nen = \"treaty\"\n[[term]]\nru = \"договор\"\nen = \"treaty\"\n\
                    [[term]]\nru = \"перзагрузка\"\nen = \"reset\"\n";
        let glossary = Glossary::parse(Source::new("own.toml", text)).unwrap();
        let messages: Vec<String> = lint(&glossary).into_iter().map(|l| l.message).collect();
        for part in [
            "`cброс` mixes",
            "`сброс` has Cyrillic",
            "stands already",
            "no dictionary knows `перзагрузка`",
        ] {
            assert!(messages.iter().any(|m| m.contains(part)), "{part}: {messages:?}");
        }
    }

    #[test]
    fn confused_terms_must_exist_and_name_each_other() {
        let text = "[glossary]\nname = \"own\"\n[[term]]\nru = \"кампания\"\nen = \"campaign\"\n\
                    confused-with = [\"компания\", \"камапния\"]\n";
        let other = "[glossary]\nname = \"other\"\n[[term]]\nru = \"компания\"\nen = \"company\"\n\
                     [[term]]\nru = \"фирма\"\nen = \"company\"\navoid-ru = \"компания\"\n";
        let parse = |text: &str| Glossary::parse(Source::new("own.toml", text)).unwrap();
        let glossaries = [parse(text), parse(other)];
        let lints = lint_between(&glossaries);
        let messages: Vec<(usize, &str)> =
            lints.iter().map(|(number, lint)| (*number, lint.message.as_str())).collect();
        assert_eq!(
            messages,
            [
                (0, "`компания` does not name `кампания` in return"),
                (0, "`камапния` is no term of the glossaries given"),
                (1, "`компания` is rejected here, and given for “company” elsewhere"),
            ]
        );
    }

    #[test]
    fn unmarked_near_pairs_are_named() {
        let text = "[glossary]\nname = \"own\"\n[[term]]\nru = \"кампания\"\nen = \"campaign\"\n\
                    [[term]]\nru = \"компания\"\nen = \"company\"\n";
        let glossary = Glossary::parse(Source::new("own.toml", text)).unwrap();
        assert!(lint(&glossary)[0].message.contains("easily mistaken"));
    }
}
