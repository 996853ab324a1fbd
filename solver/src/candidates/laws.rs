//! Laws of candidate search on many small regions.

use super::{Edge, Index, find};
use crate::constraint::RuleBook;
use crate::domain::{CareIdx, Facts, JobseekerIdx, Mode, Nearby, OfferIdx, Region, SupportIdx};
use crate::sample;
use crate::way::{CHILDREN_MAX, Choice, SUPPORTS_MAX, Way};

/// What the search finds.
fn found_in(region: &Region) -> Vec<Edge> {
    let near = Nearby::default();
    let (facts, rules) = (Facts::of(region, &near), RuleBook::of(&region.pack));
    find(facts, &rules, &Index::of(facts, &rules))
}

/// Every way of every pair, judged one by one: every mode, every facility for every child, every set of supports.
fn every_edge(region: &Region) -> Vec<Edge> {
    let near = Nearby::default();
    let (facts, rules) = (Facts::of(region, &near), RuleBook::of(&region.pack));
    let mut edges = Vec::new();
    for j in 0..region.jobseekers.len() {
        let children = region.jobseekers[j].children.iter().filter(|child| child.needs_care && child.place.is_none());
        let places = every_place(region.childcare.len(), children.count());
        for v in 0..region.offers.len() {
            for &places in &places {
                for supports in every_support(region.supports.len()) {
                    for mode in Mode::ALL {
                        let choice = Choice { mode, places, supports };
                        let (jobseeker, offer) = (JobseekerIdx::from_usize(j), OfferIdx::from_usize(v));
                        let way = Way { facts, jobseeker_idx: jobseeker, offer_idx: offer, choice };
                        let verdict = rules.verdict(&way);
                        if verdict.blocked_by.is_none() {
                            edges.push(Edge { jobseeker, offer, choice, points: rules.points(&way, verdict.costs) });
                        }
                    }
                }
            }
        }
    }
    edges
}

fn every_place(facilities: usize, children: usize) -> Vec<[Option<CareIdx>; CHILDREN_MAX]> {
    let mut choices = vec![[None; CHILDREN_MAX]];
    for child in 0..children {
        let longer = choices.iter().flat_map(|choice| {
            (0..=facilities).map(move |n| {
                let mut choice = *choice;
                choice[child] = (n < facilities).then(|| CareIdx::from_usize(n));
                choice
            })
        });
        choices = longer.collect();
    }
    choices
}

fn every_support(supports: usize) -> Vec<[Option<SupportIdx>; SUPPORTS_MAX]> {
    let one = |n: usize| Some(SupportIdx::from_usize(n));
    let mut sets = vec![[None; SUPPORTS_MAX]];
    for a in 0..supports {
        sets.push([one(a), None]);
        sets.extend((a + 1..supports).map(|b| [one(a), one(b)]));
    }
    sets
}

/// What a way draws besides its person and its offer.
fn draws(choice: &Choice) -> (Vec<CareIdx>, Vec<SupportIdx>) {
    let mut places: Vec<_> = choice.places.iter().flatten().copied().collect();
    places.sort_unstable();
    (places, choice.supports_used().collect())
}

#[test]
fn a_bicycle_is_tried_where_the_parent_would_be_late_at_childcare() {
    // Region 38 has a parent who walks to work in time, but would have to be at childcare before it opens.
    let region = sample::region(38, 11, 6);
    let found = found_in(&region);
    let by_bicycle = |edge: &&Edge| {
        edge.choice.mode == Mode::Bike && edge.choice.places[0].is_some() && edge.choice.supports[0].is_some()
    };
    assert!(found.iter().filter(by_bicycle).any(|edge| region.jobseekers[edge.jobseeker.at()].id == "J006"));
}

#[test]
fn a_offer_sees_the_same_edges_as_its_people() {
    let plain = (0..40).map(|seed| (seed, sample::region(seed, 12, 10)));
    let varied = (0..40).map(|seed| (seed, sample::varied(seed, 12, 10)));
    let timetabled = (0..20).map(|seed| (seed, sample::timetabled(seed, 12, 10)));
    for (seed, region) in plain.chain(varied).chain(timetabled) {
        let near = Nearby::default();
        let (facts, rules) = (Facts::of(&region, &near), RuleBook::of(&region.pack));
        let index = Index::of(facts, &rules);
        let all = find(facts, &rules, &index);
        let mut by_offer = Vec::new();
        for v in 0..region.offers.len() {
            super::Search::new(facts, &rules, &index).edges_to(OfferIdx::from_usize(v), &mut by_offer);
        }
        by_offer.sort_unstable();
        assert_eq!(all, by_offer, "seed {seed}");
    }
}

/// Takes seconds: see `tests/it/full.rs` of the project.
mod full {
    use super::*;

    #[test]
    fn the_search_finds_every_way_or_a_better_one_that_draws_no_more() {
        let mut found_in_all = 0;
        let plain = (0..60).map(|seed| (seed, sample::region(seed, 6, 8)));
        let varied = (0..60).map(|seed| (seed, sample::varied(seed, 6, 8)));
        let timetabled = (0..30).map(|seed| (seed, sample::timetabled(seed, 5, 6)));
        for (seed, region) in plain.chain(varied).chain(timetabled) {
            let found = found_in(&region);
            found_in_all += found.len();
            let every = every_edge(&region);
            for edge in &found {
                assert!(every.contains(edge), "seed {seed}: {edge:?} is no way");
            }
            for edge in &every {
                let (places, supports) = draws(&edge.choice);
                let covered = found.iter().any(|other| {
                    let (fewer_places, fewer_supports) = draws(&other.choice);
                    (other.jobseeker, other.offer) == (edge.jobseeker, edge.offer)
                        && other.points >= edge.points
                        && fewer_places.iter().all(|place| places.contains(place))
                        && fewer_supports.iter().all(|support| supports.contains(support))
                });
                assert!(covered, "seed {seed}: {edge:?} was lost");
            }
        }
        assert!(found_in_all > 300, "the samples are too poor to prove anything: {found_in_all}");
    }
}
