//! What a cell may look like, as the words of an issue.

use schakel_solver::text::Words;

use super::field::Kind;

/// Examples of cells of a kind.
pub(super) fn expected(kind: Kind) -> Words {
    let same = |text| Words { nl: text, en: text, fr: text };
    match kind {
        Kind::Text => Words { nl: "een tekst", en: "a text", fr: "un texte" },
        Kind::Whole => Words { nl: "een geheel getal, 38", en: "a whole number, 38", fr: "un nombre entier, 38" },
        Kind::Decimal => Words { nl: "graden, 4,473", en: "degrees, 4.473", fr: "des degrés, 4,473" },
        Kind::Minutes => Words { nl: "60, 60 min, 1u30", en: "60, 60 min, 1h30", fr: "60, 60 min, 1h30" },
        Kind::WeekHours => Words {
            nl: "een geheel aantal uren, 38, of voltijds",
            en: "a whole number of hours, 38, or fulltime",
            fr: "un nombre entier d'heures, 38, ou temps plein",
        },
        Kind::HoursRange => Words { nl: "20-38, 38 uur, voltijds", en: "20-38, 38 hours", fr: "20-38, 38 heures" },
        Kind::Occupation => Words {
            nl: "een beroep van ESCO of zijn code, 9112.2",
            en: "an ESCO occupation or its code, 9112.2",
            fr: "une profession ESCO ou son code, 9112.2",
        },
        Kind::Goals => Words {
            nl: "beroepen van ESCO of hun codes, 9112.2; hovenier",
            en: "ESCO occupations or their codes, 9112.2; landscape gardener",
            fr: "des professions ESCO ou leurs codes, 9112.2; 6113.5",
        },
        Kind::Form => Words {
            nl: "een tewerkstellingsvorm van het beleidspakket",
            en: "a form of employment of the policy pack",
            fr: "une forme d'emploi du paquet",
        },
        Kind::FirstDay => Words {
            nl: "31/12/2025, 31 december 2025, of direct",
            en: "2025-12-31, 31 December 2025, or immediately",
            fr: "31/12/2025, 31 décembre 2025, ou immédiatement",
        },
        Kind::BirthYear => Words { nl: "1990, 31/12/1990", en: "1990, 1990-12-31", fr: "1990, 31/12/1990" },
        Kind::Place => Words {
            nl: "een gemeente, deelgemeente, wijk of postcode: 2627 Schelle",
            en: "a municipality, part of one, neighbourhood or postcode: 2627 Schelle",
            fr: "une commune, section, quartier ou code postal : 2627 Schelle",
        },
        Kind::Municipality => Words {
            nl: "een gemeente of NIS-code",
            en: "a municipality or its NIS code",
            fr: "une commune ou son code INS",
        },
        Kind::Texts => same("a; b; c"),
        Kind::Modes => {
            Words { nl: "te voet; fiets; bus; eigen wagen", en: "walk; bike; bus", fr: "à pied; vélo; bus" }
        }
        Kind::Licences => Words { nl: "AM; B; CE, of geen", en: "AM; B; CE, or none", fr: "AM; B; CE, ou aucun" },
        Kind::Level => Words {
            nl: "A1, A2, B1, B2, C1, C2, richtgraad 1.2, geen of moedertaal",
            en: "A1, A2, B1, B2, C1, C2, none or native",
            fr: "A1, A2, B1, B2, C1, C2, aucun ou langue maternelle",
        },
        Kind::Hours => Words {
            nl: "ma-vr 8u-16u30; za 9:00-12:00",
            en: "mon-fri 08:00-16:30; sat 09:00-12:00",
            fr: "lu-ve 8h-16h30; sa 9h-12h",
        },
        Kind::Date => Words { nl: "31/12/2025", en: "2025-12-31", fr: "31/12/2025" },
        Kind::YesNo => Words { nl: "ja of nee", en: "yes or no", fr: "oui ou non" },
        kind => expected_list(kind),
    }
}

/// Examples of cells that have a grammar of their own.
fn expected_list(kind: Kind) -> Words {
    let same = |text| Words { nl: text, en: text, fr: text };
    match kind {
        Kind::Children => Words {
            nl: "leeftijden, + waar opvang nodig is, @ waar een plaats is: 3+; 7; 1+@DeZon; of geen",
            en: "ages, + where care is needed, @ where there is a place: 3+; 7; 1+@DeZon",
            fr: "âges, + si un accueil est nécessaire, @ s'il y a une place : 3+; 7; 1+@DeZon",
        },
        Kind::Gate => same("none, ocmw_hold, advice_only, released:OCMW Kalmthout:2025-02-20"),
        Kind::RightToWork => Words {
            nl: "onbeperkt, nee, of tot wanneer: 31/12/2025",
            en: "unlimited, no, or until when: 2025-12-31",
            fr: "illimité, non, ou jusqu'à quand : 31/12/2025",
        },
        Kind::Entitlements => same("wijk_werken:2025-01-01..2025-12-31"),
        Kind::Assessments => same("languages:VDAB:2025-02-01"),
        Kind::Places => Words {
            nl: "leeftijden en vrije plaatsen: 0-2:1; 3-11:4",
            en: "ages and free places: 0-2:1; 3-11:4",
            fr: "âges et places libres : 0-2:1; 3-11:4",
        },
        Kind::Equipment => Words {
            nl: "computers; beamer; wifi; keuken; werkplaats; ringleiding; drempelvrij",
            en: "computers; projector; wifi; kitchen; workshop; hearing loop; step free",
            fr: "ordinateurs; projecteur; wifi; cuisine; atelier; boucle auditive; sans marches",
        },
        Kind::LedBy => same("vdab, ocmw"),
        _ => same("…"),
    }
}

/// What a number alone says in a cell about children.
pub(super) const ONE_CHILD: Words = Words {
    nl: "de leeftijd van één kind zonder nood aan opvang",
    en: "the age of one child who needs no care",
    fr: "l'âge d'un seul enfant, sans besoin d'accueil",
};

/// What ages say in a cell about children.
pub(super) const AGES: Words = Words {
    nl: "leeftijden; opvang is alleen nodig waar een + staat",
    en: "ages; care is needed only where a + stands",
    fr: "des âges ; un accueil n'est nécessaire qu'avec un +",
};

/// Said of a cell that says that someone lives on support.
pub(super) const OCMW_DECIDES: Words = Words { nl: "het OCMW beslist", en: "the OCMW decides", fr: "le CPAS décide" };

/// Said of a cell that changes nothing.
pub(super) const NO_CHANGE: Words = Words { nl: "geen wijziging", en: "no change", fr: "aucun changement" };

/// What a column may be about.
pub(super) const ABOUT_SUPPORT: Words =
    Words { nl: "steun van het OCMW", en: "support of the OCMW", fr: "l'aide du CPAS" };

/// What a column may be about.
pub(super) const ABOUT_WORK: Words =
    Words { nl: "het recht om te werken", en: "the right to work", fr: "le droit de travailler" };

/// What a column may be about.
pub(super) const ABOUT_AGE: Words = Words { nl: "de leeftijd", en: "age", fr: "l'âge" };

/// What a column may be about.
pub(super) const ABOUT_FORMS: Words =
    Words { nl: "een recht op een tewerkstellingsvorm", en: "a right to a form", fr: "un droit à une forme d'emploi" };

/// What a column may be about.
pub(super) const ABOUT_LICENCE: Words = Words { nl: "het rijbewijs", en: "the licence", fr: "le permis" };

/// A level below the lowest.
pub(super) const BELOW_A1: Words = Words { nl: "onder A1", en: "below A1", fr: "sous A1" };
