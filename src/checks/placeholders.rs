//! Placeholders that only one side has.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::compare::{MOST, is_data, is_plural, is_string, is_value, listed, whole};
use super::{Check, Draft};
use crate::analysis::{Pair, Side};
use crate::distance::both;
use crate::document::MOST_CODES;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::placeholder::{Object, ObjectKind};
use crate::span::Span;

/// See its page.
#[derive(Debug)]
pub(super) struct Placeholders;

static META: Meta = Meta {
    name: "placeholders",
    summary: "placeholders of the original are missing, added or changed in the translation",
    severity: Severity::Error,
    page: r"
## What it does

Compares the placeholders of a string with those of its original: printf's, Python's, .NET's and
Qt's, `{name}`, `{{name}}`, `${name}`, and the arguments of ICU messages.

## Why

The program puts values in their place. One that is missing hides a value, one too many crashes the
program or shows its bare name.

## Example

```bad pair
%s has %d files = %s имеет файлы
Hello, {name}! = Здравствуйте, {имя}!
%s of %d = %d из %s
100%% of %s = 100% от %s
```

Write instead:

```good pair
%s has %d files = У %s %d файла
Hello, {name}! = Здравствуйте, {name}!
%s of %d = %2$d из %1$s
{n, plural, one {# file} other {# files}} = {n, plural, one {# файл} few {# файла} other {# файлов}}
```

## When it is silent

Where the places are numbered and change order, where widths and signs differ, where one form of a
plural leaves out the number, and where blocks of two documents were paired.

```good pair
%5.1f MB = %.1f МБ
{} of {} = {0} из {1}
%shint: %.*s = %sподсказка: %.*s
%ld line %sed %d time = %ld строка %s %d раз
%a %b %d %H:%M %Y = %d %b %Y, %a %H:%M
the REPLY variable = переменная $REPLY
{month} {year} = {month.forms[И]} {year}
100% sure = уверен на 100%
```
",
};

impl Check for Placeholders {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        if !is_string(pair) || is_data(pair) {
            return;
        }
        let (source, target) = (pair.source.text(), pair.target.text());
        if is_date(source) && is_date(target) {
            return;
        }
        if is_message(source) || is_message(target) {
            found.extend(messages(pair));
            return;
        }
        let sides = [(&pair.source, &pair.target), (&pair.target, &pair.source)];
        let [had, has] = sides.map(|(side, other)| places(side, other));
        if had.len().max(has.len()) > MOST {
            return;
        }
        // a value may be put in twice
        let [mut lost, mut added] = [(&had, &has), (&has, &had)].map(|(some, of)| {
            let missing = some.iter().filter(|place| !of.iter().any(|other| other.is(place)));
            missing.collect::<Vec<_>>()
        });
        // `$HOME` may be spoken of as HOME
        let is_said = |text: &str, place: &Place<'_>| {
            let name = place.raw.strip_prefix('$').filter(|name| !name.starts_with('{'));
            name.is_some_and(|name| {
                text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
            })
        };
        lost.retain(|place| !is_said(target, place));
        added.retain(|place| !is_said(source, place));
        // the placeholder may touch letters of the other alphabet, and not be told by its shape
        let glued = |side: &str, all: &[Place<'_>], raw: &str| {
            side.matches(raw).count() > all.iter().filter(|place| place.raw == raw).count()
        };
        lost.retain(|place| !glued(target, &has, place.raw));
        added.retain(|place| !glued(source, &had, place.raw));
        if is_plural(pair.key) && lost.len() + added.len() == 1 {
            lost.retain(|place| !place.is_number());
            added.retain(|place| !place.is_number());
        }
        if lost.is_empty() && added.is_empty() {
            found.extend(percent_signs(pair).or_else(|| values(pair)));
            return;
        }
        let first = lost.first().map_or_else(|| whole(&pair.source), |place| place.span);
        let span = added.first().map_or_else(|| whole(&pair.target), |place| place.span);
        let [were, are] =
            [&lost, &added].map(|all| all.iter().map(|place| place.raw).collect::<Vec<_>>());
        let mut draft = draft(pair, span, message(&were, &are)).said(pair, first, "the original");
        if let ([lost], [added]) = (&*lost, &*added) {
            let cost = both(added.raw, lost.raw);
            draft = draft.suggest(lost.raw.to_owned(), None, None, cost, false);
        }
        found.push(draft.done());
    }
}

/// Whether the text says how dates are written, as strftime has it: each language in its order.
fn is_date(text: &str) -> bool {
    static PART: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"%[-_0^#OE]?([HMYybBmjkT])").expect("it is tested"));
    let parts: BTreeSet<&str> =
        PART.captures_iter(text).filter_map(|part| part.get(1)).map(|part| part.as_str()).collect();
    parts.len() > 1 && PART.replace_all(text, "").chars().filter(|c| c.is_alphabetic()).count() < 8
}

fn draft<'d>(pair: &Pair<'d>, span: Span, message: String) -> Draft<'d> {
    Draft::of_pair(pair, &META, span, Severity::Error, Confidence::High, message)
}

fn sorted<'t>(all: &[&'t str]) -> Vec<&'t str> {
    let mut all = all.to_vec();
    all.sort_unstable();
    all
}

fn message(lost: &[&str], added: &[&str]) -> String {
    let [was, is] = [lost, added].map(|all| listed(all.iter().copied()));
    match (lost.is_empty(), added.is_empty()) {
        (false, true) => format!("the translation lacks {was} of the original"),
        (true, _) => format!("{is} is not in the original"),
        (false, false) if sorted(lost) == sorted(added) => {
            format!("{was} change their order: number them, as in `%1$s`")
        }
        (false, false) => format!("the original has {was}, the translation {is}"),
    }
}

/// A placeholder.
#[derive(Debug)]
struct Place<'t> {
    span: Span,
    raw: &'t str,
    /// What is compared.
    name: String,
}

impl Place<'_> {
    /// Whether both stand for the same value: an index on one side alone chooses its form, as
    /// `{month.forms[И]}` does of `{month}`.
    fn is(&self, other: &Self) -> bool {
        let root = |name: &str| name[..name.find(['.', '[', '}']).unwrap_or(name.len())].to_owned();
        self.name == other.name
            || (self.name.contains('[') != other.name.contains('[')
                && root(&self.name) == root(&other.name))
    }

    /// Whether it may be the number of a plural.
    fn is_number(&self) -> bool {
        let name = self.name.to_lowercase();
        name.ends_with(['d', 'n', 'u', 'i'])
            || ["count", "num", "total", "{n}", "{$n}", "0}", "1}", "{}", "%1", "%@", "%("]
                .iter()
                .any(|part| name.contains(part))
    }
}

/// A conversion of printf: its place, if it is numbered; a width or precision that is an argument;
/// the size and kind of value.
static PRINTF: LazyLock<Regex> = LazyLock::new(|| {
    let shape = r"^%(?:(\d+)\$)?[-+#0']*(?:\d+|(\*))?(?:\.(?:\d+|(\*))?)?([a-zA-Z0-9]*[a-zA-Z@])$";
    Regex::new(shape).expect("it is tested")
});

/// The placeholders of a text. Those of printf, and empty braces, are named by their number, counted
/// where they have none.
fn places<'t>(side: &'t Side<'_>, other: &Side<'_>) -> Vec<Place<'t>> {
    let text = side.text();
    let (mut count, mut braces) = (0, 0);
    let objects = side.objects.iter().filter(|object| {
        // `{ or }` is text in braces; with blanks only Fluent's variables and terms are written
        let raw = &text[object.span.range()];
        let is_word = raw.starts_with("{ ") && !object.name.contains(['$', '-']);
        object.kind == ObjectKind::Placeholder && !is_word
    });
    let mut all: Vec<(Span, &str)> =
        objects.map(|object| (object.span, &*object.name)).chain(touching(side, other)).collect();
    all.sort_by_key(|(span, _)| span.start);
    let of = |(span, own): (Span, &'t str)| {
        let raw = &text[span.range()];
        let name = match PRINTF.captures(raw) {
            Some(parts) if !raw.starts_with("%L") && raw != "%n" => {
                count += 1;
                let part = |n| parts.get(n).map_or("", |part| part.as_str());
                let number = part(1).parse().unwrap_or(count);
                let kind = if part(4) == "i" { "d" } else { part(4) };
                format!("%{number}${}{}{kind}", part(2), part(3))
            }
            _ if own == "{}" => {
                braces += 1;
                format!("{{{}}}", braces - 1)
            }
            _ => named(own),
        };
        Place { span, raw, name }
    };
    all.into_iter().map(of).collect()
}

/// Placeholders of printf that touch a Latin word, as `%s` does in `%shint`: told only by those that
/// the other text has more of.
fn touching<'t>(side: &'t Side<'_>, other: &Side<'_>) -> Vec<(Span, &'t str)> {
    let text = side.text();
    let is_it = |object: &&Object<'_>| {
        object.name.starts_with('%') && object.name.ends_with(|c: char| c.is_ascii_alphabetic())
    };
    let raws: BTreeSet<&str> =
        other.objects.iter().filter(is_it).map(|o| &other.text()[o.span.range()]).collect();
    let count = |side: &Side<'_>, raw: &str| {
        side.objects.iter().filter(|object| &side.text()[object.span.range()] == raw).count()
    };
    let is_free = |span: &Span| {
        text[span.end..].starts_with(char::is_alphabetic)
            && !side.objects.iter().any(|object| object.span.overlaps(*span))
    };
    let found = raws.into_iter().flat_map(|raw| {
        let missing = count(other, raw).saturating_sub(count(side, raw));
        let spans = text.match_indices(raw).map(|(at, raw)| Span::new(at, at + raw.len()));
        spans.filter(is_free).take(missing)
    });
    found.map(|span| (span, &text[span.range()])).collect()
}

/// A named placeholder without blanks, and without how its value is to be written.
fn named(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    match plain.strip_prefix("{{") {
        Some(rest) => format!(
            "{{{{{}}}}}",
            rest.trim_end_matches('}').split([',', '|']).next().unwrap_or_default()
        ),
        // `#` before a number is a number sign, `#{name}` is Ruby's
        None => match plain.strip_prefix('#') {
            Some(rest) if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => rest.to_owned(),
            _ => plain,
        },
    }
}

/// A percent sign of a printf string that is not written `%%` any more.
fn percent_signs(pair: &Pair<'_>) -> Option<Finding> {
    let [source, target] = [&pair.source, &pair.target].map(Side::text);
    let alone =
        |text: &str| text.replace("%%", "").contains("% ") || text.replace("%%", "").ends_with('%');
    if !source.contains("%%") || target.contains("%%") || alone(source) || !alone(target) {
        return None;
    }
    let at = target.find('%')?;
    let message = "the original writes `%%`: a `%` alone begins a placeholder".to_owned();
    let cost = both("%", "%%");
    let all: Vec<usize> = target.match_indices('%').map(|(at, _)| at).collect();
    let at = all.into_iter().find(|&at| side_has_none(&pair.target, at)).unwrap_or(at);
    let draft = draft(pair, Span::new(at, at + 1), message);
    Some(draft.suggest("%%".to_owned(), None, None, cost, false).done())
}

/// Values that the format names, as Fluent does, where only one side has them.
fn values(pair: &Pair<'_>) -> Option<Finding> {
    let of = |side: &Side<'_>| -> BTreeSet<String> {
        side.codes().iter().filter(|code| is_value(code)).cloned().collect()
    };
    let [source, target] = [&pair.source, &pair.target].map(of);
    let longest = pair.source.codes().len().max(pair.target.codes().len());
    let lost: Vec<&str> = source.difference(&target).map(String::as_str).collect();
    let added: Vec<&str> = target.difference(&source).map(String::as_str).collect();
    // a form of a plural may leave out the number
    let may_lack = is_plural(pair.key) && lost.len() == 1 && added.is_empty();
    if may_lack || longest == MOST_CODES || (lost.is_empty() && added.is_empty()) {
        return None;
    }
    let draft = draft(pair, whole(&pair.target), message(&lost, &added));
    Some(draft.said(pair, whole(&pair.source), "the original").done())
}

fn side_has_none(side: &Side<'_>, at: usize) -> bool {
    !side.objects.iter().any(|object| object.span.start <= at && at < object.span.end)
}

/// Arguments of ICU messages, each as often as it pleases.
fn messages(pair: &Pair<'_>) -> Option<Finding> {
    let source = arguments(pair.source.text())?;
    let span = whole(&pair.target);
    let Some(target) = arguments(pair.target.text()) else {
        let message = "the braces of the message do not pair".to_owned();
        return Some(draft(pair, span, message).done());
    };
    let lost = listed(source.difference(&target).copied());
    let added = listed(target.difference(&source).copied());
    let message = match (lost.is_empty(), added.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("the translation lacks the argument {lost} of the original"),
        (true, false) => format!("the argument {added} is not in the original"),
        (false, false) => format!("the original has the argument {lost}, the translation {added}"),
    };
    Some(draft(pair, span, message).said(pair, whole(&pair.source), "the original").done())
}

static MESSAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\{\s*[\w$.-]+\s*,\s*(?:plural|select|selectordinal)\s*,").expect("it is tested")
});

/// Whether the text is an ICU message with forms to choose from.
pub(super) fn is_message(text: &str) -> bool {
    text.contains(',') && text.contains('{') && MESSAGE.is_match(text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Text with arguments in it.
    Text,
    /// The forms of an argument, each a text in braces.
    Forms,
    /// How the value of an argument is written.
    Style,
}

/// The names of the arguments of an ICU message; none where its braces do not pair.
fn arguments(text: &str) -> Option<BTreeSet<&str>> {
    let mut names = BTreeSet::new();
    let mut inside = vec![Part::Text];
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at + c.len_utf8()..];
        at += c.len_utf8();
        match (c, *inside.last()?) {
            // braces between apostrophes are text
            ('\'', Part::Text) if rest.starts_with(['{', '}']) => {
                at += rest.find('\'').map_or(rest.len(), |end| end + 1);
            }
            ('{', Part::Text) => {
                let end = rest.find([',', '{', '}'])?;
                names.insert(rest[..end].trim());
                at += end + 1;
                match rest.as_bytes()[end] {
                    b'}' => {}
                    b',' => {
                        let kind = rest[end + 1..].split([',', '}']).next().unwrap_or_default();
                        let chosen = matches!(kind.trim(), "plural" | "select" | "selectordinal");
                        inside.push(if chosen { Part::Forms } else { Part::Style });
                    }
                    _ => return None,
                }
            }
            ('{', Part::Forms) => inside.push(Part::Text),
            ('{', Part::Style) => inside.push(Part::Style),
            ('}', _) => {
                inside.pop();
                if inside.is_empty() {
                    return None;
                }
            }
            _ => {}
        }
    }
    (inside.len() == 1).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Checker;
    use crate::formats::by_name;
    use crate::lexicon::Lexicon;
    use crate::source::Source;

    #[test]
    fn arguments_of_messages() {
        let of = |text| arguments(text).map(|names| names.into_iter().collect::<Vec<_>>());
        assert_eq!(
            of("{n, plural, one {# file of {who}} other {'{'x'}' {d, date, short}}}"),
            Some(vec!["d", "n", "who"])
        );
        assert_eq!(of("{g, select, yes {Да} other {}}"), Some(vec!["g"]));
        assert_eq!(of("{n, plural, one {#}"), None);
        assert_eq!(of("a}"), None);
    }

    #[test]
    fn values_of_fluent_are_compared_by_name() {
        let said = |en: &str, ru: &str| {
            let (en, ru) = (Source::new("en/a.ftl", en), Source::new("ru/a.ftl", ru));
            let format = by_name("fluent").unwrap();
            let checker = Checker::new(Lexicon::builtin()).with_checks(vec![&Placeholders]);
            let report = checker.check_pair((&en, format), (&ru, format)).unwrap();
            report.findings.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        assert_eq!(
            said("a = Hi, { $user }", "a = Привет, { $usre }"),
            ["the original has `{ $user }`, the translation `{ $usre }`"]
        );
        assert!(said("a = { $a } of { $b }", "a = { $b }, из них { NUMBER($a) }").is_empty());
        let forms = "a = { $n ->\n  [one] один файл\n *[many] { $n } файлов\n }";
        assert!(said("a = { $n } files", forms).is_empty());
    }

    #[test]
    fn blanks_and_ways_to_write_a_value_are_not_compared() {
        assert_eq!(named("{{ count, number }}"), named("{{count}}"));
        assert_eq!(named("{$count}"), "{$count}");
    }
}
