//! Names of days, dates, modes, languages, supports and offers in each language: the words that findings are made of.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::domain::{Activity, Facts, Language, Minute, Mode, OfferIdx, PriorityGroup, SupportKind, Weekday, Window};
use crate::text::{Clock, Lang, Words};
use crate::travel::Vehicle;

/// A weekday.
pub fn weekday(day: Weekday, lang: Lang) -> &'static str {
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
pub fn date(day: NaiveDate, lang: Lang) -> impl fmt::Display {
    // In French the first of a month alone is an ordinal.
    let ordinal = if lang == Lang::Fr && day.day() == 1 { "er" } else { "" };
    format!("{}{ordinal} {}", day.day(), month(day.month0(), lang))
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
        (Mode::BikeTransit, Lang::Nl) => "met de fiets en met bus of trein",
        (Mode::BikeTransit, Lang::En) => "by bicycle and by bus or train",
        (Mode::BikeTransit, Lang::Fr) => "à vélo et en bus ou en train",
        (Mode::SharedBike, Lang::Nl) => "met bus of trein en een deelfiets",
        (Mode::SharedBike, Lang::En) => "by bus or train and a shared bicycle",
        (Mode::SharedBike, Lang::Fr) => "en bus ou en train et à vélo partagé",
        (Mode::SharedCar, Lang::Nl) => "met bus of trein en een deelauto",
        (Mode::SharedCar, Lang::En) => "by bus or train and a shared car",
        (Mode::SharedCar, Lang::Fr) => "en bus ou en train et en voiture partagée",
    }
}

/// A vehicle of the timetable.
pub(crate) fn vehicle_name(vehicle: Vehicle, lang: Lang) -> &'static str {
    match (vehicle, lang) {
        (Vehicle::Bus, _) => "bus",
        (Vehicle::Tram, _) => "tram",
        (Vehicle::Train, Lang::Nl) => "trein",
        (Vehicle::Train, Lang::En | Lang::Fr) => "train",
        (Vehicle::Other, Lang::Nl) => "verbinding",
        (Vehicle::Other, Lang::En) => "service",
        (Vehicle::Other, Lang::Fr) => "moyen de transport",
    }
}

/// What one does with a language: in Dutch "spreekt", in French "parle", in English the bare verb.
pub(crate) fn activity(activity: Activity, lang: Lang) -> &'static str {
    match (activity, lang) {
        (Activity::Listening, Lang::Nl) => "begrijpt",
        (Activity::Listening, Lang::En) => "understand",
        (Activity::Listening, Lang::Fr) => "comprend",
        (Activity::Speaking, Lang::Nl) => "spreekt",
        (Activity::Speaking, Lang::En) => "speak",
        (Activity::Speaking, Lang::Fr) => "parle",
        (Activity::Reading, Lang::Nl) => "leest",
        (Activity::Reading, Lang::En) => "read",
        (Activity::Reading, Lang::Fr) => "lit",
        (Activity::Writing, Lang::Nl) => "schrijft",
        (Activity::Writing, Lang::En) => "write",
        (Activity::Writing, Lang::Fr) => "écrit",
    }
}

/// Names of languages in Dutch, English and, with the article, French: those of the region and those most often known
/// by its jobseekers.
const LANGUAGE_NAMES: [([u8; 2], [&str; 3]); 25] = [
    (*b"nl", ["Nederlands", "Dutch", "le néerlandais"]),
    (*b"fr", ["Frans", "French", "le français"]),
    (*b"en", ["Engels", "English", "l'anglais"]),
    (*b"de", ["Duits", "German", "l'allemand"]),
    (*b"am", ["Amhaars", "Amharic", "l'amharique"]),
    (*b"ar", ["Arabisch", "Arabic", "l'arabe"]),
    (*b"bg", ["Bulgaars", "Bulgarian", "le bulgare"]),
    (*b"es", ["Spaans", "Spanish", "l'espagnol"]),
    (*b"fa", ["Perzisch", "Persian", "le persan"]),
    (*b"hi", ["Hindi", "Hindi", "l'hindi"]),
    (*b"it", ["Italiaans", "Italian", "l'italien"]),
    (*b"ku", ["Koerdisch", "Kurdish", "le kurde"]),
    (*b"pa", ["Punjabi", "Punjabi", "le pendjabi"]),
    (*b"pl", ["Pools", "Polish", "le polonais"]),
    (*b"ps", ["Pasjtoe", "Pashto", "le pachto"]),
    (*b"pt", ["Portugees", "Portuguese", "le portugais"]),
    (*b"ro", ["Roemeens", "Romanian", "le roumain"]),
    (*b"ru", ["Russisch", "Russian", "le russe"]),
    (*b"so", ["Somalisch", "Somali", "le somali"]),
    (*b"sq", ["Albanees", "Albanian", "l'albanais"]),
    (*b"ti", ["Tigrinya", "Tigrinya", "le tigrigna"]),
    (*b"tr", ["Turks", "Turkish", "le turc"]),
    (*b"uk", ["Oekraïens", "Ukrainian", "l'ukrainien"]),
    (*b"ur", ["Urdu", "Urdu", "l'ourdou"]),
    (*b"zh", ["Chinees", "Chinese", "le chinois"]),
];

/// The name of a language, in French with its article; one that is not in the list keeps its code.
pub(crate) fn language_name(language: Language, lang: Lang) -> impl fmt::Display {
    match (LANGUAGE_NAMES.iter().find(|(code, _)| *code == language.0), lang) {
        (Some((_, names)), _) => names[lang as usize].to_owned(),
        (None, Lang::Nl | Lang::En) => language.code().to_owned(),
        (None, Lang::Fr) => format!("la langue {}", language.code()),
    }
}

/// What an offer is: its own title, or the occupation of a job, else the programme.
pub fn offer_title<'a>(facts: Facts<'a>, idx: OfferIdx, lang: Lang) -> &'a str {
    let offer = &facts.region.offers[idx.at()];
    let occupation = || offer.occupation.map(|occupation| facts.region.occupations[occupation.at()].label(lang));
    let programme = offer.programme.map(|programme| facts.region.programmes[programme.at()].name.as_str());
    let fair = facts.region.stall_of(idx).map(|(fair, _)| fair.title.as_str());
    let buddy = offer.buddy.map(|buddy| facts.region.buddies[buddy.at()].name.as_str());
    fair.or(buddy).or(programme).or(offer.title.as_deref()).or_else(occupation).unwrap_or(&offer.id)
}

/// A weekday as tables write it.
pub fn weekday_short(day: Weekday) -> Words {
    match day {
        Weekday::Mon => Words { nl: "ma", en: "mon", fr: "lun" },
        Weekday::Tue => Words { nl: "di", en: "tue", fr: "mar" },
        Weekday::Wed => Words { nl: "wo", en: "wed", fr: "mer" },
        Weekday::Thu => Words { nl: "do", en: "thu", fr: "jeu" },
        Weekday::Fri => Words { nl: "vr", en: "fri", fr: "ven" },
        Weekday::Sat => Words { nl: "za", en: "sat", fr: "sam" },
        Weekday::Sun => Words { nl: "zo", en: "sun", fr: "dim" },
    }
}

/// The hours of a week as one writes them: "ma-vr 09:00-16:30; za 09:00-12:00".
pub fn week_words(windows: &[Window], lang: Lang) -> String {
    let day = |day: Weekday| weekday_short(day).in_lang(lang);
    let mut by_hours: Vec<((Minute, Minute), Vec<Weekday>)> = Vec::new();
    for window in windows {
        let hours = (window.from, window.to);
        match by_hours.iter_mut().find(|(known, _)| *known == hours) {
            Some((_, days)) => days.push(window.day),
            None => by_hours.push((hours, vec![window.day])),
        }
    }
    let words = by_hours.into_iter().map(|((from, to), days)| {
        // Days that follow each other are told by the first and the last of them.
        let runs = days.chunk_by(|one, next| *one as u8 + 1 == *next as u8);
        let run = |run: &[Weekday]| match *run {
            [first, _, .., last] => format!("{}-{}", day(first), day(last)),
            _ => run.iter().map(|&one| day(one)).collect::<Vec<_>>().join(", "),
        };
        format!("{} {}-{}", runs.map(run).collect::<Vec<_>>().join(", "), Clock(from), Clock(to))
    });
    words.collect::<Vec<_>>().join("; ")
}

/// An offer in a line, besides its name: where, when, how many hours, from when, and whom to ask.
pub fn offer_card(facts: Facts<'_>, offer: OfferIdx, lang: Lang) -> String {
    let known = &facts.region.offers[offer.at()];
    let place = known.municipality.map(|place| facts.region.municipalities[place.at()].name.clone());
    let hours = known.contract.map(|contract| hours_a_week(contract.hours_per_week, lang).to_string());
    let from = match lang {
        Lang::Nl => format!("vanaf {}", date(known.start, lang)),
        Lang::En => format!("from {}", date(known.start, lang)),
        Lang::Fr => format!("à partir du {}", date(known.start, lang)),
    };
    let contact = known.contact.as_ref().map(|contact| match lang {
        Lang::Nl => format!("info: {contact}"),
        Lang::En => format!("contact: {contact}"),
        Lang::Fr => format!("contact : {contact}"),
    });
    let parts = [place, Some(week_words(&known.shifts, lang)), hours, Some(from), contact];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// An offer as people call it: what it is and who takes people in; of a programme, on which days and from when.
pub fn offer_name(facts: Facts<'_>, offer: OfferIdx, lang: Lang) -> String {
    let title = offer_title(facts, offer, lang);
    let at = match lang {
        Lang::Nl => "bij",
        Lang::En => "at",
        Lang::Fr => "chez",
    };
    let known = &facts.region.offers[offer.at()];
    if facts.region.stall_of(offer).is_some() {
        return match lang {
            Lang::Nl => format!("{title}, tafel van {}", known.host),
            Lang::En => format!("{title}, table of {}", known.host),
            Lang::Fr => format!("{title}, table de {}", known.host),
        };
    }
    let name = format!("{title} {at} {}", known.host);
    if known.programme.is_none() && known.buddy.is_none() {
        return name;
    }
    // A programme is offered in one venue on several days and from several dates.
    let mut days: Vec<_> = known.shifts.iter().map(|shift| shift.day).collect();
    days.dedup();
    let days = days.into_iter().map(|day| weekday(day, lang)).collect::<Vec<_>>().join(", ");
    if known.buddy.is_some() {
        return format!("{name} ({days})");
    }
    let start = date(known.start, lang);
    let days = known.band.map_or_else(|| days.clone(), |band| format!("{}-{}, {days}", band.from, band.to));
    match lang {
        Lang::Nl => format!("{name} ({days}, vanaf {start})"),
        Lang::En => format!("{name} ({days}, from {start})"),
        Lang::Fr => format!("{name} ({days}, à partir du {start})"),
    }
}

/// So many minutes.
pub(crate) fn duration(minutes: u16, lang: Lang) -> impl fmt::Display {
    let unit = match (lang, minutes) {
        (Lang::Nl, 1) => "minuut",
        (Lang::Nl, _) => "minuten",
        (Lang::En | Lang::Fr, 1) => "minute",
        (Lang::En | Lang::Fr, _) => "minutes",
    };
    format!("{minutes} {unit}")
}

/// So many hours a week.
pub(crate) fn hours_a_week(hours: u16, lang: Lang) -> impl fmt::Display {
    let unit = match (lang, hours) {
        (Lang::Nl, _) => "uur per week",
        (Lang::En, 1) => "hour a week",
        (Lang::En, _) => "hours a week",
        (Lang::Fr, 0 | 1) => "heure par semaine",
        (Lang::Fr, _) => "heures par semaine",
    };
    format!("{hours} {unit}")
}

/// An age: in French the word changes with the number.
pub(crate) fn years(age: u8, lang: Lang) -> impl fmt::Display {
    let unit = match (lang, age) {
        (Lang::Nl, _) => "jaar",
        (Lang::En, 1) => "year",
        (Lang::En, _) => "years",
        (Lang::Fr, 0 | 1) => "an",
        (Lang::Fr, _) => "ans",
    };
    format!("{age} {unit}")
}

/// People of a priority group.
pub fn group_name(group: PriorityGroup, lang: Lang) -> &'static str {
    let words = match group {
        PriorityGroup::ShortTerm => {
            Words { nl: "kortdurig werkzoekenden", en: "short-term jobseekers", fr: "demandeurs de courte durée" }
        }
        PriorityGroup::LongTerm => {
            Words { nl: "langdurig werkzoekenden", en: "long-term jobseekers", fr: "demandeurs de longue durée" }
        }
        PriorityGroup::NonDutchSpeaker => Words {
            nl: "anderstaligen",
            en: "people who speak little Dutch",
            fr: "personnes parlant peu le néerlandais",
        },
    };
    words.in_lang(lang)
}

/// A support.
pub fn support_name(kind: SupportKind, lang: Lang) -> &'static str {
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

/// What sentences count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// Anyone.
    People,
    /// People who look for work.
    Jobseekers,
    /// Vacancies.
    Vacancies,
    /// Places of a vacancy, a group or a hall.
    Places,
    /// Interviews at a table.
    Interviews,
    /// Points of a proposal.
    Points,
    /// Occasions.
    Times,
    /// Weeks.
    Weeks,
    /// Days.
    Days,
    /// Hours of work.
    Hours,
    /// Minutes.
    Minutes,
    /// Jobs that an employer promises.
    Jobs,
}

/// The noun as it follows `count`: singular after one, and in French after none too.
pub fn noun(noun: Noun, count: u64, lang: Lang) -> &'static str {
    let (one, many) = match (noun, lang) {
        (Noun::People, Lang::Nl) => ("persoon", "mensen"),
        (Noun::People, Lang::En) => ("person", "people"),
        (Noun::People, Lang::Fr) => ("personne", "personnes"),
        (Noun::Jobseekers, Lang::Nl) => ("werkzoekende", "werkzoekenden"),
        (Noun::Jobseekers, Lang::En) => ("jobseeker", "jobseekers"),
        (Noun::Jobseekers, Lang::Fr) => ("demandeur", "demandeurs"),
        (Noun::Vacancies, Lang::Nl) => ("vacature", "vacatures"),
        (Noun::Vacancies, Lang::En) => ("vacancy", "vacancies"),
        (Noun::Vacancies, Lang::Fr) => ("offre", "offres"),
        (Noun::Places, Lang::Nl) => ("plaats", "plaatsen"),
        (Noun::Places, Lang::En) => ("place", "places"),
        (Noun::Places, Lang::Fr) => ("place", "places"),
        (Noun::Interviews, Lang::Nl) => ("gesprek", "gesprekken"),
        (Noun::Interviews, Lang::En) => ("interview", "interviews"),
        (Noun::Interviews, Lang::Fr) => ("entretien", "entretiens"),
        (Noun::Points, Lang::Nl) => ("punt", "punten"),
        (Noun::Points, Lang::En) => ("point", "points"),
        (Noun::Points, Lang::Fr) => ("point", "points"),
        (Noun::Times, Lang::Nl) => ("keer", "keer"),
        (Noun::Times, Lang::En) => ("time", "times"),
        (Noun::Times, Lang::Fr) => ("fois", "fois"),
        (Noun::Jobs, Lang::Nl) => ("baan", "banen"),
        (Noun::Jobs, Lang::En) => ("job", "jobs"),
        (Noun::Jobs, Lang::Fr) => ("emploi", "emplois"),
        (Noun::Weeks, Lang::Nl) => ("week", "weken"),
        (Noun::Weeks, Lang::En) => ("week", "weeks"),
        (Noun::Weeks, Lang::Fr) => ("semaine", "semaines"),
        (Noun::Days, Lang::Nl) => ("dag", "dagen"),
        (Noun::Days, Lang::En) => ("day", "days"),
        (Noun::Days, Lang::Fr) => ("jour", "jours"),
        (Noun::Hours, Lang::Nl) => ("uur", "uur"),
        (Noun::Hours, Lang::En) => ("hour", "hours"),
        (Noun::Hours, Lang::Fr) => ("heure", "heures"),
        (Noun::Minutes, Lang::Nl) => ("minuut", "minuten"),
        (Noun::Minutes, Lang::En) => ("minute", "minutes"),
        (Noun::Minutes, Lang::Fr) => ("minute", "minutes"),
    };
    if count == 1 || (count == 0 && lang == Lang::Fr) { one } else { many }
}

/// A count with its noun: "1 person", "2 people".
pub fn counted(what: Noun, count: impl Into<u64>, lang: Lang) -> String {
    let count = count.into();
    format!("{count} {}", noun(what, count, lang))
}
