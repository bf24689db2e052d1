//! The fields of a request.

use serde_json::{Map, Value};

use super::refusal::Refusal;

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Boolean,
    /// An object or an array; also taken as a string of JSON (docs: "JSON-serialized").
    Json,
    /// A chat's number, or the `@name` of a public one.
    Chat,
    /// An uploaded file.
    File,
}

/// The fields that are known in one place, with their kinds.
pub(crate) type Known = &'static [(&'static str, Kind)];

/// The fields of a request or of an object inside it, each of its documented kind.
#[derive(Debug)]
pub(crate) struct Fields {
    values: Map<String, Value>,
}

impl Fields {
    /// Brings each field to its kind. Unknown fields and nulls are left out and named in `problems`: Telegram ignores
    /// them, so that a misspelt field goes unnoticed there.
    pub(crate) fn read(
        values: Map<String, Value>,
        known: Known,
        problems: &mut Vec<String>,
    ) -> Result<Self, Refusal> {
        let mut read = Map::new();
        for (name, value) in values {
            let Some((_, kind)) = known.iter().find(|(field, _)| *field == name) else {
                problems.push(format!(
                    "there is no field `{name}` here, or none that this fake knows"
                ));
                continue;
            };
            if value.is_null() {
                problems.push(format!("the field `{name}` is null"));
                continue;
            }
            match convert(value, *kind) {
                Some(value) => read.insert(name, value),
                None => {
                    return Err(Refusal::bad(format!(
                        "field \"{name}\" must be of type {kind:?}"
                    )));
                }
            };
        }
        Ok(Self { values: read })
    }

    /// All fields as JSON, for the record.
    pub(crate) fn to_json(&self) -> Value {
        Value::Object(self.values.clone())
    }

    /// Whether the field is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// A text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    /// A text that must be there.
    pub(crate) fn needs_text(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name)
            .ok_or_else(|| Refusal::bad(format!("parameter \"{name}\" is required")))
    }

    /// A whole number.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        self.values.get(name)?.as_i64()
    }

    /// Whether a flag is set; absent means no.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.values
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or_default()
    }

    /// Any value.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// A list.
    pub(crate) fn list(&self, name: &str) -> Result<Option<&[Value]>, Refusal> {
        match self.values.get(name) {
            None => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(_) => Err(Refusal::bad(format!("field \"{name}\" must be an Array"))),
        }
    }

    /// An object inside this one.
    pub(crate) fn object(
        &self,
        name: &str,
        known: Known,
        problems: &mut Vec<String>,
    ) -> Result<Option<Fields>, Refusal> {
        self.values
            .get(name)
            .map(|value| Self::of(value, name, known, problems))
            .transpose()
    }

    /// The fields of `value`, which stands in a field or list called `place`.
    pub(crate) fn of(
        value: &Value,
        place: &str,
        known: Known,
        problems: &mut Vec<String>,
    ) -> Result<Self, Refusal> {
        let Value::Object(values) = value else {
            return Err(Refusal::bad(format!("Object expected as {place}")));
        };
        let mut inside = Vec::new();
        let read = Self::read(values.clone(), known, &mut inside);
        problems.extend(
            inside
                .into_iter()
                .map(|problem| format!("{place}: {problem}")),
        );
        read
    }
}

/// Forms and multipart bodies hold everything as text; JSON bodies may.
fn convert(value: Value, kind: Kind) -> Option<Value> {
    match (kind, value) {
        (Kind::Text | Kind::File, value @ Value::String(_)) => Some(value),
        (Kind::Integer, value @ Value::Number(_)) => value.is_i64().then_some(value),
        (Kind::Integer, Value::String(text)) => text.parse::<i64>().ok().map(Value::from),
        (Kind::Boolean, value @ Value::Bool(_)) => Some(value),
        (Kind::Boolean, Value::String(text)) => match text.as_str() {
            "true" | "True" | "1" => Some(Value::Bool(true)),
            "false" | "False" | "0" => Some(Value::Bool(false)),
            _ => None,
        },
        (Kind::Json, value @ (Value::Object(_) | Value::Array(_))) => Some(value),
        (Kind::Json, Value::String(text)) => {
            let value: Value = serde_json::from_str(&text).ok()?;
            (value.is_object() || value.is_array()).then_some(value)
        }
        (Kind::Chat, value @ Value::Number(_)) => value.is_i64().then_some(value),
        (Kind::Chat, Value::String(text)) => match text.parse::<i64>() {
            Ok(id) => Some(Value::from(id)),
            Err(_) => Some(Value::String(text)),
        },
        _ => None,
    }
}
