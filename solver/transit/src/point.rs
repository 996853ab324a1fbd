//! Points on the map and the distance between them.

/// A point on the map, WGS84, with its direction from the middle of the earth worked out once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Longitude, degrees east.
    pub lon: f64,
    /// Latitude, degrees north.
    pub lat: f64,
    /// Unit vector from the middle of the earth: distances need no sine or cosine again.
    pub direction: [f64; 3],
}

/// Mean radius of the earth, metres. Source: International Union of Geodesy and Geophysics, as rounded in the
/// definition of the reference router cases.
pub const EARTH_RADIUS_M: f64 = 6_371_000.0;

impl Point {
    /// The point at `lon`, `lat` in degrees.
    pub fn new(lon: f64, lat: f64) -> Self {
        let (lambda, phi) = (lon.to_radians(), lat.to_radians());
        let direction = [phi.cos() * lambda.cos(), phi.cos() * lambda.sin(), phi.sin()];
        Self { lon, lat, direction }
    }

    /// Straight-line distance through the earth, squared, in units of its radius. Cheap, and monotone in
    /// [`Point::metres_to`]: for screening.
    pub fn chord_squared_to(&self, other: &Self) -> f64 {
        let [x, y, z] = self.direction;
        let [u, v, w] = other.direction;
        (x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w)
    }

    /// Great-circle distance, metres.
    pub fn metres_to(&self, other: &Self) -> f64 {
        2.0 * EARTH_RADIUS_M * arcsine(self.chord_squared_to(other).sqrt() / 2.0)
    }
}

/// The arcsine of a half chord. Below a hundredth (127 km) its series is as exact as a double, the next term being less
/// than 1e-21 of the first, and costs a fifth: journeys are measured hundreds of millions of times.
fn arcsine(half_chord: f64) -> f64 {
    if half_chord > 0.01 {
        return half_chord.min(1.0).asin();
    }
    let square = half_chord * half_chord;
    let terms = 1.0 / 6.0 + square * (3.0 / 40.0 + square * (15.0 / 336.0 + square * (105.0 / 3456.0)));
    half_chord + half_chord * square * terms
}

/// The squared chord (see [`Point::chord_squared_to`]) of a great-circle distance of `metres`.
pub fn chord_squared_of(metres: f64) -> f64 {
    let half_chord = (metres / EARTH_RADIUS_M / 2.0).min(std::f64::consts::FRAC_PI_2).sin();
    4.0 * half_chord * half_chord
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Distance, Haversine};

    #[test]
    fn distances_agree_with_the_geo_library() {
        // Kalmthout and Schelle, the region's north and south: some thirty kilometres.
        let (north, south) = (Point::new(4.4746, 51.3842), Point::new(4.3403, 51.1264));
        let theirs = Haversine.distance(geo::Point::new(north.lon, north.lat), geo::Point::new(south.lon, south.lat));
        let ours = north.metres_to(&south);
        // geo takes a radius 8.8 m larger.
        assert!((ours / theirs - 1.0).abs() < 2e-6, "{ours} against {theirs}");
        assert!((25_000.0..35_000.0).contains(&ours));
    }

    #[test]
    fn the_series_is_as_exact_as_a_double() {
        for n in 0..=100_000 {
            let half_chord = f64::from(n) * 1e-7;
            let (ours, theirs) = (arcsine(half_chord), half_chord.asin());
            assert!((ours - theirs).abs() <= f64::EPSILON * theirs, "{half_chord}: {ours} against {theirs}");
        }
    }

    #[test]
    fn a_chord_and_its_distance_agree() {
        let (a, b) = (Point::new(4.47, 51.22), Point::new(4.70, 51.30));
        let chord = chord_squared_of(a.metres_to(&b));
        assert!((chord / a.chord_squared_to(&b) - 1.0).abs() < 1e-9);
    }
}
