//! Dictionaries of the dictd server: an index of headwords and a file of articles, which may be
//! compressed. What the articles of `StarDict` share with them is here too.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::pairs::Collector;
use super::{Entries, Exchange, Input};
use crate::error::{Error, ErrorKind};
use crate::script::{Script, script_of};
use crate::span::Span;

/// An index with its articles beside it.
#[derive(Debug)]
pub(super) struct Dictd;

impl Exchange for Dictd {
    fn name(&self) -> &'static str {
        "dictd"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["index"]
    }

    fn read(&self, input: Input<'_>) -> Result<Entries, Error> {
        let path = Path::new(input.name).to_owned();
        let source = input.source()?;
        let articles =
            articles(&path, &[path.with_extension("dict.dz"), path.with_extension("dict")])?;
        let mut found = Collector::default();
        let mut at = 0;
        for line in source.text().split_inclusive('\n') {
            let place = Span::new(at, at + line.trim_end().len());
            at += line.len();
            let mut fields = line.trim_end().split('\t');
            let (Some(head), start, length) =
                (fields.next(), fields.next().and_then(number), fields.next().and_then(number))
            else {
                continue;
            };
            let broken = |what| Error::syntax(source.name(), source.text(), place, what);
            let (Some(start), Some(length)) = (start, length) else {
                return Err(broken("a headword without the place of its article"));
            };
            let article = start.checked_add(length).and_then(|end| articles.get(start..end));
            let article = article
                .ok_or_else(|| broken("an article beyond the end of the file of articles"))?;
            if !head.starts_with("00database") && !head.starts_with("00-database") {
                add(&mut found, head, &String::from_utf8_lossy(article), place);
            }
        }
        Ok(found.finish(source))
    }
}

/// A number as dictd writes it: sixty-four digits, most significant first.
fn number(text: &str) -> Option<usize> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    text.bytes().try_fold(0_usize, |number, byte| {
        let digit = DIGITS.iter().position(|&digit| digit == byte)?;
        number.checked_mul(64)?.checked_add(digit)
    })
}

/// The largest file of articles, unpacked, that is read.
const MOST_BYTES: u64 = 256 << 20;

/// The bytes of the first file that exists, unpacked.
pub(super) fn articles(index: &Path, paths: &[std::path::PathBuf]) -> Result<Vec<u8>, Error> {
    let name = index.display().to_string();
    let Some(path) = paths.iter().find(|path| path.exists()) else {
        let what = "no file of articles beside it".to_owned();
        let wanted: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(Error::new(name, ErrorKind::Syntax(what))
            .help(format!("wanted: {}", wanted.join(" or "))));
    };
    let name = path.display().to_string();
    let io = |e| Error::new(&name, ErrorKind::Io(e));
    let file = File::open(path).map_err(io)?;
    let packed = path.extension().is_some_and(|ending| ending == "dz" || ending == "gz");
    let mut input: Box<dyn Read> =
        if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut bytes = Vec::new();
    input.by_ref().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MOST_BYTES {
        let what = format!("larger than {} MB when unpacked", MOST_BYTES >> 20);
        return Err(Error::new(&name, ErrorKind::Syntax(what)));
    }
    Ok(bytes)
}

/// Adds the translations that an article gives. The headword stands in the first line again,
/// with its pronunciation; the translations are what is in the other script, between commas.
pub(super) fn add(found: &mut Collector, head: &str, article: &str, place: Span) {
    let wanted = match script_of(head) {
        Script::Cyrillic => Script::Latin,
        Script::Latin => Script::Cyrillic,
        _ => return,
    };
    let plain = without_asides(article);
    let lines = plain.lines().filter(|line| !line.trim_start().starts_with(head));
    let parts = lines.flat_map(|line| line.split([',', ';'])).map(|part| {
        let part =
            part.trim().trim_start_matches(|c: char| c.is_ascii_digit() || "-.•*) ".contains(c));
        part.trim_end_matches('.').trim()
    });
    // longer ones explain, and do not translate
    for part in parts.filter(|part| script_of(part) == wanted && part.split(' ').count() <= 5) {
        let (ru, en) = if wanted == Script::Cyrillic { (part, head) } else { (head, part) };
        found.add(ru, en, Some(ru), "", place);
    }
}

/// Text without what stands in brackets or between slashes, and without markup.
fn without_asides(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut closing = Vec::new();
    for c in text.chars() {
        match c {
            '(' => closing.push(')'),
            '[' => closing.push(']'),
            '<' => closing.push('>'),
            c if closing.last() == Some(&c) => {
                closing.pop();
            }
            // an aside that is not closed ends with its line
            '\n' => {
                closing.clear();
                out.push(c);
            }
            c if closing.is_empty() => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::exchange::Columns;
    use std::io::Write;

    #[test]
    fn an_index_and_its_packed_articles_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("own.index");
        let articles = "own dictionary\nreset /riːset/\nсброс, 2. перезагрузка (компьютера)\n";
        let file = File::create(dir.path().join("own.dict.dz")).unwrap();
        let mut packer = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        packer.write_all(articles.as_bytes()).unwrap();
        packer.finish().unwrap();
        // what follows the 15 bytes of the first line
        assert_eq!(number("BP"), Some(articles.len() - 15));
        let read = |index: &str| {
            let name = path.to_str().unwrap();
            Dictd.read(Input { name, bytes: index.into(), columns: Columns::default() })
        };
        let entries = read("00databaseshort\tA\tP\nreset\tP\tBP\n").unwrap();
        let ru: Vec<&str> = entries.terms.iter().map(|term| term.ru[0].as_str()).collect();
        assert_eq!(ru, ["сброс", "перезагрузка"]);
        let error = read("reset\tP\tBPP\n").unwrap_err();
        assert!(error.to_string().contains("beyond the end"), "{error}");
    }
}
