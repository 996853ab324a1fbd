//! A plan while it is made: who sits where, and whether one more meeting fits.

use super::candidates::{Candidate, Candidates};

/// Meetings chosen so far, by position among the candidates.
#[derive(Clone)]
pub(super) struct Agenda<'a> {
    list: &'a Candidates<'a>,
    n_slots: usize,
    /// By table and slot.
    at_table: Vec<Option<usize>>,
    /// By attendee and slot.
    of_attendee: Vec<Option<usize>>,
    /// By pair: whether the two meet.
    meets: Vec<bool>,
    /// Meetings by attendee.
    n_meetings: Vec<u32>,
    /// Interpreters at work, by language and slot.
    helping: Vec<u32>,
}

impl<'a> Agenda<'a> {
    /// Nobody meets anybody.
    pub(super) fn empty(list: &'a Candidates<'a>) -> Self {
        let n_slots = list.fair.slots.len();
        Self {
            list,
            n_slots,
            at_table: vec![None; list.tables.len() * n_slots],
            of_attendee: vec![None; list.attendees.len() * n_slots],
            meets: vec![false; list.n_pairs],
            n_meetings: vec![0; list.attendees.len()],
            helping: vec![0; list.languages.len() * n_slots],
        }
    }

    /// Whether candidate `c` can be added.
    pub(super) fn fits(&self, c: usize) -> bool {
        let candidate = &self.list.all[c];
        self.at_table[candidate.table * self.n_slots + candidate.slot].is_none() && self.fits_attendee(candidate)
    }

    /// Whether `candidate` can be added if its table were free.
    pub(super) fn fits_attendee(&self, candidate: &Candidate) -> bool {
        let Candidate { attendee, table, slot, help, pair, .. } = *candidate;
        let day = &self.of_attendee[attendee * self.n_slots..(attendee + 1) * self.n_slots];
        let zone = |t: usize| self.list.tables[t].zone;
        let clashes = |&(s, c): &(usize, &Option<usize>)| {
            c.is_some_and(|c| self.list.fair.clashes((s, zone(self.list.all[c].table)), (slot, zone(table))))
        };
        day[slot].is_none()
            && !self.meets[pair]
            && self.n_meetings[attendee] < self.list.attendees[attendee].most
            && help.is_none_or(|l| self.helping[l * self.n_slots + slot] < self.list.languages[l].1)
            && !day.iter().enumerate().any(|at| clashes(&at))
    }

    /// Adds a candidate that fits.
    pub(super) fn put(&mut self, c: usize) {
        self.set(c, true);
    }

    /// Takes away a candidate that was added.
    pub(super) fn take(&mut self, c: usize) {
        self.set(c, false);
    }

    fn set(&mut self, c: usize, is_there: bool) {
        let Candidate { attendee, table, slot, help, pair, .. } = self.list.all[c];
        let change = |count: &mut u32| if is_there { *count += 1 } else { *count -= 1 };
        self.at_table[table * self.n_slots + slot] = is_there.then_some(c);
        self.of_attendee[attendee * self.n_slots + slot] = is_there.then_some(c);
        self.meets[pair] = is_there;
        change(&mut self.n_meetings[attendee]);
        help.iter().for_each(|l| change(&mut self.helping[l * self.n_slots + slot]));
    }

    /// Who sits at `table` in `slot`.
    pub(super) fn at(&self, table: usize, slot: usize) -> Option<usize> {
        self.at_table[table * self.n_slots + slot]
    }

    /// How many meetings `attendee` has.
    pub(super) fn meetings_of(&self, attendee: usize) -> u32 {
        self.n_meetings[attendee]
    }

    /// Interpreters of language `l` at work in `slot`.
    pub(super) fn helping(&self, l: usize, slot: usize) -> u32 {
        self.helping[l * self.n_slots + slot]
    }

    /// The meetings, sorted.
    pub(super) fn chosen(&self) -> Vec<usize> {
        let mut chosen: Vec<usize> = self.at_table.iter().flatten().copied().collect();
        chosen.sort_unstable();
        chosen
    }

    /// Promises kept, people with a meeting, total value.
    pub(super) fn worth(&self) -> [u64; 3] {
        let chosen = self.at_table.iter().flatten().map(|&c| &self.list.all[c]);
        let (kept, value) = chosen.fold((0, 0), |(k, v), c| (k + u64::from(c.is_promised), v + u64::from(c.value)));
        [kept, self.n_meetings.iter().filter(|&&n| n > 0).count() as u64, value]
    }
}
