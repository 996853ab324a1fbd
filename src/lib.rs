//! Schakel: who gets which chance, planned, explained and proved. Modules in reading order, which is the order of import:
//! none uses one that comes after it.

pub mod config;
pub mod occupations;
pub mod decision_reasons;
pub mod network_file;
pub mod networks;
pub mod isochrone;
pub mod scenario;
pub mod gtfs;
pub mod import;
pub mod generate;
pub mod demo;
pub mod coarse;
pub mod plan_file;
pub mod views;
pub mod export;
pub mod planner;
pub mod store;
pub mod residents;
pub mod revision;
pub mod audit;
pub mod intake;
pub mod desk;
pub mod queue;
pub mod http;
pub mod cli;
