//! Hours of the day: in order, and read as minutes.

use std::collections::HashMap;

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

    /// Nobody is at two sessions at once: no two windows of one week share a minute.
    pub(super) fn apart(&mut self, pointer: &str, hours: &[Hours]) {
        let mut known: HashMap<u8, Vec<(u16, u16, usize)>> = HashMap::new();
        for (at, hours) in hours.iter().enumerate() {
            let (Some(from), Some(to)) = (minute_of(&hours.from), minute_of(&hours.to)) else { continue };
            let mut first = None;
            for day in &hours.days {
                let of_day = known.entry(*day as u8).or_default();
                let other = of_day.iter().find(|&&(begins, ends, by)| by != at && begins < to && from < ends);
                first = first.or(other.map(|&(.., by)| by));
                of_day.push((from, to, at));
            }
            if let Some(first) = first {
                let issue = Issue::new(Code::HoursOverlap, format!("{pointer}/{at}"));
                self.push(issue.with("first", &format!("{pointer}/{first}")));
            }
        }
    }
}
