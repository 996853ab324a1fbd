//! Reminders of a fair: through which channel a silent invitee is reminded, and until when the reminder can be sent.

#[cfg(test)]
mod tests;

use crate::candidates::{Index, Search};
use crate::constraint::RuleBook;
use crate::domain::{Answer, Channel, Facts, Fair, JobseekerIdx, OfferIdx, Stall};

/// What happens next to an invitation that nobody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NextWave {
    /// A reminder by this channel, a position in the fair.
    By(usize),
    /// No channel arrives in time.
    TooLate,
    /// The rules do not let them be invited today. The reason is stored nowhere: they may be on hold.
    Lapses,
}

/// Somebody who was invited and is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reminder {
    /// The fair, a position in the region.
    pub fair: usize,
    /// Who.
    pub jobseeker: JobseekerIdx,
    /// The table of the invitation, a position in the fair.
    pub table: usize,
    /// What happens next.
    pub next: NextWave,
}

/// Everyone who was invited and is silent, by fair and person. A search for each of them.
///
/// The rules say whether they can still come, not the plan, which gives each person one offer: two fairs that both
/// await a person both remind them.
pub fn reminders(facts: Facts<'_>) -> Vec<Reminder> {
    let region = facts.region;
    let silent = |at: usize| region.fairs[at].invited.iter().filter(|invitation| invitation.answer == Answer::Silent);
    if (0..region.fairs.len()).all(|at| silent(at).next().is_none()) {
        return Vec::new();
    }
    let rules = RuleBook::of(&region.pack);
    let index = Index::of(facts, &rules);
    let (mut search, mut edges) = (Search::new(facts, &rules, &index), Vec::new());
    let mut found = Vec::new();
    for (at, fair) in region.fairs.iter().enumerate() {
        for invitation in silent(at) {
            let is_theirs = |stall: &Stall| (stall.fair, stall.table) == (at, invitation.table);
            edges.clear();
            if let Some(offer) = region.fair_facts.stalls.iter().position(is_theirs) {
                search.edges_between(invitation.jobseeker, OfferIdx::from_usize(offer), &mut edges);
            }
            let next = if edges.is_empty() { NextWave::Lapses } else { next_channel(fair, invitation.jobseeker) };
            found.push(Reminder { fair: at, jobseeker: invitation.jobseeker, table: invitation.table, next });
        }
    }
    found
}

/// The quickest channel that arrives in time, by lead time and then by name; the first one again only where it is the
/// only one.
fn next_channel(fair: &Fair, jobseeker: JobseekerIdx) -> NextWave {
    let first = &fair.channel_of(jobseeker).id;
    let arrives = |channel: &Channel| fair.days_left.is_none_or(|days| channel.lead_time_days <= days);
    let channels = fair.channels.iter().enumerate().filter(|(_, channel)| arrives(channel));
    let quickest = channels.min_by_key(|(_, channel)| (channel.id == *first, channel.lead_time_days, &channel.id));
    quickest.map_or(NextWave::TooLate, |(at, _)| NextWave::By(at))
}

impl Reminder {
    /// The channel of the reminder.
    pub fn channel<'a>(&self, fair: &'a Fair) -> Option<&'a Channel> {
        match self.next {
            NextWave::By(at) => fair.channels.get(at),
            NextWave::TooLate | NextWave::Lapses => None,
        }
    }
}

impl Channel {
    /// The last day on which it still arrives in time for `fair`; `None` before the calendar begins.
    pub fn last_day(&self, fair: &Fair) -> Option<chrono::NaiveDate> {
        fair.date.checked_sub_days(chrono::Days::new(self.lead_time_days.into()))
    }
}
