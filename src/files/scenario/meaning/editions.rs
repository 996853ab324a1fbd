//! Programmes, venues and instructors: whatever they refer to exists, and their days and numbers are in order.

use std::collections::HashMap;

use super::Check;
use super::times::minute_of;
use crate::files::scenario::format::{
    Booking, EditionPin, Instructor, Intake, Programme, ProgrammeKind, Sites, Span, Time, Venue,
};
use crate::files::scenario::issue::{Code, Issue};

impl Check<'_> {
    pub(super) fn editions(&mut self) {
        let parts = self.parts;
        for venue in &parts.venues.records {
            self.venue(&format!("#/venues/{}", venue.at), &venue.value);
        }
        for programme in &parts.programmes.records {
            self.programme(&format!("#/programmes/{}", programme.at), &programme.value);
        }
        for instructor in &parts.instructors.records {
            self.instructor(&format!("#/instructors/{}", instructor.at), &instructor.value);
        }
        self.sites();
        for buddy in &parts.buddies.records {
            let pointer = format!("#/buddies/{}", buddy.at);
            self.hours(&format!("{pointer}/meets"), &buddy.value.meets, false);
            if !parts.venues.ids.contains_key(&buddy.value.venue) {
                self.unknown(format!("{pointer}/venue"), &buddy.value.venue, "venues");
            }
        }
        for pin in &parts.edition_pins.records {
            self.edition_pin(&format!("#/edition_pins/{}", pin.at), &pin.value);
        }
        self.edition_pins_agree();
    }

    /// An objective by its name, or by weights.
    fn sites(&mut self) {
        let both = |sites: &Sites| sites.objective.is_some() && sites.weights.is_some();
        if self.parts.sites.as_ref().is_some_and(both) {
            let issue = Issue::new(Code::OneOfTwo, "#/sites/weights");
            self.push(issue.with("field", &"objective").with("other", &"weights"));
        }
    }

    fn venue(&mut self, pointer: &str, venue: &Venue) {
        self.place(format!("{pointer}/at"), venue.at);
        if self.parts.region.is_some() && !self.municipalities.contains(venue.municipality.as_str()) {
            self.unknown(format!("{pointer}/municipality"), &venue.municipality, "region/municipalities");
        }
        let mut seen = HashMap::new();
        for (at, room) in venue.rooms.iter().enumerate() {
            self.hours(&format!("{pointer}/rooms/{at}/open"), &room.open, false);
            self.spans(&format!("{pointer}/rooms/{at}/away"), &room.away);
            self.bookings(&format!("{pointer}/rooms/{at}/taken"), &room.taken);
            let first = *seen.entry(room.id.as_str()).or_insert(at);
            if first != at {
                let issue = Issue::new(Code::IdUsedTwice, format!("{pointer}/rooms/{at}/id"));
                self.push(issue.with("first", &format!("{pointer}/rooms/{first}")));
            }
        }
    }

    fn programme(&mut self, pointer: &str, programme: &Programme) {
        for (at, pattern) in programme.patterns.iter().enumerate() {
            let pointer = format!("{pointer}/patterns/{at}");
            self.hours(&pointer, pattern, false);
            self.apart(&pointer, pattern);
        }
        if let Some(code) = &programme.occupation {
            self.occupation(format!("{pointer}/occupation"), code);
        }
        if programme.group.least > programme.group.most {
            self.push(Issue::new(Code::GroupBackwards, format!("{pointer}/group")));
        }
        self.team(pointer, programme);
        self.chain(pointer, programme);
        if let Some(funnel) = &programme.intake_funnel {
            self.rate(&format!("{pointer}/intake_funnel/starts"), &funnel.starts);
            self.rate(&format!("{pointer}/intake_funnel/passes"), &funnel.passes);
        }
        if programme.kind != ProgrammeKind::ConversationGroup && !programme.bands.is_empty() {
            self.push(Issue::new(Code::UnknownField, format!("{pointer}/bands")).with("field", &"bands"));
        }
        for (at, band) in programme.bands.iter().enumerate() {
            if let Some(from) = band.from.filter(|from| *from as u8 > band.to as u8) {
                let issue = Issue::new(Code::NumberOutOfRange, format!("{pointer}/bands/{at}/to")).with("id", &"to");
                self.push(issue.with("min", &format!("{from:?}")).with("max", &"C2"));
            }
        }
        self.intake(pointer, programme);
        let (from, to) = (self.from, self.to);
        let outside = programme.starts.iter().enumerate().filter(|(_, start)| !(from..=to).contains(*start));
        for (at, _) in outside.filter(|_| self.parts.horizon.is_some()).collect::<Vec<_>>() {
            let issue = Issue::new(Code::DateOutsideHorizon, format!("{pointer}/starts/{at}"));
            self.push(issue.with("from", &from).with("to", &to));
        }
    }

    /// An employer who does the intake is named and promises jobs; such a programme has no jobdate, with which VDAB
    /// closes others.
    fn intake(&mut self, pointer: &str, programme: &Programme) {
        let is_exclusive = programme.intake == Intake::Exclusive;
        let fields = [
            ("employer", programme.employer.is_some(), is_exclusive, true),
            ("jobs_promised", programme.jobs_promised.is_some(), is_exclusive, is_exclusive),
            ("jobdate", programme.jobdate.is_some(), false, !is_exclusive),
        ];
        for (field, is_there, is_asked, is_known) in fields {
            let code = match (is_there, is_asked, is_known) {
                (false, true, _) => Code::MissingField,
                (true, _, false) => Code::UnknownField,
                _ => continue,
            };
            self.push(Issue::new(code, format!("{pointer}/{field}")).with("field", &field));
        }
        if let Some(hours) = &programme.jobdate {
            self.in_order(&format!("{pointer}/jobdate"), &hours.from, &hours.to);
        }
    }

    /// What follows a programme is known to the pack, and leads to some occupation.
    fn chain(&mut self, pointer: &str, programme: &Programme) {
        let leads_on = programme.work_afterwards || programme.chain.iter().any(|step| step.occupation.is_none());
        if leads_on && programme.occupation.is_none() {
            self.push(Issue::new(Code::MissingField, format!("{pointer}/occupation")).with("field", &"occupation"));
        }
        if programme.work_afterwards && !programme.chain.is_empty() {
            let issue = Issue::new(Code::OneOfTwo, format!("{pointer}/work_afterwards"));
            // The field, which has the name of a rule.
            self.push(issue.with("field", &stringify!(work_afterwards)).with("other", &"chain"));
        }
        for (at, step) in programme.chain.iter().enumerate() {
            let pointer = format!("{pointer}/chain/{at}");
            if let Some(code) = &step.occupation {
                self.occupation(format!("{pointer}/occupation"), code);
            }
            let (forms, rights) = (super::offers::list(&self.forms), super::offers::list(&self.rights));
            let known = self.pack.is_some();
            for (n, form) in step.employment_forms.iter().enumerate() {
                if known && !self.forms.contains(form.as_str()) {
                    self.unknown(format!("{pointer}/employment_forms/{n}"), form, &forms);
                }
            }
            for (n, right) in step.rights.iter().enumerate() {
                if known && !self.rights.contains(right.as_str()) {
                    self.unknown(format!("{pointer}/rights/{n}"), right, &rights);
                }
            }
        }
    }

    /// Only a team has the fields of a team, and a team has a contract.
    fn team(&mut self, pointer: &str, programme: &Programme) {
        let is_team = programme.kind == ProgrammeKind::Team;
        if is_team && programme.contract.is_none() {
            self.push(Issue::new(Code::MissingField, format!("{pointer}/contract")).with("field", &"contract"));
        }
        let given = [("contract", programme.contract.is_some()), ("social_clause", programme.social_clause.is_some())];
        for (field, _) in given.into_iter().filter(|(_, is_given)| *is_given && !is_team) {
            self.push(Issue::new(Code::UnknownField, format!("{pointer}/{field}")).with("field", &field));
        }
        let form = programme.contract.as_ref().map(|contract| contract.employment_form.as_str());
        if let Some(form) = form.filter(|form| self.pack.is_some() && !self.forms.contains(form)) {
            let forms = super::offers::list(&self.forms);
            self.unknown(format!("{pointer}/contract/employment_form"), form, &forms);
        }
    }

    fn instructor(&mut self, pointer: &str, instructor: &Instructor) {
        self.hours(&format!("{pointer}/free"), &instructor.free, false);
        self.spans(&format!("{pointer}/away"), &instructor.away);
        self.bookings(&format!("{pointer}/taken"), &instructor.taken);
        if let Some(travel) = &instructor.travel {
            self.place(format!("{pointer}/travel/from"), travel.from);
        }
        for (at, programme) in instructor.teaches.iter().enumerate() {
            if !self.parts.programmes.ids.contains_key(programme) {
                self.unknown(format!("{pointer}/teaches/{at}"), programme, "programmes");
            }
        }
    }

    /// Nothing is both required and forbidden in the same words. A wider ban is for the planner, who proves what cannot
    /// hold.
    fn edition_pins_agree(&mut self) {
        let parts = self.parts;
        let mut seen = HashMap::new();
        for record in &parts.edition_pins.records {
            let pin = &record.value;
            let named = (&pin.jobseeker, &pin.programme, &pin.venue, pin.start, &pin.instructor);
            let (first, mode) = *seen.entry(named).or_insert((record.at, pin.mode));
            if mode != pin.mode {
                let issue = Issue::new(Code::PinsContradict, format!("#/edition_pins/{}", record.at));
                self.push(issue.with("first", &format!("#/edition_pins/{first}")));
            }
        }
    }

    /// What a decision names is there, and it names something.
    fn edition_pin(&mut self, pointer: &str, pin: &EditionPin) {
        let parts = self.parts;
        let named = [
            ("jobseeker", &pin.jobseeker, &parts.jobseekers.ids, "jobseekers"),
            ("programme", &pin.programme, &parts.programmes.ids, "programmes"),
            ("venue", &pin.venue, &parts.venues.ids, "venues"),
            ("instructor", &pin.instructor, &parts.instructors.ids, "instructors"),
        ];
        for (field, id, known, list) in named {
            if let Some(id) = id.as_ref().filter(|id| !known.contains_key(id.as_str())) {
                self.unknown(format!("{pointer}/{field}"), id, list);
            }
        }
        if pin.start.is_some_and(|start| parts.horizon.is_some() && !(self.from..=self.to).contains(&start)) {
            let issue = Issue::new(Code::DateOutsideHorizon, format!("{pointer}/start"));
            self.push(issue.with("from", &self.from).with("to", &self.to));
        }
        if pin.jobseeker.is_some() && pin.instructor.is_some() {
            let issue = Issue::new(Code::OneOfTwo, format!("{pointer}/instructor"));
            self.push(issue.with("field", &"instructor").with("other", &"jobseeker"));
        }
        if pin.start.is_none() && named.iter().all(|(_, id, ..)| id.is_none()) {
            let issue = Issue::new(Code::MissingField, format!("{pointer}/programme"));
            self.push(issue.with("field", &"programme"));
        }
    }

    /// A last day does not come before the first.
    fn bookings(&mut self, pointer: &str, bookings: &[Booking]) {
        for (at, booking) in bookings.iter().enumerate() {
            self.in_order(&format!("{pointer}/{at}"), &booking.from, &booking.to);
        }
    }

    /// Hours of one day end after they begin.
    fn in_order(&mut self, pointer: &str, from: &Time, to: &Time) {
        if let (Some(from), Some(to)) = (minute_of(from), minute_of(to))
            && to <= from
        {
            self.push(Issue::new(Code::ClosesBeforeOpens, format!("{pointer}/to")));
        }
    }

    fn spans(&mut self, pointer: &str, spans: &[Span]) {
        for (at, _) in spans.iter().enumerate().filter(|(_, span)| span.to < span.from) {
            self.push(Issue::new(Code::EndBeforeStart, format!("{pointer}/{at}/to")));
        }
    }
}
