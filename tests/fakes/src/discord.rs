//! A Discord: REST over TLS, a gateway, guilds, people and what they see.
//!
//! A bot reaches it by resolving `discord.com` to [`Discord::address`] and trusting [`Discord::authority_pem`]. Rules and
//! numbers are from Discord's documentation; comments name the page as "docs".

mod asks;
mod channel;
mod check;
mod clock;
mod command;
mod command_form;
mod component;
mod connection;
mod draft;
mod embed;
mod form;
mod gateway;
mod guild;
mod handshake;
mod interaction;
mod interactions;
mod limits;
mod load;
mod markdown;
mod message;
mod messages;
mod options;
mod person;
mod places;
mod refusal;
mod rest;
mod route;
mod server;
mod sessions;
mod shown;
mod tls;
mod verdict;
mod webhooks;
mod world;

pub use check::check;
pub use gateway::Gateway;
pub use guild::{Channel, Guild};
pub use load::{Asking, Load};
pub use person::Person;
pub use server::Discord;
