//! Textbook problems of location as a [`Problem`].

use crate::problem::{Builder, Draw, Malformed, Pool, Problem};

/// What each client is worth at each site: `values[client * n_sites + site]`, nothing below 1 counts.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    /// Number of sites.
    pub n_sites: usize,
    /// Points of each client at each site.
    pub values: &'a [i64],
    /// Clients that fit in each site once it is open; without, everyone does.
    pub places: Option<&'a [i32]>,
    /// Points of opening each site, below 0 where it costs something; without, nothing.
    pub opening: Option<&'a [i64]>,
    /// Most sites opened; without, any number.
    pub most: Option<i64>,
}

impl Matrix<'_> {
    /// Where to open and who goes where, for the most points: edges of clients by client and site, then openers by
    /// site.
    ///
    /// # Errors
    /// [`Malformed`] where numbers do not fit.
    pub fn problem(&self) -> Result<Problem, Malformed> {
        let n = self.values.len() / self.n_sites.max(1);
        let mut builder = Builder::new(1);
        let mut pool = |capacity| builder.pool(Pool { capacity: Some(capacity), floor: None });
        let seats: Vec<_> = (0..self.n_sites).map(|_| pool(0)).collect();
        let people: Vec<_> = (0..n).map(|_| pool(1)).collect();
        let opened = self.most.map(&mut pool);
        for (&person, values) in people.iter().zip(self.values.chunks(self.n_sites.max(1))) {
            for (&pool, &value) in seats.iter().zip(values).filter(|&(_, &value)| value > 0) {
                builder.edge(Some(person), &[Draw { pool, units: 1 }], &[value]);
            }
        }
        for (site, &pool) in seats.iter().enumerate() {
            let places = self.places.map_or(n.max(1) as i32, |places| places[site]);
            let mut draws = vec![Draw { pool, units: -places }];
            draws.extend(opened.map(|pool| Draw { pool, units: 1 }));
            builder.edge(None, &draws, &[self.opening.map_or(0, |points| points[site])]);
        }
        builder.build().map(|(problem, _)| problem)
    }

    /// The p-median problem: `weights` of clients, `distances[client * n_sites + site]`, `p` sites. The value is the
    /// sum over clients of the weighted distance to the farthest site less that to the site taken; tells the problem
    /// and the first of these sums, from which the value is taken to have the cost.
    ///
    /// # Errors
    /// [`Malformed`] where numbers do not fit.
    pub fn p_median(weights: &[i64], distances: &[i64], n_sites: usize, p: i64) -> Result<(Problem, i64), Malformed> {
        let mut values = Vec::with_capacity(distances.len());
        let mut most = 0;
        for (&weight, row) in weights.iter().zip(distances.chunks(n_sites.max(1))) {
            let farthest = row.iter().copied().max().unwrap_or(0);
            most += weight * farthest;
            values.extend(row.iter().map(|distance| weight * (farthest - distance)));
        }
        let matrix = Matrix { n_sites, values: &values, places: None, opening: None, most: Some(p) };
        matrix.problem().map(|problem| (problem, most))
    }

    /// Maximum coverage: `weights` of clients, `covered[client * n_sites + site]`, `p` sites.
    ///
    /// # Errors
    /// [`Malformed`] where numbers do not fit.
    pub fn coverage(weights: &[i64], covered: &[bool], n_sites: usize, p: i64) -> Result<Problem, Malformed> {
        let rows = weights.iter().zip(covered.chunks(n_sites.max(1)));
        let values: Vec<i64> =
            rows.flat_map(|(w, row)| row.iter().map(move |&covered| w * i64::from(covered))).collect();
        Matrix { n_sites, values: &values, places: None, opening: None, most: Some(p) }.problem()
    }
}
