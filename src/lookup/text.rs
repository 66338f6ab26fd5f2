//! Lines of text in tones: what a card says, before anybody has decided on colours.

use unicode_width::UnicodeWidthStr;

/// What a piece of a line is, so that terminals can set it off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Running text.
    Plain,
    /// A Russian headword.
    Head,
    /// A romanized word.
    Latin,
    /// What it is called in the margin.
    Label,
    /// What may be passed over.
    Quiet,
    /// Letters that are meant.
    Mark,
    /// What must not be written.
    Wrong,
}

impl Tone {
    /// The escape sequence that begins the tone on a terminal.
    const fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Head => "\x1b[1m",
            Self::Latin => "\x1b[36m",
            Self::Label | Self::Quiet => "\x1b[2m",
            Self::Mark => "\x1b[1;33m",
            Self::Wrong => "\x1b[31m",
        }
    }
}

/// A stretch of a line in one tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text, without line ends.
    pub text: String,
    /// Its tone.
    pub tone: Tone,
}

/// A line, piece by piece.
pub type Line = Vec<Piece>;

/// A piece.
pub fn piece(text: impl Into<String>, tone: Tone) -> Piece {
    Piece { text: text.into(), tone }
}

/// A piece in the tone of running text.
pub fn plain(text: impl Into<String>) -> Piece {
    piece(text, Tone::Plain)
}

/// How many columns a text takes on a terminal.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// How many columns a line takes.
pub fn line_width(line: &[Piece]) -> usize {
    line.iter().map(|piece| width(&piece.text)).sum()
}

/// Letters with marks as pieces: what is marked stands out from `tone`.
pub fn marked(letters: impl IntoIterator<Item = (char, bool)>, tone: Tone) -> Line {
    let mut line: Line = Vec::new();
    for (letter, mark) in letters {
        let tone = if mark { Tone::Mark } else { tone };
        match line.last_mut().filter(|last| last.tone == tone) {
            Some(last) => last.text.push(letter),
            None => line.push(piece(letter, tone)),
        }
    }
    line
}

/// Breaks a line between words, so that none is wider than `room`; a word that is wider by
/// itself is broken inside.
pub fn wrap(line: &[Piece], room: usize) -> Vec<Line> {
    let room = room.max(4);
    let (mut lines, mut open, mut used) = (Vec::new(), Line::new(), 0);
    for word in words(line) {
        let bare = without_end_space(word.clone());
        let space = line_width(&word) - line_width(&bare);
        for part in broken(&bare, room) {
            if used > 0 && used + line_width(&part) > room {
                lines.push(without_end_space(std::mem::take(&mut open)));
                used = 0;
            }
            used += line_width(&part);
            open.extend(part);
        }
        if space > 0 {
            open.push(plain(" ".repeat(space)));
            used += space;
        }
    }
    lines.push(without_end_space(open));
    lines
}

/// A line cut at spaces; each word keeps the spaces after it.
fn words(line: &[Piece]) -> Vec<Line> {
    let mut words: Vec<Line> = vec![Vec::new()];
    for whole in line {
        for text in whole.text.split_inclusive(' ') {
            let ended = |word: &Line| word.last().is_some_and(|last| last.text.ends_with(' '));
            if words.last().is_some_and(ended) && !text.trim().is_empty() {
                words.push(Vec::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(piece(text, whole.tone));
            }
        }
    }
    words
}

fn without_end_space(mut line: Line) -> Line {
    while let Some(last) = line.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
        if !last.text.is_empty() {
            break;
        }
        line.pop();
    }
    line
}

/// A word in parts no wider than `room`.
fn broken(word: &[Piece], room: usize) -> Vec<Line> {
    if line_width(word) <= room {
        return vec![word.to_vec()];
    }
    let (mut parts, mut open, mut used) = (Vec::new(), Line::new(), 0);
    for whole in word {
        for letter in clusters(&whole.text) {
            if used > 0 && used + width(letter) > room {
                parts.push(std::mem::take(&mut open));
                used = 0;
            }
            used += width(letter);
            match open.last_mut().filter(|last| last.tone == whole.tone) {
                Some(last) => last.text.push_str(letter),
                None => open.push(piece(letter, whole.tone)),
            }
        }
    }
    parts.push(open);
    parts
}

/// What readers take for one letter each: a letter with its marks.
pub fn clusters(text: &str) -> impl Iterator<Item = &str> {
    unicode_segmentation::UnicodeSegmentation::graphemes(text, true)
}

/// A text no wider than `room`, with dots where some of it is left out.
pub fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for letter in clusters(text) {
        if used + width(letter) + 1 > room {
            break;
        }
        used += width(letter);
        short.push_str(letter);
    }
    if room > 0 {
        short.truncate(short.trim_end_matches([' ', ',']).len());
        short.push('…');
    }
    short
}

/// A line with escape sequences for its tones.
pub fn to_ansi(line: &[Piece]) -> String {
    let one = |piece: &Piece| match piece.tone.code() {
        "" => piece.text.clone(),
        code => format!("{code}{}\x1b[0m", piece.text),
    };
    line.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(line: &[Piece]) -> String {
        line.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn lines_break_between_words() {
        let line = vec![piece("reset, ", Tone::Head), plain("reboot, restart")];
        let broken: Vec<String> = wrap(&line, 14).iter().map(|line| text(line)).collect();
        assert_eq!(broken, ["reset, reboot,", "restart"]);
        let long = [plain("противоракетная оборона")];
        let broken: Vec<String> = wrap(&long, 10).iter().map(|line| text(line)).collect();
        assert_eq!(broken, ["противорак", "етная", "оборона"]);
    }

    #[test]
    fn texts_are_cut_by_what_is_seen() {
        assert_eq!(cut("перегрузка", 10), "перегрузка");
        assert_eq!(cut("перегрузка", 6), "перег…");
        assert_eq!(cut("日本語の用語", 6), "日本…");
        assert_eq!(cut("пе\u{301}регрузка", 4), "пе\u{301}р…");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_too_wide(words in "[а-я ]{0,60}", room in 4_usize..30) {
            let lines = wrap(&[plain(words.clone())], room);
            prop_assert!(lines.iter().all(|line| line_width(line) <= room));
            let bare = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(bare(&lines.iter().map(|l| text(l)).collect::<String>()), bare(&words));
        }
    }
}
