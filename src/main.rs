//! The `schakel` program: reads the command line and runs one verb.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::Parser;
use schakel::cli::{Cli, EXIT_DEFECT, run};

/// That of the system keeps what a request took: hundreds of megabytes after a thousand large ones.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // The panic hook reports the panic on standard error; the exit code says that it is a defect of the program.
    catch_unwind(AssertUnwindSafe(|| run(cli))).unwrap_or(ExitCode::from(EXIT_DEFECT))
}
