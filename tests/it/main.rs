//! All tests from the outside, in one binary.

mod scenario;
mod scenario_codes;
mod schema;
mod support;
