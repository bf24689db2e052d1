//! People: what they say and hear.

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, timeout_at};

use super::{
    channel::{Channel, Place},
    message::Message,
    shown,
    world::{State, World},
};
use crate::Shown;

/// A person in a place: with the bot alone, in a channel of a guild, or among others.
#[derive(Clone)]
pub struct Person {
    pub(super) world: Arc<World>,
    pub(super) user: u64,
    pub(super) channel: u64,
}

impl Person {
    /// The network's id of the person.
    pub fn id(&self) -> u64 {
        self.user
    }

    /// The network's id of the channel in which the person is.
    pub fn channel_id(&self) -> u64 {
        self.channel
    }

    /// Writes a message; `@privy` in it mentions the bot. Gives the message, to reply to or to check.
    pub async fn says(&self, text: &str) -> Shown {
        self.writes(text, None)
    }

    /// Replies to a message, which mentions its author, as Discord does unless told otherwise.
    pub async fn replies(&self, shown: &Shown, text: &str) -> Shown {
        self.writes(text, shown.id.parse().ok())
    }

    fn writes(&self, text: &str, reply_to: Option<u64>) -> Shown {
        let content = mention_bot(text, self.world.bot);
        let mut mentions = Vec::new();
        let mut state = self.world.state();
        if content.contains(&format!("<@{}>", self.world.bot)) {
            mentions.push(self.world.bot);
        }
        if let Some(original) = reply_to.and_then(|id| state.messages.get(&id)) {
            mentions.push(original.author);
            mentions.dedup();
        }
        if let Some(channel) = state.channels.get_mut(&self.channel) {
            channel.see_typing(self.user);
        }
        drop(state);
        let message = Message {
            id: self.world.clock.id(),
            channel: self.channel,
            author: self.user,
            content,
            reply_to,
            mentions,
            created: self.world.clock.timestamp(),
            ..Message::default()
        };
        let copy = message.clone();
        self.world.publish(message);
        shown::shown(&self.world.state(), &copy)
    }

    /// Changes the last message that this person wrote here.
    ///
    /// # Panics
    /// If there is none.
    pub async fn edits(&self, text: &str) -> Shown {
        let content = mention_bot(text, self.world.bot);
        let mut state = self.world.state();
        let id = self.last_own(&state);
        let copy = id
            .and_then(|id| state.messages.get_mut(&id))
            .map(|message| {
                message.content = content;
                message.clone()
            });
        drop(state);
        let Some(copy) = copy else {
            panic!("{} has written nothing here to edit", self.describe())
        };
        self.world.republish(copy.id);
        shown::shown(&self.world.state(), &copy)
    }

    /// Takes away the last message that this person wrote here. The bot is told (MESSAGE_DELETE) and finds it no more.
    pub async fn deletes(&self) {
        let mut state = self.world.state();
        let Some(id) = self.last_own(&state) else {
            return;
        };
        state.messages.remove(&id);
        state.removed.insert(id);
        let guild = state.guild_of(self.channel).map(|guild| guild.id);
        let mut event =
            serde_json::json!({"id": id.to_string(), "channel_id": self.channel.to_string()});
        let intent = match guild {
            Some(guild) => {
                event["guild_id"] = guild.to_string().into();
                super::sessions::GUILD_MESSAGES
            }
            None => super::sessions::DIRECT_MESSAGES,
        };
        self.world.dispatch("MESSAGE_DELETE", guild, intent, &event);
    }

    fn last_own(&self, state: &State) -> Option<u64> {
        let ids = &state.channels.get(&self.channel)?.messages;
        ids.iter()
            .rev()
            .find(|id| {
                state
                    .messages
                    .get(id)
                    .is_some_and(|message| message.author == self.user)
            })
            .copied()
    }

    /// The next thing that the bot says to this person, new or changed, that they have not heard; waits for it. In a
    /// channel that is what answers this person's message or interaction, then what answers nobody, and when nothing of
    /// these came in time what answers others.
    ///
    /// # Panics
    /// If nothing comes in time.
    pub async fn hears(&self) -> Shown {
        let patience = self.world.times().patience;
        if let Some(shown) = self.next_within(patience).await {
            return shown;
        }
        let mut state = self.world.state();
        let other = state
            .channels
            .get_mut(&self.channel)
            .and_then(|channel| channel.overhear(self.user));
        if let Some(message) = other.and_then(|id| state.messages.get(&id)) {
            return shown::shown(&state, message);
        }
        drop(state);
        panic!(
            "{} heard nothing within {patience:?}. {}",
            self.describe(),
            self.report()
        );
    }

    /// Makes sure that the bot says nothing (more) to this person for a while.
    ///
    /// # Panics
    /// If it does.
    pub async fn hears_nothing(&self) {
        let quiet = self.world.times().quiet;
        if let Some(shown) = self.next_within(quiet).await {
            panic!(
                "{} should have heard nothing, but heard: {shown:#?}\n{}",
                self.describe(),
                self.report()
            );
        }
    }

    /// Forgets what the bot said here so far and was not heard.
    pub fn ignores_the_rest(&self) {
        if let Some(channel) = self.world.state().channels.get_mut(&self.channel) {
            channel.ignore(self.user);
        }
    }

    /// Sees within the usual wait that the bot is typing, or thinking about this person's interaction, since they last
    /// looked or wrote.
    ///
    /// # Panics
    /// If it is not.
    pub async fn sees_typing(&self) {
        let patience = self.world.times().patience;
        let looked = |channel: &mut Channel, user| channel.see_typing(user).then_some(());
        if self.wait(patience, looked).await.is_none() {
            panic!(
                "{} saw no typing within {patience:?}. {}",
                self.describe(),
                self.report()
            );
        }
    }

    /// All messages here that this person sees now, their own and those for them alone too.
    pub fn sees(&self) -> Vec<Shown> {
        let state = self.world.state();
        let Some(channel) = state.channels.get(&self.channel) else {
            return Vec::new();
        };
        let messages = channel
            .messages
            .iter()
            .filter_map(|id| state.messages.get(id));
        let mine =
            messages.filter(|message| !message.is_ephemeral() || message.to == Some(self.user));
        mine.map(|message| shown::shown(&state, message)).collect()
    }

    /// Adds the bot to this person's own account, so that they can use its commands everywhere.
    pub fn installs(&self) {
        if let Some(account) = self.world.state().users.get_mut(&self.user) {
            account.installed = true;
        }
    }

    /// Blocks the bot: it can send this person no message any more (403, 50007).
    pub fn blocks(&self) {
        if let Some(account) = self.world.state().users.get_mut(&self.user) {
            account.blocks_bot = true;
        }
    }

    /// This person in a conversation with another, in which the bot is not; its commands can be used there if the person
    /// has added the bot to their account, which they have.
    pub fn with(&self, other: &str) -> Self {
        self.installs();
        let other = self.world.account(other);
        let id = self.world.clock.id();
        let place = Place::Private(vec![self.user, other]);
        self.world
            .state()
            .channels
            .insert(id, Channel::new(id, "private", place));
        Self {
            channel: id,
            ..self.clone()
        }
    }

    /// The other person in a conversation that [`Person::with`] began, or anyone else in the same place.
    pub fn other(&self, name: &str) -> Self {
        Self {
            user: self.world.account(name),
            ..self.clone()
        }
    }

    async fn next_within(&self, patience: Duration) -> Option<Shown> {
        let deadline = Instant::now() + patience;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let id = self.wait(left, Channel::hear).await?;
            let state = self.world.state();
            // A message that was deleted before it was heard is not heard.
            if let Some(message) = state.messages.get(&id) {
                return Some(shown::shown(&state, message));
            }
        }
    }

    async fn wait<T>(
        &self,
        patience: Duration,
        look: impl Fn(&mut Channel, u64) -> Option<T>,
    ) -> Option<T> {
        let deadline = Instant::now() + patience;
        let notify = self.world.state().notify(self.channel);
        loop {
            let mut notified = std::pin::pin!(notify.notified());
            notified.as_mut().enable();
            let seen = self
                .world
                .state()
                .channels
                .get_mut(&self.channel)
                .and_then(|channel| look(channel, self.user));
            if seen.is_some() {
                return seen;
            }
            timeout_at(deadline, notified).await.ok()?;
        }
    }

    pub(super) fn describe(&self) -> String {
        let state = self.world.state();
        let place = state
            .channels
            .get(&self.channel)
            .map(|channel| match &channel.place {
                Place::Guild(_) => format!("in #{}", channel.name),
                Place::Dm(_) => "alone with the bot".to_owned(),
                Place::Private(_) => "among others".to_owned(),
            });
        format!(
            "{} ({})",
            state.name_of(self.user),
            place.unwrap_or_default()
        )
    }

    /// What was heard before and what went wrong so far.
    pub(super) fn report(&self) -> String {
        let state = self.world.state();
        let channel = state.channels.get(&self.channel);
        let ids = channel
            .map(|channel| channel.heard(self.user))
            .unwrap_or_default();
        let heard: Vec<_> = ids
            .iter()
            .filter_map(|id| state.messages.get(id))
            .map(|message| shown::shown(&state, message).text)
            .collect();
        let live = self.world.sessions.live();
        let problems = self.world.traffic.problems();
        format!(
            "Heard before: {heard:#?}. Connections with a session: {live}. Problems: {problems:#?}"
        )
    }
}

/// Makes `@privy` a mention of the bot.
fn mention_bot(text: &str, bot: u64) -> String {
    let mention = format!("<@{bot}>");
    ["@privy", "@Privy"]
        .iter()
        .fold(text.to_owned(), |text, name| text.replace(name, &mention))
}
