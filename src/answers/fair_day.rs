//! The file for planning the interviews of a fair, made from the plan of whom it invites.

use schakel_solver::domain::{Facts, Fair, JobseekerIdx};
use schakel_solver::plan::Plan;
use schakel_solver::text::Clock;

use crate::files::interviews::{InterviewAttendee, InterviewTable, InterviewWish, InterviewsAsk, Span};

/// Most tables that one person is wished at.
const WISHES_MAX: usize = 30;
/// Most meetings of one person: an afternoon leaves no time for more. An assumption.
const MEETINGS_MAX: u32 = 4;
/// A person who fits a vacancy speaks the languages it asks for: one language stands for all of them.
const SPOKEN: &str = "nl";

/// The interviews of one fair of a plan: everyone invited, at every table where a vacancy fits, for as long as the fair
/// lasts. Each table uses the first slots of the fair; the table with most slots sets their length. Nobody is marked
/// absent yet.
pub fn fair_day(facts: Facts<'_>, plan: &Plan, at: usize) -> InterviewsAsk {
    let fair = &facts.region.fairs[at];
    let most = fair.tables.iter().map(|table| table.slots).max().unwrap_or(1);
    let hours = u32::from(fair.hours.to - fair.hours.from);
    let start = |slot: u32| (u32::from(fair.hours.from) + hours * slot / most) as u16;
    let span = |from: u16, to: u16| Span { from: Clock(from).to_string(), to: Clock(to).to_string() };
    let table = |table: &schakel_solver::domain::FairTable| InterviewTable {
        id: table.id.clone(),
        employer: table.employer.clone(),
        zone: None,
        breaks: (table.slots < most).then(|| span(start(table.slots), fair.hours.to)).into_iter().collect(),
        languages: vec![SPOKEN.to_owned()],
        is_cancelled: false,
    };
    let invited = plan.assignments.iter().filter(|edge| is_of(facts, edge.offer, fair));
    let attendee = |jobseeker: JobseekerIdx| InterviewAttendee {
        id: facts.region.jobseekers[jobseeker.at()].id.clone(),
        there: span(fair.hours.from, fair.hours.to),
        meetings_max: MEETINGS_MAX,
        languages: vec![SPOKEN.to_owned()],
        wishes: wishes(facts, jobseeker, fair),
        is_absent: false,
    };
    InterviewsAsk {
        date: Some(fair.date),
        slots: (0..most).map(|slot| span(start(slot), start(slot + 1))).collect(),
        walks: Vec::new(),
        tables: fair.tables.iter().map(table).collect(),
        attendees: invited.map(|edge| attendee(edge.jobseeker)).collect(),
        interpreters: Vec::new(),
        promises: Vec::new(),
        changed_max: None,
    }
}

/// Whether an offer is a table of this fair.
fn is_of(facts: Facts<'_>, offer: schakel_solver::domain::OfferIdx, fair: &Fair) -> bool {
    facts.region.stall_of(offer).is_some_and(|(known, _)| known.id == fair.id)
}

/// The tables where a vacancy fits somebody, the best first.
fn wishes(facts: Facts<'_>, jobseeker: JobseekerIdx, fair: &Fair) -> Vec<InterviewWish> {
    let fits = &facts.region.fair_facts.fits;
    let first = fits.partition_point(|fit| fit.jobseeker < jobseeker);
    let own = fits[first..].iter().take_while(|fit| fit.jobseeker == jobseeker);
    let here = own.filter(|fit| is_of(facts, fit.offer, fair));
    let mut tables: Vec<(i64, String)> = here
        .filter_map(|fit| Some((fit.points.clamp(1, 1000), facts.region.stall_of(fit.offer)?.1.id.clone())))
        .collect();
    tables.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    tables.truncate(WISHES_MAX);
    // Between 1 and 1000.
    tables.into_iter().map(|(points, table)| InterviewWish { table, value: points as u32 }).collect()
}
