//! The list: a row an answer, with the letters that were typed marked where they were met.

use ratatui::layout::Rect;

use super::{CHOSEN, Canvas, NOT_CHOSEN, ROOMY, first_shown};
use crate::lookup::card::{met, tag};
use crate::lookup::text::{Line, Tone, cut, line_width, marked, piece, plain, width};
use crate::lookup::{Answer, Match};
use crate::picker::Picker;
use crate::script::{Script, script_of};

/// From this width on the list has Russian in Latin letters too, where that is what was typed.
const SPACIOUS: u16 = 70;

/// What a row of the list is made of.
struct Entry {
    russian: Line,
    latin: Line,
    english: Line,
    tag: String,
    glossary: String,
}

/// Draws as many answers as there is room for, the chosen one among them.
pub(super) fn draw_list(canvas: &mut Canvas<'_, '_>, picker: &Picker<'_>, area: Rect) {
    let rows = usize::from(area.height);
    picker.page_size.set(rows.max(1));
    let first = first_shown(picker.at, picker.answers().len(), rows);
    let shown: Vec<&Answer> = picker.answers().iter().skip(first).take(rows).collect();
    let entry = |answer: &&Answer| entry(picker, answer, area.width);
    let entries: Vec<Entry> = shown.iter().map(entry).collect();
    let columns = Columns::of(&entries, usize::from(area.width).saturating_sub(width(CHOSEN)));
    for (at, entry) in entries.into_iter().enumerate() {
        let chosen = first + at == picker.at;
        let sign = if chosen { CHOSEN } else { NOT_CHOSEN };
        let mut line = vec![piece(sign, Tone::Head)];
        line.extend(columns.line(entry, chosen));
        canvas.put(area, at as u16, &line);
    }
}

/// How wide the parts of a row are; what has no room is left out.
struct Columns {
    russian: usize,
    latin: usize,
    english: usize,
    tag: usize,
    glossary: usize,
}

/// What parts two columns.
const GAP: &str = "  ";

/// What the English has at least, before the glossary is named.
const ENOUGH_ENGLISH: usize = 20;

impl Columns {
    fn of(entries: &[Entry], room: usize) -> Self {
        let widest = |of: fn(&Entry) -> usize, most: usize| {
            entries.iter().map(of).max().unwrap_or(0).min(most)
        };
        let latin = widest(|entry| line_width(&entry.latin), room / 4);
        // what stands beside the English leaves it a fifth of the line at least
        let (russian, tag) =
            if latin > 0 { (room * 3 / 10, room / 5) } else { (room * 9 / 20, room / 4) };
        let mut columns = Self {
            russian: widest(|entry| line_width(&entry.russian), russian),
            latin,
            english: 0,
            tag: widest(|entry| width(&entry.tag), tag),
            glossary: widest(|entry| width(&entry.glossary), room / 5),
        };
        let beside = |columns: &Self| {
            let parts = [columns.russian, columns.latin, columns.tag, columns.glossary];
            parts.into_iter().filter(|part| *part > 0).map(|part| part + width(GAP)).sum::<usize>()
        };
        if room < beside(&columns) + ENOUGH_ENGLISH {
            columns.glossary = 0;
        }
        columns.english = room.saturating_sub(beside(&columns));
        columns
    }

    fn line(&self, entry: Entry, chosen: bool) -> Line {
        let quiet = |text: String| vec![piece(text, Tone::Quiet)];
        let mut line = Line::new();
        for (part, room) in [
            (bold(entry.russian, chosen), self.russian),
            (entry.latin, self.latin),
            (entry.english, self.english),
            (quiet(entry.tag), self.tag),
            (quiet(entry.glossary), self.glossary),
        ] {
            if room > 0 {
                if !line.is_empty() {
                    line.push(plain(GAP));
                }
                line.extend(fitted(part, room));
            }
        }
        line
    }
}

/// Only the chosen headword is bold.
fn bold(mut line: Line, chosen: bool) -> Line {
    for piece in line.iter_mut().filter(|piece| piece.tone == Tone::Head && !chosen) {
        piece.tone = Tone::Plain;
    }
    line
}

/// A row; the letters that were typed are marked where they were met.
fn entry(picker: &Picker<'_>, answer: &Answer, room: u16) -> Entry {
    let roomy = room >= ROOMY;
    let lexicon = picker.lexicon();
    let term = lexicon.term(answer.term);
    let typed = answer.typed.as_deref().unwrap_or(picker.query()).trim().to_lowercase();
    let latin = script_of(&typed) != Script::Cyrillic;
    let marks = |text: &str, tone: Tone, wanted: bool| {
        let marks = if wanted && answer.mistaken.is_none() { met(&typed, text) } else { None };
        let marks = marks.unwrap_or_default().into_iter().chain(std::iter::repeat(false));
        marked(text.chars().zip(marks), tone)
    };
    // a rendering further down the list is shown first where it is the one that was met
    let mut renderings: Vec<&String> = term.en.iter().collect();
    if let Some(at) = term.en.iter().position(|en| *en == answer.form) {
        renderings[..=at].rotate_right(1);
    }
    let english_met = answer.how == Match::English
        || (answer.how == Match::Near && script_of(&answer.form) == Script::Latin);
    let mut english = Line::new();
    for (at, text) in renderings.iter().enumerate() {
        if at > 0 {
            english.push(plain(", "));
        }
        english.extend(marks(text, Tone::Plain, at == 0 && english_met));
    }
    // beside an English word its Russian is enough
    let first = picker.answers().first().is_some_and(|first| first.how == Match::English);
    let by_latin =
        latin && !english_met && room >= SPACIOUS && !(answer.mistaken.is_some() && first);
    let romanized = picker.scheme().romanize(&term.ru[0]);
    Entry {
        russian: marks(&term.ru[0], Tone::Head, !latin),
        latin: if by_latin { marks(&romanized, Tone::Latin, true) } else { Line::new() },
        english,
        tag: if roomy { tag(lexicon, answer, picker.scheme()) } else { String::new() },
        glossary: if roomy { lexicon.glossary_of(answer.term).to_owned() } else { String::new() },
    }
}

/// A line of exactly so many columns.
fn fitted(line: Line, room: usize) -> Line {
    let mut fitted = Line::new();
    let mut left = room;
    let whole = line_width(&line) <= room;
    for own in line {
        // room is kept for the dots
        let part = if whole || width(&own.text) < left {
            own.text
        } else {
            cut(&(own.text + "…"), left)
        };
        left -= width(&part).min(left);
        fitted.push(piece(part, own.tone));
        if left == 0 || (!whole && fitted.last().is_some_and(|last| last.text.ends_with('…'))) {
            break;
        }
    }
    fitted.push(plain(" ".repeat(left)));
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::translit;

    #[test]
    fn what_was_typed_is_marked() {
        let mut picker = Picker::new(Lexicon::builtin(), &translit::all()[0]);
        picker.paste("перезагр");
        let entry = entry(&picker, picker.answer().unwrap(), 80);
        let marked: String = entry
            .russian
            .iter()
            .filter(|piece| piece.tone == Tone::Mark)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(marked, "перезагр");
    }
}
