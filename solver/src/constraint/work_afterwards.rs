//! Work afterwards: a training that leads to work takes no more people than find work within reach when it ends.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Effect, Finding, Measured, PoolList, ReasonCode, Remedy};
use crate::domain::{Column, Facts, Outflow, ProgrammeIdx};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct WorkAfterwardsRule;

/// There is no vacancy that the person could start in after the programme.
pub(super) struct NoWorkAfterwards {
    programme: ProgrammeIdx,
}

/// Of a vacancy: its openings.
const OPENINGS: u32 = 0;

/// Of a person: a place in a programme, which needs work afterwards.
fn place_in(programme: ProgrammeIdx) -> u32 {
    1 + programme.0
}

impl Constraint for WorkAfterwardsRule {
    const ABOUT: About = About {
        id: ConstraintId("work_afterwards"),
        place: 47,
        caption: Words { nl: "werk na de opleiding", en: "work afterwards", fr: "travail après la formation" },
        depends_on_choice: false,
        codes: &[ReasonCode {
            code: "NO_WORK_AFTERWARDS",
            words: Words {
                nl: "na de opleiding is er binnen bereik geen vacature",
                en: "there is no vacancy within reach after the training",
                fr: "après la formation, aucune offre n'est à portée",
            },
            remedies: &[],
        }],
        ..About::DEFAULT
    };
    type Finding = NoWorkAfterwards;

    fn judge(&self, way: &Way<'_>) -> Option<NoWorkAfterwards> {
        let region = way.facts.region;
        let programme = region.leads_to_work(way.offer_idx)?;
        region.outflows_of(way.jobseeker_idx, programme).is_empty().then_some(NoWorkAfterwards { programme })
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        let region = facts.region;
        let same = |a: &Outflow, b: &Outflow| (a.jobseeker, a.programme) == (b.jobseeker, b.programme);
        for of_person in region.outflows.chunk_by(same) {
            pools.capacity(of_person[0].jobseeker.0, place_in(of_person[0].programme), 0);
        }
        for (at, work) in (0..).zip(&region.work_afterwards) {
            pools.capacity(at, OPENINGS, work.openings);
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        if let Some(programme) = way.facts.region.leads_to_work(way.offer_idx) {
            claims.draw(way.jobseeker_idx.0, place_in(programme), 1);
        }
    }

    fn takes(&self, facts: Facts<'_>, column: Column, claims: &mut Claims) {
        if let Column::Outflow(at) = column {
            let outflow = &facts.region.outflows[at as usize];
            claims.draw(outflow.jobseeker.0, place_in(outflow.programme), -1);
            claims.draw(outflow.work as u32, OPENINGS, 1);
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        let region = facts.region;
        match part.checked_sub(1) {
            None => format!("openings/{}", region.work_afterwards[subject as usize].id),
            Some(programme) => {
                let programme = &region.programmes[programme as usize].id;
                format!("place/{}/{programme}", region.jobseekers[subject as usize].id)
            }
        }
    }

    fn write_full(&self, _facts: Facts<'_>, _subject: u32, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "anderen nemen het werk in dat er daarna voor deze persoon zou zijn",
            Lang::En => "others take the work that there would be for this person afterwards",
            Lang::Fr => "d'autres prennent le travail qu'il y aurait ensuite pour cette personne",
        })
    }
}

impl Finding for NoWorkAfterwards {
    fn code(&self) -> &'static str {
        "NO_WORK_AFTERWARDS"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        None
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &facts.region.programmes[self.programme.at()].name;
        match lang {
            Lang::Nl => write!(f, "vindt na {name} binnen bereik geen vacature"),
            Lang::En => write!(f, "finds no vacancy within reach after {name}"),
            Lang::Fr => write!(f, "ne trouve aucune offre à portée après {name}"),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
