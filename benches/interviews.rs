//! How long it takes to plan the interviews of a fair, how far from proven the plan is, and how long to plan it again.
//!
//! `make bench-interviews`, or `make bench-interviews SEEDS="4 5"`: 400 attendees, 60 tables, 18 slots; a gap of 1 per
//! cent is good enough, and a minute is the limit. Then 20 people stay away, and what they leave is given again; then
//! an employer cancels, people come late and people walk in.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::collections::BTreeSet;
use std::time::Instant;

use anyhow::{Result, ensure};
use schakel_solver::interviews::{
    Attendee, Fair, Interpreters, Options, Plan, Promise, Slot, Table, Wish, check, plan,
};

const ATTENDEES: u64 = 400;
const TABLES: u64 = 60;
const SLOTS: usize = 18;
/// Seconds for the plan.
const LIMIT: f64 = 60.0;
/// Seconds to plan again.
const AGAIN: f64 = 1.0;
/// Relative gap per level that is good enough.
const GAP: f64 = 0.01;
/// People who stay away.
const NO_SHOWS: usize = 20;

/// Whole numbers that look drawn: splitmix64, the same on every machine.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % n
    }
}

fn main() -> Result<()> {
    let seeds: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    for seed in if seeds.is_empty() { vec![1, 2, 3] } else { seeds } {
        measure(seed)?;
    }
    Ok(())
}

/// Plans one fair, and again without those who stay away.
fn measure(seed: u64) -> Result<()> {
    let mut draw = Draw(seed);
    let mut fair = fair(&mut draw);
    let (first, seconds) = timed(&fair, LIMIT)?;
    println!("seed {seed}: {ATTENDEES} x {TABLES} x {SLOTS}  {seconds:.2} s  {}", told(&first));
    fair.promises = first.meetings.iter().map(promise).collect();
    while fair.attendees.iter().filter(|attendee| attendee.is_absent).count() < NO_SHOWS {
        let at = draw.below(ATTENDEES) as usize;
        fair.attendees[at].is_absent = true;
    }
    fair.changed_max = Some(20);
    let (again, seconds) = timed(&fair, AGAIN)?;
    println!("  without {NO_SHOWS}: {seconds:.2} s  {} changed promises  {}", again.changed.len(), told(&again));
    // On the day: one employer cancels, ten people come an hour late, and ten walk in where ten others stayed away.
    fair.tables[draw.below(TABLES) as usize].is_cancelled = true;
    for attendee in fair.attendees.iter_mut().filter(|attendee| !attendee.is_absent).take(10) {
        attendee.first = (attendee.first + 3).min(attendee.last);
    }
    for attendee in fair.attendees.iter_mut().filter(|attendee| attendee.is_absent).take(10) {
        attendee.id.push('W');
        attendee.is_absent = false;
        fair.promises.retain(|promise| !attendee.id.starts_with(&promise.attendee));
    }
    fair.changed_max = None;
    let (day, seconds) = timed(&fair, AGAIN)?;
    println!("  on the day: {seconds:.2} s  {} changed promises  {}", day.changed.len(), told(&day));
    println!("  peak memory {}", peak_memory());
    Ok(())
}

fn promise(meeting: &schakel_solver::interviews::Meeting) -> Promise {
    Promise { attendee: meeting.attendee.clone(), table: meeting.table.clone(), slot: meeting.slot }
}

fn timed(fair: &Fair, limit: f64) -> Result<(Plan, f64)> {
    let begun = Instant::now();
    let left = || limit - begun.elapsed().as_secs_f64();
    let options =
        Options { gap: GAP, stop: &|| left() <= 0.0, seconds: &|| Some(left().max(0.1)), ..Options::default() };
    let plan = plan(fair, &options);
    let seconds = begun.elapsed().as_secs_f64();
    ensure!(plan.is_some(), "the fair is malformed");
    let Some(plan) = plan else { anyhow::bail!("no plan") };
    ensure!(check(fair, &plan).is_ok(), "the checker refuses the plan: {:?}", check(fair, &plan));
    Ok((plan, seconds))
}

fn told(plan: &Plan) -> String {
    let [kept, people, value] = plan.levels().map(|level| format!("{} of at most {}", level.value, level.bound));
    let gap = 100.0 * plan.gap_reached();
    format!("{:?}, gap {gap:.2} %: promises {kept}, people {people}, value {value}", plan.status)
}

/// A fair that is too small for everyone's wishes: three in four seats are worth having twice.
fn fair(draw: &mut Draw) -> Fair {
    let slot = |s: u32| Slot { from: 540 + 20 * s, to: 540 + 20 * s + 15 };
    let zones = 6u32;
    let walk = |a: u32, b: u32| 2 + 2 * a.abs_diff(b);
    let languages = ["nl", "fr", "en", "ar", "uk"];
    let table = |draw: &mut Draw, t: u64| {
        // Half of the employers eat early, half late.
        let noon = if t.is_multiple_of(2) { 8 } else { 9 };
        let mut spoken: BTreeSet<String> = BTreeSet::from(["nl".to_owned()]);
        if draw.below(3) == 0 {
            spoken.insert(languages[1 + draw.below(2) as usize].to_owned());
        }
        Table {
            id: format!("T{t:02}"),
            zone: (t % u64::from(zones)) as usize,
            open: (0..SLOTS).filter(|&s| s != noon && s != noon + 1).collect(),
            languages: spoken,
            is_cancelled: false,
        }
    };
    let tables: Vec<Table> = (0..TABLES).map(|t| table(draw, t)).collect();
    let attendee = |draw: &mut Draw, j: u64| {
        let length = 5 + draw.below(9) as usize;
        let first = draw.below((SLOTS - length) as u64 + 1) as usize;
        let speaks = if draw.below(10) < 8 { 0 } else { 1 + draw.below(4) as usize };
        let mut wished: BTreeSet<u64> = BTreeSet::new();
        while wished.len() < 6 {
            // Some tables are wanted more than others.
            wished.insert(draw.below(TABLES).min(draw.below(TABLES)));
        }
        let wish = |t: u64| Wish { table: format!("T{t:02}"), value: 1 + draw.below(100) as u32 };
        Attendee {
            id: format!("J{j:04}"),
            first,
            last: first + length - 1,
            most: 4,
            languages: BTreeSet::from([languages[speaks].to_owned()]),
            wishes: wished.into_iter().map(wish).collect(),
            is_absent: false,
        }
    };
    Fair {
        slots: (0..SLOTS as u32).map(slot).collect(),
        walks: (0..zones).map(|a| (0..zones).map(|b| if a == b { 0 } else { walk(a, b) }).collect()).collect(),
        attendees: (0..ATTENDEES).map(|j| attendee(draw, j)).collect(),
        tables,
        interpreters: ["ar", "uk", "fr"].map(|l| Interpreters { language: l.to_owned(), at_once: 2 }).into(),
        promises: Vec::new(),
        changed_max: None,
    }
}

/// The most memory this process has held, from `/proc`.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "unknown".to_owned(), |peak| peak.trim().to_owned())
}
