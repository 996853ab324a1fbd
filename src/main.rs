//! The `schakel` program: reads the command line and runs one verb.

use clap::Parser;

fn main() -> std::process::ExitCode {
    schakel::cli::run(schakel::cli::Cli::parse())
}
