//! The cards of the terms that the notes are about, each once, at the end of the page.

use crate::emit::escape::html;
use crate::finding::TermRef;

/// The terms in the order in which notes name them.
#[derive(Debug, Default)]
pub(super) struct Terms(Vec<(TermRef, Vec<usize>)>);

/// The way from a note to the card of a term.
pub(super) struct Link<'t> {
    /// The term.
    pub(super) ru: &'t str,
    card: usize,
}

impl Link<'_> {
    /// HTML as the words of the link.
    pub(super) fn around(&self, html: &str) -> String {
        format!("<a href=\"#t{}\">{html}</a>", self.card)
    }
}

impl Terms {
    /// Notes down that a note is about a term.
    pub(super) fn link<'t>(&mut self, term: &'t TermRef, note: usize) -> Link<'t> {
        let known = self.0.iter().position(|(known, _)| known == term);
        let at = known.unwrap_or_else(|| {
            self.0.push((term.clone(), Vec::new()));
            self.0.len() - 1
        });
        self.0[at].1.push(note);
        Link { ru: &term.ru, card: at + 1 }
    }

    /// The cards.
    pub(super) fn cards(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let card = |(at, (term, notes)): (usize, &(TermRef, Vec<usize>))| {
            let links = notes.iter().map(|note| format!("<a href=\"#n{note}\">{note}</a>"));
            format!(
                "<div class=\"term\" id=\"t{}\">\n<dt lang=\"ru\">{}</dt>\n<dd>{}</dd>\n<dd class=\"from\">glossary: {}; {} {}</dd>\n</div>\n",
                at + 1,
                html(&term.ru),
                html(&term.en.join(", ")),
                html(&term.glossary),
                if notes.len() == 1 { "note" } else { "notes" },
                links.collect::<Vec<_>>().join(", ")
            )
        };
        let cards: String = self.0.iter().enumerate().map(card).collect();
        format!(
            "<section class=\"terms\" aria-labelledby=\"terms\">\n<h2 id=\"terms\">Terms</h2>\n<dl>\n{cards}</dl>\n</section>\n"
        )
    }
}
