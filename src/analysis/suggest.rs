//! What should stand instead: the term meant, in the form, scheme and capitals of the word it
//! replaces.

use std::cell::RefCell;
use std::collections::HashSet;

use super::Mention;
use super::spelt::{self, Dress};
use crate::distance::{Cost, Measured, dissimilarity, distance, plain};
use crate::lexicon::{Lexicon, TermId};
use crate::memo::Recent;
use crate::russian::{self, Form, Grammar};
use crate::script::{Casing, Script, fold, fold_latin, strip_diacritics};
use crate::translit::{self, Scheme, reading_key};

/// A word that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The term.
    pub term: TermId,
    /// The text to put in.
    pub text: String,
    /// The dictionary form of the rendering.
    pub ru: String,
    /// Letters put in, left out, changed or swapped: what people count.
    pub distance: usize,
    /// The weighted cost, in hundredths of an edit.
    pub cost: Cost,
    /// How unlike the two words are, in thousandths of their length: what candidates are ranked by.
    pub unlike: u32,
}

/// The rendering of `term` nearest to a mention, in the mention's form, scheme and capitals.
///
/// `house` is the scheme to write in where the mention does not show its own.
pub fn suggest(
    mention: &Mention,
    term: TermId,
    lexicon: &Lexicon,
    house: Option<&Scheme>,
) -> Option<Meant> {
    type Asked = (u64, TermId, String, Vec<String>, Option<Grammar>, Option<String>);
    thread_local! {
        static KNOWN: RefCell<Recent<Asked, Option<Meant>>> =
            RefCell::new(Recent::new(MOST_REMEMBERED));
    }
    let house_name = house.map(|house| house.name.clone());
    let (text, forms) = (mention.text.clone(), mention.forms.clone());
    let asked = (lexicon.number(), term, text, forms, mention.grammar.clone(), house_name);
    let known = KNOWN.with_borrow_mut(|known| known.get(&asked));
    known.unwrap_or_else(|| {
        let meant = work_out(mention, term, lexicon, house);
        KNOWN.with_borrow_mut(|known| known.put(asked, meant.clone()));
        meant
    })
}

/// Whether any form of `term` is no more unlike than `most` what it would replace: cheaper to say
/// than what [`suggest`] gives, which is not always the likest form.
pub fn has_form_within(
    mention: &Mention,
    term: TermId,
    most: u32,
    lexicon: &Lexicon,
    house: Option<&Scheme>,
) -> bool {
    let known = mention.forms.first();
    let own = match known {
        Some(form) => Measured::new(form),
        None => Measured::new(&reading_of(&mention.text)),
    };
    let has_near = |forms: &str| forms.split('\n').any(|form| own.within(form, most).is_some());
    if known.is_some() || mention.script != Script::Latin {
        return has_near(&spelt::folded(term, lexicon));
    }
    lexicon.term(term).ru.iter().enumerate().any(|(at, ru)| {
        let style = scheme_of(mention, ru, house);
        has_near(&spelt::written(term, at, style, lexicon))
    })
}

/// Answers that are remembered.
const MOST_REMEMBERED: usize = 1 << 13;

fn work_out(
    mention: &Mention,
    term: TermId,
    lexicon: &Lexicon,
    house: Option<&Scheme>,
) -> Option<Meant> {
    let entry = lexicon.term(term);
    let renderings = entry.ru.iter().filter_map(|ru| {
        let forms = russian::forms_of(ru, entry.pos, entry.like.as_deref());
        let (form, text) = best_form(mention, &forms, house)?;
        let (from, to) = (reading_of(&mention.text), reading_of(&text));
        // where both words are known, their own letters are compared, not the scheme's
        let unlike = match mention.forms.first() {
            Some(own) => dissimilarity(own, &fold(&form.text)),
            None => dissimilarity(&from, &to),
        };
        Some(Meant {
            term,
            ru: ru.clone(),
            distance: plain(&from, &to),
            cost: distance(&from, &to),
            unlike,
            text,
        })
    });
    // of the two verbs of an aspect pair the one that stands as the mention does
    let own = mention.forms.first().filter(|_| entry.ru.len() > 1).and_then(|form| aspect(form));
    let ranked = renderings.map(|meant| (own.is_some() && aspect(&meant.ru) != own, meant));
    let best = ranked.min_by(|(other, a), (another, b)| {
        (other, a.unlike, a.cost, &a.text).cmp(&(another, b.unlike, b.cost, &b.text))
    });
    best.map(|(_, meant)| meant)
}

/// The aspect of a Russian word, if it is first of all a verb.
fn aspect(word: &str) -> Option<&'static str> {
    let reading = russian::readings(word).into_iter().next().filter(|first| first.pos == "VERB")?;
    reading.get("Aspect")
}

/// A word as distances are counted: folded, without signs in Latin.
fn reading_of(word: &str) -> String {
    if crate::script::script_of(word) == Script::Latin {
        reading_key(word)
    } else {
        fold(word).into_owned()
    }
}

/// How much more unlike the dictionary form may be than the nearest form, and still be meant.
const ABOUT: u32 = 40;

/// A word more unlike than this, in thousandths, has no letters of the other by design.
const STRANGER: u32 = 500;

/// The form of the term that stands as the mention does, written as the mention is.
fn best_form<'f>(
    mention: &Mention,
    forms: &'f [Form],
    house: Option<&Scheme>,
) -> Option<(&'f Form, String)> {
    let nearest = || {
        let style = forms.first().map(|form| scheme_of(mention, &form.text, house));
        let from = Measured::new(&reading_of(&mention.text));
        let (mut seen, mut scored, mut best) = (HashSet::new(), Vec::new(), u32::MAX);
        for form in forms.iter().filter(|form| seen.insert(&form.text)) {
            let text = write(mention, &form.text, style);
            if let Some(unlike) = from.within(&reading_of(&text), best.saturating_add(ABOUT)) {
                best = best.min(unlike);
                scored.push((unlike, form, text));
            }
        }
        // of a word that is nothing like it, the letters say nothing of the form
        if best > STRANGER {
            return scored.into_iter().next().map(|(_, form, text)| (form, text));
        }
        // Cyrillic shows its endings; a scheme may have lost them
        let about = if mention.script == Script::Latin { ABOUT } else { 0 };
        let found = scored.into_iter().find(|(unlike, ..)| *unlike <= best + about)?;
        Some((found.1, found.2))
    };
    let grammars = mention.forms.iter().flat_map(|form| russian::readings(form));
    // the same part of speech: a noun's genitive does not stand in for a verb's past; and of
    // readings that look alike the dictionary form, which is what is quoted most
    let same: Vec<Grammar> =
        grammars.filter(|g| forms.iter().any(|f| f.grammar.pos == g.pos)).collect();
    let shown = mention.grammar.as_ref().and_then(|shown| same.iter().find(|g| *g == shown));
    let nominative = || same.iter().find(|g| g.get("Case") == Some("Nom"));
    let Some(own) = shown.or_else(nominative).or_else(|| same.first()) else { return nearest() };
    let form = forms.iter().rev().max_by_key(|form| form.grammar.likeness(own))?;
    Some((form, write(mention, &form.text, Some(scheme_of(mention, &form.text, house)))))
}

/// A form as the mention would be written.
fn write(mention: &Mention, form: &str, style: Option<(&Scheme, Dress)>) -> String {
    let casing = Casing::of(&mention.text);
    let Some((scheme, dress)) = style.filter(|_| mention.script == Script::Latin) else {
        return casing.apply(form);
    };
    casing.apply(&dress.write(form, scheme))
}

/// The scheme in which a mention is written, and how fully. `like` is the form to compare with
/// where the mention itself is no known word.
pub fn scheme_of<'s>(
    mention: &Mention,
    like: &str,
    house: Option<&'s Scheme>,
) -> (&'s Scheme, Dress)
where
    'static: 's,
{
    let text = fold_latin(&mention.text);
    let own = mention.forms.iter().map(|form| russian::with_yo(form));
    let own: Vec<String> = own.collect();
    let order = || house.into_iter().chain(translit::all());
    for form in &own {
        let full = order().find(|scheme| fold_latin(&scheme.romanize(form)) == text);
        if let Some(scheme) = full {
            return (scheme, Dress::Full);
        }
    }
    for form in &own {
        let fits = |scheme: &&Scheme| reading_key(&scheme.romanize(form)) == reading_key(&text);
        if let Some(scheme) = order().find(fits) {
            return (scheme, Dress::NoSigns);
        }
    }
    for form in &own {
        let fits =
            |scheme: &&Scheme| strip_diacritics(&scheme.romanize(form)) == strip_diacritics(&text);
        if let Some(scheme) = order().find(fits) {
            return (scheme, Dress::Bare);
        }
    }
    // no known word, or a mixture: the scheme that would have written most of it
    let target = own.first().cloned().unwrap_or_else(|| like.to_owned());
    let key = reading_key(&text);
    let keys = spelt::in_all_schemes(&target);
    // of two that are as near the house's own
    let is_other = |scheme: &Scheme| house.is_none_or(|house| house.name != scheme.name);
    let nearest = translit::all()
        .iter()
        .zip(keys.split('\n'))
        .min_by_key(|(scheme, latin)| (plain(latin, &key), is_other(scheme)));
    (nearest.map_or(&translit::all()[0], |(scheme, _)| scheme), Dress::NoSigns)
}
