//! Why someone has no meeting.

use super::agenda::Agenda;
use super::candidates::{Candidates, Talk, talk};
use super::{Attendee, NoMeeting};

/// The reason of `attendee`, who comes and has no meeting in `agenda`; `j` is their position in the list.
pub(super) fn reason(list: &Candidates<'_>, agenda: &Agenda<'_>, j: usize) -> NoMeeting {
    let attendee = list.attendees[j];
    if attendee.wishes.is_empty() {
        return NoMeeting::NoWish;
    }
    if attendee.first > attendee.last {
        return NoMeeting::TooShort;
    }
    let named = |attendee: &Attendee, id: &str| attendee.wishes.iter().any(|wish| wish.table == id);
    let held: Vec<_> = list.tables.iter().filter(|table| !table.is_cancelled && named(attendee, &table.id)).collect();
    if held.is_empty() {
        return NoMeeting::Cancelled;
    }
    let can_talk = |talk: Talk| !matches!(talk, Talk::Helped(by) if by.is_empty());
    if !held.iter().any(|table| can_talk(talk(attendee, table, &list.languages))) {
        return NoMeeting::NoSharedLanguage;
    }
    let mut own = list.all.iter().filter(|candidate| candidate.attendee == j).peekable();
    if own.peek().is_none() {
        return NoMeeting::NeverOpen;
    }
    let is_free = own.any(|candidate| agenda.at(candidate.table, candidate.slot).is_none());
    if is_free { NoMeeting::NoInterpreterFree } else { NoMeeting::Full }
}
