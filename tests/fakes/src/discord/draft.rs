//! The body of a message that the bot wants to send or change, checked.

use serde_json::Value;

use super::{
    component, embed,
    form::Fields,
    message::EPHEMERAL,
    refusal::{At, Errors, Refusal},
};

/// Longest content of a message, in characters (docs: "Create Message").
const CONTENT: usize = 2000;
/// SUPPRESS_EMBEDS and SUPPRESS_NOTIFICATIONS (docs: "Message Flags").
const SUPPRESS: u64 = 1 << 2 | 1 << 12;

/// Which request carries the message; they differ in fields and flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Create,
    Edit,
    Callback,
    FollowUp,
    WebhookEdit,
}

/// A checked message.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) content: Option<String>,
    pub(super) embeds: Option<Vec<Value>>,
    pub(super) components: Option<Vec<Value>>,
    pub(super) flags: u64,
    pub(super) nonce: Option<Value>,
    pub(super) enforce_nonce: bool,
    pub(super) reply_to: Option<u64>,
    pub(super) reply_must_exist: bool,
    /// Whether people would be pinged.
    pub(super) pings: bool,
}

impl Kind {
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Create => &[
                "content",
                "nonce",
                "tts",
                "embeds",
                "allowed_mentions",
                "message_reference",
                "components",
                "sticker_ids",
                "attachments",
                "flags",
                "enforce_nonce",
                "poll",
                "shared_client_theme",
            ],
            Self::Edit => &[
                "content",
                "embeds",
                "flags",
                "allowed_mentions",
                "components",
                "attachments",
                "sticker_ids",
            ],
            Self::Callback => &[
                "tts",
                "content",
                "embeds",
                "allowed_mentions",
                "flags",
                "components",
                "attachments",
                "poll",
            ],
            Self::FollowUp => &[
                "content",
                "username",
                "avatar_url",
                "tts",
                "embeds",
                "allowed_mentions",
                "components",
                "attachments",
                "flags",
                "thread_name",
                "applied_tags",
                "poll",
            ],
            Self::WebhookEdit => &[
                "content",
                "embeds",
                "flags",
                "allowed_mentions",
                "components",
                "attachments",
                "poll",
            ],
        }
    }

    fn flags(self) -> u64 {
        match self {
            Self::Create | Self::Edit | Self::WebhookEdit => SUPPRESS,
            Self::Callback | Self::FollowUp => SUPPRESS | EPHEMERAL,
        }
    }
}

impl Draft {
    /// Reads and checks a body.
    pub(super) fn read(body: &Value, kind: Kind) -> Result<Self, Refusal> {
        let mut errors = Errors::default();
        let draft = Self::gather(body, kind, &At::Root, &mut errors);
        errors.check()?;
        Ok(draft)
    }

    /// As [`Draft::read`], for a body inside another.
    pub(super) fn gather(body: &Value, kind: Kind, at: &At<'_>, errors: &mut Errors) -> Self {
        let Some(fields) = Fields::new(body, at, kind.fields(), errors) else {
            return Self::default();
        };
        let text = fields
            .text("content", 0..=CONTENT, errors)
            .map(|text| text.trim().to_owned());
        let content = if fields.is_null("content") {
            Some(String::new())
        } else {
            text
        };
        let embeds = match fields.list("embeds", 0..=10, errors) {
            Some(list) => Some(embed::check(list, &at.key("embeds"), errors)),
            None => fields.is_null("embeds").then(Vec::new),
        };
        let components = match fields.list("components", 0..=5, errors) {
            Some(list) => Some(component::check(list, &at.key("components"), errors)),
            None => fields.is_null("components").then(Vec::new),
        };
        let mut draft = Self {
            content,
            embeds,
            components,
            ..Self::default()
        };
        draft.flags = read_flags(&fields, kind, at, errors);
        fields.truth("tts", errors);
        draft.read_nonce(&fields, at, errors);
        draft.read_reference(&fields, at, errors);
        let allowed = fields.get("allowed_mentions");
        let lets_all =
            allowed.is_none_or(|allowed| lets_ping(allowed, &at.key("allowed_mentions"), errors));
        draft.pings = lets_all && draft.content.as_deref().is_some_and(names_people);
        refuse_files(&fields, at, errors);
        draft
    }

    fn read_nonce(&mut self, fields: &Fields<'_, '_>, at: &At<'_>, errors: &mut Errors) {
        self.nonce = fields.get("nonce").cloned();
        if let Some(text) = self.nonce.as_ref().and_then(Value::as_str) {
            if text.chars().count() > 25 {
                errors.add(
                    &at.key("nonce"),
                    "BASE_TYPE_MAX_LENGTH",
                    "Must be 25 or fewer in length.",
                );
            }
        } else if self
            .nonce
            .as_ref()
            .is_some_and(|nonce| nonce.as_i64().is_none())
        {
            errors.add(
                &at.key("nonce"),
                "BASE_TYPE_BAD_TYPE",
                "Could not interpret value as string.",
            );
        }
        self.enforce_nonce = fields.truth("enforce_nonce", errors).unwrap_or(false);
    }

    fn read_reference(&mut self, fields: &Fields<'_, '_>, at: &At<'_>, errors: &mut Errors) {
        let Some(reference) = fields.get("message_reference") else {
            return;
        };
        let at = at.key("message_reference");
        let known = [
            "type",
            "message_id",
            "channel_id",
            "guild_id",
            "fail_if_not_exists",
        ];
        let Some(reference) = Fields::new(reference, &at, &known, errors) else {
            return;
        };
        reference.required("message_id", errors);
        reference.number("type", 0..=0, errors);
        reference.id("channel_id", errors);
        reference.id("guild_id", errors);
        self.reply_to = reference.id("message_id", errors);
        self.reply_must_exist = reference
            .truth("fail_if_not_exists", errors)
            .unwrap_or(true);
    }

    /// Whether there is nothing in it to show.
    pub(super) fn is_empty(&self) -> bool {
        self.content.as_deref().unwrap_or_default().is_empty()
            && self.embeds.as_deref().unwrap_or_default().is_empty()
    }
}

fn read_flags(fields: &Fields<'_, '_>, kind: Kind, at: &At<'_>, errors: &mut Errors) -> u64 {
    let flags = fields
        .number("flags", 0..=i64::from(i32::MAX), errors)
        .unwrap_or(0);
    let flags = u64::try_from(flags).unwrap_or(0);
    if flags & !kind.flags() != 0 {
        errors.add(
            &at.key("flags"),
            "BITFIELD_TYPE_FLAGS_NOT_ALLOWED",
            "Invalid flags for this request.",
        );
    }
    flags
}

/// Stickers, polls and attachments are refused when there are any: no file can be sent to this network.
fn refuse_files(fields: &Fields<'_, '_>, at: &At<'_>, errors: &mut Errors) {
    for key in ["sticker_ids", "attachments"] {
        if fields
            .list(key, 0..=10, errors)
            .is_some_and(|list| !list.is_empty())
        {
            errors.add(
                &at.key(key),
                "UNSUPPORTED",
                "This network takes no stickers and no files.",
            );
        }
    }
    for key in ["poll", "shared_client_theme"] {
        if fields.get(key).is_some() {
            errors.add(
                &at.key(key),
                "UNSUPPORTED",
                "This network takes no polls and no themes.",
            );
        }
    }
}

/// Whether `allowed_mentions` lets anyone be pinged (docs: "Allowed Mentions Object").
fn lets_ping(allowed: &Value, at: &At<'_>, errors: &mut Errors) -> bool {
    let Some(fields) = Fields::new(
        allowed,
        at,
        &["parse", "roles", "users", "replied_user"],
        errors,
    ) else {
        return true;
    };
    fields.truth("replied_user", errors);
    let parse = fields.list("parse", 0..=3, errors);
    for (index, kind) in parse.unwrap_or_default().iter().enumerate() {
        if !matches!(kind.as_str(), Some("roles" | "users" | "everyone")) {
            let message = "Value must be one of ('users', 'roles', 'everyone').";
            errors.add(&at.key("parse").index(index), "BASE_TYPE_CHOICES", message);
        }
    }
    let mut named = 0;
    for key in ["roles", "users"] {
        let ids = fields.list(key, 0..=100, errors).unwrap_or_default();
        named += ids.len();
        let parsed = parse
            .unwrap_or_default()
            .iter()
            .any(|kind| kind.as_str() == Some(key));
        if parsed && !ids.is_empty() {
            let message = format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive.");
            errors.add(at, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message);
        }
    }
    parse.is_none_or(|parse| !parse.is_empty()) || named > 0
}

/// Whether a content would ping people if it were let.
fn names_people(content: &str) -> bool {
    if content.contains("@everyone") || content.contains("@here") {
        return true;
    }
    content.split("<@").skip(1).any(|rest| {
        let id = rest.trim_start_matches(['!', '&']);
        let digits = id.chars().take_while(char::is_ascii_digit).count();
        digits > 0 && id.chars().nth(digits) == Some('>')
    })
}

#[cfg(test)]
mod tests {
    use super::names_people;

    #[test]
    fn pings() {
        for content in ["@everyone", "hi @here", "<@1>", "<@!22>", "a <@&333> b"] {
            assert!(names_people(content), "{content}");
        }
        for content in ["", "everyone", "a@b.c", "<@>", "<@x>", "<#12>", "<@12"] {
            assert!(!names_people(content), "{content}");
        }
    }
}
