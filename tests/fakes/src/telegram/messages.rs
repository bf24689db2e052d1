//! Sending, editing and deleting messages.

use serde_json::{Value, json};

use super::{
    chat::{ChatKind, Message, Standing},
    fields::{Fields, Kind, Known},
    keyboard,
    refusal::{Answer, Refusal},
    text::Content,
    world::{BOT, State},
};

const REPLY: Known = &[
    ("message_id", Kind::Integer),
    ("chat_id", Kind::Chat),
    ("allow_sending_without_reply", Kind::Boolean),
];

/// What the bot can say that it is doing (docs: sendChatAction, `action`).
const ACTIONS: &[&str] = &[
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the same \
                            as a current content and reply markup of the message";

impl State {
    /// The chat that a request names, if the bot may write there.
    fn destination(&self, fields: &Fields) -> Result<i64, Refusal> {
        let id = match fields.value("chat_id") {
            None => return Err(Refusal::bad("chat_id is empty")),
            Some(id) => id.as_i64().ok_or_else(|| Refusal::bad("chat not found"))?,
        };
        let chat = self
            .chats
            .get(&id)
            .ok_or_else(|| Refusal::bad("chat not found"))?;
        if let Some(to) = chat.migrated_to {
            return Err(Refusal::migrated(to));
        }
        let kind = chat.kind.word();
        match (chat.bot, chat.kind) {
            (Standing::Member, _) => Ok(id),
            (Standing::Kicked, ChatKind::Private) => {
                Err(Refusal::forbidden("bot was blocked by the user"))
            }
            (Standing::Stranger, ChatKind::Private) => Err(Refusal::forbidden(
                "bot can't initiate conversation with a user",
            )),
            (Standing::Kicked, _) => Err(Refusal::forbidden(format!(
                "bot was kicked from the {kind} chat"
            ))),
            (Standing::Stranger, _) => Err(Refusal::forbidden(format!(
                "bot is not a member of the {kind} chat"
            ))),
        }
    }

    /// The message that a new one replies to. People may have deleted it, which a bot can't know.
    fn reply_to(
        &self,
        chat: i64,
        fields: &Fields,
        problems: &mut Vec<String>,
    ) -> Result<Option<i64>, Refusal> {
        let Some(reply) = fields.object("reply_parameters", REPLY, problems)? else {
            return Ok(None);
        };
        if reply
            .value("chat_id")
            .is_some_and(|id| id.as_i64() != Some(chat))
        {
            problems.push("this fake knows no replies to other chats".into());
        }
        let id = reply.integer("message_id").unwrap_or_default();
        let chat = self.chats.get(&chat);
        if chat.is_some_and(|chat| chat.messages.contains_key(&id)) {
            return Ok(Some(id));
        }
        match reply.flag("allow_sending_without_reply") {
            true => Ok(None),
            false => Err(Refusal::bad("message to be replied not found").blameless()),
        }
    }

    /// The topic that a new message goes to: the one that is named, or that of the message that it replies to.
    fn topic(
        &self,
        chat: i64,
        reply_to: Option<i64>,
        fields: &Fields,
    ) -> Result<Option<i64>, Refusal> {
        let Some(chat) = self.chats.get(&chat) else {
            return Ok(None);
        };
        match fields.integer("message_thread_id") {
            Some(topic) if chat.topics.contains(&topic) => Ok(Some(topic)),
            Some(_) => Err(Refusal::bad("message thread not found")),
            None => Ok(reply_to.and_then(|id| chat.messages.get(&id)?.topic)),
        }
    }

    /// The message that a request wants to change: its chat and id.
    fn target(&self, fields: &Fields, missing: &str) -> Result<(i64, i64), Refusal> {
        if let Some(inline) = fields.text("inline_message_id") {
            return self
                .inline
                .message(inline)
                .ok_or_else(|| Refusal::bad("MESSAGE_ID_INVALID"));
        }
        let Some(id) = fields.integer("message_id") else {
            return Err(Refusal::bad("message identifier is not specified"));
        };
        let chat = self.destination(fields)?;
        let found = self
            .chats
            .get(&chat)
            .is_some_and(|chat| chat.messages.contains_key(&id));
        found
            .then_some((chat, id))
            .ok_or_else(|| Refusal::bad(missing).blameless())
    }

    /// Changes a message that the bot sent.
    fn edit(&mut self, fields: &Fields, content: Option<Content>, markup: Option<Value>) -> Answer {
        let (chat, id) = self.target(fields, "message to edit not found")?;
        let message = self
            .chats
            .get_mut(&chat)
            .and_then(|chat| chat.messages.get_mut(&id));
        let Some(message) = message.filter(|message| message.from == BOT || message.via_bot) else {
            return Err(Refusal::bad("message can't be edited"));
        };
        let content = content.unwrap_or_else(|| message.content.clone());
        let same = content.formatted == message.content.formatted
            && content.preview == message.content.preview;
        if same && markup == message.markup {
            return Err(Refusal::bad(NOT_MODIFIED));
        }
        message.content = content;
        message.markup = markup;
        self.changed(chat, id);
        match fields.has("inline_message_id") {
            true => Ok(Value::Bool(true)),
            false => Ok(self.message_json(chat, id)),
        }
    }
}

/// `sendMessage`.
pub(crate) fn send(state: &mut State, fields: &Fields, problems: &mut Vec<String>) -> Answer {
    let chat = state.destination(fields)?;
    let content = Content::read(fields, "text", "message is too long", problems)?;
    let markup = keyboard::read(fields, false, problems)?;
    let reply_to = state.reply_to(chat, fields, problems)?;
    let topic = state.topic(chat, reply_to, fields)?;
    state.rates.count(chat, chat < 0)?;
    let mut message = Message::new(BOT, state.now(), content);
    message.markup = markup;
    message.reply_to = reply_to;
    message.topic = topic;
    let id = state.post(chat, message);
    Ok(state.message_json(chat, id))
}

/// `editMessageText`.
pub(crate) fn edit_text(state: &mut State, fields: &Fields, problems: &mut Vec<String>) -> Answer {
    let content = Content::read(fields, "text", "MESSAGE_TOO_LONG", problems)?;
    let markup = keyboard::read(fields, true, problems)?;
    state.edit(fields, Some(content), markup)
}

/// `editMessageReplyMarkup`.
pub(crate) fn edit_markup(
    state: &mut State,
    fields: &Fields,
    problems: &mut Vec<String>,
) -> Answer {
    let markup = keyboard::read(fields, true, problems)?;
    state.edit(fields, None, markup)
}

/// `deleteMessage`: the bot's own messages anywhere, others' in private chats.
pub(crate) fn delete(state: &mut State, fields: &Fields, _: &mut Vec<String>) -> Answer {
    let (id, message) = state.target(fields, "message to delete not found")?;
    let Some(chat) = state.chats.get_mut(&id) else {
        return Ok(json!(true));
    };
    let own = chat
        .messages
        .get(&message)
        .is_some_and(|message| message.from == BOT);
    if !own && chat.kind != ChatKind::Private {
        return Err(Refusal::bad("message can't be deleted"));
    }
    chat.messages.remove(&message);
    Ok(json!(true))
}

/// `sendChatAction`.
pub(crate) fn action(state: &mut State, fields: &Fields, _: &mut Vec<String>) -> Answer {
    let chat = state.destination(fields)?;
    let action = fields.text("action").unwrap_or_default();
    if !ACTIONS.contains(&action) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    state.topic(chat, None, fields)?;
    if let Some(chat) = state.chats.get_mut(&chat) {
        chat.typing = Some(std::time::Instant::now());
        chat.typings += 1;
    }
    state.wake();
    Ok(json!(true))
}
