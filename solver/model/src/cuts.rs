//! Cuts: rows that every whole choice keeps and the relaxation does not, found in what it takes in part.
//!
//! Half the sum of some capacities, rounded down on both sides (Chvátal 1973, Gomory 1958): where every edge counts an
//! even number of their units and the capacities add up to an odd number, a unit is gained. The rows to add up are
//! found by elimination modulo 2 over the tight rows and the edges taken of them (Andreello, Caprara and Fischetti,
//! Embedding {0, 1/2}-cuts in a branch-and-cut framework, 2007).

use std::collections::{BTreeMap, BTreeSet};

use super::certificate::Cut;
use super::part::{Part, Row};
use super::problem::{PoolIdx, Problem};
use super::tuning;

/// What is nothing in a relaxation.
const NOTHING: f64 = 1e-6;

/// Adds a row to `part` for each cut; `first_pool` is the pool that the first of them counts as.
pub(super) fn add(problem: &Problem, part: &mut Part, cuts: &[Cut], first_pool: PoolIdx) {
    let row = |(at, cut): (PoolIdx, &Cut)| {
        let capacity = Some(cut.capacity(problem));
        Row { pool: first_pool + at, capacity, floor: None, most_missing: 0 }
    };
    let (by_pool, first_row) = (Cut::by_pool(cuts), part.rows.len() as u32);
    part.rows.extend((0..).zip(cuts).map(row));
    // Few edges draw any of them, so that those are listed first.
    let mut added: Vec<(u32, (u32, i32))> = Vec::new();
    for (e, &edge) in (0..).zip(&*part.edges) {
        // Units that do not fit are not drawn here, and the checker refuses the cut.
        let fits = |(cut, units): (u32, i64)| Some((e, (first_row + cut, units.try_into().ok()?)));
        added.extend(Cut::drawn(&by_pool, problem.draws_of(edge)).into_iter().filter_map(fits));
    }
    insert(part, added);
}

/// Inserts draws, sorted by edge, after those that their edges have: in place and from the last edge on, since a part
/// may be large.
fn insert(part: &mut Part, mut added: Vec<(u32, (u32, i32))>) {
    part.draws.reserve_exact(added.len());
    part.draws.resize(part.draws.len() + added.len(), (0, 0));
    for e in (0..part.n_edges()).rev() {
        if added.is_empty() {
            break;
        }
        let (first, end) = (part.first_draw[e] as usize, part.first_draw[e + 1] as usize);
        part.first_draw[e + 1] += added.len() as u32;
        let n_own = added.iter().rev().take_while(|&&(of, _)| of as usize == e).count();
        let n_before = added.len() - n_own;
        part.draws.copy_within(first..end, first + n_before);
        for (at, (_, draw)) in (end + n_before..).zip(added.drain(n_before..)) {
            part.draws[at] = draw;
        }
    }
}

/// Tight rows of a relaxation modulo 2, over the edges that it takes.
struct Parity {
    /// The capacity that each row stands for.
    pools: Vec<PoolIdx>,
    rows: Vec<Odd>,
    /// How much of each edge is taken.
    share: Vec<f64>,
}

/// A sum of tight rows.
#[derive(Clone, PartialEq)]
struct Odd {
    /// The edges of which it counts an odd number of units.
    edges: BTreeSet<u32>,
    /// The rows added up, each once.
    rows: BTreeSet<u32>,
    /// Whether the capacities add up to an odd number.
    capacity: bool,
    /// What is left of the capacities.
    slack: f64,
}

/// Cuts that the relaxation breaks, the most broken first.
pub(super) fn separated(problem: &Problem, part: &Part, taken: &[(u32, f64)]) -> Vec<Cut> {
    if taken.iter().all(|&(_, x)| x > 1.0 - NOTHING) {
        return Vec::new();
    }
    let parity = Parity::of(problem, part, taken);
    let mut found = BTreeSet::new();
    for rows in parity.sums_that_break() {
        let mut pools: Vec<PoolIdx> = rows.into_iter().map(|row| parity.pools[row as usize]).collect();
        pools.sort_unstable();
        pools.dedup();
        found.insert(pools);
    }
    let mut broken: Vec<(i64, Cut)> = found
        .into_iter()
        .map(|pools| Cut { pools })
        .filter_map(|cut| {
            let drawn = drawn_by(problem, part, &cut, taken);
            let by = drawn - cut.capacity(problem) as f64;
            // In thousandths, so that noise does not decide the order.
            (by > tuning::CUT_BROKEN_BY).then_some(((by * 1e3) as i64, cut))
        })
        .collect();
    broken.sort_by(|a, b| {
        b.0.cmp(&a.0).then_with(|| a.1.pools.len().cmp(&b.1.pools.len())).then_with(|| a.1.pools.cmp(&b.1.pools))
    });
    broken.truncate(tuning::CUTS_PER_ROUND);
    broken.into_iter().map(|(_, cut)| cut).collect()
}

/// Units of a cut that a relaxation draws.
fn drawn_by(problem: &Problem, part: &Part, cut: &Cut, taken: &[(u32, f64)]) -> f64 {
    let by_pool = Cut::by_pool(std::slice::from_ref(cut));
    let units = |e: u32| Cut::drawn(&by_pool, problem.draws_of(part.edges[e as usize]));
    taken.iter().map(|&(e, x)| units(e).iter().map(|&(_, units)| units as f64 * x).sum::<f64>()).sum()
}

impl Parity {
    /// The rows that edges taken in part make tight, and those of the owners of edges that draw them.
    fn of(problem: &Problem, part: &Part, taken: &[(u32, f64)]) -> Self {
        let mut drawn = vec![0.0; part.rows.len()];
        let mut in_group = vec![0.0; part.n_groups()];
        let mut touched = vec![false; part.rows.len()];
        for &(e, x) in taken {
            in_group[part.group_of[e as usize] as usize] += x;
            for &(row, units) in part.draws_of(e as usize) {
                drawn[row as usize] += f64::from(units) * x;
                touched[row as usize] |= x < 1.0 - NOTHING;
            }
        }
        let mut parity = Self { pools: Vec::new(), rows: Vec::new(), share: taken.iter().map(|&(_, x)| x).collect() };
        let mut of_row = BTreeMap::<u32, BTreeSet<u32>>::new();
        let mut of_owner = BTreeMap::<PoolIdx, BTreeSet<u32>>::new();
        for (column, &(e, x)) in (0..).zip(taken) {
            let odd = |&&(row, units): &&(u32, i32)| touched[row as usize] && units % 2 != 0;
            let mut counts = x < 1.0 - NOTHING;
            for &(row, _) in part.draws_of(e as usize).iter().filter(odd) {
                of_row.entry(row).or_default().insert(column);
                counts = true;
            }
            let is_full = in_group[part.group_of[e as usize] as usize] > 1.0 - NOTHING;
            if let Some(owner) = problem.owners[part.edges[e as usize] as usize].filter(|_| counts && is_full) {
                of_owner.entry(owner).or_default().insert(column);
            }
        }
        // Of equal rows, such as the morning and the afternoon of whole days, one is enough.
        let mut known = BTreeSet::new();
        for (row, edges) in of_row {
            let Row { pool, capacity, .. } = part.rows[row as usize];
            // Only pools of the problem are added up: cuts of cuts would be as good, but harder to check.
            let Some(capacity) = capacity.filter(|_| (pool as usize) < problem.pools.len()) else { continue };
            let slack = capacity as f64 - drawn[row as usize];
            if slack < tuning::CUT_SLACK && known.insert((edges.clone(), capacity % 2)) {
                parity.push(pool, edges, capacity % 2 != 0, slack.max(0.0));
            }
        }
        for (owner, edges) in of_owner {
            parity.push(owner, edges, true, 0.0);
        }
        parity
    }

    fn push(&mut self, pool: PoolIdx, edges: BTreeSet<u32>, capacity: bool, slack: f64) {
        let rows = BTreeSet::from([self.pools.len() as u32]);
        self.pools.push(pool);
        self.rows.push(Odd { edges, rows, capacity, slack });
    }

    /// The slack and the odd shares of a sum, which weaken its cut: below 1 the relaxation breaks the cut.
    fn loss(&self, sum: &Odd) -> f64 {
        sum.slack + sum.edges.iter().map(|&column| self.share[column as usize]).sum::<f64>()
    }

    /// Sums of rows whose cut the relaxation breaks. Rows x edges x their length at worst, over rows that stay short.
    fn sums_that_break(&self) -> Vec<BTreeSet<u32>> {
        let mut found = Vec::new();
        let mut active = self.rows.clone();
        let note = |sum: &Odd, found: &mut Vec<BTreeSet<u32>>| {
            if sum.capacity && self.loss(sum) < 1.0 - tuning::CUT_BROKEN_BY {
                found.push(sum.rows.clone());
            }
        };
        active.iter().for_each(|row| note(row, &mut found));
        let mut columns: Vec<u32> = (0..self.share.len() as u32).collect();
        columns.sort_by(|&a, &b| self.share[b as usize].total_cmp(&self.share[a as usize]).then(a.cmp(&b)));
        let mut with: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for (at, row) in active.iter().enumerate() {
            row.edges.iter().for_each(|&column| {
                with.entry(column).or_default().insert(at);
            });
        }
        for column in columns {
            let Some(rows) = with.remove(&column) else { continue };
            let key = |&at: &usize| (active[at].edges.len(), active[at].rows.len(), at);
            let Some(pivot) = rows.iter().copied().min_by_key(key) else { continue };
            let added = active[pivot].clone();
            added.edges.iter().filter(|&&other| other != column).for_each(|other| {
                with.entry(*other).or_default().remove(&pivot);
            });
            for at in rows.into_iter().filter(|&at| at != pivot) {
                let sum = &mut active[at];
                let before = std::mem::take(&mut sum.edges);
                sum.edges = before.symmetric_difference(&added.edges).copied().collect();
                sum.rows = sum.rows.symmetric_difference(&added.rows).copied().collect();
                (sum.capacity, sum.slack) = (sum.capacity != added.capacity, sum.slack + added.slack);
                for other in before.symmetric_difference(&sum.edges).filter(|&&other| other != column) {
                    let of_column = with.entry(*other).or_default();
                    if sum.edges.contains(other) {
                        of_column.insert(at)
                    } else {
                        of_column.remove(&at)
                    };
                }
                if sum.rows.len() <= tuning::CUT_ROWS_MAX {
                    note(&active[at], &mut found);
                }
            }
        }
        found
    }
}
