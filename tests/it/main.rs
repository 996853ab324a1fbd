//! All tests from the outside, in one binary.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod asking;
mod cli;
mod conformance;
mod generate;
mod kept;
mod kina;
mod neutral;
mod openapi;
mod plans;
mod reading;
mod red_lines;
mod licences;
mod scenario;
mod scenario_codes;
mod schema;
mod service;
mod stories;
mod support;
mod tidy;
