//! Prices of people and resources, in doubles: good prices are looked for here, and proven elsewhere.

use super::map::Map;
use crate::descent::{self, Reach};

/// What a node says of a facility.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Free,
    Open,
    Closed,
}

/// The facilities and clients still in question, close together in memory.
pub(super) struct View {
    pub(super) facilities: Vec<usize>,
    /// `first[i]..first[i + 1]` are the clients of the facility at `i`.
    pub(super) first: Vec<usize>,
    pub(super) group: Vec<u32>,
    pub(super) value: Vec<f64>,
}

impl View {
    /// The clients of a map for which `keep`, given facility and client, holds.
    pub(super) fn of(map: &Map, facilities: Vec<usize>, keep: impl Fn(usize, usize) -> bool) -> Self {
        let mut view = Self { facilities, first: vec![0], group: Vec::new(), value: Vec::new() };
        for at in 0..view.facilities.len() {
            let f = view.facilities[at];
            for c in map.facilities[f].clients.clone().filter(|&c| keep(f, c)) {
                view.group.push(map.group[c]);
                view.value.push(map.value[c] as f64);
            }
            view.first.push(view.group.len());
        }
        view
    }

    /// The people and values of the facility at `at`.
    pub(super) fn clients(&self, at: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.first[at]..self.first[at + 1];
        self.group[range.clone()].iter().zip(&self.value[range]).map(|(&g, &value)| (g as usize, value))
    }
}

/// Prices, per group and resource.
#[derive(Clone, Default)]
pub(super) struct Prices {
    pub(super) people: Vec<f64>,
    pub(super) resources: Vec<f64>,
}

/// What prices say.
pub(super) struct Evaluation {
    /// No choice is worth more.
    pub(super) bound: f64,
    /// Whether each facility in view is opened.
    pub(super) open: Vec<bool>,
    /// What is left of each resource.
    pub(super) left: Vec<f64>,
}

/// Where a descent ended.
pub(super) struct Descent {
    pub(super) prices: Prices,
    pub(super) bound: f64,
    /// Per facility in view, how often it was opened lately.
    pub(super) share: Vec<f64>,
}

/// The best reduced values of the clients at `at`: so many as there are places.
fn filled(view: &View, at: usize, people: &[f64], places: i64, scratch: &mut Vec<f64>) -> f64 {
    if places <= 0 {
        return 0.0;
    }
    let gain = |(g, value): (usize, f64)| (value - people[g]).max(0.0);
    if places as usize >= view.first[at + 1] - view.first[at] {
        return view.clients(at).map(gain).sum();
    }
    scratch.clear();
    scratch.extend(view.clients(at).map(gain).filter(|&gain| gain > 0.0));
    let places = places as usize;
    if scratch.len() > places {
        scratch.select_nth_unstable_by(places, |a, b| b.total_cmp(a));
        scratch.truncate(places);
    }
    scratch.iter().sum()
}

/// The bound at these prices; where openings are counted, their price is set to the best there is.
pub(super) fn evaluate(map: &Map, view: &View, states: &[State], prices: &mut Prices) -> Evaluation {
    let mut scratch = Vec::new();
    let mut bound: f64 = prices.people.iter().sum();
    bound += map.outside.iter().zip(&prices.people).map(|(&(value, _), u)| (value as f64 - u).max(0.0)).sum::<f64>();
    let mut delta = Vec::with_capacity(view.facilities.len());
    for (at, &f) in view.facilities.iter().enumerate() {
        let facility = &map.facilities[f];
        let closed = filled(view, at, &prices.people, facility.places.0, &mut scratch);
        bound += closed;
        let opened = match states[f] {
            State::Closed => closed,
            _ => facility.weight as f64 + filled(view, at, &prices.people, facility.places.1, &mut scratch),
        };
        delta.push(opened - closed);
    }
    let mut open: Vec<bool> = view.facilities.iter().map(|&f| states[f] == State::Open).collect();
    if map.counts {
        let room = map.resources[0].1 - open.iter().filter(|&&open| open).count() as i64;
        let mut order: Vec<usize> =
            (0..delta.len()).filter(|&at| states[view.facilities[at]] == State::Free && delta[at] > 0.0).collect();
        order.sort_by(|&a, &b| delta[b].total_cmp(&delta[a]).then(a.cmp(&b)));
        let room = room.max(0) as usize;
        prices.resources[0] = order.get(room).map_or(0.0, |&at| delta[at]);
        order.iter().take(room).for_each(|&at| open[at] = true);
    }
    for (at, &f) in view.facilities.iter().enumerate() {
        let paid: f64 = map.facilities[f].draws.iter().map(|&(r, units)| prices.resources[r] * units as f64).sum();
        delta[at] -= paid;
        open[at] |= !map.counts && states[f] == State::Free && delta[at] > 0.0;
        bound += if open[at] { delta[at] } else { 0.0 };
    }
    let mut left: Vec<f64> = map.resources.iter().map(|&(_, capacity)| capacity as f64).collect();
    bound += left.iter().zip(&prices.resources).map(|(capacity, price)| capacity * price).sum::<f64>();
    for (&f, _) in view.facilities.iter().zip(&open).filter(|&(_, &open)| open) {
        map.facilities[f].draws.iter().for_each(|&(r, units)| left[r] -= units as f64);
    }
    Evaluation { bound, open, left }
}

/// Writes to `slope`, for each person, 1 when not taken, 0 when taken once, and less when taken more often.
fn slope(map: &Map, view: &View, evaluation: &Evaluation, people: &[f64], slope: &mut [f64]) {
    for ((slope, owner), (&(value, _), u)) in slope.iter_mut().zip(&map.owner).zip(map.outside.iter().zip(people)) {
        *slope = f64::from(owner.is_some()) - f64::from(value as f64 > *u);
    }
    let mut gains: Vec<(f64, usize)> = Vec::new();
    for (at, &f) in view.facilities.iter().enumerate() {
        let places = map.facilities[f].places;
        let places = if evaluation.open[at] { places.1 } else { places.0 };
        if places <= 0 {
            continue;
        }
        let gain = |(g, value): (usize, f64)| (value - people[g], g);
        let taken = view.clients(at).map(gain).filter(|&(gain, _)| gain > 0.0);
        if places as usize >= view.first[at + 1] - view.first[at] {
            taken.for_each(|(_, g)| slope[g] -= 1.0);
            continue;
        }
        gains.clear();
        gains.extend(taken);
        gains.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        gains.iter().take(places as usize).for_each(|&(_, g)| slope[g] -= 1.0);
    }
}

/// Lowers the bound from `start`. `seen` is told what is opened on the way.
pub(super) fn descend(
    map: &Map,
    view: &View,
    states: &[State],
    start: &Prices,
    reach: &Reach<'_>,
    seen: &mut dyn FnMut(&Evaluation),
) -> Descent {
    let n = start.people.len();
    let (mut share, mut round) = (vec![0.5; view.facilities.len()], 0);
    let mut weigh = |prices: &mut [f64], change: &mut [f64]| {
        let mut now = Prices { people: prices[..n].to_vec(), resources: prices[n..].to_vec() };
        let evaluation = evaluate(map, view, states, &mut now);
        prices[n..].copy_from_slice(&now.resources);
        seen(&evaluation);
        let weight = (2.0 / (f64::from(round) + 2.0)).max(0.05);
        round += 1;
        for (share, &open) in share.iter_mut().zip(&evaluation.open) {
            *share += weight * (f64::from(open) - *share);
        }
        slope(map, view, &evaluation, &now.people, &mut change[..n]);
        if !map.counts {
            change[n..].copy_from_slice(&evaluation.left);
        }
        evaluation.bound
    };
    let (prices, bound) = descent::descend([&start.people[..], &start.resources].concat(), reach, &mut weigh);
    let (people, resources) = (prices[..n].to_vec(), prices[n..].to_vec());
    Descent { prices: Prices { people, resources }, bound, share }
}
