//! Messages: what is kept of them, how the network describes them, and how they reach bot and people.

use std::time::Instant;

use serde_json::{Value, json};

use super::{
    channel::Place,
    draft::Draft,
    world::{State, World},
};

/// Only the person who asked sees it (docs: "Message Flags").
pub(super) const EPHEMERAL: u64 = 1 << 6;
/// The bot is thinking (docs: "Message Flags").
pub(super) const LOADING: u64 = 1 << 7;

/// A message.
#[derive(Debug, Clone, Default)]
pub(super) struct Message {
    pub(super) id: u64,
    pub(super) channel: u64,
    pub(super) author: u64,
    pub(super) content: String,
    pub(super) embeds: Vec<Value>,
    pub(super) components: Vec<Value>,
    pub(super) flags: u64,
    pub(super) nonce: Option<Value>,
    pub(super) reply_to: Option<u64>,
    /// The interaction that it answers, as the network describes that.
    pub(super) origin: Option<Value>,
    /// The person whom it answers.
    pub(super) to: Option<u64>,
    pub(super) mentions: Vec<u64>,
    pub(super) created: String,
    pub(super) edited: Option<String>,
    pub(super) edits: usize,
}

impl Message {
    pub(super) fn is_ephemeral(&self) -> bool {
        self.flags & EPHEMERAL != 0
    }

    /// Takes over what an edit says; what it does not speak of stays.
    pub(super) fn apply(&mut self, draft: Draft) {
        if let Some(content) = draft.content {
            self.content = content;
        }
        if let Some(embeds) = draft.embeds {
            self.embeds = embeds;
        }
        if let Some(components) = draft.components {
            self.components = components;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.content.is_empty() && self.embeds.is_empty()
    }
}

impl State {
    /// A message as the network describes it.
    pub(super) fn message_json(&self, message: &Message) -> Value {
        let mut described = self.basic_json(message);
        if let Some(original) = message.reply_to {
            let channel = message.channel.to_string();
            described["message_reference"] =
                json!({"type": 0, "channel_id": channel, "message_id": original.to_string()});
            if let Some(guild) = self.guild_of(message.channel) {
                described["message_reference"]["guild_id"] = json!(guild.id.to_string());
            }
            described["referenced_message"] = self
                .messages
                .get(&original)
                .map_or(Value::Null, |original| self.basic_json(original));
        }
        described
    }

    fn basic_json(&self, message: &Message) -> Value {
        let kind = if message.reply_to.is_some() {
            19
        } else if message.origin.is_some() {
            20
        } else {
            0
        };
        let mentions: Vec<_> = message
            .mentions
            .iter()
            .map(|user| self.user_json(*user))
            .collect();
        let mut described = json!({
            "id": message.id.to_string(), "channel_id": message.channel.to_string(), "type": kind,
            "author": self.user_json(message.author), "content": message.content, "embeds": message.embeds,
            "components": message.components, "mentions": mentions, "mention_roles": [], "mention_everyone": false,
            "attachments": [], "timestamp": message.created, "edited_timestamp": message.edited,
            "flags": message.flags, "pinned": false, "tts": false,
        });
        if let Some(nonce) = &message.nonce {
            described["nonce"] = nonce.clone();
        }
        if let Some(origin) = &message.origin {
            described["interaction_metadata"] = origin.clone();
            described["application_id"] = json!(message.author.to_string());
            described["webhook_id"] = json!(message.author.to_string());
        }
        described
    }

    /// A message as an event carries it: with guild and member, and without its content where the bot may not read it
    /// (docs: "Message Content Intent").
    pub(super) fn event_json(&self, message: &Message, bot: u64) -> Value {
        let mut event = self.message_json(message);
        event["channel_type"] = json!(if self.guild_of(message.channel).is_some() {
            0
        } else {
            1
        });
        let Some(guild) = self.guild_of(message.channel) else {
            return event;
        };
        event["guild_id"] = json!(guild.id.to_string());
        event["member"] = member_json();
        hide_content(&mut event, bot);
        if event["referenced_message"].is_object() {
            hide_content(&mut event["referenced_message"], bot);
        }
        event
    }
}

/// Empties what the bot may not read of a message in a guild.
fn hide_content(event: &mut Value, bot: u64) {
    let bot = bot.to_string();
    let is_bot = |user: &Value| user["id"].as_str() == Some(&bot);
    let named = event["mentions"]
        .as_array()
        .is_some_and(|mentions| mentions.iter().any(is_bot));
    if named || is_bot(&event["author"]) {
        return;
    }
    event["content"] = json!("");
    for part in ["embeds", "attachments", "components"] {
        event[part] = json!([]);
    }
}

/// A member of a guild, apart from the user.
pub(super) fn member_json() -> Value {
    json!({
        "roles": [], "joined_at": "2020-01-01T00:00:00.000000+00:00", "deaf": false, "mute": false, "flags": 0,
        "nick": null, "avatar": null, "banner": null, "pending": false, "premium_since": null,
        "communication_disabled_until": null,
    })
}

impl World {
    /// Keeps a new message, shows it to people if the bot wrote it, and tells the bot of it.
    pub(super) fn publish(&self, message: Message) -> Value {
        let mut state = self.state();
        let (id, channel, only) = (message.id, message.channel, message.is_ephemeral());
        let by_bot = message.author == self.bot;
        let to = message.to;
        state.messages.insert(id, message);
        let forgotten = state
            .channels
            .get_mut(&channel)
            .and_then(|channel| channel.keep(id));
        if let Some(forgotten) = forgotten {
            state.messages.remove(&forgotten);
        }
        if by_bot {
            state.show(channel, id, to, only, true);
        }
        let described = state
            .messages
            .get(&id)
            .map_or(Value::Null, |message| state.message_json(message));
        if !only {
            self.announce(&state, "MESSAGE_CREATE", id);
        }
        described
    }

    /// Shows an edited message again and tells the bot of it.
    pub(super) fn republish(&self, id: u64) -> Value {
        let mut state = self.state();
        let now = self.clock.timestamp();
        let Some(message) = state.messages.get_mut(&id) else {
            return Value::Null;
        };
        message.edits += 1;
        message.edited = Some(now);
        let (channel, to, only) = (message.channel, message.to, message.is_ephemeral());
        if message.author == self.bot {
            state.show(channel, id, to, only, false);
        }
        if !only {
            self.announce(&state, "MESSAGE_UPDATE", id);
        }
        state
            .messages
            .get(&id)
            .map_or(Value::Null, |message| state.message_json(message))
    }

    /// Tells the bot of a message, if it is where the bot is.
    fn announce(&self, state: &State, event: &str, id: u64) {
        let Some(message) = state.messages.get(&id) else {
            return;
        };
        let Some(channel) = state.channels.get(&message.channel) else {
            return;
        };
        let (guild, intent) = match &channel.place {
            Place::Guild(guild) => (Some(*guild), super::sessions::GUILD_MESSAGES),
            Place::Dm(_) => (None, super::sessions::DIRECT_MESSAGES),
            Place::Private(_) => return,
        };
        let is_there =
            guild.is_none_or(|guild| state.guilds.get(&guild).is_some_and(|guild| guild.with_bot));
        if is_there && self.sessions.wants(guild, intent) {
            self.dispatch(event, guild, intent, &state.event_json(message, self.bot));
        }
    }
}

impl State {
    /// Puts a message of the bot where people look for it.
    pub(super) fn show(
        &mut self,
        channel: u64,
        message: u64,
        to: Option<u64>,
        only: bool,
        new: bool,
    ) {
        let Some(channel) = self.channels.get_mut(&channel) else {
            return;
        };
        if let Some(number) = channel.load {
            if let (Some(load), true) = (&self.load, new) {
                // The receiver may be gone when a load test has seen enough.
                let _ = load.send((number, Instant::now()));
            }
            return;
        }
        let to = if let Place::Dm(user) = channel.place {
            Some(user)
        } else {
            to
        };
        channel.tell(message, to, only);
    }
}
