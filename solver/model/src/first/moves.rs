//! A choice improved by one group taking another of its edges, or by two in turn: of what a moment leaves, that is most of
//! what is missing.

use std::cmp::Reverse;

use super::State;
use crate::block::{self, Block};
use crate::part::Part;
use crate::tuning;

/// `chosen`, or a choice that is worth more: on all levels, or on as many as can be added up exactly. Linear in the edges,
/// for each pass over the groups; in a large part nobody is asked to make room.
pub(crate) fn moved(part: &Part, reach: &[(i128, i128)], chosen: Vec<u32>) -> Vec<u32> {
    let levels = block::ranges(reach, block::MOST_EXACT).into_iter().next();
    match levels.and_then(|levels| Block::new(part, reach, levels)) {
        Some(block) => improved(part, &block, &chosen),
        None => chosen,
    }
}

fn improved(part: &Part, block: &Block, chosen: &[u32]) -> Vec<u32> {
    let mut state = State::new(part);
    chosen.iter().for_each(|&e| state.take(e));
    let is_large = block::is_large(part.n_groups());
    for _ in 0..if is_large { 1 } else { tuning::MOVING_PASSES } {
        let moves = |g: &u32| state.moves(block, *g) || (!is_large && state.moves_in_turn(block, *g));
        if (0..part.n_groups() as u32).filter(moves).count() == 0 {
            break;
        }
    }
    state.chosen()
}

impl State<'_> {
    /// Lets a group take the best of its edges that fits. Tells whether that is another one.
    fn moves(&mut self, block: &Block, g: u32) -> bool {
        let from = self.edge_of[g as usize];
        let fitting = self.part.group(g as usize).map(|e| e as u32).filter(|&to| self.over(from, to) == 0);
        let best = fitting.map(|to| (self.gain(block, from, to), Reverse(to))).max();
        let Some((_, Reverse(to))) = best.filter(|&(gain, _)| gain > 0) else { return false };
        self.swap(from, to);
        true
    }

    /// Lets a group take a better edge for which one other takes another edge of its own, where both together gain. Tells
    /// whether they do.
    fn moves_in_turn(&mut self, block: &Block, g: u32) -> bool {
        let from = self.edge_of[g as usize];
        let crowded = self.part.group(g as usize).map(|e| e as u32).filter(|&to| self.over(from, to) == 1);
        let gains = crowded.map(|to| (self.gain(block, from, to), Reverse(to))).filter(|&(gain, _)| gain > 0);
        let mut wanted: Vec<_> = gains.collect();
        wanted.sort_unstable_by(|a, b| b.cmp(a));
        wanted.truncate(tuning::MADE_ROOM_FOR);
        wanted.into_iter().any(|(_, Reverse(to))| {
            let full = |&&(row, units): &&(u32, i32)| self.is_over(from, row, units);
            let Some(&(row, _)) = self.part.draws_of(to as usize).iter().find(full) else { return false };
            let users = &self.users[row as usize];
            if users.len() > tuning::MADE_ROOM_AMONG {
                return false;
            }
            users.clone().into_iter().filter(|&other| other != g).any(|other| self.trade(block, (from, to), other))
        })
    }

    /// Lets `other` make room for a move, where both together gain. Tells whether it does.
    fn trade(&mut self, block: &Block, (from, to): (Option<u32>, u32), other: u32) -> bool {
        let Some(before) = self.edge_of[other as usize] else { return false };
        let lost = self.loss(block, before);
        self.give_back(before);
        if self.over(from, to) > 0 {
            self.take(before);
            return false;
        }
        // Not sooner: both may have drawn of one floor.
        let gain = self.gain(block, from, to);
        self.swap(from, to);
        let fitting = self.part.group(other as usize).map(|e| e as u32).filter(|&e| self.over(None, e) == 0);
        let best = fitting.map(|e| (self.gain(block, None, e), Reverse(e))).max().filter(|&(least, _)| least > 0);
        if gain + best.map_or(0, |(found, _)| found) > lost {
            best.into_iter().for_each(|(_, Reverse(e))| self.take(e));
            return true;
        }
        self.give_back(to);
        from.into_iter().for_each(|from| self.take(from));
        self.take(before);
        false
    }

    fn swap(&mut self, from: Option<u32>, to: u32) {
        from.into_iter().for_each(|from| self.give_back(from));
        self.take(to);
    }

    /// Units that an edge draws of a row; 0 of no edge.
    fn units(&self, e: Option<u32>, row: u32) -> i64 {
        let draws = e.map_or(&[][..], |e| self.part.draws_of(e as usize));
        draws.iter().find(|draw| draw.0 == row).map_or(0, |draw| i64::from(draw.1))
    }

    /// Whether there are not so many units of a row, those that `from` draws counted as free.
    fn is_over(&self, from: Option<u32>, row: u32, units: i32) -> bool {
        i64::from(units) > self.left[row as usize].saturating_add(self.units(from, row))
    }

    /// Rows that keep `to` from being taken instead of `from`.
    fn over(&self, from: Option<u32>, to: u32) -> usize {
        self.part.draws_of(to as usize).iter().filter(|&&(row, units)| self.is_over(from, row, units)).count()
    }

    /// What taking `to` instead of `from` adds to the block.
    fn gain(&self, block: &Block, from: Option<u32>, to: u32) -> i128 {
        let weight = |e: u32| i128::from(block.weights[e as usize]);
        let of_draws = |e: u32| self.part.draws_of(e as usize).iter().map(|draw| draw.0);
        let only_from = from.into_iter().flat_map(of_draws).filter(|&row| self.units(Some(to), row) == 0);
        let rows = of_draws(to).chain(only_from).filter(|&row| block.costs[row as usize] != 0);
        let saved = rows.map(|row| {
            let drawn = self.drawn(row);
            let missing = |drawn: i64| self.part.rows[row as usize].missing(drawn);
            let after = drawn + self.units(Some(to), row) - self.units(from, row);
            i128::from(block.costs[row as usize]) * i128::from(missing(drawn) - missing(after))
        });
        weight(to) - from.map_or(0, weight) + saved.sum::<i128>()
    }

    /// What giving up an edge takes off the block.
    fn loss(&self, block: &Block, e: u32) -> i128 {
        let floors = self.part.draws_of(e as usize).iter().filter(|draw| block.costs[draw.0 as usize] != 0);
        let costs = floors.map(|&(row, units)| {
            let (drawn, floor) = (self.drawn(row), &self.part.rows[row as usize]);
            i128::from(block.costs[row as usize])
                * i128::from(floor.missing(drawn - i64::from(units)) - floor.missing(drawn))
        });
        i128::from(block.weights[e as usize]) + costs.sum::<i128>()
    }

    fn drawn(&self, row: u32) -> i64 {
        self.part.rows[row as usize].capacity.unwrap_or(i64::MAX) - self.left[row as usize]
    }
}
