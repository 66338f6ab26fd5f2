//! Dictionaries of `StarDict`: `.ifo` says what there is, `.idx` has the headwords, `.dict` the
//! articles.

use std::path::Path;

use super::dictd::{add, articles};
use super::pairs::Collector;
use super::{Entries, Exchange, Input};
use crate::error::Error;
use crate::span::Span;

/// A dictionary named by its `.ifo` file.
#[derive(Debug)]
pub(super) struct StarDict;

impl Exchange for StarDict {
    fn name(&self) -> &'static str {
        "stardict"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ifo"]
    }

    fn read(&self, input: Input<'_>) -> Result<Entries, Error> {
        let path = Path::new(input.name).to_owned();
        let source = input.source()?;
        let whole = Span::new(0, source.text().len());
        let broken = |what: &str| Error::syntax(source.name(), source.text(), whole, what);
        if !source.text().contains("StarDict's dict ifo file") {
            return Err(broken("not the description of a StarDict dictionary"));
        }
        let value = |name: &str| {
            let mut lines = source.text().lines().filter_map(|line| line.split_once('='));
            lines.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
        };
        let wide = value("idxoffsetbits") == Some("64");
        let index = articles(&path, &[path.with_extension("idx"), path.with_extension("idx.gz")])?;
        let texts =
            articles(&path, &[path.with_extension("dict.dz"), path.with_extension("dict")])?;
        let types = value("sametypesequence").unwrap_or_default();
        let mut found = Collector::default();
        let mut rest = index.as_slice();
        while !rest.is_empty() {
            let entry = entry(rest, wide).ok_or_else(|| broken("its .idx is cut short"))?;
            let article =
                entry.start.checked_add(entry.length).and_then(|end| texts.get(entry.start..end));
            let article = article
                .ok_or_else(|| broken("its .idx names an article beyond the end of .dict"))?;
            // without a type for all, each article begins with its own
            let article =
                if types.is_empty() { article.get(1..).unwrap_or_default() } else { article };
            let text = String::from_utf8_lossy(article);
            add(
                &mut found,
                &String::from_utf8_lossy(entry.head),
                text.trim_end_matches('\0'),
                whole,
            );
            rest = entry.rest;
        }
        Ok(found.finish(source))
    }
}

struct Entry<'b> {
    head: &'b [u8],
    start: usize,
    length: usize,
    rest: &'b [u8],
}

/// A headword ended by a zero, then where its article is, big-endian.
fn entry(bytes: &[u8], wide: bool) -> Option<Entry<'_>> {
    let end = bytes.iter().position(|&byte| byte == 0)?;
    let (head, mut rest) = (&bytes[..end], &bytes[end + 1..]);
    let start = if wide {
        let (number, after) = rest.split_first_chunk()?;
        rest = after;
        usize::try_from(u64::from_be_bytes(*number)).ok()?
    } else {
        let (number, after) = rest.split_first_chunk()?;
        rest = after;
        u32::from_be_bytes(*number) as usize
    };
    let (number, rest) = rest.split_first_chunk()?;
    Some(Entry { head, start, length: u32::from_be_bytes(*number) as usize, rest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::exchange::Columns;
    use std::fs;

    #[test]
    fn the_three_files_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("own.ifo");
        let article = "сброс; перезапуск";
        fs::write(dir.path().join("own.dict"), article).unwrap();
        let mut index = b"reset\0".to_vec();
        index.extend(0_u32.to_be_bytes());
        index.extend((article.len() as u32).to_be_bytes());
        fs::write(dir.path().join("own.idx"), &index).unwrap();
        let ifo = "StarDict's dict ifo file\nversion=2.4.2\nsametypesequence=m\n";
        let read = || {
            let name = path.to_str().unwrap();
            StarDict.read(Input { name, bytes: ifo.into(), columns: Columns::default() })
        };
        assert_eq!(read().unwrap().terms.len(), 2);
        fs::write(dir.path().join("own.idx"), &index[..8]).unwrap();
        assert!(read().unwrap_err().to_string().contains("cut short"));
    }
}
