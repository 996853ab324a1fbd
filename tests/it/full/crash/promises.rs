//! What a server promised by its answers, and whether it keeps that.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::GzDecoder;
use schakel::files::plan_file::{self, format::PlanFile};
use schakel::service::store::Store;
use schakel_solver::domain::{Facts, Nearby, Region};
use schakel_solver::plan;
use serde_json::Value;
use tempfile::TempDir;

use super::ATTEMPTS_MAX;
use crate::support::read_text;

/// A request that makes something, with the key it is sent under.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) key: String,
    pub(super) path: String,
    pub(super) body: Value,
    /// What is made: a scenario's JSON and the one it was made from; the scenario of a plan; the plan of a decision.
    pub(super) makes: Thing,
    /// ID of what was made; none while no answer came.
    pub(super) made: Option<String>,
}

/// What can be made.
#[derive(Clone, Debug)]
pub(super) enum Thing {
    Scenario { body: Value, parent: Option<String> },
    Plan { scenario: String },
    Decision { plan: String },
}

/// Everything that was answered with 2xx.
#[derive(Default)]
pub(super) struct Promises {
    pub(super) things: BTreeMap<String, Thing>,
    pub(super) cancelled: BTreeSet<String>,
    pub(super) deleted: BTreeSet<String>,
    /// Asked to be deleted, and no answer came.
    pub(super) doubtful: BTreeSet<String>,
    /// Requests of this life of the server.
    pub(super) sent: Vec<Request>,
}

impl Promises {
    /// Whether it was deleted, alone or with what it belongs to.
    pub(super) fn is_gone(&self, id: &str) -> bool {
        let above = self.things.get(id).and_then(|thing| match thing {
            Thing::Scenario { parent, .. } => parent.as_ref(),
            Thing::Plan { scenario } => Some(scenario),
            Thing::Decision { plan } => Some(plan),
        });
        self.deleted.contains(id) || above.is_some_and(|above| self.is_gone(above))
    }

    /// IDs of what is there and of this kind.
    pub(super) fn there(&self, is_so: impl Fn(&Thing) -> bool) -> Vec<String> {
        let there = self.things.iter().filter(|(id, thing)| is_so(thing) && !self.is_gone(id));
        there.map(|(id, _)| id.clone()).collect()
    }

    /// How many things of this kind were promised, deleted or not.
    pub(super) fn count(&self, is_so: impl Fn(&Thing) -> bool) -> usize {
        self.things.values().filter(|thing| is_so(thing)).count()
    }

    /// The tables hold what was promised, nothing of what was deleted, and nothing twice.
    pub(super) fn are_kept(&self, there: &BTreeSet<String>) {
        let promised: BTreeSet<_> = self.there(|_| true).into_iter().collect();
        let lost: Vec<_> = promised.difference(there).filter(|id| !self.doubts(id)).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
        let undead: Vec<_> = there.iter().filter(|id| self.is_gone(id)).collect();
        assert!(undead.is_empty(), "deleted and there: {undead:?}");
    }

    /// Whether it, or what it belongs to, may have been deleted.
    fn doubts(&self, id: &str) -> bool {
        let above = match self.things.get(id) {
            None => return false,
            Some(Thing::Scenario { parent, .. }) => parent.as_ref(),
            Some(Thing::Plan { scenario }) => Some(scenario),
            Some(Thing::Decision { plan }) => Some(plan),
        };
        self.doubtful.contains(id) || above.is_some_and(|above| self.doubts(above))
    }

    /// Everything that must hold when nothing is under way any more; answers with how many plans were completed.
    pub(super) async fn are_kept_to_the_end(&self, folder: &TempDir) -> usize {
        let store = Store::open(&folder.path().join("schakel.db")).await.unwrap();
        let there = kept(&store).await;
        self.are_kept(&there);
        for id in there {
            assert!(self.things.contains_key(&id), "{id} was made once too often: nobody was told of it");
        }
        let (mut regions, mut completed) = (BTreeMap::new(), 0);
        for id in self.there(|thing| matches!(thing, Thing::Plan { .. })) {
            let plan = store.plan("kina", &id).await.unwrap();
            assert!(plan.is_final(), "{id} is {}", plan.state);
            assert!(plan.attempt <= ATTEMPTS_MAX, "{id} was tried {} times", plan.attempt);
            let ends = "SELECT count(*) FROM plan_events WHERE plan_id = $1 AND event = 'state' \
                        AND data LIKE '%\"termination\"%'";
            let ends: i64 = sqlx::query_scalar(ends).bind(&id).fetch_one(store.pool()).await.unwrap();
            assert_eq!(ends, 1, "{id} ended {ends} times");
            let is_cancelled = self.cancelled.contains(&id);
            assert!(!is_cancelled || plan.state != "failed", "{plan:?}");
            let result = store.plan_result("kina", &id).await.unwrap();
            assert!(plan.state != "completed" || result.is_some(), "{plan:?}");
            completed += usize::from(plan.state == "completed");
            if let Some(result) = result {
                let Thing::Scenario { body, .. } = &self.things[&plan.scenario_id] else { panic!("{plan:?}") };
                let region = regions.entry(plan.scenario_id).or_insert_with(|| region(body));
                holds(region, &result);
            }
        }
        store.close().await;
        completed
    }
}

/// IDs of everything in the tables, which are sound.
pub(super) async fn kept(store: &Store) -> BTreeSet<String> {
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(store.pool()).await.unwrap();
    assert_eq!(sound, "ok");
    let asked = "SELECT id FROM scenarios UNION SELECT id FROM plans UNION SELECT id FROM decisions";
    sqlx::query_scalar::<_, String>(asked).fetch_all(store.pool()).await.unwrap().into_iter().collect()
}

fn region(scenario: &Value) -> Region {
    read_text(&scenario.to_string()).region.unwrap()
}

/// The result is a plan that keeps every rule.
fn holds(region: &Region, result: &[u8]) {
    let mut text = Vec::new();
    GzDecoder::new(result).read_to_end(&mut text).unwrap();
    let file: PlanFile = serde_json::from_slice(&text).unwrap();
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    let plan = plan_file::read(facts, &file).unwrap();
    let violations = plan::check(facts, &plan);
    assert!(
        violations.is_empty(),
        "{:?}",
        violations.iter().map(|one| one.in_words(&plan::PoolNames::of(facts)).to_string()).collect::<Vec<_>>()
    );
}
