//! Names of days, dates, modes, languages and supports in each language: the words that findings are made of.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::domain::{Activity, Language, Mode, SupportKind, Weekday};
use crate::text::Lang;

/// A weekday.
pub(crate) fn weekday(day: Weekday, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::Nl => ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
        Lang::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        Lang::Fr => ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    };
    names[day as usize]
}

/// The name of a month, counted from 0.
fn month(position: u32, lang: Lang) -> &'static str {
    let names = match lang {
        Lang::Nl => [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        Lang::En => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        Lang::Fr => [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    };
    names[position as usize % 12]
}

/// A date: "15 september", with the year only when people would miss it: never within a plan.
pub(crate) fn date(day: NaiveDate, lang: Lang) -> impl fmt::Display {
    format!("{} {}", day.day(), month(day.month0(), lang))
}

/// A mode of travel, as it follows a number of minutes.
pub(crate) fn by_mode(mode: Mode, lang: Lang) -> &'static str {
    match (mode, lang) {
        (Mode::Walk, Lang::Nl) => "te voet",
        (Mode::Walk, Lang::En) => "on foot",
        (Mode::Walk, Lang::Fr) => "à pied",
        (Mode::Bike, Lang::Nl) => "met de fiets",
        (Mode::Bike, Lang::En) => "by bicycle",
        (Mode::Bike, Lang::Fr) => "à vélo",
        (Mode::Ebike, Lang::Nl) => "met de elektrische fiets",
        (Mode::Ebike, Lang::En) => "by electric bicycle",
        (Mode::Ebike, Lang::Fr) => "à vélo électrique",
        (Mode::Moped, Lang::Nl) => "met de bromfiets",
        (Mode::Moped, Lang::En) => "by moped",
        (Mode::Moped, Lang::Fr) => "à cyclomoteur",
        (Mode::Car, Lang::Nl) => "met de auto",
        (Mode::Car, Lang::En) => "by car",
        (Mode::Car, Lang::Fr) => "en voiture",
        (Mode::Transit, Lang::Nl) => "met bus of trein",
        (Mode::Transit, Lang::En) => "by bus or train",
        (Mode::Transit, Lang::Fr) => "en bus ou en train",
    }
}

/// What one does with a language: in Dutch "spreekt", in English and French the bare verb.
pub(crate) fn activity(activity: Activity, lang: Lang) -> &'static str {
    match (activity, lang) {
        (Activity::Listening, Lang::Nl) => "begrijpt",
        (Activity::Listening, Lang::En) => "understand",
        (Activity::Listening, Lang::Fr) => "comprendre",
        (Activity::Speaking, Lang::Nl) => "spreekt",
        (Activity::Speaking, Lang::En) => "speak",
        (Activity::Speaking, Lang::Fr) => "parler",
        (Activity::Reading, Lang::Nl) => "leest",
        (Activity::Reading, Lang::En) => "read",
        (Activity::Reading, Lang::Fr) => "lire",
        (Activity::Writing, Lang::Nl) => "schrijft",
        (Activity::Writing, Lang::En) => "write",
        (Activity::Writing, Lang::Fr) => "écrire",
    }
}

/// The name of a language; one that is not in the list keeps its code.
pub(crate) fn language_name(language: Language, lang: Lang) -> impl fmt::Display {
    let name = match (&language.0, lang) {
        (b"nl", Lang::Nl) => "Nederlands",
        (b"nl", Lang::En) => "Dutch",
        (b"nl", Lang::Fr) => "néerlandais",
        (b"fr", Lang::Nl) => "Frans",
        (b"fr", Lang::En) => "French",
        (b"fr", Lang::Fr) => "français",
        (b"en", Lang::Nl) => "Engels",
        (b"en", Lang::En) => "English",
        (b"en", Lang::Fr) => "anglais",
        (b"de", Lang::Nl) => "Duits",
        (b"de", Lang::En) => "German",
        (b"de", Lang::Fr) => "allemand",
        _ => return language.code().to_owned(),
    };
    name.to_owned()
}

/// A support.
pub(crate) fn support_name(kind: SupportKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (SupportKind::Bicycle, Lang::Nl) => "fiets",
        (SupportKind::Bicycle, Lang::En) => "bicycle",
        (SupportKind::Bicycle, Lang::Fr) => "vélo",
        (SupportKind::LicenceB, Lang::Nl) => "opleiding rijbewijs B",
        (SupportKind::LicenceB, Lang::En) => "training for licence B",
        (SupportKind::LicenceB, Lang::Fr) => "formation au permis B",
        (SupportKind::Coach, Lang::Nl) => "taalcoach op de werkvloer",
        (SupportKind::Coach, Lang::En) => "language coach on the floor",
        (SupportKind::Coach, Lang::Fr) => "coach de langue sur le lieu de travail",
    }
}
