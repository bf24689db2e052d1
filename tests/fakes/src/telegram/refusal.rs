//! How Telegram says no.

use std::fmt::Display;

use serde_json::{Value, json};

/// What a method is answered: its result, or why not.
pub(crate) type Answer = Result<Value, Refusal>;

/// An error as the Bot API gives it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    /// The HTTP status, which is also the `error_code`.
    pub(crate) status: u16,
    /// The `description`.
    pub(crate) description: String,
    /// The `parameters` that help a bot to go on.
    pub(crate) parameters: Option<Value>,
    /// Whether the bot could have known better.
    pub(crate) blame: bool,
}

impl Refusal {
    fn new(status: u16, description: String) -> Self {
        Self {
            status,
            description,
            parameters: None,
            blame: true,
        }
    }

    /// 400 for a request that is wrong.
    pub(crate) fn bad(what: impl Display) -> Self {
        Self::new(400, format!("Bad Request: {what}"))
    }

    /// 403 for something that people decided; a bot finds out by trying.
    pub(crate) fn forbidden(what: impl Display) -> Self {
        Self::new(403, format!("Forbidden: {what}")).blameless()
    }

    /// 401 for a token that is no bot's.
    pub(crate) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized".into())
    }

    /// 404 for a path that is none.
    pub(crate) fn not_found() -> Self {
        Self::new(404, "Not Found".into())
    }

    /// 404 for a method that is none.
    pub(crate) fn no_such_method() -> Self {
        Self::new(404, "Not Found: method not found".into())
    }

    /// 409 for two that want the same updates.
    pub(crate) fn conflict(what: impl Display) -> Self {
        Self::new(409, format!("Conflict: {what}"))
    }

    /// 429 with the seconds to wait.
    pub(crate) fn too_many(seconds: u64) -> Self {
        let refusal = Self::new(429, format!("Too Many Requests: retry after {seconds}"));
        refusal.with("retry_after", json!(seconds)).blameless()
    }

    /// 400 for a group that has become a supergroup with another id.
    pub(crate) fn migrated(to: i64) -> Self {
        let refusal = Self::bad("group chat was upgraded to a supergroup chat");
        refusal.with("migrate_to_chat_id", json!(to)).blameless()
    }

    /// An error that a test asked for.
    pub(crate) fn fault(status: u16) -> Self {
        let description = match status {
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            409 => "Conflict",
            _ => "Internal Server Error",
        };
        Self::new(status, description.into()).blameless()
    }

    /// Nothing that the bot could have known.
    pub(crate) fn blameless(mut self) -> Self {
        self.blame = false;
        self
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.parameters = Some(json!({ name: value }));
        self
    }

    /// The seconds to wait before the next try.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        self.parameters.as_ref()?["retry_after"].as_u64()
    }

    /// The body of the answer.
    pub(crate) fn to_json(&self) -> Value {
        let mut body =
            json!({"ok": false, "error_code": self.status, "description": self.description});
        if let Some(parameters) = &self.parameters {
            body["parameters"] = parameters.clone();
        }
        body
    }
}
