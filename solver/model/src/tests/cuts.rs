//! Cuts: valid whatever they add up, found where a relaxation takes halves, refused where they add up what they may
//! not.

use super::*;

/// Edges of which each draws two of a few pools of small, odd capacity: what relaxations take by halves.
const CYCLES: Kind = Kind { owners: 4, pools: 4, edges: 11, draws: 2, grants: false, floors: false, size: 3 };

/// Three tasks, each of which needs two of three rooms.
fn triangle() -> Problem {
    let mut builder = Builder::new(1);
    let rooms: Vec<_> = (0..3).map(|_| builder.pool(Pool { capacity: Some(1), floor: None })).collect();
    for at in 0..3 {
        let draws = [at, (at + 1) % 3].map(|room| Draw { pool: rooms[room], units: 1 });
        builder.edge(None, &draws, &[[2, 3, 3][at]]);
    }
    builder.build().unwrap().0
}

#[test]
fn an_odd_cycle_is_proven_without_a_branch() {
    let problem = triangle();
    check(&problem);
    let solution = solve(&problem, &Options { max_nodes: 0, ..Options::default() });
    assert_eq!((&solution.values[..], &solution.status), (&[3][..], &Status::Optimal));
    assert_eq!(solution.certificate.cuts, [Cut { pools: vec![0, 1, 2] }]);
    let blocks = solution.certificate.parts.iter().flat_map(|part| &part.blocks);
    assert!(blocks.into_iter().all(|block| matches!(block.proof, Proof::Prices(_))));
    // Without the cut the same prices are refused.
    let without = Certificate { cuts: Vec::new(), ..solution.certificate };
    assert!(bound(&problem, &without).is_err());
}

#[test]
fn a_cut_of_what_is_no_capacity_is_refused() {
    let mut builder = Builder::new(1);
    let room = builder.pool(Pool { capacity: Some(3), floor: None });
    let asked = builder.pool(Pool { capacity: None, floor: Some(Floor { units: 0, missing: Missing::Never }) });
    builder.edge(None, &[Draw { pool: room, units: 2 }, Draw { pool: asked, units: 1 }], &[1]);
    let problem = builder.build().unwrap().0;
    let plain = solve(&problem, &Options::default()).certificate;
    for pools in [vec![asked], vec![room, room], vec![7], vec![room, asked]] {
        let forged = Certificate { cuts: vec![Cut { pools }], ..plain.clone() };
        assert_eq!(bound(&problem, &forged), Err(Refusal::Cut(0)));
    }
    let nothing = Certificate { cuts: vec![Cut { pools: vec![room] }], ..plain.clone() };
    assert_eq!(bound(&problem, &nothing), bound(&problem, &plain), "a cut that nothing prices proves nothing");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn halves_are_cut_off_and_the_best_choice_stays(problem in problem(CYCLES)) {
        check(&problem);
    }

    #[test]
    fn any_cut_at_any_price_gives_a_valid_bound(
        problem in problem(RICH),
        seeds in prop::collection::vec(0..40u32, 9),
        sets in prop::collection::vec(any::<u16>(), 1..4),
    ) {
        let best = brute_force(&problem);
        prop_assume!(best[0] == 0);
        let has_capacity = |&pool: &PoolIdx| problem.pools[pool as usize].capacity.is_some();
        let of_set = |set: u16| (0..problem.pools.len() as PoolIdx).filter(has_capacity).filter(move |pool| set >> (pool % 16) & 1 == 1);
        let cuts: Vec<Cut> = sets.iter().map(|&set| Cut { pools: of_set(set).collect() }).collect();
        let mut certificate = random_certificate(&problem, &seeds);
        let part = &mut certificate.parts[0];
        for at in 0..cuts.len() {
            let pool = (problem.pools.len() + at) as PoolIdx;
            part.pools.push(pool);
            for block in &mut part.blocks {
                block.root.capacities.push((pool, i128::from(seeds[(at * 5 + block.first_level) % seeds.len()])));
            }
        }
        certificate.cuts = cuts;
        if let Ok(bounds) = bound(&problem, &certificate) {
            assert!(bounds[..] >= best[1..], "{bounds:?} {best:?}");
        }
    }
}
