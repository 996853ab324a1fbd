//! Schakel: who gets which chance, planned, explained and proved. Modules in reading order.

pub mod cli;
pub mod config;
pub mod occupations;
pub mod generate;
pub mod scenario;
pub mod gtfs;
pub mod network_file;
pub mod plan_file;
pub mod planner;
pub mod store;
pub mod residents;
pub mod revision;
pub mod desk;
pub mod http;
