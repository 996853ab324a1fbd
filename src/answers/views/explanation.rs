//! Why this proposal and not another, and what would help.

use schakel_solver::candidates::{Edge, Search};
use schakel_solver::constraint::{Remedy, pool_name};
use schakel_solver::domain::{Facts, JobseekerIdx, OfferIdx};
use schakel_solver::explain::{
    Decision, NotChosen, RemedySet, blocked_pairing, decision_words, full_words, helpful_changes, itinerary,
    not_chosen, not_chosen_words, of_offer, of_pairing, of_person,
};
use schakel_solver::plan::{Plan, Prepared};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Availability, ChangesView, InEach, ItineraryView, People, RemedyView, RuleView, Sentences, jobseeker_id, vacancy_id,
};
use crate::files::plan_file::format::Level;
use crate::files::plan_file::{format::Assignment, level_named, write_assignment};

/// Vacancies of which it is told why they are not the proposal.
const NOT_CHOSEN_MAX: usize = 10;
/// Largest region, people and vacancies together, that is planned again to tell which level decided.
const REPLANNED_MAX: usize = 600;

/// What a plan says about a person, or about a person and a vacancy.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ExplanationView {
    /// Who.
    pub jobseeker: String,
    /// Whether the person can be proposed anything now.
    pub availability: Availability,
    /// The proposal; null without one.
    pub proposal: Option<Assignment>,
    /// The trips to the vacancy asked about, or else to the proposal; null where there is no way there.
    pub itinerary: Option<ItineraryView>,
    /// What the rules say of the vacancy asked about, or else of the proposal.
    pub rules: Vec<RuleView>,
    /// Points of that pairing; null where it is not possible.
    pub points: Option<i64>,
    /// For how many others that vacancy was possible; null without one.
    pub competed: Option<People>,
    /// Vacancies that were possible and fit better than the proposal, the best first.
    pub not_chosen: Vec<NotChosenView>,
    /// Which level decided against the vacancy asked about; null where rules did, where it is the proposal, and where
    /// the region is too large to be planned again for an answer.
    pub decided_by: Option<DecisionView>,
    /// All of it, for people.
    pub sentences: Sentences,
}

/// Which level decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DecisionView {
    /// The level that would do worse; null for a tie, and where decisions or hard floors leave no room.
    pub level: Option<Level>,
    /// By how much.
    pub by: Option<i64>,
    /// In sentences.
    pub sentences: Sentences,
}

/// A possible vacancy that is not the proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotChosenView {
    /// Which.
    pub vacancy: String,
    /// Its points.
    pub points: i64,
    /// Pools without room; none when another goal came first.
    pub full: Vec<String>,
    /// Why, one for each pool without room.
    pub reasons: Vec<InEach>,
    /// As question and answer.
    pub sentence: InEach,
}

/// What a plan says about a vacancy. Counts of people are coarse where small.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OfferView {
    /// Which.
    pub vacancy: String,
    /// Openings filled.
    pub filled: u32,
    /// Openings left.
    pub open: u32,
    /// For how many people it was possible.
    pub possible_for: People,
    /// All of it, for people.
    pub sentences: Sentences,
}

/// Sets of changes that would open vacancies to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HelpsView {
    /// Who.
    pub jobseeker: String,
    /// Whether the person can be proposed anything now.
    pub availability: Availability,
    /// The nearest first. Nothing was planned again: others may still be proposed what opens.
    pub helps: Vec<HelpView>,
}

/// A minimal set of changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HelpView {
    /// All of it.
    #[serde(flatten)]
    pub set: ChangesView,
    /// Each change.
    pub remedies: Vec<RemedyView>,
    /// Vacancies that it makes possible, or for which it makes room.
    pub opens: Vec<String>,
}

impl ExplanationView {
    /// What `plan` says about `jobseeker`, and about `offer` when given. [`ExplanationView::decided_by`] is left open:
    /// it takes a solve, see [`ExplanationView::needs_decision`].
    pub fn of(prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx, offer: Option<OfferIdx>) -> Self {
        let facts = prepared.facts;
        let own = plan.assignment_of(jobseeker);
        let about = offer.or(own.map(|edge| edge.offer));
        let way = about.and_then(|vacancy| match own.filter(|own| own.offer == vacancy) {
            Some(own) => Some(*own),
            None => best_edge(prepared, jobseeker, vacancy),
        });
        let rules = match (way, about) {
            (Some(edge), _) => RuleView::all(facts, jobseeker, &prepared.rules.judge(&edge.way(facts))),
            (None, Some(vacancy)) => {
                RuleView::all(facts, jobseeker, &blocked_pairing(prepared, jobseeker, vacancy).obstacles)
            }
            (None, None) => Vec::new(),
        };
        let not = not_chosen(prepared, plan, jobseeker);
        Self {
            jobseeker: jobseeker_id(facts, jobseeker),
            availability: Availability::of(facts, jobseeker),
            proposal: own.map(|edge| write_assignment(facts.region, edge)),
            itinerary: way.and_then(|edge| itinerary(&edge.way(facts)).as_ref().map(ItineraryView::of)),
            rules,
            points: way.map(|edge| edge.points),
            competed: about.map(|vacancy| competed(facts, plan, vacancy)),
            not_chosen: not.iter().take(NOT_CHOSEN_MAX).map(|not| NotChosenView::of(facts, plan, not)).collect(),
            decided_by: None,
            sentences: Sentences::of(|lang| match offer {
                Some(vacancy) => of_pairing(prepared, jobseeker, vacancy, lang),
                None => of_person(prepared, plan, jobseeker, lang),
            }),
        }
    }
}

impl ExplanationView {
    /// Whether a level decided against `offer`, so that it is worth planning again to tell which: it is possible, it is
    /// not the proposal, and the region is small enough to answer at once.
    pub fn needs_decision(&self, facts: Facts<'_>, offer: OfferIdx) -> bool {
        let region = facts.region;
        let is_proposal = self.proposal.as_ref().is_some_and(|own| own.proposed() == vacancy_id(facts, offer));
        let is_small = region.jobseekers.len() + region.offers.len() <= REPLANNED_MAX;
        self.points.is_some() && !is_proposal && is_small
    }
}

/// The best way of a pairing.
fn best_edge(prepared: &Prepared<'_>, jobseeker: JobseekerIdx, vacancy: OfferIdx) -> Option<Edge> {
    let mut edges = Vec::new();
    Search::new(prepared.facts, &prepared.rules, &prepared.index).edges_between(jobseeker, vacancy, &mut edges);
    edges.into_iter().min_by_key(|edge| (-edge.points, edge.choice))
}

/// For about how many people a vacancy was possible. One more or less is no difference to a count like this.
fn competed(facts: Facts<'_>, plan: &Plan, vacancy: OfferIdx) -> People {
    People::of(facts, plan.offers.get(vacancy.at()).map_or(0, |result| result.candidates))
}

impl DecisionView {
    /// The decision as JSON.
    pub fn of(decision: Decision) -> Self {
        let (level, by) = match decision {
            Decision::Level(level, by) => (Some(level_named(level)), i64::try_from(by).ok()),
            Decision::Tie | Decision::Impossible => (None, None),
        };
        Self { level, by, sentences: Sentences::of(|lang| decision_words(decision, lang)) }
    }
}

impl NotChosenView {
    fn of(facts: Facts<'_>, plan: &Plan, not: &NotChosen) -> Self {
        Self {
            vacancy: vacancy_id(facts, not.edge.offer),
            points: not.edge.points,
            full: not.full.iter().map(|&key| pool_name(facts, key)).collect(),
            reasons: not.full.iter().map(|&key| InEach::of(|lang| full_words(key, facts, lang))).collect(),
            sentence: InEach::of(|lang| not_chosen_words(facts, plan, not, lang)),
        }
    }
}

impl OfferView {
    /// What `plan` says about `vacancy`.
    pub fn of(facts: Facts<'_>, plan: &Plan, vacancy: OfferIdx) -> Self {
        let result = plan.offers.get(vacancy.at());
        let filled = result.map_or(0, |result| result.filled);
        Self {
            vacancy: vacancy_id(facts, vacancy),
            filled,
            open: plan.places_of(facts, vacancy).saturating_sub(filled),
            possible_for: People::of(facts, result.map_or(0, |result| result.candidates)),
            sentences: Sentences::of(|lang| of_offer(facts, plan, vacancy, lang)),
        }
    }
}

impl HelpsView {
    /// The `limit` nearest sets of changes for `jobseeker`.
    pub fn of(prepared: &Prepared<'_>, plan: &Plan, jobseeker: JobseekerIdx, limit: usize) -> Self {
        let facts = prepared.facts;
        let help = |(set, opens): (RemedySet, Vec<OfferIdx>)| HelpView {
            set: ChangesView::of(facts, &set),
            remedies: set.remedies.iter().map(|remedy: &Remedy| RemedyView::of(facts, remedy)).collect(),
            opens: opens.into_iter().map(|vacancy| vacancy_id(facts, vacancy)).collect(),
        };
        Self {
            jobseeker: jobseeker_id(facts, jobseeker),
            availability: Availability::of(facts, jobseeker),
            helps: helpful_changes(prepared, plan, jobseeker, limit).into_iter().map(help).collect(),
        }
    }
}
