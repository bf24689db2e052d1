//! The inline mode: a person writes `@privy_bot question` in any chat and picks one of the bot's answers.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{chat::Message, text::Content, world::State};
use crate::Button;

/// An answer that a person can pick.
#[derive(Debug, Clone, PartialEq)]
pub struct InlineShown {
    /// The bot's id of the result.
    pub id: String,
    /// The first line.
    pub title: String,
    /// What stands below it.
    pub description: Option<String>,
    /// What will be sent, markup taken away.
    pub text: String,
    /// What will be sent, as the bot wrote it.
    pub raw: String,
    /// The buttons of the message that will be sent.
    pub buttons: Vec<Vec<Button>>,
    pub(crate) content: Content,
    pub(crate) markup: Option<Value>,
    pub(crate) query: String,
}

/// The answer to an inline query.
#[derive(Debug, Clone, PartialEq)]
pub struct InlineAnswer {
    /// What can be picked.
    pub results: Vec<InlineShown>,
    /// How many seconds Telegram may give the same answer to the same query.
    pub cache_time: i64,
    /// Whether only to the same person.
    pub is_personal: bool,
    /// What asks for more results.
    pub next_offset: String,
    /// The button above the results: its label and the `/start` payload behind it.
    pub button: Option<(String, String)>,
    /// Whether it came from Telegram's cache, without the bot being asked.
    pub cached: bool,
}

/// A query that the bot was asked.
#[derive(Debug)]
pub(crate) struct Query {
    person: i64,
    pub(crate) text: String,
    offset: String,
    pub(crate) at: Instant,
    pub(crate) answer: Option<InlineAnswer>,
}

/// What became of a question.
#[derive(Debug)]
pub(crate) enum Asked {
    /// Telegram knew the answer already.
    Cached(InlineAnswer),
    /// The bot was asked; this is the id of the query.
    Bot(String),
}

/// What the cache keeps an answer under: text and offset, and the person if it is for them alone.
type CacheKey = (String, String, Option<i64>);

/// Inline queries, their cached answers, and the messages sent through the bot.
#[derive(Debug, Default)]
pub(crate) struct Inline {
    pub(crate) queries: HashMap<String, Query>,
    cache: HashMap<CacheKey, (Instant, InlineAnswer)>,
    /// Chat and message by `inline_message_id`.
    sent: HashMap<String, (i64, i64)>,
    ids: HashMap<(i64, i64), String>,
}

impl Inline {
    /// The message sent through the bot under this `inline_message_id`.
    pub(crate) fn message(&self, id: &str) -> Option<(i64, i64)> {
        self.sent.get(id).copied()
    }

    /// The `inline_message_id` of a message.
    pub(crate) fn id_of(&self, chat: i64, message: i64) -> Option<&str> {
        self.ids.get(&(chat, message)).map(String::as_str)
    }

    /// The bot's answer to a query.
    pub(crate) fn answer(&self, id: &str) -> Option<InlineAnswer> {
        self.queries.get(id)?.answer.clone()
    }

    fn cached(&self, text: &str, offset: &str, person: i64) -> Option<InlineAnswer> {
        let key = |person| (text.to_owned(), offset.to_owned(), person);
        let cached = self
            .cache
            .get(&key(None))
            .or_else(|| self.cache.get(&key(Some(person))));
        let (until, answer) = cached?;
        let cached = InlineAnswer {
            cached: true,
            ..answer.clone()
        };
        (*until > Instant::now()).then_some(cached)
    }

    /// The bot has answered a query.
    pub(crate) fn keep(&mut self, id: &str, answer: InlineAnswer) {
        let Some(query) = self.queries.get_mut(id) else {
            return;
        };
        let seconds = u64::try_from(answer.cache_time).unwrap_or_default();
        let person = answer.is_personal.then_some(query.person);
        let key = (query.text.clone(), query.offset.clone(), person);
        self.cache.insert(
            key,
            (
                Instant::now() + Duration::from_secs(seconds),
                answer.clone(),
            ),
        );
        query.answer = Some(answer);
    }
}

impl State {
    /// `person` types a query.
    pub(crate) fn ask_inline(&mut self, person: i64, chat: i64, text: &str, offset: &str) -> Asked {
        if let Some(cached) = self.inline.cached(text, offset, person) {
            return Asked::Cached(cached);
        }
        let id = self.query_id();
        let kind = self
            .chats
            .get(&chat)
            .map_or("sender", |chat| match chat.kind.word() {
                "private" => "sender",
                kind => kind,
            });
        let update = json!({
            "id": id,
            "from": self.user_json(person),
            "query": text,
            "offset": offset,
            "chat_type": kind,
        });
        let query = Query {
            person,
            text: text.into(),
            offset: offset.into(),
            at: Instant::now(),
            answer: None,
        };
        self.inline.queries.insert(id.clone(), query);
        self.queue.push("inline_query", update);
        Asked::Bot(id)
    }

    /// `person` picks a result, which is sent to the chat through the bot; gives the id of the message.
    pub(crate) fn pick(
        &mut self,
        person: i64,
        chat: i64,
        topic: Option<i64>,
        picked: &InlineShown,
    ) -> i64 {
        let mut message = Message::new(person, self.now(), picked.content.clone());
        message.via_bot = true;
        message.topic = topic;
        message.markup = picked.markup.clone();
        let id = self.post(chat, message);
        let mut chosen =
            json!({"result_id": picked.id, "from": self.user_json(person), "query": picked.query});
        if picked.markup.is_some() {
            let inline = format!("inline-{chat}-{id}");
            chosen["inline_message_id"] = json!(inline);
            self.inline.sent.insert(inline.clone(), (chat, id));
            self.inline.ids.insert((chat, id), inline);
        }
        if self.settings.inline_feedback {
            self.queue.push("chosen_inline_result", chosen);
        }
        self.forward("message", chat, id);
        id
    }
}
