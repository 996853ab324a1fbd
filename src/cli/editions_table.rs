//! What is held, as a planner reads it: when, where, with whom and for how many; then what is not, and why.

use std::collections::BTreeMap;
use std::io::{self, Write};

use schakel_solver::domain::{
    Edition, EditionIdx, Equipment, Facts, Intake, JobseekerIdx, OfferIdx, Programme, ProgrammeKind, Role, Window, Work,
};
use schakel_solver::explain::{date_name, offer_name, weekday_name};
use schakel_solver::kind::sessions;
use schakel_solver::names::{Noun, counted};
use schakel_solver::plan::{Closing, Plan, Reason, closings, holdings, work_afterwards};
use schakel_solver::text::{Clock, Lang, Words};

use super::holding_table;

/// Prints what is held and what is not.
pub(super) fn write(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    if facts.region.offers.is_empty() {
        let words = Words {
            nl: "Er is niets om te plannen: geen programma van deze soort, of geen plaats waar het kan doorgaan.",
            en: "There is nothing to plan: no programme of this kind, or no venue where it could be held.",
            fr: "Il n'y a rien à planifier : aucun programme de ce type, ou aucun lieu où l'organiser.",
        };
        return writeln!(out, "\n{}", words.in_lang(lang));
    }
    write_held(out, facts, plan, lang)?;
    write_not_held(out, facts, plan, lang)
}

fn write_held(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    let region = facts.region;
    writeln!(out, "\n{}", Words { nl: "Wat doorgaat", en: "What is held", fr: "Ce qui a lieu" }.in_lang(lang))?;
    let work = work_afterwards(facts, plan);
    let (holdings, closings) = (holdings(facts, plan), closings(facts, plan));
    let mut held: Vec<_> = plan.opened.iter().map(|idx| &region.editions[idx.at()]).collect();
    held.sort_by_key(|edition| (region.offers[edition.offer.at()].start, &edition.id));
    let closing_of = |edition: &Edition| {
        let is_of = |idx: EditionIdx| region.editions[idx.at()].id == edition.id;
        closings.iter().find(|(idx, _)| is_of(*idx)).map(|(_, closing)| *closing)
    };
    for edition in held {
        let offer = &region.offers[edition.offer.at()];
        let days = sessions(region, edition.offer);
        let (first, last) = (days.first().map_or(offer.start, |s| s.0), days.last().map_or(offer.start, |s| s.0));
        let taken = plan.offers[edition.offer.at()].filled;
        let named = |role: Role| {
            let of_role = edition.resources.iter().map(|idx| &region.resources[idx.at()]);
            of_role
                .filter(|resource| resource.role == role)
                .map(|resource| resource.name.as_str())
                .collect::<Vec<_>>()
                .join("; ")
        };
        let (room, leader) = (named(Role::Room), named(Role::Instructor));
        writeln!(out, "  {}", offer_name(facts, edition.offer, lang))?;
        writeln!(out, "    {first} - {last}, {}", hours(&offer.shifts, lang))?;
        writeln!(out, "    {room}; {leader}")?;
        let (least, places) = (edition.least, edition.places);
        let (seats, taken_seats) = (counted(Noun::Places, places, lang), counted(Noun::Places, taken, lang));
        match lang {
            Lang::Nl => {
                writeln!(out, "    {taken} van {seats} (minstens {least}): {}", homes(facts, plan, edition.offer))?
            }
            Lang::En => {
                writeln!(out, "    {taken} of {seats} (at least {least}): {}", homes(facts, plan, edition.offer))?
            }
            Lang::Fr => writeln!(
                out,
                "    {taken_seats} sur {places} (au moins {least}) : {}",
                homes(facts, plan, edition.offer)
            )?,
        }
        write_access(out, facts, plan, edition, lang)?;
        write_ends(out, facts, edition, closing_of(edition), lang)?;
        write_work(out, facts, plan, &work, edition.offer, lang)?;
        for holding in holdings.iter().filter(|holding| region.editions[holding.edition.at()].offer == edition.offer) {
            holding_table::write(out, facts, holding, lang)?;
        }
    }
    Ok(())
}

/// What helps people to take part: no steps, help with the language, childcare at these hours.
fn write_access(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, edition: &Edition, lang: Lang) -> io::Result<()> {
    let region = facts.region;
    let rooms = || edition.resources.iter().map(|idx| &region.resources[idx.at()]).filter(|it| it.role == Role::Room);
    let is_step_free = rooms().all(|room| room.equipment.has_all(Equipment::STEP_FREE));
    let with_children = plan.assignments.iter().filter(|edge| edge.offer == edition.offer);
    let with_children = with_children.filter(|edge| edge.way(facts).care().next().is_some()).count();
    let steps = if is_step_free {
        Words { nl: "met een rolstoel bereikbaar", en: "reached in a wheelchair", fr: "accessible en fauteuil roulant" }
    } else {
        Words {
            nl: "niet gekend als bereikbaar met een rolstoel",
            en: "not known to be reached in a wheelchair",
            fr: "accès en fauteuil roulant non connu",
        }
    };
    let help = if region.offers[edition.offer.at()].language_support {
        Words { nl: "met taalhulp", en: "with help with the language", fr: "avec aide linguistique" }
    } else {
        Words { nl: "zonder taalhulp", en: "without help with the language", fr: "sans aide linguistique" }
    };
    let care = Words {
        nl: "met kinderopvang tijdens de uren",
        en: "with childcare during the hours",
        fr: "avec garde d'enfants pendant les heures",
    };
    writeln!(out, "    {}; {}; {with_children} {}", steps.in_lang(lang), help.in_lang(lang), care.in_lang(lang))
}

/// Who brings people in, and how it ends.
fn write_ends(
    out: &mut impl Write,
    facts: Facts<'_>,
    edition: &Edition,
    closing: Option<Closing>,
    lang: Lang,
) -> io::Result<()> {
    let region = facts.region;
    let offer = &region.offers[edition.offer.at()];
    let Some(programme) = offer.programme.map(|idx| &region.programmes[idx.at()]) else { return Ok(()) };
    if programme.kind == ProgrammeKind::Training {
        writeln!(out, "    {}", intake_words(programme, lang))?;
    }
    let provider = offer.venue.map_or("", |venue| region.venues[venue.at()].provider.as_str());
    let words = match closing {
        None => return Ok(()),
        Some(Closing::Reception) => match lang {
            Lang::Nl => "sluit af met een onthaal bij de werkgever".to_owned(),
            Lang::En => "ends with a reception by the employer".to_owned(),
            Lang::Fr => "se termine par un accueil chez l'employeur".to_owned(),
        },
        Some(Closing::Jobdate(room, day)) => {
            let (room, day) = (&region.resources[room.at()].name, date_name(day, lang));
            let (from, to) = programme.jobdate.unwrap_or_default();
            let (from, to) = (Clock(from), Clock(to));
            match lang {
                Lang::Nl => format!("sluit af met een jobdate van VDAB: {day} {from}-{to}, {room}"),
                Lang::En => format!("ends with a jobdate of VDAB: {day} {from}-{to}, {room}"),
                Lang::Fr => format!("se termine par un jobdate du VDAB : {day} {from}-{to}, {room}"),
            }
        }
        Some(Closing::WithoutRoom) => match lang {
            Lang::Nl => {
                format!("voor de jobdate is geen lokaal vrij; {provider} zorgt daarvoor, de opleiding gaat door")
            }
            Lang::En => format!("no room is free for the jobdate; {provider} supplies one, the training is held"),
            Lang::Fr => format!("aucun local libre pour le jobdate ; {provider} en fournit un, la formation a lieu"),
        },
    };
    writeln!(out, "    {words}")
}

/// Who brings people into a training, and the jobs that are promised.
fn intake_words(programme: &Programme, lang: Lang) -> String {
    let employer = programme.employer.as_deref().unwrap_or_default();
    let jobs = counted(Noun::Jobs, programme.jobs_promised.unwrap_or(0), lang);
    match (programme.intake, lang) {
        (Intake::Regular, Lang::Nl) => "toeleiding: VDAB en de partners".to_owned(),
        (Intake::Regular, Lang::En) => "referred by VDAB and the partners".to_owned(),
        (Intake::Regular, Lang::Fr) => "orientation : le VDAB et les partenaires".to_owned(),
        (Intake::Exclusive, Lang::Nl) => format!("intake door {employer}, die {jobs} belooft aan wie slaagt"),
        (Intake::Exclusive, Lang::En) => format!("intake by {employer}, who promises {jobs} to who passes"),
        (Intake::Exclusive, Lang::Fr) => format!("sélection par {employer}, qui promet {jobs} aux personnes reçues"),
    }
}

/// Prints the vacancies that follow for each participant of an edition.
fn write_work(
    out: &mut impl Write,
    facts: Facts<'_>,
    plan: &Plan,
    work: &[(JobseekerIdx, u8, &Work)],
    offer: OfferIdx,
    lang: Lang,
) -> io::Result<()> {
    if facts.region.leads_on(offer).is_none() {
        return Ok(());
    }
    let takes_part = |person: &JobseekerIdx| plan.assignment_of(*person).is_some_and(|edge| edge.offer == offer);
    let found: Vec<_> = work.iter().filter(|(person, ..)| takes_part(person)).collect();
    let heading = Words { nl: "werk daarna", en: "work afterwards", fr: "travail ensuite" };
    let named = |(_, _, work): &&(JobseekerIdx, u8, &Work)| format!("{} ({})", work.id, work.employer);
    let steps_of = |steps: &[&(JobseekerIdx, u8, &Work)]| {
        let steps_named: Vec<String> = steps.iter().map(named).collect();
        format!("{} {}", facts.region.jobseekers[steps[0].0.at()].id, steps_named.join(" > "))
    };
    let list: Vec<String> = found.chunk_by(|a, b| a.0 == b.0).map(steps_of).collect();
    writeln!(out, "    {}: {}", heading.in_lang(lang), list.join(", "))
}

/// The hours of a week in words.
fn hours(windows: &[Window], lang: Lang) -> String {
    let window =
        |window: &Window| format!("{} {}-{}", weekday_name(window.day, lang), Clock(window.from), Clock(window.to));
    windows.iter().map(window).collect::<Vec<_>>().join(", ")
}

/// How many people come from which municipality.
fn homes(facts: Facts<'_>, plan: &Plan, offer: OfferIdx) -> String {
    let region = facts.region;
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for edge in plan.assignments.iter().filter(|edge| edge.offer == offer) {
        let municipality = region.jobseekers[edge.jobseeker.at()].municipality;
        *counts.entry(&region.municipalities[municipality.at()].name).or_default() += 1;
    }
    counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
}

/// Of each programme in each venue in which it is not held: the reason nearest to being held.
fn write_not_held(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    let region = facts.region;
    let mut of_place = BTreeMap::new();
    let mut held = std::collections::BTreeSet::new();
    for result in &plan.offers {
        let offer = &region.offers[result.offer.at()];
        let place = (offer.programme, offer.venue);
        match result.reasons.first() {
            _ if plan.edition_of(region, result.offer).is_some() => {
                held.insert(place);
            }
            Some(reason) => {
                let nearness = match *reason {
                    Reason::NotChosen { people } => (2, people),
                    Reason::TooFew { people, .. } => (1, people),
                    _ => (0, 0),
                };
                let known = of_place.entry(place).or_insert((nearness, result.offer));
                if known.0 < nearness {
                    *known = (nearness, result.offer);
                }
            }
            None => {}
        }
    }
    let title = Words { nl: "Wat niet doorgaat", en: "What is not held", fr: "Ce qui n'a pas lieu" };
    if of_place.keys().any(|place| !held.contains(place)) {
        writeln!(out, "\n{}", title.in_lang(lang))?;
    }
    for (_, &(_, offer)) in of_place.iter().filter(|(place, _)| !held.contains(*place)) {
        writeln!(out, "  {}", schakel_solver::explain::of_offer(facts, plan, offer, lang).join(" "))?;
    }
    Ok(())
}
