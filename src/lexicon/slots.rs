//! Values that are worked out when first asked for, by number.

use std::sync::OnceLock;

/// How many values take room together.
const ROW: usize = 64;

/// As many values as a part has terms. Of a million terms a run asks for a few, far from each
/// other, so room is taken by the row, and only for rows that hold one; in a row, a value has a
/// place of its own.
#[derive(Debug)]
pub(super) struct Slots<T> {
    rows: Vec<OnceLock<Row<T>>>,
    len: usize,
}

type Row<T> = Box<[OnceLock<Box<T>>]>;

impl<T> Slots<T> {
    pub(super) fn new(len: usize) -> Self {
        Self { rows: (0..len.div_ceil(ROW)).map(|_| OnceLock::new()).collect(), len }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// The value with this number, which must be below the length; `make` works it out.
    pub(super) fn get_or_init(&self, at: usize, make: impl FnOnce() -> T) -> &T {
        let row = self.rows[at / ROW].get_or_init(|| (0..ROW).map(|_| OnceLock::new()).collect());
        row[at % ROW].get_or_init(|| Box::new(make()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_worked_out_once() {
        let slots = Slots::new(ROW + 1);
        for at in [0, ROW, 0, ROW - 1] {
            assert_eq!(*slots.get_or_init(at, || at * 2), at * 2);
        }
        assert_eq!(*slots.get_or_init(ROW, || unreachable!("worked out before")), ROW * 2);
    }
}
