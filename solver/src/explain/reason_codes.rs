//! Every reason code with what it stands for: those of findings, rule by rule, and those of people and offers left
//! over.

use crate::constraint::{ALL, AnyConstraint, ReasonCode};
use crate::text::Words;

/// Why someone does not start or an opening stays free, over all pairings: codes of no rule in particular.
const OF_PLANS: &[ReasonCode] = &[
    ReasonCode {
        code: "TOO_FEW",
        words: Words {
            nl: "er konden minder mensen komen dan er nodig zijn",
            en: "fewer people could come than it takes",
            fr: "moins de personnes pouvaient venir qu'il n'en faut",
        },
        remedies: &[],
    },
    ReasonCode {
        code: "NOT_CHOSEN",
        words: Words {
            nl: "het kon doorgaan; wat wel doorgaat, is beter voor het geheel",
            en: "it could be held; what is held is better for the whole",
            fr: "c'était possible ; ce qui a lieu convient mieux à l'ensemble",
        },
        remedies: &[],
    },
    ReasonCode {
        code: "NOTHING_IN_REACH",
        words: Words {
            nl: "binnen bereik past niets bij de jobdoelen",
            en: "nothing within reach fits the goals",
            fr: "rien à portée ne correspond aux objectifs",
        },
        remedies: &[],
    },
    ReasonCode {
        code: "ONLY_OBSTACLE",
        words: Words {
            nl: "bij een aantal combinaties staat enkel deze regel in de weg",
            en: "for a number of pairings only this rule is in the way",
            fr: "pour un nombre de combinaisons, seule cette règle fait obstacle",
        },
        remedies: &[],
    },
    ReasonCode {
        code: "SEVERAL_OBSTACLES",
        words: Words {
            nl: "bij een aantal combinaties staat meer dan één regel in de weg",
            en: "for a number of pairings more than one rule is in the way",
            fr: "pour un nombre de combinaisons, plus d'une règle fait obstacle",
        },
        remedies: &[],
    },
    ReasonCode {
        code: "COMPETITION",
        words: Words {
            nl: "het was mogelijk, maar anderen kregen de plaats of de persoon start elders",
            en: "it was possible, but others got the place or the person starts elsewhere",
            fr: "c'était possible, mais d'autres ont eu la place ou la personne commence ailleurs",
        },
        remedies: &[],
    },
];

/// Every reason code, with the rule it is of.
pub fn reason_codes() -> impl Iterator<Item = (Option<&'static dyn AnyConstraint>, &'static ReasonCode)> {
    let of_rules = ALL.iter().flat_map(|rule| rule.codes().iter().map(|code| (Some(*rule), code)));
    of_rules.chain(OF_PLANS.iter().map(|code| (None, code)))
}
