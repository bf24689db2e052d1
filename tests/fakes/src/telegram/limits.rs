//! How many messages a bot may send.

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, Instant},
};

use super::refusal::Refusal;

/// How many messages may be sent in which time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The most messages.
    pub messages: usize,
    /// The time that they are counted over.
    pub per: Duration,
}

/// The limits on what a bot sends; none means that there is no such limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// To all chats together.
    pub overall: Option<Rate>,
    /// To one chat.
    pub chat: Option<Rate>,
    /// To one group.
    pub group: Option<Rate>,
}

impl Limits {
    /// What the documentation says (docs: Bots FAQ, "My bot is hitting limits"): about 30 messages a second overall; about
    /// one a second to a chat, with short bursts over it, here five in five seconds; 20 a minute to a group.
    pub fn documented() -> Self {
        let rate = |messages, seconds| {
            Some(Rate {
                messages,
                per: Duration::from_secs(seconds),
            })
        };
        Self {
            overall: rate(30, 1),
            chat: rate(5, 5),
            group: rate(20, 60),
        }
    }
}

/// What was sent lately.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    pub(crate) limits: Limits,
    /// When the newest messages were sent, overall under no key and by chat.
    sent: HashMap<Option<i64>, VecDeque<Instant>>,
    /// Until when a chat must be left alone after a 429.
    waits: HashMap<i64, Instant>,
}

impl Rates {
    /// Counts one message to `chat`, or refuses it.
    pub(crate) fn count(&mut self, chat: i64, group: bool) -> Result<(), Refusal> {
        let limits = [
            (None, self.limits.overall),
            (
                Some(chat),
                if group {
                    self.limits.group
                } else {
                    self.limits.chat
                },
            ),
        ];
        let now = Instant::now();
        let mut wait = Duration::ZERO;
        for (key, rate) in limits {
            if let Some(rate) = rate {
                let sent = self.sent.entry(key).or_default();
                while sent.front().is_some_and(|at| now - *at >= rate.per) {
                    sent.pop_front();
                }
                if sent.len() >= rate.messages {
                    wait = wait.max(sent.front().map_or(rate.per, |at| rate.per - (now - *at)));
                }
            }
        }
        if wait > Duration::ZERO {
            let seconds = wait.as_secs() + 1;
            return Err(Refusal::too_many(seconds));
        }
        for (key, rate) in limits {
            if rate.is_some() {
                self.sent.entry(key).or_default().push_back(now);
            }
        }
        Ok(())
    }

    /// A request to `chat` was answered with 429.
    pub(crate) fn punish(&mut self, chat: i64, seconds: u64) {
        self.waits
            .insert(chat, Instant::now() + Duration::from_secs(seconds));
    }

    /// Whether the bot should still leave `chat` alone.
    pub(crate) fn must_wait(&mut self, chat: i64) -> bool {
        // A client's clock may be a little ahead.
        let slack = Duration::from_millis(50);
        match self.waits.get(&chat) {
            Some(until) if *until > Instant::now() + slack => true,
            Some(_) => {
                self.waits.remove(&chat);
                false
            }
            None => false,
        }
    }
}
