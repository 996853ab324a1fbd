//! The lists of a fair besides its invitations: who may come in at the door, the fields of letters, and who is
//! reminded.
//!
//! Nobody is listed who is not invited, said no or is not available now; only the reminders list such a person, as an
//! invitation that lapses. No list tells a reason, a rate, or why somebody is missing.

use std::collections::BTreeSet;

use schakel_solver::candidates::Edge;
use schakel_solver::domain::{Answer, Fair, FairTable, JobseekerIdx};
use schakel_solver::explain::trip_sentences;
use schakel_solver::plan::NextWave;
use schakel_solver::text::{Clock, Words};

use super::rows::{Cell, Rows};
use super::words::lists as words;
use super::{Export, ExportError, List};
use crate::answers::views::Availability;

/// Fewest empty lines for people who come unasked.
const WALK_INS_MIN: u32 = 5;

/// Someone who may come in, at which table of which fair.
struct Guest<'a> {
    jobseeker: JobseekerIdx,
    id: &'a str,
    fair: &'a Fair,
    table: &'a FairTable,
    /// How they come; none for who was invited before and is not in the plan.
    edge: Option<&'a Edge>,
}

/// The lines of the list, by fair and pseudonym.
pub(super) fn of(export: &Export<'_>, list: List) -> Result<Rows, ExportError> {
    match list {
        List::Invitations => Ok(super::rows::of(export)),
        List::CheckIn => Ok(check_in(export)),
        List::Letters => letters(export),
        List::Reminders => Ok(reminders(export)),
    }
}

/// Everyone who may come in: whom the plan invites, and who was invited before and did not say no.
fn guests<'a>(export: &Export<'a>) -> Vec<Guest<'a>> {
    let region = export.facts.region;
    let mut found = Vec::new();
    for fair in &region.fairs {
        let guest = |jobseeker: JobseekerIdx, table, edge| {
            let id = region.jobseekers[jobseeker.at()].id.as_str();
            Guest { jobseeker, id, fair, table, edge }
        };
        let planned = export.plan.assignments.iter().filter_map(|edge| {
            let (of, table) = region.stall_of(edge.offer)?;
            (of.id == fair.id).then(|| guest(edge.jobseeker, table, Some(edge)))
        });
        let mut own: Vec<Guest<'a>> = planned.collect();
        let known: BTreeSet<JobseekerIdx> = own.iter().map(|guest| guest.jobseeker).collect();
        let before = fair.invited.iter().filter(|invitation| !known.contains(&invitation.jobseeker));
        own.extend(before.map(|invitation| guest(invitation.jobseeker, &fair.tables[invitation.table], None)));
        own.retain(|guest| may_come(export, guest));
        own.sort_by_key(|guest| guest.id);
        found.extend(own);
    }
    found
}

/// Whether a guest said no to nothing and is available now: a plan may be older than the scenario.
fn may_come(export: &Export<'_>, guest: &Guest<'_>) -> bool {
    let said_no = guest.fair.invitation_to(guest.jobseeker).is_some_and(|invitation| invitation.answer == Answer::No);
    let is_theirs = export.employer.is_none_or(|name| name == guest.table.employer);
    !said_no && is_theirs && Availability::of(export.facts, guest.jobseeker) == Availability::Available
}

fn titles(export: &Export<'_>, titles: &[Words]) -> Vec<&'static str> {
    titles.iter().map(|title| title.in_lang(export.lang)).collect()
}

fn text(words: impl Into<String>) -> Cell {
    Cell::Text(words.into())
}

/// Who may come in at which door, and lines for who comes unasked.
fn check_in(export: &Export<'_>) -> Rows {
    let titles =
        titles(export, &[words::FAIR, words::PERSON, words::CHANNEL, words::TABLE, words::HOURS, words::IS_THERE]);
    let window = |fair: &Fair| text(format!("{}-{}", Clock(fair.hours.from), Clock(fair.hours.to)));
    let guests = guests(export);
    let mut lines = Vec::new();
    for fair in &export.facts.region.fairs {
        let own = guests.iter().filter(|guest| guest.fair.id == fair.id);
        lines.extend(own.map(|guest| {
            let channel = text(&fair.channel_of(guest.jobseeker).id);
            let table = text(format!("{} {}", guest.table.id, guest.table.employer));
            vec![text(&fair.title), text(guest.id), channel, table, window(fair), Cell::Empty]
        }));
        // The list of one employer's table is not the list of a door.
        if export.employer.is_none() {
            let empty = || vec![text(&fair.title), Cell::Empty, Cell::Empty, Cell::Empty, window(fair), Cell::Empty];
            lines.extend((0..walk_in_lines(fair.walk_ins)).map(|_| empty()));
        }
    }
    Rows { titles, lines }
}

/// Lines for people who come unasked: two standard deviations over the mean, as they come each for themselves.
fn walk_in_lines(mean: f64) -> u32 {
    // The reader lets 500 through at most.
    ((mean + 2.0 * mean.sqrt()).ceil() as u32).max(WALK_INS_MIN)
}

/// What a mediator's letter needs, a line for each person whom the plan invites.
fn letters(export: &Export<'_>) -> Result<Rows, ExportError> {
    let (region, lang) = (export.facts.region, export.lang);
    let titles = titles(
        export,
        &[
            words::PERSON,
            words::CHANNEL,
            words::FAIR,
            words::DATE,
            words::HOURS,
            words::VENUE,
            words::MUNICIPALITY,
            words::EMPLOYER,
            words::WORK,
            words::JOURNEY,
        ],
    );
    let line = |guest: &Guest<'_>, edge: &Edge| -> Result<Vec<Cell>, ExportError> {
        let (fair, venue) = (guest.fair, &region.venues[guest.fair.venue.at()]);
        let missing = || ExportError::NotOfToday(guest.id.to_owned());
        let journey = trip_sentences(&edge.way(export.facts), lang).ok_or_else(missing)?;
        let (vacancy, _) = region.fit_at(edge.jobseeker, edge.offer).ok_or_else(missing)?;
        let work = vacancy.occupation.map_or("", |occupation| region.occupations[occupation.at()].label(lang));
        Ok(vec![
            text(guest.id),
            text(&fair.channel_of(guest.jobseeker).id),
            text(&fair.title),
            text(words::date(fair.date, fair.hours, lang)),
            text(words::hours(fair.hours, lang)),
            text(&venue.name),
            text(&region.municipalities[venue.municipality.at()].name),
            text(&guest.table.employer),
            text(work),
            text(journey),
        ])
    };
    let invited = guests(export);
    let lines = invited.iter().filter_map(|guest| Some(line(guest, guest.edge?))).collect::<Result<_, _>>()?;
    Ok(Rows { titles, lines })
}

/// Who was invited and is silent, by fair and pseudonym: how they were invited, how they are reminded and until when.
fn reminders(export: &Export<'_>) -> Rows {
    let region = export.facts.region;
    let titles = titles(export, &[words::PERSON, words::CHANNEL_FIRST, words::CHANNEL_REMINDER, words::LAST_DAY]);
    let mut lines = Vec::new();
    for reminder in schakel_solver::plan::reminders(export.facts) {
        let (fair, id) = (&region.fairs[reminder.fair], &region.jobseekers[reminder.jobseeker.at()].id);
        if export.employer.is_some_and(|name| name != fair.tables[reminder.table].employer) {
            continue;
        }
        let channel = match reminder.next {
            NextWave::By(at) => text(&fair.channels[at].id),
            NextWave::TooLate => text(words::TOO_LATE.in_lang(export.lang)),
            NextWave::Lapses => text(words::LAPSES.in_lang(export.lang)),
        };
        let last_day = reminder.channel(fair).and_then(|channel| channel.last_day(fair));
        let last_day = last_day.map_or(Cell::Empty, Cell::Date);
        lines.push((
            (reminder.fair, id),
            vec![text(id), text(&fair.channel_of(reminder.jobseeker).id), channel, last_day],
        ));
    }
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    Rows { titles, lines: lines.into_iter().map(|(_, line)| line).collect() }
}
