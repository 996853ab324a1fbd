//! The pure core of Schakel: facts in, proposals out. It never waits, reads a file, logs or rolls dice.
//!
//! Modules in reading order, which is the order of the data and of the imports.

pub mod constraint;
pub mod domain;
pub mod text;
pub mod travel;
