//! Rewards of a choice: what it is worth that enough of something is drawn.

use super::{Openings, State};
use crate::assignment::NONE;

impl Openings<'_> {
    /// What rewards are worth when so many units of a row are drawn, counting the way to the next one in proportion.
    pub(super) fn promise(&self, row: u32, drawn: i64) -> i128 {
        let (mut units, mut points) = (0, 0);
        for &(asked, worth, _) in &self.rewards[row as usize] {
            if asked > drawn {
                return points + (worth - points).max(0) * i128::from(drawn - units) / i128::from(asked - units);
            }
            (units, points) = (asked, worth);
        }
        points
    }

    /// What a choice is worth, with the rewards it is on the way to.
    pub(super) fn worth(&self, state: &State) -> i128 {
        let promised = self.reward_rows.iter().map(|&row| self.promise(row, state.drawn[row as usize]));
        state.value + promised.sum::<i128>()
    }

    /// What choosing an edge adds, with the reward that it is on the way to.
    pub(super) fn adds(&self, state: &State, e: u32) -> i128 {
        let weight = self.weights[e as usize];
        match self.reward_row[e as usize] {
            NONE => weight,
            row => {
                let drawn = state.drawn[row as usize];
                weight + self.promise(row, drawn + 1) - self.promise(row, drawn)
            }
        }
    }

    /// Whether an edge is a reward: those follow from everything else.
    pub(super) fn is_reward(&self, e: u32) -> bool {
        self.reward_rows.iter().any(|&row| self.rewards[row as usize].iter().any(|&(_, _, reward)| reward == e))
    }

    /// Takes the greatest reward that is reached, of each row.
    pub(super) fn take_rewards(&self, state: &mut State) {
        for rewards in &self.rewards {
            let reached = rewards.iter().rev().find(|&&(_, points, e)| points > 0 && self.is_reached(state, e));
            if let Some(&(_, _, e)) = reached {
                self.apply(state, e, 1);
            }
        }
    }

    /// Whether a reward can be taken.
    pub(super) fn is_reached(&self, state: &State, e: u32) -> bool {
        let draws = self.part.draws_of(e as usize).iter();
        let keeps = |&(row, units): &(u32, i32)| {
            let least = self.part.rows[row as usize].never();
            least.is_none_or(|least| state.drawn[row as usize] + i64::from(units) >= least)
        };
        self.fits(state, e) && draws.clone().all(keeps)
    }
}
