//! Rules that count over a plan, worked out by hand: supports, quotas, pins, openings, one job.

use super::case::*;
use crate::constraint::Remedy;
use crate::domain::*;

#[test]
fn a_support_is_ready_on_the_day_itself_and_not_a_day_later() {
    // Four weeks after Monday 1 September it is the 29th.
    let mut case = Case::new();
    case.uses(&[COACH]);
    case.region.supports[1].lead_weeks = 4;
    case.offer().start = day(28);
    assert_eq!(case.verdict("supports"), "SUPPORT_USED costs 1000, 1 against 0 count");
    assert_eq!(
        case.words("supports"),
        [
            "krijgt ondersteuning: taalcoach op de werkvloer, 4 weken, 123 euro",
            "gets support: language coach on the floor, 4 weeks, 123 euros",
            "reçoit un soutien : coach de langue sur le lieu de travail, 4 semaines, 123 euros"
        ]
    );
    case.offer().start = day(27);
    assert_eq!(case.verdict("supports"), "SUPPORT_NOT_READY blocks, 1 against 0 count");
    assert_eq!(
        case.words("supports"),
        [
            "taalcoach op de werkvloer is niet klaar op de eerste werkdag",
            "language coach on the floor is not ready on the first day",
            "coach de langue sur le lieu de travail : pas encore disponible le premier jour"
        ]
    );
    assert_eq!(case.remedies("supports"), []);
    case.region.supports[1].lead_weeks = 5;
    case.offer().start = day(28);
    assert!(!case.passes("supports"));
}

#[test]
fn each_support_used_costs_points_and_is_drawn() {
    let mut case = Case::new();
    assert_eq!(case.draws("supports"), []);
    case.uses(&[BICYCLE, LICENCE_B]);
    assert_eq!(case.verdict("supports"), "SUPPORT_USED costs 2000, 2 against 0 count");
    assert_eq!(
        case.words("supports"),
        [
            "krijgt ondersteuning: fiets en opleiding rijbewijs B, 246 euro",
            "gets support: bicycle and training for licence B, 246 euros",
            "reçoit un soutien : vélo et formation au permis B, 246 euros"
        ]
    );
    assert_eq!(case.draws("supports"), [("supports/fietsen".to_owned(), 1), ("supports/rijbewijzen".to_owned(), 1)]);
    // The one that is late is named.
    case.region.supports[2].lead_weeks = 20;
    assert_eq!(case.verdict("supports"), "SUPPORT_NOT_READY blocks, 2 against 0 count");
    assert_eq!(case.words("supports")[0], "opleiding rijbewijs B is niet klaar op de eerste werkdag");
}

#[test]
fn supports_run_out_and_can_be_bought() {
    let mut case = Case::new();
    case.region.supports[0].lead_weeks = 2;
    assert_eq!(
        case.pools("supports"),
        ["supports/fietsen at most 3", "supports/coaches at most 5", "supports/rijbewijzen at most 2"]
    );
    assert_eq!(case.full_words("supports", 0), ["geen fiets meer vrij", "no bicycle left", "plus de vélo disponible"]);
    let one_more = Remedy::new(Change::MoreSupport(BICYCLE, 1)).taking(2).costing(12_300);
    assert_eq!(rule("supports").room(case.facts(), 0, 0), Some(one_more));
    case.changes = Overlay::new([one_more.change]);
    assert_eq!(case.pools("supports")[0], "supports/fietsen at most 4");
}

/// Whether a start counts for a share of `group`, in offers of `form`.
fn counts(case: &Case, group: Group, form: Option<FormIdx>) -> bool {
    let mut case = case.clone();
    let demand = Demand::Quota(1);
    case.region.pack.shares = vec![Share { id: "groep".to_owned(), group, form, demand }];
    match case.draws("quotas").as_slice() {
        [] => false,
        [(name, 1)] if name == "quotas/groep" => true,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_start_counts_for_the_groups_of_the_person() {
    let mut case = Case::new();
    assert!(counts(&case, Group::Everyone, None));
    assert!(counts(&case, Group::Everyone, Some(FormIdx(0))));
    assert!(!counts(&case, Group::Everyone, Some(FormIdx(1))));
    assert!(counts(&case, Group::Municipality(MunicipalityIdx(0)), None));
    assert!(!counts(&case, Group::Municipality(MunicipalityIdx(1)), None));
    assert!(!counts(&case, Group::Municipality(MunicipalityIdx(0)), Some(FormIdx(1))));
    let right = EntitlementIdx(0);
    assert!(!counts(&case, Group::Entitled(right), None));
    case.person().entitlements = vec![Entitlement { right, from: day(30), until: Some(day(30)) }];
    assert!(counts(&case, Group::Entitled(right), None));
    case.person().entitlements[0].from = day(31);
    assert!(!counts(&case, Group::Entitled(right), None));
}

#[test]
fn twelve_months_registered_is_long_term() {
    let mut case = Case::new();
    let date = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
    // The plan is of 1 September 2025.
    for (registered_on, is_short) in [
        (date(2025, 9, 1), true),
        (date(2024, 9, 2), true),
        (date(2024, 9, 1), false),
        (date(2024, 8, 31), false),
        (date(2024, 12, 31), true),
        (date(2020, 12, 1), false),
    ] {
        case.person().registered_on = registered_on;
        assert_eq!(counts(&case, Group::Priority(PriorityGroup::ShortTerm), None), is_short, "{registered_on}");
        assert_eq!(counts(&case, Group::Priority(PriorityGroup::LongTerm), None), !is_short, "{registered_on}");
    }
}

#[test]
fn who_speaks_dutch_below_b1_counts_as_a_non_dutch_speaker() {
    use Cefr::{A1, A2, B1, C2};
    let mut case = Case::new();
    assert!(counts(&case, Group::Priority(PriorityGroup::NonDutchSpeaker), None));
    for (language, levels, is_one) in [
        (Language::DUTCH, [A1, B1, A1, A1], false),
        (Language::DUTCH, [C2, A2, C2, C2], true),
        (Language(*b"fr"), [C2; 4], true),
    ] {
        case.person().languages = vec![LanguageLevels { language, levels }];
        assert_eq!(counts(&case, Group::Priority(PriorityGroup::NonDutchSpeaker), None), is_one);
    }
}

#[test]
fn a_share_is_a_floor_or_a_cap() {
    let mut case = Case::new();
    let share = |id: &str, demand| Share { id: id.to_owned(), group: Group::Everyone, form: None, demand };
    case.region.pack.shares =
        vec![share("a", Demand::FloorHard(1)), share("b", Demand::FloorSoft(2)), share("c", Demand::Quota(3))];
    assert_eq!(case.pools("quotas"), ["quotas/a at least 1 Hard", "quotas/b at least 2 Soft", "quotas/c at most 3"]);
    assert_eq!(case.draws("quotas").len(), 3);
    assert_eq!(
        case.full_words("quotas", 2),
        [
            "het afgesproken aantal voor iedereen is bereikt",
            "the agreed number for everyone has been reached",
            "le nombre convenu pour tous est atteint"
        ]
    );
    assert_eq!(rule("quotas").room(case.facts(), 2, 0), None);
}

#[test]
fn a_decision_about_this_person_and_this_offer_is_followed() {
    let mut case = Case::new();
    let (bo, elsewhere) = (JobseekerIdx(1), OfferIdx(1));
    case.region.jobseekers.push(Jobseeker { id: "Bo".to_owned(), ..case.region.jobseekers[0].clone() });
    case.region.offers.push(Offer { id: "Dok".to_owned(), ..case.region.offers[0].clone() });
    let pin = |jobseeker, offer, require| Pin { jobseeker, offer, require };
    case.region.pins = vec![pin(PERSON, elsewhere, false), pin(bo, VACANCY, false)];
    assert_eq!(case.verdict("pins"), "fine");
    case.region.pins.insert(0, pin(PERSON, VACANCY, true));
    assert_eq!(case.verdict("pins"), "fine");
    assert_eq!(case.pools("pins"), ["pins/Ana/Kaai at least 1 Hard"]);
    assert_eq!(case.draws("pins"), [("pins/Ana/Kaai".to_owned(), 1)]);
    case.region.pins[0].require = false;
    assert_eq!(case.verdict("pins"), "DECIDED_AGAINST blocks, -");
    assert_eq!(case.draws("pins"), []);
    assert_eq!(case.pools("pins"), [""; 0]);
    assert_eq!(
        case.words("pins"),
        [
            "een bemiddelaar besliste om dit niet voor te stellen",
            "a mediator decided against it",
            "un conseiller a décidé de ne pas le proposer"
        ]
    );
    assert_eq!(case.remedies("pins"), []);
}

#[test]
fn a_offer_takes_as_many_as_it_asks() {
    let mut case = Case::new();
    assert_eq!(case.verdict("openings"), "fine");
    assert_eq!(case.pools("openings"), ["openings/Kaai at most 1"]);
    assert_eq!(case.draws("openings"), [("openings/Kaai".to_owned(), 1)]);
    let one_more = Remedy::new(Change::MoreOpenings(VACANCY, 1));
    assert_eq!(rule("openings").room(case.facts(), 0, 0), Some(one_more));
    assert_eq!(
        case.full_words("openings", 0),
        [
            "alle plaatsen bij De Kaai zijn ingenomen",
            "all openings at De Kaai are taken",
            "tous les postes chez De Kaai sont pris"
        ]
    );
    case.offer().openings = Some(0);
    assert_eq!(case.verdict("openings"), "NO_OPENING blocks, 0 against 1 count");
    assert_eq!(
        case.words("openings"),
        ["de vacature heeft geen plaatsen meer", "the vacancy has no openings left", "l'offre n'a plus de poste"]
    );
    assert_eq!(case.remedies("openings"), [one_more]);
    case.changes = Overlay::new([one_more.change]);
    assert_eq!(case.verdict("openings"), "fine");
    assert_eq!(case.pools("openings"), ["openings/Kaai at most 1"]);
}

#[test]
fn a_person_takes_one_job() {
    let case = Case::new();
    assert_eq!(case.pools("one_job"), ["one_job/Ana at most 1"]);
    assert_eq!(case.draws("one_job"), [("one_job/Ana".to_owned(), 1)]);
    assert_eq!(
        case.full_words("one_job", 0),
        ["start al op een andere plaats", "already starts elsewhere", "commence déjà ailleurs"]
    );
    let owners = crate::constraint::pools(case.facts()).into_iter().map(|pool| pool.key);
    let owners: Vec<_> = owners.filter(|&key| crate::constraint::is_owner(key)).collect();
    assert_eq!(owners.len(), 1);
    assert_eq!(crate::constraint::pool_name(case.facts(), owners[0]), "one_job/Ana");
}
