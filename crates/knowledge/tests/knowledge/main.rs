//! The knowledge crate from outside: a small sound base, and everything that can be wrong with one.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod dummy;
mod lint_cases;
mod live;
mod loading;
mod policy;
mod regions;
