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
    let mut forms: Vec<Form> = Vec::new();
    let mut seen = BTreeSet::new();
    for (text, analysis) in inflect(term, pos, like) {
        if seen.insert((text.clone(), analysis.ud, analysis.lemma.clone())) {
            forms.push(Form { text, grammar: grammar(&analysis) });
        }
    }
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

/// The texts of [`forms_of`], each once, in no order that means anything. Compiling a large
/// glossary asks for nothing else, and most of the time would go into the grammar.
pub fn spellings_of(term: &str, pos: Option<Pos>, like: Option<&str>) -> Vec<String> {
    let mut texts: Vec<String> =
        inflect(term, pos, like).into_iter().map(|(text, _)| text).collect();
    texts.push(term.to_owned());
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// A form and what it is; a phrase is what its head is.
type Inflected = (String, Analysis);

fn inflect(term: &str, pos: Option<Pos>, like: Option<&str>) -> Vec<Inflected> {
    let words: Vec<&str> = term.split_whitespace().collect();
    match words.as_slice() {
        [] => Vec::new(),
        [word] => word_forms(word, pos, like),
        words => phrase_forms(words, pos),
    }
}

fn word_forms(word: &str, pos: Option<Pos>, like: Option<&str>) -> Vec<Inflected> {
    let mut forms = Vec::new();
    let mut seen: Vec<(String, u16)> = Vec::new();
    for analysis in head_analyses(word, pos, like) {
        // nominative and accusative of one noun are two analyses with one set of forms
        if let Some(entry) = analysis.entry {
            let paradigm = (analysis.lemma.clone(), entry.table);
            if seen.contains(&paradigm) {
                continue;
            }
            seen.push(paradigm);
        }
        let plural =
            fold(&analysis.lemma) != fold(word) && feature(&analysis, "Number") == Some("Plur");
        let mut own = DICTIONARY.forms(&analysis);
        own.retain(|form| !(plural && feature(form, "Number") == Some("Sing")));
        if feature(&analysis, "VerbForm") == Some("Part") {
            // a participle that is a term of its own is not its verb
            let same = |form: &Analysis, name| feature(form, name) == feature(&analysis, name);
            own.retain(|form| ["VerbForm", "Voice", "Tense"].iter().all(|name| same(form, name)));
        }
        forms.extend(own.into_iter().map(|mut form| (std::mem::take(&mut form.word), form)));
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

fn phrase_forms(words: &[&str], pos: Option<Pos>) -> Vec<Inflected> {
    let analyses: Vec<Vec<Analysis>> = words.iter().map(|word| DICTIONARY.analyze(word)).collect();
    let infinitive = is_infinitive(&analyses[0]);
    let head = head_of(words, &analyses);
    let Some((at, head)) = head.filter(|_| pos != Some(Pos::Verb) && !infinitive) else {
        return verb_phrase_forms(words, &analyses);
    };
    let parts = parts_of(words, &analyses, at);
    let plural = feature(&head, "Number") == Some("Plur");
    let mut forms = Vec::new();
    for head_form in DICTIONARY.forms(&head) {
        let (Some(case), Some(number)) =
            (feature(&head_form, "Case"), feature(&head_form, "Number"))
        else {
            continue;
        };
        if plural && number == "Sing" {
            continue;
        }
        // the accusative of adjectives follows the noun's animacy
        for accusative in animacies(&head_form, case) {
            let agreed = |part: &Part| match part {
                Part::Fixed(word) => Some(word.clone()),
                Part::Agrees(analysis) => agree(analysis, &head_form, case, number, *accusative),
            };
            let before = parts.iter().take(at).map(agreed);
            let after = parts.iter().skip(at + 1).map(agreed);
            let text: Option<Vec<String>> =
                before.chain([Some(head_form.word.clone())]).chain(after).collect();
            if let Some(text) = text {
                forms.push((text.join(" "), head_form.clone()));
            }
        }
    }
    forms
}

/// The first nominative noun that no preposition governs, with the analysis that makes it one.
fn head_of(words: &[&str], analyses: &[Vec<Analysis>]) -> Option<(usize, Analysis)> {
    for (at, candidates) in analyses.iter().enumerate() {
        let pos = |a: &Analysis| DICTIONARY.ud_tag(a.ud).map_or("", |tag| tag.pos());
        if at > 0 && candidates.first().is_some_and(|a| pos(a) == "ADP") {
            return None;
        }
        let nominative =
            |a: &&Analysis| matches!(pos(a), "NOUN" | "PROPN") && feature(a, "Case") == Some("Nom");
        // dictionary forms come before plurals: «силы» of «сила» only if nothing else fits
        let own = candidates.iter().filter(nominative).find(|a| fold(&a.lemma) == fold(words[at]));
        if let Some(head) = own.or_else(|| candidates.iter().find(nominative)) {
            // an adjective used as a noun is an adjective when another word follows to be the head
            let adjective = candidates.iter().any(|a| matches!(pos(a), "ADJ" | "DET" | "VERB"));
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

fn animacies(head: &Analysis, case: &str) -> &'static [Option<&'static str>] {
    match (case, feature(head, "Animacy")) {
        ("Acc", Some("Anim")) => &[Some("Anim")],
        ("Acc", Some("Inan")) => &[Some("Inan")],
        ("Acc", _) => &[Some("Inan"), Some("Anim")],
        _ => &[None],
    }
}

fn agree(
    word: &Analysis,
    head: &Analysis,
    case: &str,
    number: &str,
    animacy: Option<&str>,
) -> Option<String> {
    let pos = DICTIONARY.ud_tag(word.ud)?.pos();
    let mut wanted = vec![("Case", case), ("Number", number)];
    if pos != "NOUN" && number == "Sing" {
        wanted.extend(feature(head, "Gender").map(|gender| ("Gender", gender)));
    }
    let bare = wanted.len();
    // only masculine singular and plural accusatives differ by animacy
    if let Some(animacy) = animacy.filter(|_| pos != "NOUN") {
        wanted.push(("Animacy", animacy));
    }
    let form = DICTIONARY.inflect(word, &wanted);
    Some(form.or_else(|| DICTIONARY.inflect(word, &wanted[..bare]))?.word)
}

/// Forms of a phrase whose first verb changes and whose other words stay; the phrase itself when
/// it has no verb.
fn verb_phrase_forms(words: &[&str], analyses: &[Vec<Analysis>]) -> Vec<Inflected> {
    let verb = analyses.iter().position(|analyses| is_infinitive(analyses));
    let Some(at) = verb else { return Vec::new() };
    let with = |(form, analysis): Inflected| {
        let mut text: Vec<&str> = words.to_vec();
        text[at] = &form;
        (text.join(" "), analysis)
    };
    word_forms(words[at], Some(Pos::Verb), None).into_iter().map(with).collect()
}

fn is_infinitive(analyses: &[Analysis]) -> bool {
    analyses.first().is_some_and(|first| feature(first, "VerbForm") == Some("Inf"))
}

fn feature(analysis: &Analysis, name: &str) -> Option<&'static str> {
    DICTIONARY.ud_tag(analysis.ud)?.feat(name)
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
