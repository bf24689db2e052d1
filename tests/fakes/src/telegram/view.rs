//! People, chats and messages as types of the Bot API.

use serde_json::{Map, Value, json};

use super::{
    chat::{Chat, ChatKind, Message},
    world::{BOT, BOT_NAME, State},
};

impl Chat {
    /// The type `Chat` of the Bot API.
    pub(crate) fn to_json(&self) -> Value {
        match self.kind {
            ChatKind::Private => {
                json!({"id": self.id, "type": "private", "first_name": self.title})
            }
            ChatKind::Supergroup { forum: true } => {
                json!({"id": self.id, "type": "supergroup", "title": self.title, "is_forum": true})
            }
            kind => json!({"id": self.id, "type": kind.word(), "title": self.title}),
        }
    }
}

impl State {
    /// The type `User` of the Bot API, for a person or the bot.
    pub(crate) fn user_json(&self, id: i64) -> Value {
        match self.people.get(&id) {
            Some(person) => {
                let mut user = json!({"id": id, "is_bot": false, "first_name": person.first_name});
                if let Some(language) = &person.language {
                    user["language_code"] = json!(language);
                }
                user
            }
            None => json!({"id": BOT, "is_bot": true, "first_name": "Privy", "username": BOT_NAME}),
        }
    }

    /// The type `Message` of the Bot API.
    pub(crate) fn message_json(&self, chat: i64, id: i64) -> Value {
        let Some(chat) = self.chats.get(&chat) else {
            return Value::Null;
        };
        let Some(message) = chat.messages.get(&id) else {
            return json!({"chat": chat.to_json(), "message_id": id, "date": 0});
        };
        let mut json = self.bare_message(chat, message);
        if let Some(to) = message.reply_to.and_then(|id| chat.messages.get(&id)) {
            json.insert(
                "reply_to_message".into(),
                Value::Object(self.bare_message(chat, to)),
            );
        }
        Value::Object(json)
    }

    /// A message without the one that it replies to.
    fn bare_message(&self, chat: &Chat, message: &Message) -> Map<String, Value> {
        let mut json = Map::new();
        json.insert("message_id".into(), json!(message.id));
        json.insert("from".into(), self.user_json(message.from));
        json.insert("chat".into(), chat.to_json());
        json.insert("date".into(), json!(message.date));
        if let Some(date) = message.edit_date {
            json.insert("edit_date".into(), json!(date));
        }
        if let Some(topic) = message.topic {
            json.insert("message_thread_id".into(), json!(topic));
            json.insert("is_topic_message".into(), json!(true));
        }
        if message.via_bot {
            json.insert("via_bot".into(), self.user_json(BOT));
        }
        if message.service.is_empty() {
            message.content.formatted.write(&mut json);
        }
        if let Some(preview) = &message.content.preview {
            json.insert("link_preview_options".into(), preview.clone());
        }
        if let Some(markup) = message
            .markup
            .as_ref()
            .filter(|markup| markup.get("inline_keyboard").is_some())
        {
            json.insert("reply_markup".into(), markup.clone());
        }
        json.extend(message.service.clone());
        json
    }
}
