//! Gives the places of what is open to those for whom they are worth most.

use super::{Openings, State};
use crate::assignment::{self, Amount, NONE, Seats};

impl Openings<'_> {
    /// Solves an exact assignment problem over the edges that draw nothing scarce but a place of an open row. Kept
    /// where it is worth more and no group becomes too small.
    pub(super) fn reseat(&self, state: &mut State) {
        let mut free = state.clone();
        for e in state.edge_of.iter().copied().filter(|&e| e != NONE && self.seat_of[e as usize] != NONE) {
            self.apply(&mut free, e, -1);
        }
        let (mut capacity, mut wanted) = (Vec::new(), Vec::new());
        let granted = |e: &u32| self.part.draws_of(*e as usize).iter().filter(|d| d.1 < 0).map(|d| d.0 as usize);
        let mut rows: Vec<usize> =
            self.with_places.iter().copied().chain(free.opened.iter().flat_map(granted)).collect();
        rows.sort_unstable();
        rows.dedup();
        for row in rows {
            let (clients, left) = (&self.clients[row], self.part.rows[row].capacity.unwrap_or(0) - free.drawn[row]);
            if left <= 0 {
                continue;
            }
            let is_free = |e: u32| free.edge_of[self.part.group_of[e as usize] as usize] == NONE;
            let sits =
                |&&e: &&u32| self.seat_of[e as usize] == row as u32 && self.weights[e as usize] > 0 && is_free(e);
            wanted.extend(clients.iter().filter(sits).map(|&e| (e, capacity.len() as u32)));
            capacity.push(left);
        }
        wanted.sort_unstable();
        for e in self.assigned(&wanted, &capacity) {
            self.apply(&mut free, e, 1);
        }
        let chosen: Vec<u32> = free.edge_of.iter().copied().filter(|&e| e != NONE).collect();
        if self.worth(&free) > self.worth(state) && self.part.holds(&chosen) {
            *state = free;
        }
    }

    /// The edges of the best assignment among `wanted`, edges with their seats in the order of their groups.
    fn assigned(&self, wanted: &[(u32, u32)], capacity: &[i64]) -> Vec<u32> {
        let value: Vec<i128> = wanted.iter().map(|&(e, _)| self.weights[e as usize]).collect();
        let narrow: Option<Vec<i64>> =
            value.iter().map(|&v| i64::try_from(v).ok().filter(|v| v.abs() < 1 << 60)).collect();
        match narrow {
            Some(narrow) => self.best_of(wanted, capacity, &narrow),
            None => self.best_of(wanted, capacity, &value),
        }
    }

    fn best_of<T: Amount>(&self, wanted: &[(u32, u32)], capacity: &[i64], value: &[T]) -> Vec<u32> {
        let group = |at: &u32| self.part.group_of[wanted[*at as usize].0 as usize];
        let at: Vec<u32> = (0..wanted.len() as u32).collect();
        let mut people: Vec<(T, &[u32])> = at
            .chunk_by(|a, b| group(a) == group(b))
            .map(|of_group| (of_group.iter().map(|&at| value[at as usize]).max().unwrap_or_default(), of_group))
            .collect();
        // People worth most come first, so that hardly any has to move again.
        people.sort_by_key(|&(most, _)| std::cmp::Reverse(most));
        let order: Vec<u32> = people.iter().flat_map(|(_, of_group)| of_group.iter().copied()).collect();
        let mut first_edge = vec![0];
        for (_, of_group) in &people {
            first_edge.push(first_edge[first_edge.len() - 1] + of_group.len() as u32);
        }
        let seat: Vec<u32> = order.iter().map(|&at| wanted[at as usize].1).collect();
        let value: Vec<T> = order.iter().map(|&at| value[at as usize]).collect();
        let best = assignment::assign(&Seats { first_edge: &first_edge, seat: &seat, value: &value, capacity });
        best.edge_of.into_iter().filter(|&e| e != NONE).map(|e| wanted[order[e as usize] as usize].0).collect()
    }
}
