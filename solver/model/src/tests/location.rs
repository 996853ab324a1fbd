//! Where to open what, against brute force and against the textbook.

use good_lp::{Expression, ProblemVariables, Solution as _, SolverModel, Variable, solvers::highs::highs, variable};
use proptest::prelude::*;

use super::{RICH, brute_force, opened, prices_in, problem};
use crate::locate::Matrix;
use crate::*;

/// A small problem of location: values, places, opening points, the most opened.
#[derive(Clone, Debug)]
struct Small {
    n_sites: usize,
    values: Vec<i64>,
    places: Option<Vec<i32>>,
    opening: Option<Vec<i64>>,
    most: Option<i64>,
}

impl Small {
    fn matrix(&self) -> Matrix<'_> {
        Matrix {
            n_sites: self.n_sites,
            values: &self.values,
            places: self.places.as_deref(),
            opening: self.opening.as_deref(),
            most: self.most,
        }
    }

    /// The best over every set of sites; who goes where by trying every way.
    fn best(&self) -> i64 {
        let sets = 0..1u32 << self.n_sites;
        let allowed = sets.filter(|set| self.most.is_none_or(|most| i64::from(set.count_ones()) <= most));
        allowed.map(|set| self.opened(set)).max().unwrap()
    }

    fn opened(&self, set: u32) -> i64 {
        let open = |s: usize| set >> s & 1 == 1;
        let opening: i64 =
            (0..self.n_sites).filter(|&s| open(s)).map(|s| self.opening.as_ref().map_or(0, |o| o[s])).sum();
        if self.places.is_none() {
            let most = |row: &[i64]| (0..self.n_sites).filter(|&s| open(s)).map(|s| row[s]).max().unwrap_or(0).max(0);
            return opening + self.values.chunks(self.n_sites).map(most).sum::<i64>();
        }
        let places = |s: usize| self.places.as_ref().map_or(i32::MAX, |places| places[s]);
        let mut left: Vec<i32> = (0..self.n_sites).map(|s| if open(s) { places(s) } else { 0 }).collect();
        opening + self.seated(0, &mut left)
    }

    fn seated(&self, client: usize, left: &mut [i32]) -> i64 {
        let Some(row) = self.values.get(client * self.n_sites..(client + 1) * self.n_sites) else { return 0 };
        let mut best = self.seated(client + 1, left);
        for s in 0..self.n_sites {
            if left[s] > 0 && row[s] > 0 {
                left[s] -= 1;
                best = best.max(row[s] + self.seated(client + 1, left));
                left[s] += 1;
            }
        }
        best
    }
}

fn small(size: i64) -> impl Strategy<Value = Small> {
    (1..=5usize, 1..=6usize).prop_flat_map(move |(n_sites, n)| {
        let value = prop_oneof![1 => Just(0), 3 => 1..=size, 1 => Just(size)];
        let values = prop::collection::vec(value, n_sites * n);
        let places = prop::option::of(prop::collection::vec(1..=3i32, n_sites));
        let opening = prop::option::of(prop::collection::vec(-size..=size / 4, n_sites));
        let most = prop::option::of(1..=3i64);
        (values, places, opening, most).prop_map(move |(values, places, opening, most)| Small {
            n_sites,
            values,
            places,
            opening,
            most,
        })
    })
}

/// Coverage: each client is worth the same wherever it is reached, and many are alike.
fn coverage(size: i64) -> impl Strategy<Value = Small> {
    (1..=7usize, 1..=12usize).prop_flat_map(move |(n_sites, n)| {
        let clients = prop::collection::vec((prop_oneof![1..=4i64, 1..=size], 0..1u32 << n_sites), n);
        let opening = prop::option::weighted(0.3, prop::collection::vec(-size..=size / 4, n_sites));
        let most = prop::option::weighted(0.8, 0..=4i64);
        (clients, opening, most, any::<bool>()).prop_map(move |(clients, opening, most, alike)| {
            let reached = |by: u32, s: usize| if alike { by >> (s / 2) & 1 } else { by >> s & 1 };
            let row = |&(value, by): &(i64, u32)| (0..n_sites).map(move |s| value * i64::from(reached(by, s)));
            let values = clients.iter().flat_map(|client| row(client).collect::<Vec<_>>()).collect();
            Small { n_sites, values, places: None, opening, most }
        })
    })
}

/// Triangles with sites at the corners and clients on the sides: relaxed, half of each site reaches everyone.
fn triangles(n: usize) -> Small {
    let reaches = |i: usize, s: usize| s / 3 == i / 3 && s != i;
    let values = (0..3 * n).flat_map(|i| (0..3 * n).map(move |s| i64::from(reaches(i, s)))).collect();
    Small { n_sites: 3 * n, values, places: None, opening: None, most: Some(3 * n as i64 / 2) }
}

fn check(small: &Small) {
    let problem = small.matrix().problem().unwrap();
    let solution = solve(&problem, &Options::default());
    assert_eq!(solution.status, Status::Optimal, "{small:?} {solution:?}");
    assert_eq!(solution.values, [i128::from(small.best())], "{small:?}");
    assert_eq!(bound(&problem, &solution.certificate).as_ref(), Ok(&solution.bounds));
    assert_eq!(audit(&problem, &solution.chosen).as_ref(), Ok(&solution.values));
}

/// Regroups the parts of a certificate by seats, with prices for people taken from `seeds`.
fn regrouped(problem: &Problem, certificate: &mut Certificate, seeds: &[u32]) {
    let mut known = vec![false; problem.pools.len() + certificate.cuts.len()];
    certificate.parts.iter().flat_map(|part| &part.pools).for_each(|&p| known[p as usize] = true);
    for part in &mut certificate.parts {
        part.blocks.iter_mut().for_each(|block| block.grouping = Grouping::Seats);
        for p in (0..problem.pools.len() as PoolIdx).filter(|&p| !known[p as usize]) {
            part.pools.push(p);
            let price = i128::from(seeds[p as usize % seeds.len()]);
            let priced = problem.pools[p as usize].capacity.is_some();
            part.blocks.iter_mut().filter(|_| priced).for_each(|block| block.root.capacities.push((p, price)));
        }
        part.pools.sort_unstable();
        known.fill(true);
    }
}

/// Numbers that look drawn: splitmix64.
fn drawn(state: &mut u64, n: u64) -> i64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 31)) % n) as i64
}

/// The textbook: `max sum v x + sum o y`, `x <= y`, each client once, places, at most so many sites.
fn textbook(matrix: &Matrix<'_>) -> i64 {
    let n = matrix.values.len() / matrix.n_sites;
    let mut variables = ProblemVariables::new();
    let y: Vec<Variable> = (0..matrix.n_sites).map(|_| variables.add(variable().binary())).collect();
    let x: Vec<Variable> = (0..matrix.values.len()).map(|_| variables.add(variable().min(0.0).max(1.0))).collect();
    let mut goal = Expression::from(0.0);
    x.iter().zip(matrix.values).for_each(|(&x, &value)| goal.add_mul(value as f64, x));
    let opening = |s: usize| matrix.opening.map_or(0, |opening| opening[s]);
    y.iter().enumerate().for_each(|(s, &y)| goal.add_mul(opening(s) as f64, y));
    let mut model = variables.maximise(goal.clone()).using(highs);
    model.set_verbose(false);
    let mut model = model.set_mip_rel_gap(0.0).unwrap();
    for i in 0..n {
        let row = i * matrix.n_sites..(i + 1) * matrix.n_sites;
        let once: Expression = x[row.clone()].iter().sum();
        model.add_constraint(once.leq(1.0));
        x[row].iter().zip(&y).for_each(|(&x, &y)| {
            model.add_constraint((x - y).leq(0.0));
        });
    }
    for s in 0..matrix.n_sites {
        let here: Expression = (0..n).map(|i| x[i * matrix.n_sites + s]).sum();
        let places = matrix.places.map_or(n as i32, |places| places[s]);
        model.add_constraint((here - f64::from(places) * y[s]).leq(0.0));
    }
    let opened: Expression = y.iter().sum();
    model.add_constraint(opened.leq(matrix.most.unwrap_or(i64::MAX >> 12) as f64));
    model.solve().unwrap().eval(goal).round() as i64
}

#[test]
fn where_the_relaxation_of_coverage_hopes_for_too_much_it_is_branched_on() {
    for n in [2, 4] {
        let small = triangles(n);
        check(&small);
        let certificate = solve(&small.matrix().problem().unwrap(), &Options::default()).certificate;
        let is_branch = |block: &BlockProof| matches!(block.proof, Proof::Branch { .. });
        assert!(certificate.parts[0].blocks.iter().any(is_branch), "{n}");
    }
}

#[test]
fn a_proof_with_too_few_nodes_ends_by_that_and_not_by_time() {
    let small = triangles(5);
    let problem = small.matrix().problem().unwrap();
    let ended = solve(&problem, &Options { max_nodes: 1, ..Options::default() });
    assert_eq!(ended.status, Status::NodeLimit, "{:?} {:?}", ended.values, ended.bounds);
    let stopped = solve(&problem, &Options { max_nodes: 1, seconds: &|| Some(0.0), ..Options::default() });
    assert_eq!(stopped.status, Status::Cancelled);
}

#[test]
fn what_a_share_of_the_time_ends_is_not_called_a_limit_of_nodes() {
    let mut problem = triangles(5).matrix().problem().unwrap();
    // A level that follows keeps half of the time.
    problem.points.push(problem.points[0].clone());
    problem.n_levels = 2;
    // A clock that the first proof sets forward, so that the end does not depend on the machine.
    let left = std::cell::Cell::new(1_000.0);
    let progress = |progress: Progress| {
        if progress.phase == Phase::Proving {
            left.set(400.0);
        }
    };
    let ended = solve(&problem, &Options { seconds: &|| Some(left.get()), progress: &progress, ..Options::default() });
    assert_eq!(ended.status, Status::Cancelled, "{:?} {:?}", ended.values, ended.bounds);
}

/// Three places each at three sites, of which a room allows one; each of three people is near another one. The relaxation
/// opens a third of each for all, and no cut of halves says otherwise.
#[test]
fn what_is_opened_whole_is_proven_by_what_has_to_be_opened() {
    let mut builder = Builder::new(1);
    let mut pool = |capacity| builder.pool(Pool { capacity: Some(capacity), floor: None });
    let (seats, runs, room) = ([0; 3].map(&mut pool), [1; 3].map(&mut pool), pool(1));
    let owners = [1; 3].map(&mut pool);
    for (i, &owner) in owners.iter().enumerate() {
        for (s, &pool) in seats.iter().enumerate() {
            builder.edge(Some(owner), &[Draw { pool, units: 1 }], &[if i == s { 6 } else { 1 }]);
        }
    }
    for (&run, &pool) in runs.iter().zip(&seats) {
        builder.edge(Some(run), &[Draw { pool: room, units: 1 }, Draw { pool, units: -3 }], &[0]);
    }
    let (problem, _) = builder.build().unwrap();
    let solution = solve(&problem, &Options::default());
    assert_eq!((&solution.status, &solution.values[..]), (&Status::Optimal, &[8][..]));
    let block = &solution.certificate.parts[0].blocks[0];
    assert_eq!((block.grouping, &block.proof), (Grouping::Seats, &Proof::Prices(Prices::default())));
    // What each owner takes says less at the same prices.
    let mut doubted = solution.certificate.clone();
    doubted.parts[0].blocks[0].grouping = Grouping::Owners;
    assert!(bound(&problem, &doubted).unwrap() > solution.bounds);
}

#[test]
fn an_edge_that_opens_two_pools_is_not_grouped_by_them() {
    let mut builder = Builder::new(1);
    let seats: Vec<_> = (0..2).map(|_| builder.pool(Pool { capacity: Some(0), floor: None })).collect();
    let owners: Vec<_> = (0..2).map(|_| builder.pool(Pool { capacity: Some(1), floor: None })).collect();
    for (&owner, &pool) in owners.iter().zip(&seats) {
        builder.edge(Some(owner), &[Draw { pool, units: 1 }], &[1]);
    }
    builder.edge(None, &[Draw { pool: seats[0], units: -1 }, Draw { pool: seats[1], units: -1 }], &[0]);
    let (problem, _) = builder.build().unwrap();
    let mut certificate = solve(&problem, &Options::default()).certificate;
    let blocks = certificate.parts.iter_mut().flat_map(|part| &mut part.blocks);
    blocks.for_each(|block| block.grouping = Grouping::Seats);
    assert_eq!(bound(&problem, &certificate), Err(Refusal::Grouping(2)));
}

/// Six clients of seven sites: by deciding first who takes what, 2,000 nodes do not prove what opens best.
#[test]
fn what_is_opened_is_decided_before_who_takes_it() {
    let values = [
        [0, 0, 0, 3, 0, 3, 3],
        [0, 3, 0, 0, 3, 3, 0],
        [0, 1, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 1, 0, 0, 1],
        [4, 0, 0, 4, 4, 0, 4],
    ];
    let opening = Some(vec![-6, -3, -8, -3, 0, -5, -6]);
    check(&Small { n_sites: 7, values: values.concat(), places: None, opening, most: Some(3) });
}

mod full {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_opened_is_the_best_there_is(small in prop_oneof![small(6), small(1_000_000)]) {
            check(&small);
        }

        #[test]
        fn what_covers_most_is_found(small in prop_oneof![coverage(9), coverage(1_000_000)]) {
            check(&small);
        }

        #[test]
        fn a_doctored_proof_of_what_is_opened_is_refused_or_still_valid(
            small in prop_oneof![small(9), coverage(9)], at in any::<prop::sample::Index>(), which in any::<prop::sample::Index>(),
            by in -1i128 << 30..1 << 30, target in -3..=3i128,
        ) {
            let problem = small.matrix().problem().unwrap();
            let mut certificate = solve(&problem, &Options::default()).certificate;
            for block in certificate.parts.iter_mut().flat_map(|part| &mut part.blocks) {
                block.target += target;
                let mut places = prices_in(&mut block.proof);
                places.push(&mut block.root);
                let place = at.index(places.len());
                let prices = &mut *places[place];
                if !prices.capacities.is_empty() {
                    let price = which.index(prices.capacities.len());
                    prices.capacities[price].1 += by;
                }
            }
            if let Ok(bounds) = bound(&problem, &certificate) {
                assert!(bounds[0] >= i128::from(small.best()), "{small:?} {bounds:?}");
            }
        }

        #[test]
        fn any_problem_grouped_by_what_is_opened_is_refused_or_bounded(
            problem in prop_oneof![problem(RICH), opened()], seeds in prop::collection::vec(0..40u32, 9),
        ) {
            let best = brute_force(&problem);
            prop_assume!(best[0] == 0);
            let proven = solve(&problem, &Options::default()).certificate;
            // A target below the best: nothing that reaches the best may then be left out. Just below, much else is.
            for below in [1, 720_720] {
                let mut certificate = proven.clone();
                regrouped(&problem, &mut certificate, &seeds);
                let blocks = certificate.parts.iter_mut().flat_map(|part| &mut part.blocks);
                blocks.for_each(|block| block.target -= below);
                if let Ok(bounds) = bound(&problem, &certificate) {
                    assert!(bounds[usize::from(certificate.relaxed)..] >= best[1..], "{bounds:?} {best:?}");
                }
            }
        }
    }

    #[test]
    fn the_textbook_finds_nothing_better() {
        let mut state = 7;
        for case in 0..8 {
            let (n, n_sites) = (40 + 10 * (case % 3), 15 + case);
            let at: Vec<(i64, i64)> =
                (0..n + n_sites).map(|_| (drawn(&mut state, 100), drawn(&mut state, 100))).collect();
            let near = |i: usize, s: usize| (at[i].0 - at[n + s].0).abs() + (at[i].1 - at[n + s].1).abs();
            let weights: Vec<i64> = (0..n).map(|_| 1 + drawn(&mut state, 20)).collect();
            let worth = |i: usize, s: usize| match case % 2 {
                0 => weights[i] * (200 - near(i, s)),
                _ => weights[i] * i64::from(near(i, s) < 30),
            };
            let values: Vec<i64> =
                (0..n).flat_map(|i| (0..n_sites).map(move |s| (i, s))).map(|(i, s)| worth(i, s)).collect();
            let opening: Vec<i64> = (0..n_sites).map(|_| -drawn(&mut state, 800)).collect();
            let places: Vec<i32> = (0..n_sites).map(|_| 5 + drawn(&mut state, 10) as i32).collect();
            let matrix = Matrix {
                n_sites,
                values: &values,
                places: (case % 4 > 1).then_some(&places[..]),
                opening: (case % 3 > 0).then_some(&opening[..]),
                most: (case % 3 < 2).then_some(4),
            };
            let solution = solve(&matrix.problem().unwrap(), &Options::default());
            assert_eq!(solution.status, Status::Optimal, "case {case}");
            assert_eq!(solution.values, [i128::from(textbook(&matrix))], "case {case}");
        }
    }
}
