//! What is sent, in the network's own form. No message pings anybody, and none has a preview.

use serde::Serialize;
use serenity::{all::MessageId, builder::CreateActionRow};

/// docs: "Message Flags".
const SUPPRESS_EMBEDS: u32 = 1 << 2;
const EPHEMERAL: u32 = 1 << 6;

/// A message, new or edited.
#[derive(Debug, Serialize)]
pub(crate) struct Outgoing<'a> {
    content: &'a str,
    components: &'a [CreateActionRow],
    allowed_mentions: NoMentions,
    flags: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_reference: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enforce_nonce: Option<bool>,
}

#[derive(Debug, Default, Serialize)]
struct NoMentions {
    parse: [&'static str; 0],
    replied_user: bool,
}

#[derive(Debug, Serialize)]
struct Reference {
    message_id: MessageId,
    fail_if_not_exists: bool,
}

impl<'a> Outgoing<'a> {
    pub(crate) fn new(content: &'a str, components: &'a [CreateActionRow]) -> Self {
        Self {
            content,
            components,
            allowed_mentions: NoMentions::default(),
            flags: SUPPRESS_EMBEDS,
            message_reference: None,
            nonce: None,
            enforce_nonce: None,
        }
    }

    /// Only for the person who asked, if `only_me`.
    pub(crate) fn only_me(mut self, only_me: bool) -> Self {
        self.flags |= flags(only_me);
        self
    }

    /// A reply to a message; an ordinary message where that is gone.
    pub(crate) fn reply_to(mut self, message: u64) -> Self {
        self.message_reference = Some(Reference {
            message_id: MessageId::new(message),
            fail_if_not_exists: false,
        });
        self
    }

    /// Sent again with the same nonce, it is no second message.
    pub(crate) fn nonce(mut self, nonce: &'a str) -> Self {
        self.nonce = Some(nonce);
        self.enforce_nonce = Some(true);
        self
    }
}

fn flags(only_me: bool) -> u32 {
    if only_me { EPHEMERAL } else { 0 }
}

/// The first answer to an interaction (docs: "Interaction Callback Type").
#[derive(Debug, Serialize)]
pub(crate) struct Callback<'a> {
    #[serde(rename = "type")]
    kind: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Data<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Data<'a> {
    Message(Outgoing<'a>),
    Flags { flags: u32 },
    Choices { choices: &'a [Choice] },
}

/// What can be chosen while typing.
#[derive(Debug, Serialize)]
pub(crate) struct Choice {
    pub(crate) name: String,
    pub(crate) value: String,
}

impl<'a> Callback<'a> {
    fn new(kind: u8, data: Option<Data<'a>>) -> Self {
        Self { kind, data }
    }

    /// A new message.
    pub(crate) fn message(message: Outgoing<'a>) -> Self {
        Self::new(4, Some(Data::Message(message)))
    }

    /// A new message, later.
    pub(crate) fn message_later(only_me: bool) -> Self {
        let flags = flags(only_me);
        Self::new(5, Some(Data::Flags { flags }))
    }

    /// The message that the pressed button is under, changed.
    pub(crate) fn update(message: Outgoing<'a>) -> Self {
        Self::new(7, Some(Data::Message(message)))
    }

    /// The message that the pressed button is under, changed later.
    pub(crate) fn update_later() -> Self {
        Self::new(6, None)
    }

    /// What can be chosen.
    pub(crate) fn choices(choices: &'a [Choice]) -> Self {
        Self::new(8, Some(Data::Choices { choices }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn no_message_pings_anybody_or_shows_a_preview() {
        let message = Outgoing::new("text", &[]).reply_to(7).nonce("7.0");
        assert_eq!(
            to_value(message).unwrap(),
            json!({
                "content": "text", "components": [], "flags": 4,
                "allowed_mentions": {"parse": [], "replied_user": false},
                "message_reference": {"message_id": "7", "fail_if_not_exists": false},
                "nonce": "7.0", "enforce_nonce": true,
            })
        );
    }

    #[test]
    fn callbacks_have_the_networks_types() {
        let mine = Callback::message(Outgoing::new("a", &[]).only_me(true));
        assert_eq!(to_value(mine).unwrap()["data"]["flags"], 68);
        assert_eq!(
            to_value(Callback::message_later(true)).unwrap(),
            json!({"type": 5, "data": {"flags": 64}})
        );
        assert_eq!(
            to_value(Callback::update_later()).unwrap(),
            json!({"type": 6})
        );
        assert_eq!(
            to_value(Callback::choices(&[])).unwrap(),
            json!({"type": 8, "data": {"choices": []}})
        );
    }
}
