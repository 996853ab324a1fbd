//! Changes as `transfers.txt` says them: of every type, the most precise first; and staying aboard.

use super::*;

/// To the station, and ten minutes later on from its other platform.
fn change(at: &str) -> Feed {
    let on = format!("b,{at},{at},P2,1");
    feed(
        &["a R7 W", "b R8 W"],
        &["a,08:00:00,08:00:00,V,1", "a,08:10:00,08:10:00,P1,2", &on, "b,08:40:00,08:40:00,K,2"],
    )
}

#[test]
fn a_transfer_that_says_nothing_usable_is_left_out_and_told() {
    let head = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id\n";
    for row in ["P1,P2,2,,", "P1,P2,2,soon,", "P1,P2,9,,", "P1,,3,,", "P1,X,3,,", "P1,P2,3,,nobody", ",,4,,a"] {
        let feed = with(change("08:20:00"), "transfers.txt", &format!("{head}{row}\n"));
        let reading = read(&feed);
        assert_eq!(codes(&reading), [Code::TransferLeftOut], "{row}");
        assert_eq!(reading.issues[0].place(), "f.zip/transfers.txt:2");
        assert_eq!(by_ten(&feed, &KERK), way("08:00:00", "08:40:00", 1), "{row}");
    }
}

/// Rows of transfers.txt in both orders: the same journey, which is told.
fn in_both_orders(feed: &Feed, rows: &[&str]) -> Option<(i32, i32, usize)> {
    let head =
        "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_route_id,to_route_id,from_trip_id,to_trip_id\n";
    let text = |rows: Vec<&str>| format!("{head}{}\n", rows.join("\n"));
    let turned = rows.iter().rev().copied().collect();
    let [there, back] =
        [rows.to_vec(), turned].map(|rows| by_ten(&with(feed.clone(), "transfers.txt", &text(rows)), &KERK));
    assert_eq!(there, back, "{rows:?}");
    there
}

#[test]
fn of_transfers_the_most_precise_holds_whatever_their_order() {
    let feed = change("08:15:00");
    let (kept, missed) = (way("08:00:00", "08:40:00", 1), None);
    for (rows, expected) in [
        // Platforms before their station.
        (&["S,S,2,120,,,,", "P1,P2,3,,,,,"][..], missed),
        (&["S,S,3,,,,,", "P1,P2,2,120,,,,"], kept),
        (&["S,S,3,,,,,", "P1,P2,0,,,,,"], kept),
        (&["S,S,2,120,,,,", "P1,S,2,600,,,,"], missed),
        // Lines before stops, trips before lines, both before one.
        (&["P1,P2,2,120,,,,", "S,S,3,,R7,R8,,"], missed),
        (&["P1,P2,3,,,,,", "S,S,2,120,R7,,,"], kept),
        (&["P1,P2,2,120,R7,R8,,", "S,S,3,,,,a,"], missed),
        (&["P1,P2,3,,,,a,", "S,S,2,120,,R8,a,"], kept),
        (&["P1,P2,3,,,R8,a,", "S,S,2,120,,,a,b"], kept),
        (&["P1,P2,3,,R7,R8,,", "S,S,2,120,,,,b"], kept),
        // Rows about other trips or lines say nothing here.
        (&["P1,P2,3,,R7,R9,,", "P2,P1,3,,,,,"], kept),
        (&["P1,P2,3,,,,b,a"], kept),
        // Of what is equally precise the strictest holds.
        (&["P1,P2,2,120,,,,", "P1,P2,2,600,,,,"], missed),
    ] {
        assert_eq!(in_both_orders(&feed, rows), expected, "{rows:?}");
    }
    let twice = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nP1,P2,2,120\nP1,P2,3,\n";
    assert_eq!(codes(&read(&with(feed, "transfers.txt", twice))), [Code::TransfersDisagree]);
}

#[test]
fn a_guaranteed_change_is_kept_in_a_minute_and_in_none() {
    for at in ["08:11:00", "08:10:00"] {
        let feed = change(at);
        assert_eq!(by_ten(&feed, &KERK), None);
        assert_eq!(in_both_orders(&feed, &["P1,P2,1,,,,,"]), way("08:00:00", "08:40:00", 1));
        assert_eq!(in_both_orders(&feed, &["S,S,1,,,,,"]), way("08:00:00", "08:40:00", 1));
        assert_eq!(in_both_orders(&feed, &["S,S,1,,,,a,b"]), way("08:00:00", "08:40:00", 1));
        // A recommended one takes what it takes.
        assert_eq!(in_both_orders(&feed, &["P1,P2,0,,,,,"]), None);
    }
}

const LINKS: &str = "from_trip_id,to_trip_id,transfer_type\n";

#[test]
fn staying_aboard_is_no_change_and_takes_no_time_to_change() {
    let feed = |second: &str, row: &str| {
        let times = [
            "a,08:00:00,08:00:00,V,1",
            "a,08:10:00,08:10:00,P1,2",
            "b,08:10:00,08:10:00,P1,1",
            "b,08:20:00,08:20:00,K,2",
            second,
        ];
        with(feed(&["a R7 W", "b R8 D", "c R9 W"], &times), "transfers.txt", &format!("{LINKS}{row}\n"))
    };
    let (one, other) = ("c,08:20:00,08:20:00,K,1", "c,08:22:00,08:22:00,K,1\nc,08:30:00,08:30:00,H,2");
    let linked = feed(other, "a,b,4");
    assert_eq!(by_ten(&linked, &KERK), way("08:00:00", "08:20:00", 0));
    let journey = on(&linked, DAY).arrive_by(&VELD, &KERK, hour("10:00:00")).unwrap();
    let ride = *journey.rides().next().unwrap();
    assert_eq!(on(&linked, DAY).network().line(ride.trip).name, "7 > 8");
    // Whoever gets off before the seam has ridden the first line alone.
    let short = on(&linked, DAY).arrive_by(&VELD, &STATIE, hour("10:00:00")).unwrap();
    assert_eq!(on(&linked, DAY).network().line(short.rides().next().unwrap().trip).name, "7");
    // On Saturday the first does not run.
    assert_eq!(on(&linked, "2025-03-15").arrive_by(&VELD, &KERK, hour("10:00:00")), None);
    // A chain of three; and one changes at its end as usual where the last is not part of it.
    assert_eq!(by_ten(&feed(other, "a,b,4\nb,c,4"), &HOEVE), way("08:00:00", "08:30:00", 0));
    assert_eq!(by_ten(&linked, &HOEVE), way("08:00:00", "08:30:00", 1));
    // Type 5 is the opposite, and holds where both are said.
    assert_eq!(by_ten(&feed(other, "a,b,5"), &KERK), None);
    assert_eq!(by_ten(&feed(other, "a,b,5\na,b,4"), &KERK), None);
    // A trip that has gone before the other comes is not gone on with.
    assert_eq!(codes(&read(&feed(other, "c,a,4"))), [Code::InSeatLeftOut]);
    assert_eq!(codes(&read(&feed(one, "b,c,4"))), [Code::OneStop, Code::InSeatLeftOut]);
}

#[test]
fn one_stays_aboard_past_midnight_in_whatever_day_the_hours_are_told() {
    for second in
        ["b,24:05:00,24:05:00,P1,1\nb,24:15:00,24:15:00,K,2", "b,00:05:00,00:05:00,P1,1\nb,00:15:00,00:15:00,K,2"]
    {
        let times = ["a,23:50:00,23:50:00,V,1", "a,24:05:00,24:05:00,P1,2", second];
        let feed = with(feed(&["a R7 D", "b R8 D"], &times), "transfers.txt", &format!("{LINKS}a,b,4\n"));
        assert_eq!(codes(&read(&feed)), []);
        assert_eq!(told(on(&feed, DAY).depart_at(&VELD, &KERK, hour("23:30:00"))), way("23:50:00", "24:15:00", 0));
    }
}

/// From platform to platform in ten minutes or less, with this file of paths.
fn walking(rows: &str, transfers: &str) -> (Vec<Code>, Option<(i32, i32, usize)>) {
    let head = "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,length,traversal_time,stair_count\n";
    let feed = with(change("08:15:00"), "pathways.txt", &format!("{head}{rows}\n"));
    let rows = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n";
    let feed = with(feed, "transfers.txt", &format!("{rows}{transfers}\n"));
    (codes(&read(&feed)), by_ten(&feed, &KERK))
}

#[test]
fn paths_inside_a_station_take_their_time_where_nothing_else_is_said() {
    let (kept, missed) = (way("08:00:00", "08:40:00", 1), None);
    for (rows, transfers, expected) in [
        // Five minutes between the two: by the shortest of what leads there, over a hall, in seconds.
        ("1,P1,P2,1,1,,240,", "", kept),
        ("1,P1,P2,1,1,,360,", "", missed),
        ("1,P1,hall,1,1,,120,\n2,hall,P2,2,1,,150,\n3,P1,P2,1,1,,900,", "", kept),
        ("1,P1,hall,1,1,,180,\n2,hall,P2,2,1,,150,", "", missed),
        // By length, then by steps.
        ("1,P1,P2,1,1,300,,", "", kept),
        ("1,P1,P2,1,1,360,,", "", missed),
        ("1,P1,P2,2,1,,,600", "", missed),
        ("1,P1,P2,2,1,,,-40", "", kept),
        // One way only: nothing is said of the other.
        ("1,P2,P1,1,0,,900,", "", kept),
        ("1,P1,P2,1,0,,900,", "", missed),
        // What transfers.txt says of the two comes first.
        ("1,P1,P2,1,1,,900,", "P1,P2,2,120", kept),
        ("1,P1,P2,1,1,,60,", "S,S,3,", missed),
    ] {
        assert_eq!(walking(rows, transfers), (Vec::new(), expected), "{rows} {transfers}");
    }
    assert_eq!(walking("1,P1,P2,5,1,,,", "").0, [Code::PathwayLeftOut]);
}
