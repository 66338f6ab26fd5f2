//! Tags that only one side has, or that do not nest.

use super::compare::{MOST, difference, is_data, is_plural, is_string, is_value, listed, whole};
use super::placeholders::is_message;
use super::{Check, Draft};
use crate::analysis::{Pair, Side};
use crate::document::MOST_CODES;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::placeholder::{Object, ObjectKind};

/// See its page.
#[derive(Debug)]
pub(super) struct Tags;

static META: Meta = Meta {
    name: "tags",
    summary: "tags of the original are missing, added or badly nested in the translation",
    severity: Severity::Warning,
    page: r#"
## What it does

Compares the HTML, XML and numbered tags of a string and its original, and the elements that a
format such as XLIFF puts into the text: those of XLIFF by their ids.

## Why

A tag that is not closed sets the rest of the page in bold, a lost link leads nowhere, and some
programs show nothing at all.

## Example

```bad pair
Press <b>Reset</b> = Нажмите <b>Сброс<b>
Press <b>Reset</b> = Нажмите Сброс
<0>Reset</0> now = <0>Сбросить сейчас
```

Write instead:

```good pair
Press <b>Reset</b> = Нажмите <b>Сброс</b>
See <a href="en.html">here</a> = См. <a href="ru.html">здесь</a>
```

## When it is silent

At names in angle brackets that are closed on neither side, at entities, and where blocks of two
documents were paired.

```good pair
push <file> = отправить <файл>
2 < 3 = 2 < 3
```
"#,
};

impl Check for Tags {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        if !is_string(pair) || is_data(pair) {
            return;
        }
        let both = [&pair.source, &pair.target].map(tags);
        if both.iter().any(|tags| tags.len() > MOST) {
            return;
        }
        let closed = |name: &str| both.iter().flatten().any(|tag| tag.closes(name));
        let [source, target] = [&both[0], &both[1]].map(|tags| {
            let real = tags.iter().filter(|tag| tag.stands_alone() || closed(tag.element()));
            real.copied().collect::<Vec<Tag<'_>>>()
        });
        let (lost, added) = difference(&source, &target, |one, other| one.is(*other));
        let message = match (lost.is_empty(), added.is_empty()) {
            (true, true) if nests(&source) && !nests(&target) => {
                "the tags are closed in another order than they are opened".to_owned()
            }
            (true, true) => return found.extend(codes(pair).or_else(|| elements(pair))),
            (false, true) => format!("{} of the original is missing", shown(&lost)),
            (true, false) => format!("{} is not in the original", shown(&added)),
            (false, false) => {
                format!("the original has {}, the translation {}", shown(&lost), shown(&added))
            }
        };
        let span = added.first().map_or_else(|| whole(&pair.target), |tag| tag.object.span);
        let place = lost.first().map_or_else(|| whole(&pair.source), |tag| tag.object.span);
        let draft = Draft::of_pair(pair, &META, span, Severity::Warning, Confidence::High, message);
        found.push(draft.said(pair, place, "the original").done());
    }
}

fn shown(tags: &[&Tag<'_>]) -> String {
    listed(tags.iter().map(|tag| tag.text))
}

/// Inline codes that one side lacks, or has once too often, where the format names them.
fn codes(pair: &Pair<'_>) -> Option<Finding> {
    // values are no tags
    let tags = |side: &Side<'_>| side.codes().iter().filter(|c| !is_value(c)).cloned().collect();
    let [mut source, mut target]: [Vec<String>; 2] = [&pair.source, &pair.target].map(tags);
    // of a text with more of them, the others were not kept
    if source.len().max(target.len()) == MOST_CODES {
        return None;
    }
    // each form of a plural has them anew
    if is_plural(pair.key) || is_message(pair.source.text()) {
        for codes in [&mut source, &mut target] {
            codes.sort();
            codes.dedup();
        }
    }
    let (lost, added) = difference(&source, &target, PartialEq::eq);
    let names = |codes: &[&String]| listed(codes.iter().map(|code| code.as_str()));
    let message = match (lost.is_empty(), added.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("{} of the original is missing", names(&lost)),
        (true, false) if added.iter().all(|code| source.contains(code)) => {
            format!("{} stands here more often than in the original", names(&added))
        }
        (true, false) => format!("{} is not in the original", names(&added)),
        (false, false) => {
            format!("the original has {}, the translation {}", names(&lost), names(&added))
        }
    };
    let span = whole(&pair.target);
    let draft = Draft::of_pair(pair, &META, span, Severity::Warning, Confidence::High, message);
    Some(draft.said(pair, whole(&pair.source), "the original").done())
}

/// Elements that the format has put into the text, where their numbers differ.
fn elements(pair: &Pair<'_>) -> Option<Finding> {
    const ELEMENT: char = '\u{FFFC}';
    let [source, target] = [&pair.source, &pair.target].map(|s| s.text().matches(ELEMENT).count());
    // where the elements are values the check of placeholders tells of them
    let has_values =
        [&pair.source, &pair.target].iter().any(|s| s.codes().iter().any(|code| is_value(code)));
    if source == target || has_values || is_plural(pair.key) {
        return None;
    }
    let elements = |count| if count == 1 { "element" } else { "elements" };
    let message =
        format!("the original has {source} inline {}, the translation {target}", elements(source));
    let span = whole(&pair.target);
    let draft = Draft::of_pair(pair, &META, span, Severity::Warning, Confidence::High, message);
    Some(draft.said(pair, whole(&pair.source), "the original").done())
}

#[derive(Clone, Copy, Debug)]
struct Tag<'t> {
    object: &'t Object<'t>,
    text: &'t str,
}

/// Elements of HTML without content, which nothing closes.
const EMPTY: &[&str] = &["br", "hr", "img", "wbr", "input", "p", "li"];

impl<'t> Tag<'t> {
    /// The name of its element.
    fn element(&self) -> &'t str {
        self.object.name.trim_start_matches(['<', '/']).trim_end_matches('>')
    }

    fn is_end(&self) -> bool {
        self.object.name.starts_with("</")
    }

    fn closes(&self, element: &str) -> bool {
        self.is_end() && self.element().eq_ignore_ascii_case(element)
    }

    fn stands_alone(&self) -> bool {
        self.text.ends_with("/>") || EMPTY.iter().any(|e| e.eq_ignore_ascii_case(self.element()))
    }

    fn is(&self, other: Self) -> bool {
        self.object.name.eq_ignore_ascii_case(&other.object.name)
    }
}

fn tags<'t>(side: &'t Side<'_>) -> Vec<Tag<'t>> {
    let is_tag = |o: &&Object<'_>| o.kind == ObjectKind::Tag && !o.name.starts_with('&');
    let of = |object: &'t Object<'_>| Tag { object, text: &side.text()[object.span.range()] };
    side.objects.iter().filter(is_tag).map(of).collect()
}

/// Whether each tag is closed before the one around it.
fn nests(tags: &[Tag<'_>]) -> bool {
    let mut open: Vec<&Tag<'_>> = Vec::new();
    for tag in tags.iter().filter(|tag| !tag.stands_alone()) {
        if !tag.is_end() {
            open.push(tag);
        } else if !open.pop().is_some_and(|last| tag.closes(last.element())) {
            return false;
        }
    }
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::placeholder::objects;

    #[test]
    fn nesting() {
        for (text, wanted) in [
            ("<b>a <i>b</i></b><br>", true),
            ("<b>a <i>b</b></i>", false),
            ("</b>a<b>", false),
            ("<b>a", false),
        ] {
            let objects = objects(text);
            let of = |object| Tag { object, text: "" };
            assert_eq!(nests(&objects.iter().map(of).collect::<Vec<_>>()), wanted, "{text}");
        }
    }

    /// What is said of the inline codes of an XLIFF unit.
    fn said(source: &str, target: &str) -> Vec<String> {
        let text = format!(
            "<xliff><file source-language='en' target-language='ru'><trans-unit id='a'>\
             <source>{source}</source><target>{target}</target></trans-unit></file></xliff>"
        );
        let source = crate::source::Source::new("t.xlf", text);
        let checker = crate::engine::Checker::new(crate::lexicon::Lexicon::builtin());
        let report = checker.with_checks(vec![&Tags]).check(&source).unwrap();
        report.findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn inline_codes_are_compared_by_their_ids() {
        let source = "Press <g id='1'>Save</g> <x id='2'/>";
        for (target, wanted) in [
            ("<x id='2'/> Нажмите <g id='1'>«Сохранить»</g>", &[][..]),
            ("Нажмите «Сохранить» <x id='2'/>", &["`<g id=\"1\">` of the original is missing"]),
            (
                "Нажмите <g id='1'>«Сохранить»</g> <x id='3'/>",
                &["the original has `<x id=\"2\">`, the translation `<x id=\"3\">`"],
            ),
            (
                "Нажмите <g id='1'>«Сохранить»</g> <x id='2'/> <x id='2'/>",
                &["`<x id=\"2\">` stands here more often than in the original"],
            ),
        ] {
            assert_eq!(said(source, target), wanted, "{target}");
        }
    }
}
