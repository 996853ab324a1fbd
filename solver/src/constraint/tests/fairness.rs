//! Red lines of the rules: no points for who someone is, and no field that no rule reads.

use std::collections::BTreeSet;

use super::laws::{drawn, regions, told, ways};
use crate::candidates::{Index, find};
use crate::constraint::{ALL, RuleBook};
use crate::domain::*;
use crate::sample::Dice;

/// The fields of a jobseeker, as a scenario names them, that rules read. Besides these a jobseeker has a pseudonym,
/// and a note of who assessed what.
const READ_FIELDS: [&str; 20] = [
    "availability",
    "birth_year",
    "children",
    "entitlements",
    "first_day",
    "gate",
    "goals",
    "home",
    "hours_per_week",
    "languages",
    "leaves_from",
    "licences",
    "modes",
    "municipality",
    "registered_on",
    "right_to_work",
    "skills",
    "transfers_max",
    "travel_minutes_max",
    "walk_metres_max",
];

/// Gives a person another value of one field.
fn perturb(person: &mut Jobseeker, field: &str, dice: &mut Dice) {
    let other = crate::sample::region(1000 + dice.below(1000), 1, 0).jobseekers.remove(0);
    // Every field of a jobseeker is named here: the compiler asks for a new one.
    let Jobseeker {
        id,
        home,
        municipality,
        modes,
        licences,
        travel_minutes_max,
        transfers_max,
        walk_metres_max,
        leaves_from,
        languages,
        skills,
        goals,
        availability,
        hours_per_week_min,
        hours_per_week_max,
        first_day,
        children,
        registered_on,
        birth_year,
        gate,
        right_to_work,
        entitlements,
        assessments,
    } = person;
    match field {
        "id" => id.push('x'),
        "home" => *home = other.home,
        "municipality" => *municipality = other.municipality,
        "modes" => *modes = other.modes,
        "licences" => *licences = other.licences,
        "travel_minutes_max" => *travel_minutes_max = other.travel_minutes_max,
        "transfers_max" => *transfers_max = if transfers_max.is_none() { Some(0) } else { None },
        "walk_metres_max" => *walk_metres_max = if walk_metres_max.is_none() { Some(300) } else { None },
        "leaves_from" => *leaves_from = other.leaves_from,
        "languages" => *languages = other.languages,
        "skills" => *skills = other.skills,
        "goals" => *goals = other.goals,
        "availability" => *availability = other.availability,
        "hours_per_week" => {
            (*hours_per_week_min, *hours_per_week_max) = (other.hours_per_week_min, other.hours_per_week_max);
        }
        "first_day" => *first_day = other.first_day,
        "children" => *children = other.children,
        "registered_on" => *registered_on = other.registered_on,
        "birth_year" => *birth_year = other.birth_year,
        "gate" => *gate = other.gate,
        "right_to_work" => *right_to_work = other.right_to_work,
        "entitlements" => *entitlements = other.entitlements,
        "assessments" => {
            let by = "VDAB".to_owned();
            assessments.push(Assessment { field: "skills".to_owned(), by, on: other.registered_on });
        }
        other => panic!("{other} is no field of a jobseeker"),
    }
}

#[test]
fn every_field_of_a_jobseeker_is_read_by_some_rule() {
    let read: BTreeSet<_> = ALL.iter().flat_map(|rule| rule.reads().iter().copied()).collect();
    assert_eq!(read, READ_FIELDS.into_iter().collect());
}

/// The edges of a region with one thing about everyone changed are the same, points included.
fn makes_no_difference(what: &str, change: impl Fn(&mut Jobseeker, u32)) {
    let mut edges_in_all = 0;
    for mut region in regions() {
        for offer in &mut region.offers {
            offer.openings = offer.openings.map(|openings| openings + 1);
        }
        for person in &mut region.jobseekers {
            person.birth_year = person.birth_year.min(2000);
            person.first_day = crate::sample::first_day();
            person.right_to_work = RightToWork::Unlimited;
            if person.gate == Gate::Hold || person.gate == Gate::AdviceOnly {
                person.gate = Gate::None;
            }
        }
        let mut other = region.clone();
        for (n, person) in other.jobseekers.iter_mut().enumerate() {
            change(person, n as u32);
        }
        let edges = |region: &Region| {
            let near = Nearby::default();
            let (facts, rules) = (Facts::of(region, &near), RuleBook::of(&region.pack));
            find(facts, &rules, &Index::of(facts, &rules))
        };
        let before = edges(&region);
        assert_eq!(before, edges(&other), "{what}");
        edges_in_all += before.len();
    }
    assert!(edges_in_all > 200, "{edges_in_all}");
}

#[test]
fn no_points_for_age() {
    makes_no_difference("birth year", |person, n| person.birth_year = 1950 + (n as u16 * 17) % 50);
}

#[test]
fn no_points_for_children_who_need_no_care() {
    makes_no_difference("children", |person, n| {
        let grown = Child { age: 4 + n as u8, needs_care: false, place: None, school: None };
        person.children.insert(0, grown);
        person.children.push(Child { place: Some(CareIdx::new(0)), ..grown });
    });
}

#[test]
fn no_points_for_where_one_is_registered_or_how_long() {
    makes_no_difference("municipality", |person, n| person.municipality = MunicipalityIdx(n % 2));
    makes_no_difference("registered_on", |person, n| person.registered_on = super::case::day(u64::from(n) * 40));
}

#[test]
fn no_points_for_having_been_with_the_ocmw() {
    makes_no_difference("gate", |person, n| {
        person.gate = match (&person.gate, n % 2) {
            (Gate::None, 0) => Gate::Released { by: "OCMW".to_owned(), on: super::case::day(0) },
            (Gate::None, _) => Gate::Released { by: "OCMW Brecht".to_owned(), on: super::case::day(9) },
            _ => Gate::None,
        };
    });
}

#[test]
fn no_points_for_a_pseudonym_or_for_who_assessed() {
    makes_no_difference("id", |person, n| person.id = format!("Z{n}"));
    let assessment =
        |n: u32| Assessment { field: "languages".to_owned(), by: format!("Ligo {n}"), on: super::case::day(0) };
    makes_no_difference("assessments", |person, n| person.assessments.push(assessment(n)));
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    /// Regions whose plans are about something else than vacancies.
    fn of_other_plans() -> impl Iterator<Item = Region> {
        let seeds = 0..12;
        let groups = seeds.clone().map(|seed| crate::sample::with_groups(seed, 6));
        let fairs = seeds.clone().map(|seed| crate::sample::with_fair(seed, 6));
        let objectives = seeds.map(|seed| crate::sample::with_objective(seed, 6));
        // Ways draw supports, of which these regions have none.
        let supports = crate::sample::region(0, 1, 0).supports;
        let all = groups.chain(fairs).chain(objectives).filter(|region| !region.offers.is_empty());
        all.map(move |region| Region { supports: supports.clone(), ..region })
    }

    #[test]
    fn a_rule_reads_what_it_says_it_reads_and_nothing_else() {
        let mut matters = BTreeSet::new();
        for (seed, region) in regions().chain(of_other_plans()).enumerate() {
            let mut dice = Dice::new(seed as u64);
            for field in READ_FIELDS.into_iter().chain(["id", "assessments"]) {
                let mut other = region.clone();
                for person in &mut other.jobseekers {
                    perturb(person, field, &mut dice);
                }
                for before in
                    ways(Facts::of(&region, &Nearby::default()), &mut Dice::new(seed as u64)).into_iter().step_by(5)
                {
                    let near = Nearby::default();
                    let after = before.with(Facts::of(&other, &near));
                    for (position, rule) in ALL.iter().enumerate() {
                        let of_rule = |drawn: Vec<String>| {
                            let rule = format!("(PoolKey {{ rule: {position},");
                            drawn.into_iter().filter(|claim| claim.starts_with(&rule)).collect::<Vec<_>>()
                        };
                        let is_same = told(*rule, &before) == told(*rule, &after)
                            && of_rule(drawn(&before)) == of_rule(drawn(&after));
                        if !is_same {
                            assert!(rule.reads().contains(&field), "{} reads {field}", rule.id().0);
                            matters.insert((rule.id().0, field));
                        }
                    }
                }
            }
        }
        let said = ALL.iter().flat_map(|rule| rule.reads().iter().map(|&field| (rule.id().0, field)));
        assert_eq!(matters, said.collect(), "a field that makes no difference need not be read");
    }
}
