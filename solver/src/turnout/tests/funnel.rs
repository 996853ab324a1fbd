//! Funnels: against direct sums over both steps, closed forms, and every shorter list.

use super::*;

/// A rate with these parameters.
fn known(alpha: f64, beta: f64) -> Beta {
    Beta::prior(alpha / (alpha + beta), alpha + beta).unwrap()
}

/// x (x + 1) .. (x + n - 1).
fn rising(x: f64, n: usize) -> f64 {
    (0..n).map(|step| x + step as f64).product()
}

/// Ways to choose k of n.
fn choose(n: usize, k: usize) -> f64 {
    (0..k).map(|step| (n - step) as f64 / (step + 1) as f64).product()
}

/// The chance that k of n come, from its definition.
fn chance_of(rate: &Beta, n: usize, k: usize) -> f64 {
    let (alpha, beta) = (rate.alpha(), rate.beta());
    choose(n, k) * rising(alpha, k) * rising(beta, n - k) / rising(alpha + beta, n)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn starters_and_passers_are_sums_over_both_steps(
        a in 0.05..60.0, b in 0.05..60.0, c in 0.05..60.0, d in 0.05..60.0, n in 0_usize..25, least in 0_usize..12, places in 0_usize..25
    ) {
        let funnel = Funnel { starts: known(a, b), passes: known(c, d) };
        let group = funnel.group(n).unwrap();
        for k in 0..=n {
            prop_assert!(near(group.starters.chance(k).get(), chance_of(&funnel.starts, n, k), 1e-11));
            let sum: f64 =
                (k..=n).map(|s| chance_of(&funnel.starts, n, s) * chance_of(&funnel.passes, s, k)).sum();
            prop_assert!(near(group.passers.chance(k).get(), sum, 1e-11));
        }
        let holds: f64 = (least..=n).map(|k| chance_of(&funnel.starts, n, k)).sum();
        prop_assert!((group.holds(least).get() - holds).abs() < 1e-12, "{} {holds}", group.holds(least).get());
        let more: f64 = (places + 1..=n).map(|k| chance_of(&funnel.starts, n, k)).sum();
        prop_assert!((group.overfills(places).get() - more).abs() < 1e-12);
        // Means multiply, whatever is not known.
        let (starts, passes) = (a / (a + b), c / (c + d));
        prop_assert!(near(group.starters.mean(), n as f64 * starts, 1e-10) || n == 0);
        prop_assert!(near(group.passers.mean(), n as f64 * starts * passes, 1e-10) || n == 0);
    }

    #[test]
    fn the_list_is_long_enough_and_no_shorter_one_is(
        a in 0.5..40.0, b in 0.05..40.0, least in 0_usize..12, more in 0_usize..8, asked in 0.05..0.95
    ) {
        let funnel = Funnel { starts: known(a, b), passes: known(1.0, 1.0) };
        let places = least + more;
        if let Some(found) = funnel.seats_to_offer(least, places, p(asked)) {
            let holds = |n: usize| funnel.group(n).unwrap().holds(least).get();
            prop_assert!(found.holds.get() >= asked);
            if found.seats < 200 {
                prop_assert!((0..found.seats).all(|n| holds(n) < asked));
                let group = funnel.group(found.seats).unwrap();
                prop_assert_eq!((found.holds, found.overfills), (group.holds(least), group.overfills(places)));
            }
        } else {
            // So uncertain a rate that even the longest list is no help: less than asked, by its own sum.
            let long = funnel.starters(LISTED_MAX).unwrap();
            prop_assert!(long.at_most(least - 1).get() > 1.0 - asked - 1e-9);
        }
    }
}

#[test]
fn with_nothing_known_every_number_is_as_likely() {
    // Laplace: a uniform rate gives n + 1 numbers the same chance.
    let funnel = Funnel { starts: known(1.0, 1.0), passes: known(1.0, 1.0) };
    let group = funnel.group(9).unwrap();
    (0..=9).for_each(|k| assert!(near(group.starters.chance(k).get(), 0.1, 1e-13)));
    assert!(near(group.holds(6).get(), 0.4, 1e-13));
    // At least 6 of n: (n - 5) / (n + 1) is 0.9 from n = 59 on; more than 10 then start in 49 of 60 cases.
    let listed = funnel.seats_to_offer(6, 10, p(0.9 - 1e-12)).unwrap();
    assert_eq!(listed.seats, 59);
    assert!(near(listed.overfills.get(), 49.0 / 60.0, 1e-12));
}

#[test]
fn a_list_of_nobody_holds_only_where_nobody_is_asked() {
    let funnel = Funnel { starts: known(3.0, 1.0), passes: known(2.0, 2.0) };
    let group = funnel.group(0).unwrap();
    assert_eq!((group.holds(0).get(), group.holds(1).get(), group.overfills(0).get()), (1.0, 0.0, 0.0));
    assert_eq!((group.starters.mean(), group.passers.mean()), (0.0, 0.0));
    let listed = funnel.seats_to_offer(0, 10, p(1.0)).unwrap();
    assert_eq!((listed.seats, listed.holds.get(), listed.overfills.get()), (0, 1.0, 0.0));
}

#[test]
fn rates_near_their_ends_stay_chances() {
    let (rarely, surely) = (Beta::prior(1e-9, 1e6).unwrap(), Beta::prior(1.0 - 1e-9, 1e6).unwrap());
    let none = Funnel { starts: rarely, passes: surely };
    assert!(none.group(50).unwrap().holds(1).get() < 1e-7);
    assert_eq!(none.seats_to_offer(6, 10, p(0.9)), None);
    let all = Funnel { starts: surely, passes: surely };
    let group = all.group(50).unwrap();
    assert!(group.holds(50).get() > 1.0 - 1e-6 && group.passers.mean() > 49.999);
    assert_eq!(all.seats_to_offer(6, 10, p(0.9)).map(|listed| listed.seats), Some(6));
    // A rate that is hardly known is all or nothing: a longer list is of no use.
    let unknown = Funnel { starts: known(1e-4, 1e-4), passes: known(1e-4, 1e-4) };
    let group = unknown.group(40).unwrap();
    assert!((group.holds(1).get() - 0.5).abs() < 1e-3 && (group.holds(40).get() - 0.5).abs() < 1e-3);
    assert_eq!(unknown.seats_to_offer(6, 10, p(0.9)), None);
}

#[test]
fn more_than_can_be_counted_is_refused() {
    let funnel = Funnel { starts: known(1.0, 1.0), passes: known(1.0, 1.0) };
    assert_eq!(funnel.group(INVITED_MAX + 1), Err(TurnoutError::TooManyInvited { n_invited: INVITED_MAX + 1 }));
}
