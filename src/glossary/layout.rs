//! The one way to write a glossary: order, keys, lines. Comments stay with what they stand above.

use std::collections::BTreeMap;
use std::fmt::Write;

use toml_parser::lexer::{Token, TokenKind};

use super::{Glossary, Term};
use crate::error::Error;
use crate::script::fold;
use crate::source::Source;
use crate::span::Span;

/// A glossary in its one layout, in the order of its Russian terms.
pub fn to_toml(glossary: &Glossary) -> String {
    write(glossary, &Comments::default())
}

/// The text of a glossary's file in its one layout.
pub fn format(source: Source) -> Result<String, Error> {
    let comments = Comments::of(source.text());
    let windows = source.text().lines().count() > 0 && source.text().contains("\r\n");
    let glossary = Glossary::parse(source)?;
    if comments.any && comments.terms.len() != glossary.terms.len() {
        let source = glossary.source();
        let what = "comments here cannot be kept in the right places";
        return Err(Error::syntax(source.name(), source.text(), comments.first, what)
            .help("write each term under a `[[term]]` of its own"));
    }
    let text = write(&glossary, &comments);
    Ok(if windows { text.replace('\n', "\r\n") } else { text })
}

fn write(glossary: &Glossary, comments: &Comments) -> String {
    let mut out = String::new();
    let nothing = Section::default();
    comments.head.begin(&mut out, "[glossary]");
    let title = Some(&glossary.title).filter(|title| **title != glossary.name);
    for (key, value) in
        [("name", Some(&glossary.name)), ("title", title), ("license", glossary.license.as_ref())]
    {
        if let Some(value) = value {
            comments.head.key(&mut out, key, &quoted(value));
        }
    }
    comments.head.end(&mut out);
    let mut order: Vec<usize> = (0..glossary.terms.len()).collect();
    order.sort_by_cached_key(|&at| {
        let first = glossary.terms[at].ru.first().map_or("", String::as_str);
        (fold(first).into_owned(), first.to_owned())
    });
    for at in order {
        out.push('\n');
        write_term(&mut out, &glossary.terms[at], comments.terms.get(at).unwrap_or(&nothing));
    }
    if !comments.foot.is_empty() {
        out.push('\n');
        lines(&mut out, &comments.foot);
    }
    out
}

fn write_term(out: &mut String, term: &Term, comments: &Section) {
    comments.begin(out, "[[term]]");
    for key in super::KEYS {
        let texts = term.get(key);
        let value = match (*key, texts.as_slice()) {
            (_, []) => continue,
            ("ru" | "pos" | "note" | "match" | "enforce" | "like", [one]) => quoted(one),
            ("bad" | "good", texts) if texts.len() > 1 => {
                let lines: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                format!("[\n    {},\n]", lines.join(",\n    "))
            }
            (_, texts) => {
                let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                format!("[{}]", texts.join(", "))
            }
        };
        comments.key(out, key, &value);
    }
    comments.end(out);
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => _ = write!(out, "\\u{:04X}", c as u32),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn lines(out: &mut String, comments: &[String]) {
    for comment in comments {
        out.push_str(comment);
        out.push('\n');
    }
}

/// The comments of a file by the place they belong to.
#[derive(Default)]
struct Comments {
    head: Section,
    terms: Vec<Section>,
    /// After everything.
    foot: Vec<String>,
    /// Whether there are any, and the first of them.
    any: bool,
    first: Span,
}

/// The comments of `[glossary]` or of a term.
#[derive(Default)]
struct Section {
    /// Above the header.
    above: Vec<String>,
    /// Above the line of a key.
    keys: BTreeMap<String, Vec<String>>,
    /// At the end of the line of a key.
    behind: BTreeMap<String, String>,
    /// Below the last key.
    below: Vec<String>,
}

impl Section {
    fn begin(&self, out: &mut String, header: &str) {
        lines(out, &self.above);
        out.push_str(header);
        out.push('\n');
    }

    fn key(&self, out: &mut String, key: &str, value: &str) {
        lines(out, self.keys.get(key).map_or(&[], Vec::as_slice));
        *out += &format!("{key} = {value}");
        if let Some(comment) = self.behind.get(key) {
            *out += &format!("  {comment}");
        }
        out.push('\n');
    }

    fn end(&self, out: &mut String) {
        lines(out, &self.below);
    }
}

impl Comments {
    fn of(text: &str) -> Self {
        let mut reader = Reader { text, ..Reader::default() };
        let tokens = toml_parser::Source::new(text).lex().into_vec();
        for token in &tokens {
            reader.token(token);
        }
        reader.line();
        let Reader { mut comments, pending, blank, .. } = reader;
        match comments.terms.last_mut() {
            Some(last) if !blank => last.below.extend(pending),
            _ => comments.foot = pending,
        }
        comments
    }

    fn section(&mut self) -> &mut Section {
        self.terms.last_mut().unwrap_or(&mut self.head)
    }
}

/// Reads a file line by line; a line ends outside brackets only.
#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    comments: Comments,
    /// Comments on lines of their own whose place is not yet known.
    pending: Vec<String>,
    /// Whether a blank line stands above them.
    blank: bool,
    /// What stands in the line so far, without white space.
    line: Vec<(TokenKind, &'t str)>,
    /// The comments within it.
    within: Vec<String>,
    depth: usize,
}

impl Reader<'_> {
    fn token(&mut self, token: &Token) {
        let span = token.span();
        let text = &self.text[span.start()..span.end()];
        match token.kind() {
            TokenKind::Newline if self.depth == 0 => self.line(),
            TokenKind::Whitespace | TokenKind::Newline | TokenKind::Eof => {}
            TokenKind::Comment => {
                if !self.comments.any {
                    (self.comments.any, self.comments.first) =
                        (true, Span::new(span.start(), span.end()));
                }
                self.within.push(text.trim_end().to_owned());
            }
            kind => {
                match kind {
                    TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => self.depth += 1,
                    TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                        self.depth = self.depth.saturating_sub(1);
                    }
                    _ => {}
                }
                self.line.push((kind, text));
            }
        }
    }

    /// A line has ended.
    fn line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let mut within = std::mem::take(&mut self.within);
        match line.as_slice() {
            [] if within.is_empty() => {
                // what stands below a term without a gap, and above a gap, is the term's own
                if !self.blank && !self.comments.terms.is_empty() {
                    let pending = std::mem::take(&mut self.pending);
                    self.comments.section().below.extend(pending);
                }
                self.blank = true;
            }
            [] => self.pending.append(&mut within),
            [(TokenKind::LeftSquareBracket, _), rest @ ..] => {
                let above = self.pending.drain(..).chain(within).collect();
                if matches!(rest.first(), Some((TokenKind::LeftSquareBracket, _))) {
                    self.comments.terms.push(Section { above, ..Section::default() });
                } else {
                    self.comments.head.above = above;
                }
                self.blank = false;
            }
            [(_, key), ..] => {
                let key = key.trim_matches(['"', '\'']).to_owned();
                let mut above = std::mem::take(&mut self.pending);
                let section = self.comments.section();
                // the last of them stands at the end of the line, those before within a list
                if let Some(behind) = within.pop() {
                    section.behind.insert(key.clone(), behind);
                }
                above.extend(within);
                section.keys.entry(key).or_default().extend(above);
                self.blank = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(text: &str) -> Result<String, Error> {
        format(Source::new("own.toml", text))
    }

    #[test]
    fn built_in_glossaries_are_laid_out_so() {
        for glossary in super::super::builtin() {
            let text = glossary.source().text();
            let mut before: Vec<&str> = text.lines().collect();
            let after = to_toml(glossary);
            let mut after: Vec<&str> = after.lines().collect();
            // the order is another matter
            before.sort_unstable();
            after.sort_unstable();
            assert_eq!(before, after, "{}", glossary.name);
        }
    }

    #[test]
    fn order_keys_and_defaults_are_put_right() {
        let text = "[glossary]\ntitle='Own'\nname='own'\n[[term]]\nenforce='required'\nen='fir'\nru=['ёлка']\n\
                    [[term]]\nen=[\"spruce\"]\ngood=['a \"b\"',\"c\"]\nru='ель'\nbad='d'\n";
        let expected = "[glossary]\nname = \"own\"\ntitle = \"Own\"\n\n[[term]]\nru = \"ёлка\"\nen = [\"fir\"]\n\n\
                        [[term]]\nru = \"ель\"\nen = [\"spruce\"]\nbad = [\"d\"]\ngood = [\n    \"a \\\"b\\\"\",\n    \"c\",\n]\n";
        assert_eq!(formatted(text).unwrap(), expected);
        assert_eq!(formatted(expected).unwrap(), expected);
    }

    #[test]
    fn comments_stay_with_their_terms() {
        let text = "# mine\n[glossary]\nname = \"own\"\n\n# last\n[[term]]\nru = \"я\" # end\n# why\nen = \"I\"\n# like\n\n\
                    # first\n[[term]] # first too\nru = \"а\"\nen = [\n  \"and\", # no\n  \"but\",\n]\n\n# foot\n";
        let expected = "# mine\n[glossary]\nname = \"own\"\n\n# first\n# first too\n[[term]]\nru = \"а\"\n\
                        en = [\"and\", \"but\"]  # no\n\n# last\n[[term]]\nru = \"я\"  # end\n# why\nen = [\"I\"]\n# like\n\n# foot\n";
        assert_eq!(formatted(text).unwrap(), expected);
        assert_eq!(formatted(expected).unwrap(), expected);
    }

    #[test]
    fn comments_that_would_be_lost_are_a_reason_to_refuse() {
        let text = "term = [{ ru = \"я\", en = \"I\" }] # me\n[glossary]\nname = \"own\"\n";
        assert!(formatted(text).unwrap_err().to_string().contains("cannot be kept"));
        assert!(formatted(&text.replace(" # me", "")).is_ok());
    }
}
