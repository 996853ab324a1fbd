//! From an accepted chance to how many may be expected: a limit that adds up over people, and keeps the chance whoever
//! they are.
//!
//! Of all people who decide alone and of whom `m` are expected, those have the greatest chance that more than `places`
//! come who all have the same rate, the smallest that there is, as long as `m` is at most `places` (Hoeffding 1956,
//! theorem 5: of the sums of n independent trials with a given mean the binomial has the heaviest tail beyond mean + 1;
//! with more trials it only gets heavier). So a limit of the expectation that is right for them is right for everyone.

use super::law::{Rate, came, convolved, walk_ins};
use crate::turnout::{CommonShock, Probability, Turnout, TurnoutError};

/// A chance counts as kept up to this much above what is accepted: the rounding of the sum.
const ROUNDING: f64 = 1e-12;
/// A chance of 1, in thousandths.
const SURE: u32 = 1000;
/// Of a quotient that is a whole number but for its last digits.
const LAST_DIGITS: f64 = 1e-9;

/// A hall or a table, and who may be invited to it.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    /// Places, or interviews that can be held.
    pub places: usize,
    /// Accepted chance that more come.
    pub risk: f64,
    /// People who come unasked, on average.
    pub unasked: f64,
    /// People who can be invited.
    pub people: usize,
    /// The chances with which they come, in thousandths: each that occurs.
    pub rates: &'a [u32],
    /// What they have in common on the day, where the chance is to be kept with that too.
    pub shock: Option<&'a CommonShock>,
}

/// What one kind of day does to the people of a [`Filling`].
struct Day {
    /// Its chance.
    weight: f64,
    /// The smallest rate on that day.
    least: f64,
    /// The most that a rate is multiplied by.
    factor: f64,
}

/// Most of the invited that may be expected, in thousandths of a person, so that more than the places come with a
/// chance of at most the accepted one. 0 where those who come unasked are too many. `places` x kinds of day x 20 steps
/// of bisection at worst.
///
/// Under a common shock people decide alone once the kind of day is known: if `m` are expected over all days, at most
/// `m` times the largest factor are on that day, and the limit of independent people holds for it. With one rate that
/// is exact.
pub fn most_expected(filling: &Filling<'_>) -> u32 {
    let beside = if filling.unasked > 0.0 { walk_ins(filling.unasked) } else { vec![1.0] };
    let days = filling.days();
    let is_kept = |thousandths: u32| {
        let too_many = days.iter().map(|day| day.weight * filling.more_on(day, thousandths, &beside));
        too_many.sum::<f64>() <= filling.risk + ROUNDING
    };
    let (mut fits, mut too_many) = (0, (filling.places.min(filling.people) as u32).saturating_mul(SURE) + 1);
    while too_many - fits > 1 {
        let middle = fits.midpoint(too_many);
        if is_kept(middle) {
            fits = middle;
        } else {
            too_many = middle;
        }
    }
    fits
}

impl Filling<'_> {
    fn days(&self) -> Vec<Day> {
        let alone = |&rate: &u32| vec![(1.0, f64::from(rate.max(1)) / f64::from(SURE))];
        let rates = if self.rates.is_empty() { &[SURE][..] } else { self.rates };
        let on_days: Vec<Vec<(f64, f64)>> = match self.shock {
            None => rates.iter().map(alone).collect(),
            Some(shock) => rates.iter().map(|&rate| shock.of_rate(rate, self.people)).collect(),
        };
        let day = |at: usize| {
            let of_rates = || rates.iter().zip(&on_days).map(|(&rate, days)| (rate, days[at].1));
            Day {
                weight: on_days[0][at].0,
                least: of_rates().map(|(_, there)| there).fold(1.0, f64::min),
                factor: of_rates().map(|(rate, there)| there / share(rate.max(1))).fold(0.0, f64::max),
            }
        };
        (0..on_days[0].len()).map(day).collect()
    }

    /// The chance, on this kind of day, that more than the places come if so many are expected over all days; an upper
    /// bound.
    fn more_on(&self, day: &Day, thousandths: u32, beside: &[f64]) -> f64 {
        let expected = day.factor * share(thousandths);
        let is_one_rate = self.rates.len() == 1;
        if !is_one_rate && expected > self.places as f64 {
            return 1.0;
        }
        let n = ((expected / day.least - LAST_DIGITS).ceil() as usize).min(self.people).max(1);
        let came = came(n, Rate { mean: (expected / n as f64).min(1.0), worth: None });
        1.0 - convolved(&came, beside, self.places).iter().sum::<f64>()
    }
}

/// Thousandths as a share.
fn share(thousandths: u32) -> f64 {
    f64::from(thousandths) / f64::from(SURE)
}

/// How many come of `people`, who decide alone, with those who come unasked, on average `unasked`.
///
/// # Errors
/// [`TurnoutError::TooManyInvited`].
pub fn with_walk_ins(people: &[Probability], unasked: f64) -> Result<Turnout, TurnoutError> {
    let invited = Turnout::of(people)?;
    Ok(and_unasked(invited, unasked))
}

/// How many come of those invited, whose `turnout` is known, with those who come unasked, on average `unasked`, on any
/// day.
pub fn and_unasked(turnout: Turnout, unasked: f64) -> Turnout {
    if unasked <= 0.0 {
        return turnout;
    }
    let (invited, beside) = (turnout.pmf(), walk_ins(unasked));
    Turnout::of_chances(convolved(&invited, &beside, invited.len() + beside.len()))
}

/// People who share a rate that is not known for sure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InvitedBy {
    /// How many.
    pub people: usize,
    /// The expected rate, between 0 and 1.
    pub mean: f64,
    /// How many observed people the knowledge of it is worth.
    pub worth: f64,
}

/// How many come of groups whose rates are drawn from what is known of them, the rate of a group once for all its
/// people (beta-binomial), and of `sure` people who come for certain. Quadratic in the people.
pub fn with_unsure_rates(groups: &[InvitedBy], sure: usize) -> Turnout {
    let certain = vec![1.0];
    let together = groups.iter().fold(certain, |so_far, group| {
        let came = came(group.people, Rate { mean: group.mean, worth: Some(group.worth) });
        convolved(&so_far, &came, so_far.len() + came.len())
    });
    let shifted = std::iter::repeat_n(0.0, sure).chain(together);
    Turnout::of_chances(shifted.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filling(places: usize, risk: f64, unasked: f64, (people, rates): (usize, &[u32])) -> Filling<'_> {
        Filling { places, risk, unasked, people, rates, shock: None }
    }

    /// A spread of lists of people with these rates or more.
    fn lists(least: u32, expected: u32) -> Vec<Vec<Probability>> {
        let rate = |thousandths: u32| Probability::new(f64::from(thousandths) / 1000.0).unwrap();
        let filled = |rates: &[u32]| {
            let (mut list, mut sum) = (Vec::new(), 0);
            for &thousandths in rates.iter().cycle().take(5_000) {
                if sum + thousandths <= expected {
                    (sum, _) = (sum + thousandths, list.push(rate(thousandths)));
                }
            }
            list
        };
        vec![filled(&[least]), filled(&[least, 1000]), filled(&[1000]), filled(&[least, 700, 350])]
    }

    #[test]
    fn the_limit_keeps_the_chance_whoever_is_invited() {
        for (places, risk, unasked, least) in [(400, 0.05, 20.0, 300), (14, 0.04, 0.0, 310), (6, 0.2, 1.5, 500)] {
            let rates = [least, 350, 700, 1000].map(|rate: u32| rate.max(least));
            let filling = Filling { places, risk, unasked, people: usize::MAX, rates: &rates, shock: None };
            let expected = most_expected(&filling);
            assert!(expected > 0);
            for list in lists(least, expected) {
                let risk_there = with_walk_ins(&list, unasked).unwrap().more_than(places).get();
                assert!(risk_there <= risk + 1e-12, "{places}: {risk_there}");
            }
        }
    }

    #[test]
    fn where_all_rates_are_equal_one_person_more_breaks_it() {
        let (places, risk, least) = (14, 0.04, 310);
        let n = most_expected(&filling(places, risk, 0.0, (usize::MAX, &[least]))) / least;
        let chance = |n: u32| {
            let list = vec![Probability::new(0.31).unwrap(); n as usize];
            with_walk_ins(&list, 0.0).unwrap().more_than(places).get()
        };
        assert!(chance(n) <= risk && chance(n + 1) > risk, "{n}: {} {}", chance(n), chance(n + 1));
    }

    #[test]
    fn few_people_need_no_limit() {
        // Of five people no more than five come.
        assert_eq!(most_expected(&filling(5, 0.0, 0.0, (5, &[20, 1000]))), 5000);
        assert_eq!(most_expected(&filling(9, 0.0, 0.0, (5, &[20, 1000]))), 5000);
        assert!(most_expected(&filling(5, 0.0, 0.0, (6, &[20, 1000]))) < 5000);
    }

    #[test]
    fn too_many_unasked_leave_room_for_nobody() {
        assert_eq!(most_expected(&filling(5, 0.01, 30.0, (100, &[300]))), 0);
        assert_eq!(most_expected(&filling(0, 0.0, 0.0, (100, &[300]))), 0);
    }

    #[test]
    fn rates_that_are_not_sure_are_integrated_over() {
        // By steps of the rate, each with the density of its beta: another way to the same chances.
        let groups =
            [InvitedBy { people: 40, mean: 0.3, worth: 20.0 }, InvitedBy { people: 25, mean: 0.6, worth: 50.0 }];
        let steps = 4_000;
        let of_group = |group: &InvitedBy| {
            let (a, b) = (group.mean * group.worth, (1.0 - group.mean) * group.worth);
            let rates = (0..steps).map(|at| (at as f64 + 0.5) / f64::from(steps));
            let weighed: Vec<(f64, f64)> =
                rates.map(|rate| (rate, rate.powf(a - 1.0) * (1.0 - rate).powf(b - 1.0))).collect();
            let all: f64 = weighed.iter().map(|(_, weight)| weight).sum();
            let mut chances = vec![0.0; group.people + 1];
            for (rate, weight) in weighed {
                let alone = Turnout::of(&vec![Probability::new(rate).unwrap(); group.people]).unwrap().pmf();
                chances.iter_mut().zip(alone).for_each(|(sum, chance)| *sum += weight / all * chance);
            }
            chances
        };
        let [one, other] = groups.map(|group| of_group(&group));
        let mut expected = vec![0.0; one.len() + other.len() + 1];
        for (i, a) in one.iter().enumerate() {
            for (j, b) in other.iter().enumerate() {
                // Two come for certain.
                expected[i + j + 2] += a * b;
            }
        }
        let found = with_unsure_rates(&groups, 2);
        for (most, chance) in found.pmf().iter().zip(&expected).enumerate().map(|(n, (a, b))| (n, a - b)) {
            assert!(chance.abs() < 1e-9, "{most}: {chance}");
        }
        assert!((found.mean() - (2.0 + 40.0 * 0.3 + 25.0 * 0.6)).abs() < 1e-9);
        // Knowledge that is worth a great deal leaves what is known for sure.
        let sure = with_unsure_rates(&[InvitedBy { people: 40, mean: 0.3, worth: 1e9 }], 0);
        let alone = Turnout::of(&vec![Probability::new(0.3).unwrap(); 40]).unwrap();
        assert!((sure.more_than(15).get() - alone.more_than(15).get()).abs() < 1e-6);
    }

    #[test]
    fn under_a_common_shock_the_limit_keeps_the_chance_too() {
        for (spread, unasked, places, risk) in [(0.3, 12.0, 150, 0.05), (0.8, 0.0, 60, 0.05), (1.5, 2.0, 20, 0.1)] {
            let shock = CommonShock::of_spread(spread).unwrap();
            let rates = [310, 350, 700, 1000];
            let alone = Filling { places, risk, unasked, people: 1_500, rates: &rates, shock: None };
            let together = Filling { shock: Some(&shock), ..alone };
            let expected = most_expected(&together);
            assert!(expected > 0 && expected < most_expected(&alone), "{expected}");
            for list in lists(310, expected) {
                let turnout = and_unasked(shock.turnout(&list).unwrap(), unasked);
                assert!(turnout.more_than(places).get() <= risk + 1e-6, "{}", turnout.more_than(places).get());
            }
        }
    }

    #[test]
    fn under_a_common_shock_one_person_more_breaks_it_where_all_rates_are_equal() {
        let (places, risk, least) = (60, 0.05, 310);
        let shock = CommonShock::of_spread(0.6).unwrap();
        let rates = [least];
        let filling = Filling { shock: Some(&shock), ..filling(places, risk, 0.0, (1_000, &rates)) };
        let n = most_expected(&filling) / least;
        let chance = |n: u32| {
            let list = vec![Probability::new(0.31).unwrap(); n as usize];
            shock.turnout(&list).unwrap().more_than(places).get()
        };
        assert!(chance(n) <= risk + 1e-6 && chance(n + 1) > risk, "{n}: {} {}", chance(n), chance(n + 1));
    }
}
