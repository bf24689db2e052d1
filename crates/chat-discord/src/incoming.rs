//! Messages, as far as they are meant for the bot.

use std::time::Instant;

use chat::{Command, Parsed, Request, parse};
use serenity::all::{Message, MessageType, MessageUpdateEvent, Ready, User, UserId};

/// Who the bot is.
#[derive(Debug)]
pub(crate) struct Me {
    user: UserId,
    name: String,
}

impl Me {
    pub(crate) fn new(ready: &Ready) -> Self {
        Self {
            user: ready.user.id,
            name: ready.user.name.clone(),
        }
    }
}

/// A message that is meant for the bot.
pub(crate) struct Question {
    pub(crate) id: u64,
    pub(crate) channel: u64,
    pub(crate) person: u64,
    /// What it says, without mentions of the bot.
    text: String,
    /// When it came in.
    pub(crate) at: Instant,
    /// When it was last edited, in milliseconds.
    pub(crate) edited: Option<i64>,
}

/// What decides whether a message is meant for the bot.
struct Said<'a> {
    author: &'a User,
    content: &'a str,
    is_direct: bool,
    mentions: &'a [User],
    answers: Option<&'a Message>,
}

impl Said<'_> {
    /// What is asked with it: in a direct message, in a mention, or in a reply to the bot. Bots are not answered.
    fn asks(&self, me: &Me) -> Option<String> {
        let mentions_me = self.mentions.iter().any(|user| user.id == me.user);
        let answers_me = self
            .answers
            .is_some_and(|message| message.author.id == me.user);
        if self.author.bot || !(self.is_direct || mentions_me || answers_me) {
            return None;
        }
        let text = match mentions_me {
            true => without_mentions(self.content, me.user),
            false => self.content.trim().to_owned(),
        };
        (mentions_me || !text.is_empty()).then_some(text)
    }
}

fn without_mentions(content: &str, user: UserId) -> String {
    let text = content.replace(&format!("<@{user}>"), " ");
    let text = text.replace(&format!("<@!{user}>"), " ");
    text.trim().to_owned()
}

impl Question {
    /// A new message, if it is a question to the bot.
    pub(crate) fn new(message: &Message, me: &Me) -> Option<Self> {
        let is_written = matches!(
            message.kind,
            MessageType::Regular | MessageType::InlineReply
        );
        if !is_written || message.webhook_id.is_some() {
            return None;
        }
        let said = Said {
            author: &message.author,
            content: &message.content,
            is_direct: message.guild_id.is_none(),
            mentions: &message.mentions,
            answers: message.referenced_message.as_deref(),
        };
        Some(Self {
            id: message.id.get(),
            channel: message.channel_id.get(),
            person: message.author.id.get(),
            text: said.asks(me)?,
            at: Instant::now(),
            edited: None,
        })
    }

    /// A message that a person edited, if it is one to the bot now. Discord also tells of messages that it added a
    /// preview to.
    pub(crate) fn edited(event: &MessageUpdateEvent, me: &Me) -> Option<Self> {
        let author = event.author.as_ref()?;
        let said = Said {
            author,
            content: event.content.as_deref()?,
            is_direct: event.guild_id.is_none(),
            mentions: event.mentions.as_deref().unwrap_or_default(),
            answers: event.referenced_message.as_ref().and_then(Option::as_deref),
        };
        Some(Self {
            id: event.id.get(),
            channel: event.channel_id.get(),
            person: author.id.get(),
            edited: Some(milliseconds(event.edited_timestamp?)),
            text: said.asks(me)?,
            at: Instant::now(),
        })
    }

    /// What the person wants; nothing where they used another bot's command.
    pub(crate) fn request(&self, me: &Me) -> Option<Request> {
        if self.text.is_empty() {
            return Some(Request::Command(Command::Help, String::new()));
        }
        match parse(&self.text, &me.name) {
            Parsed::Text(text) => Some(Request::Text(text.to_owned())),
            Parsed::Command(command, arguments) => {
                Some(Request::Command(command, arguments.to_owned()))
            }
            Parsed::Unknown(meant) => Some(Request::UnknownCommand(meant)),
            Parsed::ForAnother => None,
        }
    }
}

fn milliseconds(time: serenity::all::Timestamp) -> i64 {
    let sub = i64::from(time.millisecond());
    time.unix_timestamp() * 1000 + sub
}
