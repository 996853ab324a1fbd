//! All tests from the outside, in one binary.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod catalogues_http;
mod cli;
mod generate;
mod kept;
mod kina;
mod patches_http;
mod plans;
mod reading;
mod red_lines;
mod large;
mod licences;
mod scenario;
mod scenario_codes;
mod scenarios_http;
mod schema;
mod service;
mod stories;
mod support;
mod tidy;
