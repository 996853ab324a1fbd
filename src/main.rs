//! The `schakel` program: reads the command line and runs one verb.

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use schakel::cli::{Cli, EXIT_DEFECT, asks_for_dutch, in_dutch, run};

/// That of the system keeps what a request took: hundreds of megabytes after a thousand large ones.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut command = Cli::command();
    if asks_for_dutch(|variable| env::var(variable).ok()) {
        command = in_dutch(command);
    }
    let cli = Cli::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit());
    // The panic hook reports the panic on standard error; the exit code says that it is a defect of the program.
    catch_unwind(AssertUnwindSafe(|| run(cli))).unwrap_or(ExitCode::from(EXIT_DEFECT))
}
