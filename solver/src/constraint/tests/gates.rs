//! The locked rules, worked out by hand: gate, entitlement, licence and right to work.

use super::case::*;
use crate::constraint::Remedy;
use crate::domain::*;

/// What the gate says: finding in short, words and remedies.
fn told(case: &Case) -> (String, [String; 3], Vec<Remedy>) {
    (case.verdict("gate"), case.words("gate"), case.remedies("gate"))
}

fn released() -> Gate {
    Gate::Released { by: "OCMW".to_owned(), on: day(0) }
}

#[test]
fn the_hold_of_the_ocmw_keeps_vdab_out_and_leaves_its_own_offers_open() {
    let mut case = Case::new();
    case.person().gate = Gate::Hold;
    assert_eq!(case.verdict("gate"), "NOT_AVAILABLE_NOW blocks, -");
    case.offer().led_by = LedBy::Ocmw;
    assert_eq!(case.verdict("gate"), "fine");
    case.offer().led_by = LedBy::Vdab;
    case.changes = Overlay::new([Change::Released(PERSON)]);
    assert_eq!(case.verdict("gate"), "fine");
    case.changes = Overlay::default();
    for gate in [released(), Gate::None] {
        case.person().gate = gate;
        assert_eq!(case.verdict("gate"), "fine");
    }
}

#[test]
fn who_only_wants_advice_is_proposed_nowhere() {
    let mut case = Case::new();
    case.person().gate = Gate::AdviceOnly;
    for led_by in [LedBy::Vdab, LedBy::Ocmw] {
        case.offer().led_by = led_by;
        assert_eq!(case.verdict("gate"), "NOT_AVAILABLE_NOW blocks, -");
    }
    case.changes = Overlay::new([Change::Released(PERSON)]);
    assert!(!case.passes("gate"));
}

#[test]
fn a_hold_looks_the_same_as_a_first_day_after_the_horizon() {
    let mut held = Case::new();
    held.person().gate = Gate::Hold;
    let mut later = Case::new();
    later.person().first_day = later.region.horizon.to;
    assert_eq!(later.verdict("gate"), "fine");
    later.person().first_day = later.region.horizon.to.succ_opt().unwrap();
    let mut advice = Case::new();
    advice.person().gate = Gate::AdviceOnly;
    assert_eq!(told(&held), told(&later));
    assert_eq!(told(&held), told(&advice));
    let (_, words, remedies) = told(&held);
    assert_eq!(words, ["is nu niet beschikbaar", "is not available now", "n'est pas disponible maintenant"]);
    assert_eq!(remedies, []);
    // A finding without a field cannot carry a cause.
    assert_eq!(size_of::<crate::constraint::gate::NotAvailableNow>(), 0);
}

#[test]
fn a_form_of_employment_exists_from_its_first_to_its_last_day() {
    let mut case = Case::new();
    case.region.pack.forms[0].valid_from = day(30);
    case.region.pack.forms[0].valid_to = Some(day(30));
    assert_eq!(case.verdict("entitlement"), "fine");
    case.region.pack.forms[0].captions = ["wijk-werken", "neighbourhood work", "travail de quartier"].map(String::from);
    case.region.pack.forms[0].valid_from = day(31);
    assert_eq!(case.verdict("entitlement"), "FORM_NOT_IN_FORCE blocks, -");
    case.region.pack.forms[0].valid_from = day(0);
    case.region.pack.forms[0].valid_to = Some(day(29));
    assert_eq!(case.verdict("entitlement"), "FORM_NOT_IN_FORCE blocks, -");
    assert_eq!(
        case.words("entitlement"),
        [
            "wijk-werken bestaat niet meer op de eerste werkdag",
            "neighbourhood work has ended by the first day",
            "travail de quartier n'existe plus le premier jour"
        ]
    );
    assert_eq!(case.remedies("entitlement"), []);
}

#[test]
fn a_form_has_a_cap_of_hours() {
    let mut case = Case::new();
    case.region.pack.forms[0].captions = ["wijk-werken", "neighbourhood work", "travail de quartier"].map(String::from);
    case.region.pack.forms[0].hours_per_week_max = Some(38);
    assert_eq!(case.verdict("entitlement"), "fine");
    case.region.pack.forms[0].hours_per_week_max = Some(37);
    assert_eq!(case.verdict("entitlement"), "FORM_HOURS_TOO_MANY blocks, 38 against 37 hours_per_week");
    assert_eq!(
        case.words("entitlement"),
        [
            "wijk-werken mag hoogstens 37 uur per week",
            "neighbourhood work may take at most 37 hours a week",
            "travail de quartier permet au plus 37 heures par semaine"
        ]
    );
    assert_eq!(case.remedies("entitlement"), []);
}

#[test]
fn a_right_holds_from_its_first_day_to_its_last() {
    let right = EntitlementIdx(0);
    let mut case = Case::new();
    case.contract().form = FormIdx(1);
    case.contract().hours_per_week = 14;
    case.region.pack.forms[1].captions = ["wijk-werken", "neighbourhood work", "travail de quartier"].map(String::from);
    assert_eq!(case.verdict("entitlement"), "RIGHT_MISSING blocks, -");
    assert_eq!(
        case.words("entitlement"),
        [
            "heeft geen erkend recht op wijk-werken",
            "has no recognised right to neighbourhood work",
            "n'a pas de droit reconnu : travail de quartier"
        ]
    );
    assert_eq!(case.remedies("entitlement"), [Remedy::new(Change::Entitled(PERSON, right)).taking(6)]);
    for (right, from, until, holds) in [
        (0, 30, Some(30), true),
        (0, 0, None, true),
        (0, 31, None, false),
        (0, 0, Some(29), false),
        (1, 0, None, false),
    ] {
        case.person().entitlements =
            vec![Entitlement { right: EntitlementIdx(right), from: day(from), until: until.map(day) }];
        assert_eq!(case.passes("entitlement"), holds, "right {right} from {from} until {until:?}");
    }
}

#[test]
fn the_right_to_work_lasts_until_its_last_day() {
    let mut case = Case::new();
    case.person().right_to_work = RightToWork::Until(day(30));
    assert_eq!(case.verdict("right_to_work"), "fine");
    case.changes = Overlay::new([Change::StartsOn(VACANCY, day(31))]);
    assert_eq!(case.verdict("right_to_work"), "NO_RIGHT_TO_WORK blocks, -");
    case.changes = Overlay::default();
    case.person().right_to_work = RightToWork::Until(day(29));
    assert_eq!(case.verdict("right_to_work"), "NO_RIGHT_TO_WORK blocks, -");
    case.person().right_to_work = RightToWork::No;
    assert_eq!(
        case.words("right_to_work"),
        [
            "heeft op de eerste werkdag nog geen geldig recht om te werken",
            "has no valid right to work yet on the first day",
            "n'a pas encore de droit de travailler valable le premier jour"
        ]
    );
    assert_eq!(case.remedies("right_to_work"), []);
}

#[test]
fn the_higher_of_two_minimum_ages_counts() {
    // The work starts in 2025; the pack asks 15 years.
    let mut case = Case::new();
    case.person().birth_year = 2009;
    assert_eq!(case.verdict("right_to_work"), "fine");
    case.person().birth_year = 2011;
    assert_eq!(case.verdict("right_to_work"), "TOO_YOUNG blocks, 14 against 15 years");
    case.person().birth_year = 2007;
    case.contract().minimum_age = Some(18);
    // Eighteen at some time of the year: nobody knows whether by the first day.
    assert!(case.verdict("right_to_work").starts_with("AGE_TO_ASK costs 0"), "{}", case.verdict("right_to_work"));
    assert_eq!(
        case.words("right_to_work"),
        [
            "geboren in 2007: vraag na of de persoon 18 jaar is op 1 oktober",
            "born in 2007: ask whether the person is 18 by 1 October",
            "né en 2007 : demandez si la personne a 18 ans le 1er octobre"
        ]
    );
    case.person().birth_year = 2006;
    assert_eq!(case.verdict("right_to_work"), "fine");
    case.person().birth_year = 2008;
    assert_eq!(case.verdict("right_to_work"), "TOO_YOUNG blocks, 17 against 18 years");
    assert_eq!(
        case.words("right_to_work"),
        ["is nog geen 18 jaar", "is not yet 18 years old", "n'a pas encore 18 ans"]
    );
    assert_eq!(case.remedies("right_to_work"), []);
    case.contract().minimum_age = Some(12);
    case.person().birth_year = 2011;
    assert_eq!(case.verdict("right_to_work"), "TOO_YOUNG blocks, 14 against 15 years");
    // In the year after, the person is a year older; by its last day for sure.
    case.offer().start = day(122);
    assert!(case.verdict("right_to_work").starts_with("AGE_TO_ASK costs 0"));
    case.person().birth_year = 2010;
    assert_eq!(case.verdict("right_to_work"), "fine");
}

#[test]
fn each_licence_asked_is_held() {
    let [b, c] = [LicenceCategory::B, LicenceCategory::C].map(|category| Licences::default().with(category));
    let both = b.with(LicenceCategory::C);
    let mut case = Case::new();
    case.contract().licences = b;
    assert_eq!(case.verdict("licence"), "LICENCE_MISSING blocks, 0 against 1 count");
    assert_eq!(
        case.words("licence"),
        ["heeft geen rijbewijs B", "does not hold driving licence B", "n'a pas le permis de conduire B"]
    );
    let training = Remedy::new(Change::HasLicences(PERSON, b)).costing(12_300);
    assert_eq!(case.remedies("licence"), [training]);
    case.person().licences = b;
    assert_eq!(case.verdict("licence"), "fine");
    case.contract().licences = both;
    assert_eq!(case.verdict("licence"), "LICENCE_MISSING blocks, 0 against 1 count");
    assert_eq!(case.words("licence")[0], "heeft geen rijbewijs C");
    assert_eq!(case.remedies("licence"), []);
    case.person().licences = Licences::default();
    assert_eq!(case.verdict("licence"), "LICENCE_MISSING blocks, 0 against 2 count");
    assert_eq!(case.words("licence")[0], "heeft geen rijbewijs C");
    assert_eq!(case.remedies("licence"), []);
    // Nobody has C without B, nor CE without both.
    case.person().licences = c;
    assert_eq!(case.verdict("licence"), "fine");
    case.person().licences = Licences::default().with(LicenceCategory::CE);
    assert_eq!(case.verdict("licence"), "fine");
    case.person().licences = Licences::default().with(LicenceCategory::BE);
    assert_eq!(case.words("licence")[0], "heeft geen rijbewijs C");
    case.person().licences = Licences::default();
    case.contract().licences = Licences::default().with(LicenceCategory::B);
    assert_eq!(case.remedies("licence"), [training]);
    case.contract().licences = both;
    case.person().licences = both;
    assert_eq!(case.verdict("licence"), "fine");
}

#[test]
fn a_seat_in_the_training_gives_licence_b_and_no_other() {
    let mut case = Case::new();
    case.contract().licences = Licences::default().with(LicenceCategory::B);
    case.uses(&[BICYCLE, LICENCE_B]);
    assert_eq!(case.verdict("licence"), "fine");
    case.uses(&[BICYCLE, COACH]);
    assert!(!case.passes("licence"));
    case.contract().licences = Licences::default().with(LicenceCategory::C);
    case.uses(&[BICYCLE, LICENCE_B]);
    assert!(!case.passes("licence"));
}

#[test]
fn work_that_asks_a_car_asks_the_persons_own() {
    let mut case = Case::new();
    case.contract().vehicle = true;
    assert_eq!(case.verdict("licence"), "CAR_MISSING blocks, 0 against 1 count");
    assert_eq!(
        case.words("licence"),
        [
            "heeft geen auto, het werk vraagt er een",
            "has no car, the work asks for one",
            "n'a pas de voiture, le travail en demande une"
        ]
    );
    assert_eq!(case.remedies("licence"), []);
    // Where the licence is missing too, the licence alone would not do.
    case.contract().licences = Licences::default().with(LicenceCategory::B);
    assert_eq!(case.verdict("licence"), "LICENCE_MISSING blocks, 0 against 1 count");
    assert_eq!(case.remedies("licence"), []);
    case.goes_by(Mode::Car);
    assert_eq!(case.remedies("licence").len(), 1);
    case.contract().licences = Licences::default();
    assert_eq!(case.verdict("licence"), "DRIVES_WITHOUT_LICENCE blocks, 0 against 1 count");
    assert_eq!(case.remedies("licence").len(), 1);
    case.person().licences = Licences::default().with(LicenceCategory::B);
    assert_eq!(case.verdict("licence"), "fine");
    // The car has to come along.
    case.choice.mode = Mode::Walk;
    assert_eq!(case.verdict("licence"), "CAR_STAYS_HOME blocks, 0 against 1 count");
}
