//! Interviews at a job fair: who sits at which table in which slot.
//!
//! ```text
//! chosen      x_jts  attendee j sits at table t in slot s, of the candidates: t is open, j is there, they can talk
//! levels      promises kept;  people with at least one meeting;  total value of the meetings
//! subject to  sum_t x_jts <= 1,  sum_j x_jts <= 1,  sum_s x_jts <= 1,  sum_ts x_jts <= most_j
//!             interpreters of a language at once,  no two tables of j farther apart than j can walk between two slots
//! ```
//!
//! `candidates` lists what can be, `model` writes the rows for `schakel-model`, `search` finds a plan to start from,
//! `settle` decides. Promises come first, so that those that hold together are all kept, and what is left to decide is
//! small: a re-planned fair takes what became free. [`check()`] reads the fair and the plan, and nothing in between.

use std::collections::BTreeSet;

mod agenda;
mod candidates;
mod check;
mod model;
mod reason;
mod search;
mod settle;
#[cfg(test)]
mod tests;

pub use check::{Fault, check};
pub use settle::{Options, plan};

/// Most that a meeting can be worth.
pub const VALUE_MAX: u32 = 1_000;

/// One slot of the day: meetings last as long as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Start, minutes after midnight.
    pub from: u32,
    /// End, minutes after midnight.
    pub to: u32,
}

/// A table of an employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub id: String,
    /// Where it stands: a row of [`Fair::walks`].
    pub zone: usize,
    /// The slots in which it is open, breaks left out.
    pub open: BTreeSet<usize>,
    /// Languages spoken at it, or for which it has help of its own.
    pub languages: BTreeSet<String>,
    /// The employer does not come.
    pub is_cancelled: bool,
}

/// A table that an attendee would like to sit at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The table.
    pub table: String,
    /// What the meeting is worth, at least 1.
    pub value: u32,
}

/// Someone who comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// The pseudonym.
    pub id: String,
    /// First slot in which they are there.
    pub first: usize,
    /// Last slot in which they are there; before the first where they are there in none.
    pub last: usize,
    /// Most meetings, at least 1.
    pub most: u32,
    /// Languages they speak well enough for an interview.
    pub languages: BTreeSet<String>,
    /// The tables they would like to sit at, each once.
    pub wishes: Vec<Wish>,
    /// They do not come after all.
    pub is_absent: bool,
}

/// Interpreters who go to whichever table needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpreters {
    /// Between this language and that of the table.
    pub language: String,
    /// Meetings they can help at once.
    pub at_once: u32,
}

/// What an attendee was told before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Promise {
    /// Who.
    pub attendee: String,
    /// At which table.
    pub table: String,
    /// In which slot.
    pub slot: usize,
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fair {
    /// The slots, in the order of the day, none overlapping another.
    pub slots: Vec<Slot>,
    /// Minutes on foot from zone to zone.
    pub walks: Vec<Vec<u32>>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The attendees.
    pub attendees: Vec<Attendee>,
    /// The interpreters, each language once.
    pub interpreters: Vec<Interpreters>,
    /// What people were told before. That of an absent attendee counts for nothing.
    pub promises: Vec<Promise>,
    /// Most promises to people who come that may be changed, unavoidable changes included; `None` is no limit.
    pub changed_max: Option<u32>,
}

impl Fair {
    /// Whether a person in zone `a` in slot `s` cannot be in zone `b` when the later slot `t` starts.
    pub(crate) fn is_too_far(&self, (s, a): (usize, usize), (t, b): (usize, usize)) -> bool {
        self.walks[a][b] > self.slots[t].from - self.slots[s].to
    }

    /// Whether nobody can sit at both, in whichever order the slots are.
    pub(crate) fn clashes(&self, (s, a): (usize, usize), (t, b): (usize, usize)) -> bool {
        match s.cmp(&t) {
            std::cmp::Ordering::Less => self.is_too_far((s, a), (t, b)),
            std::cmp::Ordering::Equal => true,
            std::cmp::Ordering::Greater => self.is_too_far((t, b), (s, a)),
        }
    }

    /// Whether every name is there once and every number in range: what [`plan`] takes for granted.
    pub fn is_well_formed(&self) -> bool {
        let in_order = self.slots.iter().all(|slot| slot.from < slot.to)
            && self.slots.windows(2).all(|pair| pair[0].to <= pair[1].from);
        let n_zones = self.walks.len();
        let tables = once(self.tables.iter().map(|table| table.id.as_str()));
        let table = |id: &String| self.tables.iter().any(|table| table.id == *id);
        let stands = |table: &Table| table.zone < n_zones && table.open.iter().all(|&s| s < self.slots.len());
        let comes = |attendee: &Attendee| {
            let wished = |wish: &Wish| table(&wish.table) && (1..=VALUE_MAX).contains(&wish.value);
            attendee.last < self.slots.len()
                && attendee.most >= 1
                && attendee.wishes.iter().all(wished)
                && once(attendee.wishes.iter().map(|wish| wish.table.as_str()))
        };
        let known: BTreeSet<_> = self.attendees.iter().map(|attendee| &attendee.id).collect();
        let told: BTreeSet<_> = self.promises.iter().collect();
        let promised = |p: &Promise| table(&p.table) && known.contains(&p.attendee) && p.slot < self.slots.len();
        in_order
            && tables
            && self.walks.iter().all(|row| row.len() == n_zones)
            && self.tables.iter().all(stands)
            && known.len() == self.attendees.len()
            && self.attendees.iter().all(comes)
            && once(self.interpreters.iter().map(|interpreters| interpreters.language.as_str()))
            && told.len() == self.promises.len()
            && self.promises.iter().all(promised)
    }
}

/// Whether no name is there twice.
fn once<'a>(mut ids: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = BTreeSet::new();
    ids.all(|id| seen.insert(id))
}

/// One interview.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meeting {
    /// Who.
    pub attendee: String,
    /// When.
    pub slot: usize,
    /// At which table.
    pub table: String,
    /// The language of the interpreter who helps, where one is needed.
    pub interpreter: Option<String>,
}

/// Why someone has no meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoMeeting {
    /// They do not come.
    Absent,
    /// They named no table.
    NoWish,
    /// They are not there for as long as any slot lasts.
    TooShort,
    /// Every table they named was cancelled.
    Cancelled,
    /// At no table they named there is a language in common, nor an interpreter for it.
    NoSharedLanguage,
    /// No table they could talk at is open while they are there.
    NeverOpen,
    /// Whenever a table they could talk at is open and they are there, someone else sits at it.
    Full,
    /// Tables are free, and every interpreter they would need is at another.
    NoInterpreterFree,
}

/// One line of the answer for each attendee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who.
    pub attendee: String,
    /// Why they have no meeting; none for those who have.
    pub reason: Option<NoMeeting>,
}

/// Why a promise is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The employer does not come.
    TableCancelled,
    /// The table is closed in that slot.
    TableClosed,
    /// The attendee is not there in that slot.
    NotThere,
    /// The attendee no longer names the table.
    NotWished,
    /// There is no language in common, nor an interpreter.
    NoSharedLanguage,
    /// Other promises cannot be kept together with it.
    OtherPromises,
}

/// A promise that is not kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Changed {
    /// What was told.
    pub promise: Promise,
    /// Why it does not hold.
    pub cause: Cause,
}

/// How good a plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// No plan is better on any level.
    Optimal,
    /// Every level is proven to be within the gap asked.
    WithinGap,
    /// The best so far; what is proven is told by the bounds.
    NotProven,
    /// More promises have to be changed than may be: [`Plan::changed`] has those of the plan that changes fewest.
    Infeasible,
}

/// What a plan reaches on one level, and what none exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// What is reached.
    pub value: u64,
    /// No plan that is as good on the levels before reaches more.
    pub bound: u64,
}

impl Level {
    /// The distance to the bound, relative to it.
    pub fn gap(self) -> f64 {
        self.bound.saturating_sub(self.value) as f64 / self.bound.max(1) as f64
    }
}

/// Who sits where and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// How good it is.
    pub status: Status,
    /// The gap asked, relative to the bound.
    pub gap: f64,
    /// Promises kept, of those to people who come.
    pub kept: Level,
    /// People with at least one meeting.
    pub people: Level,
    /// Total value.
    pub value: Level,
    /// The meetings, by attendee and slot.
    pub meetings: Vec<Meeting>,
    /// One line for each attendee, by name.
    pub lines: Vec<Line>,
    /// Promises that are not kept, by attendee.
    pub changed: Vec<Changed>,
}

impl Plan {
    /// The levels, the most important first.
    pub fn levels(&self) -> [Level; 3] {
        [self.kept, self.people, self.value]
    }

    /// The distance to the bound on the level that is farthest from it, relative to the bound.
    pub fn gap_reached(&self) -> f64 {
        self.levels().into_iter().map(Level::gap).fold(0.0, f64::max)
    }
}
