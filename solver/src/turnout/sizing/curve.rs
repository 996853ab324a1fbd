//! Size against risk: what each total of invited people means, along one order of inviting.

use super::Probability;
use super::reading::Model;
use super::search::in_proportion;

/// Most points of a curve. Where there are more totals, they are left out evenly; the fewest and the answer stay.
pub const CURVE_POINTS_MAX: usize = 60;
/// Fewest points, however much each takes.
const POINTS_MIN: usize = 12;
/// Multiplications that a curve may take, about.
const WORK: f64 = 2.5e8;

/// One total.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// People invited.
    pub invited: usize,
    /// People expected, walk-ins included: the same in both models.
    pub expected: f64,
    /// Each decides alone: 5 % and 95 % quantile, and the chance of more than the hall.
    pub independent: (usize, usize, f64),
    /// The same under the common shock.
    pub together: Option<(usize, usize, f64)>,
}

/// The curve through `answer`: from the fewest in proportion to the answer, from there in proportion to everyone.
pub(super) fn curve(independent: &Model<'_>, together: Option<&Model<'_>>, answer: &[usize]) -> Vec<CurvePoint> {
    let segments = &independent.sizing.segments;
    let fewest: Vec<usize> = segments.iter().map(|segment| segment.fewest).collect();
    let most: Vec<usize> = segments.iter().map(|segment| segment.most).collect();
    let (to_answer, beyond) = (in_proportion(&fewest, answer), in_proportion(answer, &most));
    let order: Vec<usize> = to_answer.iter().chain(&beyond).copied().collect();
    // Beyond twice the answer a hall is full anyway.
    let last = order.len().min(2 * to_answer.len() + 20);
    let work = together.map_or(0.0, |model| model.work(answer)) + independent.work(answer);
    let n_points = ((WORK / (4.0 * work).max(1.0)) as usize).clamp(POINTS_MIN, CURVE_POINTS_MAX);
    let step = last.div_ceil(n_points - 2).max(1);
    let mut totals: Vec<usize> = (0..=last).step_by(step).chain([to_answer.len(), last]).collect();
    totals.sort_unstable();
    totals.dedup();
    let places = independent.sizing.hall.places;
    let told = |model: &Model<'_>, counts: &[usize]| {
        let turnout = model.turnout(counts);
        let quantile = |share| turnout.quantile(Probability::rounded(share));
        (quantile(0.05), quantile(0.95), turnout.more_than(places).get())
    };
    let point = |&total: &usize| {
        let mut counts = fewest.clone();
        order[..total].iter().for_each(|&at| counts[at] += 1);
        CurvePoint {
            invited: counts.iter().sum(),
            expected: independent.attendees(&counts),
            independent: told(independent, &counts),
            together: together.map(|model| told(model, &counts)),
        }
    };
    totals.iter().map(point).collect()
}
