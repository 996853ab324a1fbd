//! The mixed-integer programme of what is left of a part, through good_lp to HiGHS.
//!
//! ```text
//! sets        E  edges in question     G  groups     P  rows     J  settled blocks
//! parameters  w_e  points              u_ep  units e draws from p      c_p  capacity      f_p  floor
//!             s_p  cost of a missing unit           A_je, V_j  points and value of a settled block
//! variables   x_e in {0,1}             z_p >= 0  missing units
//! maximise    sum_e w_e x_e - sum_p s_p z_p
//! subject to  sum_{e in g} x_e <= 1                       every group
//!             sum_e u_ep x_e <= c_p                       every capacity
//!             sum_e u_ep x_e + z_p >= f_p                 every floor (without z_p where none is ever missing)
//!             sum_e A_je x_e - sum_p a_jp z_p >= V_j      every settled block
//! ```

use good_lp::solvers::highs::{HighsProblem, HighsSolution, highs};
use good_lp::{Expression, ProblemVariables, Solution, SolutionStatus, SolverModel, Variable, variable};

use super::price::{SubProblem, is_free};

/// How long and how exactly to look.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    /// Relative gap at which HiGHS may stop.
    pub(super) gap: f64,
    /// Seconds at most.
    pub(super) seconds: Option<f64>,
    /// Nodes at most.
    pub(super) nodes: usize,
}

/// What HiGHS found.
pub(super) struct Found {
    /// The chosen edges, checked in integers.
    pub(super) chosen: Vec<u32>,
    /// Whether HiGHS claims nothing among the edges in question is better.
    pub(super) claims_best: bool,
}

/// The best choice among `edges`, as far as HiGHS gets; `hint` is a choice to start from.
///
/// With `weights`, settled blocks need not be kept: a point of each counts so much instead. HiGHS then need not hunt
/// for a choice that keeps them, and what it finds may give some up.
pub(super) fn solve(
    sub: &SubProblem<'_>,
    edges: &[u32],
    hint: Option<&[u32]>,
    weights: Option<&[f64]>,
    effort: Effort,
) -> Option<Found> {
    let mut vars = ProblemVariables::new();
    let mut hinted = vec![false; sub.part.n_edges()];
    hint.unwrap_or_default().iter().for_each(|&e| hinted[e as usize] = true);
    let x: Vec<Variable> = edges
        .iter()
        .map(|&e| {
            let binary = variable().binary();
            vars.add(if hint.is_some() { binary.initial(u8::from(hinted[e as usize])) } else { binary })
        })
        .collect();
    let z = missing_units(sub, &mut vars, hint);
    let factor = sub.factor();
    let mut model = vars.maximise(points(sub, edges, &x, &z, weights.unwrap_or_default())).using(highs);
    add_groups(sub, edges, &x, &mut model);
    add_rows(sub, edges, &x, &z, &mut model);
    if weights.is_none() {
        add_settled(sub, edges, &x, &z, &mut model);
    }
    let solution = run(model, 0.5 * sub.block.unit as f64 * factor, effort)?;
    let chosen: Vec<u32> =
        edges.iter().zip(&x).filter(|&(_, &x_e)| solution.value(x_e) > 0.5).map(|(&e, _)| e).collect();
    let claims_best = effort.gap == 0.0 && !matches!(solution.status(), SolutionStatus::TimeLimit);
    let kept = weights.is_some() || sub.keeps(&chosen);
    (sub.part.holds(&chosen) && kept).then_some(Found { chosen, claims_best })
}

/// What the choice is worth; settled blocks count with their `weights`, if any.
fn points(sub: &SubProblem<'_>, edges: &[u32], x: &[Variable], z: &[Option<Variable>], weights: &[f64]) -> Expression {
    let factor = sub.factor();
    let mut points = Expression::with_capacity(edges.len());
    let settled = || sub.settled.iter().map(|(block, _)| block).zip(weights);
    for (&e, &x_e) in edges.iter().zip(x) {
        let earlier: f64 = settled().map(|(b, weight)| weight * b.weights[e as usize] as f64).sum();
        points.add_mul((sub.block.weights[e as usize] as f64 + earlier) * factor, x_e);
    }
    for (r, z_p) in z.iter().enumerate() {
        if let Some(z_p) = z_p {
            let earlier: f64 = settled().map(|(b, weight)| weight * b.costs[r] as f64).sum();
            points.add_mul(-(sub.block.costs[r] as f64 + earlier) * factor, *z_p);
        }
    }
    points
}

/// Missing units of every floor; none where an earlier block forbids them.
fn missing_units(sub: &SubProblem<'_>, vars: &mut ProblemVariables, hint: Option<&[u32]>) -> Vec<Option<Variable>> {
    let short = hint.map(|chosen| sub.part.missing(&sub.part.drawn(chosen)));
    let of_row = |r: usize| {
        let row = &sub.part.rows[r];
        row.floor.filter(|_| row.never().is_none())?;
        let forbidden = sub.settled.iter().any(|(b, value)| b.costs[r] != 0 && is_free(b, *value));
        let z = if forbidden { variable().bounds(0.0..=0.0) } else { variable().min(0.0) };
        Some(vars.add(match &short {
            Some(short) => z.initial(short[r] as f64),
            None => z,
        }))
    };
    (0..sub.part.rows.len()).map(of_row).collect()
}

/// At most one edge of every group.
fn add_groups(sub: &SubProblem<'_>, edges: &[u32], x: &[Variable], model: &mut HighsProblem) {
    let mut start = 0;
    while start < edges.len() {
        let g = sub.part.group_of[edges[start] as usize];
        let end = start + edges[start..].iter().take_while(|&&e| sub.part.group_of[e as usize] == g).count();
        if end - start > 1 {
            let taken: Expression = x[start..end].iter().sum();
            model.add_constraint(taken.leq(1.0));
        }
        start = end;
    }
}

/// Capacities and floors.
fn add_rows(sub: &SubProblem<'_>, edges: &[u32], x: &[Variable], z: &[Option<Variable>], model: &mut HighsProblem) {
    let mut drawn: Vec<Vec<(f64, Variable)>> = vec![Vec::new(); sub.part.rows.len()];
    for (&e, &x_e) in edges.iter().zip(x) {
        for &(row, units) in sub.part.draws_of(e as usize) {
            drawn[row as usize].push((f64::from(units), x_e));
        }
    }
    for (r, row) in sub.part.rows.iter().enumerate() {
        let mut sum = Expression::with_capacity(drawn[r].len() + 1);
        drawn[r].iter().for_each(|&(u_ep, x_e)| sum.add_mul(u_ep, x_e));
        if let Some(c_p) = row.capacity.filter(|_| !drawn[r].is_empty()) {
            model.add_constraint(sum.clone().leq(c_p as f64));
        }
        if let Some(f_p) = row.floor.filter(|_| !drawn[r].is_empty() || z[r].is_some()) {
            z[r].iter().for_each(|&z_p| sum.add_mul(1.0, z_p));
            model.add_constraint(sum.geq(f_p.units as f64));
        }
    }
}

/// Values of earlier blocks.
fn add_settled(sub: &SubProblem<'_>, edges: &[u32], x: &[Variable], z: &[Option<Variable>], model: &mut HighsProblem) {
    for (block, value) in sub.settled.iter().filter(|(block, value)| !is_free(block, *value)) {
        let scale = (block.greatest().max(1) as f64).log2().ceil().exp2().recip();
        let mut kept = Expression::with_capacity(edges.len());
        for (&e, &x_e) in edges.iter().zip(x).filter(|&(&e, _)| block.weights[e as usize] != 0) {
            kept.add_mul(block.weights[e as usize] as f64 * scale, x_e);
        }
        for (&a_jp, z_p) in block.costs.iter().zip(z).filter(|(a, _)| **a != 0) {
            if let Some(z_p) = z_p {
                kept.add_mul(-(a_jp as f64) * scale, *z_p);
            }
        }
        model.add_constraint(kept.geq(*value as f64 * scale));
    }
}

/// Solves quietly, on one thread, with a fixed seed.
pub(super) fn run(model: HighsProblem, absolute_gap: f64, effort: Effort) -> Option<HighsSolution> {
    let mut model = model
        .set_threads(1)
        .set_option("parallel", "off")
        .set_option("random_seed", 1)
        .set_option("mip_rel_gap", effort.gap)
        .set_option("mip_abs_gap", absolute_gap)
        .set_option("mip_feasibility_tolerance", 1e-9)
        .set_option("mip_max_nodes", i32::try_from(effort.nodes).unwrap_or(i32::MAX));
    if let Some(seconds) = effort.seconds {
        model = model.set_time_limit(seconds);
    }
    model.solve().ok()
}
