//! Titles and words of the lists of a fair, for its door and for its letters, in Dutch, English and French.

use chrono::{Datelike, NaiveDate};
use schakel_solver::domain::Window;
use schakel_solver::explain::{date_name, weekday_name};
use schakel_solver::text::{Clock, Lang, Words};

pub(in super::super) const PERSON: Words = Words { nl: "Werkzoekende", en: "Jobseeker", fr: "Demandeur" };
pub(in super::super) const FAIR: Words = Words { nl: "Beurs", en: "Fair", fr: "Salon" };
pub(in super::super) const CHANNEL: Words = Words { nl: "Kanaal", en: "Channel", fr: "Canal" };
pub(in super::super) const TABLE: Words = Words { nl: "Tafel", en: "Table", fr: "Table" };
pub(in super::super) const HOURS: Words = Words { nl: "Uren", en: "Hours", fr: "Heures" };
pub(in super::super) const IS_THERE: Words = Words { nl: "Is er", en: "Is there", fr: "Présent" };
pub(in super::super) const DATE: Words = Words { nl: "Datum", en: "Date", fr: "Date" };
pub(in super::super) const VENUE: Words = Words { nl: "Plaats", en: "Venue", fr: "Lieu" };
pub(in super::super) const MUNICIPALITY: Words = Words { nl: "Gemeente", en: "Municipality", fr: "Commune" };
pub(in super::super) const EMPLOYER: Words = Words { nl: "Werkgever", en: "Employer", fr: "Employeur" };
pub(in super::super) const WORK: Words = Words { nl: "Vacature", en: "Vacancy", fr: "Offre" };
pub(in super::super) const JOURNEY: Words = Words { nl: "Reis", en: "Journey", fr: "Trajet" };
pub(in super::super) const CHANNEL_FIRST: Words =
    Words { nl: "Eerste kanaal", en: "First channel", fr: "Premier canal" };
pub(in super::super) const CHANNEL_REMINDER: Words =
    Words { nl: "Kanaal van de herinnering", en: "Reminder channel", fr: "Canal du rappel" };
pub(in super::super) const LAST_DAY: Words =
    Words { nl: "Ten laatste op", en: "At the latest on", fr: "Au plus tard le" };
/// Stands in place of a channel and gives no cause: a person on hold looks like anyone who is not available now.
pub(in super::super) const LAPSES: Words =
    Words { nl: "uitnodiging vervalt", en: "invitation lapses", fr: "invitation caduque" };
pub(in super::super) const TOO_LATE: Words = Words { nl: "te laat", en: "too late", fr: "trop tard" };

/// A day as a letter says it, with its year: a letter may lie for a while.
pub(in super::super) fn date(date: NaiveDate, hours: Window, lang: Lang) -> String {
    format!("{} {} {}", weekday_name(hours.day, lang), date_name(date, lang), date.year())
}

/// Hours as a letter says them.
pub(in super::super) fn hours(hours: Window, lang: Lang) -> String {
    let (from, to) = (Clock(hours.from), Clock(hours.to));
    match lang {
        Lang::Nl => format!("van {from} tot {to}"),
        Lang::En => format!("from {from} to {to}"),
        Lang::Fr => format!("de {from} à {to}"),
    }
}
