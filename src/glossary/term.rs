//! A term: what a glossary says of one meaning.

use serde::{Deserialize, Deserializer, Serialize};

use crate::russian::Pos;

/// One meaning in two languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Term {
    /// The Russian renderings, preferred first.
    #[serde(deserialize_with = "one_or_many")]
    pub ru: Vec<String>,
    /// The English renderings, preferred first.
    #[serde(deserialize_with = "one_or_many")]
    pub en: Vec<String>,
    /// Part of speech, where the dictionary cannot tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pos: Option<Pos>,
    /// What an editor should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Russian terms that this one is mistaken for.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub confused_with: Vec<String>,
    /// Russian renderings that are wrong for it.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub avoid_ru: Vec<String>,
    /// English renderings that are wrong for it.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub avoid_en: Vec<String>,
    /// How it is matched.
    #[serde(default, rename = "match", skip_serializing_if = "is_default")]
    pub matching: Matching,
    /// How strictly it is demanded.
    #[serde(default, skip_serializing_if = "is_default")]
    pub enforce: Enforce,
    /// A known word after whose model an unknown one inflects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<String>,
    /// Forms that no rule makes.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
    /// Texts in which something must be found.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub bad: Vec<String>,
    /// Texts in which nothing may be found.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub good: Vec<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// How a term is matched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Matching {
    /// In every form, in any capitals.
    #[default]
    Inflected,
    /// As it is written only.
    Exact,
}

/// How strictly a term is demanded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Enforce {
    /// Never: the term is there to be looked up, and as evidence.
    Never,
    /// Where the text itself says that this is what is meant.
    Advisory,
    /// Wherever it is met.
    #[default]
    Required,
}

/// The keys of a term, in the order in which they are written.
pub const KEYS: &[&str] = &[
    "ru",
    "en",
    "pos",
    "note",
    "confused-with",
    "avoid-ru",
    "avoid-en",
    "match",
    "enforce",
    "like",
    "forms",
    "bad",
    "good",
];

impl Term {
    /// The values under a key, as they are written; none where the term has nothing of its own.
    pub fn get(&self, key: &str) -> Vec<String> {
        let list = |value: Option<&str>| value.map(str::to_owned).into_iter().collect();
        match key {
            "ru" => self.ru.clone(),
            "en" => self.en.clone(),
            "pos" => list(self.pos.map(Pos::name)),
            "note" => list(self.note.as_deref()),
            "confused-with" => self.confused_with.clone(),
            "avoid-ru" => self.avoid_ru.clone(),
            "avoid-en" => self.avoid_en.clone(),
            "match" => list((self.matching == Matching::Exact).then_some("exact")),
            "enforce" => list(match self.enforce {
                Enforce::Never => Some("never"),
                Enforce::Advisory => Some("advisory"),
                Enforce::Required => None,
            }),
            "like" => list(self.like.as_deref()),
            "forms" => self.forms.clone(),
            "bad" => self.bad.clone(),
            "good" => self.good.clone(),
            _ => Vec::new(),
        }
    }

    /// Sets the values under a key, where they mean something.
    pub fn set(&mut self, key: &str, texts: Vec<String>) {
        let first = texts.first().map(|text| text.trim().to_lowercase());
        match key {
            "ru" => self.ru = texts,
            "en" => self.en = texts,
            "pos" => self.pos = first.and_then(|name| Pos::by_name(&name)),
            "note" => self.note = texts.into_iter().next(),
            "confused-with" => self.confused_with = texts,
            "avoid-ru" => self.avoid_ru = texts,
            "avoid-en" => self.avoid_en = texts,
            "match" if first.as_deref() == Some("exact") => self.matching = Matching::Exact,
            "enforce" => {
                self.enforce = match first.as_deref() {
                    Some("never") => Enforce::Never,
                    Some("advisory") => Enforce::Advisory,
                    _ => Enforce::Required,
                }
            }
            "like" => self.like = texts.into_iter().next(),
            "forms" => self.forms = texts,
            "bad" => self.bad = texts,
            "good" => self.good = texts,
            _ => {}
        }
    }

    /// The keys under which it has something of its own, in order.
    pub fn keys(&self) -> Vec<&'static str> {
        KEYS.iter().filter(|key| !self.get(key).is_empty()).copied().collect()
    }

    /// A term with nothing but its renderings.
    pub fn new(ru: Vec<String>, en: Vec<String>) -> Self {
        Self {
            ru,
            en,
            pos: None,
            note: None,
            confused_with: Vec::new(),
            avoid_ru: Vec::new(),
            avoid_en: Vec::new(),
            matching: Matching::default(),
            enforce: Enforce::default(),
            like: None,
            forms: Vec::new(),
            bad: Vec::new(),
            good: Vec::new(),
        }
    }

    /// Whether only the exact spelling matches: on request, and always for short words in
    /// capitals, since НИИ is not ни.
    pub fn is_exact(&self, spelling: &str) -> bool {
        let short = spelling.chars().count() <= 5;
        let capitals = spelling.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        self.matching == Matching::Exact || (short && capitals)
    }
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a string or a list of strings")]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}
