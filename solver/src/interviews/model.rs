//! The rows for `schakel-model`: what is left to decide beside meetings that stay.

use std::collections::BTreeMap;

use schakel_model::{Builder, Draw, Floor, Malformed, Missing, Pool, PoolIdx, Problem};

use super::agenda::Agenda;
use super::candidates::{Candidate, Candidates};

/// Levels of the problem: promises, people, value.
pub(super) const LEVELS: usize = 3;

/// A problem, and what its edges are.
pub(super) struct Model {
    /// The problem.
    pub(super) problem: Problem,
    /// Position among the candidates of each edge.
    pub(super) edges: Vec<usize>,
    /// Attendees who have no meeting that stays and could have one.
    pub(super) n_waiting: u64,
}

/// Which rows are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// All.
    All,
    /// All but the rows about walking: those are many, and a bound without them is valid too.
    NoWalks,
}

/// Which levels count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// All of them.
    Levels,
    /// Value alone, for a bound that holds whatever the levels before are.
    Value,
}

/// Pools by what they stand for, made when they are first drawn, in the order of the candidates.
struct Pools<'a, 'b> {
    list: &'b Candidates<'a>,
    stays: &'b Agenda<'a>,
    goal: Goal,
    builder: Builder,
    known: BTreeMap<(u8, usize, usize), PoolIdx>,
}

impl Pools<'_, '_> {
    fn get(&mut self, key: (u8, usize, usize), pool: Pool) -> PoolIdx {
        *self.known.entry(key).or_insert_with(|| self.builder.pool(pool))
    }

    /// The pools that `candidate` draws, walking left out; the first owns it.
    fn of(&mut self, candidate: &Candidate) -> Vec<PoolIdx> {
        let Candidate { attendee, table, slot, help, pair, .. } = *candidate;
        let one = Pool { capacity: Some(1), floor: None };
        let n_slots = self.list.fair.slots.len();
        let had = self.stays.meetings_of(attendee);
        let missing = Missing::Costs { level: 1, points: 1 };
        let floor = (had == 0 && self.goal == Goal::Levels).then_some(Floor { units: 1, missing });
        let left = i64::from(self.list.attendees[attendee].most - had);
        let mut pools = vec![
            self.get((0, attendee, slot), one),
            self.get((1, table, slot), one),
            self.get((2, pair, 0), one),
            self.get((3, attendee, 0), Pool { capacity: (left < n_slots as i64).then_some(left), floor }),
        ];
        if let Some(l) = help {
            let free = self.list.languages[l].1 - self.stays.helping(l, slot);
            pools.push(self.get((4, l, slot), Pool { capacity: Some(free.into()), floor: None }));
        }
        pools
    }
}

/// Writes the problem of everything that fits beside `stays`.
///
/// # Errors
/// Only where totals do not fit in 64 bits.
pub(super) fn model<'a>(list: &Candidates<'a>, stays: &Agenda<'a>, rows: Rows, goal: Goal) -> Result<Model, Malformed> {
    let open: Vec<usize> = (0..list.all.len()).filter(|&c| stays.fits(c)).collect();
    let n_levels = if goal == Goal::Value { 1 } else { LEVELS };
    let mut pools = Pools { list, stays, goal, builder: Builder::new(n_levels), known: BTreeMap::new() };
    let mut draws: Vec<Vec<PoolIdx>> = open.iter().map(|&c| pools.of(&list.all[c])).collect();
    let n_waiting = open.chunk_by(|&a, &b| list.all[a].attendee == list.all[b].attendee);
    let n_waiting = n_waiting.filter(|of| stays.meetings_of(list.all[of[0]].attendee) == 0).count() as u64;
    if rows == Rows::All {
        add_walks(list, &open, &mut draws, &mut pools.builder);
    }
    for (&c, pools_of) in open.iter().zip(&draws) {
        let candidate = &list.all[c];
        let drawn: Vec<Draw> = pools_of.iter().map(|&pool| Draw { pool, units: 1 }).collect();
        let value = i64::from(candidate.value);
        let points = [i64::from(candidate.is_promised), 0, value];
        let points = if goal == Goal::Value { &points[2..] } else { &points[..] };
        pools.builder.edge(Some(pools_of[0]), &drawn, points);
    }
    let (problem, order) = pools.builder.build()?;
    Ok(Model { problem, edges: order.into_iter().map(|at| open[at]).collect(), n_waiting })
}

/// One row for each attendee, slot, zone and later slot: at a table of the zone, or later at one that is too far from
/// it.
fn add_walks(list: &Candidates<'_>, open: &[usize], draws: &mut [Vec<PoolIdx>], builder: &mut Builder) {
    let zone = |c: &Candidate| list.tables[c.table].zone;
    let mut from = 0;
    for of in open.chunk_by(|&a, &b| list.all[a].attendee == list.all[b].attendee) {
        let mut places: Vec<(usize, usize)> = of.iter().map(|&c| (list.all[c].slot, zone(&list.all[c]))).collect();
        places.sort_unstable();
        places.dedup();
        for &(slot, here) in &places {
            let mut later: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for &(s, there) in places.iter().filter(|&&(s, _)| s > slot) {
                if list.fair.is_too_far((slot, here), (s, there)) {
                    later.entry(s).or_default().push(there);
                }
            }
            for (s, zones) in later {
                let pool = builder.pool(Pool { capacity: Some(1), floor: None });
                for (at, &c) in of.iter().enumerate() {
                    let candidate = &list.all[c];
                    let is_here = candidate.slot == slot && zone(candidate) == here;
                    if is_here || (candidate.slot == s && zones.contains(&zone(candidate))) {
                        draws[from + at].push(pool);
                    }
                }
            }
        }
        from += of.len();
    }
}
