//! The forms of a term in a table, as a grammar prints them.

use super::text::{Line, Piece, Tone, piece, plain, width, wrap};
use crate::glossary::Term;
use crate::russian::{self, Form, Grammar};
use crate::script::{Casing, Script, fold, script_of};

/// The forms of a term by their grammar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paradigm {
    /// The heads of the columns; none where there is one column only.
    pub columns: Vec<&'static str>,
    /// The rows; each has a form in some of the columns.
    pub rows: Vec<Row>,
}

/// A row of a [`Paradigm`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What its forms have in common.
    pub name: &'static str,
    /// The same in a few letters, for narrow screens.
    pub brief: &'static str,
    /// The form in each column; none where the word has no such form.
    pub forms: Vec<Option<String>>,
}

const CASES: [(&str, &str, &str); 6] = [
    ("Nom", "nominative", "nom"),
    ("Gen", "genitive", "gen"),
    ("Dat", "dative", "dat"),
    ("Acc", "accusative", "acc"),
    ("Ins", "instrumental", "ins"),
    ("Loc", "prepositional", "prep"),
];

/// Features that a form must have.
type Wanted = &'static [(&'static str, &'static str)];

const NUMBERS: [(&str, Wanted); 2] =
    [("singular", &[("Number", "Sing")]), ("plural", &[("Number", "Plur")])];

const GENDERS: [(&str, Wanted); 4] = [
    ("masculine", &[("Number", "Sing"), ("Gender", "Masc")]),
    ("feminine", &[("Number", "Sing"), ("Gender", "Fem")]),
    ("neuter", &[("Number", "Sing"), ("Gender", "Neut")]),
    ("plural", &[("Number", "Plur")]),
];

const VERB: [(&str, Wanted); 17] = [
    ("infinitive", &[("VerbForm", "Inf")]),
    ("I", &[("VerbForm", "Fin"), ("Mood", "Ind"), ("Person", "1"), ("Number", "Sing")]),
    ("you", &[("VerbForm", "Fin"), ("Mood", "Ind"), ("Person", "2"), ("Number", "Sing")]),
    ("he, she", &[("VerbForm", "Fin"), ("Mood", "Ind"), ("Person", "3"), ("Number", "Sing")]),
    ("we", &[("VerbForm", "Fin"), ("Mood", "Ind"), ("Person", "1"), ("Number", "Plur")]),
    ("you all", &[("VerbForm", "Fin"), ("Mood", "Ind"), ("Person", "2"), ("Number", "Plur")]),
    ("they", &[("VerbForm", "Fin"), ("Mood", "Ind"), ("Person", "3"), ("Number", "Plur")]),
    ("he, past", &[("VerbForm", "Fin"), ("Tense", "Past"), ("Gender", "Masc")]),
    ("she, past", &[("VerbForm", "Fin"), ("Tense", "Past"), ("Gender", "Fem")]),
    ("it, past", &[("VerbForm", "Fin"), ("Tense", "Past"), ("Gender", "Neut")]),
    ("they, past", &[("VerbForm", "Fin"), ("Tense", "Past"), ("Number", "Plur")]),
    ("imperative", &[("Mood", "Imp"), ("Person", "2"), ("Number", "Sing")]),
    ("imperative plural", &[("Mood", "Imp"), ("Person", "2"), ("Number", "Plur")]),
    (
        "active participle",
        &[
            ("VerbForm", "Part"),
            ("Voice", "Act"),
            ("Tense", "Pres"),
            ("Case", "Nom"),
            ("Gender", "Masc"),
        ],
    ),
    (
        "past participle",
        &[
            ("VerbForm", "Part"),
            ("Voice", "Act"),
            ("Tense", "Past"),
            ("Case", "Nom"),
            ("Gender", "Masc"),
        ],
    ),
    (
        "passive participle",
        &[("VerbForm", "Part"), ("Voice", "Pass"), ("Case", "Nom"), ("Gender", "Masc")],
    ),
    ("gerund", &[("VerbForm", "Conv")]),
];

impl Paradigm {
    /// The paradigm of a term's first rendering; empty for what does not inflect.
    pub fn of(term: &Term) -> Self {
        let forms = forms(term, 0);
        let has = |name: &str, value: &str| {
            forms.iter().any(|form| form.grammar.get(name) == Some(value))
        };
        if has("VerbForm", "Inf") {
            return Self::by_rows(&forms);
        }
        if CASES.iter().all(|(case, ..)| !has("Case", case)) {
            return Self::default();
        }
        let adjective = forms.first().is_some_and(|form| form.grammar.pos == "ADJ")
            || (has("Gender", "Masc") && has("Gender", "Fem"));
        let columns: &[(&str, Wanted)] = if adjective { &GENDERS } else { &NUMBERS };
        Self::by_cases(&forms, columns)
    }

    fn by_cases(forms: &[Form], columns: &[(&'static str, Wanted)]) -> Self {
        let find = |case: &str, wanted: Wanted| {
            let fits =
                |form: &&Form| form.grammar.get("Case") == Some(case) && has_all(form, wanted);
            // adjectives have two accusatives; what they are said of here is mostly no living thing
            let inanimate = |form: &&Form| form.grammar.get("Animacy") == Some("Inan");
            let mut all = forms.iter().filter(fits);
            let form = all.clone().find(inanimate).or_else(|| all.next());
            form.map(|form| form.text.clone())
        };
        let rows = CASES.iter().map(|(case, name, brief)| Row {
            name,
            brief,
            forms: columns.iter().map(|(_, wanted)| find(case, wanted)).collect(),
        });
        let mut paradigm =
            Self { columns: columns.iter().map(|(name, _)| *name).collect(), rows: rows.collect() };
        paradigm.drop_empty();
        paradigm
    }

    fn by_rows(forms: &[Form]) -> Self {
        let rows = VERB.iter().filter_map(|(name, wanted)| {
            let form = forms.iter().find(|form| has_all(form, wanted))?;
            Some(Row { name, brief: name, forms: vec![Some(form.text.clone())] })
        });
        Self { columns: Vec::new(), rows: rows.collect() }
    }

    /// Words that are plural only have no singular.
    fn drop_empty(&mut self) {
        self.rows.retain(|row| row.forms.iter().any(Option::is_some));
        for column in (0..self.columns.len()).rev() {
            if self.rows.iter().all(|row| row.forms[column].is_none()) {
                self.columns.remove(column);
                for row in &mut self.rows {
                    row.forms.remove(column);
                }
            }
        }
    }

    /// The row and column of a form.
    pub fn place_of(&self, form: &str) -> Option<(usize, usize)> {
        let folded = fold(form);
        let is_it = |own: &Option<String>| own.as_ref().is_some_and(|own| fold(own) == folded);
        let rows = self.rows.iter().enumerate();
        let mut places = rows.filter_map(|(at, row)| Some((at, row.forms.iter().position(is_it)?)));
        places.next()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

fn has_all(form: &Form, wanted: Wanted) -> bool {
    wanted.iter().all(|(name, value)| form.grammar.get(name) == Some(*value))
}

/// All forms of one rendering of a term.
fn forms(term: &Term, rendering: usize) -> Vec<Form> {
    let Some(ru) = term.ru.get(rendering) else { return Vec::new() };
    if term.is_exact(ru) {
        return Vec::new();
    }
    let mut forms = russian::forms_of(ru, term.pos, term.like.as_deref());
    for form in &mut forms {
        form.text = spelt_as(ru, &form.text);
    }
    forms
}

/// A Russian form with the capitals of its headword: the dictionary has none.
pub fn spelt_as(head: &str, form: &str) -> String {
    let capital = head.chars().next().is_some_and(char::is_uppercase);
    match Casing::of(head) {
        _ if script_of(form) != Script::Cyrillic => form.to_owned(),
        Casing::Upper => Casing::Upper.apply(form),
        _ if capital => Casing::Title.apply(form),
        _ => form.to_owned(),
    }
}

/// A paradigm as lines of `room` columns; the form at `at` (row, column) is marked. Where a table
/// would be wider, each row is a list.
pub fn table(paradigm: &Paradigm, at: Option<(usize, usize)>, room: usize) -> Vec<Line> {
    let widest = |names: &mut dyn Iterator<Item = usize>| names.max().unwrap_or(0) + 2;
    let columns: Vec<usize> = (0..paradigm.columns.len().max(1))
        .map(|column| {
            let head = paradigm.columns.get(column).map_or(0, |name| width(name));
            let form = |row: &Row| row.forms.get(column)?.as_deref().map(width);
            widest(&mut paradigm.rows.iter().filter_map(form).chain([head]))
        })
        .collect();
    let all = columns.iter().sum::<usize>().saturating_sub(2);
    let names = widest(&mut paradigm.rows.iter().map(|row| width(row.name)));
    let briefs = widest(&mut paradigm.rows.iter().map(|row| width(row.brief)));
    let names = if names + all <= room { names } else { briefs };
    let list = names + all > room;
    let mut lines = Vec::new();
    if !paradigm.columns.is_empty() && !list {
        let mut head = " ".repeat(names);
        head.extend(paradigm.columns.iter().zip(&columns).map(|(name, room)| padded(name, *room)));
        lines.push(vec![piece(head.trim_end(), Tone::Quiet)]);
    }
    for (number, row) in paradigm.rows.iter().enumerate() {
        let marked = at.filter(|at| at.0 == number).map(|at| at.1);
        let forms = if list { listed(row, marked) } else { aligned(row, marked, &columns) };
        let mut name = if names == briefs { row.brief } else { row.name };
        for line in wrap(&forms, room.saturating_sub(names)) {
            lines.push([vec![piece(padded(name, names), Tone::Quiet)], line].concat());
            name = "";
        }
    }
    lines
}

fn padded(text: &str, room: usize) -> String {
    format!("{text}{}", " ".repeat(room.saturating_sub(width(text))))
}

/// The forms of a row, one after the other.
fn listed(row: &Row, marked: Option<usize>) -> Line {
    let mut line = Line::new();
    for (column, form) in row.forms.iter().enumerate() {
        if column > 0 {
            line.push(plain(", "));
        }
        line.push(cell(form.as_deref(), marked == Some(column)));
    }
    line
}

/// The forms of a row, each in its column.
fn aligned(row: &Row, marked: Option<usize>, columns: &[usize]) -> Line {
    let mut line = Line::new();
    for (column, (form, room)) in row.forms.iter().zip(columns).enumerate() {
        let cell = cell(form.as_deref(), marked == Some(column));
        let gap = room.saturating_sub(width(&cell.text));
        line.extend([cell, plain(" ".repeat(gap))]);
    }
    line
}

fn cell(form: Option<&str>, marked: bool) -> Piece {
    piece(form.unwrap_or("–"), if marked { Tone::Mark } else { Tone::Plain })
}

/// What the form is of the term, briefly: `gen pl`, or `gen sg, nom pl`; nothing where the
/// dictionary does not say.
pub fn brief(term: &Term, form: &str) -> String {
    let folded = fold(form);
    for rendering in 0..term.ru.len() {
        let mut said: Vec<String> = Vec::new();
        for found in forms(term, rendering).iter().filter(|found| fold(&found.text) == folded) {
            let words = briefly(&found.grammar);
            if !words.is_empty() && !said.contains(&words) {
                said.push(words);
            }
        }
        if !said.is_empty() {
            return said.join(", ");
        }
    }
    String::new()
}

fn briefly(grammar: &Grammar) -> String {
    let case = grammar.get("Case").and_then(|value| CASES.iter().find(|(case, ..)| *case == value));
    let number = match grammar.get("Number") {
        Some("Sing") => "sg",
        Some("Plur") => "pl",
        _ => "",
    };
    if let Some((.., case)) = case.filter(|_| grammar.get("VerbForm").is_none()) {
        return format!("{case} {number}").trim_end().to_owned();
    }
    let words = match (grammar.get("VerbForm"), grammar.get("Mood"), grammar.get("Tense")) {
        (Some("Inf"), ..) => "infinitive",
        (Some("Conv"), ..) => "gerund",
        (Some("Part"), ..) => "participle",
        (_, Some("Imp"), _) => "imperative",
        (_, _, Some("Past")) => "past",
        (_, _, Some("Pres")) => "present",
        (_, _, Some("Fut")) => "future",
        _ => "",
    };
    match grammar.get("Person").filter(|_| grammar.get("VerbForm") == Some("Fin")) {
        Some(person) => format!("{words} {person} {number}").trim().to_owned(),
        None if words == "past" => format!("{words} {number}").trim_end().to_owned(),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(ru: &str) -> Term {
        Term::new(vec![ru.to_owned()], vec!["x".to_owned()])
    }

    fn row<'p>(paradigm: &'p Paradigm, name: &str) -> Vec<&'p str> {
        let row = paradigm.rows.iter().find(|row| row.name == name).unwrap();
        row.forms.iter().map(|form| form.as_deref().unwrap_or("–")).collect()
    }

    #[test]
    fn nouns_have_cases_and_numbers() {
        let paradigm = Paradigm::of(&term("перезагрузка"));
        assert_eq!(paradigm.columns, ["singular", "plural"]);
        assert_eq!(row(&paradigm, "genitive"), ["перезагрузки", "перезагрузок"]);
        assert_eq!(row(&paradigm, "prepositional"), ["перезагрузке", "перезагрузках"]);
        let paradigm = Paradigm::of(&term("вооружённые силы"));
        assert_eq!(paradigm.columns, ["plural"]);
        assert_eq!(row(&paradigm, "genitive"), ["вооружённых сил"]);
    }

    #[test]
    fn adjectives_have_genders_and_verbs_persons() {
        let paradigm = Paradigm::of(&term("ядерный"));
        assert_eq!(paradigm.columns, ["masculine", "feminine", "neuter", "plural"]);
        assert_eq!(row(&paradigm, "genitive"), ["ядерного", "ядерной", "ядерного", "ядерных"]);
        assert_eq!(row(&paradigm, "accusative"), ["ядерный", "ядерную", "ядерное", "ядерные"]);
        let paradigm = Paradigm::of(&term("перезагрузить"));
        assert_eq!(row(&paradigm, "they"), ["перезагрузят"]);
        assert_eq!(row(&paradigm, "she, past"), ["перезагрузила"]);
        assert_eq!(row(&paradigm, "imperative"), ["перезагрузи"]);
        assert!(Paradigm::of(&term("НАТО")).is_empty());
        assert!(Paradigm::of(&term("быстро")).is_empty());
    }

    #[test]
    fn names_keep_their_capital() {
        let paradigm = Paradigm::of(&term("Чёрное море"));
        assert_eq!(row(&paradigm, "genitive")[0], "Чёрного моря");
        assert_eq!(spelt_as("НАТО", "нато"), "НАТО");
        assert_eq!(spelt_as("ПРО", "missile defense"), "missile defense");
    }

    #[test]
    fn tables_fit_the_room_they_have() {
        for (word, room) in
            [("ядерный", 38), ("ядерный", 90), ("перезагрузка", 38), ("сбросить", 34)]
        {
            let paradigm = Paradigm::of(&term(word));
            let lines = table(&paradigm, Some((0, 0)), room);
            assert!(lines.iter().all(|line| super::super::text::line_width(line) <= room));
            let text: String = lines.iter().flatten().map(|piece| piece.text.as_str()).collect();
            let forms = paradigm.rows.iter().flat_map(|row| row.forms.iter().flatten());
            assert!(forms.into_iter().all(|form| text.contains(form)), "{text}");
        }
    }

    #[test]
    fn forms_are_told_briefly() {
        assert_eq!(brief(&term("перезагрузка"), "перезагрузок"), "gen pl");
        assert_eq!(brief(&term("перезагрузка"), "перезагрузки"), "gen sg, nom pl, acc pl");
        assert_eq!(brief(&term("перезагрузить"), "перезагрузят"), "future 3 pl");
        assert_eq!(brief(&term("перезагрузка"), "щука"), "");
    }
}
