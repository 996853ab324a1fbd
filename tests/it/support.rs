//! A small valid scenario to start a test from, and a way to change one spot in it.

use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use schakel::files::scenario::{self, Code, Packs, Reading};
use serde_json::{Value, json};

/// Two people, two vacancies, one childcare place, one bicycle: valid, with every part filled in.
pub(crate) fn small() -> Value {
    json!({
        "format": "schakel/scenario/1",
        "story": "Two people, two vacancies.",
        "region": {"name": "KINA", "municipalities": [
            {"nis": "11022", "name": "Kalmthout"},
            {"nis": "11035", "name": "Ranst"}
        ]},
        "horizon": {"from": "2025-03-03", "to": "2025-06-30"},
        "policy": {
            "pack": "agreement-2020-2025",
            "rules": {"mobility": {"prefer": {"points": 50}}},
            "numbers": {"travel_minutes_max": 75},
            "shares": [{"id": "ranst", "group": {"municipality": "11035"}, "at_least": 1}]
        },
        "travel": {
            "speeds": {"bike": {"metres_per_hour": 16000, "detour_percent": 125, "start_minutes": 2}},
            "matrix": [{"from": "J1", "to": "V1", "mode": "walk", "minutes": 25}]
        },
        "childcare": [care("C1")],
        "supports": [{"id": "S1", "kind": "bicycle", "stock": 2, "lead_weeks": 1, "cost_cents": 60000}],
        "venues": [venue("H1")],
        "programmes": [programme("P1")],
        "instructors": [instructor("I1")],
        "edition_pins": [
            {"programme": "P1", "venue": "H1", "start": "2025-03-10", "instructor": "I1", "mode": "require"}
        ],
        "vacancies": [vacancy("V1"), vacancy("V2")],
        "jobseekers": [jobseeker("J1"), jobseeker("J2")],
        "scores": [{"jobseeker": "J1", "vacancy": "V2", "points": 10}],
        "promises": [{"jobseeker": "J1", "vacancy": "V1", "status": "invited"}],
        "pins": [{"jobseeker": "J2", "vacancy": "V1", "mode": "forbid", "reason": "client_declined"}]
    })
}

/// A childcare place open on workdays.
pub(crate) fn care(id: &str) -> Value {
    json!({
        "id": id, "name": "De Zon", "at": {"lon": 4.47, "lat": 51.38}, "municipality": "11022",
        "open": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": "07:00", "to": "18:30"}],
        "places": [{"from_age": 0, "to_age": 2, "free": 1}, {"from_age": 3, "to_age": 11, "free": 4}]
    })
}

/// A community centre with two rooms.
pub(crate) fn venue(id: &str) -> Value {
    json!({
        "id": id, "name": "De Schakel", "at": {"lon": 4.46, "lat": 51.38}, "municipality": "11022",
        "provider": "Gemeente Kalmthout",
        "rooms": [
            {
                "id": "1", "seats": 12, "open": [{"days": ["mon", "tue"], "from": "09:00", "to": "17:00"}],
                "equipment": ["computers", "step_free"]
            },
            {"id": "2", "seats": 40, "open": [{"days": ["sat"], "from": "09:00", "to": "24:00"}]}
        ]
    })
}

/// A training for cleaners, four weeks, by two patterns.
pub(crate) fn programme(id: &str) -> Value {
    json!({
        "id": id, "name": "Opleiding poetshulp", "kind": "training", "intake": "regular", "employer": "Poets nv",
        "occupation": "9112.1", "skills": ["clean-surfaces"], "weeks": 4,
        "patterns": [
            [{"days": ["mon", "tue"], "from": "09:00", "to": "12:00"}],
            [{"days": ["tue"], "from": "13:00", "to": "16:00"}]
        ],
        "group": {"least": 1, "most": 12}, "starts": ["2025-03-10", "2025-04-07"], "in_school_holidays": true,
        "intake_funnel": {
            "starts": {"mean": 0.7, "sample_size": 20.5, "source": "assumption", "observed": {"came": 9, "invited": 35}},
            "passes": {"mean": 0.8, "sample_size": 20.5, "source": "assumption", "observed": {"came": 7, "invited": 9}}
        },
        "editions_max": 1, "equipment": ["step_free"], "languages": {"nl": {"speaking": "A1"}},
        "language_support": true, "led_by": "vdab"
    })
}

/// Someone who leads it.
pub(crate) fn instructor(id: &str) -> Value {
    json!({
        "id": id, "name": "Instructeur 1", "provider": "VDAB", "teaches": ["P1"],
        "free": [{"days": ["mon", "tue"], "from": "08:00", "to": "17:00"}],
        "away": [{"from": "2025-05-01", "to": "2025-05-02"}]
    })
}

/// A cleaner's vacancy with a night shift.
pub(crate) fn vacancy(id: &str) -> Value {
    json!({
        "id": id, "employer": "Poets nv", "site": {"lon": 4.55, "lat": 51.20}, "municipality": "11035",
        "occupation": "9112.1", "openings": 2,
        "shifts": [
            {"days": ["mon", "tue"], "from": "08:00", "to": "12:00"},
            {"days": ["sat"], "from": "22:00", "to": "06:00"}
        ],
        "hours_per_week": 16, "start": "2025-03-17",
        "languages": {"nl": {"listening": "A2", "speaking": "A1"}},
        "essential_skills": ["clean-surfaces"], "optional_skills": ["handle-chemicals"],
        "licences": ["B"], "vehicle": true, "employment_form": "wijk_werken", "led_by": "ocmw",
        "bottleneck": true, "language_support": true, "minimum_age": 18
    })
}

/// A parent of one with a right and two goals.
pub(crate) fn jobseeker(id: &str) -> Value {
    json!({
        "id": id, "home": {"lon": 4.473, "lat": 51.384}, "municipality": "11022",
        "modes": ["walk", "bike", "transit"], "licences": ["AM", "B"], "travel_minutes_max": 45,
        "languages": {"nl": {"listening": "B1", "speaking": "A2"}, "ar": {"speaking": "C2"}},
        "skills": ["clean-surfaces"], "goals": ["9112.1", "5131.1"],
        "availability": [{"days": ["mon", "tue", "thu"], "from": "07:00", "to": "20:00"}],
        "hours_per_week": {"min": 10, "max": 38}, "first_day": "2025-03-10",
        "children": [{"age": 2, "care_needed": true}, {"age": 4, "care_needed": true, "place": "C1"}],
        "registered_on": "2024-05-06", "birth_year": 1990,
        "gate": {"released": {"by": "OCMW Kalmthout", "on": "2025-02-20"}},
        "right_to_work": {"until": "2027-01-31"},
        "entitlements": [{"right": "wijk_werken", "from": "2025-01-01", "until": "2025-12-31"}],
        "assessments": [{"field": "languages", "by": "VDAB", "on": "2025-02-01"}]
    })
}

/// [`small`] with the value at `pointer` replaced or, in an object or at the end of a list, added.
pub(crate) fn with(pointer: &str, value: Value) -> Value {
    let mut scenario = small();
    put(&mut scenario, pointer, value);
    scenario
}

/// [`small`] without the field at `pointer`.
pub(crate) fn without(pointer: &str) -> Value {
    let mut scenario = small();
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    scenario.pointer_mut(parent).unwrap().as_object_mut().unwrap().shift_remove(field).unwrap();
    scenario
}

/// Puts `value` at `pointer` of `scenario`.
pub(crate) fn put(scenario: &mut Value, pointer: &str, value: Value) {
    if let Some(spot) = scenario.pointer_mut(pointer) {
        *spot = value;
        return;
    }
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    match scenario.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.insert(field.replace("~1", "/").replace("~0", "~"), value)),
        Value::Array(items) => items.push(value),
        other => panic!("{other} holds nothing"),
    }
}

/// The packs the program brings, read once.
static PACKS: LazyLock<Packs> = LazyLock::new(Packs::built_in);

/// Reads `scenario` with the packs the program brings.
pub(crate) fn read(scenario: &Value) -> Reading {
    read_text(&scenario.to_string())
}

/// Reads the text of a scenario.
pub(crate) fn read_text(text: &str) -> Reading {
    scenario::read(text.as_bytes(), &PACKS)
}

/// Codes and pointers of everything found.
pub(crate) fn found(reading: &Reading) -> Vec<(Code, &str)> {
    reading.issues.iter().map(|issue| (issue.code, issue.pointer.as_str())).collect()
}

/// A synthetic region of KINA.
pub(crate) fn generated(seed: u64, jobseekers: u32, vacancies: u32) -> Value {
    let ask = schakel::generate::Ask {
        region: schakel::generate::Territory::Kina,
        seed,
        jobseekers,
        vacancies,
        year: schakel::generate::FIRST_YEAR,
    };
    let mut text = Vec::new();
    schakel::generate::write(&ask, &mut text).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// Runs the program with `input` on its standard input.
pub(crate) fn piped(arguments: &[&str], input: &Value) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_schakel"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end without reading.
    let _ = child.stdin.take().unwrap().write_all(input.to_string().as_bytes());
    child.wait_with_output().unwrap()
}
