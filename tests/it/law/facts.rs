//! A scenario as its JSON says it: people, offers, minutes and prices, worked out here once more.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde_json::Value;

/// The modes of travel that need no timetable, as scenarios and as Dutch sentences name them.
pub(super) const MODES: [(&str, &str); 6] = [
    ("walk", "te voet"),
    ("bike", "met de fiets"),
    ("ebike", "met de elektrische fiets"),
    ("moped", "met de bromfiets"),
    ("car", "met de auto"),
    ("transit", "met bus of trein"),
];
pub(super) const DAYS: [(&str, &str); 7] = [
    ("mon", "maandag"),
    ("tue", "dinsdag"),
    ("wed", "woensdag"),
    ("thu", "donderdag"),
    ("fri", "vrijdag"),
    ("sat", "zaterdag"),
    ("sun", "zondag"),
];
const MONTHS: [&str; 12] = [
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
];
const LANGUAGES: [(&str, &str); 4] = [("nl", "Nederlands"), ("fr", "Frans"), ("en", "Engels"), ("de", "Duits")];
const LEVELS: [&str; 6] = ["A1", "A2", "B1", "B2", "C1", "C2"];
/// The mean radius of the earth, metres.
const EARTH_M: f64 = 6_371_008.8;

/// A stretch of a day, in minutes from its midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub(super) day: usize,
    pub(super) from: i64,
    pub(super) to: i64,
}

/// Something that a person can be proposed.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) id: String,
    /// As Dutch sentences call it.
    pub(super) name: String,
    pub(super) host: String,
    pub(super) at: [f64; 2],
    /// The ID of its place in a matrix of minutes.
    pub(super) place: String,
    pub(super) shifts: Vec<Stretch>,
    pub(super) start: NaiveDate,
    /// What of the scenario it was made from: a vacancy, a programme, a table or a buddy.
    pub(super) stated: Value,
}

/// The scenario and its pack.
pub(super) struct World {
    pub(super) scenario: Value,
    pub(super) pack: Value,
    pub(super) offers: Vec<Offer>,
    /// Dutch labels of occupations, by code.
    pub(super) labels: &'static BTreeMap<String, String>,
}

static LABELS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let table = fixture("tables/occupations.csv");
    let rows = csv::Reader::from_reader(table.as_bytes()).into_records().map(Result::unwrap).collect::<Vec<_>>();
    rows.iter().map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
});

fn fixture(path: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The minute of the day that `text` names.
pub(super) fn minute(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').unwrap();
    hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
}

/// The minute of the day in words.
pub(super) fn clock(minute: i64) -> String {
    let minute = minute.rem_euclid(1440);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A day as sentences name it: without the year.
pub(super) fn day_words(date: NaiveDate) -> String {
    format!("{} {}", date.day(), MONTHS[date.month0() as usize])
}

pub(super) fn date(value: &Value) -> NaiveDate {
    value.as_str().unwrap().parse().unwrap()
}

/// The level, 0 for none.
pub(super) fn level(text: &str) -> usize {
    LEVELS.iter().position(|known| *known == text).map_or(0, |position| position + 1)
}

/// The code of a language by its Dutch name.
pub(super) fn language_code(name: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(_, known)| *known == name).map(|(code, _)| *code)
}

/// Whether `words` are the number that a scenario states.
pub(super) fn is_number(stated: &Value, words: &str) -> bool {
    stated.as_i64().is_some_and(|number| words.parse() == Ok(number))
}

/// The texts of a list; empty where there is none.
pub(super) fn texts(list: &Value) -> Vec<&str> {
    list.as_array().map_or(Vec::new(), |list| list.iter().filter_map(Value::as_str).collect())
}

/// The items of a list; empty where there is none.
pub(super) fn items(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

/// The stretches of a list of days with hours; what ends before it begins ends the next day.
pub(super) fn stretches(list: &Value) -> Vec<Stretch> {
    let mut found = Vec::new();
    for window in items(list) {
        let (from, to) = (minute(window["from"].as_str().unwrap()), minute(window["to"].as_str().unwrap()));
        let to = if to <= from { to + 1440 } else { to };
        for day in texts(&window["days"]) {
            found.push(Stretch { day: DAYS.iter().position(|known| known.0 == day).unwrap(), from, to });
        }
    }
    found.sort_unstable();
    found
}

pub(super) fn point(at: &Value) -> [f64; 2] {
    [at["lon"].as_f64().unwrap(), at["lat"].as_f64().unwrap()]
}

/// Metres along the surface of a sphere (haversine).
fn metres(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (lat_a, lat_b) = (a[1].to_radians(), b[1].to_radians());
    let (dlat, dlon) = ((lat_b - lat_a) / 2.0, (b[0] - a[0]).to_radians() / 2.0);
    let chord = dlat.sin().powi(2) + lat_a.cos() * lat_b.cos() * dlon.sin().powi(2);
    2.0 * EARTH_M * chord.sqrt().asin()
}

impl World {
    pub(super) fn of(scenario: &Value, offers: &[String]) -> Self {
        let name = scenario["policy"]["pack"].as_str().unwrap();
        let pack = serde_json::from_str(&fixture(&format!("packs/{name}.json"))).unwrap();
        let mut world = Self { scenario: scenario.clone(), pack, offers: Vec::new(), labels: &LABELS };
        world.offers = offers.iter().map(|id| world.offer_of(id)).collect();
        world
    }

    pub(super) fn named<'a>(&'a self, list: &str, id: &str) -> Option<&'a Value> {
        items(&self.scenario[list]).iter().find(|known| known["id"] == id)
    }

    pub(super) fn person(&self, id: &str) -> &Value {
        self.named("jobseekers", id).unwrap()
    }

    /// A number of the pack, or what the scenario puts in its place.
    pub(super) fn number(&self, name: &str) -> i64 {
        let stated = self.scenario["policy"]["numbers"][name].as_i64();
        stated.or_else(|| self.pack["numbers"][name]["value"].as_i64()).unwrap_or_else(|| panic!("no number {name}"))
    }

    /// Whether minutes come from straight lines and the matrix alone.
    pub(super) fn is_without_timetable(&self) -> bool {
        self.scenario["travel"]["timetable"].is_null() && items(&self.scenario["travel"]["hubs"]).is_empty()
    }

    /// Minutes by a mode between two places, each with its ID.
    pub(super) fn minutes(&self, from: (&str, [f64; 2]), to: (&str, [f64; 2]), mode: &str) -> i64 {
        let stated = items(&self.scenario["travel"]["matrix"]).iter().find(|row| {
            let pair = (row["from"].as_str().unwrap(), row["to"].as_str().unwrap());
            row["mode"] == mode && (pair == (from.0, to.0) || pair == (to.0, from.0))
        });
        if let Some(row) = stated {
            return row["minutes"].as_i64().unwrap();
        }
        let speed = |what: &str| {
            let stated = self.scenario["travel"]["speeds"][mode][what].as_i64();
            stated.unwrap_or_else(|| self.number(&format!("{mode}_{what}"))) as f64
        };
        let road = metres(from.1, to.1) * speed("detour_percent") / 100.0;
        ((road * 60.0 / speed("metres_per_hour")).ceil() + speed("start_minutes")) as i64
    }

    /// The code of the occupation with this Dutch label: of several that of an offer, the one given first.
    pub(super) fn code_of(&self, label: &str, about: Option<&Offer>) -> Option<&str> {
        let lower = label.to_lowercase();
        let stated = |offer: &Offer| offer.stated["occupation"].as_str().map(str::to_owned);
        let of_offers: Vec<_> = about.into_iter().chain(&self.offers).filter_map(stated).collect();
        let named: Vec<_> = self.labels.iter().filter(|(_, known)| known.to_lowercase() == lower).collect();
        let rank = |code: &str| of_offers.iter().position(|known| known == code).unwrap_or(usize::MAX);
        named.into_iter().map(|(code, _)| code.as_str()).min_by_key(|code| rank(code))
    }

    pub(super) fn offer_named(&self, name: &str) -> Option<&Offer> {
        // Two vacancies of one employer for one occupation have one name; whoever asks needs one of them.
        self.offers.iter().find(|offer| offer.name == name)
    }

    pub(super) fn offer(&self, id: &str) -> &Offer {
        self.offers.iter().find(|offer| offer.id == id).unwrap()
    }

    /// An offer of a plan, from what its ID is made of.
    fn offer_of(&self, id: &str) -> Offer {
        if let Some(vacancy) = self.named("vacancies", id) {
            return self.vacancy(vacancy);
        }
        let parts: Vec<&str> = id.split('/').collect();
        if let Some(fair) = self.named("fairs", parts[0]) {
            return self.table(id, fair, parts[1]);
        }
        if parts[0] == "buddy" {
            return self.buddy(id, self.named("buddies", parts[1]).unwrap());
        }
        self.edition(id, self.named("programmes", parts[0]).unwrap(), &parts)
    }

    fn vacancy(&self, vacancy: &Value) -> Offer {
        let code = vacancy["occupation"].as_str().unwrap();
        let title = vacancy["title"].as_str().unwrap_or_else(|| &self.labels[code]);
        let host = vacancy["employer"].as_str().unwrap().to_owned();
        let id = vacancy["id"].as_str().unwrap().to_owned();
        Offer {
            name: format!("{title} bij {host}"),
            host,
            at: point(&vacancy["site"]),
            place: id.clone(),
            id,
            shifts: stretches(&vacancy["shifts"]),
            start: date(&vacancy["start"]),
            stated: vacancy.clone(),
        }
    }

    fn table(&self, id: &str, fair: &Value, table: &str) -> Offer {
        let table = items(&fair["tables"]).iter().find(|known| known["id"] == table).unwrap();
        let venue = self.named("venues", fair["venue"].as_str().unwrap()).unwrap();
        let (host, start) = (table["employer"].as_str().unwrap().to_owned(), date(&fair["date"]));
        let day = start.weekday().num_days_from_monday() as usize;
        let (from, to) = (minute(fair["from"].as_str().unwrap()), minute(fair["to"].as_str().unwrap()));
        Offer {
            id: id.to_owned(),
            name: format!("{}, tafel van {host}", fair["title"].as_str().unwrap()),
            host,
            at: point(&venue["at"]),
            place: venue["id"].as_str().unwrap().to_owned(),
            shifts: vec![Stretch { day, from, to }],
            start,
            stated: table.clone(),
        }
    }

    fn buddy(&self, id: &str, buddy: &Value) -> Offer {
        let venue = self.named("venues", buddy["venue"].as_str().unwrap()).unwrap();
        let shifts = stretches(&buddy["meets"]);
        let host = venue["name"].as_str().unwrap().to_owned();
        let days: Vec<_> = shifts.iter().map(|shift| DAYS[shift.day].1).collect();
        Offer {
            id: id.to_owned(),
            name: format!("{} bij {host} ({})", buddy["name"].as_str().unwrap(), days.join(", ")),
            host,
            at: point(&venue["at"]),
            place: venue["id"].as_str().unwrap().to_owned(),
            shifts,
            start: date(&self.scenario["horizon"]["from"]),
            stated: buddy.clone(),
        }
    }

    /// `programme/venue/first day/days with hours`, and a band of levels last where there are bands.
    fn edition(&self, id: &str, programme: &Value, parts: &[&str]) -> Offer {
        let venue = self.named("venues", parts[1]).unwrap();
        let start: NaiveDate = parts[2].parse().unwrap();
        let mut shifts = Vec::new();
        for meeting in parts[3].split('+') {
            let (day, hours) = meeting.split_at(3);
            let (from, to) = hours.split_once('-').unwrap();
            let day = DAYS.iter().position(|known| known.0 == day).unwrap();
            shifts.push(Stretch { day, from: minute(from), to: minute(to) });
        }
        // The first meeting, on or after the day stated.
        let meets =
            |day: &NaiveDate| shifts.iter().any(|shift| shift.day == day.weekday().num_days_from_monday() as usize);
        let start = start.iter_days().find(meets).unwrap();
        let days: Vec<_> = shifts.iter().map(|shift| DAYS[shift.day].1).collect();
        let band = parts.get(4).map_or(String::new(), |band| format!("{band}, "));
        let host = venue["name"].as_str().unwrap().to_owned();
        let (title, first) = (programme["name"].as_str().unwrap(), day_words(start));
        Offer {
            id: id.to_owned(),
            name: format!("{title} bij {host} ({band}{}, vanaf {first})", days.join(", ")),
            host,
            at: point(&venue["at"]),
            place: venue["id"].as_str().unwrap().to_owned(),
            shifts,
            start,
            stated: programme.clone(),
        }
    }
}
