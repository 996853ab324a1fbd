//! Schakel: who gets which chance, planned, explained and proved. Modules in reading order.

pub mod cli;
pub mod config;
pub mod occupations;
pub mod generate;
pub mod scenario;
pub mod import;
pub mod plan_file;
pub mod export;

pub mod planner;
pub mod store;
pub mod residents;
pub mod revision;
pub mod desk;
pub mod http;
