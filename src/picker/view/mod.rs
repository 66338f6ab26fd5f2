//! What the picker looks like: a line to type in, a list, a card, and a foot that says what Enter does.
//!
//! Everything is drawn from the state, into whatever room there is. Colour is never the only sign.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line as DrawnLine, Span};

use super::{Page, Picker};
use crate::lookup::card::{Detail, card, lay_out};
use crate::lookup::paradigm::table;
use crate::lookup::text::{Line, Tone, clusters, cut, line_width, piece, plain, width, wrap};
use crate::lookup::to_cyrillic;
use crate::russian;
use crate::script::{Script, script_of};
use crate::translit;

mod list;

use list::draw_list;

/// From this width on the card stands beside the list.
const WIDE: u16 = 110;

/// From this width on the screen says how each answer was met, and where words are looked for.
const ROOMY: u16 = 54;

/// Draws the picker into the whole of the frame.
pub fn draw(frame: &mut Frame<'_>, picker: &Picker<'_>, colored: bool) {
    let area = frame.area();
    if area.width < 4 || area.height < 1 {
        return;
    }
    let mut canvas = Canvas { frame, colored };
    let [prompt, body, foot] = parts(area);
    draw_prompt(&mut canvas, picker, prompt);
    match picker.page() {
        Page::List => draw_list_and_card(&mut canvas, picker, body),
        Page::Card(top) => draw_card(&mut canvas, picker, body, *top),
        Page::Paradigm(paradigm, at) => {
            let room = usize::from(body.width);
            let lines = table(paradigm, Some(*at), room);
            let chosen = |line: &Line| line.iter().any(|piece| piece.tone == Tone::Mark);
            let row = lines.iter().position(chosen).unwrap_or(0);
            draw_page(&mut canvas, body, "Forms · arrows choose one", &lines, row);
        }
        Page::Schemes(at) => {
            let lines = scheme_lines(picker, *at);
            draw_page(&mut canvas, body, "Romanization", &lines, *at);
        }
        Page::Glossaries(at) => {
            let lines = glossary_lines(picker, *at);
            let title = "Glossaries · Space leaves out, a all";
            draw_page(&mut canvas, body, title, &lines, *at);
        }
        Page::Help => draw_page(&mut canvas, body, "Keys", &help_lines(), 0),
    }
    draw_foot(&mut canvas, picker, foot);
}

/// The prompt, what is under it, the foot.
fn parts(area: Rect) -> [Rect; 3] {
    let prompt = Rect { height: area.height.min(2), ..area };
    let foot = u16::from(area.height > 3);
    let body = area.height - prompt.height - foot;
    [
        prompt,
        Rect { y: area.y + prompt.height, height: body, ..area },
        Rect { y: area.y + prompt.height + body, height: foot, ..area },
    ]
}

/// Where lines are put.
struct Canvas<'c, 'f> {
    frame: &'c mut Frame<'f>,
    colored: bool,
}

impl Canvas<'_, '_> {
    /// Puts a line at row `y` of an area; what does not fit is not shown.
    fn put(&mut self, area: Rect, y: u16, line: &Line) {
        if y < area.height {
            let spans: Vec<Span<'_>> = line
                .iter()
                .map(|piece| Span::styled(piece.text.as_str(), self.style(piece.tone)))
                .collect();
            let drawn = DrawnLine::from(spans);
            self.frame.buffer_mut().set_line(area.x, area.y + y, &drawn, area.width);
        }
    }

    fn rule(&mut self, area: Rect, y: u16) {
        self.put(area, y, &vec![piece("─".repeat(usize::from(area.width)), Tone::Quiet)]);
    }

    fn style(&self, tone: Tone) -> Style {
        let color = |color: Color| if self.colored { Style::new().fg(color) } else { Style::new() };
        match tone {
            Tone::Plain => Style::new(),
            Tone::Head => Style::new().add_modifier(Modifier::BOLD),
            Tone::Latin => color(Color::Cyan),
            Tone::Label | Tone::Quiet => Style::new().add_modifier(Modifier::DIM),
            Tone::Mark if self.colored => color(Color::Yellow).add_modifier(Modifier::BOLD),
            Tone::Mark => Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Tone::Wrong => color(Color::Red),
        }
    }
}

const SIGN: &str = "› ";

fn draw_prompt(canvas: &mut Canvas<'_, '_>, picker: &Picker<'_>, area: Rect) {
    let room = usize::from(area.width);
    let status = status(picker, room);
    let shown = room.saturating_sub(width(SIGN) + 1);
    // a long line is shown from where the cursor can be seen
    let column = picker.line.column();
    let skipped = column.saturating_sub(shown);
    let mut left = 0;
    let visible: String = clusters(picker.query())
        .skip_while(|letter| {
            let before = left < skipped;
            left += width(letter);
            before
        })
        .collect();
    let mut line = vec![piece(SIGN, Tone::Quiet), piece(visible, Tone::Head)];
    let used = line_width(&line);
    if used + 2 + width(&status) <= room {
        line.push(plain(" ".repeat(room - used - width(&status))));
        line.push(piece(status, Tone::Quiet));
    }
    canvas.put(area, 0, &line);
    canvas.rule(area, 1);
    let x = area.x + (width(SIGN) + column.min(shown)) as u16;
    canvas.frame.set_cursor_position(Position { x: x.min(area.right() - 1), y: area.y });
}

/// What words are looked for in and written by.
fn status(picker: &Picker<'_>, room: usize) -> String {
    let (all, hidden) = (picker.glossaries.len(), picker.hidden.len());
    let scheme = &picker.scheme().name;
    let glossaries = match (all, hidden) {
        (1, 0) => picker.glossaries[0].clone(),
        (all, 0) => format!("{all} glossaries"),
        (all, hidden) => format!("{} of {all} glossaries", all - hidden),
    };
    if room < usize::from(ROOMY) { scheme.clone() } else { format!("{scheme} · {glossaries}") }
}

fn draw_list_and_card(canvas: &mut Canvas<'_, '_>, picker: &Picker<'_>, area: Rect) {
    if picker.answers().is_empty() {
        for (at, line) in empty_lines(picker, usize::from(area.width)).iter().enumerate() {
            canvas.put(area, at as u16 + 1, line);
        }
        return;
    }
    if area.width >= WIDE {
        let half = area.width * 9 / 20;
        draw_list(canvas, picker, Rect { width: half, ..area });
        let card = Rect { x: area.x + half + 2, width: area.width - half - 2, ..area };
        draw_glance(canvas, picker, card);
        return;
    }
    let count = picker.answers().len() as u16;
    let rows = if area.height < 10 { area.height } else { (area.height * 2 / 5).min(count) };
    draw_list(canvas, picker, Rect { height: rows, ..area });
    if rows < area.height {
        canvas.rule(area, rows);
        let rest = area.height - rows - 1;
        draw_glance(canvas, picker, Rect { y: area.y + rows + 1, height: rest, ..area });
    }
}

fn empty_lines(picker: &Picker<'_>, room: usize) -> Vec<Line> {
    let mut said = Vec::new();
    if picker.query().trim().is_empty() {
        said.push("Type a word as you remember it: in Russian, in English, in Latin letters by any scheme, half of it, misspelt, or with the wrong keyboard layout on.".to_owned());
        said.push(String::new());
        said.push("перезагр · peresagruska · reset · perzagruzka · gthtpfuheprf".to_owned());
    } else {
        let query = picker.query().trim();
        said.push(format!("Nothing near “{query}”."));
        said.extend(in_dictionary(query, picker.scheme()));
    }
    if !picker.hidden.is_empty() {
        let hidden = picker.hidden.len();
        said.push(String::new());
        said.push(format!(
            "{hidden} of {} glossaries are left out: Ctrl-G.",
            picker.glossaries.len()
        ));
    }
    let indented = |text: String| wrap(&[piece(text, Tone::Quiet)], room.saturating_sub(4));
    let mut lines: Vec<Line> = said.into_iter().flat_map(indented).collect();
    for line in &mut lines {
        line.insert(0, plain("  "));
    }
    lines
}

/// What the dictionary says of a word that no glossary has.
fn in_dictionary(query: &str, scheme: &translit::Scheme) -> Option<String> {
    let word = match script_of(query) {
        Script::Latin => to_cyrillic(query).into_iter().next()?,
        _ => query.to_owned(),
    };
    let reading = russian::readings(&word).into_iter().next()?;
    let lemma = &reading.lemma;
    let what = reading.describe();
    let what = if what.is_empty() { String::new() } else { format!(", {what}") };
    Some(format!("No term, but a word: {lemma}, {}{what}.", scheme.romanize(lemma)))
}

/// What stands before the chosen line of a list, and before the others.
const CHOSEN: &str = "▸ ";
const NOT_CHOSEN: &str = "  ";

/// The first row shown, so that the chosen one is.
fn first_shown(at: usize, count: usize, rows: usize) -> usize {
    let middle = at.saturating_sub(rows / 2);
    middle.min(count.saturating_sub(rows))
}

/// As much of the card as there is room for.
fn draw_glance(canvas: &mut Canvas<'_, '_>, picker: &Picker<'_>, area: Rect) {
    let lines = card_lines(picker, area.width);
    let rows = usize::from(area.height);
    let more = lines.len() > rows;
    let shown = if more { rows.saturating_sub(1) } else { rows };
    for (at, line) in lines.iter().take(shown).enumerate() {
        canvas.put(area, at as u16, line);
    }
    if more {
        canvas.put(area, shown as u16, &vec![piece("… Ctrl-O shows the whole card", Tone::Quiet)]);
    }
}

fn card_lines(picker: &Picker<'_>, room: u16) -> Vec<Line> {
    let Some(answer) = picker.answer() else { return Vec::new() };
    let query = picker.query().trim();
    let room = usize::from(room);
    let card = card(picker.lexicon(), query, answer, picker.scheme(), Detail::Full, room);
    lay_out(&card, room)
}

fn draw_card(canvas: &mut Canvas<'_, '_>, picker: &Picker<'_>, area: Rect, top: usize) {
    let lines = card_lines(picker, area.width);
    let rows = usize::from(area.height);
    picker.page_size.set(rows.max(1));
    let top = top.min(lines.len().saturating_sub(rows));
    picker.card_top.set(top);
    for (at, line) in lines.iter().skip(top).take(rows).enumerate() {
        canvas.put(area, at as u16, line);
    }
}

/// A page with a title; the line at `at` is kept in sight.
fn draw_page(canvas: &mut Canvas<'_, '_>, area: Rect, title: &str, lines: &[Line], at: usize) {
    let rows = usize::from(area.height).saturating_sub(2);
    picker_title(canvas, area, title);
    let first = first_shown(at, lines.len(), rows);
    for (row, line) in lines.iter().skip(first).take(rows).enumerate() {
        canvas.put(area, row as u16 + 2, line);
    }
}

fn picker_title(canvas: &mut Canvas<'_, '_>, area: Rect, title: &str) {
    canvas.put(area, 0, &vec![piece(title, Tone::Quiet)]);
}

fn scheme_lines(picker: &Picker<'_>, at: usize) -> Vec<Line> {
    let sample = picker.answer().map_or("Хрущёв, Юлия, подъезд", |answer| {
        picker.lexicon().term(answer.term).ru[0].as_str()
    });
    let schemes = translit::all();
    let room = schemes.iter().map(|scheme| width(&scheme.name)).max().unwrap_or(0) + 2;
    let line = |(number, scheme): (usize, &translit::Scheme)| {
        let chosen = number == at;
        let gap = " ".repeat(room - width(&scheme.name));
        vec![
            piece(if chosen { CHOSEN } else { NOT_CHOSEN }, Tone::Head),
            piece(scheme.name.as_str(), if chosen { Tone::Head } else { Tone::Plain }),
            plain(gap),
            piece(scheme.romanize(sample), Tone::Latin),
        ]
    };
    schemes.iter().enumerate().map(line).collect()
}

fn glossary_lines(picker: &Picker<'_>, at: usize) -> Vec<Line> {
    let line = |(number, name): (usize, &String)| {
        let chosen = number == at;
        let used = !picker.hidden.contains(name);
        vec![
            piece(if chosen { CHOSEN } else { NOT_CHOSEN }, Tone::Head),
            plain(if used { "[x] " } else { "[ ] " }),
            piece(name.as_str(), if chosen { Tone::Head } else { Tone::Plain }),
        ]
    };
    picker.glossaries.iter().enumerate().map(line).collect()
}

/// The keys and what they do.
const KEYS: [(&str, &str); 13] = [
    ("Enter", "print the word and leave"),
    ("Tab", "Russian, English, romanized"),
    ("Ctrl-Y", "copy the word"),
    ("↑ ↓", "choose an answer"),
    ("PgUp PgDn", "a page of answers"),
    ("Ctrl-O", "the whole card"),
    ("Ctrl-P", "the forms; arrows choose one"),
    ("Ctrl-S", "the romanization scheme"),
    ("Ctrl-G", "the glossaries"),
    ("Ctrl-U", "empty the line"),
    ("Ctrl-W", "delete a word"),
    ("? F1", "this page"),
    ("Esc Ctrl-C", "back, or leave"),
];

fn help_lines() -> Vec<Line> {
    let room = KEYS.iter().map(|(key, _)| width(key)).max().unwrap_or(0) + 2;
    let line = |(key, what): &(&str, &str)| {
        vec![piece(*key, Tone::Head), plain(" ".repeat(room - width(key))), plain(*what)]
    };
    KEYS.iter().map(line).collect()
}

fn draw_foot(canvas: &mut Canvas<'_, '_>, picker: &Picker<'_>, area: Rect) {
    let room = usize::from(area.width);
    let mut line = match (picker.said.as_str(), picker.chosen()) {
        ("", Some(chosen)) => {
            let what = format!("Enter prints {chosen}");
            vec![plain(cut(&what, room))]
        }
        ("", None) => Line::new(),
        (said, _) => vec![plain(cut(said, room))],
    };
    let side = format!("Tab {}", picker.side().next().name());
    let keys: &[&str] = match picker.page() {
        Page::List => &["? keys", &side, "Ctrl-P forms", "Ctrl-O card", "Ctrl-Y copy"],
        Page::Paradigm(..) => &["Esc back", &side],
        _ => &["Esc back"],
    };
    let mut hints = String::new();
    for key in keys {
        let longer = if hints.is_empty() { (*key).to_owned() } else { format!("{hints} · {key}") };
        if line_width(&line) + 3 + width(&longer) > room {
            break;
        }
        hints = longer;
    }
    let gap = room.saturating_sub(line_width(&line) + width(&hints));
    line.extend([plain(" ".repeat(gap)), piece(hints, Tone::Quiet)]);
    canvas.put(area, 0, &line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    fn screen(picker: &Picker<'_>, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| draw(frame, picker, false)).unwrap();
        terminal.backend().to_string()
    }

    fn picker(typed: &str) -> Picker<'static> {
        let mut picker = Picker::new(Lexicon::builtin(), &translit::all()[0]);
        picker.paste(typed);
        picker
    }

    #[test]
    fn every_page_fits_every_screen() {
        let opened = [None, Some('o'), Some('p'), Some('s'), Some('g')];
        for typed in
            ["", "перегрузка", "reset", "peregruz", "qqqqq", "пе\u{301}регру", "日本語", "overlo"]
        {
            for open in opened {
                let mut picker = picker(typed);
                if let Some(letter) = open {
                    picker.press(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL));
                }
                for (width, height) in
                    [(80, 24), (40, 20), (140, 40), (20, 6), (10, 3), (4, 1), (1, 1)]
                {
                    let shown = screen(&picker, width, height);
                    assert_eq!(shown.lines().count(), usize::from(height));
                }
            }
        }
    }

    #[test]
    fn the_screen_says_what_matters() {
        for (width, height) in [(80, 24), (40, 20)] {
            let shown = screen(&picker("peregruzka"), width, height);
            for wanted in
                ["› peregruzka", "▸ перегрузка", "not", "перезагрузка", "Enter prints", "? keys"]
            {
                assert!(shown.contains(wanted), "{wanted} in\n{shown}");
            }
        }
        assert!(screen(&picker("qqqqq"), 40, 20).contains("Nothing near “qqqqq”"));
        let shown = screen(&picker("шиншиллами"), 80, 20);
        assert!(shown.contains("No term, but a word: шиншилла"), "{shown}");
        assert!(screen(&picker(""), 40, 20).contains("Type a word"));
    }
}
