//! Somebody else's plan, looked at without refusing it: every rule judged, every pool and level added up.

use crate::candidates::{Edge, Search};
use crate::constraint::{Claims, FloorKind, Judged, PoolKey, draws};
use crate::domain::{CareIdx, Facts, JobseekerIdx, Level, Mode, OfferIdx, Promise, PromiseStatus, SupportIdx};
use crate::kind::Pools;
use crate::plan::Prepared;
use crate::way::{CHILDREN_MAX, Choice, SUPPORTS_MAX, Way, place_choices};

/// Who starts where, and as much of how as is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Who.
    pub jobseeker: JobseekerIdx,
    /// What.
    pub offer: OfferIdx,
    /// The mode of travel; the best when left open.
    pub mode: Option<Mode>,
    /// Where each child goes; the best when left open.
    pub places: Option<[Option<CareIdx>; CHILDREN_MAX]>,
    /// The supports used; those of the best way when left open.
    pub supports: Option<[Option<SupportIdx>; SUPPORTS_MAX]>,
}

/// The best way that a draft leaves open: of those that no rule blocks the one with most points, else the one that the
/// fewest rules block.
pub fn best_way(prepared: &Prepared<'_>, draft: &Draft) -> Edge {
    let (facts, Draft { jobseeker, offer, .. }) = (prepared.facts, *draft);
    let way = |choice| Way { facts, jobseeker_idx: jobseeker, offer_idx: offer, choice };
    let supports = draft.supports.unwrap_or_default();
    let plain = Choice { places: draft.places.unwrap_or_default(), supports, mode: draft.mode.unwrap_or(Mode::Walk) };
    let edge = |choice| {
        let points = prepared.rules.points(&way(choice), prepared.rules.costs(&way(choice)));
        Edge { jobseeker, offer, choice, points }
    };
    if prepared.rules.hides(&way(plain)) {
        return edge(plain);
    }
    let fits = |choice: &Choice| {
        draft.mode.is_none_or(|mode| mode == choice.mode)
            && draft.places.is_none_or(|places| places == choice.places)
            && draft.supports.is_none_or(|supports| supports == choice.supports)
    };
    let mut edges = Vec::new();
    Search::new(facts, &prepared.rules, &prepared.index).edges_between(jobseeker, offer, &mut edges);
    let open = edges.into_iter().filter(|edge| fits(&edge.choice));
    if let Some(best) = open.min_by_key(|edge| (-edge.points, edge.choice)) {
        return best;
    }
    let modes = way(plain).modes();
    let by: Vec<Mode> = draft.mode.map_or_else(|| modes.iter().collect(), |mode| vec![mode]);
    let places = draft.places.map_or_else(|| place_choices(facts, jobseeker, offer, modes), |places| vec![places]);
    let choices = places.iter().flat_map(|&places| by.iter().map(move |&mode| Choice { mode, places, supports }));
    let blockers = |choice: &Choice| prepared.rules.blockers(&way(*choice), true).count_ones();
    let best = choices.map(|choice| (blockers(&choice), edge(choice)));
    best.min_by_key(|(blockers, edge)| (*blockers, -edge.points, edge.choice))
        .map_or_else(|| edge(plain), |(_, edge)| edge)
}

/// A pool that is overdrawn, or a floor that is not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffPool {
    /// Which.
    pub pool: PoolKey,
    /// Units drawn.
    pub drawn: i64,
    /// Most, or fewest, units.
    pub limit: i64,
    /// Whether it is a floor, and which kind.
    pub floor: Option<FloorKind>,
}

/// What a list of assignments adds up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Value per level of the pack.
    pub levels: Vec<(Level, i64)>,
    /// Pools overdrawn and floors not reached, in the order of pools.
    pub off: Vec<OffPool>,
    /// Firm promises that are not kept, sorted.
    pub broken: Vec<Promise>,
    /// People without an assignment, sorted.
    pub left: Vec<JobseekerIdx>,
}

/// Judges one assignment by every rule, as people read them. Someone hidden is only not available.
pub fn judged(prepared: &Prepared<'_>, edge: &Edge) -> Vec<Judged> {
    prepared.rules.judge(&edge.way(prepared.facts))
}

/// Adds up `assignments`, in any order, however many rules they break. Linear in them and in the pools.
pub fn added_up(facts: Facts<'_>, pools: &Pools, assignments: &[Edge]) -> Sums {
    let region = facts.region;
    let drawn = drawn(facts, pools, assignments);
    let mut off = Vec::new();
    let mut soft_missing = 0;
    for (spec, drawn) in pools.iter().zip(drawn) {
        if let Some(most) = spec.capacity.map(i64::from).filter(|&most| drawn > most) {
            off.push(OffPool { pool: spec.key, drawn, limit: most, floor: None });
        }
        if let Some((least, kind)) = spec.floor.filter(|&(least, _)| drawn < i64::from(least)) {
            let limit = i64::from(least);
            soft_missing += if kind == FloorKind::Soft { limit - drawn } else { 0 };
            off.push(OffPool { pool: spec.key, drawn, limit, floor: Some(kind) });
        }
    }
    let mut pairs: Vec<_> = assignments.iter().map(|edge| (edge.jobseeker, edge.offer)).collect();
    pairs.sort_unstable();
    let is_kept = |promise: &Promise| pairs.binary_search(&(promise.jobseeker, promise.offer)).is_ok();
    let firm = region.promises.iter().filter(|promise| promise.status >= PromiseStatus::Invited);
    let broken: Vec<_> = firm.filter(|promise| !is_kept(promise)).copied().collect();
    let mut starts = vec![false; region.jobseekers.len()];
    assignments.iter().for_each(|edge| starts[edge.jobseeker.at()] = true);
    let value = |level: Level| match level {
        Level::Promises => assignments.iter().filter(|edge| is_promised(facts, edge)).count() as i64,
        Level::Floors => -soft_missing,
        Level::Placed => assignments.len() as i64,
        Level::Fit | Level::Travel | Level::Weighed => assignments.iter().map(|edge| edge.points).sum(),
        // Of a plan made by hand nothing is said about editions.
        Level::Opened
        | Level::Kept
        | Level::Priority(_)
        | Level::Grouped
        | Level::Useful
        | Level::Cost
        | Level::Served(_) => 0,
    };
    let left = (0..starts.len()).filter(|&at| !starts[at]).map(JobseekerIdx::from_usize).collect();
    Sums { levels: region.pack.levels.iter().map(|&level| (level, value(level))).collect(), off, broken, left }
}

/// Whether an assignment keeps a firm promise.
pub(super) fn is_promised(facts: Facts<'_>, edge: &Edge) -> bool {
    let about = |promise: &&Promise| (promise.jobseeker, promise.offer) == (edge.jobseeker, edge.offer);
    let first = facts.region.promises.partition_point(|p| (p.jobseeker, p.offer) < (edge.jobseeker, edge.offer));
    facts.region.promises[first..].iter().take_while(about).any(|promise| promise.status >= PromiseStatus::Invited)
}

/// Units drawn of every pool.
pub(super) fn drawn(facts: Facts<'_>, pools: &Pools, assignments: &[Edge]) -> Vec<i64> {
    let mut drawn = vec![0; pools.len()];
    let mut claims = Claims::default();
    for edge in assignments {
        draws(&edge.way(facts), &mut claims);
        for &(key, units) in claims.as_slice() {
            if let Some(pool) = pools.position(key) {
                drawn[pool as usize] += i64::from(units);
            }
        }
    }
    drawn
}
