//! JSON of messages: nested objects, arrays, ARB, i18next, browser extensions.

use std::borrow::Cow;

use super::json_scan::Json as Scan;
use super::{C_COMMENTS, Comment, Format, locale, replace};
use crate::document::Document;
use crate::error::Error;
use crate::source::Source;

/// JSON of messages.
#[derive(Debug)]
pub(super) struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "jsonc", "json5", "arb"]
    }

    fn is_for(&self, path: &str) -> bool {
        locale::is_locale_path(path)
    }

    fn comments(&self) -> &'static [Comment] {
        C_COMMENTS
    }

    fn read<'s>(&self, source: &'s Source) -> Result<Document<'s>, Error> {
        let mut scan = Scan::new(source);
        let mut lang = locale::lang_of_path(source.name());
        // a browser extension keeps notes for translators beside each message
        let is_extension = source.name().contains("_locales");
        while let Some(span) = scan.next() {
            let path: Vec<String> = scan.path().collect();
            if path.first().is_some_and(|key| key == "@@locale") {
                lang = locale::lang_of_tag(&source.text()[span.range()]).or(lang);
            }
            // ARB keeps what is said of a message under `@message`
            let is_note = path.iter().any(|key| key.starts_with('@'));
            if is_note || is_extension && path.last().is_some_and(|key| key != "message") {
                continue;
            }
            let key = scan.pointer();
            let mut segment = scan.decode(span);
            scan.document.once(span, &key);
            segment.key = Some(Cow::Owned(key));
            locale::declare(&mut segment, lang);
            scan.document.push_text(segment);
        }
        Ok(scan.document)
    }

    fn escape<'t>(&self, text: &'t str) -> Cow<'t, str> {
        escape(text)
    }
}

/// Text as it stands between quotation marks.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    replace(text, &[('\\', "\\\\"), ('"', "\\\""), ('\n', "\\n"), ('\t', "\\t")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::tests::{check_runs, texts};
    use crate::script::Lang;

    #[test]
    fn messages_have_pointers() {
        let source = Source::new(
            "l10n/app.arb",
            r#"{"@@locale": "ru", "reset": "\u0421брос", "@reset": {"description": "no"},
            "menu": {"items": ["раз", "два"], "n_one": "{{count}} файл"}, "reset": "ещё"}"#,
        );
        let document = Json.read(&source).unwrap();
        check_runs(&document);
        assert_eq!(
            texts(&document),
            [
                "/reset: Сброс",
                "/menu/items/0: раз",
                "/menu/items/1: два",
                "/menu/n_one: {{count}} файл",
                "/reset: ещё",
            ]
        );
        assert_eq!(document.errors.len(), 1);
        assert_eq!(document.units[0].target().lang, Some(Lang::Ru));
    }

    #[test]
    fn only_locale_files_are_for_it() {
        assert!(Json.is_for("i18n/ru.json") && Json.is_for("locales/en/common.json"));
        assert!(!Json.is_for("package.json") && !Json.is_for("i18n/de.json"));
    }
}
