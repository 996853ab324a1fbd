//! The interviews of a fair as a coordinator reads them, in three languages: what came of it, the day of each person,
//! of each table.

use std::io::{self, Write};

use schakel_solver::explain::sentence;
use schakel_solver::interviews::{Cause, NoMeeting, Plan, Status};
use schakel_solver::names::{Noun, counted, noun};
use schakel_solver::text::{Lang, Words};

use super::turnout_words::decimal;
use crate::answers::interviews::{AttendeeView, InterviewsView, MeetingView, TableView};

/// Prints the plan.
pub(super) fn write(out: &mut impl Write, view: &InterviewsView, plan: &Plan, lang: Lang) -> io::Result<()> {
    let people = view.attendees.len();
    let (met, value, bound) = (view.people.value, view.value.value, view.value.bound);
    let proof = proof(plan, lang);
    // In French the noun stands with those who have a meeting, elsewhere with everyone; the verb is about the former.
    let noun = noun(Noun::People, if lang == Lang::Fr { met } else { people as u64 }, lang);
    let has = match lang {
        Lang::Nl if met == 1 => "heeft",
        Lang::Nl => "hebben",
        Lang::En if met == 1 => "has",
        Lang::En => "have",
        Lang::Fr if met < 2 => "a",
        Lang::Fr => "ont",
    };
    match lang {
        Lang::Nl => writeln!(
            out,
            "{met} van {people} {noun} {has} een gesprek. Waarde {value} van ten hoogste {bound}: {proof}."
        ),
        Lang::En => {
            writeln!(out, "{met} of {people} {noun} {has} a meeting. Value {value} of at most {bound}: {proof}.")
        }
        Lang::Fr => {
            writeln!(out, "{met} {noun} sur {people} {has} un entretien. Valeur {value} sur {bound} au plus : {proof}.")
        }
    }?;
    write_changed(out, view, plan, lang)?;
    let title = Words { nl: "Per persoon", en: "By person", fr: "Par personne" };
    writeln!(out, "\n{}", title.in_lang(lang))?;
    for attendee in &view.attendees {
        let reason = plan.lines.iter().find(|line| line.attendee == attendee.id).and_then(|line| line.reason);
        write_person(out, attendee, reason, lang)?;
    }
    let title = Words { nl: "Per tafel", en: "By table", fr: "Par table" };
    writeln!(out, "\n{}", title.in_lang(lang))?;
    view.tables.iter().try_for_each(|table| write_table(out, table, lang))
}

/// Says that no plan holds.
pub(super) fn write_infeasible(out: &mut impl Write, plan: &Plan, lang: Lang) -> io::Result<()> {
    writeln!(out, "{}", sentence(&proof(plan, lang)))
}

/// Prints the meetings of one table or one person and nothing else: the holder may see no more.
pub(super) fn write_meetings(out: &mut impl Write, meetings: &[&MeetingView], lang: Lang) -> io::Result<()> {
    for m in meetings {
        writeln!(out, "{}-{}  {}  {} {}{}", m.span.from, m.span.to, m.attendee, m.table, m.employer, help(m, lang))?;
    }
    Ok(())
}

/// How good it is.
fn proof(plan: &Plan, lang: Lang) -> String {
    let gap = decimal(&format!("{:.2}", 100.0 * plan.gap_reached()), lang);
    match (plan.status, lang) {
        (Status::Optimal, Lang::Nl) => "beter kan niet".to_owned(),
        (Status::Optimal, Lang::En) => "nothing is better".to_owned(),
        (Status::Optimal, Lang::Fr) => "rien n'est meilleur".to_owned(),
        (Status::WithinGap, Lang::Nl) => format!("bewezen tot op {gap} %"),
        (Status::WithinGap, Lang::En) => format!("proven to within {gap} %"),
        (Status::WithinGap, Lang::Fr) => format!("prouvé à {gap} % près"),
        (Status::NotProven, Lang::Nl) => format!("niet bewezen, hoogstens {gap} % te winnen"),
        (Status::NotProven, Lang::En) => format!("not proven, at most {gap} % to be gained"),
        (Status::NotProven, Lang::Fr) => format!("non prouvé, au plus {gap} % à gagner"),
        (Status::Infeasible, Lang::Nl) => "er moeten meer beloften wijzigen dan mag".to_owned(),
        (Status::Infeasible, Lang::En) => "more promises have to change than may".to_owned(),
        (Status::Infeasible, Lang::Fr) => "il faut modifier plus de promesses que permis".to_owned(),
    }
}

/// Prints which promises changed, and whom to call.
fn write_changed(out: &mut impl Write, view: &InterviewsView, plan: &Plan, lang: Lang) -> io::Result<()> {
    let (kept, changed) = (view.kept.value, view.changed.len());
    if kept == 0 && changed == 0 {
        return Ok(());
    }
    match lang {
        Lang::Nl => write!(out, "Beloften: {kept} gehouden, {changed} gewijzigd"),
        Lang::En => write!(out, "Promises: {kept} kept, {changed} changed"),
        Lang::Fr => write!(out, "Promesses : {kept} tenues, {changed} modifiées"),
    }?;
    match (view.changed_max, lang) {
        (None, _) => writeln!(out, "."),
        (Some(most), Lang::Nl) => writeln!(out, ", van ten hoogste {most}."),
        (Some(most), Lang::En) => writeln!(out, ", of at most {most}."),
        (Some(most), Lang::Fr) => writeln!(out, ", sur {most} au plus."),
    }?;
    for (changed, cause) in view.changed.iter().zip(plan.changed.iter().map(|changed| changed.cause)) {
        let promise = &changed.promise;
        writeln!(
            out,
            "  {}  {} {}: {}",
            promise.attendee,
            promise.at,
            promise.table,
            cause_words(cause).in_lang(lang)
        )?;
    }
    Ok(())
}

fn write_person(
    out: &mut impl Write,
    attendee: &AttendeeView,
    reason: Option<NoMeeting>,
    lang: Lang,
) -> io::Result<()> {
    if let Some(reason) = reason {
        return writeln!(out, "  {}  {}", attendee.id, reason_words(reason).in_lang(lang));
    }
    let day = attendee.meetings.iter();
    let day = day.map(|m| format!("{}-{} {} {}{}", m.span.from, m.span.to, m.table, m.employer, help(m, lang)));
    writeln!(out, "  {}  {}", attendee.id, day.collect::<Vec<_>>().join("; "))
}

fn write_table(out: &mut impl Write, table: &TableView, lang: Lang) -> io::Result<()> {
    let (id, employer, free) = (&table.id, &table.employer, table.free);
    if table.is_cancelled {
        let words = Words { nl: "komt niet", en: "does not come", fr: "ne vient pas" };
        return writeln!(out, "  {id}  {employer}: {}", words.in_lang(lang));
    }
    let n = table.meetings.len();
    let meetings = counted(Noun::Interviews, n as u64, lang);
    match lang {
        Lang::Nl => writeln!(out, "  {id}  {employer}: {meetings}, {free} vrij"),
        Lang::En => writeln!(out, "  {id}  {employer}: {n} meeting{}, {free} free", if n == 1 { "" } else { "s" }),
        Lang::Fr => {
            writeln!(out, "  {id}  {employer} : {meetings}, {free} libre{}", if free < 2 { "" } else { "s" })
        }
    }?;
    for m in &table.meetings {
        writeln!(out, "    {}-{}  {}{}", m.span.from, m.span.to, m.attendee, help(m, lang))?;
    }
    Ok(())
}

/// The interpreter, where there is one.
fn help(meeting: &MeetingView, lang: Lang) -> String {
    match (&meeting.interpreter, lang) {
        (None, _) => String::new(),
        (Some(language), Lang::Nl) => format!(" (tolk {language})"),
        (Some(language), Lang::En) => format!(" (interpreter {language})"),
        (Some(language), Lang::Fr) => format!(" (interprète {language})"),
    }
}

fn reason_words(reason: NoMeeting) -> Words {
    match reason {
        NoMeeting::Absent => Words { nl: "komt niet", en: "does not come", fr: "ne vient pas" },
        NoMeeting::NoWish => Words {
            nl: "geen gesprek: koos geen tafel",
            en: "no meeting: chose no table",
            fr: "pas d'entretien : aucune table choisie",
        },
        NoMeeting::TooShort => Words {
            nl: "geen gesprek: is er voor geen enkel volledig gesprek",
            en: "no meeting: is not there for any whole slot",
            fr: "pas d'entretien : n'est présent pour aucun créneau entier",
        },
        NoMeeting::Cancelled => Words {
            nl: "geen gesprek: geen gekozen tafel komt nog",
            en: "no meeting: no chosen table still comes",
            fr: "pas d'entretien : aucune table choisie ne vient encore",
        },
        NoMeeting::NoSharedLanguage => Words {
            nl: "geen gesprek: aan geen gekozen tafel een gemeenschappelijke taal of een tolk",
            en: "no meeting: at no chosen table a language in common or an interpreter",
            fr: "pas d'entretien : à aucune table choisie de langue commune ni d'interprète",
        },
        NoMeeting::NeverOpen => Words {
            nl: "geen gesprek: geen gekozen tafel ontvangt zolang deze persoon er is",
            en: "no meeting: no chosen table receives anyone while this person is there",
            fr: "pas d'entretien : aucune table choisie ne reçoit pendant la présence de cette personne",
        },
        NoMeeting::Full => Words {
            nl: "geen gesprek: de gekozen tafels zijn volzet zolang deze persoon er is",
            en: "no meeting: the chosen tables are full while this person is there",
            fr: "pas d'entretien : les tables choisies sont complètes pendant la présence de cette personne",
        },
        NoMeeting::NoInterpreterFree => Words {
            nl: "geen gesprek: geen tolk vrij op de momenten dat een gekozen tafel dat is",
            en: "no meeting: no interpreter is free when a chosen table is",
            fr: "pas d'entretien : aucun interprète n'est libre quand une table choisie l'est",
        },
    }
}

fn cause_words(cause: Cause) -> Words {
    match cause {
        Cause::TableCancelled => {
            Words { nl: "de werkgever komt niet", en: "the employer does not come", fr: "l'employeur ne vient pas" }
        }
        Cause::TableClosed => Words {
            nl: "de tafel ontvangt dan niet",
            en: "the table receives nobody then",
            fr: "la table ne reçoit pas à ce moment",
        },
        Cause::NotThere => Words {
            nl: "de persoon is er dan niet",
            en: "the person is not there then",
            fr: "la personne n'est pas là à ce moment",
        },
        Cause::NotWished => Words {
            nl: "de persoon kiest deze tafel niet meer",
            en: "the person no longer chooses this table",
            fr: "la personne ne choisit plus cette table",
        },
        Cause::NoSharedLanguage => Words {
            nl: "geen gemeenschappelijke taal meer, en geen tolk",
            en: "no language in common any more, and no interpreter",
            fr: "plus de langue commune, ni d'interprète",
        },
        Cause::OtherPromises => Words {
            nl: "niet te houden samen met andere beloften",
            en: "cannot be kept together with other promises",
            fr: "impossible à tenir avec d'autres promesses",
        },
    }
}
