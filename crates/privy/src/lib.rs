//! Privy: the command line, and everything between it and the engine. The program's `main` is one call of [`main()`].

mod assistant;
mod batch;
mod cli;
mod command;
mod config;
mod contract;
mod eval;
mod failure;
mod render;
mod respond;
pub mod serve;
mod texts;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

pub use assistant::{Answered, Assistant};
pub use config::{ArchiveConfig, Config, Networks, Section, ServeConfig};
pub use contract::AnswerObject;
pub use failure::Failure;
pub use texts::{Added, Changed, Excerpt, Lately, TextSource, Told};

/// Runs the program with `args`, the first of which is its own name. The status is 0 when all went well, 2 for bad
/// usage or input, 1 for anything else.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match cli::Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let status = error.exit_code();
            // Nothing is left to be told where even the terminal is gone.
            let _ = error.print();
            return ExitCode::from(u8::try_from(status).unwrap_or(2));
        }
    };
    match command::run(cli) {
        Ok(status) => status,
        Err(failure) => failure.report(),
    }
}
