//! What two blocks of text have in common that needs no knowledge of their languages, and what it
//! costs to take them for counterparts.

use xxhash_rust::xxh3::xxh3_64;

use crate::document::{Role, Segment};

/// What leaving a block without its counterpart costs; two blocks whose lengths differ by more
/// than twice of it are rather left than paired.
const SKIP: u32 = 350;
const SKIP_HEADING: u32 = 550;
/// What the first of several costs beside: what is missing is missing in one place.
pub(super) const BEGIN: u32 = 80;
/// What each block costs that is taken together with the one before it: less than to leave it.
pub(super) const JOIN: u32 = 200;
/// Names, list items and the like are shorter: they are not parted or joined in translation.
const PARAGRAPH: u32 = 48;
/// Blocks of different kinds are no counterparts.
pub(super) const NEVER: u32 = u32::MAX / 4;

/// What can be told of a block without knowing its language.
pub(super) struct Shape {
    role: Role,
    len: u32,
    /// Objects, digits and what else is the same in both languages.
    objects: u32,
    digits: u32,
    /// By what the digits before these are multiplied.
    shift: u32,
    names: Names,
    /// How many blocks it is made of.
    count: usize,
}

impl Shape {
    pub(super) fn of(segment: &Segment<'_>) -> Self {
        let (mut len, mut objects, mut digits, mut shift) = (0u32, 0u32, 0u32, 1u32);
        for c in segment.text().chars() {
            len = len.saturating_add(1);
            objects += u32::from(c == '\u{FFFC}');
            if let Some(digit) = c.to_digit(10) {
                digits = digits.wrapping_mul(31).wrapping_add(digit + 1);
                shift = shift.wrapping_mul(31);
            }
        }
        let names = Names::of(segment.text());
        Self { role: segment.role, len, objects, digits, shift, names, count: 1 }
    }

    /// Some blocks as one; headings, rows and short ones stand for themselves.
    pub(super) fn joined(shapes: &[Self]) -> Option<Self> {
        let none = Self {
            role: Role::Text,
            len: 0,
            objects: 0,
            digits: 0,
            shift: 1,
            names: Names::default(),
            count: 0,
        };
        let is_lone = shapes.len() == 1;
        shapes.iter().try_fold(none, |all, one| {
            (is_lone || one.role == Role::Text && one.len >= PARAGRAPH).then(|| Self {
                role: one.role,
                len: all.len.saturating_add(one.len),
                objects: all.objects.saturating_add(one.objects),
                digits: all.digits.wrapping_mul(one.shift).wrapping_add(one.digits),
                shift: all.shift.wrapping_mul(one.shift),
                names: all.names.and(one.names),
                count: all.count + 1,
            })
        })
    }

    pub(super) const fn skip(&self) -> u32 {
        if matches!(self.role, Role::Heading) { SKIP_HEADING } else { SKIP }
    }

    pub(super) fn match_cost(&self, other: &Self) -> u32 {
        if self.role != other.role {
            return NEVER;
        }
        // lengths of short blocks say little
        let of_length = u64::from(self.len.abs_diff(other.len)) * 1000
            / (u64::from(self.len) + u64::from(other.len) + 40);
        let of_objects = 100 * self.objects.abs_diff(other.objects).min(3);
        // a number in a heading or an item is its own, and one in a block that is taken together
        // with another shows that it is not a part of it; a paragraph may say its numbers in words
        let is_free = self.count == 1 && self.role == Role::Text && self.len >= PARAGRAPH;
        let of_digits = match (self.digits == other.digits, is_free && other.count == 1) {
            (true, _) => 0,
            (false, true) => 200,
            (false, false) => 400,
        };
        let of_names = 60 * self.names.missing(other.names).min(3);
        of_length as u32 + of_objects + of_digits + of_names
    }
}

/// The words in Latin letters, as bits: two words may share one. Names and code stay in Latin
/// letters in a Russian text, so that what it has of them its English counterpart has as well.
#[derive(Clone, Copy, Default)]
struct Names([u64; 4]);

impl Names {
    fn of(text: &str) -> Self {
        let mut names = Self::default();
        let words = text.split(|c: char| !c.is_alphanumeric());
        for word in words.filter(|word| word.len() > 1 && word.is_ascii()) {
            if word.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            let bit = (xxh3_64(word.to_ascii_lowercase().as_bytes()) >> 56) as usize;
            names.0[bit / 64] |= 1 << (bit % 64);
        }
        names
    }

    fn and(mut self, other: Self) -> Self {
        for (bits, more) in self.0.iter_mut().zip(other.0) {
            *bits |= more;
        }
        self
    }

    /// How many of the side that has fewer the other lacks.
    fn missing(self, other: Self) -> u32 {
        let without = |one: Self, other: Self| -> u32 {
            one.0.iter().zip(other.0).map(|(one, other)| (one & !other).count_ones()).sum()
        };
        without(self, other).min(without(other, self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_latin_letters_are_shared() {
        let missing = |one: &str, other: &str| Names::of(one).missing(Names::of(other));
        assert_eq!(missing("Open a PR on GitHub.", "Откройте PR в GitHub."), 0);
        assert_eq!(missing("Откройте PR в GitHub.", "Open a PR on GitHub."), 0);
        assert_eq!(missing("Откройте PR в GitHub.", "Read the notes of 2009."), 2);
        assert_eq!(missing("Нажмите в 2009 году.", "Press it."), 0);
    }
}
