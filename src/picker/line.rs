//! The line that is typed into: letters with their marks are one, wherever the cursor goes.

use crate::lookup::text::{clusters, width};

/// A longer line is a mistake: something was pasted.
const LONGEST: usize = 200;

/// A line of text and the place in it where typing goes on.
#[derive(Clone, Debug, Default)]
pub struct InputLine {
    text: String,
    /// A byte between two letters.
    cursor: usize,
}

impl InputLine {
    /// A line with a text in it, the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    /// What has been typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many columns lie before the cursor.
    pub fn column(&self) -> usize {
        width(&self.text[..self.cursor])
    }

    /// Puts a text in at the cursor; what cannot be seen is left out.
    pub fn insert(&mut self, text: &str) {
        for c in text.chars() {
            let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
            if !c.is_control() && self.text.chars().count() < LONGEST {
                self.text.insert(self.cursor, c);
                self.cursor += c.len_utf8();
            }
        }
    }

    /// Deletes the letter before the cursor.
    pub fn backspace(&mut self) {
        let start = self.before();
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    /// Deletes the letter after the cursor.
    pub fn delete(&mut self) {
        let end = self.after();
        self.text.replace_range(self.cursor..end, "");
    }

    /// Deletes the word before the cursor.
    pub fn delete_word(&mut self) {
        let before = self.text[..self.cursor].trim_end();
        let start = before.rfind(' ').map_or(0, |space| space + 1);
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    /// Deletes everything before the cursor.
    pub fn delete_to_start(&mut self) {
        self.text.replace_range(..self.cursor, "");
        self.cursor = 0;
    }

    /// Moves the cursor a letter back.
    pub fn left(&mut self) {
        self.cursor = self.before();
    }

    /// Moves the cursor a letter on.
    pub fn right(&mut self) {
        self.cursor = self.after();
    }

    /// Moves the cursor to the start.
    pub fn start(&mut self) {
        self.cursor = 0;
    }

    /// Moves the cursor to the end.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    /// Where the letter before the cursor begins.
    fn before(&self) -> usize {
        let last = clusters(&self.text[..self.cursor]).last();
        self.cursor - last.map_or(0, str::len)
    }

    /// Where the letter after the cursor ends.
    fn after(&self) -> usize {
        let first = clusters(&self.text[self.cursor..]).next();
        self.cursor + first.map_or(0, str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_letter_goes_with_its_marks() {
        let mut line = InputLine::new("пере\u{301}");
        line.backspace();
        assert_eq!(line.text(), "пер");
        line.insert("日本");
        assert_eq!(line.column(), 7);
        line.left();
        line.delete();
        assert_eq!((line.text(), line.column()), ("пер日", 5));
        line.start();
        line.right();
        line.insert("о\n");
        assert_eq!(line.text(), "по ер日");
        line.delete_word();
        assert_eq!(line.text(), "ер日");
    }

    proptest! {
        #[test]
        fn no_key_breaks_the_line(keys in "[ilrbdwse]{0,60}") {
            let mut line = InputLine::default();
            for key in keys.chars() {
                match key {
                    'i' => line.insert("пе\u{301} 日👩‍👩‍👧"),
                    'l' => line.left(),
                    'r' => line.right(),
                    'b' => line.backspace(),
                    'd' => line.delete(),
                    'w' => line.delete_word(),
                    's' => line.start(),
                    _ => line.end(),
                }
                prop_assert!(line.text().is_char_boundary(line.cursor));
            }
        }
    }
}
