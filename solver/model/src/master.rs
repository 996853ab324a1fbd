//! The linear programme over some of the edges of a part, in an order of rows and columns fixed here.

use super::lp::{Answer, Change, Column, Lp, Seconds, Simplex};
use super::price::{Node, SubProblem, is_free};
use super::tuning;

/// Binary places to which prices are rounded, tried in this order: coarse ones remove noise.
pub(super) const GRIDS: [u32; 4] = [u32::MAX, 0, 8, 20];

/// A restricted linear programme of a sub-problem.
pub(super) struct Master<'a> {
    sub: &'a SubProblem<'a>,
    lp: Lp,
    /// Column of each edge, or `NONE`.
    column_of: Vec<u32>,
    layout: Layout,
    n_columns: usize,
    pending: Change,
    factor: f64,
    /// Price from which on breaking a floor or a settled value never pays.
    penalty: f64,
    /// Column of each group that stands for no edge at all.
    slack: Vec<usize>,
}

/// Absent.
const NONE: u32 = u32::MAX;

/// Where the rows are.
struct Layout {
    capacity: Vec<Option<usize>>,
    floor: Vec<Option<usize>>,
    settled: Vec<Option<usize>>,
    /// What the settled rows are divided by.
    divisor: Vec<f64>,
    /// By how much each settled value may be missed.
    room: Vec<f64>,
    bounds: Vec<(f64, f64)>,
}

/// A solved master: the values of its edges and prices as floating-point numbers.
pub(super) struct Relaxed {
    /// Edges with a value above 0, and the value.
    pub(super) taken: Vec<(u32, f64)>,
    /// Price per row of capacities and floors, and per settled block.
    pub(super) prices: (Vec<f64>, Vec<f64>, Vec<f64>),
    /// Value, penalties included.
    pub(super) value: f64,
    /// Whether a penalty is paid.
    pub(super) broken: bool,
}

impl Layout {
    fn new(sub: &SubProblem<'_>) -> Self {
        let mut bounds = vec![(1.0, 1.0); sub.part.n_groups()];
        let mut row = |low: f64, high: f64| {
            bounds.push((low, high));
            bounds.len() - 1
        };
        let capacity = |r: &super::part::Row| r.capacity.map(|c| (f64::NEG_INFINITY, c as f64));
        let floor = |r: &super::part::Row| r.floor.map(|f| (f.units as f64, f64::INFINITY));
        let rows = &sub.part.rows;
        let capacity = rows.iter().map(|r| capacity(r).map(|(l, h)| row(l, h))).collect();
        let floor = rows.iter().map(|r| floor(r).map(|(l, h)| row(l, h))).collect();
        let (mut settled, mut divisor, mut room) = (Vec::new(), Vec::new(), Vec::new());
        let share = if sub.part.opens() { tuning::SETTLED_ROOM } else { 0.0 };
        for (block, value) in sub.settled {
            let by = (block.greatest().max(1) as f64).log2().ceil().exp2();
            let of_block = (*value as f64).abs() * share;
            divisor.push(by);
            room.push(of_block);
            settled.push((!is_free(block, *value)).then(|| row((*value as f64 - of_block) / by, f64::INFINITY)));
        }
        Self { capacity, floor, settled, divisor, room, bounds }
    }
}

impl<'a> Master<'a> {
    /// Opens the programme without edges.
    pub(super) fn new(sub: &'a SubProblem<'a>, penalty: f64) -> Option<Self> {
        let layout = Layout::new(sub);
        let simplex = if sub.part.opens() { Simplex::Primal } else { Simplex::Dual };
        let lp = Lp::new(&layout.bounds, simplex)?;
        let factor = sub.factor();
        let column_of = vec![NONE; sub.part.n_edges()];
        let (n_columns, slack) = (0, Vec::new());
        let pending = Change::default();
        let mut master = Self { sub, lp, column_of, layout, n_columns, pending, factor, penalty, slack };
        master.add_helpers();
        Some(master)
    }

    /// Adds missing units, penalties on settled rows and the slack of groups.
    fn add_helpers(&mut self) {
        for r in 0..self.sub.part.rows.len() {
            let Some(row) = self.layout.floor[r].filter(|_| self.sub.part.rows[r].never().is_none()) else { continue };
            let mut entries = vec![(row, 1.0)];
            let mut points = -(self.sub.block.costs[r] as f64);
            for (j, (block, _)) in self.sub.settled.iter().enumerate().filter(|(_, (b, _))| b.costs[r] != 0) {
                match self.layout.settled[j] {
                    Some(row) => entries.push((row, -(block.costs[r] as f64) / self.layout.divisor[j])),
                    None => points = -self.penalty,
                }
            }
            self.push(points, (0.0, f64::INFINITY), entries);
        }
        for row in self.layout.settled.clone().into_iter().flatten() {
            self.push(-self.penalty, (0.0, f64::INFINITY), vec![(row, 1.0)]);
        }
        self.slack = (0..self.sub.part.n_groups()).map(|g| self.push(0.0, (0.0, 1.0), vec![(g, 1.0)])).collect();
    }

    fn push(&mut self, points: f64, bounds: (f64, f64), entries: Vec<(usize, f64)>) -> usize {
        self.pending.columns.push(Column { points: points * self.factor, bounds, entries });
        self.n_columns += 1;
        self.n_columns - 1
    }

    /// Adds an edge, once.
    pub(super) fn add(&mut self, e: usize) {
        if self.column_of[e] != NONE {
            return;
        }
        let part = self.sub.part;
        let mut entries = vec![(part.group_of[e] as usize, 1.0)];
        for &(row, units) in part.draws_of(e) {
            let rows = [self.layout.capacity[row as usize], self.layout.floor[row as usize]];
            entries.extend(rows.into_iter().flatten().map(|row| (row, f64::from(units))));
        }
        for (j, (block, _)) in self.sub.settled.iter().enumerate().filter(|(_, (b, _))| b.weights[e] != 0) {
            let scaled = block.weights[e] as f64 / self.layout.divisor[j];
            entries.extend(self.layout.settled[j].map(|row| (row, scaled)));
        }
        self.column_of[e] = self.push(self.sub.block.weights[e] as f64, (0.0, 1.0), entries) as u32;
    }

    /// Whether the edge is in the programme.
    pub(super) fn has(&self, e: usize) -> bool {
        self.column_of[e] != NONE
    }

    /// The edges in the programme.
    pub(super) fn columns(&self) -> Vec<u32> {
        (0..self.column_of.len() as u32).filter(|&e| self.has(e as usize)).collect()
    }

    /// Makes the programme agree with `node` on one group.
    pub(super) fn agree(&mut self, g: usize, node: &Node) {
        for e in self.sub.part.group(g).filter(|&e| self.column_of[e] != NONE) {
            let most = if node.never[e] { 0.0 } else { 1.0 };
            self.pending.bounds.push((self.column_of[e] as usize, 0.0, most));
        }
        let points = if node.must[g] { -self.penalty * self.factor } else { 0.0 };
        self.pending.points.push((self.slack[g], points));
    }

    /// Solves what the programme has become.
    pub(super) fn solve(&mut self, seconds: Seconds<'_>) -> Option<Relaxed> {
        let answer = self.lp.solve(std::mem::take(&mut self.pending), seconds)?;
        let price = |row: &Option<usize>| row.map_or(0.0, |row| answer.prices[row] / self.factor);
        let capacities = self.layout.capacity.iter().map(price).collect();
        let floors = self.layout.floor.iter().map(price).collect();
        let settled: Vec<f64> =
            self.layout.settled.iter().zip(&self.layout.divisor).map(|(row, by)| price(row) / by).collect();
        // What the room on settled values costs at these prices: without room the value is lower by it.
        let paid: f64 = settled.iter().zip(&self.layout.room).map(|(price, room)| price * room).sum();
        let value = |e: &u32| answer.columns[self.column_of[*e as usize] as usize];
        let edges = (0..self.column_of.len() as u32).filter(|&e| self.column_of[e as usize] != NONE);
        let taken = edges.map(|e| (e, value(&e))).filter(|&(_, x)| x > 1e-7).collect();
        let broken = self.broken(&answer);
        Some(Relaxed { taken, prices: (capacities, floors, settled), value: answer.value / self.factor - paid, broken })
    }

    /// Whether a floor that must hold or a settled value is broken.
    fn broken(&self, answer: &Answer) -> bool {
        let mut column = 0;
        let mut broken = false;
        let soft = |&r: &usize| self.layout.floor[r].is_some() && self.sub.part.rows[r].never().is_none();
        for r in (0..self.sub.part.rows.len()).filter(soft) {
            let kept = self.sub.settled.iter().any(|(b, value)| b.costs[r] != 0 && is_free(b, *value));
            broken |= kept && answer.columns[column] > 1e-6;
            column += 1;
        }
        let n_settled = self.layout.settled.iter().flatten().count();
        broken || answer.columns[column..column + n_settled].iter().any(|&t| t > 1e-6)
    }
}
