//! Generated scenarios: repeatable, as large as asked, and true to the tables they come from.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use expect_test::expect;
use schakel::files::scenario::format::Scenario;
use schakel::generate::{Ask, FIRST_YEAR, Territory, write};

const MUNICIPALITIES: &str = include_str!("../../fixtures/tables/generator_municipalities.csv");
const OCCUPATIONS: &str = include_str!("../../fixtures/tables/generator_occupations.csv");
const COMMUTES: &str = include_str!("../../fixtures/tables/generator_commutes.csv");
const FORMS: &str = include_str!("../../fixtures/tables/generator_forms.csv");
const PLACES: &str = include_str!("../../fixtures/tables/generator_places.csv");
const SHARES: &str = include_str!("../../fixtures/tables/generator_shares.csv");

/// Rows of a table without its head.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split(';').collect())
}

fn bytes(region: Territory, seed: u64, jobseekers: u32, vacancies: u32) -> Vec<u8> {
    let mut out = vec![];
    write(&Ask { region, seed, jobseekers, vacancies, year: FIRST_YEAR }, &mut out).unwrap();
    out
}

fn scenario(region: Territory, seed: u64, jobseekers: u32, vacancies: u32) -> Scenario {
    serde_json::from_slice(&bytes(region, seed, jobseekers, vacancies)).unwrap()
}

/// FNV-1a, 64 bits: a fingerprint, not a seal.
fn fingerprint(bytes: &[u8]) -> String {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    format!("{} bytes, {:016x}", bytes.len(), bytes.iter().fold(0xcbf2_9ce4_8422_2325, step))
}

/// Whether `count` of `total` lies within three standard errors of the share `part` of `whole`.
fn holds(count: usize, total: usize, part: u64, whole: u64) -> bool {
    let share = part as f64 / whole as f64;
    let error = (share * (1.0 - share) * total as f64).sqrt();
    (count as f64 - share * total as f64).abs() <= 3.0 * error
}

fn share(name: &str) -> u64 {
    rows(SHARES).find(|row| row[0] == name).unwrap()[1].parse().unwrap()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let kina = bytes(Territory::Kina, 1, 300, 300);
    expect!["616045 bytes, fbaec74543692733"].assert_eq(&fingerprint(&kina));
    assert_eq!(kina, bytes(Territory::Kina, 1, 300, 300));
    assert_ne!(kina, bytes(Territory::Kina, 2, 300, 300));
}

#[test]
fn as_many_people_and_vacancies_as_asked_and_more_of_one_does_not_reshuffle_the_other() {
    let small = scenario(Territory::Kina, 5, 40, 30);
    let large = scenario(Territory::Kina, 5, 60, 90);
    assert_eq!([small.jobseekers.len(), small.vacancies.len()], [40, 30]);
    assert_eq!([large.jobseekers.len(), large.vacancies.len()], [60, 90]);
    let people = |scenario: &Scenario| format!("{:?}", &scenario.jobseekers[..40]);
    let vacancies = |scenario: &Scenario| format!("{:?}", &scenario.vacancies[..30]);
    assert_eq!(people(&small), people(&large));
    assert_eq!(vacancies(&small), vacancies(&large));
    assert!(scenario(Territory::Kina, 5, 0, 0).jobseekers.is_empty());
}

#[test]
fn every_region_keeps_the_schema_of_the_format() {
    let schema = serde_json::to_value(schemars::schema_for!(Scenario)).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for region in [Territory::Kina, Territory::Antwerp, Territory::Flanders] {
        let value = serde_json::from_slice(&bytes(region, 3, 150, 150)).unwrap();
        let issues: Vec<_> = validator.iter_errors(&value).map(|issue| issue.to_string()).collect();
        assert_eq!(issues, Vec::<String>::new(), "{region:?}");
    }
}

#[test]
fn ages_durations_and_municipalities_follow_the_published_margins() {
    const PEOPLE: u32 = 3_500;
    let scenario = scenario(Territory::Kina, 1, PEOPLE, 0);
    let total = scenario.jobseekers.len();
    let count = |is: &dyn Fn(&schakel::files::scenario::format::Jobseeker) -> bool| {
        scenario.jobseekers.iter().filter(|&one| is(one)).count()
    };
    let today = scenario.horizon.from;
    for (name, from, to) in [("age_under_25", 18, 24), ("age_25_59", 25, 59), ("age_60_64", 60, 64)] {
        let found = count(&|one| (from..=to).contains(&(today.year() - i32::from(one.birth_year))));
        let whole = share("age_under_25") + share("age_25_59") + share("age_60_64");
        assert!(holds(found, total, share(name), whole), "{name}: {found}");
    }
    let durations = [
        ("registered_under_1_year", 0, 365),
        ("registered_1_to_2_years", 366, 730),
        ("registered_over_2_years", 731, 9999),
    ];
    let whole = durations.iter().map(|&(name, ..)| share(name)).sum();
    for (name, from, to) in durations {
        let found = count(&|one| (from..=to).contains(&(today - one.registered_on).num_days()));
        assert!(holds(found, total, share(name), whole), "{name}: {found}");
    }
    let municipality = |nis: &str| rows(MUNICIPALITIES).find(|row| row[0] == nis).unwrap();
    let population = |nis: &str| municipality(nis)[3].parse::<u64>().unwrap();
    let all = scenario.region.municipalities.iter().map(|one| population(&one.nis)).sum();
    for one in &scenario.region.municipalities {
        let found = count(&|person| person.municipality == one.nis);
        assert!(holds(found, total, population(&one.nis), all), "{}: {found}", one.name);
    }
}

#[test]
fn the_city_and_the_rest_of_the_province_have_their_published_rates() {
    let scenario = scenario(Territory::Antwerp, 1, 4_000, 0);
    let weight = |row: &[&str]| row[3].parse::<u64>().unwrap() * row[7].parse::<u64>().unwrap();
    let province = || rows(MUNICIPALITIES).filter(|row| row[2] == "antwerp");
    let city = province().find(|row| row[0] == "11002").unwrap();
    let found = scenario.jobseekers.iter().filter(|one| one.municipality == "11002").count();
    let all = province().map(|row| weight(&row)).sum();
    assert!(holds(found, scenario.jobseekers.len(), weight(&city), all), "{found}");
    // The province's own rate, 7.4 in a hundred, comes out of the two.
    let population: u64 = province().map(|row| row[3].parse::<u64>().unwrap()).sum();
    assert!((738..=742).contains(&(all / population)), "{}", all / population);
}

#[test]
fn stated_shares_come_out_in_the_scenario() {
    use schakel::files::scenario::format::{Cefr, Gate, Licence, Mode};
    let scenario = scenario(Territory::Kina, 1, 3_500, 0);
    let total = scenario.jobseekers.len();
    let little_dutch = |one: &schakel::files::scenario::format::Jobseeker| {
        let dutch = one.languages.iter().find(|(code, _)| serde_json::to_value(code).unwrap() == "nl");
        dutch.is_none_or(|(_, levels)| matches!(levels.speaking, None | Some(Cefr::A1 | Cefr::A2)))
    };
    let drives = scenario.jobseekers.iter().filter(|one| one.licences.contains(&Licence::B)).count();
    let cars = scenario.jobseekers.iter().filter(|one| one.modes.contains(&Mode::Car)).count();
    let held = scenario.jobseekers.iter().filter(|one| one.gate == Gate::OcmwHold).count();
    let few_words = scenario.jobseekers.iter().filter(|&one| little_dutch(one)).count();
    assert!(holds(cars, drives, share("car_of_licence_b"), 1000), "{cars} cars of {drives}");
    assert!(holds(held, total, share("ocmw_hold"), 1000), "{held} on hold");
    assert!(holds(few_words, total, share("dutch_below_b1"), 1000), "{few_words} below B1");
    for form in rows(FORMS) {
        let has = |one: &&schakel::files::scenario::format::Jobseeker| {
            one.entitlements.iter().any(|held| held.right == form[1])
        };
        let found = scenario.jobseekers.iter().filter(has).count();
        assert!(holds(found, total, form[3].parse().unwrap(), 1000), "{found} have {}", form[1]);
    }
}

#[test]
fn occupations_exist_and_bottleneck_flags_are_those_of_the_table() {
    let table: BTreeMap<_, _> = rows(OCCUPATIONS).map(|row| (row[0], row)).collect();
    for row in table.values() {
        assert!(!row[1].is_empty() && !row[2].is_empty(), "{} lacks a label", row[0]);
    }
    let scenario = scenario(Territory::Flanders, 4, 400, 800);
    for vacancy in &scenario.vacancies {
        let row = &table[vacancy.occupation.as_str()];
        assert_eq!(vacancy.bottleneck, !row[3].is_empty(), "{}", vacancy.id);
        assert!((2..=5).contains(&vacancy.essential_skills.len()), "{}", vacancy.id);
    }
    for person in &scenario.jobseekers {
        assert!((1..=3).contains(&person.goals.len()), "{}", person.id);
        assert!(person.goals.iter().all(|goal| table.contains_key(goal.as_str())), "{}", person.id);
    }
}

#[test]
fn six_in_ten_vacancies_are_in_the_seven_and_the_rest_where_their_residents_work() {
    let scenario = scenario(Territory::Kina, 1, 0, 3_000);
    let inside: BTreeSet<_> = scenario.region.municipalities.iter().map(|one| one.nis.as_str()).collect();
    let at = |one: &schakel::files::scenario::format::Vacancy| one.municipality.clone().unwrap();
    let here = scenario.vacancies.iter().filter(|one| inside.contains(at(one).as_str())).count();
    assert!(holds(here, 3_000, share("vacancies_in_the_seven"), 1000), "{here}");
    let outside = || rows(COMMUTES).filter(|row| !inside.contains(row[1]));
    let workers = |rows: &mut dyn Iterator<Item = Vec<&str>>| rows.map(|row| row[2].parse::<u64>().unwrap()).sum();
    let in_the_city = scenario.vacancies.iter().filter(|&one| at(one) == "11002").count();
    let (city, all) = (workers(&mut outside().filter(|row| row[1] == "11002")), workers(&mut outside()));
    assert!(holds(in_the_city, 3_000 - here, city, all), "{in_the_city}");
}

#[test]
fn homes_and_childcare_are_places_of_their_municipality_and_that_one_of_the_region() {
    let mut places: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for row in rows(PLACES) {
        let at =
            |lon: &str, lat: &str| format!("{:.5} {:.5}", lon.parse::<f64>().unwrap(), lat.parse::<f64>().unwrap());
        places.entry(row[1]).or_default().extend([at(row[2], row[3]), at(row[4], row[5])]);
    }
    for region in [Territory::Kina, Territory::Antwerp, Territory::Flanders] {
        let scenario = scenario(region, 2, 300, 0);
        let inside: BTreeSet<_> = scenario.region.municipalities.iter().map(|one| one.nis.as_str()).collect();
        let homes = scenario.jobseekers.iter().map(|one| (one.municipality.as_str(), one.home));
        let care = scenario.childcare.iter().map(|one| (one.municipality.as_deref().unwrap(), one.at));
        for (nis, at) in homes.chain(care) {
            assert!(inside.contains(nis), "{nis} is not in {region:?}");
            assert!(places[nis].contains(&format!("{:.5} {:.5}", at.lon, at.lat)), "{nis}: {at:?}");
        }
    }
}

#[test]
fn children_have_places_that_take_their_age_and_free_places_are_a_few_per_cent() {
    let scenario = scenario(Territory::Kina, 1, 3_500, 0);
    let care: BTreeMap<_, _> = scenario.childcare.iter().map(|care| (care.id.as_str(), care)).collect();
    let mut waiting = 0;
    for child in scenario.jobseekers.iter().flat_map(|one| &one.children) {
        waiting += usize::from(child.care_needed && child.place.is_none());
        let Some(place) = &child.place else { continue };
        let takes = care[place.as_str()].places.iter().any(|band| (band.from_age..=band.to_age).contains(&child.age));
        assert!(takes && child.care_needed, "{place} for {child:?}");
    }
    let free: u32 = care.values().flat_map(|care| &care.places).map(|band| band.free).sum();
    assert!(free as usize * 2 < waiting, "{free} free places for {waiting} children: nothing to decide");
}

#[test]
fn a_later_year_is_the_same_region_on_the_same_weekdays_under_the_pack_that_holds_then() {
    let first = scenario(Territory::Kina, 3, 60, 60);
    for (year, pack) in [(2026, "continued-from-2026"), (2027, "continued-from-2026"), (2028, "continued-from-2026")] {
        let mut text = vec![];
        write(&Ask { region: Territory::Kina, seed: 3, jobseekers: 60, vacancies: 60, year }, &mut text).unwrap();
        let loaded = schakel::files::scenario::read(&text[..], &schakel::files::scenario::Packs::built_in());
        let errors = loaded.issues.iter().filter(|issue| issue.severity() == schakel::files::scenario::Severity::Error);
        assert_eq!(errors.count(), 0, "{year}");
        assert_eq!(loaded.region.unwrap().pack.name, pack);
        let later: Scenario = serde_json::from_slice(&text).unwrap();
        assert_eq!(later.horizon.from.year(), year);
        assert_eq!(later.horizon.from.weekday(), first.horizon.from.weekday());
        let homes =
            |scenario: &Scenario| format!("{:?}", scenario.jobseekers.iter().map(|it| &it.home).collect::<Vec<_>>());
        assert_eq!(homes(&later), homes(&first));
        assert_eq!(later.fairs[0].date.weekday(), first.fairs[0].date.weekday());
    }
}

#[test]
fn what_goes_on_after_2025_is_what_was_agreed_before() {
    let packs = schakel::files::scenario::Packs::built_in();
    let [before, after] = ["agreement-2020-2025", "continued-from-2026"].map(|name| packs.get(name).unwrap());
    assert_eq!(before.valid_to.succ_opt(), Some(after.valid_from));
    assert_eq!((&before.levels, &before.action_tiers), (&after.levels, &after.action_tiers));
    let numbers = |pack: &schakel::files::scenario::format::Pack| {
        pack.numbers.iter().map(|(name, number)| (name.clone(), number.value)).collect::<Vec<_>>()
    };
    assert_eq!(numbers(before), numbers(after));
    let assumed = |name: &str| {
        after.numbers[name].source.contains("assumption") || !before.numbers[name].source.contains("assumption")
    };
    assert!(after.numbers.keys().all(|name| assumed(name)), "each assumption is called one");
    // Ten public holidays in each whole year, and nothing is held on them.
    for year in 2026..=2028 {
        let holidays = after.closures.iter().filter(|day| day.from == day.to && day.from.year() == year);
        assert_eq!(holidays.count(), 10, "{year}");
    }
}
