//! Turns checked records into the facts the solver plans from, in canonical order.

mod editions;
mod fairs;
mod nominations;
mod offers;
mod people;
mod travel;

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_solver::domain::{self, sort_canonically};
use schakel_solver::travel::Travel;

use super::format;
use super::meaning::minute_of;
use super::names::Names;
use super::packs::Packs;
use super::policy::{self, Numbers};
use super::stream::Parts;
use crate::files::occupations;

/// The region of `parts`, in which no issue is an error; `None` would be a gap in the checks.
pub(super) fn region(mut parts: Parts, packs: &Packs) -> Option<domain::Region> {
    sort(&mut parts);
    let (region, horizon, policy) = (parts.region.take()?, parts.horizon?, parts.policy.take()?);
    let pack = packs.get(&policy.pack)?;
    let numbers = Numbers::of(pack, &policy);
    let network = travel::network(&parts, packs);
    let hubs = travel::hubs(&parts, network.as_deref())?;
    let names = Names::of(&parts, &region, pack, &hubs);
    let straight = travel::straight(&parts, &numbers, &names)?;
    let (week_of, change_seconds_min) =
        (parts.timetable.as_ref().and_then(|it| it.week_of), numbers.change_seconds_min()?);
    let scores = scores(&parts, &names)?;
    let (promises, pins) = (promises(&parts, &names)?, pins(&parts, &names)?);
    let pack = policy::pack(pack, &policy, &numbers, &names)?;
    let resources = editions::resources(&parts, &names)?;
    let edition_pins = editions::pins(&parts, &resources, &names)?;
    let (fairs, buddies) = (fairs::fairs(&parts, &names)?, editions::buddies(&parts, &names)?);
    let nominations = nominations::nominations(&parts, &names)?;
    let venues = parts.venues.records.into_iter().map(|record| editions::venue(record.value, &names));
    let programmes = parts.programmes.records.into_iter();
    let programmes = programmes.map(|record| editions::programme(record.value, horizon, &names));
    let vacancies = parts.vacancies.records.into_iter().map(|record| offers::vacancy(record.value, &names));
    let childcare = parts.childcare.records.into_iter().map(|record| offers::care(record.value, &names));
    let jobseekers = parts.jobseekers.records.into_iter().map(|record| people::jobseeker(record.value, &names));
    let municipalities = municipalities(region.municipalities);
    let mut region = domain::Region {
        name: region.name,
        seen_by: domain::SeenBy::Everyone,
        horizon: domain::Horizon { from: horizon.from, to: horizon.to },
        municipalities,
        pack,
        kind: domain::PlanKind::Matching,
        venues: venues.collect::<Option<_>>()?,
        resources,
        programmes: programmes.collect::<Option<_>>()?,
        editions: Vec::new(),
        departures: Vec::new(),
        outflows: Vec::new(),
        work_afterwards: Vec::new(),
        buddies,
        support_budget_eur: parts.support_budget_eur,
        fairs,
        fair_facts: domain::FairFacts::default(),
        wanted: editions::wanted(parts.sites),
        wanting: Vec::new(),
        edition_pins,
        jobseekers: jobseekers.collect::<Option<_>>()?,
        offers: vacancies.collect::<Option<_>>()?,
        childcare: childcare.collect::<Option<_>>()?,
        supports: parts.supports.records.into_iter().map(|record| offers::support(record.value)).collect(),
        hubs,
        travel: Arc::new(straight.clone()) as Arc<dyn Travel>,
        scores,
        promises,
        standing: Vec::new(),
        changed_max: None,
        pins,
        nominations,
        occupations: names.occupations.names.into_iter().map(occupation).collect::<Option<_>>()?,
        skills: names.skills.names.into_iter().map(|code| domain::Skill { code }).collect(),
        entitlements: names.rights.names,
    };
    if let Some(network) = network {
        region.travel = travel::by_timetable(&region, straight, network, week_of, change_seconds_min)?;
    }
    Some(region)
}

/// Every list in canonical order.
fn sort(parts: &mut Parts) {
    sort_canonically(&mut parts.jobseekers.records, |record| &record.value.id);
    sort_canonically(&mut parts.vacancies.records, |record| &record.value.id);
    sort_canonically(&mut parts.childcare.records, |record| &record.value.id);
    sort_canonically(&mut parts.venues.records, |record| &record.value.id);
    sort_canonically(&mut parts.programmes.records, |record| &record.value.id);
    sort_canonically(&mut parts.instructors.records, |record| &record.value.id);
    sort_canonically(&mut parts.supports.records, |record| &record.value.id);
}

/// Municipalities, by NIS code.
fn municipalities(places: Vec<format::Municipality>) -> Vec<domain::Municipality> {
    let place = |place: format::Municipality| domain::Municipality { nis: place.nis, name: place.name };
    let mut municipalities: Vec<_> = places.into_iter().map(place).collect();
    municipalities.sort_by(|a, b| a.nis.cmp(&b.nis));
    municipalities
}

fn occupation(code: String) -> Option<domain::Occupation> {
    let labels = occupations::labels(&code)?;
    let isco = code.as_bytes().get(..4)?.try_into().ok()?;
    let occupations::Labels { nl: label_nl, en: label_en, fr: label_fr } = labels;
    Some(domain::Occupation { isco, label_nl, label_en, label_fr, code })
}

type Scores = BTreeMap<(domain::JobseekerIdx, domain::OfferIdx), domain::Score>;

fn scores(parts: &Parts, names: &Names<'_>) -> Option<Scores> {
    let score = |score: &format::Score| {
        let pair = names.pair(&score.jobseeker, &score.vacancy)?;
        Some((pair, domain::Score { points: score.points, replaces: score.replaces }))
    };
    parts.scores.records.iter().map(|record| score(&record.value)).collect()
}

fn promises(parts: &Parts, names: &Names<'_>) -> Option<Vec<domain::Promise>> {
    let promise = |promise: &format::Promise| {
        let (jobseeker, vacancy) = names.pair(&promise.jobseeker, &promise.vacancy)?;
        let status = match promise.status {
            format::PromiseStatus::Draft => domain::PromiseStatus::Draft,
            format::PromiseStatus::Proposed => domain::PromiseStatus::Proposed,
            format::PromiseStatus::Invited => domain::PromiseStatus::Invited,
            format::PromiseStatus::Confirmed => domain::PromiseStatus::Confirmed,
            format::PromiseStatus::Attended => domain::PromiseStatus::Attended,
        };
        Some(domain::Promise { jobseeker, offer: vacancy, status })
    };
    let mut promises: Vec<_> =
        parts.promises.records.iter().map(|record| promise(&record.value)).collect::<Option<_>>()?;
    promises.sort_unstable();
    Some(promises)
}

fn pins(parts: &Parts, names: &Names<'_>) -> Option<Vec<domain::Pin>> {
    let pin = |pin: &format::Pin| {
        let (jobseeker, vacancy) = names.pair(&pin.jobseeker, &pin.vacancy)?;
        Some(domain::Pin { jobseeker, offer: vacancy, require: pin.mode == format::PinMode::Require })
    };
    let mut pins: Vec<_> = parts.pins.records.iter().map(|record| pin(&record.value)).collect::<Option<_>>()?;
    pins.sort_unstable();
    Some(pins)
}

/// A mode of the file as a fact.
pub(super) fn mode(mode: format::Mode) -> domain::Mode {
    match mode {
        format::Mode::Walk => domain::Mode::Walk,
        format::Mode::Bike => domain::Mode::Bike,
        format::Mode::Ebike => domain::Mode::Ebike,
        format::Mode::Moped => domain::Mode::Moped,
        format::Mode::Car => domain::Mode::Car,
        format::Mode::Transit => domain::Mode::Transit,
        format::Mode::BikeTransit => domain::Mode::BikeTransit,
        format::Mode::SharedBike => domain::Mode::SharedBike,
        format::Mode::SharedCar => domain::Mode::SharedCar,
    }
}

fn point(at: format::LonLat) -> domain::Point {
    domain::Point::new(at.lon, at.lat)
}

/// Hours as windows, sorted by day and start. An end before the start is the next day's.
fn windows(hours: &[format::Hours]) -> Option<Vec<domain::Window>> {
    let mut windows = Vec::new();
    for hours in hours {
        let (from, mut to) = (minute_of(&hours.from)?, minute_of(&hours.to)?);
        if to <= from {
            to += domain::DAY;
        }
        windows.extend(hours.days.iter().map(|day| domain::Window { day: weekday(*day), from, to }));
    }
    windows.sort_unstable();
    windows.dedup();
    Some(windows)
}

fn weekday(day: format::Day) -> domain::Weekday {
    match day {
        format::Day::Mon => domain::Weekday::Mon,
        format::Day::Tue => domain::Weekday::Tue,
        format::Day::Wed => domain::Weekday::Wed,
        format::Day::Thu => domain::Weekday::Thu,
        format::Day::Fri => domain::Weekday::Fri,
        format::Day::Sat => domain::Weekday::Sat,
        format::Day::Sun => domain::Weekday::Sun,
    }
}

fn licences(held: &[format::Licence]) -> domain::Licences {
    use domain::LicenceCategory as Category;
    held.iter().fold(domain::Licences::default(), |set, licence| {
        set.with(match licence {
            format::Licence::AM => Category::AM,
            format::Licence::A => Category::A,
            format::Licence::B => Category::B,
            format::Licence::BE => Category::BE,
            format::Licence::C => Category::C,
            format::Licence::CE => Category::CE,
            format::Licence::D => Category::D,
            format::Licence::G => Category::G,
        })
    })
}

/// Levels per language, sorted by language: the file's map is sorted by code already.
fn languages(languages: &format::Languages) -> Option<Vec<domain::LanguageLevels>> {
    let known = |(code, levels): (&format::LanguageCode, &format::Levels)| {
        let language = domain::Language(code.0.as_bytes().try_into().ok()?);
        let levels = [levels.listening, levels.speaking, levels.reading, levels.writing].map(cefr);
        Some(domain::LanguageLevels { language, levels })
    };
    languages.iter().map(known).collect()
}

fn cefr(level: Option<format::Cefr>) -> domain::Cefr {
    match level {
        None => domain::Cefr::PreA1,
        Some(format::Cefr::A1) => domain::Cefr::A1,
        Some(format::Cefr::A2) => domain::Cefr::A2,
        Some(format::Cefr::B1) => domain::Cefr::B1,
        Some(format::Cefr::B2) => domain::Cefr::B2,
        Some(format::Cefr::C1) => domain::Cefr::C1,
        Some(format::Cefr::C2) => domain::Cefr::C2,
    }
}
