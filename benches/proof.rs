//! How long the proof of a matching takes on many regions, and how far the textbook comes beside it.
//!
//! `make bench-proof`, `make bench-proof SEEDS="1 2 3" TEXTBOOK=60`: the seven municipalities under other seeds, and
//! five makes that are harder (half the childcare, twice the floors, two thirds of the drivers without a car, twice the
//! people, a timetable) under the first of them. Times are of solving alone, one thread, to a proven optimum on every
//! level. With TEXTBOOK the same flat problem goes to HiGHS through good_lp, level by level, for at most so many
//! seconds in all; its time is then a lower bound. With LIMITS="0 0.5 2" each region is also solved with so many seconds
//! (0: until its relaxations are done), and it is told how far the plan is then from its own bounds and from the optimum,
//! on the level where it is furthest, with what it is worth on each level. With TRACE every step is told as it begins.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::cell::Cell;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, constraint, solvers::highs::highs, variable};
use schakel::files::scenario::{self, Packs};
use schakel::generate::{self, Ask, FIRST_YEAR, Territory};
use schakel_model::{Missing, Options, Phase, Problem, Progress, Solution, Status, audit, bound, solve};
use schakel_solver::domain::{Facts, Nearby};
use schakel_solver::plan::Prepared;
use schakel_solver::{candidates, kind};
use serde_json::{Value, json};

/// A way to make a region harder.
struct Make {
    name: &'static str,
    jobseekers: u32,
    change: fn(&mut Value),
}

const MAKES: [Make; 6] = [
    Make { name: "kina", jobseekers: 3_500, change: |_| {} },
    Make { name: "half the childcare", jobseekers: 3_500, change: halve_childcare },
    Make { name: "twice the floors", jobseekers: 3_500, change: double_floors },
    Make { name: "fewer cars", jobseekers: 3_500, change: take_cars },
    Make { name: "twice the people", jobseekers: 7_000, change: |_| {} },
    Make {
        name: "a timetable",
        jobseekers: 3_500,
        change: |region| region["travel"]["timetable"] = json!({"network": "voorbeeld"}),
    },
];

fn halve_childcare(region: &mut Value) {
    for care in region["childcare"].as_array_mut().into_iter().flatten() {
        for band in care["places"].as_array_mut().into_iter().flatten() {
            band["free"] = json!(band["free"].as_u64().unwrap_or(0) / 2);
        }
    }
}

fn double_floors(region: &mut Value) {
    for share in region["policy"]["shares"].as_array_mut().into_iter().flatten() {
        if let Some(least) = share["at_least"].as_u64() {
            share["at_least"] = json!(2 * least);
        }
    }
}

fn take_cars(region: &mut Value) {
    for (at, person) in region["jobseekers"].as_array_mut().into_iter().flatten().enumerate() {
        if let Some(modes) = person["modes"].as_array_mut().filter(|_| at % 3 != 0) {
            modes.retain(|mode| mode != "car");
        }
    }
}

/// What was measured of one region.
struct Row {
    seconds: f64,
    is_proven: bool,
    ratio: Option<f64>,
    /// How far the plans with limits of time are from the optimum.
    limited: Vec<f64>,
}

fn main() -> Result<()> {
    let arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let seeds = arguments.map(|seed| seed.parse().context("seeds are numbers")).collect::<Result<Vec<u64>>>()?;
    let seeds = if seeds.is_empty() { (1..=10).collect() } else { seeds };
    let textbook_s: f64 = std::env::var("TEXTBOOK").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(0.0);
    println!(
        "{:<20} {:>5} {:>8} {:>9} {:>9} {:>9} {:>9}  {:<12} {:>9}  textbook",
        "region", "seed", "ways", "solve s", "relaxing", "choosing", "proving", "ended", "worst gap"
    );
    let mut rows = Vec::new();
    for (position, make) in MAKES.iter().enumerate() {
        // Harder makes under the first few seeds.
        let few = if position == 0 { seeds.len() } else { seeds.len().min(5) };
        for seed in &seeds[..few] {
            rows.push(measured(make, *seed, textbook_s)?);
        }
    }
    let mut seconds: Vec<f64> = rows.iter().map(|row| row.seconds).collect();
    seconds.sort_by(f64::total_cmp);
    let n_proven = rows.iter().filter(|row| row.is_proven).count();
    let (median, worst) = (seconds[seconds.len() / 2], seconds[seconds.len() - 1]);
    println!("{n_proven} of {} proven; solving, median {median:.2} s, worst {worst:.2} s", rows.len());
    for (at, limit) in limits().iter().enumerate() {
        let worst = rows.iter().map(|row| row.limited[at]).fold(0.0, f64::max);
        println!("with {limit} s, plans are at most {worst:.1e} from the optimum");
    }
    let mut ratios: Vec<f64> = rows.iter().filter_map(|row| row.ratio).collect();
    if !ratios.is_empty() {
        ratios.sort_by(f64::total_cmp);
        println!(
            "the textbook takes {:.0} times as long (median), {:.1} times at least",
            ratios[ratios.len() / 2],
            ratios[0]
        );
    }
    Ok(())
}

/// Solves one region, has its proof checked, and prints a line.
fn measured(make: &Make, seed: u64, textbook_s: f64) -> Result<Row> {
    let ask = Ask { region: Territory::Kina, seed, jobseekers: make.jobseekers, vacancies: 5_000, year: FIRST_YEAR };
    let mut text = Vec::new();
    generate::write(&ask, &mut text)?;
    let mut region: Value = serde_json::from_slice(&text)?;
    (make.change)(&mut region);
    let reading = scenario::read(region.to_string().as_bytes(), &Packs::built_in());
    let region = reading.region.with_context(|| format!("{}: {:?}", make.name, reading.issues.first()))?;
    let near = Nearby::default();
    let facts = Facts::of(&region, &near);
    let prepared = Prepared::of(facts);
    let edges = candidates::find(facts, &prepared.rules, &prepared.index);
    let n_edges = edges.len();
    let problem = kind::lists(facts, edges).problem;
    let begun = Instant::now();
    let phases = Cell::new(([0.0; 3], Phase::Relaxing, begun));
    let turn = |to: Phase| {
        let (mut seconds, phase, since) = phases.get();
        seconds[phase as usize] += since.elapsed().as_secs_f64();
        phases.set((seconds, to, Instant::now()));
    };
    let is_traced = std::env::var_os("TRACE").is_some();
    let tell = |step: Progress| {
        if is_traced {
            println!("{:.2} {step:?}", begun.elapsed().as_secs_f64());
        }
        turn(step.phase)
    };
    let solution = solve(&problem, &Options { progress: &tell, ..Options::default() });
    let seconds = begun.elapsed().as_secs_f64();
    turn(Phase::Relaxing);
    let [relaxing, choosing, proving] = phases.get().0;
    ensure!(audit(&problem, &solution.chosen).as_ref() == Ok(&solution.values), "the values do not add up");
    ensure!(bound(&problem, &solution.certificate).as_ref() == Ok(&solution.bounds), "the bounds are others");
    let told = (textbook_s > 0.0).then(|| textbook(&problem, &solution, textbook_s));
    let ratio = told.as_ref().map(|told| told.seconds / seconds.max(0.01));
    let beside = told.map_or_else(String::new, |told| told.to_string());
    let gap = worst_gap(&solution);
    let ended = format!("{:?}", solution.status);
    println!(
        "{:<20} {seed:>5} {n_edges:>8} {seconds:>9.2} {relaxing:>9.2} {choosing:>9.2} {proving:>9.2}  {ended:<12} {gap:>9.1e}  {beside}",
        make.name
    );
    let limited = limits().into_iter().map(|limit| limited(&problem, &solution, limit)).collect();
    Ok(Row { seconds, is_proven: solution.status == Status::Optimal, ratio, limited })
}

/// The limits of time that are asked, in seconds.
fn limits() -> Vec<f64> {
    let asked = std::env::var("LIMITS").unwrap_or_default();
    asked.split_whitespace().filter_map(|seconds| seconds.parse().ok()).collect()
}

/// Solves with a limit of time, prints how it ends, and tells how far the plan is from the `best`.
fn limited(problem: &Problem, best: &Solution, limit: f64) -> f64 {
    let begun = Instant::now();
    let is_relaxed = Cell::new(false);
    let left = || if limit > 0.0 { limit - begun.elapsed().as_secs_f64() } else { 1e9 };
    let seconds = || Some(left().max(0.0));
    let stop = || left() <= 0.0 || (limit == 0.0 && is_relaxed.get());
    let progress = |step: Progress| is_relaxed.set(step.phase != Phase::Relaxing);
    let options = Options { seconds: &seconds, stop: &stop, progress: &progress, ..Options::default() };
    let solution = solve(problem, &options);
    let took = begun.elapsed().as_secs_f64();
    let far = furthest(&solution.values, &best.values);
    let gap = worst_gap(&solution);
    println!(
        "    with {limit} s: {:?} after {took:.2} s, {gap:.1e} from its bounds, {far:.1e} from the optimum; {:?} of {:?}",
        solution.status, solution.values, best.values
    );
    far
}

/// The largest relative gap of a level.
fn worst_gap(solution: &Solution) -> f64 {
    furthest(&solution.values, &solution.bounds)
}

/// How far `values` are below `most` on the level where they are furthest, relative to what is there.
fn furthest(values: &[i128], most: &[i128]) -> f64 {
    let levels = values.iter().zip(most);
    levels.map(|(&value, &most)| (most as f64 - value as f64) / value.abs().max(1) as f64).fold(0.0, f64::max)
}

/// How far the textbook came.
struct Told {
    seconds: f64,
    /// Levels that it settled, and of how many.
    settled: (usize, usize),
    /// Whether its values are ours, of those settled.
    agrees: bool,
}

impl std::fmt::Display for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (settled, all) = self.settled;
        let is_whole = settled == all;
        let than = if is_whole { "" } else { "more than " };
        let agrees = if self.agrees { "" } else { ", OTHER VALUES" };
        write!(f, "{than}{:.0} s, {settled} of {all} levels{agrees}", self.seconds)
    }
}

/// The flat problem as it stands, level by level: each is maximised with those before it held at their values.
fn textbook(problem: &Problem, ours: &Solution, limit: f64) -> Told {
    let begun = Instant::now();
    let mut values: Vec<i64> = Vec::new();
    while values.len() < problem.n_levels {
        let left = limit - begun.elapsed().as_secs_f64();
        let Some(value) = (left > 0.0).then(|| level(problem, &values, left)).flatten() else { break };
        values.push(value);
    }
    let agrees = values.iter().zip(&ours.values).all(|(textbook, ours)| i128::from(*textbook) == *ours);
    Told { seconds: begun.elapsed().as_secs_f64(), settled: (values.len(), problem.n_levels), agrees }
}

/// The best value of the level after `settled`; `None` where HiGHS has no proof within `seconds`.
fn level(problem: &Problem, settled: &[i64], seconds: f64) -> Option<i64> {
    let mut variables = ProblemVariables::new();
    let x: Vec<Variable> = (0..problem.n_edges()).map(|_| variables.add(variable().binary())).collect();
    let missing: Vec<Variable> = problem.pools.iter().map(|_| variables.add(variable().min(0.0))).collect();
    let worth = |at: usize| {
        let mut goal = Expression::from(0.0);
        for (e, &edge) in x.iter().enumerate() {
            let points = problem.points[at].of(e);
            if points != 0 {
                goal.add_mul(points as f64, edge);
            }
        }
        for (pool, &missed) in problem.pools.iter().zip(&missing) {
            if let Some(Missing::Costs { level, points }) = pool.floor.map(|floor| floor.missing)
                && level == at
            {
                goal.add_mul(-(points as f64), missed);
            }
        }
        goal
    };
    let mut model = variables.maximise(worth(settled.len())).using(highs);
    let mut rows = vec![Expression::from(0.0); problem.pools.len()];
    for (e, &edge) in x.iter().enumerate() {
        for draw in problem.draws_of(e as u32) {
            rows[draw.pool as usize].add_mul(f64::from(draw.units), edge);
        }
    }
    for ((pool, row), &missed) in problem.pools.iter().zip(rows).zip(&missing) {
        if let Some(capacity) = pool.capacity {
            model.add_constraint(row.clone().leq(capacity as f64));
        }
        let Some(floor) = pool.floor else { continue };
        let slack = if matches!(floor.missing, Missing::Costs { .. }) { Expression::from(missed) } else { 0.0.into() };
        model.add_constraint((row + slack).geq(floor.units as f64));
    }
    for (at, &value) in settled.iter().enumerate() {
        model.add_constraint(constraint!(worth(at) >= value as f64));
    }
    let mut model = model.try_into_inner().ok()?;
    model.make_quiet();
    model.try_set_option("mip_rel_gap", 0.0).ok()?;
    model.try_set_option("time_limit", seconds).ok()?;
    let solved = model.try_solve().ok()?;
    (solved.mip_gap() == 0.0).then(|| solved.objective_value().round() as i64)
}
