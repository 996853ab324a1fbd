//! Invitations: a person who said no to a fair is not asked again, and nobody is invited too late to answer.

use std::fmt;

use super::{About, Constraint, ConstraintId, Effect, Finding, Measured, ReasonCode, Remedy};
use crate::domain::{Answer, Facts};
use crate::names::{Noun, counted};
use crate::text::{Lang, Words};
use crate::way::Way;

pub(super) struct InvitationsRule;

/// Why somebody is not invited any more.
pub(super) enum NotInvited {
    /// They said no.
    SaidNo,
    /// Their channel needs so many days, and fewer are left.
    TooLate { needs: u32, left: u32 },
    /// They were invited for another table.
    Elsewhere,
}

impl Constraint for InvitationsRule {
    const ABOUT: About = About {
        id: ConstraintId("invitations"),
        place: 46,
        caption: Words { nl: "zei nee of te laat", en: "said no or too late", fr: "a dit non ou trop tard" },
        depends_on_choice: false,
        codes: &[
            ReasonCode {
                code: "SAID_NO",
                words: Words {
                    nl: "komt niet: zei al nee",
                    en: "does not come: said no",
                    fr: "ne vient pas : a dit non",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "TOO_LATE_TO_INVITE",
                words: Words {
                    nl: "te laat om nog uit te nodigen",
                    en: "too late to invite",
                    fr: "trop tard pour inviter",
                },
                remedies: &[],
            },
            ReasonCode {
                code: "INVITED_ELSEWHERE",
                words: Words {
                    nl: "al uitgenodigd voor een andere tafel",
                    en: "invited for another table already",
                    fr: "déjà invité à une autre table",
                },
                remedies: &[],
            },
        ],
        ..About::DEFAULT
    };
    type Finding = NotInvited;

    fn judge(&self, way: &Way<'_>) -> Option<NotInvited> {
        let (fair, table) = way.facts.region.stall_of(way.offer_idx)?;
        let Some(invitation) = fair.invitation_to(way.jobseeker_idx) else {
            let needs = fair.channel_of(way.jobseeker_idx).lead_time_days;
            let left = fair.days_left.filter(|_| fair.is_closed_to(way.jobseeker_idx))?;
            return Some(NotInvited::TooLate { needs, left });
        };
        match invitation.answer {
            Answer::No => Some(NotInvited::SaidNo),
            _ if fair.tables[invitation.table].id != table.id => Some(NotInvited::Elsewhere),
            _ => None,
        }
    }
}

impl Finding for NotInvited {
    fn code(&self) -> &'static str {
        match self {
            Self::SaidNo => "SAID_NO",
            Self::TooLate { .. } => "TOO_LATE_TO_INVITE",
            Self::Elsewhere => "INVITED_ELSEWHERE",
        }
    }

    fn effect(&self) -> Effect {
        Effect::Blocks
    }

    fn measured(&self) -> Option<Measured> {
        None
    }

    fn write(&self, _facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (lang, self) {
            (Lang::Nl, Self::SaidNo) => f.write_str("zei al nee"),
            (Lang::En, Self::SaidNo) => f.write_str("said no"),
            (Lang::Fr, Self::SaidNo) => f.write_str("a dit non"),
            (Lang::Nl, Self::TooLate { needs, left }) => {
                write!(f, "wordt {} vooraf uitgenodigd, en de beurs is over {left}", counted(Noun::Days, *needs, lang))
            }
            (Lang::En, Self::TooLate { needs, left }) => {
                write!(f, "is invited {} before, and the fair is in {left}", counted(Noun::Days, *needs, lang))
            }
            (Lang::Fr, Self::TooLate { needs, left }) => {
                write!(f, "est invité {} avant, et le salon est dans {left}", counted(Noun::Days, *needs, lang))
            }
            (Lang::Nl, Self::Elsewhere) => f.write_str("is al uitgenodigd voor een andere tafel"),
            (Lang::En, Self::Elsewhere) => f.write_str("is invited for another table already"),
            (Lang::Fr, Self::Elsewhere) => f.write_str("est déjà invité à une autre table"),
        }
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        Vec::new()
    }
}
