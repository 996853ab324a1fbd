//! Schakel: who gets which chance, planned, explained and proved.
//!
//! Wings in the order of import: none uses one that comes after it. The core, `schakel_solver`, lies below all of them.

pub mod files;
pub mod generate;
pub mod answers;
pub mod service;
pub mod http;
pub mod cli;
