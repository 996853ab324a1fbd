//! All tests from the outside, in one binary.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "tests that measure tell their figures with --nocapture")]

mod asking;
mod attack;
mod attack_http;
mod catalogues_http;
mod cli;
mod decided_http;
mod decisions_http;
mod door_http;
mod erasure_http;
mod full;
mod generate;
mod interviews;
mod kept;
mod licences;
mod networks_http;
mod neutral;
mod openapi;
mod patches_http;
mod pieces;
mod plans;
mod processes;
mod reading;
mod red_lines;
mod red_lines_http;
mod scenario;
mod scenario_codes;
mod scenarios_http;
mod schema;
mod service;
mod simulate;
mod size;
mod size_http;
mod stories;
mod support;
mod suppression;
mod tables_in;
mod tables_in_http;
mod tables_out;
mod tidy;
mod trade_off;
mod trainings;
mod trainings_http;
mod timetables;
mod turnout;
