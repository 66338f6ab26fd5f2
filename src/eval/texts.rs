//! Labelled texts: what must be found in each, and what must not.

use serde::Deserialize;

use super::Scores;
use crate::engine::Checker;
use crate::error::Error;
use crate::finding::{Finding, Severity};
use crate::formats;
use crate::glossary::Glossary;
use crate::script::fold;
use crate::source::Source;
use crate::span::Span;

/// A text and what must be found in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// The text.
    pub text: String,
    /// Its domain, for the reader of the set.
    #[serde(default)]
    pub domain: Option<String>,
    /// How it is read; plain text without.
    #[serde(default, rename = "as")]
    pub reader: Option<String>,
    /// What must be found; nothing when empty.
    #[serde(default)]
    pub find: Vec<Expected>,
}

/// A finding that must be made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The words that are wrong, as they stand; any for none.
    #[serde(default)]
    pub text: Option<String>,
    /// The check; any for none.
    #[serde(default)]
    pub check: Option<String>,
    /// The first suggestion; any for none.
    #[serde(default)]
    pub first: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    text: Vec<Labelled>,
}

/// Reads a file of `[[text]]` tables.
pub fn parse_labels(source: &Source) -> Result<Vec<Labelled>, Error> {
    let file: Result<File, _> = toml::from_str(source.text());
    file.map(|file| file.text).map_err(|e| {
        let span = e.span().map_or(Span::new(0, 0), Span::from);
        Error::syntax(source.name(), source.text(), span, e.message())
    })
}

/// The `bad` and `good` examples of a glossary.
pub fn labels_of_glossary(glossary: &Glossary) -> Vec<Labelled> {
    let plain =
        |text: &String, find| Labelled { text: text.clone(), domain: None, reader: None, find };
    let any = || vec![Expected { text: None, check: None, first: None }];
    let terms = glossary.terms.iter();
    terms
        .flat_map(|term| {
            let bad = term.bad.iter().map(|text| plain(text, any()));
            bad.chain(term.good.iter().map(|text| plain(text, Vec::new()))).collect::<Vec<_>>()
        })
        .collect()
}

#[derive(Deserialize)]
struct Button {
    text: String,
    pairs: Vec<ButtonPair>,
}

#[derive(Deserialize)]
struct ButtonPair {
    romanised: String,
    expected: String,
}

/// Texts about the button, a JSON object a line: words with `expected: error` must be found, and
/// nothing else.
pub fn labels_of_buttons(source: &Source) -> Result<Vec<Labelled>, Error> {
    let lines = source.text().lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            let button: Button = serde_json::from_str(line).map_err(|e| {
                let at = line.as_ptr() as usize - source.text().as_ptr() as usize;
                Error::syntax(source.name(), source.text(), Span::new(at, at + line.len()), e)
            })?;
            let wrong = button.pairs.iter().filter(|pair| pair.expected == "error");
            let find = wrong.map(|pair| Expected {
                text: Some(pair.romanised.clone()),
                check: Some("confused-term".to_owned()),
                first: Some("perezagruzka".to_owned()),
            });
            Ok(Labelled { find: find.collect(), text: button.text, domain: None, reader: None })
        })
        .collect()
}

/// Checks every text and compares. Advice counts as silence: it never fails a run.
pub fn labelled(checker: &Checker<'_>, texts: &[Labelled]) -> Result<Scores, Error> {
    let mut scores = Scores::default();
    for labelled in texts {
        let source = Source::new("text", labelled.text.as_str());
        let format = formats::by_name(labelled.reader.as_deref().unwrap_or("text"))?;
        let report = checker.check_as(&source, format)?;
        let mut found: Vec<&Finding> =
            report.findings.iter().filter(|f| f.severity > Severity::Advice).collect();
        for expected in &labelled.find {
            let name = expected.check.as_deref().unwrap_or("any").to_owned();
            let hit = found.iter().position(|finding| expected.is_met_by(finding));
            let Some(hit) = hit else {
                scores.of(&name).missed += 1;
                let text = expected.text.as_deref().unwrap_or("anything");
                scores.failures.push(format!("missed {name} `{text}`: {}", labelled.text));
                continue;
            };
            let finding = found.remove(hit);
            scores.of(&name).right += 1;
            if let Some(first) = &expected.first {
                let rank = finding.suggestions.iter().position(|s| fold(&s.text) == fold(first));
                scores.of(&name).rank(rank);
                if rank != Some(0) {
                    let texts: Vec<&str> =
                        finding.suggestions.iter().map(|s| s.text.as_str()).collect();
                    scores
                        .failures
                        .push(format!("{first} is not first of {texts:?}: {}", labelled.text));
                }
            }
        }
        if labelled.find.is_empty() && found.is_empty() {
            scores.of("clean").silent += 1;
        }
        for finding in found {
            scores.of(finding.check.name).wrong += 1;
            let (name, message) = (finding.check.name, &finding.message);
            scores.failures.push(format!("wrong {name}: {message}: {}", labelled.text));
        }
    }
    Ok(scores)
}

impl Expected {
    fn is_met_by(&self, finding: &Finding) -> bool {
        let check = self.check.as_deref().is_none_or(|check| check == finding.check.name);
        check && self.text.as_deref().is_none_or(|text| fold(text) == fold(&finding.text))
    }
}
