//! Hours of the day: in order, and read as minutes.

use std::collections::{BTreeMap, HashMap};

use super::Check;
use crate::files::scenario::format::{Hours, Time, Vacancy};
use crate::files::scenario::issue::{Code, Issue};
use crate::files::scenario::numbers::range_of;

/// Minutes in a day.
const DAY: u16 = 24 * 60;
/// Minutes a day that may be break and are no hours of the contract. An assumption: the shifts of generated regions
/// have as much.
const BREAK: u16 = 90;

/// Minutes as hours: 38 or 7:30.
fn hours_of(minutes: u16) -> String {
    match minutes % 60 {
        0 => (minutes / 60).to_string(),
        rest => format!("{}:{rest:02}", minutes / 60),
    }
}

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

    /// Asks about shifts that hardly anyone works: too long, more in a week than the contract, or with too little rest
    /// between two days. Shifts of teams that change are not added up, and the rest between two of them is not looked
    /// at.
    pub(super) fn working_week(&mut self, pointer: &str, vacancy: &Vacancy) {
        let worked = |shift: &Hours| {
            let (from, to) = (minute_of(&shift.from)?, minute_of(&shift.to)?);
            (from != to).then(|| (from, if to > from { to } else { to + DAY }))
        };
        let shifts: Option<Vec<_>> = vacancy.shifts.iter().map(worked).collect();
        let Some(shifts) = shifts else { return };
        let longest = self.number("shift_hours_max");
        let is_long = |&(from, to): &(u16, u16)| i64::from(to - from) > longest * 60;
        for (at, (from, to)) in shifts.iter().enumerate().filter(|(_, shift)| is_long(shift)) {
            let issue = Issue::new(Code::ShiftLong, format!("{pointer}/shifts/{at}"));
            self.push(issue.with("found", &hours_of(to - from)).with("most", &longest));
        }
        // A vacancy that already has a warning gets no second one.
        if vacancy.alternating || shifts.iter().any(is_long) {
            return;
        }
        let mut days: BTreeMap<u8, (u16, u16, u16)> = BTreeMap::new();
        for (shift, &(from, to)) in vacancy.shifts.iter().zip(&shifts) {
            for day in &shift.days {
                let of_day = days.entry(*day as u8).or_insert((from, to, 0));
                *of_day = (of_day.0.min(from), of_day.1.max(to), of_day.2 + to - from);
            }
        }
        let week: u16 = days.values().map(|(.., minutes)| minutes).sum();
        let breaks = days.len() as u16 * BREAK;
        if week > vacancy.hours_per_week * 60 + breaks {
            let issue = Issue::new(Code::ShiftsOverContract, format!("{pointer}/shifts"));
            self.push(issue.with("found", &hours_of(week)).with("contract", &vacancy.hours_per_week));
        }
        let rest = self.number("rest_hours_min");
        let next_day = |day: u8| days.get(&((day + 1) % 7)).map(|(from, ..)| i64::from(from + DAY));
        let short = days.iter().find_map(|(day, (_, to, _))| {
            let between = next_day(*day)? - i64::from(*to);
            (between < rest * 60).then_some(between)
        });
        if let Some(between) = short {
            let issue = Issue::new(Code::RestShort, format!("{pointer}/shifts"));
            self.push(issue.with("found", &hours_of(between.max(0) as u16)).with("least", &rest));
        }
    }

    /// A number of the pack, with what the scenario changes of it.
    fn number(&self, name: &str) -> i64 {
        let stated = self.parts.policy.as_ref().and_then(|policy| policy.numbers.get(name)).copied();
        let of_pack = || self.pack.and_then(|pack| pack.numbers.get(name)).map(|number| number.value);
        let of_program = || range_of(name).and_then(|range| range.otherwise);
        stated.or_else(of_pack).or_else(of_program).unwrap_or(i64::MAX / 60)
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
