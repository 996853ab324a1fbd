//! Adds a plan up again from the fair and the plan alone: no candidates, no pools, no bounds of anyone else.

use std::collections::{BTreeMap, BTreeSet};

use super::{Attendee, Cause, Fair, Meeting, NoMeeting, Plan, Promise, Status, Table};

/// What is wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The fair itself is malformed.
    Fair,
    /// A meeting of an attendee or table that is not there, or in no slot.
    Unknown(Meeting),
    /// The attendee is absent, or the slot is outside their window.
    NotThere(Meeting),
    /// The table is cancelled or closed.
    Closed(Meeting),
    /// The attendee did not name the table.
    NotWished(Meeting),
    /// They cannot talk, or an interpreter is sent who is not needed or of no use.
    Language(Meeting),
    /// The attendee has two meetings at once, or too far apart, or twice at the same table.
    Attendee(Meeting),
    /// The table has two attendees at once.
    Table(Meeting),
    /// More meetings than the attendee wants.
    TooMany(String),
    /// More interpreters of a language at once than there are.
    Interpreters(String, usize),
    /// Attendees without a line, or lines without an attendee, or not in the order of names.
    Lines,
    /// The reason given is not the case.
    Reason(String),
    /// Someone without a meeting could have had one beside everything else.
    LeftOut(String),
    /// The promises that are not kept, or their causes, are others.
    Changed,
    /// A level does not add up, or is above its bound, or its bound is above what there is.
    Level(usize),
    /// The status is not what levels, gap and cap say.
    Status,
}

/// Checks `plan` against `fair`.
///
/// # Errors
/// Every fault, at least one.
pub fn check(fair: &Fair, plan: &Plan) -> Result<(), Vec<Fault>> {
    if !fair.is_well_formed() {
        return Err(vec![Fault::Fair]);
    }
    let hall = Hall {
        fair,
        attendees: fair.attendees.iter().map(|attendee| (attendee.id.as_str(), attendee)).collect(),
        tables: fair.tables.iter().map(|table| (table.id.as_str(), table)).collect(),
    };
    let mut faults = Vec::new();
    hall.check_each(plan, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    hall.check_together(plan, &mut faults);
    hall.check_lines(plan, &mut faults);
    hall.check_changed(plan, &mut faults);
    hall.check_levels(plan, &mut faults);
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The fair, by name.
struct Hall<'a> {
    fair: &'a Fair,
    attendees: BTreeMap<&'a str, &'a Attendee>,
    tables: BTreeMap<&'a str, &'a Table>,
}

/// What stands between an attendee and a table.
enum Speech<'a> {
    Shared,
    By(BTreeSet<&'a str>),
}

impl<'a> Hall<'a> {
    fn speech(&self, attendee: &'a Attendee, table: &Table) -> Speech<'a> {
        if attendee.languages.iter().any(|language| table.languages.contains(language)) {
            return Speech::Shared;
        }
        let there = |language: &str| self.fair.interpreters.iter().any(|i| i.language == language && i.at_once > 0);
        Speech::By(attendee.languages.iter().map(String::as_str).filter(|language| there(language)).collect())
    }

    /// Meetings one by one.
    fn check_each(&self, plan: &Plan, faults: &mut Vec<Fault>) {
        for meeting in &plan.meetings {
            let found = (self.attendees.get(meeting.attendee.as_str()), self.tables.get(meeting.table.as_str()));
            let (Some(&attendee), Some(&table)) = found else {
                faults.push(Fault::Unknown(meeting.clone()));
                continue;
            };
            if attendee.is_absent || meeting.slot < attendee.first || meeting.slot > attendee.last {
                faults.push(Fault::NotThere(meeting.clone()));
            }
            if table.is_cancelled || !table.open.contains(&meeting.slot) {
                faults.push(Fault::Closed(meeting.clone()));
            }
            if !attendee.wishes.iter().any(|wish| wish.table == table.id) {
                faults.push(Fault::NotWished(meeting.clone()));
            }
            let talks = match (self.speech(attendee, table), &meeting.interpreter) {
                (Speech::Shared, None) => true,
                (Speech::By(languages), Some(language)) => languages.contains(language.as_str()),
                _ => false,
            };
            if !talks {
                faults.push(Fault::Language(meeting.clone()));
            }
        }
    }

    /// Meetings against each other.
    fn check_together(&self, plan: &Plan, faults: &mut Vec<Fault>) {
        let mut of_attendee: BTreeMap<&str, Vec<&Meeting>> = BTreeMap::new();
        let mut at_table: BTreeSet<(&str, usize)> = BTreeSet::new();
        let mut helped: BTreeMap<(&str, usize), u32> = BTreeMap::new();
        for meeting in &plan.meetings {
            let day = of_attendee.entry(&meeting.attendee).or_default();
            if day.iter().any(|other| other.table == meeting.table || self.apart(other, meeting)) {
                faults.push(Fault::Attendee(meeting.clone()));
            }
            day.push(meeting);
            if !at_table.insert((&meeting.table, meeting.slot)) {
                faults.push(Fault::Table(meeting.clone()));
            }
            if let Some(language) = &meeting.interpreter {
                *helped.entry((language, meeting.slot)).or_default() += 1;
            }
        }
        for (id, day) in of_attendee {
            if self.attendees.get(id).is_none_or(|attendee| day.len() > attendee.most as usize) {
                faults.push(Fault::TooMany(id.to_owned()));
            }
        }
        for ((language, slot), n) in helped {
            if !self.fair.interpreters.iter().any(|i| i.language == language && n <= i.at_once) {
                faults.push(Fault::Interpreters(language.to_owned(), slot));
            }
        }
    }

    /// Whether one person cannot be at both: the end of the first, the walk, the start of the second.
    fn apart(&self, one: &Meeting, other: &Meeting) -> bool {
        let (first, second) = if one.slot <= other.slot { (one, other) } else { (other, one) };
        if first.slot == second.slot {
            return true;
        }
        let zone = |m: &Meeting| self.tables.get(m.table.as_str()).map_or(0, |table| table.zone);
        let arrives = self.fair.slots[first.slot].to + self.fair.walks[zone(first)][zone(second)];
        arrives > self.fair.slots[second.slot].from
    }

    fn check_lines(&self, plan: &Plan, faults: &mut Vec<Fault>) {
        let ids: Vec<&str> = self.attendees.keys().copied().collect();
        let lines: Vec<&str> = plan.lines.iter().map(|line| line.attendee.as_str()).collect();
        if ids != lines {
            faults.push(Fault::Lines);
            return;
        }
        let met: BTreeSet<&str> = plan.meetings.iter().map(|meeting| meeting.attendee.as_str()).collect();
        for (line, attendee) in plan.lines.iter().zip(self.attendees.values()) {
            let has = met.contains(line.attendee.as_str());
            match self.reason(attendee, plan).filter(|_| !has) {
                Some(Err(())) => faults.push(Fault::LeftOut(line.attendee.clone())),
                Some(Ok(reason)) if line.reason != Some(reason) => faults.push(Fault::Reason(line.attendee.clone())),
                None if line.reason.is_some() => faults.push(Fault::Reason(line.attendee.clone())),
                _ => {}
            }
        }
    }

    /// Why `attendee` has no meeting; an error where a free one was left.
    fn reason(&self, attendee: &'a Attendee, plan: &Plan) -> Option<Result<NoMeeting, ()>> {
        if attendee.is_absent {
            return Some(Ok(NoMeeting::Absent));
        }
        let named: Vec<&Table> =
            attendee.wishes.iter().filter_map(|w| self.tables.get(w.table.as_str()).copied()).collect();
        let (mut held, mut talks, mut open, mut free) = (false, false, false, false);
        for table in named.iter().filter(|table| !table.is_cancelled) {
            held = true;
            let speech = self.speech(attendee, table);
            if matches!(&speech, Speech::By(languages) if languages.is_empty()) {
                continue;
            }
            talks = true;
            for &slot in table.open.iter().filter(|&&slot| attendee.first <= slot && slot <= attendee.last) {
                open = true;
                if plan.meetings.iter().any(|meeting| meeting.table == table.id && meeting.slot == slot) {
                    continue;
                }
                free = true;
                if self.can_be_helped(&speech, slot, plan) {
                    return Some(Err(()));
                }
            }
        }
        Some(Ok(match (named.is_empty(), held, talks, open, free) {
            (true, ..) => NoMeeting::NoWish,
            _ if attendee.first > attendee.last => NoMeeting::TooShort,
            (_, false, ..) => NoMeeting::Cancelled,
            (_, _, false, ..) => NoMeeting::NoSharedLanguage,
            (_, _, _, false, _) => NoMeeting::NeverOpen,
            (.., false) => NoMeeting::Full,
            (.., true) => NoMeeting::NoInterpreterFree,
        }))
    }

    fn can_be_helped(&self, speech: &Speech<'_>, slot: usize, plan: &Plan) -> bool {
        let Speech::By(languages) = speech else { return true };
        let busy = |language: &str| {
            let helped = |m: &&Meeting| m.slot == slot && m.interpreter.as_deref() == Some(language);
            plan.meetings.iter().filter(helped).count()
        };
        let mut there = self.fair.interpreters.iter().filter(|i| languages.contains(i.language.as_str()));
        there.any(|i| busy(&i.language) < i.at_once as usize)
    }

    /// Promises to people who come, sorted, with whether they are kept.
    fn promises(&self, plan: &Plan) -> Vec<(&'a Promise, bool)> {
        let is_kept = |p: &Promise| {
            plan.meetings.iter().any(|m| m.attendee == p.attendee && m.table == p.table && m.slot == p.slot)
        };
        let mut promises: Vec<_> =
            self.fair.promises.iter().filter(|p| !self.attendees[p.attendee.as_str()].is_absent).collect();
        promises.sort_unstable();
        promises.into_iter().map(|promise| (promise, is_kept(promise))).collect()
    }

    fn check_changed(&self, plan: &Plan, faults: &mut Vec<Fault>) {
        let promises = self.promises(plan);
        let broken: Vec<_> = promises.iter().filter(|(_, kept)| !kept).map(|(p, _)| (*p, self.cause(p))).collect();
        let told: Vec<_> = plan.changed.iter().map(|changed| (&changed.promise, changed.cause)).collect();
        if broken != told {
            faults.push(Fault::Changed);
        }
    }

    fn cause(&self, promise: &Promise) -> Cause {
        let (attendee, table) = (self.attendees[promise.attendee.as_str()], self.tables[promise.table.as_str()]);
        if table.is_cancelled {
            Cause::TableCancelled
        } else if promise.slot < attendee.first || promise.slot > attendee.last {
            Cause::NotThere
        } else if !table.open.contains(&promise.slot) {
            Cause::TableClosed
        } else if !attendee.wishes.iter().any(|wish| wish.table == promise.table) {
            Cause::NotWished
        } else if matches!(self.speech(attendee, table), Speech::By(languages) if languages.is_empty()) {
            Cause::NoSharedLanguage
        } else {
            Cause::OtherPromises
        }
    }

    fn check_levels(&self, plan: &Plan, faults: &mut Vec<Fault>) {
        let promises = self.promises(plan);
        let kept = promises.iter().filter(|(_, kept)| *kept).count() as u64;
        let people = plan.meetings.iter().map(|meeting| &meeting.attendee).collect::<BTreeSet<_>>().len() as u64;
        let worth = |m: &Meeting| {
            let wishes = &self.attendees[m.attendee.as_str()].wishes;
            wishes.iter().find(|wish| wish.table == m.table).map_or(0, |wish| u64::from(wish.value))
        };
        let value: u64 = plan.meetings.iter().map(worth).sum();
        let coming = self.attendees.values().filter(|attendee| !attendee.is_absent);
        let (mut n_coming, mut all) = (0u64, 0u64);
        for attendee in coming {
            n_coming += 1;
            all += attendee.wishes.iter().map(|wish| u64::from(wish.value)).sum::<u64>();
        }
        let counted = [(kept, promises.len() as u64), (people, n_coming), (value, all)];
        for (l, (level, (value, most))) in plan.levels().into_iter().zip(counted).enumerate() {
            if level.value != value || level.bound < value || level.bound > most {
                faults.push(Fault::Level(l));
            }
        }
        let fewest = promises.len() as u64 - plan.kept.bound.min(promises.len() as u64);
        let cap = self.fair.changed_max.map_or(u64::MAX, u64::from);
        let is_met = plan.levels().iter().all(|level| level.value == level.bound);
        let holds = match plan.status {
            Status::Infeasible => fewest > cap,
            Status::Optimal => is_met && plan.changed.len() as u64 <= cap,
            Status::WithinGap => !is_met && plan.gap_reached() <= plan.gap && plan.changed.len() as u64 <= cap,
            Status::NotProven => fewest <= cap && (!is_met || plan.changed.len() as u64 > cap),
        };
        if !holds {
            faults.push(Fault::Status);
        }
    }
}
