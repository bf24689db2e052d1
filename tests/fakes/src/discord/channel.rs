//! Channels, and who has heard what in them.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::world::State;

/// How many messages a channel of a load test keeps.
const LOAD_KEEPS: usize = 8;

/// Where a channel is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Place {
    /// In this guild.
    Guild(u64),
    /// Between the bot and this person.
    Dm(u64),
    /// Between these people, without the bot.
    Private(Vec<u64>),
}

/// A channel.
#[derive(Debug)]
pub(super) struct Channel {
    pub(super) id: u64,
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) messages: VecDeque<u64>,
    /// Whether the bot may write here.
    pub(super) writable: bool,
    /// How often the bot has said that it is typing.
    pub(super) typing: u64,
    /// The number of the person in a load test.
    pub(super) load: Option<usize>,
    pub(super) notify: Arc<Notify>,
    /// What the bot said to nobody in particular.
    to_all: Vec<u64>,
    /// What the bot said to someone, with whom.
    to_one: Vec<(u64, u64)>,
    heard_by_any: usize,
    ears: HashMap<u64, Ear>,
}

/// What a person has heard in a channel.
#[derive(Debug, Default)]
struct Ear {
    waiting: VecDeque<u64>,
    to_all: usize,
    to_others: usize,
    typing: u64,
    heard: Vec<u64>,
}

impl Channel {
    pub(super) fn new(id: u64, name: &str, place: Place) -> Self {
        Self {
            id,
            name: name.to_owned(),
            place,
            messages: VecDeque::new(),
            writable: true,
            typing: 0,
            load: None,
            notify: Arc::default(),
            to_all: Vec::new(),
            to_one: Vec::new(),
            heard_by_any: 0,
            ears: HashMap::new(),
        }
    }

    pub(super) fn dm(id: u64, user: u64) -> Self {
        Self::new(id, "dm", Place::Dm(user))
    }

    pub(super) fn guild(&self) -> Option<u64> {
        if let Place::Guild(guild) = self.place {
            Some(guild)
        } else {
            None
        }
    }

    /// Keeps a message; a channel of a load test gives back what it then forgets.
    pub(super) fn keep(&mut self, message: u64) -> Option<u64> {
        self.messages.push_back(message);
        if self.load.is_some() && self.messages.len() > LOAD_KEEPS {
            self.messages.pop_front()
        } else {
            None
        }
    }

    /// The bot said something, or changed it, to one person or to nobody in particular.
    pub(super) fn tell(&mut self, message: u64, to: Option<u64>, only: bool) {
        match to {
            Some(user) => {
                self.ears
                    .entry(user)
                    .or_default()
                    .waiting
                    .push_back(message);
                if !only && !matches!(self.place, Place::Dm(_)) {
                    self.to_one.push((message, user));
                }
            }
            None => self.to_all.push(message),
        }
        self.notify.notify_waiters();
    }

    /// The next message for this person or for all that they have not heard.
    pub(super) fn hear(&mut self, user: u64) -> Option<u64> {
        let ear = self.ears.entry(user).or_default();
        let next = ear.waiting.pop_front().or_else(|| {
            let next = *self.to_all.get(ear.to_all)?;
            ear.to_all += 1;
            self.heard_by_any = self.heard_by_any.max(ear.to_all);
            Some(next)
        })?;
        ear.heard.push(next);
        Some(next)
    }

    /// The next message for someone else that this person has not heard.
    pub(super) fn overhear(&mut self, user: u64) -> Option<u64> {
        let ear = self.ears.entry(user).or_default();
        while let Some(&(message, to)) = self.to_one.get(ear.to_others) {
            ear.to_others += 1;
            if to != user {
                ear.heard.push(message);
                return Some(message);
            }
        }
        None
    }

    /// Whether the bot has been typing since this person looked last.
    pub(super) fn see_typing(&mut self, user: u64) -> bool {
        let ear = self.ears.entry(user).or_default();
        let seen = self.typing > ear.typing;
        ear.typing = self.typing;
        seen
    }

    pub(super) fn heard(&self, user: u64) -> &[u64] {
        self.ears.get(&user).map_or(&[], |ear| &ear.heard)
    }

    /// What nobody has heard though it was for them.
    pub(super) fn unheard(&self) -> Vec<u64> {
        let waiting = self
            .ears
            .values()
            .flat_map(|ear| ear.waiting.iter().copied());
        waiting
            .chain(self.to_all.iter().skip(self.heard_by_any).copied())
            .collect()
    }

    /// Forgets what was not heard.
    pub(super) fn ignore(&mut self, user: u64) {
        let all = self.to_all.len();
        let ear = self.ears.entry(user).or_default();
        ear.waiting.clear();
        ear.to_all = all;
        self.heard_by_any = all;
    }
}

impl State {
    /// A channel as the network describes it.
    pub(super) fn channel_json(&self, channel: &Channel) -> Value {
        let id = channel.id.to_string();
        let last = channel.messages.back().map(ToString::to_string);
        let people = |ids: &[u64]| ids.iter().map(|id| self.user_json(*id)).collect::<Vec<_>>();
        match &channel.place {
            Place::Guild(guild) => json!({
                "id": id, "type": 0, "flags": 0, "guild_id": guild.to_string(), "name": channel.name, "position": 0,
                "last_message_id": last, "parent_id": null, "rate_limit_per_user": 0, "topic": null, "nsfw": false,
                "permission_overwrites": [],
            }),
            Place::Dm(user) => {
                json!({"id": id, "type": 1, "flags": 0, "last_message_id": last, "recipients": people(&[*user])})
            }
            Place::Private(users) => json!({
                "id": id, "type": 3, "flags": 0, "last_message_id": last, "recipients": people(users), "name": null,
                "icon": null, "owner_id": users.first().map(ToString::to_string),
            }),
        }
    }

    /// A person as the network describes them.
    pub(super) fn user_json(&self, id: u64) -> Value {
        let (name, bot) = self.users.get(&id).map_or(("gone", false), |account| {
            (account.name.as_str(), account.bot)
        });
        json!({
            "id": id.to_string(), "username": name.to_lowercase(), "global_name": if bot { None } else { Some(name) },
            "avatar": null, "discriminator": if bot { "4242" } else { "0" }, "public_flags": 0, "flags": 0, "bot": bot,
            "primary_guild": null,
        })
    }
}
