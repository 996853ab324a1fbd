//! Titles and words of the plan of a fair's day, in Dutch, English and French.

use schakel_solver::text::{Lang, Words};

pub(in super::super) const PERSON: Words = Words { nl: "Persoon", en: "Person", fr: "Personne" };
pub(in super::super) const TABLE: Words = Words { nl: "Tafel", en: "Table", fr: "Table" };
pub(in super::super) const EMPLOYER: Words = Words { nl: "Werkgever", en: "Employer", fr: "Employeur" };
pub(in super::super) const START: Words = Words { nl: "Begin", en: "Start", fr: "Début" };
pub(in super::super) const END: Words = Words { nl: "Einde", en: "End", fr: "Fin" };
pub(in super::super) const HELP: Words = Words { nl: "Taalhulp", en: "Language help", fr: "Aide linguistique" };
pub(in super::super) const MEETINGS: Words = Words { nl: "Gesprekken", en: "Meetings", fr: "Entretiens" };
pub(in super::super) const PEOPLE: Words = Words { nl: "Mensen", en: "People", fr: "Personnes" };
/// The sheet that sums up.
pub(in super::super) const OVERVIEW: Words = Words { nl: "Overzicht", en: "Overview", fr: "Aperçu" };
/// The line that sums up.
pub(in super::super) const TOTAL: Words = Words { nl: "Samen", en: "Together", fr: "Ensemble" };

/// Words for the help of an interpreter of this language.
pub(in super::super) fn interpreter(language: &str, lang: Lang) -> String {
    let words = Words { nl: "tolk", en: "interpreter", fr: "interprète" };
    format!("{} {language}", words.in_lang(lang))
}
