//! The knowledge crate from outside: a small sound base, and everything that can be wrong with one.

mod dummy;
mod live;
mod lint_cases;
mod loading;
mod regions;
