//! Which of its renderings a translation chose for a term that has several.

use super::pair::Pair;
use crate::finding::{Suppressed, TermRef};
use crate::lexicon::TermId;
use crate::russian;
use crate::script::{Lang, fold};
use crate::span::Span;

/// A term of an original with one of its accepted renderings.
#[derive(Clone, Debug)]
pub struct Rendering {
    /// The term.
    pub term: TermId,
    /// The same for readers.
    pub entry: TermRef,
    /// How the original says it, as terms are looked up.
    pub said: String,
    /// Which rendering stands in the translation, from 0.
    pub choice: usize,
    /// That rendering, as the glossary writes it.
    pub name: String,
    /// Its bytes in the source.
    pub span: Span,
    /// It as it stands.
    pub text: String,
    /// The key of the pair.
    pub key: String,
    /// Set when a comment lets it pass that it is not the usual one.
    pub suppressed: Option<Suppressed>,
}

impl Pair<'_> {
    /// The renderings chosen for terms that somebody holds translations to and that have several.
    pub fn choices(&self) -> Vec<Rendering> {
        let mut found = Vec::new();
        for (met, by) in self.rendered() {
            let terms = met.terms().filter(|term| by.terms().any(|other| other == *term));
            for term in terms.filter(|term| self.lexicon.is_demanded(*term)) {
                let entry = self.lexicon.term(term);
                let names = match self.target.lang {
                    Lang::Ru => &entry.ru,
                    Lang::En => &entry.en,
                };
                let span = self.target.words.span(&by.words);
                let text = &self.target.text()[span.range()];
                if names.len() < 2 {
                    continue;
                }
                if let Some(choice) = self.choice(names, text) {
                    found.push(Rendering {
                        term,
                        entry: TermRef::new(self.lexicon, term),
                        said: self.source.key(met),
                        choice,
                        name: names[choice].clone(),
                        span: self.target.words.segment.to_source(span),
                        text: text.to_owned(),
                        key: self.key.to_owned(),
                        suppressed: None,
                    });
                }
            }
        }
        found
    }

    /// Which of the renderings the text is a form of. Aspects of a verb and spellings of a word are
    /// one choice.
    fn choice(&self, names: &[String], text: &str) -> Option<usize> {
        let is_form = |name: &String| match self.target.lang {
            Lang::Ru => russian::spellings_of(name, None, None).iter().any(|f| *f == fold(text)),
            Lang::En => crate::english::forms_of(name).contains(&crate::english::key(text)),
        };
        let found = names.iter().position(is_form)?;
        names.iter().position(|name| russian::are_related(name, &names[found]))
    }
}
