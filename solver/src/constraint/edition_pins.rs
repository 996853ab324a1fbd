//! Edition pins: a planner decided that an edition (by programme, venue, first day or instructor) must or must not be
//! held, or that a person must or must not take part in it.

use std::fmt;

use super::{About, Claims, Constraint, ConstraintId, Effect, Finding, FloorKind, Measured, Opening, PoolList};
use super::{ReasonCode, Remedy};
use crate::domain::{Edition, EditionIdx, EditionPin, Facts, JobseekerIdx, Offer, Region};
use crate::names::date;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct EditionPinsRule;

/// What a planner decided against.
pub(super) enum DecidedAgainst {
    /// Holding it.
    Held,
    /// That this person takes part.
    TakingPart,
}

/// The pins about this person or, with `None`, about what is held, where the plan is about their programme. Logarithmic
/// in pins, which are sorted.
fn pins_of(region: &Region, jobseeker: Option<JobseekerIdx>) -> impl Iterator<Item = (u32, &EditionPin)> {
    let first = region.edition_pins.partition_point(|pin| pin.jobseeker < jobseeker);
    let of_person = region.edition_pins[first..].iter().take_while(move |pin| pin.jobseeker == jobseeker);
    (first as u32..).zip(of_person).filter(|(_, pin)| speaks_of_plan(region, pin))
}

/// Whether a pin speaks of what the plan is about.
fn speaks_of_plan(region: &Region, pin: &EditionPin) -> bool {
    region.plans_programmes() && pin.programme.is_none_or(|programme| region.is_planned(programme))
}

/// Whether a person who takes `offer` takes part in what the pin is about. Meeting a buddy does not count.
fn is_part_in(pin: &EditionPin, offer: &Offer) -> bool {
    offer.programme.is_some() && pin.is_about(offer, None)
}

impl Constraint for EditionPinsRule {
    const ABOUT: About = About {
        id: ConstraintId("planner_decisions"),
        place: 94,
        caption: Words { nl: "beslissing van de planner", en: "planner's decision", fr: "décision du planificateur" },
        depends_on_choice: false,
        is_decision: true,
        codes: &[
            ReasonCode { code: "NOT_TO_BE_HELD", words: NOT_HELD, remedies: &[] },
            ReasonCode { code: "NOT_TO_TAKE_PART", words: NOT_TAKING_PART, remedies: &[] },
        ],
        ..About::DEFAULT
    };
    type Finding = DecidedAgainst;

    fn judge(&self, way: &Way<'_>) -> Option<DecidedAgainst> {
        let region = way.facts.region;
        let offer = &region.offers[way.offer_idx.at()];
        let against = |(_, pin): (u32, &EditionPin)| !pin.require && is_part_in(pin, offer);
        pins_of(region, Some(way.jobseeker_idx)).any(against).then_some(DecidedAgainst::TakingPart)
    }

    fn judge_opening(&self, opening: &Opening<'_>) -> Option<DecidedAgainst> {
        let region = opening.facts.region;
        let offer = &region.offers[opening.offer.at()];
        let against = pins_of(region, None).any(|(_, pin)| !pin.require && pin.is_about(offer, opening.instructor));
        against.then_some(DecidedAgainst::Held)
    }

    fn pools(&self, facts: Facts<'_>, pools: &mut PoolList) {
        for (idx, pin) in (0..).zip(&facts.region.edition_pins) {
            if pin.require && speaks_of_plan(facts.region, pin) {
                pools.floor(idx, 0, 1, FloorKind::Hard);
            }
        }
    }

    fn draws(&self, way: &Way<'_>, claims: &mut Claims) {
        let region = way.facts.region;
        let offer = &region.offers[way.offer_idx.at()];
        let pins = pins_of(region, Some(way.jobseeker_idx));
        pins.filter(|(_, pin)| pin.require && is_part_in(pin, offer)).for_each(|(idx, _)| claims.draw(idx, 0, 1));
    }

    fn opens(&self, facts: Facts<'_>, edition: EditionIdx, claims: &mut Claims) {
        let region = facts.region;
        let edition = &region.editions[edition.at()];
        let offer = &region.offers[edition.offer.at()];
        let instructor = Some(edition.instructor());
        for (idx, _) in pins_of(region, None).filter(|(_, pin)| pin.require && pin.is_about(offer, instructor)) {
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
        let (region, pin) = (facts.region, &facts.region.edition_pins[subject as usize]);
        if let Some(jobseeker) = pin.jobseeker {
            write_taking_part(&region.jobseekers[jobseeker.at()].id, missing.is_some(), lang, f)?;
            return write_pin(facts, pin, lang, f);
        }
        f.write_str(match (lang, missing) {
            (Lang::Nl, None) => "Beslissing: dit gaat door: ",
            (Lang::En, None) => "Decision: this is held: ",
            (Lang::Fr, None) => "Décision : ceci a lieu : ",
            (Lang::Nl, Some(_)) => "Deze beslissing is niet gevolgd: dit gaat door: ",
            (Lang::En, Some(_)) => "This decision is not followed: this is held: ",
            (Lang::Fr, Some(_)) => "Cette décision n'est pas suivie : ceci a lieu : ",
        })?;
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

/// Writes that a person takes part; the caller adds in what. `is_missing` where the decision is not followed.
fn write_taking_part(id: &str, is_missing: bool, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (lang, is_missing) {
        (Lang::Nl, false) => write!(f, "Beslissing: {id} neemt deel: "),
        (Lang::En, false) => write!(f, "Decision: {id} takes part: "),
        (Lang::Fr, false) => write!(f, "Décision : {id} participe : "),
        (Lang::Nl, true) => write!(f, "Deze beslissing is niet gevolgd: {id} neemt deel: "),
        (Lang::En, true) => write!(f, "This decision is not followed: {id} takes part: "),
        (Lang::Fr, true) => write!(f, "Cette décision n'est pas suivie : {id} participe : "),
    }
}

/// Writes what a pin is about: the names of everything it specifies.
fn write_pin(facts: Facts<'_>, pin: &EditionPin, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let region = facts.region;
    let names = [
        pin.programme.map(|idx| region.programmes[idx.at()].name.clone()),
        pin.venue.map(|idx| region.venues[idx.at()].name.clone()),
        pin.start.map(|day| date(day, lang).to_string()),
        pin.instructor.map(|idx| region.resources[idx.at()].name.clone()),
    ];
    let names = names.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if !names.is_empty() {
        return f.write_str(&names);
    }
    f.write_str(match lang {
        Lang::Nl => "waar dan ook",
        Lang::En => "anywhere",
        Lang::Fr => "n'importe où",
    })
}

const NOT_HELD: Words = Words {
    nl: "de planner besliste om dit niet te laten doorgaan",
    en: "the planner decided that it is not held",
    fr: "le planificateur a décidé que cela n'a pas lieu",
};

const NOT_TAKING_PART: Words = Words {
    nl: "de planner besliste dat deze persoon hieraan niet deelneemt",
    en: "the planner decided that this person does not take part in it",
    fr: "le planificateur a décidé que cette personne n'y participe pas",
};

impl Finding for DecidedAgainst {
    fn code(&self) -> &'static str {
        match self {
            Self::Held => "NOT_TO_BE_HELD",
            Self::TakingPart => "NOT_TO_TAKE_PART",
        }
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        None
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Held => NOT_HELD.in_lang(lang),
            Self::TakingPart => NOT_TAKING_PART.in_lang(lang),
        })
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
