//! A stretch of a large file, read to the last whole letter.

use std::io::{self, Read};

use crate::source::single_byte;
use crate::utf8::{self, Mended};

/// What has been read and not been checked, after the paragraphs that are its context.
pub(super) struct Chunk {
    /// Its text. The tail may be what is no text.
    pub(super) read: Mended,
    /// Whether nothing follows.
    pub(super) is_last: bool,
    /// Whether the tail is no beginning of a letter.
    pub(super) is_broken: bool,
}

/// Bytes that a chunk leaves for the next, as a rule: so much room more serves for all.
const LEFT: usize = 1 << 16;

impl Chunk {
    /// Reads up to `size` bytes more, to stand after what is left of the chunk before, into `room`:
    /// memory that has been used before need not be given by the system anew.
    pub(super) fn read(
        input: &mut impl Read,
        rest: &str,
        tail: &[u8],
        size: usize,
        room: Vec<u8>,
    ) -> io::Result<Self> {
        let mut bytes = room;
        bytes.clear();
        bytes.reserve_exact((rest.len() + tail.len()).max(LEFT) + size);
        bytes.extend_from_slice(rest.as_bytes());
        bytes.extend_from_slice(tail);
        let is_last = input.by_ref().take(size as u64).read_to_end(&mut bytes)? < size;
        let (read, is_broken) = match utf8::mend(bytes, size / utf8::RARITY, is_last) {
            Ok(read) => (read, false),
            Err(bytes) => (Mended::up_to_the_first(bytes), true),
        };
        Ok(Self { read, is_last, is_broken })
    }

    /// The room that it took.
    pub(super) fn into_room(self) -> Vec<u8> {
        self.read.text.into_bytes()
    }

    /// Whether the beginning of a file is text in UTF-8.
    pub(super) fn is_text(&self) -> bool {
        let Mended { text, faults, .. } = &self.read;
        let is_binary = || text.as_bytes().iter().take(8192).any(|&byte| byte == 0);
        let is_other = || !faults.is_empty() && single_byte(&self.read.bytes()).is_some();
        !self.is_broken && !is_binary() && !is_other()
    }
}
