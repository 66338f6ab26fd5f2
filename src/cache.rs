//! Work saved between runs: files in the cache folder of the platform, named by the hash of all
//! that they were made from.
//!
//! A cache never makes a run fail. What cannot be read, is cut short or has been tampered with
//! counts as absent; what cannot be written is not written. Files are put in place by renaming,
//! so that a reader sees a whole one or none, however many programs write at once.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use memmap2::MmapMut;
use xxhash_rust::xxh3::Xxh3;

/// A folder of saved work.
#[derive(Debug)]
pub(crate) struct Cache {
    dir: PathBuf,
}

/// Work that was saved: what is needed at once, and what is read where it is asked for.
#[derive(Debug)]
pub(crate) struct Saved {
    pub(crate) head: Bytes,
    pub(crate) tail: Tail,
}

/// Saved work that stays in its file. Only its length is known when the file is opened: who reads
/// some of it can tell from what the head says whether it is as it was written.
#[derive(Debug)]
pub(crate) struct Tail {
    file: Mutex<File>,
    start: u64,
}

impl Tail {
    /// The bytes in this range of it.
    pub(crate) fn read(&self, range: Range<usize>) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; range.len()];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.start + range.start as u64))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// What saved work is made from, hashed.
#[derive(Default)]
pub(crate) struct Key(Xxh3);

impl Key {
    /// Adds one ingredient.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// The name of the file.
    fn name(&self) -> String {
        format!("{:032x}.{ENDING}", self.0.digest128())
    }
}

const ENDING: &str = "sverka";

/// The number of files kept: each edit of a glossary makes one, and the old ones are of no use.
const MOST_FILES: usize = 16;

impl Cache {
    /// The cache of this user; `SVERKA_CACHE_DIR` puts it elsewhere, and empty turns it off.
    pub(crate) fn of_user() -> Option<Self> {
        let dir = match std::env::var_os("SVERKA_CACHE_DIR") {
            Some(dir) if dir.is_empty() => return None,
            Some(dir) => dir.into(),
            None => dirs::cache_dir()?.join("sverka"),
        };
        Some(Self { dir })
    }

    /// What is saved under `key`.
    pub(crate) fn load(&self, key: &Key) -> Option<Saved> {
        read(&self.dir.join(key.name())).ok().flatten()
    }

    /// Saves work under `key`, if it can be saved at all.
    pub(crate) fn store(&self, key: &Key, head: &[u8], tail: &[u8]) {
        if self.write(key, head, tail).is_ok() {
            self.prune();
        }
    }

    /// A file has the lengths of the head and of the tail, the head, the hash of all that, and the
    /// tail.
    fn write(&self, key: &Key, head: &[u8], tail: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.dir)?;
        // the process number keeps apart those who write the same file at the same time
        let draft = self.dir.join(format!("{}.{}", key.name(), std::process::id()));
        let write = |path: &Path| {
            let (mut file, mut hash) = (File::create(path)?, Xxh3::new());
            let lengths = [head, tail].map(|part| (part.len() as u64).to_le_bytes());
            for part in [&lengths[0], &lengths[1], head] {
                hash.update(part);
                file.write_all(part)?;
            }
            file.write_all(&hash.digest().to_le_bytes())?;
            file.write_all(tail)?;
            fs::rename(path, self.dir.join(key.name()))
        };
        write(&draft).inspect_err(|_| drop(fs::remove_file(&draft)))
    }

    /// Removes the oldest files, and drafts of programs that were stopped while writing.
    fn prune(&self) {
        let Ok(entries) = fs::read_dir(&self.dir) else { return };
        let mut files: Vec<(SystemTime, PathBuf)> = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let ours = entry.file_name().to_string_lossy().contains(".sverka");
                ours.then(|| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))?
            })
            .collect();
        files.sort();
        for (_, path) in files.iter().rev().skip(MOST_FILES) {
            let _ = fs::remove_file(path);
        }
    }
}

const NUMBER: usize = size_of::<u64>();

/// What a file has, if its head is whole and its tail as long as it was.
fn read(path: &Path) -> io::Result<Option<Saved>> {
    let mut file = File::open(path)?;
    let size = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let (mut lengths, mut hash) = ([[0; NUMBER]; 2], Xxh3::new());
    for length in &mut lengths {
        file.read_exact(length)?;
        hash.update(length);
    }
    let [head, tail] = lengths.map(|length| usize::try_from(u64::from_le_bytes(length)).ok());
    let (Some(head), Some(tail)) = (head, tail) else { return Ok(None) };
    if head.checked_add(tail).and_then(|both| both.checked_add(3 * NUMBER)) != Some(size) {
        return Ok(None);
    }
    let start = (3 * NUMBER + head) as u64;
    let head = read_head(&mut file, head)?;
    hash.update(&head);
    let mut expected = [0; NUMBER];
    file.read_exact(&mut expected)?;
    let is_whole = hash.digest() == u64::from_le_bytes(expected);
    Ok(is_whole.then(|| Saved { head, tail: Tail { file: Mutex::new(file), start } }))
}

/// The next bytes of a file, in large pages where the system has them: tens of megabytes are then
/// read sooner, and words looked up in them too.
fn read_head(file: &mut File, length: usize) -> io::Result<Bytes> {
    let mut head = MmapMut::map_anon(length.max(1))?;
    #[cfg(target_os = "linux")]
    if length >= LARGE_PAGE {
        // a system without them is as good
        let _ = head.advise(memmap2::Advice::HugePage);
    }
    file.read_exact(&mut head[..length])?;
    Ok(Bytes::from_owner(head).slice(..length))
}

#[cfg(target_os = "linux")]
const LARGE_PAGE: usize = 2 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        let mut key = Key::default();
        key.add(text.as_bytes());
        key
    }

    fn load(cache: &Cache, of: &str) -> Option<(Vec<u8>, Vec<u8>)> {
        let saved = cache.load(&key(of))?;
        Some((saved.head.to_vec(), saved.tail.read(0..2).unwrap()))
    }

    #[test]
    fn what_is_saved_is_found_and_what_is_damaged_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache { dir: dir.path().join("new") };
        assert_eq!(load(&cache, "a"), None);
        cache.store(&key("a"), b"work", b"rest");
        assert_eq!(load(&cache, "a"), Some((b"work".to_vec(), b"re".to_vec())));
        assert_eq!(cache.load(&key("a")).unwrap().tail.read(1..4).unwrap(), b"est");
        assert_eq!(load(&cache, "b"), None);
        let path = cache.dir.join(key("a").name());
        let whole = fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            assert_eq!(load(&cache, "a"), None, "cut to {cut} bytes");
        }
        for at in 0..whole.len() - b"rest".len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&path, changed).unwrap();
            assert_eq!(load(&cache, "a"), None, "changed at {at}");
        }
    }

    #[test]
    fn old_files_go_and_a_folder_that_cannot_be_is_no_trouble() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache { dir: dir.path().to_owned() };
        for number in 0..MOST_FILES + 5 {
            cache.store(&key(&number.to_string()), b"work", b"");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), MOST_FILES);
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let cache = Cache { dir: file };
        cache.store(&key("a"), b"work", b"rest");
        assert_eq!(load(&cache, "a"), None);
    }
}
