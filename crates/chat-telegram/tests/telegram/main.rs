//! `run` against a Telegram with state.

mod bot;
mod conversation;
mod groups;
mod hostile;
mod inline;
mod load;
mod profile;
mod quiet;
mod toy;
mod trouble;
mod updates;
mod webhook;
