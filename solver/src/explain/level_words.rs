//! What the levels of a plan count, in words.

use crate::domain::Level;
use crate::names::group_name;
use crate::text::{Lang, Words};

/// What a level counts, in words.
pub fn level_caption(level: Level, lang: Lang) -> String {
    let caption = level_words(level).in_lang(lang);
    match level {
        Level::Served(percent) => format!("{caption} {percent} %"),
        Level::Priority(group) => {
            let colon = Words { nl: ":", en: ":", fr: " :" }.in_lang(lang);
            format!("{caption}{colon} {}", group_name(group, lang))
        }
        _ => caption.to_owned(),
    }
}

/// The words of a level, without its share or group.
pub fn level_words(level: Level) -> Words {
    match level {
        Level::Promises => Words { nl: "beloftes gehouden", en: "promises kept", fr: "promesses tenues" },
        Level::Floors => Words {
            nl: "te kort op afgesproken minima",
            en: "missing on agreed floors",
            fr: "manque sur les minima convenus",
        },
        Level::Placed => {
            Words { nl: "mensen met een voorstel", en: "people with a proposal", fr: "personnes proposées" }
        }
        Level::Fit => Words {
            nl: "punten voor geschiktheid en bereik",
            en: "points for fit and reach",
            fr: "points d'adéquation",
        },
        Level::Priority(_) => Words { nl: "voorrang in acties", en: "first in actions", fr: "priorité aux actions" },
        Level::Served(_) => Words {
            nl: "gemeenten met plaats voor",
            en: "municipalities with places for",
            fr: "communes avec des places pour",
        },
        Level::Grouped => Words { nl: "mensen in een groep", en: "people in a group", fr: "personnes en groupe" },
        Level::Cost => Words { nl: "eurocent voor ondersteuning", en: "cents for supports", fr: "centimes de soutien" },
        Level::Useful => Words {
            nl: "bezoekers aan tafels verwacht (x 1000)",
            en: "visitors expected at tables (x 1000)",
            fr: "visiteurs attendus aux tables (x 1000)",
        },
        Level::Kept => Words {
            nl: "voorstellen van het vorige plan",
            en: "proposals of the earlier plan",
            fr: "propositions du plan précédent",
        },
        Level::Travel => Words { nl: "minuten onderweg", en: "minutes of travel", fr: "minutes de trajet" },
        Level::Weighed => Words { nl: "gewogen punten", en: "weighed points", fr: "points pondérés" },
        Level::Opened => Words {
            nl: "keer dat iets doorgaat",
            en: "times that something is held",
            fr: "fois que quelque chose a lieu",
        },
    }
}
