//! Reading a body field by field, with Discord's own error codes.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::refusal::{At, Errors};

/// A JSON object in a body.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a, 'p> {
    map: &'a Map<String, Value>,
    at: &'p At<'p>,
}

impl<'a, 'p> Fields<'a, 'p> {
    /// The object at a place, which may have these fields only. Discord ignores unknown fields; here they are refused,
    /// as each is a mistake of the bot.
    pub(super) fn new(
        value: &'a Value,
        at: &'p At<'p>,
        known: &[&str],
        errors: &mut Errors,
    ) -> Option<Self> {
        let Value::Object(map) = value else {
            errors.add(
                at,
                "DICT_TYPE_CONVERT",
                "Only dictionaries may be used in a DictType",
            );
            return None;
        };
        for key in map.keys().filter(|key| !known.contains(&key.as_str())) {
            errors.add(&at.key(key), "UNKNOWN_FIELD", "There is no such field");
        }
        Some(Self { map, at })
    }

    /// A field that is there and not null.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// Whether a field is there and null.
    pub(super) fn is_null(&self, key: &str) -> bool {
        self.map.get(key).is_some_and(Value::is_null)
    }

    pub(super) fn required(&self, key: &str, errors: &mut Errors) {
        if self.get(key).is_none() {
            errors.add(
                &self.at.key(key),
                "BASE_TYPE_REQUIRED",
                "This field is required",
            );
        }
    }

    /// A text of so many characters.
    pub(super) fn text(
        &self,
        key: &str,
        length: RangeInclusive<usize>,
        errors: &mut Errors,
    ) -> Option<&'a str> {
        let value = self.get(key)?;
        let Some(text) = value.as_str() else {
            errors.add(
                &self.at.key(key),
                "BASE_TYPE_BAD_TYPE",
                "Could not interpret value as string.",
            );
            return None;
        };
        let count = text.chars().count();
        if !length.contains(&count) {
            let (code, message) = bad_length(&length);
            errors.add(&self.at.key(key), code, message);
        }
        Some(text)
    }

    /// A whole number in a range.
    pub(super) fn number(
        &self,
        key: &str,
        range: RangeInclusive<i64>,
        errors: &mut Errors,
    ) -> Option<i64> {
        let value = self.get(key)?;
        let Some(number) = value.as_i64() else {
            let message = format!("Value \"{value}\" is not int.");
            errors.add(&self.at.key(key), "NUMBER_TYPE_COERCE", message);
            return None;
        };
        if !range.contains(&number) {
            let message = format!(
                "int value should be between {} and {}.",
                range.start(),
                range.end()
            );
            errors.add(&self.at.key(key), "NUMBER_TYPE_RANGE", message);
        }
        Some(number)
    }

    /// True or false.
    pub(super) fn truth(&self, key: &str, errors: &mut Errors) -> Option<bool> {
        let value = self.get(key)?;
        if !value.is_boolean() {
            errors.add(
                &self.at.key(key),
                "BOOLEAN_TYPE_CONVERT",
                "Must be either true or false.",
            );
        }
        value.as_bool()
    }

    /// An id.
    pub(super) fn id(&self, key: &str, errors: &mut Errors) -> Option<u64> {
        let value = self.get(key)?;
        let id = snowflake(value);
        if id.is_none() {
            let message = format!("Value \"{value}\" is not snowflake.");
            errors.add(&self.at.key(key), "NUMBER_TYPE_COERCE", message);
        }
        id
    }

    /// A list of so many items.
    pub(super) fn list(
        &self,
        key: &str,
        length: RangeInclusive<usize>,
        errors: &mut Errors,
    ) -> Option<&'a [Value]> {
        let value = self.get(key)?;
        let Some(list) = value.as_array() else {
            errors.add(
                &self.at.key(key),
                "LIST_TYPE_CONVERT",
                "Only iterables may be used in a ListType",
            );
            return None;
        };
        if !length.contains(&list.len()) {
            let (code, message) = bad_length(&length);
            errors.add(&self.at.key(key), code, message);
        }
        Some(list)
    }

    /// The address of a page, at most 2,048 characters.
    pub(super) fn url(&self, key: &str, longest: usize, errors: &mut Errors) -> Option<&'a str> {
        let url = self.text(key, 0..=longest, errors)?;
        if !url.starts_with("https://")
            && !url.starts_with("http://")
            && !url.starts_with("attachment://")
        {
            let message = format!(
                "Scheme \"{}\" is not supported. Scheme must be one of ('http', 'https').",
                scheme(url)
            );
            errors.add(&self.at.key(key), "URL_TYPE_INVALID_SCHEME", message);
        } else if url.contains(char::is_whitespace) {
            errors.add(
                &self.at.key(key),
                "URL_TYPE_INVALID_URL",
                "Not a well formed URL.",
            );
        }
        Some(url)
    }
}

/// An id as JSON has it: text, as numbers lose digits in some languages; a number is accepted too.
pub(super) fn snowflake(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn scheme(url: &str) -> &str {
    url.split_once(':').map_or("", |(scheme, _)| scheme)
}

fn bad_length(length: &RangeInclusive<usize>) -> (&'static str, String) {
    if *length.start() == 0 {
        (
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {} or fewer in length.", length.end()),
        )
    } else {
        let message = format!(
            "Must be between {} and {} in length.",
            length.start(),
            length.end()
        );
        ("BASE_TYPE_BAD_LENGTH", message)
    }
}
