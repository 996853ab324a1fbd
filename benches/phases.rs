//! How long each phase takes and how much memory it needs, at the size of a small town, of the seven municipalities and
//! of the province.
//!
//! `make bench`, or `make bench SIZES="small kina"`. Each size runs in a process of its own, so that its peak memory is
//! its own. Scenarios are generated with seed 1, or with those asked (`SEEDS="2 3"`): the same on any machine. With TRACE
//! every step of solving is told.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use schakel::files::scenario::{self, Packs};
use schakel::generate::{self, Ask, FIRST_YEAR, Territory};
use schakel_model::{self as model, Options, Progress};
use schakel_solver::constraint::RuleBook;
use schakel_solver::domain::{Facts, JobseekerIdx, Mode, Nearby, OfferIdx};
use schakel_solver::explain::{of_person, shortlist_of_jobseeker, shortlist_of_offer};
use schakel_solver::plan::{self, Effort, Plan, Prepared, inspect};
use schakel_solver::text::Lang;
use schakel_solver::way::{Choice, Way};
use schakel_solver::{candidates, kind};

/// One size of region.
struct Size {
    name: &'static str,
    ask: Ask,
    /// Relative gap that the solve may leave.
    gap: f64,
    /// How often each phase but the solve runs; the median is told.
    repeats: usize,
}

const SIZES: [Size; 3] = [
    Size { name: "small", ask: ask(Territory::Kina, 300, 300), gap: 0.0, repeats: 9 },
    Size { name: "kina", ask: ask(Territory::Kina, 3_500, 5_000), gap: 0.0, repeats: 5 },
    Size { name: "antwerp", ask: ask(Territory::Antwerp, 60_000, 15_000), gap: 1e-4, repeats: 1 },
];

/// The first argument of the process that measures one size.
const ONE: &str = "--one-size";
/// Most people and vacancies for whom a single answer is timed.
const ASKED_MAX: usize = 400;

const fn ask(region: Territory, jobseekers: u32, vacancies: u32) -> Ask {
    Ask { region, seed: 1, jobseekers, vacancies, year: FIRST_YEAR }
}

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [one, name, file] = &arguments[..]
        && one == ONE
    {
        let size = SIZES.iter().find(|size| size.name == name).context("no such size")?;
        return measure(size, Path::new(file)).map(|()| ExitCode::SUCCESS);
    }
    let (seeds, names): (Vec<_>, Vec<_>) = arguments.iter().partition(|argument| argument.parse::<u64>().is_ok());
    let seeds: Vec<u64> = seeds.iter().filter_map(|seed| seed.parse().ok()).collect();
    for name in &names {
        ensure!(SIZES.iter().any(|size| size.name == name.as_str()), "no size {name}: choose small, kina or antwerp");
    }
    let chosen = |size: &&Size| names.is_empty() || names.iter().any(|name| *name == size.name);
    for size in SIZES.iter().filter(chosen) {
        for &seed in if seeds.is_empty() { &[1][..] } else { &seeds } {
            apart(size, seed)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Generates the scenario of one size and seed, and measures it in a process of its own.
fn apart(size: &Size, seed: u64) -> Result<()> {
    println!("seed {seed}");
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{seed}.json", size.name));
    generate::write(&Ask { seed, ..size.ask }, BufWriter::new(File::create(&file)?))?;
    let status = Command::new(std::env::current_exe()?).args([ONE, size.name]).arg(&file).status()?;
    ensure!(status.success(), "{} ended with {status}", size.name);
    Ok(())
}

/// Measures every phase at one size and prints a table.
fn measure(size: &Size, file: &Path) -> Result<()> {
    let packs = Packs::built_in();
    println!("{}: {} jobseekers, {} vacancies", size.name, size.ask.jobseekers, size.ask.vacancies);
    let read = || File::open(file).map(|file| scenario::read(BufReader::with_capacity(1 << 20, file), &packs));
    let reading = phase(size, "reading", read)?;
    let region = reading.region.context("the generated scenario has errors")?;
    let near = Nearby::default();
    let facts = Facts::of(&region, &near);
    let prepared = phase(size, "indexing", || Prepared::of(facts));
    judging(&prepared);
    shortlists(&prepared);
    let mut edges = phase(size, "candidates", || candidates::find(facts, &prepared.rules, &prepared.index));
    let n_edges = edges.len();
    println!("  {n_edges} ways of {} people", region.jobseekers.len());
    // Where it is listed once, there is no second copy, as in the program.
    let again = |edges: &mut Vec<_>| if size.repeats > 1 { edges.clone() } else { std::mem::take(edges) };
    let lists = phase(size, "listing", || kind::lists(facts, again(&mut edges)));
    let begun = Instant::now();
    let is_traced = std::env::var_os("TRACE").is_some();
    let tell = |step: Progress| {
        if is_traced {
            println!("    {:.2} {step:?}", begun.elapsed().as_secs_f64());
        }
    };
    let options = Options { gap: size.gap, progress: &tell, ..Options::default() };
    let solution = once(&format!("solving, gap {}", size.gap), || model::solve(&lists.problem, &options));
    let plan = phase(size, "reasons", || plan::of_solution(&prepared, &lists, solution.clone(), size.gap));
    let (n_pools, to_the_plan) = (lists.pools.len(), peak_kilobytes());
    // Whoever checks has the plan and the scenario, and no lists.
    drop(lists);
    explaining(&prepared, &plan);
    let report = once("checking", || inspect(facts, &plan, Effort::default()));
    ensure!(report.violations.is_empty(), "the checker refuses the plan: {:?}", report.violations.first());
    println!("  {n_edges} ways, {} pools, {} proposals, {:?}", n_pools, plan.assignments.len(), plan.termination);
    for level in &plan.levels {
        println!("    {:<10} {:>12}  at most {:>12}", level.level.name(), level.value, level.bound);
    }
    println!("  {:<34} {:>9.1} MB", "peak memory, to the plan", to_the_plan as f64 / 1024.0);
    println!("  {:<34} {:>9.1} MB\n", "peak memory, all phases", peak_kilobytes() as f64 / 1024.0);
    Ok(())
}

/// Runs a phase several times and prints the median.
fn phase<T>(size: &Size, name: &str, mut work: impl FnMut() -> T) -> T {
    let mut seconds = Vec::with_capacity(size.repeats);
    loop {
        let begun = Instant::now();
        let result = work();
        seconds.push(begun.elapsed().as_secs_f64());
        if seconds.len() >= size.repeats {
            seconds.sort_by(f64::total_cmp);
            println!("  {name:<34} {:>9.3} s   median of {}", seconds[seconds.len() / 2], size.repeats);
            return result;
        }
    }
}

/// Runs a phase once and prints its time.
fn once<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    println!("  {name:<34} {:>9.3} s   once", begun.elapsed().as_secs_f64());
    result
}

/// The rules alone: every rule over ways of pairs spread evenly over the region, stopping at the first that blocks, and
/// not stopping.
fn judging(prepared: &Prepared<'_>) {
    let region = prepared.facts.region;
    let (people, vacancies) = (spread(region.jobseekers.len(), 300), spread(region.offers.len(), 300));
    let mut ways = Vec::new();
    for &person in &people {
        for &vacancy in &vacancies {
            let (jobseeker_idx, offer_idx) = (JobseekerIdx::from_usize(person), OfferIdx::from_usize(vacancy));
            ways.push(Way { facts: prepared.facts, jobseeker_idx, offer_idx, choice: Choice::by(Mode::Bike) });
        }
    }
    let rules: &RuleBook = &prepared.rules;
    let per_way = |begun: Instant| begun.elapsed().as_secs_f64() / ways.len() as f64 * 1e9;
    let begun = Instant::now();
    let open = ways.iter().filter(|way| rules.verdict(way).blocked_by.is_none()).count();
    println!(
        "  {:<34} {:>9.1} ns  a way; {open} of {} pass",
        "judging, to the first that blocks",
        per_way(begun),
        ways.len()
    );
    let begun = Instant::now();
    let costs: i64 = ways.iter().map(|way| rules.costs(way)).sum();
    println!("  {:<34} {:>9.1} ns  a way; {costs} points lost", "judging by every rule", per_way(begun));
}

/// Answers about one person.
fn explaining(prepared: &Prepared<'_>, plan: &Plan) {
    let people = spread(prepared.facts.region.jobseekers.len(), ASKED_MAX);
    answers("explaining a person", &people, |person| {
        of_person(prepared, plan, JobseekerIdx::from_usize(person), Lang::Nl).len()
    });
}

/// Shortlists of ten with near misses, for distinct vacancies and distinct people.
fn shortlists(prepared: &Prepared<'_>) {
    let vacancies = spread(prepared.facts.region.offers.len(), ASKED_MAX);
    answers("shortlist of a vacancy", &vacancies, |vacancy| {
        shortlist_of_offer(prepared, OfferIdx::from_usize(vacancy), 10).entries.len()
    });
    let people = spread(prepared.facts.region.jobseekers.len(), ASKED_MAX);
    answers("shortlist of a person", &people, |person| {
        shortlist_of_jobseeker(prepared, JobseekerIdx::from_usize(person), 10).entries.len()
    });
}

/// Times one answer for each of `subjects` and prints the middle, the slow and the slowest.
fn answers(name: &str, subjects: &[usize], mut answer: impl FnMut(usize) -> usize) {
    let mut seconds: Vec<f64> = Vec::with_capacity(subjects.len());
    for &subject in subjects {
        let begun = Instant::now();
        std::hint::black_box(answer(subject));
        seconds.push(begun.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let at = |percent: usize| seconds[(seconds.len() * percent / 100).min(seconds.len() - 1)] * 1000.0;
    println!("  {name:<34} {:>9.2} ms  p99 {:.2} ms, slowest {:.2} ms of {}", at(50), at(99), at(100), seconds.len());
}

/// At most `most` positions of `n`, evenly spread.
fn spread(n: usize, most: usize) -> Vec<usize> {
    let many = n.min(most);
    (0..many).map(|position| position * n / many).collect()
}

/// The most memory this process ever held, kilobytes; 0 where the system does not tell.
fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
