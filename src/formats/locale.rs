//! Languages as files name them, and the path of a file's counterpart in the other language.

use crate::document::Segment;
use crate::script::{Lang, is_cyrillic, is_latin};

/// The language of a tag such as `ru`, `ru-RU`, `en_US` or `en-rUS`; none for any other language.
pub fn lang_of_tag(tag: &str) -> Option<Lang> {
    let tag = tag.trim();
    let primary = tag.split(['-', '_', '.', '@']).next().unwrap_or(tag);
    match primary.to_ascii_lowercase().as_str() {
        "ru" | "rus" | "russian" => Some(Lang::Ru),
        "en" | "eng" | "english" => Some(Lang::En),
        _ => None,
    }
}

/// Whether a tag names a language that is not checked here. No tag names none.
pub(super) fn is_foreign(tag: Option<&str>) -> bool {
    tag.is_some_and(|tag| {
        let primary = tag.trim().split(['-', '_', '.', '@']).next().unwrap_or("");
        (2..=3).contains(&primary.len())
            && primary.bytes().all(|b| b.is_ascii_alphabetic())
            && lang_of_tag(tag).is_none()
            && !matches!(primary.to_ascii_lowercase().as_str(), "und" | "mul" | "zxx" | "all")
    })
}

/// The language that most letters of a text are of.
pub fn lang_of_text(text: &str) -> Option<Lang> {
    let (mut ru, mut en) = (0usize, 0usize);
    for c in text.chars() {
        ru += usize::from(is_cyrillic(c));
        en += usize::from(is_latin(c));
    }
    match (ru, en) {
        (0, 0) => None,
        // placeholders, product names and markup are Latin in Russian text too
        _ if ru * 3 >= en => Some(Lang::Ru),
        _ => Some(Lang::En),
    }
}

/// Gives a segment the language that the file declares, or else the one it looks to be in.
pub(super) fn declare(segment: &mut Segment<'_>, declared: Option<Lang>) {
    segment.lang = declared.or_else(|| lang_of_text(segment.text()));
}

/// The same for a translation: where the file declares nothing, it is in the other language than
/// its original, even if it looks like that still.
pub(super) fn declare_translation(
    segment: &mut Segment<'_>,
    declared: Option<Lang>,
    original: &Segment<'_>,
) {
    segment.lang = declared.or_else(|| original.lang.map(Lang::other));
}

/// The language that a path names: `locales/ru.json`, `values-ru/strings.xml`, `guide.en.md`.
pub fn lang_of_path(path: &str) -> Option<Lang> {
    tags(path).into_iter().next_back().map(|tag| tag.lang)
}

/// Whether a path names a language that is not checked here: `values-de/strings.xml`.
pub(super) fn is_foreign_path(path: &str) -> bool {
    const OTHERS: &str = " af am ar az be bg bn bs ca cs cy da de el eo es et eu fa fi fil fr ga gl \
        gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no \
        pa pl pt ro si sk sl sq sr sv sw ta te tg th tk tr tt uk ur uz vi zh zu ";
    if lang_of_path(path).is_some() {
        return false;
    }
    path.split(['/', '\\']).rev().take(2).any(|part| {
        let stem = part.split_once('.').map_or(part, |(stem, rest)| {
            // `account.de.properties`: the language stands before the last dot
            rest.rsplit_once('.').map_or(stem, |(tag, _)| tag)
        });
        stem.split(['.', '_', '-']).any(|piece| {
            piece.is_ascii() && piece.len() >= 2 && OTHERS.contains(&format!(" {piece} "))
        })
    })
}

/// Whether a file's name or its folder names a language: `i18n/ru.json`, `locales/en/main.yml`.
pub(super) fn is_locale_path(path: &str) -> bool {
    let folder = path.rmatch_indices(['/', '\\']).nth(1).map_or(0, |(at, _)| at + 1);
    lang_of_path(&path[folder..]).is_some()
}

/// A language tag in a path.
#[derive(Clone, Copy, Debug)]
struct Tag {
    start: usize,
    end: usize,
    lang: Lang,
    style: Style,
}

/// How a place in a path writes a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// A whole folder or the whole name before the ending: `ru/`, `ru.json`.
    Whole,
    /// After a separator: `messages_ru.properties`, `guide.ru.md`, `values-ru/`.
    After,
    /// `ru.lproj`, beside `Base.lproj`.
    Lproj,
}

/// The tags of a path in order. A tag is a whole part of the path or the last piece of its stem:
/// `ru`, `messages_ru`, `values-ru`; with a region behind it or without.
fn tags(path: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in path.split_inclusive(['/', '\\']) {
        let name = part.trim_end_matches(['/', '\\']);
        let is_file = name.len() == part.len();
        let (stem, is_lproj) = match name.rsplit_once('.') {
            Some((stem, "lproj")) => (stem, true),
            Some((stem, _)) if is_file => (stem, false),
            _ => (name, false),
        };
        if let Some((start, lang)) = tag_at_end(stem) {
            let style = match start {
                0 if is_lproj => Style::Lproj,
                0 => Style::Whole,
                _ => Style::After,
            };
            found.push(Tag { start: at + start, end: at + stem.len(), lang, style });
        }
        at += part.len();
    }
    found
}

/// Where a language tag that ends a stem begins, with its language.
fn tag_at_end(stem: &str) -> Option<(usize, Lang)> {
    let is_separator = |c: char| matches!(c, '.' | '_' | '-');
    let last = stem.rfind(is_separator).map_or(0, |at| at + 1);
    let piece = &stem[last..];
    let region = piece.strip_prefix('r').unwrap_or(piece);
    let is_region = region.len() == 2
        && region.bytes().all(|b| b.is_ascii_alphabetic())
        && !matches!(region, "ru" | "en");
    if last > 0 && is_region {
        let start = stem[..last - 1].rfind(is_separator).map_or(0, |at| at + 1);
        if let Some(lang) = primary(&stem[start..last - 1]) {
            return Some((start, lang));
        }
    }
    primary(piece).map(|lang| (last, lang))
}

/// The language that is written `ru` or `en`, not longer: `Russian.md` may be about anything.
fn primary(piece: &str) -> Option<Lang> {
    match piece {
        "ru" | "RU" | "Ru" => Some(Lang::Ru),
        "en" | "EN" | "En" => Some(Lang::En),
        _ => None,
    }
}

const fn names(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Ru => &["ru", "ru-RU", "ru_RU", "ru-rRU"],
        Lang::En => &["en", "en-US", "en_US", "en-GB", "en_GB", "en-us", "en-rUS"],
    }
}

/// Where the counterpart of a file may be: the same text in the other language, likeliest first.
/// The caller looks which of them there is.
///
/// A path without a language is taken to be English, as the original mostly is.
pub fn counterparts(path: &str) -> Vec<String> {
    let tags = tags(path);
    let mut paths = Vec::new();
    // the innermost tag says most; the outer ones may be a project's own name
    for tag in tags.iter().rev() {
        let other = match tag.lang {
            Lang::Ru => Lang::En,
            Lang::En => Lang::Ru,
        };
        let (before, after) = (&path[..tag.start], &path[tag.end..]);
        paths.extend(names(other).iter().map(|name| format!("{before}{name}{after}")));
        match tag.style {
            Style::Lproj => paths.push(format!("{before}Base{after}")),
            Style::After => paths.push(format!("{}{after}", &before[..before.len() - 1])),
            // `docs/ru/guide.md` beside `docs/guide.md`
            Style::Whole if after.starts_with(['/', '\\']) => {
                paths.push(format!("{before}{}", &after[1..]));
            }
            Style::Whole => {}
        }
    }
    if tags.is_empty() {
        paths.extend(untagged(path));
    }
    paths.retain(|other| other != path);
    paths
}

/// The Russian counterparts of a path that names no language.
fn untagged(path: &str) -> Vec<String> {
    let name_at = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let (folders, name) = path.split_at(name_at);
    let folder = folders.trim_end_matches(['/', '\\']);
    let folder_at = folder.rfind(['/', '\\']).map_or(0, |at| at + 1);
    match &folder[folder_at..] {
        "values" => return vec![format!("{folder}-ru/{name}"), format!("{folder}-ru-rRU/{name}")],
        "Base.lproj" => return vec![format!("{}ru.lproj/{name}", &folder[..folder_at])],
        _ => {}
    }
    let Some((stem, ending)) = name.rsplit_once('.') else { return Vec::new() };
    let beside = ["_ru", ".ru", "-ru", "_ru_RU", ".ru-RU"];
    let mut paths: Vec<String> =
        beside.iter().map(|tag| format!("{folders}{stem}{tag}.{ending}")).collect();
    paths.push(format!("{folders}ru/{name}"));
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counterparts_are_found_by_the_customs_of_each_format() {
        for (path, other) in [
            ("i18n/ru.json", "i18n/en.json"),
            ("i18n/en.json", "i18n/ru.json"),
            ("l10n/ru/viewer.ftl", "l10n/en-US/viewer.ftl"),
            ("res/values-ru/strings.xml", "res/values/strings.xml"),
            ("res/values/strings.xml", "res/values-ru/strings.xml"),
            ("app/ru.lproj/Main.strings", "app/en.lproj/Main.strings"),
            ("app/ru.lproj/Main.strings", "app/Base.lproj/Main.strings"),
            ("app/Base.lproj/Main.strings", "app/ru.lproj/Main.strings"),
            ("messages_ru.properties", "messages.properties"),
            ("messages_ru_RU.properties", "messages.properties"),
            ("messages.properties", "messages_ru.properties"),
            ("account.ru.properties", "account.en.properties"),
            ("docs/ru/a/b.md", "docs/en/a/b.md"),
            ("docs/en/a/b.md", "docs/ru/a/b.md"),
            ("README.ru.md", "README.md"),
            ("guide.en.md", "guide.ru.md"),
            ("Resources.ru.resx", "Resources.resx"),
            ("a\\ru\\b.ftl", "a\\en\\b.ftl"),
        ] {
            let all = counterparts(path);
            assert!(all.iter().any(|p| p == other), "{path}: {all:?}");
        }
    }

    #[test]
    fn languages_are_read_from_paths_and_tags() {
        assert_eq!(lang_of_path("x/values-ru-rRU/strings.xml"), Some(Lang::Ru));
        assert_eq!(lang_of_path("en/ru.json"), Some(Lang::Ru));
        assert_eq!(lang_of_path("src/true.json"), None);
        assert_eq!(lang_of_path("package.json"), None);
        assert_eq!(lang_of_tag("ru-RU"), Some(Lang::Ru));
        assert_eq!(lang_of_tag("EN_us.UTF-8"), Some(Lang::En));
        for path in
            ["values-de/strings.xml", "i18n/pt-BR.json", "fr.lproj/a.strings", "a.de.properties"]
        {
            assert!(is_foreign_path(path), "{path}");
        }
        for path in ["values/strings.xml", "i18n/en.json", "de/ru.json", "a.properties"] {
            assert!(!is_foreign_path(path), "{path}");
        }
        assert!(is_foreign(Some("de")) && !is_foreign(Some("")) && !is_foreign(None));
    }

    #[test]
    fn script_tells_the_language_where_nothing_else_does() {
        assert_eq!(lang_of_text("Ошибка {error} в Git"), Some(Lang::Ru));
        assert_eq!(lang_of_text("Press Enter"), Some(Lang::En));
        assert_eq!(lang_of_text("100 / 5"), None);
    }
}
