//! Which openers go together, through good_lp to HiGHS: people are left out and stand in what an opener is worth.
//!
//! ```text
//! sets        O  openers in question     R  rows that they draw and nobody else asks for
//! parameters  w_o  worth     u_or  units o draws from r (below 0: grants)     c_r  capacity
//! variables   y_o in {0,1}
//! maximise    sum_o w_o y_o
//! subject to  sum_{o in g} y_o <= 1         every group
//!             sum_o u_or y_o <= c_r         every row
//!             what is settled of openers alone stays
//! ```

use good_lp::solvers::highs::highs;
use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, variable};

use super::block::Block;
use super::milp::{Effort, run};
use super::price::SubProblem;
use super::sift::Root;
use super::tuning;

/// What an opener is worth, scaled as prices are.
#[derive(Clone, Copy)]
pub(super) struct OpenerValue {
    /// The opener.
    pub(super) opener: u32,
    /// Its worth with the people who would take its places, beyond what they have elsewhere at the prices.
    pub(super) alone: i128,
    /// The same, less the prices of what it shares with other openers.
    pub(super) at_prices: i128,
}

/// The value of every opener that is worth anything. Whether enough people come for its smallest group shows only when
/// it is opened.
pub(super) fn values_of(
    sub: &SubProblem<'_>,
    root: &Root<'_>,
    openers: &[u32],
    clients: &[Vec<u32>],
) -> Vec<OpenerValue> {
    let price = |row: u32| root.prices.capacities[row as usize] - root.prices.floors[row as usize];
    let gains: Vec<Vec<i128>> = clients.iter().map(|of_row| gains(sub, root, of_row, clients)).collect();
    let of_opener = |&opener: &u32| {
        let draws = sub.part.draws_of(opener as usize);
        let is_seat = |row: u32| !clients[row as usize].is_empty();
        let shared: i128 =
            draws.iter().filter(|d| !is_seat(d.0)).map(|&(row, units)| price(row) * i128::from(units)).sum();
        let seats: i128 =
            draws.iter().filter(|d| is_seat(d.0)).map(|&(row, units)| price(row) * i128::from(units)).sum();
        let mut alone = sub.reduced(&root.prices, opener as usize) + shared + seats;
        for &(row, units) in draws.iter().filter(|d| is_seat(d.0)) {
            let gains = &gains[row as usize];
            let places = gains.len().min(units.unsigned_abs() as usize);
            alone += gains[..places].iter().take_while(|&&gain| gain > 0).sum::<i128>();
        }
        OpenerValue { opener, alone, at_prices: alone - shared }
    };
    openers.iter().map(of_opener).filter(|worth| worth.alone > 0).collect()
}

/// What each client of a row gains from a place there beyond the best it has at the prices, the greatest first.
fn gains(sub: &SubProblem<'_>, root: &Root<'_>, of_row: &[u32], clients: &[Vec<u32>]) -> Vec<i128> {
    let price = |row: u32| root.prices.capacities[row as usize] - root.prices.floors[row as usize];
    let of_client = |&e: &u32| {
        let draws = sub.part.draws_of(e as usize);
        // Neither the place nor the minimum of the group costs anything where it is opened for them.
        let free = draws
            .iter()
            .filter(|(row, _)| !clients[*row as usize].is_empty() || sub.part.rows[*row as usize].never().is_some());
        let free: i128 = free.map(|&(row, units)| price(row) * i128::from(units)).sum();
        // At its own prices, no edge that the relaxation takes gains anything. Counting a little less of what people
        // have elsewhere keeps full openers worth something.
        let elsewhere = root.best[sub.part.group_of[e as usize] as usize];
        sub.reduced(&root.prices, e as usize) + free - elsewhere / 100 * tuning::ELSEWHERE_PERCENT
    };
    let mut gains: Vec<i128> = of_row.iter().map(of_client).collect();
    gains.sort_unstable_by(|a, b| b.cmp(a));
    gains
}

/// Those of the openers that are worth most together; sorted.
pub(super) fn best_together(
    sub: &SubProblem<'_>,
    values: &[OpenerValue],
    clients: &[Vec<u32>],
    effort: Effort,
) -> Option<Vec<OpenerValue>> {
    let part = sub.part;
    let greatest = values.iter().map(|worth| worth.alone).max()?;
    let scale = (greatest as f64).log2().ceil().exp2().recip() * f64::from(1 << 12);
    let mut vars = ProblemVariables::new();
    let y: Vec<Variable> = values.iter().map(|_| vars.add(variable().binary())).collect();
    let mut worth = Expression::with_capacity(y.len());
    let mut of_group = std::collections::BTreeMap::<u32, Vec<Variable>>::new();
    let mut of_row = std::collections::BTreeMap::<u32, Vec<(f64, Variable)>>::new();
    for (of_opener, &y_o) in values.iter().zip(&y) {
        worth.add_mul(of_opener.alone as f64 * scale, y_o);
        of_group.entry(part.group_of[of_opener.opener as usize]).or_default().push(y_o);
        for &(row, units) in part.draws_of(of_opener.opener as usize) {
            if part.rows[row as usize].capacity.is_some() && clients[row as usize].is_empty() {
                of_row.entry(row).or_default().push((f64::from(units), y_o));
            }
        }
    }
    let mut model = vars.maximise(worth).using(highs);
    for openers in of_group.values().filter(|openers| openers.len() > 1) {
        let taken: Expression = openers.iter().sum();
        model.add_constraint(taken.leq(1.0));
    }
    for (row, drawn) in &of_row {
        let mut sum = Expression::with_capacity(drawn.len());
        drawn.iter().for_each(|&(units, y_o)| sum.add_mul(units, y_o));
        let capacity = part.rows[*row as usize].capacity.unwrap_or(i64::MAX);
        model.add_constraint(sum.leq(capacity as f64));
    }
    for (block, value) in sub.settled.iter().filter(|(block, _)| counts_openers_only(block, values, clients)) {
        let mut kept = Expression::with_capacity(y.len());
        for (of_opener, &y_o) in values.iter().zip(&y) {
            kept.add_mul(block.weights[of_opener.opener as usize] as f64, y_o);
        }
        model.add_constraint(kept.geq(*value as f64));
    }
    let solution = run(model, 0.0, effort)?;
    Some(values.iter().zip(&y).filter(|&(_, &y_o)| solution.value(y_o) > 0.5).map(|(&worth, _)| worth).collect())
}

/// Whether a settled block counts openers only, such as a level that asks for few of them.
fn counts_openers_only(block: &Block, values: &[OpenerValue], clients: &[Vec<u32>]) -> bool {
    let of_clients = clients.iter().flatten().any(|&e| block.weights[e as usize] != 0);
    let of_openers = values.iter().any(|of_opener| block.weights[of_opener.opener as usize] != 0);
    of_openers && !of_clients && block.costs.iter().all(|&cost| cost == 0)
}
