//! Both networks under load at once: how fast replies come, how many, in what memory, and how that compares with a bot on
//! the same libraries that always says the same. The bots are processes of their own; the fakes run in this one.
//!
//! `cargo bench -p e2e --bench load`, and after `--`: `--seconds 60` for how long it is busy, `--rate 500` for how many
//! questions a second on each network while latency is measured, `--people 200` on each network, and `--check` to fail
//! where a limit is missed.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a bench prints, and stops where it cannot run"
)]

mod bot;
mod crowd;
mod echo;
mod network;
mod options;
mod questions;
mod report;
mod run;
mod side;

use std::process::ExitCode;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Some(place) = echo::place() {
        runtime.block_on(echo::run(place));
        return ExitCode::SUCCESS;
    }
    let options = options::Options::read();
    let report = runtime.block_on(run::run(&options));
    report.print();
    match options.check && !report.is_met() {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}
