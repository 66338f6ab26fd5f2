//! For people: the line, the words underlined, the reason and the suggestion beneath.

use std::io;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Emitter, Summary};
use crate::engine::Report;
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::source::Source;
use crate::span::Span;

pub(super) fn new(color: bool) -> Box<dyn Emitter> {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    Box::new(Human { renderer })
}

#[derive(Debug)]
struct Human {
    renderer: Renderer,
}

impl Emitter for Human {
    fn report(&mut self, out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
        for finding in report.shown() {
            let text = self.finding(report.source, finding);
            writeln!(out, "{text}\n")?;
        }
        Ok(())
    }

    fn error(&mut self, out: &mut dyn io::Write, error: &Error) -> io::Result<()> {
        let title = Level::ERROR.primary_title(error.kind().to_string());
        let mut group = match error.place() {
            Some(place) => {
                let (line, span) = excerpt(&place.text, place.span);
                let at = place.start().line;
                let snippet = Snippet::source(line).line_start(at).path(error.name());
                title.element(snippet.annotation(AnnotationKind::Primary.span(span.range())))
            }
            None => Group::with_title(Level::ERROR.primary_title(error.to_string())),
        };
        if let Some(advice) = error.advice() {
            group = group.element(Level::HELP.message(advice));
        }
        writeln!(out, "{}\n", self.renderer.render(&[group]))
    }

    fn finish(&mut self, out: &mut dyn io::Write, summary: &Summary) -> io::Result<()> {
        write!(out, "{}", summary.words())?;
        let checks: Vec<String> =
            summary.by_check().iter().map(|(name, count)| format!("{name} {count}")).collect();
        if checks.len() > 1 {
            write!(out, " ({})", checks.join(", "))?;
        }
        writeln!(out)
    }
}

impl Human {
    fn finding(&self, source: &Source, finding: &Finding) -> String {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Advice => Level::NOTE.with_name("advice"),
        };
        let (line, span) = excerpt(source.text(), finding.span);
        let start = finding.span.start - span.start;
        let within = start..start + line.len();
        let mut snippet = Snippet::source(line)
            .line_start(source.line_of(finding.span.start))
            .path(source.name())
            .annotation(AnnotationKind::Primary.span(span.range()));
        let title = level.primary_title(&finding.message).id(finding.check.name);
        let mut others = Vec::new();
        for related in &finding.related {
            if related.elsewhere.is_some() {
                continue;
            }
            if within.contains(&related.span.start) && related.span.end <= within.end {
                let span = related.span.start - start..related.span.end - start;
                snippet =
                    snippet.annotation(AnnotationKind::Context.span(span).label(&related.message));
            } else {
                let (line, span) = excerpt(source.text(), related.span);
                let at = source.line_of(related.span.start);
                let annotation = AnnotationKind::Context.span(span.range()).label(&related.message);
                others.push(
                    Snippet::source(line).line_start(at).path(source.name()).annotation(annotation),
                );
            }
        }
        let mut group = title.element(snippet).elements(others);
        for related in &finding.related {
            if let Some(there) = &related.elsewhere {
                let place = format!("{}:{}:{}", there.path, there.start.line, there.start.column);
                group = group.element(Level::NOTE.message(format!("{place}: {}", related.message)));
            }
        }
        if let Some(help) = help(finding) {
            group = group.element(Level::HELP.message(help));
        }
        self.renderer.render(&[group])
    }
}

fn help(finding: &Finding) -> Option<String> {
    let written: Vec<String> = finding
        .suggestions
        .iter()
        .take(3)
        .map(|s| {
            let what = match (&s.ru, &s.en) {
                (Some(ru), Some(en)) => format!("{ru}, {en}; "),
                (Some(one), None) | (None, Some(one)) => format!("{one}; "),
                (None, None) => String::new(),
            };
            format!("`{}` ({what}distance {})", s.text, s.distance)
        })
        .collect();
    (!written.is_empty()).then(|| format!("write {}", written.join(" or ")))
}

/// The most bytes of a line that are shown.
const WIDEST: usize = 400;

/// The line or lines around a span, and the span within them. A line without end is cut around
/// the span.
fn excerpt(text: &str, span: Span) -> (&str, Span) {
    let before = &text[..span.start];
    let mut start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let rest = &text[span.end..];
    let mut end = span.end + rest.find(['\n', '\r']).unwrap_or(rest.len());
    if span.start - start > WIDEST {
        start = text.ceil_char_boundary(span.start - WIDEST);
    }
    if end - span.end > WIDEST {
        end = text.floor_char_boundary(span.end + WIDEST);
    }
    (&text[start..end], Span::new(span.start - start, span.end - start))
}
