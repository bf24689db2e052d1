//! The adapter against a Discord with rules, faults and a memory.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod commands;
mod faults;
mod gateway;
mod hostile;
mod interactions;
mod load;
mod running;
mod support;
mod talking;
