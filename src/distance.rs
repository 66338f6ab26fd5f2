//! Weighted edit distance: what one word costs to make of another, in hundredths of an edit.
//!
//! Optimal string alignment with affine gaps. The prices are data (`data/costs.toml`), each group
//! with its reason. Costs are integers, so that orders are total and the same on every machine.

use std::sync::LazyLock;

use serde::Deserialize;

/// Hundredths of an edit.
pub type Cost = u32;

/// A cost that no two words reach.
const FAR: Cost = Cost::MAX / 4;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    edit: Edit,
    group: Vec<Group>,
    gap: Vec<Gap>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    substitute: Cost,
    insert: Cost,
    extend: Cost,
    transpose: Cost,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "names and reasons are for the reader of the table")]
struct Group {
    name: String,
    reason: String,
    cost: Cost,
    sets: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "reasons are for the reader of the table")]
struct Gap {
    name: String,
    reason: String,
    cost: Cost,
    letters: String,
}

/// The price list, ready for use: tables by letter code.
#[derive(Debug)]
pub struct Costs {
    swaps: Vec<Cost>,
    gaps: Vec<Cost>,
    /// Each further letter of a gap.
    extend: Cost,
    /// Two neighbours in the wrong order.
    transpose: Cost,
    /// A letter doubled, or a double letter written once.
    double: Cost,
}

/// Letter codes: ASCII, Latin with diacritics, Cyrillic, and one for everything else.
const CODES: usize = 0x80 + 0xC0 + 0x60 + 1;

const fn code(c: char) -> usize {
    match c as usize {
        at @ 0..0x80 => at,
        at @ 0xC0..0x180 => at - 0xC0 + 0x80,
        at @ 0x400..0x460 => at - 0x400 + 0x140,
        _ => CODES - 1,
    }
}

/// The built-in price list.
fn costs() -> &'static Costs {
    static COSTS: LazyLock<Costs> = LazyLock::new(|| {
        let table: Table = toml::from_str(include_str!("../data/costs.toml"))
            .unwrap_or_else(|e| panic!("data/costs.toml, built in, must parse: {e}"));
        Costs::new(&table)
    });
    &COSTS
}

impl Costs {
    fn new(table: &Table) -> Self {
        let mut swaps = vec![table.edit.substitute; CODES * CODES];
        for group in &table.group {
            for set in &group.sets {
                for a in set.chars() {
                    for b in set.chars().filter(|&b| b != a) {
                        let cost = &mut swaps[code(a) * CODES + code(b)];
                        *cost = (*cost).min(group.cost);
                    }
                }
            }
        }
        let mut gaps = vec![table.edit.insert; CODES];
        for gap in &table.gap {
            for letter in gap.letters.chars() {
                gaps[code(letter)] = gap.cost;
            }
        }
        let double = table.gap.iter().find(|g| g.name == "double");
        let double = double.map_or(table.edit.insert, |gap| gap.cost);
        Self { swaps, gaps, extend: table.edit.extend, transpose: table.edit.transpose, double }
    }

    /// The cost of one letter for another.
    fn swap(&self, a: char, b: char) -> Cost {
        if a == b { 0 } else { self.swaps[code(a) * CODES + code(b)] }
    }

    /// The cost of a letter put in or left out, given the letter before it in the longer word.
    fn gap(&self, letter: char, before: Option<char>) -> Cost {
        if before == Some(letter) { self.double } else { self.gaps[code(letter)] }
    }
}

/// The cost of making `b` of `a`. Both are taken as they are: fold them first.
pub fn distance(a: &str, b: &str) -> Cost {
    let letters: Vec<char> = a.chars().collect();
    letter_distance(&letters, b, FAR).unwrap_or(FAR)
}

/// The same if it is no more than `most`.
fn letter_distance(a: &[char], b: &str, most: Cost) -> Option<Cost> {
    let mut rows = Rows::new(a);
    for letter in b.chars() {
        rows.read(letter);
        if rows.is_beyond(most) {
            return None;
        }
    }
    Some(rows.last()).filter(|cost| *cost <= most)
}

/// The last rows of an alignment: the cheapest ways to make what has been read of the other word
/// out of each prefix of `query`.
#[derive(Debug)]
struct Rows<'q> {
    costs: &'static Costs,
    query: &'q [char],
    /// The cheapest alignment of each prefix, and the same before the last letter was read, for
    /// neighbours in the wrong order.
    best: Vec<Cost>,
    before: Vec<Cost>,
    /// The cheapest that ends inside a run of letters the query lacks.
    gap: Vec<Cost>,
    /// Room for the next row.
    next: Vec<Cost>,
    last: Option<char>,
}

impl<'q> Rows<'q> {
    /// Before any letter has been read.
    fn new(query: &'q [char]) -> Self {
        let (costs, width) = (costs(), query.len() + 1);
        let mut best = vec![0; width];
        let mut open = FAR;
        for at in 1..width {
            let before = at.checked_sub(2).map(|i| query[i]);
            open = (open + costs.extend).min(best[at - 1] + costs.gap(query[at - 1], before));
            best[at] = open;
        }
        let far = || vec![FAR; width];
        Self { costs, query, best, before: far(), gap: far(), next: far(), last: None }
    }

    /// Reads one more letter of the other word.
    fn read(&mut self, letter: char) {
        let Self { costs, query, best, before, gap, next, last } = self;
        let opening = costs.gap(letter, *last);
        let mut skipped = FAR;
        for at in 0..best.len() {
            gap[at] = (best[at] + opening).min(gap[at] + costs.extend);
            let mut cost = gap[at];
            if at > 0 {
                cost = cost.min(best[at - 1] + costs.swap(query[at - 1], letter));
                if at > 1 && *last == Some(query[at - 1]) && query[at - 2] == letter {
                    cost = cost.min(before[at - 2] + costs.transpose);
                }
                let left = at.checked_sub(2).map(|i| query[i]);
                skipped =
                    (skipped + costs.extend).min(next[at - 1] + costs.gap(query[at - 1], left));
                cost = cost.min(skipped);
            }
            next[at] = cost;
        }
        std::mem::swap(before, best);
        std::mem::swap(best, next);
        *last = Some(letter);
    }

    /// Whether nothing that is still to be read can make it cost no more than `most`: no row is
    /// cheaper than both before it.
    fn is_beyond(&self, most: Cost) -> bool {
        let all = |row: &[Cost]| row.iter().all(|&cost| cost > most);
        all(&self.best) && all(&self.before)
    }

    /// The cost of the whole query against what has been read.
    fn last(&self) -> Cost {
        self.best[self.best.len() - 1]
    }
}

/// How far apart two words are, in thousandths of their length: two parts spelling, one part
/// skeleton. The measure by which candidates are ranked.
///
/// `a` and `b` are in the same script. Length matters most: two edits in a long word are a
/// slip, in a short one another word.
pub fn dissimilarity(a: &str, b: &str) -> u32 {
    Measured::new(a).within(b, u32::MAX).unwrap_or(u32::MAX)
}

/// A word that is compared with many.
#[derive(Debug)]
pub struct Measured {
    letters: Vec<char>,
    skeleton: Vec<char>,
}

impl Measured {
    /// Takes the word as it is: fold it first.
    pub fn new(word: &str) -> Self {
        let skeleton = crate::translit::skeleton(word);
        Self { letters: word.chars().collect(), skeleton: skeleton.chars().collect() }
    }

    /// Its [`dissimilarity`] to another, if that is no more than `most`.
    pub fn within(&self, other: &str, most: u32) -> Option<u32> {
        // what the spelling alone may be
        let most_spelling = most.saturating_add(1).saturating_mul(3) / 2;
        let spelling = normalized(&self.letters, other, most_spelling)?;
        let skeleton = crate::translit::skeleton(other);
        let skeleton = normalized(&self.skeleton, &skeleton, u32::MAX)?;
        Some((2 * spelling + skeleton) / 3).filter(|unlike| *unlike <= most)
    }
}

/// The distance divided by the mean length, if that is no more than `most`: the longer one would
/// favour words with letters put in.
fn normalized(a: &[char], b: &str, most: u32) -> Option<u32> {
    let lengths = (a.len() + b.chars().count()).max(1) as u32;
    let most = most.saturating_add(1).saturating_mul(lengths) / 20;
    Some(letter_distance(a, b, most)? * 20 / lengths)
}

/// The plain distance that people count: letters put in, left out, changed or swapped.
pub fn plain(a: &str, b: &str) -> usize {
    strsim::osa_distance(a, b)
}

/// The distance that people count and the weighted one, as suggestions carry them.
pub fn both(from: &str, to: &str) -> (usize, Cost) {
    (plain(from, to), distance(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_dropped_syllable_is_one_slip() {
        assert_eq!(distance("peregruzka", "perezagruzka"), 130);
        assert_eq!(distance("перегрузка", "перезагрузка"), 130);
        assert_eq!(plain("peregruzka", "perezagruzka"), 2);
    }

    #[test]
    fn likely_slips_cost_less() {
        assert!(distance("договор", "дагавор") < distance("договор", "дпгпвор"));
        assert_eq!(distance("перегрузка", "перегурзка"), 80);
        assert_eq!(distance("реальный", "реалный"), 30);
        assert_eq!(distance("комманда", "команда"), 40);
    }

    proptest! {
        #[test]
        fn it_is_a_distance(a in "[абвгaeyzсоь]{0,8}", b in "[абвгaeyzсоь]{0,8}") {
            prop_assert_eq!(distance(&a, &a), 0);
            prop_assert_eq!(distance(&a, &b) == 0, a == b);
            prop_assert!(distance(&a, &b) <= 100 * plain(&a, &b) as u32);
        }
    }
}
