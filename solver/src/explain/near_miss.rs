//! Near misses: pairings that a few changes would make possible, each set of changes tried before it is shown.

use super::change_words::{changes_sentences, takes_sentence};
use super::{finding_words, offer_name, sentence};
use crate::candidates::{Edge, Search};
use crate::constraint::{Judged, Remedy, RuleBook};
use crate::domain::{Change, Facts, JobseekerIdx, Mode, OfferIdx, Overlay};
use crate::plan::Prepared;
use crate::text::Lang;
use crate::way::{Choice, Way, place_choices};

/// How far beyond a person's reach near misses are looked for, per cent of the reach.
pub const WIDENING_PERCENT: u32 = 150;

/// Changes that together make a pairing possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemedySet {
    /// The remedies, at most one per obstacle.
    pub remedies: Vec<Remedy>,
}

impl RemedySet {
    /// How far away it is: number of changes, then weeks until the slowest holds, then cost in cents.
    pub fn distance(&self) -> (usize, u16, u64) {
        let weeks = self.remedies.iter().map(|remedy| remedy.weeks).max().unwrap_or(0);
        (self.remedies.len(), weeks, self.remedies.iter().map(|remedy| u64::from(remedy.cost_cents)).sum())
    }

    /// The changes laid over the facts.
    pub fn overlay(&self) -> Overlay {
        Overlay::new(self.remedies.iter().map(|remedy| remedy.change))
    }
}

/// A pairing that fails on few rules.
pub struct NearMiss {
    /// Who.
    pub jobseeker: JobseekerIdx,
    /// What.
    pub offer: OfferIdx,
    /// What stands in the way, in the order in which people read rules.
    pub obstacles: Vec<Judged>,
    /// Sets of changes each of which unlocks the pairing, the nearest first; none when nothing does.
    pub remedies: Vec<RemedySet>,
}

/// Near misses of one person with at most `changes_max` obstacles, the nearest first, those that nothing unlocks last.
/// Looks at offers within the widened reach that no rule which hides the rest keeps away.
pub fn near_misses_of(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, changes_max: usize) -> Vec<NearMiss> {
    let mut search = Search::new(prepared.facts, &prepared.rules, &prepared.index);
    let mut found = Vec::new();
    search.offers_within(jobseeker, f64::from(WIDENING_PERCENT) / 100.0, &mut found);
    let mut misses: Vec<_> =
        found.into_iter().filter_map(|offer| near_miss(prepared, &mut search, jobseeker, offer, changes_max)).collect();
    sort_by_distance(&mut misses);
    misses
}

/// Sorts near misses: those that something unlocks first, by distance, then by how far the facts are from what is
/// asked, then by the canonical order of offers.
pub(super) fn sort_by_distance(misses: &mut [NearMiss]) {
    misses.sort_by_key(|miss| {
        let nearest = miss.remedies.first().map(RemedySet::distance);
        (nearest.is_none(), nearest, miss.obstacles.len(), gap(miss), miss.jobseeker, miss.offer)
    });
}

/// The near miss of one pairing, unless it is possible already, hidden, or has too many obstacles.
pub(super) fn near_miss(
    prepared: &Prepared<'_>,
    search: &mut Search<'_>,
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    changes_max: usize,
) -> Option<NearMiss> {
    if prepared.rules.hides(&any_way(prepared.facts, jobseeker, offer)) {
        return None;
    }
    let way = best_blocked_way(prepared.facts, &prepared.rules, jobseeker, offer, changes_max)?;
    let obstacles: Vec<_> = prepared.rules.judge(&way).into_iter().filter(Judged::blocks).collect();
    if obstacles.is_empty() || obstacles.len() > changes_max {
        return None;
    }
    let mut edges = Vec::new();
    search.edges_between(jobseeker, offer, &mut edges);
    if !edges.is_empty() {
        return None;
    }
    let all = remedy_sets(prepared, &obstacles, jobseeker, offer);
    let is_helpless = all.is_empty();
    let is_near = |set: &RemedySet| set.remedies.iter().all(|remedy| self::is_near(prepared.facts, remedy));
    let remedies: Vec<_> = all.into_iter().filter(is_near).collect();
    // What only a far change would open is no near miss.
    (is_helpless || !remedies.is_empty()).then_some(NearMiss { jobseeker, offer, obstacles, remedies })
}

/// Whether a change is near: it holds within the weeks of the pack, and asks no more of the person than a little.
fn is_near(facts: Facts<'_>, remedy: &Remedy) -> bool {
    let (region, limits) = (facts.region, &facts.region.pack.limits);
    remedy.weeks <= limits.near_weeks_max
        && match remedy.change {
            Change::TravelsUpTo(idx, minutes) => {
                let accepted = region.jobseekers[idx.at()].travel_minutes_max.unwrap_or(limits.travel_minutes_max);
                minutes.saturating_sub(accepted) <= limits.near_travel_minutes_max
            }
            Change::WorksHours(idx, hours) => {
                let person = &region.jobseekers[idx.at()];
                let (least, most) = (person.hours_per_week_min, person.hours_per_week_max);
                least.saturating_sub(hours).max(hours.saturating_sub(most)) <= limits.near_hours_per_week_max
            }
            _ => true,
        }
}

/// How far the facts are from what is asked, of what is measured; units are those of each rule.
fn gap(miss: &NearMiss) -> i64 {
    let measured = miss.obstacles.iter().filter_map(|judged| judged.finding.measured());
    measured.map(|found| (found.measured - found.limit).abs()).sum()
}

/// Some way of a pairing, for rules that cannot tell its ways apart.
fn any_way(facts: Facts<'_>, jobseeker: JobseekerIdx, offer: OfferIdx) -> Way<'_> {
    Way { facts, jobseeker_idx: jobseeker, offer_idx: offer, choice: Choice::by(Mode::Walk) }
}

/// The blocked way of a pairing that is nearest to passing, among the ways that at most `blockers_max` rules block.
/// `None` where every way has more obstacles, or some way has none: that is settled before ways are compared.
fn best_blocked_way<'a>(
    facts: Facts<'a>,
    rules: &RuleBook,
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    blockers_max: usize,
) -> Option<Way<'a>> {
    let any = any_way(facts, jobseeker, offer);
    let of_pairing = rules.blockers(&any, false).count_ones() as usize;
    if of_pairing > blockers_max {
        return None;
    }
    let modes = any.modes();
    let places = place_choices(facts, jobseeker, offer, modes);
    let ways = places
        .iter()
        .flat_map(|&places| modes.iter().map(move |mode| Way { choice: Choice { places, ..Choice::by(mode) }, ..any }));
    let ways: Vec<_> = ways.map(|way| (rules.blockers(&way, true).count_ones(), way)).collect();
    let fewest = ways.iter().map(|(blockers, _)| *blockers).min()?;
    let obstacles = of_pairing + fewest as usize;
    if obstacles == 0 || obstacles > blockers_max {
        return None;
    }
    let most = fewest.max(u32::try_from(blockers_max).unwrap_or(u32::MAX));
    let open = ways.into_iter().filter(|(blockers, _)| *blockers <= most);
    open.map(|(_, way)| way).min_by_key(|way| nearness(rules, way))
}

/// Orders ways, the one that people would try first: something helps against each obstacle, there are few, every child
/// has a place, the gap to what is asked is small, and it costs little.
fn nearness(rules: &RuleBook, way: &Way<'_>) -> (usize, usize, usize, i64, i64) {
    let obstacles: Vec<_> = rules.judge(way).into_iter().filter(Judged::blocks).collect();
    let helpless = obstacles.iter().filter(|judged| judged.finding.remedies(way.facts).is_empty()).count();
    let unplaced = way.care().filter(|(_, place, _)| place.is_none()).count();
    let measured = obstacles.iter().filter_map(|judged| judged.finding.measured());
    let gap = measured.map(|found| (found.measured - found.limit).abs()).sum();
    (helpless, obstacles.len(), unplaced, gap, rules.costs(way))
}

/// Sets of at most one remedy per obstacle that truly unlock the pairing when applied together, the nearest first. A
/// bicycle may take away two obstacles at once: a set that holds a smaller one is not shown.
fn remedy_sets(
    prepared: &Prepared<'_>,
    obstacles: &[Judged],
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
) -> Vec<RemedySet> {
    let mut sets = vec![Vec::new()];
    for obstacle in obstacles {
        let remedies = obstacle.finding.remedies(prepared.facts);
        let longer = sets.iter().flat_map(|set: &Vec<Remedy>| {
            let with = remedies.iter().map(move |remedy| set.iter().copied().chain([*remedy]).collect());
            with.chain([set.clone()])
        });
        sets = longer.collect();
    }
    sets.retain(|set| !set.is_empty());
    let mut sets: Vec<_> = sets.into_iter().map(|remedies| RemedySet { remedies }).collect();
    // The smaller ones come first, so that a larger one can be told to hold one of them.
    sets.sort_by_key(RemedySet::distance);
    let mut unlocking: Vec<RemedySet> = Vec::new();
    for set in sets {
        let holds = |known: &RemedySet| known.remedies.iter().all(|remedy| set.remedies.contains(remedy));
        if !unlocking.iter().any(holds) && unlocks(prepared, &set.overlay(), jobseeker, offer) {
            unlocking.push(set);
        }
    }
    unlocking
}

/// Whether the pairing has a way once the changes hold.
pub fn unlocks(prepared: &Prepared<'_>, overlay: &Overlay, jobseeker: JobseekerIdx, offer: OfferIdx) -> bool {
    let facts = prepared.facts.under(overlay);
    let mut edges: Vec<Edge> = Vec::new();
    Search::new(facts, &prepared.rules, &prepared.index).edges_between(jobseeker, offer, &mut edges);
    !edges.is_empty()
}

/// A pairing that is not possible, however many obstacles it has. Where a rule that hides the rest blocks, that is all
/// there is to see.
pub fn blocked_pairing(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, offer: OfferIdx) -> NearMiss {
    let any = any_way(prepared.facts, jobseeker, offer);
    let way = match prepared.rules.hides(&any) {
        true => Some(any),
        false => best_blocked_way(prepared.facts, &prepared.rules, jobseeker, offer, usize::MAX),
    };
    let judged = way.map(|way| prepared.rules.judge(&way)).unwrap_or_default();
    let obstacles: Vec<_> = judged.into_iter().filter(Judged::blocks).collect();
    // Beyond three obstacles the sets grow large and no mediator would try them.
    let remedies = if obstacles.len() <= 3 { remedy_sets(prepared, &obstacles, jobseeker, offer) } else { Vec::new() };
    NearMiss { jobseeker, offer, obstacles, remedies }
}

/// A near miss as a mediator reads it: the offer, what stands in the way, and the nearest changes that unlock it.
pub fn near_miss_words(facts: Facts<'_>, miss: &NearMiss, lang: Lang) -> Vec<String> {
    let name = offer_name(facts, miss.offer, lang);
    let mut lines = vec![match lang {
        Lang::Nl => format!("Bijna-match: {name}."),
        Lang::En => format!("Near miss: {name}."),
        Lang::Fr => format!("Presque possible : {name}."),
    }];
    lines.extend(miss.obstacles.iter().map(|judged| sentence(&finding_words(judged.finding.as_ref(), facts, lang))));
    lines.extend(remedies_sentences(facts, miss, lang));
    lines
}

/// How many sets of changes are named for one pairing.
const NAMED_MAX: usize = 3;

/// The nearest sets of changes that unlock a pairing, or that nothing does; nothing where the rest is hidden.
pub(super) fn remedies_sentences(facts: Facts<'_>, miss: &NearMiss, lang: Lang) -> Vec<String> {
    if miss.obstacles.iter().any(|judged| judged.constraint().hides_the_rest()) {
        return Vec::new();
    }
    if miss.remedies.is_empty() {
        let is_decided = miss.obstacles.iter().any(|judged| judged.constraint().is_decision());
        return vec![nothing_helps(is_decided, lang)];
    }
    let mut lines = Vec::new();
    for (position, set) in miss.remedies.iter().take(NAMED_MAX).enumerate() {
        lines.extend(changes_sentences(&set.remedies, position > 0, facts, lang));
        lines.extend(takes_sentence(&set.remedies, facts, lang));
    }
    lines
}

/// That no known change helps; after a decision, that only another decision does.
fn nothing_helps(is_decided: bool, lang: Lang) -> String {
    let words = match (lang, is_decided) {
        (Lang::Nl, false) => "Geen enkele bekende ondersteuning lost dit op.",
        (Lang::En, false) => "No known support solves this.",
        (Lang::Fr, false) => "Aucun soutien connu ne résout cela.",
        (Lang::Nl, true) => "Enkel een nieuwe beslissing verandert dit.",
        (Lang::En, true) => "Only a new decision changes this.",
        (Lang::Fr, true) => "Seule une nouvelle décision change cela.",
    };
    words.to_owned()
}
