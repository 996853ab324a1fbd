//! Plan to file and back: positions become identifiers, and identifiers positions.

pub mod format;
mod certificate;
mod derived;
mod digest;
mod editions;

use std::collections::BTreeMap;

use schakel_solver::candidates::Edge;
use schakel_solver::constraint::{ALL, PoolKey, pool_name};
use schakel_solver::domain::{self, CareIdx, Facts, JobseekerIdx, OfferIdx, PriorityGroup, Region, SupportIdx};
use schakel_solver::kind::{Kind, Pools};
use schakel_solver::plan::{LevelResult, OfferResult, Plan, Reason, Termination, Unassigned};
use schakel_solver::way::{CHILDREN_MAX, Choice, SUPPORTS_MAX};

use crate::files::scenario::{self, DefaultUsed};

pub use derived::{Difference, differences};

/// Why a plan file does not fit the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(
    /// What is wrong, in English.
    pub String,
);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// Names of pools by position, and positions by name.
struct Names {
    pools: Pools,
    by_position: Vec<String>,
    by_name: BTreeMap<String, u32>,
}

impl Names {
    /// The names of a region's pools.
    fn of(facts: Facts<'_>) -> Self {
        let pools = Pools::of(facts);
        let by_position: Vec<_> = pools.iter().map(|spec| pool_name(facts, spec.key)).collect();
        let by_name = by_position.iter().enumerate().map(|(position, name)| (name.clone(), position as u32)).collect();
        Self { pools, by_position, by_name }
    }

    /// The name of a pool; those after the last are cuts.
    fn name(&self, pool: u32) -> String {
        let known = self.by_position.get(pool as usize).cloned();
        known.unwrap_or_else(|| format!("cut/{}", pool as usize - self.by_position.len()))
    }

    fn name_of(&self, key: PoolKey) -> String {
        self.pools.position(key).map_or_else(String::new, |pool| self.name(pool))
    }

    fn position(&self, name: &str) -> Result<u32, Unreadable> {
        let cut = || {
            let at: u32 = name.strip_prefix("cut/")?.parse().ok()?;
            at.checked_add(self.by_position.len() as u32)
        };
        let known = self.by_name.get(name).copied().or_else(cut);
        known.ok_or_else(|| Unreadable(format!("the scenario has no pool {name}")))
    }

    fn key(&self, name: &str) -> Result<PoolKey, Unreadable> {
        let position = self.position(name)?;
        if position as usize >= self.by_position.len() {
            return Err(Unreadable(format!("{name} is a cut, and no pool of the scenario")));
        }
        Ok(self.pools.spec(position).key)
    }
}

/// The file of a plan. The same plan gives the same file.
pub fn write(facts: Facts<'_>, plan: &Plan, defaults: &[DefaultUsed]) -> format::PlanFile {
    let (region, names) = (facts.region, Names::of(facts));
    let is_matching = region.plans_vacancies();
    let conflict = match &plan.termination {
        Termination::Infeasible(keys) => keys.iter().map(|&key| names.name_of(key)).collect(),
        _ => Vec::new(),
    };
    let proven_by_prices = plan.levels.iter().all(|level| level.value == level.bound);
    let default = |used: &DefaultUsed| format::Default {
        name: used.name.clone(),
        value: used.value,
        source: used.source.clone(),
        used_for: used.used_for as u64,
    };
    format::PlanFile {
        format: format::FORMAT.to_owned(),
        kind: Kind::of(region.kind).name.to_owned(),
        region: region.name.clone(),
        policy_pack: region.pack.name.clone(),
        scenario_digest: Some(digest::of(facts)),
        count_margin: None,
        seen_by: seen_by_named(region.seen_by),
        termination: termination_name(&plan.termination),
        gap: plan.gap,
        based_on: standing_of(region),
        changed_max: region.changed_max,
        conflict,
        levels: plan.levels.iter().map(write_level).collect(),
        defaults: defaults.iter().map(default).collect(),
        assignments: plan.assignments.iter().map(|edge| write_assignment(region, edge)).collect(),
        unassigned: plan.unassigned.iter().map(|unassigned| write_unassigned(region, unassigned)).collect(),
        vacancies: if is_matching {
            plan.offers.iter().map(|result| write_vacancy(facts, plan, result)).collect()
        } else {
            Vec::new()
        },
        editions: plan.opened.iter().map(|&idx| editions::write(facts, plan, idx)).collect(),
        offers: if is_matching {
            Vec::new()
        } else {
            plan.offers.iter().map(|of| editions::write_offer(facts, plan, of)).collect()
        },
        missing: plan.missing.iter().map(|&(key, units)| format::Missing { pool: names.name_of(key), units }).collect(),
        certificate: certificate::write(&plan.certificate, &names, proven_by_prices, plan.claimed_by_solver),
    }
}

/// The earlier proposals of a region.
fn standing_of(region: &Region) -> Vec<format::Standing> {
    let named = |&(jobseeker, offer): &(JobseekerIdx, OfferIdx)| format::Standing {
        jobseeker: region.jobseekers[jobseeker.at()].id.clone(),
        vacancy: region.offers[offer.at()].id.clone(),
    };
    region.standing.iter().map(named).collect()
}

/// The region in which these proposals of an earlier plan stand, of which so many may change; those about nobody or nothing
/// that is still there are left out.
pub fn standing_on<'a>(
    mut region: Region,
    proposals: impl IntoIterator<Item = (&'a str, &'a str)>,
    changed_max: Option<u32>,
) -> Region {
    let ids = Ids::of(&region);
    let pair = |(jobseeker, vacancy): (&str, &str)| Some((ids.jobseeker(jobseeker).ok()?, ids.vacancy(vacancy).ok()?));
    let mut standing: Vec<_> = proposals.into_iter().filter_map(pair).collect();
    standing.sort_unstable();
    standing.dedup();
    region.standing = standing;
    region.changed_max = changed_max;
    region
}

/// The region as the plan in `file` saw it: with what it stands on.
pub fn standing_as_in(region: Region, file: &format::PlanFile) -> Region {
    let standing = file.based_on.iter().map(|one| (one.jobseeker.as_str(), one.vacancy.as_str()));
    standing_on(region, standing, file.changed_max)
}

/// How a solve ended, as files write it.
pub(crate) fn termination_name(termination: &Termination) -> format::Termination {
    match termination {
        Termination::Optimal => format::Termination::Optimal,
        Termination::WithinGap => format::Termination::WithinGap,
        Termination::TimeLimit => format::Termination::TimeLimit,
        Termination::NodeLimit => format::Termination::NodeLimit,
        Termination::Cancelled => format::Termination::Cancelled,
        Termination::Infeasible(_) => format::Termination::Infeasible,
    }
}

/// A level with its value and bound, as files write it.
pub(crate) fn write_level(result: &LevelResult) -> format::LevelResult {
    let level = level_named(result.level);
    // Points of a region fit: millions of people times thousands of points. A bound never proven is larger.
    let small = |value: i128| i64::try_from(value).unwrap_or(i64::MAX);
    let percent = match result.level {
        domain::Level::Served(percent) => Some(percent),
        _ => None,
    };
    let group = match result.level {
        domain::Level::Priority(group) => Some(scenario::priority_named(group)),
        _ => None,
    };
    format::LevelResult { level, percent, group, value: small(result.value), bound: small(result.bound) }
}

/// A level as files write it.
pub(crate) fn level_named(level: domain::Level) -> format::Level {
    match level {
        domain::Level::Promises => format::Level::Promises,
        domain::Level::Floors => format::Level::Floors,
        domain::Level::Placed => format::Level::Placed,
        domain::Level::Fit => format::Level::Fit,
        domain::Level::Priority(_) => format::Level::Priority,
        domain::Level::Opened => format::Level::Opened,
        domain::Level::Served(_) => format::Level::Served,
        domain::Level::Grouped => format::Level::Grouped,
        domain::Level::Cost => format::Level::Cost,
        domain::Level::Useful => format::Level::Useful,
        domain::Level::Kept => format::Level::Kept,
        domain::Level::Travel => format::Level::Travel,
        domain::Level::Weighed => format::Level::Weighed,
    }
}

/// Whether the pool of this name counts people of a group.
pub(crate) fn counts_groups(pool: &str) -> bool {
    let rule = pool.split('/').next().unwrap_or_default();
    ALL.iter().any(|known| known.id().0 == rule && known.counts_groups())
}

/// The pool of a region with this name.
pub(crate) fn pool_named(facts: Facts<'_>, name: &str) -> Option<PoolKey> {
    Pools::of(facts).iter().map(|spec| spec.key).find(|&key| pool_name(facts, key) == name)
}

/// A way as files write it.
pub(crate) fn write_assignment(region: &Region, edge: &Edge) -> format::Assignment {
    let jobseeker = &region.jobseekers[edge.jobseeker.at()];
    let without_place = jobseeker.children.iter().filter(|child| child.needs_care && child.place.is_none()).count();
    let care = |place: &Option<CareIdx>| place.map(|care| region.childcare[care.at()].id.clone());
    let offer = region.offers[edge.offer.at()].id.clone();
    let (vacancy, offer) = if region.plans_vacancies() { (Some(offer), None) } else { (None, Some(offer)) };
    format::Assignment {
        jobseeker: jobseeker.id.clone(),
        vacancy,
        offer,
        mode: write_mode(edge.choice.mode),
        childcare: edge.choice.places.iter().take(without_place).map(care).collect(),
        supports: edge.choice.supports_used().map(|support| region.supports[support.at()].id.clone()).collect(),
        points: edge.points,
    }
}

pub(crate) fn write_mode(mode: domain::Mode) -> crate::files::scenario::format::Mode {
    use crate::files::scenario::format::Mode;
    match mode {
        domain::Mode::Walk => Mode::Walk,
        domain::Mode::Bike => Mode::Bike,
        domain::Mode::Ebike => Mode::Ebike,
        domain::Mode::Moped => Mode::Moped,
        domain::Mode::Car => Mode::Car,
        domain::Mode::Transit => Mode::Transit,
        domain::Mode::BikeTransit => Mode::BikeTransit,
        domain::Mode::SharedBike => Mode::SharedBike,
        domain::Mode::SharedCar => Mode::SharedCar,
    }
}

/// A mode of travel as files write it, read.
pub(crate) fn read_mode(mode: crate::files::scenario::format::Mode) -> domain::Mode {
    use crate::files::scenario::format::Mode;
    match mode {
        Mode::Walk => domain::Mode::Walk,
        Mode::Bike => domain::Mode::Bike,
        Mode::Ebike => domain::Mode::Ebike,
        Mode::Moped => domain::Mode::Moped,
        Mode::Car => domain::Mode::Car,
        Mode::Transit => domain::Mode::Transit,
        Mode::BikeTransit => domain::Mode::BikeTransit,
        Mode::SharedBike => domain::Mode::SharedBike,
        Mode::SharedCar => domain::Mode::SharedCar,
    }
}

fn write_unassigned(region: &Region, unassigned: &Unassigned) -> format::Unassigned {
    format::Unassigned {
        jobseeker: region.jobseekers[unassigned.jobseeker.at()].id.clone(),
        candidates: unassigned.candidates,
        reasons: unassigned.reasons.iter().map(write_reason).collect(),
    }
}

fn write_vacancy(facts: Facts<'_>, plan: &Plan, result: &OfferResult) -> format::Vacancy {
    format::Vacancy {
        vacancy: facts.region.offers[result.offer.at()].id.clone(),
        filled: result.filled,
        open: plan.places_of(facts, result.offer).saturating_sub(result.filled),
        candidates: result.candidates,
        reasons: result.reasons.iter().map(write_reason).collect(),
    }
}

fn write_reason(reason: &Reason) -> format::Reason {
    match *reason {
        Reason::NotAvailable { .. } => format::Reason::NotAvailableNow {},
        Reason::NothingInReach => format::Reason::NothingInReach {},
        Reason::Only { rule, pairings } => {
            format::Reason::OnlyObstacle { rule: ALL[usize::from(rule)].id().0.to_owned(), pairings }
        }
        Reason::Several { pairings } => format::Reason::SeveralObstacles { pairings },
        Reason::Competition { pairings } => format::Reason::Competition { pairings },
        Reason::CannotBeHeld => format::Reason::CannotBeHeld {},
        Reason::TooFew { people, least } => format::Reason::TooFew { people, least },
        Reason::NotChosen { people } => format::Reason::NotChosen { people },
    }
}

fn read_reason(reason: &format::Reason) -> Result<Reason, Unreadable> {
    Ok(match reason {
        format::Reason::NotAvailableNow {} => {
            let hiding = ALL.iter().position(|rule| rule.hides_the_rest());
            Reason::NotAvailable { rule: hiding.unwrap_or(0) as u8 }
        }
        format::Reason::NothingInReach {} => Reason::NothingInReach,
        format::Reason::OnlyObstacle { rule, pairings } => {
            let position = ALL.iter().position(|known| known.id().0 == rule);
            let rule = position.ok_or_else(|| Unreadable(format!("there is no rule {rule}")))? as u8;
            Reason::Only { rule, pairings: *pairings }
        }
        format::Reason::SeveralObstacles { pairings } => Reason::Several { pairings: *pairings },
        format::Reason::Competition { pairings } => Reason::Competition { pairings: *pairings },
        format::Reason::CannotBeHeld {} => Reason::CannotBeHeld,
        format::Reason::TooFew { people, least } => Reason::TooFew { people: *people, least: *least },
        format::Reason::NotChosen { people } => Reason::NotChosen { people: *people },
    })
}

/// Positions of the scenario's identifiers.
struct Ids<'a> {
    region: &'a Region,
    jobseekers: BTreeMap<&'a str, u32>,
    vacancies: BTreeMap<&'a str, u32>,
}

impl<'a> Ids<'a> {
    fn of(region: &'a Region) -> Self {
        let jobseekers = region.jobseekers.iter().zip(0..).map(|(jobseeker, idx)| (jobseeker.id.as_str(), idx));
        let vacancies = region.offers.iter().zip(0..).map(|(vacancy, idx)| (vacancy.id.as_str(), idx));
        Self { region, jobseekers: jobseekers.collect(), vacancies: vacancies.collect() }
    }

    fn jobseeker(&self, id: &str) -> Result<JobseekerIdx, Unreadable> {
        let found = self.jobseekers.get(id).copied().map(JobseekerIdx);
        found.ok_or_else(|| Unreadable(format!("the scenario has no jobseeker {id}")))
    }

    fn vacancy(&self, id: &str) -> Result<OfferIdx, Unreadable> {
        let found = self.vacancies.get(id).copied().map(OfferIdx);
        found.ok_or_else(|| Unreadable(format!("the scenario has no vacancy or offer {id}")))
    }

    fn care(&self, id: &str) -> Result<CareIdx, Unreadable> {
        let found = self.region.childcare.iter().position(|care| care.id == id).map(CareIdx::from_usize);
        found.ok_or_else(|| Unreadable(format!("the scenario has no childcare {id}")))
    }

    fn support(&self, id: &str) -> Result<SupportIdx, Unreadable> {
        let found = self.region.supports.iter().position(|support| support.id == id).map(SupportIdx::from_usize);
        found.ok_or_else(|| Unreadable(format!("the scenario has no support {id}")))
    }

    fn assignment(&self, assignment: &format::Assignment) -> Result<Edge, Unreadable> {
        if assignment.childcare.len() > CHILDREN_MAX || assignment.supports.len() > SUPPORTS_MAX {
            return Err(Unreadable(format!("{}: too many places or supports", assignment.jobseeker)));
        }
        let mut choice = Choice::by(read_mode(assignment.mode));
        for (place, id) in choice.places.iter_mut().zip(&assignment.childcare) {
            *place = id.as_deref().map(|id| self.care(id)).transpose()?;
        }
        for (support, id) in choice.supports.iter_mut().zip(&assignment.supports) {
            *support = Some(self.support(id)?);
        }
        let (jobseeker, vacancy) = (self.jobseeker(&assignment.jobseeker)?, self.vacancy(assignment.proposed())?);
        Ok(Edge { jobseeker, offer: vacancy, choice, points: assignment.points })
    }
}

/// The person of a region with this ID.
///
/// # Errors
/// [`Unreadable`] when there is none.
pub(crate) fn jobseeker_named(region: &Region, id: &str) -> Result<JobseekerIdx, Unreadable> {
    Ids::of(region).jobseeker(id)
}

/// The vacancy of a region with this ID.
///
/// # Errors
/// [`Unreadable`] when there is none.
pub(crate) fn vacancy_named(region: &Region, id: &str) -> Result<OfferIdx, Unreadable> {
    Ids::of(region).vacancy(id)
}

/// Assignments in a file, against their region.
///
/// # Errors
/// [`Unreadable`] when one names what the region does not have.
pub(crate) fn read_assignments(region: &Region, file: &[format::Assignment]) -> Result<Vec<Edge>, Unreadable> {
    let ids = Ids::of(region);
    file.iter().map(|assignment| ids.assignment(assignment)).collect()
}

/// Who may see a plan, as its file says it.
fn seen_by_named(seen_by: domain::SeenBy) -> format::SeenBy {
    match seen_by {
        domain::SeenBy::Everyone => format::SeenBy::Everyone,
        domain::SeenBy::Ocmw => format::SeenBy::Ocmw,
    }
}

/// The plan in a file, against its scenario.
///
/// # Errors
/// [`Unreadable`] when the file names what the scenario does not have.
pub fn read(facts: Facts<'_>, file: &format::PlanFile) -> Result<Plan, Unreadable> {
    let (ids, names) = (Ids::of(facts.region), Names::of(facts));
    if file.format != format::FORMAT {
        return Err(Unreadable(format!("the format is {}, not {}", file.format, format::FORMAT)));
    }
    if file.kind != Kind::of(facts.region.kind).name {
        return Err(Unreadable(format!("the plan is of the kind {}", file.kind)));
    }
    if file.seen_by != seen_by_named(facts.region.seen_by) {
        return Err(Unreadable("the plan is for other eyes than the region is read for: see --seen-by".to_owned()));
    }
    let reasons = |reasons: &[format::Reason]| reasons.iter().map(read_reason).collect::<Result<Vec<_>, _>>();
    let mut assignments =
        file.assignments.iter().map(|assignment| ids.assignment(assignment)).collect::<Result<Vec<_>, _>>()?;
    assignments.sort_unstable();
    let unassigned = file.unassigned.iter().map(|one| {
        let jobseeker = ids.jobseeker(&one.jobseeker)?;
        Ok(Unassigned { jobseeker, candidates: one.candidates, reasons: reasons(&one.reasons)? })
    });
    let of_vacancies = file.vacancies.iter().map(|one| (&one.vacancy, one.filled, one.candidates, &one.reasons));
    let of_offers = file.offers.iter().map(|one| (&one.offer, one.filled, one.candidates, &one.reasons));
    let offers = of_vacancies.chain(of_offers).map(|(id, filled, candidates, why)| {
        Ok(OfferResult { offer: ids.vacancy(id)?, filled, candidates, reasons: reasons(why)? })
    });
    let mut unassigned = unassigned.collect::<Result<Vec<_>, Unreadable>>()?;
    unassigned.sort_by_key(|one| one.jobseeker);
    let mut offers = offers.collect::<Result<Vec<_>, Unreadable>>()?;
    offers.sort_by_key(|one| one.offer);
    let plan = Plan {
        termination: read_termination(file, &names)?,
        gap: file.gap,
        levels: file.levels.iter().map(read_level).collect(),
        assignments,
        unassigned,
        opened: editions::read(facts.region, &file.editions)?,
        offers,
        missing: file
            .missing
            .iter()
            .map(|missing| Ok((names.key(&missing.pool)?, missing.units)))
            .collect::<Result<_, Unreadable>>()?,
        certificate: certificate::read(&file.certificate, &names)?,
        claimed_by_solver: file.certificate.claimed_by_solver,
    };
    editions::compare(facts, &plan, file)?;
    Ok(plan)
}

fn read_level(result: &format::LevelResult) -> LevelResult {
    LevelResult { level: level_read(result), value: result.value.into(), bound: result.bound.into() }
}

/// The level of a line of a plan.
pub(crate) fn level_read(result: &format::LevelResult) -> domain::Level {
    match result.level {
        format::Level::Promises => domain::Level::Promises,
        format::Level::Floors => domain::Level::Floors,
        format::Level::Placed => domain::Level::Placed,
        format::Level::Fit => domain::Level::Fit,
        format::Level::Opened => domain::Level::Opened,
        // A missing group becomes the first group: the checker compares the levels of file and plan.
        format::Level::Priority => {
            domain::Level::Priority(result.group.map_or(PriorityGroup::ALL[0], scenario::priority))
        }
        // A missing share becomes 0, which no plan has: the checker reports it.
        format::Level::Served => domain::Level::Served(result.percent.unwrap_or(0)),
        format::Level::Grouped => domain::Level::Grouped,
        format::Level::Cost => domain::Level::Cost,
        format::Level::Useful => domain::Level::Useful,
        format::Level::Kept => domain::Level::Kept,
        format::Level::Travel => domain::Level::Travel,
        format::Level::Weighed => domain::Level::Weighed,
    }
}

fn read_termination(file: &format::PlanFile, names: &Names) -> Result<Termination, Unreadable> {
    Ok(match file.termination {
        format::Termination::Optimal => Termination::Optimal,
        format::Termination::WithinGap => Termination::WithinGap,
        format::Termination::TimeLimit => Termination::TimeLimit,
        format::Termination::NodeLimit => Termination::NodeLimit,
        format::Termination::Cancelled => Termination::Cancelled,
        format::Termination::Infeasible => {
            Termination::Infeasible(file.conflict.iter().map(|name| names.key(name)).collect::<Result<_, _>>()?)
        }
    })
}
