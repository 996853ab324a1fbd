//! Fairs: whatever they refer to exists, and their hours, floors and answers are in order.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use schakel_solver::domain::{Weekday, Window, is_covered};

use super::Check;
use super::policy::{check_demand, without_form};
use super::times::minute_of as minute;
use crate::files::scenario::format::{BindingName, Fair, Hours, Room, StatedRate};
use crate::files::scenario::issue::{Code, Issue, shown};

impl<'a> Check<'a> {
    pub(super) fn fairs(&mut self) {
        let parts = self.parts;
        for record in &parts.fairs.records {
            self.fair(&format!("#/fairs/{}", record.at), &record.value);
        }
    }

    fn fair(&mut self, pointer: &str, fair: &'a Fair) {
        if !self.parts.venues.ids.contains_key(&fair.venue) {
            self.unknown(format!("{pointer}/venue"), &fair.venue, "venues");
        }
        if self.parts.horizon.is_some() && !(self.from..=self.to).contains(&fair.date) {
            let issue = Issue::new(Code::DateOutsideHorizon, format!("{pointer}/date"));
            self.push(issue.with("from", &self.from).with("to", &self.to));
        }
        if let (Some(from), Some(to)) = (minute(&fair.from), minute(&fair.to))
            && to <= from
        {
            self.push(Issue::new(Code::ClosesBeforeOpens, format!("{pointer}/to")));
        }
        if fair.binding == BindingName::CommonShock && fair.common_shock.is_none() {
            let issue = Issue::new(Code::MissingField, format!("{pointer}/common_shock"));
            self.push(issue.with("field", &"common_shock"));
        }
        self.at_its_venue(pointer, fair);
        self.channels(pointer, fair);
        self.once(&format!("{pointer}/tables"), "id", fair.tables.iter().map(|table| table.id.as_str()));
        for (at, table) in fair.tables.iter().enumerate() {
            for (position, id) in table.vacancies.iter().enumerate() {
                if !self.parts.vacancies.ids.contains_key(id) {
                    self.unknown(format!("{pointer}/tables/{at}/vacancies/{position}"), id, "vacancies");
                }
            }
        }
        self.once(&format!("{pointer}/floors"), "id", fair.floors.iter().map(|floor| floor.id.as_str()));
        for (at, floor) in fair.floors.iter().enumerate() {
            let pointer = format!("{pointer}/floors/{at}");
            check_demand(&pointer, floor, self.issues);
            self.issues.extend(without_form(&pointer, floor));
            self.share(&pointer, floor, false);
        }
        self.answers(pointer, fair);
    }

    /// Some room of the venue has as many seats as the hall, and some room is open for the whole fair.
    fn at_its_venue(&mut self, pointer: &str, fair: &Fair) {
        let parts = self.parts;
        let Some(venue) = parts.venues.records.iter().map(|record| &record.value).find(|venue| venue.id == fair.venue)
        else {
            return;
        };
        let most = venue.rooms.iter().map(|room| u32::from(room.seats)).max();
        if let Some(most) = most.filter(|most| fair.hall.places > *most) {
            let issue = Issue::new(Code::NumberOutOfRange, format!("{pointer}/hall/places")).with("id", &"places");
            self.push(issue.with("min", &1).with("max", &most));
        }
        let (Some(from), Some(to)) = (minute(&fair.from), minute(&fair.to)) else { return };
        // Wrong hours are an issue of their own.
        if from < to && !venue.rooms.iter().any(|room| is_open(room, fair.date, from, to)) {
            let issue = Issue::new(Code::VenueClosed, format!("{pointer}/date"));
            self.push(issue.with("id", &shown(&fair.venue)));
        }
    }

    fn channels(&mut self, pointer: &str, fair: &'a Fair) {
        self.once(&format!("{pointer}/channels"), "id", fair.channels.iter().map(|channel| channel.id.as_str()));
        let for_the_rest = || fair.channels.iter().enumerate().filter(|(_, channel)| channel.jobseekers.is_empty());
        for (at, _) in for_the_rest().skip(1) {
            let issue = Issue::new(Code::MissingField, format!("{pointer}/channels/{at}/jobseekers"));
            self.push(issue.with("field", &"jobseekers"));
        }
        if for_the_rest().next().is_none() {
            // Somebody would have no channel.
            let issue = Issue::new(Code::MissingField, format!("{pointer}/channels"));
            self.push(issue.with("field", &"channels without jobseekers"));
        }
        let mut first: HashMap<&str, String> = HashMap::new();
        for (at, channel) in fair.channels.iter().enumerate() {
            let here = format!("{pointer}/channels/{at}");
            self.rate(&format!("{here}/rate"), &channel.rate);
            for (position, id) in channel.jobseekers.iter().enumerate() {
                let place = format!("{here}/jobseekers/{position}");
                if !self.parts.jobseekers.ids.contains_key(id) {
                    self.unknown(place, id, "jobseekers");
                } else if let Some(first) = first.insert(id, place.clone()) {
                    self.push(Issue::new(Code::IdUsedTwice, place).with("first", &first));
                }
            }
        }
    }

    /// No more people came than were invited.
    pub(super) fn rate(&mut self, pointer: &str, rate: &StatedRate) {
        if let Some(observed) = rate.observed.filter(|observed| observed.came > observed.invited) {
            let issue = Issue::new(Code::NumberOutOfRange, format!("{pointer}/observed/came")).with("id", &"came");
            self.push(issue.with("min", &0).with("max", &observed.invited));
        }
    }

    fn answers(&mut self, pointer: &str, fair: &'a Fair) {
        let invited = fair.invited.iter().map(|invitation| invitation.jobseeker.as_str());
        self.once(&format!("{pointer}/invited"), "jobseeker", invited);
        for (at, invitation) in fair.invited.iter().enumerate() {
            if !self.parts.jobseekers.ids.contains_key(&invitation.jobseeker) {
                self.unknown(format!("{pointer}/invited/{at}/jobseeker"), &invitation.jobseeker, "jobseekers");
            }
            if !fair.tables.iter().any(|table| table.id == invitation.table) {
                self.unknown(format!("{pointer}/invited/{at}/table"), &invitation.table, "tables");
            }
        }
    }

    /// Each name once in a list.
    fn once(&mut self, list: &str, field: &str, names: impl Iterator<Item = &'a str>) {
        let mut seen = HashMap::new();
        for (at, name) in names.enumerate() {
            if let Some(first) = seen.insert(name, at) {
                let issue = Issue::new(Code::IdUsedTwice, format!("{list}/{at}/{field}"));
                self.push(issue.with("first", &format!("{list}/{first}/{field}")));
            }
        }
    }
}

/// Whether a room can be used on this day for all these hours. Hours that cannot be read are issues of their own.
fn is_open(room: &Room, date: NaiveDate, from: u16, to: u16) -> bool {
    if room.away.iter().any(|span| (span.from..=span.to).contains(&date)) {
        return false;
    }
    let window = |day, from, to| Window { day, from, to };
    let weekdays = |hours: &Hours| hours.days.iter().map(|day| Weekday::ALL[*day as usize]).collect::<Vec<_>>();
    let mut open: Vec<Window> = Vec::new();
    for hours in &room.open {
        if let (Some(from), Some(to)) = (minute(&hours.from), minute(&hours.to)) {
            open.extend(weekdays(hours).into_iter().map(|day| window(day, from, to)));
        }
    }
    open.sort_unstable();
    is_covered(window(Weekday::ALL[date.weekday().num_days_from_monday() as usize], from, to), &open)
}
