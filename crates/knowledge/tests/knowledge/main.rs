//! The knowledge crate from outside: a small sound base, and everything that can be wrong with one.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod dummy;
mod live;
mod lint_cases;
mod loading;
mod regions;
