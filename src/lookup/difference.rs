//! What differs between two words, letter by letter, and in a sentence.

/// One column of two words written one under the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Both have the letter.
    Same(char),
    /// Only the first has it.
    Left(char),
    /// Only the second has it.
    Put(char),
    /// Each has its own.
    Changed(char, char),
    /// Two letters of the first, which the second has the other way round.
    Swapped(char, char),
}

// A run of letters put in or left out is one slip: opening one costs, going on is cheap. A letter
// changed is cheaper than one left out and another put in.
const OPEN: u32 = 9;
const EXTEND: u32 = 4;
const CHANGE: u32 = 12;
const SWAP: u32 = 12;
const FAR: u32 = u32::MAX / 4;

/// In which run an alignment stands: neither, letters left out, letters put in.
const LEVEL: usize = 0;
const LEAVING: usize = 1;
const PUTTING: usize = 2;

/// The cheapest way to make `b` of `a`, capitals aside.
pub fn steps(a: &str, b: &str) -> Vec<Step> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let table = Table::of(&a, &b);
    let (mut i, mut j, mut run) = (a.len(), b.len(), LEVEL);
    let mut steps = Vec::new();
    while i > 0 || j > 0 {
        let cost = table.at(i, j)[run];
        if run == LEAVING {
            i -= 1;
            steps.push(Step::Left(a[i]));
            run = if cost == table.at(i, j)[LEAVING] + EXTEND { LEAVING } else { LEVEL };
        } else if run == PUTTING {
            j -= 1;
            steps.push(Step::Put(b[j]));
            run = if cost == table.at(i, j)[PUTTING] + EXTEND { PUTTING } else { LEVEL };
        } else if cost == table.at(i, j)[LEAVING] {
            run = LEAVING;
        } else if cost == table.at(i, j)[PUTTING] {
            run = PUTTING;
        } else if is_swap(&a, &b, i, j) && cost == table.at(i - 2, j - 2)[LEVEL] + SWAP {
            steps.push(Step::Swapped(a[i - 2], a[i - 1]));
            (i, j) = (i - 2, j - 2);
        } else {
            (i, j) = (i - 1, j - 1);
            let same = same(a[i], b[j]);
            steps.push(if same { Step::Same(b[j]) } else { Step::Changed(a[i], b[j]) });
        }
    }
    steps.reverse();
    steps
}

/// The costs of making each beginning of one word of each beginning of the other.
struct Table {
    width: usize,
    cells: Vec<[u32; 3]>,
}

impl Table {
    fn of(a: &[char], b: &[char]) -> Self {
        let width = b.len() + 1;
        let mut table = Self { width, cells: vec![[FAR; 3]; width * (a.len() + 1)] };
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                let mut cell = [FAR; 3];
                if i > 0 {
                    let above = table.at(i - 1, j);
                    cell[LEAVING] = (above[LEVEL] + OPEN).min(above[LEAVING] + EXTEND);
                }
                if j > 0 {
                    let before = table.at(i, j - 1);
                    cell[PUTTING] = (before[LEVEL] + OPEN).min(before[PUTTING] + EXTEND);
                }
                let mut best = if i + j == 0 { 0 } else { cell[LEAVING].min(cell[PUTTING]) };
                if i > 0 && j > 0 {
                    let change = if same(a[i - 1], b[j - 1]) { 0 } else { CHANGE };
                    best = best.min(table.at(i - 1, j - 1)[LEVEL] + change);
                }
                if is_swap(a, b, i, j) {
                    best = best.min(table.at(i - 2, j - 2)[LEVEL] + SWAP);
                }
                cell[LEVEL] = best;
                table.cells[i * width + j] = cell;
            }
        }
        table
    }

    fn at(&self, i: usize, j: usize) -> [u32; 3] {
        self.cells[i * self.width + j]
    }
}

fn is_swap(a: &[char], b: &[char], i: usize, j: usize) -> bool {
    i > 1
        && j > 1
        && same(a[i - 2], b[j - 1])
        && same(a[i - 1], b[j - 2])
        && !same(a[i - 1], a[i - 2])
}

fn same(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

/// Letters that follow each other in both words and differ.
struct Change {
    /// What stands before it in the first word.
    before: String,
    left: String,
    put: String,
    /// Whether they are the same letters in another order.
    swapped: bool,
    /// Whether the first word ends here.
    last: bool,
}

fn changes(steps: &[Step]) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut before = String::new();
    let mut open = false;
    for (at, step) in steps.iter().enumerate() {
        if let Step::Same(c) = step {
            before.push(*c);
            open = false;
            continue;
        }
        let swap = matches!(step, Step::Swapped(..));
        if !open || swap || changes.last().is_some_and(|change| change.swapped) {
            changes.push(Change {
                before: before.clone(),
                left: String::new(),
                put: String::new(),
                swapped: swap,
                last: false,
            });
        }
        open = true;
        let Some(change) = changes.last_mut() else { continue };
        match *step {
            Step::Left(c) => change.left.push(c),
            Step::Put(c) => change.put.push(c),
            Step::Changed(a, b) => {
                change.left.push(a);
                change.put.push(b);
            }
            Step::Swapped(a, b) => {
                change.left.extend([a, b]);
                change.put.extend([b, a]);
            }
            Step::Same(_) => {}
        }
        change.last = at + 1 == steps.len();
        match *step {
            Step::Left(c) | Step::Changed(c, _) => before.push(c),
            Step::Swapped(a, b) => before.extend([a, b]),
            Step::Put(_) | Step::Same(_) => {}
        }
    }
    changes
}

/// More changes than this in a word are not worth telling one by one.
const MOST_CHANGES: usize = 3;

/// What makes `b` of `a`, in words: `2 letters inserted after “pere”: “za”`. `None` where the words
/// are the same, or have so little in common that nobody takes one for a slip in the other.
pub fn describe(a: &str, b: &str) -> Option<String> {
    let steps = steps(a, b);
    let changes = changes(&steps);
    let same = steps.iter().filter(|step| matches!(step, Step::Same(_))).count();
    if changes.is_empty() || changes.len() > MOST_CHANGES || same * 2 < steps.len() {
        return None;
    }
    Some(changes.iter().map(Change::words).collect::<Vec<_>>().join("; "))
}

impl Change {
    fn words(&self) -> String {
        let place = self.place();
        let Self { left, put, .. } = self;
        if self.swapped {
            format!("“{left}” turned round{place}")
        } else if left.is_empty() {
            format!("{} inserted{place}: “{put}”", letters(put))
        } else if put.is_empty() {
            format!("{} left out{place}: “{left}”", letters(left))
        } else {
            format!("“{put}” in place of “{left}”{place}")
        }
    }

    fn place(&self) -> String {
        /// What is shown of a long beginning.
        const SHOWN: usize = 8;
        let length = self.before.chars().count();
        if length == 0 {
            return " at the beginning".to_owned();
        }
        if self.last {
            return " at the end".to_owned();
        }
        let tail: String = self.before.chars().skip(length.saturating_sub(SHOWN)).collect();
        let dots = if length > SHOWN { "…" } else { "" };
        format!(" after “{dots}{tail}”")
    }
}

fn letters(text: &str) -> String {
    match text.chars().count() {
        1 => "1 letter".to_owned(),
        count => format!("{count} letters"),
    }
}

/// Letters with a mark on some of them.
pub type Marked = Vec<(char, bool)>;

/// What stands in a row where only the other one has a letter.
const GAP: char = '·';

/// The two words one under the other, what differs marked.
pub fn rows(a: &str, b: &str) -> (Marked, Marked) {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    let (mut own, mut others) = (a.chars(), b.chars());
    for step in steps(a, b) {
        match step {
            // each row keeps its own capitals
            Step::Same(_) => {
                above.extend(own.next().map(|c| (c, false)));
                below.extend(others.next().map(|c| (c, false)));
            }
            Step::Left(c) => {
                own.next();
                above.push((c, true));
                below.push((GAP, true));
            }
            Step::Put(c) => {
                others.next();
                above.push((GAP, true));
                below.push((c, true));
            }
            Step::Changed(..) => {
                above.extend(own.next().map(|c| (c, true)));
                below.extend(others.next().map(|c| (c, true)));
            }
            Step::Swapped(..) => {
                above.extend(own.by_ref().take(2).map(|c| (c, true)));
                below.extend(others.by_ref().take(2).map(|c| (c, true)));
            }
        }
    }
    (above, below)
}

/// The letters of `shown` that a query for it has too, and how many they are. A letter alone
/// among others is chance, and not marked.
pub fn common(query: &str, shown: &str) -> (Vec<bool>, usize) {
    let mut marks = Vec::with_capacity(shown.len());
    for step in steps(query, shown) {
        match step {
            Step::Same(_) => marks.push(true),
            Step::Put(_) | Step::Changed(..) => marks.push(false),
            Step::Swapped(..) => marks.extend([true, true]),
            Step::Left(_) => {}
        }
    }
    let short = query.chars().count() < 3;
    for at in 0..marks.len() {
        let beside = |other: Option<usize>| other.and_then(|at| marks.get(at)) == Some(&true);
        if marks[at] && at > 0 && !short && !beside(at.checked_sub(1)) && !beside(Some(at + 1)) {
            marks[at] = false;
        }
    }
    let count = marks.iter().filter(|mark| **mark).count();
    (marks, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_button_is_explained() {
        let said = describe("peregruzka", "perezagruzka");
        assert_eq!(said.as_deref(), Some("2 letters inserted after “pere”: “za”"));
        let said = describe("перезагрузка", "перегрузка");
        assert_eq!(said.as_deref(), Some("2 letters left out after “пере”: “за”"));
    }

    #[test]
    fn changes_are_told_by_their_place() {
        let said = |a, b| describe(a, b).unwrap();
        assert_eq!(said("адресант", "адресат"), "1 letter left out after “адреса”: “н”");
        assert_eq!(said("невежа", "невежда"), "1 letter inserted after “невеж”: “д”");
        assert_eq!(said("компания", "кампания"), "“а” in place of “о” after “к”");
        assert_eq!(said("grzua", "gruza"), "“zu” turned round after “gr”");
        assert_eq!(said("договор", "договоры"), "1 letter inserted at the end: “ы”");
        assert_eq!(said("груз", "загруз"), "2 letters inserted at the beginning: “за”");
        assert_eq!(describe("сброс", "Сброс"), None, "capitals aside they are the same");
        assert_eq!(describe("щука", "оборона"), None);
    }

    #[test]
    fn words_stand_one_under_the_other() {
        let (above, below) = rows("перегрузка", "Перезагрузка");
        let text = |row: &Marked| row.iter().map(|(c, _)| *c).collect::<String>();
        let marks = |row: &Marked| row.iter().filter(|(_, marked)| *marked).count();
        assert_eq!((text(&above).as_str(), marks(&above)), ("пере··грузка", 2));
        assert_eq!((text(&below).as_str(), marks(&below)), ("Перезагрузка", 2));
    }

    #[test]
    fn what_a_query_shares_is_marked() {
        let shown = |query: &str, word: &str| -> String {
            let marks = common(query, word).0;
            word.chars().zip(marks).filter(|(_, mark)| *mark).map(|(c, _)| c).collect()
        };
        assert_eq!(shown("perezagruzok", "perezagruzka"), "perezagruzk");
        assert_eq!(shown("перезагр", "перезагрузка"), "перезагр");
        assert_eq!(shown("xxaxx", "reboot"), "");
    }

    proptest! {
        #[test]
        fn steps_make_one_word_of_the_other(a in "[абв]{0,7}", b in "[абв]{0,7}") {
            let (mut first, mut second) = (String::new(), String::new());
            for step in steps(&a, &b) {
                match step {
                    Step::Same(c) => { first.push(c); second.push(c); }
                    Step::Left(c) => first.push(c),
                    Step::Put(c) => second.push(c),
                    Step::Changed(x, y) => { first.push(x); second.push(y); }
                    Step::Swapped(x, y) => { first.extend([x, y]); second.extend([y, x]); }
                }
            }
            prop_assert_eq!(first, a.clone());
            prop_assert_eq!(second, b.clone());
            let (above, below) = rows(&a, &b);
            prop_assert_eq!(above.len(), below.len());
            prop_assert_eq!(common(&a, &b).0.len(), b.chars().count());
        }
    }
}
