//! Swaps: small changes of a list of assignments, each of which makes it truly better, level by level.
//!
//! A swap moves one person, lets two exchange, or puts someone without an assignment on a way that is free. What
//! becomes of it is added up over the pools it touches: first what must hold (pools, hard floors, rules), then the
//! levels.

use std::cmp::Ordering;

use super::evaluation::{drawn, is_promised};
use crate::candidates::{Edge, Search};
use crate::constraint::{Claims, FloorKind, draws};
use crate::domain::{Facts, JobseekerIdx, Level};
use crate::kind::Pools;
use crate::plan::Prepared;

/// Most swaps that are shown.
pub const SWAPS_MAX: usize = 3;
/// Swaps kept while looking. The best is always among them; of the second and third, those apart from the best are.
const KEPT_MAX: usize = 64;

/// A change of a few assignments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    /// What goes; empty when someone without an assignment gets one.
    pub out: Vec<Edge>,
    /// What comes in its place, of the same people.
    pub into: Vec<Edge>,
    /// What it gains.
    pub gain: Gain,
}

/// What a swap gains: units by which pools and hard floors are less off and rules less broken, then per level.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gain {
    /// Above 0: more of what must hold does.
    pub must: i64,
    /// Per level of the pack, the most important first.
    pub levels: Vec<i64>,
}

impl Gain {
    /// Whether the first difference is for the better.
    pub fn is_better(&self) -> bool {
        (self.must, &self.levels).cmp(&(0, &vec![0; self.levels.len()])) == Ordering::Greater
    }
}

/// Assignments with what they draw.
struct State<'a> {
    facts: Facts<'a>,
    prepared: &'a Prepared<'a>,
    pools: Pools,
    drawn: Vec<i64>,
}

/// Up to [`SWAPS_MAX`] swaps that make `assignments` better, the best first, no person in two of them. Everyone is in
/// `assignments` at most once. Of equals the first in the canonical order.
pub fn swaps(prepared: &Prepared<'_>, assignments: &[Edge], stop: &dyn Fn() -> bool) -> Vec<Swap> {
    let facts = prepared.facts;
    let pools = Pools::of(facts);
    let drawn = drawn(facts, &pools, assignments);
    let state = State { facts, prepared, pools, drawn };
    let people = (0..facts.region.jobseekers.len()).map(JobseekerIdx::from_usize);
    let mut of_person: Vec<Option<&Edge>> = vec![None; facts.region.jobseekers.len()];
    let mut of_offer: Vec<Vec<&Edge>> = vec![Vec::new(); facts.region.offers.len()];
    for edge in assignments {
        of_person[edge.jobseeker.at()] = Some(edge);
        of_offer[edge.offer.at()].push(edge);
    }
    let mut search = Search::new(facts, &prepared.rules, &prepared.index);
    let (mut best, mut own, mut between) = (Vec::new(), Vec::new(), Vec::new());
    for person in people {
        if stop() {
            break;
        }
        own.clear();
        search.edges_of(person, &mut own);
        let current = of_person[person.at()];
        for edge in own.iter().filter(|edge| Some(*edge) != current) {
            state.offer(&mut best, current.into_iter().copied().collect(), vec![*edge]);
        }
        let Some(current) = current else { continue };
        for ways in own.chunk_by(|a, b| a.offer == b.offer) {
            // Each pair once: the other comes later in the canonical order.
            let others = of_offer[ways[0].offer.at()].iter().filter(|other| other.jobseeker > person);
            for other in others.filter(|other| other.offer != current.offer) {
                between.clear();
                search.edges_between(other.jobseeker, current.offer, &mut between);
                for mine in ways {
                    for theirs in &between {
                        state.offer(&mut best, vec![*current, **other], vec![*mine, *theirs]);
                    }
                }
            }
        }
    }
    apart(best)
}

/// The best swaps of which no two are about the same person.
fn apart(swaps: Vec<Swap>) -> Vec<Swap> {
    let mut chosen: Vec<Swap> = Vec::new();
    for swap in swaps {
        let is_about = |other: &Swap| {
            swap.into.iter().any(|edge| other.into.iter().any(|other| other.jobseeker == edge.jobseeker))
        };
        if chosen.len() < SWAPS_MAX && !chosen.iter().any(is_about) {
            chosen.push(swap);
        }
    }
    chosen
}

impl State<'_> {
    /// Keeps the swap when it is better than nothing and among the best: sorted, the best first, the same people with
    /// their best only.
    fn offer(&self, best: &mut Vec<Swap>, out: Vec<Edge>, into: Vec<Edge>) {
        let gain = self.gain(&out, &into);
        if !gain.is_better() {
            return;
        }
        let swap = Swap { out, into, gain };
        let people = |swap: &Swap| swap.into.iter().map(|edge| edge.jobseeker).collect::<Vec<_>>();
        if let Some(known) = best.iter().position(|known| people(known) == people(&swap)) {
            if best[known].gain >= swap.gain {
                return;
            }
            best.remove(known);
        }
        let position = best.partition_point(|known| known.gain >= swap.gain);
        if position < KEPT_MAX {
            best.insert(position, swap);
            best.truncate(KEPT_MAX);
        }
    }

    /// What replacing `out` by `into` gains, over the pools touched and in 64 bits.
    fn gain(&self, out: &[Edge], into: &[Edge]) -> Gain {
        let mut changes: Vec<(usize, i64)> = Vec::new();
        let mut claims = Claims::default();
        for (edge, sign) in out.iter().map(|edge| (edge, -1)).chain(into.iter().map(|edge| (edge, 1))) {
            draws(&edge.way(self.facts), &mut claims);
            for &(key, units) in claims.as_slice() {
                let Some(pool) = self.pools.position(key).map(|pool| pool as usize) else { continue };
                match changes.iter_mut().find(|(known, _)| *known == pool) {
                    Some((_, change)) => *change += sign * i64::from(units),
                    None => changes.push((pool, sign * i64::from(units))),
                }
            }
        }
        let (mut must, mut soft) = (0, 0);
        for (pool, change) in changes {
            let (hard_before, soft_before) = self.off(pool, 0);
            let (hard_after, soft_after) = self.off(pool, change);
            must += hard_before - hard_after;
            soft += soft_before - soft_after;
        }
        must += self.blocked(out) - self.blocked(into);
        let sum = |of: &dyn Fn(&Edge) -> i64| into.iter().map(of).sum::<i64>() - out.iter().map(of).sum::<i64>();
        let level = |level: &Level| match level {
            Level::Promises => sum(&|edge| i64::from(is_promised(self.facts, edge))),
            Level::Floors => soft,
            Level::Placed => sum(&|_| 1),
            Level::Fit | Level::Travel | Level::Weighed => sum(&|edge| edge.points),
            // A swap moves people between what is held.
            Level::Opened
            | Level::Kept
            | Level::Priority(_)
            | Level::Grouped
            | Level::Useful
            | Level::Cost
            | Level::Served(_) => 0,
        };
        Gain { must, levels: self.facts.region.pack.levels.iter().map(level).collect() }
    }

    /// How many of these ways a rule blocks.
    fn blocked(&self, edges: &[Edge]) -> i64 {
        let is_blocked = |edge: &&Edge| self.prepared.rules.verdict(&edge.way(self.facts)).blocked_by.is_some();
        edges.iter().filter(is_blocked).count() as i64
    }

    /// By how much a pool is off with `change` units more: what must hold, and what a soft floor misses.
    fn off(&self, pool: usize, change: i64) -> (i64, i64) {
        let (spec, drawn) = (self.pools.spec(pool as u32), self.drawn[pool] + change);
        let over = spec.capacity.map_or(0, |most| (drawn - i64::from(most)).max(0));
        let missing = |kind| match spec.floor {
            Some((least, own)) if own == kind => (i64::from(least) - drawn).max(0),
            _ => 0,
        };
        (over + missing(FloorKind::Hard), missing(FloorKind::Soft))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidates;
    use crate::domain::Nearby;
    use crate::explain::{Sums, added_up};
    use crate::sample::{Dice, varied};

    /// What must hold and the levels, added up from nothing.
    fn worth(facts: Facts<'_>, edges: &[Edge]) -> Gain {
        let Sums { levels, off, .. } = added_up(facts, &Pools::of(facts), edges);
        let must = off.iter().filter(|off| off.floor != Some(FloorKind::Soft));
        let must = -must.map(|off| (off.drawn - off.limit).abs()).sum::<i64>();
        Gain { must, levels: levels.into_iter().map(|(_, value)| value).collect() }
    }

    fn less(a: &Gain, b: &Gain) -> Gain {
        Gain { must: a.must - b.must, levels: a.levels.iter().zip(&b.levels).map(|(a, b)| a - b).collect() }
    }

    /// Some edges, each person once at most.
    fn some(edges: &[Edge], dice: &mut Dice) -> Vec<Edge> {
        let of_people = edges.chunk_by(|a, b| a.jobseeker == b.jobseeker);
        let taken = of_people.filter_map(|own| {
            let at = dice.below(own.len() as u64) as usize;
            dice.chance(60).then_some(own[at])
        });
        taken.collect()
    }

    /// The best that moving one person, or exchanging the offers of two, gains.
    fn best_by_brute_force(facts: Facts<'_>, all: &[Edge], now: &[Edge]) -> Option<Gain> {
        let before = worth(facts, now);
        let after = |people: &[Edge]| {
            let stays = now.iter().filter(|edge| people.iter().all(|other| other.jobseeker != edge.jobseeker));
            less(&worth(facts, &stays.chain(people).copied().collect::<Vec<_>>()), &before)
        };
        let mut gains: Vec<Gain> = all.iter().map(|edge| after(&[*edge])).collect();
        for (at, one) in now.iter().enumerate() {
            for two in now[at + 1..].iter().filter(|two| two.offer != one.offer) {
                let way = |edge: &&Edge, of: &Edge, to: &Edge| (edge.jobseeker, edge.offer) == (of.jobseeker, to.offer);
                for mine in all.iter().filter(|edge| way(edge, one, two)) {
                    gains.extend(all.iter().filter(|edge| way(edge, two, one)).map(|theirs| after(&[*mine, *theirs])));
                }
            }
        }
        gains.into_iter().filter(Gain::is_better).max()
    }

    #[test]
    fn the_first_swap_is_the_best_there_is_and_each_gains_what_it_says() {
        let mut found = [0; 3];
        for seed in 0..40 {
            let region = varied(seed, 7, 5);
            let near = Nearby::default();
            let prepared = Prepared::of(Facts::of(&region, &near));
            let all = candidates::find(prepared.facts, &prepared.rules, &prepared.index);
            let now = some(&all, &mut Dice::new(seed));
            let swaps = swaps(&prepared, &now, &|| false);
            let best = best_by_brute_force(prepared.facts, &all, &now);
            assert_eq!(swaps.first().map(|swap| &swap.gain), best.as_ref(), "seed {seed}");
            for swap in &swaps {
                let stays = now.iter().filter(|edge| !swap.out.contains(edge));
                let after: Vec<_> = stays.chain(&swap.into).copied().collect();
                let gained = less(&worth(prepared.facts, &after), &worth(prepared.facts, &now));
                assert_eq!(gained, swap.gain, "seed {seed}");
                found[swap.out.len()] += 1;
            }
        }
        assert!(found[0] > 0 && found[1] > 0, "puts in, moves: {found:?}");
    }
}
