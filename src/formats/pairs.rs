//! Two documents in two languages made into one of pairs: by key, or block by block.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::shape::{BEGIN, JOIN, NEVER, Shape};
use super::{locale, plurals};
use crate::document::{Document, Segment, State, Unit};
use crate::span::Span;

/// Pairs the texts of `target` with their originals in `source`.
///
/// A unit's target always stands in `target`'s source, its original in `source`'s. What has no
/// original stays a text of its own; what has no translation is a pair with an empty target.
pub fn align<'d>(source: Document<'d>, target: Document<'d>) -> Document<'d> {
    let is_keyed = |unit: &Unit<'_>| unit.target().key.is_some();
    let any = |units: &[Unit<'_>]| units.iter().any(is_keyed);
    let all = |units: &[Unit<'_>]| units.iter().all(is_keyed);
    let (from, to) = (source.units, target.units);
    // texts with names and paragraphs have only their order in common
    let units = if (all(&from) && !any(&to)) || (all(&to) && !any(&from)) {
        by_structure(from, to)
    } else {
        let (from, from_rest) = from.into_iter().partition(is_keyed);
        let (to, to_rest) = to.into_iter().partition(is_keyed);
        let mut units = by_key(from, to);
        units.extend(by_structure(from_rest, to_rest));
        units
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
    let Some((name, _, end)) = plurals::parts(key).filter(|(_, form, _)| FORMS.contains(form))
    else {
        return Vec::new();
    };
    let forms = ["other", "plural", "many", "one"];
    let mut others: Vec<String> = forms.iter().map(|form| format!("{name}{form}{end}")).collect();
    // i18next writes the form for one without an ending
    others.push(name[..name.len() - 1].to_owned());
    others
}

/// Cells of the table, which bound the time for two long documents.
const MOST_CELLS: usize = 2_000_000;

/// How many blocks of each side stand for one another.
#[derive(Clone, Copy)]
struct Step {
    sources: u8,
    targets: u8,
}

impl Step {
    const fn new(sources: u8, targets: u8) -> Self {
        Self { sources, targets }
    }

    /// How a way ends with it.
    const fn end(self) -> usize {
        match (self.sources, self.targets) {
            (_, 0) => 1,
            (0, _) => 2,
            _ => PAIRED,
        }
    }

    /// What it costs to take these blocks together.
    fn cost(from: &[Shape], to: &[Shape]) -> u32 {
        match (from, to) {
            ([lone], []) | ([], [lone]) => lone.skip(),
            ([from], [to]) => from.match_cost(to),
            _ => match (Shape::joined(from), Shape::joined(to)) {
                (Some(one), Some(other)) => {
                    JOIN * (from.len() + to.len() - 2) as u32 + one.match_cost(&other)
                }
                _ => NEVER,
            },
        }
    }
}

const SOURCE: Step = Step::new(1, 0);
const TARGET: Step = Step::new(0, 1);
/// A paragraph may be parted in translation, or a list made a paragraph.
const STEPS: [Step; 7] = [
    Step::new(1, 1),
    SOURCE,
    TARGET,
    Step::new(2, 1),
    Step::new(1, 2),
    Step::new(3, 1),
    Step::new(1, 3),
];

fn by_structure<'d>(sources: Vec<Unit<'d>>, targets: Vec<Unit<'d>>) -> Vec<Unit<'d>> {
    let shape = |unit: &Unit<'_>| Shape::of(unit.target());
    let from: Vec<Shape> = sources.iter().map(shape).collect();
    let to: Vec<Shape> = targets.iter().map(shape).collect();
    let steps = cheapest_path(&from, &to);
    let (mut sources, mut targets) = (sources.into_iter(), targets.into_iter());
    let mut units = Vec::with_capacity(steps.len());
    // where in the target a translation is missing
    let mut at = 0;
    for Step { sources: from, targets: to } in steps {
        let source = join(sources.by_ref().take(from.into()), &mut Vec::new());
        let target = join(targets.by_ref().take(to.into()), &mut units);
        at = target.as_ref().map_or(at, end_of);
        match (source, target) {
            (Some(source), Some(target)) => units.push(pair(source, target)),
            (Some(source), None) => {
                let mut target = Segment::default();
                target.role = source.role;
                target.push_decoded(Span::new(at, at), "");
                units.push(pair(source, target));
            }
            (None, target) => units.extend(target.map(Unit::Text)),
        }
    }
    units
}

/// Makes one text of several; what has its original already is put by.
fn join<'d>(
    units: impl Iterator<Item = Unit<'d>>,
    pairs: &mut Vec<Unit<'d>>,
) -> Option<Segment<'d>> {
    let mut joined: Option<Segment<'d>> = None;
    for unit in units {
        match (unit, &mut joined) {
            (Unit::Text(segment), Some(joined)) => joined.append(segment, "\n\n"),
            (Unit::Text(segment), None) => joined = Some(segment),
            (pair, _) => pairs.push(pair),
        }
    }
    joined
}

fn end_of(segment: &Segment<'_>) -> usize {
    segment.runs().last().map_or(0, |(_, source, _)| source.end)
}

/// Which cells of the table are looked at: of long sequences only a band around the diagonal.
struct Band {
    rows: usize,
    columns: usize,
    width: usize,
}

impl Band {
    fn new(rows: usize, columns: usize) -> Self {
        Self { rows, columns, width: (MOST_CELLS / rows).max(64).min(columns) }
    }

    /// The first column of a row.
    fn first(&self, row: usize) -> usize {
        let middle = row * self.columns / self.rows;
        middle.saturating_sub(self.width / 2).min(self.columns - self.width)
    }

    /// The place of a cell among all.
    fn cell(&self, row: usize, column: usize) -> Option<usize> {
        let at = column.checked_sub(self.first(row)).filter(|at| *at < self.width)?;
        Some(row * self.width + at)
    }
}

/// How the last step to a cell ended: blocks paired, or one of a side left without a counterpart.
/// The cheapest way to each is kept, since what is left goes on more cheaply than it begins.
const ENDS: usize = 3;
const PAIRED: usize = 0;

/// The cheapest way to a cell that ends in one of these ways.
#[derive(Clone, Copy)]
struct Way {
    cost: u32,
    /// Its last step, by number.
    step: u8,
    /// How the way before that step ended.
    before: u8,
}

const NO_WAY: Way = Way { cost: NEVER, step: 1, before: 0 };

/// The cheapest way to go on from a cell with a step that ends so, and how it ended before.
fn onward(ways: &[Way; ENDS], end: usize) -> (u32, u8) {
    let dear = |(before, way): (usize, &Way)| {
        let begins = end != PAIRED && before != end;
        (way.cost + if begins { BEGIN } else { 0 }, before as u8)
    };
    ways.iter().enumerate().map(dear).min().unwrap_or((NEVER, 0))
}

/// The cheapest ways to every cell.
fn ways(from: &[Shape], to: &[Shape], band: &Band) -> Vec<[Way; ENDS]> {
    let mut cells = vec![[NO_WAY; ENDS]; band.rows * band.width];
    for row in 0..band.rows {
        let first = band.first(row);
        for column in first..first + band.width {
            let mut best = [NO_WAY; ENDS];
            if (row, column) == (0, 0) {
                best[PAIRED].cost = 0;
            }
            for (number, step) in STEPS.iter().enumerate() {
                let above = row.checked_sub(step.sources.into());
                let Some((above, left)) = above.zip(column.checked_sub(step.targets.into())) else {
                    continue;
                };
                let Some(at) = band.cell(above, left) else { continue };
                let (cost, before) = onward(&cells[at], step.end());
                let best = &mut best[step.end()];
                // most cells are dear already
                if cost < best.cost {
                    let cost = cost + Step::cost(&from[above..row], &to[left..column]);
                    if cost < best.cost {
                        *best = Way { cost, step: number as u8, before };
                    }
                }
            }
            cells[row * band.width + column - first] = best;
        }
    }
    cells
}

/// The steps through both sequences that cost least together.
fn cheapest_path(from: &[Shape], to: &[Shape]) -> Vec<Step> {
    let band = Band::new(from.len() + 1, to.len() + 1);
    let cells = ways(from, to, &band);
    let (mut row, mut column) = (from.len(), to.len());
    let last = band.cell(row, column).map(|at| onward(&cells[at], PAIRED).1);
    let mut end = usize::from(last.unwrap_or_default());
    let mut path = Vec::with_capacity(row + column);
    while row > 0 || column > 0 {
        let step = match band.cell(row, column) {
            _ if row == 0 => TARGET,
            _ if column == 0 => SOURCE,
            Some(at) => {
                let way = cells[at][end];
                end = way.before.into();
                STEPS[usize::from(way.step)]
            }
            None => SOURCE,
        };
        path.push(step);
        row -= usize::from(step.sources);
        column -= usize::from(step.targets);
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
    fn titles_of_front_matter_pair_by_key_and_the_rest_by_kind() {
        let en = "---\ntitle: Drift\ndescription: About\n---\n\n# A\n\nText of it.\n";
        let ru =
            "---\ndescription: О чём\nlinkTitle: Сдвиг\ntitle: Сдвиг\n---\n\n# Б\n\nТекст его.\n";
        assert_eq!(
            aligned("markdown", ("a.md", en), ("b.md", ru)),
            [
                "/description: About = О чём (Final)",
                "alone: Сдвиг",
                "/title: Drift = Сдвиг (Final)",
                ": A = Б (Final)",
                ": Text of it. = Текст его. (Final)",
            ]
        );
    }

    #[test]
    fn a_paragraph_that_is_parted_stands_beside_the_whole() {
        let whole = "Containers resist drift better than machines do. A cluster of 3 nodes heals itself, and its state is what the operator wants.";
        let parts = "Контейнеры меньше подвержены изменениям, чем машины.\n\nКластер из 3 узлов чинит себя сам, и его состояние таково, какого желает оператор.";
        let (en, ru) = (format!("# A\n\n{whole}\n"), format!("# Б\n\n{parts}\n"));
        for (source, target) in [(&en, &ru), (&ru, &en)] {
            let found = aligned("markdown", ("a.md", source), ("b.md", target));
            assert_eq!(found.len(), 2, "{found:?}");
            assert!(found[1].contains("do. A") && found[1].contains("машины.\n\nКластер"));
        }
    }

    #[test]
    fn a_section_that_is_lost_is_lost_whole() {
        // the sections are alike, but for the names in them
        let section = |title: &str, name: &str| {
            format!(
                "## {title}\n\nPress {name} to go on with it now.\n\nThen {name} waits a while.\n\n"
            )
        };
        let раздел = |title: &str, name: &str| {
            format!(
                "## {title}\n\nНажмите {name}, чтобы продолжить.\n\n{name} подождёт немного.\n\n"
            )
        };
        let en = ["Tab", "Esc", "Home", "End"].map(|name| section("Key", name)).concat();
        let ru = ["Tab", "End"].map(|name| раздел("Ключ", name)).concat();
        let found = aligned("markdown", ("en.md", &en), ("ru.md", &ru));
        let lost: Vec<usize> = (0..found.len()).filter(|at| found[*at].contains("Untr")).collect();
        assert_eq!(lost, [3, 4, 5, 6, 7, 8], "{found:?}");
        assert!(found[10].contains("End") && found[10].contains("Нажмите End"));
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
