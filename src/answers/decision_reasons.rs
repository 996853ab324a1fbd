//! Coded reasons: why people decide as they do, and why an offer was refused. Published with their words; no free text
//! about a person is ever taken.

use schakel_solver::text::Words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a reason may be given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum For {
    /// The proposal is accepted.
    Accept,
    /// Another vacancy is chosen.
    Change,
    /// The proposal is rejected.
    Reject,
    /// A pairing must be in the next plan.
    Require,
    /// A pairing must not be in the next plan.
    Forbid,
    /// The person refused an offer.
    Refused,
}

/// Declares reasons: code, what they are for, words in Dutch, English and French.
macro_rules! reasons {
    ($(#[$doc:meta])* $list:ident { $($name:ident $code:literal [$($for:ident)+] $nl:literal $en:literal $fr:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        pub enum $list {
            $(#[doc = $en] #[serde(rename = $code)] $name,)+
        }

        impl $list {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// What it may be given for.
            pub fn is_for(self) -> &'static [For] {
                match self { $(Self::$name => &[$(For::$for),+],)+ }
            }

            /// What people read.
            pub fn words(self) -> Words {
                match self { $(Self::$name => Words { nl: $nl, en: $en, fr: $fr },)+ }
            }
        }
    };
}

reasons! {
    /// Why a mediator decides so.
    DecisionReason {
        Fits "fits" [Accept Require]
            "Het voorstel past bij wat de persoon zoekt." "The proposal fits what the person looks for."
            "La proposition correspond à ce que la personne cherche.";
        ClientAgreed "client_agreed" [Accept Change Require]
            "De persoon gaat akkoord." "The person agrees." "La personne est d'accord.";
        ClientDeclined "client_declined" [Change Reject Forbid]
            "Op vraag van de persoon; dat heeft geen gevolg." "At the person's own wish; nothing follows from that."
            "À la demande de la personne ; cela est sans conséquence.";
        ClientObjected "client_objected" [Change Reject Forbid]
            "De persoon maakt bezwaar; dat heeft geen gevolg." "The person objects; nothing follows from that."
            "La personne fait objection ; cela est sans conséquence.";
        FactsCorrected "facts_corrected" [Change Reject Require Forbid]
            "De gegevens klopten niet en worden verbeterd." "The facts were wrong and are being corrected."
            "Les données étaient inexactes et sont en cours de correction.";
        OtherFitsBetter "other_fits_better" [Change Reject Forbid]
            "Iets anders past beter." "Something else fits better." "Autre chose convient mieux.";
        VacancyWithdrawn "vacancy_withdrawn" [Change Reject Forbid]
            "De vacature is er niet meer." "The vacancy is no longer there." "L'offre n'existe plus.";
        SupportFirst "support_first" [Reject Forbid]
            "Eerst komt ondersteuning of een opleiding." "Support or a training comes first."
            "Un soutien ou une formation vient d'abord.";
        AlreadyAgreed "already_agreed" [Require]
            "Dit was al afgesproken." "This was agreed before." "Ceci était déjà convenu.";
    }
}

reasons! {
    /// Why an offer was refused, as the person said; it has no effect on points and names no trait.
    RefusalReason {
        TooFar "too_far" [Refused] "Het is te ver." "It is too far." "C'est trop loin.";
        Hours "hours" [Refused] "De uren passen niet." "The hours do not suit." "Les horaires ne conviennent pas.";
        Childcare "childcare" [Refused] "Er is geen opvang." "There is no childcare." "Il n'y a pas d'accueil.";
        Work "work" [Refused] "Het werk past niet." "The work does not suit." "Le travail ne convient pas.";
        Conditions "conditions" [Refused]
            "De voorwaarden passen niet." "The conditions do not suit." "Les conditions ne conviennent pas.";
        OtherOffer "other_offer" [Refused]
            "Er was een ander aanbod." "There was another offer." "Il y avait une autre offre.";
        NotSaid "not_said" [Refused]
            "De persoon gaf geen reden." "The person gave no reason." "La personne n'a pas donné de raison.";
    }
}
