//! Sets of hashes as bits, which say of most others that they are not in the set: a Bloom filter
//! in blocks, so that a question costs one look into memory.

/// Bits a hash. With [`SET`] of them for each, one in fifty others is taken for one of the set.
const BITS: usize = 10;
/// Bits that are set for each hash.
const SET: u32 = 4;
/// Bits of a block, which is what a processor fetches at a time.
const BLOCK: usize = 512;

/// The bits of a set of so many hashes.
pub(super) fn sieve(count: usize, hashes: impl Iterator<Item = u64>) -> Vec<u8> {
    let blocks = (count * BITS).div_ceil(BLOCK);
    let mut bits = vec![0; blocks * BLOCK / 8];
    for hash in hashes {
        for at in places(bits.len(), hash) {
            bits[at / 8] |= 1 << (at % 8);
        }
    }
    bits
}

/// Whether a hash may be in the set.
pub(super) fn may_hold(bits: &[u8], hash: u64) -> bool {
    !bits.is_empty() && places(bits.len(), hash).all(|at| bits[at / 8] & 1 << (at % 8) != 0)
}

/// The bits of a hash among so many bytes: the block by its high bits, the bits by all of them.
fn places(bytes: usize, hash: u64) -> impl Iterator<Item = usize> {
    let blocks = (bytes * 8 / BLOCK) as u64;
    let block = (u128::from(hash) * u128::from(blocks)) >> 64;
    let mixed = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let bit = move |which: u32| (mixed >> (64 - 9 * (which + 1))) as usize % BLOCK;
    (0..SET).map(move |which| block as usize * BLOCK + bit(which))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64;

    #[test]
    fn most_others_are_not_taken_for_one_of_the_set() {
        let hash = |number: u32| xxh3_64(&number.to_le_bytes());
        let bits = sieve(9000, (0..9000).map(hash));
        assert!(bits.len() < 12_000, "{}", bits.len());
        let taken = (9000..29_000).filter(|&other| may_hold(&bits, hash(other))).count();
        assert!(taken < 600, "{taken} of 20,000");
    }

    proptest! {
        #[test]
        fn what_is_in_the_set_is_held(hashes in proptest::collection::vec(any::<u64>(), 0..99)) {
            let bits = sieve(hashes.len(), hashes.iter().copied());
            prop_assert!(hashes.iter().all(|&hash| may_hold(&bits, hash)));
        }

        #[test]
        fn an_empty_set_holds_nothing(hash in any::<u64>()) {
            prop_assert!(!may_hold(&sieve(0, std::iter::empty()), hash));
        }
    }
}
