//! Patterns for files, as in `.gitignore`: one without a slash holds at any depth, one that names
//! a folder for all beneath it, one that begins with a slash from the folder of the file alone.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// A list of patterns with their places.
#[derive(Debug, Default)]
pub(super) struct Globs {
    set: GlobSet,
    /// The place of the pattern that each glob comes from.
    places: Vec<Span>,
}

/// A longer pattern is none; nesting in it would be deep enough to matter.
const LONGEST: usize = 500;

impl Globs {
    pub(super) fn parse<'t>(
        source: &Source,
        patterns: impl Iterator<Item = (&'t str, Span)>,
    ) -> Result<Self, Error> {
        let mut set = GlobSetBuilder::new();
        let mut places = Vec::new();
        for (pattern, span) in patterns {
            let wrong = |what: String| Error::syntax(source.name(), source.text(), span, what);
            if pattern.starts_with('!') {
                let what = format!("`{pattern}` cannot take files back");
                return Err(wrong(what).help("name what is left out so that the others stay"));
            }
            let clean = relative(pattern)
                .map_err(|what| wrong(what).help("patterns count from the folder of this file"))?;
            let anchored = match clean.trim_end_matches('/') {
                "" => "**".to_owned(),
                inner if inner.contains('/') || clean != pattern => inner.to_owned(),
                inner => format!("**/{inner}"),
            };
            for glob in [anchored.clone(), format!("{anchored}/**")] {
                let glob = GlobBuilder::new(&glob).literal_separator(true).build();
                let glob = glob.map_err(|e| {
                    wrong(format!("`{pattern}` is no pattern: {}", e.kind()))
                        .help("a pattern is like `docs/**/*.md`; write `\\[` for `[` itself")
                })?;
                set.add(glob);
                places.push(span);
            }
        }
        let set = set.build().map_err(|e| {
            let whole = places.first().copied().unwrap_or_default();
            let what = format!("too many patterns: {}", e.kind());
            Error::syntax(source.name(), source.text(), whole, what)
                .help("name whole folders instead of what lies in them")
        })?;
        Ok(Self { set, places })
    }

    /// The place of the first pattern that a path from the folder of the file fits.
    pub(super) fn find(&self, path: &str) -> Option<Span> {
        self.set.matches(path).first().map(|&at| self.places[at])
    }
}

/// A pattern as it counts from the folder of the file; an error where it leaves the folder.
pub(super) fn relative(pattern: &str) -> Result<&str, String> {
    let clean = pattern.strip_prefix('/').unwrap_or(pattern.trim_start_matches("./"));
    if clean.is_empty() || clean == "." {
        return if pattern.is_empty() { Err("an empty pattern".to_owned()) } else { Ok("") };
    }
    if clean.starts_with('/') || clean.split('/').any(|part| part == "..") {
        return Err(format!("`{pattern}` lies outside the folder"));
    }
    if clean.len() > LONGEST {
        return Err(format!("a pattern of {} bytes is too long", clean.len()));
    }
    Ok(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, path: &str) -> bool {
        let source = Source::new("sverka.toml", pattern);
        let patterns = [(pattern, Span::new(0, pattern.len()))];
        Globs::parse(&source, patterns.into_iter()).unwrap().find(path).is_some()
    }

    #[test]
    fn patterns_fit_as_people_expect() {
        for (pattern, path) in [
            ("*.md", "a.md"),
            ("*.md", "x/y/a.md"),
            ("docs", "docs/x/a.md"),
            ("docs/", "docs/a.md"),
            ("./docs/*.md", "docs/a.md"),
            ("docs/**/*.md", "docs/a.md"),
            ("docs/**/*.md", "docs/x/y/a.md"),
            (".", "any/thing"),
            ("/", "any/thing"),
            ("/*.md", "a.md"),
            ("/docs", "docs/x/a.md"),
            (".github", "x/.github/a.md"),
            ("*.{md,po}", "x/a.po"),
            ("доклад ?.txt", "доклад 1.txt"),
        ] {
            assert!(fits(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("docs/*.md", "docs/x/a.md"),
            ("docs/*.md", "x/docs/a.md"),
            ("*.md", "a.mdx"),
            ("/*.md", "x/a.md"),
            ("./a.md", "x/a.md"),
            ("/docs", "x/docs/a.md"),
        ] {
            assert!(!fits(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn no_pattern_brings_the_program_down() {
        let source = Source::new("sverka.toml", "");
        for pattern in [
            "{".repeat(499),
            format!("{}{}", "{a,".repeat(120), "}".repeat(120)),
            "**/".repeat(160),
            "*a".repeat(249),
            "[".to_owned(),
            "x".repeat(100_000),
        ] {
            let _ = Globs::parse(&source, [(pattern.as_str(), Span::default())].into_iter());
        }
    }
}
