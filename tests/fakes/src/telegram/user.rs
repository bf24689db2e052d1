//! A person in a chat.

use std::{
    sync::{Arc, MutexGuard},
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{
    chat::{Chat, Ear, Hears, Message, Standing},
    world::{State, World},
};
use crate::Shown;

/// How long clients show that somebody is typing (docs: sendChatAction, "5 seconds or less").
const TYPING: Duration = Duration::from_secs(5);

/// A message that a person has sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// Its id in the chat.
    pub id: i64,
}

/// A person in a chat: in the private chat with the bot or in a group. Handles for the same person in the same chat
/// hear together.
#[derive(Debug, Clone)]
pub struct User {
    pub(crate) world: Arc<World>,
    pub(crate) person: i64,
    pub(crate) chat: i64,
    pub(crate) topic: Option<i64>,
    pub(crate) name: String,
}

impl User {
    /// The person's id, which is also the id of their private chat with the bot.
    pub fn id(&self) -> i64 {
        self.person
    }

    /// The id of the chat.
    pub fn chat_id(&self) -> i64 {
        self.state().current(self.chat)
    }

    /// Types a message. In a private chat that the bot was never started in, this starts it.
    pub async fn says(&self, text: &str) -> Sent {
        self.speak(None, text)
    }

    /// Answers a message.
    pub async fn replies(&self, to: &Shown, text: &str) -> Sent {
        self.speak(Some(message_id(to)), text)
    }

    /// Opens `t.me/privy_bot?start=PAYLOAD` and starts the bot.
    pub async fn opens_link(&self, payload: &str) -> Sent {
        self.speak(None, &format!("/start {payload}"))
    }

    fn speak(&self, reply_to: Option<i64>, text: &str) -> Sent {
        let mut state = self.state();
        let chat = state.current(self.chat);
        if chat == self.person
            && let Some(chat) = state.chats.get_mut(&chat)
        {
            assert!(
                chat.bot != Standing::Kicked,
                "{} has blocked the bot and can't write to it",
                self.name
            );
            chat.bot = Standing::Member;
        }
        let id = state.speak(self.person, chat, self.topic, reply_to, text);
        Sent { id }
    }

    /// Changes a message of their own.
    ///
    /// # Panics
    /// When there is no such message.
    pub async fn edits(&self, sent: &Sent, text: &str) {
        let mut state = self.state();
        let (chat, now) = (state.current(self.chat), state.now());
        let message = state
            .chats
            .get_mut(&chat)
            .and_then(|chat| chat.messages.get_mut(&sent.id));
        let Some(message) = message.filter(|message| message.from == self.person) else {
            panic!("{} has no message {} to edit", self.name, sent.id);
        };
        message.content = Message::typed(self.person, now, text).content;
        message.edit_date = Some(now);
        message.edits += 1;
        state.forward("edited_message", chat, sent.id);
    }

    /// Deletes a message of their own; bots are not told.
    pub async fn deletes(&self, sent: &Sent) {
        self.with_chat(|chat| chat.messages.remove(&sent.id));
    }

    /// The next message from the bot that they have not heard, or that was edited since: an answer to a message of
    /// theirs, or one that answers nobody.
    ///
    /// # Panics
    /// When none comes in time (3 s unless set otherwise).
    pub async fn hears(&self) -> Shown {
        let patience = self.state().settings.patience;
        self.hears_within(patience).await
    }

    /// Like [`User::hears`], in this time.
    ///
    /// # Panics
    /// When none comes in time.
    pub async fn hears_within(&self, patience: Duration) -> Shown {
        match self.listen(patience, Hears::Own).await {
            Some(shown) => shown,
            None => panic!(
                "{} heard nothing within {patience:?}{}",
                self.name,
                self.circumstances()
            ),
        }
    }

    /// The next message from the bot in this chat, whoever it answers.
    ///
    /// # Panics
    /// When none comes in time.
    pub async fn overhears(&self) -> Shown {
        let patience = self.state().settings.patience;
        match self.listen(patience, Hears::All).await {
            Some(shown) => shown,
            None => panic!(
                "{} overheard nothing within {patience:?}{}",
                self.name,
                self.circumstances()
            ),
        }
    }

    /// Nothing more for them (300 ms unless set otherwise).
    ///
    /// # Panics
    /// When something comes.
    pub async fn hears_nothing(&self) {
        let quiet = self.state().settings.quiet;
        if let Some(shown) = self.listen(quiet, Hears::Own).await {
            panic!(
                "{} heard something: {:?}{}",
                self.name,
                shown.text,
                self.circumstances()
            );
        }
    }

    async fn listen(&self, patience: Duration, filter: Hears) -> Option<Shown> {
        let look = |state: &mut State| {
            let chat = state.current(self.chat);
            state
                .chats
                .get_mut(&chat)?
                .hear(self.person, self.topic, filter)
        };
        self.world.wait_to_see(patience, look).await
    }

    /// The message as it is now; none when it was deleted.
    pub fn looks_at(&self, shown: &Shown) -> Option<Shown> {
        self.with_chat(|chat| chat.messages.get(&message_id(shown)).map(Message::shown))
    }

    /// The bot shows that it is typing, once more than they have seen so far.
    ///
    /// # Panics
    /// When it does not in time.
    pub async fn sees_typing(&self) {
        let patience = self.state().settings.patience;
        let look = |state: &mut State| {
            let chat = state.current(self.chat);
            let chat = state.chats.get_mut(&chat)?;
            let ear = chat.ears.entry((self.person, self.topic)).or_default();
            (chat.typings > ear.typings).then(|| ear.typings += 1)
        };
        if self.world.wait_to_see(patience, look).await.is_none() {
            panic!(
                "{} saw no typing within {patience:?}{}",
                self.name,
                self.circumstances()
            );
        }
    }

    /// Whether "typing" stands there now: not for longer than 5 s, and not after a message has come.
    pub fn is_shown_typing(&self) -> bool {
        let typing = self.with_chat(|chat| chat.typing);
        typing.is_some_and(|at| Instant::now() - at < TYPING)
    }

    /// The person as the type `User` of the Bot API, for updates that a test writes itself.
    pub fn to_json(&self) -> Value {
        self.state().user_json(self.person)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.world.state()
    }

    fn with_chat<T>(&self, look: impl FnOnce(&mut Chat) -> T) -> T {
        let mut state = self.state();
        let id = state.current(self.chat);
        match state.chats.get_mut(&id) {
            Some(chat) => look(chat),
            None => panic!("there is no chat {id}"),
        }
    }

    /// What a panic should tell: what was heard before, and what the bot did wrong.
    pub(crate) fn circumstances(&self) -> String {
        let heard: Vec<String> = self.with_chat(|chat| {
            let ear: Option<&Ear> = chat.ears.get(&(self.person, self.topic));
            ear.map(|ear| ear.log.clone()).unwrap_or_default()
        });
        let unconfirmed = self.state().queue.len();
        let problems = self.world.traffic.problems();
        format!(
            "\nheard before: {heard:#?}\nproblems: {problems:#?}\nupdates not confirmed: {unconfirmed}"
        )
    }
}

/// The id of a message in its chat.
pub(crate) fn message_id(shown: &Shown) -> i64 {
    match shown.id.parse() {
        Ok(id) => id,
        Err(error) => panic!("{:?} is no message of this network: {error}", shown.id),
    }
}
