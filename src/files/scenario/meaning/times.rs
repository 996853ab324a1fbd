//! Hours of the day: in order, and read as minutes.

use super::Check;
use crate::files::scenario::format::{Hours, Time};
use crate::files::scenario::issue::{Code, Issue};

/// Minutes since midnight. The schema has seen to the form `HH:MM`; anything else is `None`.
pub(in crate::files::scenario) fn minute_of(time: &Time) -> Option<u16> {
    let (hours, minutes) = time.0.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}

impl Check<'_> {
    /// Closing must come after opening. A shift may end on the next day, but not at the minute it begins.
    pub(super) fn hours(&mut self, pointer: &str, hours: &[Hours], is_shift: bool) {
        for (at, hours) in hours.iter().enumerate() {
            let (Some(from), Some(to)) = (minute_of(&hours.from), minute_of(&hours.to)) else { continue };
            if to == from || (to < from && !is_shift) || (is_shift && from == 24 * 60) {
                self.push(Issue::new(Code::ClosesBeforeOpens, format!("{pointer}/{at}/to")));
            }
        }
    }
}
