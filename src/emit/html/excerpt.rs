//! Which lines of a file are shown: a short file whole, of a long one the paragraphs with
//! findings and a little of what stands around them.

use crate::finding::Finding;
use crate::source::line_starts;
use crate::span::Span;

/// A part of a file, in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Excerpt {
    /// A paragraph, or what is shown of one, without the line end after it.
    Shown(Span),
    /// So many lines with text that are not shown.
    LeftOut(usize),
}

/// A file of no more lines and bytes than these is shown whole.
const SHORT: (usize, usize) = (60, 6000);
/// The most lines of its paragraph that are shown on either side of a finding.
const REACH: usize = 8;
/// The lines of the paragraphs before and after that are shown.
const CONTEXT: usize = 2;

/// The parts of a text with these findings.
pub(super) fn of(text: &str, findings: &[&Finding]) -> Vec<Excerpt> {
    let mut lines = lines(text);
    let mut full: Vec<bool> =
        lines.iter().map(|line| !text[line.range()].trim().is_empty()).collect();
    let mut shown = vec![lines.len() <= SHORT.0 && text.len() <= SHORT.1; lines.len()];
    // paragraphs stop at blank lines, unless a finding goes over one
    let mut joined = vec![false; lines.len()];
    for finding in findings {
        let here = finding.related.iter().filter(|related| related.elsewhere.is_none());
        let (first, last) =
            (line_of(&lines, finding.span.start), line_of(&lines, finding.span.end));
        joined[first..last].fill(true);
        (full[first], full[last]) = (true, true);
        // a finding may stand in the line end itself
        lines[first].end = lines[first].end.max(finding.span.start);
        lines[last].end = lines[last].end.max(finding.span.end);
        for span in here.map(|related| related.span).chain([finding.span]) {
            show(&mut shown, &full, line_of(&lines, span.start), line_of(&lines, span.end));
        }
    }
    parts(&lines, &full, &shown, &joined)
}

/// Shows the lines from `first` to `last`, their paragraph, and some of those around it.
fn show(shown: &mut [bool], full: &[bool], first: usize, last: usize) {
    let reach = |line: usize, step: &dyn Fn(usize) -> Option<usize>, most: usize| {
        let mut end = line;
        for _ in 0..most {
            match step(end).filter(|&next| full.get(next) == Some(&true)) {
                Some(next) => end = next,
                None => break,
            }
        }
        end
    };
    let up = |line: usize| line.checked_sub(1);
    let down = |line: usize| Some(line + 1);
    let (start, end) = (reach(first, &up, REACH), reach(last, &down, REACH));
    shown[start..=end].fill(true);
    // over the blank lines to the paragraphs before and after
    if let Some(near) = full[..start].iter().rposition(|&full| full) {
        shown[reach(near, &up, CONTEXT - 1)..=near].fill(true);
    }
    if let Some(near) = full[end + 1..].iter().position(|&full| full) {
        let near = end + 1 + near;
        shown[near..=reach(near, &down, CONTEXT - 1)].fill(true);
    }
}

/// Joins lines that are shown into paragraphs, and counts the others.
fn parts(lines: &[Span], full: &[bool], shown: &[bool], joined: &[bool]) -> Vec<Excerpt> {
    let mut parts = Vec::new();
    let mut left_out = 0;
    let mut open: Option<Span> = None;
    for (at, line) in lines.iter().enumerate() {
        let keep = shown[at] && full[at];
        match (&mut open, keep) {
            (Some(span), true) => span.end = line.end,
            (None, true) => {
                if left_out > 0 {
                    parts.push(Excerpt::LeftOut(left_out));
                }
                left_out = 0;
                open = Some(*line);
            }
            (Some(_), false) if at > 0 && joined[at - 1] => {}
            (_, false) => {
                parts.extend(open.take().map(Excerpt::Shown));
                left_out += usize::from(full[at]);
            }
        }
    }
    parts.extend(open.map(Excerpt::Shown));
    if left_out > 0 {
        parts.push(Excerpt::LeftOut(left_out));
    }
    parts
}

/// Every line, without its end.
fn lines(text: &str) -> Vec<Span> {
    let starts = line_starts(text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let line = |(&start, end): (&usize, usize)| {
        Span::new(start, start + text[start..end].trim_end_matches(['\n', '\r']).len())
    };
    starts.iter().zip(ends).map(line).collect()
}

/// The line that an offset stands on.
fn line_of(lines: &[Span], offset: usize) -> usize {
    lines.partition_point(|line| line.start <= offset).saturating_sub(1)
}
