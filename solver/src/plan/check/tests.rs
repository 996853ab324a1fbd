//! The real plan passes, everything doctored is refused.

use super::*;
use crate::model::Options;
use crate::plan::{Prepared, matching};
use crate::sample;

#[test]
fn the_plan_of_every_sample_passes() {
    for seed in 0..150 {
        let (people, vacancies) = (1 + seed as usize % 14, 1 + seed as usize % 11);
        let region = sample::region(seed, people, vacancies);
        let facts = Facts::of(&region);
        let plan = matching(&Prepared::of(facts), &Options::default());
        let found = check(facts, &plan);
        assert!(
            found.is_empty(),
            "seed {seed}: {:?}",
            found.iter().map(|v| v.in_words(facts).to_string()).collect::<Vec<_>>()
        );
    }
}
