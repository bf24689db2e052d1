//! Interactions: how they are made and told to the bot (docs: "Receiving and Responding").

use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::{
    channel::Place,
    message::member_json,
    world::{State, World},
};

pub(super) const COMMAND: u64 = 2;
pub(super) const COMPONENT: u64 = 3;
pub(super) const AUTOCOMPLETE: u64 = 4;

/// How far an interaction has been answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Not at all.
    Waiting,
    /// The bot said that it is thinking; the answer is yet to come.
    Thinking,
    /// Answered.
    Answered,
}

/// An interaction.
#[derive(Debug, Clone)]
pub(super) struct Interaction {
    pub(super) id: u64,
    pub(super) token: String,
    pub(super) kind: u64,
    pub(super) user: u64,
    pub(super) channel: u64,
    pub(super) at: Instant,
    /// What a person did, for reports.
    pub(super) what: String,
    pub(super) progress: Progress,
    /// The message that answers it, or the pressed one when the bot changes that.
    pub(super) original: Option<u64>,
    /// The message whose component was pressed.
    pub(super) source: Option<u64>,
    /// Whether the bot is here only because this person added it to their account.
    pub(super) only_user: bool,
    pub(super) follow_ups: usize,
    /// Whether its token was made old.
    pub(super) expired: bool,
    /// How messages name it.
    pub(super) metadata: Value,
}

/// What a person does.
pub(super) struct Deed {
    pub(super) kind: u64,
    pub(super) what: String,
    pub(super) data: Value,
    pub(super) source: Option<u64>,
    /// Where the choices go that are offered to someone who types.
    pub(super) choices: Option<oneshot::Sender<Vec<(String, String)>>>,
}

/// The token's first part is the id, so that it is found without a search.
pub(super) fn id_in(token: &str) -> Option<u64> {
    token.split_once('-')?.0.parse().ok()
}

impl World {
    /// Tells the bot what a person does in a channel.
    pub(super) fn interact(&self, user: u64, channel: u64, mut deed: Deed) {
        let mut state = self.state();
        let id = self.clock.id();
        let owners = state.owners(user, channel);
        let only_user = owners.get("0").is_none();
        let mut metadata = json!({
            "id": id.to_string(), "type": deed.kind, "user": state.user_json(user),
            "authorizing_integration_owners": owners,
        });
        if let Some(source) = deed.source {
            metadata["interacted_message_id"] = json!(source.to_string());
        }
        let token = format!(
            "{id}-{:032x}",
            self.clock.id().wrapping_mul(0x9E37_79B9_7F4A_7C15)
        );
        let event = self.describe(&state, &deed, (id, &token), (user, channel));
        let guild = state
            .channels
            .get(&channel)
            .and_then(super::channel::Channel::guild);
        let interaction = Interaction {
            id,
            token,
            kind: deed.kind,
            user,
            channel,
            at: Instant::now(),
            what: std::mem::take(&mut deed.what),
            progress: Progress::Waiting,
            original: None,
            source: deed.source,
            only_user,
            follow_ups: 0,
            expired: false,
            metadata,
        };
        state.interactions.insert(id, interaction);
        if let Some(choices) = deed.choices.take() {
            state.completions.insert(id, choices);
        }
        self.dispatch("INTERACTION_CREATE", guild, 0, &event);
    }

    fn describe(
        &self,
        state: &State,
        deed: &Deed,
        (id, token): (u64, &str),
        (user, channel): (u64, u64),
    ) -> Value {
        let context = state.context(channel);
        let mut event = json!({
            "id": id.to_string(), "application_id": self.bot.to_string(), "type": deed.kind, "token": token,
            "version": 1, "data": deed.data, "channel_id": channel.to_string(), "context": context,
            "locale": "en-US", "app_permissions": "2248473465835073", "entitlements": [], "entitlement_sku_ids": [],
            "authorizing_integration_owners": state.owners(user, channel), "attachment_size_limit": 10_485_760,
        });
        if let Some(channel) = state.channels.get(&channel) {
            event["channel"] = state.channel_json(channel);
        }
        if let Some(guild) = state.guild_of(channel) {
            let id = guild.id.to_string();
            event["guild_id"] = json!(id);
            event["guild"] = json!({"id": id, "locale": "en-US", "features": []});
            event["guild_locale"] = json!("en-US");
            event["member"] = member_json();
            event["member"]["user"] = state.user_json(user);
            event["member"]["permissions"] = json!("2248473465835073");
        } else {
            event["user"] = state.user_json(user);
        }
        if let Some(source) = deed.source.and_then(|source| state.messages.get(&source)) {
            event["message"] = state.message_json(source);
        }
        event
    }
}

impl State {
    /// 0 in a guild, 1 with the bot, 2 among people (docs: "Interaction Context Types").
    pub(super) fn context(&self, channel: u64) -> u64 {
        match self.channels.get(&channel).map(|channel| &channel.place) {
            Some(Place::Guild(_)) | None => 0,
            Some(Place::Dm(_)) => 1,
            Some(Place::Private(_)) => 2,
        }
    }

    /// Who added the bot there: "0" a guild, "1" a person (docs: "Authorizing Integration Owners Object").
    pub(super) fn owners(&self, user: u64, channel: u64) -> Value {
        let mut owners = json!({});
        match self.channels.get(&channel).map(|channel| &channel.place) {
            Some(Place::Guild(guild))
                if self.guilds.get(guild).is_some_and(|guild| guild.with_bot) =>
            {
                owners["0"] = json!(guild.to_string());
            }
            Some(Place::Dm(_)) => owners["0"] = json!("0"),
            _ => {}
        }
        if self
            .users
            .get(&user)
            .is_some_and(|account| account.installed)
            || owners.get("0").is_none()
        {
            owners["1"] = json!(user.to_string());
        }
        owners
    }

    /// The interaction with this token.
    pub(super) fn by_token(&self, token: &str) -> Option<&Interaction> {
        let interaction = self.interactions.get(&id_in(token)?)?;
        (interaction.token == token).then_some(interaction)
    }
}
