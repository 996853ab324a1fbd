//! What a plan of a fair leads one to expect: exact chances of the hall and of every table, for the people invited.

use super::*;
use crate::domain::{Answer, Fair, Invitation, SURE};
use crate::turnout::sizing::{InvitedBy, and_unasked, with_unsure_rates};
use crate::turnout::{CommonShock, Probability, Table, Turnout};

/// How surely the turnout lies within the numbers told.
const CONFIDENCE: f64 = 0.9;

/// What may be expected of one fair.
#[derive(Clone, Debug, PartialEq)]
pub struct FairReading {
    /// Which, a position in the region.
    pub fair: usize,
    /// People to invite now by each channel, in the order of the fair.
    pub by_channel: Vec<u32>,
    /// People who were invited before and did not say no.
    pub before: u32,
    /// How many come, with those who come unasked, by the model in which the accepted chances are kept.
    pub turnout: Turnout,
    /// The same by the other model, where the fair states a common shock: when all share the weather and the letter,
    /// or, if that is what binds, when each decides alone.
    pub otherwise: Option<Turnout>,
    /// The same with the uncertainty of each channel's rate, while each decides alone; `None` where the shock binds.
    pub unsure: Option<Turnout>,
    /// Everyone who was invited and is silent, and what happens next, by person.
    pub reminders: Vec<Reminder>,
    /// Each table with its people.
    pub tables: Vec<TableReading>,
}

/// What may be expected of one table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TableReading {
    /// The table, an offer of the plan.
    pub offer: OfferIdx,
    /// People invited for it, now and before.
    pub invited: u32,
    /// Useful interviews, and the chances that nobody comes and that more come than there are slots.
    pub table: Table,
}

impl FairReading {
    /// The numbers between which the turnout lies nine times of ten.
    pub fn central(&self) -> std::ops::RangeInclusive<usize> {
        // A fixed number between 0 and 1.
        Probability::new(CONFIDENCE).map_or(0..=0, |confidence| self.turnout.central(confidence))
    }
}

/// What may be expected of every fair of a plan, in the order of the region. Quadratic in the people invited.
pub fn fair_readings(facts: Facts<'_>, plan: &Plan) -> Vec<FairReading> {
    let all = reminders(facts);
    let of = |at: usize| all.iter().filter(|reminder| reminder.fair == at).copied().collect();
    (0..facts.region.fairs.len()).filter_map(|fair| reading(facts, plan, fair, of(fair))).collect()
}

/// What may be expected of one fair; `None` where more people are invited than can be counted.
fn reading(facts: Facts<'_>, plan: &Plan, at: usize, reminders: Vec<Reminder>) -> Option<FairReading> {
    let (region, fair) = (facts.region, &facts.region.fairs[at]);
    let stalls = region.fair_facts.stalls.iter().enumerate().filter(|(_, stall)| stall.fair == at);
    let offers: Vec<OfferIdx> = stalls.map(|(offer, _)| OfferIdx::from_usize(offer)).collect();
    let invited: Vec<&Edge> =
        plan.assignments.iter().filter(|edge| offers.binary_search(&edge.offer).is_ok()).collect();
    let show = |edge: &&Edge| Probability::new(f64::from(fair.show_of(edge.jobseeker)) / f64::from(SURE));
    let chances_of =
        |edges: &mut dyn Iterator<Item = &Edge>| edges.map(|edge| show(&edge).ok()).collect::<Option<Vec<_>>>();
    // People invited before may come even where a rule forbids inviting them today.
    let standing = fair.invited.iter().filter(|invitation| invitation.answer != Answer::No);
    let others = || standing.clone().filter(|invitation| plan.assignment_of(invitation.jobseeker).is_none());
    let chance = |invitation: &Invitation| {
        Probability::new(f64::from(fair.show_of(invitation.jobseeker)) / f64::from(SURE)).ok()
    };
    let mut all = chances_of(&mut invited.iter().copied())?;
    all.extend(others().map(chance).collect::<Option<Vec<_>>>()?);
    let everyone: Vec<JobseekerIdx> =
        invited.iter().map(|edge| edge.jobseeker).chain(others().map(|invitation| invitation.jobseeker)).collect();
    let shock = fair.common_shock.and_then(|spread| CommonShock::of_spread(spread).ok());
    let mut by_channel = vec![0; fair.channels.len()];
    for edge in invited.iter().filter(|edge| fair.invitation_to(edge.jobseeker).is_none()) {
        let channel = fair.channel_of(edge.jobseeker);
        by_channel
            .iter_mut()
            .zip(&fair.channels)
            .filter(|(_, known)| known.id == channel.id)
            .for_each(|(n, _)| *n += 1);
    }
    let turnout = |people: &[Probability], shock: Option<&CommonShock>| match shock {
        Some(shock) => shock.turnout(people).ok(),
        None => Turnout::of(people).ok(),
    };
    let binding = shock.as_ref().filter(|_| fair.shock_binds);
    let otherwise = match (&shock, binding) {
        (Some(_), Some(_)) => turnout(&all, None),
        (Some(shock), None) => turnout(&all, Some(shock)),
        (None, _) => None,
    };
    let table = |&offer: &OfferIdx| {
        let (_, table) = region.stall_of(offer)?;
        let mut people = chances_of(&mut invited.iter().copied().filter(|edge| edge.offer == offer))?;
        let here = others().filter(|invitation| fair.tables[invitation.table].id == table.id);
        people.extend(here.map(chance).collect::<Option<Vec<_>>>()?);
        let turnout = turnout(&people, binding)?;
        Some(TableReading { offer, invited: people.len() as u32, table: Table::of(&turnout, table.slots as usize) })
    };
    Some(FairReading {
        fair: at,
        by_channel,
        before: standing.clone().count() as u32,
        turnout: and_unasked(turnout(&all, binding)?, fair.walk_ins),
        otherwise: otherwise.map(|turnout| and_unasked(turnout, fair.walk_ins)),
        unsure: binding.is_none().then(|| and_unasked(unsure(fair, &everyone), fair.walk_ins)),
        reminders,
        tables: offers.iter().map(table).collect::<Option<_>>()?,
    })
}

/// How many of these people come when the rate of each channel is as sure as what is known of it.
fn unsure(fair: &Fair, people: &[JobseekerIdx]) -> Turnout {
    let is_sure = |person: &JobseekerIdx| fair.show_of(*person) == SURE;
    let by_channel = fair.channels.iter().map(|channel| {
        let of_channel = |person: &&JobseekerIdx| !is_sure(person) && fair.channel_of(**person).id == channel.id;
        let mean = f64::from(channel.show) / f64::from(SURE);
        InvitedBy { people: people.iter().filter(of_channel).count(), mean, worth: channel.worth }
    });
    with_unsure_rates(&by_channel.collect::<Vec<_>>(), people.iter().filter(|person| is_sure(person)).count())
}
