//! A group that people and the bot are in.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{chat::Standing, user::User, world::World};

/// A group, or one of its topics.
#[derive(Debug, Clone)]
pub struct Group {
    pub(crate) world: Arc<World>,
    pub(crate) chat: i64,
    pub(crate) topic: Option<i64>,
}

impl Group {
    /// The group's id.
    pub fn id(&self) -> i64 {
        self.world.state().current(self.chat)
    }

    /// A member of the group; joins if they are not yet. Bots with privacy mode hear of it all the same.
    pub fn user(&self, name: &str) -> User {
        let mut state = self.world.state();
        let person = state.person(name, Standing::Stranger);
        let id = state.current(self.chat);
        if let Some(chat) = state.chats.get_mut(&id)
            && chat.members.insert(person)
            && chat.members.len() > 1
        {
            let joined = json!([state.user_json(person)]);
            state.announce_service(person, id, "new_chat_members", joined);
        }
        User {
            world: self.world.clone(),
            person,
            chat: self.chat,
            topic: self.topic,
            name: name.into(),
        }
    }

    /// A new topic.
    ///
    /// # Panics
    /// When the group has no topics.
    pub fn topic(&self, name: &str) -> Self {
        let mut state = self.world.state();
        let Some(chat) = state.chats.get_mut(&self.chat) else {
            panic!("there is no chat {}", self.chat);
        };
        assert!(
            chat.to_json()["is_forum"] == true,
            "the group has no topics"
        );
        let creator = chat.members.first().copied().unwrap_or_default();
        chat.last_message += 1;
        let topic = chat.last_message;
        chat.topics.insert(topic);
        let created = json!({"name": name, "icon_color": 7_322_096});
        state.announce_service(creator, self.chat, "forum_topic_created", created);
        Self {
            topic: Some(topic),
            ..self.clone()
        }
    }

    /// The basic group becomes a supergroup with another id. Handles go on in the new one.
    ///
    /// # Panics
    /// When it is none that can be upgraded.
    pub fn upgrades(&self) -> Self {
        let mut state = self.world.state();
        let by = state
            .chats
            .get(&self.chat)
            .and_then(|chat| chat.members.first().copied());
        match state.upgrade(self.chat, by.unwrap_or_default()) {
            Some(chat) => Self {
                chat,
                ..self.clone()
            },
            None => panic!("only a basic group that has not been upgraded can be"),
        }
    }

    /// Somebody kicks the bot out.
    pub fn kicks_bot(&self) {
        self.set_standing(Standing::Kicked);
    }

    /// Somebody adds the bot.
    pub fn adds_bot(&self) {
        self.set_standing(Standing::Member);
    }

    fn set_standing(&self, standing: Standing) {
        let mut state = self.world.state();
        let id = state.current(self.chat);
        let by = state
            .chats
            .get(&id)
            .and_then(|chat| chat.members.first().copied());
        state.set_standing(id, by.unwrap_or_default(), standing);
    }

    /// Another bot writes something: commands that name no bot are not for ours until it writes again (docs: "General
    /// commands ... if the bot was the last bot to send a message to the group").
    pub fn other_bot_speaks(&self) {
        let mut state = self.world.state();
        let id = state.current(self.chat);
        if let Some(chat) = state.chats.get_mut(&id) {
            chat.other_bot = true;
        }
    }

    /// The group as the type `Chat` of the Bot API, for updates that a test writes itself.
    pub fn to_json(&self) -> Value {
        let state = self.world.state();
        let chat = state.chats.get(&state.current(self.chat));
        chat.map(|chat| chat.to_json()).unwrap_or_default()
    }
}
