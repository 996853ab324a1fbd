//! From an accepted chance to how many may be expected: a limit that adds up over people, and keeps the chance whoever they
//! are.
//!
//! Of all people who decide alone and of whom `m` are expected, those have the greatest chance that more than `places` come who
//! all have the same rate, the smallest that there is, as long as `m` is at most `places` (Hoeffding 1956, theorem 5: of the sums of
//! n independent trials with a given mean the binomial has the heaviest tail beyond mean + 1; with more trials it only gets
//! heavier). So a limit of the expectation that is right for them is right for everyone.

use super::law::{Rate, came, convolved, walk_ins};
use crate::turnout::{Probability, Turnout, TurnoutError};

/// A chance counts as kept up to this much above what is accepted: the rounding of the sum.
const ROUNDING: f64 = 1e-12;
/// A chance of 1, in thousandths.
const SURE: u32 = 1000;

/// Most of the invited that may be expected, in thousandths of a person, so that more than `places` come with a chance of at most
/// `risk`; of at most `people` who each come with at least `least_rate` thousandths, beside people who come unasked, on average
/// `unasked`. 0 where those alone are too many. `places` x 20 steps of bisection at worst.
pub fn most_expected(places: usize, risk: f64, unasked: f64, (people, least_rate): (usize, u32)) -> u32 {
    let beside = if unasked > 0.0 { walk_ins(unasked) } else { vec![1.0] };
    let is_kept = |thousandths: u32| {
        let n = (thousandths.div_ceil(least_rate.max(1)) as usize).min(people).max(1);
        let mean = f64::from(thousandths) / f64::from(SURE) / n as f64;
        let came = came(n, Rate { mean, worth: None });
        let at_most: f64 = convolved(&came, &beside, places).iter().sum();
        1.0 - at_most <= risk + ROUNDING
    };
    let (mut fits, mut too_many) = (0, (places.min(people) as u32).saturating_mul(SURE) + 1);
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

/// How many come of `people`, who decide alone, with those who come unasked, on average `unasked`.
///
/// # Errors
/// [`TurnoutError::TooManyInvited`].
pub fn with_walk_ins(people: &[Probability], unasked: f64) -> Result<Turnout, TurnoutError> {
    let invited = Turnout::of(people)?;
    if unasked <= 0.0 {
        return Ok(invited);
    }
    let (invited, beside) = (invited.pmf(), walk_ins(unasked));
    Ok(Turnout::of_chances(convolved(&invited, &beside, invited.len() + beside.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let expected = most_expected(places, risk, unasked, (usize::MAX, least));
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
        let n = most_expected(places, risk, 0.0, (usize::MAX, least)) / least;
        let chance = |n: u32| {
            let list = vec![Probability::new(0.31).unwrap(); n as usize];
            with_walk_ins(&list, 0.0).unwrap().more_than(places).get()
        };
        assert!(chance(n) <= risk && chance(n + 1) > risk, "{n}: {} {}", chance(n), chance(n + 1));
    }

    #[test]
    fn few_people_need_no_limit() {
        // Of five people no more than five come.
        assert_eq!(most_expected(5, 0.0, 0.0, (5, 20)), 5000);
        assert_eq!(most_expected(9, 0.0, 0.0, (5, 20)), 5000);
        assert!(most_expected(5, 0.0, 0.0, (6, 20)) < 5000);
    }

    #[test]
    fn too_many_unasked_leave_room_for_nobody() {
        assert_eq!(most_expected(5, 0.01, 30.0, (100, 300)), 0);
        assert_eq!(most_expected(0, 0.0, 0.0, (100, 300)), 0);
    }
}
