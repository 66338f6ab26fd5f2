//! Bytes that are not UTF-8 in a text that otherwise is. Each becomes one character of one byte,
//! so that the rest can be read and every offset stays as it is in the file.

use memchr::memchr;

use crate::error::{Error, ErrorKind, Place};
use crate::span::{Position, Span};

/// What stands in the text for a byte that is not UTF-8: no letter, no blank, no mark.
pub(crate) const SUBSTITUTE: char = '\u{1A}';

/// A byte order mark.
pub(crate) const MARK: &str = "\u{FEFF}";

/// Of a text not more than one byte in so many may be wrong: else it is in another encoding, or
/// no text at all.
pub(crate) const RARITY: usize = 50;

/// What is said where the bytes are no UTF-8.
pub(crate) const ADVICE: &str =
    "save the file as UTF-8; UTF-16, Windows-1251, KOI8-R and CP866 are read too";

/// The most of a line that is shown before the first wrong byte, and after it.
const BEFORE: usize = 2048;
const AFTER: usize = 80;

/// A text with substitutes in it.
pub(crate) struct Mended {
    pub(crate) text: String,
    /// Where in the text they stand, and for which bytes.
    pub(crate) faults: Vec<(usize, u8)>,
    /// The beginning of a letter whose end is still to come.
    pub(crate) tail: Vec<u8>,
}

impl Mended {
    /// Only the text up to the first wrong byte, before which there is some.
    pub(crate) fn up_to_the_first(mut bytes: Vec<u8>) -> Self {
        let at = bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
        let tail = bytes.split_off(at);
        Self { text: String::from_utf8(bytes).unwrap_or_default(), faults: Vec::new(), tail }
    }

    /// The bytes as they were.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.text.clone().into_bytes();
        restore(&mut bytes, &self.faults);
        bytes.extend_from_slice(&self.tail);
        bytes
    }
}

/// Makes text of bytes, of which up to `most` may be wrong. Of more, or where a zero byte is among
/// the others, they are given back. A letter that is cut off at the end is wrong if nothing follows.
pub(crate) fn mend(bytes: Vec<u8>, most: usize, is_last: bool) -> Result<Mended, Vec<u8>> {
    let (mut error, mut bytes) = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Mended { text, faults: Vec::new(), tail: Vec::new() }),
        Err(error) => (error.utf8_error(), error.into_bytes()),
    };
    let (mut faults, mut tail) = (Vec::new(), Vec::new());
    let mut from = 0;
    loop {
        let start = from + error.valid_up_to();
        let end = match error.error_len() {
            Some(len) => start + len,
            None if is_last => bytes.len(),
            None => {
                tail = bytes.split_off(start);
                break;
            }
        };
        if faults.is_empty() && memchr(0, &bytes).is_some() {
            return Err(bytes);
        }
        faults.extend((start..end).map(|at| (at, bytes[at])));
        bytes[start..end].fill(SUBSTITUTE as u8);
        if faults.len() > most {
            restore(&mut bytes, &faults);
            return Err(bytes);
        }
        from = end;
        match std::str::from_utf8(&bytes[from..]) {
            Ok(_) => break,
            Err(next) => error = next,
        }
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Mended { text, faults, tail }),
        Err(error) => Err(error.into_bytes()),
    }
}

fn restore(bytes: &mut [u8], faults: &[(usize, u8)]) {
    for &(at, byte) in faults {
        bytes[at] = byte;
    }
}

/// The place of a wrong byte, with its line as far as it can be read: `before` is the text up to
/// it, which begins at `begins`; `rest` is what follows.
pub(crate) fn place(before: &str, rest: &[u8], begins: Position) -> Place {
    let limit = before.ceil_char_boundary(before.len().saturating_sub(BEFORE));
    let start = before[limit..].rfind(['\n', '\r']).map_or(limit, |at| limit + at + 1);
    let end = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len()).min(AFTER);
    let seen = String::from_utf8_lossy(&rest[..end]).replace(SUBSTITUTE, "\u{FFFD}");
    let at = before.len() - start;
    let span = Span::new(at, at + seen.chars().next().map_or(0, char::len_utf8));
    Place {
        text: format!("{}{seen}", &before[start..]).into(),
        span,
        begins: begins.after(&before[..start]),
    }
}

/// The bytes of a file that are not UTF-8.
#[derive(Clone, Debug)]
pub(crate) struct Faults {
    pub(crate) count: usize,
    pub(crate) first: Place,
}

impl Faults {
    /// So many, the first of them after `before`, with which a file begins, and before `rest`.
    pub(crate) fn of(before: &str, count: usize, rest: &[u8]) -> Self {
        let (text, byte) = match before.strip_prefix(MARK) {
            Some(text) => (text, MARK.len()),
            None => (before, 0),
        };
        let begins = Position { byte, ..Position::START };
        Self { count, first: place(text, rest, begins) }
    }

    /// The error that says so, if the rest is read.
    pub(crate) fn error(&self, name: &str) -> Error {
        let kind = ErrorKind::Faulty { byte: self.first.start().byte, more: self.count - 1 };
        Error::new(name, kind)
            .help("the rest is checked; save the file as UTF-8")
            .standing(self.first.clone())
    }

    /// The error that says so, if nothing can be made of the rest.
    pub(crate) fn refusal(self, name: &str) -> Error {
        let kind = ErrorKind::Encoding { byte: self.first.start().byte };
        Error::new(name, kind).help(ADVICE).standing(self.first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES: &[u8] = b"\xD1\x8F\xFF\xE2\x80 \xD0";

    #[test]
    fn every_byte_that_is_wrong_is_one_character() {
        let mended = mend(BYTES.to_vec(), 9, false).ok().unwrap();
        assert_eq!(mended.text, "я\u{1A}\u{1A}\u{1A} ");
        assert_eq!(mended.faults, [(2, 0xFF), (3, 0xE2), (4, 0x80)]);
        assert_eq!(mended.tail, [0xD0], "its second byte may follow");
        assert_eq!(mended.bytes(), BYTES);
        let mended = mend(BYTES.to_vec(), 9, true).ok().unwrap();
        assert_eq!((mended.faults.len(), mended.text.len()), (4, BYTES.len()));
    }

    #[test]
    fn too_many_are_given_back_as_they_were() {
        assert_eq!(mend(BYTES.to_vec(), 2, true).err().unwrap(), BYTES);
        assert_eq!(mend(b"a\xFF\0".to_vec(), 2, true).err().unwrap(), b"a\xFF\0");
        assert!(mend("я\0".into(), 0, true).is_ok(), "a zero byte alone is UTF-8");
    }

    #[test]
    fn the_line_is_shown_as_far_as_it_can_be_read() {
        let begins = Position { line: 5, column: 1, byte: 90 };
        let place = place("a\nбв", b"\x1Ad\xFF\ne", begins);
        assert_eq!(&*place.text, "бв\u{FFFD}d\u{FFFD}");
        assert_eq!(place.start(), Position { line: 6, column: 3, byte: 96 });
        let far = super::place(&"б".repeat(9000), &[0xFF; 9000], begins);
        assert!(far.text.len() < 3000, "{}", far.text.len());
        assert_eq!(far.start(), Position { line: 5, column: 9001, byte: 18_090 });
    }
}
