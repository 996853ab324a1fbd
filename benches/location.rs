//! How long it takes to choose where to open what, proven, and how far the textbook comes beside it.
//!
//! `make bench-location`, or `make bench-location SEEDS="4 5"`: clustered demand; maximum coverage of 20,000 clients by
//! 20 of 500 sites within 8 km, with our model and as the textbook writes it (HiGHS through good_lp), two minutes at
//! most each; and the p-median of 5,000 clients and 15 of 300 sites. Distances are whole metres. Times cover building
//! and solving; ours include finding the proof and checking it once. The time to check the proof again is printed
//! separately. The ratio of the textbook's time to ours is printed where ours is proven; it is a lower bound where the
//! textbook was cut off.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::time::Instant;

use anyhow::{Result, ensure};
use good_lp::{Expression, ProblemVariables, SolverModel, Variable, solvers::highs::highs, variable};
use schakel_model::locate::Matrix;
use schakel_model::{Options, Problem, Solution, Status, audit, bound, solve};

/// Metres within which a client is covered.
const RADIUS: i64 = 8_000;

/// Seconds for each solve, here and by the textbook.
const LIMIT: f64 = 120.0;

/// Numbers that look drawn: splitmix64, the same on every machine.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0, below 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let (a, b) = (1.0 - self.unit(), self.unit());
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }

    /// A position, by weight.
    fn pick(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        let passed = |weight: &f64| {
            left -= weight;
            left < 0.0
        };
        weights.iter().position(passed).unwrap_or(weights.len() - 1)
    }
}

/// Clients around 40 towns of very different size, and sites around the same towns.
struct Instance {
    weights: Vec<i64>,
    /// Metres, by client and site.
    distances: Vec<i64>,
    n_sites: usize,
}

impl Instance {
    fn drawn(n: usize, n_sites: usize, seed: u64) -> Self {
        const TOWNS: usize = 40;
        let mut draw = Draw(seed);
        let towns: Vec<(f64, f64)> = (0..TOWNS).map(|_| (100.0 * draw.unit(), 100.0 * draw.unit())).collect();
        let sizes: Vec<f64> = (0..TOWNS).map(|_| (1.0 - draw.unit()).powf(-1.0 / 1.3).min(40.0)).collect();
        let roots: Vec<f64> = sizes.iter().map(|size| size.sqrt()).collect();
        let near = |draw: &mut Draw, town: usize, spread: f64| {
            let wide = spread + roots[town];
            (towns[town].0 + wide * draw.normal(), towns[town].1 + wide * draw.normal())
        };
        let places = |draw: &mut Draw, n: usize, weights: &[f64], spread: f64| -> Vec<(f64, f64)> {
            let towns: Vec<usize> = (0..n).map(|_| draw.pick(weights)).collect();
            towns.into_iter().map(|town| near(draw, town, spread)).collect()
        };
        let clients = places(&mut draw, n, &sizes, 1.0);
        let sites = places(&mut draw, n_sites, &roots, 1.5);
        let weights = (0..n).map(|_| 1 + (draw.next() % 100) as i64).collect();
        let metres = |a: &(f64, f64), b: &(f64, f64)| ((a.0 - b.0).hypot(a.1 - b.1) * 1_000.0).round() as i64;
        let distances = clients.iter().flat_map(|client| sites.iter().map(move |site| metres(client, site))).collect();
        Self { weights, distances, n_sites }
    }
}

fn main() -> Result<()> {
    let seeds: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    for seed in if seeds.is_empty() { vec![1, 2, 3] } else { seeds } {
        println!("seed {seed}");
        median(&Instance::drawn(5_000, 300, seed), 15)?;
        coverage(&Instance::drawn(20_000, 500, seed), 20)?;
    }
    Ok(())
}

/// Solves and proves the p-median and prints the gap of its cost.
fn median(instance: &Instance, p: i64) -> Result<()> {
    let begun = Instant::now();
    let (problem, most) = Matrix::p_median(&instance.weights, &instance.distances, instance.n_sites, p)?;
    let built = begun.elapsed().as_secs_f64();
    let (solution, seconds, checked) = proven(&problem)?;
    let (cost, least) = (i128::from(most) - solution.values[0], i128::from(most) - solution.bounds[0]);
    let gap = (cost - least) as f64 / cost as f64;
    println!(
        "  p-median          build {built:>6.2} s, solve {seconds:>6.2} s, check {checked:>5.2} s, {:?}, {:.2} weighted km, gap {gap:.1e}",
        solution.status,
        cost as f64 / 1_000.0
    );
    Ok(())
}

/// Solves and proves maximum coverage, here and by the textbook.
fn coverage(instance: &Instance, p: i64) -> Result<()> {
    let begun = Instant::now();
    let covered: Vec<bool> = instance.distances.iter().map(|&distance| distance <= RADIUS).collect();
    let problem = Matrix::coverage(&instance.weights, &covered, instance.n_sites, p)?;
    let built = begun.elapsed().as_secs_f64();
    let (solution, seconds, checked) = proven(&problem)?;
    let (status, value) = (&solution.status, solution.values[0]);
    let gap = (solution.bounds[0] - value) as f64 / value as f64;
    let pairs = covered.iter().filter(|&&covered| covered).count();
    println!(
        "  maximum coverage  build {built:>6.2} s, solve {seconds:>6.2} s, check {checked:>5.2} s, {status:?}, \
         {value} covered, gap {gap:.1e}; {:.1} sites a client",
        pairs as f64 / instance.weights.len() as f64
    );
    let begun = Instant::now();
    let found = textbook(&instance.weights, &covered, instance.n_sites, p);
    let taken = begun.elapsed().as_secs_f64();
    let Some(found) = found else {
        println!("  the textbook      {taken:>6.2} s, nothing found");
        return Ok(());
    };
    let of = if found.is_proven { "" } else { "at least " };
    let compared = match status {
        Status::Optimal => format!(": {of}{:.1} times as long", taken / (built + seconds)),
        _ => String::new(),
    };
    println!("  the textbook      {taken:>6.2} s, {} covered, gap {:.1e}{compared}", found.covered, found.gap);
    ensure!(
        !found.is_proven || *status != Status::Optimal || i128::from(found.covered) == value,
        "one of them is wrong"
    );
    Ok(())
}

/// Result of the textbook model.
struct Found {
    covered: i64,
    gap: f64,
    is_proven: bool,
}

/// Maximum coverage as the textbook writes it: `max sum w z`, `z_i <= sum of y_s that cover i`, `sum y = p`.
fn textbook(weights: &[i64], covered: &[bool], n_sites: usize, p: i64) -> Option<Found> {
    let mut variables = ProblemVariables::new();
    let y: Vec<Variable> = (0..n_sites).map(|_| variables.add(variable().binary())).collect();
    let z: Vec<Variable> = weights.iter().map(|_| variables.add(variable().min(0.0).max(1.0))).collect();
    let mut goal = Expression::from(0.0);
    z.iter().zip(weights).for_each(|(&z, &weight)| goal.add_mul(weight as f64, z));
    let mut model = variables.maximise(goal).using(highs);
    for (&z, row) in z.iter().zip(covered.chunks(n_sites)) {
        let mut left = Expression::from(z);
        y.iter().zip(row).filter(|&(_, &covered)| covered).for_each(|(&y, _)| left -= y);
        model.add_constraint(left.leq(0.0));
    }
    let opened: Expression = y.iter().sum();
    model.add_constraint(opened.leq(p as f64));
    // Only the inner model that good_lp hands out tells the gap.
    let mut model = model.try_into_inner().ok()?;
    model.make_quiet();
    model.try_set_option("mip_rel_gap", 0.0).ok()?;
    model.try_set_option("time_limit", LIMIT).ok()?;
    let solved = model.try_solve().ok()?;
    let is_proven = solved.mip_gap() == 0.0;
    Some(Found { covered: solved.objective_value().round() as i64, gap: solved.mip_gap(), is_proven })
}

/// Solves a problem and has its certificate checked. Tells the seconds of both.
fn proven(problem: &Problem) -> Result<(Solution, f64, f64)> {
    let begun = Instant::now();
    let stop = || begun.elapsed().as_secs_f64() >= LIMIT;
    let solution = solve(problem, &Options { stop: &stop, ..Options::default() });
    let seconds = begun.elapsed().as_secs_f64();
    let checked = Instant::now();
    ensure!(audit(problem, &solution.chosen).as_ref() == Ok(&solution.values), "the values do not add up");
    ensure!(bound(problem, &solution.certificate).as_ref() == Ok(&solution.bounds), "the bounds are others");
    Ok((solution, seconds, checked.elapsed().as_secs_f64()))
}
