//! The pure core of Schakel: facts in, proposals out. It never waits, reads a file, logs or rolls dice.
//!
//! Modules in reading order, which is the order of the data and of the imports.
#![doc = include_str!("../README.md")]

pub mod text;
pub mod domain;
pub mod travel;
pub mod names;
pub mod way;
pub mod constraint;
pub mod candidates;
pub mod turnout;
pub mod interviews;
pub mod kind;
pub mod plan;
pub mod explain;

#[cfg(test)]
mod sample;
