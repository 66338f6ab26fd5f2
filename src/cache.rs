//! Work saved between runs: files in the cache folder of the platform, named by the hash of all
//! that they were made from.
//!
//! A cache never makes a run fail. What cannot be read, is cut short or has been tampered with
//! counts as absent; what cannot be written is not written. Files are put in place by renaming,
//! so that a reader sees a whole one or none, however many programs write at once.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bytes::Bytes;
use memmap2::MmapMut;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// A folder of saved work.
#[derive(Debug)]
pub(crate) struct Cache {
    dir: PathBuf,
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
    pub(crate) fn load(&self, key: &Key) -> Option<Bytes> {
        let mut data = read(&self.dir.join(key.name())).ok()?;
        let sum = data.last_chunk().map(|sum| u64::from_le_bytes(*sum))?;
        data.truncate(data.len() - size_of::<u64>());
        (xxh3_64(&data) == sum).then_some(data)
    }

    /// Saves `data` under `key`, if it can be saved at all.
    pub(crate) fn store(&self, key: &Key, data: &[u8]) {
        if self.write(key, data).is_ok() {
            self.prune();
        }
    }

    fn write(&self, key: &Key, data: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.dir)?;
        // the process number keeps apart those who write the same file at the same time
        let draft = self.dir.join(format!("{}.{}", key.name(), std::process::id()));
        let write = |path: &Path| {
            let mut file = File::create(path)?;
            file.write_all(data)?;
            file.write_all(&xxh3_64(data).to_le_bytes())?;
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

/// The bytes of a file, in large pages where the system has them: tens of megabytes are then read
/// in half the time, and words looked up in them sooner.
fn read(path: &Path) -> io::Result<Bytes> {
    let mut file = File::open(path)?;
    let size = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let mut data = MmapMut::map_anon(size.max(1))?;
    #[cfg(target_os = "linux")]
    if size >= LARGE_PAGE {
        // a system without them is as good
        let _ = data.advise(memmap2::Advice::HugePage);
    }
    file.read_exact(&mut data[..size])?;
    Ok(Bytes::from_owner(data).slice(..size))
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

    #[test]
    fn what_is_saved_is_found_and_what_is_damaged_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache { dir: dir.path().join("new") };
        assert_eq!(cache.load(&key("a")), None);
        cache.store(&key("a"), b"work");
        assert_eq!(cache.load(&key("a")).as_deref(), Some(&b"work"[..]));
        assert_eq!(cache.load(&key("b")), None);
        let path = cache.dir.join(key("a").name());
        let whole = fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            assert_eq!(cache.load(&key("a")), None, "cut to {cut} bytes");
        }
        let mut changed = whole;
        changed[1] ^= 1;
        fs::write(&path, changed).unwrap();
        assert_eq!(cache.load(&key("a")), None);
    }

    #[test]
    fn old_files_go_and_a_folder_that_cannot_be_is_no_trouble() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache { dir: dir.path().to_owned() };
        for number in 0..MOST_FILES + 5 {
            cache.store(&key(&number.to_string()), b"work");
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), MOST_FILES);
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        let cache = Cache { dir: file };
        cache.store(&key("a"), b"work");
        assert_eq!(cache.load(&key("a")), None);
    }
}
