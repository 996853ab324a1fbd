//! The day of a fair as files: who sits at which table when, for the coordinator, for one employer's table or for one
//! person.
//!
//! Nothing but pseudonym, table, employer, start, end and the kind of language help is in them. For one table or person
//! only its own meetings are.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime};
use icalendar::{Calendar, Component, Event, EventLike};
use schakel_solver::text::{Lang, Words};

use super::calendar::{self, TIME_ZONE, moment, one_line};
use super::rows::{Cell, Rows};
use super::words::day as words;
use super::{Dialect, ExportError, csv_file, xlsx_file};
use crate::answers::interviews::{InterviewsView, MeetingView};
use crate::files::interviews::{FairDay, minutes};
use crate::files::scenario::{Code, Issue};

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayForm {
    /// Text, one meeting a line.
    Csv,
    /// A workbook: what it comes to, everyone, and a sheet for each table.
    Xlsx,
    /// A calendar with an event for each meeting.
    Ics,
}

/// Whose day it is, where it is not everyone's. Written `table:ID` or `person:ID`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// One table.
    Table(String),
    /// One person.
    Person(String),
}

impl FromStr for Holder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("table", id)) => Ok(Self::Table(id.to_owned())),
            Some(("person", id)) => Ok(Self::Person(id.to_owned())),
            _ => Err("table:ID or person:ID".to_owned()),
        }
    }
}

/// Most names that are listed where one is not known.
const LISTED_MAX: usize = 40;

/// Why no file can be made of this day: a calendar without a date, an unknown table or an unknown person.
pub fn obstacles(day: &FairDay, form: Option<DayForm>, holder: Option<&Holder>) -> Vec<Issue> {
    let mut issues = Vec::new();
    if form == Some(DayForm::Ics) && day.ask.date.is_none() {
        issues.push(Issue::new(Code::MissingField, "#/date").with("field", &"date"));
    }
    let (pointer, id, known): (_, _, Vec<&str>) = match holder {
        None => return issues,
        Some(Holder::Table(id)) => ("#/tables", id, day.ask.tables.iter().map(|table| table.id.as_str()).collect()),
        Some(Holder::Person(id)) => {
            ("#/attendees", id, day.ask.attendees.iter().map(|attendee| attendee.id.as_str()).collect())
        }
    };
    if !known.contains(&id.as_str()) {
        let mut allowed = known[..known.len().min(LISTED_MAX)].join(", ");
        if known.len() > LISTED_MAX {
            allowed.push_str(", …");
        }
        issues.push(Issue::new(Code::NotInList, pointer).with("allowed", &allowed));
    }
    issues
}

/// The day of a fair, to be written.
#[derive(Clone, Copy)]
pub struct DayPlan<'a> {
    /// Who meets whom when.
    pub view: &'a InterviewsView,
    /// The day; a calendar needs it.
    pub date: Option<NaiveDate>,
    /// The table or person whose day it is; none for everyone's.
    pub holder: Option<&'a Holder>,
    /// Language of titles and words.
    pub lang: Lang,
}

impl<'a> DayPlan<'a> {
    /// The file in this form.
    ///
    /// # Errors
    /// Of a calendar without a date.
    pub fn write(&self, form: DayForm, dialect: Dialect) -> Result<Vec<u8>, ExportError> {
        match form {
            DayForm::Csv => csv_file::write(&self.lines(), dialect),
            DayForm::Xlsx => xlsx_file::write_sheets(&self.sheets()),
            DayForm::Ics => {
                let date = self.date.ok_or(ExportError::NoDate)?;
                Ok(calendar::written(&self.calendar(date)))
            }
        }
    }

    /// The meetings of whoever's day it is, in the order of the day, then of the tables.
    pub fn meetings(&self) -> Vec<&'a MeetingView> {
        let all = self.view.tables.iter().flat_map(|table| &table.meetings);
        let mut own: Vec<_> = all.filter(|meeting| self.is_theirs(meeting)).collect();
        own.sort_by(|a, b| a.span.from.cmp(&b.span.from));
        own
    }

    fn is_theirs(&self, meeting: &MeetingView) -> bool {
        match self.holder {
            None => true,
            Some(Holder::Table(id)) => meeting.table == *id,
            Some(Holder::Person(id)) => meeting.attendee == *id,
        }
    }

    fn rows(&self, titles: &[Words], lines: Vec<Vec<Cell>>) -> Rows {
        Rows { titles: titles.iter().map(|title| title.in_lang(self.lang)).collect(), lines }
    }

    fn help(&self, meeting: &MeetingView) -> Cell {
        let help = |language: &String| Cell::Text(words::interpreter(language, self.lang));
        meeting.interpreter.as_ref().map_or(Cell::Empty, help)
    }

    /// One line for each meeting.
    fn lines(&self) -> Rows {
        let line = |m: &MeetingView| {
            vec![
                text(&m.span.from),
                text(&m.span.to),
                text(&m.table),
                text(&m.employer),
                text(&m.attendee),
                self.help(m),
            ]
        };
        let titles = [words::START, words::END, words::TABLE, words::EMPLOYER, words::PERSON, words::HELP];
        self.rows(&titles, self.meetings().into_iter().map(line).collect())
    }

    /// The overview, the people, and a sheet for each table.
    fn sheets(&self) -> Vec<(&'a str, Rows)> {
        let meetings = self.meetings();
        let mut sheets = vec![
            (words::OVERVIEW.in_lang(self.lang), self.overview(&meetings)),
            (words::PEOPLE.in_lang(self.lang), self.people(&meetings)),
        ];
        for table in self.tables() {
            let own = meetings.iter().filter(|m| m.table == table.0);
            let line = |m: &&MeetingView| vec![text(&m.span.from), text(&m.span.to), text(&m.attendee), self.help(m)];
            let titles = [words::START, words::END, words::PERSON, words::HELP];
            sheets.push((table.0, self.rows(&titles, own.map(line).collect())));
        }
        sheets
    }

    /// Name and employer of the holder's tables; without a holder, of every table that comes.
    fn tables(&self) -> Vec<(&'a str, &'a str)> {
        let is_theirs = |table: &crate::answers::interviews::TableView| match self.holder {
            None => !table.is_cancelled,
            Some(Holder::Table(id)) => table.id == *id,
            Some(Holder::Person(_)) => table.meetings.iter().any(|meeting| self.is_theirs(meeting)),
        };
        let own = self.view.tables.iter().filter(|table| is_theirs(table));
        own.map(|table| (table.id.as_str(), table.employer.as_str())).collect()
    }

    /// A line for each table: from when until when. The coordinator also reads how many meetings and people there are.
    fn overview(&self, meetings: &[&MeetingView]) -> Rows {
        let mut titles = vec![words::TABLE, words::EMPLOYER, words::START, words::END];
        let is_everyones = self.holder.is_none();
        if is_everyones {
            titles.extend([words::MEETINGS, words::PEOPLE]);
        }
        let line = |name: &str, employer: &str, own: &[&MeetingView]| {
            let first = own.iter().map(|m| &m.span.from).min().map_or(Cell::Empty, text);
            let last = own.iter().map(|m| &m.span.to).max().map_or(Cell::Empty, text);
            let mut line =
                vec![text(name), if employer.is_empty() { Cell::Empty } else { text(employer) }, first, last];
            if is_everyones {
                let people: BTreeSet<_> = own.iter().map(|m| &m.attendee).collect();
                // Of 1000 people 40 meetings at most.
                line.extend([Cell::Whole(own.len() as u32), Cell::Whole(people.len() as u32)]);
            }
            line
        };
        let of_table = |(id, employer): (&str, &str)| {
            let own: Vec<_> = meetings.iter().filter(|m| m.table == id).copied().collect();
            line(id, employer, &own)
        };
        let mut lines: Vec<_> = self.tables().into_iter().map(of_table).collect();
        if is_everyones {
            lines.push(line(words::TOTAL.in_lang(self.lang), "", meetings));
        }
        self.rows(&titles, lines)
    }

    /// Everyone by pseudonym, with their meetings in order; the coordinator also reads who is there without any.
    fn people(&self, meetings: &[&MeetingView]) -> Rows {
        let mut of_person: BTreeMap<&str, Vec<&MeetingView>> = BTreeMap::new();
        if self.holder.is_none() {
            // Absent people are not listed: no list tells who stayed away.
            let there = self.view.attendees.iter().filter(|attendee| !attendee.is_absent());
            of_person.extend(there.map(|attendee| (attendee.id.as_str(), Vec::new())));
        }
        for meeting in meetings {
            of_person.entry(&meeting.attendee).or_default().push(meeting);
        }
        let lines = of_person.into_iter().flat_map(|(person, own)| {
            let line = |m: &&MeetingView| vec![text(person), text(&m.span.from), text(&m.span.to), text(&m.table)];
            let none = own.is_empty().then(|| vec![text(person), Cell::Empty, Cell::Empty, Cell::Empty]);
            own.iter().map(line).chain(none).collect::<Vec<_>>()
        });
        self.rows(&[words::PERSON, words::START, words::END, words::TABLE], lines.collect())
    }

    /// An event for each meeting.
    fn calendar(&self, date: NaiveDate) -> Calendar {
        let mut calendar = Calendar::new();
        calendar.timezone(TIME_ZONE);
        for meeting in self.meetings() {
            calendar.push(self.event(date, meeting));
        }
        calendar
    }

    /// One meeting: who, at which table.
    fn event(&self, date: NaiveDate, meeting: &MeetingView) -> Event {
        let MeetingView { span, attendee, table, employer, interpreter } = meeting;
        let (attendee, table, employer) = (one_line(attendee), one_line(table), one_line(employer));
        let mut event = Event::new();
        event
            // Nobody sits at a table twice: planned again, the event moves and is not there twice.
            .uid(&format!("{date}/{table}/{attendee}@schakel"))
            // The plan has no clock: its day stands for when it was made, so that the same plan gives the same file.
            .timestamp(NaiveDateTime::from(date).and_utc())
            .starts(moment(date, minutes(&span.from)))
            .ends(moment(date, minutes(&span.to)))
            .summary(&format!("{attendee}: {employer}"))
            .location(&format!("{table} {employer}"));
        if let Some(language) = interpreter {
            event.description(&one_line(&words::interpreter(language, self.lang)));
        }
        event.done()
    }
}

fn text(words: impl AsRef<str>) -> Cell {
    Cell::Text(words.as_ref().to_owned())
}
