//! Tests of the rules: verdicts worked out by hand at both sides of each limit, and laws that hold for every rule.

mod case;
mod children;
mod gates;
mod plans;
mod trips;
mod wishes;
