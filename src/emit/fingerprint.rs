//! What a finding is known by from one run to the next, wherever in its file it has moved.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_128;

use super::place;
use crate::engine::Report;
use crate::finding::Finding;

/// How much of the line on either side of a finding belongs to it, in bytes.
const AROUND: usize = 80;

/// The fingerprint of each finding of a report, suppressed or not, in their order. It is made of
/// the check, the path, the unit, the words found and the line around them; what is alike in all
/// of these is numbered, so that no two are equal.
pub(super) fn all(report: &Report<'_>) -> Vec<String> {
    let path = place::relative(report.source.name());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut one = |finding: &Finding| {
        let (before, after) = around(report.source.text(), finding);
        let key = finding.key.as_deref().unwrap_or_default();
        let hash = of(&[finding.check.name, &path, key, before, &finding.text, after]);
        let count = seen.entry(hash.clone()).or_default();
        *count += 1;
        if *count == 1 { hash } else { format!("{hash}:{count}") }
    };
    report.findings.iter().map(&mut one).collect()
}

/// The fingerprint of what has these parts.
pub(super) fn of(parts: &[&str]) -> String {
    format!("{:032x}", xxh3_128(parts.join("\0").as_bytes()))
}

/// What stands on the line before and after a finding, without the blanks that indent it.
fn around<'t>(text: &'t str, finding: &Finding) -> (&'t str, &'t str) {
    let ends = ['\n', '\r'];
    let (start, end) = (finding.span.start, finding.span.end);
    let before = &text[text.ceil_char_boundary(start.saturating_sub(AROUND))..start];
    let after = &text[end..text.floor_char_boundary(end.saturating_add(AROUND).min(text.len()))];
    let before = before.rfind(ends).map_or(before, |at| &before[at + 1..]);
    let after = after.find(ends).map_or(after, |at| &after[..at]);
    (before.trim_start(), after.trim_end())
}
