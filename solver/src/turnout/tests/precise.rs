//! Thousands of people against the same sum with twice the digits.

use super::*;

/// A number as the sum of two doubles: some 106 bits.
#[derive(Clone, Copy)]
struct Double {
    high: f64,
    low: f64,
}

/// `a + b` and what rounding took. Source: Knuth, The Art of Computer Programming, volume 2, 4.2.2.
fn sum(a: f64, b: f64) -> Double {
    let high = a + b;
    let of_b = high - a;
    Double { high, low: (a - (high - of_b)) + (b - of_b) }
}

/// `a * b` and what rounding took, by halves of 26 bits. Source: Dekker (1971).
fn product(a: f64, b: f64) -> Double {
    let halves = |x: f64| {
        let t = 134_217_729.0 * x;
        let upper = t - (t - x);
        (upper, x - upper)
    };
    let (high, (a1, a2), (b1, b2)) = (a * b, halves(a), halves(b));
    Double { high, low: ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2 }
}

impl Double {
    fn plus(self, other: Self) -> Self {
        let both = sum(self.high, other.high);
        sum(both.high, both.low + self.low + other.low)
    }

    fn times(self, other: Self) -> Self {
        let both = product(self.high, other.high);
        sum(both.high, both.low + self.high * other.low + self.low * other.high)
    }
}

/// The distribution by merging halves of the list: another order of the work, with twice the digits.
fn by_halves(values: &[f64]) -> Vec<Double> {
    match values {
        [] => vec![Double { high: 1.0, low: 0.0 }],
        [value] => vec![sum(1.0, -value), Double { high: *value, low: 0.0 }],
        _ => {
            let (left, right) = values.split_at(values.len() / 2);
            let (left, right) = (by_halves(left), by_halves(right));
            let mut both = vec![Double { high: 0.0, low: 0.0 }; left.len() + right.len() - 1];
            for (i, a) in left.iter().enumerate().filter(|(_, a)| a.high > 1e-200) {
                for (j, b) in right.iter().enumerate().filter(|(_, b)| b.high > 1e-200) {
                    both[i + j] = both[i + j].plus(a.times(*b));
                }
            }
            both
        }
    }
}

/// Show-up probabilities between `least` and `most`, spread evenly but in no order (steps of the golden section).
fn spread_out(n: usize, least: f64, most: f64) -> Vec<f64> {
    (0..n).map(|at| least + (most - least) * (at as f64 * 0.618_033_988_749_894_9).fract()).collect()
}

/// Largest errors: of a chance and of a cumulative chance, absolute; of an upper tail, relative.
fn errors(values: &[f64]) -> (f64, f64, f64) {
    let (found, expected) = (turnout(values), by_halves(values));
    let (mut of_chance, mut of_cdf, mut of_tail) = (0.0_f64, 0.0_f64, 0.0_f64);
    let mut at_most = Double { high: 0.0, low: 0.0 };
    let cdf = found.cdf();
    for (n, chance) in expected.iter().enumerate() {
        at_most = at_most.plus(*chance);
        of_chance = of_chance.max((found.chance(n).get() - chance.high).abs());
        of_cdf = of_cdf.max((found.at_most(n).get() - at_most.high).abs()).max((cdf[n] - at_most.high).abs());
    }
    let mut more_than = Double { high: 0.0, low: 0.0 };
    for n in (0..values.len()).rev() {
        more_than = more_than.plus(expected[n + 1]);
        let tail = found.more_than(n).get();
        if tail > 1e-100 {
            of_tail = of_tail.max((tail - more_than.high).abs() / more_than.high);
        }
    }
    (of_chance, of_cdf, of_tail)
}

fn check(name: &str, values: &[f64]) {
    let (of_chance, of_cdf, of_tail) = errors(values);
    let told = format!("{name}: chance {of_chance:e}, cumulative {of_cdf:e}, upper tail {of_tail:e} of itself");
    assert!(of_chance < 1e-12 && of_cdf < 1e-12 && of_tail < 1e-11, "{told}");
}

#[test]
fn five_hundred_people_are_exact_to_the_twelfth_digit() {
    check("rising", &spread_out(500, 0.05, 0.6));
}

/// Takes seconds: see `tests/it/full.rs` of the project.
mod full {
    use super::*;

    #[test]
    fn five_thousand_people_are_exact_to_the_twelfth_digit() {
        check("usual", &spread_out(5_000, 0.05, 0.6));
        check("any", &spread_out(5_000, 0.0, 1.0));
        check("equal", &[0.1; 5_000]);
        check("rare", &[1e-9; 5_000]);
        check("nearly all", &[1.0 - 1e-9; 5_000]);
    }
}
