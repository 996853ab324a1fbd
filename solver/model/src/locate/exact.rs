//! The bound by what has to be opened in whole numbers, as the checker will find it.

use super::dual::{Prices, State, View};
use super::map::Map;

/// Prices are multiples of `1 / 2^BITS`.
pub(super) const BITS: u32 = 24;

/// Scaled prices, per group and resource.
#[derive(Clone)]
pub(super) struct Exact {
    pub(super) people: Vec<i128>,
    pub(super) resources: Vec<i128>,
}

/// What scaled prices say.
pub(super) struct Weighed {
    pub(super) bound: i128,
    /// Per facility in view: what it adds closed, and open with its resources paid.
    pub(super) sites: Vec<(i128, i128)>,
}

impl Exact {
    /// Prices rounded to whole numbers, none below 0, and none for those who are no people.
    pub(super) fn rounded(map: &Map, prices: &Prices) -> Self {
        let scale = f64::from(BITS).exp2();
        let fixed = |&price: &f64| (price * scale).round().clamp(0.0, f64::from(100u8).exp2()) as i128;
        let mut people: Vec<i128> = prices.people.iter().map(fixed).collect();
        people.iter_mut().zip(&map.owner).filter(|(_, owner)| owner.is_none()).for_each(|(price, _)| *price = 0);
        Self { people, resources: prices.resources.iter().map(fixed).collect() }
    }
}

/// The best reduced values of the clients at `at`: so many as there are places.
fn filled(view: &View, at: usize, prices: &Exact, places: i64, gains: &mut Vec<i128>) -> i128 {
    if places <= 0 {
        return 0;
    }
    let places = places as usize;
    let gain = |(g, value): (usize, f64)| ((value as i128) << BITS) - prices.people[g];
    if places >= view.first[at + 1] - view.first[at] {
        return view.clients(at).map(|client| gain(client).max(0)).sum();
    }
    gains.clear();
    gains.extend(view.clients(at).map(gain).filter(|&gain| gain > 0));
    if gains.len() > places {
        gains.select_nth_unstable_by(places, |a, b| b.cmp(a));
        gains.truncate(places);
    }
    gains.iter().sum()
}

/// The bound in a node; where openings are counted, their price is set to the best there is.
pub(super) fn weigh(map: &Map, view: &View, states: &[State], prices: &mut Exact) -> Weighed {
    let mut gains = Vec::new();
    let mut bound: i128 = prices.people.iter().sum();
    let outside = map.outside.iter().zip(&prices.people);
    bound += outside.map(|(&(value, _), u)| ((i128::from(value) << BITS) - u).max(0)).sum::<i128>();
    let mut sites = Vec::with_capacity(view.facilities.len());
    for (at, &f) in view.facilities.iter().enumerate() {
        let facility = &map.facilities[f];
        let closed = filled(view, at, prices, facility.places.0, &mut gains);
        let open = filled(view, at, prices, facility.places.1, &mut gains);
        sites.push((closed, (i128::from(facility.weight) << BITS) + open));
    }
    if map.counts {
        let open = view.facilities.iter().filter(|&&f| states[f] == State::Open).count() as i64;
        let free = view.facilities.iter().zip(&sites).filter(|&(&f, _)| states[f] == State::Free);
        let mut deltas: Vec<i128> = free.map(|(_, &(closed, open))| open - closed).filter(|&d| d > 0).collect();
        deltas.sort_unstable_by(|a, b| b.cmp(a));
        let room = (map.resources[0].1 - open).max(0) as usize;
        prices.resources[0] = deltas.get(room).copied().unwrap_or(0);
    }
    for (&f, (closed, open)) in view.facilities.iter().zip(&mut sites) {
        let draws = &map.facilities[f].draws;
        *open -= draws.iter().map(|&(r, units)| prices.resources[r] * i128::from(units)).sum::<i128>();
        bound += match states[f] {
            State::Free => (*closed).max(*open),
            State::Open => *open,
            State::Closed => *closed,
        };
    }
    let capacities = map.resources.iter().zip(&prices.resources);
    bound += capacities.map(|(&(_, capacity), price)| price * i128::from(capacity)).sum::<i128>();
    Weighed { bound, sites }
}
