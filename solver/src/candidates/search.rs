//! The search for one person or one offer: pairings screened once, their ways expanded, dominated ways dropped.

use super::{Edge, Index};
use crate::constraint::{ALL, RuleBook, Verdict};
use crate::domain::{
    CareIdx, Facts, JobseekerIdx, Mode, Modes, OfferIdx, Region, SupportIdx, SupportKind, chord_squared_of,
};
use crate::way::{CHILDREN_MAX, Choice, SUPPORTS_MAX, Way, place_choices};

/// Buffers and knowledge shared by the searches of many people.
pub struct Search<'a> {
    facts: Facts<'a>,
    rules: &'a RuleBook,
    index: &'a Index,
    /// Sets of supports, with the rules that they ease.
    support_sets: Vec<([Option<SupportIdx>; SUPPORTS_MAX], u64)>,
    /// Whether a support can only help where nothing passes without it.
    supports_only_unblock: bool,
    offers: Vec<OfferIdx>,
    ways: Vec<Way<'a>>,
    verdicts: Vec<Verdict>,
    expanded: Vec<Way<'a>>,
    expanded_verdicts: Vec<Verdict>,
    open: Vec<Open>,
    of_pair: Vec<Edge>,
}

/// A choice of childcare places for which a support may be of use.
#[derive(Clone, Copy)]
struct Open {
    places: [Option<CareIdx>; CHILDREN_MAX],
    /// By each mode, the first rule that blocks the way without supports, as a bit; 0 where none does.
    blockers: [u64; Mode::ALL.len()],
}

/// Modes of one person, and whether there are childcare places to choose: the same for every offer.
struct Options {
    modes: Modes,
    modes_with_bicycle: Modes,
    chooses_places: bool,
}

impl<'a> Search<'a> {
    /// A search against `facts`.
    pub fn new(facts: Facts<'a>, rules: &'a RuleBook, index: &'a Index) -> Self {
        Self {
            facts,
            rules,
            index,
            support_sets: support_sets(facts.region, rules),
            supports_only_unblock: rules.supports_only_unblock() && is_strict(rules),
            offers: Vec::new(),
            ways: Vec::new(),
            verdicts: Vec::new(),
            expanded: Vec::new(),
            expanded_verdicts: Vec::new(),
            open: Vec::new(),
            of_pair: Vec::new(),
        }
    }

    /// Adds every edge of one person to `edges`, sorted by offer and choice.
    pub fn edges_of(&mut self, jobseeker: JobseekerIdx, edges: &mut Vec<Edge>) {
        let mut offers = std::mem::take(&mut self.offers);
        self.offers_for(jobseeker, &mut offers);
        self.edges_among(jobseeker, &offers, edges);
        self.offers = offers;
    }

    /// Adds every edge of one offer to `edges`, sorted by person and choice.
    pub fn edges_to(&mut self, offer: OfferIdx, edges: &mut Vec<Edge>) {
        let mut people = self.people_for(offer);
        // Distance costs less to look at than any rule.
        people.retain(|&person| self.is_near(person, offer, 1.0) || self.index.is_stated(person, offer));
        self.screen(&people, offer);
        let open = people.iter().zip(&self.verdicts).filter(|(_, verdict)| verdict.blocked_by.is_none());
        let open: Vec<_> = open.map(|(&person, _)| person).collect();
        for person in open {
            self.edges_among(person, &[offer], edges);
        }
    }

    /// Adds every edge of one pairing to `edges`.
    pub fn edges_between(&mut self, jobseeker: JobseekerIdx, offer: OfferIdx, edges: &mut Vec<Edge>) {
        self.edges_among(jobseeker, &[offer], edges);
    }

    /// Offers in reach of a person and of the occupations looked for.
    pub fn offers_for(&self, jobseeker: JobseekerIdx, found: &mut Vec<OfferIdx>) {
        self.offers_within(jobseeker, 1.0, found);
    }

    /// As [`Search::offers_for`], with the reach multiplied by `widening`.
    pub fn offers_within(&self, jobseeker: JobseekerIdx, widening: f64, found: &mut Vec<OfferIdx>) {
        let reach_m = self.rules.reach_m(self.facts, jobseeker) * widening;
        let groups = self.rules.occupation_groups(self.facts, jobseeker);
        let home = &self.facts.region.jobseekers[jobseeker.at()].home;
        self.index.offers_for(jobseeker, home, reach_m, groups.as_deref(), found);
    }

    /// At most `limit` people who look for such work near `offer`, their reach multiplied by `widening`, whom at most
    /// one rule about the pairing itself blocks and no rule hides. People without a blocking rule come first, then the
    /// others by rule; the nearest homes first within each.
    pub fn people_nearly_fit(&mut self, offer: OfferIdx, widening: f64, limit: usize) -> Vec<JobseekerIdx> {
        let mut people = self.people_for(offer);
        people.retain(|&person| self.is_near(person, offer, widening));
        self.screen(&people, offer);
        let region = self.facts.region;
        let site = &region.offers[offer.at()].site;
        let metres = |person: JobseekerIdx| region.jobseekers[person.at()].home.chord_squared_to(site).to_bits();
        let first = people.iter().zip(&self.verdicts).map(|(&person, verdict)| (verdict.blocked_by, person));
        // A hidden person is no near miss, and takes no place in the list.
        let seen = first.filter(|(rule, _)| !rule.is_some_and(|rule| ALL[usize::from(rule)].hides_the_rest()));
        let mut found: Vec<_> = seen.map(|(rule, person)| (rule, metres(person), person)).collect();
        found.sort_unstable();
        // Whether a second rule blocks is asked only until there are enough.
        let nearly_fits = |&(rule, _, person): &(Option<u8>, u64, JobseekerIdx)| {
            let way = self.way(person, offer);
            !self.rules.hides(&way) && (rule.is_none() || self.rules.blockers_upto(&way, false, 1).count_ones() == 1)
        };
        found.into_iter().filter(nearly_fits).take(limit).map(|(.., person)| person).collect()
    }

    /// The people who look in the occupation group of `offer`.
    fn people_for(&self, offer: OfferIdx) -> Vec<JobseekerIdx> {
        let region = self.facts.region;
        let occupation = region.offers[offer.at()].occupation;
        self.index.people_for(occupation.map(|occupation| region.occupations[occupation.at()].isco))
    }

    /// Whether the offer lies within the person's reach, multiplied by `widening`.
    fn is_near(&self, person: JobseekerIdx, offer: OfferIdx, widening: f64) -> bool {
        let region = self.facts.region;
        let (home, site) = (&region.jobseekers[person.at()].home, &region.offers[offer.at()].site);
        home.chord_squared_to(site) <= chord_squared_of(self.index.reach_m(person) * widening)
    }

    /// Some way of a pairing, for rules that cannot tell its ways apart.
    fn way(&self, jobseeker_idx: JobseekerIdx, offer_idx: OfferIdx) -> Way<'a> {
        Way { facts: self.facts, jobseeker_idx, offer_idx, choice: Choice::by(Mode::Walk) }
    }

    /// Leaves in `verdicts` what the rules about the pairing itself say of each of `people` and `offer`.
    fn screen(&mut self, people: &[JobseekerIdx], offer: OfferIdx) {
        let mut ways = std::mem::take(&mut self.ways);
        ways.clear();
        ways.extend(people.iter().map(|&person| self.way(person, offer)));
        self.rules.screen_pairings(&ways, &mut self.verdicts);
        self.ways = ways;
    }

    /// Adds the edges between one person and `offers`.
    fn edges_among(&mut self, jobseeker: JobseekerIdx, offers: &[OfferIdx], edges: &mut Vec<Edge>) {
        let (facts, any) = (self.facts, Choice::by(Mode::Walk));
        self.ways.clear();
        let way = |&offer: &OfferIdx| Way { facts, jobseeker_idx: jobseeker, offer_idx: offer, choice: any };
        self.ways.extend(offers.iter().map(way));
        self.rules.screen_pairings(&self.ways, &mut self.verdicts);
        if self.verdicts.iter().all(|verdict| verdict.blocked_by.is_some()) {
            return;
        }
        let options = self.options_of(jobseeker);
        for position in 0..self.ways.len() {
            if self.verdicts[position].blocked_by.is_none() {
                self.expand(self.ways[position], self.verdicts[position], &options);
                edges.append(&mut self.of_pair);
            }
        }
    }

    /// What a person has to choose from.
    fn options_of(&self, jobseeker: JobseekerIdx) -> Options {
        let any = Choice::by(Mode::Walk);
        let way = Way { facts: self.facts, jobseeker_idx: jobseeker, offer_idx: OfferIdx(0), choice: any };
        let modes = way.modes();
        let has_bicycles = self.facts.region.supports.iter().any(|support| support.kind == SupportKind::Bicycle);
        let modes_with_bicycle = if has_bicycles { way.with_bicycle().modes() } else { modes };
        let children = &self.facts.region.jobseekers[jobseeker.at()].children;
        let chooses_places = children.iter().any(|child| child.needs_care && child.place.is_none());
        Options { modes, modes_with_bicycle, chooses_places }
    }

    /// Leaves in `of_pair` the undominated edges of one pairing, given the verdict on the pairing itself.
    fn expand(&mut self, pairing: Way<'a>, verdict: Verdict, options: &Options) {
        self.of_pair.clear();
        let nowhere = [[None; CHILDREN_MAX]];
        let chosen = options
            .chooses_places
            .then(|| place_choices(self.facts, pairing.jobseeker_idx, pairing.offer_idx, options.modes_with_bicycle));
        let places = chosen.as_deref().unwrap_or(&nowhere);
        self.open.clear();
        self.open.extend(places.iter().map(|&places| Open { places, blockers: [0; Mode::ALL.len()] }));
        self.judge_choices(pairing, verdict, options, ([None; SUPPORTS_MAX], 0));
        self.keep_open(verdict, options.modes);
        for position in 0..self.support_sets.len() {
            if self.open.is_empty() {
                break;
            }
            self.judge_choices(pairing, verdict, options, self.support_sets[position]);
        }
        drop_dominated(&mut self.of_pair);
    }

    /// Keeps open the childcare choices for which a support may still be of use, with what blocks their ways without
    /// supports, just judged. A way that passes makes supports useless only for its own childcare choice, since another
    /// choice draws other places; and only when it loses no more by its choice than a support costs.
    fn keep_open(&mut self, pairing: Verdict, modes: Modes) {
        let per_support = self.facts.region.pack.weights.per_support;
        let settles = |way: &Verdict| way.blocked_by.is_none() && way.costs - pairing.costs <= per_support;
        let mut of_places = self.expanded_verdicts.chunks(modes.iter().count().max(1));
        let supports_only_unblock = self.supports_only_unblock;
        self.open.retain_mut(|open| {
            let verdicts = of_places.next().unwrap_or_default();
            for (mode, verdict) in modes.iter().zip(verdicts) {
                open.blockers[mode as usize] = verdict.blocked_by.map_or(0, |rule| 1u64 << rule);
            }
            !supports_only_unblock || !verdicts.iter().any(settles)
        });
    }

    /// Judges each mode and each open childcare choice with one set of supports; adds what passes to `of_pair`. What a
    /// rule blocks without supports that these do not ease, it blocks with them. A bicycle for a person without one
    /// gives modes of which nothing is known, and changes the trip, which every rule that it eases looks at.
    fn judge_choices(
        &mut self,
        pairing: Way<'a>,
        verdict: Verdict,
        options: &Options,
        (supports, eased): ([Option<SupportIdx>; SUPPORTS_MAX], u64),
    ) {
        let gives_bicycle = supports
            .iter()
            .flatten()
            .any(|support| self.facts.region.supports[support.at()].kind == SupportKind::Bicycle);
        let modes = if gives_bicycle { options.modes_with_bicycle } else { options.modes };
        self.expanded.clear();
        for open in &self.open {
            let may_pass = |mode: &Mode| open.blockers[*mode as usize] & !eased == 0;
            let choice = |mode| Choice { mode, places: open.places, supports };
            self.expanded.extend(modes.iter().filter(may_pass).map(|mode| Way { choice: choice(mode), ..pairing }));
        }
        self.expanded_verdicts.clear();
        self.expanded_verdicts.resize(self.expanded.len(), verdict);
        self.rules.screen_choices(&self.expanded, &mut self.expanded_verdicts);
        let judged = self.expanded.iter().zip(&self.expanded_verdicts);
        for (way, verdict) in judged.filter(|(_, verdict)| verdict.blocked_by.is_none()) {
            let points = self.rules.points(way, verdict.costs);
            let (jobseeker, offer) = (way.jobseeker_idx, way.offer_idx);
            self.of_pair.push(Edge { jobseeker, offer, choice: way.choice, points });
        }
    }
}

/// Whether every rule about choices blocks what breaks it. A rule that only takes points may take more than a support
/// costs, and where supports cost nothing each of them may pay.
fn is_strict(rules: &RuleBook) -> bool {
    ALL.iter().enumerate().all(|(rule, constraint)| !constraint.depends_on_choice() || rules.is_must(rule))
}

/// Sets of one or two supports of different kinds that are in stock, or would be, with the rules that they ease.
fn support_sets(region: &Region, rules: &RuleBook) -> Vec<([Option<SupportIdx>; SUPPORTS_MAX], u64)> {
    let all: Vec<_> = (0..region.supports.len()).map(SupportIdx::from_usize).collect();
    let kind = |support: SupportIdx| region.supports[support.at()].kind;
    let mut sets: Vec<_> = all.iter().map(|&one| [Some(one), None]).collect();
    for &one in &all {
        sets.extend(all.iter().filter(|&&two| one < two && kind(one) != kind(two)).map(|&two| [Some(one), Some(two)]));
    }
    let eases = |set: &[Option<SupportIdx>]| {
        let eased = |rule: &usize| set.iter().flatten().any(|&support| rules.is_eased_by(*rule, kind(support)));
        (0..ALL.len()).filter(eased).map(|rule| 1u64 << rule).sum()
    };
    sets.into_iter().map(|set| (set, eases(&set))).collect()
}

/// Drops every edge of one pairing that another one equals or betters in points while drawing no more: the same or
/// fewer supports, and for each child the same place or none. Of equals the one that draws less stays, else the first
/// in the order of choices.
fn drop_dominated(edges: &mut Vec<Edge>) {
    edges.sort_unstable_by_key(|edge| edge.choice);
    let dominated = |edge: &Edge, all: &[Edge]| {
        all.iter().any(|other| {
            let draws_as_much = draws_no_more(&edge.choice, &other.choice);
            draws_no_more(&other.choice, &edge.choice)
                && (other.points, !draws_as_much, edge.choice) > (edge.points, false, other.choice)
        })
    };
    let all = edges.clone();
    edges.retain(|edge| !dominated(edge, &all));
}

/// Whether `a` draws no more than `b`.
fn draws_no_more(a: &Choice, b: &Choice) -> bool {
    let places = a.places.iter().zip(&b.places).all(|(a, b)| a.is_none() || a == b);
    places && a.supports_used().all(|support| b.supports_used().any(|other| other == support))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_equal_way_later_in_order_is_dominated_and_not_the_first() {
        let edge =
            |mode, points| Edge { jobseeker: JobseekerIdx(0), offer: OfferIdx(0), choice: Choice::by(mode), points };
        let mut edges = vec![edge(Mode::Car, 900), edge(Mode::Bike, 900), edge(Mode::Walk, 800)];
        drop_dominated(&mut edges);
        assert_eq!(edges, [edge(Mode::Bike, 900)]);
    }

    #[test]
    fn a_way_that_draws_another_place_is_not_dominated() {
        let at = |care, points| {
            let mut choice = Choice::by(Mode::Bike);
            choice.places[0] = Some(CareIdx::new(care));
            Edge { jobseeker: JobseekerIdx(0), offer: OfferIdx(0), choice, points }
        };
        let mut edges = vec![at(0, 500), at(1, 700)];
        drop_dominated(&mut edges);
        assert_eq!(edges.len(), 2);
    }
}
