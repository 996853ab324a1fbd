//! What would help, read back from its words and done to the JSON: what it takes, and the plan that then comes out.

use std::collections::{BTreeMap, BTreeSet};

use schakel::files::plan_file;
use schakel::files::scenario::{self, Packs};
use schakel_model::Options;
use schakel_solver::candidates::Search;
use schakel_solver::domain::{Facts, Nearby, SeenBy};
use schakel_solver::plan::{self, Prepared};
use serde_json::{Value, json};

use super::facts::{DAYS, Offer, World, clock, day_words, items, language_code, level, minute, texts};
use super::forms::holes;
use crate::reading::as_planned;

/// Weeks and cents that a change takes.
pub(super) type Takes = (i64, i64);

/// A scenario with the IDs of what is possible for each person, and its plan.
pub(super) struct Planned {
    pub(super) file: Value,
    pub(super) possible: BTreeMap<String, BTreeSet<String>>,
    pub(super) offers: Vec<String>,
}

/// Reads and plans a scenario; `None` where it is refused.
pub(super) fn planned(json: &Value) -> Option<Planned> {
    let reading = scenario::read(json.to_string().as_bytes(), &Packs::built_in());
    let mut region = reading.region?;
    region.seen_by = SeenBy::Ocmw;
    let region = as_planned(region);
    let near = Nearby::default();
    let facts = Facts::of(&region, &near);
    let prepared = Prepared::of(facts);
    let plan = plan::solved(&prepared, &Options::default());
    let file = serde_json::to_value(plan_file::write(facts, &plan, &reading.defaults)).unwrap();
    let mut search = Search::new(facts, &prepared.rules, &prepared.index);
    let mut possible = BTreeMap::new();
    for person in crate::reading::people(&region) {
        let mut edges = Vec::new();
        search.edges_of(person, &mut edges);
        let offers = edges.iter().map(|edge| region.offers[edge.offer.at()].id.clone()).collect();
        possible.insert(region.jobseekers[person.at()].id.clone(), offers);
    }
    Some(Planned { file, possible, offers: region.offers.iter().map(|offer| offer.id.clone()).collect() })
}

impl Planned {
    /// The lines of what is proposed.
    pub(super) fn assignments(&self) -> &[Value] {
        items(&self.file["assignments"])
    }

    /// The line of a person.
    pub(super) fn of(&self, person: &str) -> Option<&Value> {
        self.assignments().iter().find(|line| line["jobseeker"] == person)
    }

    /// How many people are proposed an offer.
    pub(super) fn taken(&self, offer: &str) -> i64 {
        self.assignments().iter().filter(|line| proposed(line) == offer).count() as i64
    }

    /// The IDs of people with a proposal.
    pub(super) fn people(&self) -> BTreeSet<&str> {
        self.assignments().iter().map(|line| line["jobseeker"].as_str().unwrap()).collect()
    }
}

/// What a line of a plan proposes.
pub(super) fn proposed(line: &Value) -> &str {
    line["vacancy"].as_str().or(line["offer"].as_str()).unwrap()
}

/// What a change is made on.
pub(super) struct Change<'a> {
    pub(super) world: &'a World,
    pub(super) scenario: &'a mut Value,
    pub(super) person: &'a str,
    /// The offer that it is to open, where one is spoken of.
    pub(super) about: Option<&'a Offer>,
}

/// A change in words, its holes filled in, done to a scenario; `None` where the words are not true of it.
type Doing = fn(&mut Change<'_>, &[&str]) -> Option<Takes>;

/// Every change that a sentence may name.
const CHANGES: &[(&str, Doing)] = &[
    ("een fiets krijgen", |change, _| gets_a_mode(change)),
    ("een fiets krijgen voor de rit naar het station", |change, _| gets_a_mode(change)),
    ("rijbewijs {} halen", |change, found| {
        change.push("licences", json!(found[0]));
        let own = (change.world.number("weeks_licence_b"), change.world.number("cents_licence_b"));
        Some(change.by_support("licence_b", own))
    }),
    ("een reis van {} minuten aanvaarden", |change, found| {
        let minutes: i64 = found[0].parse().ok()?;
        let is_more = minutes > change.world.most_minutes(change.world.person(change.person));
        change.person_mut()["travel_minutes_max"] = json!(minutes);
        // As long as the trip itself takes, and no longer.
        let person = change.world.person(change.person);
        let takes_it =
            |offer: &Offer| change.world.manners(person, offer).iter().any(|manner| manner.minutes == minutes);
        let is_trip = !change.world.is_judged(person) || change.world.offers.iter().any(takes_it);
        (is_more && is_trip).then_some((0, 0))
    }),
    ("al om {} vertrekken", |change, found| {
        change.person_mut()["leaves_from"] = json!(found[0]);
        Some((0, 0))
    }),
    ("{} leren tot niveau {}", learns_a_language),
    ("{} uur per week aanvaarden", |change, found| {
        let hours: i64 = found[0].parse().ok()?;
        let is_asked = change.world.offers.iter().any(|offer| offer.stated["hours_per_week"] == hours);
        let own = &mut change.person_mut()["hours_per_week"];
        let (least, most) = (own["min"].as_i64()?, own["max"].as_i64()?);
        *own = json!({"min": least.min(hours), "max": most.max(hours)});
        (is_asked && (hours < least || most < hours)).then_some((0, 0))
    }),
    ("de vaardigheden leren van {}", learns_skills),
    ("ook werk zoeken als {}", |change, found| {
        let code = change.world.code_of(found[0], change.about)?.to_owned();
        change.push("goals", json!(code));
        Some((0, 0))
    }),
    ("het recht op {} laten erkennen", is_entitled),
    ("{}: het OCMW beslist, voor wie recht heeft op maatschappelijke integratie", is_entitled),
    ("een taalcoach op de werkvloer bij {}", |change, found| {
        let host = found[0].to_owned();
        change.each(
            "vacancies",
            |vacancy| vacancy["employer"] == host,
            |vacancy| vacancy["language_support"] = json!(true),
        )?;
        Some(change.by_support("coach", (0, 0)))
    }),
    ("{} start op {}", |change, found| {
        let offer = change.world.offer_named(found[0])?.id.clone();
        let day = change.world.person(change.person)["first_day"].clone();
        let is_so = day_words(super::facts::date(&day)) == found[1];
        change.each("vacancies", |vacancy| vacancy["id"] == offer, |vacancy| vacancy["start"] = day.clone())?;
        is_so.then_some((0, 0))
    }),
    ("om {} beginnen bij {}, {} minuten vroeger, en ook vroeger stoppen", |change, found| {
        moves_shifts(change, found, -1)
    }),
    ("om {} beginnen bij {}, {} minuten later, en ook later stoppen", |change, found| moves_shifts(change, found, 1)),
    ("nog een plaats bij {}", |change, found| {
        let host = found[0].to_owned();
        let more = |item: &mut Value| item["openings"] = json!(item["openings"].as_i64().unwrap() + 1);
        change.each("vacancies", |vacancy| vacancy["employer"] == host, more)?;
        Some((0, 0))
    }),
    ("nog een plaats in {}", |change, found| {
        let ages: Vec<i64> = items(&change.world.person(change.person)["children"])
            .iter()
            .filter_map(|child| child["age"].as_i64())
            .collect();
        let more = |care: &mut Value| {
            for band in care["places"].as_array_mut().unwrap() {
                let holds =
                    |age: &i64| band["from_age"].as_i64().unwrap() <= *age && *age <= band["to_age"].as_i64().unwrap();
                if ages.iter().any(holds) {
                    band["free"] = json!(band["free"].as_i64().unwrap() + 1);
                }
            }
        };
        change.each("childcare", |care| care["name"] == found[0], more)?;
        Some((0, 0))
    }),
    ("nog een fiets", |change, _| one_more(change, "bicycle")),
    ("nog een taalcoach op de werkvloer", |change, _| one_more(change, "coach")),
    ("nog iemand die kan begeleiden wat {} begeleidt, op dezelfde uren", |change, found| {
        let known = items(&change.scenario["instructors"]).iter().find(|known| known["name"] == found[0])?;
        let mut other = known.clone();
        other["id"] = json!(format!("{}-2", known["id"].as_str()?));
        change.scenario["instructors"].as_array_mut()?.push(other);
        Some((0, 0))
    }),
    ("een plaats in {} in plaats van {}", |change, found| {
        let id = |name: &str| {
            Some(items(&change.world.scenario["childcare"]).iter().find(|care| care["name"] == name)?["id"].clone())
        };
        let (to, from) = (id(found[0])?, id(found[1])?);
        let children = change.person_mut()["children"].as_array_mut()?;
        let child = children.iter_mut().find(|child| child["place"] == from)?;
        child["place"] = to;
        Some((0, 0))
    }),
    ("{} zonder pauze open van {} tot {}", |change, found| opens(change, found[0], Some(found[1]), Some(found[2]))),
    ("{} open tot {}", |change, found| opens(change, found[0], None, Some(found[1]))),
    ("{} open vanaf {}", |change, found| opens(change, found[0], Some(found[1]), None)),
];

/// More hours of a person, in words with their holes filled in, done to a scenario.
type Asking = fn(&mut Change<'_>, &[&str]) -> Option<()>;

/// What a person is asked about the hours in which they can work; several stand in one sentence.
const HOURS: &[(&str, Asking)] = &[
    ("beginnen om {} in plaats van {}, {}", |change, found| change.can_work(found[2], found[0], found[1])),
    ("blijven tot {} de dag erna in plaats van {}, {}", |change, found| change.can_work(found[2], found[1], found[0])),
    ("blijven tot {} in plaats van {}, {}", |change, found| change.can_work(found[2], found[1], found[0])),
    ("er zijn van {} tot {}, {}", |change, found| change.can_work(found[2], found[0], found[1])),
    ("ook komen op {}, tot {} de dag erna", |change, found| {
        change.can_work(found[0], "00:00", "24:00")?;
        change.can_work(found[0], "23:59", found[1])
    }),
    ("ook komen op {}", |change, found| change.can_work(found[0], "00:00", "24:00")),
];

/// Does what `words` say to the scenario; what it takes, or `None` where the words are not true of it.
pub(super) fn done(change: &mut Change<'_>, words: &str) -> Option<Takes> {
    for (form, doing) in CHANGES {
        if let Some(found) = holes(form, words) {
            return doing(change, &found);
        }
    }
    // The asked hours of several days are joined by a word that also joins nothing else here.
    for part in words.split(" en ") {
        let (form, doing) = HOURS.iter().find(|(form, _)| holes(form, part).is_some())?;
        doing(change, &holes(form, part)?)?;
    }
    Some((0, 0))
}

impl Change<'_> {
    fn person_mut(&mut self) -> &mut Value {
        let people = self.scenario["jobseekers"].as_array_mut().unwrap();
        people.iter_mut().find(|known| known["id"] == self.person).unwrap()
    }

    /// Adds to a list of the person.
    fn push(&mut self, list: &str, item: Value) {
        let own = self.person_mut();
        if own[list].is_null() {
            own[list] = json!([]);
        }
        own[list].as_array_mut().unwrap().push(item);
    }

    /// Changes each of a list that is meant; `None` where there is none.
    fn each(
        &mut self,
        list: &str,
        is_meant: impl Fn(&Value) -> bool,
        mut change: impl FnMut(&mut Value),
    ) -> Option<()> {
        let mut meant = self.scenario[list].as_array_mut()?.iter_mut().filter(|item| is_meant(item)).peekable();
        meant.peek()?;
        meant.for_each(&mut change);
        Some(())
    }

    /// What the cheapest support of a kind takes, or `otherwise` where the scenario has none.
    fn by_support(&self, kind: &str, otherwise: Takes) -> Takes {
        let supports = items(&self.world.scenario["supports"]).iter().filter(|support| support["kind"] == kind);
        let takes = supports.map(|it| (it["cost_cents"].as_i64().unwrap_or(0), it["lead_weeks"].as_i64().unwrap_or(0)));
        takes.min().map_or(otherwise, |(cents, weeks)| (weeks, cents))
    }

    /// Lets the person work between two moments of the days named, or of as many days as are named.
    fn can_work(&mut self, days: &str, from: &str, to: &str) -> Option<()> {
        let named: Vec<_> = DAYS.iter().filter(|(_, name)| days.contains(name)).map(|(code, _)| *code).collect();
        let all = DAYS.map(|(code, _)| code).to_vec();
        let days = if named.is_empty() { all } else { named };
        if minute(to) > minute(from) {
            self.push("availability", json!({"days": days, "from": from, "to": to}));
            return Some(());
        }
        let after = |day: &&str| DAYS[(DAYS.iter().position(|(code, _)| code == day).unwrap() + 1) % 7].0;
        let next: Vec<_> = days.iter().map(after).collect();
        self.push("availability", json!({"days": days, "from": from, "to": "24:00"}));
        self.push("availability", json!({"days": next, "from": "00:00", "to": to}));
        Some(())
    }
}

fn gets_a_mode(change: &mut Change<'_>) -> Option<Takes> {
    let has_one = texts(&change.world.person(change.person)["modes"]).contains(&"bike");
    change.push("modes", json!("bike"));
    let takes = change.by_support("bicycle", (0, change.world.number("cents_bicycle")));
    (!has_one).then_some(takes)
}

/// Weeks and cents by the level that is furthest behind, of what the offer asks with its coach.
fn learns_a_language(change: &mut Change<'_>, found: &[&str]) -> Option<Takes> {
    let (world, code, up_to) = (change.world, language_code(found[0])?, level(found[1]));
    let own = world.person(change.person)["languages"][code].clone();
    let activities = ["listening", "speaking", "reading", "writing"];
    let known = |activity: &str| own[activity].as_str().map_or(0, level);
    let about = change.about.filter(|offer| offer.stated["languages"][code].is_object());
    let asked = |activity: &str| {
        let Some(offer) = about else { return up_to };
        let asked = offer.stated["languages"][code][activity].as_str().map_or(0, level);
        let coached = offer.stated["language_support"] == true || world.has_support_in_time("coach", offer);
        asked.saturating_sub(if coached { world.number("coach_steps") as usize } else { 0 })
    };
    let highest = activities.iter().map(|activity| asked(activity)).max()?;
    if up_to == 0 || highest != up_to {
        return None;
    }
    let steps = activities.iter().map(|activity| asked(activity).saturating_sub(known(activity))).max()? as i64;
    for activity in activities {
        let level = known(activity).max(asked(activity));
        if level > 0 {
            change.person_mut()["languages"][code][activity] = json!(["A1", "A2", "B1", "B2", "C1", "C2"][level - 1]);
        }
    }
    let (weeks, cents) = (world.number("weeks_per_language_level"), world.number("cents_per_language_level"));
    Some((steps * weeks, steps * cents))
}

fn learns_skills(change: &mut Change<'_>, found: &[&str]) -> Option<Takes> {
    let world = change.world;
    let held = texts(&world.person(change.person)["skills"]).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let titled = |offer: &&Offer| {
        offer.name.starts_with(&format!("{} bij ", found[0])) && offer.stated["essential_skills"].is_array()
    };
    let offer = change.about.or_else(|| world.offers.iter().find(titled))?;
    let missing: Vec<_> = texts(&offer.stated["essential_skills"])
        .into_iter()
        .filter(|skill| !held.iter().any(|own| own == skill))
        .collect();
    for skill in &missing {
        change.push("skills", json!(skill));
    }
    Some((missing.len() as i64 * world.number("weeks_per_skill"), 0))
}

fn is_entitled(change: &mut Change<'_>, found: &[&str]) -> Option<Takes> {
    let form = items(&change.world.pack["forms"]).iter().find(|form| form["caption"]["nl"] == found[0])?;
    let from = change.world.scenario["horizon"]["from"].clone();
    change.push("entitlements", json!({"right": form["entitlement"], "from": from}));
    Some((change.world.number("weeks_entitlement"), 0))
}

/// Moves the shifts of the offer spoken of, or of those of the employer that then begin at that hour.
fn moves_shifts(change: &mut Change<'_>, found: &[&str], sign: i64) -> Option<Takes> {
    let by = sign * found[2].parse::<i64>().ok()?;
    let about = change.about.map(|offer| offer.id.clone());
    let (begins, host) = (found[0].to_owned(), found[1].to_owned());
    let is_meant = |vacancy: &Value| {
        let first = vacancy["shifts"][0]["from"].as_str().map(minute);
        let begins_so = first.is_some_and(|first| clock(first + by) == begins);
        vacancy["employer"] == host && begins_so && about.as_ref().is_none_or(|id| vacancy["id"] == *id)
    };
    let moved = |text: &Value| json!(clock(minute(text.as_str().unwrap()) + by));
    change.each("vacancies", is_meant, |vacancy| {
        for shift in vacancy["shifts"].as_array_mut().unwrap() {
            (shift["from"], shift["to"]) = (moved(&shift["from"]), moved(&shift["to"]));
        }
    })?;
    Some((0, 0))
}

fn one_more(change: &mut Change<'_>, kind: &str) -> Option<Takes> {
    let mut takes = None;
    let more = |support: &mut Value| {
        support["stock"] = json!(support["stock"].as_i64().unwrap() + 1);
        takes = Some((support["lead_weeks"].as_i64().unwrap_or(0), support["cost_cents"].as_i64().unwrap_or(0)));
    };
    change.each("supports", |support| support["kind"] == kind, more)?;
    takes
}

/// Lets a facility be open from and until some minute, on every day on which it is open at all.
fn opens(change: &mut Change<'_>, name: &str, from: Option<&str>, to: Option<&str>) -> Option<Takes> {
    let longer = |care: &mut Value| {
        for window in care["open"].as_array_mut().unwrap() {
            let earlier = from.filter(|from| minute(from) < minute(window["from"].as_str().unwrap()));
            let later = to.filter(|to| minute(to) > minute(window["to"].as_str().unwrap()));
            window["from"] = earlier.map_or(window["from"].clone(), |from| json!(from));
            window["to"] = later.map_or(window["to"].clone(), |to| json!(to));
        }
    };
    change.each("childcare", |care| care["name"] == name, longer)?;
    Some((0, 0))
}
