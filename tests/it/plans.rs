//! Laws of plans from file to file: order means nothing, writing and reading lose nothing, a doctored plan is refused.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use schakel::files::plan_file::{self, format::PlanFile};
use schakel::generate::{self, Ask};
use schakel_model::{BlockProof, Grouping, Options, PartProof, Prices, Proof};
use schakel_solver::domain::{Facts, Nearby, PlanKind, Region};
use schakel_solver::kind::arranged;
use schakel_solver::plan::{self, Prepared, Termination};
use serde_json::{Value, json};

use crate::reading::{STORIES, as_planned, directory, planned};
use crate::support::read;

/// The plan file of a scenario, as bytes.
fn plan_bytes(scenario: &Value) -> String {
    bytes_of(scenario, as_planned, &Options::default())
}

/// The bytes of the plan of a scenario as `arranged` sees it.
fn bytes_of(scenario: &Value, arranged: impl Fn(Region) -> Region, options: &Options<'_>) -> String {
    let reading = read(scenario);
    let region = arranged(reading.region.unwrap_or_else(|| panic!("{:?}", reading.issues)));
    let near = Nearby::default();
    let facts = Facts::of(&region, &near);
    let plan = plan::solved(&Prepared::of(facts), options);
    serde_json::to_string(&plan_file::write(facts, &plan, &reading.defaults)).unwrap()
}

/// Puts a list in another order.
fn shuffle_items(items: &mut [Value], random: &mut impl Rng) {
    for at in (1..items.len()).rev() {
        items.swap(at, random.next_u32() as usize % (at + 1));
    }
}

/// Shuffles every list of `value` whose order means nothing. Goals stand in order of preference, levels of importance,
/// the steps of a chain of time.
fn shuffle(value: &mut Value, random: &mut impl Rng) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| shuffle(item, random));
            shuffle_items(items, random);
        }
        Value::Object(fields) => {
            let ordered = ["goals", "levels", "chain"];
            let free = fields.iter_mut().filter(|(name, _)| !ordered.contains(&name.as_str()));
            free.for_each(|(_, item)| shuffle(item, random));
        }
        _ => {}
    }
}

#[test]
fn the_order_of_lists_does_not_change_a_plan() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    for (story, _) in planned() {
        let first = plan_bytes(&story.json);
        for _ in 0..4 {
            let mut shuffled = story.json.clone();
            shuffle(&mut shuffled, &mut random);
            assert_eq!(plan_bytes(&shuffled), first, "{}", story.name);
        }
    }
}

/// A generated scenario of the seven municipalities.
fn generated(jobseekers: u32, vacancies: u32) -> Value {
    let ask = Ask { jobseekers, vacancies, ..Ask::new(generate::Territory::Kina, 5) };
    let mut bytes = Vec::new();
    generate::write(&ask, &mut bytes).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

#[test]
fn a_plan_written_and_read_is_the_same_and_holds() {
    for (story, region) in planned() {
        let near = Nearby::default();
        let facts = Facts::of(region, &near);
        let plan = plan::solved(&Prepared::of(facts), &Options::default());
        let text = serde_json::to_string(&plan_file::write(facts, &plan, &story.reading.defaults)).unwrap();
        let file: PlanFile = serde_json::from_str(&text).unwrap();
        let again = plan_file::read(facts, &file).unwrap();
        assert_eq!((&again.assignments, &again.levels), (&plan.assignments, &plan.levels), "{}", story.name);
        assert_eq!(again.unassigned, plan.unassigned, "{}", story.name);
        assert_eq!(again.offers, plan.offers, "{}", story.name);
        let violations: Vec<_> =
            plan::check(facts, &again).iter().map(|v| v.in_words(&plan::PoolNames::of(facts)).to_string()).collect();
        assert_eq!(violations, Vec::<String>::new(), "{}", story.name);
        let twice = serde_json::to_string(&plan_file::write(facts, &again, &story.reading.defaults)).unwrap();
        assert_eq!(twice, text, "{}", story.name);
    }
}

#[test]
fn what_a_proof_solves_exactly_is_written_where_it_is_not_what_people_take() {
    let (_, region) = planned().next().unwrap();
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    let mut plan = plan::solved(&Prepared::of(facts), &Options::default());
    let block = |first_level| BlockProof {
        first_level,
        multipliers: vec![1],
        grouping: Grouping::Owners,
        settled: Vec::new(),
        scale_bits: 0,
        target: 0,
        root: Prices::default(),
        proof: Proof::Prices(Prices::default()),
    };
    plan.certificate.parts = vec![PartProof { pools: Vec::new(), blocks: vec![block(0), block(1)] }];
    plan.certificate.parts[0].blocks[1].grouping = Grouping::Seats;
    let mut file = serde_json::to_value(plan_file::write(facts, &plan, &[])).unwrap();
    let blocks = &file["certificate"]["parts"][0]["blocks"];
    assert_eq!((blocks[0].get("grouping"), &blocks[1]["grouping"]), (None, &json!("seats")));
    let read =
        |file: &Value| plan_file::read(facts, &serde_json::from_value(file.clone()).unwrap()).unwrap().certificate;
    assert_eq!(read(&file), plan.certificate);
    // Plans were written that say it of a part.
    file["certificate"]["parts"][0]["grouping"] = json!("seats");
    plan.certificate.parts[0].blocks.iter_mut().for_each(|block| block.grouping = Grouping::Seats);
    assert_eq!(read(&file), plan.certificate);
}

#[test]
fn everyone_and_every_vacancy_stands_in_a_plan_once() {
    for (story, region) in planned() {
        let file: Value = serde_json::from_str(&plan_bytes(&story.json)).unwrap();
        let ids = |part: &str, field: &str| -> Vec<String> {
            let records = file[part].as_array().into_iter().flatten();
            records.map(|record| record[field].as_str().unwrap().to_owned()).collect()
        };
        let mut people = [ids("assignments", "jobseeker"), ids("unassigned", "jobseeker")].concat();
        people.sort();
        let mut expected: Vec<_> = region.jobseekers.iter().map(|person| person.id.clone()).collect();
        expected.sort();
        assert_eq!(people, expected, "{}", story.name);
        let mut vacancies = [ids("vacancies", "vacancy"), ids("offers", "offer")].concat();
        vacancies.sort();
        let mut expected: Vec<_> = region.offers.iter().map(|vacancy| vacancy.id.clone()).collect();
        expected.sort();
        assert_eq!(vacancies, expected, "{}", story.name);
        for record in file["unassigned"].as_array().unwrap() {
            assert!(!record["reasons"].as_array().unwrap().is_empty(), "{}", story.name);
        }
    }
}

/// Runs the program.
fn schakel(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_schakel")).args(arguments).output().unwrap()
}

/// What `schakel check` answers to the plan of a story, changed by `doctor`.
fn checked(story: &str, doctor: impl FnOnce(&mut Value)) -> Output {
    let scenario = directory().join(format!("{story}.json"));
    let known = STORIES.iter().find(|known| known.name == story).unwrap();
    let mut plan: Value = serde_json::from_str(&plan_bytes(&known.json)).unwrap();
    doctor(&mut plan);
    let thread = std::thread::current();
    let name = thread.name().unwrap_or_default().replace("::", "-");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{story}.json"));
    fs::write(&path, plan.to_string()).unwrap();
    schakel(&["check", scenario.to_str().unwrap(), path.to_str().unwrap()])
}

#[test]
fn a_plan_as_it_is_passes_from_the_command_line() {
    for story in ["more-people-than-openings", "the-last-childcare-place", "held", "a-floor-that-binds"] {
        let output = checked(story, |_| {});
        assert_eq!(output.status.code(), Some(0), "{story}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn a_person_put_in_the_place_of_another_is_refused() {
    let output = checked("more-people-than-openings", |plan| plan["assignments"][0]["jobseeker"] = json!("bo"));
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn points_made_prettier_are_refused() {
    let output = checked("a-floor-that-binds", |plan| plan["assignments"][0]["points"] = json!(1000));
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_held_person_smuggled_into_a_plan_is_refused() {
    let output = checked("held", |plan| {
        plan["assignments"] = json!([{"jobseeker": "ana", "vacancy": "poets", "mode": "bike", "points": 872}]);
        plan["unassigned"] = json!([]);
    });
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_person_left_out_is_refused() {
    let output = checked("more-people-than-openings", |plan| drop(plan["unassigned"].as_array_mut().unwrap().pop()));
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn a_reason_left_out_or_made_up_is_refused() {
    let output = checked("more-people-than-openings", |plan| plan["unassigned"][0]["reasons"] = json!([]));
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    let made_up = json!([{"nothing_in_reach": {}}]);
    let output = checked("the-last-bicycle", |plan| plan["unassigned"][0]["reasons"] = made_up);
    assert!(!output.status.success());
}

/// `check` refuses the plan of `story` once doctored, with `code`.
fn is_refused(story: &str, code: &str, doctor: impl FnOnce(&mut Value)) {
    let output = checked(story, |plan| {
        let before = plan.clone();
        doctor(plan);
        assert_ne!(*plan, before, "{story}: nothing was doctored");
    });
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{story}: {words}{}", String::from_utf8_lossy(&output.stderr));
    assert!(words.lines().any(|line| line.starts_with(&format!("{code}: "))), "{story}: {words}");
}

#[test]
fn a_file_that_names_another_region_or_policy_is_refused() {
    is_refused("held", "CHECK_FILE_DIFFERS", |plan| plan["region"] = json!("elsewhere"));
    is_refused("held", "CHECK_FILE_DIFFERS", |plan| plan["policy_pack"] = json!("milder"));
}

#[test]
fn a_plan_names_the_scenario_it_is_of() {
    let of = |change: &dyn Fn(&mut Value)| {
        let mut scenario = STORIES.iter().find(|story| story.name == "more-people-than-openings").unwrap().json.clone();
        change(&mut scenario);
        let plan: Value = serde_json::from_str(&plan_bytes(&scenario)).unwrap();
        plan["scenario_digest"].as_str().unwrap().to_owned()
    };
    let plain = of(&|_| ());
    assert_eq!(plain.len(), 64);
    assert_eq!(of(&|scenario| scenario["story"] = json!("Another one.")), plain);
    let turned = |scenario: &mut Value| {
        ["jobseekers", "vacancies"].iter().for_each(|list| scenario[*list].as_array_mut().unwrap().reverse());
    };
    assert_eq!(of(&turned), plain);
    // A day and a kilometre that change no proposal. Nothing tells about who is not available now.
    let home = |scenario: &mut Value| scenario["jobseekers"][0]["home"]["lon"] = json!(4.7123);
    let held = |scenario: &mut Value| scenario["jobseekers"][0]["gate"] = json!("ocmw_hold");
    assert_ne!(of(&|scenario| scenario["jobseekers"][0]["registered_on"] = json!("2025-01-07")), plain);
    assert_ne!(of(&home), plain);
    let both = |scenario: &mut Value| {
        held(scenario);
        home(scenario);
    };
    assert_eq!(of(&both), of(&held));
    is_refused("held", "CHECK_FILE_DIFFERS", |plan| plan["scenario_digest"] = json!("0".repeat(64)));
    let unnamed = checked("held", |plan| drop(plan.as_object_mut().unwrap().remove("scenario_digest")));
    assert_eq!(unnamed.status.code(), Some(0));
    let told = String::from_utf8(unnamed.stdout).unwrap();
    assert!(told.contains("not checked: which scenario it was made of"), "{told}");
}

#[test]
fn defaults_made_up_left_out_or_counted_otherwise_are_refused() {
    let refused = |doctor: &dyn Fn(&mut Value)| is_refused("held", "CHECK_FILE_DIFFERS", |plan| doctor(plan));
    refused(&|plan| plan["defaults"] = json!([]));
    refused(&|plan| plan["defaults"][0]["used_for"] = json!(999));
    refused(&|plan| plan["defaults"][0]["value"] = json!(1));
    refused(&|plan| plan["defaults"][0]["source"] = json!("law"));
}

#[test]
fn openings_left_that_are_not_are_refused() {
    is_refused("held", "CHECK_FILE_DIFFERS", |plan| plan["vacancies"][0]["open"] = json!(77));
}

#[test]
fn proofs_said_to_be_none_or_more_are_refused() {
    let proof = |plan: &mut Value| plan["certificate"]["proven_by_prices"] = json!(false);
    is_refused("a-floor-that-binds", "CHECK_FILE_DIFFERS", proof);
    let claim = |plan: &mut Value| plan["certificate"]["claimed_by_solver"] = json!(false);
    is_refused("a-floor-that-binds", "CHECK_NOT_CLAIMED", claim);
}

#[test]
fn an_ending_weaker_than_what_is_proven_is_refused() {
    for ending in ["time_limit", "node_limit", "cancelled", "within_gap"] {
        let end = |plan: &mut Value| {
            plan["termination"] = json!(ending);
            plan["gap"] = json!(0.5);
        };
        is_refused("a-floor-that-binds", "CHECK_PROVES_MORE", end);
    }
}

#[test]
fn reasons_with_pairings_made_up_are_refused() {
    let mut doctored = 0;
    for (story, _) in planned().filter(|(story, _)| !story.json["jobseekers"].is_null()) {
        let plan: Value = serde_json::from_str(&plan_bytes(&story.json)).unwrap();
        for list in ["unassigned", "vacancies"] {
            let lines = plan[list].as_array().into_iter().flatten();
            let counted = |line: &Value| line["reasons"][0]["pairings"].as_u64();
            let Some((at, pairings)) = lines.enumerate().find_map(|(at, line)| Some((at, counted(line)?))) else {
                continue;
            };
            if plan["kind"] == "matching" && doctored < 12 {
                let more = json!(pairings + 1);
                is_refused(&story.name, "CHECK_REASONS", |plan| plan[list][at]["reasons"][0]["pairings"] = more);
                doctored += 1;
            }
        }
    }
    assert!(doctored > 3, "{doctored} doctored");
}

#[test]
fn decisions_that_contradict_end_with_one_and_name_the_conflict() {
    let scenario = directory().join("two-decisions-that-contradict.json");
    let output = schakel(&["plan", scenario.to_str().unwrap(), "--kind", "matching"]);
    assert_eq!(output.status.code(), Some(1));
    let plan: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut conflict: Vec<_> = plan["conflict"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    conflict.sort_unstable();
    assert_eq!(conflict, ["pins/nel/magazijn", "pins/omar/magazijn"]);
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn the_order_of_lists_does_not_change_the_plan_of_a_generated_region() {
        let mut random = ChaCha8Rng::seed_from_u64(12);
        // Few nodes: the order is what is asked here, not how much is proven.
        let few = Options { max_nodes: 20, ..Options::default() };
        let matching = (PlanKind::Matching, Options::default());
        let asked = [(300, 300, 3, &matching), (1200, 400, 1, &matching), (200, 50, 2, &(PlanKind::Trainings, few))];
        for (people, vacancies, times, (kind, options)) in asked {
            let scenario = generated(people, vacancies);
            let bytes = |scenario: &Value| bytes_of(scenario, |region| arranged(region, *kind), options);
            let first = bytes(&scenario);
            for _ in 0..times {
                let mut shuffled = scenario.clone();
                shuffle(&mut shuffled, &mut random);
                assert!(bytes(&shuffled) == first, "{people} people, {kind:?}");
            }
        }
    }
}

#[test]
fn after_a_change_to_one_person_others_move_only_where_the_plan_is_better_for_it() {
    let mut moved = [0, 0];
    for seed in [5, 6, 7] {
        let before = crate::support::generated(seed, 150, 90);
        let region = |scenario: &Value| read(scenario).region.unwrap();
        let plan_of =
            |region: &Region| plan::solved(&Prepared::of(Facts::of(region, &Nearby::default())), &Options::default());
        let pairs =
            |plan: &plan::Plan| plan.assignments.iter().map(|edge| (edge.jobseeker, edge.offer)).collect::<Vec<_>>();
        let earlier = region(&before);
        let first = plan_of(&earlier);
        let person = first.assignments[first.assignments.len() / 2].jobseeker;
        let mut changed = before.clone();
        let id = &earlier.jobseekers[person.at()].id;
        let records = changed["jobseekers"].as_array_mut().unwrap();
        records.iter_mut().find(|one| one["id"] == *id).unwrap()["first_day"] = json!("2026-03-01");
        let fresh = region(&changed);
        let calm = Region { standing: pairs(&first), ..fresh.clone() };
        let (without, with) = (plan_of(&fresh), plan_of(&calm));
        // As good on everything that counts.
        let values = |plan: &plan::Plan| plan.levels.iter().map(|level| level.value).collect::<Vec<_>>();
        assert_eq!(values(&without), values(&with)[..without.levels.len()], "seed {seed}");
        assert_eq!(with.termination, Termination::Optimal);
        for (count, plan) in moved.iter_mut().zip([&without, &with]) {
            *count += pairs(&first).iter().filter(|pair| pair.0 != person && !pairs(plan).contains(pair)).count();
        }
    }
    assert!(moved[1] <= moved[0], "{moved:?}");
    println!(
        "people who move without their own facts changing: {} without, {} with an earlier plan",
        moved[0], moved[1]
    );
}

#[test]
fn no_more_proposals_of_an_earlier_plan_change_than_may() {
    let (mut worse, mut seen) = (0, 0);
    for seed in [5, 6] {
        // At first there is nothing at every second vacancy: afterwards much can be better.
        let after = crate::support::generated(seed, 60, 40);
        let mut before = after.clone();
        let vacancies = before["vacancies"].as_array_mut().unwrap();
        vacancies.iter_mut().step_by(2).for_each(|vacancy| vacancy["openings"] = json!(0));
        let region = |scenario: &Value| read(scenario).region.unwrap();
        let near = Nearby::default();
        let earlier = region(&before);
        let first = plan::solved(&Prepared::of(Facts::of(&earlier, &near)), &Options::default());
        let standing: Vec<_> = first.assignments.iter().map(|edge| (edge.jobseeker, edge.offer)).collect();
        // A few people find work by themselves.
        let mut changed = after.clone();
        for line in first.assignments.iter().take(3) {
            let id = &earlier.jobseekers[line.jobseeker.at()].id;
            let records = changed["jobseekers"].as_array_mut().unwrap();
            records.iter_mut().find(|one| one["id"] == *id).unwrap()["first_day"] = json!("2026-03-01");
        }
        let fresh = region(&changed);
        let mut last = None;
        for most in [None, Some(8), Some(4), Some(3), Some(2)] {
            let near = Nearby::default();
            let calm = Region { standing: standing.clone(), changed_max: most, ..fresh.clone() };
            let facts = Facts::of(&calm, &near);
            let prepared = Prepared::of(facts);
            let plan = plan::solved(&prepared, &Options::default());
            let file = plan_file::write(facts, &plan, &[]);
            assert!(plan::check(facts, &plan_file::read(facts, &file).unwrap()).is_empty(), "seed {seed}, {most:?}");
            if most == Some(2) {
                // Three cannot keep theirs: that is named among what cannot hold together.
                assert!(matches!(plan.termination, Termination::Infeasible(_)));
                assert!(file.conflict.contains(&"pins/kept".to_owned()), "{:?}", file.conflict);
                continue;
            }
            let keeps = |pair: &&(_, _)| plan.assignments.iter().any(|edge| (edge.jobseeker, edge.offer) == **pair);
            let n_changed = standing.len() - standing.iter().filter(keeps).count();
            assert!(most.is_none_or(|most| n_changed <= most as usize), "{n_changed} of {most:?}");
            let values: Vec<_> = plan.levels.iter().map(|level| level.value).collect();
            // Less room, no better plan.
            let is_worse = last.as_ref().is_some_and(|last| values < *last);
            assert!(last.as_ref().is_none_or(|last| values <= *last), "seed {seed}: {last:?} {values:?}");
            (worse, seen) = (worse + usize::from(is_worse), seen + 1);
            last = Some(values);
        }
    }
    assert!(worse > 0, "the limit never bound in {seen} plans");
}
