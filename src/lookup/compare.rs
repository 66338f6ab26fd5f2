//! Two words side by side: whether they are the same, and what tells them apart.

use std::collections::{BTreeMap, BTreeSet};

use super::card::{self, apart};
use super::difference::{self, describe};
use super::paradigm::brief;
use super::text::{Line, Tone, marked, piece, plain};
use super::{Match, lookup, to_cyrillic};
use crate::english;
use crate::glossary::Term;
use crate::lexicon::{Lexicon, TermId};
use crate::russian;
use crate::script::{Script, fold, script_of};
use crate::translit::Scheme;

/// One of two words that are compared.
#[derive(Debug)]
pub struct Word {
    /// The word as it was given.
    pub given: String,
    /// What it is compared by: the Russian headword, or the English word.
    pub head: String,
    /// The terms it stands for; none where no glossary has it.
    pub terms: Vec<TermId>,
}

impl Word {
    /// Finds what a word stands for; `None` where neither a glossary nor the dictionary knows it.
    pub fn find(lexicon: &Lexicon, given: &str) -> Option<Self> {
        let given = given.trim().to_owned();
        let answers = lookup(lexicon, &given, usize::MAX);
        // a word that is a form of another one (банка of банк) and a word of its own is meant itself
        let own = russian::lemmas(&given).into_iter().find(|lemma| fold(lemma) == fold(&given));
        let first = answers.first().filter(|first| match first.how {
            Match::Near => false,
            Match::Inflected => own.is_none(),
            _ => true,
        });
        if let Some(first) = first {
            let head = match first.how {
                Match::English => given.clone(),
                _ => head_of(lexicon.term(first.term), &first.form),
            };
            let english = first.how == Match::English;
            let own = answers.iter().filter(|answer| match answer.how {
                Match::English => english,
                _ => !english && head_of(lexicon.term(answer.term), &answer.form) == head,
            });
            let terms = own.map(|answer| answer.term).collect();
            return Some(Self { given, head, terms });
        }
        let head = own.or_else(|| {
            let word = match script_of(&given) {
                Script::Latin => to_cyrillic(&given).into_iter().next()?,
                _ => given.clone(),
            };
            russian::lemmas(&word).into_iter().next()
        })?;
        Some(Self { given, head, terms: Vec::new() })
    }

    fn is_russian(&self) -> bool {
        script_of(&self.head) == Script::Cyrillic
    }

    /// All forms, folded, with what they are.
    fn forms(&self, lexicon: &Lexicon) -> BTreeMap<String, String> {
        if !self.is_russian() {
            return english::forms_of(&self.head).into_iter().map(|f| (f, String::new())).collect();
        }
        let own = Term::new(vec![self.head.clone()], Vec::new());
        let term = self.terms.first().map_or(&own, |term| lexicon.term(*term));
        let forms = russian::spellings_of(&self.head, term.pos, term.like.as_deref());
        let own = Term { ru: vec![self.head.clone()], ..term.clone() };
        forms.iter().map(|form| (fold(form).into_owned(), brief(&own, form))).collect()
    }

    /// Its renderings in the other language, each with how many terms give it.
    fn renderings(&self, lexicon: &Lexicon) -> BTreeMap<String, usize> {
        let mut counted = BTreeMap::new();
        for term in &self.terms {
            let term = lexicon.term(*term);
            for text in if self.is_russian() { &term.en } else { &term.ru } {
                *counted.entry(text.clone()).or_default() += 1;
            }
        }
        counted
    }

    /// Its renderings in the order of the glossaries.
    fn meanings(&self, lexicon: &Lexicon) -> String {
        let mut seen = BTreeSet::new();
        let mut meanings = Vec::new();
        for term in &self.terms {
            let term = lexicon.term(*term);
            let texts = if self.is_russian() { &term.en } else { &term.ru };
            meanings.extend(texts.iter().filter(|text| seen.insert(*text)).map(String::as_str));
        }
        meanings.join(", ")
    }
}

/// The rendering of a term that a form is of.
fn head_of(term: &Term, form: &str) -> String {
    let folded = fold(form);
    let is_own = |ru: &&String| {
        fold(ru) == folded
            || russian::spellings_of(ru, term.pos, term.like.as_deref())
                .iter()
                .any(|own| fold(own) == folded)
    };
    term.ru.iter().find(is_own).unwrap_or(&term.ru[0]).clone()
}

/// What tells two words apart, as the lines of a card.
pub fn compare(lexicon: &Lexicon, a: &Word, b: &Word, scheme: &Scheme) -> Vec<card::Section> {
    let mut sections: Vec<card::Section> =
        [a, b].into_iter().map(|word| section("", word_lines(lexicon, word, scheme))).collect();
    if a.head == b.head {
        let same = format!("“{}” and “{}” are forms of one word", a.given, b.given);
        let same = if a.given == b.given { "they are the same word".to_owned() } else { same };
        sections.push(section("letters", vec![vec![plain(same)]]));
        return sections;
    }
    sections.push(section("letters", letters(a, b)));
    sections.push(section("meanings", vec![vec![plain(shared_meanings(lexicon, a, b))]]));
    sections.push(section("forms", vec![vec![plain(shared_forms(lexicon, a, b))]]));
    sections.push(section("counts", counts(lexicon, a, b)));
    let listed = a.terms.iter().any(|x| b.terms.iter().any(|y| lexicon.are_listed(*x, *y)));
    if listed {
        let said = "the glossaries list them as mistaken for each other";
        sections.push(section("listed", vec![vec![plain(said)]]));
    }
    sections.retain(|section| !section.lines.is_empty());
    sections
}

fn section(label: &'static str, lines: Vec<Line>) -> card::Section {
    card::Section { label, lines }
}

fn word_lines(lexicon: &Lexicon, word: &Word, scheme: &Scheme) -> Vec<Line> {
    let mut line = vec![piece(&word.head, Tone::Head)];
    if word.is_russian() {
        line.extend([plain("  "), piece(scheme.romanize(&word.head), Tone::Latin)]);
    }
    let meanings = word.meanings(lexicon);
    let meanings = if meanings.is_empty() { "in no glossary in use".to_owned() } else { meanings };
    line.extend([plain("  "), plain(meanings)]);
    let mut lines = vec![line];
    let mut seen = BTreeSet::new();
    for term in &word.terms {
        let note = lexicon.term(*term).note.as_deref();
        lines.extend(note.filter(|note| seen.insert(*note)).map(|note| {
            vec![piece(format!("  {note}  [{}]", lexicon.glossary_of(*term)), Tone::Quiet)]
        }));
    }
    lines
}

fn letters(a: &Word, b: &Word) -> Vec<Line> {
    if a.is_russian() != b.is_russian() {
        return Vec::new();
    }
    let distance = apart(&a.head, &b.head);
    let Some(slip) = describe(&a.head, &b.head) else {
        return vec![vec![plain(format!("little in common, distance {distance}"))]];
    };
    let (above, below) = difference::rows(&a.head, &b.head);
    vec![
        marked(above, Tone::Plain),
        marked(below, Tone::Plain),
        vec![plain(format!("{slip}; distance {distance}"))],
    ]
}

fn shared_meanings(lexicon: &Lexicon, a: &Word, b: &Word) -> String {
    let shared: Vec<String> = if a.is_russian() == b.is_russian() {
        let russian = a.is_russian();
        let key = |text: &String| {
            if russian { english::key(text) } else { fold(text).into_owned() }
        };
        let others: BTreeSet<String> = b.renderings(lexicon).keys().map(key).collect();
        a.renderings(lexicon).into_keys().filter(|text| others.contains(&key(text))).collect()
    } else {
        // a word and what may be its translation
        let both = a.terms.iter().filter(|term| b.terms.contains(term));
        let both: Vec<&str> = both.map(|term| lexicon.glossary_of(*term)).collect();
        return match both.as_slice() {
            [] => "no glossary gives one for the other".to_owned(),
            names => format!("the one is given for the other in {}", names.join(", ")),
        };
    };
    match shared.as_slice() {
        [] => "none in common".to_owned(),
        shared => format!("in common: {}", shared.join(", ")),
    }
}

fn shared_forms(lexicon: &Lexicon, a: &Word, b: &Word) -> String {
    let others = b.forms(lexicon);
    let shared: Vec<String> = a
        .forms(lexicon)
        .into_iter()
        .filter_map(|(form, own)| {
            let other = others.get(&form)?;
            let what = if own.is_empty() && other.is_empty() {
                String::new()
            } else {
                format!(" ({}: {own}; {}: {other})", a.head, b.head)
            };
            Some(format!("{form}{what}"))
        })
        .collect();
    match shared.as_slice() {
        [] => "none coincide".to_owned(),
        shared => format!("coincide: {}", shared.join(", ")),
    }
}

/// How many terms give each rendering for each word, where a word has terms at all.
fn counts(lexicon: &Lexicon, a: &Word, b: &Word) -> Vec<Line> {
    if a.is_russian() != b.is_russian() {
        return Vec::new();
    }
    let (own, others) = (a.renderings(lexicon), b.renderings(lexicon));
    let (in_phrases, others_in_phrases) = (phrases(lexicon, a), phrases(lexicon, b));
    let line = |word: &Word, counted: &BTreeMap<String, usize>, phrases: usize| {
        let mut by_count: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (text, count) in counted {
            by_count.entry(*count).or_default().push(text);
        }
        let said = by_count.iter().rev();
        let said = said.map(|(count, texts)| format!("{count} × {}", texts.join(", ")));
        let said = said.collect::<Vec<_>>().join("; ");
        let said = if said.is_empty() { "no term".to_owned() } else { said };
        let phrases = match phrases {
            0 => String::new(),
            1 => "; in 1 phrase".to_owned(),
            count => format!("; in {count} phrases"),
        };
        vec![piece(&word.head, Tone::Head), plain(format!(": {said}{phrases}"))]
    };
    vec![line(a, &own, in_phrases), line(b, &others, others_in_phrases)]
}

/// How many terms of several words have the word in them.
fn phrases(lexicon: &Lexicon, word: &Word) -> usize {
    let forms: BTreeSet<String> = word.forms(lexicon).into_keys().collect();
    let has = |text: &String| {
        let folded = if word.is_russian() { fold(text).into_owned() } else { english::key(text) };
        folded.contains(' ') && folded.split(' ').any(|part| forms.contains(part))
    };
    let texts = |term: &Term| if word.is_russian() { term.ru.clone() } else { term.en.clone() };
    lexicon.terms().filter(|(_, term)| texts(term).iter().any(has)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translit;

    fn compared(a: &str, b: &str) -> String {
        let lexicon = Lexicon::builtin();
        let word = |given| Word::find(lexicon, given).unwrap();
        let sections = compare(lexicon, &word(a), &word(b), &translit::all()[0]);
        let line = |line: &Line| line.iter().map(|piece| piece.text.as_str()).collect::<String>();
        card::lay_out(&sections, 200).iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_two_of_the_button_are_told_apart() {
        let said = compared("peregruzka", "перезагрузками");
        for wanted in [
            "пере··грузка",
            "2 letters inserted",
            "distance 2",
            "none in common",
            "none coincide",
            "1 × reboot, reset, restart",
            "mistaken for each other",
        ] {
            assert!(said.contains(wanted), "{wanted} in\n{said}");
        }
    }

    #[test]
    fn what_coincides_is_told() {
        assert!(compared("перезагрузок", "перезагрузка").contains("forms of one word"));
        assert!(compared("перезагрузка", "перезагрузка").contains("the same word"));
        assert!(compared("reset", "перезагрузка").contains("given for the other in diplomacy"));
        let said = compared("reset", "discharge");
        assert!(said.contains("in common") && said.contains("сброс"), "{said}");
        let said = compared("банк", "банка");
        assert!(
            said.contains("coincide: ") && said.contains("банка (банк: gen sg; банка: nom sg)"),
            "{said}"
        );
    }

    #[test]
    fn a_word_that_nobody_knows_is_not_compared() {
        assert!(Word::find(Lexicon::builtin(), "qqqqq").is_none());
        let known = Word::find(Lexicon::builtin(), "щуками").unwrap();
        assert_eq!((known.head.as_str(), known.terms.len()), ("щука", 0));
    }
}
