//! How long it takes to choose where and when trainings are held, and how far from proven the choice is.
//!
//! `make bench-trainings`, or `make bench-trainings SEEDS="4 5"`: 2,000 people of the seven municipalities, 100 venues,
//! 12 weeks, 6 programmes, 8 instructors; a gap of 1 per cent is good enough, and a minute is the limit.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use chrono::{Datelike, Days};
use schakel::files::scenario::{self, Packs};
use schakel::generate::{self, Ask, FIRST_YEAR, Territory};
use schakel_model::{self as model, Options, Progress};
use schakel_solver::domain::{
    Equipment, Facts, Intake, LedBy, Nearby, PlanKind, Programme, ProgrammeIdx, ProgrammeKind, Region, Resource, Role,
    Venue, VenueIdx, Weekday, Window,
};
use schakel_solver::kind::{self, arranged};
use schakel_solver::plan::{self, Effort, Prepared, inspect};
use schakel_solver::{candidates, domain::MunicipalityIdx};

const PEOPLE: u32 = 2_000;
const VENUES: u64 = 100;
const WEEKS: u64 = 12;
const PROGRAMMES: u64 = 6;
const INSTRUCTORS: u64 = 8;
/// Seconds for the solve, unless `LIMIT` says otherwise.
const LIMIT: f64 = 60.0;
/// Relative gap per level that is good enough.
const GAP: f64 = 0.01;
const DAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// Whole numbers that look drawn: splitmix64, the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % n
    }

    /// `n` of the working days.
    fn days(&mut self, n: usize) -> Vec<Weekday> {
        let mut days = DAYS.to_vec();
        while days.len() > n {
            days.remove(self.below(days.len() as u64) as usize);
        }
        days
    }
}

fn main() -> Result<()> {
    let seeds: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    for seed in if seeds.is_empty() { vec![1, 2, 3] } else { seeds } {
        measure(seed)?;
    }
    Ok(())
}

/// Measures every phase and prints a table.
fn measure(seed: u64) -> Result<()> {
    let region = timed("arranging", || region(seed))?;
    let near = Nearby::default();
    let facts = Facts::of(&region, &near);
    println!("seed {seed}: {} offers, {} editions", region.offers.len(), region.editions.len());
    let prepared = timed("indexing", || Prepared::of(facts));
    let edges = timed("candidates", || candidates::find(facts, &prepared.rules, &prepared.index));
    let n_edges = edges.len();
    let lists = timed("listing", || kind::lists(facts, edges));
    let limit = std::env::var("LIMIT").ok().and_then(|limit| limit.parse().ok()).unwrap_or(LIMIT);
    let begun = Instant::now();
    let left = || Some((limit - begun.elapsed().as_secs_f64()).max(0.0));
    let stop = || begun.elapsed().as_secs_f64() >= limit;
    let tell = |step: Progress| {
        let (best, bound) = (step.best.unwrap_or_default(), step.bound.unwrap_or_default());
        println!(
            "  {:>6.1} s  {:?} of levels {:?}: best {best}, bound {bound}",
            begun.elapsed().as_secs_f64(),
            step.phase,
            step.levels
        );
    };
    let options = Options { gap: GAP, stop: &stop, seconds: &left, progress: &tell, ..Options::default() };
    let solution = timed("solving", || model::solve(&lists.problem, &options));
    let plan = timed("reasons", || plan::of_solution(&prepared, &lists, solution, GAP));
    let report = timed("checking", || inspect(facts, &plan, Effort::default()));
    ensure!(report.violations.is_empty(), "the checker refuses the plan: {:?}", report.violations.first());
    println!("  {n_edges} ways, {} pools, {:?}", lists.pools.len(), plan.termination);
    for level in &plan.levels {
        let gap = (level.bound - level.value) as f64 / level.value.unsigned_abs().max(1) as f64;
        let (name, value, bound) = (level.level.name(), level.value, level.bound);
        println!("    {name:<10} {value:>10}  at most {bound:>10}  gap {:.2} %", gap * 100.0);
    }
    Ok(())
}

fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    println!("  {name:<12} {:>8.2} s", begun.elapsed().as_secs_f64());
    result
}

/// Generated people with venues near their homes, programmes for the work they most look for, and instructors.
fn region(seed: u64) -> Result<Region> {
    let ask = Ask { region: Territory::Kina, seed, jobseekers: PEOPLE, vacancies: 200, year: FIRST_YEAR };
    let mut text = Vec::new();
    generate::write(&ask, &mut text)?;
    let mut region = scenario::read(&text[..], &Packs::built_in()).region.context("the scenario has errors")?;
    let mut draw = Draw(seed);
    let mut wanted = vec![0u32; region.occupations.len()];
    region.jobseekers.iter().flat_map(|person| &person.goals).for_each(|goal| wanted[goal.at()] += 1);
    let mut occupations: Vec<usize> = (0..wanted.len()).collect();
    occupations.sort_by_key(|&at| std::cmp::Reverse(wanted[at]));
    region.venues = (0..VENUES).map(|n| venue(n, &region, &mut draw)).collect();
    region.programmes = (0..PROGRAMMES).map(|n| programme(n, occupations[n as usize], &region, &mut draw)).collect();
    let rooms: Vec<_> = (0..VENUES).map(|n| room(n, &mut draw)).collect();
    region.resources = rooms;
    region.resources.extend((0..INSTRUCTORS).map(|n| instructor(n, &mut draw)));
    Ok(arranged(region, PlanKind::Trainings))
}

fn venue(n: u64, region: &Region, draw: &mut Draw) -> Venue {
    let near = &region.jobseekers[draw.below(region.jobseekers.len() as u64) as usize];
    let (id, name, provider) = (format!("v{n}"), format!("Zaal {n}"), "gemeente".to_owned());
    Venue {
        id,
        name,
        site: near.home,
        municipality: MunicipalityIdx(near.municipality.0),
        provider,
        cost_eur: 0,
        existing: false,
    }
}

fn room(n: u64, draw: &mut Draw) -> Resource {
    let open = |day| Window { day, from: 8 * 60, to: 18 * 60 };
    Resource {
        id: format!("v{n}/a"),
        name: format!("Zaal {n}"),
        role: Role::Room,
        provider: "gemeente".to_owned(),
        venue: Some(VenueIdx(n as u32)),
        seats: [8, 10, 12, 15][draw.below(4) as usize],
        equipment: Equipment::default(),
        free: draw.days(4).into_iter().map(open).collect(),
        away: Vec::new(),
        taken: Vec::new(),
        travel: None,
        teaches: Vec::new(),
    }
}

fn instructor(n: u64, draw: &mut Draw) -> Resource {
    let open = |day| Window { day, from: 8 * 60, to: 18 * 60 };
    let mut teaches: Vec<_> = (0..3).map(|_| ProgrammeIdx(draw.below(PROGRAMMES) as u32)).collect();
    teaches.sort_unstable();
    teaches.dedup();
    Resource {
        id: format!("i{n}"),
        name: format!("Instructeur {n}"),
        role: Role::Instructor,
        provider: "VDAB".to_owned(),
        venue: None,
        seats: 0,
        equipment: Equipment::default(),
        free: DAYS.into_iter().map(open).collect(),
        away: Vec::new(),
        taken: Vec::new(),
        travel: None,
        teaches,
    }
}

fn programme(n: u64, occupation: usize, region: &Region, draw: &mut Draw) -> Programme {
    let from = [9 * 60, 13 * 60][draw.below(2) as usize];
    let pattern = draw.days(2).into_iter().map(|day| Window { day, from, to: 16 * 60 + 30 }).collect();
    let first = region.horizon.from;
    let monday = first + Days::new((7 - u64::from(first.weekday().num_days_from_monday())) % 7);
    Programme {
        id: format!("p{n}"),
        name: format!("Opleiding {n}"),
        kind: ProgrammeKind::Training,
        intake: Intake::Regular,
        employer: None,
        jobs_promised: None,
        jobdate: None,
        practice_room: None,
        occupation: Some(schakel_solver::domain::OccupationIdx::from_usize(occupation)),
        skills: Vec::new(),
        weeks: 4,
        patterns: vec![pattern],
        bands: Vec::new(),
        steps: Vec::new(),
        work: None,
        social_clause: None,
        least: [4, 6, 8][draw.below(3) as usize],
        most: 12,
        funnel: None,
        starts: (0..WEEKS).map(|week| monday + Days::new(7 * week)).collect(),
        in_school_holidays: true,
        editions_max: None,
        equipment: Equipment::default(),
        languages: Vec::new(),
        language_support: true,
        led_by: LedBy::Vdab,
    }
}
