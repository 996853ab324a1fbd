//! Each remedy shown is kept: written into the scenario itself, it gives what was stated.

use chrono::NaiveDate;
use schakel_model::Options;
use schakel_solver::domain::{Activity, Cefr, Change, Facts, LicenceCategory, Mode, Nearby, Region, Window};
use schakel_solver::explain::{levers_tried, what_would_help};
use schakel_solver::kind::arranged;
use schakel_solver::plan::{self, Plan, Prepared, Termination};
use serde_json::{Map, Value, json};

use crate::reading::{TRIED_MAX, people, planned};
use crate::support::read;

/// The record of a part with this ID.
fn record<'a>(scenario: &'a mut Value, part: &str, id: &str) -> &'a mut Map<String, Value> {
    let records = scenario[part].as_array_mut().unwrap();
    records.iter_mut().find(|record| record["id"] == id).unwrap().as_object_mut().unwrap()
}

/// The list in `field` of a record, empty when it is not there.
fn list<'a>(record: &'a mut Map<String, Value>, field: &str) -> &'a mut Vec<Value> {
    record.entry(field).or_insert_with(|| json!([])).as_array_mut().unwrap()
}

/// Adds a number to a field.
fn add(record: &mut Map<String, Value>, field: &str, more: u32) {
    let known = record.get(field).and_then(Value::as_u64).unwrap();
    record.insert(field.to_owned(), json!(known + u64::from(more)));
}

/// A minute of the day as the file writes it.
fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A window of one day as the file writes it.
fn hours(window: &Window) -> Value {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    json!({"days": [days[window.day as usize]], "from": clock(window.from), "to": clock(window.to)})
}

/// The name of a mode in the file.
fn mode_name(mode: Mode) -> &'static str {
    ["walk", "bike", "ebike", "moped", "car", "transit", "bike_transit", "shared_bike", "shared_car"][mode as usize]
}

/// Raises the levels of a language.
fn teach(person: &mut Map<String, Value>, code: &str, levels: [Cefr; 4]) {
    let languages = person.entry("languages").or_insert_with(|| json!({})).as_object_mut().unwrap();
    let known = languages.entry(code).or_insert_with(|| json!({})).as_object_mut().unwrap();
    for (activity, level) in Activity::ALL.iter().zip(levels) {
        let name = ["listening", "speaking", "reading", "writing"][*activity as usize];
        let has = known.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        // Levels sort by their names, and none comes first.
        if level != Cefr::PreA1 && has < level.to_string() {
            known.insert(name.to_owned(), json!(level.to_string()));
        }
    }
}

/// One free place fewer at a facility, for a child of this age.
fn take_place(scenario: &mut Value, id: &str, age: u8) {
    let bands = list(record(scenario, "childcare", id), "places").iter_mut().map(|band| band.as_object_mut().unwrap());
    let takes = |band: &&mut serde_json::Map<String, Value>| {
        (band["from_age"].as_u64().unwrap()..=band["to_age"].as_u64().unwrap()).contains(&age.into())
    };
    let band = bands.into_iter().find(takes).unwrap();
    let free = band["free"].as_u64().unwrap();
    band.insert("free".to_owned(), json!(free - 1));
}

/// Changes something about a person.
fn change_person(scenario: &mut Value, region: &Region, id: &str, change: &Change) {
    let horizon_from: NaiveDate = region.horizon.from;
    let person = record(scenario, "jobseekers", id);
    match *change {
        Change::Speaks(_, language, levels) => teach(person, language.code(), levels),
        Change::HasMode(_, mode) => list(person, "modes").push(json!(mode_name(mode))),
        Change::HasLicences(_, licences) => {
            list(person, "licences").extend(licences.iter().map(LicenceCategory::code).map(|code| json!(code)));
        }
        Change::TravelsUpTo(_, minutes) => drop(person.insert("travel_minutes_max".to_owned(), json!(minutes))),
        Change::LeavesFrom(_, minute) => drop(person.insert("leaves_from".to_owned(), json!(clock(minute)))),
        Change::ChildGoesTo(_, child, care) => {
            let known = region.jobseekers.iter().find(|known| known.id == id).unwrap();
            let from = known.children[usize::from(child)].place.map(|from| region.childcare[from.at()].id.as_str());
            let age = known.children[usize::from(child)].age;
            let is_it = |child: &&mut Value| child["age"] == age && child["place"].as_str() == from;
            list(person, "children").iter_mut().find(is_it).unwrap()["place"] = json!(region.childcare[care.at()].id);
            take_place(scenario, &region.childcare[care.at()].id, age);
        }
        Change::WorksShiftsOf(_, vacancy) => {
            let parts = region.offers[vacancy.at()].shifts.iter().map(|shift| shift.by_day());
            let windows = parts.flat_map(|(today, tomorrow)| [Some(today), tomorrow]).flatten();
            list(person, "availability").extend(windows.map(|window| hours(&window)));
        }
        Change::WorksHours(_, asked) => {
            let range = person["hours_per_week"].as_object_mut().unwrap();
            let (min, max) = (range["min"].as_u64().unwrap(), range["max"].as_u64().unwrap());
            range.insert("min".to_owned(), json!(min.min(asked.into())));
            range.insert("max".to_owned(), json!(max.max(asked.into())));
        }
        Change::LearnsSkillsOf(_, vacancy) => {
            let skills = region.offers[vacancy.at()].essential_skills.iter();
            list(person, "skills").extend(skills.map(|skill| json!(region.skills[skill.at()].code)));
        }
        Change::AimsAt(_, occupation) => {
            list(person, "goals").push(json!(region.occupations[occupation.at()].code));
        }
        Change::Entitled(_, right) => {
            let right = &region.entitlements[right.at()];
            list(person, "entitlements").push(json!({"right": right, "from": horizon_from}));
        }
        Change::Released(_) => drop(person.shift_remove("gate")),
        ref other => panic!("{other:?} is not about a person"),
    }
}

/// More rooms or instructors like one, each under an ID of its own.
fn more_like(scenario: &mut Value, id: &str, more: u32) {
    let (list_of, own) = match id.split_once('/') {
        Some((venue, room)) => (list(record(scenario, "venues", venue), "rooms"), room),
        None => (list(scenario.as_object_mut().unwrap(), "instructors"), id),
    };
    let known = list_of.iter().find(|known| known["id"] == own).unwrap().clone();
    for n in 0..more {
        let mut another = known.clone();
        another["id"] = json!(format!("{own}-{n}"));
        list_of.push(another);
    }
}

/// Writes a change into the scenario, as a partner who arranges it would. Knows nothing of overlays.
fn apply(scenario: &mut Value, region: &Region, change: &Change) {
    let vacancy = |idx: schakel_solver::domain::OfferIdx| region.offers[idx.at()].id.as_str();
    match *change {
        Change::Speaks(person, ..)
        | Change::HasMode(person, _)
        | Change::HasLicences(person, _)
        | Change::TravelsUpTo(person, _)
        | Change::LeavesFrom(person, _)
        | Change::ChildGoesTo(person, ..)
        | Change::WorksShiftsOf(person, _)
        | Change::WorksHours(person, _)
        | Change::LearnsSkillsOf(person, _)
        | Change::AimsAt(person, _)
        | Change::Entitled(person, _)
        | Change::Released(person) => change_person(scenario, region, &region.jobseekers[person.at()].id, change),
        Change::LanguageSupport(idx) => {
            record(scenario, "vacancies", vacancy(idx)).insert("language_support".to_owned(), json!(true));
        }
        Change::StartsOn(idx, day) => {
            record(scenario, "vacancies", vacancy(idx)).insert("start".to_owned(), json!(day));
        }
        Change::ShiftsMove(idx, minutes) => {
            let shifts = region.offers[idx.at()].shifts.iter().map(|shift| hours(&shift.moved(minutes.into())));
            record(scenario, "vacancies", vacancy(idx)).insert("shifts".to_owned(), shifts.collect());
        }
        Change::MoreOpenings(idx, more) => add(record(scenario, "vacancies", vacancy(idx)), "openings", more),
        Change::OpensFor(care, from, to) => {
            let known = &region.childcare[care.at()];
            let days: std::collections::BTreeSet<_> = known.open.iter().map(|window| window.day).collect();
            let windows = days.into_iter().map(|day| hours(&Window { day, from, to }));
            list(record(scenario, "childcare", &known.id), "open").extend(windows);
        }
        Change::MorePlaces(care, band) => {
            let (id, band) = (&region.childcare[care.at()].id, &region.childcare[care.at()].bands[usize::from(band)]);
            let bands = list(record(scenario, "childcare", id), "places");
            let bands = bands.iter_mut().map(|known| known.as_object_mut().unwrap());
            add(bands.into_iter().find(|known| known["from_age"] == band.from_age).unwrap(), "free", 1);
        }
        Change::MoreSupport(support, more) => {
            add(record(scenario, "supports", &region.supports[support.at()].id), "stock", more);
        }
        Change::MoreLike(resource, more) => more_like(scenario, &region.resources[resource.at()].id, more),
    }
}

/// Who starts where, by ID, in a plan made from scratch.
fn starts(region: &Region, plan: &Plan) -> Vec<(String, String)> {
    let ids = plan
        .assignments
        .iter()
        .map(|edge| (region.jobseekers[edge.jobseeker.at()].id.clone(), region.offers[edge.offer.at()].id.clone()));
    ids.collect()
}

/// Who starts where once the changes are written into the scenario.
fn planned_with(scenario: &Value, region: &Region, changes: &[Change]) -> Vec<(String, String)> {
    let mut scenario = scenario.clone();
    changes.iter().for_each(|change| apply(&mut scenario, region, change));
    let reading = read(&scenario);
    let changed = reading.region.unwrap_or_else(|| panic!("{changes:?} cannot be written down: {:?}", reading.issues));
    let changed = arranged(changed, region.kind);
    let plan = plan::solved(&Prepared::of(Facts::of(&changed, &Nearby::default())), &Options::default());
    starts(&changed, &plan)
}

/// Starts gained, and how many people lost theirs.
fn gained(before: &[(String, String)], after: &[(String, String)]) -> (i64, u32) {
    let still = |person: &str| after.iter().any(|(other, _)| other == person);
    let lost = before.iter().filter(|(person, _)| !still(person)).count();
    (after.len() as i64 - before.len() as i64, lost as u32)
}

#[test]
fn what_is_said_to_help_a_person_helps_once_it_is_arranged() {
    let mut tried = 0;
    for (story, region) in planned() {
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(region, &near));
        let plan = plan::solved(&prepared, &Options::default());
        let before = starts(region, &plan);
        for person in people(region) {
            for help in what_would_help(&prepared, &plan, person, TRIED_MAX, &Options::default()) {
                let changes: Vec<_> = help.set.remedies.iter().map(|remedy| remedy.change).collect();
                let after = planned_with(&story.json, region, &changes);
                let id = &region.jobseekers[person.at()].id;
                let starts_at = after.iter().find(|(other, _)| other == id).map(|(_, vacancy)| vacancy);
                let stated = help.starts_at.map(|vacancy| &region.offers[vacancy.at()].id);
                assert_eq!(starts_at, stated, "{}: {changes:?}", story.name);
                assert_eq!(gained(&before, &after), (help.net_starts, help.displaced), "{}: {changes:?}", story.name);
                assert!(!help.opens.is_empty());
                tried += 1;
            }
        }
    }
    assert!(tried > 30, "{tried}");
}

#[test]
fn what_a_lever_is_said_to_give_it_gives_once_it_is_arranged() {
    let mut tried = 0;
    for (story, region) in planned() {
        let near = Nearby::default();
        let prepared = Prepared::of(Facts::of(region, &near));
        let plan = plan::solved(&prepared, &Options::default());
        if matches!(plan.termination, Termination::Infeasible(_)) {
            continue;
        }
        let before = starts(region, &plan);
        for lever in levers_tried(&prepared, &plan, TRIED_MAX, &Options::default()) {
            let after = planned_with(&story.json, region, &lever.changes);
            assert_eq!(Some(gained(&before, &after)), lever.tried, "{}: {:?}", story.name, lever.changes);
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
}
