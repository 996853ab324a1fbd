//! Plans of fairs: against every list of invitations there is, and doctored.

use super::*;
use crate::plan::fair_readings;
use crate::sample::with_fair;

/// Of each person the tables to which they can be invited, each with its most points; read from the lists.
fn choices(region: &Region) -> Vec<Vec<(OfferIdx, i64)>> {
    let edges = Prepared::of(Facts::of(region, &Nearby::default())).lists().edges;
    let mut of_person = vec![BTreeMap::new(); region.jobseekers.len()];
    for edge in edges {
        let most = of_person[edge.jobseeker.at()].entry(edge.offer).or_insert(edge.points);
        *most = edge.points.max(*most);
    }
    of_person.into_iter().map(|tables| tables.into_iter().collect()).collect()
}

/// The best values of all invitations: promises, what is missing of the floor (below 0), visitors expected, points.
fn best(region: &Region, choices: &[Vec<(OfferIdx, i64)>]) -> Vec<i128> {
    fn go(
        region: &Region,
        choices: &[Vec<(OfferIdx, i64)>],
        so_far: &mut Vec<(usize, OfferIdx, i64)>,
        person: usize,
    ) -> Vec<i128> {
        let Some(tables) = choices.get(person) else { return values(region, so_far) };
        let mut best = go(region, choices, so_far, person + 1);
        for &(offer, points) in tables {
            so_far.push((person, offer, points));
            if is_kept(region, so_far) {
                best = best.max(go(region, choices, so_far, person + 1));
            }
            so_far.pop();
        }
        best
    }
    go(region, choices, &mut Vec::new(), 0)
}

/// Whether the hall and each table expect no more than they may.
fn is_kept(region: &Region, invited: &[(usize, OfferIdx, i64)]) -> bool {
    let fair = &region.fairs[0];
    // Who was invited before takes no room: it is taken already.
    let show = |person: usize| {
        let person = JobseekerIdx::from_usize(person);
        if fair.invitation_to(person).is_some() { 0 } else { fair.show_of(person) }
    };
    let hall: u32 = invited.iter().map(|&(person, ..)| show(person)).sum();
    let table =
        |at: usize| invited.iter().filter(|(_, offer, _)| offer.at() == at).map(|&(person, ..)| show(person)).sum();
    let stalls = region.fair_facts.stalls.iter().enumerate();
    let fits = |(at, stall): (usize, &Stall)| {
        let sum: u32 = table(at);
        sum <= stall.expected_max
    };
    hall <= region.fair_facts.halls[0] && stalls.clone().all(fits)
}

fn values(region: &Region, invited: &[(usize, OfferIdx, i64)]) -> Vec<i128> {
    let fair = &region.fairs[0];
    let stands = |&&(person, offer, _): &&(usize, OfferIdx, i64)| {
        let invitation = fair.invitation_to(JobseekerIdx::from_usize(person));
        let at = |invitation: &&Invitation| region.stall_of(offer).unwrap().1.id == fair.tables[invitation.table].id;
        invitation.filter(|invitation| invitation.answer != Answer::No).filter(at).is_some()
    };
    let missing = fair.floors.iter().map(|floor| {
        let Group::Municipality(municipality) = floor.group else { unreachable!("a sample asks of municipalities") };
        let lives = |&&(person, ..): &&(usize, OfferIdx, i64)| region.jobseekers[person].municipality == municipality;
        let Demand::FloorSoft(least) = floor.demand else { unreachable!("a sample asks softly") };
        (i128::from(least) - invited.iter().filter(lives).count() as i128).max(0)
    });
    let show = |&(person, ..): &(usize, OfferIdx, i64)| i128::from(fair.show_of(JobseekerIdx::from_usize(person)));
    vec![
        invited.iter().filter(stands).count() as i128,
        -missing.sum::<i128>(),
        invited.iter().map(show).sum(),
        invited.iter().map(|&(_, _, points)| i128::from(points)).sum(),
    ]
}

#[test]
fn who_is_invited_is_the_best_of_all_lists() {
    let (mut n_invited, mut n_left) = (0, 0);
    for seed in 0..300 {
        let region = with_fair(seed, 6);
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        let plan = solved(&Prepared::of(facts), &Options::default());
        let choices = choices(&region);
        let found: Vec<i128> = plan.levels.iter().map(|level| level.value).collect();
        assert_eq!(found, best(&region, &choices), "seed {seed}");
        assert_eq!(plan.termination, Termination::Optimal, "seed {seed}");
        let violations = check(facts, &plan);
        assert!(violations.is_empty(), "seed {seed}: {:?}", in_words(facts, &violations));
        n_invited += plan.assignments.len();
        n_left += plan.unassigned.iter().filter(|person| person.candidates > 0).count();
    }
    assert!(n_invited > 200 && n_left > 200, "{n_invited} {n_left}");
}

#[test]
fn too_many_invited_or_somebody_who_said_no_is_refused() {
    let (mut n_full, mut n_no) = (0, 0);
    for seed in 0..200 {
        let region = with_fair(seed, 8);
        let near = Nearby::default();
        let facts = Facts::of(&region, &near);
        let plan = solved(&Prepared::of(facts), &Options::default());
        let edges = Prepared::of(facts).lists().edges;
        let more = edges.iter().find(|edge| plan.assignment_of(edge.jobseeker).is_none());
        let adds = |edge: crate::candidates::Edge| {
            let mut doctored = plan.clone();
            doctored.unassigned.retain(|person| person.jobseeker != edge.jobseeker);
            doctored.assignments.push(edge);
            doctored.assignments.sort_by_key(|edge| edge.jobseeker);
            in_words(facts, &check(facts, &doctored))
        };
        if let Some(&edge) = more {
            let words = adds(edge);
            // One more fits only where a better level forbade it, and then the values differ.
            let is_told =
                |words: &&String| words.starts_with("CHECK_POOL_EXCEEDED") || words.starts_with("CHECK_VALUE");
            assert!(words.iter().find(is_told).is_some(), "seed {seed}: {words:?}");
            n_full += usize::from(words.iter().any(|words| words.starts_with("CHECK_POOL_EXCEEDED")));
        }
        let said_no = region.fairs[0].invited.iter().find(|invitation| invitation.answer == Answer::No);
        if let Some(invitation) = said_no {
            let choice = Choice::by(Mode::Car);
            let edge =
                crate::candidates::Edge { jobseeker: invitation.jobseeker, offer: OfferIdx(0), choice, points: 1000 };
            assert!(adds(edge).iter().any(|words| words.starts_with("CHECK_BLOCKED")), "seed {seed}");
            n_no += 1;
        }
    }
    assert!(n_full > 50 && n_no > 5, "{n_full} {n_no}");
}

/// Takes seconds.
mod full {
    use super::*;

    #[test]
    fn the_chances_accepted_are_kept_exactly() {
        let mut n_risky = 0;
        for seed in 0..300 {
            let region = with_fair(seed, 12);
            let near = Nearby::default();
            let facts = Facts::of(&region, &near);
            let plan = solved(&Prepared::of(facts), &Options::default());
            let fair = &region.fairs[0];
            for reading in fair_readings(facts, &plan) {
                let risk = reading.turnout.more_than(fair.places as usize).get();
                // Where nobody more is invited, those invited before and the walk-ins may be too many.
                let new = |edge: &&crate::candidates::Edge| fair.invitation_to(edge.jobseeker).is_none();
                let n_new = plan.assignments.iter().filter(new).count();
                assert!(risk <= fair.risk + 1e-9 || n_new == 0, "seed {seed}: {risk} of {}", fair.risk);
                n_risky += usize::from(risk > 0.0);
                for row in reading.tables {
                    let table = region.stall_of(row.offer).unwrap().1;
                    let here = plan.assignments.iter().filter(|edge| edge.offer == row.offer).filter(new).count();
                    assert!(row.table.queue.get() <= table.risk + 1e-9 || here == 0, "seed {seed}: {}", table.id);
                }
            }
        }
        assert!(n_risky > 100, "{n_risky}");
    }

    #[test]
    fn somebody_on_hold_or_without_a_fitting_vacancy_is_never_invited() {
        for seed in 0..200 {
            let region = with_fair(seed, 10);
            let plan = solved(&Prepared::of(Facts::of(&region, &Nearby::default())), &Options::default());
            for edge in &plan.assignments {
                let person = &region.jobseekers[edge.jobseeker.at()];
                assert!(
                    person.gate != Gate::Hold && region.fit_at(edge.jobseeker, edge.offer).is_some(),
                    "seed {seed}"
                );
                let invitation = region.fairs[0].invitation_to(edge.jobseeker);
                assert!(invitation.is_none_or(|invitation| invitation.answer != Answer::No), "seed {seed}");
            }
        }
    }
}
