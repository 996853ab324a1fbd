//! Work afterwards: a training that leads on takes no more people than have a place in each step that follows.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Effect, Finding, Measured, PoolList, ReasonCode, Remedy};
use crate::domain::{Column, Facts, Outflow, ProgrammeIdx};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct WorkAfterwardsRule;

/// There is no vacancy that the person could start in after the programme, in one of the steps.
pub(super) struct NoWorkAfterwards {
    programme: ProgrammeIdx,
    step: u8,
}

/// Of a vacancy: its openings.
const OPENINGS: u32 = 0;

/// Most steps of a programme.
const STEPS_MAX: u32 = 4;

/// The part of a person's pool for places in a step after a programme: the step before it draws them, or a place in the
/// programme.
fn place_before(programme: ProgrammeIdx, step: u8) -> u32 {
    1 + programme.0 * STEPS_MAX + u32::from(step)
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
        let programme = region.leads_on(way.offer_idx)?;
        let leads_nowhere = |step: &u8| region.outflows_of(way.jobseeker_idx, programme, *step).is_empty();
        let step = (0..region.steps_of(programme)).find(leads_nowhere)?;
        Some(NoWorkAfterwards { programme, step })
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        let region = facts.region;
        let same = |a: &Outflow, b: &Outflow| (a.jobseeker, a.programme) == (b.jobseeker, b.programme);
        for of_person in region.outflows.chunk_by(same) {
            let Outflow { jobseeker, programme, .. } = of_person[0];
            (0..region.steps_of(programme)).for_each(|step| {
                pools.capacity(jobseeker.0, place_before(programme, step), 0);
            });
        }
        for (at, work) in (0..).zip(&region.work_afterwards) {
            pools.capacity(at, OPENINGS, work.openings);
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        if let Some(programme) = way.facts.region.leads_on(way.offer_idx) {
            claims.draw(way.jobseeker_idx.0, place_before(programme, 0), 1);
        }
    }

    fn takes(&self, facts: Facts<'_>, column: Column, claims: &mut Claims) {
        if let Column::Outflow(at) = column {
            let Outflow { jobseeker, programme, step, work } = facts.region.outflows[at as usize];
            claims.draw(jobseeker.0, place_before(programme, step), -1);
            claims.draw(work as u32, OPENINGS, 1);
            if step + 1 < facts.region.steps_of(programme) {
                claims.draw(jobseeker.0, place_before(programme, step + 1), 1);
            }
        }
    }

    fn pool_name(&self, facts: Facts<'_>, subject: u32, part: u32) -> String {
        let region = facts.region;
        match part.checked_sub(1) {
            None => format!("openings/{}", region.work_afterwards[subject as usize].id),
            Some(place) => {
                let programme = &region.programmes[(place / STEPS_MAX) as usize].id;
                let person = &region.jobseekers[subject as usize].id;
                match place % STEPS_MAX {
                    0 => format!("place/{person}/{programme}"),
                    step => format!("place/{person}/{programme}/{step}"),
                }
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
        if self.step > 0 {
            let before = self.step;
            return match lang {
                Lang::Nl => write!(f, "vindt na {name} en stap {before} binnen bereik geen vacature voor wat volgt"),
                Lang::En => write!(f, "finds no vacancy within reach for what follows {name} and step {before}"),
                Lang::Fr => write!(f, "ne trouve aucune offre à portée pour la suite de {name} et de l'étape {before}"),
            };
        }
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
