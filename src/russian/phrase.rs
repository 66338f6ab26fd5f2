//! All forms of a term: one word by its paradigm, several by the agreement of its words.
//!
//! In «противоракетная оборона» the head is the first noun in the nominative; the adjectives
//! before it agree with it, everything after it stays as it is. In «ввести санкции» the verb
//! alone changes.

use std::collections::BTreeSet;

use rumorph::Analysis;

use super::{DICTIONARY, Form, Grammar, Pos, grammar, head_analyses};
use crate::script::fold;

/// Every form of `term`, the dictionary form first. `like` names a known word after whose model
/// an unknown one inflects.
pub fn forms_of(term: &str, pos: Option<Pos>, like: Option<&str>) -> Vec<Form> {
    let words: Vec<&str> = term.split_whitespace().collect();
    let mut forms = match words.as_slice() {
        [] => Vec::new(),
        [word] => word_forms(word, pos, like),
        words => phrase_forms(words, pos),
    };
    // the term itself is a form of it whatever the dictionary says
    if let Some(at) = forms.iter().position(|form| fold(&form.text) == fold(term)) {
        let mut own = forms.remove(at);
        term.clone_into(&mut own.text);
        forms.insert(0, own);
    } else {
        forms.insert(0, Form { text: term.to_owned(), grammar: Grammar::default() });
    }
    forms
}

fn word_forms(word: &str, pos: Option<Pos>, like: Option<&str>) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut seen = BTreeSet::new();
    for analysis in head_analyses(word, pos, like) {
        let plural = fold(&analysis.lemma) != fold(word);
        for form in DICTIONARY.forms(&analysis) {
            let grammar = grammar(&form);
            if plural && grammar.get("Number") == Some("Sing") {
                continue;
            }
            if seen.insert((form.word.clone(), form.ud)) {
                forms.push(Form { text: form.word, grammar });
            }
        }
    }
    forms
}

/// One word of a phrase and how it changes.
enum Part {
    /// It stays as it is.
    Fixed(String),
    /// It is in the same case and number as the head; an adjective also in its gender.
    Agrees(Analysis),
}

fn phrase_forms(words: &[&str], pos: Option<Pos>) -> Vec<Form> {
    let analyses: Vec<Vec<Analysis>> = words.iter().map(|word| DICTIONARY.analyze(word)).collect();
    let infinitive =
        analyses[0].first().is_some_and(|a| feature(a, "VerbForm").as_deref() == Some("Inf"));
    let head = head_of(words, &analyses);
    let Some((at, head)) = head.filter(|_| pos != Some(Pos::Verb) && !infinitive) else {
        return verb_phrase_forms(words);
    };
    let parts = parts_of(words, &analyses, at);
    let plural = feature(&head, "Number") == Some("Plur".to_owned());
    let mut forms = Vec::new();
    for head_form in DICTIONARY.forms(&head) {
        let grammar = grammar(&head_form);
        let (Some(case), Some(number)) = (grammar.get("Case"), grammar.get("Number")) else {
            continue;
        };
        if plural && number == "Sing" {
            continue;
        }
        // the accusative of adjectives follows the noun's animacy
        for accusative in animacies(&grammar, case) {
            let agreed = |part: &Part| match part {
                Part::Fixed(word) => Some(word.clone()),
                Part::Agrees(analysis) => agree(analysis, &grammar, case, number, accusative),
            };
            let before = parts.iter().take(at).map(agreed);
            let after = parts.iter().skip(at + 1).map(agreed);
            let text: Option<Vec<String>> =
                before.chain([Some(head_form.word.clone())]).chain(after).collect();
            if let Some(text) = text {
                let form = Form { text: text.join(" "), grammar: grammar.clone() };
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
    }
    forms
}

/// The first nominative noun that no preposition governs, with the analysis that makes it one.
fn head_of(words: &[&str], analyses: &[Vec<Analysis>]) -> Option<(usize, Analysis)> {
    for (at, candidates) in analyses.iter().enumerate() {
        let pos = |a: &Analysis| {
            DICTIONARY.ud_tag(a.ud).map(|tag| tag.pos().to_owned()).unwrap_or_default()
        };
        if at > 0 && candidates.first().is_some_and(|a| pos(a) == "ADP") {
            return None;
        }
        let nominative = |a: &&Analysis| {
            matches!(pos(a).as_str(), "NOUN" | "PROPN")
                && feature(a, "Case").as_deref() == Some("Nom")
        };
        // dictionary forms come before plurals: «силы» of «сила» only if nothing else fits
        let own = candidates.iter().filter(nominative).find(|a| fold(&a.lemma) == fold(words[at]));
        if let Some(head) = own.or_else(|| candidates.iter().find(nominative)) {
            // an adjective used as a noun is an adjective when another word follows to be the head
            let adjective =
                candidates.iter().any(|a| matches!(pos(a).as_str(), "ADJ" | "DET" | "VERB"));
            let later =
                analyses[at + 1..].first().is_some_and(|next| next.iter().any(|a| nominative(&a)));
            if !(adjective && later) {
                return Some((at, head.clone()));
            }
        }
    }
    None
}

fn parts_of(words: &[&str], analyses: &[Vec<Analysis>], head: usize) -> Vec<Part> {
    let fixed = |at: usize| Part::Fixed(words[at].to_owned());
    let agreeing = |at: usize| {
        let adjective = |a: &&Analysis| {
            let tag = DICTIONARY.ud_tag(a.ud);
            tag.is_some_and(|tag| {
                let declined = matches!(tag.pos(), "ADJ" | "DET" | "NUM")
                    || (tag.pos() == "VERB" && tag.feat("VerbForm") == Some("Part"));
                declined && tag.feat("Case") == Some("Nom") && tag.feat("Variant") != Some("Short")
            })
        };
        match analyses[at].iter().find(adjective) {
            Some(analysis) => Part::Agrees(analysis.clone()),
            None => fixed(at),
        }
    };
    let coordinated = |at: usize| {
        // «честь и достоинство»: a nominative noun after и changes with the head
        let noun = |a: &&Analysis| {
            let tag = DICTIONARY.ud_tag(a.ud);
            tag.is_some_and(|t| t.pos() == "NOUN" && t.feat("Case") == Some("Nom"))
                && fold(&a.lemma) == fold(words[at])
        };
        match analyses[at].iter().find(noun) {
            Some(analysis) => Part::Agrees(analysis.clone()),
            None => fixed(at),
        }
    };
    (0..words.len())
        .map(|at| match at {
            _ if at < head => agreeing(at),
            _ if at == head + 2 && words[head + 1] == "и" && words.len() == head + 3 => {
                coordinated(at)
            }
            _ => fixed(at),
        })
        .collect()
}

fn animacies(head: &Grammar, case: &str) -> Vec<Option<&'static str>> {
    match (case, head.get("Animacy")) {
        ("Acc", Some("Anim")) => vec![Some("Anim")],
        ("Acc", Some("Inan")) => vec![Some("Inan")],
        ("Acc", _) => vec![Some("Inan"), Some("Anim")],
        _ => vec![None],
    }
}

fn agree(
    word: &Analysis,
    head: &Grammar,
    case: &str,
    number: &str,
    animacy: Option<&str>,
) -> Option<String> {
    let pos = DICTIONARY.ud_tag(word.ud)?.pos().to_owned();
    let mut wanted = vec![("Case", case), ("Number", number)];
    if pos != "NOUN" && number == "Sing" {
        wanted.extend(head.get("Gender").map(|gender| ("Gender", gender)));
    }
    let bare = wanted.clone();
    // only masculine singular and plural accusatives differ by animacy
    if let Some(animacy) = animacy.filter(|_| pos != "NOUN") {
        wanted.push(("Animacy", animacy));
    }
    let form = DICTIONARY.inflect(word, &wanted).or_else(|| DICTIONARY.inflect(word, &bare))?;
    Some(form.word)
}

/// Forms of a phrase whose first verb changes and whose other words stay; the phrase itself when
/// it has no verb.
fn verb_phrase_forms(words: &[&str]) -> Vec<Form> {
    let verb = words.iter().position(|word| {
        let analyses = DICTIONARY.analyze(word);
        analyses.first().is_some_and(|a| feature(a, "VerbForm").as_deref() == Some("Inf"))
    });
    let Some(at) = verb else { return Vec::new() };
    let with = |form: Form| {
        let mut text: Vec<&str> = words.to_vec();
        text[at] = &form.text;
        Form { text: text.join(" "), grammar: form.grammar }
    };
    word_forms(words[at], Some(Pos::Verb), None).into_iter().map(with).collect()
}

fn feature(analysis: &Analysis, name: &str) -> Option<String> {
    DICTIONARY.ud_tag(analysis.ud)?.feat(name).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(term: &str, pos: Option<Pos>) -> BTreeSet<String> {
        forms_of(term, pos, None).into_iter().map(|f| f.text).collect()
    }

    #[test]
    fn words_have_all_their_forms() {
        let forms = texts("перезагрузка", Some(Pos::Noun));
        for form in ["перезагрузки", "перезагрузок", "перезагрузкой", "перезагрузками"]
        {
            assert!(forms.contains(form), "{form}");
        }
        assert!(texts("перезагружать", Some(Pos::Verb)).contains("перезагружаемый"));
        let forms = texts("переговоры", Some(Pos::Noun));
        assert!(forms.contains("переговоров") && !forms.contains("переговор"), "{forms:?}");
        assert!(texts("ракета-носитель", Some(Pos::Noun)).contains("ракетами-носителями"));
    }

    #[test]
    fn phrases_agree() {
        let forms = texts("противоракетная оборона", Some(Pos::Phrase));
        for form in
            ["противоракетной обороны", "противоракетную оборону", "противоракетной обороной"]
        {
            assert!(forms.contains(form), "{form}: {forms:?}");
        }
        let forms = texts("чрезвычайный и полномочный посол", Some(Pos::Phrase));
        assert!(forms.contains("чрезвычайного и полномочного посла"), "{forms:?}");
        let forms = texts("вооружённые силы", Some(Pos::Phrase));
        assert!(
            forms.contains("вооружённых сил") && !forms.contains("вооружённая сила"),
            "{forms:?}"
        );
        let forms = texts("министр иностранных дел", Some(Pos::Phrase));
        assert!(forms.contains("министром иностранных дел"), "{forms:?}");
        assert!(forms.contains("министров иностранных дел"), "{forms:?}");
        let forms = texts("верительная грамота", Some(Pos::Phrase));
        assert!(forms.contains("верительные грамоты"));
        let forms = texts("ввести санкции", Some(Pos::Phrase));
        assert!(forms.contains("ввела санкции") && forms.contains("введут санкции"), "{forms:?}");
    }

    #[test]
    fn an_unknown_word_inflects_like_another() {
        let forms = forms_of("киберперегрузка", None, Some("перегрузка"));
        assert!(forms.iter().any(|f| f.text == "киберперегрузками"), "{forms:?}");
        assert_eq!(forms_of("ъъъ", None, None)[0].text, "ъъъ");
    }
}
