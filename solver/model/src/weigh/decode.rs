//! From a total of a block of levels back to a bound for each level.

use super::{Weigher, plus, times};
use crate::certificate::{BlockProof, Refusal};
use crate::problem::Missing;

impl Weigher<'_> {
    /// The greatest values per level that add up to no more than `total`, valid for any positive multipliers.
    pub(super) fn decode(
        &self,
        part: usize,
        pools: &[usize],
        block: &BlockProof,
        mut total: i128,
    ) -> Result<Vec<i128>, Refusal> {
        let levels = block.first_level..block.first_level + block.multipliers.len();
        let reach = levels.map(|l| self.reach(part, pools, l)).collect::<Result<Vec<_>, _>>()?;
        let mut rest = 0;
        for (&m, &(low, _)) in block.multipliers.iter().zip(&reach) {
            rest = plus(rest, times(m, low)?)?;
        }
        let mut values = Vec::new();
        for (&m, &(low, high)) in block.multipliers.iter().zip(&reach) {
            rest -= times(m, low)?;
            let value = plus(total, -rest)?.div_euclid(m).min(high);
            total = plus(total, -times(m, value)?)?;
            values.push(value);
        }
        Ok(values)
    }

    /// Least and most a level can be worth in a part if nothing were scarce and every floor missed.
    fn reach(&self, part: usize, pools: &[usize], level: usize) -> Result<(i128, i128), Refusal> {
        let (mut low, mut high) = (0i128, 0i128);
        for &g in &self.groups_of[part] {
            let points = self.edges(g).map(|e| i128::from(self.problem.points[level].of(e as usize)));
            let (least, most) = points.fold((0, 0), |(l, h): (i128, i128), v| (l.min(v), h.max(v)));
            low = plus(low, least)?;
            high = plus(high, most)?;
        }
        for &p in pools {
            let Some(floor) = self.problem.pools[p].floor else { continue };
            if let Missing::Costs { level: l, points } = floor.missing
                && l == level
            {
                let most_missing = (i128::from(floor.units) - self.least[p]).max(0);
                low = plus(low, -times(most_missing, i128::from(points))?)?;
            }
        }
        Ok((low, high))
    }
}
