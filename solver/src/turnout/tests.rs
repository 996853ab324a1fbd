//! Turnout against other ways to the same numbers: every subset, whole numbers, twice the digits.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

mod attendance;
mod beta;
mod funnel;
mod gamma;
mod precise;

pub(super) fn p(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

fn all(values: &[f64]) -> Vec<Probability> {
    values.iter().copied().map(p).collect()
}

fn turnout(values: &[f64]) -> Turnout {
    Turnout::of(&all(values)).unwrap()
}

/// Equal up to a relative error, or both far too small to matter.
fn near(one: f64, other: f64, relative: f64) -> bool {
    (one - other).abs() <= relative * f64::max(one.abs(), other.abs()) || f64::max(one, other) < 1e-200
}

/// Every subset of the people: the chance that exactly they come, added to the number of them.
fn by_subsets(values: &[f64]) -> Vec<f64> {
    let mut chances = vec![0.0; values.len() + 1];
    for subset in 0_u32..1 << values.len() {
        let each = values.iter().enumerate();
        let chance: f64 = each.map(|(at, p)| if subset >> at & 1 == 1 { *p } else { 1.0 - p }).product();
        chances[subset.count_ones() as usize] += chance;
    }
    chances
}

/// Chances of people whose own are `parts` of 1,024, times 1,024 to the power of their number: in whole numbers.
fn by_whole_numbers(parts: &[u128]) -> Vec<u128> {
    let mut chances = vec![1];
    for part in parts {
        chances.push(0);
        for k in (0..chances.len()).rev() {
            let fewer = if k > 0 { chances[k - 1] } else { 0 };
            chances[k] = chances[k] * (1024 - part) + fewer * part;
        }
    }
    chances
}

/// A probability, often one at the edge.
fn chance() -> impl Strategy<Value = f64> {
    prop_oneof![4 => 0.0..=1.0, 1 => Just(0.0), 1 => Just(1.0), 1 => Just(1e-9), 1 => Just(1.0 - 1e-9), 1 => Just(0.5)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_turnout_is_the_sum_over_all_subsets(values in vec(chance(), 0..=12)) {
        let (found, expected) = (turnout(&values), by_subsets(&values));
        prop_assert_eq!(found.n_invited(), values.len());
        for (n, expected) in expected.iter().enumerate() {
            prop_assert!(near(found.chance(n).get(), *expected, 1e-13), "{n}: {:?} {expected}", found.chance(n));
        }
    }

    #[test]
    fn a_turnout_is_a_quotient_of_whole_numbers(parts in vec(0_u128..=1024, 1..=12)) {
        let values: Vec<f64> = parts.iter().map(|part| *part as f64 / 1024.0).collect();
        let (found, expected) = (turnout(&values), by_whole_numbers(&parts));
        // Both the numerator, rounded once, and the power of two are doubles.
        let scale = 1024_f64.powi(parts.len() as i32);
        for (n, numerator) in expected.iter().enumerate() {
            prop_assert!(near(found.chance(n).get(), *numerator as f64 / scale, 1e-14));
            let more: u128 = expected[n + 1..].iter().sum();
            prop_assert!(near(found.more_than(n).get(), more as f64 / scale, 1e-14));
            let fewer: u128 = expected[..=n].iter().sum();
            prop_assert!(near(found.at_most(n).get(), fewer as f64 / scale, 1e-14));
        }
    }

    #[test]
    fn the_order_of_the_list_does_not_matter(values in vec(chance(), 0..60)) {
        let backwards: Vec<f64> = values.iter().rev().copied().collect();
        let (one, other) = (turnout(&values), turnout(&backwards));
        for n in 0..=values.len() {
            prop_assert!(near(one.chance(n).get(), other.chance(n).get(), 1e-13));
        }
    }

    #[test]
    fn moments_are_those_of_the_people(values in vec(chance(), 0..200)) {
        let turnout = turnout(&values);
        prop_assert!(near(turnout.mean(), values.iter().sum(), 1e-12));
        let variance: f64 = values.iter().map(|p| p * (1.0 - p)).sum();
        prop_assert!((turnout.variance() - variance).abs() < 1e-11, "{} {variance}", turnout.variance());
    }

    #[test]
    fn people_who_are_removed_leave_no_trace(values in vec(chance(), 1..40), gone in vec(any::<prop::sample::Index>(), 1..20)) {
        let (mut left, mut invited) = (values.clone(), Invited::of(all(&values)).unwrap());
        for at in gone.iter().take(values.len()) {
            let at = at.index(left.len());
            prop_assert_eq!(invited.remove(at), Some(p(left.remove(at))));
        }
        let (found, expected) = (invited.turnout(), turnout(&left));
        prop_assert_eq!(invited.people(), all(&left));
        prop_assert_eq!(found.n_invited(), left.len());
        prop_assert_eq!(found, &expected);
    }

    #[test]
    fn one_more_person_moves_the_turnout_up(values in vec(chance(), 0..60), one in chance()) {
        let before = turnout(&values);
        let mut invited = Invited::of(all(&values)).unwrap();
        invited.add(p(one)).unwrap();
        let after = invited.turnout();
        prop_assert_eq!(after, &turnout(&[values.as_slice(), &[one]].concat()));
        prop_assert!((after.mean() - before.mean() - one).abs() < 1e-12);
        for n in 0..=values.len() {
            prop_assert!(after.more_than(n).get() >= before.more_than(n).get() * (1.0 - 1e-13));
            prop_assert!(after.at_most(n).get() <= before.at_most(n).get() * (1.0 + 1e-13));
        }
    }

    #[test]
    fn a_likelier_person_moves_the_turnout_up(values in vec(chance(), 1..60), by in 0.0..=1.0) {
        let (before, mut raised) = (turnout(&values), values.clone());
        raised[0] += by * (1.0 - raised[0]);
        let after = turnout(&raised);
        for n in 0..=values.len() {
            prop_assert!(after.more_than(n).get() >= before.more_than(n).get() * (1.0 - 1e-13));
        }
    }

    #[test]
    fn quantiles_and_intervals_are_what_they_say(values in vec(chance(), 1..80), share in 0.001..0.999) {
        let turnout = turnout(&values);
        let quantile = turnout.quantile(p(share));
        prop_assert!(turnout.at_most(quantile).get() >= share - 1e-12);
        prop_assert!(quantile == 0 || turnout.at_most(quantile - 1).get() < share + 1e-12);
        let (interval, outside) = (turnout.central(p(share)), (1.0 - share) / 2.0);
        prop_assert!(turnout.chance_within(&interval).get() >= share - 1e-12);
        prop_assert!(turnout.more_than(*interval.end()).get() <= outside + 1e-12);
        prop_assert!(*interval.start() == 0 || turnout.at_most(interval.start() - 1).get() <= outside + 1e-12);
        let wider = turnout.central(p(share + (1.0 - share) / 2.0));
        prop_assert!(wider.start() <= interval.start() && wider.end() >= interval.end());
    }

    #[test]
    fn a_table_counts_what_its_slots_hold(values in vec(chance(), 0..=12), slots in 0_usize..15) {
        let (table, chances) = (Table::of(&turnout(&values), slots), by_subsets(&values));
        let useful: f64 = chances.iter().enumerate().map(|(n, chance)| n.min(slots) as f64 * chance).sum();
        let queue: f64 = chances.iter().skip(slots + 1).sum();
        prop_assert!(near(table.useful_interviews, useful, 1e-12));
        prop_assert!(near(table.queue.get(), queue, 1e-12));
        prop_assert!(near(table.idle.get(), chances[0], 1e-12));
    }

    #[test]
    fn each_further_slot_gives_no_more_than_the_one_before(values in vec(chance(), 0..60)) {
        let turnout = turnout(&values);
        let useful = |slots| Table::of(&turnout, slots).useful_interviews;
        for slots in 1..=values.len() {
            let (last, next) = (useful(slots) - useful(slots - 1), useful(slots + 1) - useful(slots));
            prop_assert!(last >= -1e-12 && next <= last + 1e-12);
            // E[min(N, s)] - E[min(N, s - 1)] = P(N >= s).
            prop_assert!((last - turnout.more_than(slots - 1).get()).abs() < 1e-12);
        }
    }

    #[test]
    fn a_shock_keeps_the_mean_and_adds_to_the_variance(values in vec(chance(), 1..60), spread in 0.05..2.0) {
        let (alone, people) = (turnout(&values), all(&values));
        let together = CommonShock::of_spread(spread).unwrap().turnout(&people).unwrap();
        prop_assert!(near(together.mean(), alone.mean(), 1e-11), "{} {}", together.mean(), alone.mean());
        prop_assert!(together.variance() >= alone.variance() - 1e-10);
        prop_assert!((together.pmf().iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn numbers_that_are_no_probability_are_refused() {
    for value in [-1e-300, 1.0 + 1e-15, f64::NAN, f64::INFINITY] {
        assert!(Probability::new(value).is_err(), "{value}");
    }
    assert!(Probability::new(-0.0).unwrap().get().is_sign_positive());
}

#[test]
fn sure_people_are_counted_and_no_more() {
    let turnout = turnout(&[0.0, 1.0, 1.0, 0.0, 0.0]);
    assert_eq!(turnout.pmf(), [0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
    assert_eq!(turnout.cdf(), [0.0, 0.0, 1.0, 1.0, 1.0, 1.0]);
    assert_eq!((turnout.mean(), turnout.variance()), (2.0, 0.0));
    assert_eq!(turnout.central(p(0.9)), 2..=2);
    assert_eq!((turnout.quantile(p(0.0)), turnout.quantile(p(1.0))), (2, 2));
    assert_eq!((turnout.more_than(1).get(), turnout.more_than(2).get()), (1.0, 0.0));
    assert!(turnout.more_than(5).get().is_sign_positive(), "no -0 for a reader to wonder at");
}

#[test]
fn nobody_invited_means_nobody_comes() {
    let nobody = Turnout::of_nobody();
    assert_eq!(nobody, turnout(&[]));
    assert_eq!((nobody.pmf(), nobody.mean()), (vec![1.0], 0.0));
    assert_eq!(Table::of(&nobody, 3), Table { slots: 3, useful_interviews: 0.0, idle: p(1.0), queue: p(0.0) });
}

#[test]
fn a_risk_of_one_in_a_thousand_million_keeps_its_digits() {
    let turnout = turnout(&[1e-9; 5_000]);
    // Of equal people: nobody comes with (1 - p)^n, and the rest in closed form.
    let none = 5_000.0 * (-1e-9_f64).ln_1p();
    assert!(near(turnout.more_than(0).get(), -none.exp_m1(), 1e-12));
    let two = 5_000.0 * 4_999.0 / 2.0 * 1e-18 * (4_998.0 * (-1e-9_f64).ln_1p()).exp();
    assert!(near(turnout.chance(2).get(), two, 2e-12), "{:e} {two:e}", turnout.chance(2).get());
    assert!((turnout.chance(0).get() - none.exp()).abs() < 1e-12);
}

#[test]
fn who_is_not_on_the_list_cannot_be_removed() {
    let mut invited = Invited::of(all(&[0.2, 1.0])).unwrap();
    assert_eq!(invited.remove(2), None);
    assert_eq!(invited.turnout(), &turnout(&[0.2, 1.0]));
    assert_eq!((invited.remove(0), invited.remove(0), invited.remove(0)), (Some(p(0.2)), Some(p(1.0)), None));
    assert_eq!(invited.turnout(), &Turnout::of_nobody());
}

#[test]
fn more_people_than_can_be_computed_with_are_refused() {
    let too_many = vec![p(0.0); INVITED_MAX + 1];
    let refused = TurnoutError::TooManyInvited { n_invited: INVITED_MAX + 1 };
    assert_eq!(Turnout::of(&too_many), Err(refused));
    assert_eq!(CommonShock::of_spread(0.5).unwrap().turnout(&too_many), Err(refused));
    let mut most = Invited::of(too_many[1..].to_vec()).unwrap();
    assert_eq!(most.add(p(0.5)), Err(refused));
    assert_eq!((most.people().len(), most.turnout().n_invited()), (INVITED_MAX, INVITED_MAX));
}

#[test]
fn without_a_shock_people_decide_alone() {
    let people = all(&[0.2, 0.7, 1.0, 0.0, 1e-9]);
    let alone = Turnout::of(&people).unwrap();
    assert_eq!(CommonShock::of_spread(0.0).unwrap().turnout(&people).unwrap(), alone);
    assert_eq!(CommonShock::of_days(&[(3.0, 0.1)]).unwrap().turnout(&people).unwrap(), alone);
}

#[test]
fn two_kinds_of_day_are_a_mixture_of_two_turnouts() {
    // A third of the days is bad: the odds are a quarter of those of other days.
    let (values, days) = ([0.2, 0.7, 0.45, 0.7, 1.0, 0.0], [(1.0, 0.25), (2.0, 1.0)]);
    let found = CommonShock::of_days(&days).unwrap().turnout(&all(&values)).unwrap();
    let on = |multiplier: f64| {
        let chance = |&value: &f64| {
            // The odds of a good day, by halving their logarithm.
            let day = |log_odds: f64, times: f64| times * log_odds.exp() / (1.0 + times * log_odds.exp());
            let (mut low, mut high) = (-50.0, 50.0);
            for _ in 0..200 {
                let middle = (low + high) / 2.0;
                let mean = day(middle, 0.25) / 3.0 + day(middle, 1.0) * 2.0 / 3.0;
                if mean < value { low = middle } else { high = middle }
            }
            if value == 0.0 || value == 1.0 { value } else { day(low, multiplier) }
        };
        by_subsets(&values.iter().map(chance).collect::<Vec<_>>())
    };
    let (bad, good) = (on(0.25), on(1.0));
    for n in 0..=values.len() {
        assert!((found.chance(n).get() - bad[n] / 3.0 - good[n] * 2.0 / 3.0).abs() < 1e-13, "{n}");
    }
    // Everything times ten is the same mixture.
    let scaled = CommonShock::of_days(&[(10.0, 2.5), (20.0, 10.0)]).unwrap().turnout(&all(&values)).unwrap();
    assert!((0..=values.len()).all(|n| near(found.chance(n).get(), scaled.chance(n).get(), 1e-12)));
}

#[test]
fn a_spread_has_kinds_of_day_enough() {
    let people = vec![p(0.3); 400];
    let shock = CommonShock::of_spread(0.5).unwrap();
    let found = shock.turnout(&people).unwrap();
    // The same bell over days three times as close together, laid out here.
    let day = |step: i32| {
        let z = f64::from(step) / 200.0 * 7.5;
        ((-z * z / 2.0).exp(), (0.5 * z).exp())
    };
    let finer = CommonShock::of_days(&(-200..=200).map(day).collect::<Vec<_>>()).unwrap();
    assert!(finer.n_days(400) > 3 * shock.n_days(400));
    let expected = finer.turnout(&people).unwrap();
    for n in 0..=400 {
        assert!((found.at_most(n).get() - expected.at_most(n).get()).abs() < 1e-10, "{n}");
    }
    let pmf = found.pmf();
    let turns = pmf.windows(3).filter(|w| w[1] > w[0] && w[1] > w[2]).count();
    assert_eq!(turns, 1, "one hump, not one a kind of day");
}

#[test]
fn a_shock_makes_extremes_likelier() {
    let people = vec![p(0.3); 46];
    let alone = Turnout::of(&people).unwrap();
    let mut last = alone.more_than(20).get();
    for spread in [0.2, 0.4, 0.8, 1.6] {
        let risk = CommonShock::of_spread(spread).unwrap().turnout(&people).unwrap().more_than(20).get();
        assert!(risk > last, "{spread}: {risk} {last}");
        last = risk;
    }
}

#[test]
fn a_shock_that_makes_no_sense_is_refused() {
    for spread in [-0.1, SPREAD_MAX + 0.1, f64::NAN] {
        assert!(CommonShock::of_spread(spread).is_err(), "{spread}");
    }
    assert_eq!(CommonShock::of_days(&[]), Err(ShockError::NoDays));
    assert_eq!(CommonShock::of_days(&[(1.0, 1.0), (0.0, 1.0)]), Err(ShockError::Weight { at: 1, weight: 0.0 }));
    let endless = f64::INFINITY;
    assert_eq!(CommonShock::of_days(&[(1.0, endless)]), Err(ShockError::OddsMultiplier { at: 0, multiplier: endless }));
}
