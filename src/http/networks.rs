//! Timetables over HTTP: which there are, journeys through them, and how far one gets.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use schakel_solver::domain::Point;
use schakel_transit::{Moment, Network, Profile, Raptor, Router, Seconds};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::openapi::{BadFields, Busy, Missing, fields, shown};
use super::problem::Problem;
use super::{App, Caller, Fields};
use crate::answers::views::JourneyView;
use crate::files::isochrone::{Ask, Isochrones, Timetable, isochrones};
use crate::files::moment::second_of;
use crate::files::networks::NetworkError;
use crate::files::scenario::{Code, Issue};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_networks)).routes(routes!(find_route)).routes(routes!(draw_isochrones))
}

/// A network of timetables.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct NetworkView {
    /// The name by which scenarios ask for it.
    name: String,
    /// Stops and platforms.
    stops: usize,
    /// Lines.
    lines: usize,
    /// Trips on all days together.
    trips: usize,
    /// What it was made of.
    timetables: Vec<Timetable>,
}

/// Networks of timetables.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct NetworkList {
    /// By name.
    networks: Vec<NetworkView>,
}

/// A journey, if there is one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct RouteView {
    /// The day.
    date: NaiveDate,
    /// Trips that run on it: with none the day lies outside the timetables, or nothing runs.
    trips_that_day: usize,
    /// The journey; null where there is none.
    journey: Option<JourneyView>,
    /// What it rests on.
    timetables: Vec<Timetable>,
}

/// Which journey.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteFields {
    /// Where one leaves: longitude and latitude in degrees, `4.4185,51.2195`.
    #[schemars(regex(pattern = r"^-?(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,9})?,-?[1-8]?[0-9](\.[0-9]{1,9})?$"))]
    from: String,
    /// Where one goes.
    #[schemars(regex(pattern = r"^-?(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,9})?,-?[1-8]?[0-9](\.[0-9]{1,9})?$"))]
    to: String,
    /// The day.
    date: NaiveDate,
    /// There by this hour, `08:00`; this or `depart_at`.
    #[schemars(regex(pattern = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))]
    arrive_by: Option<String>,
    /// Gone from this hour.
    #[schemars(regex(pattern = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))]
    depart_at: Option<String>,
    /// Most transfers; three when left out.
    #[schemars(range(min = 0, max = 10))]
    transfers_max: Option<u8>,
    /// Longest walk, metres; a thousand when left out.
    #[schemars(range(min = 0, max = 5000))]
    walk_metres_max: Option<u16>,
}

/// How far, from where, when.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IsochroneFields {
    /// The place, a home or a site: longitude and latitude in degrees, `4.4185,51.2195`.
    #[schemars(regex(pattern = r"^-?(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,9})?,-?[1-8]?[0-9](\.[0-9]{1,9})?$"))]
    at: String,
    /// The day.
    date: NaiveDate,
    /// There by this hour, `08:00`; this or `depart_at`.
    #[schemars(regex(pattern = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))]
    arrive_by: Option<String>,
    /// Gone from this hour.
    #[schemars(regex(pattern = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))]
    depart_at: Option<String>,
    /// Minutes of the outline; an hour when left out.
    #[serde(default = "an_hour")]
    #[schemars(range(min = 1, max = 120))]
    minutes: u16,
}

fn an_hour() -> u16 {
    60
}

shown!(NetworkList, RouteView, Isochrones);
fields!(RouteFields, IsochroneFields);

/// Networks that a scenario may name, the program's own `voorbeeld` among them.
#[utoipa::path(get, path = "/v1/networks", tag = "networks", responses((status = 200, body = NetworkList), Busy))]
async fn list_networks(State(app): State<App>, _caller: Caller) -> Result<Json<NetworkList>, Problem> {
    let networks = app.store.networks().clone();
    let list = move || {
        // A file that is no network, or no longer there, is nothing to name.
        let named = |name: String| Some(view(&*networks.get(&name).ok()?, name));
        NetworkList { networks: networks.names().into_iter().filter_map(named).collect() }
    };
    Ok(Json(app.answering.ask(list).await?))
}

fn view(network: &Network, name: String) -> NetworkView {
    let parts = network.parts();
    let (stops, lines, trips) = (parts.stops.len(), parts.lines.len(), parts.trips.len());
    NetworkView { name, stops, lines, trips, timetables: Timetable::all_of(network) }
}

/// How to get from one place to another by public transport and on foot, leg by leg.
#[utoipa::path(get, path = "/v1/networks/{name}/route", tag = "networks",
    params(("name" = String, Path, description = "The network"), RouteFields),
    responses((status = 200, body = RouteView), Missing, BadFields, Busy))]
async fn find_route(
    State(app): State<App>,
    _caller: Caller,
    Path(name): Path<String>,
    Fields(ask): Fields<RouteFields>,
) -> Result<Json<RouteView>, Problem> {
    let moment = moment(ask.date, ask.arrive_by.as_deref(), ask.depart_at.as_deref())?;
    let (from, to) = (point(&ask.from, "?from")?, point(&ask.to, "?to")?);
    let mut profile = Profile::everyday();
    profile.transfers_max = ask.transfers_max.unwrap_or(profile.transfers_max);
    profile.walk_metres_max = ask.walk_metres_max.map_or(profile.walk_metres_max, f64::from);
    let view = move |network: Arc<Network>| {
        let raptor = Raptor::of_day(&network, &profile, ask.date);
        let journey = match moment {
            Moment::ArriveBy(by) => raptor.arrive_by(&from, &to, by),
            Moment::DepartAt(depart) => raptor.depart_at(&from, &to, depart),
        };
        RouteView {
            date: ask.date,
            trips_that_day: raptor.n_trips(),
            journey: journey.as_ref().map(|journey| JourneyView::of(&network, journey, ask.date)),
            timetables: Timetable::all_of(&network),
        }
    };
    Ok(Json(with_network(&app, name, view).await?))
}

/// How far one gets from a place within some minutes, or whence one gets there, as GeoJSON.
#[utoipa::path(get, path = "/v1/networks/{name}/isochrone", tag = "networks",
    params(("name" = String, Path, description = "The network"), IsochroneFields),
    responses((status = 200, body = Isochrones, content_type = "application/geo+json"), Missing, BadFields, Busy))]
async fn draw_isochrones(
    State(app): State<App>,
    _caller: Caller,
    Path(name): Path<String>,
    Fields(ask): Fields<IsochroneFields>,
) -> Result<Response, Problem> {
    let moment = moment(ask.date, ask.arrive_by.as_deref(), ask.depart_at.as_deref())?;
    let ask = Ask { at: point(&ask.at, "?at")?, date: ask.date, moment, minutes: vec![ask.minutes] };
    let outlines = with_network(&app, name, move |network| isochrones(&network, &Profile::everyday(), &ask)).await?;
    let kind = [(header::CONTENT_TYPE, "application/geo+json")];
    Ok((kind, Json(outlines)).into_response())
}

/// Works something out about a network, where others wait for their turn.
async fn with_network<T: Send + 'static>(
    app: &App,
    name: String,
    work: impl FnOnce(Arc<Network>) -> T + Send + 'static,
) -> Result<T, Problem> {
    let networks = app.store.networks().clone();
    let found = app.answering.ask(move || networks.get(&name).map(work)).await?;
    found.map_err(|error| match error {
        NetworkError::NoName(_) | NetworkError::Unknown(_) => Problem::not_found(),
        other => Problem::defect(&other),
    })
}

fn moment(date: NaiveDate, arrive_by: Option<&str>, depart_at: Option<&str>) -> Result<Moment, Problem> {
    let seconds = |clock: &str| {
        let (hours, minutes) = clock.split_once(':')?;
        let clock = hours.parse::<Seconds>().ok()? * 3_600 + minutes.parse::<Seconds>().ok()? * 60;
        Some(second_of(date, clock))
    };
    let moment = match (arrive_by, depart_at) {
        (Some(by), None) => seconds(by).map(Moment::ArriveBy),
        (None, Some(from)) => seconds(from).map(Moment::DepartAt),
        _ => None,
    };
    moment.ok_or_else(|| {
        let issue = Issue::new(Code::OneOfTwo, "?arrive_by");
        Problem::invalid([issue.with("field", &"arrive_by").with("other", &"depart_at")])
    })
}

fn point(text: &str, pointer: &str) -> Result<Point, Problem> {
    let degrees = text.split_once(',').and_then(|(lon, lat)| Some((lon.parse().ok()?, lat.parse().ok()?)));
    let (lon, lat) = degrees
        .ok_or_else(|| Problem::invalid([Issue::new(Code::BadFormat, pointer).with("expected", &"4.4185,51.2195")]))?;
    Ok(Point::new(lon, lat))
}
