//! The strongest attacker there is against counts: one who knows how the noise is made, tries every whole number, and
//! averages as long as wanted. Thresholds are what a guess does, and a little.

use schakel::answers::disclosure::Coarse;

/// Keys tried in each attack.
const KEYS: u64 = 300;
const K: i64 = 10;

/// Noise under one key, line and state of the facts.
fn coarse(key: u64, line: &str, state: &str) -> Coarse {
    Coarse::about(&key.to_le_bytes(), line, [state], 10)
}

/// How a count is published.
#[derive(Clone, Copy)]
enum Telling {
    Exact,
    /// Left out below k.
    Naive,
    /// As the service does.
    Noisy,
}

/// How likely noise of each size is, from -LIMIT to LIMIT: four geometric variables, two of them taken away.
struct Noise(Vec<f64>);

const LIMIT: i64 = 200;

impl Noise {
    fn new() -> Self {
        let p = 1.0 - (-1.0 / K as f64).exp();
        let one: Vec<f64> = (0..=LIMIT).map(|x| p * (1.0 - p).powi(x as i32)).collect();
        let size = (2 * LIMIT + 1) as usize;
        let mut all = vec![0.0; size];
        all[LIMIT as usize] = 1.0;
        for sign in [1, -1, 1, -1] {
            let mut next = vec![0.0; size];
            for (at, before) in all.iter().enumerate().filter(|(_, before)| **before > 0.0) {
                for (by, chance) in one.iter().enumerate() {
                    let to = (at as i64 + sign * by as i64).clamp(0, size as i64 - 1);
                    next[to as usize] += before * chance;
                }
            }
            all = next;
        }
        Self(all)
    }

    /// How likely `shown` is when the truth is `exact`.
    fn of(&self, shown: Option<i64>, exact: i64, telling: Telling) -> f64 {
        match telling {
            Telling::Exact => f64::from(u8::from(shown == Some(exact))),
            Telling::Naive => f64::from(u8::from(shown == Some(exact).filter(|&exact| exact >= K))),
            Telling::Noisy => {
                let shown = shown.unwrap_or(0);
                let rounds_to = |noisy: i64| ((noisy as f64 / K as f64).round().max(0.0)) as i64 * K;
                let fits = (-LIMIT..=LIMIT).filter(|noise| rounds_to(exact + noise) == shown);
                fits.map(|noise| self.0[(noise + LIMIT) as usize]).sum()
            }
        }
    }
}

fn told(coarse: &Coarse, question: &str, exact: i64, telling: Telling) -> Option<i64> {
    match telling {
        Telling::Exact => Some(exact),
        Telling::Naive => Some(exact).filter(|&exact| exact >= K),
        Telling::Noisy => Some(i64::from(coarse.count(question, exact as usize))),
    }
}

/// The surest claim about a small cell, out of every pair of whole numbers and the total: its value, and how sure.
fn surest(noise: &Noise, answers: [Option<i64>; 3], telling: Telling) -> (i64, f64) {
    let most = 80;
    let table = |shown| (0..=2 * most).map(|exact| noise.of(shown, exact, telling)).collect::<Vec<_>>();
    let [small, large, total] = answers.map(table);
    let weight = |a: usize| (0..=most as usize).map(|b| small[a] * large[b] * total[a + b]).sum::<f64>();
    let weights: Vec<f64> = (0..=most as usize).map(weight).collect();
    let (all, best) =
        (weights.iter().sum::<f64>(), (0..weights.len()).max_by(|&a, &b| weights[a].total_cmp(&weights[b])));
    let best = best.unwrap();
    (best as i64, weights[best] / all)
}

/// The average of a count over `revisions`.
fn average(key: u64, revisions: u64, exact: usize, stays: bool) -> f64 {
    let one = |revision: u64| {
        let line = if stays { "line".to_owned() } else { revision.to_string() };
        f64::from(coarse(key, &line, &revision.to_string()).count("cell", exact))
    };
    (0..revisions).map(one).sum::<f64>() / revisions as f64
}

#[test]
fn asking_again_averages_nothing() {
    for key in 0..KEYS {
        let ask = || coarse(key, "line", "state").count("cell", 7);
        let first = ask();
        assert!((0..20).all(|_| ask() == first));
    }
}

/// Which of three groups lost somebody between two states, by the largest fall of the averages of `revisions` each; the
/// first of those that fell alike.
fn fell_most(key: u64, revisions: u64, telling: Telling, groups: [[i64; 2]; 3]) -> usize {
    let mean = |group: usize, after: usize| {
        let one = |revision: u64| {
            let coarse = coarse(key, "line", &format!("{after}/{revision}"));
            told(&coarse, &group.to_string(), groups[group][after], telling).unwrap_or(0) as f64
        };
        (0..revisions).map(one).sum::<f64>() / revisions as f64
    };
    let falls: Vec<f64> = (0..3).map(|group| mean(group, 0) - mean(group, 1)).collect();
    (0..3).max_by(|&a, &b| falls[a].total_cmp(&falls[b]).then(b.cmp(&a))).unwrap()
}

#[test]
fn one_person_added_removed_or_changed_shows_in_no_group() {
    // Removed from a group; added to one (the fall is the other way round); moved out of one into the next.
    let changes: [fn(usize, usize) -> i64; 3] = [
        |group, victim| -i64::from(group == victim),
        |group, victim| i64::from(group != victim) - 1,
        |group, victim| i64::from(group == (victim + 1) % 3) - i64::from(group == victim),
    ];
    for (name, change) in ["removed", "added elsewhere", "moved"].into_iter().zip(changes) {
        let tries = |telling, revisions| {
            let right = |key: &u64| {
                let victim = (*key % 3) as usize;
                let groups = [0, 1, 2].map(|group| [25, 25 + change(group, victim)]);
                fell_most(*key, revisions, telling, groups) == victim
            };
            (0..KEYS).filter(right).count() as u64
        };
        assert_eq!([tries(Telling::Exact, 1), tries(Telling::Naive, 1)], [KEYS; 2], "{name}");
        let found = [1, 20].map(|revisions| tries(Telling::Noisy, revisions));
        println!(
            "{name}: the group is found {found:?} of {KEYS} times after 1 and 20 revisions each; a guess: {}",
            KEYS / 3
        );
        // A guess is right one time in three. One look is a guess; twenty before and twenty after are still wrong half
        // of the time.
        assert!(found[0] * 100 <= KEYS * 43 && found[1] * 100 <= KEYS * 60, "{name}: {found:?}");
    }
}

/// Takes seconds: see `tests/it/full.rs`.
mod full {
    use super::*;

    #[test]
    fn averaging_over_revisions_pins_no_count() {
        // Halves are rounded up, which adds 5 to one count in ten, 0.5 on average: the attacker subtracts that.
        let right = |revisions: u64, exact: usize, stays: bool, keys: u64| {
            (0..keys).filter(|&key| (average(key, revisions, exact, stays) - 0.5).round() as usize == exact).count()
                as u64
        };
        // A count that is exact is found at once. One whose noise is drawn anew each time is found by patience: the
        // attack works.
        assert!(right(4_000, 200, false, 20) >= 12);
        let found = [1, 20, 400].map(|revisions| [7, 203].map(|exact| right(revisions, exact, true, KEYS)));
        println!("an average finds a count: {found:?} of {KEYS} after 1, 20 and 400 revisions");
        assert!(found.iter().flatten().all(|right| right * 8 < KEYS), "{found:?}");
    }

    #[test]
    fn trying_every_whole_number_pins_no_small_cell() {
        let noise = Noise::new();
        let (small, large) = (4, 60);
        let (mut right, mut sure) = ([0; 3], [0; 3]);
        for key in 0..KEYS {
            for (at, telling) in [Telling::Exact, Telling::Naive, Telling::Noisy].into_iter().enumerate() {
                let coarse = coarse(key, "line", "state");
                let answers = [("small", small), ("large", large), ("total", small + large)];
                let answers = answers.map(|(question, exact)| told(&coarse, question, exact, telling));
                let (claim, sureness) = surest(&noise, answers, telling);
                right[at] += u64::from(claim == small);
                sure[at] += u64::from(sureness > 0.3);
            }
        }
        println!(
            "a small cell is found: {right:?} of {KEYS} (exact, small ones left out, ours); claims with confidence: {sure:?}"
        );
        assert_eq!((right[..2].to_vec(), sure[..2].to_vec()), (vec![KEYS; 2], vec![KEYS; 2]));
        // Never sure, and right no more often than who always says the same small number.
        assert_eq!(sure[2], 0);
        assert!(right[2] * 8 < KEYS);
    }
}
