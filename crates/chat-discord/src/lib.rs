//! Discord, through serenity, for the port of [`chat`]: events become [`chat::Incoming`], and [`chat::Reply`] becomes
//! Markdown, buttons and menus. It knows no fact about any platform and stores nothing; what a person wrote never
//! reaches a log.

mod bot;
mod buttons;
mod commands;
mod config;
mod draw;
mod error;
mod escape;
mod gate;
mod gateway;
mod incoming;
mod interaction;
mod interactions;
mod lanes;
mod messages;
mod outgoing;
mod quiet;
mod recent;
mod rest;
mod run;
mod send;
mod session;
mod waits;

pub use config::Config;
pub use error::Error;
pub use run::run;
