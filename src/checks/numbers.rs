//! Numbers that only one side has.

use std::sync::LazyLock;

use regex::Regex;

use super::compare::{MOST, has_cyrillic, is_data, is_named, is_plural, listed, whole};
use super::placeholders::is_message;
use super::{Check, Draft};
use crate::analysis::{Pair, Side};
use crate::distance::both;
use crate::finding::{Confidence, Finding, Meta, Severity};
use crate::span::Span;

/// See its page.
#[derive(Debug)]
pub(super) struct Numbers;

static META: Meta = Meta {
    name: "numbers",
    summary: "a number of the original is missing, added or changed in the translation",
    severity: Severity::Warning,
    page: r"
## What it does

Compares the numbers of a text with those of its original, however the two languages write them.

## Why

A wrong digit is an error that no reader of the translation can see.

## Example

```bad pair
Wait 30 seconds. = Подождите 20 секунд.
In 2009 = В 2019 году
Up to 1,500 files = До 1,5 млн файлов
```

Write instead:

```good pair
Wait 30 seconds. = Подождите 30 секунд.
Up to 1,500 files = До 1500 файлов
```

## When it is silent

Where a number is only written otherwise: with a decimal comma, grouped by spaces, in words, in
Roman numerals; a time of twelve hours or of twenty-four; a date in another order. The digits of
placeholders, tags, code and addresses are not read. Units are not converted.

```good pair
1,234,567.5 points = 1 234 567,5 балла
1.5 million = 1 500 000
on 01/31/2020 at 3 pm = 31 января 2020 года в 15:00
the 2 files = два файла
shift 100% of the traffic = переключить весь трафик
the last 7 days = за последнюю неделю
the 21st century = XXI век
the 1st of 12 = 1-й из двенадцати
every 1 minute = каждую минуту
in the range [1,16] = в диапазоне [1, 16]
```
",
};

impl Check for Numbers {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn pair(&self, pair: &Pair<'_>, found: &mut Vec<Finding>) {
        let has_digit = |side: &Side<'_>| side.text().bytes().any(|b| b.is_ascii_digit());
        let has_none = !has_digit(&pair.source) && !has_digit(&pair.target);
        if has_none || is_data(pair) || is_named(pair) {
            return;
        }
        let [from, to] = [&pair.source, &pair.target].map(|side| without_addresses(&side.prose()));
        let (had, has) = (numbers(&from), numbers(&to));
        if had.len().max(has.len()) > MOST {
            return;
        }
        // `1 minute` is «минута» as well
        let is_alone = |number: &Number<'_>| {
            has.is_empty() && number.readings.iter().any(|reading| reading == "1")
        };
        let plural = is_plural(pair.key) || is_message(pair.source.text());
        let is_there = |number: &Number<'_>, others: &[Number<'_>], text: &str| {
            others.iter().any(|other| number.is(other))
                || number.is_said_in(text)
                || number.is_translated_name()
                || number.is_listed_in(others)
                || (plural && number.raw == "1")
                || is_alone(number)
        };
        // what is said twice may be said once
        let lost: Vec<_> = had.iter().filter(|number| !is_there(number, &has, &to)).collect();
        let added: Vec<_> = has.iter().filter(|number| !is_there(number, &had, &from)).collect();
        let [was, is] = [&lost, &added].map(|all| listed(all.iter().map(|number| number.raw)));
        let message = match (lost.is_empty(), added.is_empty()) {
            (true, true) => return,
            (false, true) => format!("the translation lacks {was} of the original"),
            (true, false) => format!("{is} is not in the original"),
            (false, false) => format!("the original has {was}, the translation {is}"),
        };
        let span = added.first().map_or_else(|| whole(&pair.target), |number| number.span);
        let place = lost.first().map_or_else(|| whole(&pair.source), |number| number.span);
        let mut draft =
            Draft::of_pair(pair, &META, span, Severity::Warning, Confidence::High, message).said(
                pair,
                place,
                "the original",
            );
        // digits for digits; a time is written in another way
        let is_plain = |number: &Number<'_>| number.raw.bytes().all(|b| b.is_ascii_digit());
        if let ([lost], [added]) = (&*lost, &*added)
            && is_plain(lost)
            && !lost.readings.iter().any(|reading| reading.contains(':'))
            && added.raw.contains(':') == lost.raw.contains(':')
        {
            let cost = both(added.raw, lost.raw);
            draft = draft.suggest(lost.raw.to_owned(), None, None, cost, false);
        }
        found.push(draft.done());
    }
}

/// A number, date part or time, or a name that ends in digits.
#[derive(Debug)]
struct Number<'t> {
    span: Span,
    raw: &'t str,
    /// What it may be; two are the same where one reading is.
    readings: Vec<String>,
}

impl Number<'_> {
    fn is(&self, other: &Self) -> bool {
        self.readings.iter().any(|reading| other.readings.contains(reading))
    }

    /// Whether it is a list without spaces, `1,16`, whose numbers the other text has one by one, or
    /// one of the numbers of such a list.
    fn is_listed_in(&self, others: &[Number<'_>]) -> bool {
        let mut parts = self.raw.split(',');
        let is_list = self.raw.contains(',');
        let has = |list: &str, part: &str| list.contains(',') && list.split(',').any(|n| n == part);
        (is_list && parts.all(|part| others.iter().any(|other| other.raw == part)))
            || others.iter().any(|other| has(other.raw, self.raw))
    }

    /// Whether it is a name with words of a language in it: `имя1`, `i18n`.
    fn is_translated_name(&self) -> bool {
        let middle = self.raw.trim_matches(|c: char| c.is_ascii_lowercase());
        let is_short_for = self.raw.starts_with(|c: char| c.is_ascii_lowercase())
            && self.raw.ends_with(|c: char| c.is_ascii_lowercase())
            && middle.bytes().all(|b| b.is_ascii_digit());
        has_cyrillic(self.raw) || is_short_for
    }

    /// Whether the other text has it in words or in Roman numerals.
    fn is_said_in(&self, text: &str) -> bool {
        let value: Vec<u32> = self.readings.iter().filter_map(|r| r.parse().ok()).collect();
        let rows = NUMERALS.iter().filter(|(number, _)| self.readings.contains(number));
        let names: Vec<&str> = rows.flat_map(|(_, names)| names).copied().collect();
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        !value.is_empty()
            && words.any(|word| {
                let lower = word.to_lowercase();
                names.iter().any(|name| says(&lower, name))
                    || roman(word).is_some_and(|number| value.contains(&number))
            })
    }
}

/// Whether a word is the numeral, or begins with it if it is Russian.
fn says(word: &str, numeral: &str) -> bool {
    if numeral.is_ascii() { word == numeral } else { word.starts_with(numeral) }
}

static NUMERALS: LazyLock<Vec<(String, Vec<&str>)>> = LazyLock::new(|| {
    let lines = include_str!("../../data/numerals.txt").lines();
    let row = |line: &'static str| {
        let (value, words) = line.split_once(' ')?;
        Some((value.to_owned(), words.split(' ').collect()))
    };
    lines.filter_map(row).collect()
});

/// The value of a Roman numeral in capitals.
fn roman(word: &str) -> Option<u32> {
    // Cyrillic letters that look like them are typed as well
    let value = |c| match c {
        'I' | 'І' => Some(1),
        'V' => Some(5),
        'X' | 'Х' => Some(10),
        'L' => Some(50),
        'C' | 'С' => Some(100),
        _ => None,
    };
    let values = word.chars().map(value).collect::<Option<Vec<u32>>>()?;
    let after = values.iter().skip(1).chain([&0]);
    let signed =
        values.iter().zip(after).map(|(&n, &next)| if n < next { -i64::from(n) } else { n.into() });
    u32::try_from(signed.sum::<i64>()).ok().filter(|_| word.len() < 16)
}

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"%[-+#0'.]*\d[\d.$]*|<[^<>\s]{1,40}>|(?:https?|ftp|file)://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
        .expect("it is tested")
});

/// The text with blanks in the place of addresses, of names in angle brackets, and of placeholders
/// that touch letters.
fn without_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for address in ADDRESS.find_iter(text) {
        // `50%-74%` is a range
        let before = &text[..address.start()];
        if address.as_str().starts_with('%') && before.ends_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        out.push_str(&text[at..address.start()]);
        out.extend(std::iter::repeat_n(' ', address.len()));
        at = address.end();
    }
    out.push_str(&text[at..]);
    out
}

/// What numbers look like: a time, a date, digits grouped by spaces, any other.
static SHAPE: LazyLock<Regex> = LazyLock::new(|| {
    let shape = r"(?P<time>\d{1,2}:\d{2}(?::\d{2})?\b)|(?P<date>\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{2,4})\b)|(?P<group>\b\d{1,3}(?:[ \u{A0}\u{202F}\u{2009}’']\d{3})+(?:[.,]\d+)?\b)|\d+(?:[.,]\d+)*";
    Regex::new(shape).expect("it is tested")
});
static HALF_DAY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?i:([ap])\.?m\b)").expect("it is tested"));
static PERCENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\s\u{A0}]*(?:%|per ?cent|процент)").expect("it is tested"));
static TIMES: LazyLock<Regex> = LazyLock::new(|| {
    let shape = r"^(?:(k|к)\b|\s*(?i:(thousand|тыс)|(million|mln|млн|миллион)|(billion|bln|млрд|миллиард)))";
    Regex::new(shape).expect("it is tested")
});

/// The numbers of a text in order.
fn numbers(text: &str) -> Vec<Number<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(met) = SHAPE.captures_at(text, at) {
        let Some(all) = met.get(0) else { break };
        let (start, mut end) = (all.start(), all.end());
        let word = |c: char| c.is_alphabetic() || c == '_';
        let tail: &str =
            text[end..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_name = text[..start].ends_with(word) || tail.bytes().any(|b| b.is_ascii_digit());
        if is_name {
            // utf8, IPv4, 0x1F: a name that stays, or its number set apart
            let head = text[..start].rfind(|c: char| !word(c) && !c.is_ascii_digit());
            let head =
                head.map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
            let head = head.max(at);
            end += tail.len();
            let raw = &text[head..end];
            let readings = vec![raw.to_lowercase(), integer(all.as_str())];
            found.push(Number { span: Span::new(head, end), raw, readings });
        } else if met.name("date").is_some() {
            let parts = all.as_str().split(['.', '-', '/']);
            let mut from = start;
            for raw in parts {
                let span = Span::new(from, from + raw.len());
                from = span.end + 1;
                found.push(Number { span, raw, readings: vec![integer(raw)] });
            }
        } else {
            let mut readings = if met.name("time").is_some() || HALF_DAY.is_match(&text[end..]) {
                of_time(all.as_str(), &text[end..])
            } else {
                of_number(all.as_str(), met.name("group").is_some())
            };
            let larger = multiplied(&readings, &text[end..]);
            if !larger.is_empty() {
                readings = larger;
            }
            if PERCENT.is_match(&text[end..]) {
                readings.push(format!("{}%", integer(all.as_str())));
            }
            found.push(Number { span: Span::new(start, end), raw: all.as_str(), readings });
        }
        at = end;
    }
    found
}

/// Digits without zeros before them.
fn integer(digits: &str) -> String {
    let short = digits.trim_start_matches('0');
    if short.is_empty() { "0".to_owned() } else { short.to_owned() }
}

/// The readings of a time of day, alone the hour, with what follows.
fn of_time(raw: &str, after: &str) -> Vec<String> {
    let half =
        HALF_DAY.captures(after).and_then(|met| met.get(1)).map(|m| m.as_str().to_lowercase());
    let (hour, minutes) = raw.split_once(':').unwrap_or((raw, "00"));
    let mut readings = vec![integer(raw)];
    let Ok(hour) = hour.parse::<u32>() else { return readings };
    let mut hours = vec![hour];
    match half.as_deref() {
        Some("p") if hour < 12 => hours.push(hour + 12),
        Some("a") if hour == 12 => hours.push(0),
        _ => {}
    }
    for hour in hours {
        readings.push(format!("{hour}:{minutes}"));
        if minutes == "00" {
            readings.push(hour.to_string());
        }
    }
    readings
}

/// The readings of digits with points, commas and spaces in them: as they stand, as a whole number
/// in groups of three, and with the last mark for the decimal one.
fn of_number(raw: &str, grouped: bool) -> Vec<String> {
    let joined: String;
    let text = if grouped {
        joined = raw.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
        &joined
    } else {
        raw
    };
    let parts: Vec<&str> = text.split(['.', ',']).collect();
    let [first, middle @ .., last] = &*parts else { return vec![integer(text)] };
    let mut readings = vec![text.to_owned()];
    let threes = |parts: &[&str]| parts.iter().all(|part| part.len() == 3);
    if first.len() <= 3 && threes(middle) {
        if threes(&[last]) && !grouped {
            readings.push(integer(&parts.concat()));
        }
        let whole = integer(&format!("{first}{}", middle.concat()));
        let rest = last.trim_end_matches('0');
        readings.push(if rest.is_empty() { whole } else { format!("{whole}.{rest}") });
    } else if middle.is_empty() {
        let rest = last.trim_end_matches('0');
        readings.push(if rest.is_empty() {
            integer(first)
        } else {
            format!("{}.{rest}", integer(first))
        });
    }
    readings
}

/// The readings times the thousand or million that follows.
fn multiplied(readings: &[String], after: &str) -> Vec<String> {
    let Some(met) = TIMES.captures(after) else { return Vec::new() };
    let by = match (met.get(3), met.get(4)) {
        (Some(_), _) => 1e6,
        (_, Some(_)) => 1e9,
        _ => 1e3,
    };
    let values = readings.iter().filter_map(|reading| reading.parse::<f64>().ok());
    values.map(|value| (value * by).to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let (one, other) = (numbers(one), numbers(other));
        let all = |some: &[Number<'_>], of: &[Number<'_>]| {
            some.iter().all(|number| of.iter().any(|other| number.is(other)))
        };
        all(&one, &other) && all(&other, &one)
    }

    #[test]
    fn ways_to_write_a_number() {
        for (one, other) in [
            ("1,234.50", "1\u{A0}234,5"),
            ("1,500", "1500"),
            ("12,000", "12 000"),
            ("1.5", "1,5"),
            ("1.5 million", "1,5 млн"),
            ("1.5 million", "1500000"),
            ("10k", "10 тыс."),
            ("3 pm", "15:00"),
            ("3:30 p.m.", "15:30"),
            ("12/31/2020", "31.12.2020"),
            ("2020-01-05", "05.01.2020"),
            ("1st and 1980s", "1-й и 1980-х"),
            ("10MB", "10 МБ"),
            ("UTF-8 and SHA256", "UTF-8 и SHA256"),
            ("1.2.3", "1.2.3"),
            ("50%-74%", "50 %—74 %"),
            ("%.2fs", "%.2f с"),
        ] {
            assert!(same(one, other), "{one} = {other}");
        }
        for (one, other) in
            [("30", "20"), ("1.5", "15"), ("IPv4", "IPv6"), ("3 pm", "16:00"), ("1.2.3", "1.2.4")]
        {
            assert!(!same(one, other), "{one} = {other}");
        }
    }

    #[test]
    fn names_with_words_in_them_may_be_translated() {
        assert!(numbers("i18n")[0].is_translated_name() && numbers("имя1")[0].is_translated_name());
        assert!(!numbers("IPv4")[0].is_translated_name() && !numbers("10")[0].is_translated_name());
    }

    #[test]
    fn numbers_in_words() {
        let two = &numbers("2")[0];
        assert!(
            two.is_said_in("оба файла") && two.is_said_in("two files") && two.is_said_in("Part II")
        );
        assert!(!two.is_said_in("три файла") && !two.is_said_in("three"));
        let all = |text: &str| numbers(text)[0].is_said_in("весь трафик");
        assert!(all("100% of it") && all("100 percent") && !all("100 files") && !all("10%"));
        assert_eq!((roman("XXI"), roman("XIV"), roman("Xa")), (Some(21), Some(14), None));
    }
}
