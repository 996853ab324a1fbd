//! Improves a choice of openers by taking a little of it back: opens an opener in place of those it collides with,
//! closes a few more, fills again, and goes on from the result if it is no worse than some rounds ago (large
//! neighbourhood search, Shaw 1998).
//!
//! What is tried follows from the number of the round alone, so that the same part gives the same choice everywhere.

use super::{Openings, State};
use crate::assignment::NONE;
use crate::tuning;

/// Whole numbers that look drawn (splitmix64), the same on every machine.
struct Sequence(u64);

impl Sequence {
    /// The next number, below `n`; 0 where `n` is 0.
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % (n.max(1) as u64)) as usize
    }
}

impl Openings<'_> {
    /// Renews `state` until many rounds in a row found nothing better; never makes it worse. Another `seed` tries other
    /// changes.
    ///
    /// Goes on from a choice that is no worse than some rounds ago (late acceptance, Burke and Bykov 2017). That needs
    /// no measure of how much worse is still near, which is hard to give where each level outweighs all after it.
    pub(super) fn renew(&self, state: &mut State, seed: u64, stop: &dyn Fn() -> bool) {
        let mut sequence = Sequence(seed);
        let mut at = state.clone();
        let mut memory = [self.worth(state); tuning::RENEWAL_MEMORY];
        let mut vain = 0;
        for slot in (0..memory.len()).cycle() {
            if vain == tuning::RENEWED_IN_VAIN || stop() {
                return;
            }
            vain += 1;
            let mut other = at.clone();
            let touched = self.disturb(&mut other, &mut sequence);
            let some: Vec<u32> = touched.into_iter().filter(|_| sequence.below(tuning::REFILLED_ONE_IN) == 0).collect();
            self.fill_among(&mut other, &some);
            self.reseat(&mut other);
            let is = self.worth(&other);
            if !self.keeps_groups(&other) {
                continue;
            }
            if is >= self.worth(&at) || is >= memory[slot] {
                at = other;
            }
            if is > self.worth(state) {
                (*state, vain) = (at.clone(), 0);
            }
            memory[slot] = memory[slot].max(self.worth(&at));
        }
    }

    /// Opens an opener in place of those it collides with, and closes a few others; returns the openers that could be
    /// opened in their place.
    fn disturb(&self, state: &mut State, sequence: &mut Sequence) -> Vec<u32> {
        let candidates = (0..tuning::RENEWED_AMONG).map(|_| self.openers[sequence.below(self.openers.len())]);
        let opener = candidates.filter(|e| !state.opened.contains(e)).max_by_key(|e| (self.potential[*e as usize], *e));
        let mut closed: Vec<u32> = opener.map_or_else(Vec::new, |opener| self.collisions(state, opener));
        for _ in 0..sequence.below(tuning::RENEWED_BESIDE + 1) {
            let at = sequence.below(state.opened.len());
            closed.extend(state.opened.iter().nth(at));
        }
        closed.iter().for_each(|&e| self.close_with_clients(state, e));
        opener.iter().for_each(|&opener| drop(self.open(state, opener)));
        let group = |e: &u32| self.part.group(self.part.group_of[*e as usize] as usize).map(|e| e as u32);
        let rows = |e: &u32| {
            self.part.draws_of(*e as usize).iter().flat_map(|&(row, _)| self.users[row as usize].iter().copied())
        };
        let mut touched: Vec<u32> =
            closed.iter().flat_map(|e| group(e).chain(rows(e))).filter(|&e| self.is_opener[e as usize]).collect();
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    /// The open openers that keep `opener` closed: one of its own group, or those that draw a row in which it does not
    /// fit.
    fn collisions(&self, state: &State, opener: u32) -> Vec<u32> {
        let part = self.part;
        let is_full = |row: u32, units: i32| {
            let capacity = part.rows[row as usize].capacity;
            units > 0 && capacity.is_some_and(|capacity| state.drawn[row as usize] + i64::from(units) > capacity)
        };
        let full: Vec<u32> =
            part.draws_of(opener as usize).iter().filter(|&&(row, units)| is_full(row, units)).map(|d| d.0).collect();
        let of_group = state.edge_of[part.group_of[opener as usize] as usize];
        let collides = |&&other: &&u32| {
            let draws = |&&(row, units): &&(u32, i32)| units > 0 && full.binary_search(&row).is_ok();
            other == of_group && other != NONE || part.draws_of(other as usize).iter().any(|d| draws(&d))
        };
        state.opened.iter().filter(collides).copied().collect()
    }
}
