//! Regions and plans kept in memory, ready to be asked: an answer in milliseconds cannot wait for a file to be read.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use flate2::read::GzDecoder;
use schakel_solver::candidates::Index;
use schakel_solver::constraint::RuleBook;
use schakel_solver::domain::{Facts, JobseekerIdx, Nearby, OfferIdx, PlanKind, Region, tie_hash};
use schakel_solver::kind::{Kind, arranged};
use schakel_solver::plan::{Plan, Prepared};

use crate::answers::disclosure::Coarse;
use crate::answers::outward::{Seen, counts_about, outward};
use crate::files::plan_file::{format::PlanFile, format::Termination, standing_as_in};
use crate::files::scenario::{self, DefaultUsed, Packs};
use crate::service::store::{Result, Store, StoreError};

/// A region with its rules and indexes.
pub struct CachedRegion {
    /// The region.
    pub region: Region,
    /// Defaults that were used in reading it.
    pub defaults: Vec<DefaultUsed>,
    near: Nearby,
    own: (Arc<RuleBook>, Arc<Index>),
    advice: OnceLock<(Arc<RuleBook>, Arc<Index>)>,
}

impl CachedRegion {
    /// Makes `region` ready to be asked. `n log n` in people and vacancies.
    pub fn of(region: Region, defaults: Vec<DefaultUsed>) -> Self {
        let near = Nearby::default();
        let own = indexes(Facts::of(&region, &near), RuleBook::of(&region.pack));
        Self { region, defaults, near, own, advice: OnceLock::new() }
    }

    /// The facts of the region.
    pub fn facts(&self) -> Facts<'_> {
        Facts::of(&self.region, &self.near)
    }

    /// The region under its own rules.
    pub fn prepared(&self) -> Prepared<'_> {
        let (rules, index) = self.own.clone();
        Prepared { facts: self.facts(), rules, index }
    }

    /// The region under the rules for advice, which look past the gate. Indexed when first asked.
    pub fn prepared_for_advice(&self) -> Prepared<'_> {
        let advice = self.advice.get_or_init(|| indexes(self.facts(), RuleBook::for_advice(&self.region.pack)));
        let (rules, index) = advice.clone();
        Prepared { facts: self.facts(), rules, index }
    }

    /// The person with this ID.
    pub fn jobseeker(&self, id: &str) -> Option<JobseekerIdx> {
        position(&self.region.jobseekers, |person| &person.id, id).map(JobseekerIdx::from_usize)
    }

    /// The vacancy with this ID.
    pub fn vacancy(&self, id: &str) -> Option<OfferIdx> {
        position(&self.region.offers, |vacancy| &vacancy.id, id).map(OfferIdx::from_usize)
    }
}

/// The position of `id` among things in the canonical order. Logarithmic.
fn position<T>(things: &[T], id_of: impl Fn(&T) -> &str, id: &str) -> Option<usize> {
    let asked = (tie_hash(id), id);
    things.binary_search_by(|thing| (tie_hash(id_of(thing)), id_of(thing)).cmp(&asked)).ok()
}

fn indexes(facts: Facts<'_>, rules: RuleBook) -> (Arc<RuleBook>, Arc<Index>) {
    let Prepared { rules, index, .. } = Prepared::under(facts, rules);
    (rules, index)
}

/// A plan that ended, with its region.
pub struct CachedPlan {
    /// Its region.
    pub cached: Arc<CachedRegion>,
    /// The scenario it is of.
    pub scenario_id: String,
    /// The plan, with counts of other people as they may be seen.
    pub plan: Seen<Plan>,
    /// The plan as its file, likewise.
    pub file: Seen<PlanFile>,
    /// The noise in counts of people about this plan.
    pub coarse: Coarse,
}

/// What is in memory, the last used in front. Cheap to clone.
#[derive(Clone)]
pub struct Cache {
    store: Store,
    most: usize,
    regions: Shelf<CachedRegion>,
    plans: Shelf<CachedPlan>,
}

type Shelf<T> = Arc<Mutex<VecDeque<(String, Arc<T>)>>>;

impl Cache {
    /// Nothing yet; at most `most` regions and as many plans.
    pub fn new(store: Store, most: usize) -> Self {
        Self { store, most: most.max(1), regions: Arc::default(), plans: Arc::default() }
    }

    /// The region of a scenario, read when it is not here.
    ///
    /// # Errors
    /// When the owner has no such scenario.
    pub async fn region(&self, owner: &str, scenario_id: &str) -> Result<Arc<CachedRegion>> {
        // Asked first, so that what is another's stays unseen although it is in memory.
        self.store.scenario(owner, scenario_id).await?;
        if let Some(found) = taken(&self.regions, scenario_id) {
            return Ok(found);
        }
        let body = self.store.scenario_body(owner, scenario_id).await?;
        let packs = self.store.packs(owner).await?;
        let cached = unblocked(move || read(&body, &packs)).await??;
        self.keep(owner, scenario_id, Arc::new(cached)).await
    }

    /// Keeps a region that was just read.
    ///
    /// # Errors
    /// When its scenario was erased meanwhile: nothing is kept then.
    pub async fn keep(&self, owner: &str, scenario_id: &str, cached: Arc<CachedRegion>) -> Result<Arc<CachedRegion>> {
        let cached = put(&self.regions, self.most, scenario_id, cached);
        // Asked after it was put: an erasure from now on finds it here.
        let is_there = self.store.scenario(owner, scenario_id).await;
        is_there.inspect_err(|_| self.forget(&[scenario_id.to_owned()]))?;
        Ok(cached)
    }

    /// A plan that ended with a result, and its region; `Conflict` when it has none, or one that proves that none can
    /// be.
    ///
    /// # Errors
    /// When the owner has no such plan, or it has no result.
    pub async fn plan(&self, owner: &str, plan_id: &str) -> Result<Arc<CachedPlan>> {
        let row = self.store.plan(owner, plan_id).await?;
        if let Some(found) = taken(&self.plans, plan_id) {
            return Ok(found);
        }
        let (cached, coarse, file) = self.outward(owner, &row.scenario_id, plan_id).await?;
        if file.shown().termination == Termination::Infeasible {
            return Err(StoreError::Conflict);
        }
        let scenario_id = row.scenario_id;
        let plan = unblocked(move || {
            let cached = as_planned(cached, file.shown());
            let plan = file.plan(cached.facts());
            let plan = plan.map_err(|error| StoreError::Damaged(error.to_string()))?;
            Ok::<_, StoreError>(CachedPlan { cached, scenario_id, plan, file, coarse })
        });
        let plan = put(&self.plans, self.most, plan_id, Arc::new(plan.await??));
        let is_there = self.store.plan(owner, plan_id).await;
        is_there.inspect_err(|_| self.forget_plan(plan_id))?;
        Ok(plan)
    }

    /// The file of a plan as it may be seen, also of one that proves that none can be.
    ///
    /// # Errors
    /// When the owner has no such plan, or it has no result.
    pub async fn plan_seen(&self, owner: &str, plan_id: &str) -> Result<Seen<PlanFile>> {
        let row = self.store.plan(owner, plan_id).await?;
        if let Some(found) = taken(&self.plans, plan_id) {
            return Ok(found.file.clone());
        }
        Ok(self.outward(owner, &row.scenario_id, plan_id).await?.2)
    }

    /// Noise for counts about a scenario alone: one layer stays for all revisions, the other moves with the scenario
    /// and with `asked`.
    ///
    /// # Errors
    /// When the owner has no such scenario.
    pub async fn coarse(&self, owner: &str, scenario_id: &str, asked: &[u8]) -> Result<Coarse> {
        let least = self.region(owner, scenario_id).await?.region.pack.limits.count_shown_min.into();
        let line = self.store.scenario(owner, scenario_id).await?;
        let secret = self.store.secret("counts").await?;
        Ok(Coarse::about(&secret, &line.origin_id, [scenario_id.as_bytes(), asked], least))
    }

    /// The only way from a kept plan to what is shown of it.
    async fn outward(
        &self,
        owner: &str,
        scenario_id: &str,
        plan_id: &str,
    ) -> Result<(Arc<CachedRegion>, Coarse, Seen<PlanFile>)> {
        let cached = self.region(owner, scenario_id).await?;
        let line = self.store.scenario(owner, scenario_id).await?;
        let secret = self.store.secret("counts").await?;
        let Some(result) = self.store.plan_result(owner, plan_id).await? else { return Err(StoreError::Conflict) };
        unblocked(move || {
            let damaged = |error: serde_json::Error| StoreError::Damaged(error.to_string());
            let file: PlanFile = serde_json::from_reader(GzDecoder::new(&*result)).map_err(damaged)?;
            let least = cached.region.pack.limits.count_shown_min.into();
            let coarse = counts_about(&file, &secret, (&line.origin_id, &line.id), least).map_err(damaged)?;
            let file = outward(file, &coarse);
            Ok((cached, coarse, file))
        })
        .await?
    }

    /// Forgets a plan that was erased.
    pub fn forget_plan(&self, plan_id: &str) {
        locked(&self.plans).retain(|(id, _)| id != plan_id);
    }

    /// How many regions are in memory.
    pub(crate) fn len(&self) -> usize {
        locked(&self.regions).len()
    }

    /// Forgets what was erased: these scenarios, and every plan of them.
    pub fn forget(&self, scenario_ids: &[String]) {
        let is_erased = |id: &String| scenario_ids.contains(id);
        locked(&self.regions).retain(|(id, _)| !is_erased(id));
        locked(&self.plans).retain(|(_, plan)| !is_erased(&plan.scenario_id));
    }
}

/// Runs `work` where it may take its time.
pub(crate) async fn unblocked<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| StoreError::Damaged(error.to_string()))
}

fn locked<T>(shelf: &Shelf<T>) -> std::sync::MutexGuard<'_, VecDeque<(String, Arc<T>)>> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is under `id`, which now is the last used.
fn taken<T>(shelf: &Shelf<T>, id: &str) -> Option<Arc<T>> {
    let mut shelf = locked(shelf);
    let position = shelf.iter().position(|(known, _)| known == id)?;
    let entry = shelf.remove(position)?;
    let found = entry.1.clone();
    shelf.push_front(entry);
    Some(found)
}

/// Puts `value` under `id`, unless another was quicker, and lets go of the one not used for longest.
fn put<T>(shelf: &Shelf<T>, most: usize, id: &str, value: Arc<T>) -> Arc<T> {
    if let Some(found) = taken(shelf, id) {
        return found;
    }
    let mut shelf = locked(shelf);
    shelf.push_front((id.to_owned(), value.clone()));
    shelf.truncate(most);
    value
}

/// The region as the plan in `file` saw it: that of a matching is the one that is kept.
fn as_planned(cached: Arc<CachedRegion>, file: &PlanFile) -> Arc<CachedRegion> {
    let kind = Kind::named(&file.kind).map(|kind| kind.kind).filter(|kind| *kind != PlanKind::Matching);
    if kind.is_none() && file.changed_max.is_none() {
        return cached;
    }
    let region = kind.map_or_else(|| cached.region.clone(), |kind| arranged(cached.region.clone(), kind));
    // What may change is something scarce, and stands in the proof; what stands otherwise is only counted.
    let region = if file.changed_max.is_some() { standing_as_in(region, file) } else { region };
    Arc::new(CachedRegion::of(region, cached.defaults.clone()))
}

/// A region out of a kept scenario.
fn read(body: &[u8], packs: &Packs) -> Result<CachedRegion> {
    let reading = scenario::read(GzDecoder::new(body), packs);
    match reading.region {
        Some(region) => Ok(CachedRegion::of(region, reading.defaults)),
        None => Err(StoreError::Damaged(format!("a kept scenario has {} issues", reading.issues.len()))),
    }
}
