//! The linear programme over some of the edges of a part, in an order of rows and columns fixed here.

use std::ops::Range;

use super::lp::{Answer, Change, Column, Lp, Row, Seconds, Simplex};
use super::price::{Node, SubProblem, is_free};
use super::tuning;

/// Binary places to which prices are rounded, tried in this order: coarse ones remove noise.
pub(super) const GRIDS: [u32; 4] = [u32::MAX, 0, 8, 20];

/// A restricted linear programme of a sub-problem.
pub(super) struct Master<'a> {
    sub: &'a SubProblem<'a>,
    programme: Programme,
}

/// The programme of a [`Master`], without the sub-problem that it was made for: another one can go on from it.
pub(super) struct Programme {
    lp: Lp,
    /// Levels whose points its columns have.
    levels: Range<usize>,
    /// Column of each edge, or `NONE`.
    column_of: Vec<u32>,
    /// For each row of the part, the column of its missing units.
    missing: Vec<Option<usize>>,
    /// For each settled block with a row, the column of what is given up of it.
    given_up: Vec<Option<usize>>,
    /// Column of each group that stands for no edge at all.
    slack: Vec<usize>,
    layout: Layout,
    n_columns: usize,
    pending: Change,
    factor: f64,
    /// Price from which on breaking a floor or a settled value never pays.
    penalty: f64,
    /// The highest price of the last solve.
    greatest_price: f64,
}

/// Absent.
const NONE: u32 = u32::MAX;

/// Where the rows are. The first ones are those of the groups.
struct Layout {
    capacity: Vec<Option<usize>>,
    floor: Vec<Option<usize>>,
    settled: Vec<Option<usize>>,
    /// What the settled rows are divided by.
    divisor: Vec<f64>,
    /// By how much each settled value may be missed.
    room: Vec<f64>,
    n_rows: usize,
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

impl<'a> Master<'a> {
    /// Opens the programme without edges.
    pub(super) fn new(sub: &'a SubProblem<'a>, penalty: f64) -> Option<Self> {
        let n_groups = sub.part.n_groups();
        let simplex = if sub.part.opens() { Simplex::Primal } else { Simplex::Dual };
        let lp = Lp::new(&vec![(1.0, 1.0); n_groups], simplex)?;
        let layout = Layout {
            capacity: Vec::new(),
            floor: Vec::new(),
            settled: Vec::new(),
            divisor: Vec::new(),
            room: Vec::new(),
            n_rows: n_groups,
        };
        let programme = Programme {
            lp,
            levels: sub.block.levels.clone(),
            column_of: vec![NONE; sub.part.n_edges()],
            missing: Vec::new(),
            given_up: Vec::new(),
            slack: Vec::new(),
            layout,
            n_columns: 0,
            pending: Change::default(),
            factor: sub.factor(),
            penalty,
            greatest_price: 0.0,
        };
        let mut master = Self { sub, programme };
        master.programme.slack = (0..n_groups).map(|g| master.push(0.0, (0.0, 1.0), vec![(g, 1.0)])).collect();
        master.add_rows();
        master.add_settled();
        Some(master)
    }

    /// Goes on with `sub`: the same part, perhaps with more rows, and the same settled blocks, perhaps with more after
    /// them.
    pub(super) fn resumed(programme: Programme, sub: &'a SubProblem<'a>, penalty: f64) -> Self {
        let mut master = Self { sub, programme };
        master.add_rows();
        master.add_settled();
        if master.programme.levels != sub.block.levels {
            (master.programme.levels, master.programme.penalty) = (sub.block.levels.clone(), penalty);
            master.programme.factor = sub.factor();
            master.price_again();
        }
        master
    }

    /// What another sub-problem can go on from.
    pub(super) fn into_programme(self) -> Programme {
        self.programme
    }

    /// Adds the rows of the part that the programme does not have.
    fn add_rows(&mut self) {
        let known = self.programme.layout.capacity.len();
        let rows = &self.sub.part.rows;
        let mut entries = vec![Vec::new(); rows.len() - known];
        for (column, e) in self.edges() {
            for &(row, units) in self.sub.part.draws_of(e as usize).iter().filter(|draw| draw.0 as usize >= known) {
                entries[row as usize - known].push((column, f64::from(units)));
            }
        }
        for (row, entries) in rows[known..].iter().zip(entries) {
            let capacity = row.capacity.map(|c| self.row((f64::NEG_INFINITY, c as f64), entries.clone()));
            let floor = row.floor.map(|f| self.row((f.units as f64, f64::INFINITY), entries));
            let may_miss = floor.filter(|_| row.never().is_none());
            let points = -self.missing_costs(self.programme.missing.len());
            let missing = may_miss.map(|floor| self.push(points, (0.0, f64::INFINITY), vec![(floor, 1.0)]));
            self.programme.layout.capacity.push(capacity);
            self.programme.layout.floor.push(floor);
            self.programme.missing.push(missing);
        }
    }

    /// Gives up nothing of what is settled, for now.
    pub(super) fn hold(&mut self) {
        let held: Vec<_> = self.given_up().map(|column| (column, 0.0, 0.0)).collect();
        self.programme.pending.bounds.extend(held);
    }

    /// Ends a hold, with a penalty that is above all prices there were: what is best stays so.
    pub(super) fn let_go(&mut self) {
        let free: Vec<_> = self.given_up().map(|column| (column, 0.0, f64::INFINITY)).collect();
        self.programme.pending.bounds.extend(free);
        let least = tuning::PENALTY_OVER_PRICE * self.programme.greatest_price;
        if least > self.programme.penalty {
            self.programme.penalty = least;
            self.price_again();
        }
    }

    /// Columns of what is given up of settled values, and of units that settled values say are not missing.
    fn given_up(&self) -> impl Iterator<Item = usize> + '_ {
        let never = self.missing_units().filter(|&(_, row)| self.may_not_miss(row)).map(|(column, _)| column);
        never.chain(self.programme.given_up.iter().flatten().copied())
    }

    /// Adds the settled blocks that the programme does not have.
    fn add_settled(&mut self) {
        let share = if self.sub.part.opens() { tuning::SETTLED_ROOM } else { 0.0 };
        for (block, value) in &self.sub.settled[self.programme.layout.settled.len()..] {
            let by = (block.greatest().max(1) as f64).log2().ceil().exp2();
            let room = (*value as f64).abs() * share;
            let weight = |(column, e): (usize, u32)| (column, block.weights[e as usize] as f64 / by);
            let cost = |(column, r): (usize, usize)| (column, -(block.costs[r] as f64) / by);
            let entries = self.edges().map(weight).chain(self.missing_units().map(cost));
            let entries = entries.filter(|&(_, units)| units != 0.0).collect();
            let row =
                (!is_free(block, *value)).then(|| self.row(((*value as f64 - room) / by, f64::INFINITY), entries));
            let penalty = self.programme.penalty;
            let given_up = row.map(|row| self.push(-penalty, (0.0, f64::INFINITY), vec![(row, 1.0)]));
            self.programme.given_up.push(given_up);
            self.programme.layout.settled.push(row);
            self.programme.layout.divisor.push(by);
            self.programme.layout.room.push(room);
        }
    }

    /// Gives every column the points that it has in this sub-problem.
    fn price_again(&mut self) {
        let weight = |(column, e): (usize, u32)| (column, self.sub.block.weights[e as usize] as f64);
        let mut points: Vec<(usize, f64)> = self.edges().map(weight).collect();
        points.extend(self.missing_units().map(|(column, r)| (column, -self.missing_costs(r))));
        points.extend(self.programme.given_up.iter().flatten().map(|&column| (column, -self.programme.penalty)));
        points.extend(self.programme.slack.iter().map(|&column| (column, 0.0)));
        let factor = self.programme.factor;
        // Points of columns that HiGHS does not have yet are set after they are added.
        self.programme.pending.points = points.into_iter().map(|(column, points)| (column, points * factor)).collect();
    }

    /// The edges in the programme, by column.
    fn edges(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let columns = (0..).zip(&self.programme.column_of);
        columns.filter(|&(_, &column)| column != NONE).map(|(e, &column)| (column as usize, e))
    }

    /// The columns of missing units, with the rows of the part where they are missing.
    fn missing_units(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let columns = self.programme.missing.iter().enumerate();
        columns.filter_map(|(row, column)| Some(((*column)?, row)))
    }

    /// What a missing unit of a row costs.
    fn missing_costs(&self, row: usize) -> f64 {
        if self.may_not_miss(row) { self.programme.penalty } else { self.sub.block.costs[row] as f64 }
    }

    /// Whether a settled block that has no row of its own says that nothing of a row is missing.
    fn may_not_miss(&self, row: usize) -> bool {
        self.sub.settled.iter().any(|(block, value)| block.costs[row] != 0 && is_free(block, *value))
    }

    fn row(&mut self, bounds: (f64, f64), mut entries: Vec<(usize, f64)>) -> usize {
        let (at, pending) = (self.programme.layout.n_rows, &mut self.programme.pending);
        let n_added = self.programme.n_columns - pending.columns.len();
        for &(column, units) in entries.iter().filter(|entry| entry.0 >= n_added) {
            pending.columns[column - n_added].entries.push((at, units));
        }
        entries.retain(|entry| entry.0 < n_added);
        pending.rows.push(Row { bounds, entries });
        self.programme.layout.n_rows += 1;
        at
    }

    fn push(&mut self, points: f64, bounds: (f64, f64), entries: Vec<(usize, f64)>) -> usize {
        let points = points * self.programme.factor;
        self.programme.pending.columns.push(Column { points, bounds, entries });
        self.programme.n_columns += 1;
        self.programme.n_columns - 1
    }

    /// Adds an edge, once.
    pub(super) fn add(&mut self, e: usize) {
        if self.has(e) {
            return;
        }
        let (part, layout) = (self.sub.part, &self.programme.layout);
        let mut entries = vec![(part.group_of[e] as usize, 1.0)];
        for &(row, units) in part.draws_of(e) {
            let rows = [layout.capacity[row as usize], layout.floor[row as usize]];
            entries.extend(rows.into_iter().flatten().map(|row| (row, f64::from(units))));
        }
        for (j, (block, _)) in self.sub.settled.iter().enumerate().filter(|(_, (b, _))| b.weights[e] != 0) {
            let scaled = block.weights[e] as f64 / layout.divisor[j];
            entries.extend(layout.settled[j].map(|row| (row, scaled)));
        }
        self.programme.column_of[e] = self.push(self.sub.block.weights[e] as f64, (0.0, 1.0), entries) as u32;
    }

    /// Whether the edge is in the programme.
    pub(super) fn has(&self, e: usize) -> bool {
        self.programme.column_of[e] != NONE
    }

    /// The edges in the programme.
    pub(super) fn columns(&self) -> Vec<u32> {
        self.edges().map(|(_, e)| e).collect()
    }

    /// Makes the programme agree with `node` on one group.
    pub(super) fn agree(&mut self, g: usize, node: &Node) {
        let Programme { column_of, pending, slack, penalty, factor, .. } = &mut self.programme;
        for e in self.sub.part.group(g).filter(|&e| column_of[e] != NONE) {
            let most = if node.never[e] || node.gone[e] { 0.0 } else { 1.0 };
            pending.bounds.push((column_of[e] as usize, 0.0, most));
        }
        let points = if node.must[g] { -*penalty * *factor } else { 0.0 };
        pending.points.push((slack[g], points));
    }

    /// Solves what the programme has become.
    pub(super) fn solve(&mut self, seconds: Seconds<'_>) -> Option<Relaxed> {
        let answer = self.programme.lp.solve(std::mem::take(&mut self.programme.pending), seconds)?;
        let (layout, factor) = (&self.programme.layout, self.programme.factor);
        let price = |row: &Option<usize>| row.map_or(0.0, |row| answer.prices[row] / factor);
        let capacities = layout.capacity.iter().map(price).collect();
        let floors = layout.floor.iter().map(price).collect();
        let settled: Vec<f64> = layout.settled.iter().zip(&layout.divisor).map(|(row, by)| price(row) / by).collect();
        // What the room on settled values costs at these prices: without room the value is lower by it.
        let paid: f64 = settled.iter().zip(&layout.room).map(|(price, room)| price * room).sum();
        let taken = self.edges().map(|(column, e)| (e, answer.columns[column])).filter(|&(_, x)| x > 1e-7).collect();
        self.programme.greatest_price = answer.prices.iter().fold(0.0, |most: f64, &price| most.max(price)) / factor;
        let broken = self.broken(&answer);
        Some(Relaxed { taken, prices: (capacities, floors, settled), value: answer.value / factor - paid, broken })
    }

    /// Whether a floor that must hold or a settled value is broken.
    fn broken(&self, answer: &Answer) -> bool {
        self.given_up().any(|column| answer.columns[column] > 1e-6)
    }
}
