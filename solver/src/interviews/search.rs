//! A good plan to start from: reassigns one slot of all tables, or all slots of one table, as well as can be, in turn.
//!
//! Either is an assignment problem, which `schakel-model` solves exactly. A little noise, the same in every run, lets
//! equally good plans follow each other, so that a plan stuck in one place can move on from the next.

use schakel_model::{Builder, Draw, Options, Pool};

use super::agenda::Agenda;
use super::candidates::Candidates;
use crate::domain::tie_hash;

/// Points of one unit of value: room for noise below.
const UNIT: i64 = 16;
/// Points of a first meeting: more than all values of a slot or a table together can make.
const FIRST: i64 = 1 << 32;
/// Points of a promise.
const PROMISED: i64 = 1 << 44;

/// The part of a plan that is reassigned.
#[derive(Clone, Copy)]
enum Part {
    /// All tables in this slot.
    Slot(usize),
    /// This table in all slots.
    Table(usize),
}

/// A plan under improvement.
pub(super) struct Search<'a> {
    list: &'a Candidates<'a>,
    /// Meetings that stay, by candidate.
    stays: Vec<bool>,
    of_slot: Vec<Vec<usize>>,
    of_table: Vec<Vec<usize>>,
    agenda: Agenda<'a>,
    best: Agenda<'a>,
    round: u64,
}

impl<'a> Search<'a> {
    /// Starts from `start`, which has all meetings of `stays`; those stay.
    pub(super) fn from(list: &'a Candidates<'a>, stays: &Agenda<'a>, start: &Agenda<'a>) -> Self {
        let mut kept = vec![false; list.all.len()];
        stays.chosen().into_iter().for_each(|c| kept[c] = true);
        let mut of_slot = vec![Vec::new(); list.fair.slots.len()];
        let mut of_table = vec![Vec::new(); list.tables.len()];
        // What does not fit beside meetings that stay never will.
        for (c, candidate) in list.all.iter().enumerate().filter(|&(c, _)| stays.fits(c)) {
            of_slot[candidate.slot].push(c);
            of_table[candidate.table].push(c);
        }
        let (agenda, best) = (start.clone(), start.clone());
        Self { list, stays: kept, of_slot, of_table, agenda, best, round: 0 }
    }

    /// Improves until so many rounds in a row found nothing better, or until `stop`; tells the best plan found.
    pub(super) fn run(mut self, patience: u64, stop: &dyn Fn() -> bool) -> Agenda<'a> {
        let mut idle = 0;
        while idle < patience && !stop() {
            for part in (0..self.of_slot.len()).map(Part::Slot).chain((0..self.of_table.len()).map(Part::Table)) {
                if stop() {
                    break;
                }
                self.give_again(part);
            }
            idle += 1;
            if self.agenda.worth() > self.best.worth() {
                self.best = self.agenda.clone();
                idle = 0;
            }
            self.round += 1;
        }
        self.best
    }

    /// Gives `part` again, and keeps that unless it is worse.
    fn give_again(&mut self, part: Part) {
        let candidates = match part {
            Part::Slot(s) => &self.of_slot[s],
            Part::Table(t) => &self.of_table[t],
        };
        if candidates.is_empty() {
            return;
        }
        let before = self.agenda.worth();
        let (tables, slots) = match part {
            Part::Slot(s) => (0..self.list.tables.len(), s..s + 1),
            Part::Table(t) => (t..t + 1, 0..self.of_slot.len()),
        };
        let seats = tables.flat_map(|t| slots.clone().map(move |s| (t, s)));
        let old: Vec<usize> = seats.filter_map(|(t, s)| self.agenda.at(t, s)).filter(|&c| !self.stays[c]).collect();
        old.iter().for_each(|&c| self.agenda.take(c));
        let fitting: Vec<usize> = candidates.iter().copied().filter(|&c| self.agenda.fits(c)).collect();
        let mut new = self.assigned(part, &fitting);
        // More may want an interpreter than there are: the best go first, the seats of the others are filled.
        new.retain(|&c| {
            let fits = self.agenda.fits(c);
            if fits {
                self.agenda.put(c);
            }
            fits
        });
        for c in fitting {
            if self.agenda.fits(c) {
                self.agenda.put(c);
                new.push(c);
            }
        }
        if self.agenda.worth() < before {
            new.iter().for_each(|&c| self.agenda.take(c));
            old.iter().for_each(|&c| self.agenda.put(c));
        }
    }

    /// The best of `fitting`, each attendee and each seat once, the most valuable first.
    fn assigned(&self, part: Part, fitting: &[usize]) -> Vec<usize> {
        let mut builder = Builder::new(1);
        let one = Pool { capacity: Some(1), floor: None };
        let mut owners = vec![None; self.list.attendees.len()];
        let mut seats = vec![None; self.of_slot.len().max(self.list.tables.len())];
        for &c in fitting {
            let candidate = &self.list.all[c];
            let seat = match part {
                Part::Slot(_) => candidate.table,
                Part::Table(_) => candidate.slot,
            };
            let owner = *owners[candidate.attendee].get_or_insert_with(|| builder.pool(one));
            let pool = *seats[seat].get_or_insert_with(|| builder.pool(one));
            builder.edge(Some(owner), &[Draw { pool, units: 1 }], &[self.points(c)]);
        }
        // A problem of pools and edges made here is well formed; without one the seats are filled one by one.
        let Ok((problem, order)) = builder.build() else { return Vec::new() };
        let solution = schakel_model::solve(&problem, &Options::default());
        let mut chosen: Vec<usize> = solution.chosen.iter().map(|&e| fitting[order[e as usize]]).collect();
        chosen.sort_by_key(|&c| (std::cmp::Reverse(self.points(c)), c));
        chosen
    }

    fn points(&self, c: usize) -> i64 {
        let candidate = &self.list.all[c];
        let is_first = self.agenda.meetings_of(candidate.attendee) == 0;
        let noise = mixed(self.round, c as u64) % UNIT as u64;
        i64::from(candidate.value) * UNIT
            + noise as i64
            + if is_first { FIRST } else { 0 }
            + if candidate.is_promised { PROMISED } else { 0 }
    }
}

/// A number that looks drawn, the same in every run.
fn mixed(round: u64, c: u64) -> u64 {
    let mut x = (round << 32 | c).wrapping_add(tie_hash("interviews")).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 31)
}
