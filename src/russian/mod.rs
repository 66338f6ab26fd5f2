//! Russian words: which exist, what forms they have, which form one stands in.
//!
//! The only place that knows the morphology crate. Its dictionary (OpenCorpora and Wiktionary,
//! 3.8 million forms) is also read directly as a [`Trie`], for walks that the crate does not offer.

use std::sync::LazyLock;

use rumorph::{Analysis, Dictionary, Source as Origin};

use crate::script::fold;
use crate::trie::{Letters, Trie};

mod family;
mod phrase;

pub use family::are_related;
pub use phrase::{forms_of, spellings_of};

/// A part of speech, as far as matching terms needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pos {
    /// A noun.
    Noun,
    /// A verb, with its participles and gerunds.
    Verb,
    /// An adjective.
    Adjective,
    /// An adverb.
    Adverb,
    /// A proper name.
    Name,
    /// Several words.
    Phrase,
    /// An abbreviation.
    Abbreviation,
}

impl Pos {
    const ALL: [(Self, &str); 7] = [
        (Self::Noun, "noun"),
        (Self::Verb, "verb"),
        (Self::Adjective, "adjective"),
        (Self::Adverb, "adverb"),
        (Self::Name, "name"),
        (Self::Phrase, "phrase"),
        (Self::Abbreviation, "abbreviation"),
    ];

    /// Its name in a glossary.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(pos, _)| *pos == self).map_or("", |(_, name)| name)
    }

    /// The part of speech with this name in a glossary.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(pos, _)| *pos)
    }
}

/// A word form with its grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The form as it is written, with ё.
    pub text: String,
    /// Its grammar.
    pub grammar: Grammar,
}

/// Grammatical features by their names in Universal Dependencies: `Case=Gen`, `Number=Plur`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grammar {
    /// The part of speech: `NOUN`, `VERB` …
    pub pos: &'static str,
    /// The lemma.
    pub lemma: String,
    features: Vec<(&'static str, &'static str)>,
}

impl Grammar {
    /// The value of a feature.
    pub fn get(&self, name: &str) -> Option<&'static str> {
        self.features.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }

    /// How well a form with this grammar stands in for one with `other`'s. Case and number make
    /// the form that people see; the rest decides between equals.
    pub fn likeness(&self, other: &Self) -> u32 {
        let weigh = |name: &str| match name {
            "Case" | "VerbForm" => 8,
            "Number" | "Tense" | "Person" => 6,
            "Gender" | "Mood" | "Voice" | "Aspect" => 3,
            _ => 1,
        };
        let shared = self.features.iter().filter(|(name, value)| other.get(name) == Some(*value));
        let same_pos = u32::from(self.pos == other.pos);
        same_pos + shared.map(|(name, _)| weigh(name)).sum::<u32>()
    }

    /// The case, number and so on in words: `genitive plural`.
    pub fn describe(&self) -> String {
        let word = |name: &str, value: &str| {
            Some(match (name, value) {
                ("Case", "Nom") => "nominative",
                ("Case", "Gen") => "genitive",
                ("Case", "Dat") => "dative",
                ("Case", "Acc") => "accusative",
                ("Case", "Ins") => "instrumental",
                ("Case", "Loc") => "prepositional",
                ("Number", "Sing") => "singular",
                ("Number", "Plur") => "plural",
                ("Tense", "Past") => "past",
                ("Tense", "Pres") => "present",
                ("Tense", "Fut") => "future",
                ("Mood", "Imp") => "imperative",
                ("VerbForm", "Inf") => "infinitive",
                ("VerbForm", "Part") => "participle",
                ("VerbForm", "Conv") => "gerund",
                _ => return None,
            })
        };
        let order = ["VerbForm", "Mood", "Tense", "Case", "Number"];
        let words = order.iter().filter_map(|&name| word(name, self.get(name)?));
        words.collect::<Vec<_>>().join(" ")
    }
}

static DICTIONARY: LazyLock<Dictionary> =
    LazyLock::new(|| Dictionary::bundled().expect("the dictionary built into rumorph is whole"));

static FORMS: LazyLock<Trie<&'static [u8]>> = LazyLock::new(|| {
    let file = rumorph_dict_ru::DICTIONARY;
    let alphabet = section(file, 4).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let words = section(file, 10);
    let (Some(alphabet), Some(words)) = (alphabet, words) else {
        panic!("rumorph-dict-ru is pinned; its file has an alphabet and words")
    };
    Trie::new(words, Letters::numbered(alphabet))
        .expect("rumorph-dict-ru is pinned; its words are an FST")
});

/// Section `index` of a rumorph dictionary file: after a header of 16 bytes each section is a
/// length of 8 bytes, the data, and zeros up to a multiple of 8.
fn section(file: &[u8], index: usize) -> Option<&[u8]> {
    let mut at = 16;
    for number in 0.. {
        let length = file.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)? as usize;
        let data = file.get(at + 8..at + 8 + length)?;
        if number == index {
            return Some(data);
        }
        at = (at + 8 + length).next_multiple_of(8);
    }
    None
}

/// Loads the dictionary, which is done anyway when it is first asked: for those who have
/// something else to do meanwhile.
pub fn load() {
    LazyLock::force(&DICTIONARY);
}

/// All word forms of the dictionary, folded (ё as е).
pub fn forms() -> &'static Trie<&'static [u8]> {
    &FORMS
}

/// Whether the dictionary has the form, in any capitals, with or without ё. A word with hyphens
/// is known too when all its parts are; one that ends in о joins them (русско-японский).
pub fn is_known(word: &str) -> bool {
    let known = |word: &str| FORMS.get(word).is_some();
    let joins = |part: &str| {
        let stem = part.strip_suffix('о').filter(|stem| stem.chars().count() > 2);
        stem.is_some_and(|stem| {
            known(stem) || ["ий", "ый", "ой"].iter().any(|end| known(&format!("{stem}{end}")))
        })
    };
    let word = fold(word);
    if known(&word) {
        return true;
    }
    let Some((first, last)) = word.rsplit_once('-') else { return false };
    known(last) && first.split('-').all(|part| !part.is_empty() && (known(part) || joins(part)))
}

/// What forms a word may be, likeliest first. A word that the dictionary does not know has none.
pub fn readings(word: &str) -> Vec<Grammar> {
    if !is_known(word) {
        return Vec::new();
    }
    let analyses = DICTIONARY.analyze(word);
    let known = analyses.iter().filter(|a| a.source == Origin::Dictionary || word.contains('-'));
    known.map(grammar).collect()
}

/// The lemmas of a known form, likeliest first.
pub fn lemmas(word: &str) -> Vec<String> {
    let mut lemmas: Vec<String> = Vec::new();
    for reading in readings(word) {
        if !lemmas.contains(&reading.lemma) {
            lemmas.push(reading.lemma);
        }
    }
    lemmas
}

/// The spelling of a form in the dictionary, with its ё: `договоренность` becomes `договорённость`.
pub fn with_yo(word: &str) -> String {
    if !word.contains('е') {
        return word.to_owned();
    }
    if let Some(spelling) = FORMS.get(word).and_then(|number| only_spelling(word, number)) {
        return spelling;
    }
    if !is_known(word) {
        return word.to_owned();
    }
    DICTIONARY.analyze(word).into_iter().next().map_or_else(|| word.to_owned(), |a| a.word)
}

/// The form with its ё where the dictionary has one spelling of it. Then its number says which of
/// its first letters are ё, above the bits below; another bit says that there are several.
fn only_spelling(folded: &str, number: u64) -> Option<String> {
    const SEVERAL: u64 = 1 << 63;
    const BELOW: u32 = 44;
    let letter = |(at, c)| if number >> BELOW >> at & 1 == 1 { 'ё' } else { c };
    (number & SEVERAL == 0).then(|| folded.chars().enumerate().map(letter).collect())
}

fn grammar(analysis: &Analysis) -> Grammar {
    let Some(tag) = DICTIONARY.ud_tag(analysis.ud) else { return Grammar::default() };
    Grammar { pos: tag.pos(), lemma: analysis.lemma.clone(), features: tag.feats().collect() }
}

/// The analyses under which a glossary's word heads its own paradigm: its lemma is the word
/// itself, or the word is the plural of its lemma.
fn head_analyses(word: &str, pos: Option<Pos>, like: Option<&str>) -> Vec<Analysis> {
    let mut analyses = match like {
        Some(like) => match DICTIONARY.clone().with_words([(word, like)]) {
            Ok(own) => own.analyze(word),
            Err(_) => DICTIONARY.analyze(word),
        },
        None => DICTIONARY.analyze(word),
    };
    let fits = |a: &Analysis| {
        let pos_tag = DICTIONARY.ud_tag(a.ud).map_or("", rumorph::UdTag::pos);
        match pos {
            Some(Pos::Noun | Pos::Abbreviation) => matches!(pos_tag, "NOUN" | "PROPN" | "ADJ"),
            Some(Pos::Name) => matches!(pos_tag, "PROPN" | "NOUN" | "ADJ" | "X"),
            Some(Pos::Verb) => matches!(pos_tag, "VERB" | "AUX"),
            Some(Pos::Adjective) => matches!(pos_tag, "ADJ" | "DET" | "VERB"),
            Some(Pos::Adverb) => matches!(pos_tag, "ADV" | "PART" | "ADP" | "SCONJ"),
            Some(Pos::Phrase) | None => true,
        }
    };
    if analyses.iter().any(fits) {
        analyses.retain(fits);
    }
    let folded = fold(word).into_owned();
    if analyses.iter().any(|a| fold(&a.lemma) == folded) {
        analyses.retain(|a| fold(&a.lemma) == folded);
    } else if analyses.iter().any(is_plural_nominative) {
        analyses.retain(is_plural_nominative);
    } else {
        analyses.truncate(1);
    }
    analyses
}

fn is_plural_nominative(analysis: &Analysis) -> bool {
    let tag = DICTIONARY.ud_tag(analysis.ud);
    tag.is_some_and(|tag| tag.feat("Case") == Some("Nom") && tag.feat("Number") == Some("Plur"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_is_read_directly() {
        assert!(forms().len() > 3_000_000);
        for word in ["перегрузка", "Перезагрузок", "осёл", "осел", "ракета-носитель"]
        {
            assert!(is_known(word), "{word}");
        }
        assert!(is_known("русско-японская") && is_known("монголо-татарское"));
        assert!(!is_known("-японская") && !is_known("русско-") && !is_known("ксско-японская"));
        assert!(!is_known("перзагрузка"));
        assert!(!is_known("перегрyзка"), "Latin y");
    }

    #[test]
    fn forms_have_their_grammar() {
        let readings = readings("перегрузками");
        assert_eq!(readings[0].lemma, "перегрузка");
        assert_eq!(readings[0].describe(), "instrumental plural");
        assert_eq!(lemmas("осла"), ["осёл"]);
        assert_eq!(with_yo("договоренность"), "договорённость");
    }

    #[test]
    fn the_ё_of_a_form_is_read_directly_as_the_dictionary_has_it() {
        let begins = ["договорен", "елк", "зелен", "нее", "осел", "перегруз", "трехэт", "шел"];
        let forms = begins.iter().flat_map(|begins| forms().beginning(begins, 300));
        let (mut read, mut dotted) = (0, 0);
        for near in forms.filter(|near| near.word.contains('е')) {
            let asked = DICTIONARY.analyze(&near.word).into_iter().next().map(|a| a.word);
            if let Some(spelling) = only_spelling(&near.word, near.value) {
                assert_eq!(Some(&spelling), asked.as_ref());
                read += 1;
                dotted += u32::from(spelling.contains('ё'));
            }
        }
        assert!(read > 1000 && dotted > 100, "{read} {dotted}");
    }
}
