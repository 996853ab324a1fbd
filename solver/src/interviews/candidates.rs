//! What can be: every attendee, table and slot that no rule forbids by itself.

use std::collections::BTreeMap;

use super::{Attendee, Cause, Fair, Promise, Table};
use crate::domain::sort_canonically;

/// One attendee at one table in one slot, with an interpreter or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Position among [`Candidates::attendees`].
    pub(super) attendee: usize,
    /// Position among [`Candidates::tables`].
    pub(super) table: usize,
    /// The slot.
    pub(super) slot: usize,
    /// Position among [`Candidates::languages`] of the interpreter's, where one is needed.
    pub(super) help: Option<usize>,
    /// Which attendee and table: the same in every slot.
    pub(super) pair: usize,
    /// What the meeting is worth.
    pub(super) value: u32,
    /// It was promised.
    pub(super) is_promised: bool,
}

/// All candidates, by attendee, table and slot, in an order that does not depend on that of the lists.
pub(super) struct Candidates<'a> {
    /// The fair.
    pub(super) fair: &'a Fair,
    /// Attendees who come, in canonical order.
    pub(super) attendees: Vec<&'a Attendee>,
    /// Tables in canonical order.
    pub(super) tables: Vec<&'a Table>,
    /// Languages of interpreters, with how many can be helped at once.
    pub(super) languages: Vec<(&'a str, u32)>,
    /// The candidates.
    pub(super) all: Vec<Candidate>,
    /// How many pairs there are.
    pub(super) n_pairs: usize,
    /// Promises to people who come, in the order of names.
    pub(super) promises: Vec<&'a Promise>,
}

/// How two can talk: without help, or by an interpreter of one of some languages.
pub(super) enum Talk {
    /// They share a language.
    Directly,
    /// Positions of interpreters' languages, perhaps none.
    Helped(Vec<usize>),
}

impl<'a> Candidates<'a> {
    /// Lists them.
    pub(super) fn of(fair: &'a Fair) -> Self {
        let mut attendees: Vec<&Attendee> = fair.attendees.iter().filter(|attendee| !attendee.is_absent).collect();
        sort_canonically(&mut attendees, |attendee| &attendee.id);
        let mut tables: Vec<&Table> = fair.tables.iter().collect();
        sort_canonically(&mut tables, |table| &table.id);
        let mut languages: Vec<(&str, u32)> =
            fair.interpreters.iter().map(|i| (i.language.as_str(), i.at_once)).filter(|i| i.1 > 0).collect();
        languages.sort_unstable();
        let coming: BTreeMap<&str, usize> = (0..).zip(&attendees).map(|(j, a)| (a.id.as_str(), j)).collect();
        let mut promises: Vec<_> = fair.promises.iter().filter(|p| coming.contains_key(p.attendee.as_str())).collect();
        promises.sort_unstable();
        let mut list = Self { fair, attendees, tables, languages, all: Vec::new(), n_pairs: 0, promises };
        list.fill();
        list
    }

    fn fill(&mut self) {
        let place: BTreeMap<&str, usize> = (0..).zip(&self.tables).map(|(t, table)| (table.id.as_str(), t)).collect();
        let told: std::collections::BTreeSet<(&str, &str, usize)> =
            self.promises.iter().map(|p| (p.attendee.as_str(), p.table.as_str(), p.slot)).collect();
        let comes = |attendee: &Attendee| attendee.first <= attendee.last;
        for (j, attendee) in self.attendees.iter().enumerate().filter(|(_, attendee)| comes(attendee)) {
            let mut wishes: Vec<(usize, u32)> =
                attendee.wishes.iter().filter_map(|w| Some((*place.get(w.table.as_str())?, w.value))).collect();
            wishes.sort_unstable();
            for (t, value) in wishes.into_iter().filter(|&(t, _)| !self.tables[t].is_cancelled) {
                let table = self.tables[t];
                let helps: Vec<Option<usize>> = match talk(attendee, table, &self.languages) {
                    Talk::Directly => vec![None],
                    Talk::Helped(languages) => languages.into_iter().map(Some).collect(),
                };
                let before = self.all.len();
                for &slot in table.open.range(attendee.first..=attendee.last) {
                    let is_promised = told.contains(&(attendee.id.as_str(), table.id.as_str(), slot));
                    let pair = self.n_pairs;
                    let of = |&help| Candidate { attendee: j, table: t, slot, help, pair, value, is_promised };
                    self.all.extend(helps.iter().map(of));
                }
                self.n_pairs += usize::from(self.all.len() > before);
            }
        }
    }

    /// Why `promise`, to someone who comes, cannot be kept whatever else is planned; none when it can.
    pub(super) fn broken(&self, promise: &Promise) -> Option<Cause> {
        let table = self.tables.iter().find(|table| table.id == promise.table)?;
        let attendee = self.attendees.iter().find(|attendee| attendee.id == promise.attendee)?;
        let cannot_talk = || matches!(talk(attendee, table, &self.languages), Talk::Helped(by) if by.is_empty());
        if table.is_cancelled {
            Some(Cause::TableCancelled)
        } else if !(attendee.first..=attendee.last).contains(&promise.slot) {
            Some(Cause::NotThere)
        } else if !table.open.contains(&promise.slot) {
            Some(Cause::TableClosed)
        } else if !attendee.wishes.iter().any(|wish| wish.table == table.id) {
            Some(Cause::NotWished)
        } else {
            cannot_talk().then_some(Cause::NoSharedLanguage)
        }
    }
}

/// How `attendee` can talk at `table`.
pub(super) fn talk(attendee: &Attendee, table: &Table, languages: &[(&str, u32)]) -> Talk {
    if !attendee.languages.is_disjoint(&table.languages) {
        return Talk::Directly;
    }
    let spoken = languages.iter().enumerate().filter(|(_, (language, _))| attendee.languages.contains(*language));
    Talk::Helped(spoken.map(|(at, _)| at).collect())
}
