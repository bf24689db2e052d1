//! The archive over small repositories that the tests make themselves, of invented platforms.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod changing;
mod damage;
mod kills;
mod looking_up;
mod properties;
mod remote;
mod repository;
mod searching;
mod syncing;
