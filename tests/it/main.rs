//! All tests from the outside, in one binary.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod cli;
mod conformance;
mod generate;
mod kept;
mod kina;
mod openapi;
mod patches_http;
mod plans;
mod reading;
mod red_lines;
mod licences;
mod scenario;
mod scenario_codes;
mod scenarios_http;
mod schema;
mod service;
mod stories;
mod support;
mod tables_in;
mod tables_in_http;
mod tables_out;
mod tidy;
