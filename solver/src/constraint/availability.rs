//! Availability: every shift falls within the hours in which the person can work.

use std::collections::BTreeMap;
use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{Change, DAY, Facts, JobseekerIdx, Minute, OfferIdx, Subject, Weekday, is_covered};
use crate::names::{Noun, counted, weekday};
use crate::text::{Clock, Lang, Words};
use crate::way::Way;

pub(super) struct AvailabilityRule;

/// The person cannot work during `shifts_missed` of the shifts of a week.
pub(super) struct ShiftNotPossible {
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    shifts_missed: usize,
}

/// What the shifts of an offer ask beyond the hours in which a person can work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum HoursAsked {
    /// To begin at this minute, instead of this later one.
    Begin(Minute, Minute),
    /// To work until this minute, instead of this earlier one.
    End(Minute, Minute),
    /// To be there in between as well, from and until.
    Between(Minute, Minute),
    /// To work on a day on which the person cannot at all, or not near these hours; with the minute at which it ends, where that is
    /// on the next day.
    Day(Option<Minute>),
}

/// What the shifts of an offer ask beyond the hours in which a person can work, each with its days in the order of the
/// week.
pub(crate) fn hours_asked(
    facts: Facts<'_>,
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
) -> Vec<(HoursAsked, Vec<Weekday>)> {
    let own = &facts.region.jobseekers[jobseeker.at()].availability;
    let mut asked: BTreeMap<HoursAsked, Vec<Weekday>> = BTreeMap::new();
    // Where the shifts move as well, it is the moved ones that are asked.
    let minutes = facts.overlay.about(Subject::Offer(offer)).find_map(|change| match *change {
        Change::ShiftsMove(_, minutes) => Some(i32::from(minutes)),
        _ => None,
    });
    let shifts = facts.region.offers[offer.at()].shifts.iter().map(|shift| shift.moved(minutes.unwrap_or(0)));
    let shifts: Vec<_> = shifts.filter(|shift| !is_covered(*shift, own)).collect();
    for shift in shifts {
        let near = own.iter().filter(|own| own.day == shift.day && own.from < shift.to && shift.from < own.to);
        let near: Vec<_> = near.collect();
        let (first, last) = (near.iter().map(|own| own.from).min(), near.iter().map(|own| own.to).max());
        let mut add = |what| asked.entry(what).or_default().push(shift.day);
        match first.zip(last) {
            None => add(HoursAsked::Day((shift.to > DAY).then_some(shift.to))),
            Some((first, last)) => {
                if shift.from < first {
                    add(HoursAsked::Begin(shift.from, first));
                }
                // What lasts past midnight ends on the next day, of which the hours here say nothing.
                if last < shift.to {
                    add(HoursAsked::End(shift.to, last));
                }
                if first <= shift.from && shift.to <= last {
                    add(HoursAsked::Between(shift.from, shift.to));
                }
            }
        }
    }
    asked.into_iter().collect()
}

/// The days in words: their names, or how many where there are more than three.
fn days_words(days: &[Weekday], lang: Lang) -> String {
    let mut days = days.to_vec();
    days.sort_unstable();
    days.dedup();
    if days.len() > 3 {
        return counted(Noun::Days, days.len() as u64, lang);
    }
    let names: Vec<_> = days.iter().map(|day| weekday(*day, lang)).collect();
    names.join(", ")
}

/// The minute at which something ends, with that it is the next day's where it is.
fn until(minute: Minute, lang: Lang) -> String {
    let next_day = Words { nl: " de dag erna", en: " the next day", fr: " le lendemain" }.in_lang(lang);
    format!("{}{}", Clock(minute), if minute > DAY { next_day } else { "" })
}

/// What would have to change, as it follows "what would help".
pub(crate) fn hours_asked_words(asked: &[(HoursAsked, Vec<Weekday>)], lang: Lang) -> String {
    let one = |(what, days): &(HoursAsked, Vec<Weekday>)| {
        let days = days_words(days, lang);
        match (*what, lang) {
            (HoursAsked::Begin(at, own), Lang::Nl) => {
                format!("beginnen om {} in plaats van {}, {days}", Clock(at), Clock(own))
            }
            (HoursAsked::Begin(at, own), Lang::En) => {
                format!("begin at {} instead of {}, {days}", Clock(at), Clock(own))
            }
            (HoursAsked::Begin(at, own), Lang::Fr) => {
                format!("commencer à {} au lieu de {}, {days}", Clock(at), Clock(own))
            }
            (HoursAsked::End(at, own), Lang::Nl) => {
                format!("blijven tot {} in plaats van {}, {days}", until(at, lang), Clock(own))
            }
            (HoursAsked::End(at, own), Lang::En) => {
                format!("stay until {} instead of {}, {days}", until(at, lang), Clock(own))
            }
            (HoursAsked::End(at, own), Lang::Fr) => {
                format!("rester jusqu'à {} au lieu de {}, {days}", until(at, lang), Clock(own))
            }
            (HoursAsked::Between(from, to), Lang::Nl) => {
                format!("er zijn van {} tot {}, {days}", Clock(from), Clock(to))
            }
            (HoursAsked::Between(from, to), Lang::En) => {
                format!("be there from {} to {}, {days}", Clock(from), Clock(to))
            }
            (HoursAsked::Between(from, to), Lang::Fr) => format!("être là de {} à {}, {days}", Clock(from), Clock(to)),
            (HoursAsked::Day(None), Lang::Nl) => format!("ook komen op {days}"),
            (HoursAsked::Day(None), Lang::En) => format!("also come on {days}"),
            (HoursAsked::Day(None), Lang::Fr) => format!("venir aussi : {days}"),
            (HoursAsked::Day(Some(end)), Lang::Nl) => format!("ook komen op {days}, tot {}", until(end, lang)),
            (HoursAsked::Day(Some(end)), Lang::En) => format!("also come on {days}, until {}", until(end, lang)),
            (HoursAsked::Day(Some(end)), Lang::Fr) => format!("venir aussi : {days}, jusqu'à {}", until(end, lang)),
        }
    };
    let and = Words { nl: " en ", en: " and ", fr: " et " }.in_lang(lang);
    asked.iter().map(one).collect::<Vec<_>>().join(and)
}

impl Constraint for AvailabilityRule {
    const ABOUT: About = About {
        id: ConstraintId("availability"),
        place: 20,
        caption: Words { nl: "beschikbaarheid", en: "availability", fr: "disponibilité" },
        reads: &["availability"],
        depends_on_choice: false,
        codes: &[ReasonCode {
            code: "SHIFT_NOT_POSSIBLE",
            words: Words {
                nl: "kan niet werken tijdens een van de shiften",
                en: "cannot work during one of the shifts",
                fr: "ne peut pas travailler pendant l'un des horaires",
            },
            remedies: &["works_shifts_of"],
        }],
        ..About::DEFAULT
    };
    type Finding = ShiftNotPossible;

    fn judge(&self, way: &Way<'_>) -> Option<ShiftNotPossible> {
        let shifts_missed = way.shifts().filter(|shift| !way.is_available(*shift)).count();
        let (jobseeker, offer) = (way.jobseeker_idx, way.offer_idx);
        (shifts_missed > 0).then_some(ShiftNotPossible { jobseeker, offer, shifts_missed })
    }
}

impl Finding for ShiftNotPossible {
    fn code(&self) -> &'static str {
        "SHIFT_NOT_POSSIBLE"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: self.shifts_missed as i64, limit: 0, unit: Unit::Count })
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asked = hours_asked(facts, self.jobseeker, self.offer);
        // What is missed on most days; of several the first.
        let Some((what, days)) = asked.iter().rev().max_by_key(|(_, days)| days.len()) else { return Ok(()) };
        {
            let days = days_words(days, lang);
            match (*what, lang) {
                (HoursAsked::Begin(at, own), Lang::Nl) => {
                    write!(f, "is er vanaf {}, het begint om {}, {days}", Clock(own), Clock(at))
                }
                (HoursAsked::Begin(at, own), Lang::En) => {
                    write!(f, "is there from {}, it begins at {}, {days}", Clock(own), Clock(at))
                }
                (HoursAsked::Begin(at, own), Lang::Fr) => {
                    write!(f, "est là à partir de {}, cela commence à {}, {days}", Clock(own), Clock(at))
                }
                (HoursAsked::End(at, own), Lang::Nl) => {
                    write!(f, "kan tot {}, het duurt tot {}, {days}", Clock(own), until(at, lang))
                }
                (HoursAsked::End(at, own), Lang::En) => {
                    write!(f, "can stay until {}, it lasts until {}, {days}", Clock(own), until(at, lang))
                }
                (HoursAsked::End(at, own), Lang::Fr) => {
                    write!(f, "peut rester jusqu'à {}, cela dure jusqu'à {}, {days}", Clock(own), until(at, lang))
                }
                (HoursAsked::Between(from, to), Lang::Nl) => {
                    write!(f, "kan niet de hele tijd van {} tot {}, {days}", Clock(from), Clock(to))
                }
                (HoursAsked::Between(from, to), Lang::En) => {
                    write!(f, "cannot be there all the time from {} to {}, {days}", Clock(from), Clock(to))
                }
                (HoursAsked::Between(from, to), Lang::Fr) => {
                    write!(f, "ne peut pas être là tout le temps de {} à {}, {days}", Clock(from), Clock(to))
                }
                (HoursAsked::Day(_), Lang::Nl) => write!(f, "kan niet komen op {days}"),
                (HoursAsked::Day(_), Lang::En) => write!(f, "cannot come on {days}"),
                (HoursAsked::Day(_), Lang::Fr) => write!(f, "ne peut pas venir : {days}"),
            }?;
        }
        let more = Words {
            nl: "; ook andere uren passen niet",
            en: "; nor do other hours suit",
            fr: " ; d'autres heures non plus",
        };
        if asked.len() > 1 { f.write_str(more.in_lang(lang)) } else { Ok(()) }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        vec![Remedy::new(Change::WorksShiftsOf(self.jobseeker, self.offer))]
    }
}
