//! People who can go to the same facilities and are worth the same at each: together they are one person of their
//! summed worth. Of 20,000 people around 500 sites of which each reaches 8 km, a third or a quarter is left.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::map::{Facility, Map};
use crate::problem::PoolIdx;

/// The facilities that a person can go to; the person is worth the same at each.
#[derive(Default)]
struct Person {
    facilities: Vec<u32>,
    value: i64,
    /// An edge of it, by position in the part.
    edge: u32,
}

impl Map {
    /// This map with like people merged, where it only counts whether they are reached; `None` where more counts.
    pub(super) fn merged(&self) -> Option<Self> {
        if !self.roomy || self.outside.iter().any(|&(_, edge)| edge.is_some()) {
            return None;
        }
        let mut merged = Self {
            facilities: Vec::new(),
            group: Vec::new(),
            value: Vec::new(),
            edge: Vec::new(),
            outside: Vec::new(),
            resources: self.resources.clone(),
            owner: Vec::new(),
            counts: self.counts,
            roomy: true,
            twins: Vec::new(),
        };
        let mut clients: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.facilities.len()];
        let mut known: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
        for (person, &pool) in self.people()?.into_iter().zip(&self.owner) {
            let Some(pool) = pool.filter(|_| !person.facilities.is_empty()) else { continue };
            let g = match known.entry(person.facilities) {
                Entry::Occupied(of) => *of.get(),
                Entry::Vacant(of) => {
                    let g = merged.twins.len();
                    of.key().iter().for_each(|&f| clients[f as usize].push((g as u32, person.edge)));
                    merged.twins.push(Vec::new());
                    merged.owner.push(Some(pool));
                    *of.insert(g)
                }
            };
            merged.twins[g].push((pool, person.value));
        }
        merged.outside = vec![(0, None); merged.twins.len()];
        merged.lay_out_merged(self, clients);
        Some(merged)
    }

    /// Everyone of whom all that counts is whether they are reached; `None` where anyone is of another kind.
    fn people(&self) -> Option<Vec<Person>> {
        let mut people: Vec<Person> = Vec::new();
        people.resize_with(self.owner.len(), Person::default);
        for (f, facility) in self.facilities.iter().enumerate() {
            for c in facility.clients.clone() {
                let person = &mut people[self.group[c] as usize];
                if person.facilities.is_empty() {
                    (person.value, person.edge) = (self.value[c], self.edge[c]);
                } else if person.value != self.value[c] {
                    return None;
                }
                person.facilities.push(f as u32);
            }
        }
        Some(people)
    }

    /// Lists the merged clients of each facility of `whole`.
    fn lay_out_merged(&mut self, whole: &Self, clients: Vec<Vec<(u32, u32)>>) {
        for (of, clients) in whole.facilities.iter().zip(clients) {
            let start = self.group.len();
            for (g, edge) in clients {
                self.group.push(g);
                self.value.push(self.worth(g as usize));
                self.edge.push(edge);
            }
            self.facilities.push(Facility { draws: of.draws.clone(), clients: start..self.group.len(), ..*of });
        }
    }

    /// What the people of a merged group are worth together.
    pub(super) fn worth(&self, g: usize) -> i64 {
        self.twins[g].iter().map(|&(_, value)| value).sum()
    }

    /// The scaled price of a group as prices of its people, in proportion to what they are worth. They add up to it,
    /// and nobody's is above what they are worth where the price of all is not: so the bound is the same to the unit.
    pub(super) fn shared(&self, g: usize, price: i128) -> Vec<(PoolIdx, i128)> {
        let Some(twins) = self.twins.get(g) else {
            return self.owner[g].map(|pool| (pool, price)).into_iter().collect();
        };
        let total = i128::from(self.worth(g));
        let mut left = price;
        let part = |&(pool, value): &(PoolIdx, i64)| {
            let share = price * i128::from(value);
            left -= share / total;
            (pool, share / total, share % total > 0)
        };
        let parts: Vec<_> = twins.iter().map(part).collect();
        let rounded = |(pool, share, more)| {
            let more = i128::from(more && left > 0);
            left -= more;
            (pool, share + more)
        };
        parts.into_iter().map(rounded).collect()
    }
}
