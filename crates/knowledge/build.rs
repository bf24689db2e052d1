//! Rebuilds when a record changes: the data folder lies outside this crate.
#![allow(
    clippy::print_stdout,
    reason = "this is how a build script speaks to cargo"
)]

fn main() {
    println!("cargo::rerun-if-changed=../../knowledge");
}
