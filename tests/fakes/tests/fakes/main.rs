//! The fake networks, driven without the libraries that the bot uses.

mod discord;
mod telegram;
