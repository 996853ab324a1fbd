//! The checker's own list of every way that no rule blocks, without indexes and without candidate search.
//!
//! The bound of a certificate holds over a list of edges: one that is not in the list is not in the bound. So the list
//! is made as plainly as time allows.
//!
//! - Every pair is judged. Beyond [`PAIRS_MAX`] pairs, those farther apart than [`RuleBook::reach_m`] are not: see
//!   [`Lister::near`].
//! - Every mode that the person has in that way, every facility for every child, every set of supports.
//! - A way that another way of the pair betters is left out: see [`super::ways`].

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::ways::{Found, PersonModes, Scratch, SupportSets, places_of};
use crate::constraint::{Claims, FloorKind, PoolSpec, RuleBook, Verdict, draws, is_owner, pools, takes};
use crate::domain::{
    Column, EARTH_RADIUS_M, Facts, JobseekerIdx, Level, Mode, Objective, OfferIdx, Point, PromiseStatus, Region,
};
use crate::kind;
use crate::way::{Choice, Way};
use schakel_model::{Draw, Floor, Missing, Points, Pool, PoolIdx, Problem};

/// Up to so many pairs, every one is judged, however far apart.
const PAIRS_MAX: usize = 10_000_000;
/// Pairs judged together: few enough for the cache.
const BLOCK: usize = 512;
/// People per piece of work.
const PEOPLE_PER_PIECE: usize = 64;

/// Every way, as a problem of the model, and the pairings counted.
pub(super) struct Listing {
    /// The ways as edges; pools are at their positions in the sorted list of all that rules declare.
    pub(super) problem: Problem,
    /// The pools by position.
    pub(super) pools: Vec<PoolSpec>,
    /// Levels of the pack.
    pub(super) levels: Vec<Level>,
    /// Offers that each person could take.
    pub(super) of_person: Vec<u32>,
    /// People who could take each offer.
    pub(super) of_offer: Vec<u32>,
    /// Pairs judged.
    pub(super) n_pairs: u64,
}

/// What one piece of the people adds.
#[derive(Default)]
struct Piece {
    draws: Vec<Draw>,
    ends: Vec<u32>,
    points: Vec<Points>,
    owners: Vec<Option<PoolIdx>>,
    of_person: Vec<u32>,
    pairings: Vec<OfferIdx>,
    n_pairs: u64,
}

/// What is the same for all people.
struct Lister<'a> {
    facts: Facts<'a>,
    rules: &'a RuleBook,
    levels: &'a [Level],
    pools: &'a [PoolSpec],
    promised: BTreeSet<(JobseekerIdx, OfferIdx)>,
    sets: SupportSets,
    /// Pairs about whose distance nothing follows from their travel time, sorted; `None` where every pair is judged.
    exceptions: Option<Vec<(JobseekerIdx, OfferIdx)>>,
    /// Where each offer is, side by side: every person's home is held against all of them.
    sites: Vec<Point>,
}

/// Lists every way of the region. Linear in the pairs.
pub(super) fn list(facts: Facts<'_>, rules: &RuleBook) -> Listing {
    list_beyond(facts, rules, PAIRS_MAX)
}

/// As [`list`], screening by distance where there are more than `pairs_max` pairs.
pub(super) fn list_beyond(facts: Facts<'_>, rules: &RuleBook, pairs_max: usize) -> Listing {
    let region = facts.region;
    let (n_people, n_offers) = (region.jobseekers.len(), region.offers.len());
    let (pools, levels) = (pools(facts), kind::levels(region).into_owned());
    let few = n_people.saturating_mul(n_offers) <= pairs_max;
    let exceptions = (!few).then(|| region.stated_pairs());
    let sets = SupportSets::of(region, rules);
    let sites = region.offers.iter().map(|offer| offer.site).collect();
    let promised = promised(facts);
    let lister = Lister { facts, rules, levels: &levels, pools: &pools, promised, sets, exceptions, sites };
    let pieces: Vec<Piece> = (0..n_people.div_ceil(PEOPLE_PER_PIECE))
        .into_par_iter()
        .map(|piece| {
            let last = n_people.min((piece + 1) * PEOPLE_PER_PIECE);
            lister.piece((piece * PEOPLE_PER_PIECE..last).map(JobseekerIdx::from_usize))
        })
        .collect();
    let (mut of_person, mut of_offer, mut n_pairs) = (Vec::with_capacity(n_people), vec![0; n_offers], 0);
    let mut problem = Problem::new(levels.len(), rows(&pools, &levels));
    let n_edges: usize = pieces.iter().map(|piece| piece.owners.len()).sum();
    problem.first_draw.reserve_exact(n_edges);
    problem.owners.reserve_exact(n_edges);
    problem.draws.reserve_exact(pieces.iter().map(|piece| piece.draws.len()).sum());
    for piece in pieces {
        let mut first = 0;
        for ((&end, &owner), e) in piece.ends.iter().zip(&piece.owners).zip(0..) {
            problem.draws.extend_from_slice(&piece.draws[first..end as usize]);
            problem.end_edge(owner, piece.points.iter().map(|of_level| of_level.of(e)));
            first = end as usize;
        }
        of_person.extend(piece.of_person);
        piece.pairings.iter().for_each(|offer| of_offer[offer.at()] += 1);
        n_pairs += piece.n_pairs;
    }
    add_columns(facts, &pools, &levels, &mut problem);
    Listing { problem, pools, levels, of_person, of_offer, n_pairs }
}

/// Appends what belongs to no jobseeker, after all ways: what may be opened and used, and what is reached.
fn add_columns(facts: Facts<'_>, pools: &[PoolSpec], levels: &[Level], problem: &mut Problem) {
    let mut claims = Claims::default();
    for column in facts.region.columns() {
        takes(facts, column, &mut claims);
        let (first, mut owner) = (problem.draws.len(), None);
        for &(key, units) in claims.as_slice() {
            let Ok(position) = pools.binary_search_by_key(&key, |spec| spec.key) else { continue };
            problem.draws.push(Draw { pool: position as PoolIdx, units });
            owner = if is_owner(key) { Some(position as PoolIdx) } else { owner };
        }
        problem.draws[first..].sort_unstable_by_key(|draw| draw.pool);
        let points = levels.iter().map(|level| match (level, column, facts.region.wanted.objective) {
            (Level::Opened, Column::Edition(_), _) => -1,
            (Level::Weighed, Column::Edition(_), Objective::Weighed(weights)) => -weights.edition,
            (Level::Served(percent), Column::Tier(tier), _) if tier.percent >= *percent => 1,
            _ => 0,
        });
        problem.end_edge(owner, points);
    }
}

/// The rows of the model: a soft floor costs one point a missing unit on the level of the floors, if there is one.
fn rows(pools: &[PoolSpec], levels: &[Level]) -> Vec<Pool> {
    let floors_level = levels.iter().position(|level| matches!(level, Level::Floors));
    let mut rows = Vec::with_capacity(pools.len());
    for spec in pools {
        let mut row = Pool { capacity: spec.capacity.map(i64::from), floor: None };
        if let Some((units, kind)) = spec.floor {
            let missing = match (kind, floors_level) {
                (FloorKind::Never, _) => Some(Missing::Never),
                (FloorKind::Hard, _) => Some(Missing::Refused),
                (FloorKind::Soft, Some(level)) => Some(Missing::Costs { level, points: 1 }),
                (FloorKind::Soft, None) => None,
            };
            row.floor = missing.map(|missing| Floor { units: i64::from(units), missing });
        }
        rows.push(row);
    }
    rows
}

impl Lister<'_> {
    /// The ways of some people.
    fn piece(&self, people: impl Iterator<Item = JobseekerIdx>) -> Piece {
        let mut piece = Piece { points: vec![Points::default(); self.levels.len()], ..Piece::default() };
        let (mut scratch, mut claims, mut near) = (Scratch::default(), Claims::default(), Vec::new());
        let (mut pairings, mut verdicts): (Vec<Way<'_>>, Vec<Verdict>) = (Vec::new(), Vec::new());
        for person in people {
            self.near(person, &mut near);
            piece.n_pairs += near.len() as u64;
            let (before, mut modes) = (piece.pairings.len(), None);
            for block in near.chunks(BLOCK) {
                let way = |&offer: &OfferIdx| self.pairing(person, offer);
                pairings.clear();
                pairings.extend(block.iter().map(way));
                self.rules.screen_pairings(&pairings, &mut verdicts);
                let open = pairings.iter().zip(&verdicts).filter(|(_, verdict)| verdict.blocked_by.is_none());
                for (&pairing, &verdict) in open {
                    let modes = modes.get_or_insert_with(|| PersonModes::of(pairing, &self.sets));
                    let places = places_of(pairing, modes);
                    let ways = scratch.ways_of(pairing, verdict, &places, self.rules, (&self.sets, modes));
                    if !ways.is_empty() {
                        self.add(pairing, ways, &mut claims, &mut piece);
                    }
                }
            }
            piece.of_person.push((piece.pairings.len() - before) as u32);
        }
        piece
    }

    /// A pairing, by any way.
    fn pairing(&self, jobseeker_idx: JobseekerIdx, offer_idx: OfferIdx) -> Way<'_> {
        Way { facts: self.facts, jobseeker_idx, offer_idx, choice: Choice::by(Mode::Walk) }
    }

    /// The offers whose pairing with `person` is judged, sorted.
    ///
    /// Where there are many pairs, one is left out when its home and site are farther apart than the rules let the
    /// person travel. No grid is needed: a comparison takes a nanosecond, so that a billion pairs take seconds. The
    /// comparison is safe: a chord is shorter than its arc, so whatever lies within `reach_m` metres over the ground
    /// lies within `reach_m / radius` of the unit sphere; a millionth is added against rounding, which is below 1e-12.
    ///
    /// A journey past childcare is no shorter than the straight line, save where minutes of its legs are stated outright:
    /// there the reach itself has no end.
    fn near(&self, person: JobseekerIdx, near: &mut Vec<OfferIdx>) {
        near.clear();
        let all = (0..).map(OfferIdx::from_usize).zip(&self.sites);
        let home = self.facts.region.jobseekers[person.at()].home;
        let reach_m = self.rules.reach_m(self.facts, person);
        let exceptions = match &self.exceptions {
            Some(exceptions) if reach_m.is_finite() => exceptions,
            _ => return near.extend(all.map(|(offer, _)| offer)),
        };
        let first = exceptions.partition_point(|&(other, _)| other < person);
        let stated = exceptions[first..].iter().take_while(|&&(other, _)| other == person);
        let mut stated = stated.map(|&(_, offer)| offer).peekable();
        let arc = reach_m / EARTH_RADIUS_M;
        let most = arc * arc * (1.0 + 1e-6);
        let near_or_stated = all.filter(|&(offer, site)| {
            while stated.next_if(|&other| other < offer).is_some() {}
            home.chord_squared_to(site) <= most || stated.peek() == Some(&offer)
        });
        near.extend(near_or_stated.map(|(offer, _)| offer));
    }

    /// Adds the ways of one pairing to a piece of the problem.
    fn add(&self, pairing: Way<'_>, ways: &[Found], claims: &mut Claims, piece: &mut Piece) {
        let (person, offer) = (pairing.jobseeker_idx, pairing.offer_idx);
        piece.pairings.push(offer);
        let promised = self.promised.contains(&(person, offer));
        for found in ways {
            draws(&Way { choice: found.choice, ..pairing }, claims);
            let first = piece.draws.len();
            let mut owner = None;
            for &(key, units) in claims.as_slice() {
                // What no rule declares is not scarce.
                let Ok(position) = self.pools.binary_search_by_key(&key, |spec| spec.key) else { continue };
                piece.draws.push(Draw { pool: position as PoolIdx, units });
                if is_owner(key) {
                    owner = Some(position as PoolIdx);
                }
            }
            piece.draws[first..].sort_unstable_by_key(|draw| draw.pool);
            piece.ends.push(piece.draws.len() as u32);
            let of_level = self.levels.iter().map(|level| match level {
                Level::Promises => i64::from(promised),
                Level::Floors => 0,
                Level::Placed => 1,
                Level::Fit => found.points,
                Level::Priority(group) => {
                    let region = self.facts.region;
                    i64::from(region.is_in_priority(&region.jobseekers[person.at()], *group))
                }
                Level::Opened | Level::Served(_) => 0,
                Level::Kept => i64::from(self.facts.region.standing.binary_search(&(person, offer)).is_ok()),
                Level::Grouped => i64::from(self.facts.region.offers[offer.at()].programme.is_some()),
                Level::Cost => -cents_of(self.facts.region, found.choice),
                Level::Useful => expected(self.facts.region, person, offer),
                Level::Travel | Level::Weighed => found.points,
            });
            let e = piece.owners.len();
            piece.points.iter_mut().zip(of_level).for_each(|(points, of_level)| points.push(e, of_level));
            piece.owners.push(owner);
        }
    }
}

/// What the supports of a choice cost, cents.
pub(super) fn cents_of(region: &Region, choice: Choice) -> i64 {
    choice.supports.iter().flatten().map(|support| i64::from(region.supports[support.at()].cost_cents)).sum()
}

/// Interviews expected of one invitation, in thousandths.
pub(super) fn expected(region: &Region, person: JobseekerIdx, offer: OfferIdx) -> i64 {
    region.stall_of(offer).map_or(0, |(fair, _)| i64::from(fair.show_of(person)))
}

/// Pairings that were promised firmly enough to count: from invited on.
pub(super) fn promised(facts: Facts<'_>) -> BTreeSet<(JobseekerIdx, OfferIdx)> {
    let firm = facts.region.promises.iter().filter(|promise| match promise.status {
        PromiseStatus::Draft | PromiseStatus::Proposed => false,
        PromiseStatus::Invited | PromiseStatus::Confirmed | PromiseStatus::Attended => true,
    });
    firm.map(|promise| (promise.jobseeker, promise.offer)).collect()
}
