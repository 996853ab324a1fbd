//! All tests from the outside, in one binary.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod cli;
mod conformance;
mod decisions_http;
mod generate;
mod kept;
mod kina;
mod openapi;
mod plans;
mod reading;
mod red_lines;
mod red_lines_http;
mod licences;
mod scenario;
mod scenario_codes;
mod schema;
mod service;
mod stories;
mod support;
mod suppression;
mod tidy;
