//! Promised jobs: an exclusive training takes no more people in all than its employer promises to hire.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolList};
use crate::domain::{Facts, Intake, Programme};
use crate::names::{Noun, counted};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct PromisedJobsRule;

impl Constraint for PromisedJobsRule {
    const ABOUT: About = About {
        id: ConstraintId("promised_jobs"),
        place: 101,
        caption: Words { nl: "beloofde banen", en: "promised jobs", fr: "emplois promis" },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for (idx, programme) in (0..).zip(&facts.region.programmes) {
            if let Some(jobs) = promised(programme) {
                pools.capacity(idx, 0, jobs.into());
            }
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        let Some(idx) = way.offer().programme else { return };
        if promised(&way.facts.region.programmes[idx.at()]).is_some() {
            claims.draw(idx.0, 0, 1);
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.programmes[subject as usize].id.clone()
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let programme = &facts.region.programmes[subject as usize];
        let employer = programme.employer.as_deref().unwrap_or_default();
        let jobs = counted(Noun::Jobs, promised(programme).unwrap_or(0), lang);
        match lang {
            Lang::Nl => write!(f, "{employer} belooft {jobs}, en zoveel mensen nemen al deel"),
            Lang::En => write!(f, "{employer} promises {jobs}, and as many people take part already"),
            Lang::Fr => write!(f, "{employer} promet {jobs}, et autant de personnes participent déjà"),
        }
    }
}

/// Jobs that the employer of an exclusive training promises.
fn promised(programme: &Programme) -> Option<u16> {
    programme.jobs_promised.filter(|_| programme.intake == Intake::Exclusive)
}
