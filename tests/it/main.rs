//! All tests from the outside, in one binary.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod cli;
mod conformance;
mod generate;
mod kept;
mod kina;
mod openapi;
mod plans;
mod reading;
mod red_lines;
mod router_cases;
mod timetables;
mod licences;
mod scenario;
mod scenario_codes;
mod schema;
mod service;
mod stories;
mod support;
mod tidy;
