//! The counts: every frontier where that is affordable, else several orders of inviting, and exchanges.
//!
//! Both lean on the counts that fit being closed downwards. With all segments but one fixed, the last one is best at
//! the largest count that fits; that count only falls when another rises, so it is walked down and not sought again.

use super::reading::{Model, Reading};
use super::{Broken, Method};

/// Multiplications that an exact search may take, about: a quarter of a second.
const EXACT_WORK: f64 = 2.5e8;
/// Multiplications that orders and exchanges may take together, about.
const GREEDY_WORK: f64 = 2.5e8;
/// Readings that are taken at least, however much each takes: the orders need them.
const READINGS_MIN: usize = 30;
/// A value must be larger by this to count as better; of equal values the one with fewer people invited is kept.
const BETTER: f64 = 1e-9;

/// The greedy search even where the exact one is affordable: for tests that compare the two.
#[cfg(test)]
pub(super) fn greedily(model: &Model<'_>) -> Found {
    search_with(model, 0.0)
}

/// The best counts that fit.
pub(super) fn search(model: &Model<'_>) -> Found {
    search_with(model, EXACT_WORK)
}

/// What was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// People of each segment.
    pub(super) invite: Vec<usize>,
    /// The value under the model.
    pub(super) value: f64,
    /// How.
    pub(super) method: Method,
    /// What the fewest people break.
    pub(super) broken: Vec<Broken>,
    /// For each segment, the most that fit while all others are at their fewest.
    pub(super) most_alone: Vec<usize>,
}

fn search_with(model: &Model<'_>, exact_work: f64) -> Found {
    let segments = &model.sizing.segments;
    let fewest: Vec<usize> = segments.iter().map(|segment| segment.fewest).collect();
    let first = model.read(&fewest);
    if !first.fits {
        let broken = model.broken(&fewest);
        let most_alone = fewest.clone();
        let value = if model.sizing.stands.is_empty() {
            model.attendees(&fewest)
        } else {
            model.stands(&fewest).iter().map(|stand| stand.useful_interviews).sum()
        };
        return Found { invite: fewest, value, method: Method::Infeasible, broken, most_alone };
    }
    // Who visits no table adds to the crowd and to nothing else.
    let is_useful = |at: usize| {
        let stands = &model.sizing.stands;
        stands.is_empty() || stands.iter().any(|stand| stand.shares[at].get() > 0.0 && stand.slots > 0)
    };
    let most = |at: usize| if is_useful(at) { segments[at].most } else { segments[at].fewest };
    let most_alone: Vec<_> = (0..segments.len()).map(|at| raised(model, &fewest, at, most(at))).collect();
    let mut best = Best { invite: fewest.clone(), value: first.value };
    let method = if exact_readings(&fewest, &most_alone) * model.work(&most_alone) <= exact_work {
        every_frontier(model, &fewest, &most_alone, &mut best);
        Method::Exact
    } else {
        greedy(model, &fewest, &most_alone, &mut best);
        Method::Greedy
    };
    Found { invite: best.invite, value: best.value, method, broken: Vec::new(), most_alone }
}

/// The largest count of segment `at`, up to `most`, that fits while the others stay.
fn raised(model: &Model<'_>, counts: &[usize], at: usize, most: usize) -> usize {
    let mut tried = counts.to_vec();
    let mut fits = |n: usize| {
        tried[at] = n;
        model.read(&tried).fits
    };
    if fits(most) {
        return most;
    }
    let (mut low, mut high) = (counts[at], most);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

#[derive(Clone, Debug)]
struct Best {
    invite: Vec<usize>,
    value: f64,
}

impl Best {
    fn take(&mut self, counts: &[usize], value: f64) -> bool {
        let (people, known) = (counts.iter().sum::<usize>(), self.invite.iter().sum::<usize>());
        let is_better = value > self.value + BETTER || (value >= self.value - BETTER && people < known);
        if is_better {
            self.invite = counts.to_vec();
            self.value = value;
        }
        is_better
    }
}

/// The segment whose largest count is walked down: the one with the most choices.
fn widest(fewest: &[usize], most: &[usize]) -> usize {
    (0..fewest.len()).max_by_key(|&at| most[at] - fewest[at]).unwrap_or(0)
}

/// Readings that trying every frontier takes at most: for each choice of the others a walk over the innermost two.
fn exact_readings(fewest: &[usize], most: &[usize]) -> f64 {
    let last = widest(fewest, most);
    let choices = |at: usize| (most[at] - fewest[at] + 1) as f64;
    let others: Vec<usize> = (0..fewest.len()).filter(|&at| at != last).collect();
    let Some((&inner, outer)) = others.split_last() else { return fewest.get(last).map_or(1.0, |_| choices(last)) };
    outer.iter().map(|&at| choices(at)).product::<f64>() * (choices(inner) + choices(last))
}

/// Tries every count of all segments but the widest, each with the most of the widest.
fn every_frontier(model: &Model<'_>, fewest: &[usize], most: &[usize], best: &mut Best) {
    let last = widest(fewest, most);
    let others: Vec<usize> = (0..fewest.len()).filter(|&at| at != last).collect();
    let mut counts = fewest.to_vec();
    if counts.is_empty() {
        return;
    }
    counts[last] = most[last];
    frontier(model, (fewest, most), &others, last, &mut counts, best);
}

/// Tries every count of the segments in `open`; `counts[last]` is the most that may fit. Says whether anything fitted.
fn frontier(
    model: &Model<'_>,
    limits: (&[usize], &[usize]),
    open: &[usize],
    last: usize,
    counts: &mut Vec<usize>,
    best: &mut Best,
) -> bool {
    let Some((&at, rest)) = open.split_first() else {
        loop {
            let reading = model.read(counts);
            if reading.fits {
                best.take(counts, reading.value);
                return true;
            }
            if counts[last] == limits.0[last] {
                return false;
            }
            counts[last] -= 1;
        }
    };
    let most_of_last = counts[last];
    let mut any = false;
    for n in limits.0[at]..=limits.1[at] {
        counts[at] = n;
        // Only the innermost walk may go on from where it stands: further out the others start afresh at their fewest.
        if !rest.is_empty() {
            counts[last] = most_of_last;
        }
        if !frontier(model, limits, rest, last, counts, best) {
            break;
        }
        any = true;
    }
    counts[at] = limits.0[at];
    counts[last] = most_of_last;
    any
}

/// A model that counts its readings.
struct Counted<'a, 'b> {
    model: &'b Model<'a>,
    left: usize,
}

impl Counted<'_, '_> {
    fn read(&mut self, counts: &[usize]) -> Option<Reading> {
        self.left = self.left.checked_sub(1)?;
        Some(self.model.read(counts))
    }
}

/// Several orders of inviting, each as far as it fits, then filled up; then exchanges between two segments.
fn greedy(model: &Model<'_>, fewest: &[usize], most: &[usize], best: &mut Best) {
    let affordable = (GREEDY_WORK / model.work(best_guess(model, fewest, most).as_slice())) as usize;
    let mut counted = Counted { model, left: affordable.max(READINGS_MIN) };
    for order in [by_gain(model, fewest, most, true), by_gain(model, fewest, most, false), in_proportion(fewest, most)]
    {
        let Some(counts) = as_far_as_it_fits(&mut counted, fewest, &order) else { break };
        let Some((counts, value)) = filled(&mut counted, counts, most) else { break };
        best.take(&counts, value);
    }
    exchanges(&mut counted, fewest, most, best);
}

/// Counts of about the size that will be read: in proportion until the hall is full on average.
fn best_guess(model: &Model<'_>, fewest: &[usize], most: &[usize]) -> Vec<usize> {
    let places = model.sizing.hall.places as f64;
    let mut counts = fewest.to_vec();
    for at in in_proportion(fewest, most) {
        if model.attendees(&counts) >= places {
            break;
        }
        counts[at] += 1;
    }
    counts
}

/// The order in which each next person adds most to the useful interviews, per person invited or per person expected,
/// with rates at their means: the order needs no exactness, because what fits is always read exactly.
fn by_gain(model: &Model<'_>, fewest: &[usize], most: &[usize], per_invited: bool) -> Vec<usize> {
    let (segments, stands) = (&model.sizing.segments, &model.sizing.stands);
    let mean = |at: usize| segments[at].rate.mean().get();
    // Expected visitors of each table; its free slots are taken as Poisson.
    let mut visitors: Vec<f64> = stands
        .iter()
        .map(|stand| {
            let of_segments = segments
                .iter()
                .enumerate()
                .map(|(at, segment)| (segment.sure as f64 + fewest[at] as f64 * mean(at)) * stand.shares[at].get());
            of_segments.sum::<f64>() + model.sizing.walk_ins * stand.walk_in_share.get()
        })
        .collect();
    let (mut counts, mut order) = (fewest.to_vec(), Vec::new());
    loop {
        let room: Vec<f64> = stands.iter().zip(&visitors).map(|(stand, &x)| free_slot(x, stand.slots)).collect();
        let gain = |at: usize| {
            let per_attendee: f64 = if stands.is_empty() {
                1.0
            } else {
                stands.iter().zip(&room).map(|(s, r)| s.shares[at].get() * r).sum()
            };
            // Of equal gains the surer rate goes first: it adds less to the spread.
            let tie = 1.0 + 1e-6 * mean(at);
            per_attendee * if per_invited { mean(at) } else { tie }
        };
        let open = (0..fewest.len()).filter(|&at| counts[at] < most[at]);
        let Some(next) = open.max_by(|&a, &b| gain(a).total_cmp(&gain(b)).then(b.cmp(&a))) else { return order };
        counts[next] += 1;
        order.push(next);
        for (x, stand) in visitors.iter_mut().zip(stands) {
            *x += mean(next) * stand.shares[next].get();
        }
    }
}

/// The chance that fewer than `slots` come of a Poisson number with mean `x`.
fn free_slot(x: f64, slots: usize) -> f64 {
    let mut term = (-x).exp();
    let mut sum = 0.0;
    for n in 0..slots {
        sum += term;
        term *= x / (n + 1) as f64;
    }
    sum
}

/// The order in which all segments stay in proportion to how many more of them can be invited.
pub(super) fn in_proportion(from: &[usize], to: &[usize]) -> Vec<usize> {
    let span: Vec<f64> = from.iter().zip(to).map(|(from, to)| to.saturating_sub(*from) as f64).collect();
    let mut steps: Vec<(f64, usize)> = Vec::new();
    for (at, &span) in span.iter().enumerate() {
        steps.extend((0..span as usize).map(|n| ((n as f64 + 0.5) / span, at)));
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    steps.into_iter().map(|(_, at)| at).collect()
}

fn as_far_as_it_fits(counted: &mut Counted<'_, '_>, fewest: &[usize], order: &[usize]) -> Option<Vec<usize>> {
    let after = |n: usize| {
        let mut counts = fewest.to_vec();
        order[..n].iter().for_each(|&at| counts[at] += 1);
        counts
    };
    let (mut low, mut high) = (0, order.len() + 1);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if counted.read(&after(middle))?.fits { low = middle } else { high = middle }
    }
    Some(after(low))
}

/// As many more of each segment in turn as fit, with the value. The counts given fit.
fn filled(counted: &mut Counted<'_, '_>, mut counts: Vec<usize>, most: &[usize]) -> Option<(Vec<usize>, f64)> {
    for at in 0..counts.len() {
        let (mut low, mut high) = (counts[at], most[at] + 1);
        // Mostly nothing more fits: one more is tried first, then twice as many.
        let mut step = 1;
        while low + 1 < high {
            let next = usize::min(low + step, high - 1);
            counts[at] = next;
            if counted.read(&counts)?.fits {
                low = next;
                step *= 2;
            } else {
                high = next;
                step = ((high - low) / 2).max(1);
            }
        }
        counts[at] = low;
    }
    let value = counted.read(&counts)?.value;
    Some((counts, value))
}

/// Fewer of one segment and as many more of another as then fit, while that is better and readings are left.
fn exchanges(counted: &mut Counted<'_, '_>, fewest: &[usize], most: &[usize], best: &mut Best) {
    let n_segments = fewest.len();
    // A whole segment at once at first, in the end one by one.
    let mut step = best.invite.iter().max().copied().unwrap_or(0);
    while step > 0 {
        let mut improved = false;
        for (from, to) in (0..n_segments).flat_map(|a| (0..n_segments).map(move |b| (a, b))) {
            let fewer = step.min(best.invite[from] - fewest[from]);
            if from == to || fewer == 0 || best.invite[to] == most[to] {
                continue;
            }
            let mut counts = best.invite.clone();
            counts[from] -= fewer;
            let mut order = vec![to; most[to] - counts[to]];
            order.truncate(8 * step + 8);
            let Some(tried) = as_far_as_it_fits(counted, &counts, &order) else { return };
            // What another segment leaves free may do for a third, or for some of the first again.
            let Some((tried, value)) = filled(counted, tried, most) else { return };
            improved |= best.take(&tried, value);
        }
        if !improved {
            step /= 2;
        }
    }
}
