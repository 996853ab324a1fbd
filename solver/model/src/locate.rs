//! Where to open what: parts in which openers grant places that people take one by one.
//!
//! A facility is an *opener* with the pool it grants; its clients are the edges that draw that pool. People are priced,
//! so that each facility is worth what its best clients pay for; the prices are looked for by subgradient, choices by
//! exchange, and what prices do not decide by branching (`tree`). The proof is a [`Grouping::Seats`]. p-median, maximum
//! coverage and facility location, with and without capacities, are built by [`Matrix`].

mod cover;
mod dual;
mod exact;
mod map;
mod matrix;
mod primal;
mod tree;
mod twins;

pub use matrix::Matrix;

use std::collections::BTreeMap;

use crate::best::Best;
use crate::block::Block;
use crate::certificate::{BlockProof, Grouping, PartProof, Proof};
use crate::descent::Reach;
use crate::part::Part;
use crate::problem::Problem;
use crate::tuning;
use crate::{Options, Phase, Progress};
use cover::Cover;
use dual::{Evaluation, Prices, State, View};
use exact::{BITS, Exact};
use map::Map;
use primal::Choice;
use tree::Tree;

/// A settled part.
pub(crate) struct Located {
    /// The chosen edges, by position in the part.
    pub(crate) chosen: Vec<u32>,
    /// The proof.
    pub(crate) proof: PartProof,
    /// Whether the choice is proven to be within the gap asked.
    pub(crate) proven: bool,
}

/// Settles a part that is a choice of facilities, on a single level; `None` for any other part.
pub(crate) fn settle(
    problem: &Problem,
    part: &Part,
    reach: &[(i128, i128)],
    hint: &[u32],
    options: &Options<'_>,
    best: &Best<'_>,
) -> Option<Located> {
    if part.n_levels != 1 || !part.opens() {
        return None;
    }
    let block = Block::new(part, reach, 0..1)?;
    let whole = Map::of(problem, part, &block)?;
    let merged = whole.merged();
    let map = merged.as_ref().unwrap_or(&whole);
    let tell = |phase: Phase, best: Option<i128>, bound: Option<i128>| {
        (options.progress)(Progress { phase, levels: 0..1, best, bound });
    };
    tell(Phase::Relaxing, None, None);
    let begun = begin(map, hint, options);
    best.offer(&whole.edges(&begun.open));
    let mut cover = merged.as_ref().and_then(Cover::new);
    let covered = cover.as_mut().and_then(|cover| covered(map, cover, &begun, options));
    let cover = cover.filter(|_| covered.is_some());
    let (prices, choice) = covered.unwrap_or_else(|| relax(map, &begun, options));
    best.offer(&whole.edges(&choice.open));
    let (root, states, view) = thinned(map, &prices, &block, &choice);
    let slack = (options.gap * choice.value.unsigned_abs() as f64) as i128;
    tell(Phase::Proving, Some(i128::from(choice.value)), None);
    let mut tree = Tree {
        problem,
        part,
        map,
        view: &view,
        cover,
        states,
        root: &root,
        unit: block.unit,
        slack,
        best: choice,
        bound: i128::MIN,
        nodes_left: options.max_nodes,
        stop: options.stop,
        seconds: options.seconds,
        depth: 0,
        known: BTreeMap::new(),
    };
    let proof = tree.explore(&prices);
    let (choice, bound) = (tree.best, tree.bound);
    let chosen = whole.edges(&choice.open);
    let target = i128::from(choice.value);
    debug_assert!(
        part.holds(&chosen) && block.value(part, &chosen) == target,
        "{} {target}",
        block.value(part, &chosen)
    );
    let block = block_proof(map, &block, target, &root, proof);
    let proof = PartProof { pools: pools(&whole, part), blocks: vec![block] };
    best.offer(&chosen);
    Some(Located { chosen, proof, proven: bound <= target + slack })
}

/// A first choice: the hint or what is opened greedily, improved by exchange.
fn begin(map: &Map, hint: &[u32], options: &Options<'_>) -> Choice {
    let known: Vec<usize> =
        (0..map.facilities.len()).filter(|&f| hint.binary_search(&map.facilities[f].opener).is_ok()).collect();
    let mut best = Choice { value: map.value(&known), open: known };
    let greedy = map.greedy();
    if greedy.value > best.value {
        best = greedy;
    }
    map.improved(&best.open, options.stop)
}

/// The best prices for the whole part, where it only counts who is reached; and a better choice where rounding finds
/// one.
fn covered(map: &Map, cover: &mut Cover, begun: &Choice, options: &Options<'_>) -> Option<(Prices, Choice)> {
    let view = View::of(map, (0..map.facilities.len()).collect(), |_, _| true);
    let descent = cover.solve(map, &view, &vec![State::Free; map.facilities.len()], options.seconds)?;
    let near = map.improved(&cover::rounded(map, &view, &descent.share), options.stop);
    let choice = if near.value > begun.value { near } else { begun.clone() };
    Some((descent.prices, choice))
}

/// Prices of everything, and a better choice where one is met on the way.
fn relax(map: &Map, begun: &Choice, options: &Options<'_>) -> (Prices, Choice) {
    let view = View::of(map, (0..map.facilities.len()).collect(), |_, _| true);
    let states = vec![State::Free; map.facilities.len()];
    let second = map.standing(&begun.open).second;
    let people = second.iter().map(|&value| value as f64).collect();
    let mut prices = Prices { people, resources: vec![0.0; map.resources.len()] };
    let mut choice = begun.clone();
    let all = (tuning::DUAL_WORK / map.group.len().max(1)).clamp(tuning::DUAL_ROUNDS.0, tuning::DUAL_ROUNDS.1);
    for rounds in [all / 10, all / 5, all - all / 10 - all / 5] {
        let value = choice.value as f64;
        let enough = value + options.gap * value.abs();
        let reach = Reach { value, enough, rounds, step: 1.0, patience: (60, 0.8), stop: options.stop };
        let (mut round, mut seen) = (0, Vec::new());
        let mut note = |evaluation: &Evaluation| {
            round += 1;
            if round % 25 == 0 {
                seen.push(tree::opened(&view, evaluation));
            }
        };
        prices = dual::descend(map, &view, &states, &prices, &reach, &mut note).prices;
        seen.dedup();
        for open in seen.iter().rev().take(tuning::EXCHANGED_PER_STAGE).filter(|open| map.fits(open)) {
            let other = map.improved(open, options.stop);
            if other.value > choice.value {
                choice = other;
            }
        }
    }
    (prices, choice)
}

/// Integer prices, the states they decide and the view still in question: no choice worth more lies outside it. The
/// checker decides the same from the same prices.
fn thinned(map: &Map, prices: &Prices, block: &Block, choice: &Choice) -> (Exact, Vec<State>, View) {
    let all = View::of(map, (0..map.facilities.len()).collect(), |_, _| true);
    let mut states = vec![State::Free; map.facilities.len()];
    let mut exact = Exact::rounded(map, prices);
    let weighed = exact::weigh(map, &all, &states, &mut exact);
    let limit = (i128::from(choice.value) + block.unit) << BITS;
    let mut facilities = Vec::new();
    for (f, &(closed, open)) in weighed.sites.iter().enumerate() {
        let others = weighed.bound - closed.max(open);
        if others + closed < limit {
            states[f] = State::Open;
        }
        if others + open < limit {
            states[f] = State::Closed;
        }
        if states[f] != State::Closed || map.facilities[f].places.0 > 0 {
            facilities.push(f);
        }
    }
    let keep = |f: usize, c: usize| {
        let (closed, open) = weighed.sites[f];
        let reduced = (i128::from(map.value[c]) << BITS) - exact.people[map.group[c] as usize];
        // A client of what has no places when closed is taken where it is open.
        let taken = if map.facilities[f].places.0 > 0 { closed.max(open) } else { open };
        // The people of a merged group are dropped one by one, or not.
        !map.twins.is_empty() || weighed.bound - closed.max(open) + taken + reduced.min(0) >= limit
    };
    let view = View::of(map, facilities, keep);
    (exact, states, view)
}

/// The pools that are priced or opened, sorted.
fn pools(map: &Map, part: &Part) -> Vec<u32> {
    let mut pools: Vec<u32> = part.rows.iter().map(|row| row.pool).chain(map.owner.iter().copied().flatten()).collect();
    pools.sort_unstable();
    pools.dedup();
    pools
}

/// The proof of the one block there is.
fn block_proof(map: &Map, block: &Block, target: i128, root: &Exact, proof: Proof) -> BlockProof {
    BlockProof {
        first_level: block.levels.start,
        multipliers: block.multipliers.clone(),
        grouping: Grouping::Seats,
        settled: Vec::new(),
        scale_bits: BITS,
        target,
        root: tree::sparse(map, root, None),
        proof,
    }
}
