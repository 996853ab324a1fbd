//! Splits a problem into independent parts: only the pools that can bind, only the edges that can be chosen.

use std::sync::Arc;

use super::problem::{EdgeIdx, Floor, Missing, Points, PoolIdx, Problem};

/// A pool that can bind, inside a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The pool it stands for.
    pub(super) pool: PoolIdx,
    /// Capacity, where it can bind.
    pub(super) capacity: Option<i64>,
    /// Floor, where it can be missed.
    pub(super) floor: Option<Floor>,
    /// Most units of the floor that can be missing.
    pub(super) most_missing: i64,
}

impl Row {
    /// The units below which it is never drawn.
    pub(super) fn never(&self) -> Option<i64> {
        self.floor.filter(|floor| floor.missing == Missing::Never).map(|floor| floor.units)
    }

    /// Points lost per missing unit on level `l`.
    pub(super) fn cost_at(&self, l: usize) -> i64 {
        match self.floor.map(|floor| floor.missing) {
            Some(Missing::Costs { level, points }) if level == l => points,
            _ => 0,
        }
    }

    /// Missing units where so many are drawn.
    pub(super) fn missing(&self, drawn: i64) -> i64 {
        self.floor.map_or(0, |floor| (floor.units - drawn).max(0))
    }
}

/// One connected part of a problem, in positions of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// The edges, in the order of the problem; shared with whoever reports choices.
    pub(super) edges: Arc<Vec<EdgeIdx>>,
    /// `first_edge[g]..first_edge[g + 1]` are the edges of group `g`, of which at most one is chosen.
    pub(super) first_edge: Vec<u32>,
    /// The group of each edge.
    pub(super) group_of: Vec<u32>,
    /// `first_draw[e]..first_draw[e + 1]` are the draws of edge `e`.
    pub(super) first_draw: Vec<u32>,
    /// Row drawn and units.
    pub(super) draws: Vec<(u32, i32)>,
    /// The pools that can bind.
    pub(super) rows: Vec<Row>,
    /// Points, by level.
    pub(super) points: Vec<Points>,
    /// Number of levels.
    pub(super) n_levels: usize,
}

impl Part {
    /// Number of edges.
    pub(super) fn n_edges(&self) -> usize {
        self.edges.len()
    }

    /// Number of groups.
    pub(super) fn n_groups(&self) -> usize {
        self.first_edge.len() - 1
    }

    /// The edges of group `g`.
    pub(super) fn group(&self, g: usize) -> std::ops::Range<usize> {
        self.first_edge[g] as usize..self.first_edge[g + 1] as usize
    }

    /// The draws of edge `e`.
    pub(super) fn draws_of(&self, e: usize) -> &[(u32, i32)] {
        &self.draws[self.first_draw[e] as usize..self.first_draw[e + 1] as usize]
    }

    /// Whether some edges grant what others draw.
    pub(super) fn opens(&self) -> bool {
        self.draws.iter().any(|&(_, units)| units < 0)
    }

    /// The points of edge `e` on level `l`.
    pub(super) fn points_at(&self, e: usize, l: usize) -> i64 {
        self.points[l].of(e)
    }

    /// Points lost per missing unit of `row` on level `l`.
    pub(super) fn cost_at(&self, row: usize, l: usize) -> i64 {
        self.rows[row].cost_at(l)
    }

    /// Units drawn of every row by the chosen edges.
    pub(super) fn drawn(&self, chosen: &[u32]) -> Vec<i64> {
        let mut drawn = vec![0; self.rows.len()];
        for &e in chosen {
            for &(row, units) in self.draws_of(e as usize) {
                drawn[row as usize] += i64::from(units);
            }
        }
        drawn
    }

    /// Missing units of every row for units drawn.
    pub(super) fn missing(&self, drawn: &[i64]) -> Vec<i64> {
        self.rows.iter().zip(drawn).map(|(row, &drawn)| row.missing(drawn)).collect()
    }

    /// Whether the chosen edges respect groups, capacities and the floors that are never missed.
    pub(super) fn holds(&self, chosen: &[u32]) -> bool {
        let mut taken = vec![false; self.n_groups()];
        let once = chosen.iter().all(|&e| !std::mem::replace(&mut taken[self.group_of[e as usize] as usize], true));
        let fits = |(row, drawn): (&Row, i64)| {
            row.capacity.is_none_or(|c| drawn <= c) && row.never().is_none_or(|least| drawn >= least)
        };
        once && self.rows.iter().zip(self.drawn(chosen)).all(fits)
    }
}

/// What is known of every edge and pool before the split.
struct Survey {
    /// Whether the edge can be chosen at all.
    possible: Vec<bool>,
    /// Group of each edge; edges of one group are consecutive.
    group_of: Vec<u32>,
    n_groups: usize,
    /// The rows, by pool.
    rows: Vec<Option<Row>>,
    /// Whether the group speaks for the pool already: only edges of its own owner draw it.
    spoken_for: Vec<bool>,
}

/// Splits `problem` into its independent parts, in canonical order.
pub(super) fn split(problem: &Problem) -> Vec<Part> {
    let survey = survey(problem);
    let mut sets = Sets::new(survey.n_groups + problem.pools.len());
    for e in (0..problem.n_edges()).filter(|&e| survey.possible[e]) {
        for d in problem.draws_of(e as EdgeIdx) {
            if survey.rows[d.pool as usize].is_some() {
                sets.join(survey.group_of[e] as usize, survey.n_groups + d.pool as usize);
            }
        }
    }
    // Groups that meet no row share one part: nothing in it competes.
    let loose = survey.n_groups + problem.pools.len();
    let mut part_of = vec![u32::MAX; loose + 1];
    let mut parts: Vec<Part> = Vec::new();
    let mut row_of = vec![u32::MAX; problem.pools.len()];
    for (p, row) in survey.rows.iter().enumerate() {
        let Some(row) = row else { continue };
        let part = part_at(sets.root(survey.n_groups + p), &mut part_of, &mut parts, problem.n_levels);
        row_of[p] = part.rows.len() as u32;
        part.rows.push(*row);
    }
    let mut last_group = u32::MAX;
    for e in (0..problem.n_edges()).filter(|&e| survey.possible[e]) {
        let group = survey.group_of[e];
        let met = sets.root(group as usize);
        let root = if sets.alone(met) { loose } else { met };
        let part = part_at(root, &mut part_of, &mut parts, problem.n_levels);
        push_edge(part, problem, e as EdgeIdx, group != last_group, &row_of);
        last_group = group;
    }
    for part in &mut parts {
        part.first_edge.push(part.edges.len() as u32);
        part.draws.shrink_to_fit();
    }
    parts
}

/// The part of the set `root`, made when it is new.
fn part_at<'a>(root: usize, part_of: &mut [u32], parts: &'a mut Vec<Part>, n_levels: usize) -> &'a mut Part {
    if part_of[root] == u32::MAX {
        part_of[root] = parts.len() as u32;
        parts.push(Part {
            first_draw: vec![0],
            points: vec![Points::default(); n_levels],
            n_levels,
            ..Part::default()
        });
    }
    &mut parts[part_of[root] as usize]
}

/// Appends an edge of the problem to its part.
fn push_edge(part: &mut Part, problem: &Problem, e: EdgeIdx, opens_group: bool, row_of: &[u32]) {
    if opens_group {
        part.first_edge.push(part.edges.len() as u32);
    }
    Arc::make_mut(&mut part.edges).push(e);
    part.group_of.push(part.first_edge.len() as u32 - 1);
    let draws = problem.draws_of(e).iter().map(|d| (row_of[d.pool as usize], d.units));
    part.draws.extend(draws.filter(|&(row, _)| row != u32::MAX));
    part.first_draw.push(part.draws.len() as u32);
    let at = part.edges.len() - 1;
    part.points.iter_mut().zip(problem.points_of(e)).for_each(|(of_level, points)| of_level.push(at, points));
}

/// Finds out which edges are possible, which form groups and which pools can bind.
fn survey(problem: &Problem) -> Survey {
    let n_pools = problem.pools.len();
    let mut granted = vec![false; n_pools];
    let mut drawn_by_others = vec![false; n_pools];
    for e in 0..problem.n_edges() {
        for d in problem.draws_of(e as EdgeIdx) {
            granted[d.pool as usize] |= d.units < 0;
            drawn_by_others[d.pool as usize] |= problem.owners[e] != Some(d.pool);
        }
    }
    let fits = |d: &super::problem::Draw| {
        granted[d.pool as usize] || problem.pools[d.pool as usize].capacity.is_none_or(|c| i64::from(d.units) <= c)
    };
    let possible: Vec<bool> = (0..problem.n_edges()).map(|e| problem.draws_of(e as EdgeIdx).iter().all(fits)).collect();
    let mut group_of = Vec::with_capacity(problem.n_edges());
    let (mut n_groups, mut last) = (0, None);
    for &owner in &problem.owners {
        // An owner whose place others can add to is an ordinary pool.
        let owner = owner.filter(|&p| !granted[p as usize]);
        n_groups += usize::from(owner.is_none() || owner != last);
        last = owner;
        group_of.push(n_groups as u32 - 1);
    }
    let spoken_for = (0..n_pools).map(|p| !drawn_by_others[p] && !granted[p]).collect();
    let mut survey = Survey { possible, group_of, n_groups, rows: Vec::new(), spoken_for };
    survey.rows = rows(problem, &survey);
    survey
}

/// The pools that can bind, with what can bind of them.
fn rows(problem: &Problem, survey: &Survey) -> Vec<Option<Row>> {
    let (least, most) = reach(problem, survey);
    let row = |p: usize| {
        let pool = &problem.pools[p];
        let owned = survey.spoken_for[p] && pool.floor.is_none() && pool.capacity == Some(1);
        let capacity = pool.capacity.filter(|&c| most[p] > c && !owned);
        let floor = pool.floor.filter(|f| f.units > least[p]);
        let most_missing = floor.map_or(0, |f| f.units - least[p]);
        (capacity.is_some() || floor.is_some()).then_some(Row { pool: p as PoolIdx, capacity, floor, most_missing })
    };
    (0..problem.pools.len()).map(row).collect()
}

/// Fewest and most units of every pool that groups could draw if nothing were scarce.
fn reach(problem: &Problem, survey: &Survey) -> (Vec<i64>, Vec<i64>) {
    let n_pools = problem.pools.len();
    let (mut least, mut most) = (vec![0i64; n_pools], vec![0i64; n_pools]);
    let (mut low, mut high) = (vec![0i64; n_pools], vec![0i64; n_pools]);
    let mut touched: Vec<usize> = Vec::new();
    for e in 0..=problem.n_edges() {
        if e == problem.n_edges() || (e > 0 && survey.group_of[e] != survey.group_of[e - 1]) {
            for p in touched.drain(..) {
                least[p] += std::mem::take(&mut low[p]);
                most[p] += std::mem::take(&mut high[p]);
            }
        }
        if e == problem.n_edges() || !survey.possible[e] {
            continue;
        }
        for d in problem.draws_of(e as EdgeIdx) {
            let p = d.pool as usize;
            low[p] = low[p].min(i64::from(d.units));
            high[p] = high[p].max(i64::from(d.units));
            touched.push(p);
        }
    }
    (least, most)
}

/// Disjoint sets with path halving; the smallest member is the root, so that order never depends on history.
struct Sets {
    parent: Vec<u32>,
    joined: Vec<bool>,
}

impl Sets {
    fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect(), joined: vec![false; n] }
    }

    fn root(&mut self, mut x: usize) -> usize {
        while self.parent[x] as usize != x {
            self.parent[x] = self.parent[self.parent[x] as usize];
            x = self.parent[x] as usize;
        }
        x
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (root, child) = (a.min(b), a.max(b));
        self.parent[child] = root as u32;
        self.joined[root] = true;
    }

    /// Whether nothing was ever joined to this root.
    fn alone(&self, root: usize) -> bool {
        !self.joined[root]
    }
}
