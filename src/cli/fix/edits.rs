//! Replacements in a text.

use crate::formats::Format;
use crate::span::Span;

/// One replacement.
#[derive(Debug)]
pub(super) struct Edit {
    /// The bytes of the source that go.
    pub(super) span: Span,
    /// What comes in their place, as it must stand in the file.
    pub(super) text: String,
}

/// A replacement as the format writes it.
pub(super) fn escaped(format: &dyn Format, text: &str) -> String {
    format.escape(text).into_owned()
}

/// The text with all replacements made; they are in order and do not overlap.
pub(super) fn apply(text: &str, edits: &[Edit]) -> String {
    let mut fixed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        fixed.push_str(&text[at..edit.span.start]);
        fixed.push_str(&edit.text);
        at = edit.span.end;
    }
    fixed.push_str(&text[at..]);
    fixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_spans_change() {
        let edits = [
            Edit { span: Span::new(0, 3), text: "One".into() },
            Edit { span: Span::new(8, 8), text: "!".into() },
        ];
        assert_eq!(apply("one two ", &edits), "One two !");
        assert_eq!(apply("as it was", &[]), "as it was");
    }
}
