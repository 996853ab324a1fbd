//! Runs: of one programme so many editions are held at most.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Nothing, PoolList};
use crate::domain::{EditionIdx, Facts, ProgrammeIdx};
use crate::names::{Noun, noun};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct RunsRule;

impl Constraint for RunsRule {
    const ABOUT: About = About {
        id: ConstraintId("runs"),
        place: 93,
        caption: Words { nl: "aantal keren", en: "number of runs", fr: "nombre de fois" },
        depends_on_choice: false,
        codes: &[],
        ..About::DEFAULT
    };
    type Finding = Nothing;

    fn judge(&self, _way: &Way<'_>) -> Option<Nothing> {
        None
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for (idx, programme) in facts.region.programmes.iter().enumerate() {
            if let Some(most) = programme.editions_max {
                pools.capacity(idx as u32, 0, most);
            }
        }
    }

    fn opens(&self, facts: Facts<'_>, edition: EditionIdx, claims: &mut Claims) {
        let region = facts.region;
        let programme = region.offers[region.editions[edition.at()].offer.at()].programme;
        let limited = |idx: &ProgrammeIdx| region.programmes[idx.at()].editions_max.is_some();
        if let Some(idx) = programme.filter(limited) {
            claims.draw(idx.0, 0, 1);
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, _part: u32) -> String {
        facts.region.programmes[subject as usize].id.clone()
    }

    fn write_full(&self, facts: Facts<'_>, subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let programme = &facts.region.programmes[subject as usize];
        let (name, most) = (&programme.name, programme.editions_max.unwrap_or(0));
        let times = noun(Noun::Times, most.into(), lang);
        match lang {
            Lang::Nl => write!(f, "{name} gaat al {most} keer door, en dat is het meeste"),
            Lang::En => write!(f, "{name} is held {most} {times} already, which is the most"),
            Lang::Fr => write!(f, "{name} a déjà lieu {most} fois, le maximum"),
        }
    }
}
