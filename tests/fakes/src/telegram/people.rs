//! What people do, and what of it reaches the bot.

use serde_json::{Value, json};

use super::{
    chat::{Chat, ChatKind, Message, Standing},
    world::{BOT, BOT_NAME, State},
};

impl State {
    /// `person` says something in `chat`; gives the id of the message.
    pub(crate) fn speak(
        &mut self,
        person: i64,
        chat: i64,
        topic: Option<i64>,
        reply_to: Option<i64>,
        text: &str,
    ) -> i64 {
        let mut message = Message::typed(person, self.now(), text);
        message.reply_to = reply_to;
        message.topic = topic;
        let id = self.post(chat, message);
        self.forward("message", chat, id);
        id
    }

    /// A service message, such as a group's new title.
    pub(crate) fn announce_service(&mut self, person: i64, chat: i64, name: &str, value: Value) {
        let mut message = Message::typed(person, self.now(), "");
        message.service.insert(name.into(), value);
        let id = self.post(chat, message);
        self.forward("message", chat, id);
    }

    /// Gives a person's message to the bot, if bots get it.
    pub(crate) fn forward(&mut self, kind: &str, chat: i64, message: i64) {
        if self.reaches_bot(chat, message) {
            let json = self.message_json(chat, message);
            self.queue.push(kind, json);
        }
    }

    /// Docs: "Privacy mode": in groups a bot gets commands for it, replies to it, messages via it and service messages;
    /// and, as BotFather puts it, what "mentions the bot by username".
    fn reaches_bot(&self, chat: i64, message: i64) -> bool {
        let Some(chat) = self.chats.get(&chat) else {
            return false;
        };
        let Some(message) = chat.messages.get(&message) else {
            return false;
        };
        if chat.kind == ChatKind::Private || chat.bot != Standing::Member {
            return chat.bot == Standing::Member;
        }
        let reply_to = message.reply_to.and_then(|id| chat.messages.get(&id));
        !self.settings.privacy_mode
            || message.via_bot
            || !message.service.is_empty()
            || reply_to.is_some_and(|to| to.from == BOT || to.via_bot)
            || is_addressed(chat, message)
    }

    /// The bot's standing in a chat changes.
    pub(crate) fn set_standing(&mut self, chat: i64, by: i64, standing: Standing) {
        let user = self.user_json(BOT);
        let from = self.user_json(by);
        let date = self.now();
        let member = |standing| match standing {
            Standing::Member => json!({"status": "member", "user": user}),
            Standing::Kicked => json!({"status": "kicked", "user": user, "until_date": 0}),
            Standing::Stranger => json!({"status": "left", "user": user}),
        };
        let Some(chat) = self.chats.get_mut(&chat) else {
            return;
        };
        let update = json!({
            "chat": chat.to_json(),
            "from": from,
            "date": date,
            "old_chat_member": member(chat.bot),
            "new_chat_member": member(standing),
        });
        if chat.bot != standing {
            chat.bot = standing;
            self.queue.push("my_chat_member", update);
        }
    }

    /// A basic group becomes a supergroup; gives the new id.
    pub(crate) fn upgrade(&mut self, group: i64, by: i64) -> Option<i64> {
        let old = self
            .chats
            .get(&group)
            .filter(|chat| chat.kind == ChatKind::Group)?;
        let (title, members, bot) = (old.title.clone(), old.members.clone(), old.bot);
        let new = self.add_group(&title, ChatKind::Supergroup { forum: false });
        if let Some(chat) = self.chats.get_mut(&new) {
            chat.members = members;
            chat.bot = bot;
        }
        self.announce_service(by, group, "migrate_to_chat_id", json!(new));
        self.announce_service(by, new, "migrate_from_chat_id", json!(group));
        self.chats.get_mut(&group)?.migrated_to = Some(new);
        Some(new)
    }

    /// Where a chat is now, after an upgrade.
    pub(crate) fn current(&self, chat: i64) -> i64 {
        self.chats
            .get(&chat)
            .and_then(|chat| chat.migrated_to)
            .unwrap_or(chat)
    }
}

/// Whether a message in a group begins with a command for our bot or mentions it.
fn is_addressed(chat: &Chat, message: &Message) -> bool {
    let formatted = &message.content.formatted;
    formatted.entities.iter().any(|entity| {
        let part = formatted.part(entity);
        let ours = |name: &str| name.eq_ignore_ascii_case(BOT_NAME);
        match (entity.kind.as_str(), part.split_once('@')) {
            ("bot_command", Some((_, name))) => ours(name),
            ("bot_command", None) => entity.offset == 0 && !chat.other_bot,
            ("mention", Some((_, name))) => ours(name),
            _ => false,
        }
    })
}
