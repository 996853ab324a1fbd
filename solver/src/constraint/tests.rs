//! Tests of the rules: verdicts worked out by hand at both sides of each limit, and laws that hold for every rule.

mod case;
mod changes;
mod children;
mod fairness;
mod gates;
mod laws;
mod plans;
mod policy;
mod trips;
mod wishes;
mod words;
