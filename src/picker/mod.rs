//! The as-you-type picker: what each key does, apart from terminals.
//!
//! A [`Picker`] is what has been typed, what that leads to and which page is open. Keys change it,
//! [`view`] draws it, [`terminal`] joins the two to a real terminal.

use std::cell::Cell;
use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::lexicon::Lexicon;
use crate::lookup::card::{self, Side, chosen};
use crate::lookup::paradigm::Paradigm;
use crate::lookup::{Answer, typing};
use crate::translit::{self, Scheme};

pub mod line;
pub mod terminal;
pub mod view;

use line::InputLine;

/// The most answers in the list: nobody pages further.
const MOST: usize = 60;

/// What a key press comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Go on.
    Stay,
    /// Put this on the clipboard, and go on.
    Copy(String),
    /// Print this and leave.
    Take(String),
    /// Leave.
    Leave,
}

/// What lies over the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The list with a card of the chosen answer.
    List,
    /// The whole card, scrolled so far.
    Card(usize),
    /// The forms of the chosen term, with one of them chosen: row and column.
    Paradigm(Paradigm, (usize, usize)),
    /// The schemes, with one of them chosen.
    Schemes(usize),
    /// The glossaries, with one of them chosen.
    Glossaries(usize),
    /// The keys.
    Help,
}

/// The picker.
#[derive(Clone, Debug)]
pub struct Picker<'l> {
    lexicon: &'l Lexicon,
    line: InputLine,
    answers: Vec<Answer>,
    /// Which answer is chosen.
    at: usize,
    side: Side,
    scheme: usize,
    /// All glossaries in use, and those that are left out at the moment.
    glossaries: Vec<String>,
    hidden: BTreeSet<String>,
    page: Page,
    /// What was done last, for the foot of the screen.
    said: String,
    /// How many answers a page of the list has, as it was last drawn.
    page_size: Cell<usize>,
    /// Where the card was last drawn from: it cannot be scrolled past its end.
    card_top: Cell<usize>,
}

impl<'l> Picker<'l> {
    /// A picker with nothing typed. Words are romanized by `scheme` until another is chosen.
    pub fn new(lexicon: &'l Lexicon, scheme: &Scheme) -> Self {
        let schemes = translit::all();
        Self {
            lexicon,
            line: InputLine::default(),
            answers: Vec::new(),
            at: 0,
            side: Side::default(),
            scheme: schemes.iter().position(|own| own.name == scheme.name).unwrap_or(0),
            glossaries: lexicon.glossary_names().into_iter().map(str::to_owned).collect(),
            hidden: BTreeSet::new(),
            page: Page::List,
            said: String::new(),
            page_size: Cell::new(5),
            card_top: Cell::new(0),
        }
    }

    /// Looks something up and forgets it, so that tables and dictionary are there when the first
    /// key is pressed.
    pub fn warm_up(&self) {
        for query in ["перзагрузка", "perzagruzka"] {
            let answers = typing(self.lexicon, query, 1, &|_| true);
            let _ = answers.first().map(|answer| card::tag(self.lexicon, answer, self.scheme()));
        }
    }

    /// The glossaries it looks in.
    pub fn lexicon(&self) -> &'l Lexicon {
        self.lexicon
    }

    /// What has been typed.
    pub fn query(&self) -> &str {
        self.line.text()
    }

    /// The answers, best first.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The chosen answer.
    pub fn answer(&self) -> Option<&Answer> {
        self.answers.get(self.at)
    }

    /// The scheme that words are romanized by.
    pub fn scheme(&self) -> &'static Scheme {
        &translit::all()[self.scheme]
    }

    /// On which side words are taken.
    pub fn side(&self) -> Side {
        self.side
    }

    /// The page that is open.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// What Enter prints.
    pub fn chosen(&self) -> Option<String> {
        let answer = self.answer()?;
        let form = match &self.page {
            Page::Paradigm(paradigm, (row, column)) => {
                paradigm.rows.get(*row).and_then(|row| row.forms.get(*column)?.clone())
            }
            _ => None,
        };
        Some(match (form, self.side) {
            (Some(form), Side::Romanized) => self.scheme().romanize(&form),
            (Some(form), _) => form,
            (None, side) => chosen(self.lexicon, answer, side, self.scheme()),
        })
    }

    /// Puts a text in, as if it had been typed.
    pub fn paste(&mut self, text: &str) {
        self.page = Page::List;
        self.line.insert(text);
        self.look_up();
    }

    /// What a key does.
    pub fn press(&mut self, key: KeyEvent) -> Step {
        if key.kind == KeyEventKind::Release {
            return Step::Stay;
        }
        self.said.clear();
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c') if control => Step::Leave,
            KeyCode::Char('d') if control && self.query().is_empty() => Step::Leave,
            KeyCode::Esc if self.page == Page::List => Step::Leave,
            KeyCode::Esc => {
                self.page = Page::List;
                Step::Stay
            }
            KeyCode::Char('y') if control => self.copy(),
            KeyCode::Tab => {
                self.side = self.side.next();
                Step::Stay
            }
            KeyCode::BackTab => {
                self.side = self.side.next().next();
                Step::Stay
            }
            KeyCode::F(1) => self.open(Page::Help),
            KeyCode::Char('?') if !control => self.open(Page::Help),
            KeyCode::Char('o') if control => self.open(Page::Card(0)),
            KeyCode::Char('s') if control => self.open(Page::Schemes(self.scheme)),
            KeyCode::Char('g') if control => self.open(Page::Glossaries(0)),
            KeyCode::Char('p') if control => self.open_paradigm(),
            _ => self.press_on_page(key, control),
        }
    }

    /// Opens a page; the key that opens it closes it too.
    fn open(&mut self, page: Page) -> Step {
        let same = std::mem::discriminant(&self.page) == std::mem::discriminant(&page);
        let needs_answer = matches!(page, Page::Card(_)) && self.answer().is_none();
        self.page = if same || needs_answer { Page::List } else { page };
        Step::Stay
    }

    fn open_paradigm(&mut self) -> Step {
        let Some(answer) = self.answer() else { return Step::Stay };
        let term = self.lexicon.term(answer.term);
        let paradigm = Paradigm::of(term);
        if paradigm.is_empty() {
            self.said = format!("{} has one form only", term.ru[0]);
            return Step::Stay;
        }
        let met = card::russian_form(self.lexicon, answer);
        let at = paradigm.place_of(&met).unwrap_or((0, 0));
        if self.side == Side::English {
            self.side = Side::Russian;
        }
        self.open(Page::Paradigm(paradigm, at))
    }

    fn copy(&mut self) -> Step {
        let Some(text) = self.chosen() else { return Step::Stay };
        self.said = format!("copied {text}");
        Step::Copy(text)
    }

    fn press_on_page(&mut self, key: KeyEvent, control: bool) -> Step {
        let by = match key.code {
            KeyCode::Up => Some(-1),
            KeyCode::Down => Some(1),
            KeyCode::PageUp => Some(-self.page_size.get().cast_signed()),
            KeyCode::PageDown => Some(self.page_size.get().cast_signed()),
            _ => None,
        };
        if let Some(by) = by {
            self.go(by);
            return Step::Stay;
        }
        match (&mut self.page, key.code) {
            (Page::Schemes(_) | Page::Glossaries(_) | Page::Help, KeyCode::Enter) => {
                self.page = Page::List;
            }
            (Page::Glossaries(at), KeyCode::Char(' ')) => {
                let name = self.glossaries[*at].clone();
                if !self.hidden.remove(&name) {
                    self.hidden.insert(name);
                }
                self.look_up();
            }
            (Page::Glossaries(_), KeyCode::Char('a')) if !control => {
                let all = self.hidden.is_empty();
                let names = self.glossaries.iter().filter(|_| all);
                self.hidden = names.cloned().collect();
                self.look_up();
            }
            (Page::Paradigm(paradigm, at), KeyCode::Left | KeyCode::Right) => {
                let columns = paradigm.columns.len().max(1);
                let next =
                    if key.code == KeyCode::Left { at.1.saturating_sub(1) } else { at.1 + 1 };
                at.1 = next.min(columns - 1);
            }
            (_, KeyCode::Enter) => {
                return self.chosen().map_or(Step::Stay, Step::Take);
            }
            // what is typed goes into the line, whatever page is open
            _ => self.edit(key, control),
        }
        Step::Stay
    }

    /// Moves what is chosen on the page.
    fn go(&mut self, by: isize) {
        let moved =
            |at: usize, count: usize| at.saturating_add_signed(by).min(count.saturating_sub(1));
        match &mut self.page {
            Page::List => self.at = moved(self.at, self.answers.len()),
            Page::Card(top) => {
                // the view knows where the card ends
                *top = moved(self.card_top.get(), usize::MAX);
            }
            Page::Paradigm(paradigm, at) => at.0 = moved(at.0, paradigm.rows.len()),
            Page::Schemes(at) => {
                *at = moved(*at, translit::all().len());
                self.scheme = *at;
            }
            Page::Glossaries(at) => *at = moved(*at, self.glossaries.len()),
            Page::Help => {}
        }
    }

    fn edit(&mut self, key: KeyEvent, control: bool) {
        let line = &mut self.line;
        let before = line.text().to_owned();
        match key.code {
            KeyCode::Char('a') if control => line.start(),
            KeyCode::Char('e') if control => line.end(),
            KeyCode::Char('u') if control => line.delete_to_start(),
            KeyCode::Char('w') if control => line.delete_word(),
            KeyCode::Char('h') if control => line.backspace(),
            KeyCode::Char('d') if control => line.delete(),
            KeyCode::Char(c) if !control && !key.modifiers.contains(KeyModifiers::ALT) => {
                line.insert(c.encode_utf8(&mut [0; 4]));
            }
            KeyCode::Backspace => line.backspace(),
            KeyCode::Delete => line.delete(),
            KeyCode::Left => line.left(),
            KeyCode::Right => line.right(),
            KeyCode::Home => line.start(),
            KeyCode::End => line.end(),
            _ => return,
        }
        if self.line.text() != before {
            self.page = Page::List;
            self.look_up();
        }
    }

    fn look_up(&mut self) {
        let within = |term| !self.hidden.contains(self.lexicon.glossary_of(term));
        self.answers = typing(self.lexicon, self.line.text(), MOST, &within);
        self.at = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker() -> Picker<'static> {
        Picker::new(Lexicon::builtin(), &translit::all()[0])
    }

    fn key(code: KeyCode) -> KeyEvent {
        KeyEvent::new(code, KeyModifiers::NONE)
    }

    fn control(letter: char) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
    }

    fn type_in(picker: &mut Picker<'_>, text: &str) {
        for c in text.chars() {
            assert_eq!(picker.press(key(KeyCode::Char(c))), Step::Stay);
        }
    }

    #[test]
    fn what_is_typed_is_answered_and_taken() {
        let mut picker = picker();
        assert_eq!(picker.press(key(KeyCode::Enter)), Step::Stay, "nothing to take");
        type_in(&mut picker, "gthtpfuheprf");
        assert_eq!(picker.chosen().as_deref(), Some("перезагрузка"));
        picker.press(key(KeyCode::Tab));
        assert_eq!(picker.chosen().as_deref(), Some("reset"));
        picker.press(key(KeyCode::Tab));
        assert_eq!(picker.press(control('y')), Step::Copy("perezagruzka".to_owned()));
        assert_eq!(picker.press(key(KeyCode::Enter)), Step::Take("perezagruzka".to_owned()));
    }

    #[test]
    fn pages_open_and_close() {
        let mut picker = picker();
        picker.press(control('o'));
        assert_eq!(*picker.page(), Page::List, "there is no card yet");
        type_in(&mut picker, "перезагрузка");
        for (open, page) in [
            (key(KeyCode::Char('?')), Page::Help),
            (control('o'), Page::Card(0)),
            (control('s'), Page::Schemes(0)),
            (control('g'), Page::Glossaries(0)),
        ] {
            picker.press(open);
            assert_eq!(*picker.page(), page);
            assert_eq!(picker.press(key(KeyCode::Esc)), Step::Stay);
            assert_eq!(*picker.page(), Page::List);
        }
        assert_eq!(picker.press(key(KeyCode::Esc)), Step::Leave);
        assert_eq!(picker.press(control('c')), Step::Leave);
        picker.press(control('s'));
        assert_eq!(picker.press(control('c')), Step::Leave, "from anywhere");
        let mut picker = self::picker();
        type_in(&mut picker, "п");
        assert_eq!(picker.press(control('d')), Step::Stay);
        picker.press(control('u'));
        assert_eq!(picker.press(control('d')), Step::Leave, "the line is empty");
    }

    #[test]
    fn a_form_is_taken_from_the_paradigm() {
        let mut picker = picker();
        type_in(&mut picker, "reset");
        picker.press(control('p'));
        for code in [KeyCode::Down, KeyCode::Right] {
            picker.press(key(code));
        }
        assert_eq!(picker.chosen().as_deref(), Some("перезагрузок"));
        picker.press(key(KeyCode::Tab));
        picker.press(key(KeyCode::Tab));
        assert_eq!(picker.press(key(KeyCode::Enter)), Step::Take("perezagruzok".to_owned()));
    }

    #[test]
    fn schemes_and_glossaries_are_chosen() {
        let mut picker = picker();
        type_in(&mut picker, "щит");
        let house = picker.scheme().name.clone();
        picker.press(control('s'));
        picker.press(key(KeyCode::Down));
        assert_ne!(picker.scheme().name, house);
        picker.press(key(KeyCode::Enter));
        assert_eq!(*picker.page(), Page::List);
        let all = picker.answers().len();
        picker.press(control('g'));
        picker.press(key(KeyCode::Char('a')));
        assert_eq!(picker.answers().len(), 0, "all are left out");
        picker.press(key(KeyCode::Char('a')));
        assert_eq!(picker.answers().len(), all);
        picker.press(key(KeyCode::Char(' ')));
        let first = picker.glossaries[0].clone();
        let lexicon = picker.lexicon();
        assert!(picker.answers().iter().all(|answer| lexicon.glossary_of(answer.term) != first));
    }

    #[test]
    fn the_list_is_walked_within_its_bounds() {
        let mut picker = picker();
        picker.press(key(KeyCode::Down));
        type_in(&mut picker, "пере");
        let first = picker.chosen();
        for code in [KeyCode::Up, KeyCode::Down, KeyCode::PageDown, KeyCode::PageUp, KeyCode::Up] {
            picker.press(key(code));
        }
        assert_eq!(picker.chosen(), first);
        for _ in 0..200 {
            picker.press(key(KeyCode::Down));
        }
        assert!(picker.chosen().is_some());
        type_in(&mut picker, "г");
        assert_eq!(picker.at, 0, "a new list begins at its top");
    }
}
