//! The interviews of a fair, planned within a time and added up again.

use std::time::Instant;

use anyhow::{Context, Result, bail};
use schakel_solver::interviews::{Options, Plan, check, plan};

use crate::files::interviews::FairDay;

/// The interviews of `day`: within `gap` per level, or the best after so many seconds, or once `is_stopped`. A limit
/// that bites makes the plan depend on the machine.
///
/// # Errors
/// When the plan does not add up, which is a defect.
pub fn interviews_planned(day: &FairDay, gap: f64, seconds: f64, is_stopped: &dyn Fn() -> bool) -> Result<Plan> {
    let begun = Instant::now();
    let left = || (seconds - begun.elapsed().as_secs_f64()).max(0.0);
    let options = Options {
        gap,
        stop: &|| left() <= 0.0 || is_stopped(),
        // The solver takes a limit of nothing for no limit.
        seconds: &|| Some(left().max(0.1)),
        ..Options::default()
    };
    let plan = plan(&day.fair, &options).context("the fair is malformed")?;
    if let Err(faults) = check(&day.fair, &plan) {
        bail!("the plan does not add up, which is a defect of this program: {faults:?}");
    }
    Ok(plan)
}
