//! `schakel schema`: the JSON Schema of the files, generated from the types the reader reads by.

use std::io::Write;

use clap::ValueEnum;

use crate::files::attendance::AttendanceAsk;
use crate::files::interviews::InterviewsAsk;
use crate::files::plan_file::format::PlanFile;
use crate::files::scenario::{pack_schema, scenario_schema};
use crate::files::sizing::SizingAsk;

/// A kind of file.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Schema {
    /// A scenario.
    Scenario,
    /// A policy pack.
    Pack,
    /// A plan.
    Plan,
    /// A fair that is to be sized.
    Size,
    /// Recorded fairs: how many of how many came.
    Attendance,
    /// The interviews of a fair.
    Interviews,
}

impl Schema {
    /// Prints the schema to `out`.
    pub(super) fn run(self, out: &mut impl Write) -> anyhow::Result<()> {
        let schema = match self {
            Self::Scenario => scenario_schema(),
            Self::Pack => pack_schema(),
            Self::Plan => schemars::schema_for!(PlanFile).into(),
            Self::Size => schemars::schema_for!(SizingAsk).into(),
            Self::Attendance => schemars::schema_for!(AttendanceAsk).into(),
            Self::Interviews => schemars::schema_for!(InterviewsAsk).into(),
        };
        writeln!(out, "{schema:#}")?;
        Ok(out.flush()?)
    }
}

/// Writes the OpenAPI document of the service.
pub(super) fn openapi(out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "{:#}", crate::http::document())?;
    Ok(out.flush()?)
}
