//! The best choice of a part so far: reported whenever it improves, and returned when the work is stopped early.

use std::cell::RefCell;
use std::sync::Arc;

use super::part::{Part, Row};
use super::problem::{EdgeIdx, Points, Problem};

/// What is best so far. It holds no part: the part that is worked on grows rows of cuts, and is not kept twice.
pub(super) struct Best<'a> {
    worth: Worth<'a>,
    /// Value per level, and the choice.
    known: RefCell<Option<(Vec<i128>, Vec<u32>)>>,
    tell: &'a dyn Fn(&[u32]),
}

impl<'a> Best<'a> {
    /// Nothing yet.
    pub(super) fn of(problem: &'a Problem, part: &Part, tell: &'a dyn Fn(&[u32])) -> Self {
        Self { worth: Worth::of(problem, part), known: RefCell::default(), tell }
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
struct Worth<'a> {
    problem: &'a Problem,
    edges: Arc<Vec<EdgeIdx>>,
    points: Vec<Points>,
    /// The rows with a floor, by pool.
    floors: Vec<Row>,
}

impl<'a> Worth<'a> {
    fn of(problem: &'a Problem, part: &Part) -> Self {
        let floors: Vec<Row> = part.rows.iter().filter(|row| row.floor.is_some()).copied().collect();
        debug_assert!(floors.is_sorted_by_key(|row| row.pool));
        Self { problem, edges: Arc::clone(&part.edges), points: part.points.clone(), floors }
    }

    fn values(&self, chosen: &[u32]) -> Vec<i128> {
        let mut drawn = vec![0; self.floors.len()];
        for draw in chosen.iter().flat_map(|&e| self.problem.draws_of(self.edges[e as usize])) {
            if let Ok(floor) = self.floors.binary_search_by_key(&draw.pool, |row| row.pool) {
                drawn[floor] += i64::from(draw.units);
            }
        }
        let value = |(l, points): (usize, &Points)| {
            let points: i128 = chosen.iter().map(|&e| i128::from(points.of(e as usize))).sum();
            let cost = |(row, &drawn): (&Row, &i64)| i128::from(row.cost_at(l)) * i128::from(row.missing(drawn));
            points - self.floors.iter().zip(&drawn).map(cost).sum::<i128>()
        };
        self.points.iter().enumerate().map(value).collect()
    }
}
