//! The methods of the Bot API that this Telegram has, with their fields.

use super::{
    callback,
    fields::{Fields, Kind, Known},
    messages, profile,
    refusal::Answer,
    results, updates,
    world::State,
};

/// A method of the Bot API.
#[derive(Debug)]
pub(crate) struct Method {
    pub(crate) name: &'static str,
    pub(crate) fields: Known,
    pub(crate) call: Call,
}

/// How a method is carried out.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Call {
    /// At once.
    Now(fn(&mut State, &Fields, &mut Vec<String>) -> Answer),
    /// By waiting for updates.
    Poll,
}

impl Method {
    /// The method with this name, in any case.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        METHODS
            .iter()
            .find(|method| method.name.eq_ignore_ascii_case(name))
    }
}

const LANGUAGE: (&str, Kind) = ("language_code", Kind::Text);
const CHAT: (&str, Kind) = ("chat_id", Kind::Chat);
const MESSAGE: (&str, Kind) = ("message_id", Kind::Integer);
const INLINE_MESSAGE: (&str, Kind) = ("inline_message_id", Kind::Text);
const MARKUP: (&str, Kind) = ("reply_markup", Kind::Json);
const ALLOWED: (&str, Kind) = ("allowed_updates", Kind::Json);
const DROP: (&str, Kind) = ("drop_pending_updates", Kind::Boolean);
const THREAD: (&str, Kind) = ("message_thread_id", Kind::Integer);
const SCOPE: (&str, Kind) = ("scope", Kind::Json);
const PARSE_MODE: (&str, Kind) = ("parse_mode", Kind::Text);
const ENTITIES: (&str, Kind) = ("entities", Kind::Json);
const PREVIEW: (&str, Kind) = ("link_preview_options", Kind::Json);

/// The commonest first.
static METHODS: &[Method] = &[
    Method {
        name: "sendMessage",
        fields: &[
            CHAT,
            ("text", Kind::Text),
            PARSE_MODE,
            ENTITIES,
            PREVIEW,
            MARKUP,
            ("reply_parameters", Kind::Json),
            THREAD,
            ("disable_notification", Kind::Boolean),
            ("protect_content", Kind::Boolean),
        ],
        call: Call::Now(messages::send),
    },
    Method {
        name: "getUpdates",
        fields: &[
            ("offset", Kind::Integer),
            ("limit", Kind::Integer),
            ("timeout", Kind::Integer),
            ALLOWED,
        ],
        call: Call::Poll,
    },
    Method {
        name: "sendChatAction",
        fields: &[CHAT, THREAD, ("action", Kind::Text)],
        call: Call::Now(messages::action),
    },
    Method {
        name: "editMessageText",
        fields: &[
            CHAT,
            MESSAGE,
            INLINE_MESSAGE,
            ("text", Kind::Text),
            PARSE_MODE,
            ENTITIES,
            PREVIEW,
            MARKUP,
        ],
        call: Call::Now(messages::edit_text),
    },
    Method {
        name: "editMessageReplyMarkup",
        fields: &[CHAT, MESSAGE, INLINE_MESSAGE, MARKUP],
        call: Call::Now(messages::edit_markup),
    },
    Method {
        name: "deleteMessage",
        fields: &[CHAT, MESSAGE],
        call: Call::Now(messages::delete),
    },
    Method {
        name: "answerCallbackQuery",
        fields: &[
            ("callback_query_id", Kind::Text),
            ("text", Kind::Text),
            ("show_alert", Kind::Boolean),
            ("cache_time", Kind::Integer),
        ],
        call: Call::Now(callback::answer),
    },
    Method {
        name: "answerInlineQuery",
        fields: &[
            ("inline_query_id", Kind::Text),
            ("results", Kind::Json),
            ("cache_time", Kind::Integer),
            ("is_personal", Kind::Boolean),
            ("next_offset", Kind::Text),
            ("button", Kind::Json),
        ],
        call: Call::Now(results::answer),
    },
    Method {
        name: "getMe",
        fields: &[],
        call: Call::Now(profile::me),
    },
    Method {
        name: "setWebhook",
        fields: &[
            ("url", Kind::Text),
            ("certificate", Kind::File),
            ("ip_address", Kind::Text),
            ("max_connections", Kind::Integer),
            ("secret_token", Kind::Text),
            ALLOWED,
            DROP,
        ],
        call: Call::Now(updates::set_webhook),
    },
    Method {
        name: "deleteWebhook",
        fields: &[DROP],
        call: Call::Now(updates::delete_webhook),
    },
    Method {
        name: "getWebhookInfo",
        fields: &[],
        call: Call::Now(updates::webhook_info),
    },
    Method {
        name: "setMyCommands",
        fields: &[("commands", Kind::Json), SCOPE, LANGUAGE],
        call: Call::Now(profile::set_commands),
    },
    Method {
        name: "getMyCommands",
        fields: &[SCOPE, LANGUAGE],
        call: Call::Now(profile::commands),
    },
    Method {
        name: "deleteMyCommands",
        fields: &[SCOPE, LANGUAGE],
        call: Call::Now(profile::delete_commands),
    },
    Method {
        name: "setMyName",
        fields: &[("name", Kind::Text), LANGUAGE],
        call: Call::Now(profile::set_name),
    },
    Method {
        name: "getMyName",
        fields: &[LANGUAGE],
        call: Call::Now(profile::name),
    },
    Method {
        name: "setMyDescription",
        fields: &[("description", Kind::Text), LANGUAGE],
        call: Call::Now(profile::set_description),
    },
    Method {
        name: "getMyDescription",
        fields: &[LANGUAGE],
        call: Call::Now(profile::description),
    },
    Method {
        name: "setMyShortDescription",
        fields: &[("short_description", Kind::Text), LANGUAGE],
        call: Call::Now(profile::set_short_description),
    },
    Method {
        name: "getMyShortDescription",
        fields: &[LANGUAGE],
        call: Call::Now(profile::short_description),
    },
];
