//! A chat: its members, its messages, and what each person in it has heard so far.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    time::Instant,
};

use serde_json::{Map, Value};

use super::{
    keyboard,
    load::Listener,
    text::{Content, Formatted},
    world::BOT,
};
use crate::Shown;

/// What kind of chat it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChatKind {
    Private,
    Group,
    Supergroup { forum: bool },
}

impl ChatKind {
    /// Telegram's word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup { .. } => "supergroup",
        }
    }
}

/// How the bot stands in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A member; in a private chat: started and not blocked.
    Member,
    /// Kicked from a group, or blocked by the person.
    Kicked,
    /// Never been there, or never started.
    Stranger,
}

/// A chat with its history.
#[derive(Debug)]
pub(crate) struct Chat {
    pub(crate) id: i64,
    pub(crate) kind: ChatKind,
    /// A group's title, or the person's first name.
    pub(crate) title: String,
    pub(crate) members: BTreeSet<i64>,
    pub(crate) bot: Standing,
    pub(crate) messages: BTreeMap<i64, Message>,
    /// The last message id that a supergroup gave; other chats share one counter.
    pub(crate) last_message: i64,
    /// What the bot wrote or edited, in order.
    pub(crate) news: Vec<News>,
    pub(crate) ears: HashMap<Listening, Ear>,
    /// When the bot last said that it is typing; none once its message is there.
    pub(crate) typing: Option<Instant>,
    /// How often the bot said that it is typing.
    pub(crate) typings: usize,
    /// The supergroup that this group has become.
    pub(crate) migrated_to: Option<i64>,
    pub(crate) topics: BTreeSet<i64>,
    /// Whether another bot wrote after ours: commands without a name are not for us then.
    pub(crate) other_bot: bool,
    /// Whoever counts this chat's messages under load.
    pub(crate) listener: Option<Listener>,
}

impl Chat {
    /// An empty chat.
    pub(crate) fn new(id: i64, kind: ChatKind, title: &str, bot: Standing) -> Self {
        Self {
            id,
            kind,
            title: title.into(),
            members: BTreeSet::new(),
            bot,
            messages: BTreeMap::new(),
            last_message: 0,
            news: Vec::new(),
            ears: HashMap::new(),
            typing: None,
            typings: 0,
            migrated_to: None,
            topics: BTreeSet::new(),
            other_bot: false,
            listener: None,
        }
    }

    /// The next message from the bot that `person` has not heard and that is for them, as it is now.
    pub(crate) fn hear(&mut self, person: i64, topic: Option<i64>, filter: Hears) -> Option<Shown> {
        let ear = self.ears.entry((person, topic)).or_default();
        while let Some(news) = self.news.get_mut(ear.next) {
            ear.next += 1;
            let Some(message) = self.messages.get(&news.message) else {
                news.read = true;
                continue;
            };
            if ear
                .heard
                .get(&news.message)
                .is_some_and(|heard| *heard >= news.edits)
            {
                news.read = true;
                continue;
            }
            let to = addressee(&self.messages, message).filter(|_| self.kind != ChatKind::Private);
            let for_me = to.is_none_or(|to| to == person) || ear.pressed.contains(&news.message);
            if message.topic != topic || (filter == Hears::Own && !for_me) {
                continue;
            }
            news.read = true;
            ear.heard.insert(news.message, message.edits);
            let shown = message.shown();
            ear.log.push(shown.text.clone());
            return Some(shown);
        }
        None
    }

    /// What the bot wrote that nobody has heard.
    pub(crate) fn unread(&self) -> Vec<String> {
        let heard = |news: &News| {
            let mut ears = self.ears.values();
            ears.any(|ear| {
                ear.heard
                    .get(&news.message)
                    .is_some_and(|heard| *heard >= news.edits)
            })
        };
        let unread = self.news.iter().filter(|news| !news.read && !heard(news));
        unread
            .filter_map(|news| Some(self.messages.get(&news.message)?.content.formatted.shown()))
            .collect()
    }
}

/// The person whom a message of the bot answers, also by way of other messages of the bot.
fn addressee(messages: &BTreeMap<i64, Message>, message: &Message) -> Option<i64> {
    let mut to = messages.get(&message.reply_to?)?;
    while to.from == BOT {
        to = messages.get(&to.reply_to?)?;
    }
    Some(to.from)
}

/// Which of the bot's messages in a chat a person waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hears {
    /// Answers to their own messages, and what answers nobody.
    Own,
    /// All of them.
    All,
}

/// The bot wrote a message, or edited it for the `edits`th time.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) message: i64,
    pub(crate) edits: usize,
    pub(crate) read: bool,
}

/// Who listens, and in which topic.
pub(crate) type Listening = (i64, Option<i64>);

/// What a person has heard in a chat or in one of its topics.
#[derive(Debug, Default)]
pub(crate) struct Ear {
    next: usize,
    heard: HashMap<i64, usize>,
    /// The messages under which they pressed something: changes to those are for them.
    pub(crate) pressed: HashSet<i64>,
    /// How many signs of typing they have seen.
    pub(crate) typings: usize,
    /// The texts that they heard, for a telling panic.
    pub(crate) log: Vec<String>,
}

/// A message.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: i64,
    pub(crate) from: i64,
    /// Unix time in seconds.
    pub(crate) date: i64,
    pub(crate) edit_date: Option<i64>,
    pub(crate) content: Content,
    pub(crate) markup: Option<Value>,
    pub(crate) reply_to: Option<i64>,
    pub(crate) topic: Option<i64>,
    pub(crate) edits: usize,
    /// Whether it was sent through the bot's inline mode.
    pub(crate) via_bot: bool,
    /// The fields of a service message.
    pub(crate) service: Map<String, Value>,
}

impl Message {
    /// A message from `from` that has not got its id yet.
    pub(crate) fn new(from: i64, date: i64, content: Content) -> Self {
        Self {
            id: 0,
            from,
            date,
            edit_date: None,
            content,
            markup: None,
            reply_to: None,
            topic: None,
            edits: 0,
            via_bot: false,
            service: Map::new(),
        }
    }

    /// A message that a person types.
    pub(crate) fn typed(from: i64, date: i64, text: &str) -> Self {
        let content = Content {
            formatted: Formatted::typed(text),
            raw: text.into(),
            preview: None,
        };
        Self::new(from, date, content)
    }

    /// What people see of it.
    pub(crate) fn shown(&self) -> Shown {
        Shown {
            id: self.id.to_string(),
            text: self.content.formatted.shown(),
            raw: self.content.raw.clone(),
            buttons: keyboard::buttons(self.markup.as_ref()),
            only_me: false,
            edits: self.edits,
            reply_to: self.reply_to.map(|id| id.to_string()),
        }
    }
}
