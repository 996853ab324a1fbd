//! Childcare, worked out by hand.

use super::case::*;
use crate::candidates::{Index, find};
use crate::constraint::{Remedy, RuleBook};
use crate::domain::*;
use crate::travel::Place;

/// A parent of a one-year-old who goes to "De Zon": 8 minutes from home and 12 from work, and 10 to hand over. Work
/// runs from 9:00 to 17:00: the parent is at the door at 8:38, and out of it at 17:22.
fn parent() -> Case {
    let mut case = Case::new();
    case.takes(HOME, Place::Care(ZON), 8);
    case.takes(Place::Care(ZON), WORK, 12);
    case.brings(1, ZON);
    case
}

#[test]
fn a_place_that_fits_is_drawn_from_its_age_band() {
    let mut case = parent();
    assert_eq!(case.verdict("childcare"), "fine");
    assert_eq!(case.draws("childcare"), [("childcare/Zon/0-2".to_owned(), 1)]);
    case.brings(2, ZON);
    case.brings(3, ZON);
    assert_eq!(case.draws("childcare"), [("childcare/Zon/0-2".to_owned(), 2), ("childcare/Zon/3-11".to_owned(), 1)]);
    // A place of one's own is no free place.
    case.person().children.push(Child { place: Some(ZON), ..child(1) });
    assert_eq!(case.draws("childcare").len(), 2);
    assert_eq!(case.draws("childcare")[0].1, 2);
    let pools = case.pools("childcare");
    assert_eq!(pools[..2], ["childcare/Zon/0-2 at most 4", "childcare/Zon/3-11 at most 7"]);
    assert_eq!(pools.len(), 6);
    assert_eq!(
        case.full_words("childcare", 0),
        ["geen vrije plaats in De Zon", "no free place in De Zon", "pas de place libre à De Zon"]
    );
    assert_eq!(rule("childcare").room(case.facts(), 1, 1), Some(Remedy::new(Change::MorePlaces(MAAN, 1))));
}

#[test]
fn a_child_without_a_place_needs_one() {
    let mut case = Case::new();
    case.person().children.push(Child { needs_care: false, ..child(1) });
    assert_eq!(case.verdict("childcare"), "fine");
    case.person().children.push(child(1));
    assert_eq!(case.verdict("childcare"), "CHILDCARE_PLACE_NEEDED blocks, 0 against 1 count");
    assert_eq!(
        case.words("childcare"),
        [
            "heeft opvang nodig voor een kind van 1 jaar",
            "needs childcare for a child of 1",
            "a besoin d'accueil pour un enfant de 1 an"
        ]
    );
    assert_eq!(case.remedies("childcare"), []);
    assert_eq!(case.draws("childcare"), []);
}

#[test]
fn a_place_takes_the_ages_of_its_bands() {
    for (age, fits) in [(0, true), (2, true), (3, true), (11, true), (12, false)] {
        let mut case = parent();
        case.person().children[0].age = age;
        assert_eq!(case.passes("childcare"), fits, "{age}");
    }
    let mut case = parent();
    case.person().children[0].age = 12;
    assert_eq!(case.verdict("childcare"), "CHILDCARE_OTHER_AGE blocks, 0 against 1 count");
    assert_eq!(
        case.words("childcare"),
        [
            "De Zon neemt geen kind van 12 jaar",
            "De Zon takes no child of 12",
            "De Zon n'accueille pas d'enfant de 12 ans"
        ]
    );
    // A child that is there already was taken.
    case.person().children[0].place = Some(ZON);
    assert_eq!(case.verdict("childcare"), "fine");
}

#[test]
fn a_chosen_place_lies_near_home_and_a_place_of_ones_own_where_it_lies() {
    let mut case = parent();
    case.takes(HOME, Place::Care(ZON), 20);
    assert_eq!(case.verdict("childcare"), "fine");
    case.takes(HOME, Place::Care(ZON), 21);
    assert_eq!(case.verdict("childcare"), "CHILDCARE_TOO_FAR blocks, 21 against 20 minutes");
    assert_eq!(
        case.words("childcare"),
        [
            "De Zon ligt op 21 minuten van thuis, maximaal 20 is haalbaar",
            "De Zon is 21 minutes from home, at most 20 will do",
            "De Zon est à 21 minutes de la maison, 20 au maximum"
        ]
    );
    assert_eq!(case.remedies("childcare"), []);
    case.person().children[0].place = Some(ZON);
    assert_eq!(case.verdict("childcare"), "fine");
}

#[test]
fn the_door_is_open_until_the_child_is_fetched() {
    let mut case = parent();
    // 17:00 and 12 minutes, and 10 to fetch: 17:22.
    case.region.childcare[0].open = hours(WORKDAYS, 7 * 60, 17 * 60 + 22);
    assert_eq!(case.verdict("childcare"), "fine");
    case.region.childcare[0].open = hours(WORKDAYS, 7 * 60, 17 * 60 + 21);
    assert_eq!(case.verdict("childcare"), "CHILDCARE_CLOSED blocks, 1041 against 1042 minute_of_day");
    assert_eq!(
        case.words("childcare"),
        [
            "De Zon sluit om 17:21, de ouder is er om 17:12 en klaar om 17:22",
            "De Zon closes at 17:21, the parent is there at 17:12 and done at 17:22",
            "De Zon ferme à 17:21, le parent arrive à 17:12 et repart à 17:22"
        ]
    );
    let earlier = Remedy::new(Change::ShiftsMove(VACANCY, -15));
    assert_eq!(case.remedies("childcare"), [Remedy::new(Change::OpensFor(ZON, 518, 1042)), earlier]);
}

#[test]
fn the_door_is_open_when_the_parent_comes() {
    let mut case = parent();
    // 9:00 less 12 minutes, less 10 to hand over: 8:38.
    case.region.childcare[0].open = hours(WORKDAYS, 8 * 60 + 38, 18 * 60);
    assert_eq!(case.verdict("childcare"), "fine");
    case.region.childcare[0].open = hours(WORKDAYS, 8 * 60 + 39, 18 * 60);
    assert_eq!(case.verdict("childcare"), "CHILDCARE_CLOSED blocks, 519 against 518 minute_of_day");
    assert_eq!(
        case.words("childcare"),
        [
            "De Zon opent om 08:39, de ouder komt om 08:38",
            "De Zon opens at 08:39, the parent comes at 08:38",
            "De Zon ouvre à 08:39, le parent vient à 08:38"
        ]
    );
    let later = Remedy::new(Change::ShiftsMove(VACANCY, 15));
    assert_eq!(case.remedies("childcare"), [Remedy::new(Change::OpensFor(ZON, 518, 1042)), later]);
}

#[test]
fn the_way_back_may_be_longer_than_the_way_out() {
    let mut case = parent();
    case.takes(WORK, Place::Care(ZON), 30);
    case.region.childcare[0].open = hours(WORKDAYS, 8 * 60 + 38, 17 * 60 + 40);
    assert_eq!(case.verdict("childcare"), "fine");
    case.region.childcare[0].open = hours(WORKDAYS, 8 * 60 + 38, 17 * 60 + 39);
    assert_eq!(case.verdict("childcare"), "CHILDCARE_CLOSED blocks, 1059 against 1060 minute_of_day");
}

#[test]
fn a_facility_that_is_closed_that_day_does_not_help_with_longer_hours() {
    let mut case = parent();
    case.region.childcare[0].open = hours(&WORKDAYS[..4], 7 * 60, 18 * 60);
    assert_eq!(case.verdict("childcare"), "CHILDCARE_CLOSED blocks, -");
    assert_eq!(
        case.words("childcare"),
        ["De Zon is gesloten tijdens het werk", "De Zon is closed during work", "De Zon est fermé pendant le travail"]
    );
    assert_eq!(case.remedies("childcare"), []);
    case.changes = Overlay::new([Change::OpensFor(ZON, 0, DAY)]);
    assert_eq!(case.words("childcare")[0], "De Zon is gesloten tijdens het werk");
}

#[test]
fn longer_hours_cover_every_shift_of_the_week() {
    let mut case = parent();
    // On Tuesday work starts an hour earlier, and on Wednesday it ends two hours later.
    case.offer().shifts[1].from = 8 * 60;
    case.offer().shifts[2].to = 19 * 60;
    case.person().availability = hours(WORKDAYS, 0, DAY);
    case.region.childcare[0].open = hours(WORKDAYS, 8 * 60, 18 * 60);
    assert_eq!(case.words("childcare")[0], "De Zon opent om 08:00, de ouder komt om 07:38");
    // From 7:38 until 19:22.
    assert_eq!(case.remedies("childcare"), [Remedy::new(Change::OpensFor(ZON, 458, 1162))]);
    case.changes = Overlay::new([Change::OpensFor(ZON, 458, 1162)]);
    assert_eq!(case.verdict("childcare"), "fine");
    case.changes = Overlay::new([Change::OpensFor(ZON, 458, 1161)]);
    assert_eq!(case.words("childcare")[0], "De Zon sluit om 19:21, de ouder is er om 19:12 en klaar om 19:22");
    // A break at noon is closed in between, and longer hours bridge it.
    case.changes = Overlay::default();
    case.region.childcare[0].open =
        WORKDAYS.iter().flat_map(|&day| [hours(&[day], 0, 720), hours(&[day], 780, DAY)].concat()).collect();
    assert_eq!(case.words("childcare")[0], "De Zon is gesloten tijdens het werk");
    assert_eq!(case.remedies("childcare"), [Remedy::new(Change::OpensFor(ZON, 458, 1162))]);
}

#[test]
fn nobody_looks_after_children_past_midnight() {
    let mut case = parent();
    case.region.childcare[0].open = hours(&Weekday::ALL, 0, DAY);
    case.offer().shifts = hours(&[Weekday::Mon], 14 * 60, 23 * 60 + 38);
    assert_eq!(case.verdict("childcare"), "fine");
    case.offer().shifts = hours(&[Weekday::Mon], 14 * 60, 23 * 60 + 39);
    assert_eq!(case.verdict("childcare"), "CHILDCARE_CLOSED blocks, -");
    assert_eq!(
        case.words("childcare"),
        [
            "De Zon vangt geen kinderen op na middernacht",
            "De Zon takes no children past midnight",
            "De Zon n'accueille pas d'enfants après minuit"
        ]
    );
    assert_eq!(case.remedies("childcare"), [Remedy::new(Change::ShiftsMove(VACANCY, -15))]);
    case.offer().shifts = hours(&[Weekday::Mon], 22 * 60, 30 * 60);
    assert_eq!(case.words("childcare")[0], "De Zon vangt geen kinderen op na middernacht");
    assert_eq!(case.remedies("childcare"), []);
    // Work at 0:22 asks the drop-off at midnight; work at 0:21 the evening before.
    case.offer().shifts = hours(&[Weekday::Mon], 22, 6 * 60);
    assert_eq!(case.verdict("childcare"), "fine");
    case.offer().shifts = hours(&[Weekday::Mon], 21, 6 * 60);
    assert_eq!(case.words("childcare")[0], "De Zon vangt geen kinderen op na middernacht");
    assert_eq!(case.remedies("childcare"), [Remedy::new(Change::ShiftsMove(VACANCY, 15))]);
}

#[test]
fn two_stops_are_passed_in_the_shorter_order() {
    // On one line north of home: De Zon, then De Maan, then work.
    let mut case = Case::new();
    case.offer().site = Point::new(4.40, 51.203);
    case.region.childcare[0].site = Point::new(4.40, 51.201);
    case.region.childcare[1].site = Point::new(4.40, 51.202);
    case.takes(HOME, Place::Care(ZON), 2);
    case.takes(Place::Care(ZON), Place::Care(MAAN), 3);
    case.takes(Place::Care(MAAN), WORK, 4);
    // Named in the order that is longer.
    case.brings(1, MAAN);
    case.brings(1, ZON);
    // 2 + 10 + 3 + 10 + 4.
    assert_eq!(case.verdict("mobility"), "TRIP_TAKES costs 116, 29 against 60 minutes");
    // De Zon: 8:33 to 17:27. De Maan: 8:46 to 17:14.
    case.region.childcare[0].open = hours(WORKDAYS, 513, 1047);
    case.region.childcare[1].open = hours(WORKDAYS, 526, 1034);
    assert_eq!(case.verdict("childcare"), "fine");
    case.region.childcare[1].open = hours(WORKDAYS, 527, 1034);
    assert_eq!(case.words("childcare")[0], "De Maan opent om 08:47, de ouder komt om 08:46");
    assert_eq!(case.remedies("childcare"), [Remedy::new(Change::OpensFor(MAAN, 526, 1034))]);
    // Longer hours of one do not help where the other is closed too.
    case.region.childcare[0].open = hours(WORKDAYS, 513, 1046);
    assert_eq!(case.words("childcare")[0], "De Zon sluit om 17:26, de ouder is er om 17:17 en klaar om 17:27");
    assert_eq!(case.remedies("childcare"), []);
}

#[test]
fn three_stops_are_one_too_many_unless_the_pack_allows_them() {
    let mut case = Case::new();
    case.brings(1, ZON);
    case.brings(1, MAAN);
    assert_eq!(case.verdict("childcare"), "fine");
    case.brings(1, STER);
    assert_eq!(case.verdict("childcare"), "CHILDCARE_TOO_MANY_STOPS blocks, 3 against 2 count");
    assert_eq!(
        case.words("childcare"),
        [
            "moet langs 3 opvangplaatsen, maximaal 2 is haalbaar",
            "passes 3 childcare places, at most 2 will do",
            "passe par 3 lieux d'accueil, 2 au maximum"
        ]
    );
    assert_eq!(case.remedies("childcare"), []);
    case.limits().childcare_stops_max = 3;
    assert_eq!(case.verdict("childcare"), "fine");
    case.limits().childcare_stops_max = 0;
    case.person().children.truncate(1);
    assert_eq!(case.verdict("childcare"), "CHILDCARE_TOO_MANY_STOPS blocks, 1 against 0 count");
}

/// How the search says that the person can take the offer.
fn edges(case: &Case) -> Vec<(Mode, Option<CareIdx>, Option<SupportIdx>)> {
    let (region, rules) = (&case.region, RuleBook::of(&case.region.pack));
    let near = Nearby::default();
    let facts = Facts::of(region, &near);
    let edges = find(facts, &rules, &Index::of(facts, &rules));
    edges.iter().map(|edge| (edge.choice.mode, edge.choice.places[0], edge.choice.supports[0])).collect()
}

#[test]
fn a_bicycle_is_tried_where_only_childcare_is_too_far_on_foot() {
    let mut case = parent();
    case.region.childcare.truncate(1);
    assert_eq!(edges(&case), [(Mode::Walk, Some(ZON), None)]);
    // 25 + 10 + 12 minutes are accepted, but the facility lies 25 minutes from home on foot.
    case.takes(HOME, Place::Care(ZON), 25);
    assert!(case.passes("mobility") && !case.passes("childcare"));
    assert_eq!(edges(&case), [(Mode::Bike, Some(ZON), Some(BICYCLE))]);
}

#[test]
fn a_trip_past_childcare_that_is_stated_to_be_short_is_found() {
    let mut case = parent();
    case.region.supports.clear();
    case.offer().site = Point::new(5.60, 50.70);
    // To the other two the way is as long as the map says.
    assert_eq!(edges(&case), [(Mode::Walk, Some(ZON), None)]);
}
