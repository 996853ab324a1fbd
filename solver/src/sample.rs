//! Small regions for tests: every kind of fact turns up, the same seed gives the same region.

mod fairs;
mod openable;
mod timetabled;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};

use crate::domain::*;
use crate::travel::{Matrix, Place, Speed, StraightLine};

pub(crate) use fairs::with_fair;
pub(crate) use openable::{
    with_chain, with_groups, with_objective, with_priority, with_trainings, with_work_afterwards,
};
pub(crate) use timetabled::timetabled;

/// A small pseudo-random sequence (xorshift64*): tests need variety, not quality.
pub(crate) struct Dice(u64);

impl Dice {
    /// The sequence of `seed`.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % n
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// First day of the horizon of every sample.
pub(crate) fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 1).unwrap()
}

fn day(after: u64) -> NaiveDate {
    first_day().checked_add_days(Days::new(after)).unwrap()
}

/// The pack of every sample: the numbers of the agreement, two forms, one floor and one quota.
pub(crate) fn pack() -> PolicyPack {
    let form = |name: &str, entitlement, hours_per_week_max| EmploymentForm {
        ocmw_decides: false,
        name: name.to_owned(),
        captions: [name.to_owned(), name.to_owned(), name.to_owned()],
        entitlement,
        hours_per_week_max,
        valid_from: day(0) - Days::new(3000),
        valid_to: None,
    };
    PolicyPack {
        name: "sample".to_owned(),
        valid_from: day(0) - Days::new(1000),
        valid_to: day(1000),
        closures: Vec::new(),
        levels: vec![Level::Promises, Level::Floors, Level::Placed, Level::Fit],
        limits: Limits {
            travel_minutes_max: 60,
            transfers_max: 3,
            walk_metres_max: 1_000,
            hub_minutes_max: 15,
            hub_choices_max: 3,
            pick_up_minutes: 3,
            childcare_minutes_max: 20,
            drop_off_minutes: 10,
            childcare_choices_max: 4,
            childcare_choices_near_work_max: 1,
            childcare_stops_max: 2,
            goal_distance_max: 2,
            essential_skills_percent_min: 50,
            coach_steps: 1,
            minimum_age: 15,
            short_term_months: 12,
            count_shown_min: 10,
            near_weeks_max: 520,
            near_travel_minutes_max: 240,
            near_hours_per_week_max: 60,
        },
        weights: Weights {
            base: 1000,
            per_travel_minute: 4,
            per_goal_step: 60,
            per_goal_rank: 20,
            optional_skills: 100,
            per_support: 1000,
        },
        remedies: RemedyCosts {
            weeks_per_language_level: 15,
            cents_per_language_level: 10_000,
            weeks_licence_b: 20,
            cents_licence_b: 150_000,
            cents_bicycle: 20_000,
            weeks_per_skill: 4,
            weeks_entitlement: 6,
        },
        rule_modes: BTreeMap::new(),
        forms: vec![form("regular", None, None), form("wijk_werken", Some(EntitlementIdx(0)), Some(14))],
        shares: shares(),
        action_tiers: Vec::new(),
        action_shares: Vec::new(),
        sources: Vec::new(),
    }
}

fn shares() -> Vec<Share> {
    let floor_a = Share {
        id: "floor-a".to_owned(),
        group: Group::Municipality(MunicipalityIdx(0)),
        form: None,
        demand: Demand::FloorSoft(2),
    };
    let quota_wijk =
        Share { id: "quota-wijk".to_owned(), group: Group::Everyone, form: Some(FormIdx(1)), demand: Demand::Quota(1) };
    vec![floor_a, quota_wijk]
}

/// Straight lines at plain speeds: walk 5, bike 15, e-bike 20, moped 30, car 40, transit 15 km/h.
pub(crate) fn travel(matrix: Matrix) -> Arc<StraightLine> {
    let speed = |kmh: u32, start_minutes| Speed { metres_per_hour: kmh * 1000, detour_percent: 130, start_minutes };
    let speeds = [speed(5, 0), speed(15, 1), speed(20, 1), speed(30, 2), speed(40, 5), speed(15, 10)];
    Arc::new(StraightLine { speeds, matrix })
}

fn point(dice: &mut Dice) -> Point {
    // A grid of some 15 by 15 km with few enough points for ties.
    Point::new(4.4 + dice.below(12) as f64 * 0.02, 51.15 + dice.below(10) as f64 * 0.015)
}

fn levels(dice: &mut Dice) -> Levels {
    std::array::from_fn(|_| Cefr::ALL[1 + dice.below(5) as usize])
}

fn subset<T: Copy>(all: &[T], percent: u64, dice: &mut Dice) -> Vec<T> {
    all.iter().copied().filter(|_| dice.chance(percent)).collect()
}

fn week(dice: &mut Dice) -> Vec<Window> {
    let days = if dice.chance(80) { 5 } else { 7 };
    let (from, to) = [(0, DAY), (0, DAY), (7 * 60, 19 * 60), (8 * 60, 16 * 60)][dice.below(4) as usize];
    Weekday::ALL[..days].iter().map(|&day| Window { day, from, to }).collect()
}

fn shifts(dice: &mut Dice) -> Vec<Window> {
    let (from, to) = [(480, 960), (360, 840), (840, 1320), (540, 720), (1320, 1800)]
        [[0, 0, 0, 1, 2, 3, 3, 4][dice.below(8) as usize]];
    let days = 2 + dice.below(4) as usize;
    Weekday::ALL[..days].iter().map(|&day| Window { day, from, to }).collect()
}

/// A region of `people` jobseekers and `offers` offers, in canonical order.
pub(crate) fn region(seed: u64, people: usize, offers: usize) -> Region {
    let mut dice = Dice::new(seed);
    let codes = ["4110.1", "5223.6", "9111.1", "9112.1", "9112.2", "9333.8"];
    let occupations: Vec<_> = codes.iter().map(|code| occupation(code)).collect();
    let skills = (0..8).map(|n| Skill { code: format!("s{n}") }).collect();
    let childcare: Vec<_> = (0..4).map(|n| care(n, &mut dice)).collect();
    let mut jobseekers: Vec<_> = (0..people).map(|n| jobseeker(n, childcare.len(), &mut dice)).collect();
    let mut offers: Vec<_> = (0..offers).map(|n| offer(n, &mut dice)).collect();
    sort_canonically(&mut jobseekers, |jobseeker| &jobseeker.id);
    sort_canonically(&mut offers, |offer| &offer.id);
    let mut pairs = |n: u64| -> Vec<(JobseekerIdx, OfferIdx)> {
        let (people, offers) = (jobseekers.len() as u64, offers.len() as u64);
        if people == 0 || offers == 0 {
            return Vec::new();
        }
        let mut pair = || (JobseekerIdx(dice.below(people) as u32), OfferIdx(dice.below(offers) as u32));
        (0..n).map(|_| pair()).collect()
    };
    let mut pins: Vec<_> =
        pairs(1).into_iter().map(|(jobseeker, offer)| Pin { jobseeker, offer, require: false }).collect();
    pins.sort_unstable();
    let mut promises: Vec<_> = pairs(2)
        .into_iter()
        .map(|(jobseeker, offer)| Promise { jobseeker, offer, status: PromiseStatus::Invited })
        .collect();
    promises.sort_unstable();
    let scores = pairs(2).into_iter().map(|pair| (pair, Score { points: 50, replaces: false })).collect();
    Region {
        name: "sample".to_owned(),
        horizon: Horizon { from: day(0), to: day(121) },
        municipalities: ["11001", "11002"]
            .map(|nis| Municipality { nis: nis.to_owned(), name: nis.to_owned() })
            .to_vec(),
        pack: pack(),
        occupations,
        skills,
        entitlements: vec!["wijk_werken".to_owned()],
        jobseekers,
        offers,
        childcare,
        supports: supports(),
        hubs: Vec::new(),
        travel: travel(Matrix::new()),
        scores,
        promises,
        standing: Vec::new(),
        changed_max: None,
        pins,
        nominations: Vec::new(),
        seen_by: SeenBy::Ocmw,
        kind: PlanKind::Matching,
        venues: Vec::new(),
        resources: Vec::new(),
        programmes: Vec::new(),
        editions: Vec::new(),
        departures: Vec::new(),
        outflows: Vec::new(),
        work_afterwards: Vec::new(),
        buddies: Vec::new(),
        support_budget_eur: None,
        fairs: Vec::new(),
        fair_facts: FairFacts::default(),
        wanted: Where::default(),
        wanting: Vec::new(),
        edition_pins: Vec::new(),
    }
}

/// One of each kind of support.
fn supports() -> Vec<Support> {
    let kinds = [("bicycle", SupportKind::Bicycle), ("coach", SupportKind::Coach), ("licence", SupportKind::LicenceB)];
    let support = |(id, kind): (&str, _)| Support { id: id.to_owned(), kind, stock: 1, lead_weeks: 0, cost_cents: 100 };
    kinds.map(support).to_vec()
}

/// An occupation named after its code.
pub(crate) fn occupation(code: &str) -> Occupation {
    let digits: Vec<u8> = code.bytes().take(4).collect();
    Occupation {
        code: code.to_owned(),
        isco: digits.try_into().unwrap(),
        label_nl: format!("beroep {code}"),
        label_en: format!("occupation {code}"),
        label_fr: format!("profession {code}"),
    }
}

fn care(n: usize, dice: &mut Dice) -> Care {
    let (from, to) = [(420, 1080), (360, 1200), (450, 1050)][dice.below(3) as usize];
    Care {
        id: format!("K{n}"),
        name: format!("De Zon {n}"),
        site: point(dice),
        municipality: None,
        open: Weekday::ALL[..5].iter().map(|&day| Window { day, from, to }).collect(),
        bands: vec![
            AgeBand { from_age: 0, to_age: 2, places: dice.below(3) as u32 },
            AgeBand { from_age: 3, to_age: 11, places: dice.below(3) as u32 },
        ],
        is_school: false,
        serves: Vec::new(),
    }
}

fn jobseeker(n: usize, facilities: usize, dice: &mut Dice) -> Jobseeker {
    let children = if dice.chance(40) { 1 + dice.below(3) } else { 0 };
    let mut child = || Child {
        age: dice.below(12) as u8,
        needs_care: dice.chance(80),
        place: dice.chance(20).then(|| CareIdx::new(dice.below(facilities as u64) as u32)),
        school: None,
    };
    let children = (0..children).map(|_| child()).collect();
    let modes = subset(&Mode::PLAIN, 40, dice).into_iter().fold(Modes::default().with(Mode::Walk), Modes::with);
    let licences = [LicenceCategory::B, LicenceCategory::C];
    Jobseeker {
        id: format!("J{n:03}"),
        home: point(dice),
        municipality: MunicipalityIdx(dice.below(2) as u32),
        modes,
        licences: subset(&licences, 40, dice).into_iter().fold(Licences::default(), Licences::with),
        transfers_max: None,
        walk_metres_max: None,
        leaves_from: None,
        travel_minutes_max: dice.chance(50).then(|| 20 + dice.below(100) as u16),
        languages: vec![LanguageLevels { language: Language::DUTCH, levels: levels(dice) }],
        skills: subset(&std::array::from_fn::<_, 8, _>(|n| SkillIdx(n as u32)), 80, dice),
        goals: subset(&std::array::from_fn::<_, 6, _>(|n| OccupationIdx(n as u32)), 60, dice),
        availability: week(dice),
        hours_per_week_min: dice.below(12) as u16,
        hours_per_week_max: 26 + dice.below(14) as u16,
        first_day: day(dice.below(20) + if dice.chance(5) { 200 } else { 0 }),
        children,
        registered_on: day(0) - Days::new(dice.below(900)),
        birth_year: 1965 + dice.below(48) as u16,
        gate: match dice.below(12) {
            0 => Gate::Hold,
            1 => Gate::Released { by: "OCMW".to_owned(), on: day(0) },
            2 => Gate::AdviceOnly,
            _ => Gate::None,
        },
        right_to_work: match dice.below(12) {
            0 => RightToWork::No,
            1 => RightToWork::Until(day(20)),
            _ => RightToWork::Unlimited,
        },
        entitlements: dice
            .chance(30)
            .then(|| Entitlement { right: EntitlementIdx(0), from: day(0), until: None })
            .into_iter()
            .collect(),
        assessments: Vec::new(),
    }
}

fn offer(n: usize, dice: &mut Dice) -> Offer {
    let form = if dice.chance(15) { FormIdx(1) } else { FormIdx(0) };
    let (site, occupation, openings) = (point(dice), OccupationIdx(dice.below(6) as u32), dice.below(3) as u32);
    let shifts = shifts(dice);
    let hours_per_week = if form.0 == 1 { 8 + dice.below(10) as u16 } else { 10 + dice.below(28) as u16 };
    let start = day(10 + dice.below(50));
    let spoken = [Cefr::ALL[dice.below(4) as usize], Cefr::ALL[dice.below(3) as usize], Cefr::PreA1, Cefr::PreA1];
    let essential_skills = subset(&std::array::from_fn::<_, 8, _>(|n| SkillIdx(n as u32)), 30, dice);
    let optional_skills = subset(&std::array::from_fn::<_, 8, _>(|n| SkillIdx(n as u32)), 20, dice);
    let licences = if dice.chance(15) { Licences::default().with(LicenceCategory::B) } else { Licences::default() };
    let vehicle = dice.chance(5);
    let led_by = if dice.chance(20) { LedBy::Ocmw } else { LedBy::Vdab };
    let (bottleneck, language_support) = (dice.chance(30), dice.chance(20));
    let minimum_age = dice.chance(10).then_some(18);
    Offer {
        id: format!("V{n:03}"),
        host: format!("Bedrijf {n}"),
        title: None,
        contact: None,
        programme: None,
        site,
        venue: None,
        municipality: None,
        band: None,
        buddy: None,
        occupation: Some(occupation),
        openings: Some(openings),
        shifts,
        start,
        run_from: None,
        languages: vec![LanguageLevels { language: Language::DUTCH, levels: spoken }],
        essential_skills,
        optional_skills,
        led_by,
        language_support,
        contract: Some(Contract {
            form,
            hours_per_week,
            licences,
            vehicle,
            bottleneck,
            minimum_age,
            published_on: None,
        }),
    }
}

/// As [`region`], with what is rare in it: other limits, people without goals, two languages, stated minutes that are
/// no straight line, forms that end, breaks at noon, supports that take weeks, shares of every group.
pub(crate) fn varied(seed: u64, people: usize, offers: usize) -> Region {
    let mut dice = Dice::new(seed ^ 0x5EED);
    let mut region = region(seed, people, offers);
    vary_pack(&mut region.pack, &mut dice);
    for person in &mut region.jobseekers {
        if dice.chance(10) {
            person.goals.clear();
        }
        if dice.chance(50) {
            let french = LanguageLevels { language: Language(*b"fr"), levels: levels(&mut dice) };
            person.languages.insert(0, french);
        }
    }
    for offer in &mut region.offers {
        if dice.chance(30) {
            let levels = [Cefr::A2, Cefr::ALL[dice.below(4) as usize], Cefr::PreA1, Cefr::A1];
            offer.languages.insert(0, LanguageLevels { language: Language(*b"fr"), levels });
        }
        if dice.chance(30) {
            offer.shifts.truncate(2);
            offer.shifts[0].from += 45;
        }
    }
    for care in &mut region.childcare {
        if dice.chance(30) {
            let halves = |window: &Window| [Window { to: 720, ..*window }, Window { from: 780, ..*window }];
            care.open = care.open.iter().flat_map(halves).collect();
        }
    }
    for support in &mut region.supports {
        support.lead_weeks = [0, 0, 4][dice.below(3) as usize];
    }
    for pin in &mut region.pins {
        pin.require = dice.chance(50);
    }
    region.travel = travel(stated_minutes(&region, &mut dice));
    region
}

fn vary_pack(pack: &mut PolicyPack, dice: &mut Dice) {
    pack.limits.goal_distance_max = dice.below(6) as u8;
    pack.limits.essential_skills_percent_min = [0, 34, 50, 100][dice.below(4) as usize];
    pack.limits.coach_steps = dice.below(3) as u8;
    pack.limits.childcare_stops_max = 1 + dice.below(3) as u8;
    pack.limits.childcare_choices_max = 1 + dice.below(4) as u8;
    pack.limits.drop_off_minutes = [0, 10][dice.below(2) as usize];
    if dice.chance(30) {
        pack.forms[0].valid_to = Some(day(30));
    }
    let groups = PriorityGroup::ALL.map(Group::Priority).into_iter().chain([Group::Entitled(EntitlementIdx(0))]);
    let share = |(n, group)| Share { id: format!("share-{n}"), group, form: None, demand: Demand::Quota(3) };
    pack.shares.extend(groups.enumerate().map(share));
}

/// Minutes stated for some legs between homes, childcare and sites, each direction apart.
fn stated_minutes(region: &Region, dice: &mut Dice) -> Matrix {
    let homes = (0..region.jobseekers.len()).map(|n| Place::Home(JobseekerIdx::from_usize(n)));
    let sites = (0..region.offers.len()).map(|n| Place::Site(OfferIdx::from_usize(n)));
    let care = (0..region.childcare.len()).map(|n| Place::Care(CareIdx::from_usize(n)));
    let places: Vec<_> = homes.chain(sites).chain(care).collect();
    let mut matrix = Matrix::new();
    for &from in &places {
        for &to in &places {
            if from != to && dice.chance(15) {
                let mode = Mode::PLAIN[dice.below(6) as usize];
                matrix.insert((from, to, mode), 1 + dice.below(70) as u16);
            }
        }
    }
    matrix
}
