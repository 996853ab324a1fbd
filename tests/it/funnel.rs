//! How many people of a list start and pass: the cost of too short and too long a list, played results beside stated
//! ones, and what a planner reads.

use std::process::Command;

use schakel::files::scenario::Code;
use schakel::generate::draw::words_of_day;
use schakel_solver::turnout::{Beta, Funnel, Probability};
use serde_json::{Value, json};

use crate::support::{found, put, read};

/// A group of household help: held for 6, with 10 places.
const LEAST: usize = 6;
const PLACES: usize = 10;
/// Groups played for each seed.
const GROUPS: u32 = 20_000;

/// Half and half worth 4, after the one published case: 9 of 35 started, 7 of 9 passed.
fn published() -> Funnel {
    let prior = Beta::prior(0.5, 4.0).unwrap();
    Funnel { starts: prior.updated(9, 35).unwrap(), passes: prior.updated(7, 9).unwrap() }
}

/// Where some groups were counted: 70 of 100 start, 80 of 100 of those pass.
fn recorded() -> Funnel {
    Funnel { starts: Beta::prior(0.7, 100.0).unwrap(), passes: Beta::prior(0.8, 100.0).unwrap() }
}

#[test]
fn too_short_a_list_costs_the_group_and_too_long_a_one_turns_people_away() {
    for (name, funnel) in [("published", published()), ("recorded", recorded())] {
        println!("{name}: on the list, holds, overfills, start, come for nothing, turned away");
        let mut before = (0.0, -1.0, -1.0);
        for seats in 1..=60 {
            let group = funnel.group(seats).unwrap();
            let (holds, overfills) = (group.holds(LEAST).get(), group.overfills(PLACES).get());
            let too_few = (0..LEAST).map(|n| n as f64 * group.starters.chance(n).get()).sum::<f64>();
            let turned_away = group.starters.mean() - group.starters.mean_of_at_most(PLACES);
            if seats % 5 == 0 {
                let started = group.starters.mean();
                println!("{seats:>3} {holds:.3} {overfills:.3} {started:>5.1} {too_few:.2} {turned_away:.2}");
            }
            // Both rise with every person from the moment that they are possible.
            assert!(if seats < LEAST { holds == 0.0 } else { holds > before.0 }, "{name} {seats}");
            assert!(if seats <= PLACES { overfills == 0.0 } else { overfills > before.1 }, "{name} {seats}");
            assert!(if seats <= PLACES { turned_away.abs() < 1e-12 } else { turned_away > before.2 }, "{name} {seats}");
            before = (holds, overfills, turned_away);
        }
    }
    // As many on the list as there are places: with the published case hardly ever a group, with a record mostly.
    let holds = |funnel: Funnel| funnel.group(PLACES).unwrap().holds(LEAST).get();
    assert!(holds(published()) < 0.1 && holds(recorded()) > 0.8);
    // What is known better needs a shorter list, and turns fewer people away.
    let surely = Probability::new(0.9).unwrap();
    let [of_one, of_many] =
        [published(), recorded()].map(|funnel| funnel.seats_to_offer(LEAST, PLACES, surely).unwrap());
    println!("{of_one:?} {of_many:?}");
    assert!(of_one.seats > 2 * of_many.seats && of_one.overfills.get() > 2.0 * of_many.overfills.get());
}

/// Random numbers of a group, from 0 up to 1.
fn uniform(seed: u64, group: u32, n: usize) -> Vec<f64> {
    let mut words = vec![0; n];
    words_of_day(seed, (group, 0), 0, &mut words);
    words.into_iter().map(|word| (word >> 11) as f64 / (1_u64 << 53) as f64).collect()
}

/// How many of `n` get to the next step: one by one, each by what is known and by who went before (Polya's urn).
fn drawn(rate: &Beta, n: usize, chances: &mut impl Iterator<Item = f64>) -> usize {
    (0..n).fold(0, |so_far, before| {
        let chance = (rate.alpha() + so_far as f64) / (rate.sample_size() + before as f64);
        so_far + usize::from(chances.next().unwrap() < chance)
    })
}

/// Of many groups played: how many hold, how many have more starters than places, and how many people pass.
struct Played {
    holds: f64,
    overfills: f64,
    passers: f64,
}

fn played(funnel: &Funnel, seats: usize, seed: u64) -> Played {
    let mut seen = (0_u32, 0_u32, 0_usize);
    for group in 0..GROUPS {
        let mut chances = uniform(seed, group, 2 * seats).into_iter();
        let started = drawn(&funnel.starts, seats, &mut chances);
        seen.0 += u32::from(started >= LEAST);
        seen.1 += u32::from(started > PLACES);
        seen.2 += drawn(&funnel.passes, started, &mut chances);
    }
    let share = |count: u32| f64::from(count) / f64::from(GROUPS);
    Played { holds: share(seen.0), overfills: share(seen.1), passers: seen.2 as f64 / f64::from(GROUPS) }
}

/// How far a share that was seen lies from the one stated, in standard errors, each of one group at least.
fn errors(seen: f64, stated: f64) -> f64 {
    (seen - stated) / (stated * (1.0 - stated) / f64::from(GROUPS)).sqrt().max(1.0 / f64::from(GROUPS))
}

#[test]
fn the_chance_that_is_stated_is_seen_when_rates_are_as_stated() {
    for (name, funnel) in [("published", published()), ("recorded", recorded())] {
        for seats in [12, 20, 40] {
            let group = funnel.group(seats).unwrap();
            for seed in [1, 2, 3] {
                let seen = played(&funnel, seats, seed);
                let holds = errors(seen.holds, group.holds(LEAST).get());
                let overfills = errors(seen.overfills, group.overfills(PLACES).get());
                let passers =
                    (seen.passers - group.passers.mean()) / (group.passers.variance() / f64::from(GROUPS)).sqrt();
                println!("{name} {seats} seed {seed}: {holds:+.2} {overfills:+.2} {passers:+.2} standard errors");
                assert!([holds, overfills, passers].iter().all(|errors| errors.abs() <= 4.0), "{name} {seats} {seed}");
            }
        }
    }
}

#[test]
fn when_fewer_start_than_stated_the_group_holds_less_often_by_so_much() {
    let surely = Probability::new(0.9).unwrap();
    for (name, stated, least_lost, most_lost) in
        [("published", published(), 0.2, 0.3), ("recorded", recorded(), 0.4, 0.5)]
    {
        let listed = stated.seats_to_offer(LEAST, PLACES, surely).unwrap();
        let fewer = Beta::prior(0.7 * stated.starts.mean().get(), stated.starts.sample_size()).unwrap();
        let actual = Funnel { starts: fewer, ..stated };
        for seed in [1, 2, 3] {
            let seen = played(&actual, listed.seats, seed);
            let lost = listed.holds.get() - seen.holds;
            let (seats, holds) = (listed.seats, listed.holds.get());
            println!(
                "{name} {seats} on the list, seed {seed}: stated {holds:.3}, seen {:.3}, {lost:.3} less",
                seen.holds
            );
            assert!((least_lost..most_lost).contains(&lost), "{name} {seed}: {lost}");
            assert!(errors(seen.holds, holds) < -40.0, "{name} {seed}");
            // And it is what the model says of the lower rate.
            assert!(errors(seen.holds, actual.group(seats).unwrap().holds(LEAST).get()).abs() <= 4.0, "{name} {seed}");
        }
    }
}

#[test]
fn when_more_start_than_stated_more_are_turned_away_by_so_much() {
    let surely = Probability::new(0.9).unwrap();
    for (name, stated, least, most) in [("published", published(), 0.2, 0.3), ("recorded", recorded(), 0.15, 0.25)] {
        let listed = stated.seats_to_offer(LEAST, PLACES, surely).unwrap();
        let more = Beta::prior(1.25 * stated.starts.mean().get(), stated.starts.sample_size()).unwrap();
        let actual = Funnel { starts: more, ..stated };
        for seed in [1, 2, 3] {
            let seen = played(&actual, listed.seats, seed);
            let overfills = listed.overfills.get();
            let gained = seen.overfills - overfills;
            println!("{name} seed {seed}: stated {overfills:.3}, seen {:.3}, {gained:.3} more", seen.overfills);
            assert!((least..most).contains(&gained), "{name} {seed}: {gained}");
            let said = actual.group(listed.seats).unwrap().overfills(PLACES).get();
            assert!(errors(seen.overfills, said).abs() <= 4.0, "{name} {seed}");
        }
    }
}

/// The story of a group that is too small, where everyone can come to Ranst, for two at most, with a funnel.
fn story() -> Value {
    let path = format!("{}/fixtures/scenarios/a-group-too-small.json", env!("CARGO_MANIFEST_DIR"));
    let mut scenario: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    scenario["programmes"][0]["group"] = json!({"least": 2, "most": 2});
    scenario["travel"] = json!({"matrix": [{"from": "cleo", "to": "gc-ranst", "mode": "walk", "minutes": 20}]});
    scenario["programmes"][0]["intake_funnel"] = json!({
        "starts": {"mean": 0.75, "sample_size": 8, "source": "assumption", "observed": {"came": 10, "invited": 12}},
        "passes": {"mean": 0.9, "sample_size": 10, "source": "assumption"}
    });
    scenario
}

/// What is printed below what is held.
fn printed(name: &str, scenario: &Value, lang: &str) -> String {
    let path = std::env::temp_dir().join(format!("schakel-funnel-{}-{name}-{lang}.json", std::process::id()));
    std::fs::write(&path, scenario.to_string()).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_schakel"))
        .arg("plan")
        .arg(&path)
        .args(["--kind", "trainings", "--format", "table", "--lang", lang])
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .skip_while(|line| !line.starts_with("    2 "))
        .skip(3)
        .take(3)
        .fold(String::new(), |all, line| all + line.trim_start() + "\n")
}

#[test]
fn a_planner_reads_the_chance_that_the_group_holds_and_who_waits() {
    expect_test::expect![[r#"
        2 op de lijst: kans 65 % dat er minstens 2 starten; verwacht 1,6 starters, 1,4 geslaagden (0 tot 2, 90 %).
        Voor 90 %: 4 op de lijst; dan is er 81 % kans op meer starters dan er plaatsen zijn (2).
        Wachtlijst (1): cleo
    "#]]
    .assert_eq(&printed("story", &story(), "nl"));
    expect_test::expect![[r#"
        2 on the list: 65 % chance that at least 2 start; expect 1.6 to start, 1.4 to pass (0 to 2, 90 %).
        For 90 %: 4 on the list; there is then a 81 % chance that more start than there are places (2).
        Waiting list (1): cleo
    "#]]
    .assert_eq(&printed("story", &story(), "en"));
    expect_test::expect![[r#"
        2 sur la liste : 65 % de chances qu'au moins 2 commencent ; attendez-vous à 1,6 participants et 1,4 réussites (0 à 2, 90 %).
        Pour 90 % : 4 sur la liste ; il y a alors 81 % de chances que plus commencent qu'il n'y a de places (2).
        Liste d'attente (1) : cleo
    "#]].assert_eq(&printed("story", &story(), "fr"));
}

#[test]
fn who_fits_best_waits_first_and_five_are_named() {
    let mut scenario = story();
    // In Ranst only; the further from there, the fewer points.
    scenario["venues"].as_array_mut().unwrap().pop();
    for (number, minutes) in (1..=6).zip([26, 21, 25, 22, 24, 23]) {
        let mut person = scenario["jobseekers"][2].clone();
        person["id"] = json!(format!("W{number}"));
        scenario["jobseekers"].as_array_mut().unwrap().push(person);
        let way = json!({"from": format!("W{number}"), "to": "gc-ranst", "mode": "walk", "minutes": minutes});
        scenario["travel"]["matrix"].as_array_mut().unwrap().push(way);
    }
    let told = printed("waiting", &scenario, "nl");
    assert!(told.ends_with("Wachtlijst (7): cleo, W2, W4, W6, W5, ..\n"), "{told}");
}

#[test]
fn a_funnel_that_cannot_be_is_pointed_at() {
    let mut scenario = story();
    put(&mut scenario, "/programmes/0/intake_funnel/starts/observed/came", json!(13));
    let issue = "#/programmes/0/intake_funnel/starts/observed/came";
    assert_eq!(found(&read(&scenario)), [(Code::NumberOutOfRange, issue)]);
    let mut scenario = story();
    put(&mut scenario, "/programmes/0/intake_funnel/passes/mean", json!(0.0));
    assert_eq!(found(&read(&scenario)), [(Code::WrongUnit, "#/programmes/0/intake_funnel/passes/mean")]);
}
