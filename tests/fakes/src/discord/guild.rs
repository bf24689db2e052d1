//! Guilds and their channels, as a test builds them.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    channel::{self, Place},
    message::member_json,
    person::Person,
    sessions::GUILDS,
    shown,
    world::{Server, State, World},
};
use crate::Shown;

/// A guild.
#[derive(Clone)]
pub struct Guild {
    pub(super) world: Arc<World>,
    pub(super) id: u64,
}

impl Guild {
    /// The network's id of it.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The channel of that name, made if there is none.
    pub fn channel(&self, name: &str) -> Channel {
        let world = Arc::clone(&self.world);
        let new = world.clock.id();
        let mut state = world.state();
        let channels = state
            .guilds
            .get(&self.id)
            .map(|guild| guild.channels.clone())
            .unwrap_or_default();
        let named = |id: &&u64| {
            state
                .channels
                .get(id)
                .is_some_and(|channel| channel.name == name)
        };
        if let Some(id) = channels.iter().find(named) {
            return Channel {
                world: Arc::clone(&self.world),
                id: *id,
            };
        }
        let channel = channel::Channel::new(new, name, Place::Guild(self.id));
        let described = state.channel_json(&channel);
        state.channels.insert(new, channel);
        let with_bot = state.guilds.get_mut(&self.id).is_some_and(|guild| {
            guild.channels.push(new);
            guild.with_bot
        });
        if with_bot {
            world.dispatch("CHANNEL_CREATE", Some(self.id), GUILDS, &described);
        }
        drop(state);
        Channel { world, id: new }
    }

    /// The bot is no member here; only people who added it to their own account can use its commands.
    #[must_use]
    pub fn without_bot(self) -> Self {
        let mut state = self.world.state();
        let left = state
            .guilds
            .get_mut(&self.id)
            .is_some_and(|guild| std::mem::replace(&mut guild.with_bot, false));
        if left {
            self.world.dispatch(
                "GUILD_DELETE",
                Some(self.id),
                GUILDS,
                &json!({"id": self.id.to_string()}),
            );
        }
        drop(state);
        self
    }
}

/// A channel of a guild.
#[derive(Clone)]
pub struct Channel {
    pub(super) world: Arc<World>,
    pub(super) id: u64,
}

impl Channel {
    /// The network's id of it.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The person of that name in this channel; the same person as elsewhere under this name.
    pub fn user(&self, name: &str) -> Person {
        Person {
            world: Arc::clone(&self.world),
            user: self.world.account(name),
            channel: self.id,
        }
    }

    /// The bot may not write here: 403, 50013.
    pub fn forbids_writing(&self) {
        if let Some(channel) = self.world.state().channels.get_mut(&self.id) {
            channel.writable = false;
        }
    }

    /// All that everyone in the channel sees now, in order, from people too.
    pub fn history(&self) -> Vec<Shown> {
        let state = self.world.state();
        let Some(channel) = state.channels.get(&self.id) else {
            return Vec::new();
        };
        let messages = channel
            .messages
            .iter()
            .filter_map(|id| state.messages.get(id));
        messages
            .filter(|message| !message.is_ephemeral())
            .map(|message| shown::shown(&state, message))
            .collect()
    }
}

impl World {
    /// The guild of that name, made with the bot in it if there is none.
    pub(super) fn guild(self: &Arc<Self>, name: &str) -> Guild {
        let new = self.clock.id();
        let mut state = self.state();
        let existing = state
            .guilds
            .values()
            .find(|guild| guild.name == name)
            .map(|guild| guild.id);
        let id = existing.unwrap_or(new);
        if existing.is_none() {
            let guild = Server {
                id,
                name: name.to_owned(),
                with_bot: true,
                channels: Vec::new(),
            };
            let event = event_json(&state, &guild, self.bot);
            state.guilds.insert(id, guild);
            self.dispatch("GUILD_CREATE", Some(id), GUILDS, &event);
        }
        drop(state);
        Guild {
            world: Arc::clone(self),
            id,
        }
    }
}

/// A guild as GUILD_CREATE carries it.
pub(super) fn event_json(state: &State, guild: &Server, bot: u64) -> Value {
    let mut event = json(guild, bot);
    let channels = guild
        .channels
        .iter()
        .filter_map(|id| state.channels.get(id));
    let mut member = member_json();
    member["user"] = state.user_json(bot);
    event["channels"] = channels
        .map(|channel| state.channel_json(channel))
        .collect();
    event["members"] = json!([member]);
    event["joined_at"] = json!("2020-01-01T00:00:00.000000+00:00");
    event["large"] = json!(false);
    event["unavailable"] = json!(false);
    event["member_count"] = json!(2);
    for list in [
        "voice_states",
        "threads",
        "presences",
        "stage_instances",
        "guild_scheduled_events",
        "soundboard_sounds",
    ] {
        event[list] = json!([]);
    }
    event
}

/// A guild as the REST side describes it.
pub(super) fn json(guild: &Server, bot: u64) -> Value {
    let id = guild.id.to_string();
    json!({
        "id": id, "name": guild.name, "icon": null, "description": null, "home_header": null, "splash": null,
        "discovery_splash": null, "features": [], "banner": null, "owner_id": bot.to_string(), "application_id": null,
        "region": "deprecated", "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null,
        "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": null, "verification_level": 0,
        "roles": [{
            "id": id, "name": "@everyone", "description": null, "permissions": "2248473465835073", "position": 0,
            "color": 0, "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null}, "hoist": false,
            "managed": false, "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
        }],
        "default_message_notifications": 0, "mfa_level": 0, "explicit_content_filter": 0, "max_presences": null,
        "max_members": 500_000, "max_stage_video_channel_users": 50, "max_video_channel_users": 25,
        "vanity_url_code": null, "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": "en-US",
        "rules_channel_id": null, "safety_alerts_channel_id": null, "public_updates_channel_id": null,
        "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": [], "stickers": [],
        "incidents_data": null,
    })
}
