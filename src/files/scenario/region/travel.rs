//! Travel as a fact: speeds, stated minutes, hubs, and the timetable where one is named.

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_solver::domain::{self, Hub, HubKind, Point};
use schakel_solver::travel::{Basis, Matrix, Speed, StraightLine, Timetabled, Travel, Traveller, Zones};
use schakel_transit::{Network, Profile};

use super::{mode, point, windows};
use crate::files::scenario::names::Names;
use crate::files::scenario::packs::Packs;
use crate::files::scenario::policy::Numbers;
use crate::files::scenario::stream::Parts;
use crate::files::scenario::{format, weeks};

/// Stations farther than this from every home are no hubs, metres.
const STATION_METRES_MAX: f64 = 30_000.0;
/// Most bytes of rows of minutes that a region keeps.
const ROWS_BYTES_MAX: usize = 512 << 20;

/// The network that the scenario names.
pub(super) fn network(parts: &Parts, packs: &Packs) -> Option<Arc<Network>> {
    packs.networks().get(&parts.timetable.as_ref()?.network).ok()
}

/// The hubs of the scenario and the stations of the network near some home.
pub(super) fn hubs(parts: &Parts, network: Option<&Network>) -> Option<Vec<Hub>> {
    let mut hubs = Vec::new();
    for record in &parts.hubs.records {
        let hub = &record.value;
        let kind = match hub.kind {
            format::HubKind::BicyclePark => HubKind::BicyclePark,
            format::HubKind::SharedBikes => HubKind::SharedBikes,
            format::HubKind::SharedCars => HubKind::SharedCars,
        };
        let (id, name, open) = (hub.id.clone(), hub.name.clone(), windows(&hub.open)?);
        hubs.push(Hub { id, name, at: point(hub.at), kind, open });
    }
    let stations = network.map(Network::rail_stations).unwrap_or_default();
    let homes: Vec<Point> = parts.jobseekers.records.iter().map(|person| point(person.value.home)).collect();
    for (at, station) in stations.into_iter().enumerate() {
        if homes.iter().any(|home| home.metres_to(&station.point) <= STATION_METRES_MAX) {
            let (id, kind) = (format!("station-{at}"), HubKind::BicyclePark);
            hubs.push(Hub { id, name: station.name, at: station.point, kind, open: Vec::new() });
        }
    }
    domain::sort_canonically(&mut hubs, |hub| &hub.id);
    Some(hubs)
}

/// Straight lines with the speeds and minutes that are stated.
pub(super) fn straight(parts: &Parts, numbers: &Numbers<'_>, names: &Names<'_>) -> Option<StraightLine> {
    let stated: BTreeMap<domain::Mode, &format::Speed> =
        parts.speeds.iter().map(|(means, speed)| (mode(*means), speed)).collect();
    let mut speeds = Vec::new();
    for means in domain::Mode::PLAIN {
        speeds.push(match stated.get(&means) {
            Some(speed) => Speed {
                metres_per_hour: speed.metres_per_hour,
                detour_percent: speed.detour_percent,
                start_minutes: speed.start_minutes,
            },
            None => numbers.speed(means)?,
        });
    }
    let mut matrix = Matrix::new();
    for record in &parts.matrix.records {
        let entry = &record.value;
        matrix.insert((names.place(&entry.from)?, names.place(&entry.to)?, mode(entry.mode)), entry.minutes);
    }
    Some(StraightLine { speeds: speeds.try_into().ok()?, matrix })
}

/// Puts the timetable in the place of straight lines, for the people and places of `region`.
pub(super) fn by_timetable(
    region: &domain::Region,
    straight: StraightLine,
    network: Arc<Network>,
    stated: Option<chrono::NaiveDate>,
    change_seconds_min: i32,
) -> Option<Arc<dyn Travel>> {
    let days = (region.horizon.from, region.horizon.to);
    let week_of = weeks::week_of(&network, stated, days).ok()?.monday;
    let walk = straight.speeds[domain::Mode::Walk as usize];
    let profile = Profile {
        detour: f64::from(walk.detour_percent) / 100.0,
        walk_metres_per_second: f64::from(walk.metres_per_hour) / 3_600.0,
        change_seconds_min,
        ..Profile::everyday()
    };
    let zones = Zones::of_places(
        region.jobseekers.iter().map(|person| &person.home),
        region.offers.iter().map(|vacancy| &vacancy.site),
        region.venues.iter().map(|venue| &venue.site),
        region.childcare.iter().map(|care| &care.site),
        region.hubs.iter().map(|hub| &hub.at),
    );
    let travellers: Vec<Traveller> = region.jobseekers.iter().map(|person| region.traveller(person)).collect();
    let basis = Basis { network, week_of, profile, bytes_max: ROWS_BYTES_MAX };
    Some(Arc::new(Timetabled::new(straight, basis, zones, &travellers)))
}
