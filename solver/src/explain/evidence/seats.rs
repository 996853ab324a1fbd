//! Who could have which seat: a maximum matching of people and the openings of offers.

use crate::domain::{JobseekerIdx, OfferIdx};

/// Seats given so far. Whoever has one keeps one while more are given.
#[derive(Clone)]
pub(super) struct Seats {
    /// Openings that nobody has, by offer.
    free: Vec<u32>,
    /// Who has the others, by offer.
    taken: Vec<Vec<JobseekerIdx>>,
    /// What each person has.
    seat: Vec<Option<OfferIdx>>,
    /// Offers already searched, by the search in hand or by one that found nothing.
    seen: Vec<bool>,
    /// By offer: the person from whom the search in hand reached it.
    via: Vec<JobseekerIdx>,
}

impl Seats {
    /// Nobody has a seat yet: `openings` by offer, for `people`.
    pub(super) fn of(openings: Vec<u32>, people: usize) -> Self {
        let offers = openings.len();
        Self {
            free: openings,
            taken: vec![Vec::new(); offers],
            seat: vec![None; people],
            seen: vec![false; offers],
            via: vec![JobseekerIdx(0); offers],
        }
    }

    /// Gives seats until no more people can have one, and says how many people got one now. `can_take` tells what a
    /// person can take, and may only have grown since the call before.
    ///
    /// Augmenting paths. What a search without success saw leads to no free opening ever after, so that all of those
    /// together look at each pairing once: pairings times seats given at worst.
    pub(super) fn give<'a, I: Iterator<Item = &'a OfferIdx>>(&mut self, can_take: impl Fn(JobseekerIdx) -> I) -> u32 {
        self.seen.fill(false);
        let without = (0..self.seat.len()).filter(|&person| self.seat[person].is_none()).map(JobseekerIdx::from_usize);
        let without: Vec<_> = without.collect();
        without.into_iter().filter(|&person| self.give_one(person, &can_take)).count() as u32
    }

    /// Gives one person a seat, where need be by moving others to another one; false where that cannot be.
    fn give_one<'a, I: Iterator<Item = &'a OfferIdx>>(
        &mut self,
        person: JobseekerIdx,
        can_take: &impl Fn(JobseekerIdx) -> I,
    ) -> bool {
        let (mut open, mut at, mut touched) = (vec![person], 0, Vec::new());
        while at < open.len() {
            let asking = open[at];
            at += 1;
            for &offer in can_take(asking) {
                if self.seen[offer.at()] {
                    continue;
                }
                self.seen[offer.at()] = true;
                self.via[offer.at()] = asking;
                touched.push(offer);
                if self.free[offer.at()] > 0 {
                    self.free[offer.at()] -= 1;
                    self.move_up(offer);
                    touched.iter().for_each(|seen| self.seen[seen.at()] = false);
                    return true;
                }
                open.extend(&self.taken[offer.at()]);
            }
        }
        false
    }

    /// Gives a seat at `offer` to the person who reached it, that person's old seat to the one who reached that, and so
    /// on to the person who had none.
    fn move_up(&mut self, mut offer: OfferIdx) {
        loop {
            let person = self.via[offer.at()];
            let before = self.seat[person.at()].replace(offer);
            self.taken[offer.at()].push(person);
            let Some(left) = before else { return };
            self.taken[left.at()].retain(|other| *other != person);
            offer = left;
        }
    }
}
