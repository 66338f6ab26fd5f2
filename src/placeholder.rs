//! What programs read in a string and readers do not: placeholders, tags, code.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::span::Span;

/// Something in a string that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object<'t> {
    /// Its bytes in the string.
    pub span: Span,
    /// What it is.
    pub kind: ObjectKind,
    /// It as two languages compare it: without what may differ between them.
    pub name: Cow<'t, str>,
}

/// The kinds of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A value is put in here: `%s`, `%(name)s`, `{0}`, `{{name}}`, `${name}`, `{ $name }`, `%1`.
    Placeholder,
    /// `<b>`, `</a>`, `<0>`, `&nbsp;`.
    Tag,
    /// Words of a message's own language: `plural, one {`.
    Syntax,
    /// Code between backticks, options of commands.
    Code,
}

use ObjectKind::{Code, Placeholder, Syntax, Tag};

/// What each object looks like; the first that fits is taken. The part that is compared is the
/// group, where there is one. Sources: printf(3) with the additions of gettext, Python's and
/// Ruby's format strings, Qt's `QString::arg`, ICU `MessageFormat`, i18next, Fluent, Apple's
/// string format specifiers.
static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let shapes: &[(ObjectKind, &str, &str)] = &[
        (Code, "`", r"^`[^`\n]+`"),
        (Code, "]", r"^\]\([^()\s]*\)"),
        // attributes hold text at times, so only the name is compared
        (Tag, "<", r"^(</?[A-Za-z0-9](?:[\w:.-]*\w)?)(?:\s+[^<>]*|\s*/)?>"),
        (Tag, "&", r"^&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});"),
        (Placeholder, "{", r"^\{\{[^{}\n]*\}\}"),
        (Placeholder, "$#", r"^[$#]\{[^{}\n]*\}"),
        (Placeholder, "{", r"^\{\s*(\$?[\w.-]+)\s*,\s*(?:plural|select|selectordinal)\s*,"),
        // `{row.cells[0].text}` as Python and ICU4J write it
        (
            Placeholder,
            "{",
            r"^\{\s*((?:\$?-?\w[\w.-]*(?:\w\[[^\[\]{}\n]*\][\w.]*)*)?)\s*(?:[:,!][^{}\n]*)?\}",
        ),
        (
            Syntax,
            "=ozftm",
            r"^(?:offset:\d+\s+)?(?:=\d+|zero|one|two|few|many|other|male|female|true|false)\s*\{",
        ),
        (Syntax, "%", r"^%%"),
        (Placeholder, "%", r"^%\([A-Za-z_]\w*\)[-+#0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]"),
        (Placeholder, "%", r"^%\{\w+\}|^%<\w+>[-+#0]*\d*(?:\.\d+)?[diouxXeEfFgGcs]?"),
        (
            Placeholder,
            "%",
            // a Russian word may touch it
            r"^(%(?:\d+\$)?[-+#0']*(?:\d+|\*)?(?:\.(?:\d+|\*)?)?(?:hh|h|ll|l|L|q|j|z|t|I64)?[diouxXeEfFgGaAcCsSpn@])(?:\b|$|\p{Cyrillic})",
        ),
        // what has a number or a precision is no word, whatever it touches
        (
            Placeholder,
            "%",
            r"^%(?:\d+\$[-+#0']*\d*(?:\.\d+)?|[-+#0']*\d*\.\d+)(?:hh|h|ll|l|L|q|j|z|t)?[diouxXeEfFgGaAcsS@]",
        ),
        (Placeholder, "%", r"^%L?[1-9]\d?\b"),
        // a unit may touch it; `%2F` stands in addresses
        (Placeholder, "%", r"^(%L?[1-9])(?:ms|s|px|x|h|min|[KMGkmg]?i?[Bb])\b"),
        (Placeholder, "$", r"^\$[A-Z_]{2,}\b"),
        (Code, "-", r"^--[a-z][\w-]*(?:=\S*)?"),
    ];
    let compile = |&(kind, begins, shape): &(_, _, &str)| Shape {
        kind,
        begins,
        regex: Regex::new(shape).expect("it is tested"),
    };
    shapes.iter().map(compile).collect()
});

/// A shape of objects, with the characters that they may begin with: most text is gone through
/// without a pattern.
struct Shape {
    kind: ObjectKind,
    begins: &'static str,
    regex: Regex,
}

/// The characters that objects may begin with.
static BEGIN: LazyLock<String> =
    LazyLock::new(|| SHAPES.iter().map(|shape| shape.begins).collect());

/// The objects in a string, in order.
pub fn objects(text: &str) -> Vec<Object<'_>> {
    let mut found = Vec::new();
    // words of a message's own language, and `#`, mean something only inside braces
    let in_message = text.contains(", plural,")
        || text.contains(", select,")
        || text.contains(", selectordinal,");
    let mut at = 0;
    let begins = |c: char| BEGIN.contains(c) && (in_message || !c.is_ascii_alphabetic());
    while let Some(next) = text[at..].find(begins) {
        at += next;
        let after_word = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let object = object_at(text, at).filter(|object| match object.kind {
            Syntax => in_message && !after_word || object.name == "%%",
            Code => {
                (!after_word || object.name.starts_with(']'))
                    && !is_quotation(&object.name)
                    && !is_value(&object.name)
            }
            Placeholder | Tag => true,
        });
        match object {
            Some(object) => {
                at = object.span.end;
                found.push(object);
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// Whether nothing but a value stands in code marks: it is the value that is compared, as one
/// language may quote it in another way.
fn is_value(code: &str) -> bool {
    let inside = code.trim_matches('`');
    inside.len() + 2 == code.len()
        && object_at(inside, 0)
            .is_some_and(|object| object.kind == Placeholder && object.span.len() == inside.len())
}

/// Whether a backtick opens a quotation that an apostrophe closes, as in "`this' and `that'": what
/// stands up to the next backtick is no code.
fn is_quotation(code: &str) -> bool {
    let Some((before, after)) = code.strip_prefix('`').and_then(|inside| inside.split_once('\''))
    else {
        return false;
    };
    before.ends_with(char::is_alphanumeric)
        && !after.starts_with(|c: char| c.is_alphanumeric() || c == '`')
}

fn object_at(text: &str, at: usize) -> Option<Object<'_>> {
    let rest = &text[at..];
    let first = rest.chars().next()?;
    let mut shapes = SHAPES.iter().filter(|shape| shape.begins.contains(first));
    shapes.find_map(|Shape { kind, regex, .. }| {
        let found = regex.captures(rest)?;
        let mut whole = found.get(0)?;
        if let Some(place) = found.get(1).filter(|place| place.as_str().starts_with('%')) {
            whole = place;
        }
        let name = match found.get(1) {
            Some(part) if part == whole => Cow::Borrowed(part.as_str()),
            // `{name, plural, …}` and `{name}` are the same value
            Some(part) if *kind == Placeholder => Cow::Owned(format!("{{{}}}", part.as_str())),
            Some(part) => Cow::Owned(format!("{}>", part.as_str())),
            None => Cow::Borrowed(whole.as_str()),
        };
        Some(Object { span: Span::new(at, at + whole.end()), kind: *kind, name })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, kind: ObjectKind) -> Vec<String> {
        let found = objects(text).into_iter().filter(|object| object.kind == kind);
        found.map(|object| object.name.into_owned()).collect()
    }

    #[test]
    fn placeholders_of_every_kind() {
        for (text, wanted) in [
            ("%d of %s, %-5.2f, %1$s and %2$@", &["%d", "%s", "%-5.2f", "%1$s", "%2$@"][..]),
            ("%(count)d files in %(name)s", &["%(count)d", "%(name)s"]),
            ("%{user} has %<n>d", &["%{user}", "%<n>d"]),
            ("{0} and {name} and {price:.2f} and {}", &["{0}", "{name}", "{price}", "{}"]),
            ("{row[0].text} и {month.forms[Р]:>3}", &["{row[0].text}", "{month.forms[Р]}"]),
            ("%cбудут и %sи", &["%c", "%s"]),
            ("{{user}} / ${path} / { $count }", &["{{user}}", "${path}", "{$count}"]),
            ("%.2fs, %-6.1fx, %2$sly and %1ms, %1KiB", &["%.2f", "%-6.1f", "%2$s", "%1", "%1"]),
            ("%1 of %L2, %n file(s)", &["%1", "%L2", "%n"]),
            ("{n, plural, one {# file} other {# files by {who}}}", &["{n}", "{who}"]),
        ] {
            assert_eq!(names(text, Placeholder), wanted, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_text() {
        for text in [
            "\\x{...}",
            "100% of them",
            "50 % discount",
            "100%",
            "a $5 note",
            "%",
            "{",
            "100%%",
            "a%2Fb",
            "100%ный",
        ] {
            assert!(names(text, Placeholder).is_empty(), "{text}");
        }
    }

    #[test]
    fn tags_and_code() {
        assert_eq!(
            names("<b>Press</b> <a href=\"x\">here</a><br/>&nbsp;a < b > c", Tag),
            ["<b>", "</b>", "<a>", "</a>", "<br>", "&nbsp;"]
        );
        assert_eq!(names("run `git push` with --force or -x", Code), ["`git push`", "--force"]);
        assert_eq!(names("`print 'a'` and `it's`", Code), ["`print 'a'`", "`it's`"]);
        assert!(names("`%s' and `%s`", Code).is_empty());
        assert_eq!(names("<corrupt: 0x%x> <a:b c>", Tag), ["<a:b>"]);
        assert!(names("`this' is <b>one</b>, `that' another", Code).is_empty());
        assert_eq!(
            names("{n, plural, one {# file} other {# files}}", Syntax),
            ["one {", "other {"]
        );
        assert!(names("one {", Syntax).is_empty());
    }
}
