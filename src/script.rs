//! Scripts and letters: what counts as the same letter, and how a word is capitalized.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A language that text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Lang {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ru => Self::En,
            Self::En => Self::Ru,
        }
    }
}

/// The script of a word's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Cyrillic letters only.
    Cyrillic,
    /// Latin letters only.
    Latin,
    /// Both in one word.
    Mixed,
    /// Neither: digits, other alphabets.
    Other,
}

/// Whether the character is a Cyrillic letter.
pub const fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{481}' | '\u{48A}'..='\u{52F}' | '\u{1C80}'..='\u{1C8A}')
}

/// Whether the character is a Latin letter, with or without diacritics.
pub const fn is_latin(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | 'ª' | 'º' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{250}'..='\u{2AF}')
}

/// A mark that stands inside words without being a letter of them: stress (U+0300, U+0301), the
/// soft hyphen, zero-width joiners.
pub const fn is_silent(c: char) -> bool {
    matches!(
        c,
        '\u{300}' | '\u{301}' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// A combining mark that belongs to the letter before it.
pub const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{FE20}'..='\u{FE2F}')
}

/// An apostrophe, prime or quotation mark that romanization writes for ъ and ь.
pub const fn is_sign(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʹ' | '′' | '`' | '´' | '"' | '”' | '“' | 'ʺ' | '″')
}

/// The script of a whole word.
pub fn script_of(word: &str) -> Script {
    if word.is_ascii() {
        let is_latin = word.bytes().any(|b| b.is_ascii_alphabetic());
        return if is_latin { Script::Latin } else { Script::Other };
    }
    let (mut cyrillic, mut latin) = (false, false);
    for c in word.chars() {
        cyrillic |= is_cyrillic(c);
        latin |= is_latin(c);
    }
    match (cyrillic, latin) {
        (true, true) => Script::Mixed,
        (true, false) => Script::Cyrillic,
        (false, true) => Script::Latin,
        (false, false) => Script::Other,
    }
}

/// A word brought to the form in which Cyrillic words are compared: lower case, composed, ё as е,
/// without stress marks and soft hyphens. Borrowed when it is so already.
pub fn fold(word: &str) -> Cow<'_, str> {
    let plain = |c: char| matches!(c, 'а'..='я' | 'a'..='z' | '0'..='9' | '-' | ' ');
    if word.chars().all(plain) {
        return Cow::Borrowed(word);
    }
    // Stress goes before composing: г and к would join with it to Macedonian letters.
    let bare = word.chars().filter(|&c| !is_silent(c)).flat_map(char::to_lowercase);
    let composed: String = bare.nfc().collect();
    Cow::Owned(composed.chars().map(|c| if c == 'ё' { 'е' } else { c }).collect())
}

/// A Latin word in lower case, composed, without soft hyphens; its diacritics stay.
pub fn fold_latin(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    let lower = word.chars().filter(|&c| !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}'));
    let lower: String = lower.flat_map(char::to_lowercase).collect();
    Cow::Owned(if is_nfc(&lower) { lower } else { lower.nfc().collect() })
}

/// A Latin word without any diacritics or signs, in lower case.
pub fn strip_diacritics(word: &str) -> String {
    let lower = word.chars().flat_map(char::to_lowercase);
    lower.nfd().filter(|&c| !is_combining(c) && !is_sign(c)).collect()
}

/// How a word uses capitals; a suggestion takes it over from the word it replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Casing {
    /// перегрузка
    Lower,
    /// Перегрузка
    Title,
    /// ПЕРЕГРУЗКА
    Upper,
    /// Anything else: left to the suggestion's own spelling.
    Mixed,
}

impl Casing {
    /// The casing of `word`. One capital letter alone counts as a title.
    pub fn of(word: &str) -> Self {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let Some(first) = letters.next() else { return Self::Lower };
        let (mut upper, mut rest) = (0, 0);
        for letter in letters {
            rest += 1;
            upper += usize::from(letter.is_uppercase());
        }
        match (first.is_uppercase(), upper) {
            (false, 0) => Self::Lower,
            (true, 0) => Self::Title,
            (true, _) if upper == rest => Self::Upper,
            _ => Self::Mixed,
        }
    }

    /// `word`, spelt as in the glossary, with these capitals. Lower and mixed casing keep the
    /// capitals that the word has of its own (names, abbreviations).
    pub fn apply(self, word: &str) -> String {
        match self {
            Self::Lower | Self::Mixed => word.to_owned(),
            Self::Upper => word.to_uppercase(),
            Self::Title => {
                let mut chars = word.chars();
                let first: String = chars.by_ref().take(1).flat_map(char::to_uppercase).collect();
                first + chars.as_str()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fold_joins_what_readers_take_for_one_word() {
        for word in [
            "Договорённость",
            "договоре\u{301}нность",
            "договор\u{AD}ённость",
            "договоре\u{308}нность",
            "ДОГОВОРЕННОСТЬ",
        ] {
            assert_eq!(fold(word), "договоренность", "{word}");
        }
        assert_eq!(fold("\u{438}\u{306}од"), "йод");
        assert_eq!(fold("кг\u{301}"), "кг");
    }

    #[test]
    fn casing_is_carried_over() {
        assert_eq!(Casing::of("Peregruzka").apply("perezagruzka"), "Perezagruzka");
        assert_eq!(Casing::of("ПЕРЕГРУЗКА").apply("перезагрузка"), "ПЕРЕЗАГРУЗКА");
        assert_eq!(Casing::of("peregruzka").apply("Москва"), "Москва");
        assert_eq!(Casing::of("PeregruzkaOperatorov"), Casing::Mixed);
    }

    #[test]
    fn scripts_are_told_apart() {
        assert_eq!(script_of("перегрyзка"), Script::Mixed);
        assert_eq!(script_of("РС-24"), Script::Cyrillic);
        assert_eq!(script_of("peregruzkoĭ"), Script::Latin);
        assert_eq!(script_of("24"), Script::Other);
    }
}
