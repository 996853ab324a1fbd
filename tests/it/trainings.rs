//! Edge cases of what is held: days that are not there, a file that says other things, decisions that nobody can
//! follow.

use std::collections::BTreeSet;

use schakel::files::plan_file::{self, format::PlanFile};
use schakel::files::scenario::Code;
use schakel_model::Options;
use schakel_solver::domain::{Facts, Nearby, PlanKind, Region};
use schakel_solver::explain::{self, of_offer};
use schakel_solver::kind::arranged;
use schakel_solver::plan::{self, Plan, Prepared, Reason, Termination};
use schakel_solver::text::Lang;
use serde_json::{Value, json};

use crate::support::read;

/// A story with something changed, as a plan of trainings sees it.
fn changed(story: &str, change: impl Fn(&mut Value)) -> Region {
    let path = format!("{}/fixtures/scenarios/{story}.json", env!("CARGO_MANIFEST_DIR"));
    let mut scenario = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    change(&mut scenario);
    let reading = read(&scenario);
    arranged(reading.region.unwrap_or_else(|| panic!("{:?}", reading.issues)), PlanKind::Trainings)
}

fn solved(region: &Region) -> Plan {
    plan::solved(&Prepared::of(Facts::of(region, &Nearby::default())), &Options::default())
}

/// Why the first offer is not held, in Dutch.
fn why_not(region: &Region, plan: &Plan) -> String {
    of_offer(Facts::of(region, &Nearby::default()), plan, plan.offers[0].offer, Lang::Nl).join(" ")
}

#[test]
fn nothing_is_held_without_days() {
    let closed = json!([{
        "from": "2025-09-01", "to": "2028-12-31", "name": "Dicht", "closed": "everyone", "source": "assumption"
    }]);
    let region = changed("a-group-too-small", |scenario| scenario["policy"]["closures"] = closed.clone());
    let plan = solved(&region);
    assert!(plan.opened.is_empty() && plan.assignments.is_empty());
    assert!(plan.offers.iter().all(|offer| offer.reasons == [Reason::CannotBeHeld]));
    assert!(why_not(&region, &plan).contains("niet genoeg dagen"), "{}", why_not(&region, &plan));
}

#[test]
fn nothing_runs_on_into_days_that_the_pack_does_not_know() {
    let region = changed("a-group-too-small", |scenario| scenario["programmes"][0]["weeks"] = json!(40));
    let plan = solved(&region);
    assert!(plan.opened.is_empty(), "{}", why_not(&region, &plan));
}

#[test]
fn who_can_come_from_the_first_session_on_can_come() {
    // From Wednesday, by a pattern of Mondays: the first session is on the Monday after.
    let region = changed("a-group-too-small", |scenario| {
        scenario["programmes"][0]["starts"] = json!(["2025-09-10"]);
        scenario["programmes"][0]["patterns"] = json!([[{"days": ["mon"], "from": "09:00", "to": "12:00"}]]);
        for person in scenario["jobseekers"].as_array_mut().unwrap() {
            person["first_day"] = json!("2025-09-12");
        }
    });
    assert_eq!(solved(&region).assignments.len(), 2);
}

#[test]
fn a_file_that_says_other_things_of_an_edition_is_refused() {
    let region = changed("one-training-where-most-can-come", |_| ());
    let near = Nearby::default();
    let (facts, plan) = (Facts::of(&region, &near), solved(&region));
    let file = serde_json::to_value(plan_file::write(facts, &plan, &[])).unwrap();
    let doctored = [
        ("taken", json!(9)),
        ("places", json!(99)),
        ("least", json!(0)),
        ("from", json!("2025-09-09")),
        ("to", json!("2025-12-09")),
        ("venue", json!("dorpshuis")),
        ("programme", json!("other")),
        ("resources", json!(["gc-ranst/zaal"])),
    ];
    for (field, value) in doctored {
        let mut other = file.clone();
        other["editions"][0][field] = value;
        let other: PlanFile = serde_json::from_value(other).unwrap();
        assert!(plan_file::read(facts, &other).is_err(), "{field}");
    }
    let mut other = file.clone();
    other["offers"][0]["open"] = json!(77);
    assert!(plan_file::read(facts, &serde_json::from_value(other).unwrap()).is_err());
    assert!(plan_file::read(facts, &serde_json::from_value(file).unwrap()).is_ok());
}

#[test]
fn decisions_that_contradict_are_named_and_no_more_is_said() {
    let pins = json!([
        {"programme": "huishoudhulp", "venue": "gc-ranst", "mode": "require"},
        {"programme": "huishoudhulp", "venue": "dorpshuis", "mode": "require"}
    ]);
    let region = changed("one-training-where-most-can-come", |scenario| scenario["edition_pins"] = pins.clone());
    let plan = solved(&region);
    let Termination::Infeasible(conflict) = &plan.termination else { panic!("{:?}", plan.termination) };
    assert_eq!(conflict.len(), 2);
}

#[test]
fn a_floor_of_starts_in_work_asks_nothing_of_trainings() {
    let share = json!([{"id": "many", "at_least": 100, "hard": true}, {"id": "few", "at_most": 1}]);
    let region = changed("a-group-too-small", |scenario| scenario["policy"]["shares"] = share.clone());
    let plan = solved(&region);
    assert_eq!((plan.termination, plan.assignments.len()), (Termination::Optimal, 2));
}

#[test]
fn minutes_to_a_venue_that_are_stated_count_however_far_it_is() {
    let entry = json!([{"from": "cleo", "to": "gc-ranst", "mode": "walk", "minutes": 20}]);
    let region = changed("a-group-too-small", |scenario| scenario["travel"] = json!({"matrix": entry.clone()}));
    let plan = solved(&region);
    // Beside the two who live there; the checker, which lists every pairing itself, says the same.
    assert_eq!(plan.assignments.len(), 3);
    assert!(plan::check(Facts::of(&region, &Nearby::default()), &plan).is_empty());
}

#[test]
fn what_is_the_bottleneck_is_said() {
    let region = changed("one-training-where-most-can-come", |scenario| {
        scenario["programmes"][0]["editions_max"] = json!(0);
    });
    let plan = solved(&region);
    assert!(why_not(&region, &plan).contains("hoogstens 0"), "{}", why_not(&region, &plan));
}

#[test]
fn a_social_clause_whose_day_has_passed_counts_no_hour() {
    let path = format!("{}/fixtures/scenarios/an-enclave-of-five-or-none.json", env!("CARGO_MANIFEST_DIR"));
    let mut scenario: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    scenario["programmes"][0]["social_clause"]["by"] = json!("2025-09-02");
    let region = arranged(read(&scenario).region.unwrap(), PlanKind::Teams);
    let plan = solved(&region);
    assert_eq!((plan.assignments.len(), plan.missing[0].1), (5, 1500));
}

#[test]
fn a_training_too_far_for_who_leads_it_is_not_held_there() {
    let travel = json!({"from": {"lon": 4.57, "lat": 51.19}, "by": "bike", "minutes_max": 30});
    let region = changed("a-group-too-small", |scenario| {
        scenario["programmes"][0]["group"]["least"] = json!(1);
        for instructor in scenario["instructors"].as_array_mut().unwrap() {
            instructor["travel"] = travel.clone();
        }
    });
    let (plan, near) = (solved(&region), Nearby::default());
    let facts = Facts::of(&region, &near);
    assert_eq!(plan.opened.len(), 1, "Ranst is near, Schelle is not");
    let words: Vec<String> =
        plan.offers.iter().flat_map(|result| of_offer(facts, &plan, result.offer, Lang::En)).collect();
    assert!(words.iter().any(|line| line.contains("would travel") && line.contains("at most 30")), "{words:?}");
}

#[test]
fn a_booking_in_a_calendar_takes_a_room_for_its_hours_and_no_longer() {
    let held_with = |from: &str, to: &str| {
        let booking = json!([{"on": "2025-09-15", "from": from, "to": to}]);
        let region = changed("a-group-too-small", |scenario| {
            scenario["venues"][0]["rooms"][0]["taken"] = booking.clone();
        });
        solved(&region).opened.len()
    };
    // Sessions are from 09:00 to 12:00.
    assert_eq!([held_with("12:00", "14:00"), held_with("07:00", "09:00")], [1, 1]);
    assert_eq!([held_with("11:59", "14:00"), held_with("10:00", "10:30")], [0, 0]);
}

#[test]
fn the_intake_of_a_training_asks_for_what_goes_with_it() {
    let wrong = |change: &dyn Fn(&mut Value)| {
        let path = format!("{}/fixtures/scenarios/a-training-that-an-employer-fills.json", env!("CARGO_MANIFEST_DIR"));
        let mut scenario = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        change(&mut scenario);
        let reading = read(&scenario);
        reading.issues.iter().map(|issue| (issue.code, issue.pointer.clone())).collect::<Vec<_>>()
    };
    let found = wrong(&|scenario| {
        let programmes = scenario["programmes"].as_array_mut().unwrap();
        let exclusive = programmes.iter_mut().find(|it| it["intake"] == "exclusive").unwrap().as_object_mut().unwrap();
        exclusive.shift_remove("employer");
        exclusive.shift_remove("jobs_promised");
        exclusive.insert("jobdate".to_owned(), json!({"from": "13:00", "to": "16:00"}));
        programmes[0]["jobs_promised"] = json!(2);
        programmes[0]["jobdate"] = json!({"from": "13:00", "to": "12:00"});
    });
    let expected = [
        (Code::UnknownField, "#/programmes/0/jobs_promised"),
        (Code::ClosesBeforeOpens, "#/programmes/0/jobdate/to"),
        (Code::MissingField, "#/programmes/1/employer"),
        (Code::MissingField, "#/programmes/1/jobs_promised"),
        (Code::UnknownField, "#/programmes/1/jobdate"),
    ];
    assert_eq!(found, expected.map(|(code, pointer)| (code, pointer.to_owned())));
}

#[test]
fn one_more_person_who_leads_is_a_lever_and_is_worth_what_planning_again_gives() {
    let region = changed("one-instructor-for-two-trainings", |_| ());
    let near = Nearby::default();
    let prepared = Prepared::of(Facts::of(&region, &near));
    let plan = plan::solved(&prepared, &Options::default());
    assert_eq!(plan.assignments.len(), 3);
    let levers = explain::levers_tried(&prepared, &plan, 3, &Options::default());
    let lever = levers.iter().find(|lever| matches!(lever.kind, explain::LeverKind::MoreLike(_))).unwrap();
    assert_eq!((lever.people.len(), lever.tried), (2, Some((2, 0))));
    // Written into the scenario as one more instructor, it gives the same.
    let with_another = changed("one-instructor-for-two-trainings", |scenario| {
        let mut other = scenario["instructors"][0].clone();
        other["id"] = json!("I2");
        scenario["instructors"].as_array_mut().unwrap().push(other);
    });
    assert_eq!(solved(&with_another).assignments.len(), 5);
}

#[test]
fn who_takes_part_can_be_decided_and_what_cannot_be_is_told() {
    let region = changed("a-training-with-a-promised-place", |_| ());
    let plan = solved(&region);
    let who: BTreeSet<_> = plan.assignments.iter().map(|edge| &*region.jobseekers[edge.jobseeker.at()].id).collect();
    assert_eq!(who, BTreeSet::from(["bea", "ella"]));
    let against = changed("a-training-with-a-promised-place", |scenario| {
        scenario["edition_pins"][1]["jobseeker"] = json!("ella");
    });
    let plan = solved(&against);
    let Termination::Infeasible(conflict) = &plan.termination else { panic!("{:?}", plan.termination) };
    assert_eq!(conflict.len(), 1);
    let words = explain::of_plan(Facts::of(&against, &Nearby::default()), &plan, Lang::Nl).join(" ");
    assert!(words.contains("Beslissing: ella neemt deel: Opleiding huishoudhulp."), "{words}");
}

#[test]
fn who_leads_elsewhere_in_the_afternoon_has_to_get_there() {
    let held = |start: &str| {
        let region = changed("an-instructor-who-cannot-be-there-in-time", |scenario| {
            scenario["programmes"][1]["patterns"][0][0]["from"] = json!(start);
        });
        solved(&region).opened.len()
    };
    // Half an hour and some by car, from a quarter to one on.
    assert_eq!([held("13:00"), held("13:10"), held("13:30"), held("14:00")], [1, 1, 2, 2]);
    let anywhere = changed("an-instructor-who-cannot-be-there-in-time", |scenario| {
        scenario["instructors"][0].as_object_mut().unwrap().remove("travel");
    });
    assert_eq!(solved(&anywhere).opened.len(), 2);
}
