//! A linear programme that stays open in HiGHS: rows and columns are added, bounds moved, and it goes on from where it
//! was.
//!
//! good_lp is the way in; what it hands out as its inner model keeps the basis between solves, which good_lp itself
//! does not. Prices are read from linear programmes only: those of integer programmes read 0.

use good_lp::solvers::highs::highs;
use good_lp::{Expression, ProblemVariables};
use highs::HighsModelStatus as Status;

/// A column: its points, its bounds and its entries by row.
pub(super) struct Column {
    /// Points per unit.
    pub(super) points: f64,
    /// Least and most.
    pub(super) bounds: (f64, f64),
    /// Row and coefficient.
    pub(super) entries: Vec<(usize, f64)>,
}

/// A row: its bounds and its entries by column.
pub(super) struct Row {
    /// Least and most.
    pub(super) bounds: (f64, f64),
    /// Column and coefficient.
    pub(super) entries: Vec<(usize, f64)>,
}

/// What changes before the next solve.
#[derive(Default)]
pub(super) struct Change {
    /// Rows added at the end, over the columns there are.
    pub(super) rows: Vec<Row>,
    /// Columns added at the end, after the rows.
    pub(super) columns: Vec<Column>,
    /// New bounds of columns.
    pub(super) bounds: Vec<(usize, f64, f64)>,
    /// New points of columns.
    pub(super) points: Vec<(usize, f64)>,
    /// Another simplex method from here on.
    pub(super) simplex: Option<Simplex>,
}

/// Values and prices of a solved linear programme.
pub(super) struct Answer {
    /// Value of each column.
    pub(super) columns: Vec<f64>,
    /// Price of each row, as a magnitude.
    pub(super) prices: Vec<f64>,
    /// Value of the whole.
    pub(super) value: f64,
}

/// The simplex method of HiGHS, by its number there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Simplex {
    /// Twice as fast where people compete for what is there: kina, seeds 1 to 3.
    Dual = 1,
    /// Eleven times as fast where something has to be opened first and columns are added: 2,000 people, 100 venues, 12
    /// weeks, 6 programmes, 8 instructors.
    Primal = 4,
}

impl Simplex {
    fn other(self) -> Self {
        match self {
            Self::Dual => Self::Primal,
            Self::Primal => Self::Dual,
        }
    }
}

/// A linear programme to maximise.
pub(super) struct Lp {
    run: Box<Solve>,
}

/// Solves after a change, within the seconds left.
type Solve = dyn FnMut(Change, Seconds<'_>) -> Option<Answer>;

/// The seconds that are left, where there is a limit.
pub(super) type Seconds<'a> = &'a dyn Fn() -> Option<f64>;

impl Lp {
    /// Opens a programme with rows of these bounds and no columns. `simplex` comes first; where it takes more steps
    /// than there are rows and columns, it mostly cycles, and the other method takes over.
    pub(super) fn new(rows: &[(f64, f64)], simplex: Simplex) -> Option<Self> {
        let mut model = opened(simplex)?;
        let mut row_handles = Vec::with_capacity(rows.len());
        for &(low, high) in rows {
            row_handles.push(model.try_add_row(low..=high, std::iter::empty()).ok()?);
        }
        let mut handles = Vec::new();
        let mut slot = Some(model);
        let mut simplex = simplex;
        // The clock of HiGHS goes on from solve to solve.
        let mut seconds_before = 0.0;
        let run = move |change: Change, seconds: Seconds<'_>| {
            let mut model = slot.take()?;
            simplex = change.simplex.unwrap_or(simplex);
            // What was best stays so for the dual method when rows are added.
            let mut method = if change.rows.is_empty() { simplex } else { Simplex::Dual };
            let is_usual = method == simplex;
            for row in change.rows {
                let entries = row.entries.iter().map(|&(column, units)| (handles[column], units));
                let (low, high) = row.bounds;
                row_handles.push(model.try_add_row(low..=high, entries).ok()?);
            }
            for column in change.columns {
                let entries = column.entries.iter().map(|&(row, units)| (row_handles[row], units));
                let (low, high) = column.bounds;
                handles.push(model.try_add_column(column.points, low..=high, entries).ok()?);
            }
            for (column, low, high) in change.bounds {
                model.change_column_bounds(handles[column], low..=high);
            }
            for (column, points) in change.points {
                model.change_column_cost(handles[column], points);
            }
            let left = seconds();
            if let Some(left) = left {
                model.try_set_option("time_limit", seconds_before + left).ok()?;
            }
            let steps = row_handles.len() + handles.len();
            let mut turns = [steps, steps, usize::MAX].into_iter();
            let solved = loop {
                let most = turns.next()?.min(i32::MAX as usize) as i32;
                model.try_set_option("simplex_strategy", method as i32).ok()?;
                model.try_set_option("simplex_iteration_limit", most).ok()?;
                let solved = model.try_solve().ok()?;
                // Now and then a method stumbles where the other does not.
                if !matches!(solved.status(), Status::ReachedIterationLimit | Status::Unknown) {
                    break solved;
                }
                model = solved.into();
                method = method.other();
            };
            if is_usual {
                simplex = method;
            }
            seconds_before += left.zip(seconds()).map_or(0.0, |(before, after)| before - after);
            if solved.status() != Status::Optimal {
                return None;
            }
            let solution = solved.get_solution();
            let answer = Answer {
                columns: solution.columns().to_vec(),
                prices: solution.dual_rows().iter().map(|price| price.abs()).collect(),
                value: solved.objective_value(),
            };
            slot = Some(solved.into());
            Some(answer)
        };
        Some(Self { run: Box::new(run) })
    }

    /// Applies `change` and solves to optimality within `seconds`. `None` when HiGHS does not get there; the programme
    /// is then closed.
    pub(super) fn solve(&mut self, change: Change, seconds: Seconds<'_>) -> Option<Answer> {
        (self.run)(change, seconds)
    }
}

/// An empty programme to maximise by `simplex`, on one thread.
fn opened(simplex: Simplex) -> Option<highs::Model> {
    let empty = ProblemVariables::new().maximise(Expression::from(0.0)).using(highs);
    let mut model = empty.try_into_inner().ok()?;
    model.make_quiet();
    model.try_set_option("threads", 1).ok()?;
    model.try_set_option("parallel", "off").ok()?;
    model.try_set_option("random_seed", 1).ok()?;
    model.try_set_option("simplex_strategy", simplex as i32).ok()?;
    model.try_set_option("dual_feasibility_tolerance", 1e-10).ok()?;
    model.try_set_option("primal_feasibility_tolerance", 1e-9).ok()?;
    Some(model)
}
