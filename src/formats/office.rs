//! Word-processor files, read only: the source has their text, a paragraph a line.

use super::Format;
use crate::document::{Document, Segment};
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// `.docx` and `.odt`.
#[derive(Debug)]
pub(super) struct Office;

impl Format for Office {
    fn name(&self) -> &'static str {
        "office"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "odt"]
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let mut document = Document::new(source);
        let mut start = 0;
        for line in source.text().split_inclusive('\n') {
            let text = line.trim();
            let at = start + (line.len() - line.trim_start().len());
            start += line.len();
            if !text.is_empty() {
                document.push_text(Segment::verbatim(source, Span::new(at, at + text.len())));
            }
        }
        Ok(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_paragraph() {
        let source = Source::new("t.docx", "One\n\n Two \n");
        let document = Office.read(&source).unwrap();
        let texts: Vec<&str> = document.units.iter().map(|unit| unit.target().text()).collect();
        assert_eq!(texts, ["One", "Two"]);
    }
}
