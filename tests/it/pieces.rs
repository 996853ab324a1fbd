//! Small pieces of the shell that no answer shows alone.

use schakel::files::gtfs::seconds;
use schakel::files::isochrone::{outline, rings};
use schakel::files::occupations::{all, labels};
use schakel::files::scenario::traces::{holds_national_number, is_email, is_national_number};
use schakel::generate::draw::{Draw, Stream, Weights};
use schakel::generate::schoolings;
use schakel::generate::shares::{NAMES, SHARES, Shares, table};
use schakel_transit::{Grid, Point};

#[test]
fn every_occupation_is_read_once() {
    let table = include_str!("../../fixtures/tables/occupations.csv");
    assert_eq!(all().len(), table.lines().count() - 1);
    assert!(all().iter().all(|(code, found)| labels(code).as_ref() == Some(found)), "each is found by bisection");
    let of_all = || all().iter().map(|(_, labels)| labels);
    assert!(of_all().all(|labels| !labels.nl.is_empty() && !labels.nl.contains('"')));
    assert!(all().iter().all(|(code, _)| code.len() > 4 && code.bytes().take(4).all(|byte| byte.is_ascii_digit())));
    assert!(of_all().any(|labels| labels.nl.contains(',')), "a comma in a label stays");
    assert_eq!(labels("9999.99"), None);
    let french = labels("8332.2").map(|labels| labels.fr);
    assert_eq!(french.as_deref(), Some("conducteur de poids lourd/conductrice de poids lourd"));
    let without = of_all().filter(|labels| labels.fr == labels.nl).count();
    assert!((100..130).contains(&without), "{without} have no French label, or one that is the Dutch one");
}

#[test]
fn national_numbers_are_recognised_from_both_centuries() {
    // Made for this test: no one's number.
    assert!(is_national_number("85073003328"));
    assert!(is_national_number("85.07.30-033.28"));
    assert!(!is_national_number("85.07.30-033.29"));
    let body = 10_203_004_u64; // 01.02.03-004: born in 2001.
    let check = 97 - (2_000_000_000 + body) % 97;
    assert!(is_national_number(&format!("{body:09}{check:02}")));
    assert!(!is_national_number("J0000012345"));
    assert!(holds_national_number("J85073003328") && holds_national_number("rr: 85.07.30-033.28"));
    assert!(!holds_national_number("J00000000097"));
    assert!(!is_national_number(""));
}

#[test]
fn an_address_needs_a_name_and_a_host() {
    assert!(is_email("a.b@example.be"));
    assert!(!is_email("@example.be"));
    assert!(!is_email("two shifts @ night"));
}

#[test]
fn hours_of_a_timetable_pass_midnight_and_nonsense_is_no_time() {
    assert_eq!(seconds("26:07:30"), Some(94_050));
    assert_eq!(seconds("5:00:00"), Some(18_000));
    for wrong in ["", "5:00", "05:60:00", "05:00:60", "-5:00:00", "+5:00:00", "5:00:00:00", "999:00:00", "a:b:c"] {
        assert_eq!(seconds(wrong), None, "{wrong}");
    }
}

/// Twice the signed area of a ring, in square degrees.
fn doubled(ring: &[[f64; 2]]) -> f64 {
    ring.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum()
}

#[test]
fn a_ring_of_cells_has_a_hole_and_covers_what_the_cells_cover() {
    let grid = Grid::around(Point::new(0.0, 0.0), 250.0);
    let around = (0..3).flat_map(|column| (0..3).map(move |row| (column, row))).filter(|cell| *cell != (1, 1));
    let polygons = rings(&outline(&grid, around));
    let [polygon] = polygons.as_slice() else { panic!("{polygons:?}") };
    let [outer, hole] = polygon.as_slice() else { panic!("{polygon:?}") };
    assert!(doubled(outer) > 0.0 && doubled(hole) < 0.0);
    let (west_south, east_north) = (grid.corner((0, 0)), grid.corner((1, 1)));
    let cell = 2.0 * (east_north.lon - west_south.lon) * (east_north.lat - west_south.lat);
    assert!(((doubled(outer) + doubled(hole)) / cell - 8.0).abs() < 0.01);
}

#[test]
fn every_share_is_read_and_says_where_it_comes_from() {
    let read: Vec<_> = table().unwrap().into_keys().collect();
    let mut named = NAMES.to_vec();
    named.sort_unstable();
    assert_eq!(read, named);
    for row in SHARES.lines().skip(1) {
        let [name, _, unit, source] = row.splitn(4, ';').collect::<Vec<_>>()[..] else { panic!("{row}") };
        assert!(!unit.is_empty() && !source.is_empty(), "{name} has no unit or no source");
    }
}

#[test]
fn a_weight_of_zero_is_never_drawn_and_the_others_in_proportion() {
    let weights: Weights = [0, 1, 0, 3].into_iter().collect();
    let mut draw = Draw::new(7, Stream::People);
    let mut counts = [0_u32; 4];
    for _ in 0..4000 {
        counts[draw.weighted(&weights)] += 1;
    }
    assert_eq!([counts[0], counts[2]], [0, 0]);
    // Three standard errors of 4000 draws at one in four: 82.
    assert!(counts[1].abs_diff(1000) < 82, "{counts:?}");
}

#[test]
fn some_of_takes_the_number_asked_without_repetition() {
    let mut draw = Draw::new(7, Stream::Care);
    for count in 0..7 {
        let mut taken = draw.some_of(&[1, 2, 3, 4, 5], count);
        taken.dedup();
        assert_eq!(taken.len(), count.min(5));
    }
}

#[test]
fn schooling_follows_the_published_shares() {
    let shares = Shares::read().unwrap();
    let (weights, mut draw) = (schoolings(&shares), Draw::new(1, Stream::People));
    let mut counts = [0_u64; 3];
    const DRAWN: u64 = 20_000;
    for _ in 0..DRAWN {
        counts[draw.weighted(&weights)] += 1;
    }
    for (count, share) in counts.into_iter().zip([41, 34, 23]) {
        // The published shares sum to 98. Three standard errors of 20 000 draws: at most 1.05 in a hundred.
        assert!(count.abs_diff(DRAWN * share / 98) < DRAWN * 105 / 10_000, "{counts:?}");
    }
}
