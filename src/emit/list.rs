//! A list in a JSON document that is written item by item, so that nothing has to be kept.

use std::io;

use serde::Serialize;

/// A list, the document itself or one level deep in it.
#[derive(Debug)]
pub(super) struct List {
    begun: bool,
    /// What the line begins with that the list ends on.
    margin: &'static str,
}

impl List {
    /// A list that is the document.
    pub(super) fn document() -> Self {
        Self { begun: false, margin: "" }
    }

    /// A list under a key of the document.
    pub(super) fn member() -> Self {
        Self { begun: false, margin: "  " }
    }

    /// Writes an item; before the first, `head` and the bracket.
    pub(super) fn item(
        &mut self,
        out: &mut dyn io::Write,
        head: &str,
        item: &impl Serialize,
    ) -> io::Result<()> {
        let before = if self.begun { ",\n" } else { "[\n" };
        if !self.begun {
            write!(out, "{head}")?;
        }
        self.begun = true;
        let margin = format!("{}  ", self.margin);
        write!(out, "{before}{margin}{}", indented(item, &margin)?)
    }

    /// Closes the list, also one without items.
    pub(super) fn end(&mut self, out: &mut dyn io::Write, head: &str) -> io::Result<()> {
        if self.begun { write!(out, "\n{}]", self.margin) } else { write!(out, "{head}[]") }
    }
}

/// A value at the first level of a document.
pub(super) fn pretty(value: &impl Serialize) -> io::Result<String> {
    indented(value, "  ")
}

/// A value whose further lines begin with `margin`. Strings in JSON hold no line ends, so those
/// in the text are all its own.
fn indented(value: &impl Serialize, margin: &str) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    Ok(text.replace('\n', &format!("\n{margin}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(items: &[&str]) -> String {
        let (mut list, mut out) = (List::member(), Vec::new());
        for item in items {
            list.item(&mut out, "{\"all\": ", item).unwrap();
        }
        list.end(&mut out, "{\"all\": ").unwrap();
        out.push(b'}');
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_list_of_any_length_is_whole() {
        assert_eq!(written(&[]), "{\"all\": []}");
        for items in [&["a"][..], &["a", "line\nend"]] {
            let read: serde_json::Value = serde_json::from_str(&written(items)).unwrap();
            assert_eq!(read, serde_json::json!({ "all": items }));
        }
    }
}
