//! Findings let pass by comments in the text: `sverka:ignore CHECK -- reason` for a line or a
//! unit, `sverka:off CHECK` and `sverka:on CHECK` for what stands between them.
//!
//! Directives are found by one look through the raw text, whatever its format: what they cover is
//! a matter of lines and of the places where units stand, and the format only says what a comment
//! is.

use memchr::memmem;

use crate::analysis::Rendering;
use crate::checks::{self, inconsistent_term, unused_ignore};
use crate::document::{Document, Segment, Unit};
use crate::error::Error;
use crate::finding::{Finding, Meta, Suppressed};
use crate::formats::{Comment, Format};
use crate::source::Source;
use crate::span::Span;

/// What every directive begins with.
const MARK: &str = "sverka:";

/// The directives of one source.
#[derive(Debug, Default)]
pub struct Directives {
    /// One for each check that a comment names.
    all: Vec<Directive>,
    /// Directives that cannot be followed.
    errors: Vec<Error>,
}

/// One check let pass in one stretch of the source.
#[derive(Debug)]
struct Directive {
    verb: Verb,
    check: &'static str,
    /// The name of the check where the directive has it.
    named: Span,
    /// Where the comment begins; those of one comment have it in common.
    comment: usize,
    reason: Option<String>,
    covers: Span,
    used: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Ignore,
    Off,
    On,
}

const VERBS: &[(&str, Verb)] = &[("ignore", Verb::Ignore), ("off", Verb::Off), ("on", Verb::On)];

/// Where in a text directives may stand.
pub fn marks(text: &str) -> impl Iterator<Item = usize> {
    memmem::find_iter(text.as_bytes(), MARK)
}

impl Directives {
    /// Reads the directives of a document whose segments all stand in its own source.
    pub fn read(document: &Document<'_>, format: &dyn Format) -> Self {
        let (source, comments) = (document.source, format.comments());
        let mut found = Self::default();
        if comments.is_empty() {
            return found;
        }
        let (mut units, mut code) = (None, None);
        for at in memmem::find_iter(source.text().as_bytes(), MARK) {
            let Some(place) = Place::of(source.text(), at, comments) else { continue };
            // a page on Sverka shows comments without meaning them
            let code: &Vec<Span> = code.get_or_insert_with(|| format.code(source));
            if code.iter().any(|code| code.range().contains(&at)) {
                continue;
            }
            match parse(source, at, &place) {
                Ok(None) => {}
                Ok(Some((verb, checks, reason))) => {
                    let covers = match verb {
                        Verb::Ignore if place.is_alone(source.text()) => {
                            units.get_or_insert_with(|| Units::of(document)).next(&place, source)
                        }
                        Verb::Ignore => place.lines(source.text()),
                        Verb::Off | Verb::On => Span::new(place.end, source.text().len()),
                    };
                    for (check, named) in checks {
                        found.add(Directive {
                            verb,
                            check,
                            named,
                            comment: place.start,
                            covers,
                            reason: reason.clone(),
                            used: false,
                        });
                    }
                }
                Err(error) => found.errors.push(error),
            }
        }
        found
    }

    /// Adds a directive; one that turns a check on ends those that turned it off.
    fn add(&mut self, mut directive: Directive) {
        if directive.verb == Verb::On {
            let open = |d: &&mut Directive| {
                d.verb == Verb::Off
                    && d.check == directive.check
                    && d.covers.end == directive.covers.end
            };
            for off in self.all.iter_mut().filter(open) {
                off.covers.end = directive.named.start;
                directive.used = true;
            }
            directive.covers = Span::new(directive.named.start, directive.named.start);
        }
        self.all.push(directive);
    }

    /// Marks the findings that are let pass, and adds one for each directive that was not needed:
    /// of the checks that were run, `ran`, and only if `whole` says that all of the source could
    /// be read. Gives the directives that cannot be followed.
    pub fn apply(
        mut self,
        source: &Source,
        ran: &[&'static Meta],
        whole: bool,
        findings: &mut Vec<Finding>,
        renderings: &mut [Rendering],
    ) -> Vec<Error> {
        for finding in findings.iter_mut() {
            self.mark(finding);
        }
        for rendering in renderings {
            // whether it is unusual is found out later, from all files
            rendering.suppressed = self.lets_pass(inconsistent_term::NAME, rendering.span);
        }
        let did_run = |name: &str| ran.iter().any(|meta| meta.name == name);
        if whole && did_run(unused_ignore::NAME) {
            let unused =
                |d: &&Directive| !d.used && did_run(d.check) && d.check != unused_ignore::NAME;
            let mut more: Vec<Finding> =
                self.all.iter().filter(unused).map(|d| self.unused(d, source)).collect();
            for finding in &mut more {
                self.mark(finding);
            }
            findings.extend(more);
        }
        self.errors
    }

    /// The finding that a directive was not needed, let pass if its own comment says so.
    fn unused(&self, directive: &Directive, source: &Source) -> Finding {
        let check = directive.check;
        let message = match directive.verb {
            Verb::Ignore => format!("`sverka:ignore {check}` ignores nothing"),
            Verb::Off => format!("`sverka:off {check}` turns nothing off"),
            Verb::On => format!("`sverka:on {check}` without `sverka:off {check}` before it"),
        };
        let named = directive.named;
        let mut finding = unused_ignore::finding(named, &source.text()[named.range()], message);
        let same =
            |d: &&Directive| d.comment == directive.comment && d.check == unused_ignore::NAME;
        finding.suppressed =
            self.all.iter().find(same).map(|d| Suppressed::Ignored(d.reason.clone()));
        finding
    }

    fn mark(&mut self, finding: &mut Finding) {
        if let Some(suppressed) = self.lets_pass(finding.check.name, finding.span) {
            finding.suppressed.get_or_insert(suppressed);
        }
    }

    /// Why a finding of a check at a place is let pass, if it is; takes note of the directives
    /// that say so.
    fn lets_pass(&mut self, check: &str, place: Span) -> Option<Suppressed> {
        let covers = |d: &&mut Directive| {
            d.check == check && d.covers.start <= place.start && place.start < d.covers.end
        };
        let mut reason = None;
        for directive in self.all.iter_mut().filter(covers) {
            directive.used = true;
            reason.get_or_insert_with(|| Suppressed::Ignored(directive.reason.clone()));
        }
        reason
    }
}

/// Where a directive stands: the comment it is in.
struct Place {
    /// Where the comment begins.
    start: usize,
    /// Where the text in it ends: at its end mark, or with the line.
    text_end: usize,
    /// Where the comment ends.
    end: usize,
}

impl Place {
    /// The comment that begins right before `at`, if one does.
    fn of(text: &str, at: usize, comments: &[Comment]) -> Option<Self> {
        let line_start = text[..at].rfind(['\n', '\r']).map_or(0, |feed| feed + 1);
        let before = text[line_start..at].trim_end();
        // the longest mark that fits: `##` is no `#` with a `#` before it
        let fits = |c: &&Comment| {
            let rest = before.strip_suffix(c.open);
            rest.is_some_and(|rest| !c.at_start || rest.trim().is_empty())
        };
        let comment = comments.iter().filter(fits).max_by_key(|c| c.open.len())?;
        let start = line_start + before.len() - comment.open.len();
        let line_end = text[at..].find(['\n', '\r']).map_or(text.len(), |feed| at + feed);
        if comment.close.is_empty() {
            return Some(Self { start, text_end: line_end, end: line_end });
        }
        // a comment that is not closed goes on to the end
        let close = text[at..].find(comment.close).map(|close| at + close);
        let end = close.map_or(text.len(), |close| close + comment.close.len());
        Some(Self { start, text_end: close.unwrap_or(text.len()).min(line_end), end })
    }

    /// The lines that the comment is on.
    fn lines(&self, text: &str) -> Span {
        let start = text[..self.start].rfind(['\n', '\r']).map_or(0, |feed| feed + 1);
        let end = text[self.end..].find(['\n', '\r']).map_or(text.len(), |feed| self.end + feed);
        Span::new(start, end)
    }

    /// Whether nothing else stands on those lines.
    fn is_alone(&self, text: &str) -> bool {
        let lines = self.lines(text);
        text[lines.start..self.start].trim().is_empty()
            && text[self.end..lines.end].trim().is_empty()
    }
}

/// Where the units of a document stand, in the order of the source.
struct Units {
    /// Where each stretch of text begins, and the number of its unit.
    starts: Vec<(usize, usize)>,
    /// What each unit covers.
    spans: Vec<Span>,
}

impl Units {
    fn of(document: &Document<'_>) -> Self {
        let (mut starts, mut spans) = (Vec::new(), Vec::<Span>::new());
        let mut last_key: Option<&str> = None;
        for unit in &document.units {
            let runs = unit.segments().flat_map(Segment::runs).map(|(_, source, _)| source);
            let places: Vec<Span> = runs.filter(|span| !span.is_empty()).collect();
            let Some(whole) = places.iter().copied().reduce(Span::cover) else { continue };
            let key = match unit {
                Unit::Pair { key, .. } => Some(&**key),
                Unit::Text(segment) => segment.key.as_deref(),
            };
            let key = key.map(message);
            // the plural forms of a message are one to whoever writes a comment before it
            match spans.last_mut() {
                Some(last) if key.is_some() && key == last_key => *last = last.cover(whole),
                _ => spans.push(whole),
            }
            last_key = key;
            starts.extend(places.iter().map(|span| (span.start, spans.len() - 1)));
        }
        starts.sort_unstable();
        Self { starts, spans }
    }

    /// What a comment that stands alone covers: the unit that begins next after it; in the middle
    /// of a unit, the next line of that.
    fn next(&self, place: &Place, source: &Source) -> Span {
        let around = |whole: &Span| whole.start <= place.start && place.end < whole.end;
        if self.spans.iter().any(around) {
            let rest = &source.text()[place.end..];
            let start = place.end + (rest.len() - rest.trim_start().len());
            let rest = &source.text()[start..];
            return Span::new(start, start + rest.find(['\n', '\r']).unwrap_or(rest.len()));
        }
        let next = self.starts.partition_point(|(start, _)| *start < place.end);
        let Some(&(_, unit)) = self.starts.get(next) else {
            return Span::new(place.end, place.end);
        };
        self.spans[unit]
    }
}

/// The message that a key is of: `files` of its plural form `files[1]`.
fn message(key: &str) -> &str {
    match key.strip_suffix(']').and_then(|key| key.rsplit_once('[')) {
        Some((message, _)) => message,
        None => key,
    }
}

/// What a directive says: its verb, the checks it names with their places, the reason.
type Said = (Verb, Vec<(&'static str, Span)>, Option<String>);

/// Reads the directive at `at`; nothing where the comment only looks like one.
fn parse(source: &Source, at: usize, place: &Place) -> Result<Option<Said>, Error> {
    let text = source.text();
    let after = at + MARK.len();
    let body = &text[after..place.text_end.max(after)];
    let len = body.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(body.len());
    let word = &body[..len];
    if word.is_empty() {
        return Ok(None);
    }
    let span = Span::new(at, after + len);
    let error = |span, what: String| Error::syntax(source.name(), text, span, what);
    let Some(&(_, verb)) = VERBS.iter().find(|(name, _)| *name == word) else {
        let what = format!("no directive is called `{MARK}{word}`");
        return Err(error(span, what).help(
            "there are `sverka:ignore CHECK` for a line or unit, `sverka:off CHECK` and \
             `sverka:on CHECK` for what stands between them",
        ));
    };
    let rest = &body[len..];
    let dash = ["--", "—", "–"].into_iter().filter_map(|dash| Some((rest.find(dash)?, dash)));
    let (named, reason) = match dash.min() {
        Some((dash, mark)) => (&rest[..dash], rest[dash + mark.len()..].trim()),
        None => (rest, ""),
    };
    let known = || checks::ALL.iter().map(|check| check.meta().name);
    let mut found = Vec::new();
    for name in named.split(|c: char| c == ',' || c.is_whitespace()).filter(|n| !n.is_empty()) {
        let start = after + len + (name.as_ptr() as usize - rest.as_ptr() as usize);
        let place = Span::new(start, start + name.len());
        match known().find(|known| *known == name) {
            Some(check) => found.push((check, place)),
            None => {
                return Err(Error::unknown(source.name(), "check", name, known()).at(text, place));
            }
        }
    }
    if found.is_empty() {
        let known = known().collect::<Vec<_>>().join(", ");
        return Err(error(span, format!("`{MARK}{word}` names no check"))
            .help(format!("name what it is for: {known}")));
    }
    Ok(Some((verb, found, (!reason.is_empty()).then(|| reason.to_owned()))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::Checker;
    use crate::finding::Severity;
    use crate::lexicon::Lexicon;

    /// The texts found, with `-` before those let pass; errors with `!`.
    fn found(name: &str, text: &str) -> Vec<String> {
        let source = Source::new(name, text);
        let report = Checker::new(Lexicon::builtin()).check(&source).unwrap();
        let show = |f: &Finding| match &f.suppressed {
            Some(Suppressed::Ignored(reason)) => {
                format!("-{}{}", f.text, reason.as_deref().unwrap_or_default())
            }
            _ => f.text.clone(),
        };
        let errors = report.errors.iter().map(|e| format!("!{}", e.kind()));
        let findings = report.findings.iter().filter(|f| f.severity > Severity::Advice);
        findings.map(show).chain(errors).collect()
    }

    const WRONG: &str = "The button said “peregruzka” (reset).";

    #[test]
    fn a_comment_covers_its_line_or_what_follows() {
        let line =
            format!("{WRONG} <!-- sverka:ignore confused-term -- a quotation -->\n{WRONG}\n");
        assert_eq!(found("a.md", &line), ["-peregruzkaa quotation", "peregruzka"]);
        let paragraph = format!(
            "<!-- sverka:ignore confused-term,near-miss,unused-ignore -->\n\nOne\nline. {WRONG}\n\n{WRONG}\n"
        );
        assert_eq!(found("a.md", &paragraph), ["-near-miss", "-peregruzka", "peregruzka"]);
        let inside = format!("One\n// sverka:ignore confused-term\n{WRONG}\n{WRONG}\n");
        assert_eq!(found("a.adoc", &inside), ["-peregruzka", "peregruzka"]);
    }

    #[test]
    fn a_region_ends_where_the_check_is_turned_on() {
        let text = format!(
            "<!-- sverka:off confused-term -->\n\n{WRONG}\n\n<!-- sverka:on confused-term -->\n\n{WRONG}\n"
        );
        assert_eq!(found("a.md", &text), ["-peregruzka", "peregruzka"]);
        let open = format!("<!-- sverka:off confused-term — all of it -->\n\n{WRONG}\n\n{WRONG}\n");
        assert_eq!(found("a.html", &open), ["-peregruzkaall of it", "-peregruzkaall of it"]);
        assert_eq!(found("a.md", "<!-- sverka:on near-miss -->\n"), ["near-miss"]);
    }

    #[test]
    fn every_format_has_comments_of_its_own() {
        let strange = "Пригласили на cовещание";
        for (name, before, body, after) in [
            (
                "a.po",
                "# sverka:ignore mixed-script",
                format!("msgid \"a\"\nmsgstr \"{strange}\""),
                "",
            ),
            (
                "a.po",
                "#. sverka:ignore mixed-script",
                format!("msgid \"a\"\nmsgstr \"{strange}\""),
                "",
            ),
            ("a.yml", "# sverka:ignore mixed-script", format!("a: {strange}"), ""),
            ("a.yml", "", format!("a: {strange}"), " # sverka:ignore mixed-script"),
            ("a.properties", "! sverka:ignore mixed-script", format!("a={strange}"), ""),
            ("a.ftl", "# sverka:ignore mixed-script", format!("a = {strange}"), ""),
            (
                "a.strings",
                "/* sverka:ignore mixed-script */",
                format!("\"a\" = \"{strange}\";"),
                "",
            ),
            ("a.json", "{\n// sverka:ignore mixed-script", format!("\"ru\": \"{strange}\"}}"), ""),
            ("a.rst", ".. sverka:ignore mixed-script\n", strange.to_owned(), ""),
            ("a.adoc", "// sverka:ignore mixed-script", strange.to_owned(), ""),
            (
                "a.vtt",
                "WEBVTT\n\nNOTE sverka:ignore mixed-script\n",
                format!("00:01.000 --> 00:02.000\n{strange}"),
                "",
            ),
            ("a.txt", "sverka:ignore mixed-script", strange.to_owned(), ""),
            ("a.mdx", "{/* sverka:ignore mixed-script */}\n", strange.to_owned(), ""),
            (
                "strings.xml",
                "<resources>\n<!-- sverka:ignore mixed-script -->",
                format!("<string name=\"a\">{strange}</string></resources>"),
                "",
            ),
        ] {
            let text = format!("{before}\n{body}{after}\n");
            assert_eq!(found(name, &text), ["-cовещание"], "{name}: {text}");
        }
    }

    #[test]
    fn the_forms_of_a_message_are_one() {
        let plurals = "# sverka:ignore mixed-script\nmsgid \"meeting\"\nmsgid_plural \"meetings\"\n\
                       msgstr[0] \"cовещание\"\nmsgstr[1] \"cовещания\"\n\n\
                       msgid \"other\"\nmsgstr \"cовещание\"\n";
        assert_eq!(found("ru.po", plurals), ["-cовещание", "-cовещания", "cовещание"]);
        let items = "<resources>\n<!-- sverka:ignore mixed-script -->\n<plurals name=\"a\">\n\
                     <item quantity=\"one\">cовещание</item>\n<item quantity=\"few\">cовещания</item>\n\
                     </plurals>\n<plurals name=\"b\">\n<item quantity=\"one\">cовещание</item>\n\
                     <!-- sverka:ignore mixed-script -->\n<item quantity=\"few\">cовещания</item>\n\
                     </plurals></resources>\n";
        let expected = ["-cовещание", "-cовещания", "cовещание", "-cовещания"];
        assert_eq!(found("values-ru/strings.xml", items), expected);
    }

    proptest! {
        #[test]
        fn no_text_brings_the_reading_of_directives_down(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
            format in prop::sample::select(crate::formats::ALL),
        ) {
            let source = Source::new("a", pieces.concat());
            let Ok(document) = format.read(&source) else { return Ok(()) };
            let directives = Directives::read(&document, format);
            for directive in &directives.all {
                prop_assert!(directive.covers.end <= source.text().len());
                prop_assert!(directive.covers.start <= directive.covers.end);
                prop_assert_eq!(&source.text()[directive.named.range()], directive.check);
            }
            let ran: Vec<_> = checks::ALL.iter().map(|check| check.meta()).collect();
            directives.apply(&source, &ran, true, &mut Vec::new(), &mut []);
        }
    }

    const PIECES: &[&str] = &[
        "sverka:",
        "ignore",
        "off",
        "on",
        " near-miss",
        ",",
        " -- ",
        "—",
        "<!--",
        "-->",
        "#",
        "//",
        "/*",
        "*/",
        "NOTE ",
        "..",
        " ",
        "\n",
        "\r",
        "`",
        "```\n",
        "ё",
        "текст",
        "msgid \"a\"\n",
        "msgstr \"б\"\n",
        "a: ",
        "<a>",
        "</a>",
        "{",
        "}",
        "\"",
    ];

    #[test]
    fn what_is_not_needed_or_cannot_be_followed_is_told() {
        assert_eq!(found("a.md", "Yes. <!-- sverka:ignore near-miss -->\n"), ["near-miss"]);
        for (comment, told) in [
            ("sverka:ignore", "!`sverka:ignore` names no check"),
            ("sverka:off -- no names", "!`sverka:off` names no check"),
            ("sverka:ignroe near-miss", "!no directive is called `sverka:ignroe`"),
            ("sverka:ignore near-mis", "!no check is called `near-mis`"),
        ] {
            assert_eq!(found("a.md", &format!("<!-- {comment} -->\n")), [told]);
        }
        let quoted = "Write `sverka:ignore` so, or <b>sverka:off</b>; see sverka:on too.\n";
        assert_eq!(found("a.md", quoted), [] as [&str; 0]);
        assert_eq!(found("a.md", "<!-- sverka: by hand -->\n"), [] as [&str; 0]);
        let shown = "As `<!-- sverka:ignore CHECK -->`, or\n\n```md\n<!-- sverka:off -->\n```\n";
        assert_eq!(found("a.md", shown), [] as [&str; 0]);
    }

    #[test]
    fn a_check_that_did_not_run_has_nothing_to_ignore() {
        let source = Source::new("a.md", "Yes. <!-- sverka:ignore near-miss -->\n");
        let names = ["mixed-script".to_owned(), "unused-ignore".to_owned()];
        let checker = Checker::new(Lexicon::builtin());
        let checker = checker.with_checks(checks::by_names(&names).unwrap());
        assert!(checker.check(&source).unwrap().findings.is_empty());
    }
}
