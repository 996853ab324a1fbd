//! Timetables over HTTP: listed, routed and drawn, and everything wrong named.

use serde_json::json;

use crate::scenarios_http::errors;
use crate::service::Service;

/// From the church of Zoersel to the square in Antwerp, through the network of the program.
const ROUTE: &str = "/v1/networks/voorbeeld/route?from=4.709,51.268&to=4.4185,51.2195&date=2025-09-02";

#[tokio::test]
async fn the_network_of_the_program_is_always_there() {
    let service = Service::start().await;
    let list = service.get("/v1/networks").await.is(200);
    let network = &list.body["networks"][0];
    assert_eq!(network["name"], "voorbeeld");
    assert_eq!(network["timetables"][0]["moved_weeks"], 0);
    assert!(network["stops"].as_u64() > Some(10) && network["trips"].as_u64() > Some(100), "{network}");
}

#[tokio::test]
async fn a_journey_goes_by_the_hours_of_the_timetable() {
    let service = Service::start().await;
    let answer = service.get(&format!("{ROUTE}&arrive_by=08:00")).await.is(200);
    let legs = answer.body["journey"]["legs"].as_array().unwrap();
    let ride = legs.iter().find(|leg| leg["line"] == "1").unwrap();
    assert_eq!(
        (&ride["depart"], &ride["arrive"]),
        (&json!("2025-09-02T06:55:00+02:00"), &json!("2025-09-02T07:30:00+02:00"))
    );
    // Before the first bus there is none, nor on foot.
    let early = service.get(&format!("{ROUTE}&arrive_by=06:00")).await.is(200);
    assert_eq!(early.body["journey"], json!(null));
    let no_hour = service.get(ROUTE).await.is(422);
    assert_eq!(errors(&no_hour), [("ONE_OF_TWO", "?arrive_by")]);
    let sunday = service.get(&format!("{}&depart_at=08:00", ROUTE.replace("09-02", "09-07"))).await.is(200);
    assert_eq!(sunday.body["trips_that_day"], 0);
}

#[tokio::test]
async fn an_isochrone_grows_with_its_minutes() {
    let service = Service::start().await;
    let mut areas = Vec::new();
    for minutes in [15, 60] {
        let address = "/v1/networks/voorbeeld/isochrone?at=4.4185,51.2195&date=2025-09-02&arrive_by=08:00";
        let answer = service.get(&format!("{address}&minutes={minutes}")).await.is(200);
        assert_eq!(answer.body["type"], "FeatureCollection");
        let feature = &answer.body["features"][0];
        assert_eq!(feature["properties"]["minutes"], minutes);
        let polygons = feature["geometry"]["coordinates"].as_array().unwrap();
        areas.push(polygons.iter().map(|rings| rings[0].as_array().unwrap().len()).sum::<usize>());
        // The bus of 06:55 is there at 07:30, too early for a wait of fifteen minutes and in time for one of an hour.
        let has_the_east =
            |ring: &serde_json::Value| ring[0].as_array().unwrap().iter().any(|at| at[0].as_f64() > Some(4.5));
        assert_eq!(polygons.iter().any(has_the_east), minutes == 60, "{polygons:?}");
    }
    assert!(areas[0] < areas[1], "{areas:?}");
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_what_is_wrong_is_named() {
    let service = Service::start().await;
    service.get(&format!("{}&arrive_by=08:00", ROUTE.replace("voorbeeld", "belgium"))).await.is(404);
    service.get(&format!("{}&arrive_by=08:00", ROUTE.replace("voorbeeld", "..%2Fstore"))).await.is(404);
    let wrong = service.get("/v1/networks/voorbeeld/isochrone?at=51&date=2025-02-30&arrive_by=25:00").await.is(422);
    let mut found = errors(&wrong);
    found.sort_unstable();
    assert_eq!(found, ["?arrive_by", "?at", "?date"].map(|field| ("BAD_FORMAT", field)));
}
