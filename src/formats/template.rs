//! Tags of Hugo and Jekyll in Markdown: `{{< … >}}`, `{{% … %}}`, `{% … %}`. They are no prose, and
//! no Markdown; what stands between two of them is both.

use std::borrow::Cow;

use super::escape::floor;
use crate::span::Span;

/// How tags begin and end; the longer before the one that it begins with.
const TAGS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];

/// A tag that is not closed within so many bytes is none.
const LONGEST: usize = 4096;

/// A text in which tags are covered, at the same offsets.
pub(super) struct Covered<'t> {
    pub(super) text: Cow<'t, str>,
    /// The tags, in order.
    pub(super) tags: Vec<Span>,
}

/// Covers tags: with blanks those that have their lines to themselves, which part paragraphs, and
/// others with a word, which may be the address of a link.
pub(super) fn cover(text: &str) -> Covered<'_> {
    let tags = tags(text);
    if tags.is_empty() {
        return Covered { text: Cow::Borrowed(text), tags };
    }
    let mut covered = String::with_capacity(text.len());
    for (at, tag) in tags.iter().enumerate() {
        let start = at.checked_sub(1).map_or(0, |before| tags[before].end);
        covered.push_str(&text[start..tag.start]);
        let filler = if is_alone(text, &tags, at) { ' ' } else { 'x' };
        let of_byte = |byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { filler };
        covered.extend(text[tag.range()].bytes().map(of_byte));
    }
    covered.push_str(&text[tags.last().map_or(0, |tag| tag.end)..]);
    Covered { text: Cow::Owned(covered), tags }
}

fn tags(text: &str) -> Vec<Span> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let start = at + found;
        // in a code span it is shown
        let end = if text[..start].ends_with('`') { None } else { tag_end(text, start) };
        tags.extend(end.map(|end| Span::new(start, end)));
        at = end.unwrap_or(start + 1);
    }
    tags
}

fn tag_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let (open, close) = TAGS.iter().find(|(open, _)| rest.starts_with(open))?;
    let inner = &rest[open.len()..floor(rest, LONGEST.max(open.len()))];
    Some(start + open.len() + inner.find(close)? + close.len())
}

/// Whether nothing but blanks and other tags stands in the lines of a tag.
fn is_alone(text: &str, tags: &[Span], at: usize) -> bool {
    let blank_to = |from: usize, to: usize| text[from..to].trim_matches([' ', '\t']);
    let (mut first, mut last) = (at, at);
    loop {
        let before = first.checked_sub(1).map_or(0, |before| tags[before].end);
        let gap = blank_to(before, tags[first].start);
        if gap.ends_with(['\n', '\r']) || (gap.is_empty() && before == 0) {
            break;
        }
        if !gap.is_empty() {
            return false;
        }
        first -= 1;
    }
    loop {
        let after = tags.get(last + 1).map_or(text.len(), |after| after.start);
        let gap = blank_to(tags[last].end, after);
        if gap.starts_with(['\n', '\r']) || (gap.is_empty() && after == text.len()) {
            return true;
        }
        if !gap.is_empty() {
            return false;
        }
        last += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_covered_as_they_stand() {
        for (text, covered) in [
            ("a {b} {{c}} {% d", "a {b} {{c}} {% d"),
            ("{{< a >}} {% b %}\nв\n  {{% /a\n x %}}", "                 \nв\n        \n      "),
            ("[я]({{< a \"б\" >}})", "[я](xxxxxxxxxxxxxx)"),
            ("{% a %} я\n{{<b>}}", "xxxxxxx я\n       "),
            ("я {% a %}{{<b>}}", "я xxxxxxxxxxxxxx"),
            ("`{% a %}` `{{<b>}}`", "`{% a %}` `{{<b>}}`"),
        ] {
            let found = cover(text);
            assert_eq!(found.text, covered);
            assert_eq!(found.text.len(), text.len());
        }
    }

    #[test]
    fn the_longest_and_what_is_never_closed() {
        let text = format!("{{% {} %}}", "я".repeat(LONGEST));
        assert!(cover(&text).tags.is_empty());
        assert!(cover(&"{%".repeat(100_000)).tags.is_empty());
        assert_eq!(cover(&"{%%}".repeat(10_000)).tags.len(), 10_000);
    }
}
