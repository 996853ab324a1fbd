//! Schakel: who gets which chance, planned, explained and proved. Modules in reading order, which is the order of import:
//! none uses one that comes after it.

pub mod config;
pub mod occupations;
pub mod scenario;
pub mod import;
pub mod generate;
pub mod plan_file;
pub mod export;
pub mod planner;
pub mod store;
pub mod residents;
pub mod revision;
pub mod intake;
pub mod desk;
pub mod http;
pub mod cli;
