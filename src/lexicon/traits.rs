//! What is asked of every term that a text meets, as bits: so it need not be unpacked for them.

use crate::glossary::{Enforce, Term};
use crate::russian::Pos;

/// Some of the traits below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits(pub(super) u8);

impl Traits {
    /// It lists others that it is mistaken for.
    pub(super) const CONFUSED: Self = Self(1);
    /// Some Russian spelling of it matches as it is written only.
    pub(super) const EXACT: Self = Self(1 << 1);
    /// Some English of it is in capitals.
    pub(super) const CAPITALS: Self = Self(1 << 2);
    /// It is a name, and one spelling of it is required.
    pub(super) const NAME: Self = Self(1 << 3);

    pub(super) fn of(term: &Term) -> Self {
        let exact = term.ru.iter().chain(&term.avoid_ru).any(|ru| term.is_exact(ru));
        let in_capitals = |en: &String| !en.chars().any(char::is_lowercase);
        let capitals = term.en.iter().chain(&term.avoid_en).any(in_capitals);
        let is_name = term.pos == Some(Pos::Name) && term.enforce == Enforce::Required;
        let traits = [
            (Self::CONFUSED, !term.confused_with.is_empty()),
            (Self::EXACT, exact),
            (Self::CAPITALS, capitals),
            (Self::NAME, is_name),
        ];
        let held = traits.into_iter().filter(|(_, holds)| *holds);
        Self(held.fold(0, |bits, (trait_, _)| bits | trait_.0))
    }

    pub(super) const fn has(self, trait_: Self) -> bool {
        self.0 & trait_.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_are_told_apart() {
        let term = |ru: &str, en: &str| Term::new(vec![ru.to_owned()], vec![en.to_owned()]);
        assert_eq!(Traits::of(&term("сброс", "reset")), Traits(0));
        assert_eq!(Traits::of(&term("НИИ", "institute")), Traits::EXACT);
        assert_eq!(Traits::of(&term("сброс", "IT")), Traits::CAPITALS);
        let mut term = term("сброс", "reset");
        term.confused_with.push("сбор".to_owned());
        assert!(Traits::of(&term).has(Traits::CONFUSED));
        term.enforce = Enforce::Required;
        assert!(!Traits::of(&term).has(Traits::NAME));
        term.pos = Some(Pos::Name);
        assert!(Traits::of(&term).has(Traits::NAME));
        term.enforce = Enforce::Advisory;
        assert!(!Traits::of(&term).has(Traits::NAME));
    }
}
