//! A first choice where something has to be opened before it can be taken: greedily, then by exchange.
//!
//! An *opener* is an edge that grants a scarce pool; its *clients* are the edges that draw that pool. An opener may
//! itself draw what another one grants, its *key*: a site must be used before something is held there. A *reward* is an
//! edge that asks only that enough of a pool without capacity is drawn: a share of people that is reached.
//!
//! HiGHS starts such a problem with nothing opened and may stay there for minutes. The choice made here proves nothing:
//! the search starts from it.

mod renew;
mod reseat;
mod rewards;

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::assignment::NONE;
use super::block;
use super::milp::Effort;
use super::part::Part;
use super::price::SubProblem;
use super::sift::Root;
use super::{Options, pack, tuning};

/// What is chosen so far, with what it draws.
#[derive(Clone)]
struct State {
    drawn: Vec<i64>,
    /// The edge of each group, or [`NONE`].
    edge_of: Vec<u32>,
    /// The openers among them.
    opened: BTreeSet<u32>,
    value: i128,
}

/// The openers of a part and who could take what they grant.
struct Openings<'a> {
    part: &'a Part,
    /// Points of each edge, levels added up.
    weights: Vec<i128>,
    openers: Vec<u32>,
    is_opener: Vec<bool>,
    /// For each row, the openers that draw it.
    users: Vec<Vec<u32>>,
    /// For each edge that is an opener, what it is worth with the best of its clients, were they all free.
    potential: Vec<i128>,
    /// For each row that openers grant, the edges that draw it, worth most first.
    clients: Vec<Vec<u32>>,
    /// Rows with clients that have places without any opener.
    with_places: Vec<usize>,
    /// For each edge that draws nothing scarce but one place of such a row, that row; else [`NONE`].
    seat_of: Vec<u32>,
    /// For each row that openers grant, those openers.
    keys: Vec<Vec<u32>>,
    /// For each row that openers grant, the openers that draw it: what is held where a site is used.
    dependents: Vec<Vec<u32>>,
    /// Rows of which enough must be drawn.
    grouped: Vec<u32>,
    /// Rows for which there are rewards.
    reward_rows: Vec<u32>,
    /// For each row, the rewards for what is drawn of it: units asked and points, fewest first.
    rewards: Vec<Vec<(i64, i128, u32)>>,
    /// For each edge the row for which it counts towards a reward, or [`NONE`].
    reward_row: Vec<u32>,
}

/// A choice that opens what is worth most, step by step; nothing where there is nothing to open, or where levels are
/// too large to add up. `rounds` x openers chosen x (openers + clients) at worst.
pub(super) fn choose(part: &Part, reach: &[(i128, i128)], stop: &dyn Fn() -> bool) -> Option<Vec<u32>> {
    let openings = Openings::of(part, reach)?;
    let state = openings.nothing();
    openings.finish(state, stop)
}

/// Improves `chosen` by taking back a little of it at a time, over and over, within `share` of the time; never worse.
/// Another `seed` tries other changes.
pub(super) fn renewed(
    part: &Part,
    reach: &[(i128, i128)],
    chosen: &[u32],
    seed: u64,
    share: f64,
    options: &Options<'_>,
) -> Option<Vec<u32>> {
    let openings = Openings::of(part, reach)?;
    let mut state = openings.nothing();
    chosen.iter().filter(|&&e| !openings.is_reward(e)).for_each(|&e| openings.apply(&mut state, e, 1));
    let kept = (options.seconds)().map_or(0.0, |left| left * (1.0 - share));
    let stop = || (options.stop)() || (options.seconds)().is_some_and(|left| left <= kept);
    openings.renew(&mut state, seed, &stop);
    openings.told(state)
}

/// As [`choose`], from a relaxation: what it opens most of is opened first.
pub(super) fn round(
    part: &Part,
    reach: &[(i128, i128)],
    taken: &[(u32, f64)],
    stop: &dyn Fn() -> bool,
) -> Option<Vec<u32>> {
    let openings = Openings::of(part, reach)?;
    let mut state = openings.nothing();
    let mut opened: Vec<(u32, f64)> =
        taken.iter().copied().filter(|(e, _)| openings.openers.binary_search(e).is_ok()).collect();
    opened.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (opener, _) in opened {
        openings.open(&mut state, opener);
    }
    openings.finish(state, stop)
}

/// As [`choose`], from the prices of a relaxation: HiGHS chooses openers that fit together. Each is worth what it adds
/// itself, plus what the people who gain most from its places gain beyond what they have elsewhere at these prices.
/// This packs shared rooms and hours well, which opening step by step does not.
pub(super) fn pack(
    sub: &SubProblem<'_>,
    root: &Root<'_>,
    reach: &[(i128, i128)],
    options: &Options<'_>,
) -> Option<Vec<u32>> {
    let openings = Openings::of(sub.part, reach)?;
    let mut worth = pack::values_of(sub, root, &openings.openers, &openings.clients);
    worth.sort_by(|a, b| b.at_prices.cmp(&a.at_prices).then(a.opener.cmp(&b.opener)));
    worth.truncate(tuning::PACKED_OPENERS);
    worth.sort_by_key(|worth| worth.opener);
    let seconds = (options.seconds)().map(|left| left * tuning::PACKING_SHARE);
    let effort = Effort { gap: options.gap / 4.0, seconds, nodes: tuning::PACKING_NODES };
    let mut opened = pack::best_together(sub, &worth, &openings.clients, effort)?;
    opened.sort_by(|a, b| b.alone.cmp(&a.alone).then(a.opener.cmp(&b.opener)));
    let mut state = openings.nothing();
    for worth in opened {
        openings.open(&mut state, worth.opener);
    }
    openings.finish(state, options.stop)
}

impl<'a> Openings<'a> {
    fn nothing(&self) -> State {
        let part = self.part;
        State {
            drawn: vec![0; part.rows.len()],
            edge_of: vec![NONE; part.n_groups()],
            opened: BTreeSet::new(),
            value: 0,
        }
    }

    /// Opens whatever adds value, exchanges openers while that helps, and gives places to those worth most.
    fn finish(&self, mut state: State, stop: &dyn Fn() -> bool) -> Option<Vec<u32>> {
        self.fill(&mut state);
        for _ in 0..tuning::OPENING_ROUNDS {
            if !self.exchange(&mut state, stop) {
                break;
            }
        }
        self.reseat(&mut state);
        self.told(state)
    }

    /// The edges of a choice, with the rewards that it reaches.
    fn told(&self, mut state: State) -> Option<Vec<u32>> {
        debug_assert_eq!(state.value, self.added_up(&state), "a choice is worth what its edges are");
        self.take_rewards(&mut state);
        let mut chosen: Vec<u32> = state.edge_of.into_iter().filter(|&e| e != NONE).collect();
        chosen.sort_unstable();
        self.part.holds(&chosen).then_some(chosen)
    }

    /// What the edges of a choice are worth.
    fn added_up(&self, state: &State) -> i128 {
        state.edge_of.iter().filter(|&&e| e != NONE).map(|&e| self.weights[e as usize]).sum()
    }

    fn of(part: &'a Part, reach: &[(i128, i128)]) -> Option<Self> {
        let grants = |e: u32| part.draws_of(e as usize).iter().filter(|&&(_, units)| units < 0);
        let is_scarce = |row: u32| part.rows[row as usize].capacity.is_some();
        let (openers, rewarding): (Vec<u32>, Vec<u32>) = (0..part.n_edges() as u32)
            .filter(|&e| grants(e).next().is_some())
            .partition(|&e| grants(e).any(|&(row, _)| is_scarce(row)));
        if openers.is_empty() {
            return None;
        }
        // Where there are too many levels to add up, the first ones decide.
        let multipliers = (1..=part.n_levels).rev().find_map(|n| block::multipliers(reach, 0..n))?;
        let weight =
            |e: usize| multipliers.iter().enumerate().map(|(l, &m)| m * i128::from(part.points_at(e, l))).sum();
        let weights: Vec<i128> = (0..part.n_edges()).map(weight).collect();
        let mut is_opener = vec![false; part.n_edges()];
        openers.iter().for_each(|&e| is_opener[e as usize] = true);
        let mut is_granted = vec![false; part.rows.len()];
        let mut keys = vec![Vec::new(); part.rows.len()];
        for (&e, &(row, _)) in openers.iter().flat_map(|e| grants(*e).map(move |draw| (e, draw))) {
            is_granted[row as usize] |= is_scarce(row);
            keys[row as usize].push(e);
        }
        let mut dependents = vec![Vec::new(); part.rows.len()];
        for (&e, &(row, units)) in
            openers.iter().flat_map(|e| part.draws_of(*e as usize).iter().map(move |draw| (e, draw)))
        {
            if units > 0 && is_granted[row as usize] {
                dependents[row as usize].push(e);
            }
        }
        let mut clients = vec![Vec::new(); part.rows.len()];
        for e in (0..part.n_edges() as u32).filter(|&e| grants(e).next().is_none()) {
            let seats = part.draws_of(e as usize).iter().filter(|&&(row, _)| is_granted[row as usize]);
            seats.for_each(|&(row, _)| clients[row as usize].push(e));
        }
        clients.iter_mut().for_each(|of_row| of_row.sort_by_key(|&e| (Reverse(weights[e as usize]), e)));
        let has_places = |row: &usize| part.rows[*row].capacity.is_some_and(|c| c > 0) && !clients[*row].is_empty();
        let with_places = (0..part.rows.len()).filter(has_places).collect();
        let seat_of = seats(part, &clients);
        let mut rewards = vec![Vec::new(); part.rows.len()];
        for &e in &rewarding {
            let asked = grants(e).map(|&(row, units)| (row, -i64::from(units)));
            asked.for_each(|(row, units)| rewards[row as usize].push((units, weights[e as usize], e)));
        }
        rewards.iter_mut().for_each(|of_row| of_row.sort_unstable());
        let towards = |e: usize| {
            let mut drawn =
                part.draws_of(e).iter().filter(|&&(row, units)| units > 0 && !rewards[row as usize].is_empty());
            drawn.next().map_or(NONE, |&(row, _)| row)
        };
        let reward_row = (0..part.n_edges()).map(towards).collect();
        let reward_rows = (0..part.rows.len() as u32).filter(|&row| !rewards[row as usize].is_empty()).collect();
        Some(Self {
            part,
            grouped: grouped(part),
            users: users(part, &openers),
            potential: potentials(part, &weights, &openers, &clients),
            weights,
            openers,
            is_opener,
            with_places,
            clients,
            seat_of,
            keys,
            dependents,
            reward_rows,
            rewards,
            reward_row,
        })
    }

    /// Whether choosing `e` exceeds no capacity.
    fn fits(&self, state: &State, e: u32) -> bool {
        let row = |row: u32| &self.part.rows[row as usize];
        self.part.draws_of(e as usize).iter().all(|&(r, units)| {
            let needed = state.drawn[r as usize] + i64::from(units);
            row(r).capacity.is_none_or(|capacity| units < 0 || needed <= capacity)
        })
    }

    fn apply(&self, state: &mut State, e: u32, sign: i64) {
        for &(row, units) in self.part.draws_of(e as usize) {
            state.drawn[row as usize] += sign * i64::from(units);
        }
        state.value += i128::from(sign) * self.weights[e as usize];
        state.edge_of[self.part.group_of[e as usize] as usize] = if sign > 0 { e } else { NONE };
        if self.is_opener[e as usize] && sign > 0 {
            state.opened.insert(e);
        } else if self.is_opener[e as usize] {
            state.opened.remove(&e);
        }
    }

    /// Opens `opener`, with the keys it needs, for its best free clients; updates `state` and returns the other edges
    /// taken. `None`, with `state` as it was, where it does not fit or too few would come.
    fn open(&self, state: &mut State, opener: u32) -> Option<Vec<u32>> {
        let group = |e: u32| self.part.group_of[e as usize] as usize;
        if state.edge_of[group(opener)] != NONE {
            return None;
        }
        let mut taken = self.turn_keys(state, opener);
        if !self.fits(state, opener) {
            taken.iter().for_each(|&key| self.apply(state, key, -1));
            return None;
        }
        self.apply(state, opener, 1);
        let granted = self.part.draws_of(opener as usize).iter().filter(|&&(_, units)| units < 0);
        if self.reward_rows.is_empty() {
            for &(row, _) in granted.clone() {
                let of_row = self.clients[row as usize].iter();
                let capacity = self.part.rows[row as usize].capacity;
                let has_room = |state: &State| capacity.is_none_or(|capacity| state.drawn[row as usize] < capacity);
                for &e in of_row {
                    if !has_room(state) {
                        break;
                    }
                    self.seat(state, e, &mut taken);
                }
            }
        } else {
            let clients = granted.clone().flat_map(|&(row, _)| self.clients[row as usize].iter().copied());
            self.seat_for_rewards(state, clients, &mut taken);
        }
        let short = |&(row, _): &(u32, i32)| {
            self.part.rows[row as usize].never().is_some_and(|least| state.drawn[row as usize] < least)
        };
        if self.part.draws_of(opener as usize).iter().any(short) {
            self.close(state, opener, &taken);
            return None;
        }
        Some(taken)
    }

    /// Chooses a client that gains something and fits, with the keys it needs.
    fn seat(&self, state: &mut State, e: u32, taken: &mut Vec<u32>) {
        let is_free = state.edge_of[self.part.group_of[e as usize] as usize] == NONE;
        if !is_free || self.adds(state, e) <= 0 {
            return;
        }
        let keys = self.turn_keys(state, e);
        if self.fits(state, e) {
            self.apply(state, e, 1);
            taken.extend(keys.into_iter().chain([e]));
        } else {
            keys.into_iter().for_each(|key| self.apply(state, key, -1));
        }
    }

    /// Calls [`Openings::seat`] for each client. Among the first waiting clients of all reward rows, the one that adds
    /// most comes next.
    fn seat_for_rewards(&self, state: &mut State, clients: impl Iterator<Item = u32>, taken: &mut Vec<u32>) {
        let mut queues = std::collections::BTreeMap::<u32, std::collections::VecDeque<u32>>::new();
        for e in clients.filter(|&e| state.edge_of[self.part.group_of[e as usize] as usize] == NONE) {
            queues.entry(self.reward_row[e as usize]).or_default().push_back(e);
        }
        while let Some((&row, _)) = queues
            .iter()
            .filter(|(_, queue)| !queue.is_empty())
            .max_by_key(|(row, queue)| (self.adds(state, queue[0]), Reverse(**row)))
        {
            let next = queues.get_mut(&row).and_then(std::collections::VecDeque::pop_front);
            next.into_iter().for_each(|e| self.seat(state, e, taken));
        }
    }

    /// Chooses the openers that grant what `opener` lacks, where nothing else grants it; tells which.
    fn turn_keys(&self, state: &mut State, opener: u32) -> Vec<u32> {
        let group = |e: u32| self.part.group_of[e as usize];
        let mut turned = Vec::new();
        for &(row, units) in self.part.draws_of(opener as usize) {
            let row = row as usize;
            let lacks = |state: &State| {
                let capacity = self.part.rows[row].capacity;
                capacity.is_some_and(|capacity| units > 0 && state.drawn[row] + i64::from(units) > capacity)
            };
            // Of its own group, only the opener itself is chosen.
            let keys = self.keys[row].iter().filter(|&&key| group(key) != group(opener));
            for &key in keys.take_while(|_| lacks(state)) {
                if state.edge_of[group(key) as usize] == NONE && self.fits(state, key) {
                    self.apply(state, key, 1);
                    turned.push(key);
                    break;
                }
            }
        }
        turned
    }

    /// Takes back what [`Openings::open`] did.
    fn close(&self, state: &mut State, opener: u32, taken: &[u32]) {
        taken.iter().for_each(|&e| self.apply(state, e, -1));
        self.apply(state, opener, -1);
    }

    /// Opens what adds most until nothing adds anything. What an opener adds only falls while others are opened, so
    /// that it is worked out anew only when it comes to the top.
    fn fill(&self, state: &mut State) {
        self.fill_among(state, &self.openers);
    }

    /// As [`Openings::fill`], with some of the openers.
    fn fill_among(&self, state: &mut State, openers: &[u32]) {
        let gain = |state: &mut State, opener: u32| -> Option<i128> {
            let before = self.worth(state);
            let taken = self.open(state, opener)?;
            let gain = self.worth(state) - before;
            self.close(state, opener, &taken);
            (gain > 0).then_some(gain)
        };
        let mut heap = BinaryHeap::new();
        for &opener in openers {
            heap.extend(gain(state, opener).map(|gain| (gain, Reverse(opener))));
        }
        while let Some((_, Reverse(opener))) = heap.pop() {
            let Some(now) = gain(state, opener) else { continue };
            if heap.peek().is_some_and(|&(next, _)| next > now) {
                heap.push((now, Reverse(opener)));
            } else {
                self.open(state, opener);
            }
        }
    }

    /// Closes each opener in turn and fills again; keeps what is worth more. Tells whether anything was.
    fn exchange(&self, state: &mut State, stop: &dyn Fn() -> bool) -> bool {
        let opened: Vec<u32> = state.opened.iter().copied().collect();
        let mut improved = false;
        for opener in opened {
            if stop() {
                return false;
            }
            let mut other = state.clone();
            self.close_with_clients(&mut other, opener);
            self.fill(&mut other);
            if self.worth(&other) > self.worth(state) && self.keeps_groups(&other) {
                (*state, improved) = (other, true);
            }
        }
        improved
    }

    /// Whether no group is too small: who loses what another opener granted leaves the group that it is in.
    fn keeps_groups(&self, state: &State) -> bool {
        let drawn = |row: u32| state.drawn[row as usize];
        self.grouped.iter().all(|&row| self.part.rows[row as usize].never().is_none_or(|least| drawn(row) >= least))
    }

    /// Closes an opener, the openers that depend on it, and the edges of all clients who took their places.
    fn close_with_clients(&self, state: &mut State, opener: u32) {
        let group = |e: u32| self.part.group_of[e as usize] as usize;
        if state.edge_of[group(opener)] != opener {
            return;
        }
        // Taken back first, so that the recursion ends for two openers that need each other.
        self.apply(state, opener, -1);
        let granted = self.part.draws_of(opener as usize).iter().filter(|&&(_, units)| units < 0);
        let dependents = granted.clone().flat_map(|&(row, _)| self.dependents[row as usize].iter().copied());
        dependents.for_each(|e| self.close_with_clients(state, e));
        for e in granted.flat_map(|&(row, _)| self.clients[row as usize].iter().copied()) {
            if state.edge_of[group(e)] == e {
                self.apply(state, e, -1);
            }
        }
    }
}

/// Rows of which never less than something is drawn.
fn grouped(part: &Part) -> Vec<u32> {
    (0..part.rows.len() as u32).filter(|&row| part.rows[row as usize].never().is_some()).collect()
}

/// For each row, the openers that draw it.
fn users(part: &Part, openers: &[u32]) -> Vec<Vec<u32>> {
    let mut users = vec![Vec::new(); part.rows.len()];
    for &e in openers {
        let drawn = part.draws_of(e as usize).iter().filter(|&&(_, units)| units > 0);
        drawn.for_each(|&(row, _)| users[row as usize].push(e));
    }
    users
}

/// What each opener is worth with the best of its clients, were they all free; of other edges what they are worth.
fn potentials(part: &Part, weights: &[i128], openers: &[u32], clients: &[Vec<u32>]) -> Vec<i128> {
    let mut potential = weights.to_vec();
    for &e in openers {
        for &(row, units) in part.draws_of(e as usize).iter().filter(|&&(_, units)| units < 0) {
            let best = clients[row as usize].iter().take(units.unsigned_abs() as usize);
            potential[e as usize] += best.map(|&client| weights[client as usize].max(0)).sum::<i128>();
        }
    }
    potential
}

/// For each edge that draws nothing scarce but one place of a row with clients, that row; else [`NONE`].
fn seats(part: &Part, clients: &[Vec<u32>]) -> Vec<u32> {
    let of_edge = |e: usize| {
        let mut scarce = part.draws_of(e).iter().filter(|&&(row, _)| part.rows[row as usize].capacity.is_some());
        match (scarce.next(), scarce.next()) {
            (Some(&(row, 1)), None) if !clients[row as usize].is_empty() => row,
            _ => NONE,
        }
    };
    (0..part.n_edges()).map(of_edge).collect()
}
