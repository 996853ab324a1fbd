//! Stations: where trains call, each once, whatever platforms and stops it has.

use super::network::{Network, StopIdx};
use crate::point::Point;

/// Stops of one name are one station when they lie this near to each other, metres.
const SAME_METRES_MAX: f64 = 300.0;

/// A station.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Its name for people.
    pub name: String,
    /// Where it is: its first stop.
    pub point: Point,
}

impl Network {
    /// Stations at which trains call on some day, by name and then in the order of their stops.
    pub fn rail_stations(&self) -> Vec<Station> {
        let parts = self.parts();
        let mut is_served = vec![false; parts.stops.len()];
        let is_rail = |kind: u16| kind == 2 || (100..200).contains(&kind);
        for trip in self.trips().iter().filter(|trip| is_rail(parts.lines[trip.line.at()].kind)) {
            parts.patterns[trip.pattern.at()].stops.iter().for_each(|stop| is_served[stop.at()] = true);
        }
        let served = (0..parts.stops.len()).filter(|&stop| is_served[stop]).map(StopIdx::from_usize);
        let mut stops: Vec<_> = served.map(|stop| (&parts.stops[stop.at()].name, stop)).collect();
        stops.sort_unstable();
        let mut stations: Vec<Station> = Vec::new();
        for (name, stop) in stops {
            let point = parts.stops[stop.at()].point;
            let same_name = stations.iter().rev().take_while(|known| known.name == *name);
            if !same_name.into_iter().any(|known| known.point.metres_to(&point) <= SAME_METRES_MAX) {
                stations.push(Station { name: name.clone(), point });
            }
        }
        stations
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::{Builder, Call, Line, Pattern, ServiceDays, Stop};

    #[test]
    fn platforms_are_one_station_and_bus_stops_are_none() {
        let mut builder = Builder::default();
        let mut stop = |name: &str, lon: f64| builder.stop(Stop { name: name.into(), point: Point::new(lon, 51.2) });
        let stops = [stop("Kalmthout", 4.40), stop("Kalmthout", 4.401), stop("Heide", 4.43), stop("Dorp", 4.44)];
        let day = NaiveDate::from_ymd_opt(2026, 3, 17).unwrap();
        let service = builder.service([day].into_iter().collect::<ServiceDays>());
        for (kind, from, to) in [(100, 0, 2), (2, 2, 1), (3, 2, 3)] {
            let line = builder.line(Line { name: "L".into(), kind });
            let pattern =
                Pattern { stops: vec![stops[from], stops[to]], boards: vec![true; 2], alights: vec![true; 2] };
            let calls = vec![Call { arrives: 0, departs: 0 }, Call { arrives: 300, departs: 300 }];
            builder.trip(line, service, pattern, 30_000, calls);
        }
        let stations = builder.build().unwrap().rail_stations();
        assert_eq!(stations.iter().map(|station| station.name.as_str()).collect::<Vec<_>>(), ["Heide", "Kalmthout"]);
    }
}
