//! One test per code: the smallest fault, its code and its place.

use schakel::files::scenario::{self, Code, Packs, RULES, is_locked};
use serde_json::{Value, json};

use crate::support::{care, found, jobseeker, put, read, read_text, small, with, without};

/// A national number made for these tests: the check digits fit, the serial number is nobody's.
const NATIONAL_NUMBER: &str = "85.07.30-033.28";

/// Declares a test per code, and the list of codes that have one.
macro_rules! faults {
    ($($test:ident: $code:ident at $pointer:literal <- $scenario:expr;)+) => {
        $(
            #[test]
            fn $test() {
                let reading = read(&$scenario);
                assert_eq!(found(&reading), [(Code::$code, $pointer)]);
                let is_error = Code::$code.entry().severity == scenario::Severity::Error;
                assert_eq!(reading.region.is_none(), is_error);
            }
        )+

        /// The codes above.
        const TESTED: &[Code] = &[$(Code::$code),+];
    };
}

/// `small` with several spots changed.
fn with_all(changes: &[(&str, Value)]) -> Value {
    let mut scenario = small();
    for (pointer, value) in changes {
        put(&mut scenario, pointer, value.clone());
    }
    scenario
}

/// `small` with a fair that may be as it is, and one field of it.
fn at_a_fair(pointer: &str, value: Value) -> Value {
    let rate = json!({"mean": 0.3, "sample_size": 20.0, "source": "assumption"});
    let mut scenario = with(
        "/fairs",
        json!([{
            "id": "F1", "title": "Jobbeurs", "venue": "H1", "date": "2025-03-18", "from": "09:00", "to": "17:00",
            "hall": {"places": 40, "risk": 0.1}, "walk_ins": 0.0,
            "channels": [{"id": "letter", "lead_time_days": 14, "rate": rate}],
            "tables": [{"id": "T1", "employer": "Poets nv", "vacancies": ["V1"], "slots": 8, "risk": 0.2}]
        }]),
    );
    put(&mut scenario, &format!("/fairs/0{pointer}"), value);
    scenario
}

fn child() -> Value {
    json!({"age": 3, "care_needed": true})
}

faults! {
    a_timetable_must_be_imported: NetworkUnknown at "#/travel/timetable/network"
        <- with("/travel/timetable", json!({"network": "belgium"}));
    a_timetable_covers_the_week: NetworkWithoutWeek at "#/travel/timetable/week_of"
        <- with("/travel/timetable", json!({"network": "voorbeeld", "week_of": "2031-03-03"}));
    a_week_begins_on_monday: NotMonday at "#/travel/timetable/week_of"
        <- with("/travel/timetable", json!({"network": "voorbeeld", "week_of": "2025-03-04"}));
    a_child_goes_to_a_school: NotASchool at "#/jobseekers/0/children/0/school"
        <- with("/jobseekers/0/children/0/school", json!("C1"));
    a_format_of_tomorrow_is_refused: FormatUnknown at "#/format"
        <- with("/format", json!("schakel/scenario/2"));
    an_unknown_field_is_refused_by_name: UnknownField at "#/vacancies/1/salary"
        <- with("/vacancies/1/salary", json!(5));
    an_unknown_part_is_refused: UnknownField at "#/holidays"
        <- with("/holidays", json!([]));
    an_unknown_field_of_travel_is_refused: UnknownField at "#/travel/gtfs"
        <- with("/travel/gtfs", json!("x"));
    a_field_with_a_slash_is_escaped: UnknownField at "#/supports/0/a~1b~0c"
        <- with("/supports/0/a~1b~0c", json!(1));
    a_missing_field_is_named: MissingField at "#/jobseekers/0/first_day"
        <- without("/jobseekers/0/first_day");
    a_missing_part_is_named: MissingField at "#/horizon"
        <- without("/horizon");
    a_text_is_no_number: WrongType at "#/vacancies/0/openings"
        <- with("/vacancies/0/openings", json!("two"));
    an_object_is_no_list: WrongType at "#/jobseekers"
        <- with_all(&[
        ("/jobseekers", json!({"a": 1})), ("/scores", json!([])), ("/promises", json!([])), ("/pins", json!([])),
        ("/travel/matrix", json!([])),
    ]);
    travel_must_be_an_object: WrongType at "#/travel"
        <- with("/travel", json!([1]));
    the_format_must_be_text: WrongType at "#/format"
        <- with("/format", json!(1));
    a_mode_must_be_known: NotInList at "#/jobseekers/1/modes/0"
        <- with("/jobseekers/1/modes/0", json!("fly"));
    a_level_must_be_known: NotInList at "#/jobseekers/1/languages/nl/speaking"
        <- with("/jobseekers/1/languages/nl/speaking", json!("B9"));
    a_gate_must_be_known: NotInList at "#/jobseekers/1/gate"
        <- with("/jobseekers/1/gate", json!({"open": true}));
    a_speed_is_of_a_known_mode: NotInList at "#/travel/speeds/jet"
        <- with("/travel/speeds/jet", json!({"metres_per_hour": 5000, "detour_percent": 100, "start_minutes": 0}));
    an_assessed_field_must_exist: NotInList at "#/jobseekers/0/assessments/0/field"
        <- with("/jobseekers/0/assessments/0/field", json!("mood"));
    openings_are_not_negative: Negative at "#/vacancies/0/openings"
        <- with("/vacancies/0/openings", json!(-1));
    places_are_not_negative: Negative at "#/childcare/0/places/1/free"
        <- with("/childcare/0/places/1/free", json!(-4));
    seconds_are_no_minutes: WrongUnit at "#/jobseekers/0/travel_minutes_max"
        <- with("/jobseekers/0/travel_minutes_max", json!(3600));
    hours_a_day_are_no_hours_a_week: WrongUnit at "#/vacancies/0/hours_per_week"
        <- with("/vacancies/0/hours_per_week", json!(1976));
    a_time_has_four_digits: BadFormat at "#/vacancies/0/shifts/0/from"
        <- with("/vacancies/0/shifts/0/from", json!("8h"));
    a_date_must_exist: BadFormat at "#/vacancies/0/start"
        <- with("/vacancies/0/start", json!("2025-02-30"));
    a_release_needs_a_real_date: BadFormat at "#/jobseekers/0/gate/released/on"
        <- with("/jobseekers/0/gate/released/on", json!("yesterday"));
    a_language_has_two_letters: BadFormat at "#/jobseekers/0/languages/nld"
        <- with("/jobseekers/0/languages/nld", json!({}));
    an_employer_needs_a_name: WrongLength at "#/vacancies/0/employer"
        <- with("/vacancies/0/employer", json!(""));
    hours_need_a_day: WrongLength at "#/childcare/0/open/0/days"
        <- with("/childcare/0/open/0/days", json!([]));
    a_name_of_a_person_is_refused: PersonName at "#/jobseekers/0/voornaam"
        <- with("/jobseekers/0/voornaam", json!("Ana"));
    a_name_of_a_child_is_refused: PersonName at "#/jobseekers/0/children/0/First-Name"
        <- with("/jobseekers/0/children/0/First-Name", json!("Bo"));
    a_name_in_a_pin_is_refused: PersonName at "#/pins/0/naam"
        <- with("/pins/0/naam", json!("Ana"));
    an_address_of_a_person_is_refused: PersonAddress at "#/jobseekers/0/straat"
        <- with("/jobseekers/0/straat", json!("Kerkstraat 1"));
    a_national_number_is_refused_by_its_name: PersonNationalNumber at "#/jobseekers/0/insz"
        <- with("/jobseekers/0/insz", json!("?"));
    a_national_number_is_refused_by_its_digits: PersonNationalNumber at "#/jobseekers/0/skills/0"
        <- with("/jobseekers/0/skills/0", json!(NATIONAL_NUMBER));
    a_pseudonym_is_no_national_number: PersonNationalNumber at "#/jobseekers/2/id"
        <- with("/jobseekers/-", jobseeker(&format!("J{}", NATIONAL_NUMBER.replace(['.', '-'], ""))));
    a_telephone_is_refused: PersonContact at "#/jobseekers/0/gsm"
        <- with("/jobseekers/0/gsm", json!("0470"));
    an_email_is_refused_anywhere: PersonContact at "#/jobseekers/0/gate/released/by"
        <- with("/jobseekers/0/gate/released/by", json!("an@ocmw.be"));
    a_home_is_not_a_house: HomeTooExact at "#/jobseekers/0/home"
        <- with("/jobseekers/0/home/lon", json!(4.473_123_4));
    age_gives_no_vacancy: AgeNotForVacancies at "#/policy/shares/0/group"
        <- with("/policy/shares/0/group", json!({"age": {"from": 55}}));
    an_id_is_used_once: IdUsedTwice at "#/supports/1/id"
        <- with("/supports/-", small()["supports"][0].clone());
    a_municipality_stands_once: IdUsedTwice at "#/region/municipalities/1/nis"
        <- with_all(&[
        ("/region/municipalities/1/nis", json!("11022")), ("/policy/shares", json!([])),
    ]);
    a_room_stands_once_in_its_venue: IdUsedTwice at "#/venues/0/rooms/1/id"
        <- with("/venues/0/rooms/1/id", json!("1"));
    a_venue_stands_once: IdUsedTwice at "#/venues/1/id"
        <- with("/venues/-", small()["venues"][0].clone());
    a_venue_is_in_the_region: IdUnknown at "#/venues/0/municipality"
        <- with("/venues/0/municipality", json!("11055"));
    a_room_closes_after_it_opens: ClosesBeforeOpens at "#/venues/0/rooms/1/open/0/to"
        <- with("/venues/0/rooms/1/open/0/to", json!("08:00"));
    what_a_room_has_is_in_the_list: NotInList at "#/venues/0/rooms/0/equipment/0"
        <- with("/venues/0/rooms/0/equipment/0", json!("swimming pool"));
    a_share_stands_once: IdUsedTwice at "#/policy/shares/1/id"
        <- with("/policy/shares/-", json!({"id": "ranst", "at_most": 5}));
    a_place_must_exist: IdUnknown at "#/jobseekers/0/children/1/place"
        <- with("/jobseekers/0/children/1/place", json!("C9"));
    a_municipality_must_be_of_the_region: IdUnknown at "#/jobseekers/0/municipality"
        <- with("/jobseekers/0/municipality", json!("11055"));
    a_promise_is_to_someone: IdUnknown at "#/promises/0/jobseeker"
        <- with("/promises/0/jobseeker", json!("J9"));
    a_score_is_of_something: IdUnknown at "#/scores/0/vacancy"
        <- with("/scores/0/vacancy", json!("V9"));
    a_pin_is_about_something: IdUnknown at "#/pins/0/vacancy"
        <- with("/pins/0/vacancy", json!("V9"));
    a_trip_ends_somewhere: IdUnknown at "#/travel/matrix/0/to"
        <- with("/travel/matrix/0/to", json!("X"));
    a_form_is_the_packs: IdUnknown at "#/vacancies/0/employment_form"
        <- with("/vacancies/0/employment_form", json!("gig"));
    a_right_is_the_packs: IdUnknown at "#/jobseekers/0/entitlements/0/right"
        <- with("/jobseekers/0/entitlements/0/right", json!("all"));
    a_share_is_of_a_known_form: IdUnknown at "#/policy/shares/0/form"
        <- with("/policy/shares/0/form", json!("gig"));
    a_share_is_of_a_known_right: IdUnknown at "#/policy/shares/0/group/entitled"
        <- with("/policy/shares/0/group", json!({"entitled": "all"}));
    a_trip_ends_at_one_thing: IdAmbiguous at "#/travel/matrix/0/from"
        <- with("/childcare/-", care("J1"));
    an_occupation_is_of_esco: OccupationUnknown at "#/jobseekers/0/goals/1"
        <- with("/jobseekers/0/goals/1", json!("9112.999"));
    a_pair_is_scored_once: PairTwice at "#/scores/1"
        <- with("/scores/-", small()["scores"][0].clone());
    a_trip_is_stated_once: PairTwice at "#/travel/matrix/1"
        <- with("/travel/matrix/-", small()["travel"]["matrix"][0].clone());
    a_pair_is_not_required_and_forbidden: PinsContradict at "#/pins/1"
        <- with("/pins/-", json!({"jobseeker": "J2", "vacancy": "V1", "mode": "require", "reason": "agreed"}));
    what_is_held_is_not_required_and_forbidden: PinsContradict at "#/edition_pins/1"
        <- with("/edition_pins/-", json!({
            "mode": "forbid", "instructor": "I1", "start": "2025-03-10", "venue": "H1", "programme": "P1"
        }));
    a_band_of_levels_goes_up: NumberOutOfRange at "#/programmes/0/bands/1/to"
        <- with_all(&[
        ("/programmes/0/kind", json!("conversation_group")),
        ("/programmes/0/bands", json!([{"from": "A1", "to": "A1"}, {"from": "B1", "to": "A2"}, {"to": "A1"}])),
    ]);
    nine_to_five_is_not_twenty_hours: ShiftLong at "#/vacancies/0/shifts/0"
        <- with("/vacancies/0/shifts", json!([{"days": ["mon"], "from": "09:00", "to": "05:00"}]));
    a_week_of_shifts_is_no_more_than_the_contract: ShiftsOverContract at "#/vacancies/0/shifts"
        <- with("/vacancies/0/shifts", json!([{"days": ["mon", "wed", "fri"], "from": "06:45", "to": "14:45"}]));
    nobody_starts_again_after_eight_hours: RestShort at "#/vacancies/0/shifts"
        <- with("/vacancies/0/shifts/1", json!({"days": ["sun"], "from": "20:00", "to": "02:00"}));
    nobody_is_at_two_sessions_at_once: HoursOverlap at "#/programmes/0/patterns/0/2"
        <- with("/programmes/0/patterns/0", json!([
            {"days": ["mon", "tue"], "from": "09:00", "to": "12:00"},
            {"days": ["mon"], "from": "12:00", "to": "13:00"},
            {"days": ["wed", "tue"], "from": "11:59", "to": "13:00"}
        ]));
    a_hall_fits_in_some_room: NumberOutOfRange at "#/fairs/0/hall/places" <- at_a_fair("/hall/places", json!(41));
    a_fair_is_held_on_a_day_when_a_room_is_open: VenueClosed at "#/fairs/0/date"
        <- at_a_fair("/date", json!("2025-03-19"));
    a_fair_is_held_at_hours_when_a_room_is_open: VenueClosed at "#/fairs/0/date" <- at_a_fair("/from", json!("08:59"));
    a_site_lies_near_belgium: CoordinatesOutside at "#/vacancies/0/site"
        <- with("/vacancies/0/site", json!({"lon": 12.5, "lat": 41.9}));
    degrees_are_not_swapped: CoordinatesSwapped at "#/childcare/0/at"
        <- with("/childcare/0/at", json!({"lon": 51.38, "lat": 4.47}));
    closing_comes_after_opening: ClosesBeforeOpens at "#/childcare/0/open/0/to"
        <- with("/childcare/0/open/0/to", json!("06:00"));
    a_shift_takes_time: ClosesBeforeOpens at "#/vacancies/0/shifts/0/to"
        <- with("/vacancies/0/shifts/0/to", json!("08:00"));
    the_plan_ends_after_it_begins: EndBeforeStart at "#/horizon/to"
        <- with_all(&[
        ("/horizon/to", json!("2025-03-01")),
        ("/programmes", json!([])), ("/instructors", json!([])), ("/edition_pins", json!([])),
        ("/vacancies", json!([])), ("/scores", json!([])), ("/promises", json!([])),
        ("/pins", json!([])), ("/travel/matrix", json!([])),
    ]);
    a_right_ends_after_it_begins: EndBeforeStart at "#/jobseekers/0/entitlements/0/until"
        <- with("/jobseekers/0/entitlements/0/until", json!("2024-12-31"));
    work_starts_within_the_plan: DateOutsideHorizon at "#/vacancies/0/start"
        <- with("/vacancies/0/start", json!("2025-07-01"));
    a_release_comes_before_the_end: DateOutsideHorizon at "#/jobseekers/0/gate/released/on"
        <- with("/jobseekers/0/gate/released/on", json!("2025-08-01"));
    nobody_registers_tomorrow: DateInFuture at "#/jobseekers/0/registered_on"
        <- with("/jobseekers/0/registered_on", json!("2025-03-04"));
    nobody_registers_before_birth: DateNotSensible at "#/jobseekers/0/registered_on"
        <- with("/jobseekers/0/registered_on", json!("1985-01-01"));
    a_first_day_is_near_the_plan: DateNotSensible at "#/jobseekers/0/first_day"
        <- with("/jobseekers/0/first_day", json!("2205-03-10"));
    the_fewest_hours_are_fewer: HoursBackwards at "#/jobseekers/0/hours_per_week"
        <- with("/jobseekers/0/hours_per_week/min", json!(39));
    the_smallest_group_is_smaller: GroupBackwards at "#/programmes/0/group"
        <- with("/programmes/0/group/least", json!(30));
    an_exclusive_training_names_its_employer: MissingField at "#/programmes/0/employer"
        <- with("/programmes/0", {
            let mut programme = small()["programmes"][0].clone();
            programme["intake"] = json!("exclusive");
            programme["jobs_promised"] = json!(4);
            programme.as_object_mut().unwrap().shift_remove("employer");
            programme
        });
    a_programme_starts_within_the_plan: DateOutsideHorizon at "#/programmes/0/starts/0"
        <- with("/programmes/0/starts", json!(["2031-09-01"]));
    who_leads_a_programme_knows_it: IdUnknown at "#/instructors/0/teaches/0"
        <- with("/instructors/0/teaches/0", json!("P9"));
    a_decision_about_what_is_held_names_what_is_there: IdUnknown at "#/edition_pins/0/venue"
        <- with("/edition_pins/0/venue", json!("H9"));
    a_decision_about_what_is_held_names_something: MissingField at "#/edition_pins/0/programme"
        <- with("/edition_pins/0", json!({"mode": "require"}));
    a_closure_ends_after_it_begins: EndBeforeStart at "#/policy/closures/0/to"
        <- with("/policy/closures", json!([{
            "from": "2025-04-02", "to": "2025-04-01", "name": "Dicht", "closed": "everyone", "source": "assumption"
        }]));
    who_leads_is_back_after_leaving: EndBeforeStart at "#/instructors/0/away/0/to"
        <- with("/instructors/0/away", json!([{"from": "2025-10-02", "to": "2025-10-01"}]));
    the_youngest_is_younger: AgeBandBackwards at "#/childcare/0/places/0"
        <- with_all(&[
        ("/childcare/0/places/0/from_age", json!(3)), ("/childcare/0/places/1/from_age", json!(4)),
    ]);
    an_age_has_one_band: AgeBandsOverlap at "#/childcare/0/places/1"
        <- with("/childcare/0/places/1/from_age", json!(2));
    five_children_are_too_many: TooManyChildren at "#/jobseekers/0/children"
        <- with("/jobseekers/0/children", json!([child(), child(), child(), child(), child()]));
    a_pack_must_exist: PackUnknown at "#/policy/pack"
        <- with("/policy/pack", json!("agreement-2030"));
    a_pack_holds_all_days: PackNotValid at "#/policy/pack"
        <- with("/horizon/to", json!("2026-01-01"));
    a_locked_rule_stays_locked: LockedRuleLoosened at "#/policy/rules/gate"
        <- with("/policy/rules/gate", json!("off"));
    a_rule_must_exist: RuleUnknown at "#/policy/rules/mood"
        <- with("/policy/rules/mood", json!("must"));
    a_number_must_exist: NumberUnknown at "#/policy/numbers/mood"
        <- with("/policy/numbers/mood", json!(1));
    a_number_has_a_range: NumberOutOfRange at "#/policy/numbers/travel_minutes_max"
        <- with("/policy/numbers/travel_minutes_max", json!(999));
    a_support_is_dearer_than_a_trip: SupportPointsTooSmall at "#/policy/numbers"
        <- with("/policy/numbers/points_per_travel_minute", json!(5));
    a_level_stands_once: LevelTwice at "#/policy/levels/1"
        <- with("/policy/levels", json!(["fit", "fit"]));
    a_share_asks_one_thing: ShareUnclear at "#/policy/shares/0"
        <- with("/policy/shares/0/at_most", json!(5));
    a_share_asks_something: ShareUnclear at "#/policy/shares/0"
        <- without("/policy/shares/0/at_least");
    who_is_put_forward_is_there: IdUnknown at "#/nominations/0/jobseeker"
        <- with("/nominations", json!([{"jobseeker": "J9", "programme": "P1", "by": "vdab"}]));
    what_somebody_is_put_forward_for_is_there: IdUnknown at "#/nominations/0/programme"
        <- with("/nominations", json!([{"jobseeker": "J1", "programme": "P9", "by": "vdab"}]));
    an_occupation_to_be_trained_for_is_known: OccupationUnknown at "#/nominations/0/occupation"
        <- with("/nominations", json!([{"jobseeker": "J1", "occupation": "0000.9", "by": "vdab"}]));
    somebody_is_put_forward_for_something: MissingField at "#/nominations/0/occupation"
        <- with("/nominations", json!([{"jobseeker": "J1", "by": "vdab"}]));
    somebody_is_put_forward_for_one_thing: OneOfTwo at "#/nominations/0/programme"
        <- with("/nominations", json!([{"jobseeker": "J1", "occupation": "5322.1", "programme": "P1", "by": "vdab"}]));
    a_counsellor_is_never_named: NotInList at "#/nominations/0/by"
        <- with("/nominations", json!([{"jobseeker": "J1", "programme": "P1", "by": "Ana Peeters"}]));
    a_floor_is_not_zero: FloorIsZero at "#/policy/shares/0/at_least"
        <- with("/policy/shares/0/at_least", json!(0));
}

/// Codes that need a text or a pack of their own; their tests stand below.
const TESTED_BELOW: &[Code] = &[Code::NotReadable, Code::MalformedJson, Code::FieldTwice, Code::NumberMissing];

/// Codes of changes over HTTP, tested in `patches_http.rs` and `scenarios_http.rs`.
const TESTED_OVER_HTTP: &[Code] = &[
    Code::PathUnknown,
    Code::PathAmbiguous,
    Code::MoveIntoItself,
    Code::GateNotAsked,
    Code::CopiesTooLarge,
    Code::TestFailed,
    Code::MoreIssues,
    Code::TextIsUtf16,
    Code::ListsNotSeenWhole,
];

/// Codes of requests, tested in `asking.rs` and `races_http.rs`.
const OF_REQUESTS: &[Code] = &[Code::OneOfTwo, Code::OtherLineage, Code::NoPlaceLeft];

/// Codes of decisions and of what runs on which day, tested in `decisions_http.rs` and `ordinary_week.rs`.
const TESTED_ELSEWHERE: &[Code] =
    &[Code::NotProposed, Code::WayBlocked, Code::NotForThis, Code::NetworkWithoutTrips, Code::FewTrips];

#[test]
fn every_code_has_a_test() {
    for code in Code::ALL {
        let lists = [TESTED, TESTED_BELOW, TESTED_OVER_HTTP, OF_REQUESTS, TESTED_ELSEWHERE, Code::OF_TABLES];
        let is_tested = lists.iter().any(|tested| tested.contains(code));
        assert!(is_tested, "{code:?} has no test");
    }
}

#[test]
fn every_code_has_words_and_an_action_in_three_languages() {
    let mut codes: Vec<_> = Code::ALL.iter().map(|code| code.entry().code).collect();
    for code in Code::ALL {
        let entry = code.entry();
        for words in [entry.message, entry.action] {
            for text in [words.nl, words.en, words.fr] {
                assert!(text.len() > 8 && text.ends_with('.'), "{}: {text}", entry.code);
                assert_eq!(params(text), params(words.nl), "{}", entry.code);
            }
        }
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Code::ALL.len());
}

/// The parameters in a template, sorted.
fn params(template: &str) -> Vec<&str> {
    let mut params: Vec<_> = template.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    params.sort_unstable();
    params
}

#[test]
fn an_unreadable_source_is_an_issue() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let reading = scenario::read(Broken, &Packs::built_in());
    assert!(found(&reading).contains(&(Code::NotReadable, "#")));
}

#[test]
fn malformed_json_says_where_and_keeps_what_was_found_before() {
    let text = with("/story", json!(5)).to_string();
    let reading = read_text(&format!("{}\n!", text.trim_end_matches('}')));
    let codes: Vec<_> = reading.issues.iter().map(|issue| issue.code).collect();
    assert!(codes.starts_with(&[Code::WrongType, Code::MalformedJson]), "{codes:?}");
    assert_eq!(serde_json::to_value(&reading.issues[1]).unwrap()["params"], json!({"line": "2", "column": "1"}));
}

#[test]
fn a_field_that_stands_twice_is_refused_wherever_it_stands() {
    let once = small().to_string();
    let deep = once.replacen("\"id\":\"J1\"", "\"id\":\"J1\",\"id\":\"J1\"", 1);
    assert_eq!(found(&read_text(&deep)), [(Code::FieldTwice, "#/jobseekers/0/id")]);
    let nested = once.replacen("\"speaking\":\"C2\"", "\"speaking\":\"C2\",\"speaking\":\"C1\"", 1);
    assert_eq!(found(&read_text(&nested)), [(Code::FieldTwice, "#/jobseekers/0/languages/ar/speaking")]);
    let part = once.replacen("\"pins\":", "\"pins\":[],\"pins\":", 1);
    assert!(found(&read_text(&part)).contains(&(Code::FieldTwice, "#/pins")));
}

/// The pack the program brings, as JSON.
fn pack() -> Value {
    serde_json::to_value(Packs::built_in().get("agreement-2020-2025").unwrap()).unwrap()
}

/// Codes and pointers of a pack's issues.
fn pack_issues(pack: &Value) -> Vec<(Code, String)> {
    let issues = Packs::new(&RULES).add(pack.to_string().as_bytes());
    issues.into_iter().map(|issue| (issue.code, issue.pointer)).collect()
}

#[test]
fn the_pack_of_the_program_is_sound() {
    assert_eq!(pack_issues(&pack()), []);
}

#[test]
fn a_pack_gives_every_number() {
    let mut pack = pack();
    pack["numbers"].as_object_mut().unwrap().shift_remove("minimum_age");
    assert_eq!(pack_issues(&pack), [(Code::NumberMissing, "#/numbers/minimum_age".to_owned())]);
}

#[test]
fn a_pack_that_loosens_a_locked_rule_is_refused() {
    for rule in RULES.iter().filter(|rule| is_locked(rule)) {
        for mode in [json!("off"), json!({"prefer": {"points": 5}})] {
            let mut pack = pack();
            pack["rules"] = json!({*rule: mode});
            assert_eq!(pack_issues(&pack), [(Code::LockedRuleLoosened, format!("#/rules/{rule}"))]);
        }
    }
}

#[test]
fn no_floor_of_a_pack_is_zero_and_age_is_no_group() {
    let mut pack = pack();
    pack["shares"] = json!([{"id": "a", "at_least": 0}, {"id": "b", "at_least": 1, "group": {"leeftijd": 55}}]);
    let expected = [
        (Code::FloorIsZero, "#/shares/0/at_least".to_owned()),
        (Code::AgeNotForVacancies, "#/shares/1/group".to_owned()),
    ];
    assert_eq!(pack_issues(&pack), expected);
}

#[test]
fn an_issue_never_repeats_what_it_refuses() {
    let spots = [
        "/jobseekers/0/skills/0",
        "/jobseekers/0/id",
        "/promises/0/jobseeker",
        "/jobseekers/0/goals/0",
        "/policy/pack",
    ];
    for spot in spots {
        for secret in [NATIONAL_NUMBER, "J85073003328", "ana@example.be"] {
            let reading = read(&with(spot, json!(secret)));
            let told = serde_json::to_string(&reading.issues).unwrap();
            assert!(!told.contains(secret), "{spot}: {told}");
        }
    }
}

#[test]
fn a_room_that_is_away_is_closed_and_hours_that_touch_go_on() {
    assert_eq!(found(&read(&at_a_fair("/title", json!("Beurs")))), []);
    let rooms = |away: Value| {
        let mut scenario = at_a_fair("/title", json!("Beurs"));
        let open = json!([
            {"days": ["tue"], "from": "12:00", "to": "17:00"},
            {"days": ["tue", "wed"], "from": "09:00", "to": "12:00"}
        ]);
        put(&mut scenario, "/venues/0/rooms/0/open", open);
        put(&mut scenario, "/venues/0/rooms/0/away", away);
        scenario
    };
    let away = |from: &str, to: &str| rooms(json!([{"from": from, "to": to}]));
    for open in [away("2025-03-01", "2025-03-17"), away("2025-03-19", "2025-03-30")] {
        assert_eq!(found(&read(&open)), []);
    }
    let closed = away("2025-03-18", "2025-03-18");
    assert_eq!(found(&read(&closed)), [(Code::VenueClosed, "#/fairs/0/date")]);
}

#[test]
fn the_words_say_what_is_allowed() {
    use schakel_solver::text::Lang;
    let told = |scenario: &Value, lang| {
        let reading = read(scenario);
        assert_eq!(reading.issues.len(), 1, "{:?}", reading.issues);
        reading.issues[0].message(lang)
    };
    let hour = at_a_fair("/from", json!("9u"));
    assert!(told(&hour, Lang::Nl).contains("een uur van 00:00 tot 24:00, zoals 08:30"), "{}", told(&hour, Lang::Nl));
    assert!(told(&hour, Lang::En).contains("a time from 00:00 to 24:00, such as 08:30"));
    assert!(told(&hour, Lang::Fr).contains("une heure de 00:00 à 24:00, comme 08:30"));
    assert_eq!(told(&at_a_fair("/hall/places", json!(41)), Lang::Nl), "places gaat van 1 tot 40.");
    assert!(told(&at_a_fair("/date", json!("2025-03-19")), Lang::En).contains("no room of H1 is open"));
}
