//! Language: the work asks levels; a coach on the floor or a trained workplace lowers what is asked.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{
    Activity, Cefr, Change, Facts, JobseekerIdx, Language, LanguageLevels, Levels, OfferIdx, SupportKind,
};
use crate::names::{activity, language_name};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct LanguageRule;

/// In one language the person is below the level asked, support on the floor already counted.
pub(super) struct LevelTooLow {
    jobseeker: JobseekerIdx,
    offer: OfferIdx,
    language: Language,
    activity: Activity,
    known: Cefr,
    asked: Cefr,
    /// Levels that would do in this language.
    enough: Levels,
    /// Levels that a course must bridge in the activity furthest behind.
    steps: u16,
    /// Whether no other language is too low.
    is_the_only: bool,
    /// Whether support on the floor, not there yet, would do.
    support_would_do: bool,
}

impl Constraint for LanguageRule {
    const ABOUT: About = About {
        id: ConstraintId("language"),
        place: 30,
        caption: Words { nl: "taal", en: "language", fr: "langue" },
        reads: &["languages"],
        eased_by: &[SupportKind::Coach],
        codes: &[ReasonCode {
            code: "LANGUAGE_LEVEL_TOO_LOW",
            words: Words {
                nl: "het taalniveau is lager dan gevraagd",
                en: "the language level is lower than asked",
                fr: "le niveau de langue est inférieur à celui demandé",
            },
            remedies: &["language_support", "speaks"],
        }],
        ..About::DEFAULT
    };
    type Finding = LevelTooLow;

    fn judge(&self, way: &Way<'_>) -> Option<LevelTooLow> {
        let steps = way.pack().limits.coach_steps;
        let lowered = if way.has_language_support() { steps } else { 0 };
        let mut too_low = way.offer().languages.iter().filter(|asked| !speaks_enough(way, asked, lowered));
        let first = too_low.next()?;
        let is_the_only = too_low.next().is_none();
        let support_would_do =
            lowered == 0 && way.offer().languages.iter().all(|asked| speaks_enough(way, asked, steps));
        Some(finding(way, first, lowered, is_the_only, support_would_do))
    }
}

/// Whether the person reaches every level of `asked`, lowered by so many steps.
fn speaks_enough(way: &Way<'_>, asked: &LanguageLevels, lowered: u8) -> bool {
    let known = way.levels(asked.language);
    known.iter().zip(&asked.levels).all(|(known, asked)| *known >= asked.lowered(lowered))
}

/// The finding about one language that is too low.
fn finding(
    way: &Way<'_>,
    asked: &LanguageLevels,
    lowered: u8,
    is_the_only: bool,
    support_would_do: bool,
) -> LevelTooLow {
    let known = way.levels(asked.language);
    let enough = asked.levels.map(|level| level.lowered(lowered));
    let distance = |position: usize| (enough[position] as u16).saturating_sub(known[position] as u16);
    // The activity furthest behind; of equals the first, which is speech before writing.
    let worst = (0..4).rev().max_by_key(|&position| distance(position)).unwrap_or(0);
    LevelTooLow {
        jobseeker: way.jobseeker_idx,
        offer: way.offer_idx,
        language: asked.language,
        activity: Activity::ALL[worst],
        known: known[worst],
        asked: enough[worst],
        enough,
        steps: distance(worst),
        is_the_only,
        support_would_do,
    }
}

impl Finding for LevelTooLow {
    fn code(&self) -> &'static str {
        "LANGUAGE_LEVEL_TOO_LOW"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        Some(Measured { measured: self.known as i64, limit: self.asked as i64, unit: Unit::CefrLevel })
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let language = language_name(self.language, lang);
        let (verb, asked) = (activity(self.activity, lang), self.asked);
        if self.known == Cefr::PreA1 {
            return match lang {
                Lang::Nl => write!(f, "{verb} nog geen {language}, gevraagd is {asked}"),
                Lang::En => write!(f, "does not yet {verb} {language}, {asked} is asked"),
                Lang::Fr => {
                    let not = if verb.starts_with('é') { "n'" } else { "ne " };
                    write!(f, "{not}{verb} pas encore {language}, {asked} est demandé")
                }
            };
        }
        let known = self.known;
        match lang {
            Lang::Nl => write!(f, "{verb} {language} op niveau {known}, gevraagd is {asked}"),
            Lang::En => write!(f, "can {verb} {language} at level {known}, {asked} is asked"),
            Lang::Fr => write!(f, "{verb} {language} au niveau {known}, {asked} est demandé"),
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        let mut remedies = Vec::new();
        if self.support_would_do {
            let coach = Remedy::new(Change::LanguageSupport(self.offer));
            remedies.push(coach.by_support(facts, SupportKind::Coach));
        }
        if self.is_the_only {
            let costs = &facts.region.pack.remedies;
            let course = Remedy::new(Change::Speaks(self.jobseeker, self.language, self.enough))
                .taking(self.steps.saturating_mul(costs.weeks_per_language_level))
                .costing(u32::from(self.steps).saturating_mul(costs.cents_per_language_level));
            remedies.push(course);
        }
        remedies
    }
}
