//! All that is known of a term, on a card.

use std::collections::BTreeMap;

use super::difference::{self, describe};
use super::paradigm::{self, Paradigm, spelt_as, table};
use super::text::{Line, Tone, marked, piece, plain, width, wrap};
use super::{Answer, Match, confused_with};
use crate::distance;
use crate::glossary::Term;
use crate::lexicon::{Lexicon, TermId};
use crate::russian;
use crate::script::{Script, fold, script_of};
use crate::translit::{self, Scheme};

/// In which words a term is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// In Russian.
    #[default]
    Russian,
    /// In English.
    English,
    /// In Russian, in Latin letters.
    Romanized,
}

impl Side {
    /// The next one, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Russian => Self::English,
            Self::English => Self::Romanized,
            Self::Romanized => Self::Russian,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Russian => "Russian",
            Self::English => "English",
            Self::Romanized => "romanized",
        }
    }
}

/// The Russian form that an answer is about: the one that was met, else the headword.
pub fn russian_form(lexicon: &Lexicon, answer: &Answer) -> String {
    let head = &lexicon.term(answer.term).ru[0];
    if answer.begins || script_of(&answer.form) != Script::Cyrillic {
        return head.clone();
    }
    spelt_as(head, &answer.form)
}

/// The English rendering that an answer is about: the one that was met, else the first.
pub fn english_form(lexicon: &Lexicon, answer: &Answer) -> String {
    let renderings = &lexicon.term(answer.term).en;
    let met = renderings.iter().find(|en| **en == answer.form);
    met.unwrap_or(&renderings[0]).clone()
}

/// What an answer is on one side: what is printed and copied.
pub fn chosen(lexicon: &Lexicon, answer: &Answer, side: Side, scheme: &Scheme) -> String {
    match side {
        Side::Russian => russian_form(lexicon, answer),
        Side::English => english_form(lexicon, answer),
        Side::Romanized => scheme.romanize(&russian_form(lexicon, answer)),
    }
}

/// How the query met the term, in a word or two.
pub fn tag(lexicon: &Lexicon, answer: &Answer, scheme: &Scheme) -> String {
    if let Some(other) = answer.mistaken {
        return format!("not {}", lexicon.term(other).ru[0]);
    }
    let layout = if answer.typed.is_some() { "layout, " } else { "" };
    let met = || {
        let grammar = paradigm::brief(lexicon.term(answer.term), &answer.form);
        match grammar.split_once(", ") {
            Some((first, _)) => format!("{first} …"),
            None => grammar,
        }
    };
    let how = match answer.how {
        Match::Near if answer.begins => "near beginning".to_owned(),
        Match::Near => format!("near, {}", answer.distance),
        _ if answer.begins => "beginning".to_owned(),
        Match::Exact => "exact".to_owned(),
        Match::Inflected => otherwise(met(), "a form"),
        Match::Romanized => match met() {
            grammar if grammar.is_empty() => scheme_of(answer, scheme).to_owned(),
            grammar => format!("{}, {grammar}", scheme_of(answer, scheme)),
        },
        Match::English => "English".to_owned(),
    };
    format!("{layout}{how}")
}

fn otherwise(text: String, instead: &str) -> String {
    if text.is_empty() { instead.to_owned() } else { text }
}

/// The scheme that a romanized query follows: the house's where it may be that.
fn scheme_of<'s>(answer: &Answer, house: &'s Scheme) -> &'s str {
    let follows = |at: usize| answer.schemes & 1 << at != 0;
    let schemes = translit::all();
    if schemes.iter().position(|scheme| scheme.name == house.name).is_some_and(follows) {
        return &house.name;
    }
    (0..schemes.len()).find(|at| follows(*at)).map_or("mixed schemes", |at| &schemes[at].name)
}

/// How the query met the term, in a sentence.
pub fn how(lexicon: &Lexicon, query: &str, answer: &Answer, scheme: &Scheme) -> String {
    let term = lexicon.term(answer.term);
    if let Some(other) = answer.mistaken {
        return format!("easily mistaken for {}", lexicon.term(other).ru[0]);
    }
    let said = answer.typed.as_deref().unwrap_or(query);
    let form = &spelt_as(&term.ru[0], &answer.form);
    let grammar = || match paradigm::brief(term, form) {
        words if words.is_empty() => String::new(),
        words => format!(", {words}"),
    };
    let how = match answer.how {
        Match::Near if answer.begins => format!("“{said}” nearly begins {form}"),
        _ if answer.begins && answer.typed.is_some() => "begins it".to_owned(),
        _ if answer.begins => format!("“{said}” begins it"),
        Match::Exact => "the term itself".to_owned(),
        Match::Inflected => format!("a form of it{}", grammar()),
        Match::Romanized => format!("{form} by {}{}", scheme_of(answer, scheme), grammar()),
        Match::English => format!("“{said}” is its English"),
        Match::Near => {
            let spelt = in_letters_of(said, form, scheme);
            let slip = describe(&said.to_lowercase(), &spelt);
            let slip = slip.map_or_else(String::new, |slip| format!(": {slip}"));
            format!("near {spelt}, distance {}{slip}", answer.distance)
        }
    };
    match &answer.typed {
        Some(typed) => format!("{typed} in the other keyboard layout: {how}"),
        None => how,
    }
}

/// A Russian word in the alphabet of `query`.
fn in_letters_of(query: &str, word: &str, scheme: &Scheme) -> String {
    match script_of(query) {
        Script::Latin => scheme.romanize(word),
        _ => word.to_owned(),
    }
}

/// A line of explanation for one query: what it is, what it is not, and what differs.
pub fn explain(lexicon: &Lexicon, query: &str, answers: &[Answer], scheme: &Scheme) -> String {
    let Some(first) = answers.first() else { return format!("{query}: nothing near") };
    let words = |id: TermId| {
        let term = lexicon.term(id);
        format!("{}, {}, {}", term.ru[0], scheme.romanize(&term.ru[0]), term.en[0])
    };
    let mut line = format!("{query}: {}", words(first.term));
    if first.how == Match::Near {
        line += &format!(" ({})", how(lexicon, query, first, scheme));
    }
    let confused = confused_with(lexicon, first.term);
    for &other in &confused {
        let own = in_letters_of(query, &lexicon.term(first.term).ru[0], scheme);
        let others = in_letters_of(query, &lexicon.term(other).ru[0], scheme);
        let slip = describe(&own, &others).map_or_else(String::new, |slip| format!(" ({slip})"));
        line += &format!("; not {}{slip}", words(other));
    }
    for other in answers.iter().skip(1).filter(|other| !confused.contains(&other.term)) {
        line += &format!("; or {}", words(other.term));
    }
    line
}

/// A part of a card under a word in the margin.
#[derive(Clone, Debug)]
pub struct Section {
    /// The word in the margin; empty for the top of the card.
    pub label: &'static str,
    /// What stands there.
    pub lines: Vec<Line>,
}

/// How much of a term is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What tells it from others.
    Short,
    /// Everything.
    Full,
}

/// The card of an answer, for lines of `room` columns.
pub fn card(
    lexicon: &Lexicon,
    query: &str,
    answer: &Answer,
    scheme: &Scheme,
    detail: Detail,
    room: usize,
) -> Vec<Section> {
    let term = lexicon.term(answer.term);
    let mut sections = vec![top(lexicon, query, answer, scheme)];
    let mut add = |label: &'static str, lines: Vec<Line>| {
        if !lines.is_empty() {
            sections.push(Section { label, lines });
        }
    };
    let latin = script_of(query) == Script::Latin;
    let confused = confused_with(lexicon, answer.term);
    add(
        "not",
        confused
            .iter()
            .flat_map(|&other| not(lexicon, term, other, scheme, latin, detail))
            .collect(),
    );
    let avoided: Vec<&str> =
        term.avoid_ru.iter().chain(&term.avoid_en).map(String::as_str).collect();
    add(
        "rejected",
        avoided.iter().take(1).map(|_| vec![piece(avoided.join(", "), Tone::Wrong)]).collect(),
    );
    if detail == Detail::Full {
        add("wrong", term.bad.iter().take(1).map(|text| vec![plain(text)]).collect());
        add("right", term.good.iter().take(1).map(|text| vec![plain(text)]).collect());
        add("forms", table(&Paradigm::of(term), None, room.saturating_sub(margin(room))));
        add("written", romanizations(&term.ru[0], scheme));
    }
    sections
}

fn top(lexicon: &Lexicon, query: &str, answer: &Answer, scheme: &Scheme) -> Section {
    let term = lexicon.term(answer.term);
    let mut head = vec![
        piece(term.ru.join(", "), Tone::Head),
        plain("  "),
        piece(scheme.romanize(&term.ru[0]), Tone::Latin),
    ];
    if let Some(pos) = pos(term) {
        head.extend([plain("  "), piece(pos, Tone::Quiet)]);
    }
    let met =
        format!("{}  [{}]", how(lexicon, query, answer, scheme), lexicon.glossary_of(answer.term));
    let mut lines = vec![head, vec![plain(term.en.join(", "))]];
    lines.extend(term.note.iter().map(|note| vec![plain(note)]));
    lines.push(vec![piece(met, Tone::Quiet)]);
    Section { label: "", lines }
}

/// The part of speech, from the glossary or the dictionary.
fn pos(term: &Term) -> Option<&'static str> {
    if let Some(pos) = term.pos {
        return Some(pos.name());
    }
    if term.ru[0].contains(' ') {
        return Some("phrase");
    }
    let readings = russian::readings(&term.ru[0]);
    let own = readings.iter().find(|reading| fold(&reading.lemma) == fold(&term.ru[0]));
    Some(match own.or(readings.first())?.pos {
        "NOUN" => "noun",
        "PROPN" => "name",
        "VERB" | "AUX" => "verb",
        "ADJ" | "DET" => "adjective",
        "ADV" => "adverb",
        _ => return None,
    })
}

/// A term that this one is mistaken for, and what differs.
fn not(
    lexicon: &Lexicon,
    term: &Term,
    other: TermId,
    scheme: &Scheme,
    latin: bool,
    detail: Detail,
) -> Vec<Line> {
    let other = lexicon.term(other);
    let mut lines = vec![vec![
        piece(&other.ru[0], Tone::Head),
        plain("  "),
        piece(scheme.romanize(&other.ru[0]), Tone::Latin),
        plain("  "),
        plain(other.en.join(", ")),
    ]];
    let written = |word: &str| if latin { scheme.romanize(word) } else { word.to_owned() };
    let (own, others) = (written(&term.ru[0]), written(&other.ru[0]));
    let Some(slip) = describe(&own, &others) else { return lines };
    if detail == Detail::Short {
        lines[0].push(piece(format!(" ({slip})"), Tone::Quiet));
        return lines;
    }
    let (above, below) = difference::rows(&own, &others);
    let indent = |row| [vec![plain("  ")], marked(row, Tone::Plain)].concat();
    let mut below = indent(below);
    below.extend([plain("  "), piece(slip, Tone::Quiet)]);
    lines.extend([indent(above), below]);
    lines
}

/// The ways a word is written in Latin letters, the house's first, then the commonest.
fn romanizations(word: &str, house: &Scheme) -> Vec<Line> {
    let mut ways: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for scheme in translit::all() {
        ways.entry(scheme.romanize(word)).or_default().push(&scheme.name);
    }
    let own = house.romanize(word);
    let mut ways: Vec<(String, Vec<&str>)> = ways.into_iter().collect();
    ways.sort_by_key(|(latin, schemes)| (*latin != own, std::cmp::Reverse(schemes.len())));
    let room = ways.iter().map(|(latin, _)| width(latin)).max().unwrap_or(0) + 2;
    ways.into_iter()
        .map(|(latin, mut schemes)| {
            let gap = " ".repeat(room.saturating_sub(width(&latin)));
            if latin == own {
                schemes.sort_by_key(|name| *name != house.name);
            }
            let more = schemes.len().saturating_sub(NAMED);
            let mut names = schemes[..schemes.len() - more].join(", ");
            if more > 0 {
                names += &format!(" and {more} more");
            }
            vec![piece(latin, Tone::Latin), plain(gap), piece(names, Tone::Quiet)]
        })
        .collect()
}

/// The number of schemes named beside a romanization.
const NAMED: usize = 3;

/// What is narrower has its labels on lines of their own.
const NARROW: usize = 60;

/// How wide the margin is for the labels.
fn margin(room: usize) -> usize {
    if room < NARROW { 2 } else { 10 }
}

/// A card in lines no wider than `room`.
pub fn lay_out(sections: &[Section], room: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let narrow = room < NARROW;
    for section in sections {
        let margin = if section.label.is_empty() { 0 } else { margin(room) };
        if narrow && !section.label.is_empty() {
            lines.push(vec![piece(section.label, Tone::Label)]);
        }
        for (at, line) in section.lines.iter().enumerate() {
            let label = if at == 0 && !narrow { section.label } else { "" };
            let indent = indent(line);
            let broken = wrap(line, room.saturating_sub(margin + indent));
            for (part, line) in broken.into_iter().enumerate() {
                let label = if part == 0 { label } else { "" };
                let gap = margin.saturating_sub(width(label));
                let mut own: Line = Vec::new();
                if margin > 0 {
                    own.extend([piece(label, Tone::Label), plain(" ".repeat(gap))]);
                }
                if part > 0 {
                    own.push(plain(" ".repeat(indent)));
                }
                own.extend(line);
                lines.push(own);
            }
        }
    }
    lines
}

/// How far a line is set in; what does not fit into it is set in as far.
fn indent(line: &Line) -> usize {
    let first = line.first().map_or("", |piece| piece.text.as_str());
    first.len() - first.trim_start_matches(' ').len()
}

/// A line of an answer in a list: the headword, its romanization, its meanings.
pub fn headline(lexicon: &Lexicon, answer: &Answer, scheme: &Scheme) -> Line {
    let term = lexicon.term(answer.term);
    vec![
        piece(&term.ru[0], Tone::Head),
        plain("  "),
        piece(scheme.romanize(&term.ru[0]), Tone::Latin),
        plain("  "),
        plain(term.en.join(", ")),
    ]
}

/// The letters of a text that a query for it has, if that is most of the query; `None` where it
/// is not what was meant.
pub fn met(query: &str, shown: &str) -> Option<Vec<bool>> {
    let (marks, count) = difference::common(query, shown);
    (count * 5 >= query.chars().count() * 3).then_some(marks)
}

/// The plain distance between two words.
pub fn apart(a: &str, b: &str) -> usize {
    distance::plain(&fold(a), &fold(b))
}

#[cfg(test)]
mod tests {
    use super::super::lookup;
    use super::super::text::line_width;
    use super::*;

    fn text(lines: &[Line]) -> String {
        let line = |line: &Line| {
            let text: String = line.iter().map(|piece| piece.text.as_str()).collect();
            text.trim_end().to_owned()
        };
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn first(query: &str) -> Answer {
        lookup(Lexicon::builtin(), query, 1).remove(0)
    }

    #[test]
    fn a_full_card_says_everything() {
        let lexicon = Lexicon::builtin();
        let scheme = &translit::all()[0];
        let answer = first("perezagruzok");
        for room in [40, 80, 120] {
            let card = card(lexicon, "perezagruzok", &answer, scheme, Detail::Full, room);
            let lines = lay_out(&card, room);
            assert!(lines.iter().all(|line| line_width(line) <= room), "{}", text(&lines));
            let shown = text(&lines);
            for wanted in [
                "перезагрузка",
                "reset, reboot, restart",
                "noun",
                "[diplomacy]",
                "gen pl",
                "peregruzka",
                "overload",
                "left out",
                "ресет",
                "перезагрузками",
                "peresagruska",
                "wrong",
                "right",
            ] {
                assert!(shown.contains(wanted), "{wanted} in\n{shown}");
            }
        }
    }

    #[test]
    fn the_button_is_explained_in_a_line() {
        let lexicon = Lexicon::builtin();
        let answers = lookup(lexicon, "peregruzka", 1);
        let line = explain(lexicon, "peregruzka", &answers, &translit::all()[0]);
        assert!(line.starts_with(
            "peregruzka: перегрузка, peregruzka, overload; not перезагрузка, perezagruzka, reset \
             (2 letters inserted after “pere”: “za”)"
        ), "{line}");
        let line = explain(lexicon, "qqqqq", &[], &translit::all()[0]);
        assert_eq!(line, "qqqqq: nothing near");
    }

    #[test]
    fn what_is_chosen_follows_the_query() {
        let lexicon = Lexicon::builtin();
        let scheme = &translit::all()[0];
        let chosen = |query: &str, side| chosen(lexicon, &first(query), side, scheme);
        assert_eq!(chosen("perezagruzok", Side::Russian), "перезагрузок");
        assert_eq!(chosen("перезагрузок", Side::English), "reset");
        assert_eq!(chosen("reboot", Side::English), "reboot");
        assert_eq!(chosen("reboot", Side::Romanized), "perezagruzka");
        assert_eq!(chosen("москвой", Side::Russian), "Москвой");
    }
}
