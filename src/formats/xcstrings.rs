//! Apple string catalogues, `.xcstrings`: JSON with every language of every string.

use std::borrow::Cow;

use super::json_scan::Json;
use super::{Format, MOST_FORMS, locale, replace};
use crate::document::{Document, Segment, State};
use crate::error::Error;
use crate::script::Lang;
use crate::source::Source;
use crate::span::Span;

/// Apple string catalogues.
#[derive(Debug)]
pub(super) struct Catalogue;

impl Format for Catalogue {
    fn name(&self) -> &'static str {
        "xcstrings"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xcstrings"]
    }

    fn is_bilingual(&self) -> bool {
        true
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let mut json = Json::new(source);
        let mut original = Lang::En;
        let mut string = Strings::default();
        let mut state = None;
        while let Some(span) = json.next() {
            let path: Vec<String> = json.path().collect();
            let parts: Vec<&str> = path.iter().map(String::as_str).collect();
            match parts.as_slice() {
                ["sourceLanguage"] => {
                    let tag = &source.text()[span.range()];
                    original = locale::lang_of_tag(tag).unwrap_or(original);
                }
                [.., "stringUnit", "state"] => state = Some(&source.text()[span.range()]),
                ["strings", name, "localizations", tag, middle @ .., "stringUnit", "value"] => {
                    let key_at = json.key_span(1);
                    if string.key_at != key_at {
                        std::mem::take(&mut string).finish(&mut json, original);
                        string.key_at = key_at;
                        (*name).clone_into(&mut string.name);
                        json.document.once(key_at.unwrap_or(span), name);
                    }
                    if let Some(lang) = locale::lang_of_tag(tag) {
                        let segment = json.decode(span);
                        let variant = Variant { lang, state: state_of(state), segment };
                        string.variants.push((variant_name(middle), variant));
                    }
                    state = None;
                }
                _ => {}
            }
        }
        string.finish(&mut json, original);
        Ok(json.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        replace(text, &[('\\', "\\\\"), ('"', "\\\""), ('\n', "\\n")])
    }
}

/// One string in the languages that matter here.
#[derive(Default)]
struct Strings<'s> {
    key_at: Option<Span>,
    name: String,
    /// The variants by plural or device, in the order of the file.
    variants: Vec<(String, Variant<'s>)>,
}

struct Variant<'s> {
    lang: Lang,
    state: State,
    segment: Segment<'s>,
}

impl<'s> Strings<'s> {
    fn finish(self, json: &mut Json<'s>, original: Lang) {
        let (sources, targets): (Vec<_>, Vec<_>) =
            self.variants.into_iter().partition(|(_, variant)| variant.lang == original);
        for (name, Variant { lang, state, segment: mut target }) in
            targets.into_iter().take(4 * MOST_FORMS)
        {
            let other = || sources.iter().find(|(of, _)| of == "[other]").or(sources.first());
            let same = sources.iter().find(|(of, _)| *of == name).or_else(other);
            let mut source = match (same, self.key_at) {
                (Some((_, variant)), _) => variant.segment.clone(),
                // the key is the original where no other is given
                (None, Some(span)) => json.decode(span),
                (None, None) => continue,
            };
            locale::declare(&mut source, Some(original));
            locale::declare(&mut target, Some(lang));
            let blank = target.text().trim().is_empty();
            let state = if blank { State::Untranslated } else { state };
            let key = Cow::Owned(format!("{}{name}", self.name));
            json.document.units.push(super::pair(key, source, target, state));
        }
    }
}

/// `variations/plural/few` as `[few]`.
fn variant_name(middle: &[&str]) -> String {
    match middle {
        [] => String::new(),
        ["variations", _, name] => format!("[{name}]"),
        ["substitutions", of, "variations", _, name] => format!("/{of}[{name}]"),
        _ => format!("/{}", middle.join("/")),
    }
}

fn state_of(state: Option<&str>) -> State {
    match state {
        Some("new") => State::Untranslated,
        Some("needs_review" | "stale") => State::Fuzzy,
        _ => State::Final,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, pairs};

    #[test]
    fn every_string_is_paired_with_its_original() {
        let source = Source::new(
            "Localizable.xcstrings",
            r#"{"sourceLanguage": "en", "strings": {"Reset": {"comment": "no", "localizations": {
            "de": {"stringUnit": {"state": "translated", "value": "Nein"}},
            "ru": {"stringUnit": {"state": "needs_review", "value": "Сброс"}}}},
            "files": {"localizations": {
            "en": {"variations": {"plural": {"one": {"stringUnit": {"state": "translated", "value": "%d file"}},
                                             "other": {"stringUnit": {"state": "translated", "value": "%d files"}}}}},
            "ru": {"variations": {"plural": {"one": {"stringUnit": {"state": "translated", "value": "%d файл"}},
                                             "few": {"stringUnit": {"state": "translated", "value": "%d файла"}}}}}}}},
            "version": "1.0"}"#,
        );
        let document = Catalogue.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(
            pairs(&document),
            [
                "Reset: Reset = Сброс (Fuzzy)",
                "files[one]: %d file = %d файл (Final)",
                "files[few]: %d files = %d файла (Final)",
            ]
        );
    }
}
