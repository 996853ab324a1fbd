//! Decides: promises that hold together stay, a plan is searched beside them, and a bound says how good it is.

use std::collections::BTreeMap;

use schakel_model::{self as core, Problem};

use super::agenda::Agenda;
use super::candidates::Candidates;
use super::model::{Goal, Model, Rows, model};
use super::reason::reason;
use super::search::Search;
use super::{Cause, Changed, Fair, Level, Line, Meeting, NoMeeting, Plan, Promise, Status};

/// How to plan.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Relative gap per level that is good enough; 0 asks for a proven optimum.
    pub gap: f64,
    /// Rounds of search that may find nothing better before it ends.
    pub patience: u64,
    /// Asked between pieces of work; once true, the best so far is returned.
    pub stop: &'a dyn Fn() -> bool,
    /// Seconds that are left for one call of the solver. A limit that bites makes the plan depend on the machine.
    pub seconds: &'a dyn Fn() -> Option<f64>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { gap: 0.0, patience: 120, stop: &|| false, seconds: &|| None }
    }
}

/// Promises to people who come, each with why it cannot hold whatever else is planned.
type Told<'a> = Vec<(&'a Promise, Option<Cause>)>;

/// Plans `fair`. The same in any order of its lists, unless a limit of time bites. None when [`Fair::is_well_formed`]
/// says no.
pub fn plan(fair: &Fair, options: &Options<'_>) -> Option<Plan> {
    if !fair.is_well_formed() {
        return None;
    }
    let list = Candidates::of(fair);
    let told: Told<'_> = list.promises.iter().map(|&promise| (promise, list.broken(promise))).collect();
    let (start, hold) = kept(&list, &told);
    let none = Agenda::empty(&list);
    let stays = if hold { &start } else { &none };
    let mut best = filled(&list, Search::from(&list, stays, &start).run(options.patience, options.stop));
    let mut bounds = loosest(&list, stays, &told);
    for rows in [Rows::NoWalks, Rows::All] {
        if (options.stop)() || bounds.are_good(best.worth(), options.gap) {
            break;
        }
        prove(&list, stays, rows, &mut best, &mut bounds, options);
    }
    Some(finish(&list, &told, &best, &bounds, options))
}

/// The promises that can be kept, as many as fit in the order of names; and whether that is all of them.
fn kept<'a>(list: &'a Candidates<'a>, told: &Told<'_>) -> (Agenda<'a>, bool) {
    let mut agenda = Agenda::empty(list);
    let standing = told.iter().filter(|(_, cause)| cause.is_none()).count() as u64;
    for c in (0..list.all.len()).filter(|&c| list.all[c].is_promised) {
        if agenda.fits(c) {
            agenda.put(c);
        }
    }
    let hold = agenda.worth()[0] == standing;
    (agenda, hold)
}

/// `agenda` with everything that still fits, the most valuable first.
fn filled<'a>(list: &Candidates<'a>, mut agenda: Agenda<'a>) -> Agenda<'a> {
    let mut order: Vec<usize> = (0..list.all.len()).filter(|&c| agenda.fits(c)).collect();
    order.sort_by_key(|&c| (std::cmp::Reverse(list.all[c].value), c));
    for c in order {
        if agenda.fits(c) {
            agenda.put(c);
        }
    }
    agenda
}

/// What no plan exceeds.
struct Bounds {
    /// Level by level: given that the levels before are as good as can be.
    in_turn: [u64; 3],
    /// Whatever the other levels are.
    alone: [u64; 3],
}

impl Bounds {
    /// The bounds that hold for a plan worth `worth`: in turn, as long as the levels before are met.
    fn of(&self, worth: [u64; 3]) -> [u64; 3] {
        let met = |l: usize| (0..l).all(|before| worth[before] == self.in_turn[before]);
        [0, 1, 2].map(|l| if met(l) { self.in_turn[l].min(self.alone[l]) } else { self.alone[l] })
    }

    fn are_good(&self, worth: [u64; 3], gap: f64) -> bool {
        status(worth, self.of(worth), gap) != Status::NotProven
    }
}

/// How good a plan worth `worth` is.
fn status(worth: [u64; 3], bounds: [u64; 3], gap: f64) -> Status {
    let within = |(&value, &bound): (&u64, &u64)| Level { value, bound }.gap() <= gap;
    if worth == bounds {
        Status::Optimal
    } else if gap > 0.0 && worth.iter().zip(&bounds).all(within) {
        Status::WithinGap
    } else {
        Status::NotProven
    }
}

/// Bounds without a solver: everyone who can have a meeting has one, every attendee and every table the most valuable
/// ones.
fn loosest(list: &Candidates<'_>, stays: &Agenda<'_>, told: &Told<'_>) -> Bounds {
    let standing = told.iter().filter(|(_, cause)| cause.is_none()).count() as u64;
    let mut wished: BTreeMap<usize, BTreeMap<usize, u32>> = BTreeMap::new();
    for candidate in (0..list.all.len()).filter(|&c| stays.fits(c)).map(|c| &list.all[c]) {
        wished.entry(candidate.attendee).or_default().insert(candidate.pair, candidate.value);
    }
    let best = |(&j, values): (&usize, &BTreeMap<usize, u32>)| -> u64 {
        let mut values: Vec<u32> = values.values().copied().collect();
        values.sort_unstable_by(|a, b| b.cmp(a));
        let left = list.attendees[j].most - stays.meetings_of(j);
        values.iter().take(left as usize).map(|&value| u64::from(value)).sum()
    };
    let [_, people, value] = stays.worth();
    let waiting = wished.keys().filter(|&&j| stays.meetings_of(j) == 0).count() as u64;
    let all = [standing, people + waiting, value + wished.iter().map(best).sum::<u64>()];
    Bounds { in_turn: all, alone: all }
}

/// Solves with these rows; takes over what is better, and bounds that are lower.
fn prove<'a>(
    list: &'a Candidates<'a>,
    stays: &Agenda<'a>,
    rows: Rows,
    best: &mut Agenda<'a>,
    bounds: &mut Bounds,
    options: &Options<'_>,
) {
    let (Ok(written), Ok(whole)) =
        (model(list, stays, rows, Goal::Levels), model(list, stays, Rows::All, Goal::Levels))
    else {
        return;
    };
    let Some(found) = solved(list, stays, &written, &whole.problem, best, options) else { return };
    let base = stays.worth();
    let waiting = [0, i128::from(written.n_waiting), 0];
    let found = [0, 1, 2].map(|l| u64::try_from(found[l] + waiting[l]).unwrap_or(0) + base[l]);
    // Replaced as a whole: a bound in turn is about plans that meet the bounds before it, all from the same proof.
    bounds.in_turn = bounds.in_turn.min(found);
    bounds.alone[0] = bounds.in_turn[0];
    if bounds.are_good(best.worth(), options.gap) || (options.stop)() {
        return;
    }
    let worth = best.worth();
    if worth[..2] == bounds.in_turn[..2] {
        return;
    }
    let (Ok(written), Ok(whole)) = (model(list, stays, rows, Goal::Value), model(list, stays, Rows::All, Goal::Value))
    else {
        return;
    };
    if let Some(found) = solved(list, stays, &written, &whole.problem, best, options) {
        bounds.alone[2] = bounds.alone[2].min(u64::try_from(found[0]).unwrap_or(0) + base[2]);
    }
}

/// Solves `written`, whose rows are among those of `whole`, from `best` and improves it; tells what no plan of `whole`
/// exceeds.
fn solved<'a>(
    list: &'a Candidates<'a>,
    stays: &Agenda<'a>,
    written: &Model,
    whole: &Problem,
    best: &mut Agenda<'a>,
    options: &Options<'_>,
) -> Option<Vec<i128>> {
    let edge_of: BTreeMap<usize, u32> = (0..).zip(&written.edges).map(|(e, &c)| (c, e)).collect();
    let mut hint: Vec<u32> = best.chosen().iter().filter_map(|c| edge_of.get(c).copied()).collect();
    hint.sort_unstable();
    let with = core::Options {
        gap: options.gap,
        stop: options.stop,
        seconds: options.seconds,
        hint: Some(&hint),
        ..core::Options::default()
    };
    let solution = core::solve(&written.problem, &with);
    // What walking forbids is left out, and the search goes on from there.
    let mut found = stays.clone();
    for c in solution.chosen.iter().map(|&e| written.edges[e as usize]) {
        if found.fits(c) {
            found.put(c);
        }
    }
    let found = filled(list, Search::from(list, stays, &found).run(options.patience, options.stop));
    if found.worth() > best.worth() {
        *best = found;
    }
    core::bound(whole, &solution.certificate).ok()
}

/// Writes the plan down by name.
fn finish(list: &Candidates<'_>, told: &Told<'_>, best: &Agenda<'_>, bounds: &Bounds, options: &Options<'_>) -> Plan {
    let chosen = best.chosen();
    let name = |c: usize| {
        let candidate = &list.all[c];
        Meeting {
            attendee: list.attendees[candidate.attendee].id.clone(),
            slot: candidate.slot,
            table: list.tables[candidate.table].id.clone(),
            interpreter: candidate.help.map(|l| list.languages[l].0.to_owned()),
        }
    };
    let mut meetings: Vec<Meeting> = chosen.iter().map(|&c| name(c)).collect();
    meetings.sort_unstable();
    let is_kept =
        |p: &Promise| meetings.iter().any(|m| m.attendee == p.attendee && m.table == p.table && m.slot == p.slot);
    let changed = told
        .iter()
        .filter(|(promise, _)| !is_kept(promise))
        .map(|&(promise, cause)| Changed { promise: promise.clone(), cause: cause.unwrap_or(Cause::OtherPromises) });
    let changed: Vec<Changed> = changed.collect();
    let mut lines: Vec<Line> = lines(list, best);
    lines.sort_unstable_by(|a, b| a.attendee.cmp(&b.attendee));
    let worth = best.worth();
    let known = bounds.of(worth);
    let fewest = (told.len() as u64).saturating_sub(known[0]);
    let cap = list.fair.changed_max.map(u64::from);
    let status = match cap {
        Some(cap) if fewest > cap => Status::Infeasible,
        // Perhaps a plan keeps the cap; this one does not.
        Some(cap) if changed.len() as u64 > cap => Status::NotProven,
        _ => status(worth, known, options.gap),
    };
    let [kept, people, value] = [0, 1, 2].map(|l| Level { value: worth[l], bound: known[l] });
    Plan { status, gap: options.gap, kept, people, value, meetings, lines, changed }
}

fn lines(list: &Candidates<'_>, best: &Agenda<'_>) -> Vec<Line> {
    let came = (0..list.attendees.len()).map(|j| Line {
        attendee: list.attendees[j].id.clone(),
        reason: (best.meetings_of(j) == 0).then(|| reason(list, best, j)),
    });
    let absent = list.fair.attendees.iter().filter(|attendee| attendee.is_absent);
    let absent = absent.map(|attendee| Line { attendee: attendee.id.clone(), reason: Some(NoMeeting::Absent) });
    came.chain(absent).collect()
}
