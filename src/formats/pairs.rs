//! Two documents in two languages made into one of pairs: by key, or block by block.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::locale;
use crate::document::{Document, Role, Segment, State, Unit};
use crate::span::Span;

/// Pairs the texts of `target` with their originals in `source`.
///
/// A unit's target always stands in `target`'s source, its original in `source`'s. What has no
/// original stays a text of its own; what has no translation is a pair with an empty target.
pub fn align<'d>(source: Document<'d>, target: Document<'d>) -> Document<'d> {
    let keyed = |document: &Document<'_>| document.units.iter().any(|u| u.target().key.is_some());
    let units = if keyed(&source) && keyed(&target) {
        by_key(source.units, target.units)
    } else {
        by_structure(source.units, target.units)
    };
    Document { units, ..target }
}

fn pair<'d>(source: Segment<'d>, target: Segment<'d>) -> Unit<'d> {
    let blank = target.text().trim().is_empty();
    let state = if blank { State::Untranslated } else { State::Final };
    let key = target.key.clone().or_else(|| source.key.clone()).unwrap_or_default();
    super::pair(key, source, target, state)
}

fn by_key<'d>(sources: Vec<Unit<'d>>, targets: Vec<Unit<'d>>) -> Vec<Unit<'d>> {
    let mut originals: HashMap<String, Segment<'d>> = HashMap::new();
    let mut order = Vec::new();
    for unit in sources {
        let Unit::Text(segment) = unit else { continue };
        let Some(key) = segment.key.as_deref().map(canonical) else { continue };
        if !originals.contains_key(&*key) {
            order.push(key.clone().into_owned());
            originals.insert(key.into_owned(), segment);
        }
    }
    let mut used = HashSet::new();
    let mut units = Vec::with_capacity(targets.len());
    for unit in targets {
        let Unit::Text(target) = unit else {
            units.push(unit);
            continue;
        };
        let key = target.key.as_deref().map(canonical).unwrap_or_default();
        let found = std::iter::once(key.clone().into_owned())
            .chain(other_forms(&key))
            .find(|key| originals.contains_key(key));
        match found.and_then(|key| originals.get_key_value(&key)) {
            Some((key, source)) => {
                used.insert(key.clone());
                units.push(pair(source.clone(), target));
            }
            None => units.push(Unit::Text(target)),
        }
    }
    for key in order.iter().filter(|key| !used.contains(*key)) {
        if let Some(source) = originals.remove(key) {
            units.push(pair(source, Segment::default()));
        }
    }
    units
}

/// A key without the language that Rails and others put before every key.
fn canonical(key: &str) -> Cow<'_, str> {
    let rest = key.strip_prefix('/').and_then(|key| key.split_once('/'));
    match rest {
        Some((tag, rest)) if tag.len() <= 5 && locale::lang_of_tag(tag).is_some() => {
            Cow::Owned(format!("/{rest}"))
        }
        _ => Cow::Borrowed(key),
    }
}

/// The plural forms of a language have no counterparts in the other: few and many stand beside
/// the general form. Written `name[few]`, `name/few`, `name_few`, `name.few`.
fn other_forms(key: &str) -> Vec<String> {
    const FORMS: &[&str] = &["zero", "one", "two", "few", "many", "other", "plural", "0", "1", "2"];
    let body = key.strip_suffix(']').unwrap_or(key);
    let Some(at) = body.rfind(['[', '/', '_', '.']) else { return Vec::new() };
    if !FORMS.contains(&&body[at + 1..]) {
        return Vec::new();
    }
    let end = &key[body.len()..];
    let name = &body[..at];
    let forms = ["other", "plural", "many", "one"];
    let mut others: Vec<String> =
        forms.iter().map(|form| format!("{}{form}{end}", &body[..=at])).collect();
    // i18next writes the form for one without an ending
    others.push(name.to_owned());
    others
}

/// What leaving a block without its counterpart costs; two blocks whose lengths differ by more
/// than twice of it are rather left than paired.
const SKIP: u32 = 400;
const SKIP_HEADING: u32 = 600;
/// Blocks of different kinds are no counterparts.
const NEVER: u32 = u32::MAX / 4;
/// Cells of the table, which bound the time for two long documents.
const MOST_CELLS: usize = 4_000_000;

/// What can be told of a block without knowing its language.
struct Shape {
    role: Role,
    len: u32,
    /// Objects, digits and what else is the same in both languages.
    objects: u32,
    digits: u32,
}

impl Shape {
    fn of(segment: &Segment<'_>) -> Self {
        let (mut len, mut objects, mut digits) = (0u32, 0u32, 0u32);
        for c in segment.text().chars() {
            len = len.saturating_add(1);
            objects += u32::from(c == '\u{FFFC}');
            if let Some(digit) = c.to_digit(10) {
                digits = digits.wrapping_mul(31).wrapping_add(digit + 1);
            }
        }
        Self { role: segment.role, len, objects, digits }
    }

    const fn skip(&self) -> u32 {
        if matches!(self.role, Role::Heading) { SKIP_HEADING } else { SKIP }
    }

    fn match_cost(&self, other: &Self) -> u32 {
        if self.role != other.role {
            return NEVER;
        }
        // lengths of short blocks say little
        let of_length = u64::from(self.len.abs_diff(other.len)) * 1000
            / (u64::from(self.len) + u64::from(other.len) + 40);
        let of_objects = 100 * self.objects.abs_diff(other.objects).min(3);
        let of_digits = if self.digits == other.digits { 0 } else { 200 };
        of_length as u32 + of_objects + of_digits
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Match,
    Source,
    Target,
}

fn by_structure<'d>(sources: Vec<Unit<'d>>, targets: Vec<Unit<'d>>) -> Vec<Unit<'d>> {
    let shape = |unit: &Unit<'_>| Shape::of(unit.target());
    let from: Vec<Shape> = sources.iter().map(shape).collect();
    let to: Vec<Shape> = targets.iter().map(shape).collect();
    let steps = cheapest_path(&from, &to);
    let (mut sources, mut targets) = (sources.into_iter(), targets.into_iter());
    let mut units = Vec::with_capacity(steps.len());
    // where in the target a translation is missing
    let mut at = 0;
    for step in steps {
        match step {
            Step::Match => match (sources.next(), targets.next()) {
                (Some(Unit::Text(source)), Some(Unit::Text(target))) => {
                    at = end_of(&target);
                    units.push(pair(source, target));
                }
                (_, target) => units.extend(target),
            },
            Step::Source => {
                if let Some(Unit::Text(source)) = sources.next() {
                    let mut target = Segment::default();
                    target.role = source.role;
                    target.push_decoded(Span::new(at, at), "");
                    units.push(pair(source, target));
                }
            }
            Step::Target => {
                if let Some(unit) = targets.next() {
                    at = end_of(unit.target());
                    units.push(unit);
                }
            }
        }
    }
    units
}

fn end_of(segment: &Segment<'_>) -> usize {
    segment.runs().last().map_or(0, |(_, source, _)| source.end)
}

/// The steps through both sequences that cost least together. Of long sequences only a band
/// around the diagonal is looked at.
fn cheapest_path(from: &[Shape], to: &[Shape]) -> Vec<Step> {
    let (rows, columns) = (from.len() + 1, to.len() + 1);
    let width = (MOST_CELLS / rows).max(64).min(columns);
    let first = |row: usize| {
        let middle = row * columns / rows;
        middle.saturating_sub(width / 2).min(columns - width)
    };
    let mut steps = vec![Step::Match; rows * width];
    let mut above = vec![NEVER; width];
    for row in 0..rows {
        let mut costs = vec![NEVER; width];
        let (start, start_above) = (first(row), first(row.saturating_sub(1)));
        let cost_above = |column: usize| {
            column.checked_sub(start_above).and_then(|at| above.get(at)).copied().unwrap_or(NEVER)
        };
        for at in 0..width {
            let column = start + at;
            if row == 0 && column == 0 {
                costs[0] = 0;
                continue;
            }
            let mut best = (NEVER, Step::Target);
            let mut offer = |cost: u32, step| {
                if cost < best.0 {
                    best = (cost, step);
                }
            };
            if row > 0 && column > 0 {
                let cost = from[row - 1].match_cost(&to[column - 1]);
                offer(cost_above(column - 1).saturating_add(cost), Step::Match);
            }
            if row > 0 {
                offer(cost_above(column).saturating_add(from[row - 1].skip()), Step::Source);
            }
            if column > 0 && at > 0 {
                offer(costs[at - 1].saturating_add(to[column - 1].skip()), Step::Target);
            }
            costs[at] = best.0;
            steps[row * width + at] = if best.0 < NEVER { best.1 } else { Step::Source };
        }
        above = costs;
    }
    let (mut row, mut column) = (rows - 1, columns - 1);
    let mut path = Vec::with_capacity(rows + columns);
    while row > 0 || column > 0 {
        let step = match column.checked_sub(first(row)).filter(|at| *at < width) {
            _ if row == 0 => Step::Target,
            _ if column == 0 => Step::Source,
            Some(at) => steps[row * width + at],
            None => Step::Source,
        };
        path.push(step);
        row -= usize::from(step != Step::Target);
        column -= usize::from(step != Step::Source);
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::pairs;
    use crate::formats::{Format, by_name};
    use crate::source::Source;

    fn aligned(format: &str, source: (&str, &str), target: (&str, &str)) -> Vec<String> {
        let format: &dyn Format = by_name(format).unwrap();
        let source = Source::new(source.0, source.1);
        let target = Source::new(target.0, target.1);
        pairs(&align(format.read(&source).unwrap(), format.read(&target).unwrap()))
    }

    #[test]
    fn keys_pair_texts_and_plural_forms() {
        let found = aligned(
            "json",
            ("en.json", r#"{"a": "Reset", "n_one": "file", "n_other": "files", "lost": "Lost"}"#),
            ("ru.json", r#"{"n_one": "файл", "n_few": "файла", "a": "Сброс", "new": "Новое"}"#),
        );
        assert_eq!(
            found,
            [
                "/n_one: file = файл (Final)",
                "/n_few: files = файла (Final)",
                "/a: Reset = Сброс (Final)",
                "alone: Новое",
                "/lost: Lost =  (Untranslated)",
            ]
        );
    }

    #[test]
    fn a_language_before_the_keys_does_not_part_them() {
        let found = aligned(
            "json",
            ("x/en.json", r#"{"en": {"a": "Reset"}}"#),
            ("x/ru.json", r#"{"ru": {"a": "Сброс"}}"#),
        );
        assert_eq!(found, ["/ru/a: Reset = Сброс (Final)"]);
    }

    #[test]
    fn blocks_pair_by_kind_and_length() {
        let found = aligned(
            "markdown",
            (
                "a.en.md",
                "# Reset\n\nPress the red button of 2009.\n\n## Why\n\n- one\n- two\n\nA long paragraph that nobody cared to translate, though it says a lot.\n\n## End\n\nThat is all of it.\n",
            ),
            (
                "a.ru.md",
                "# Сброс\n\nНажмите красную кнопку 2009 года.\n\n## Зачем\n\n- раз\n- два\n\n## Конец\n\nВот и всё, что есть.\n",
            ),
        );
        assert_eq!(
            found,
            [
                ": Reset = Сброс (Final)",
                ": Press the red button of 2009. = Нажмите красную кнопку 2009 года. (Final)",
                ": Why = Зачем (Final)",
                ": one = раз (Final)",
                ": two = два (Final)",
                ": A long paragraph that nobody cared to translate, though it says a lot. =  (Untranslated)",
                ": End = Конец (Final)",
                ": That is all of it. = Вот и всё, что есть. (Final)",
            ]
        );
    }

    #[test]
    fn long_documents_are_aligned_in_a_band() {
        let text = |word: &str| format!("{word} {word}\n\n").repeat(6000);
        let (en, ru) = (text("reset"), text("сброс"));
        let found = aligned("markdown", ("en.md", &en), ("ru.md", &ru));
        assert_eq!(found.len(), 6000);
        assert!(found.iter().all(|pair| pair.ends_with("(Final)")));
        // nothing fits, and nothing is lost
        let found = aligned("markdown", ("en.md", "# a\n\n# b\n"), ("ru.md", "в\n\nг\n\nд\n"));
        assert_eq!(found.len(), 5);
        assert!(aligned("markdown", ("en.md", ""), ("ru.md", "")).is_empty());
    }
}
