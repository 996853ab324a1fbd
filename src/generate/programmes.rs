//! What can be opened: a community centre in each municipality, a few programmes, and who can lead them. All of it is
//! an assumption, made for demonstration; see `fixtures/tables/generator.md`.

use super::Dates;
use super::draw::{Draw, Stream};
use super::tables::{Municipality, language};
use super::territory::place_in;
use crate::files::scenario::format::{
    Cefr, Day, Equipment, GroupSize, Hours, Instructor, Intake, IntakeFunnel, Languages, LedBy, Levels, Observed,
    Programme, ProgrammeKind, Room, StatedRate, Time, Venue,
};

/// Working days, of which each room is free on some.
const WORKDAYS: [Day; 5] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
/// First days of trainings and sitting days: the first Mondays of the plan.
const STARTS: [&str; 4] = ["2025-09-08", "2025-09-22", "2025-10-06", "2025-10-20"];

/// Venues, programmes and who can lead them.
pub(super) struct Openable {
    pub(super) venues: Vec<Venue>,
    pub(super) programmes: Vec<Programme>,
    pub(super) instructors: Vec<Instructor>,
}

impl Openable {
    pub(super) fn new(seed: u64, dates: Dates, municipalities: &[&Municipality]) -> Self {
        let mut draw = Draw::new(seed, Stream::Venues);
        Self {
            venues: municipalities.iter().map(|municipality| venue(municipality, dates, &mut draw)).collect(),
            programmes: programmes_in(dates),
            instructors: instructors(),
        }
    }
}

fn venue(municipality: &Municipality, dates: Dates, draw: &mut Draw) -> Venue {
    let mut room = |id: &str, seats: u16, equipment: &[Equipment]| Room {
        id: id.to_owned(),
        seats,
        open: vec![hours(draw.some_of(&WORKDAYS, 3), "08:30", "17:00")],
        away: Vec::new(),
        taken: Vec::new(),
        equipment: equipment.to_vec(),
    };
    let mut rooms = vec![
        room("keuken", 10, &[Equipment::Kitchen, Equipment::StepFree]),
        room("zaal", 16, &[Equipment::Projector, Equipment::Wifi, Equipment::StepFree]),
        room("computerlokaal", 12, &[Equipment::Computers, Equipment::Wifi]),
    ];
    if municipality.nis == super::fairs::WIJNEGEM {
        rooms.push(super::fairs::hall(dates));
    }
    Venue {
        id: format!("GC-{}", municipality.nis),
        name: match municipality.nis {
            super::fairs::WIJNEGEM => "'t Gasthuis".to_owned(),
            _ => format!("Gemeenschapscentrum {}", municipality.name),
        },
        at: place_in(municipality, draw).site,
        municipality: municipality.nis.to_owned(),
        provider: format!("Gemeente {}", municipality.name),
        rooms,
        cost_eur: 0,
        existing: false,
    }
}

fn hours(days: Vec<Day>, from: &str, to: &str) -> Hours {
    Hours { days, from: Time(from.to_owned()), to: Time(to.to_owned()) }
}

/// A training or sitting day with what most have in common.
fn programme(id: &str, name: &str, kind: ProgrammeKind, patterns: Vec<Vec<Hours>>, group: GroupSize) -> Programme {
    Programme {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        intake: Intake::Regular,
        employer: None,
        jobs_promised: None,
        jobdate: None,
        practice_room: None,
        occupation: None,
        skills: Vec::new(),
        weeks: 4,
        patterns,
        bands: Vec::new(),
        contract: None,
        social_clause: None,
        work_afterwards: false,
        chain: Vec::new(),
        group,
        intake_funnel: None,
        starts: STARTS.iter().filter_map(|day| day.parse().ok()).collect(),
        in_school_holidays: false,
        editions_max: None,
        equipment: Vec::new(),
        languages: Languages::new(),
        language_support: true,
        led_by: LedBy::Vdab,
    }
}

/// The programmes, with the first days they may have in the year of the plan.
fn programmes_in(dates: Dates) -> Vec<Programme> {
    let mut programmes = programmes();
    for start in programmes.iter_mut().flat_map(|programme| &mut programme.starts) {
        *start = dates.moved(*start);
    }
    programmes
}

fn programmes() -> Vec<Programme> {
    let training = ProgrammeKind::Training;
    let mornings = |days: &[Day]| hours(days.to_vec(), "09:00", "12:00");
    let two_days = vec![vec![mornings(&[Day::Mon, Day::Wed])], vec![mornings(&[Day::Tue, Day::Thu])]];
    let group = GroupSize { least: 6, most: 10 };
    let some_dutch = Levels { listening: None, speaking: Some(Cefr::A1), reading: None, writing: None };
    let household = Programme {
        occupation: Some("9111.1".to_owned()),
        equipment: vec![Equipment::Kitchen],
        languages: [(language("nl"), some_dutch)].into_iter().collect(),
        work_afterwards: true,
        intake_funnel: Some(published_case()),
        ..programme("huishoudhulp", "Opleiding huishoudhulp", training, two_days.clone(), group)
    };
    let green = Programme {
        occupation: Some("9214.1".to_owned()),
        work_afterwards: true,
        ..programme("groen", "Workshop groenonderhoud", training, two_days.clone(), group)
    };
    let computers = Programme {
        equipment: vec![Equipment::Computers],
        editions_max: Some(4),
        ..programme("basis-ict", "Basis ICT", training, two_days, GroupSize { least: 6, most: 12 })
    };
    let days = WORKDAYS.iter().map(|&day| vec![mornings(&[day])]).collect();
    let visits = GroupSize { least: 0, most: 60 };
    let sitting = Programme {
        weeks: 12,
        starts: STARTS.iter().take(1).filter_map(|day| day.parse().ok()).collect(),
        ..programme("zitdag", "Zitdag VDAB", ProgrammeKind::SittingDay, days, visits)
    };
    vec![household, green, computers, sitting]
}

/// Half and half before, worth four people: an assumption that gives way soon. Then the one case that was published: of
/// 35 who were selected 9 started, and 7 of those passed.
fn published_case() -> IntakeFunnel {
    let source = "assumption: 50 %, worth 4 people; seen in Leopoldsburg 2016, hbvl.be/cnt/blsbo_02651578";
    let rate = |came: u32, invited: u32| StatedRate {
        mean: 0.5,
        sample_size: 4.0,
        source: source.to_owned(),
        observed: Some(Observed { came, invited }),
    };
    IntakeFunnel { starts: rate(9, 35), passes: rate(7, 9) }
}

fn instructors() -> Vec<Instructor> {
    let who = |id: &str, name: &str, teaches: &[&str], days: &[Day]| Instructor {
        id: id.to_owned(),
        name: name.to_owned(),
        provider: "VDAB".to_owned(),
        teaches: teaches.iter().map(|&id| id.to_owned()).collect(),
        free: vec![hours(days.to_vec(), "08:00", "17:00")],
        away: Vec::new(),
        taken: Vec::new(),
        travel: None,
    };
    vec![
        who("INS-1", "Instructeur 1", &["huishoudhulp"], &WORKDAYS),
        who("INS-2", "Instructeur 2", &["huishoudhulp", "groen"], &WORKDAYS),
        who("INS-3", "Instructeur 3", &["groen"], &[Day::Mon, Day::Wed]),
        who("INS-4", "Instructeur 4", &["basis-ict"], &WORKDAYS),
        who("BEM-1", "Bemiddelaar 1", &["zitdag"], &[Day::Mon, Day::Tue, Day::Thu]),
        who("BEM-2", "Bemiddelaar 2", &["zitdag"], &[Day::Wed, Day::Fri]),
    ]
}
