//! A first choice where something has to be opened before it can be taken: greedily, then by exchange.
//!
//! An *opener* is an edge that grants a scarce pool; its *clients* are the edges that draw that pool. An opener may itself
//! draw what another one grants, its *key*: a site must be used before something is held there. A *reward* is an edge that
//! asks only that enough of a pool without capacity is drawn: a share of people that is reached.
//!
//! HiGHS starts such a problem
//! with nothing opened and may stay there for minutes. What is found here proves nothing: it is where the search starts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::assignment::{self, NONE, Seats};
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
    value: i128,
}

/// The openers of a part and who could take what they grant.
struct Openings<'a> {
    part: &'a Part,
    /// Points of each edge, levels added up.
    weights: Vec<i128>,
    openers: Vec<u32>,
    /// For each row that openers grant, the edges that draw it, worth most first.
    clients: Vec<Vec<u32>>,
    /// For each row that openers grant, who does.
    keys: Vec<Vec<u32>>,
    /// For each row that openers grant, the openers that draw it: what is held where a site is used.
    dependents: Vec<Vec<u32>>,
    /// Rows for which there are rewards.
    reward_rows: Vec<u32>,
    /// For each row, the rewards for what is drawn of it: units asked and points, fewest first.
    rewards: Vec<Vec<(i64, i128, u32)>>,
    /// For each edge the row for which it counts towards a reward, or [`NONE`].
    reward_row: Vec<u32>,
}

/// A choice that opens what is worth most, step by step; nothing where there is nothing to open, or where levels are too
/// large to add up. `rounds` x openers chosen x (openers + clients) at worst.
pub(super) fn choose(part: &Part, reach: &[(i128, i128)], stop: &dyn Fn() -> bool) -> Option<Vec<u32>> {
    let openings = Openings::of(part, reach)?;
    let state = openings.nothing();
    openings.finish(state, stop)
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

/// As [`choose`], from the prices of a relaxation: openers that fit together are chosen by HiGHS, each worth what it adds and what
/// those who would gain most from its places gain beyond what they have elsewhere at these prices. So what shares rooms or hours is
/// packed well, which step by step is not to be had.
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
        State { drawn: vec![0; part.rows.len()], edge_of: vec![NONE; part.n_groups()], value: 0 }
    }

    /// Fills what is open and exchanges, as long as that is worth more.
    fn finish(&self, mut state: State, stop: &dyn Fn() -> bool) -> Option<Vec<u32>> {
        self.fill(&mut state);
        for _ in 0..tuning::OPENING_ROUNDS {
            if !self.exchange(&mut state, stop) {
                break;
            }
        }
        self.reseat(&mut state);
        self.take_rewards(&mut state);
        let mut chosen: Vec<u32> = state.edge_of.into_iter().filter(|&e| e != NONE).collect();
        chosen.sort_unstable();
        self.part.holds(&chosen).then_some(chosen)
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
        Some(Self { part, weights, openers, clients, keys, dependents, reward_rows, rewards, reward_row })
    }

    /// What rewards are worth when so many units of a row are drawn, counting the way to the next one in proportion.
    fn promise(&self, row: u32, drawn: i64) -> i128 {
        let (mut units, mut points) = (0, 0);
        for &(asked, worth, _) in &self.rewards[row as usize] {
            if asked > drawn {
                return points + (worth - points).max(0) * i128::from(drawn - units) / i128::from(asked - units);
            }
            (units, points) = (asked, worth);
        }
        points
    }

    /// What a choice is worth, with the rewards it is on the way to.
    fn worth(&self, state: &State) -> i128 {
        let promised = self.reward_rows.iter().map(|&row| self.promise(row, state.drawn[row as usize]));
        state.value + promised.sum::<i128>()
    }

    /// What choosing an edge adds, with the reward that it is on the way to.
    fn adds(&self, state: &State, e: u32) -> i128 {
        let weight = self.weights[e as usize];
        match self.reward_row[e as usize] {
            NONE => weight,
            row => {
                let drawn = state.drawn[row as usize];
                weight + self.promise(row, drawn + 1) - self.promise(row, drawn)
            }
        }
    }

    /// Takes the greatest reward that is reached, of each row.
    fn take_rewards(&self, state: &mut State) {
        for rewards in &self.rewards {
            let reached = rewards.iter().rev().find(|&&(_, points, e)| points > 0 && self.is_reached(state, e));
            if let Some(&(_, _, e)) = reached {
                self.apply(state, e, 1);
            }
        }
    }

    /// Whether a reward can be taken.
    fn is_reached(&self, state: &State, e: u32) -> bool {
        let draws = self.part.draws_of(e as usize).iter();
        let keeps = |&(row, units): &(u32, i32)| {
            let least = self.part.rows[row as usize].never();
            least.is_none_or(|least| state.drawn[row as usize] + i64::from(units) >= least)
        };
        self.fits(state, e) && draws.clone().all(keeps)
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
    }

    /// Opens `opener`, with the keys it needs, for its best free clients and tells what was taken besides; `state` is then
    /// with them. `None`, with `state` as it was, where it does not fit or too few would come.
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
        let clients = || granted.clone().flat_map(|&(row, _)| self.clients[row as usize].iter().copied());
        if self.reward_rows.is_empty() {
            clients().for_each(|e| self.seat(state, e, &mut taken));
        } else {
            self.seat_for_rewards(state, clients(), &mut taken);
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

    /// As [`Openings::seat`] of each client, those first that are on the way to the greatest reward: of every row one after
    /// the other.
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
        let mut turned = Vec::new();
        for &(row, units) in self.part.draws_of(opener as usize) {
            let row = row as usize;
            let lacks = |state: &State| {
                let capacity = self.part.rows[row].capacity;
                capacity.is_some_and(|capacity| units > 0 && state.drawn[row] + i64::from(units) > capacity)
            };
            for &key in self.keys[row].iter().take_while(|_| lacks(state)) {
                if state.edge_of[self.part.group_of[key as usize] as usize] == NONE && self.fits(state, key) {
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

    /// Opens what adds most until nothing adds anything. What an opener adds only falls while others are opened, so that
    /// it is worked out anew only when it comes to the top.
    fn fill(&self, state: &mut State) {
        let gain = |state: &mut State, opener: u32| -> Option<i128> {
            let before = self.worth(state);
            let taken = self.open(state, opener)?;
            let gain = self.worth(state) - before;
            self.close(state, opener, &taken);
            (gain > 0).then_some(gain)
        };
        let mut heap = BinaryHeap::new();
        for &opener in &self.openers {
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
        let is_open = |state: &State, &&e: &&u32| state.edge_of[self.part.group_of[e as usize] as usize] == e;
        let opened: Vec<u32> = self.openers.iter().filter(|e| is_open(state, e)).copied().collect();
        let mut improved = false;
        for opener in opened {
            if stop() {
                return false;
            }
            let mut other = state.clone();
            self.close_with_clients(&mut other, opener);
            self.fill(&mut other);
            if self.worth(&other) > self.worth(state) {
                (*state, improved) = (other, true);
            }
        }
        improved
    }

    /// Closes an opener, what is held by its grace, and everyone who took what they grant.
    fn close_with_clients(&self, state: &mut State, opener: u32) {
        let group = |e: u32| self.part.group_of[e as usize] as usize;
        if state.edge_of[group(opener)] != opener {
            return;
        }
        // First, so that two openers that need each other end.
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

    /// Gives the places of what is open to those for whom they are worth most: an assignment problem, exactly, over the
    /// edges that draw nothing scarce but a place. Kept where no group becomes too small.
    fn reseat(&self, state: &mut State) {
        let part = self.part;
        let seat_of = |e: usize| {
            let mut scarce = part.draws_of(e).iter().filter(|&&(row, _)| part.rows[row as usize].capacity.is_some());
            match (scarce.next(), scarce.next()) {
                (Some(&(row, 1)), None) if !self.clients[row as usize].is_empty() => Some(row),
                _ => None,
            }
        };
        let mut capacity: Vec<i64> = part.rows.iter().map(|row| row.capacity.unwrap_or(0)).collect();
        for (left, &drawn) in capacity.iter_mut().zip(&state.drawn) {
            *left -= drawn;
        }
        let mut free = state.clone();
        let (mut first_edge, mut seat, mut value, mut edges) = (vec![0u32], Vec::new(), Vec::new(), Vec::new());
        for g in 0..part.n_groups() {
            let own = state.edge_of[g];
            let moves = own == NONE || seat_of(own as usize).is_some();
            if own != NONE && moves {
                capacity[seat_of(own as usize).unwrap_or(0) as usize] += 1;
                self.apply(&mut free, own, -1);
            }
            for e in part.group(g).filter(|_| moves) {
                if let Some(row) = seat_of(e).filter(|_| self.weights[e] > 0) {
                    seat.push(row);
                    value.push(self.weights[e]);
                    edges.push(e as u32);
                }
            }
            first_edge.push(edges.len() as u32);
        }
        capacity.iter_mut().for_each(|left| *left = (*left).max(0));
        let seats = Seats { first_edge: &first_edge, seat: &seat, value: &value, capacity: &capacity };
        for e in assignment::assign(&seats).edge_of.into_iter().filter(|&e| e != NONE) {
            self.apply(&mut free, edges[e as usize], 1);
        }
        let chosen: Vec<u32> = free.edge_of.iter().copied().filter(|&e| e != NONE).collect();
        if self.worth(&free) > self.worth(state) && part.holds(&chosen) {
            *state = free;
        }
    }
}
