//! Telegram for the port of `chat`: updates by long polling or by webhook in, messages out. An update is acknowledged
//! only when it was handled or given up on (one exception: `polling`).
//!
//! teloxide gives the types of updates and requests, but the requests are sent from here. Its `Bot` waits 10 s inside a
//! call that meets an error of the server, and its errors carry addresses with the token and bodies. Its `Throttle` lets
//! requests pass only every 250 ms, whatever its limits are: measured, half of 100 messages a second wait for 128 ms.

mod answers;
mod api;
mod buttons;
mod commands;
mod config;
mod draw;
mod error;
mod handler;
mod incoming;
mod inline;
mod intake;
mod markup;
mod pace;
mod polling;
mod run;
mod send;
mod webhook;

pub use config::Config;
pub use error::Error;
pub use run::run;
