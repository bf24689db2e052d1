//! A person on either network.

use fakes::{Shown, discord, telegram};

/// A person on either network: writes, reads and presses.
pub(crate) struct Person {
    side: Side,
    last: tokio::sync::Mutex<Option<telegram::Sent>>,
}

enum Side {
    Discord(discord::Person),
    Telegram(telegram::User),
}

impl Person {
    pub(crate) fn discord(person: discord::Person) -> Self {
        Self {
            side: Side::Discord(person),
            last: tokio::sync::Mutex::default(),
        }
    }

    pub(crate) fn telegram(user: telegram::User) -> Self {
        Self {
            side: Side::Telegram(user),
            last: tokio::sync::Mutex::default(),
        }
    }

    /// Writes `text`.
    pub(crate) async fn says(&self, text: &str) {
        match &self.side {
            Side::Discord(person) => drop(person.says(text).await),
            Side::Telegram(user) => *self.last.lock().await = Some(user.says(text).await),
        }
    }

    /// Writes `text` to the bot by name.
    pub(crate) async fn says_to_bot(&self, text: &str) {
        match &self.side {
            Side::Discord(_) => self.says(&format!("@privy {text}")).await,
            Side::Telegram(_) => self.says(&format!("@privy_bot {text}")).await,
        }
    }

    /// Replies `text` to `shown`.
    pub(crate) async fn replies(&self, shown: &Shown, text: &str) {
        match &self.side {
            Side::Discord(person) => drop(person.replies(shown, text).await),
            Side::Telegram(user) => drop(user.replies(shown, text).await),
        }
    }

    /// Puts `text` in place of what they wrote last.
    pub(crate) async fn edits(&self, text: &str) {
        match &self.side {
            Side::Discord(person) => drop(person.edits(text).await),
            Side::Telegram(user) => {
                let last = self.last.lock().await;
                user.edits(last.as_ref().unwrap(), text).await;
            }
        }
    }

    /// Uses a command with what its parameters are given.
    pub(crate) async fn uses(&self, command: &str, given: &[(&str, &str)]) {
        match &self.side {
            Side::Discord(person) => person.uses(command, given).await,
            Side::Telegram(_) => {
                let words: Vec<&str> = given.iter().map(|(_, value)| *value).collect();
                self.says(format!("/{command} {}", words.join(" ")).trim())
                    .await;
            }
        }
    }

    /// The next message of the bot for them.
    pub(crate) async fn hears(&self) -> Shown {
        match &self.side {
            Side::Discord(person) => person.hears().await,
            Side::Telegram(user) => user.hears().await,
        }
    }

    /// What they hear to `text`.
    pub(crate) async fn asks(&self, text: &str) -> Shown {
        self.says(text).await;
        self.hears().await
    }

    /// What they hear to a command.
    pub(crate) async fn orders(&self, command: &str, given: &[(&str, &str)]) -> Shown {
        self.uses(command, given).await;
        self.hears().await
    }

    pub(crate) async fn hears_nothing(&self) {
        match &self.side {
            Side::Discord(person) => person.hears_nothing().await,
            Side::Telegram(user) => user.hears_nothing().await,
        }
    }

    /// Presses what stands under `shown` with a label that begins with `label`.
    pub(crate) async fn presses(&self, shown: &Shown, label: &str) {
        let labels = shown.labels();
        let whole = labels.iter().find(|known| known.starts_with(label));
        let whole = whole.unwrap_or_else(|| panic!("no button {label:?} among {labels:?}"));
        match &self.side {
            Side::Discord(person) => person.presses(shown, whole).await,
            Side::Telegram(user) => user.presses(shown, whole).await,
        }
    }
}
