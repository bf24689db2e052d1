//! The real program, run as people and scripts run it, over a made-up knowledge folder.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod archive;
mod ask;
mod batch;
mod browse;
mod chat;
mod config;
mod deploy;
mod dummy;
mod failures;
mod maintain;
mod outcomes;
mod serve;
