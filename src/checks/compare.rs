//! What the checks over pairs have in common: two lists held against each other, and the places
//! that findings point to.

use crate::analysis::{Pair, Side};
use crate::script::is_cyrillic;
use crate::span::Span;

/// A text with more things to compare than this is a table of data, not a string.
pub(super) const MOST: usize = 400;

/// What the first list has that the second has not, and the reverse. Each item answers for one.
pub(super) fn difference<'i, T>(
    source: &'i [T],
    target: &'i [T],
    same: impl Fn(&T, &T) -> bool,
) -> (Vec<&'i T>, Vec<&'i T>) {
    if source.len().max(target.len()) > MOST {
        return (Vec::new(), Vec::new());
    }
    let mut added: Vec<&T> = target.iter().collect();
    let mut lost = Vec::new();
    for item in source {
        match added.iter().position(|other| same(item, other)) {
            Some(at) => {
                added.remove(at);
            }
            None => lost.push(item),
        }
    }
    (lost, added)
}

/// The text of a side without the white space around it.
pub(super) fn whole(side: &Side<'_>) -> Span {
    let text = side.text();
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    if start < end { Span::new(start, end) } else { Span::new(0, text.len()) }
}

/// Whether the file names its pairs and keeps their texts as they are: not so where the blocks of
/// two documents were paired, nor where a name stands for the original.
pub(super) fn is_string(pair: &Pair<'_>) -> bool {
    !pair.key.is_empty() && !is_named(pair)
}

/// Whether the original is no text but the name that a program calls it by, `menu.file.open` or
/// `ERROR_NOT_FOUND`, as some gettext and XLIFF files have it.
pub(super) fn is_named(pair: &Pair<'_>) -> bool {
    let (source, target) = (pair.source.text(), pair.target.text());
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    source.contains(['.', ':', '_'])
        && source.split(['.', ':', '_']).all(is_part)
        // `e.g.` and `a.m` are abbreviations
        && source.split(['.', ':', '_']).filter(|part| part.len() > 1).count() > 1
        && (has_cyrillic(target) || target.contains(char::is_whitespace))
}

/// Whether one of the texts is too long for a string or a paragraph: it is data, and holding each
/// part of it against every other would take long.
pub(super) fn is_data(pair: &Pair<'_>) -> bool {
    pair.source.text().len().max(pair.target.text().len()) > 1 << 16
}

/// Whether the key is that of one plural form of several.
pub(super) fn is_plural(key: &str) -> bool {
    const FORMS: &[&str] = &["zero", "one", "two", "few", "many", "other", "plural"];
    let body = key.strip_suffix(']').unwrap_or(key);
    body.rfind(['[', '/', '_', '.', '|']).is_some_and(|at| {
        let form = &body[at + 1..];
        let is_index = body.len() < key.len() && form.len() == 1 && form.as_bytes()[0] < b'6';
        FORMS.contains(&form) || (is_index && form.as_bytes()[0].is_ascii_digit())
    })
}

/// Whether what a format puts into a text is a value, as Fluent's are.
pub(super) fn is_value(code: &str) -> bool {
    code.starts_with('{')
}

/// Whether the text has Russian letters.
pub(super) fn has_cyrillic(text: &str) -> bool {
    text.contains(is_cyrillic)
}

/// Things of a text one after the other, each in code marks.
pub(super) fn listed<'t>(items: impl Iterator<Item = &'t str>) -> String {
    items.map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_answers_for_one() {
        let (lost, added) = difference(&[1, 2, 2, 3], &[2, 4, 1], |a, b| a == b);
        assert_eq!((lost, added), (vec![&2, &3], vec![&4]));
    }

    #[test]
    fn plural_forms_are_told_by_their_keys() {
        for key in ["%d file[0]", "/files_one", "files/few", "n[many]", "files.other"] {
            assert!(is_plural(key), "{key}");
        }
        for key in ["Reset", "/menu/reset", "list[9]", "item.1", "a[x]"] {
            assert!(!is_plural(key), "{key}");
        }
    }
}
