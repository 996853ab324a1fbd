//! What recorded fairs teach: against integration on a grid, limits, and orders of the rows.

use super::super::attendance::{CELL_WORTH, LEAD_BANDS, Recorded, lead_band, learned};
use super::*;

fn row(channel: usize, segment: usize, lead_time_days: u32, came: u64, invited: u64) -> Recorded {
    let channel = ["letter", "phone", "text_message"][channel].to_owned();
    Recorded { channel, segment, lead_time_days, invited, came }
}

/// Mean, and the chance to be at most `rate`, of x^a (1-x)^b with `came` of `invited` on top, by the midpoint rule.
fn integrated(mean: f64, worth: f64, came: u64, invited: u64, rate: f64) -> (f64, f64) {
    let (a, b) = (mean * worth + came as f64 - 1.0, (1.0 - mean) * worth + (invited - came) as f64 - 1.0);
    let parts = 200_000;
    let (mut all, mut first, mut below) = (0.0, 0.0, 0.0);
    for part in 0..parts {
        let x = (f64::from(part) + 0.5) / f64::from(parts);
        let density = (a * x.ln() + b * (1.0 - x).ln()).exp();
        all += density;
        first += x * density;
        below += if x <= rate { density } else { 0.0 };
    }
    (first / all, below / all)
}

#[test]
fn a_posterior_is_the_integral_of_prior_times_likelihood() {
    let prior = Beta::prior(0.27, 20.0).unwrap();
    let rows = [row(0, 0, 14, 12, 40), row(1, 0, 3, 30, 60), row(2, 0, 7, 0, 0)];
    let known = learned(&[prior], &rows, 25.0).unwrap();
    let (mean, _) = integrated(0.27, 20.0, 42, 100, 0.5);
    assert!((known.segments[0].posterior.mean().get() - mean).abs() < 1e-9);
    // The letter starts from the segment without the letter.
    let (others, _) = integrated(0.27, 20.0, 30, 60, 0.5);
    let letter = known.cells.iter().find(|cell| cell.channel == "letter").unwrap().rate.posterior;
    let (low, high) = letter.central(p(0.9));
    let (mean, below) = integrated(others, 25.0, 12, 40, low.get());
    assert!((letter.mean().get() - mean).abs() < 1e-9 && (below - 0.05).abs() < 1e-4, "{mean} {below}");
    assert!((integrated(others, 25.0, 12, 40, high.get()).1 - 0.95).abs() < 1e-4);
    // The channel that was never tried says what the segment says, less surely.
    let untried = known.cells.iter().find(|cell| cell.channel == "text_message").unwrap().rate.posterior;
    assert!(near(untried.mean().get(), known.segments[0].posterior.mean().get(), 1e-12));
    assert!(near(untried.sample_size(), 25.0, 1e-12));
}

#[test]
fn the_only_cell_of_a_segment_is_prior_and_counts_and_no_more() {
    let prior = Beta::prior(0.1, CELL_WORTH).unwrap();
    let known = learned(&[prior], &[row(0, 0, 14, 12, 40)], CELL_WORTH).unwrap();
    let (cell, segment) = (known.cells[0].rate.posterior, known.segments[0].posterior);
    assert!(near(cell.alpha(), segment.alpha(), 1e-12) && near(cell.beta(), segment.beta(), 1e-12));
}

#[test]
fn much_data_says_its_own_and_no_data_what_was_believed() {
    let priors = [Beta::prior(0.1, 20.0).unwrap(), Beta::prior(0.6, 50.0).unwrap()];
    let rows = [row(0, 0, 14, 450_000, 900_000), row(1, 0, 14, 0, 0), row(0, 1, 0, 0, 0)];
    let known = learned(&priors, &rows, CELL_WORTH).unwrap();
    let mean = |at: usize| known.cells[at].rate.posterior.mean().get();
    assert!((mean(0) - 0.5).abs() < 1e-4 && (mean(1) - 0.5).abs() < 1e-4 && near(mean(2), 0.6, 1e-12));
    assert_eq!(known.segments[1].prior, known.segments[1].posterior);
}

#[test]
fn lead_times_of_one_band_are_one_cell() {
    let prior = [Beta::prior(0.3, 20.0).unwrap()];
    let apart = learned(&prior, &[row(0, 0, 14, 5, 20), row(0, 0, 27, 9, 30), row(0, 0, 28, 1, 10)], 20.0).unwrap();
    let found: Vec<_> = apart.cells.iter().map(|cell| (cell.lead_from, cell.rate.came, cell.rate.invited)).collect();
    assert_eq!(found, [(14, 14, 50), (28, 1, 10)]);
    let naive = |days: u32| LEAD_BANDS.into_iter().filter(|first| *first <= days).max().unwrap();
    assert!((0..=365).all(|days| lead_band(days) == naive(days)));
}

#[test]
fn what_cannot_be_is_refused() {
    let prior = [Beta::prior(0.3, 20.0).unwrap()];
    assert!(learned(&prior, &[row(0, 0, 14, 21, 20)], 20.0).is_err());
    // Also where other rows would hide it.
    assert!(learned(&prior, &[row(0, 0, 14, 21, 20), row(0, 0, 14, 0, 20)], 20.0).is_err());
    assert!(learned(&prior, &[row(0, 0, 14, 1, 20)], 0.0).is_err());
    assert!(learned(&[], &[row(0, 0, 14, 1, 20)], 20.0).unwrap().cells.is_empty());
}

fn rows() -> impl Strategy<Value = Vec<Recorded>> {
    let one = (0_usize..3, 0_usize..2, 0_u32..40, 0_u64..80, 0_u64..80);
    vec(one.prop_map(|(channel, segment, days, came, away)| row(channel, segment, days, came, came + away)), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_rows_makes_no_difference(rows in rows(), turn in 0_usize..12) {
        let priors = [Beta::prior(0.2, 20.0).unwrap(), Beta::prior(0.7, 5.0).unwrap()];
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        turned.reverse();
        prop_assert_eq!(learned(&priors, &rows, 20.0), learned(&priors, &turned, 20.0));
    }

    #[test]
    fn one_more_who_came_lowers_nothing(rows in rows(), at in 0_usize..12) {
        let priors = [Beta::prior(0.2, 20.0).unwrap(), Beta::prior(0.7, 5.0).unwrap()];
        let mut more = rows.clone();
        let at = at % rows.len();
        more[at].came += 1;
        more[at].invited += 1;
        let (before, after) = (learned(&priors, &rows, 20.0).unwrap(), learned(&priors, &more, 20.0).unwrap());
        for (before, after) in before.cells.iter().zip(&after.cells) {
            let (then, now) = (before.rate.posterior.mean().get(), after.rate.posterior.mean().get());
            prop_assert!(now >= then - 1e-12, "{before:?} {after:?}");
        }
        let (then, now) = (before.segments[rows[at].segment], after.segments[rows[at].segment]);
        prop_assert!(now.posterior.mean() > then.posterior.mean());
    }

    #[test]
    fn a_cell_lies_between_the_rest_of_its_segment_and_its_own_counts(rows in rows(), worth in 0.5..200.0) {
        let priors = [Beta::prior(0.2, 20.0).unwrap(), Beta::prior(0.7, 5.0).unwrap()];
        let known = learned(&priors, &rows, worth).unwrap();
        for cell in &known.cells {
            // Recounted from the rows, without the sums of the code.
            let is_own = |row: &&Recorded| row.channel == cell.channel && lead_band(row.lead_time_days) == cell.lead_from;
            let of_segment: Vec<&Recorded> = rows.iter().filter(|row| row.segment == cell.segment).collect();
            let sum = |rows: Vec<&&Recorded>| rows.iter().fold((0, 0), |(c, n), row| (c + row.came, n + row.invited));
            let (came, invited) = sum(of_segment.iter().filter(|row| is_own(row)).collect());
            let (other_came, other_invited) = sum(of_segment.iter().filter(|row| !is_own(row)).collect());
            let (prior, size) = [(0.2, 20.0), (0.7, 5.0)][cell.segment];
            let start = (prior * size + other_came as f64) / (size + other_invited as f64);
            let found = cell.rate.posterior.mean().get();
            prop_assert!(near(found, (worth * start + came as f64) / (worth + invited as f64), 1e-12));
            let own = if invited == 0 { start } else { came as f64 / invited as f64 };
            prop_assert!(found >= f64::min(start, own) - 1e-12 && found <= f64::max(start, own) + 1e-12);
        }
    }
}
