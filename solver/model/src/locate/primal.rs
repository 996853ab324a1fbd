//! Choices of what to open: greedily, by exchange, and who goes where.

use super::map::Map;
use crate::assignment::{self, NONE, Seats};
use crate::tuning;

/// What is open, sorted, and what that is worth with everyone where it is worth most.
#[derive(Clone, Default)]
pub(super) struct Choice {
    pub(super) open: Vec<usize>,
    pub(super) value: i64,
}

/// Who goes where, for what is open.
pub(super) struct Assigned {
    /// Edges of people, without openers.
    pub(super) edges: Vec<u32>,
    pub(super) value: i64,
    /// What each person gets at prices under which this is the best there is.
    pub(super) gain: Vec<i64>,
}

/// For each person the best and the second best value among open facilities, and the facility that gives the best.
pub(super) struct Standing {
    first: Vec<(i64, u32)>,
    pub(super) second: Vec<i64>,
    /// What closing each facility loses.
    loss: Vec<i64>,
}

impl Map {
    /// Gives every person a place at the facilities in `open`.
    pub(super) fn assigned(&self, open: &[usize]) -> Assigned {
        let mut capacity: Vec<i64> = self.facilities.iter().map(|facility| facility.places.0).collect();
        open.iter().for_each(|&f| capacity[f] = self.facilities[f].places.1);
        let mut ways: Vec<(u32, u32, i64, u32)> = Vec::new();
        for (f, facility) in self.facilities.iter().enumerate().filter(|&(f, _)| capacity[f] > 0) {
            ways.extend(facility.clients.clone().map(|c| (self.group[c], f as u32, self.value[c], self.edge[c])));
        }
        let outside = self.outside.iter().enumerate();
        ways.extend(outside.filter_map(|(g, &(value, edge))| edge.map(|edge| (g as u32, NONE, value, edge))));
        ways.sort_unstable();
        let mut first_edge = vec![0u32; self.owner.len() + 1];
        ways.iter().for_each(|way| first_edge[way.0 as usize + 1] += 1);
        (0..self.owner.len()).for_each(|g| first_edge[g + 1] += first_edge[g]);
        let seat: Vec<u32> = ways.iter().map(|way| way.1).collect();
        let value: Vec<i64> = ways.iter().map(|way| way.2).collect();
        let seats = Seats { first_edge: &first_edge, seat: &seat, value: &value, capacity: &capacity };
        let found = assignment::assign(&seats);
        let taken: Vec<usize> = found.edge_of.iter().filter(|&&e| e != NONE).map(|&e| e as usize).collect();
        let mut gain = vec![0i64; self.owner.len()];
        for &(g, f, value, _) in &ways {
            let price = if f == NONE { 0 } else { found.price[f as usize] };
            gain[g as usize] = gain[g as usize].max(value - price);
        }
        let opened: i64 = open.iter().map(|&f| self.facilities[f].weight).sum();
        let edges = taken.iter().map(|&e| ways[e].3).collect();
        Assigned { edges, value: opened + taken.iter().map(|&e| value[e]).sum::<i64>(), gain }
    }

    /// What it is worth to open these.
    pub(super) fn value(&self, open: &[usize]) -> i64 {
        if !self.roomy {
            return self.assigned(open).value;
        }
        let standing = self.standing(open);
        let opened: i64 = open.iter().map(|&f| self.facilities[f].weight).sum();
        opened + standing.first.iter().map(|&(value, _)| value).sum::<i64>()
    }

    /// Where everyone stands when these are open and everyone fits everywhere.
    pub(super) fn standing(&self, open: &[usize]) -> Standing {
        let mut first: Vec<(i64, u32)> = self.outside.iter().map(|&(value, _)| (value, NONE)).collect();
        let mut second: Vec<i64> = self.outside.iter().map(|&(value, _)| value).collect();
        for &f in open {
            for c in self.facilities[f].clients.clone() {
                let (g, value) = (self.group[c] as usize, self.value[c]);
                if value > first[g].0 {
                    (first[g], second[g]) = ((value, f as u32), first[g].0);
                } else {
                    second[g] = second[g].max(value);
                }
            }
        }
        let mut loss: Vec<i64> = self.facilities.iter().map(|facility| facility.weight).collect();
        for (&(value, f), second) in first.iter().zip(&second).filter(|((_, f), _)| *f != NONE) {
            loss[f as usize] += value - second;
        }
        Standing { first, second, loss }
    }

    /// The gain of opening `f`; writes to `spared` how much less closing each open facility then loses.
    fn gain(&self, standing: &Standing, f: usize, spared: &mut [i64]) -> i64 {
        spared.fill(0);
        let mut gain = self.facilities[f].weight;
        for c in self.facilities[f].clients.clone() {
            let (g, value) = (self.group[c] as usize, self.value[c]);
            let (first, by) = standing.first[g];
            if value > standing.second[g] {
                gain += (value - first).max(0);
                if by != NONE {
                    spared[by as usize] += value.min(first) - standing.second[g];
                }
            }
        }
        gain
    }

    /// Opens what gains most, one by one.
    pub(super) fn greedy(&self) -> Choice {
        let mut choice = Choice::default();
        let mut spared = vec![0; self.facilities.len()];
        loop {
            let standing = self.standing(&choice.open);
            let mut best: Option<(i64, usize)> = None;
            for f in (0..self.facilities.len()).filter(|f| !choice.open.contains(f)) {
                let gain = self.gain(&standing, f, &mut spared);
                if gain > best.map_or(0, |(most, _)| most) && self.fits(&exchanged(&choice.open, Some(f), None)) {
                    best = Some((gain, f));
                }
            }
            let Some((_, f)) = best else { break };
            choice.open = exchanged(&choice.open, Some(f), None);
        }
        choice.value = self.value(&choice.open);
        choice
    }

    /// Opens, closes and exchanges from `open` as long as that is worth more.
    pub(super) fn improved(&self, open: &[usize], stop: &dyn Fn() -> bool) -> Choice {
        let mut choice = Choice { open: open.to_vec(), value: self.value(open) };
        let mut left = if self.roomy { usize::MAX } else { tuning::ASSIGNED_MAX };
        let mut spared = vec![0; self.facilities.len()];
        let mut standing = self.standing(&choice.open);
        let mut again = true;
        while again && left > 0 {
            again = false;
            for f in 0..self.facilities.len() {
                if stop() || left == 0 {
                    return choice;
                }
                let mut moves: Vec<(i64, Vec<usize>)> = Vec::new();
                if choice.open.contains(&f) {
                    moves.push((-standing.loss[f], exchanged(&choice.open, None, Some(f))));
                } else {
                    let gain = self.gain(&standing, f, &mut spared);
                    moves.push((gain, exchanged(&choice.open, Some(f), None)));
                    let swap = |&r: &usize| (gain - standing.loss[r] + spared[r], r);
                    let best = choice.open.iter().map(swap).max();
                    moves.extend(best.map(|(gain, r)| (gain, exchanged(&choice.open, Some(f), Some(r)))));
                }
                moves.retain(|(gain, open)| (*gain > 0 || !self.roomy) && self.fits(open));
                moves.sort_by_key(|&(gain, _)| std::cmp::Reverse(gain));
                for (_, open) in moves {
                    left = left.saturating_sub(1);
                    let value = self.value(&open);
                    if value > choice.value {
                        (choice, again) = (Choice { open, value }, true);
                        standing = self.standing(&choice.open);
                        break;
                    }
                }
            }
        }
        choice
    }

    /// All edges of a choice, sorted.
    pub(super) fn edges(&self, open: &[usize]) -> Vec<u32> {
        let mut edges = self.assigned(open).edges;
        edges.extend(open.iter().map(|&f| self.facilities[f].opener));
        edges.sort_unstable();
        edges
    }
}

/// What is open after an exchange, sorted.
fn exchanged(open: &[usize], opens: Option<usize>, closes: Option<usize>) -> Vec<usize> {
    let mut after: Vec<usize> = open.iter().copied().filter(|&f| Some(f) != closes).chain(opens).collect();
    after.sort_unstable();
    after
}
