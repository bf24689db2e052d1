//! Updates as what comes in.

use chat::{Command, Incoming, Network, Parsed, Request, Speaker};
use teloxide::types::{
    CallbackQuery, CallbackQueryId, ChatId, ChatKind, InlineQuery, InlineQueryId, Message,
    MessageEntityKind, MessageEntityRef, MessageId, PublicChatKind, ThreadId, UpdateKind, UserId,
};

use crate::buttons;

/// The bot's own account.
#[derive(Debug, Clone)]
pub(crate) struct Me {
    /// Its id.
    pub(crate) id: u64,
    /// Its user name without `@`.
    pub(crate) name: String,
}

/// Where an answer goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The chat.
    pub(crate) chat: ChatId,
    /// The topic in it.
    pub(crate) topic: Option<ThreadId>,
    /// The message that it replies to.
    pub(crate) reply_to: Option<MessageId>,
}

/// What an update is. It has no `Debug` form, because it holds what people wrote.
pub(crate) enum Event {
    /// Somebody asked.
    Question {
        /// Who, and what.
        incoming: Incoming,
        /// Where the answer goes.
        place: Place,
        /// The message in which they asked.
        message: MessageId,
        /// Whether they asked something else in it before.
        edited: bool,
    },
    /// Somebody pressed a button.
    Press {
        /// What has to be answered.
        query: CallbackQueryId,
        /// Who pressed.
        from: Speaker,
        /// What the press does and where; none where the button is not from here.
        target: Option<Target>,
    },
    /// Somebody types a query in some chat.
    Query {
        /// What has to be answered.
        query: InlineQueryId,
        /// Who types.
        from: Speaker,
        /// What they have typed.
        text: String,
    },
    /// Nothing to answer.
    Nothing,
}

/// What a press does, and where.
pub(crate) struct Target {
    /// Who pressed, and what.
    pub(crate) incoming: Incoming,
    /// Where the answer goes.
    pub(crate) place: Place,
    /// The message with the button, where the answer takes its place.
    pub(crate) replaces: Option<MessageId>,
}

impl Event {
    /// Who is behind it: what one person does in one chat is answered in order.
    pub(crate) fn from(&self) -> Option<Speaker> {
        match self {
            Self::Question { incoming, .. } => Some(incoming.from),
            Self::Press { from, .. } | Self::Query { from, .. } => Some(*from),
            Self::Nothing => None,
        }
    }

    /// Where an apology would go.
    pub(crate) fn place(&self) -> Option<Place> {
        match self {
            Self::Question { place, .. } => Some(*place),
            Self::Press { target, .. } => target.as_ref().map(|target| target.place),
            Self::Query { .. } | Self::Nothing => None,
        }
    }
}

fn speaker(chat: ChatId, person: UserId) -> Speaker {
    Speaker {
        network: Network::Telegram,
        chat: chat.0.cast_unsigned(),
        person: person.0,
    }
}

/// What `update` is, to the bot `me`.
pub(crate) fn read(update: UpdateKind, me: &Me) -> Event {
    match update {
        UpdateKind::Message(message) => question(&message, me, false),
        UpdateKind::EditedMessage(message) => question(&message, me, true),
        UpdateKind::CallbackQuery(query) => Some(press(query)),
        UpdateKind::InlineQuery(query) => Some(typed(query)),
        _ => None,
    }
    .unwrap_or(Event::Nothing)
}

fn question(message: &Message, me: &Me, edited: bool) -> Option<Event> {
    let from = message.from.as_ref().filter(|from| !from.is_bot)?;
    let is_persons = message.via_bot.is_none() && message.sender_chat.is_none();
    if !is_persons || is_channel(message) {
        return None;
    }
    let private = message.chat.is_private();
    let request = match private {
        true => request(&without_mention(message, me)?.0, me),
        false => request_in_group(message, me),
    }?;
    let place = Place {
        chat: message.chat.id,
        topic: topic(message),
        // In a group it would not be clear to whom an answer is.
        reply_to: (!private).then_some(message.id),
    };
    Some(Event::Question {
        incoming: Incoming {
            from: speaker(message.chat.id, from.id),
            request,
        },
        place,
        message: message.id,
        edited,
    })
}

fn is_channel(message: &Message) -> bool {
    matches!(
        &message.chat.kind,
        ChatKind::Public(public) if matches!(public.kind, PublicChatKind::Channel(_))
    )
}

/// The topic of a forum; other threads are none, and can't be written to as such.
fn topic(message: &Message) -> Option<ThreadId> {
    message.thread_id.filter(|_| message.is_topic_message)
}

fn request(text: &str, me: &Me) -> Option<Request> {
    match chat::parse(text, &me.name) {
        Parsed::Text("") => Some(Request::Command(Command::Help, String::new())),
        Parsed::Text(text) => Some(Request::Text(text.to_owned())),
        Parsed::Command(command, rest) => Some(Request::Command(command, rest.to_owned())),
        Parsed::Unknown(meant) => Some(Request::UnknownCommand(meant)),
        Parsed::ForAnother => None,
    }
}

/// In a group people talk to one another: what is asked of the bot is a command, a mention, or a reply to it.
fn request_in_group(message: &Message, me: &Me) -> Option<Request> {
    let (text, mentioned) = without_mention(message, me)?;
    let to_me = || {
        let to = message.reply_to_message()?.from.as_ref()?;
        Some(to.id.0 == me.id)
    };
    let addressed = mentioned || to_me() == Some(true);
    match chat::parse(&text, &me.name) {
        Parsed::Text(_) if !addressed => None,
        // Another bot may have it.
        Parsed::Unknown(_) if !addressed && !names_a_bot(&text) => None,
        _ => request(&text, me),
    }
}

/// Whether the command in `text` says for which bot it is.
fn names_a_bot(text: &str) -> bool {
    let head = text.split_whitespace().next();
    head.is_some_and(|head| head.contains('@'))
}

/// The text of `message` without mentions of the bot, and whether there was one.
fn without_mention(message: &Message, me: &Me) -> Option<(String, bool)> {
    let text = message.text().or_else(|| message.caption())?;
    let entities = message
        .parse_entities()
        .or_else(|| message.parse_caption_entities())
        .unwrap_or_default();
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for entity in entities.iter().filter(|entity| is_mention(entity, me)) {
        rest.push_str(text.get(at..entity.start()).unwrap_or_default());
        at = entity.end();
    }
    let mentioned = at > 0;
    rest.push_str(text.get(at..).unwrap_or_default());
    let rest = match mentioned {
        true => rest
            .trim()
            .trim_start_matches([',', ':'])
            .trim_start()
            .to_owned(),
        false => rest,
    };
    Some((rest, mentioned))
}

fn is_mention(entity: &MessageEntityRef<'_>, me: &Me) -> bool {
    match entity.kind() {
        MessageEntityKind::Mention => {
            let name = entity.text().strip_prefix('@');
            name.is_some_and(|name| name.eq_ignore_ascii_case(&me.name))
        }
        MessageEntityKind::TextMention { user } => user.id.0 == me.id,
        _ => false,
    }
}

fn press(query: CallbackQuery) -> Event {
    // Under an inline answer stand only links: there is no chat to answer in.
    let chat = query.message.as_ref().map(|message| message.chat().id);
    Event::Press {
        from: speaker(chat.unwrap_or(ChatId(0)), query.from.id),
        target: target(&query),
        query: query.id,
    }
}

fn target(query: &CallbackQuery) -> Option<Target> {
    let message = query.message.as_ref()?;
    let pressed = buttons::pressed(query.data.as_deref()?)?;
    let chat = message.chat();
    let regular = message.regular_message();
    // Whoever asked is answered again; somebody else's press is not what they said.
    let asked = regular.and_then(|message| message.reply_to_message());
    let own = asked.filter(|asked| {
        asked
            .from
            .as_ref()
            .is_some_and(|from| from.id == query.from.id)
    });
    Some(Target {
        incoming: Incoming {
            from: speaker(chat.id, query.from.id),
            request: Request::Press(pressed.id),
        },
        place: Place {
            chat: chat.id,
            topic: regular.and_then(topic),
            reply_to: own.filter(|_| !chat.is_private()).map(|asked| asked.id),
        },
        replaces: pressed.chooses.then(|| message.id()),
    })
}

fn typed(query: InlineQuery) -> Event {
    Event::Query {
        query: query.id,
        from: speaker(ChatId(0), query.from.id),
        text: query.query,
    }
}
