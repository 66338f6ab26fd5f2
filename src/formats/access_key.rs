//! Access keys of interface texts: the `&` of `П&ереход` or the `_` of `_Файл`, which marks the
//! letter to be pressed and parts a word that readers see whole.

use crate::document::Segment;
use crate::script::is_cyrillic;
use crate::span::Span;

const MARKS: &[char] = &['&', '_', '~'];

/// Takes the mark of the access key out of both texts of a pair. What looks like a mark is one
/// only where both texts could have it, or where it parts a Russian word: `snake_case` stays.
pub(super) fn hide(source: &mut Segment<'_>, target: &mut Segment<'_>) {
    for &mark in MARKS {
        let (Some(of_source), Some(of_target)) =
            (place(source.text(), mark), place(target.text(), mark))
        else {
            continue;
        };
        source.take_access_key(of_source);
        target.take_access_key(of_target);
        return;
    }
}

/// Where the mark stands, if it stands once and before a letter or digit.
fn place(text: &str, mark: char) -> Option<Span> {
    let mut found = text.match_indices(mark);
    let (at, _) = found.next()?;
    let end = at + mark.len_utf8();
    let after = text[end..].chars().next().filter(|c| c.is_alphanumeric())?;
    let before = text[..at].chars().next_back();
    // between Latin letters `&` is R&D, and `_` a name; between Russian ones it is nothing else
    let inside = before.is_some_and(char::is_alphanumeric);
    let parts_russian = is_cyrillic(after) && before.is_some_and(is_cyrillic);
    let is_mark = !inside || parts_russian || (mark == '&' && after.is_lowercase());
    (found.next().is_none() && is_mark && !is_entity(&text[at..])).then(|| Span::new(at, end))
}

/// Whether `&` begins `&nbsp;` or the like, left in by a format that knows nothing of it.
fn is_entity(text: &str) -> bool {
    let name = text[1..].find(|c: char| !c.is_ascii_alphanumeric());
    text.starts_with('&') && name.is_some_and(|end| text[1 + end..].starts_with(';'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn hidden(source: &str, target: &str) -> (String, Option<char>, String, Option<char>) {
        let (one, two) = (Source::new("s", source), Source::new("t", target));
        let mut a = Segment::verbatim(&one, Span::new(0, source.len()));
        let mut b = Segment::verbatim(&two, Span::new(0, target.len()));
        hide(&mut a, &mut b);
        let word = |segment: &Segment<'_>| (segment.text().to_owned(), segment.access_key());
        let ((a, key), (b, other)) = (word(&a), word(&b));
        (a, key, b, other)
    }

    #[test]
    fn a_mark_in_both_texts_is_taken_out() {
        assert_eq!(
            hidden("&Go to…", "П&ереход…"),
            ("Go to…".into(), Some('G'), "Переход…".into(), Some('е'))
        );
        assert_eq!(
            hidden("Sa&ve", "Файл (&F)"),
            ("Save".into(), Some('v'), "Файл (F)".into(), Some('F'))
        );
        assert_eq!(
            hidden("_Open", "О_ткрыть"),
            ("Open".into(), Some('O'), "Открыть".into(), Some('т'))
        );
    }

    #[test]
    fn other_marks_stay() {
        for (source, target) in [
            ("R&D", "НИОКР"),
            ("Q & A", "Вопросы & ответы"),
            ("set user_name here", "задайте user_name здесь"),
            ("&nbsp;Open", "&nbsp;Открыть"),
            ("&Open &File", "&Открыть &файл"),
        ] {
            assert_eq!(hidden(source, target), (source.into(), None, target.into(), None));
        }
    }

    #[test]
    fn places_lead_back_to_the_source() {
        let (one, two) = (Source::new("s", "&Go on"), Source::new("t", "П&ереход дальше"));
        let mut a = Segment::verbatim(&one, Span::new(0, 6));
        let mut b = Segment::verbatim(&two, Span::new(0, two.text().len()));
        hide(&mut a, &mut b);
        let word = Span::new(0, "Переход".len());
        assert_eq!(&two.text()[b.to_source(word).range()], "П&ереход");
        assert!(!b.is_verbatim(word));
        let next = Span::new(word.end + 1, b.text().len());
        assert!(b.is_verbatim(next));
        assert_eq!(&two.text()[b.to_source(next).range()], "дальше");
        assert_eq!(&one.text()[a.to_source(Span::new(0, 2)).range()], "Go");
    }
}
