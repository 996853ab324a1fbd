//! What a plan of conversation groups says besides the groups themselves: who gets a language buddy, and which
//! municipality made which group possible.

use std::io::{self, Write};

use schakel_solver::domain::Facts;
use schakel_solver::explain::offer_name;
use schakel_solver::plan::{Plan, Pooling};
use schakel_solver::text::{Lang, Words};

/// Prints buddies and what pooling made possible.
pub(super) fn write(
    out: &mut impl Write,
    facts: Facts<'_>,
    plan: &Plan,
    pooling: &[Pooling],
    lang: Lang,
) -> io::Result<()> {
    let region = facts.region;
    let with_buddy: Vec<_> =
        plan.assignments.iter().filter(|edge| region.offers[edge.offer.at()].buddy.is_some()).collect();
    let heading = Words { nl: "Met een taalbuddy", en: "With a language buddy", fr: "Avec un parrain linguistique" };
    writeln!(out, "\n{}: {}", heading.in_lang(lang), with_buddy.len())?;
    for edge in with_buddy {
        let id = &region.jobseekers[edge.jobseeker.at()].id;
        writeln!(out, "  {id}: {}", offer_name(facts, edge.offer, lang))?;
    }
    let heading = Words {
        nl: "Wat samenwerking tussen gemeenten mogelijk maakt (opnieuw berekend zonder hun mensen)",
        en: "What pooling over municipalities makes possible (solved again without their people)",
        fr: "Ce que permet la mise en commun entre communes (recalculé sans leurs habitants)",
    };
    writeln!(out, "\n{}", heading.in_lang(lang))?;
    if pooling.is_empty() {
        let none = Words {
            nl: "elke groep kan ook zonder",
            en: "every group can do without",
            fr: "chaque groupe peut s'en passer",
        };
        return writeln!(out, "  {}", none.in_lang(lang));
    }
    for found in pooling {
        let name = &region.municipalities[found.municipality.at()].name;
        for &offer in &found.offers {
            let group = offer_name(facts, offer, lang);
            match lang {
                Lang::Nl => writeln!(out, "  Zonder {name} gaat {group} niet door.")?,
                Lang::En => writeln!(out, "  Without {name}, {group} is not held.")?,
                Lang::Fr => writeln!(out, "  Sans {name}, {group} n'a pas lieu.")?,
            }
        }
        let left_out = found.left_out;
        match lang {
            Lang::Nl => writeln!(out, "    Mensen van elders die dan nergens bij zijn: {left_out}.")?,
            Lang::En => writeln!(out, "    People from elsewhere who are then in nothing: {left_out}.")?,
            Lang::Fr => writeln!(out, "    Personnes d'ailleurs qui ne sont alors nulle part : {left_out}.")?,
        }
    }
    Ok(())
}
