//! People who come unasked: against sums of Poisson chances, closed forms and integration.

use super::super::gamma::{Gamma, GammaError};
use super::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_a_whole_shape_it_is_a_tail_of_poisson(shape in 1_u32..80, x in 0.01..160.0) {
        // P(a, x) = P(Poisson(x) >= a).
        let (mut term, mut below) = (f64::exp(0.0 - x), 0.0_f64);
        for k in 0..shape {
            below += term;
            term *= x / f64::from(k + 1);
        }
        let found = Gamma::prior(f64::from(shape), 1.0).unwrap().cdf(x).get();
        prop_assert!((found - (1.0 - below)).abs() < 1e-11, "{found} {below}");
    }

    #[test]
    fn a_quantile_is_where_the_chance_is(mean in 0.01..50.0, hours in 0.1..50.0, share in 0.001..0.999) {
        let gamma = Gamma::prior(mean, hours).unwrap();
        let quantile = gamma.quantile(p(share));
        prop_assert!((gamma.cdf(quantile).get() - share).abs() < 1e-9, "{quantile}");
    }
}

#[test]
fn a_posterior_is_the_integral_of_prior_times_likelihood() {
    // 3 an hour worth 2 hours; 50 people in 10 hours.
    let known = Gamma::prior(3.0, 2.0).unwrap().updated(50, 10.0).unwrap();
    assert!(near(known.mean(), 56.0 / 12.0, 1e-15));
    let (low, high) = known.central(p(0.9));
    let (mut all, mut first, mut below, mut above) = (0.0, 0.0, 0.0, 0.0);
    for part in 0..200_000 {
        let rate = (f64::from(part) + 0.5) * 1e-4;
        // Prior, then the Poisson chance of 50.
        let density = (5.0 * rate.ln() - 2.0 * rate + 50.0 * (10.0 * rate).ln() - 10.0 * rate - 150.0).exp();
        all += density;
        first += rate * density;
        below += if rate < low { density } else { 0.0 };
        above += if rate > high { density } else { 0.0 };
    }
    assert!((first / all - known.mean()).abs() < 1e-7);
    assert!((below / all - 0.05).abs() < 1e-4 && (above / all - 0.05).abs() < 1e-4, "{} {}", below / all, above / all);
}

#[test]
fn an_interval_narrows_and_what_cannot_be_is_refused() {
    let prior = Gamma::prior(2.0, 1.0).unwrap();
    let width = |hours: u32| {
        let (low, high) = prior.updated(2 * u64::from(hours), hours.into()).unwrap().central(p(0.9));
        high - low
    };
    assert!(width(0) > width(10) && width(10) > width(1000) && width(1000) > width(100_000));
    assert_eq!(prior.updated(0, 0.0).unwrap(), prior);
    assert_eq!(prior.updated(1, 0.0), Err(GammaError::Counts { seen: 1, hours: 0.0 }));
    assert!(prior.updated(1, f64::NAN).is_err() && prior.updated(1, -1.0).is_err());
    assert!(Gamma::prior(0.0, 1.0).is_err() && Gamma::prior(1.0, 0.0).is_err() && Gamma::prior(f64::NAN, 1.0).is_err());
    // Exponential: closed form.
    assert!(near(Gamma::prior(1.0, 1.0).unwrap().cdf(0.7).get(), 1.0 - (-0.7_f64).exp(), 1e-14));
}
