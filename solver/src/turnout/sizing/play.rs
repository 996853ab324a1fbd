//! The day itself, played as often as asked: what comes of counts, seen and not computed.
//!
//! ```text
//! the day      one of the kinds of the common shock
//! who comes    a segment one by one, each by what is known of the rate and by who came before: Polya's urn, which gives what a
//!              rate drawn first and followed by all would give
//! walk-ins     Poisson, by the times between them
//! visits       each who came decides for each table, alone
//! ```
//!
//! Nothing is shared with the recurrences of `law`, so that one tells a fault of the other. Chance comes from whoever
//! asks, as random bits; whole numbers are added up, in whichever order the days are played.

use rayon::prelude::*;

use super::law::Rate;
use super::reading::Model;
use super::{Binding, PEOPLE_MAX, Sizing};

/// Random bits: fills the words of a block of a day, the same ones each time.
pub type Chance<'a> = &'a (dyn Fn(u64, u64, &mut [u64]) + Sync);

/// Words of a block.
const BLOCK: usize = 256;

/// Walk-ins are drawn in parts of at most so many on average, so that the chance of none stays far from zero.
const WALK_INS_AT_ONCE: f64 = 16.0;

/// Where nobody of so many people visits with less than this chance, going up from nobody takes longer than asking
/// everyone.
const NONE_MIN: f64 = 1e-9;

/// What was seen of so many days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Days played.
    pub days: u64,
    /// Days on which more came than the hall has places.
    pub over: u64,
    /// Days on which the number of people who came lay within the interval told.
    pub within: u64,
    /// People who came.
    pub attendees: Total,
    /// Interviews held; none without tables.
    pub interviews: Total,
    /// For each table, the days on which more came to it than it has slots.
    pub queues: Vec<u64>,
    /// For each table, the days on which nobody came to it.
    pub idle: Vec<u64>,
}

/// What is counted on each day, over all days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The sum.
    pub sum: u64,
    /// The sum of the squares.
    pub squares: u64,
}

impl Total {
    fn of(count: u64) -> Self {
        Self { sum: count, squares: count * count }
    }

    fn and(self, other: Self) -> Self {
        Self { sum: self.sum + other.sum, squares: self.squares + other.squares }
    }
}

/// Plays `days` days on which `counts` people are invited, under the model that binds; `told` is the interval that was
/// told.
pub fn play(sizing: &Sizing, counts: &[usize], told: (usize, usize), days: u64, chance: Chance<'_>) -> Seen {
    let model = match (&sizing.shock, sizing.binding) {
        (Some(shock), Binding::CommonShock) => Model::common(sizing, shock),
        _ => Model::independent(sizing),
    };
    let hall = Hall::of(&model, counts, told);
    let none = || Seen { queues: vec![0; hall.stands.len()], idle: vec![0; hall.stands.len()], ..Seen::default() };
    let one_more = |mut seen: Seen, day: u64| {
        hall.play(&mut Words::of(day, chance), &mut seen);
        seen
    };
    (0..days).into_par_iter().fold(none, one_more).reduce(none, together)
}

/// How much work a day is at most, about: steps of a few nanoseconds. People are asked one by one, and 64 at once at
/// each table.
pub fn work_of_a_day(sizing: &Sizing, counts: &[usize]) -> f64 {
    let people = |(segment, &n): (&super::Segment, &usize)| (segment.sure + n).div_ceil(64) + 1;
    let asked: usize = sizing.segments.iter().zip(counts).map(people).sum();
    let visits = sizing.stands.len() as f64 * (asked as f64 + sizing.walk_ins / 64.0 + 1.0);
    // Of 64 people at once, chances are told apart after seven or eight bits.
    counts.iter().sum::<usize>() as f64 + 1.1 * sizing.walk_ins + 8.0 * visits
}

fn together(one: Seen, other: Seen) -> Seen {
    let added = |one: Vec<u64>, other: Vec<u64>| one.iter().zip(&other).map(|(a, b)| a + b).collect();
    Seen {
        days: one.days + other.days,
        over: one.over + other.over,
        within: one.within + other.within,
        attendees: one.attendees.and(other.attendees),
        interviews: one.interviews.and(other.interviews),
        queues: added(one.queues, other.queues),
        idle: added(one.idle, other.idle),
    }
}

/// Random words of one day, a block at a time.
struct Words<'a> {
    chance: Chance<'a>,
    day: u64,
    block: u64,
    words: [u64; BLOCK],
    next: usize,
}

impl<'a> Words<'a> {
    fn of(day: u64, chance: Chance<'a>) -> Self {
        Self { chance, day, block: 0, words: [0; BLOCK], next: BLOCK }
    }

    fn next(&mut self) -> u64 {
        if self.next == BLOCK {
            (self.chance)(self.day, self.block, &mut self.words);
            (self.block, self.next) = (self.block + 1, 0);
        }
        self.next += 1;
        self.words[self.next - 1]
    }

    /// A share from 0 up to, but not including, 1: 53 bits, as many as a double keeps.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A kind of day.
struct Kind {
    /// The chance of this kind of day or of any listed before it.
    up_to: f64,
    rates: Vec<Rate>,
}

/// A table.
struct Stand {
    slots: usize,
    /// Of each segment the share that visits it.
    shares: Vec<Share>,
    walk_in_share: Share,
}

/// The share of people who visit a table.
struct Share {
    chance: f64,
    parts: u64,
    /// The chance that none of so many people visits, as long as it is far from zero.
    none: Vec<f64>,
}

/// Everything that a day is played with.
struct Hall {
    places: usize,
    told: (usize, usize),
    /// Invited and sure people of each segment.
    people: Vec<(usize, usize)>,
    kinds: Vec<Kind>,
    /// Parts in which walk-ins are drawn, and the chance that there is none in a part.
    walk_ins: (usize, f64),
    stands: Vec<Stand>,
}

impl Hall {
    fn of(model: &Model<'_>, counts: &[usize], told: (usize, usize)) -> Self {
        let sizing = model.sizing;
        let mut so_far = 0.0;
        let kind = |(weight, rates): (f64, &[Rate])| {
            so_far += weight;
            Kind { up_to: so_far, rates: rates.to_vec() }
        };
        let stand = |stand: &super::Stand| Stand {
            slots: stand.slots,
            shares: stand.shares.iter().map(|share| Share::of(share.get())).collect(),
            walk_in_share: Share::of(stand.walk_in_share.get()),
        };
        let parts = (sizing.walk_ins / WALK_INS_AT_ONCE).ceil();
        let none = (-sizing.walk_ins / f64::max(parts, 1.0)).exp();
        Self {
            places: sizing.hall.places,
            told,
            people: counts.iter().zip(&sizing.segments).map(|(&n, segment)| (n, segment.sure)).collect(),
            kinds: model.days().map(kind).collect(),
            walk_ins: (parts as usize, none),
            stands: sizing.stands.iter().map(stand).collect(),
        }
    }

    /// Plays one day.
    fn play(&self, words: &mut Words<'_>, seen: &mut Seen) {
        let drawn = words.share();
        // Rounding may leave the last a little below 1.
        let kind = self.kinds.partition_point(|kind| kind.up_to <= drawn).min(self.kinds.len() - 1);
        let rates = self.kinds[kind].rates.iter();
        let there: Vec<usize> =
            self.people.iter().zip(rates).map(|(&(n, sure), &rate)| sure + came(n, rate, words)).collect();
        let walked_in = walked_in(self.walk_ins, words);
        let attendees = there.iter().sum::<usize>() + walked_in;
        seen.days += 1;
        seen.over += u64::from(attendees > self.places);
        seen.within += u64::from((self.told.0..=self.told.1).contains(&attendees));
        seen.attendees = seen.attendees.and(Total::of(attendees as u64));
        let mut held = 0;
        for (at, stand) in self.stands.iter().enumerate() {
            let of_segments = there.iter().zip(&stand.shares).map(|(&n, share)| share.visit(n, words));
            let visits = of_segments.sum::<usize>() + stand.walk_in_share.visit(walked_in, words);
            seen.queues[at] += u64::from(visits > stand.slots);
            seen.idle[at] += u64::from(visits == 0);
            held += visits.min(stand.slots);
        }
        seen.interviews = seen.interviews.and(Total::of(held as u64));
    }
}

/// A chance in parts of 2^64; certain is one part less, which nobody sees.
fn in_parts(chance: f64) -> u64 {
    (chance * 2.0_f64.powi(64)) as u64
}

/// How many of `n` invited people come.
fn came(n: usize, rate: Rate, words: &mut Words<'_>) -> usize {
    let Some(worth) = rate.worth else { return succeed(n, in_parts(rate.mean), words) };
    let mut came = rate.mean * worth;
    let mut asked = worth;
    let mut n_came = 0;
    for _ in 0..n {
        if words.share() * asked < came {
            came += 1.0;
            n_came += 1;
        }
        asked += 1.0;
    }
    n_came
}

/// How many come unasked: as long as the product of shares is above the chance of nobody.
fn walked_in((parts, none): (usize, f64), words: &mut Words<'_>) -> usize {
    let part = |_| {
        let (mut n, mut left) = (0, words.share());
        while left > none {
            left *= words.share();
            n += 1;
        }
        n
    };
    (0..parts).map(part).sum()
}

impl Share {
    fn of(chance: f64) -> Self {
        let none = std::iter::successors(Some(1.0), |none| Some(none * (1.0 - chance)));
        let none = none.take_while(|&none| none > NONE_MIN).take(PEOPLE_MAX).collect();
        Self { chance, parts: in_parts(chance), none }
    }

    /// How many of `n` people visit.
    fn visit(&self, n: usize, words: &mut Words<'_>) -> usize {
        if n == 0 || self.parts == 0 {
            return 0;
        }
        // Up to the number that a share drawn at random falls on, where that is near; else by the bits of everyone.
        let Some(&none) = self.none.get(n) else { return succeed(n, self.parts, words) };
        let (mut left, mut chance, mut visits) = (words.share(), none, 0);
        let odds = self.chance / (1.0 - self.chance);
        while left >= chance && visits < n {
            left -= chance;
            chance *= odds * (n - visits) as f64 / (visits + 1) as f64;
            visits += 1;
        }
        visits
    }
}

/// How many of `n` people do what each does alone with the chance `parts` / 2^64.
///
/// The bits of a number for each of 64 people are drawn at once, the highest first, until everyone is told apart from
/// `parts`.
fn succeed(n: usize, parts: u64, words: &mut Words<'_>) -> usize {
    let (mut n_done, mut left) = (0, n);
    while left > 0 {
        let here = left.min(64);
        // People whose bits so far are those of `parts`; once no bit of it is left, they are not below it.
        let (mut open, mut rest) = (u64::MAX >> (64 - here), parts);
        while open != 0 && rest != 0 {
            let bits = words.next();
            if rest >> 63 == 1 {
                n_done += (open & !bits).count_ones() as usize;
                open &= bits;
            } else {
                open &= !bits;
            }
            rest <<= 1;
        }
        left -= here;
    }
    n_done
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Splitmix64, at a place that the day and the block name.
    fn drawn(day: u64, block: u64, words: &mut [u64]) {
        for (at, word) in words.iter_mut().enumerate() {
            let place = (day << 40) + (block << 10) + at as u64;
            let mixed = place.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            *word = mixed ^ (mixed >> 31);
        }
    }

    /// Mean and variance of what `draw` gives on so many days.
    fn moments(days: u64, draw: impl Fn(&mut Words<'_>) -> usize) -> (f64, f64) {
        let of_day = |day| Total::of(draw(&mut Words::of(day, &drawn)) as u64);
        let total = (0..days).map(of_day).fold(Total::default(), Total::and);
        let mean = total.sum as f64 / days as f64;
        (mean, total.squares as f64 / days as f64 - mean * mean)
    }

    fn near((mean, variance): (f64, f64), (expected, spread): (f64, f64), days: u64) {
        let error = (spread / days as f64).sqrt();
        assert!((mean - expected).abs() < 5.0 * error, "{mean}, not {expected}");
        assert!((variance / spread - 1.0).abs() < 0.06, "{variance}, not {spread}");
    }

    #[test]
    fn draws_have_the_mean_and_the_variance_of_what_they_are_drawn_from() {
        let days = 20_000;
        for (n, p) in [(1, 0.5), (64, 0.3), (65, 0.01), (300, 0.97)] {
            let spread = n as f64 * p * (1.0 - p);
            near(moments(days, |words| succeed(n, in_parts(p), words)), (n as f64 * p, spread), days);
            let share = Share::of(p);
            near(moments(days, |words| share.visit(n, words)), (n as f64 * p, spread), days);
        }
        // Beta-binomial: n p q (w + n) / (w + 1).
        let rate = Rate { mean: 0.3, worth: Some(40.0) };
        let spread = 100.0 * 0.3 * 0.7 * 140.0 / 41.0;
        near(moments(days, |words| came(100, rate, words)), (30.0, spread), days);
        for mean in [0.4_f64, 15.0, 90.0] {
            let parts = (mean / WALK_INS_AT_ONCE).ceil();
            let none = (-mean / parts).exp();
            near(moments(days, |words| walked_in((parts as usize, none), words)), (mean, mean), days);
        }
        for (p, all) in [(0.0, 0.0), (1.0, 70.0)] {
            assert_eq!(moments(100, |words| succeed(70, in_parts(p), words)).0, all);
            assert_eq!(moments(100, |words| Share::of(p).visit(70, words)).0, all);
        }
        assert_eq!(moments(100, |words| walked_in((0, 1.0), words)).0, 0.0);
    }
}
