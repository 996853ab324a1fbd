//! Small regions with a fair.

use super::{Dice, first_day, point, region};
use crate::domain::*;

/// A region of `people` and six vacancies whose plan is about a fair: a hall and tables that are too small, some who
/// were invited before, a floor. Nothing else is scarce.
pub(crate) fn with_fair(seed: u64, people: usize) -> Region {
    let mut dice = Dice::new(seed ^ 0xFA1);
    let mut region = region(seed, people, 6);
    region.pins.clear();
    region.promises.clear();
    region.supports.clear();
    for person in &mut region.jobseekers {
        person.children.clear();
        person.modes = person.modes.with(Mode::Bike).with(Mode::Car);
        person.availability = Weekday::ALL.map(|day| Window { day, from: 0, to: DAY }).to_vec();
        person.goals = (0..4).map(OccupationIdx).collect();
        person.travel_minutes_max = Some(120);
        person.first_day = first_day();
        person.gate = if dice.chance(15) { Gate::Hold } else { Gate::None };
    }
    let site = point(&mut dice);
    region.venues = vec![Venue {
        id: "hall".to_owned(),
        name: "Zaal".to_owned(),
        site,
        municipality: MunicipalityIdx(0),
        provider: "gemeente".to_owned(),
        cost_eur: 0,
        existing: true,
    }];
    region.fairs = vec![fair(&region, people, &mut dice)];
    crate::kind::arranged(region, PlanKind::Fair)
}

fn fair(region: &Region, people: usize, dice: &mut Dice) -> Fair {
    let vacancy = |offer: usize| FairVacancy {
        offer: OfferIdx::from_usize(offer),
        id: region.offers[offer].id.clone(),
        occupation: region.offers[offer].occupation,
    };
    let table = |n: usize, dice: &mut Dice| FairTable {
        id: format!("T{n}"),
        employer: format!("Werkgever {n}"),
        vacancies: (0..6).filter(|_| dice.chance(50)).map(vacancy).collect(),
        slots: 1 + dice.below(2) as u32,
        risk: [0.1, 0.3, 0.5][dice.below(3) as usize],
    };
    let tables: Vec<FairTable> = (0..2).map(|n| table(n, dice)).collect();
    let channel = |id: &str, lead_time_days, show, people| Channel {
        id: id.to_owned(),
        lead_time_days,
        show,
        worth: 30.0,
        people,
    };
    let by_mediator = (0..people).filter(|_| dice.chance(50)).map(JobseekerIdx::from_usize).collect();
    let channels = vec![channel("mediator", 7, 700, by_mediator), channel("letter", 21, 350, Vec::new())];
    let answers = [Answer::Yes, Answer::No, Answer::Silent];
    let was_invited = dice.chance(40);
    let invited = (0..people).filter(|_| was_invited && dice.chance(30)).collect::<Vec<_>>();
    let invitation = |at: usize, dice: &mut Dice| Invitation {
        jobseeker: JobseekerIdx::from_usize(at),
        table: dice.below(2) as usize,
        answer: answers[dice.below(3) as usize],
    };
    let invited = invited.into_iter().map(|at| invitation(at, dice)).collect();
    let group = Group::Municipality(MunicipalityIdx(dice.below(2) as u32));
    let floor =
        Share { id: "fair/floor".to_owned(), group, form: None, demand: Demand::FloorSoft(1 + dice.below(2) as u32) };
    let date = first_day();
    let day = Weekday::ALL[chrono::Datelike::weekday(&date).num_days_from_monday() as usize];
    Fair {
        id: "fair".to_owned(),
        title: "Beurs".to_owned(),
        venue: VenueIdx(0),
        date,
        hours: Window { day, from: 13 * 60, to: 17 * 60 },
        places: 1 + dice.below(3) as u32,
        risk: [0.05, 0.2, 0.4][dice.below(3) as usize],
        walk_ins: [0.0, 0.0, 0.3][dice.below(3) as usize],
        common_shock: dice.chance(50).then_some(0.5),
        shock_binds: dice.chance(50),
        days_left: was_invited.then(|| 5 + dice.below(20) as u32),
        channels,
        tables,
        floors: if dice.chance(50) { vec![floor] } else { Vec::new() },
        invited,
    }
}
