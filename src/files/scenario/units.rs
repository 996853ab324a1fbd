//! Units of the file's quantities, read from the last part of their names.

use schakel_solver::text::Words;

/// Endings of names and the unit they stand for; the first that fits counts.
const UNITS: &[(&str, Words)] = &[
    ("hours_per_week", Words { nl: "uren per week", en: "hours a week", fr: "heures par semaine" }),
    ("hours_per_week_max", Words { nl: "uren per week", en: "hours a week", fr: "heures par semaine" }),
    ("metres_per_hour", Words { nl: "meter per uur", en: "metres an hour", fr: "mètres par heure" }),
    ("percent", Words { nl: "procenten", en: "per cent", fr: "pour cent" }),
    ("percent_min", Words { nl: "procenten", en: "per cent", fr: "pour cent" }),
    ("minutes", Words { nl: "minuten", en: "minutes", fr: "minutes" }),
    ("minutes_max", Words { nl: "minuten", en: "minutes", fr: "minutes" }),
    ("weeks", Words { nl: "weken", en: "weeks", fr: "semaines" }),
    ("months", Words { nl: "maanden", en: "months", fr: "mois" }),
    ("cents", Words { nl: "eurocent", en: "cents of a euro", fr: "centimes d'euro" }),
    ("birth_year", Words { nl: "jaartallen", en: "years of the calendar", fr: "années du calendrier" }),
    ("age", Words { nl: "jaren", en: "years", fr: "années" }),
    ("risk", Words { nl: "kansen", en: "chances", fr: "probabilités" }),
    ("mean", Words { nl: "kansen", en: "chances", fr: "probabilités" }),
    ("share", Words { nl: "delen van één", en: "parts of one", fr: "parts de un" }),
    ("days", Words { nl: "dagen", en: "days", fr: "jours" }),
    ("days_left", Words { nl: "dagen", en: "days", fr: "jours" }),
    ("points", Words { nl: "punten", en: "points", fr: "points" }),
    ("min", Words { nl: "uren per week", en: "hours a week", fr: "heures par semaine" }),
    ("max", Words { nl: "uren per week", en: "hours a week", fr: "heures par semaine" }),
];

/// The unit of `field`; plain numbers when it counts things.
pub(super) fn unit_of(field: &str) -> Words {
    let counts = Words { nl: "aantallen", en: "numbers of things", fr: "nombres" };
    UNITS.iter().find(|(ending, _)| field.ends_with(ending)).map_or(counts, |(_, unit)| *unit)
}

/// What bounds the work of sizing invitations, in words.
pub(crate) const SIZING_WORK: Words = Words {
    nl: "mensen x (plaatsen in de zaal + 2 x gesprekken aan tafel) x soorten dagen, in miljoenen,",
    en: "people x (places in the hall + 2 x slots of tables) x kinds of day, in millions,",
    fr: "personnes x (places de la salle + 2 x entretiens aux tables) x sortes de jours, en millions,",
};

/// What bounds the work of planning interviews, in words.
pub(crate) const INTERVIEWS_WORK: Words = Words {
    nl: "wensen x tijdvakken waarin wie ze heeft er is,",
    en: "wishes x slots in which whoever has them is there,",
    fr: "souhaits x créneaux où la personne est présente,",
};
