//! Small regions in which something can be opened.

use chrono::Days;

use super::{Dice, first_day, point, region};
use crate::domain::*;

/// A region of `people` whose plan is about trainings: a few venues, programmes and instructors, too few of each.
/// Nobody has children and nothing supports anyone, so that only places, rooms and people who lead are scarce.
pub(crate) fn with_trainings(seed: u64, people: usize) -> Region {
    wanting(seed, people, Where::default())
}

/// As [`with_trainings`], where the planner wants something of it: every objective in turn, with or without limits of
/// sites.
pub(crate) fn with_objective(seed: u64, people: usize) -> Region {
    let mut dice = Dice::new(seed ^ 0x517E);
    let weights = ObjectiveWeights { person: 50, travel_minute: dice.below(3) as i64, edition: dice.below(80) as i64 };
    let objectives =
        [Objective::MostPeople, Objective::WorstServed, Objective::LeastTravel, Objective::Weighed(weights)];
    let wanted = Where {
        objective: objectives[seed as usize % objectives.len()],
        sites_max: dice.chance(60).then(|| dice.below(2) as u32),
        budget_eur: dice.chance(30).then(|| 50 * dice.below(6) as u32),
    };
    wanting(seed, people, wanted)
}

/// As [`with_objective`], with tiers of the pack, floors and a quota of places, and now and then an exclusive training.
pub(crate) fn with_priority(seed: u64, people: usize) -> Region {
    let mut region = with_objective(seed, people);
    let mut dice = Dice::new(seed ^ 0x7135);
    let mut tiers = PriorityGroup::ALL.to_vec();
    tiers.rotate_left(dice.below(3) as usize);
    tiers.truncate(1 + dice.below(2) as usize);
    let group = |dice: &mut Dice| match dice.below(2) {
        0 => Group::Municipality(MunicipalityIdx(dice.below(2) as u32)),
        _ => Group::Priority(PriorityGroup::ALL[dice.below(3) as usize]),
    };
    let share = |id: &str, group, demand| Share { id: id.to_owned(), group, form: None, demand };
    let mut shares = Vec::new();
    if dice.chance(60) {
        shares.push(share("floor", group(&mut dice), Demand::FloorSoft(1 + dice.below(3) as u32)));
    }
    if dice.chance(30) {
        shares.push(share("quota", group(&mut dice), Demand::Quota(dice.below(3) as u32)));
    }
    (region.pack.action_tiers, region.pack.action_shares) = (tiers, shares);
    for programme in &mut region.programmes {
        if !dice.chance(30) {
            continue;
        }
        programme.intake = Intake::Exclusive;
        programme.jobs_promised = Some(1 + dice.below(3) as u16);
    }
    region
}

/// As [`with_trainings`], of conversation groups in bands, with buddies for who is left.
pub(crate) fn with_groups(seed: u64, people: usize) -> Region {
    let mut region = wanting(seed, people, Where::default());
    let mut dice = Dice::new(seed ^ 0x6209);
    for person in &mut region.jobseekers {
        let speaks = Cefr::ALL[dice.below(5) as usize];
        person.languages = vec![LanguageLevels { language: Language::DUTCH, levels: [speaks; 4] }];
    }
    let bands = [Band { from: Cefr::PreA1, to: Cefr::A1 }, Band { from: Cefr::A2, to: Cefr::B1 }];
    for programme in &mut region.programmes {
        programme.kind = ProgrammeKind::ConversationGroup;
        programme.occupation = None;
        programme.least = 2;
        programme.bands = bands.into_iter().filter(|_| dice.chance(70)).collect();
    }
    let meets = |day| Window { day, from: 10 * 60, to: 11 * 60 };
    region.buddies = (0..dice.below(3))
        .map(|n| Buddy {
            id: format!("buddy{n}"),
            name: format!("Buddy {n}"),
            provider: "Ligo".to_owned(),
            venue: VenueIdx(0),
            meets: [Weekday::Mon, Weekday::Fri].into_iter().filter(|_| dice.chance(60)).map(meets).collect(),
            people: 1,
        })
        .collect();
    crate::kind::arranged(region, PlanKind::Groups)
}

/// Trainings that take no more people than find work afterwards, with a few vacancies: not arranged yet.
pub(crate) fn with_work_afterwards(seed: u64, people: usize) -> Region {
    let mut region = before(seed, people, 4, Where::default());
    let mut dice = Dice::new(seed ^ 0x3017);
    for (n, programme) in region.programmes.iter_mut().enumerate() {
        programme.occupation = Some(OccupationIdx(n as u32));
        programme.steps = vec![Step::default()];
        programme.skills = region.skills.iter().enumerate().map(|(at, _)| SkillIdx(at as u32)).collect();
    }
    for vacancy in &mut region.offers {
        vacancy.occupation = Some(OccupationIdx(dice.below(2) as u32));
        vacancy.openings = Some(dice.below(3) as u32);
    }
    region
}

/// As [`with_work_afterwards`], where a second step follows the first, of another occupation or of one employment form,
/// for which the first teaches what the programme did not or gives a right.
pub(crate) fn with_chain(seed: u64, people: usize) -> Region {
    let mut region = with_work_afterwards(seed, people);
    let mut dice = Dice::new(seed ^ 0xC4A1);
    for (n, programme) in region.programmes.iter_mut().enumerate() {
        let learnt_later = programme.skills.split_off(dice.below(programme.skills.len() as u64 + 1) as usize);
        let rights = (0..region.entitlements.len()).map(|at| EntitlementIdx(at as u32)).collect();
        let first = Step { skills: learnt_later, rights, ..Step::default() };
        let other = dice.chance(50).then(|| OccupationIdx(1 - n as u32 % 2));
        let forms = if dice.chance(40) { vec![FormIdx(dice.below(2) as u32)] } else { Vec::new() };
        programme.steps = vec![first, Step { occupation: other, forms, ..Step::default() }];
    }
    let skills: Vec<SkillIdx> = (0..region.skills.len()).map(|at| SkillIdx(at as u32)).collect();
    region.jobseekers.iter_mut().for_each(|person| person.skills.clear());
    for vacancy in &mut region.offers {
        vacancy.openings = Some(dice.below(4) as u32);
        vacancy.essential_skills = if dice.chance(50) { skills.clone() } else { Vec::new() };
    }
    region
}

fn wanting(seed: u64, people: usize, wanted: Where) -> Region {
    let mut region = before(seed, people, 0, wanted);
    let mut dice = Dice::new(seed ^ 0x30FE);
    for leader in region.resources.iter_mut().filter(|resource| resource.role == Role::Instructor) {
        leader.travel = dice.chance(60).then(|| goes_far(&mut dice));
    }
    // Mornings and afternoons of one day, shortly after each other, so that who leads both may have to move.
    for session in region.programmes.iter_mut().flat_map(|programme| programme.patterns.iter_mut().flatten()) {
        session.day = Weekday::Mon;
        if session.from < 12 * 60 {
            (session.from, session.to) = (session.from + 50, session.to + 50);
        }
    }
    crate::kind::arranged(region, PlanKind::Trainings)
}

fn before(seed: u64, people: usize, offers: usize, wanted: Where) -> Region {
    let mut dice = Dice::new(seed ^ 0x0DE);
    let mut region = region(seed, people, offers);
    region.pins.clear();
    region.supports.clear();
    for person in &mut region.jobseekers {
        person.children.clear();
        person.modes = person.modes.with(Mode::Bike).with(Mode::Car);
        person.gate = if dice.chance(10) { Gate::Hold } else { Gate::None };
        person.availability = Weekday::ALL.map(|day| Window { day, from: 6 * 60, to: 20 * 60 }).to_vec();
        person.goals = vec![OccupationIdx(dice.below(2) as u32)];
        person.travel_minutes_max = Some(90);
        person.first_day = first_day();
    }
    let n_venues = 1 + dice.below(2) as usize;
    region.venues = (0..n_venues).map(|n| venue(n, &mut dice)).collect();
    let rooms = (0..n_venues).flat_map(|n| (0..1 + dice.below(2)).map(move |room| (n, room)).collect::<Vec<_>>());
    let rooms: Vec<_> = rooms.collect();
    region.resources = rooms.into_iter().map(|(venue, room)| resource(Some(venue), room, &mut dice)).collect();
    region.resources.extend((0..1 + dice.below(2)).map(|who| resource(None, who, &mut dice)));
    region.programmes = (0..1 + dice.below(2)).map(|n| programme(n, &mut dice)).collect();
    if dice.chance(25) {
        let programme = dice.chance(50).then_some(ProgrammeIdx(0));
        let require = dice.chance(60);
        let venue = Some(VenueIdx(0));
        let pin = EditionPin { jobseeker: None, programme, venue, start: None, instructor: None, require };
        region.edition_pins.push(pin);
    }
    if people > 0 && dice.chance(25) {
        let jobseeker = Some(JobseekerIdx::from_usize(dice.below(people as u64) as usize));
        let (programme, require) = (dice.chance(50).then_some(ProgrammeIdx(0)), dice.chance(60));
        let venue = dice.chance(50).then_some(VenueIdx(0));
        let pin = EditionPin { jobseeker, programme, venue, start: None, instructor: None, require };
        region.edition_pins.push(pin);
    }
    region.wanted = wanted;
    for (n, venue) in region.venues.iter_mut().enumerate() {
        venue.existing = n == 0 && seed.is_multiple_of(3);
    }
    region
}

fn venue(n: usize, dice: &mut Dice) -> Venue {
    let (id, name) = (format!("venue{n}"), format!("Zaal {n}"));
    Venue {
        id,
        name,
        site: point(dice),
        municipality: MunicipalityIdx(n as u32 % 2),
        provider: "gemeente".to_owned(),
        cost_eur: 100,
        existing: false,
    }
}

/// A room of a venue, or someone who leads.
fn resource(venue: Option<usize>, n: u64, dice: &mut Dice) -> Resource {
    let all_day = |day| Window { day, from: 8 * 60, to: 18 * 60 };
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed];
    let away = (first_day() + Days::new(7), first_day() + Days::new(9));
    Resource {
        id: venue.map_or(format!("who{n}"), |venue| format!("venue{venue}/{n}")),
        name: format!("{n}"),
        role: if venue.is_some() { Role::Room } else { Role::Instructor },
        provider: "VDAB".to_owned(),
        venue: venue.map(VenueIdx::from_usize),
        seats: 1 + dice.below(3) as u16,
        equipment: Equipment(dice.below(2) as u16),
        free: days.into_iter().filter(|_| dice.chance(85)).map(all_day).collect(),
        away: if dice.chance(20) { vec![away] } else { Vec::new() },
        taken: Vec::new(),
        travel: None,
        teaches: vec![ProgrammeIdx(0), ProgrammeIdx(1)].into_iter().filter(|_| dice.chance(80)).collect(),
    }
}

/// Anywhere, but not at once.
fn goes_far(dice: &mut Dice) -> LeaderTravel {
    let mode = if dice.chance(50) { Mode::Walk } else { Mode::Car };
    LeaderTravel { from: point(dice), mode, minutes_max: 600 }
}

fn programme(n: u64, dice: &mut Dice) -> Programme {
    let session = |day, from| Window { day, from, to: from + 3 * 60 };
    let patterns = vec![vec![session(Weekday::Mon, 9 * 60)], vec![session(Weekday::Tue, 13 * 60)]];
    let monday =
        first_day() + Days::new((7 - u64::from(chrono::Datelike::weekday(&first_day()).num_days_from_monday())) % 7);
    Programme {
        id: format!("programme{n}"),
        name: format!("Opleiding {n}"),
        kind: ProgrammeKind::Training,
        intake: Intake::Regular,
        employer: None,
        jobs_promised: None,
        jobdate: None,
        practice_room: None,
        occupation: dice.chance(60).then_some(OccupationIdx(n as u32)),
        skills: Vec::new(),
        weeks: 2,
        patterns: patterns.into_iter().take(1 + dice.below(2) as usize).collect(),
        work: None,
        social_clause: None,
        steps: Vec::new(),
        bands: Vec::new(),
        least: dice.below(3) as u16,
        most: 3,
        funnel: None,
        starts: [0, 7].into_iter().take(1 + dice.below(2) as usize).map(|days| monday + Days::new(days)).collect(),
        in_school_holidays: true,
        editions_max: dice.chance(30).then_some(1),
        equipment: Equipment(dice.below(3) as u16 / 2),
        languages: Vec::new(),
        language_support: false,
        led_by: LedBy::Vdab,
    }
}
