//! How many to invite, as a coordinator reads it, in three languages.

use std::io::{self, Write};

use schakel_solver::names::{Noun, counted, noun};
use schakel_solver::text::{Lang, Words};
use schakel_solver::turnout::Probability;

use super::turnout_words::{decimal, noun_of, number, people, percent};
use crate::answers::sizing::{SizedView, SizingGoal, SizingProspect, SizingView};
use crate::files::sizing::Fair;

/// Prints the answer: the sentence first, of the next wave where replies were given.
pub(super) fn write(out: &mut impl Write, fair: &Fair, view: &SizingView, lang: Lang) -> io::Result<()> {
    let size = view.wave.as_ref().map_or(&view.size, |wave| &wave.size);
    let binding = view.binding(size);
    let (expected, from, to) = (people(binding.expected, lang), binding.from, binding.to);
    let risk = whole_percent(binding.chance_of_more, lang);
    let start = start(view, size, lang);
    match lang {
        Lang::Nl => {
            writeln!(out, "{start} Verwacht er {expected} ({from} tot {to}, 90 %). Kans op meer dan de zaal: {risk}.")
        }
        Lang::En => {
            writeln!(out, "{start} Expect {expected} ({from} to {to}, 90 %). Chance of more than the hall: {risk}.")
        }
        Lang::Fr => writeln!(
            out,
            "{start} Attendez-en {expected} ({from} à {to}, 90 %). Probabilité de dépasser la salle : {risk}."
        ),
    }?;
    for broken in &size.broken {
        let (is, accepted) = (whole_percent(broken.risk, lang), whole_percent(broken.accepted, lang));
        let at = &broken.pointer;
        match lang {
            Lang::Nl => writeln!(out, "  {at}: zelfs met de minste mensen {is}; aanvaard is {accepted}"),
            Lang::En => writeln!(out, "  {at}: even with the fewest people {is}; accepted is {accepted}"),
            Lang::Fr => writeln!(out, "  {at} : même au minimum {is} ; {accepted} est accepté"),
        }?;
    }
    write_segments(out, view, lang)?;
    write_tables(out, binding, lang)?;
    write_models(out, size, lang)?;
    write_proof(out, size, lang)?;
    write_used(out, fair, view, lang)
}

/// What to do, or that nothing fits.
fn start(view: &SizingView, size: &SizedView, lang: Lang) -> String {
    let invite = size.invite;
    let people = |count| counted(Noun::People, count as u64, lang);
    match (&view.wave, size.is_feasible, lang) {
        (None, true, Lang::Nl) => format!("Nodig {} uit.", people(invite)),
        (None, true, Lang::En) => format!("Invite {}.", people(invite)),
        (None, true, Lang::Fr) => format!("Invitez {}.", people(invite)),
        (None, false, Lang::Nl) => format!("Dit past niet, ook niet met de minste mensen ({invite})."),
        (None, false, Lang::En) => format!("This does not fit, not even with the fewest people ({invite})."),
        (None, false, Lang::Fr) => format!("Cela ne convient pas, même au minimum ({invite})."),
        (Some(wave), true, Lang::Nl) => format!("Nodig nog {} uit.", people(wave.more)),
        (Some(wave), true, Lang::En) => format!("Invite {} more.", people(wave.more)),
        (Some(wave), true, Lang::Fr) => format!("Invitez encore {}.", people(wave.more)),
        (Some(_), false, Lang::Nl) => "Nodig niemand meer uit: er kunnen al te veel mensen komen.".to_owned(),
        (Some(_), false, Lang::En) => "Invite nobody more: too many people may come already.".to_owned(),
        (Some(_), false, Lang::Fr) => "N'invitez plus personne : trop de personnes pourraient déjà venir.".to_owned(),
    }
}

fn write_segments(out: &mut impl Write, view: &SizingView, lang: Lang) -> io::Result<()> {
    let more = view.wave.as_ref().map(|wave| &wave.segments);
    for (at, segment) in view.size.segments.iter().enumerate() {
        let cell = &view.used.rates[at].cell;
        let wave = more.map(|more| &more[at]);
        let invite = wave.map_or(segment.invite, |more| more.more);
        let is_too_late = wave.is_some_and(|more| more.is_too_late);
        let late = Words { nl: " (te laat)", en: " (too late)", fr: " (trop tard)" }.in_lang(lang);
        writeln!(out, "  {invite:>5}  {cell}{}", if is_too_late { late } else { "" })?;
    }
    Ok(())
}

fn write_tables(out: &mut impl Write, binding: &SizingProspect, lang: Lang) -> io::Result<()> {
    for table in &binding.tables {
        let (employer, occupation, slots) = (&table.employer, &table.occupation, table.slots);
        let useful = decimal(&format!("{:.1}", table.useful_interviews), lang);
        let interviews = match (lang, useful.as_str()) {
            (Lang::Fr, useful) if useful.starts_with(['0', '1']) && useful.len() == 3 => "entretien utile",
            (Lang::Fr, _) => "entretiens utiles",
            (_, "1.0" | "1,0") => noun(Noun::Interviews, 1, lang),
            _ => noun(Noun::Interviews, 2, lang),
        };
        let queue = whole_percent(table.chance_of_a_queue, lang);
        let idle = whole_percent(table.chance_that_nobody_comes, lang);
        match lang {
            Lang::Nl => writeln!(
                out,
                "  {employer}, {occupation}: {useful} nuttige {interviews} van {slots}; wachtrij {queue}; niemand {idle}"
            ),
            Lang::En => writeln!(
                out,
                "  {employer}, {occupation}: {useful} useful {interviews} of {slots}; queue {queue}; nobody {idle}"
            ),
            Lang::Fr => writeln!(
                out,
                "  {employer}, {occupation} : {useful} {interviews} sur {slots} ; file {queue} ; personne {idle}"
            ),
        }?;
    }
    Ok(())
}

/// Both models side by side, where there are two.
fn write_models(out: &mut impl Write, size: &SizedView, lang: Lang) -> io::Result<()> {
    let Some(together) = &size.models.common_shock else { return Ok(()) };
    let alone = Words { nl: "Ieder beslist los van de anderen", en: "Each decides alone", fr: "Chacun décide seul" };
    let alike = Words {
        nl: "Allen reageren op hetzelfde weer en dezelfde brief",
        en: "All respond to the same weather and the same letter",
        fr: "Tous réagissent à la même météo et à la même lettre",
    };
    for (name, model) in [(alone, &size.models.independent), (alike, together)] {
        let (name, risk) = (name.in_lang(lang), whole_percent(model.chance_of_more, lang));
        let (from, to) = (model.from, model.to);
        match lang {
            Lang::Nl => writeln!(out, "{name}: {from} tot {to}; meer dan de zaal {risk}"),
            Lang::En => writeln!(out, "{name}: {from} to {to}; more than the hall {risk}"),
            Lang::Fr => writeln!(out, "{name} : {from} à {to} ; plus que la salle {risk}"),
        }?;
    }
    Ok(())
}

fn write_proof(out: &mut impl Write, size: &SizedView, lang: Lang) -> io::Result<()> {
    let proof = &size.proof;
    if !size.is_feasible {
        return Ok(());
    }
    let goal = match proof.goal {
        SizingGoal::UsefulInterviews => {
            Words { nl: "nuttige gesprekken", en: "useful interviews", fr: "entretiens utiles" }
        }
        SizingGoal::Attendees => Words { nl: "aanwezigen", en: "attendees", fr: "présents" },
    };
    let (goal, value) = (goal.in_lang(lang), decimal(&format!("{:.1}", proof.value), lang));
    let gap = decimal(&format!("{:.1}", proof.gap_percent), lang);
    match (proof.is_proven_best, lang) {
        (true, Lang::Nl) => writeln!(out, "Verwacht: {value} {goal}. Bewezen: geen andere aantallen geven er meer."),
        (true, Lang::En) => writeln!(out, "Expected: {value} {goal}. Proven: no other counts give more."),
        (true, Lang::Fr) => writeln!(out, "Attendus : {value} {goal}. Prouvé : aucun autre nombre n'en donne plus."),
        (false, Lang::Nl) => {
            writeln!(out, "Verwacht: {value} {goal}. Niet bewezen best: hoogstens {gap} % onder het best mogelijke.")
        }
        (false, Lang::En) => {
            writeln!(out, "Expected: {value} {goal}. Not proven best: at most {gap} % below the best possible.")
        }
        (false, Lang::Fr) => {
            writeln!(out, "Attendus : {value} {goal}. Pas prouvé optimal : au plus {gap} % sous l'optimum.")
        }
    }
}

/// Each rate with what it rests on.
fn write_used(out: &mut impl Write, fair: &Fair, view: &SizingView, lang: Lang) -> io::Result<()> {
    for rate in &view.used.rates {
        let (cell, posterior) = (&rate.cell, &rate.posterior);
        let mean = whole_percent(posterior.mean, lang);
        let (from, to) = (whole_percent(posterior.from, lang), whole_percent(posterior.to, lang));
        let (prior, worth) = (whole_percent(rate.prior.mean, lang), number(rate.prior.sample_size, lang));
        let people = noun_of(Noun::People, rate.prior.sample_size, lang);
        match lang {
            Lang::Nl => write!(out, "Opkomst {cell}: {mean} ({from} tot {to}); vooraf {prior}, {worth} {people} waard"),
            Lang::En => write!(out, "Show-up {cell}: {mean} ({from} to {to}); before {prior}, worth {worth} {people}"),
            Lang::Fr => {
                write!(out, "Présence {cell} : {mean} ({from} à {to}) ; avant {prior}, valant {worth} {people}")
            }
        }?;
        if let Some(observed) = &rate.observed {
            let (came, invited) = (observed.came, observed.invited);
            match lang {
                Lang::Nl => write!(out, "; sindsdien {came} van {invited}"),
                Lang::En => write!(out, "; since then {came} of {invited}"),
                Lang::Fr => write!(out, " ; depuis {came} sur {invited}"),
            }?;
        }
        if let Some(published) = &rate.published {
            let default = Words { nl: "gepubliceerd", en: "published", fr: "publié" }.in_lang(lang);
            write!(out, "; {default}: {}", published.source)?;
            if published.is_worth_assumed {
                let assumed = Words { nl: "waarde: aanname", en: "worth: assumption", fr: "valeur : hypothèse" };
                write!(out, "; {}", assumed.in_lang(lang))?;
            }
        }
        writeln!(out)?;
    }
    let walk_ins = number(fair.ask.walk_ins, lang);
    match lang {
        Lang::Nl => writeln!(out, "Gebruikt: zonder uitnodiging komen er gemiddeld {walk_ins}; zekerheid 90 %"),
        Lang::En => writeln!(out, "Used: on average {walk_ins} come without an invitation; confidence 90 %"),
        Lang::Fr => writeln!(out, "Utilisé : {walk_ins} sans invitation en moyenne ; confiance 90 %"),
    }
}

/// A chance in whole per cent, where that is not zero or all by rounding.
pub(super) fn whole_percent(chance: f64, lang: Lang) -> String {
    if (0.01..0.99).contains(&chance) {
        return format!("{:.0} %", chance * 100.0);
    }
    Probability::new(chance).map_or_else(|_| String::new(), |chance| percent(chance, lang))
}
