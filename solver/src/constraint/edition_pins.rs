//! Decisions of a planner about what is held: this programme, here, from this day, led by this person, must be or must not.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Effect, Finding, FloorKind, Measured, Opening, PoolList};
use super::{ReasonCode, Remedy};
use crate::domain::{Edition, EditionIdx, EditionPin, Facts, Region};
use crate::names::date;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct EditionPinsRule;

/// A planner decided against holding it.
pub(super) struct NotToBeHeld;

/// The pins that speak of what the plan is about.
fn pins_of(region: &Region) -> impl Iterator<Item = (u32, &EditionPin)> {
    let is_about = |(_, pin): &(u32, &EditionPin)| {
        region.plans_programmes() && pin.programme.is_none_or(|programme| region.is_planned(programme))
    };
    (0..).zip(&region.edition_pins).filter(is_about)
}

impl Constraint for EditionPinsRule {
    const ABOUT: About = About {
        id: ConstraintId("planner_decisions"),
        place: 94,
        caption: Words { nl: "beslissing van de planner", en: "planner's decision", fr: "décision du planificateur" },
        depends_on_choice: false,
        is_decision: true,
        codes: &[ReasonCode {
            code: "NOT_TO_BE_HELD",
            words: Words {
                nl: "de planner besliste om dit niet te laten doorgaan",
                en: "the planner decided that it is not held",
                fr: "le planificateur a décidé que cela n'a pas lieu",
            },
            remedies: &[],
        }],
        ..About::DEFAULT
    };
    type Finding = NotToBeHeld;

    fn judge(&self, _way: &Way<'_>) -> Option<NotToBeHeld> {
        None
    }

    fn judge_opening(&self, opening: &Opening<'_>) -> Option<NotToBeHeld> {
        let region = opening.facts.region;
        let offer = &region.offers[opening.offer.at()];
        let against = pins_of(region).any(|(_, pin)| !pin.require && pin.is_about(offer, opening.instructor));
        against.then_some(NotToBeHeld)
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for (idx, _) in pins_of(facts.region).filter(|(_, pin)| pin.require) {
            pools.floor(idx, 0, 1, FloorKind::Hard);
        }
    }

    fn opens(&self, facts: Facts<'_>, edition: EditionIdx, claims: &mut Claims) {
        let region = facts.region;
        let edition = &region.editions[edition.at()];
        let offer = &region.offers[edition.offer.at()];
        let instructor = Some(edition.instructor());
        for (idx, _) in pins_of(region).filter(|(_, pin)| pin.require && pin.is_about(offer, instructor)) {
            claims.draw(idx, 0, 1);
        }
    }

    fn pool_name(&self, _facts: Facts<'_>, subject: u32, _part: u32) -> String {
        subject.to_string()
    }

    fn write_demand(
        &self,
        facts: Facts<'_>,
        subject: u32,
        missing: Option<i64>,
        lang: Lang,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        f.write_str(match (lang, missing) {
            (Lang::Nl, None) => "Beslissing: dit gaat door: ",
            (Lang::En, None) => "Decision: this is held: ",
            (Lang::Fr, None) => "Décision : ceci a lieu : ",
            (Lang::Nl, Some(_)) => "Deze beslissing is niet gevolgd: dit gaat door: ",
            (Lang::En, Some(_)) => "This decision is not followed: this is held: ",
            (Lang::Fr, Some(_)) => "Cette décision n'est pas suivie : ceci a lieu : ",
        })?;
        let (region, pin) = (facts.region, &facts.region.edition_pins[subject as usize]);
        write_pin(facts, pin, lang, f)?;
        let is_about = |edition: &Edition| pin.is_about(&region.offers[edition.offer.at()], Some(edition.instructor()));
        if region.editions.iter().any(is_about) {
            return Ok(());
        }
        f.write_str(match lang {
            Lang::Nl => "; dat kan nergens doorgaan",
            Lang::En => "; it cannot be held anywhere",
            Lang::Fr => " ; cela ne peut avoir lieu nulle part",
        })
    }
}

/// What a pin is about: the names of all it names.
fn write_pin(facts: Facts<'_>, pin: &EditionPin, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let region = facts.region;
    let names = [
        pin.programme.map(|idx| region.programmes[idx.at()].name.clone()),
        pin.venue.map(|idx| region.venues[idx.at()].name.clone()),
        pin.start.map(|day| date(day, lang).to_string()),
        pin.instructor.map(|idx| region.resources[idx.at()].name.clone()),
    ];
    f.write_str(&names.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

impl Finding for NotToBeHeld {
    fn code(&self) -> &'static str {
        "NOT_TO_BE_HELD"
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        None
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match lang {
            Lang::Nl => "de planner besliste om dit niet te laten doorgaan",
            Lang::En => "the planner decided that it is not held",
            Lang::Fr => "le planificateur a décidé que cela n'a pas lieu",
        })
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
