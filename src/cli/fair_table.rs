//! A plan of a fair as a coordinator reads it: how many to invite by which channel, what to expect in the hall and at
//! each table, and who cannot come.

use std::collections::BTreeMap;
use std::io::{self, Write};

use schakel_solver::constraint::ALL;
use schakel_solver::domain::{Facts, Fair, SURE};
use schakel_solver::explain::reason_words;
use schakel_solver::names::{Noun, counted};
use schakel_solver::plan::{FairReading, Plan, Reason, fair_readings};
use schakel_solver::text::{Clock, Lang, Words};

use super::fair_reminders;

/// Prints every fair.
pub(super) fn write(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    let readings = fair_readings(facts, plan);
    if readings.is_empty() {
        let words = Words {
            nl: "Dit scenario heeft geen beurs.",
            en: "This scenario has no fair.",
            fr: "Ce scénario n'a pas de salon.",
        };
        return writeln!(out, "\n{}", words.in_lang(lang));
    }
    for reading in &readings {
        let fair = &facts.region.fairs[reading.fair];
        write_heading(out, facts, fair, lang)?;
        write_expected(out, fair, reading, lang)?;
        write_tables(out, facts, reading, lang)?;
    }
    write_municipalities(out, facts, plan, lang)?;
    write_not_invited(out, facts, plan, lang)
}

fn write_heading(out: &mut impl Write, facts: Facts<'_>, fair: &Fair, lang: Lang) -> io::Result<()> {
    let region = facts.region;
    let venue = &region.venues[fair.venue.at()];
    let place = format!("{}, {}", venue.name, region.municipalities[venue.municipality.at()].name);
    let hours = format!("{}-{}", Clock(fair.hours.from), Clock(fair.hours.to));
    let (title, date) = (&fair.title, schakel_solver::explain::date_name(fair.date, lang));
    writeln!(out, "\n{title}: {place}, {date}, {hours}")
}

/// How many to invite, and what to expect of the hall.
fn write_expected(out: &mut impl Write, fair: &Fair, reading: &FairReading, lang: Lang) -> io::Result<()> {
    let invited: u32 = reading.by_channel.iter().sum();
    let people = counted(Noun::People, invited, lang);
    let (mean, central) = (reading.turnout.mean().round(), reading.central());
    let (from, to) = (central.start(), central.end());
    let risk = percent(reading.turnout.more_than(fair.places as usize).get(), lang);
    let (places, accepted) = (fair.places, percent(fair.risk, lang));
    match lang {
        Lang::Nl => writeln!(
            out,
            "Nodig {people} uit, verwacht er {mean} ({from} tot {to}, 90 %). Kans op meer dan {places}, de zaal: \
             {risk} ({accepted} is aanvaard)."
        )?,
        Lang::En => writeln!(
            out,
            "Invite {people}, expect {mean} ({from} to {to}, 90 %). Chance of more than {places}, the hall: {risk} \
             ({accepted} is accepted)."
        )?,
        Lang::Fr => writeln!(
            out,
            "Invitez {people}, attendez-en {mean} ({from} à {to}, 90 %). Probabilité de plus de {places}, la \
             salle : {risk} ({accepted} est accepté)."
        )?,
    }
    write_notes(out, fair, reading, lang)?;
    for (channel, invited) in fair.channels.iter().zip(&reading.by_channel) {
        let rate = percent(f64::from(channel.show) / f64::from(SURE), lang);
        let (people, days) = (counted(Noun::People, *invited, lang), counted(Noun::Days, channel.lead_time_days, lang));
        match lang {
            Lang::Nl => writeln!(out, "  kanaal {}: {people}, {days} vooraf, opkomst {rate}", channel.id)?,
            Lang::En => writeln!(out, "  channel {}: {people}, {days} ahead, {rate} come", channel.id)?,
            Lang::Fr => writeln!(out, "  canal {} : {people}, {days} avant, {rate} viennent", channel.id)?,
        }
    }
    Ok(())
}

/// What else the number depends on: earlier invitations, people who come unasked, how rates are counted.
fn write_notes(out: &mut impl Write, fair: &Fair, reading: &FairReading, lang: Lang) -> io::Result<()> {
    if reading.before > 0 {
        let words =
            Words {
                nl: "al uitgenodigd, zonder nee", en: "invited before, and no no", fr: "déjà invités, sans refus"
            };
        writeln!(out, "  {}: {}", words.in_lang(lang), reading.before)?;
    }
    if let Some(words) = fair_reminders::words(fair, &reading.reminders, lang) {
        writeln!(out, "  {words}")?;
    }
    if reading.turnout.more_than(fair.places as usize).get() > fair.risk + 1e-9 {
        let words = Words {
            nl: "Dit past niet: wie al uitgenodigd is en wie zomaar komt, zijn samen te veel voor de zaal.",
            en: "This does not fit: who was invited and who comes unasked are together too many for the hall.",
            fr: "Cela ne va pas : les personnes déjà invitées et celles qui viennent d'elles-mêmes sont trop nombreuses.",
        };
        writeln!(out, "  {}", words.in_lang(lang))?;
    }
    write_unsure(out, fair, reading, lang)?;
    if fair.walk_ins > 0.0 {
        let words =
            Words { nl: "onuitgenodigd, gemiddeld", en: "unasked, on average", fr: "sans invitation, en moyenne" };
        writeln!(out, "  {}: {}", words.in_lang(lang), fair.walk_ins)?;
    }
    if let Some(otherwise) = &reading.otherwise {
        let words = if fair.shock_binds {
            Words {
                nl: "gerekend alsof weer en brief iedereen samen raken; beslist ieder apart, dan is die kans",
                en: "counted as if weather and letter move everyone together; if each decides alone, that chance is",
                fr: "calculé comme si la météo et la lettre touchaient tout le monde à la fois ; si chacun décide seul, \
                     cette probabilité est",
            }
        } else {
            Words {
                nl: "als weer en brief iedereen samen raken, is die kans",
                en: "if weather and letter move everyone together, that chance is",
                fr: "si la météo et la lettre touchent tout le monde à la fois, cette probabilité est",
            }
        };
        let risk = percent(otherwise.more_than(fair.places as usize).get(), lang);
        writeln!(out, "  {} {risk}", words.in_lang(lang))?;
    }
    Ok(())
}

/// How the rates of channels are counted, and what the chance is when one counts how sure they are.
fn write_unsure(out: &mut impl Write, fair: &Fair, reading: &FairReading, lang: Lang) -> io::Result<()> {
    let counted = Words {
        nl: "gerekend met de gemiddelde opkomst van elk kanaal",
        en: "counted with the mean rate of each channel",
        fr: "compté avec le taux moyen de chaque canal",
    };
    let counted = counted.in_lang(lang);
    let Some(unsure) = &reading.unsure else { return writeln!(out, "  {counted}") };
    let chance = unsure.more_than(fair.places as usize).get();
    let risk = percent(chance, lang);
    match lang {
        Lang::Nl => write!(out, "  {counted}; telt men mee hoe zeker die is, dan is die kans {risk}")?,
        Lang::En => write!(out, "  {counted}; counting how sure it is, that chance is {risk}")?,
        Lang::Fr => write!(out, "  {counted} ; si l'on tient compte de sa certitude, cette probabilité est {risk}")?,
    }
    let too_much = Words {
        nl: ", meer dan aanvaard: nodig in golven uit, of kies een grotere zaal",
        en: ", more than is accepted: invite in waves, or take a larger hall",
        fr: ", plus qu'accepté : invitez par vagues ou prenez une salle plus grande",
    };
    writeln!(out, "{}", if chance > fair.risk { too_much.in_lang(lang) } else { "" })
}

/// A row for each table.
fn write_tables(out: &mut impl Write, facts: Facts<'_>, reading: &FairReading, lang: Lang) -> io::Result<()> {
    let heading = Words {
        nl: "  tafel                      gesprekken  uitgenodigd  nuttig verwacht  kans op wachtrij  kans op niemand",
        en: "  table                      interviews      invited  useful expected   chance of queue  chance of nobody",
        fr: "  table                      entretiens      invités  utiles attendus  risque de file    risque de personne",
    };
    writeln!(out, "{}", heading.in_lang(lang))?;
    for row in &reading.tables {
        let host = &facts.region.offers[row.offer.at()].host;
        let name: String = host.chars().take(26).collect();
        let useful = number(row.table.useful_interviews, lang);
        writeln!(
            out,
            "  {name:<26} {:>10} {:>12} {useful:>16} {:>17} {:>16}",
            row.table.slots,
            row.invited,
            percent(row.table.queue.get(), lang),
            percent(row.table.idle.get(), lang)
        )?;
    }
    Ok(())
}

/// Per municipality, the people invited out of those who could be.
fn write_municipalities(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    let region = facts.region;
    let heading = Words {
        nl: "Per gemeente: uitgenodigd, van wie er kan zijn en er een passende vacature vindt",
        en: "Per municipality: invited, of who can be there and finds a fitting vacancy",
        fr: "Par commune : invités, parmi qui peut y être et y trouve une offre adaptée",
    };
    writeln!(out, "\n{}", heading.in_lang(lang))?;
    let mut counts = vec![(0u32, 0u32); region.municipalities.len()];
    let at = |jobseeker: schakel_solver::domain::JobseekerIdx| region.jobseekers[jobseeker.at()].municipality.at();
    for edge in &plan.assignments {
        counts[at(edge.jobseeker)].0 += 1;
        counts[at(edge.jobseeker)].1 += 1;
    }
    for person in plan.unassigned.iter().filter(|person| person.candidates > 0) {
        counts[at(person.jobseeker)].1 += 1;
    }
    for (municipality, (invited, could)) in region.municipalities.iter().zip(counts) {
        writeln!(out, "  {:<24} {invited:>5} / {could}", municipality.name)?;
    }
    Ok(())
}

/// Why the others are not invited, counted by their first reason.
fn write_not_invited(out: &mut impl Write, facts: Facts<'_>, plan: &Plan, lang: Lang) -> io::Result<()> {
    let heading = Words { nl: "Niet uitgenodigd", en: "Not invited", fr: "Non invités" };
    writeln!(out, "\n{}", heading.in_lang(lang))?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for person in &plan.unassigned {
        let words = match person.reasons.first() {
            Some(Reason::Competition { .. }) | None => {
                let words = Words {
                    nl: "Kan komen en past; anderen passen beter of er is geen plaats meer.",
                    en: "Can come and fits; others fit better or there is no room left.",
                    fr: "Peut venir et convient ; d'autres conviennent mieux ou il n'y a plus de place.",
                };
                words.in_lang(lang).to_owned()
            }
            Some(Reason::Only { rule, .. }) => {
                let only =
                    Words { nl: "Enkel dit staat in de weg", en: "Only this is in the way", fr: "Un seul obstacle" };
                format!("{}: {}.", only.in_lang(lang), ALL[usize::from(*rule)].caption().in_lang(lang))
            }
            Some(Reason::Several { .. }) => {
                let words = Words {
                    nl: "Er staat meer dan één ding in de weg.",
                    en: "More than one thing is in the way.",
                    fr: "Plus d'une chose fait obstacle.",
                };
                words.in_lang(lang).to_owned()
            }
            Some(reason) => reason_words(*reason, facts.region.kind, lang),
        };
        *counts.entry(words.replace("{id} ", "")).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(words, count)| (std::cmp::Reverse(*count), words.clone()));
    counts.iter().try_for_each(|(words, count)| writeln!(out, "  {count:>6}  {words}"))
}

/// A chance as a percentage, with one decimal where it is small.
pub(super) fn percent(chance: f64, lang: Lang) -> String {
    let percent = chance * 100.0;
    let words = if percent > 0.0 && percent < 10.0 { format!("{percent:.1} %") } else { format!("{percent:.0} %") };
    in_writing(&words, lang)
}

/// A number with one decimal.
pub(super) fn number(value: f64, lang: Lang) -> String {
    in_writing(&format!("{value:.1}"), lang)
}

/// Decimals as the language writes them.
fn in_writing(words: &str, lang: Lang) -> String {
    if lang == Lang::En { words.to_owned() } else { words.replace('.', ",") }
}
