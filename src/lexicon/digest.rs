//! What the content of a glossary's file hashes to. To hash sixty megabytes takes longer than to
//! read what was compiled of them, so the hash of a large file is remembered by what the system
//! says of the file, as version control does.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use crate::cache::{Cache, Key};
use crate::error::Error;
use crate::glossary;

/// What is smaller is hashed at once.
const LARGE: u64 = 1 << 20;

/// A file changed so lately may be changed again within the same tick of the system's clock.
const SETTLED: Duration = Duration::from_secs(2);

/// The hash of what is in the file; `None` for what can be read only once.
pub(super) fn digest(name: &str, cache: Option<&Cache>) -> Result<Option<u128>, Error> {
    let saved = cache.and_then(|cache| Some((cache, state(name)?)));
    let known = saved.as_ref().and_then(|(cache, state)| cache.load(state));
    if let Some(known) = known.and_then(|known| known.head[..].try_into().ok()) {
        return Ok(Some(u128::from_le_bytes(known)));
    }
    let digest = glossary::digest(name)?;
    if let (Some((cache, state)), Some(digest)) = (saved, digest) {
        cache.store(&state, &digest.to_le_bytes(), &[]);
    }
    Ok(digest)
}

/// What the system says of a large file that nobody is just changing; whatever changes its content
/// changes that too.
fn state(name: &str) -> Option<Key> {
    let path = std::fs::canonicalize(name).ok()?;
    let data = path.metadata().ok().filter(|data| data.is_file() && data.len() >= LARGE)?;
    let (changed, marks) = changed(&data)?;
    let age = SystemTime::now().duration_since(changed).ok()?;
    let mut key = Key::default();
    key.add(b"digest");
    key.add(path.as_os_str().as_encoded_bytes());
    key.add(&data.len().to_le_bytes());
    for mark in marks {
        key.add(&mark.to_le_bytes());
    }
    (age > SETTLED).then_some(key)
}

/// When anything of the file was changed last, and all else that tells one state of it from
/// another. The time of the last change of a file's state cannot be set by programs, as that of
/// its content can.
#[cfg(unix)]
fn changed(data: &Metadata) -> Option<(SystemTime, [i64; 6])> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(data.ctime()).ok()?;
    let nanoseconds = u32::try_from(data.ctime_nsec()).ok()?;
    let changed = SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))?;
    let (place, device) = (data.ino().cast_signed(), data.dev().cast_signed());
    let state = [data.ctime(), data.ctime_nsec()];
    let content = [data.mtime(), data.mtime_nsec()];
    Some((changed, [place, device, state[0], state[1], content[0], content[1]]))
}

/// Where the system does not say it, files are hashed.
#[cfg(not(unix))]
fn changed(_: &Metadata) -> Option<(SystemTime, [i64; 6])> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    #[cfg(unix)]
    fn a_state_is_that_of_one_content() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("own.csv");
        let name = path.to_str().unwrap();
        fs::write(&path, "few").unwrap();
        assert!(state(name).is_none(), "small");
        fs::write(&path, vec![b'a'; 1 << 20]).unwrap();
        assert!(state(name).is_none(), "just changed");
        assert!(state("no such file").is_none());
        let old = fs::metadata(&path).unwrap().modified().unwrap();
        let (_, before) = changed(&fs::metadata(&path).unwrap()).unwrap();
        std::thread::sleep(Duration::from_millis(20));
        fs::write(&path, vec![b'b'; 1 << 20]).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        let (_, after) = changed(&fs::metadata(&path).unwrap()).unwrap();
        assert_ne!(before, after, "the time of the content was set back");
    }
}
