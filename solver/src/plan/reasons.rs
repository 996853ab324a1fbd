//! Why people do not start and why openings stay free: counted per rule over the pairings within reach, never stored
//! pair by pair.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{OfferResult, Prepared, Unassigned};
use crate::candidates::{Edge, Search};
use crate::constraint::ALL;
use crate::domain::{EditionIdx, Facts, JobseekerIdx, Mode, OfferIdx};
use crate::way::{Choice, Way, place_choices};

/// Why someone does not start, or why an opening stays free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A rule that hides the rest keeps the person out: nothing more is said.
    NotAvailable {
        /// Position of the rule in [`ALL`].
        rule: u8,
    },
    /// No offer lies within reach and goals.
    NothingInReach,
    /// So many pairings within reach fail on this rule and on no other.
    Only {
        /// Position of the rule in [`ALL`].
        rule: u8,
        /// How many.
        pairings: u32,
    },
    /// So many pairings within reach fail on several rules.
    Several {
        /// How many.
        pairings: u32,
    },
    /// A room or a person is missing, or not free: it cannot be held at all.
    CannotBeHeld,
    /// Fewer people could come than it takes to hold it.
    TooFew {
        /// How many could.
        people: u32,
        /// How many it takes.
        least: u32,
    },
    /// It could be held, and what else is held serves more people, or the same people with fewer editions.
    NotChosen {
        /// How many people could come.
        people: u32,
    },
    /// So many pairings were possible and went to others, or the people took other offers.
    Competition {
        /// How many.
        pairings: u32,
    },
}

/// Pairings per rule that is their only obstacle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoleObstacles {
    by_rule: Vec<u32>,
    several: u32,
    hidden_by: Option<u8>,
}

impl Default for SoleObstacles {
    fn default() -> Self {
        Self { by_rule: vec![0; ALL.len()], several: 0, hidden_by: None }
    }
}

impl SoleObstacles {
    /// Counts one pairing with the rules that block its best way, as a bit set.
    fn count(&mut self, blockers: u64) {
        let hiding = (0..ALL.len()).find(|&rule| blockers & (1u64 << rule) != 0 && ALL[rule].hides_the_rest());
        if let Some(rule) = hiding {
            self.hidden_by = Some(rule as u8);
        } else if blockers.count_ones() == 1 {
            self.by_rule[blockers.trailing_zeros() as usize] += 1;
        } else if blockers != 0 {
            self.several += 1;
        }
    }

    /// The counts as reasons, the largest first; a rule that hides the rest stands alone.
    fn reasons(&self, hides: bool) -> Vec<Reason> {
        if let Some(rule) = self.hidden_by.filter(|_| hides) {
            return vec![Reason::NotAvailable { rule }];
        }
        let counted = self.by_rule.iter().enumerate().filter(|(_, pairings)| **pairings > 0);
        let mut reasons: Vec<_> =
            counted.map(|(rule, &pairings)| Reason::Only { rule: rule as u8, pairings }).collect();
        reasons.sort_by_key(|reason| match *reason {
            Reason::Only { rule, pairings } => (std::cmp::Reverse(pairings), ALL[usize::from(rule)].place()),
            _ => (std::cmp::Reverse(0), 0),
        });
        if self.several > 0 {
            reasons.push(Reason::Several { pairings: self.several });
        }
        reasons
    }
}

/// The rules that block the best way of a pairing without supports, as a bit set: of all ways the one with the fewest.
/// Where there are several, some of them.
pub(crate) fn blockers(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, offer: OfferIdx) -> u64 {
    let facts = prepared.facts;
    let any = Way { facts, jobseeker_idx: jobseeker, offer_idx: offer, choice: Choice::by(Mode::Walk) };
    let fixed = prepared.rules.blockers_upto(&any, false, 1);
    if fixed.count_ones() > 1 {
        // Several obstacles whatever the choice: no way is worth looking at, and it is not told which.
        return fixed;
    }
    let modes = any.modes();
    let places = place_choices(facts, jobseeker, offer, modes);
    let of_choice = places
        .iter()
        .flat_map(|&places| modes.iter().map(move |mode| Way { choice: Choice { places, ..Choice::by(mode) }, ..any }));
    // Beside an obstacle of the pairing itself all that counts is whether some way has none.
    let enough = if fixed == 0 { ALL.len() } else { 1 };
    let mut best: Option<u64> = None;
    for way in of_choice {
        // A way that has as many obstacles as the best so far is no better.
        let fewest = best.map_or(enough, |best| best.count_ones() as usize);
        let Some(most) = fewest.checked_sub(1) else { break };
        let blockers = prepared.rules.blockers_upto(&way, true, most);
        if best.is_none() || blockers.count_ones() as usize <= most {
            best = Some(blockers);
        }
    }
    fixed | best.unwrap_or_else(|| prepared.rules.blockers(&any, true))
}

/// Everyone who does not start and every offer, with reasons. Linear in the pairings within reach of those concerned.
pub(super) fn of_all(
    prepared: &Prepared<'_>,
    edges: &[Edge],
    assignments: &[Edge],
    opened: &[EditionIdx],
) -> (Vec<Unassigned>, Vec<OfferResult>) {
    let region = prepared.facts.region;
    let (mut of_person, mut of_offer) = (vec![0u32; region.jobseekers.len()], vec![0u32; region.offers.len()]);
    for pair in edges.chunk_by(|a, b| (a.jobseeker, a.offer) == (b.jobseeker, b.offer)) {
        of_person[pair[0].jobseeker.at()] += 1;
        of_offer[pair[0].offer.at()] += 1;
    }
    of_counts(prepared, &of_person, &of_offer, assignments, opened)
}

/// As [`of_all`], from the offers that each person could take and the people who could take each offer: the checker
/// counts those itself. Assignments are of people and offers that the region has.
pub(super) fn of_counts<'a>(
    prepared: &Prepared<'_>,
    of_person: &[u32],
    of_offer: &[u32],
    assignments: impl IntoIterator<Item = &'a Edge>,
    opened: &[EditionIdx],
) -> (Vec<Unassigned>, Vec<OfferResult>) {
    let region = prepared.facts.region;
    let result = |(idx, &candidates): (usize, &u32)| OfferResult {
        offer: OfferIdx::from_usize(idx),
        filled: 0,
        candidates,
        reasons: Vec::new(),
    };
    let mut offers: Vec<OfferResult> = of_offer.iter().enumerate().map(result).collect();
    let mut starts = vec![false; region.jobseekers.len()];
    for edge in assignments {
        starts[edge.jobseeker.at()] = true;
        offers[edge.offer.at()].filled += 1;
    }
    let without: Vec<bool> = offers.iter().map(|result| result.candidates == 0).collect();
    let (obstacles, of_offers) = obstacles(prepared, &starts, of_person, &without);
    let none = SoleObstacles::default();
    for result in &mut offers {
        if let Some(reason) = of_unheld(prepared.facts, opened, result.offer, result.candidates) {
            result.reasons = vec![reason];
            continue;
        }
        let open = super::places_among(opened, prepared.facts, result.offer).saturating_sub(result.filled);
        result.reasons = match (open, result.candidates) {
            (0, _) => Vec::new(),
            (_, 0) => of_empty(of_offers.get(&result.offer).unwrap_or(&none), false),
            (_, pairings) => vec![Reason::Competition { pairings }],
        };
    }
    let unassigned = obstacles.into_iter().map(|(jobseeker, obstacles)| {
        let candidates = of_person[jobseeker.at()];
        let reasons = match candidates {
            0 => of_empty(&obstacles, true),
            pairings => vec![Reason::Competition { pairings }],
        };
        Unassigned { jobseeker, candidates, reasons }
    });
    (unassigned.collect(), offers)
}

/// Why an offer that needs an edition has none; nothing for all other offers. Logarithmic in the editions.
fn of_unheld(facts: Facts<'_>, opened: &[EditionIdx], offer: OfferIdx, people: u32) -> Option<Reason> {
    let region = facts.region;
    if facts.openings(offer).is_some() || super::edition_among(opened, region, offer).is_some() {
        return None;
    }
    Some(match region.editions_of(offer).iter().map(|edition| edition.least).min() {
        None => Reason::CannotBeHeld,
        Some(least) if people < least => Reason::TooFew { people, least },
        Some(_) => Reason::NotChosen { people },
    })
}

/// Reasons where no pairing was possible.
fn of_empty(obstacles: &SoleObstacles, hides: bool) -> Vec<Reason> {
    let reasons = obstacles.reasons(hides);
    if reasons.is_empty() { vec![Reason::NothingInReach] } else { reasons }
}

/// People who do not start with what is in their way, and per offer what is in the way of people.
type Obstacles = (Vec<(JobseekerIdx, SoleObstacles)>, BTreeMap<OfferIdx, SoleObstacles>);

/// Counts obstacles over pairings within reach: of people without any edge, and of offers without any.
fn obstacles(prepared: &Prepared<'_>, starts: &[bool], of_person: &[u32], without: &[bool]) -> Obstacles {
    let people: Vec<_> = (0..starts.len()).map(JobseekerIdx::from_usize).collect();
    let pieces: Vec<Obstacles> = people
        .par_chunks(512)
        .map(|piece| {
            let search = Search::new(prepared.facts, &prepared.rules, &prepared.index);
            let mut in_reach = Vec::new();
            let mut of_offers = BTreeMap::<_, SoleObstacles>::new();
            let mut of_people = Vec::new();
            for &person in piece {
                let wants_reasons = !starts[person.at()] && of_person[person.at()] == 0;
                let mut own = SoleObstacles::default();
                search.offers_for(person, &mut in_reach);
                for &offer in in_reach.iter().filter(|offer| wants_reasons || without[offer.at()]) {
                    let blockers = blockers(prepared, person, offer);
                    if wants_reasons {
                        own.count(blockers);
                    }
                    if without[offer.at()] {
                        of_offers.entry(offer).or_default().count(blockers);
                    }
                }
                if !starts[person.at()] {
                    of_people.push((person, own));
                }
            }
            (of_people, of_offers)
        })
        .collect();
    let mut of_people = Vec::new();
    let mut of_offers = BTreeMap::<_, SoleObstacles>::new();
    for (people, offers) in pieces {
        of_people.extend(people);
        for (offer, part) in offers {
            of_offers.entry(offer).or_default().add(&part);
        }
    }
    (of_people, of_offers)
}

impl SoleObstacles {
    /// Adds the counts of another piece.
    fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.by_rule.iter_mut().zip(&other.by_rule) {
            *mine += theirs;
        }
        self.several += other.several;
        self.hidden_by = self.hidden_by.or(other.hidden_by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Nearby;
    use crate::sample;

    /// As [`blockers`], by asking every rule about every way.
    fn plainly(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, offer: OfferIdx) -> u64 {
        let any =
            Way { facts: prepared.facts, jobseeker_idx: jobseeker, offer_idx: offer, choice: Choice::by(Mode::Walk) };
        let modes = any.modes();
        let places = place_choices(prepared.facts, jobseeker, offer, modes);
        let ways = places.into_iter().flat_map(|places| modes.iter().map(move |mode| (mode, places)));
        let of_choice = |(mode, places)| {
            prepared.rules.blockers(&Way { choice: Choice { places, ..Choice::by(mode) }, ..any }, true)
        };
        let least = ways.map(of_choice).min_by_key(|blockers| blockers.count_ones());
        prepared.rules.blockers(&any, false) | least.unwrap_or_else(|| prepared.rules.blockers(&any, true))
    }

    #[test]
    fn the_only_obstacle_is_the_one_that_all_rules_together_find() {
        let (mut only, mut several) = (0, 0);
        for seed in 0..60 {
            let region = sample::region(seed, 12, 8);
            let near = Nearby::default();
            let prepared = Prepared::of(Facts::of(&region, &near));
            for person in (0..region.jobseekers.len()).map(JobseekerIdx::from_usize) {
                for offer in (0..region.offers.len()).map(OfferIdx::from_usize) {
                    let (ours, all) = (blockers(&prepared, person, offer), plainly(&prepared, person, offer));
                    let hides = |set: u64| (0..ALL.len()).any(|at| set & (1u64 << at) != 0 && ALL[at].hides_the_rest());
                    assert_eq!(
                        (ours.count_ones().min(2), hides(ours)),
                        (all.count_ones().min(2), hides(all)),
                        "{seed}"
                    );
                    if all.count_ones() == 1 {
                        assert_eq!(ours, all, "{seed}");
                        only += 1;
                    }
                    several += usize::from(all.count_ones() > 1);
                }
            }
        }
        assert!(only > 300 && several > 300, "{only} {several}");
    }
}
