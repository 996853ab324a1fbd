//! Schakel: who gets which chance, planned, explained and proved. Modules in reading order.

pub mod cli;
pub mod occupations;
pub mod generate;
pub mod scenario;
pub mod plan_file;
pub mod planner;
