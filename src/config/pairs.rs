//! Originals and translations in files of their own: a pattern for each side, whose `*` and `**`
//! stand for the same on both.

use super::file::PairTable;
use super::globs::relative;
use crate::error::Error;
use crate::source::Source;
use crate::span::Span;

/// Two patterns: of an original, and of its translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The original.
    pub source: Pattern,
    /// Its translation.
    pub target: Pattern,
    /// Where the configuration has the two.
    pub place: Span,
}

/// A path with `*` for a part of a name and `**` for any folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// Anything within a name.
    Star,
    /// Nothing, or folders with the slash after the last.
    Folders,
}

impl Pair {
    pub(super) fn parse(file: &Source, table: &PairTable) -> Result<Self, Error> {
        let wrong = |span: std::ops::Range<usize>, what: String| {
            Error::syntax(file.name(), file.text(), Span::from(span), what)
        };
        let pattern = |text: &toml::Spanned<String>| {
            Pattern::parse(text.get_ref()).map_err(|what| {
                wrong(text.span(), what).help("a pattern is a path with `*` and `**` in it")
            })
        };
        let place = table.source.span().into();
        let pair = Self { source: pattern(&table.source)?, target: pattern(&table.target)?, place };
        if pair.source.wildcards().ne(pair.target.wildcards()) {
            let what = "`*` and `**` do not stand as they do in the source".to_owned();
            return Err(wrong(table.target.span(), what).help(
                "what they stand for is put in on the other side: write them in the same order",
            ));
        }
        if pair.source == pair.target {
            let what = "source and target are the same".to_owned();
            return Err(wrong(table.target.span(), what)
                .help("the target is where the source has its translation"));
        }
        Ok(pair)
    }

    /// The translation of a file, if it is an original. Paths count from the folder of the
    /// configuration and have slashes.
    pub fn target_of(&self, path: &str) -> Option<String> {
        Some(self.target.fill(&self.source.matches(path)?))
    }

    /// The original of a file, if it is a translation.
    pub fn source_of(&self, path: &str) -> Option<String> {
        Some(self.source.fill(&self.target.matches(path)?))
    }
}

impl Pattern {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut names = relative(text)?.split('/').peekable();
        while let Some(name) = names.next() {
            let is_last = names.peek().is_none();
            if name == "**" {
                parts.push(Part::Folders);
                if is_last {
                    parts.push(Part::Star);
                }
                continue;
            }
            if name.contains("**") {
                return Err(format!("`**` in `{text}` does not stand between slashes"));
            }
            if let Some(other) = name.chars().find(|c| "?[]{}\\".contains(*c)) {
                return Err(format!("`{other}` in `{text}` cannot be carried to the other side"));
            }
            for (at, piece) in name.split('*').enumerate() {
                if at > 0 {
                    parts.push(Part::Star);
                }
                push_text(&mut parts, piece);
            }
            if !is_last {
                push_text(&mut parts, "/");
            }
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn wildcards(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| !matches!(part, Part::Text(_)))
    }

    /// What the wildcards stand for in a path, if it fits; each takes as little as it can.
    pub fn matches<'p>(&self, path: &'p str) -> Option<Vec<&'p str>> {
        let fits = self.fits(path.as_bytes());
        let mut at = 0;
        if !fits[0][at] {
            return None;
        }
        let mut found = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let start = at;
            match part {
                Part::Text(text) => {
                    at += text.len();
                    continue;
                }
                Part::Star | Part::Folders => {
                    while !fits[number + 1][at] {
                        at = step(part, path.as_bytes(), at)?;
                    }
                }
            }
            found.push(&path[start..at]);
        }
        Some(found)
    }

    /// For each part and place in the path, whether the parts from there fit what is left. Filled
    /// in from the end, so that many stars cost no more than few.
    fn fits(&self, path: &[u8]) -> Vec<Vec<bool>> {
        let mut last = vec![false; path.len() + 1];
        last[path.len()] = true;
        let mut table = vec![last];
        for part in self.parts.iter().rev() {
            let after = &table[table.len() - 1];
            let mut here = vec![false; path.len() + 1];
            for at in (0..=path.len()).rev() {
                here[at] = match part {
                    Part::Text(text) => {
                        path[at..].starts_with(text.as_bytes()) && after[at + text.len()]
                    }
                    Part::Star | Part::Folders => {
                        after[at] || step(part, path, at).is_some_and(|next| here[next])
                    }
                };
            }
            table.push(here);
        }
        table.reverse();
        table
    }

    /// The path with the wildcards filled in.
    fn fill(&self, found: &[&str]) -> String {
        let mut found = found.iter();
        let text = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Star | Part::Folders => found.next().copied().unwrap_or_default().to_owned(),
        };
        self.parts.iter().map(text).collect()
    }
}

/// Where a wildcard may end next, after it could have ended at `at`.
fn step(wildcard: &Part, path: &[u8], at: usize) -> Option<usize> {
    let rest = &path[at..];
    match wildcard {
        Part::Folders => rest.iter().position(|&byte| byte == b'/').map(|slash| at + slash + 1),
        _ => rest.first().filter(|&&byte| byte != b'/').map(|_| at + 1),
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(Part::Text(last)) => last.push_str(text),
        _ => parts.push(Part::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(source: &str, target: &str) -> Pair {
        let pattern = |text| Pattern::parse(text).unwrap();
        Pair { source: pattern(source), target: pattern(target), place: Span::default() }
    }

    #[test]
    fn what_the_wildcards_stand_for_is_carried_over() {
        let docs = pair("docs/en/**/*.md", "docs/ru/**/*.md");
        for (en, ru) in
            [("docs/en/a.md", "docs/ru/a.md"), ("docs/en/x/y/a b.md", "docs/ru/x/y/a b.md")]
        {
            assert_eq!(docs.target_of(en).as_deref(), Some(ru));
            assert_eq!(docs.source_of(ru).as_deref(), Some(en));
        }
        assert_eq!(docs.target_of("docs/ru/a.md"), None);
        assert_eq!(docs.target_of("docs/en/a.txt"), None);
        let beside = pair("**/*.en.json", "**/*_ru.json");
        assert_eq!(beside.target_of("a/b/c.en.json").as_deref(), Some("a/b/c_ru.json"));
        let all = pair("en/**", "ru/**");
        assert_eq!(all.target_of("en/x/y.po").as_deref(), Some("ru/x/y.po"));
    }

    #[test]
    fn many_stars_do_not_take_for_ever() {
        let pattern = Pattern::parse(&format!("{}x", "*a".repeat(100))).unwrap();
        assert_eq!(pattern.matches(&"a".repeat(2000)), None);
        let deep = Pattern::parse(&format!("{}x", "**/".repeat(100))).unwrap();
        assert_eq!(deep.matches(&"a/".repeat(500)), None);
    }
}
