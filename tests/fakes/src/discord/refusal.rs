//! What the network says when it refuses.

use serde_json::{Map, Value, json};

/// A refused request (docs: "Opcodes and Status Codes", "JSON").
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: u32,
    pub(super) message: String,
    pub(super) errors: Option<Value>,
    /// Whether the bot broke a rule; not so where a test arranged the refusal.
    pub(super) blame: bool,
}

/// A place in a body, from the outside in.
#[derive(Debug, Clone, Copy)]
pub(super) enum At<'a> {
    Root,
    Key(&'a At<'a>, &'a str),
    Index(&'a At<'a>, usize),
}

impl<'a> At<'a> {
    pub(super) fn key(&'a self, key: &'a str) -> At<'a> {
        At::Key(self, key)
    }

    pub(super) fn index(&'a self, index: usize) -> At<'a> {
        At::Index(self, index)
    }

    fn steps(&self) -> Vec<String> {
        match self {
            At::Root => Vec::new(),
            At::Key(outer, key) => [outer.steps(), vec![(*key).to_owned()]].concat(),
            At::Index(outer, index) => [outer.steps(), vec![index.to_string()]].concat(),
        }
    }
}

impl Refusal {
    pub(super) fn new(status: u16, code: u32, message: &str) -> Self {
        Self {
            status,
            code,
            message: message.to_owned(),
            errors: None,
            blame: true,
        }
    }

    /// A refusal that the test arranged.
    pub(super) fn arranged(status: u16, code: u32, message: &str) -> Self {
        Self {
            blame: false,
            ..Self::new(status, code, message)
        }
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    pub(super) fn unknown(code: u32, what: &str) -> Self {
        Self::new(404, code, &format!("Unknown {what}"))
    }

    /// The body as the network sends it.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({"message": self.message, "code": self.code});
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
}

/// Errors in a body, gathered by place, for an "Invalid Form Body" (docs: "Error Messages").
#[derive(Debug, Default)]
pub(super) struct Errors {
    found: Map<String, Value>,
}

impl Errors {
    /// Adds an error at a place.
    pub(super) fn add(&mut self, at: &At<'_>, code: &str, message: impl Into<String>) {
        let mut place = &mut self.found;
        for step in at.steps() {
            let inner = place.entry(step).or_insert_with(|| json!({}));
            let Value::Object(inner) = inner else { return };
            place = inner;
        }
        let list = place.entry("_errors").or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(json!({"code": code, "message": message.into()}));
        }
    }

    /// Fails if there are errors.
    pub(super) fn check(self) -> Result<(), Refusal> {
        if self.found.is_empty() {
            return Ok(());
        }
        let errors = Some(Value::Object(self.found));
        Err(Refusal {
            errors,
            ..Refusal::new(400, 50035, "Invalid Form Body")
        })
    }
}
