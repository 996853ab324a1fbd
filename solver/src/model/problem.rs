//! The problem as flat lists: edges that draw pools, pools with capacities and floors, points per level.

/// Position of an edge in a [`Problem`].
pub type EdgeIdx = u32;
/// Position of a pool in a [`Problem`].
pub type PoolIdx = u32;

/// Units of one pool that one edge draws; negative units grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// The pool drawn.
    pub pool: PoolIdx,
    /// Units drawn (positive) or granted (negative), never 0.
    pub units: i32,
}

/// What it means that a floor is not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Not allowed: the problem is infeasible without it.
    Refused,
    /// Each missing unit costs `points` (at least 1) on `level`.
    Costs {
        /// Position of the level, 0 is the most important.
        level: usize,
        /// Points lost per missing unit.
        points: i64,
    },
}

/// At least `units` of a pool must be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Units asked.
    pub units: i64,
    /// What a missing unit means.
    pub missing: Missing,
}

/// A row of the model: a capacity, a floor, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pool {
    /// Most units that may be drawn, net of grants; `None` is unlimited.
    pub capacity: Option<i64>,
    /// Fewest units that must be drawn, net of grants.
    pub floor: Option<Floor>,
}

/// Edges, pools and points of one planning problem, in flat arrays.
///
/// `maximise, level by level, sum of points - cost of missing floor units
/// subject to floor <= sum of units <= capacity for every pool, each edge 0 or 1`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    /// Number of levels, the most important first.
    pub n_levels: usize,
    /// `first_draw[e]..first_draw[e + 1]` are the draws of edge `e`; length is the number of edges plus one.
    pub first_draw: Vec<u32>,
    /// Draws of all edges, each edge's sorted by pool, no pool twice in an edge.
    pub draws: Vec<Draw>,
    /// Points of edge `e` on level `l` at `e * n_levels + l`.
    pub points: Vec<i64>,
    /// For each edge the pool of capacity 1, without floor, of which it draws exactly one unit: the person who can
    /// take one edge only. `None` where an edge has no such pool. Edges of one owner are consecutive.
    pub owners: Vec<Option<PoolIdx>>,
    /// The pools.
    pub pools: Vec<Pool>,
}

impl Problem {
    /// Number of edges.
    pub fn n_edges(&self) -> usize {
        self.owners.len()
    }

    /// The draws of edge `e`.
    pub fn draws_of(&self, e: EdgeIdx) -> &[Draw] {
        &self.draws[self.first_draw[e as usize] as usize..self.first_draw[e as usize + 1] as usize]
    }

    /// The points of edge `e`, one per level.
    pub fn points_of(&self, e: EdgeIdx) -> &[i64] {
        &self.points[e as usize * self.n_levels..(e as usize + 1) * self.n_levels]
    }
}
