//! Words that are right for ever: put under `accept` in a configuration, whose other lines stay as
//! they are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{Array, DocumentMut, Item, Value};

use super::write::put;
use crate::cli::projects::ConfigChoice;
use crate::config::{Config, shown, whole};
use crate::error::{Error, ErrorKind};

/// The configuration that holds for a file, or the one to be written where there is none; nothing
/// where none is wanted.
pub(super) fn config_for(choice: &ConfigChoice, file: &Path) -> Option<PathBuf> {
    if choice.no_config || choice.config.is_some() {
        return choice.config.clone();
    }
    let folder = whole(file.parent().unwrap_or(Path::new("")));
    Some(shown(&Config::find(&folder).unwrap_or_else(|| Config::place_for(&folder))))
}

/// Accepts a word in a configuration.
pub(super) fn accept(path: &Path, word: &str) -> Result<(), Error> {
    let name = path.display().to_string();
    let failed = |error: io::Error| Error::new(&name, ErrorKind::Io(error));
    let syntax = |what: String| Error::new(&name, ErrorKind::Syntax(what));
    match fs::File::create_new(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(error)),
        _ => {}
    }
    let path = fs::canonicalize(path).map_err(failed)?;
    let old = fs::read(&path).map_err(failed)?;
    let text = std::str::from_utf8(&old).map_err(|error| syntax(error.to_string()))?;
    let new = with(text, word).map_err(syntax)?;
    put(&name, &path, &old, new.as_bytes())
}

/// The text of a configuration with one more accepted word, or what is wrong with it.
fn with(text: &str, word: &str) -> Result<String, String> {
    let mut config: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
    // without a key, the comments are what comes after all keys
    let head = if config.is_empty() { take_head(&mut config) } else { String::new() };
    let item = config.entry("accept").or_insert_with(|| Item::Value(Array::new().into()));
    if let Item::Value(Value::String(one)) = item {
        let list: Array = std::iter::once(one.value().as_str()).collect();
        *item = Item::Value(list.into());
    }
    let list = item.as_array_mut().ok_or("`accept` is no list")?;
    if list.iter().any(|known| known.as_str() == Some(word)) {
        return Ok(text.to_owned());
    }
    let last = list.iter().last().and_then(|last| last.decor().prefix()?.as_str());
    let line = last.and_then(|prefix| Some(prefix[prefix.rfind('\n')?..].to_owned()));
    list.push(word);
    let added = list.len() - 1;
    if let (Some(line), Some(added)) = (line, list.get_mut(added)) {
        added.decor_mut().set_prefix(line);
    }
    Ok(head + &config.to_string())
}

/// The comments of a configuration that has no keys, which are taken out of it.
fn take_head(config: &mut DocumentMut) -> String {
    let mut head = config.trailing().as_str().unwrap_or_default().to_owned();
    config.set_trailing("");
    if !head.is_empty() && !head.ends_with('\n') {
        head.push('\n');
    }
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_added_and_the_other_lines_stay() {
        for (before, after) in [
            ("", "accept = [\"x\"]\n"),
            ("# ours\n", "# ours\naccept = [\"x\"]\n"),
            ("accept = [] # none\n", "accept = [\"x\"] # none\n"),
            ("accept = [\"a\"]\n", "accept = [\"a\", \"x\"]\n"),
            ("accept = [\"x\"]\n", "accept = [\"x\"]\n"),
            ("accept = \"a\"\n", "accept = [\"a\", \"x\"]\n"),
            ("accept = [\n  # why\n  \"a\",\n]\n", "accept = [\n  # why\n  \"a\",\n  \"x\",\n]\n"),
            (
                "# head\nscheme = \"bgn-pcgn\"\n\n# levels\n[checks]\nquotes = \"off\" # so\n",
                "# head\nscheme = \"bgn-pcgn\"\naccept = [\"x\"]\n\n# levels\n[checks]\nquotes = \"off\" # so\n",
            ),
        ] {
            assert_eq!(with(before, "x").as_deref(), Ok(after), "{before}");
        }
        assert!(with("accept = 1\n", "x").is_err());
        assert!(with("accept = [", "x").is_err());
    }
}
