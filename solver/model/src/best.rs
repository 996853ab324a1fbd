//! The best choice of a part so far: reported whenever it improves, and returned when the work is stopped early.

use std::cell::RefCell;

use super::part::{Part, Row};
use super::problem::Points;

/// What is best so far. It holds no part: the part that is worked on grows rows of cuts, and is not kept twice.
pub(super) struct Best<'a> {
    worth: Worth,
    /// Value per level, and the choice.
    known: RefCell<Option<(Vec<i128>, Vec<u32>)>>,
    tell: &'a dyn Fn(&[u32]),
}

impl<'a> Best<'a> {
    /// Nothing yet.
    pub(super) fn of(part: &Part, tell: &'a dyn Fn(&[u32])) -> Self {
        Self { worth: Worth::of(part), known: RefCell::default(), tell }
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
    pub(super) fn or_better(&self, chosen: Vec<u32>) -> Vec<u32> {
        let values = self.values(&chosen);
        match &*self.known.borrow() {
            Some((known, better)) if *known > values => better.clone(),
            _ => chosen,
        }
    }

    /// What a choice is worth, by level.
    pub(super) fn values(&self, chosen: &[u32]) -> Vec<i128> {
        self.worth.values(chosen)
    }
}

/// Of a part, what it takes to tell what a choice is worth.
struct Worth {
    points: Vec<Points>,
    /// The rows with a floor.
    floors: Vec<Row>,
    /// Edge, floor and units drawn of it, by edge.
    draws: Vec<(u32, u32, i32)>,
}

impl Worth {
    fn of(part: &Part) -> Self {
        let floors: Vec<usize> = (0..part.rows.len()).filter(|&row| part.rows[row].floor.is_some()).collect();
        let mut draws = Vec::new();
        if !floors.is_empty() {
            for e in 0..part.n_edges() {
                let floor = |&(row, units): &(u32, i32)| {
                    floors.binary_search(&(row as usize)).ok().map(|floor| (e as u32, floor as u32, units))
                };
                draws.extend(part.draws_of(e).iter().filter_map(floor));
            }
        }
        Self { points: part.points.clone(), floors: floors.into_iter().map(|row| part.rows[row]).collect(), draws }
    }

    fn values(&self, chosen: &[u32]) -> Vec<i128> {
        let mut drawn = vec![0; self.floors.len()];
        for &e in chosen {
            let first = self.draws.partition_point(|draw| draw.0 < e);
            let own = self.draws[first..].iter().take_while(|draw| draw.0 == e);
            own.for_each(|&(_, floor, units)| drawn[floor as usize] += i64::from(units));
        }
        let value = |(l, points): (usize, &Points)| {
            let points: i128 = chosen.iter().map(|&e| i128::from(points.of(e as usize))).sum();
            let cost = |(row, &drawn): (&Row, &i64)| i128::from(row.cost_at(l)) * i128::from(row.missing(drawn));
            points - self.floors.iter().zip(&drawn).map(cost).sum::<i128>()
        };
        self.points.iter().enumerate().map(value).collect()
    }
}
