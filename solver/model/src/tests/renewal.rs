//! What is renewed, and what groups move, is never worse, holds, and is the same every time.

use super::*;
use crate::best::Best;
use crate::{block, first, open, part};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_renewed_choice_holds_and_is_never_worse(problem in opened()) {
        let options = Options::default();
        for part in part::split(&problem) {
            let reach = block::reach(&part);
            let Some(begun) = open::choose(&part, &reach, options.stop) else { continue };
            let values = |chosen: &[u32]| Best::of(&problem, &part, &|_| ()).values(chosen);
            for seed in 0..3 {
                let renewed = || open::renewed(&part, &reach, &begun, seed, 1.0, &options);
                let first = renewed();
                prop_assert_eq!(&first, &renewed());
                let first = first.unwrap();
                prop_assert!(part.holds(&first) && values(&first) >= values(&begun), "{:?} {:?}", begun, first);
            }
            // From nothing as well: renewal does not rely on a good start.
            let from_nothing = open::renewed(&part, &reach, &[], 1, 1.0, &options).unwrap();
            prop_assert!(part.holds(&from_nothing) && values(&from_nothing) >= values(&[]));
        }
    }
}

/// The room is full of what came first; two that fit together are worth more than it, and each alone is worth less.
#[test]
fn what_stood_in_the_way_is_taken_back() {
    let mut builder = Builder::new(1);
    let mut pool = |capacity| builder.pool(Pool { capacity: Some(capacity), floor: None });
    let (days, seats, runs) = ([pool(1), pool(1)], [pool(0), pool(0), pool(0)], [pool(1), pool(1), pool(1)]);
    let people: Vec<PoolIdx> = (0..9).map(|_| pool(1)).collect();
    let one = |pool| Draw { pool, units: 1 };
    for (offer, of_offer) in people.chunks(3).enumerate() {
        let points = if offer == 0 { 5 } else { 3 };
        of_offer.iter().for_each(|&person| builder.edge(Some(person), &[one(seats[offer])], &[points]));
    }
    let of_offer = [(0, 5), (1, 3), (2, 3)];
    for &(offer, places) in &of_offer {
        let mut draws: Vec<Draw> = days
            .iter()
            .enumerate()
            .filter(|&(at, _)| offer == 0 || at + 1 == offer)
            .map(|(_, &day)| one(day))
            .collect();
        draws.push(Draw { pool: seats[offer], units: -places });
        builder.edge(Some(runs[offer]), &draws, &[0]);
    }
    let problem = builder.build().unwrap().0;
    for part in part::split(&problem) {
        let reach = block::reach(&part);
        // The whole days first: fifteen points, where the two halves give eighteen.
        let opener = (0..part.n_edges() as u32).find(|&e| part.draws_of(e as usize).iter().any(|d| d.1 == -5)).unwrap();
        let renewed = open::renewed(&part, &reach, &[opener], 0, 1.0, &Options::default()).unwrap();
        assert_eq!(Best::of(&problem, &part, &|_| ()).values(&renewed)[0], 18);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_choice_in_which_some_moved_holds_and_is_never_worse(problem in problem(Kind { grants: false, ..RICH })) {
        let problem = problem.relaxed();
        for part in part::split(&problem) {
            let reach = block::reach(&part);
            let values = |chosen: &[u32]| Best::of(&problem, &part, &|_| ()).values(chosen);
            // Whatever fits, one after the other.
            let mut begun: Vec<u32> = Vec::new();
            for e in (0..part.n_edges() as u32).rev() {
                begun.push(e);
                if !part.holds(&begun) {
                    begun.pop();
                }
            }
            for begun in [Vec::new(), begun] {
                let moved = first::moved(&part, &reach, begun.clone());
                prop_assert!(part.holds(&moved) && values(&moved) >= values(&begun));
                prop_assert_eq!(&first::moved(&part, &reach, begun), &moved);
            }
        }
    }
}
