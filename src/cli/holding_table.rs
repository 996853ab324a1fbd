//! What a planner reads below something that is held: the chance that the group holds, how long the list should be, and
//! who waits.

use std::io::{self, Write};

use schakel_solver::domain::Facts;
use schakel_solver::plan::Holding;
use schakel_solver::text::{Lang, Words};

use super::fair_table::{number, percent};

/// Most people of a waiting list who are named.
const NAMED: usize = 5;

/// Prints three lines.
pub(super) fn write(out: &mut impl Write, facts: Facts<'_>, holding: &Holding, lang: Lang) -> io::Result<()> {
    let edition = &facts.region.editions[holding.edition.at()];
    let (seated, least) = (holding.seated, edition.least);
    let holds = percent(holding.holds.get(), lang);
    let (starters, passers) = (number(holding.group.starters.mean(), lang), number(holding.group.passers.mean(), lang));
    let (from, to) = (holding.passers.start(), holding.passers.end());
    match lang {
        Lang::Nl => writeln!(
            out,
            "    {seated} op de lijst: kans {holds} dat er minstens {least} starten; verwacht {starters} starters, {passers} \
             geslaagden ({from} tot {to}, 90 %)."
        )?,
        Lang::En => writeln!(
            out,
            "    {seated} on the list: {holds} chance that at least {least} start; expect {starters} to start, {passers} to \
             pass ({from} to {to}, 90 %)."
        )?,
        Lang::Fr => writeln!(
            out,
            "    {seated} sur la liste : {holds} de chances qu'au moins {least} commencent ; attendez-vous à {starters} \
             participants et {passers} réussites ({from} à {to}, 90 %)."
        )?,
    }
    write_to_offer(out, holding, edition.places, lang)?;
    write_waiting(out, facts, holding, lang)
}

/// How long the list should be, and what that costs.
fn write_to_offer(out: &mut impl Write, holding: &Holding, places: u32, lang: Lang) -> io::Result<()> {
    let Some(listed) = holding.to_offer else {
        let words = Words {
            nl: "Met deze ervaring is geen lijst lang genoeg voor 90 %.",
            en: "With this experience no list is long enough for 90 %.",
            fr: "Avec cette expérience, aucune liste n'est assez longue pour 90 %.",
        };
        return writeln!(out, "    {}", words.in_lang(lang));
    };
    let (seats, more) = (listed.seats, percent(listed.overfills.get(), lang));
    match lang {
        Lang::Nl => writeln!(
            out,
            "    Voor 90 %: {seats} op de lijst; dan is er {more} kans op meer starters dan er plaatsen zijn ({places})."
        ),
        Lang::En => writeln!(
            out,
            "    For 90 %: {seats} on the list; there is then a {more} chance that more start than there are places ({places})."
        ),
        Lang::Fr => writeln!(
            out,
            "    Pour 90 % : {seats} sur la liste ; il y a alors {more} de chances que plus commencent qu'il n'y a de places \
             ({places})."
        ),
    }
}

/// Who has no seat anywhere and could come.
fn write_waiting(out: &mut impl Write, facts: Facts<'_>, holding: &Holding, lang: Lang) -> io::Result<()> {
    let caption = Words { nl: "Wachtlijst", en: "Waiting list", fr: "Liste d'attente" }.in_lang(lang);
    let colon = if lang == Lang::Fr { " :" } else { ":" };
    let waiting = holding.waiting.len();
    if waiting == 0 {
        let nobody = Words { nl: "niemand", en: "nobody", fr: "personne" };
        return writeln!(out, "    {caption}{colon} {}", nobody.in_lang(lang));
    }
    let name = |idx: &schakel_solver::domain::JobseekerIdx| facts.region.jobseekers[idx.at()].id.as_str();
    let named: Vec<&str> = holding.waiting.iter().take(NAMED).map(name).collect();
    let rest = if waiting > NAMED { ", .." } else { "" };
    writeln!(out, "    {caption} ({waiting}){colon} {}{rest}", named.join(", "))
}
