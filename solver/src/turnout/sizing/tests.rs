//! Sizing against every count there is, each read by another way to the same chances.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::turnout::tests::p;

fn segment(mean: f64, worth: f64, fewest: usize, most: usize) -> Segment {
    Segment { rate: Beta::prior(mean, worth).unwrap(), sure: 0, fewest, most }
}

fn fair(places: usize, risk: f64, segments: Vec<Segment>) -> Sizing {
    Sizing {
        hall: Hall { places, risk: p(risk) },
        segments,
        walk_ins: 0.0,
        stands: Vec::new(),
        shock: None,
        binding: Binding::Independent,
        uncertainty: Uncertainty::Integrated,
    }
}

/// People one by one, as balls from an urn: a beta-binomial without a formula. Thinned to those who visit.
fn urn(segment: &Segment, n: usize, uncertainty: Uncertainty, share: f64) -> Vec<f64> {
    let (a, b) = (segment.rate.alpha(), segment.rate.beta());
    let mut came = vec![1.0];
    for drawn in 0..n {
        let mut next = vec![0.0; drawn + 2];
        for (k, chance) in came.iter().enumerate() {
            let comes = match uncertainty {
                Uncertainty::Integrated => (a + k as f64) / (a + b + drawn as f64),
                Uncertainty::Mean => a / (a + b),
            };
            next[k + 1] += chance * comes;
            next[k] += chance * (1.0 - comes);
        }
        came = next;
    }
    let mut visits = vec![0.0; n + 1];
    for (k, chance) in came.iter().enumerate() {
        for (v, visit) in visits.iter_mut().enumerate().take(k + 1) {
            let ways: f64 = (0..v).map(|i| (k - i) as f64 / (v - i) as f64).product();
            *visit += chance * ways * share.powi(v as i32) * (1.0 - share).powi((k - v) as i32);
        }
    }
    visits
}

fn sum_of(parts: impl Iterator<Item = Vec<f64>>) -> Vec<f64> {
    parts.fold(vec![1.0], |one, other| {
        let mut sums = vec![0.0; one.len() + other.len() - 1];
        for (i, a) in one.iter().enumerate() {
            for (j, b) in other.iter().enumerate() {
                sums[i + j] += a * b;
            }
        }
        sums
    })
}

fn poisson(mean: f64) -> Vec<f64> {
    let mut chance = (-mean).exp();
    (0..60_u32)
        .map(|n| {
            let here = chance;
            chance *= mean / f64::from(n + 1);
            here
        })
        .collect()
}

/// Value and whether it fits, in the longest way.
fn slowly(sizing: &Sizing, counts: &[usize]) -> (f64, bool) {
    let of = |shares: &dyn Fn(usize) -> f64, walk_ins: f64| {
        let segments = sizing.segments.iter().zip(counts).enumerate();
        let parts = segments.map(|(at, (segment, &n))| urn(segment, n, sizing.uncertainty, shares(at)));
        sum_of(parts.chain([poisson(walk_ins)]))
    };
    let beyond = |chances: &[f64], most: usize| chances.iter().skip(most + 1).sum::<f64>();
    let all = of(&|_| 1.0, sizing.walk_ins);
    let mut fits = beyond(&all, sizing.hall.places) <= sizing.hall.risk.get() + 1e-11;
    let mean =
        |chances: &[f64], most: usize| chances.iter().enumerate().map(|(n, c)| n.min(most) as f64 * c).sum::<f64>();
    if sizing.stands.is_empty() {
        return (mean(&all, usize::MAX), fits);
    }
    let mut value = 0.0;
    for stand in &sizing.stands {
        let visits = of(&|at| stand.shares[at].get(), sizing.walk_ins * stand.walk_in_share.get());
        fits &= beyond(&visits, stand.slots) <= stand.risk.get() + 1e-11;
        value += mean(&visits, stand.slots);
    }
    (value, fits)
}

/// The best of all counts, or none.
fn by_all_counts(sizing: &Sizing) -> Option<f64> {
    let mut all = vec![Vec::new()];
    for segment in &sizing.segments {
        let longer = |counts: &Vec<usize>| {
            (segment.fewest..=segment.most).map(|n| [counts.as_slice(), &[n]].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    let fitting = all.iter().map(|counts| slowly(sizing, counts)).filter(|(_, fits)| *fits);
    fitting.map(|(value, _)| value).reduce(f64::max)
}

fn small_fair() -> impl Strategy<Value = Sizing> {
    let segments = vec((0.05..0.95, 0.5..40.0, 0_usize..3, 0_usize..6), 1..4);
    let stands = vec((1_usize..4, 0.05..1.0, vec(0.0..1.0, 3), 0.0..1.0), 0..3);
    (1_usize..7, 0.01..0.6, segments, stands, 0.0..1.5, any::<bool>()).prop_map(
        |(places, risk, segments, stands, walk_ins, is_mean)| {
            let segments = segments.iter().map(|&(mean, worth, few, more)| segment(mean, worth, few, few + more));
            let mut sizing = fair(places, risk, segments.collect());
            let n = sizing.segments.len();
            let stand = |(slots, risk, shares, walk_in_share): &(usize, f64, Vec<f64>, f64)| Stand {
                slots: *slots,
                risk: p(*risk),
                shares: shares[..n].iter().copied().map(p).collect(),
                walk_in_share: p(*walk_in_share),
            };
            sizing.stands = stands.iter().map(stand).collect();
            sizing.walk_ins = walk_ins;
            sizing.uncertainty = if is_mean { Uncertainty::Mean } else { Uncertainty::Integrated };
            sizing
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_counts_are_better_than_those_found(sizing in small_fair()) {
        let found = size(&sizing);
        match by_all_counts(&sizing) {
            None => prop_assert!(found.method == Method::Infeasible && !found.broken.is_empty()),
            Some(best) => {
                prop_assert_eq!(found.method, Method::Exact);
                let (value, fits) = slowly(&sizing, &found.invite);
                prop_assert!(fits, "{:?}", found.invite);
                prop_assert!((value - found.value).abs() < 1e-9, "{value} {}", found.value);
                prop_assert!((best - found.value).abs() < 1e-8, "{best} {}", found.value);
                for (segment, &n) in sizing.segments.iter().zip(&found.invite) {
                    prop_assert!((segment.fewest..=segment.most).contains(&n));
                }
            }
        }
    }

    #[test]
    fn orders_and_exchanges_come_near_the_best_and_never_above_the_bound(sizing in small_fair()) {
        let Some(best) = by_all_counts(&sizing) else { return Ok(()) };
        let model = reading::Model::independent(&sizing);
        let found = search::greedily(&model);
        let bound = bound::bound(&model, &found);
        let (value, fits) = slowly(&sizing, &found.invite);
        prop_assert!(fits && (value - found.value).abs() < 1e-9);
        prop_assert!(bound >= best - 1e-8, "{bound} {best}");
        prop_assert!(found.value >= 0.9 * best, "{} {best}", found.value);
    }
}

#[test]
fn one_more_person_would_break_the_hall() {
    for uncertainty in [Uncertainty::Integrated, Uncertainty::Mean] {
        let mut sizing = fair(20, 0.05, vec![segment(0.3, 60.0, 1, 200)]);
        sizing.uncertainty = uncertainty;
        let found = size(&sizing);
        let risk = |n: usize| urn(&sizing.segments[0], n, uncertainty, 1.0).iter().skip(21).sum::<f64>();
        let n = found.invite[0];
        assert!(risk(n) <= 0.05 && risk(n + 1) > 0.05, "{n}: {} {}", risk(n), risk(n + 1));
        assert!((found.independent.turnout.more_than(20).get() - risk(n)).abs() < 1e-12);
        assert_eq!(found.method, Method::Exact);
    }
}

#[test]
fn a_rate_less_well_known_invites_fewer() {
    let invited = |worth: f64| size(&fair(20, 0.05, vec![segment(0.3, worth, 1, 200)])).invite[0];
    assert!(invited(10.0) < invited(100.0) && invited(100.0) < invited(10_000.0));
}

#[test]
fn a_floor_is_kept_where_it_costs_and_told_where_it_cannot_be() {
    // The second segment visits no table, so nobody of it would be invited.
    let mut sizing = fair(10, 0.1, vec![segment(0.5, 50.0, 0, 40), segment(0.5, 50.0, 6, 40)]);
    sizing.stands = vec![Stand { slots: 8, risk: p(1.0), shares: vec![p(0.8), p(0.0)], walk_in_share: p(0.0) }];
    let with_floor = size(&sizing);
    assert_eq!(with_floor.invite[1], 6);
    sizing.segments[1].fewest = 0;
    let without = size(&sizing);
    assert!(without.invite[1] == 0 && without.value > with_floor.value);
    sizing.segments[1].fewest = 40;
    sizing.stands[0].risk = p(0.0);
    sizing.segments[0].fewest = 9;
    let broken = size(&sizing);
    assert_eq!((broken.method, broken.invite), (Method::Infeasible, vec![9, 40]));
    assert_eq!(broken.broken.iter().map(|broken| broken.stand).collect::<Vec<_>>(), [None, Some(0)]);
}

#[test]
fn a_common_shock_invites_fewer_and_tells_both() {
    let mut sizing = fair(30, 0.05, vec![segment(0.3, 500.0, 1, 200)]);
    let alone = size(&sizing);
    sizing.shock = Some(CommonShock::of_spread(0.5).unwrap());
    assert_eq!(size(&sizing).invite, alone.invite, "the other model binds");
    sizing.binding = Binding::CommonShock;
    let together = size(&sizing);
    assert!(together.invite[0] < alone.invite[0]);
    let risks = together.together.as_ref().unwrap().turnout.more_than(30).get();
    assert!(risks <= 0.05 && risks > together.independent.turnout.more_than(30).get());
    // With a rate as good as known the shock is that of a list of probabilities.
    sizing.uncertainty = Uncertainty::Mean;
    let sized = size(&sizing);
    let people = vec![sizing.segments[0].rate.mean(); sized.invite[0]];
    let listed = CommonShock::of_spread(0.5).unwrap().turnout(&people).unwrap();
    let found = sized.together.unwrap().turnout;
    assert!((found.mean() - listed.mean()).abs() < 1e-9);
    assert!((0..30).all(|n| (found.more_than(n).get() - listed.more_than(n).get()).abs() < 1e-9));
}

#[test]
fn the_curve_rises_through_the_answer() {
    let mut sizing = fair(20, 0.05, vec![segment(0.3, 60.0, 5, 90), segment(0.2, 60.0, 5, 70)]);
    sizing.shock = Some(CommonShock::of_spread(0.4).unwrap());
    let found = size(&sizing);
    let total = found.invite.iter().sum();
    let at = found.curve.iter().find(|point| point.invited == total).unwrap();
    assert_eq!(at.independent.2, found.independent.turnout.more_than(20).get());
    assert_eq!(found.curve[0].invited, 10);
    assert!(found.curve.len() <= CURVE_POINTS_MAX + 1);
    for two in found.curve.windows(2) {
        assert!(two[0].invited < two[1].invited && two[0].independent.2 <= two[1].independent.2);
        assert!(two[0].together.unwrap().2 <= two[1].together.unwrap().2);
    }
}

/// People to invite in the wave, per segment.
fn wave(sizing: &Sizing, replies: &[Reply], days_left: u32) -> (Vec<usize>, Sized) {
    let found = size(&after_replies(sizing, replies, days_left).unwrap());
    let silent = replies.iter().map(|reply| reply.invited - reply.yes - reply.no);
    (found.invite.iter().zip(silent).map(|(invite, silent)| invite - silent).collect(), found)
}

#[test]
fn a_wave_never_overfills_when_all_that_said_yes_come() {
    let sizing = fair(20, 0.05, vec![segment(0.3, 60.0, 1, 100), segment(0.2, 40.0, 1, 80)]);
    for yes in 0..=24 {
        let replies = [
            Reply { invited: 30, yes, no: 3, lead_time_days: 3 },
            Reply { invited: 10, yes: 0, no: 5, lead_time_days: 3 },
        ];
        let (more, found) = wave(&sizing, &replies, 5);
        // By the urn: those who said yes are there, the silent and the new come as their rates let them.
        let counts = [27 - yes + more[0], 5 + more[1]];
        let others = sum_of((0..2).map(|at| urn(&sizing.segments[at], counts[at], Uncertainty::Integrated, 1.0)));
        let risk: f64 = others.iter().enumerate().filter(|(n, _)| n + yes > 20).map(|(_, chance)| chance).sum();
        assert!(risk <= 0.05 + 1e-9 || more == [0, 0], "{yes}: {more:?} {risk}");
        assert_eq!(found.method == Method::Infeasible, risk > 0.05 + 1e-9);
        assert!(yes < 20 || more == [0, 0]);
    }
}

#[test]
fn few_replies_call_for_more_and_short_notice_for_nobody() {
    let sizing = fair(20, 0.05, vec![segment(0.3, 60.0, 1, 200)]);
    let reply = |no| [Reply { invited: 40, yes: 2, no, lead_time_days: 7 }];
    let (few, many) = (wave(&sizing, &reply(5), 7).0[0], wave(&sizing, &reply(30), 7).0[0]);
    assert!(many > few && few > 0, "{many} {few}");
    assert_eq!(wave(&sizing, &reply(30), 6).0, [0], "its rate was learned with seven days to answer");
    let wrong = Reply { invited: 3, yes: 2, no: 2, lead_time_days: 7 };
    assert_eq!(after_replies(&sizing, &[wrong], 7), Err(WaveError::Counts { segment: 0 }));
    assert_eq!(after_replies(&sizing, &[], 7), Err(WaveError::Segments));
}

/// A fair as large as is taken.
fn large(spread: f64) -> Sizing {
    let segments = (0..SEGMENTS_MAX).map(|at| segment(0.12 + 0.05 * at as f64, 40.0, 10, PEOPLE_MAX / SEGMENTS_MAX));
    let mut sizing = fair(400, 0.05, segments.collect());
    let stand = |at: usize| Stand {
        slots: 18,
        risk: p(0.5),
        shares: (0..SEGMENTS_MAX).map(|s| p(0.02 + 0.01 * ((at + s) % 5) as f64)).collect(),
        walk_in_share: p(0.02),
    };
    sizing.stands = (0..TABLES_MAX).map(stand).collect();
    sizing.walk_ins = 20.0;
    if spread > 0.0 {
        sizing.shock = Some(CommonShock::of_spread(spread).unwrap());
        sizing.binding = Binding::CommonShock;
    }
    sizing
}

#[test]
fn a_large_fair_is_sized_within_its_bounds_and_says_how_far_from_the_best() {
    let sizing = large(0.0);
    let found = size(&sizing);
    assert_eq!(found.method, Method::Greedy);
    assert!(found.independent.turnout.more_than(400).get() <= 0.05 + 1e-9);
    assert!(found.independent.stands.iter().all(|stand| stand.queue <= 0.5 + 1e-9));
    assert!(found.bound >= found.value && found.value > 0.5 * found.bound, "{} {}", found.value, found.bound);
}
