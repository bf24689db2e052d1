//! The `privy` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    privy::main(std::env::args_os())
}
