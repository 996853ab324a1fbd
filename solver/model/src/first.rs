//! A choice made in a moment where nothing has to be opened: the surest edges as far as they fit, then for everybody else
//! what is best of what is left, then by somebody making room.
//!
//! It proves nothing. It is what a limit of time leaves when it ends the work before HiGHS has found more.

mod moves;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::block;
use super::part::Part;
use super::tuning;

pub(super) use moves::moved;

/// What a group hopes to gain by each edge.
type Promise<'a> = &'a dyn Fn(usize) -> i128;

/// What is chosen so far, with what is left.
struct State<'a> {
    part: &'a Part,
    /// Units left of each row; the most there are where it has no capacity.
    left: Vec<i64>,
    edge_of: Vec<Option<u32>>,
    /// Groups whose edge draws the row; nobody is asked in a large part.
    users: Vec<Vec<u32>>,
    is_large: bool,
}

/// A choice that takes `surest`, in this order, as far as they fit, and then of every other group the edge of the highest
/// `promise` that fits and is worth more than none. Two passes over the edges, and one over the users of full rows.
pub(super) fn choice(part: &Part, surest: impl Iterator<Item = u32>, promise: Promise<'_>) -> Vec<u32> {
    let mut state = State::new(part);
    for e in surest {
        if state.edge_of[part.group_of[e as usize] as usize].is_none() && state.fits(e) {
            state.take(e);
        }
    }
    let mut open: Vec<(Reverse<i128>, usize)> = Vec::new();
    for g in (0..part.n_groups()).filter(|&g| state.edge_of[g].is_none()) {
        let best = part.group(g).map(promise).max();
        open.extend(best.map(|best| (Reverse(best), g)));
    }
    open.sort_unstable();
    for &(_, g) in &open {
        if let Some(e) = by_promise(part, g, promise).into_iter().find(|&e| state.fits(e)) {
            state.take(e);
        }
    }
    for (_, g) in open.into_iter().filter(|_| !block::is_large(part.n_groups())) {
        if state.edge_of[g].is_none() {
            state.place(g as u32, promise, tuning::ASKED_IN_TURN, &mut BTreeSet::from([g as u32]));
        }
    }
    state.chosen()
}

/// The edges of a group that are worth more than none, the most promising first.
fn by_promise(part: &Part, g: usize, promise: Promise<'_>) -> Vec<u32> {
    let is_worth_it = |&e: &usize| (0..part.n_levels).map(|l| part.points_at(e, l)).find(|&v| v != 0) > Some(0);
    let mut edges: Vec<u32> = part.group(g).filter(is_worth_it).map(|e| e as u32).collect();
    edges.sort_unstable_by_key(|&e| (Reverse(promise(e as usize)), e));
    edges
}

impl<'a> State<'a> {
    fn new(part: &'a Part) -> Self {
        Self {
            part,
            left: part.rows.iter().map(|row| row.capacity.unwrap_or(i64::MAX)).collect(),
            edge_of: vec![None; part.n_groups()],
            users: vec![Vec::new(); part.rows.len()],
            is_large: block::is_large(part.n_groups()),
        }
    }

    fn chosen(self) -> Vec<u32> {
        let mut chosen: Vec<u32> = self.edge_of.into_iter().flatten().collect();
        chosen.sort_unstable();
        chosen
    }

    fn fits(&self, e: u32) -> bool {
        self.part.draws_of(e as usize).iter().all(|&(row, units)| i64::from(units) <= self.left[row as usize])
    }

    fn take(&mut self, e: u32) {
        let group = self.part.group_of[e as usize];
        self.edge_of[group as usize] = Some(e);
        for &(row, units) in self.part.draws_of(e as usize) {
            self.left[row as usize] -= i64::from(units);
            if !self.is_large && self.part.rows[row as usize].capacity.is_some() {
                self.users[row as usize].push(group);
            }
        }
    }

    fn give_back(&mut self, e: u32) {
        let group = self.part.group_of[e as usize];
        self.edge_of[group as usize] = None;
        for &(row, units) in self.part.draws_of(e as usize) {
            self.left[row as usize] += i64::from(units);
            self.users[row as usize].retain(|&other| other != group);
        }
    }

    /// Finds an edge for `group`, if by others taking other edges in turn: whoever stands in the way is asked, then who
    /// stands in the way of those, `depth` times. Nobody is asked twice. Tells whether one was found; else nothing changes.
    fn place(&mut self, group: u32, promise: Promise<'_>, depth: usize, asked: &mut BTreeSet<u32>) -> bool {
        let wanted = by_promise(self.part, group as usize, promise);
        if let Some(&e) = wanted.iter().find(|&&e| self.fits(e)) {
            self.take(e);
            return true;
        }
        if depth == 0 {
            return false;
        }
        for &e in wanted.iter().take(tuning::MADE_ROOM_FOR) {
            let part = self.part;
            let full = |&&(row, units): &&(u32, i32)| i64::from(units) > self.left[row as usize];
            let Some(&(row, _)) = part.draws_of(e as usize).iter().find(full) else { continue };
            if self.users[row as usize].len() > tuning::MADE_ROOM_AMONG {
                continue;
            }
            for other in self.users[row as usize].clone() {
                if asked.len() > tuning::ASKED_MAX {
                    return false;
                }
                let Some(before) = self.edge_of[other as usize].filter(|_| asked.insert(other)) else { continue };
                self.give_back(before);
                if self.fits(e) {
                    self.take(e);
                    if self.place(other, promise, depth - 1, asked) {
                        return true;
                    }
                    self.give_back(e);
                }
                self.take(before);
            }
        }
        false
    }
}
