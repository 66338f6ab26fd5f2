//! Lists of hits, as a block has them: in each list, how many there are, then how far each is from
//! the one before it, since the hits of a form are sorted and often lie close together.

use unsigned_varint::{decode, encode};

/// Adds a list of sorted numbers; gives where it begins.
pub(super) fn push(lists: &mut Vec<u8>, sorted: &[u32]) -> usize {
    let at = lists.len();
    let mut put = |number: u32| lists.extend(encode::u32(number, &mut encode::u32_buffer()));
    put(sorted.len() as u32);
    let mut before = 0;
    for &number in sorted {
        put(number - before);
        before = number;
    }
    at
}

/// The numbers of the list that begins there.
pub(super) fn read(lists: &[u8], at: usize) -> impl Iterator<Item = u32> + '_ {
    let mut rest = &lists[at..];
    let mut next = move || {
        let (number, after) = decode::u32(rest).expect("lists are written so");
        rest = after;
        number
    };
    let count = next();
    (0..count).scan(0, move |before, _| {
        *before += next();
        Some(*before)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_pushed_is_read(mut all in proptest::collection::vec(
            proptest::collection::vec(any::<u32>(), 0..9), 0..9)
        ) {
            let mut lists = Vec::new();
            for list in &mut all {
                list.sort_unstable();
            }
            let places: Vec<usize> = all.iter().map(|list| push(&mut lists, list)).collect();
            for (list, at) in all.iter().zip(places) {
                prop_assert_eq!(&read(&lists, at).collect::<Vec<_>>(), list);
            }
        }
    }
}
