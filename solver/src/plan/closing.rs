//! How each training ends (capability 78): with a jobdate of VDAB, for which a room is looked for, or with the
//! reception of the employer who hires. Neither decides whether it is held.

use chrono::NaiveDate;

use crate::domain::{Intake, Minute, ProgrammeKind, ResourceIdx, Role, Weekday, Window};
use crate::kind::sessions;

use super::*;

/// Days after the last session in which a jobdate can be.
const JOBDATE_DAYS: u64 = 14;

/// How a training ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Its employer receives the people who passed.
    Reception,
    /// A jobdate in this room, on this day.
    Jobdate(ResourceIdx, NaiveDate),
    /// A jobdate is wanted, and no room of the venue is free for it.
    WithoutRoom,
}

/// How every training that is held ends, in the order of the plan; those that ask for nothing are left out. A room is
/// used once at a time: the training that ends first chooses first.
pub fn closings(facts: Facts<'_>, plan: &Plan) -> Vec<(EditionIdx, Closing)> {
    let region = facts.region;
    let mut in_use: Vec<(ResourceIdx, NaiveDate, Window)> = Vec::new();
    for edition in plan.opened.iter().map(|idx| &region.editions[idx.at()]) {
        let held = sessions(region, edition.offer);
        in_use
            .extend(edition.resources.iter().flat_map(|&idx| held.iter().map(move |&(day, hours)| (idx, day, hours))));
    }
    let last_day = |idx: EditionIdx| sessions(region, region.editions[idx.at()].offer).last().map(|session| session.0);
    let mut order: Vec<_> = plan.opened.iter().filter_map(|&idx| Some((last_day(idx)?, idx))).collect();
    order.sort_unstable();
    let mut found: Vec<(EditionIdx, Closing)> = Vec::new();
    for (last, idx) in order {
        let offer = region.editions[idx.at()].offer;
        let Some(programme) = region.offers[offer.at()].programme.map(|at| &region.programmes[at.at()]) else {
            continue;
        };
        let closing = match (programme.kind, programme.intake, programme.jobdate) {
            (ProgrammeKind::Training, Intake::Exclusive, _) => Closing::Reception,
            (ProgrammeKind::Training, Intake::Regular, Some(hours)) => {
                jobdate(facts, plan, (idx, last), hours, &mut in_use)
            }
            _ => continue,
        };
        found.push((idx, closing));
    }
    found.sort_unstable_by_key(|&(idx, _)| idx);
    found
}

/// The first day after the last session on which a room of the venue is free in these hours; the smallest that holds
/// everyone.
fn jobdate(
    facts: Facts<'_>,
    plan: &Plan,
    (edition, last): (EditionIdx, NaiveDate),
    (from, to): (Minute, Minute),
    in_use: &mut Vec<(ResourceIdx, NaiveDate, Window)>,
) -> Closing {
    let region = facts.region;
    let offer = region.editions[edition.at()].offer;
    let venue = region.offers[offer.at()].venue;
    let people = plan.offers[offer.at()].filled;
    let mut rooms: Vec<_> = (0..region.resources.len())
        .map(ResourceIdx::from_usize)
        .filter(|idx| {
            let room = &region.resources[idx.at()];
            room.role == Role::Room && room.venue == venue && u32::from(room.seats) >= people
        })
        .collect();
    rooms.sort_by_key(|idx| (region.resources[idx.at()].seats, *idx));
    for day in (1..=JOBDATE_DAYS).map(|days| last + chrono::Days::new(days)) {
        let hours =
            Window { day: Weekday::ALL[chrono::Datelike::weekday(&day).num_days_from_monday() as usize], from, to };
        let clashes = |room: ResourceIdx| {
            in_use.iter().any(|&(used, on, at)| (used, on) == (room, day) && at.from < to && from < at.to)
        };
        let is_free = |room: &&ResourceIdx| region.resources[room.at()].is_free_on(day, hours) && !clashes(**room);
        if region.pack.is_closed(day, true) {
            continue;
        }
        if let Some(&room) = rooms.iter().find(is_free) {
            in_use.push((room, day, hours));
            return Closing::Jobdate(room, day);
        }
    }
    Closing::WithoutRoom
}
