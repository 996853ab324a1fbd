//! The pure core of Schakel: no clock, files, network, randomness or JSON.

pub mod model;
