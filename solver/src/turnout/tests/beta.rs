//! Rates: against sums of a binomial distribution and against closed forms.

use super::*;

fn beta(alpha: f64, beta: f64) -> Beta {
    Beta::prior(alpha / (alpha + beta), alpha + beta).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_whole_parameters_it_is_the_upper_tail_of_a_turnout(a in 1_u32..60, b in 1_u32..60, rate in 0.0..=1.0) {
        // I_x(a, b) = P(N >= a) for a + b - 1 people who each come with x.
        let tail = turnout(&vec![rate; (a + b - 1) as usize]).more_than(a as usize - 1).get();
        let found = beta(f64::from(a), f64::from(b)).cdf(p(rate)).get();
        prop_assert!((found - tail).abs() < 1e-12, "{found} {tail}");
    }

    #[test]
    fn a_quantile_is_where_the_chance_is(a in 0.05..500.0, b in 0.05..500.0, share in 0.001..0.999) {
        let beta = beta(a, b);
        let quantile = beta.quantile(p(share));
        let below = beta.cdf(p((quantile.get() - 1e-12).max(0.0))).get();
        let above = beta.cdf(p((quantile.get() + 1e-12).min(1.0))).get();
        prop_assert!(below <= share + 1e-10 && share <= above + 1e-10, "{below} {share} {above}");
    }

    #[test]
    fn more_data_at_once_or_in_parts_is_the_same(mean in 0.01..0.99, size in 0.1..50.0, x in 0_u64..40, y in 0_u64..40) {
        let prior = Beta::prior(mean, size).unwrap();
        let at_once = prior.updated(x + y, 100).unwrap();
        let in_parts = prior.updated(x, 50).unwrap().updated(y, 50).unwrap();
        prop_assert!(near(at_once.mean().get(), in_parts.mean().get(), 1e-14));
        prop_assert!(near(at_once.sample_size(), size + 100.0, 1e-14));
        prop_assert!(at_once.variance() > 0.0);
    }

    #[test]
    fn a_cell_lies_between_its_segment_and_its_own_counts(mean in 0.01..0.99, strength in 0.1..200.0, came in 0_u64..=30) {
        let segment = Beta::prior(mean, 300.0).unwrap();
        let cell = LearnedRate::of_cell(&segment, strength, came, 30).unwrap();
        let (own, found) = (came as f64 / 30.0, cell.posterior.mean().get());
        let expected = (strength * mean + 30.0 * own) / (strength + 30.0);
        prop_assert!(near(found, expected, 1e-12));
        prop_assert!(found >= f64::min(mean, own) - 1e-12 && found <= f64::max(mean, own) + 1e-12);
        prop_assert!(near(cell.prior.mean().get(), mean, 1e-12));
        prop_assert_eq!((cell.came, cell.invited), (came, 30));
    }
}

#[test]
fn closed_forms_are_met() {
    for at in 0..=20 {
        let x = f64::from(at) / 20.0;
        let arcsine = 2.0 / std::f64::consts::PI * x.sqrt().asin();
        assert!((beta(0.5, 0.5).cdf(p(x)).get() - arcsine).abs() < 1e-13, "{x}");
        assert!((beta(1.0, 1.0).cdf(p(x)).get() - x).abs() < 1e-13, "{x}");
        assert!((beta(2.5, 1.0).cdf(p(x)).get() - x.powf(2.5)).abs() < 1e-13, "{x}");
    }
    for size in [1.0, 1e3, 1e6, 1e9] {
        let half = Beta::prior(0.5, size).unwrap().quantile(p(0.5)).get();
        assert!((half - 0.5).abs() < 1e-9, "{size}: {half}");
    }
}

#[test]
fn moments_are_those_of_the_counts() {
    // A prior of 2 in 5, and 12 of 40 came.
    let known = LearnedRate::of(Beta::prior(0.4, 5.0).unwrap(), 12, 40).unwrap().posterior;
    assert_eq!((known.alpha(), known.beta()), (14.0, 31.0));
    assert!(near(known.mean().get(), 14.0 / 45.0, 1e-15));
    assert!(near(known.variance(), 14.0 * 31.0 / (45.0 * 45.0 * 46.0), 1e-14));
}

#[test]
fn an_interval_narrows_with_what_is_learned() {
    let width = |n: u64| {
        let known = Beta::prior(0.3, 2.0).unwrap().updated(3 * n, 10 * n).unwrap();
        let (low, high) = known.central(p(0.9));
        assert!(low < known.mean() && known.mean() < high);
        assert!((known.cdf(high).get() - known.cdf(low).get() - 0.9).abs() < 1e-9);
        high.get() - low.get()
    };
    assert!(width(1) > width(10) && width(10) > width(100) && width(100) > width(10_000));
}

#[test]
fn the_strength_of_a_prior_is_in_people() {
    let segment = Beta::prior(0.2, 1_000.0).unwrap();
    // As many people invited as the prior is worth: half of the way.
    let cell = LearnedRate::of_cell(&segment, 50.0, 30, 50).unwrap();
    assert!(near(cell.posterior.mean().get(), 0.4, 1e-12));
    let untouched = LearnedRate::of_cell(&segment, 50.0, 0, 0).unwrap();
    assert_eq!(untouched.prior, untouched.posterior);
}

#[test]
fn what_teaches_nothing_is_refused() {
    assert_eq!(Beta::prior(0.0, 5.0), Err(BetaError::Mean(0.0)));
    assert_eq!(Beta::prior(1.0, 5.0), Err(BetaError::Mean(1.0)));
    assert!(Beta::prior(f64::NAN, 5.0).is_err() && Beta::prior(0.5, f64::NAN).is_err());
    assert_eq!(Beta::prior(0.5, 0.0), Err(BetaError::SampleSize(0.0)));
    assert!(Beta::prior(0.5, 1e10).is_err());
    let prior = Beta::prior(0.5, 2.0).unwrap();
    assert_eq!(prior.updated(3, 2), Err(BetaError::Counts { came: 3, invited: 2 }));
    assert!(prior.updated(0, u64::MAX).is_err());
}
