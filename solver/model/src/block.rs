//! Blocks of levels: consecutive levels added up with multipliers that cannot leak, as far as numbers stay small.

use std::ops::Range;
use std::rc::Rc;

use super::part::Part;
use super::tuning;

/// Consecutive levels of a part, added up.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The levels.
    pub(super) levels: Range<usize>,
    /// What a point of each level counts.
    pub(super) multipliers: Vec<i128>,
    /// Points of each edge; copies share them.
    pub(super) weights: Rc<Vec<i64>>,
    /// Cost of a missing unit of each row.
    pub(super) costs: Vec<i64>,
    /// The greatest number every value is a multiple of.
    pub(super) unit: i128,
    /// Least and most the block can be worth if nothing were scarce.
    pub(super) reach: (i128, i128),
}

/// Least and most every level of a part can be worth if nothing were scarce and every floor missed.
pub(super) fn reach(part: &Part) -> Vec<(i128, i128)> {
    let of_level = |l: usize| {
        let (mut low, mut high) = (0i128, 0i128);
        for g in 0..part.n_groups() {
            let points = part.group(g).map(|e| i128::from(part.points_at(e, l)));
            let (least, most) = points.fold((0, 0), |(a, b): (i128, i128), v| (a.min(v), b.max(v)));
            low += least;
            high += most;
        }
        for (r, row) in part.rows.iter().enumerate() {
            low -= i128::from(part.cost_at(r, l)) * i128::from(row.most_missing);
        }
        (low, high)
    };
    (0..part.n_levels).map(of_level).collect()
}

/// Multipliers of `levels` such that no point is ever outweighed by all that follow; `None` where 128 bits are too few.
pub(super) fn multipliers(reach: &[(i128, i128)], levels: Range<usize>) -> Option<Vec<i128>> {
    let mut multipliers = vec![1i128; levels.len()];
    let mut outweighed: i128 = 0;
    for (m, l) in multipliers.iter_mut().zip(levels).rev() {
        *m = outweighed.checked_add(1)?;
        let spread = reach[l].1.checked_sub(reach[l].0)?;
        outweighed = outweighed.checked_add(m.checked_mul(spread)?)?;
    }
    // Room for sums of prices over every edge.
    (outweighed < 1 << 120).then_some(multipliers)
}

/// Most that a block of several levels may be worth, so that doubles still tell apart values one point from each other.
pub(super) const MOST_TOGETHER: i128 = 1 << 40;

/// Most that levels may be worth which are relaxed together in a part of so many groups.
pub(super) fn most_relaxed_together(n_groups: usize) -> i128 {
    if is_large(n_groups) { tuning::RELAXED_TOGETHER } else { 0 }
}

/// Levels may be added up in whole numbers as long as they are worth less.
pub(super) const MOST_EXACT: i128 = 1 << 60;

/// Whether a part of so many groups is large.
pub(super) fn is_large(n_groups: usize) -> bool {
    n_groups > tuning::LARGE
}

/// Cuts the levels into ranges that are worth less than `most` when added up; a level alone may be worth more.
pub(super) fn ranges(reach: &[(i128, i128)], most: i128) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    while start < reach.len() {
        let mut end = start + 1;
        while end < reach.len() {
            let fits = multipliers(reach, start..end + 1)
                .is_some_and(|m| m[0].checked_mul(reach[start].1 - reach[start].0 + 1).is_some_and(|t| t < most));
            if !fits {
                break;
            }
            end += 1;
        }
        // Levels on which nothing happens come along for nothing.
        while end < reach.len() && reach[end] == (0, 0) {
            end += 1;
        }
        ranges.push(start..end);
        start = end;
    }
    ranges
}

impl Block {
    /// Adds up `levels` of `part`; `None` when the sums would not fit.
    pub(super) fn new(part: &Part, reach: &[(i128, i128)], levels: Range<usize>) -> Option<Self> {
        let multipliers = multipliers(reach, levels.clone())?;
        let combine = |points: &dyn Fn(usize) -> i64| -> Option<i64> {
            let terms = multipliers.iter().zip(levels.clone()).map(|(&m, l)| m.checked_mul(i128::from(points(l))));
            let sum = terms.sum::<Option<i128>>()?;
            i64::try_from(sum).ok().filter(|sum| sum.abs() < 1 << 62)
        };
        let weights = (0..part.n_edges()).map(|e| combine(&|l| part.points_at(e, l))).collect::<Option<Vec<_>>>()?;
        let costs = (0..part.rows.len()).map(|r| combine(&|l| part.cost_at(r, l))).collect::<Option<Vec<_>>>()?;
        let unit = weights.iter().chain(&costs).fold(0, |unit, &v| gcd(unit, i128::from(v))).max(1);
        let within = multipliers.iter().zip(levels.clone());
        let reach = within.fold((0, 0), |(a, b), (&m, l)| (a + m * reach[l].0, b + m * reach[l].1));
        Some(Self { levels, multipliers, weights: Rc::new(weights), costs, unit, reach })
    }

    /// How far apart two values of the block can be.
    pub(super) fn spread(&self) -> i128 {
        self.reach.1 - self.reach.0
    }

    /// The greatest magnitude of a weight or cost.
    pub(super) fn greatest(&self) -> i128 {
        self.weights.iter().chain(&self.costs).map(|&w| i128::from(w).abs()).max().unwrap_or(0)
    }

    /// What chosen edges are worth.
    pub(super) fn value(&self, part: &Part, chosen: &[u32]) -> i128 {
        let points: i128 = chosen.iter().map(|&e| i128::from(self.weights[e as usize])).sum();
        let missing = part.missing(&part.drawn(chosen));
        points - self.costs.iter().zip(missing).map(|(&c, m)| i128::from(c) * i128::from(m)).sum::<i128>()
    }
}

/// Greatest common divisor of magnitudes; `gcd(0, b)` is `|b|`.
fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs()
}
