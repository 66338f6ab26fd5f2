//! What has been worked out, so that it need not be again: by one thread, or by any.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher, RandomState};
use std::sync::Mutex;

/// The answers to what was asked last: when there are many, those that nobody has asked for since
/// there were half as many are forgotten.
pub(crate) struct Recent<K, V, S = RandomState> {
    young: HashMap<K, V, S>,
    old: HashMap<K, V, S>,
    most: usize,
}

impl<K, V, S> fmt::Debug for Recent<K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recent").finish_non_exhaustive()
    }
}

impl<K: Eq + Hash, V: Clone, S: BuildHasher + Default> Recent<K, V, S> {
    /// Keeps some `most` answers.
    pub(crate) fn new(most: usize) -> Self {
        Self { young: HashMap::default(), old: HashMap::default(), most }
    }

    /// The answer, if it is known.
    pub(crate) fn get(&mut self, asked: &K) -> Option<V> {
        if let Some(answer) = self.young.get(asked) {
            return Some(answer.clone());
        }
        let (asked, answer) = self.old.remove_entry(asked)?;
        self.put(asked, answer.clone());
        Some(answer)
    }

    /// Remembers an answer.
    pub(crate) fn put(&mut self, asked: K, answer: V) {
        if self.young.len() * 2 >= self.most {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(asked, answer);
    }
}

/// Parts of a [`Memo`], each locked for itself.
const SHARDS: usize = 16;

/// Answers by what was asked, shared among threads.
pub(crate) struct Memo<K, V, S = RandomState> {
    shards: [Mutex<Recent<K, V, S>>; SHARDS],
    hasher: S,
}

impl<K, V, S> fmt::Debug for Memo<K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memo").finish_non_exhaustive()
    }
}

impl<K: Eq + Hash, V: Clone, S: BuildHasher + Default> Memo<K, V, S> {
    /// Keeps some `most` answers.
    pub(crate) fn new(most: usize) -> Self {
        let shard = |_| Mutex::new(Recent::new(most / SHARDS));
        Self { shards: std::array::from_fn(shard), hasher: S::default() }
    }

    /// The answer, if some thread has it.
    pub(crate) fn get(&self, asked: &K) -> Option<V> {
        self.shard(asked).lock().ok().and_then(|mut known| known.get(asked))
    }

    /// Remembers an answer.
    pub(crate) fn put(&self, asked: K, answer: V) {
        if let Ok(mut known) = self.shard(&asked).lock() {
            known.put(asked, answer);
        }
    }

    /// The answer; where it has to be worked out nobody waits, at worst it is worked out twice.
    pub(crate) fn get_or(&self, asked: K, work_out: impl FnOnce() -> V) -> V {
        self.get(&asked).unwrap_or_else(|| {
            let answer = work_out();
            self.put(asked, answer.clone());
            answer
        })
    }

    fn shard(&self, asked: &K) -> &Mutex<Recent<K, V, S>> {
        // the maps go by the lowest and the highest bits
        &self.shards[(self.hasher.hash_one(asked) >> 32) as usize % SHARDS]
    }
}

/// Makes hashers for keys that are hashes: each is its own.
pub(crate) type Itself = BuildHasherDefault<ItselfHasher>;

/// See [`Itself`].
#[derive(Default)]
pub(crate) struct ItselfHasher(u64);

impl Hasher for ItselfHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write_u128(&mut self, hash: u128) {
        self.0 = hash as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_again_is_kept() {
        let mut recent: Recent<u32, u32> = Recent::new(8);
        for asked in 0..100 {
            recent.put(asked, asked * 2);
            assert_eq!(recent.get(&0), Some(0), "after {asked}");
            assert_eq!(recent.get(&asked), Some(asked * 2));
        }
        let kept = (0..100).filter(|asked| recent.get(asked).is_some()).count();
        assert!((2..=8).contains(&kept), "{kept}");
    }

    #[test]
    fn answers_are_worked_out_once_and_forgotten_in_time() {
        let memo: Memo<u64, String> = Memo::new(1 << 6);
        assert_eq!(memo.get_or(1, || "one".to_owned()), "one");
        assert_eq!(memo.get_or(1, || panic!("it is known")), "one");
        assert_eq!(memo.get(&2), None);
        for asked in 0..1000 {
            memo.put(asked, String::new());
        }
        let kept = (0..1000).filter(|asked| memo.get(asked).is_some()).count();
        assert!((1..=200).contains(&kept), "{kept}");
        let hashes: Memo<u128, bool, Itself> = Memo::new(9);
        hashes.put(7 << 64 | 5, true);
        assert_eq!((hashes.get(&(7 << 64 | 5)), hashes.get(&(8 << 64 | 5))), (Some(true), None));
    }
}
