//! Social clause: hours of work that a contract asks of people in teams before a day; each missing hour counts on the
//! level of the floors.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, FloorKind, Nothing, PoolList};
use crate::domain::{Facts, ProgrammeIdx, Region};
use crate::names::{Noun, counted};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct SocialClauseRule;

impl Constraint for SocialClauseRule {
    const ABOUT: About = About {
        id: ConstraintId("owed_hours"),
        place: 99,
        caption: Words { nl: "sociale clausule", en: "social clause", fr: "clause sociale" },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for (at, programme) in (0..).zip(&facts.region.programmes) {
            let clause = programme.social_clause.filter(|_| facts.region.is_planned(ProgrammeIdx(at)));
            clause.into_iter().for_each(|clause| pools.floor(at, 0, clause.hours, FloorKind::Soft));
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        // Where the day has passed no hour counts, and nothing is drawn.
        if let Some((programme, hours)) = hours_before(way).filter(|&(_, hours)| hours > 0) {
            claims.draw(programme.0, 0, hours);
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.programmes[subject as usize].id.clone()
    }

    fn write_full(&self, _facts: Facts<'_>, _subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "de uren van de sociale clausule gaan voor",
            Lang::En => "the hours of the social clause come first",
            Lang::Fr => "les heures de la clause sociale passent d'abord",
        })
    }

    fn write_demand(
        &self,
        facts: Facts<'_>,
        subject: u32,
        missing: Option<i64>,
        lang: Lang,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        let name = name_of(facts.region, subject);
        let hours = facts.region.programmes[subject as usize].social_clause.map_or(0, |clause| clause.hours);
        let hours = counted(Noun::Hours, hours, lang);
        let missing = missing.map(|missing| counted(Noun::Hours, missing.unsigned_abs(), lang));
        match (lang, missing) {
            (Lang::Nl, None) => write!(f, "Sociale clausule van {name}: {hours}"),
            (Lang::En, None) => write!(f, "Social clause of {name}: {hours}"),
            (Lang::Fr, None) => write!(f, "Clause sociale de {name} : {hours}"),
            (Lang::Nl, Some(missing)) => write!(f, "Aan de sociale clausule van {name} ontbreken nog {missing}"),
            (Lang::En, Some(missing)) => write!(f, "{missing} still missing from the social clause of {name}"),
            (Lang::Fr, Some(missing)) => write!(f, "Il manque encore {missing} à la clause sociale de {name}"),
        }
    }
}

fn name_of(region: &Region, programme: u32) -> &str {
    &region.programmes[programme as usize].name
}

/// Hours that a person in this team works before the day of the clause.
fn hours_before(way: &Way<'_>) -> Option<(ProgrammeIdx, i32)> {
    let idx = way.offer().programme?;
    let programme = &way.facts.region.programmes[idx.at()];
    let (clause, work) = (programme.social_clause?, programme.work?);
    let weeks = (clause.by - way.offer().start).num_days().max(0) / 7;
    // At most two years of weeks, of a few dozen hours.
    Some((idx, weeks.min(i64::from(programme.weeks)) as i32 * i32::from(work.hours_per_week)))
}
