//! A plan of interventions as a coordinator reads it: which support goes to whom, what it gives in people, what one
//! more would give.

use std::io::{self, Write};

use schakel_solver::domain::Facts;
use schakel_solver::explain::{offer_name, support_title};
use schakel_solver::names::{Noun, noun};
use schakel_solver::plan::{Interventions, Plan};
use schakel_solver::text::{Lang, Words};

/// Prints what supports give.
pub(super) fn write(
    out: &mut impl Write,
    facts: Facts<'_>,
    plan: &Plan,
    found: &Interventions,
    lang: Lang,
) -> io::Result<()> {
    let (people, without) = (found.people, found.without);
    let net = i64::from(people) - i64::from(without);
    let euros = found.cents.div_ceil(100);
    let noun = noun(Noun::People, people.into(), lang);
    let s = if euros == 1 || (euros == 0 && lang == Lang::Fr) { "" } else { "s" };
    writeln!(out)?;
    match lang {
        Lang::Nl => writeln!(
            out,
            "Met deze steun {} {people} {noun} een voorstel, zonder steun {without}: netto {net:+}. Dat kost {euros} euro.",
            if people == 1 { "krijgt" } else { "krijgen" }
        )?,
        Lang::En => writeln!(
            out,
            "With these supports {people} {noun} {} a proposal, without any {without}: net {net:+}. That costs {euros} euro{s}.",
            if people == 1 { "gets" } else { "get" }
        )?,
        Lang::Fr => writeln!(
            out,
            "Avec ces soutiens {people} {noun} {} une proposition, sans soutien {without} : net {net:+}. Cela coûte \
             {euros} euro{s}.",
            if people < 2 { "reçoit" } else { "reçoivent" }
        )?,
    }
    for of in &found.supports {
        let support = &facts.region.supports[of.support.at()];
        let (name, used, stock) = (support_title(support.kind, lang), of.people.len(), of.stock);
        let more = of.one_more.map_or(String::new(), |more| {
            let words = Words { nl: "één meer geeft", en: "one more gives", fr: "un de plus donne" };
            format!("; {} {more:+}", words.in_lang(lang))
        });
        match lang {
            Lang::Nl => writeln!(out, "  {name} ({}): {used} van {stock} ingezet{more}", support.id)?,
            Lang::En => writeln!(out, "  {name} ({}): {used} of {stock} used{more}", support.id)?,
            Lang::Fr => writeln!(out, "  {name} ({}) : {used} sur {stock} utilisés{more}", support.id)?,
        }
        for &person in &of.people {
            let id = &facts.region.jobseekers[person.at()].id;
            let offer = plan.assignment_of(person).map(|edge| offer_name(facts, edge.offer, lang));
            writeln!(out, "    {id}: {}", offer.unwrap_or_default())?;
        }
    }
    Ok(())
}
