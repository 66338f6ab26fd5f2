//! Words of one family: `перезагрузка`, `перезагрузить`, `перезагрузочный` have a stem in common,
//! and any of them may render one English word.

use crate::script::fold;

/// The least letters of a stem that says something.
const SHORTEST: usize = 3;

/// Whether a word is, by its letters, of the same family as a headword: both begin with the same
/// stem, or the headword is the beginning of the word (`вкл` of `включить`).
pub fn are_related(headword: &str, word: &str) -> bool {
    let (head, word) = (fold(headword), fold(word));
    let (long, short) = (head.chars().count(), word.chars().count());
    let (short, long) = (long.min(short), long.max(short));
    let common = head.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    // of short words all but the ending, of long ones three fifths
    let stem = match short {
        0..SHORTEST => return head == word,
        SHORTEST..=4 => short - 1,
        _ => (short * 3).div_ceil(5).max(4),
    };
    let loan = loan_stem(&head);
    loan.is_some_and(|stem| stem.chars().count() >= SHORTEST && loan_stem(&word) == loan)
        || common >= stem.max(SHORTEST) && (long <= short * 2 + 2)
        || (common == short && common >= SHORTEST && head.chars().count() == short)
}

/// What is left of a loan without what Russian makes verbs and names of actions with: `фикс` of
/// `фиксация` and `фиксирует`.
fn loan_stem(word: &str) -> Option<&str> {
    ["аци", "ирова", "иру"].iter().find_map(|suffix| word.rfind(suffix).map(|at| &word[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families() {
        for (head, word) in [
            ("перезагрузка", "перезагрузить"),
            ("исходник", "исходная"),
            ("перевод", "переведено"),
            ("проверка", "проверяются"),
            ("отправить", "отправка"),
            ("обновление", "обновлять"),
            ("вкл", "включено"),
            ("файл", "файлом"),
            ("фиксация", "фиксирует"),
            ("конвертировать", "конвертацию"),
        ] {
            assert!(are_related(head, word), "{head} {word}");
        }
    }

    #[test]
    fn strangers() {
        for (head, word) in [
            ("перезагрузка", "перегрузка"),
            ("перезагрузка", "перевод"),
            ("строка", "страна"),
            ("понятие", "помощь"),
            ("ключ", "клип"),
            ("активация", "актировать"),
            ("тег", "те"),
        ] {
            assert!(!are_related(head, word), "{head} {word}");
        }
    }
}
