//! Night work: nobody under eighteen works between eight in the evening and six in the morning.

use std::fmt;

use chrono::NaiveDate;

use super::right_to_work::write_age_to_ask;
use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{Facts, Minute, Weekday, Window};
use crate::names::weekday;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct NightWorkRule;

/// A shift on `day` runs into the night, and the person is at most `age` on the first day.
pub(super) struct TooYoungForTheNight {
    day: Weekday,
    age: i64,
    /// Year of birth and first day, where a birthday that is not known decides.
    to_ask: Option<(u16, NaiveDate)>,
}

/// From this age on the law leaves nights free, years. Source: Arbeidswet of 16 March 1971, art. 34bis (young workers);
/// its exceptions per sector are for a policy pack to allow.
const AGE_MIN: i64 = 18;
/// The night ends and begins at these minutes of the day. Source: as [`AGE_MIN`].
const NIGHT: (Minute, Minute) = (6 * 60, 20 * 60);

impl Constraint for NightWorkRule {
    const ABOUT: About = About {
        id: ConstraintId("night_work"),
        place: 4,
        caption: Words { nl: "nachtwerk", en: "night work", fr: "travail de nuit" },
        reads: &["birth_year"],
        depends_on_choice: false,
        codes: &[
            ReasonCode {
                code: "TOO_YOUNG_FOR_THE_NIGHT",
                words: Words {
                    nl: "is te jong voor werk in de nacht",
                    en: "is too young for work at night",
                    fr: "est trop jeune pour un travail de nuit",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "AGE_TO_ASK_FOR_THE_NIGHT",
                words: Words {
                    nl: "is misschien nog te jong voor de nacht: enkel het geboortejaar is bekend",
                    en: "may still be too young for the night: only the year of birth is known",
                    fr: "est peut-être trop jeune pour la nuit : seule l'année de naissance est connue",
                },
                remedies: &[],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = TooYoungForTheNight;

    fn judge(&self, way: &Way<'_>) -> Option<TooYoungForTheNight> {
        let (youngest, age) = way.jobseeker().age_on(way.start());
        if youngest >= AGE_MIN {
            return None;
        }
        let night = way.shifts().find(runs_into_the_night)?;
        let (birth_year, start) = (way.jobseeker().birth_year, way.start());
        let to_ask = (age >= AGE_MIN).then_some((birth_year, start));
        Some(TooYoungForTheNight { day: night.day, age, to_ask })
    }
}

/// Whether any minute of the shift lies in the night.
fn runs_into_the_night(shift: &Window) -> bool {
    shift.from < NIGHT.0 || shift.to > NIGHT.1
}

impl Finding for TooYoungForTheNight {
    fn code(&self) -> &'static str {
        if self.to_ask.is_some() { "AGE_TO_ASK_FOR_THE_NIGHT" } else { "TOO_YOUNG_FOR_THE_NIGHT" }
    }

    fn effect(&self) -> Effect {
        if self.to_ask.is_some() { Effect::Costs(0) } else { Effect::Blocks }
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: self.age, limit: AGE_MIN, unit: Unit::Years })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((birth_year, start)) = self.to_ask {
            return write_age_to_ask(birth_year, AGE_MIN as u8, start, lang, f);
        }
        let day = weekday(self.day, lang);
        match lang {
            Lang::Nl => write!(f, "is nog geen {AGE_MIN} jaar, het werk op {day} valt in de nacht"),
            Lang::En => write!(f, "is not yet {AGE_MIN}, the work on {day} falls in the night"),
            Lang::Fr => write!(f, "n'a pas encore {AGE_MIN} ans, le travail du {day} tombe la nuit"),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{JobseekerIdx, Mode, Nearby, OfferIdx};
    use crate::sample;
    use crate::way::Choice;

    /// The age found for someone born in `birth_year` who works `shift`, in work that starts in 2025.
    fn found(birth_year: u16, from: Minute, to: Minute) -> Option<i64> {
        let mut region = sample::region(1, 1, 1);
        region.jobseekers[0].birth_year = birth_year;
        region.offers[0].shifts = vec![Window { day: Weekday::Tue, from, to }];
        let (jobseeker_idx, offer_idx) = (JobseekerIdx(0), OfferIdx(0));
        let near = Nearby::default();
        let way = Way { facts: Facts::of(&region, &near), jobseeker_idx, offer_idx, choice: Choice::by(Mode::Walk) };
        NightWorkRule.judge(&way).map(|finding| finding.age)
    }

    #[test]
    fn the_night_ends_at_six_and_begins_at_eight() {
        assert_eq!(found(2008, 360, 1200), None);
        assert_eq!(found(2008, 359, 1200), Some(17));
        assert_eq!(found(2008, 360, 1201), Some(17));
        assert_eq!(found(2008, 1320, 1800), Some(17));
    }

    #[test]
    fn whoever_turns_eighteen_that_year_is_asked() {
        assert_eq!(found(2006, 1320, 1800), None);
        assert_eq!(found(2007, 1320, 1800), Some(18));
        assert_eq!(found(2009, 1320, 1800), Some(16));
    }
}
