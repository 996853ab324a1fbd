//! Points in rows of latitude, so that those near a place are found without looking at all of them.

use crate::point::Point;

/// Metres in a degree of latitude, a little fewer than there are anywhere.
const METRES_PER_DEGREE: f64 = 110_000.0;
/// Lowest row, degrees: however short the walks are, rows stay few.
const HEIGHT_MIN: f64 = 0.002;

/// Points by row of latitude, and by longitude within each row.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    south: f64,
    height: f64,
    /// What is near, degrees of latitude.
    reach: f64,
    /// Where each row begins, and where the last one ends.
    first: Vec<u32>,
    /// Longitude and position of each point.
    points: Vec<(f64, u32)>,
}

impl Rows {
    /// Lays out `points` for finding those within `metres` of a place.
    pub(super) fn of<'a>(points: impl Iterator<Item = &'a Point> + Clone, metres: f64) -> Self {
        let lats = || points.clone().map(|point| point.lat);
        let (south, north) = (lats().fold(f64::INFINITY, f64::min), lats().fold(f64::NEG_INFINITY, f64::max));
        let reach = metres.max(0.0) / METRES_PER_DEGREE;
        let height = reach.max(HEIGHT_MIN);
        // Without points the span is minus infinity, which is no rows.
        let n_rows = ((north - south) / height) as usize + 1;
        let row = |point: &Point| ((point.lat - south) / height) as usize;
        let mut placed: Vec<_> = points.enumerate().map(|(at, point)| (row(point), point.lon, at as u32)).collect();
        placed.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut first = vec![0; n_rows + 1];
        for &(row, ..) in &placed {
            first[row + 1] += 1;
        }
        for at in 0..n_rows {
            first[at + 1] += first[at];
        }
        Self { south, height, reach, first, points: placed.into_iter().map(|(_, lon, at)| (lon, at)).collect() }
    }

    /// Positions of the points that may be near `point`: none that is near is left out.
    pub(super) fn near(&self, point: &Point) -> impl Iterator<Item = usize> {
        let n_rows = self.first.len() - 1;
        // Out of range is cut off on either side by the conversion.
        let row = |lat: f64| ((lat - self.south) / self.height).floor();
        let (low, high) = (row(point.lat - self.reach).max(0.0), row(point.lat + self.reach));
        let rows = if high < 0.0 { 0..0 } else { (low as usize).min(n_rows)..(high as usize + 1).min(n_rows) };
        let farthest = point.lat.abs() + self.reach;
        // Meridians draw together towards the poles, and meet the other end of the map at 180 degrees.
        let aside = if farthest < 89.0 { self.reach / farthest.to_radians().cos() } else { 360.0 };
        let (west, east) = (point.lon - aside, point.lon + aside);
        let (west, east) = if west < -180.0 || east > 180.0 { (-360.0, 360.0) } else { (west, east) };
        rows.flat_map(move |row| {
            let row = &self.points[self.first[row] as usize..self.first[row + 1] as usize];
            let begin = row.partition_point(|&(lon, _)| lon < west);
            row[begin..].iter().take_while(move |&&(lon, _)| lon <= east).map(|&(_, at)| at as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_point_within_reach_is_left_out() {
        for (south, west) in [(51.1, 4.3), (-0.01, 179.99), (84.9, -179.99), (89.98, 0.0), (60.0, 10.0)] {
            let along = |step: usize, stride: usize| (step * stride % 97) as f64 / 97.0 * 0.04;
            let wrapped = |lon: f64| if lon > 180.0 { lon - 360.0 } else { lon };
            let points: Vec<_> = (0..97)
                .map(|at| Point::new(wrapped(west + along(at, 31)), (south + along(at, 17)).min(90.0)))
                .collect();
            for metres in [0.0, 150.0, 770.0, 15_000.0] {
                let rows = Rows::of(points.iter(), metres);
                for place in &points {
                    let found: Vec<_> = rows.near(place).collect();
                    let near = (0..points.len()).filter(|&at| place.metres_to(&points[at]) <= metres);
                    near.for_each(|at| assert!(found.contains(&at), "{place:?} {:?} {metres}", points[at]));
                }
            }
        }
    }

    #[test]
    fn without_points_nothing_is_near() {
        assert_eq!(Rows::of([].iter(), 100.0).near(&Point::new(4.4, 51.2)).count(), 0);
    }
}
