//! One person and one offer with nothing in the way: a test changes what it is about, and reads what one rule says.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use crate::constraint::{ALL, AnyConstraint, Claims, Effect, Finding, Remedy, Unit};
use crate::domain::*;
use crate::sample;
use crate::text::Lang;
use crate::travel::{Matrix, Place};
use crate::way::{Choice, Way};

/// The person.
pub(super) const PERSON: JobseekerIdx = JobseekerIdx(0);
/// The offer.
pub(super) const VACANCY: OfferIdx = OfferIdx(0);
/// The day-care place "De Zon".
pub(super) const ZON: CareIdx = CareIdx::new(0);
/// The day-care place "De Maan".
pub(super) const MAAN: CareIdx = CareIdx::new(1);
/// The day-care place "De Ster".
pub(super) const STER: CareIdx = CareIdx::new(2);
/// Where the person lives, as a place to travel from.
pub(super) const HOME: Place = Place::Home(PERSON);
/// Where the work is, as a place to travel to.
pub(super) const WORK: Place = Place::Site(VACANCY);
/// A bicycle, ready at once.
pub(super) const BICYCLE: SupportIdx = SupportIdx::new(0);
/// A coach for language, ready at once.
pub(super) const COACH: SupportIdx = SupportIdx::new(1);
/// A seat in the training for licence B, ready at once.
pub(super) const LICENCE_B: SupportIdx = SupportIdx::new(2);

/// One person, one offer, one way.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) region: Region,
    pub(super) choice: Choice,
    pub(super) changes: Overlay,
    matrix: Matrix,
}

/// The rule with this name.
pub(super) fn rule(id: &str) -> &'static dyn AnyConstraint {
    *ALL.iter().find(|rule| rule.id().0 == id).unwrap()
}

/// The words of a finding.
pub(super) fn words_of(finding: &dyn Finding, facts: Facts<'_>, lang: Lang) -> String {
    struct Written<'a>(&'a dyn Finding, Facts<'a>, Lang);
    impl std::fmt::Display for Written<'_> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.write(self.1, self.2, f)
        }
    }
    Written(finding, facts, lang).to_string()
}

/// The words of a rule about a floor: its subject, and what is missing of it.
pub(super) fn demand_words_of(
    rule: &dyn AnyConstraint,
    facts: Facts<'_>,
    (subject, missing): (u32, Option<i64>),
    lang: Lang,
) -> String {
    struct Shown<'a>(&'a dyn AnyConstraint, Facts<'a>, (u32, Option<i64>), Lang);
    impl std::fmt::Display for Shown<'_> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            let (subject, missing) = self.2;
            self.0.write_demand(self.1, subject, missing, self.3, f)
        }
    }
    Shown(rule, facts, (subject, missing), lang).to_string()
}

/// The words of a rule about a full pool.
pub(super) fn full_words_of(rule: &dyn AnyConstraint, facts: Facts<'_>, subject: u32, lang: Lang) -> String {
    struct Written<'a>(&'a dyn AnyConstraint, Facts<'a>, u32, Lang);
    impl std::fmt::Display for Written<'_> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.write_full(self.1, self.2, self.3, f)
        }
    }
    Written(rule, facts, subject, lang).to_string()
}

/// A day so many days after the first of the horizon, which is Monday 1 September 2025.
pub(super) fn day(after: u64) -> NaiveDate {
    sample::first_day().checked_add_days(Days::new(after)).unwrap()
}

/// The same hours on each of these days.
pub(super) fn hours(days: &[Weekday], from: Minute, to: Minute) -> Vec<Window> {
    days.iter().map(|&day| Window { day, from, to }).collect()
}

/// Monday to Friday.
pub(super) const WORKDAYS: &[Weekday] = &[Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// A child that needs care and has no place.
pub(super) fn child(age: u8) -> Child {
    Child { age, needs_care: true, place: None, school: None }
}

fn here() -> Point {
    Point::new(4.40, 51.20)
}

fn person() -> Jobseeker {
    Jobseeker {
        id: "Ana".to_owned(),
        home: here(),
        municipality: MunicipalityIdx(0),
        modes: Modes::default().with(Mode::Walk),
        licences: Licences::default(),
        travel_minutes_max: None,
        transfers_max: None,
        walk_metres_max: None,
        leaves_from: None,
        languages: Vec::new(),
        skills: Vec::new(),
        goals: vec![OccupationIdx(0)],
        availability: hours(WORKDAYS, 7 * 60, 19 * 60),
        hours_per_week_min: 20,
        hours_per_week_max: 40,
        first_day: day(0),
        children: Vec::new(),
        registered_on: day(0),
        birth_year: 1990,
        gate: Gate::None,
        right_to_work: RightToWork::Unlimited,
        entitlements: Vec::new(),
        assessments: Vec::new(),
    }
}

fn offer() -> Offer {
    Offer {
        band: None,
        buddy: None,
        id: "Kaai".to_owned(),
        host: "De Kaai".to_owned(),
        title: None,
        contact: None,
        site: here(),
        municipality: None,
        occupation: Some(OccupationIdx(0)),
        openings: Some(1),
        shifts: hours(WORKDAYS, 9 * 60, 17 * 60),
        start: day(30),
        run_from: None,
        languages: Vec::new(),
        essential_skills: Vec::new(),
        optional_skills: Vec::new(),
        led_by: LedBy::Vdab,
        language_support: false,
        programme: None,
        venue: None,
        contract: Some(Contract {
            form: FormIdx(0),
            hours_per_week: 38,
            licences: Licences::default(),
            vehicle: false,
            bottleneck: false,
            minimum_age: None,
            published_on: None,
        }),
    }
}

fn care(name: &str) -> Care {
    Care {
        id: name.to_owned(),
        name: format!("De {name}"),
        site: here(),
        municipality: None,
        open: hours(WORKDAYS, 7 * 60, 18 * 60),
        bands: vec![AgeBand { from_age: 0, to_age: 2, places: 4 }, AgeBand { from_age: 3, to_age: 11, places: 7 }],
        is_school: false,
        serves: Vec::new(),
    }
}

fn support(id: &str, kind: SupportKind, stock: u32) -> Support {
    Support { id: id.to_owned(), kind, stock, lead_weeks: 0, cost_cents: 12_300 }
}

impl Case {
    /// No rule finds anything. Home, work and childcare are at one point, so that a journey takes what a test states.
    pub(super) fn new() -> Self {
        let mut region = sample::region(0, 0, 0);
        // Childcare near work is looked at where a test says so.
        region.pack.limits.childcare_choices_near_work_max = 0;
        region.jobseekers = vec![person()];
        region.offers = vec![offer()];
        region.childcare = ["Zon", "Maan", "Ster"].map(care).to_vec();
        region.supports = vec![
            support("fietsen", SupportKind::Bicycle, 3),
            support("coaches", SupportKind::Coach, 5),
            support("rijbewijzen", SupportKind::LicenceB, 2),
        ];
        // Every mode starts at once: what takes time is in the matrix of the test.
        let mut travel = StraightLineOf::clone(&sample::travel(Matrix::new()));
        for speed in &mut travel.speeds {
            speed.start_minutes = 0;
        }
        region.travel = Arc::new(travel);
        let choice = Choice::by(Mode::Walk);
        Self { region, choice, changes: Overlay::default(), matrix: Matrix::new() }
    }

    /// The person.
    pub(super) fn person(&mut self) -> &mut Jobseeker {
        &mut self.region.jobseekers[0]
    }

    /// The offer.
    pub(super) fn offer(&mut self) -> &mut Offer {
        &mut self.region.offers[0]
    }

    /// The contract of the only offer.
    pub(super) fn contract(&mut self) -> &mut Contract {
        self.offer().contract.get_or_insert_with(|| panic!("the offer of a case is a job"))
    }

    /// The limits of the pack.
    pub(super) fn limits(&mut self) -> &mut Limits {
        &mut self.region.pack.limits
    }

    /// States the minutes of one leg by the mode of the way; where only one direction is stated it holds for both.
    pub(super) fn takes(&mut self, from: Place, to: Place, minutes: u16) {
        self.matrix.insert((from, to, self.choice.mode), minutes);
        let mut travel = StraightLineOf::clone(&sample::travel(self.matrix.clone()));
        for speed in &mut travel.speeds {
            speed.start_minutes = 0;
        }
        self.region.travel = Arc::new(travel);
    }

    /// The way goes by this mode, which the person has.
    pub(super) fn goes_by(&mut self, mode: Mode) {
        self.choice.mode = mode;
        let modes = self.person().modes.with(mode);
        self.person().modes = modes;
    }

    /// The way uses these supports.
    pub(super) fn uses(&mut self, supports: &[SupportIdx]) {
        for (position, &support) in supports.iter().enumerate() {
            self.choice.supports[position] = Some(support);
        }
    }

    /// Adds a child of this age, who goes to `care`.
    pub(super) fn brings(&mut self, age: u8, care: CareIdx) {
        let chosen = self.choice.places.iter().flatten().count();
        self.choice.places[chosen] = Some(care);
        self.person().children.push(child(age));
    }

    /// The facts with the changes. The region may have changed since: what is near is worked out anew, and never freed.
    pub(super) fn facts(&self) -> Facts<'_> {
        Facts { region: &self.region, overlay: &self.changes, near: Box::leak(Box::default()) }
    }

    /// The way.
    pub(super) fn way(&self) -> Way<'_> {
        Way { facts: self.facts(), jobseeker_idx: PERSON, offer_idx: VACANCY, choice: self.choice }
    }

    /// What a rule says in short: code, effect, and the value found against the limit. "fine" when it says nothing.
    pub(super) fn verdict(&self, id: &str) -> String {
        let Some(finding) = rule(id).find(&self.way()) else { return "fine".to_owned() };
        let effect = match finding.effect() {
            Effect::Blocks => "blocks".to_owned(),
            Effect::Costs(points) => format!("costs {points}"),
        };
        let measured = finding.measured().map_or("-".to_owned(), |measured| {
            format!("{} against {} {}", measured.measured, measured.limit, Unit::name(measured.unit))
        });
        format!("{} {effect}, {measured}", finding.code())
    }

    /// What a rule says in words.
    pub(super) fn words(&self, id: &str) -> [String; 3] {
        let finding = rule(id).find(&self.way()).unwrap();
        Lang::ALL.map(|lang| words_of(&*finding, self.facts(), lang))
    }

    /// What would help, says a rule.
    pub(super) fn remedies(&self, id: &str) -> Vec<Remedy> {
        rule(id).find(&self.way()).unwrap().remedies(self.facts())
    }

    /// Whether a rule lets the way pass.
    pub(super) fn passes(&self, id: &str) -> bool {
        rule(id).effect(&self.way()) != Some(Effect::Blocks)
    }

    /// What the way draws of the pools of a rule: name and units.
    pub(super) fn draws(&self, id: &str) -> Vec<(String, i32)> {
        let mut claims = Claims::default();
        crate::constraint::draws(&self.way(), &mut claims);
        let of_rule = claims.as_slice().iter().filter(|(key, _)| ALL[usize::from(key.rule)].id().0 == id);
        of_rule.map(|&(key, units)| (crate::constraint::pool_name(self.facts(), key), units)).collect()
    }

    /// The pools of a rule: name, capacity and floor.
    pub(super) fn pools(&self, id: &str) -> Vec<String> {
        let of_rule = crate::constraint::pools(self.facts());
        let of_rule = of_rule.into_iter().filter(|pool| ALL[usize::from(pool.key.rule)].id().0 == id);
        let written = of_rule.map(|pool| {
            let name = crate::constraint::pool_name(self.facts(), pool.key);
            match (pool.capacity, pool.floor) {
                (Some(most), None) => format!("{name} at most {most}"),
                (None, Some((least, kind))) => format!("{name} at least {least} {kind:?}"),
                other => format!("{name} {other:?}"),
            }
        });
        written.collect()
    }

    /// The words of a rule about a full pool, by the position of what the pool belongs to.
    pub(super) fn full_words(&self, id: &str, subject: u32) -> [String; 3] {
        Lang::ALL.map(|lang| full_words_of(rule(id), self.facts(), subject, lang))
    }
}

/// Straight lines, to be copied and changed.
type StraightLineOf = crate::travel::StraightLine;

#[test]
fn with_nothing_in_the_way_no_rule_finds_anything() {
    let case = Case::new();
    for rule in ALL {
        assert_eq!(case.verdict(rule.id().0), "fine", "{}", rule.id().0);
    }
}
