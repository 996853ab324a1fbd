//! The best choice of a part so far: reported whenever it improves, and returned when the work is stopped early.

use std::cell::RefCell;

use super::part::Part;

/// What is best so far.
pub(super) struct Best<'a> {
    part: &'a Part,
    /// Value per level, and the choice.
    known: RefCell<Option<(Vec<i128>, Vec<u32>)>>,
    tell: &'a dyn Fn(&[u32]),
}

impl<'a> Best<'a> {
    /// Nothing yet.
    pub(super) fn of(part: &'a Part, tell: &'a dyn Fn(&[u32])) -> Self {
        Self { part, known: RefCell::default(), tell }
    }

    /// Takes note of a choice that holds, and tells it when it is better than what was known: level by level.
    pub(super) fn offer(&self, chosen: &[u32]) {
        let values = self.values(chosen);
        if self.known.borrow().as_ref().is_none_or(|(known, _)| values > *known) {
            self.known.replace(Some((values, chosen.to_vec())));
            (self.tell)(chosen);
        }
    }

    /// The best choice so far.
    pub(super) fn known(&self) -> Option<Vec<u32>> {
        self.known.borrow().as_ref().map(|(_, chosen)| chosen.clone())
    }

    /// `chosen`, unless a better choice was known before.
    pub(super) fn or_better(self, chosen: Vec<u32>) -> Vec<u32> {
        let values = self.values(&chosen);
        match self.known.into_inner() {
            Some((known, better)) if known > values => better,
            _ => chosen,
        }
    }

    fn values(&self, chosen: &[u32]) -> Vec<i128> {
        (0..self.part.n_levels).map(|l| self.part.value_at(chosen, l)).collect()
    }
}
