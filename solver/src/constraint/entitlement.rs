//! Entitlement: the employment form exists on the first day, its hours fit its cap, and the person has the right to it.

use std::fmt;

use chrono::NaiveDate;

use super::{ALL, About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy, Unit};
use crate::domain::{
    Change, Contract, EmploymentForm, EntitlementIdx, Facts, FormIdx, JobseekerIdx, OfferIdx, PolicyPack,
};
use crate::names::hours_a_week;
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct EntitlementRule;

/// What stands in the way of this employment form.
pub(super) enum FormRefused {
    /// The decree does not know the form on the first day.
    NotInForce { form: FormIdx, has_ended: bool },
    /// The contract has more hours a week than the form allows.
    TooManyHours { form: FormIdx, hours: u16, hours_max: u16 },
    /// The person has no recognised right to it on the first day.
    NoRight { form: FormIdx, jobseeker: JobseekerIdx, right: EntitlementIdx },
}

impl Constraint for EntitlementRule {
    const ABOUT: About = About {
        id: ConstraintId("entitlement"),
        place: 5,
        caption: Words { nl: "tewerkstellingsvorm", en: "employment form", fr: "forme d'emploi" },
        reads: &["entitlements"],
        is_locked: true,
        depends_on_choice: false,
        codes: &[
            ReasonCode {
                code: "FORM_NOT_IN_FORCE",
                words: Words {
                    nl: "de tewerkstellingsvorm bestaat niet op de eerste werkdag",
                    en: "the employment form does not exist on the first day",
                    fr: "la forme d'emploi n'existe pas le premier jour",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "FORM_HOURS_TOO_MANY",
                words: Words {
                    nl: "het werk heeft meer uren dan de tewerkstellingsvorm toelaat",
                    en: "the work has more hours than the employment form allows",
                    fr: "le travail compte plus d'heures que la forme d'emploi ne permet",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "RIGHT_MISSING",
                words: Words {
                    nl: "heeft geen erkend recht op deze tewerkstellingsvorm",
                    en: "has no recognised right to this employment form",
                    fr: "n'a pas de droit reconnu à cette forme d'emploi",
                },
                remedies: &["entitled"],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = FormRefused;

    fn judge(&self, way: &Way<'_>) -> Option<FormRefused> {
        let Contract { form, hours_per_week, .. } = *way.contract()?;
        refused_to_everyone(way.pack(), form, way.start(), hours_per_week).or_else(|| refused_to_one(way, form))
    }
}

/// What keeps a job that starts on `start` with `hours` a week out of a form, whoever takes it.
fn refused_to_everyone(pack: &PolicyPack, idx: FormIdx, start: NaiveDate, hours: u16) -> Option<FormRefused> {
    let form = &pack.forms[idx.at()];
    if start < form.valid_from || form.valid_to.is_some_and(|end| end < start) {
        return Some(FormRefused::NotInForce { form: idx, has_ended: start >= form.valid_from });
    }
    let hours_max = form.hours_per_week_max.filter(|&most| hours > most)?;
    Some(FormRefused::TooManyHours { form: idx, hours, hours_max })
}

/// That the person has no right to a form on the first day of the offer.
fn refused_to_one(way: &Way<'_>, form: FormIdx) -> Option<FormRefused> {
    let right = way.pack().forms[form.at()].entitlement.filter(|&right| !way.is_entitled(right, way.start()))?;
    Some(FormRefused::NoRight { form, jobseeker: way.jobseeker_idx, right })
}

/// The forms of the pack under which the job of `offer` could be held as it is, whoever takes it: in force on its first
/// day, and its hours within their cap. None where the offer is no job.
pub(crate) fn forms_that_fit(facts: Facts<'_>, offer: OfferIdx) -> Vec<FormIdx> {
    let pack = &facts.region.pack;
    let Some(contract) = facts.region.offers[offer.at()].contract else { return Vec::new() };
    let forms = (0..pack.forms.len()).map(FormIdx::from_usize);
    let fits = |form: &FormIdx| refused_to_everyone(pack, *form, facts.start(offer), contract.hours_per_week).is_none();
    forms.filter(fits).collect()
}

/// Whether the person has the right to `form` on the first day of the offer, or it asks for none.
pub(crate) fn has_right_to(way: &Way<'_>, form: FormIdx) -> bool {
    refused_to_one(way, form).is_none()
}

/// The position in [`ALL`] of the rule about forms.
pub(crate) fn rule_about_forms() -> usize {
    ALL.iter().position(|rule| rule.id() == EntitlementRule::ABOUT.id).unwrap_or(ALL.len())
}

impl FormRefused {
    /// The form in question.
    fn form<'a>(&self, facts: Facts<'a>) -> &'a EmploymentForm {
        let (Self::NotInForce { form, .. } | Self::TooManyHours { form, .. } | Self::NoRight { form, .. }) = self;
        &facts.region.pack.forms[form.at()]
    }
}

impl Finding for FormRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::NotInForce { .. } => "FORM_NOT_IN_FORCE",
            Self::TooManyHours { .. } => "FORM_HOURS_TOO_MANY",
            Self::NoRight { .. } => "RIGHT_MISSING",
        }
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        match *self {
            Self::TooManyHours { hours, hours_max, .. } => {
                Some(Measured { measured: hours.into(), limit: hours_max.into(), unit: Unit::HoursPerWeek })
            }
            Self::NotInForce { .. } | Self::NoRight { .. } => None,
        }
    }

    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = &self.form(facts).captions[lang as usize];
        match (self, lang) {
            (Self::NotInForce { has_ended: true, .. }, Lang::Nl) => {
                write!(f, "{form} bestaat niet meer op de eerste werkdag")
            }
            (Self::NotInForce { has_ended: true, .. }, Lang::En) => write!(f, "{form} has ended by the first day"),
            (Self::NotInForce { has_ended: true, .. }, Lang::Fr) => write!(f, "{form} n'existe plus le premier jour"),
            (Self::NotInForce { .. }, Lang::Nl) => write!(f, "{form} bestaat nog niet op de eerste werkdag"),
            (Self::NotInForce { .. }, Lang::En) => write!(f, "{form} does not exist yet on the first day"),
            (Self::NotInForce { .. }, Lang::Fr) => write!(f, "{form} n'existe pas encore le premier jour"),
            (Self::TooManyHours { hours_max, .. }, Lang::Nl) => {
                write!(f, "{form} mag hoogstens {}", hours_a_week(*hours_max, lang))
            }
            (Self::TooManyHours { hours_max, .. }, Lang::En) => {
                write!(f, "{form} may take at most {}", hours_a_week(*hours_max, lang))
            }
            (Self::TooManyHours { hours_max, .. }, Lang::Fr) => {
                write!(f, "{form} permet au plus {}", hours_a_week(*hours_max, lang))
            }
            (Self::NoRight { .. }, Lang::Nl) => write!(f, "heeft geen erkend recht op {form}"),
            (Self::NoRight { .. }, Lang::En) => write!(f, "has no recognised right to {form}"),
            (Self::NoRight { .. }, Lang::Fr) => write!(f, "n'a pas de droit reconnu : {form}"),
        }
    }

    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy> {
        match *self {
            Self::NotInForce { .. } | Self::TooManyHours { .. } => Vec::new(),
            Self::NoRight { jobseeker, right, .. } => {
                let weeks = facts.region.pack.remedies.weeks_entitlement;
                vec![Remedy::new(Change::Entitled(jobseeker, right)).taking(weeks)]
            }
        }
    }
}
