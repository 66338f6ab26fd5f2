//! TBX, the exchange format of term bases, as `martif` of 2008 and as ISO 30042:2019.

use super::xml::{Element, Step, Xml, escape};
use super::{
    Entries, Exchange, Input, is_russian, keep_as_it_is, kept, left_out, on_one_line, part_remarks,
};
use crate::error::Error;
use crate::glossary::{Glossary, Term};
use crate::russian::Pos;
use crate::span::Span;

/// TBX. Both editions are read by the same rules; they differ in the names of elements.
#[derive(Debug)]
pub(super) struct Tbx {
    /// Which one is written.
    pub(super) edition: Edition,
}

/// An edition of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edition {
    /// ISO 30042:2008, which most tools read.
    Martif,
    /// ISO 30042:2019, data categories as attributes.
    Iso2019,
}

/// How an edition calls its elements.
struct Names {
    entry: &'static str,
    language: &'static str,
    term: &'static str,
}

impl Edition {
    const fn names(self) -> Names {
        match self {
            Self::Martif => Names { entry: "termEntry", language: "langSet", term: "tig" },
            Self::Iso2019 => Names { entry: "conceptEntry", language: "langSec", term: "termSec" },
        }
    }
}

impl Exchange for Tbx {
    fn name(&self) -> &'static str {
        match self.edition {
            Edition::Martif => "tbx",
            Edition::Iso2019 => "tbx-2019",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tbx"]
    }

    fn claims(&self, text: &str) -> bool {
        text.contains(match self.edition {
            Edition::Martif => "<martif",
            Edition::Iso2019 => "<tbx",
        })
    }

    fn read(&self, input: Input<'_>) -> Result<Entries, Error> {
        let source = input.source()?;
        let mut reader = Reader::default();
        let mut xml = Xml::new(&source);
        while let Some(step) = xml.next()? {
            match step {
                Step::Start(element) => reader.start(&element),
                Step::Text(text) => reader.text.push_str(&text),
                Step::End(name) => reader.end(&name),
            }
        }
        if !reader.is_tbx {
            return Err(xml.error(0, "not TBX: it has neither <martif> nor <tbx>"));
        }
        let notes = reader.notes();
        Ok(Entries { terms: reader.terms, places: reader.places, source, notes })
    }

    fn holds(&self) -> &'static [&'static str] {
        &["ru", "en", "pos", "note", "confused-with", "avoid-ru", "avoid-en"]
    }

    fn write(&self, glossaries: &[Glossary]) -> String {
        let title = glossaries.first().map_or("glossary", |glossary| glossary.title.as_str());
        let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        let description = format!(
            "<fileDesc><sourceDesc><p>{}, by sverka {}</p></sourceDesc></fileDesc>",
            escape(title),
            env!("CARGO_PKG_VERSION")
        );
        out += &match self.edition {
            Edition::Martif => format!(
                "<!DOCTYPE martif SYSTEM \"TBXcoreStructV02.dtd\">\n\
                 <martif type=\"TBX-Basic\" xml:lang=\"en\">\n<martifHeader>{description}</martifHeader>\n"
            ),
            Edition::Iso2019 => format!(
                "<tbx style=\"dca\" type=\"TBX-Basic\" xml:lang=\"en\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n\
                 <tbxHeader>{description}</tbxHeader>\n"
            ),
        };
        out.push_str("<text>\n<body>\n");
        let terms = glossaries.iter().flat_map(|glossary| &glossary.terms);
        for (at, term) in terms.enumerate() {
            write_entry(&mut out, self.edition, at + 1, term);
        }
        out.push_str("</body>\n</text>\n");
        out + match self.edition {
            Edition::Martif => "</martif>\n",
            Edition::Iso2019 => "</tbx>\n",
        }
    }
}

fn write_entry(out: &mut String, edition: Edition, number: usize, term: &Term) {
    let names = edition.names();
    *out += &format!("<{} id=\"t{number}\">\n", names.entry);
    for other in &term.confused_with {
        *out += &format!("  <ref type=\"falseFriend\">{}</ref>\n", escape(other));
    }
    if let Some(note) = &term.note {
        *out += &format!("  <note>{}</note>\n", escape(note));
    }
    let sides = [("en", &term.en, &term.avoid_en), ("ru", &term.ru, &term.avoid_ru)];
    for (language, given, avoided) in sides {
        *out += &format!("  <{} xml:lang=\"{language}\">\n", names.language);
        let statuses = ["preferredTerm", "admittedTerm"];
        let given = given.iter().enumerate().map(|(at, text)| (text, statuses[at.min(1)]));
        for (text, status) in given.chain(avoided.iter().map(|text| (text, "deprecatedTerm"))) {
            *out += &format!("    <{0}><term>{1}</term>", names.term, escape(text));
            if let Some((kind, value)) = term.pos.map(pos_note) {
                *out += &format!("<termNote type=\"{kind}\">{value}</termNote>");
            }
            *out += &format!(
                "<termNote type=\"administrativeStatus\">{status}-admn-sts</termNote></{}>\n",
                names.term
            );
        }
        *out += &format!("  </{}>\n", names.language);
    }
    *out += &format!("</{}>\n", names.entry);
}

/// A part of speech as a data category. Phrases and abbreviations are kinds of term there.
const fn pos_note(pos: Pos) -> (&'static str, &'static str) {
    match pos {
        Pos::Noun => ("partOfSpeech", "noun"),
        Pos::Verb => ("partOfSpeech", "verb"),
        Pos::Adjective => ("partOfSpeech", "adjective"),
        Pos::Adverb => ("partOfSpeech", "adverb"),
        Pos::Name => ("partOfSpeech", "properNoun"),
        Pos::Phrase => ("termType", "phrase"),
        Pos::Abbreviation => ("termType", "abbreviation"),
    }
}

fn pos_of(kind: &str, value: &str) -> Option<Pos> {
    let value: String = value.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect();
    Some(match (kind, value.as_str()) {
        ("partOfSpeech", "noun") => Pos::Noun,
        ("partOfSpeech", "verb") => Pos::Verb,
        ("partOfSpeech", "adjective") => Pos::Adjective,
        ("partOfSpeech", "adverb") => Pos::Adverb,
        ("partOfSpeech", "propernoun") => Pos::Name,
        ("termType", "phrase" | "phraseologicalunit" | "setphrase") => Pos::Phrase,
        ("termType", "abbreviation" | "acronym" | "initialism") => Pos::Abbreviation,
        _ => return None,
    })
}

/// How a term stands to its concept, best first.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Preferred,
    #[default]
    Admitted,
    Avoided,
}

/// A concept while it is read.
#[derive(Default)]
struct Concept {
    place: Span,
    ru: Vec<(Status, String)>,
    en: Vec<(Status, String)>,
    pos: Option<Pos>,
    notes: Vec<String>,
    confused_with: Vec<String>,
}

#[derive(Default)]
struct Reader {
    is_tbx: bool,
    terms: Vec<Term>,
    places: Vec<Span>,
    concept: Concept,
    /// Whether the language being read is Russian, if it is one of the two.
    language: Option<bool>,
    term: String,
    status: Status,
    /// The data category of the element being read, and its text.
    kind: String,
    text: String,
    /// Concepts without one of the languages.
    empty: usize,
    /// Concepts whose term is the same in both.
    kept: usize,
}

impl Reader {
    fn start(&mut self, element: &Element) {
        match element.name.as_str() {
            "martif" | "tbx" => self.is_tbx = true,
            "termEntry" | "conceptEntry" => {
                self.concept = Concept { place: element.place, ..Concept::default() };
            }
            "langSet" | "langSec" => self.language = element.get("lang").and_then(is_russian),
            "tig" | "ntig" | "termSec" => {
                self.term.clear();
                self.status = Status::default();
            }
            // emphasis within a term or a note
            "hi" | "foreign" => return,
            _ => {}
        }
        // categories are attributes in one style and elements in the other
        element.get("type").unwrap_or(&element.name).clone_into(&mut self.kind);
        self.text.clear();
    }

    fn end(&mut self, name: &str) {
        match name {
            "hi" | "foreign" => return,
            "term" => self.term = on_one_line(&self.text),
            "tig" | "ntig" | "termSec" => {
                let side = match self.language {
                    Some(true) => &mut self.concept.ru,
                    Some(false) => &mut self.concept.en,
                    None => return,
                };
                if !self.term.is_empty() {
                    side.push((self.status, std::mem::take(&mut self.term)));
                }
            }
            "langSet" | "langSec" => self.language = None,
            "termEntry" | "conceptEntry" => self.finish(),
            _ => self.category(),
        }
        self.text.clear();
        self.kind.clear();
    }

    fn category(&mut self) {
        let text = on_one_line(&self.text);
        if text.is_empty() {
            return;
        }
        match self.kind.as_str() {
            "partOfSpeech" | "termType" => {
                self.concept.pos = self.concept.pos.or(pos_of(&self.kind, &text));
            }
            "administrativeStatus" | "normativeAuthorization" => {
                self.status = match text.split("Term").next().unwrap_or_default() {
                    "preferred" | "standardized" => Status::Preferred,
                    "deprecated" | "superseded" | "obsolete" | "forbidden" => Status::Avoided,
                    _ => Status::Admitted,
                };
            }
            "falseFriend" => self.concept.confused_with.push(text),
            "definition" | "note" | "descrip" | "explanation" | "usageNote"
                if !self.concept.notes.contains(&text) =>
            {
                self.concept.notes.push(text);
            }
            _ => {}
        }
    }

    fn finish(&mut self) {
        let concept = std::mem::take(&mut self.concept);
        let sorted = |mut side: Vec<(Status, String)>| {
            side.sort_by_key(|(status, _)| *status);
            let (mut given, mut avoided) = (Vec::new(), Vec::new());
            for (status, text) in side {
                let list = if status == Status::Avoided { &mut avoided } else { &mut given };
                if !list.contains(&text) {
                    list.push(text);
                }
            }
            (given, avoided)
        };
        let ((ru, avoid_ru), (en, avoid_en)) = (sorted(concept.ru), sorted(concept.en));
        if ru.is_empty() || en.is_empty() {
            self.empty += 1;
            return;
        }
        let mut term = Term::new(ru, en);
        term.pos = concept.pos;
        term.note = Some(concept.notes.join("; ")).filter(|note| !note.is_empty());
        term.confused_with = concept.confused_with;
        (term.avoid_ru, term.avoid_en) = (avoid_ru, avoid_en);
        part_remarks(&mut term);
        self.kept += usize::from(keep_as_it_is(&mut term));
        self.terms.push(term);
        self.places.push(concept.place);
    }

    fn notes(&self) -> Vec<String> {
        left_out(self.empty).into_iter().chain(kept(self.kept)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::exchange::Columns;

    fn read(text: &str) -> Result<Entries, Error> {
        let tbx = Tbx { edition: Edition::Martif };
        tbx.read(Input { name: "own.tbx", bytes: text.into(), columns: Columns::default() })
    }

    #[test]
    fn categories_are_read_in_either_style() {
        for categories in [
            "<termNote type=\"administrativeStatus\">supersededTerm-admn-sts</termNote>",
            "<min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus>",
        ] {
            let text = format!(
                "<tbx><text><body><conceptEntry id=\"1\"><descripGrp><descrip type=\"definition\">A start.</descrip>\
                 </descripGrp><langSec xml:lang=\"en\"><termSec><term>re<hi>set</hi></term></termSec></langSec>\
                 <langSec xml:lang=\"ru\"><termSec><term>ресет</term>{categories}</termSec><termSec>\
                 <term>перезагрузка</term><termNote type=\"partOfSpeech\">noun</termNote></termSec></langSec>\
                 </conceptEntry></body></text></tbx>"
            );
            let entries = read(&text).unwrap();
            let term = &entries.terms[0];
            assert_eq!((term.ru[0].as_str(), term.en[0].as_str()), ("перезагрузка", "reset"));
            assert_eq!((term.avoid_ru[0].as_str(), term.pos), ("ресет", Some(Pos::Noun)));
            assert_eq!(term.note.as_deref(), Some("A start."));
        }
    }

    #[test]
    fn groups_within_groups_and_missing_languages_are_read() {
        let text = "<martif><text><body><termEntry><langSet xml:lang=\"ru\"><ntig><termGrp><term>сброс</term>\
                    </termGrp></ntig></langSet><langSet xml:lang=\"en-GB\"><tig><term>reset</term></tig></langSet>\
                    </termEntry><termEntry><langSet xml:lang=\"en\"><tig><term>only</term></tig></langSet>\
                    </termEntry></body></text></martif>";
        let entries = read(text).unwrap();
        assert_eq!(entries.terms.len(), 1);
        assert_eq!(entries.notes.len(), 1);
        assert!(read("<html></html>").is_err());
    }
}
