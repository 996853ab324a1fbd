//! A plan as people read it: how good it is, who starts per municipality and group, what would help most.

use std::io::{self, Write};

use schakel_solver::domain::{Facts, JobseekerIdx, Level, OfferIdx, PlanKind, PriorityGroup};
use schakel_solver::explain::{Lever, level_caption, lever_words, of_plan};
use schakel_solver::names::{Noun, counted, group_name};
use schakel_solver::plan::{Plan, Termination};
use schakel_solver::text::{Lang, Words};

use super::{editions_table, fair_table};
use crate::files::scenario::DefaultUsed;

/// Prints the plan.
pub(super) fn write(
    out: &mut impl Write,
    facts: Facts<'_>,
    plan: &Plan,
    defaults: &[DefaultUsed],
    lang: Lang,
) -> io::Result<()> {
    write_heading(out, facts, plan, lang)?;
    if matches!(plan.termination, Termination::Infeasible(_)) {
        return Ok(());
    }
    if facts.region.kind == PlanKind::Fair {
        fair_table::write(out, facts, plan, lang)?;
        return write_defaults(out, defaults, lang);
    }
    if !facts.region.plans_vacancies() {
        editions_table::write(out, facts, plan, lang)?;
        return write_defaults(out, defaults, lang);
    }
    write_municipalities(out, facts, plan, lang)?;
    write_groups(out, facts, plan, lang)?;
    write_vacancies(out, facts, plan, lang)?;
    write_defaults(out, defaults, lang)
}

/// Least characters that the captions of levels take.
const CAPTION_WIDTH: usize = 34;

/// How many start, and how good the plan is.
fn write_heading(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    of_plan(facts, plan, lang).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    if matches!(plan.termination, Termination::Infeasible(_)) {
        return Ok(());
    }
    let captions: Vec<String> = plan.levels.iter().map(|result| level_caption(result.level, lang)).collect();
    let width = captions.iter().map(|caption| caption.chars().count()).max().unwrap_or(0).max(CAPTION_WIDTH);
    for (result, caption) in plan.levels.iter().zip(captions) {
        // Levels that a plan keeps low are counted below zero.
        let (best, sign) = if matches!(result.level, Level::Floors | Level::Cost | Level::Travel | Level::Opened) {
            (Words { nl: "minstens", en: "at least", fr: "au moins" }, -1)
        } else {
            (Words { nl: "hoogstens", en: "at most", fr: "au plus" }, 1)
        };
        let best = best.in_lang(lang);
        writeln!(out, "  {caption:<width$} {:>10}   ({best} {})", sign * result.value, sign * result.bound)?;
    }
    Ok(())
}

/// Prints how many proposals of the earlier plan stay, move or end; nothing where there is no earlier plan.
pub(super) fn write_kept(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    let standing = &facts.region.standing;
    if standing.is_empty() {
        return Ok(());
    }
    let now =
        |&(jobseeker, offer): &(JobseekerIdx, OfferIdx)| plan.assignment_of(jobseeker).map(|edge| edge.offer == offer);
    let kept = standing.iter().filter(|pair| now(pair) == Some(true)).count();
    let moved = standing.iter().filter(|pair| now(pair) == Some(false)).count();
    let ended = standing.len() - kept - moved;
    match lang {
        Lang::Nl => writeln!(
            out,
            "\nVan het vorige plan blijven {kept} voorstellen; {moved} mensen krijgen een ander, {ended} geen meer."
        ),
        Lang::En => writeln!(
            out,
            "\nOf the earlier plan {kept} proposals stay; {moved} people get another, {ended} none any more."
        ),
        Lang::Fr => writeln!(
            out,
            "\nDu plan précédent, {kept} propositions restent ; {moved} personnes en reçoivent une autre, {ended} plus aucune."
        ),
    }
}

/// A row of a small table: caption, part and whole.
fn row(out: &mut impl Write, caption: &str, part: u32, whole: u32) -> io::Result<()> {
    let percent = (part * 100).checked_div(whole).unwrap_or(0);
    writeln!(out, "  {caption:<34} {part:>6} / {whole:<6} {percent:>3} %")
}

fn write_municipalities(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    let region = facts.region;
    writeln!(out, "\n{}", Words { nl: "Per gemeente", en: "Per municipality", fr: "Par commune" }.in_lang(lang))?;
    let n = region.municipalities.len();
    let (mut starts, mut people) = (vec![0u32; n], vec![0u32; n]);
    for jobseeker in &region.jobseekers {
        people[jobseeker.municipality.at()] += 1;
    }
    for edge in &plan.assignments {
        starts[region.jobseekers[edge.jobseeker.at()].municipality.at()] += 1;
    }
    for (idx, municipality) in region.municipalities.iter().enumerate() {
        row(out, &municipality.name, starts[idx], people[idx])?;
    }
    Ok(())
}

fn write_groups(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    let region = facts.region;
    let title = Words {
        nl: "Per groep van het akkoord (wie in twee groepen zit, telt twee keer)",
        en: "Per group of the agreement (who is in two groups counts twice)",
        fr: "Par groupe de l'accord (qui est dans deux groupes compte deux fois)",
    };
    writeln!(out, "\n{}", title.in_lang(lang))?;
    for group in PriorityGroup::ALL {
        let is_in = |idx: usize| region.is_in_priority(&region.jobseekers[idx], group);
        let people = (0..region.jobseekers.len()).filter(|&idx| is_in(idx)).count();
        let starts = plan.assignments.iter().filter(|edge| is_in(edge.jobseeker.at())).count();
        row(out, group_name(group, lang), starts as u32, people as u32)?;
    }
    Ok(())
}

fn write_vacancies(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    let filled: u32 = plan.offers.iter().map(|result| result.filled).sum();
    let openings: u32 = plan.offers.iter().map(|result| plan.places_of(facts, result.offer)).sum();
    let without = plan.offers.iter().filter(|result| result.candidates == 0).count();
    let nobody_for = counted(Noun::Vacancies, without as u64, lang);
    match lang {
        Lang::Nl => writeln!(
            out,
            "\nVacatures: {filled} van {} ingevuld; voor {nobody_for} komt niemand in aanmerking.",
            counted(Noun::Places, openings, lang)
        ),
        Lang::En => {
            writeln!(
                out,
                "\nVacancies: {filled} of {openings} {} filled; nobody is possible for {without}.",
                if openings == 1 { "opening" } else { "openings" }
            )
        }
        Lang::Fr => {
            let s = if openings < 2 { "" } else { "s" };
            writeln!(out, "\nOffres: {filled} sur {openings} poste{s} pourvu{s}; personne pour {nobody_for}.")
        }
    }
}

fn write_defaults(out: &mut impl Write, defaults: &[DefaultUsed], lang: Lang) -> io::Result<()> {
    let title = Words {
        nl: "Gebruikte standaardwaarden uit het beleidspakket",
        en: "Defaults of the policy pack that were used",
        fr: "Valeurs par défaut du paquet de politique utilisées",
    };
    writeln!(out, "\n{}", title.in_lang(lang))?;
    for default in defaults {
        writeln!(out, "  {} = {} ({} x; {})", default.name, default.value, default.used_for, default.source)?;
    }
    Ok(())
}

/// Prints what each lever would give.
pub(super) fn write_levers(out: &mut impl Write, facts: Facts<'_>, levers: &[Lever], lang: Lang) -> io::Result<()> {
    let title = Words {
        nl: "Wat de regio het meest zou helpen (telkens in een nieuw plan)",
        en: "What would help the region most (planned again)",
        fr: "Ce qui aiderait le plus la région (replanifié)",
    };
    writeln!(out, "\n{}", title.in_lang(lang))?;
    for lever in levers {
        writeln!(out, "  {}", lever_words(facts, lever, lang).join(" "))?;
    }
    Ok(())
}
