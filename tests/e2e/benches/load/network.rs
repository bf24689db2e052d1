//! The two networks that a bot is on.

use chat::Network;
use fakes::{discord::Discord, telegram::Telegram};
use serde_json::{Value, json};

use crate::crowd::{Crowd, People};

/// The two networks that a bot is on.
pub(crate) struct Networks {
    pub(crate) discord: Discord,
    pub(crate) telegram: Telegram,
}

impl Networks {
    pub(crate) async fn start() -> Self {
        Self {
            discord: Discord::start().await,
            telegram: Telegram::start().await,
        }
    }

    /// How they are reached, as sections of a configuration.
    pub(crate) fn sections(&self) -> Value {
        json!({
            "discord": {
                "token": self.discord.token(),
                "address": self.discord.address(),
                "authority": self.discord.authority_pem(),
            },
            "telegram": {"token": self.telegram.token(), "api": self.telegram.url()},
        })
    }

    /// As many people on each network.
    pub(crate) fn people(&self, count: usize) -> [Crowd; 2] {
        [
            Crowd::new(
                Network::Discord,
                People::Discord(self.discord.load(count)),
                count,
            ),
            Crowd::new(
                Network::Telegram,
                People::Telegram(self.telegram.load(count)),
                count,
            ),
        ]
    }

    /// Keeps no more of what goes over the wire.
    pub(crate) fn stop_recording(&self) {
        self.discord.traffic().stop_recording();
        self.telegram.traffic.stop_recording();
    }

    /// How long the texts of the bot's messages were, in bytes, while that was recorded.
    pub(crate) fn lengths(&self) -> Vec<usize> {
        let telegram = self.telegram.traffic.exchanges().into_iter();
        let discord = self.discord.traffic().exchanges().into_iter();
        let texts = telegram
            .filter(|exchange| exchange.route == "sendMessage")
            .map(|exchange| exchange.request["text"].as_str().map(str::len))
            .chain(
                discord
                    .filter(|exchange| exchange.route == "POST /channels/{channel_id}/messages")
                    .map(|exchange| exchange.request["content"].as_str().map(str::len)),
            );
        texts.flatten().collect()
    }

    /// The rules that the bot broke.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = self.discord.traffic().problems();
        problems.extend(self.telegram.traffic.problems());
        problems
    }
}
