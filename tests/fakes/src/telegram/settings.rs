//! How patient and how strict this Telegram is.

use std::time::Duration;

use super::{Telegram, limits::Limits};

/// How patient and how strict this Telegram is.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// How long people wait for an answer.
    pub(crate) patience: Duration,
    /// How long it must be quiet for nothing to have been said.
    pub(crate) quiet: Duration,
    /// Until when a press must be answered.
    pub(crate) press_deadline: Duration,
    /// Until when an inline query must be answered.
    pub(crate) inline_deadline: Duration,
    /// Whether the bot gets only what is meant for it in groups.
    pub(crate) privacy_mode: bool,
    /// Whether the bot is told which inline results were chosen.
    pub(crate) inline_feedback: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(3),
            quiet: Duration::from_millis(300),
            press_deadline: Duration::from_secs(10),
            inline_deadline: Duration::from_secs(15),
            privacy_mode: true,
            inline_feedback: false,
        }
    }
}

impl Telegram {
    /// How long people wait for answers from here on; 3 s at first.
    pub fn patience(&self, patience: Duration) {
        self.state().settings.patience = patience;
    }

    /// How long it must be quiet for [`User::hears_nothing`](super::User::hears_nothing); 300 ms at first.
    pub fn quiet(&self, quiet: Duration) {
        self.state().settings.quiet = quiet;
    }

    /// Until when presses and inline queries must be answered; 10 s and 15 s at first.
    pub fn deadlines(&self, press: Duration, inline: Duration) {
        let settings = &mut self.state().settings;
        settings.press_deadline = press;
        settings.inline_deadline = inline;
    }

    /// Whether the bot gets only what is meant for it in groups, as at first.
    pub fn privacy_mode(&self, on: bool) {
        self.state().settings.privacy_mode = on;
    }

    /// Whether the bot is told which inline results were chosen; not at first.
    pub fn inline_feedback(&self, on: bool) {
        self.state().settings.inline_feedback = on;
    }

    /// Enforces limits on what the bot sends; none at first.
    pub fn limits(&self, limits: Limits) {
        self.state().rates.limits = limits;
    }
}
