//! Scenario in, valid region out, every issue at once.

pub mod format;
