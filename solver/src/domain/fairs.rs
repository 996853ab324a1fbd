//! Fairs: halls, tables of employers and who can be invited, as a coordinator states them; and what a plan of a fair is
//! made from.

use chrono::NaiveDate;

use super::ids::{JobseekerIdx, OccupationIdx, OfferIdx, VenueIdx};
use super::{Region, Role, Share, Window};

/// A chance of 1, in the whole thousandths in which expected visitors are counted.
pub const SURE: u32 = 1000;

/// A job fair, or the jobdate that closes a training.
#[derive(Clone, Debug, PartialEq)]
pub struct Fair {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Where it is.
    pub venue: VenueIdx,
    /// The day.
    pub date: NaiveDate,
    /// The hours, on the weekday of the date.
    pub hours: Window,
    /// People the hall holds.
    pub places: u32,
    /// Accepted chance that more people come.
    pub risk: f64,
    /// People who come unasked, on average.
    pub walk_ins: f64,
    /// How much people respond to the same weather and letter: standard deviation of everyone's log odds; `None` where
    /// it is not asked for.
    pub common_shock: Option<f64>,
    /// Whether the accepted chances are kept under that shock, and not only while each decides alone.
    pub shock_binds: bool,
    /// Days until the fair, when invitations have begun; `None` before.
    pub days_left: Option<u32>,
    /// How people are invited, by identifier; the last channel is for everyone whom no other names.
    pub channels: Vec<Channel>,
    /// Tables of employers, by identifier.
    pub tables: Vec<FairTable>,
    /// Fewest people to invite, by group.
    pub floors: Vec<Share>,
    /// Who was invited, sorted by person.
    pub invited: Vec<Invitation>,
}

/// A way of inviting, with what is known of how many then come.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// Identifier.
    pub id: String,
    /// Days between the invitation and the fair, for which the chance holds.
    pub lead_time_days: u32,
    /// The chance that someone who is invited comes, in thousandths, 1 to 1000. Of the channel, never of a person.
    pub show: u32,
    /// How many observed people the knowledge of that chance is worth: alpha and beta of its posterior together.
    pub worth: f64,
    /// Whom it invites, sorted. A reminder may go by any channel.
    pub people: Vec<JobseekerIdx>,
}

/// A table at a fair.
#[derive(Clone, Debug, PartialEq)]
pub struct FairTable {
    /// Identifier, its own within the fair.
    pub id: String,
    /// The employer.
    pub employer: String,
    /// Vacancies it speaks about.
    pub vacancies: Vec<FairVacancy>,
    /// Interviews that can be held.
    pub slots: u32,
    /// Accepted chance that more people come than there are slots.
    pub risk: f64,
}

/// A vacancy that a table speaks about.
#[derive(Clone, Debug, PartialEq)]
pub struct FairVacancy {
    /// Its position among the vacancies of a matching.
    pub offer: OfferIdx,
    /// Identifier.
    pub id: String,
    /// Its occupation.
    pub occupation: Option<OccupationIdx>,
}

/// What somebody who was invited answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// They come.
    Yes,
    /// They do not.
    No,
    /// Nothing yet.
    Silent,
}

/// An invitation that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Invitation {
    /// To whom.
    pub jobseeker: JobseekerIdx,
    /// For which table, a position in the fair.
    pub table: usize,
    /// What they answered.
    pub answer: Answer,
}

/// A table as an offer of a plan: people are invited for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stall {
    /// The fair, a position in the region.
    pub fair: usize,
    /// The table, a position in the fair.
    pub table: usize,
    /// Most visitors that may be expected, in thousandths, so that the chance of a queue is accepted.
    pub expected_max: u32,
}

/// That somebody fits a vacancy of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// Who.
    pub jobseeker: JobseekerIdx,
    /// The table, as an offer of the plan.
    pub offer: OfferIdx,
    /// The vacancy of the table that fits best, a position in its list.
    pub vacancy: usize,
    /// How well, in points.
    pub points: i64,
}

/// What a plan of fairs is made from besides its offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FairFacts {
    /// The tables, in the order of the offers.
    pub stalls: Vec<Stall>,
    /// Of each fair the most visitors that may be expected among the invited, in thousandths, so that the chance of a
    /// full hall is accepted.
    pub halls: Vec<u32>,
    /// Who fits at which table, sorted.
    pub fits: Vec<Fit>,
}

impl Fair {
    /// How somebody is invited.
    pub fn channel_of(&self, jobseeker: JobseekerIdx) -> &Channel {
        let named = self.channels.iter().find(|channel| channel.people.binary_search(&jobseeker).is_ok());
        named.unwrap_or(&self.channels[self.channels.len() - 1])
    }

    /// The invitation that was sent to somebody.
    pub fn invitation_to(&self, jobseeker: JobseekerIdx) -> Option<&Invitation> {
        let position = self.invited.binary_search_by_key(&jobseeker, |invitation| invitation.jobseeker).ok()?;
        Some(&self.invited[position])
    }

    /// The chance that somebody who is invited comes, in thousandths: that of the channel, or certain for a person who
    /// said yes. Silence lowers nothing.
    pub fn show_of(&self, jobseeker: JobseekerIdx) -> u32 {
        match self.invitation_to(jobseeker).map(|invitation| invitation.answer) {
            Some(Answer::Yes) => SURE,
            _ => self.channel_of(jobseeker).show,
        }
    }

    /// Whether it is too late to invite a person who was not invited before: the chance of the channel was learned with
    /// more time.
    pub fn is_closed_to(&self, jobseeker: JobseekerIdx) -> bool {
        let late = self.days_left.is_some_and(|days| self.channel_of(jobseeker).lead_time_days > days);
        late && self.invitation_to(jobseeker).is_none()
    }
}

impl Region {
    /// Seats of the largest room that a fair can use where and when it is; `None` where no room is free then.
    pub fn seats_for(&self, fair: &Fair) -> Option<u16> {
        let rooms = self.resources.iter().filter(|room| room.role == Role::Room && room.venue == Some(fair.venue));
        rooms.filter(|room| room.is_free_on(fair.date, fair.hours)).map(|room| room.seats).max()
    }

    /// The fair and the table that an offer is; `None` for anything else.
    pub fn stall_of(&self, offer: OfferIdx) -> Option<(&Fair, &FairTable)> {
        let stall = self.fair_facts.stalls.get(offer.at())?;
        let fair = &self.fairs[stall.fair];
        Some((fair, &fair.tables[stall.table]))
    }

    /// The vacancy of a table that fits somebody best, with its points.
    pub fn fit_at(&self, jobseeker: JobseekerIdx, offer: OfferIdx) -> Option<(&FairVacancy, i64)> {
        let fits = &self.fair_facts.fits;
        let fit = &fits[fits.binary_search_by_key(&(jobseeker, offer), |fit| (fit.jobseeker, fit.offer)).ok()?];
        let (_, table) = self.stall_of(offer)?;
        Some((&table.vacancies[fit.vacancy], fit.points))
    }
}
