//! The model against brute force: every subset of small problems, every promise of the certificate.

use proptest::prelude::*;

use super::*;

mod location;
mod cuts;
mod renewal;

/// An edge before it is laid out: owner, draws of other pools, points.
#[derive(Clone, Debug)]
struct Sketch {
    owner: Option<usize>,
    draws: Vec<(usize, i32)>,
    points: Vec<i64>,
}

/// How rich the problems are.
#[derive(Clone, Copy, Debug)]
struct Kind {
    owners: usize,
    pools: usize,
    edges: usize,
    draws: usize,
    grants: bool,
    floors: bool,
    size: i64,
}

const RICH: Kind = Kind { owners: 5, pools: 4, edges: 10, draws: 3, grants: true, floors: true, size: 5 };
const HUGE: Kind = Kind { size: 3_000_000_000, ..RICH };
const PURE: Kind = Kind { owners: 6, pools: 4, edges: 12, draws: 1, grants: false, floors: false, size: 5 };
const PURE_HUGE: Kind = Kind { size: 1 << 40, ..PURE };

/// Points around 0, with ties, or so large that levels added up exceed 2^53.
fn points(size: i64) -> impl Strategy<Value = i64> {
    prop_oneof![2 => Just(0), 4 => 1..=size, 1 => -size..=-1, 1 => Just(size)]
}

fn sketch(kind: Kind, n_levels: usize) -> impl Strategy<Value = Sketch> {
    let owner = prop_oneof![5 => (0..kind.owners).prop_map(Some), u32::from(kind.draws > 1) => Just(None)];
    let units =
        if kind.grants { prop_oneof![8 => Just(1), 2 => Just(2), 1 => Just(-1)].boxed() } else { Just(1).boxed() };
    let draws = prop::collection::vec((0..kind.pools, units), 0..=kind.draws);
    let points = prop::collection::vec(points(kind.size), n_levels);
    (owner, draws, points).prop_map(|(owner, draws, points)| Sketch { owner, draws, points })
}

fn pool(kind: Kind, n_levels: usize) -> impl Strategy<Value = Pool> {
    let capacity = prop_oneof![1 => Just(None), 5 => (0..=2i64).prop_map(Some)];
    let missing = prop_oneof![
        1 => Just(Missing::Refused),
        3 => (0..n_levels, 1..=kind.size).prop_map(|(level, points)| Missing::Costs { level, points }),
    ];
    let floor = (-1..=3i64, missing).prop_map(|(units, missing)| Some(Floor { units, missing }));
    let never = (-2..=0i64).prop_map(|units| Some(Floor { units, missing: Missing::Never }));
    let floor = prop_oneof![3 => floor, 1 => never];
    let floor = if kind.floors { prop_oneof![2 => Just(None), 1 => floor].boxed() } else { Just(None).boxed() };
    (capacity, floor).prop_map(|(capacity, floor)| Pool { capacity, floor })
}

fn lay_out(kind: Kind, n_levels: usize, pools: &[Pool], edges: &[Sketch]) -> Problem {
    let mut builder = Builder::new(n_levels);
    for &pool in pools {
        builder.pool(pool);
    }
    let owners: Vec<PoolIdx> =
        (0..kind.owners).map(|_| builder.pool(Pool { capacity: Some(1), floor: None })).collect();
    for edge in edges {
        let draws: Vec<Draw> = edge.draws.iter().map(|&(p, units)| Draw { pool: p as PoolIdx, units }).collect();
        builder.edge(
            edge.owner.map(|o| owners[o]),
            if kind.draws == 1 { &draws[..draws.len().min(1)] } else { &draws },
            &edge.points,
        );
    }
    builder.build().unwrap().0
}

fn problem(kind: Kind) -> impl Strategy<Value = Problem> {
    (1..=4usize).prop_flat_map(move |n_levels| {
        let edges = prop::collection::vec(sketch(kind, n_levels), 0..=kind.edges);
        let pools = prop::collection::vec(pool(kind, n_levels), kind.pools);
        (pools, edges).prop_map(move |(pools, edges)| lay_out(kind, n_levels, &pools, &edges))
    })
}

/// Problems in which people take only what is opened. Each offer has a pool of places that editions grant and a pool of
/// people who came, at least so many for each edition held. At most one edition of an offer is opened; some share a
/// room. Some people need work afterwards too, which a column of theirs grants.
fn opened() -> impl Strategy<Value = Problem> {
    let edition = (0..3usize, 1..=3i32, 0..=3i32, 0..2u32, -3..=0i64);
    let work = prop_oneof![2 => Just(None), 1 => (0..2usize).prop_map(Some)];
    let person = (prop::collection::vec((0..3usize, 1..=6i64), 0..=2), work);
    (prop::collection::vec(edition, 0..=4), prop::collection::vec(person, 1..=4)).prop_map(|(editions, people)| {
        let mut builder = Builder::new(3);
        let pool = |builder: &mut Builder, capacity, floor| builder.pool(Pool { capacity, floor });
        let never = Some(Floor { units: 0, missing: Missing::Never });
        let seats: Vec<_> = (0..3).map(|_| pool(&mut builder, Some(0), None)).collect();
        let came: Vec<_> = (0..3).map(|_| pool(&mut builder, None, never)).collect();
        let rooms: Vec<_> = (0..2).map(|_| pool(&mut builder, Some(1), None)).collect();
        let one = |pool| Draw { pool, units: 1 };
        let openings: Vec<_> = (0..2).map(|_| pool(&mut builder, Some(1), None)).collect();
        for (ways, work) in &people {
            let owner = pool(&mut builder, Some(1), None);
            let afterwards = work.map(|vacancy| (vacancy, pool(&mut builder, Some(0), None)));
            for &(offer, fit) in ways {
                let right = afterwards.map(|(_, right)| one(right));
                let draws: Vec<Draw> = [one(seats[offer]), one(came[offer])].into_iter().chain(right).collect();
                builder.edge(Some(owner), &draws, &[1, 0, fit]);
            }
            if let Some((vacancy, right)) = afterwards {
                builder.edge(None, &[one(openings[vacancy]), Draw { pool: right, units: -1 }], &[0, 0, 0]);
            }
        }
        let runs: Vec<_> = (0..3).map(|_| pool(&mut builder, Some(1), None)).collect();
        for &(offer, places, least, room, points) in &editions {
            let mut draws = vec![Draw { pool: rooms[room as usize], units: 1 }];
            draws.push(Draw { pool: seats[offer], units: -places });
            if least > 0 {
                draws.push(Draw { pool: came[offer], units: -least });
            }
            builder.edge(Some(runs[offer]), &draws, &[0, -1, points]);
        }
        builder.build().unwrap().0
    })
}

/// The best values per level over every subset, missing units of refused floors first.
fn brute_force(problem: &Problem) -> Vec<i128> {
    let relaxed = problem.relaxed();
    let n = problem.n_edges() as u32;
    let subsets = (0..1u32 << n).map(|set| (0..n).filter(|e| set >> e & 1 == 1).collect::<Vec<_>>());
    subsets.filter_map(|chosen| audit(&relaxed, &chosen).ok()).max().unwrap()
}

/// Checks everything that is promised of a solution.
fn check(problem: &Problem) -> Solution {
    let options = Options::default();
    let solution = solve(problem, &options);
    let best = brute_force(problem);
    let relaxed_values = audit(&problem.relaxed(), &solution.chosen).unwrap();
    assert_eq!(relaxed_values, best, "{solution:?}");
    assert_eq!(solution.values, best[1..]);
    if best[0] < 0 {
        let Status::Infeasible(conflict) = &solution.status else { panic!("{:?}", solution.status) };
        check_irreducible(problem, conflict);
    } else {
        assert_eq!(solution.status, Status::Optimal, "{solution:?}");
        assert_eq!(audit(problem, &solution.chosen).as_ref(), Ok(&solution.values));
    }
    let bounds = bound(problem, &solution.certificate).unwrap();
    assert_eq!(bounds, if problem.refuses() { &best[..] } else { &best[1..] });
    assert_eq!(solve(problem, &options), solution, "two runs are equal");
    solution
}

/// The floors in conflict cannot hold together, and without any one of them they can.
fn check_irreducible(problem: &Problem, conflict: &[PoolIdx]) {
    let missed = |kept: &[PoolIdx]| {
        let mut only = problem.clone();
        for (p, pool) in (0..).zip(&mut only.pools) {
            let refused = |f: &Floor| f.missing == Missing::Never || f.missing == Missing::Refused && kept.contains(&p);
            pool.floor = pool.floor.filter(refused);
        }
        brute_force(&only)[0] < 0
    };
    assert!(missed(conflict), "{conflict:?}");
    for p in conflict {
        let without: Vec<PoolIdx> = conflict.iter().copied().filter(|q| q != p).collect();
        assert!(!missed(&without), "{conflict:?} without {p}");
    }
}

#[test]
fn a_grant_that_cannot_be_chosen_opens_nothing() {
    let mut builder = Builder::new(1);
    let scarce = builder.pool(Pool { capacity: Some(0), floor: None });
    let closed = builder.pool(Pool { capacity: Some(0), floor: None });
    let owner = builder.pool(Pool { capacity: Some(1), floor: None });
    builder.edge(Some(owner), &[Draw { pool: scarce, units: 1 }], &[1]);
    builder.edge(Some(owner), &[Draw { pool: scarce, units: -1 }, Draw { pool: closed, units: 1 }], &[0]);
    check(&builder.build().unwrap().0);
}

#[test]
fn what_opens_something_may_not_lean_on_another_edge_of_its_own_owner() {
    let mut builder = Builder::new(1);
    let (key, places) =
        (builder.pool(Pool { capacity: Some(0), floor: None }), builder.pool(Pool { capacity: Some(0), floor: None }));
    let owners: Vec<PoolIdx> = (0..2).map(|_| builder.pool(Pool { capacity: Some(1), floor: None })).collect();
    builder.edge(Some(owners[0]), &[Draw { pool: key, units: -1 }], &[1]);
    builder.edge(Some(owners[0]), &[Draw { pool: key, units: 1 }, Draw { pool: places, units: -1 }], &[2]);
    builder.edge(Some(owners[1]), &[Draw { pool: places, units: 1 }], &[4]);
    check(&builder.build().unwrap().0);
}

#[test]
fn a_zero_floor_on_a_scarce_pool_is_no_obstacle() {
    let mut builder = Builder::new(1);
    let floor = Some(Floor { units: 0, missing: Missing::Refused });
    let pair = builder.pool(Pool { capacity: Some(2), floor });
    let seat = builder.pool(Pool { capacity: Some(1), floor: None });
    let owners: Vec<PoolIdx> = (0..3).map(|_| builder.pool(Pool { capacity: Some(1), floor: None })).collect();
    builder.edge(Some(owners[0]), &[Draw { pool: seat, units: 1 }], &[2]);
    builder.edge(Some(owners[1]), &[Draw { pool: pair, units: 1 }], &[2]);
    builder.edge(Some(owners[2]), &[Draw { pool: pair, units: 2 }, Draw { pool: seat, units: 1 }], &[4]);
    check(&builder.build().unwrap().0);
}

#[test]
fn a_team_that_needs_more_than_is_granted_is_ruled_out() {
    let mut builder = Builder::new(1);
    let room = builder.pool(Pool { capacity: Some(1), floor: None });
    let refused = Some(Floor { units: 0, missing: Missing::Refused });
    let kept = builder.pool(Pool { capacity: None, floor: refused });
    let costs = Some(Floor { units: 2, missing: Missing::Costs { level: 0, points: 767_442_757 } });
    let asked = builder.pool(Pool { capacity: None, floor: costs });
    let owners: Vec<PoolIdx> = (0..2).map(|_| builder.pool(Pool { capacity: Some(1), floor: None })).collect();
    builder.edge(Some(owners[0]), &[Draw { pool: room, units: 1 }], &[0]);
    builder.edge(Some(owners[1]), &[Draw { pool: room, units: -1 }], &[0]);
    builder.edge(None, &[Draw { pool: room, units: 3 }, Draw { pool: asked, units: 1 }], &[0]);
    builder.edge(None, &[Draw { pool: kept, units: -1 }], &[973_383_858]);
    builder.edge(None, &[Draw { pool: kept, units: 1 }, Draw { pool: asked, units: 1 }], &[0]);
    check(&builder.build().unwrap().0);
}

/// Prices drawn at random, made legal: one block per level, nothing settled.
fn random_certificate(problem: &Problem, seeds: &[u32]) -> Certificate {
    let pools: Vec<PoolIdx> = (0..problem.pools.len() as PoolIdx).collect();
    let seed = |p: PoolIdx, l: usize| i128::from(seeds[(p as usize * 7 + l * 3) % seeds.len()]);
    let block = |level: usize| {
        let priced = |p: &PoolIdx| problem.pools[*p as usize].capacity.map(|_| (*p, seed(*p, level)));
        let floor = |p: &PoolIdx| match problem.pools[*p as usize].floor?.missing {
            Missing::Refused => Some((*p, seed(*p, level + 1))),
            Missing::Costs { level: l, points } if l == level => Some((*p, seed(*p, l).min(i128::from(points) * 4))),
            Missing::Never => Some((*p, seed(*p, level + 1))),
            Missing::Costs { .. } => None,
        };
        let (capacities, floors) =
            (pools.iter().filter_map(priced).collect(), pools.iter().filter_map(floor).collect());
        BlockProof {
            first_level: level,
            multipliers: vec![1],
            grouping: Grouping::Owners,
            settled: vec![-1_000_000; level],
            scale_bits: 2,
            target: -1_000_000,
            root: Prices { capacities, floors, settled: Vec::new() },
            proof: Proof::Prices(Prices::default()),
        }
    };
    let blocks = (0..problem.n_levels).map(block).collect();
    Certificate { parts: vec![PartProof { pools, blocks }], ..Certificate::default() }
}

/// The same problem with the edges of every owner in reverse order.
fn reversed(problem: &Problem) -> Problem {
    let mut builder = Builder::new(problem.n_levels);
    problem.pools.iter().for_each(|&pool| {
        builder.pool(pool);
    });
    for e in (0..problem.n_edges() as EdgeIdx).rev() {
        builder.edge(problem.owners[e as usize], problem.draws_of(e), &problem.points_of(e).collect::<Vec<_>>());
    }
    builder.build().unwrap().0
}

/// The same problem with its pools numbered from the other end.
fn renumbered(problem: &Problem) -> Problem {
    let last = problem.pools.len() as PoolIdx - 1;
    let mut builder = Builder::new(problem.n_levels);
    problem.pools.iter().rev().for_each(|&pool| {
        builder.pool(pool);
    });
    for e in 0..problem.n_edges() as EdgeIdx {
        let draws: Vec<Draw> = problem.draws_of(e).iter().map(|d| Draw { pool: last - d.pool, ..*d }).collect();
        builder.edge(problem.owners[e as usize].map(|p| last - p), &draws, &problem.points_of(e).collect::<Vec<_>>());
    }
    builder.build().unwrap().0
}

/// Every place a certificate keeps a price in.
fn prices_in(proof: &mut Proof) -> Vec<&mut Prices> {
    match proof {
        Proof::Prices(prices) => vec![prices],
        Proof::Branch { never, certainly, .. } => {
            let mut all = prices_in(never);
            all.extend(prices_in(certainly));
            all
        }
    }
}

#[test]
fn a_malformed_problem_is_refused_with_its_place() {
    let pool = |capacity| Pool { capacity, floor: None };
    let build = |pools: &[Pool], owner, draws: &[Draw], points: &[i64]| {
        let mut builder = Builder::new(1);
        pools.iter().for_each(|&pool| {
            builder.pool(pool);
        });
        builder.edge(owner, draws, points);
        builder.build().map(|_| ())
    };
    assert_eq!(build(&[pool(Some(-1))], None, &[], &[0]), Err(Malformed::Capacity(0)));
    assert_eq!(build(&[pool(Some(2))], Some(0), &[], &[0]), Err(Malformed::Owner(0)));
    assert_eq!(build(&[], None, &[Draw { pool: 3, units: 1 }], &[0]), Err(Malformed::Draws(0)));
    assert_eq!(build(&[], None, &[], &[0, 0]), Err(Malformed::Lengths));
    let missing = Missing::Costs { level: 1, points: 1 };
    let floor = Some(Floor { units: 1, missing });
    assert_eq!(build(&[Pool { capacity: None, floor }], None, &[], &[0]), Err(Malformed::FloorPrice(0)));
}

/// Level by level, the first before all others; refused floors before everything.
fn worth(problem: &Problem, chosen: &[EdgeIdx]) -> Vec<i128> {
    audit(&problem.relaxed(), chosen).expect("a choice that was told holds")
}

/// Takes seconds: see `tests/it/full.rs` of the project.
mod full {
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_rich_problem_is_solved_as_by_brute_force(problem in problem(RICH)) {
            check(&problem);
        }

        #[test]
        fn what_may_be_opened_is_chosen_as_by_brute_force(problem in opened()) {
            check(&problem);
        }

        #[test]
        fn levels_that_would_exceed_doubles_when_added_up_are_exact(problem in problem(HUGE)) {
            check(&problem);
        }

        #[test]
        fn an_assignment_is_solved_as_by_brute_force(problem in problem(PURE)) {
            check(&problem);
        }

        #[test]
        fn an_assignment_with_huge_points_is_exact(problem in problem(PURE_HUGE)) {
            check(&problem);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_legal_prices_give_a_valid_bound(problem in problem(RICH), seeds in prop::collection::vec(0..40u32, 9)) {
            let best = brute_force(&problem);
            prop_assume!(best[0] == 0);
            if let Ok(bounds) = bound(&problem, &random_certificate(&problem, &seeds)) {
                assert!(bounds[..] >= best[1..], "{bounds:?} {best:?}");
            }
        }

        #[test]
        fn a_doctored_certificate_is_refused_or_still_valid(
            problem in problem(RICH), at in any::<prop::sample::Index>(), by in -1_000_000_000_000i128..1_000_000_000_000,
            target in -3..=3i128,
        ) {
            let best = brute_force(&problem);
            prop_assume!(best[0] == 0);
            let mut certificate = solve(&problem, &Options::default()).certificate;
            for block in certificate.parts.iter_mut().flat_map(|part| &mut part.blocks) {
                block.target += target;
                let mut places = prices_in(&mut block.proof);
                places.push(&mut block.root);
                let place = at.index(places.len());
                let prices = &mut *places[place];
                for price in prices.capacities.iter_mut().chain(&mut prices.floors) {
                    price.1 += by;
                }
            }
            if let Ok(bounds) = bound(&problem, &certificate) {
                let bounds = if certificate.relaxed { &bounds[1..] } else { &bounds[..] };
                assert!(*bounds >= best[1..], "{bounds:?} {best:?}");
            }
        }

        #[test]
        fn order_and_numbering_do_not_matter(problem in problem(RICH)) {
            let solution = solve(&problem, &Options::default());
            let other = reversed(&problem);
            assert_eq!(bound(&other, &solution.certificate), bound(&problem, &solution.certificate));
            assert_eq!(solve(&other, &Options::default()).values, solution.values);
            assert_eq!(solve(&renumbered(&problem), &Options::default()).values, solution.values);
        }

        #[test]
        fn an_assignment_is_worth_the_same_as_a_programme(problem in problem(Kind { owners: 20, pools: 8, edges: 60, ..PURE })) {
            let assigned = solve(&problem, &Options::default());
            let mut asked = problem.clone();
            for (p, pool) in asked.pools.iter_mut().enumerate().take(8) {
                // A floor on a last level of its own makes it an ordinary part, and changes nothing before.
                let missing = Missing::Costs { level: problem.n_levels, points: 1 };
                pool.floor = (p % 2 == 0).then_some(Floor { units: 3, missing });
            }
            asked.n_levels += 1;
            asked.points.push(Points::default());
            let programme = solve(&asked, &Options::default());
            assert_eq!(assigned.status, Status::Optimal);
            assert_eq!(programme.status, Status::Optimal);
            assert_eq!(programme.values[..problem.n_levels], assigned.values);
        }

        #[test]
        fn limits_leave_a_plan_that_holds_and_bounds_that_are_true(problem in problem(RICH), max_nodes in 0..2usize, gap in 0..2u8) {
            let best = brute_force(&problem);
            prop_assume!(best[0] == 0);
            let options = Options { max_nodes, gap: f64::from(gap) * 0.1, stop: &|| max_nodes == 0, ..Options::default() };
            let solution = solve(&problem, &options);
            assert!(solution.bounds[..] >= best[1..], "{solution:?} {best:?}");
            if audit(&problem, &solution.chosen).is_ok() {
                assert!(solution.values[..] <= best[1..]);
            }
            // Each ending has a word of its own.
            match solution.status {
                Status::Optimal => assert_eq!(solution.values, best[1..]),
                Status::NodeLimit => assert!(max_nodes > 0),
                Status::Cancelled => assert!(max_nodes == 0),
                Status::WithinGap => assert!(gap > 0),
                Status::Infeasible(_) => {}
            }
        }

        #[test]
        fn a_good_hint_is_never_made_worse(problem in problem(RICH)) {
            let first = solve(&problem, &Options::default());
            let hint = Some(&first.chosen[..]);
            let again = solve(&problem, &Options { max_nodes: 0, hint, ..Options::default() });
            assert_eq!(again.values, first.values);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn each_choice_told_holds_and_none_is_better_than_the_last(problem in problem(RICH)) {
            let told = std::cell::RefCell::new(Vec::new());
            let note = |chosen: Vec<EdgeIdx>| told.borrow_mut().push(worth(&problem, &chosen));
            let solution = solve(&problem, &Options { improved: &note, ..Options::default() });
            let last = worth(&problem, &solution.chosen);
            prop_assert!(told.borrow().iter().all(|values| *values <= last || problem.refuses()));
        }

        #[test]
        fn a_stopped_solve_keeps_the_choice_it_was_given(problem in problem(RICH)) {
            let best = solve(&problem, &Options::default());
            let stopped = solve(&problem, &Options { hint: Some(&best.chosen), stop: &|| true, ..Options::default() });
            prop_assert_eq!(worth(&problem, &stopped.chosen), worth(&problem, &best.chosen));
            prop_assert!(stopped.values.iter().zip(&stopped.bounds).all(|(value, bound)| value <= bound || problem.refuses()));
        }
    }
}
