//! The `sverka` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    sverka::cli::run()
}
