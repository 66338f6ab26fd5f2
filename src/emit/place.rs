//! The names of files as the programs that read reports want them: relative, with slashes, and as
//! URIs where they ask for these.

use std::path::Path;

/// The path of a file below the folder that the program runs in, without a `./` before it. What
/// lies elsewhere, or is no file, keeps its name.
pub(super) fn relative(name: &str) -> String {
    let here = std::env::current_dir().ok();
    below(name, here.as_deref())
}

fn below(name: &str, here: Option<&Path>) -> String {
    let path = Path::new(name);
    let inside = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let name = inside.to_string_lossy();
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() };
    let mut rest = name.as_str();
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter.trim_start_matches('/');
    }
    rest.to_owned()
}

/// A [`relative`] path as a URI reference: itself, percent-encoded, or a `file:` URI where it
/// begins at the root.
pub(super) fn uri(path: &str) -> String {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    let mut uri = match path {
        _ if path.starts_with('/') => "file://".to_owned(),
        _ if cfg!(windows) && drive => "file:///".to_owned(),
        _ => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_folder() {
        let here = Path::new("/work/site");
        for (name, path) in [
            ("docs/a.md", "docs/a.md"),
            ("./docs/a.md", "docs/a.md"),
            (".//./a.md", "a.md"),
            ("../a.md", "../a.md"),
            (".hidden.md", ".hidden.md"),
            ("/work/site/docs/a.md", "docs/a.md"),
            ("/work/sites/a.md", "/work/sites/a.md"),
            ("<stdin>", "<stdin>"),
        ] {
            assert_eq!(below(name, Some(here)), path, "{name}");
        }
    }

    #[test]
    fn uris_are_percent_encoded() {
        assert_eq!(uri("docs/a b.md"), "docs/a%20b.md");
        assert_eq!(uri("новое/100%.md"), "%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5/100%25.md");
        assert_eq!(uri("note:1?#[x].md"), "note%3A1%3F%23%5Bx%5D.md");
        assert_eq!(uri("/srv/a.md"), "file:///srv/a.md");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
