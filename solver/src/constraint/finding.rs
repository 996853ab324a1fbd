//! Findings: what a rule says of one way, as data. Effect, words, measure and remedies are views of it.

use std::fmt;

use super::Remedy;
use crate::domain::Facts;
use crate::text::{Lang, Words};

/// What a finding does to a pairing, before the policy has its say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The pairing is no candidate.
    Blocks,
    /// The pairing loses points; below 0 it gains.
    Costs(i64),
}

/// The unit of a measured value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Minute of the day.
    ClockMinute,
    /// Hours a week.
    HoursPerWeek,
    /// Days.
    Days,
    /// Years of age.
    Years,
    /// CEFR levels, 0 (below A1) to 6 (C2).
    CefrLevel,
    /// Per cent.
    Percent,
    /// Steps between occupations.
    Steps,
    /// Things counted.
    Count,
}

impl Unit {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::ClockMinute => "minute_of_day",
            Self::HoursPerWeek => "hours_per_week",
            Self::Days => "days",
            Self::Years => "years",
            Self::CefrLevel => "cefr_level",
            Self::Percent => "percent",
            Self::Steps => "steps",
            Self::Count => "count",
        }
    }
}

/// What was found and what was asked, in one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The value found.
    pub measured: i64,
    /// The value asked.
    pub limit: i64,
    /// Their unit.
    pub unit: Unit,
}

/// A code that findings of a rule carry, with what it stands for when no case is at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReasonCode {
    /// The code: [`Finding::code`].
    pub code: &'static str,
    /// What is the case, as [`Finding::write`] says it of no one in particular.
    pub words: Words,
    /// Changes that may help, by [`Change::name`](crate::domain::Change::name).
    pub remedies: &'static [&'static str],
}

/// What is the case with one way, as one rule sees it.
pub trait Finding {
    /// The reason code, stable: `LANGUAGE_LEVEL_TOO_LOW`.
    fn code(&self) -> &'static str;

    /// What it does.
    fn effect(&self) -> Effect;

    /// Value, limit and unit.
    fn measured(&self) -> Option<Measured>;

    /// Words without subject, no full stop: "spreekt Nederlands A2, gevraagd is B1".
    ///
    /// # Errors
    /// Only when `f` fails.
    fn write(&self, facts: Facts<'_>, lang: Lang, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Changes each of which would do, the easiest first; none where nothing helps.
    fn remedies(&self, facts: Facts<'_>) -> Vec<Remedy>;
}

/// The finding of a rule that only counts over a plan: no single way can break it.
pub enum Nothing {}

impl Finding for Nothing {
    fn code(&self) -> &'static str {
        match *self {}
    }

    fn effect(&self) -> Effect {
        match *self {}
    }

    fn measured(&self) -> Option<Measured> {
        match *self {}
    }

    fn write(&self, _facts: Facts<'_>, _lang: Lang, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }

    fn remedies(&self, _facts: Facts<'_>) -> Vec<Remedy> {
        match *self {}
    }
}
