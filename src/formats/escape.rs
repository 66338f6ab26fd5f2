//! Escapes in strings, common to the formats that write them with a mark such as the backslash.

use crate::document::Segment;
use crate::source::Source;
use crate::span::Span;

/// What stands at a mark, and how many bytes of the source it takes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece {
    /// The source as it stands.
    Verbatim(usize),
    /// A character written in another way.
    Char(usize, char),
    /// Text written in another way; none for a line that goes on.
    Text(usize, &'static str),
}

/// Appends `span` to a segment. `decode` is asked at every character in `marks` with the rest of
/// the span; what it answers is taken, but never past the end of the span or into a character.
pub(super) fn push_unescaped<'s>(
    segment: &mut Segment<'s>,
    source: &'s Source,
    span: Span,
    marks: &[char],
    mut decode: impl FnMut(&'s str, usize) -> Piece,
) {
    let text = source.text();
    let (mut start, mut at) = (span.start, span.start);
    while let Some(found) = text[at..span.end].find(marks) {
        at += found;
        let piece = decode(&text[at..span.end], at);
        let (Piece::Verbatim(len) | Piece::Char(len, _) | Piece::Text(len, _)) = piece;
        let end = ceil(text, (at + len.max(1)).min(span.end));
        if !matches!(piece, Piece::Verbatim(_)) {
            segment.push(source, Span::new(start, at));
            start = end;
        }
        match piece {
            Piece::Verbatim(_) => {}
            Piece::Char(_, c) => {
                segment.push_decoded(Span::new(at, end), c.encode_utf8(&mut [0; 4]));
            }
            Piece::Text(_, text) => segment.push_decoded(Span::new(at, end), text),
        }
        at = end;
    }
    segment.push(source, Span::new(start, span.end));
}

/// The last character boundary at or before `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The first character boundary at or after `at`.
pub(super) fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// The number written in at most `most` digits of `radix` at the start of `text`, with how many.
pub(super) fn digits(text: &str, radix: u32, most: usize) -> Option<(u32, usize)> {
    let len = text.chars().take(most).take_while(|c| c.is_digit(radix)).count();
    let value = u32::from_str_radix(text.get(..len)?, radix).ok()?;
    Some((value, len))
}

/// The character of a `\uXXXX` escape at the start of `text`, two of them where it takes a
/// surrogate pair, and the bytes it takes.
pub(super) fn unicode_escape(text: &str) -> Option<(char, usize)> {
    let unit = |text: &str| match digits(text.strip_prefix("\\u")?, 16, 4)? {
        (value, 4) => Some(value),
        _ => None,
    };
    let high = unit(text)?;
    if let Some(c) = char::from_u32(high) {
        return Some((c, 6));
    }
    let low = unit(text.get(6..)?)?;
    let in_range = (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low);
    let value = in_range.then(|| 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))?;
    Some((char::from_u32(value)?, 12))
}

/// The character that `\n`, `\t` and the like stand for.
pub(super) const fn control(letter: char) -> Option<char> {
    Some(match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{C}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_are_joined() {
        assert_eq!(unicode_escape("\\u0433x"), Some(('г', 6)));
        assert_eq!(unicode_escape("\\uD83D\\uDE00"), Some(('😀', 12)));
        assert_eq!(unicode_escape("\\uD83Dx"), None);
        assert_eq!(unicode_escape("\\uD83D\\u0041"), None);
        assert_eq!(unicode_escape("\\u04"), None);
        assert_eq!(unicode_escape("\\u04г3"), None);
    }

    #[test]
    fn no_piece_ends_inside_a_character() {
        let source = Source::new("t", "а\\яб");
        let mut segment = Segment::default();
        let span = Span::new(0, source.text().len());
        push_unescaped(&mut segment, &source, span, &['\\'], |_, _| Piece::Char(2, 'x'));
        assert_eq!(segment.text(), "аxб");
    }
}
