//! The body of a command, checked (docs: "Application Command Object").

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{
    command::kind,
    form::Fields,
    refusal::{At, Errors},
};

/// Names, descriptions and choices of a command together, in characters.
const TOTAL: usize = 8000;

const SUB_COMMAND: i64 = 1;
const SUB_GROUP: i64 = 2;
const TEXT: i64 = 3;
const INTEGER: i64 = 4;
const NUMBER: i64 = 10;

const KNOWN: [&str; 14] = [
    "id",
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "dm_permission",
    "default_permission",
    "integration_types",
    "contexts",
    "type",
    "nsfw",
    "handler",
];

/// Checks a command.
pub(super) fn check(command: &Value, at: &At<'_>, errors: &mut Errors) {
    let Some(fields) = Fields::new(command, at, &KNOWN, errors) else {
        return;
    };
    fields.required("name", errors);
    fields.number("type", 1..=3, errors);
    let name = fields.text("name", 1..=32, errors).unwrap_or_default();
    if kind(command) == 1 {
        check_name(name, &at.key("name"), errors);
        fields.required("description", errors);
        fields.text("description", 1..=100, errors);
    } else {
        fields.text("description", 0..=0, errors);
        if fields
            .get("options")
            .is_some_and(|options| options.as_array().is_none_or(|options| !options.is_empty()))
        {
            let message = "Context menu commands cannot have options";
            errors.add(
                &at.key("options"),
                "APPLICATION_COMMAND_INVALID_OPTIONS",
                message,
            );
        }
    }
    check_localized(&fields, at, errors);
    check_set(&fields, at, "integration_types", 1, errors);
    check_set(&fields, at, "contexts", 2, errors);
    for key in ["dm_permission", "default_permission", "nsfw"] {
        fields.truth(key, errors);
    }
    check_options(&fields, at, 0, errors);
    if size(command) > TOTAL {
        errors.add(
            at,
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({TOTAL})"),
        );
    }
}

/// docs: "Application Command Naming".
fn check_name(name: &str, at: &At<'_>, errors: &mut Errors) {
    let allowed = |letter: char| {
        letter.is_alphanumeric() && !letter.is_uppercase() || matches!(letter, '-' | '_' | '\'')
    };
    if !name.chars().all(allowed) {
        let message = "Command name is invalid";
        errors.add(at, "APPLICATION_COMMAND_INVALID_NAME", message);
    }
}

fn check_localized(fields: &Fields<'_, '_>, at: &At<'_>, errors: &mut Errors) {
    for (key, longest) in [
        ("name_localizations", 32),
        ("description_localizations", 100),
    ] {
        let Some(texts) = fields.get(key) else {
            continue;
        };
        let place = at.key(key);
        let Some(map) = texts.as_object() else {
            errors.add(
                &place,
                "DICT_TYPE_CONVERT",
                "Only dictionaries may be used in a DictType",
            );
            continue;
        };
        for (locale, text) in map {
            let count = text.as_str().map_or(0, |text| text.chars().count());
            if !(1..=longest).contains(&count) {
                let message = format!("Must be between 1 and {longest} in length.");
                errors.add(&place.key(locale), "BASE_TYPE_BAD_LENGTH", message);
            }
        }
    }
}

/// A list of different numbers from 0 up.
fn check_set(fields: &Fields<'_, '_>, at: &At<'_>, key: &str, highest: u64, errors: &mut Errors) {
    let list = fields.list(key, 1..=10, errors).unwrap_or_default();
    let mut seen = HashSet::new();
    for (index, value) in list.iter().enumerate() {
        let number = value.as_u64().filter(|number| *number <= highest);
        if !number.is_some_and(|number| seen.insert(number)) {
            let message = format!("Value must be one of 0 to {highest}, and only once.");
            errors.add(&at.key(key).index(index), "BASE_TYPE_CHOICES", message);
        }
    }
}

/// Options of a command (depth 0), of a group or a subcommand.
fn check_options(fields: &Fields<'_, '_>, at: &At<'_>, depth: usize, errors: &mut Errors) {
    let list = fields.list("options", 0..=25, errors).unwrap_or_default();
    let place = at.key("options");
    let mut names = HashSet::new();
    let mut was_optional = false;
    let subs = list.iter().filter(|option| is_sub(option)).count();
    if subs > 0 && subs < list.len() {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        errors.add(&place, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    for (index, option) in list.iter().enumerate() {
        let at = place.index(index);
        check_option(option, &at, depth, errors);
        if !option["name"]
            .as_str()
            .is_none_or(|name| names.insert(name))
        {
            let message = "Option name already exists";
            errors.add(
                &at.key("name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                message,
            );
        }
        let required = option["required"].as_bool().unwrap_or(false);
        if required && was_optional {
            let message = "Required options must be placed before non-required options";
            errors.add(&at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        was_optional |= !required && !is_sub(option);
    }
}

fn is_sub(option: &Value) -> bool {
    matches!(option["type"].as_i64(), Some(SUB_COMMAND | SUB_GROUP))
}

fn check_option(option: &Value, at: &At<'_>, depth: usize, errors: &mut Errors) {
    let known = [
        "type",
        "name",
        "name_localizations",
        "description",
        "description_localizations",
        "required",
        "choices",
        "options",
        "channel_types",
        "min_value",
        "max_value",
        "min_length",
        "max_length",
        "autocomplete",
    ];
    let Some(fields) = Fields::new(option, at, &known, errors) else {
        return;
    };
    for key in ["type", "name", "description"] {
        fields.required(key, errors);
    }
    check_name(
        fields.text("name", 1..=32, errors).unwrap_or_default(),
        &at.key("name"),
        errors,
    );
    fields.text("description", 1..=100, errors);
    fields.truth("required", errors);
    check_localized(&fields, at, errors);
    let kind = fields.number("type", 1..=11, errors).unwrap_or(0);
    let too_deep = kind == SUB_GROUP && depth > 0 || kind == SUB_COMMAND && depth > 1;
    if too_deep {
        let message = "Sub-commands and groups cannot be nested deeper";
        errors.add(
            &at.key("type"),
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            message,
        );
    } else if matches!(kind, SUB_COMMAND | SUB_GROUP) {
        check_options(&fields, at, if kind == SUB_GROUP { 1 } else { 2 }, errors);
    } else if fields
        .get("options")
        .is_some_and(|options| options.as_array().is_none_or(|list| !list.is_empty()))
    {
        errors.add(
            &at.key("options"),
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Only sub-commands have options",
        );
    }
    fields.number("min_length", 0..=6000, errors);
    fields.number("max_length", 1..=6000, errors);
    check_choices(&fields, at, kind, errors);
}

fn check_choices(fields: &Fields<'_, '_>, at: &At<'_>, kind: i64, errors: &mut Errors) {
    let choices = fields.list("choices", 0..=25, errors).unwrap_or_default();
    let autocomplete = fields.truth("autocomplete", errors).unwrap_or(false);
    let has_values = matches!(kind, TEXT | INTEGER | NUMBER);
    if autocomplete && (!choices.is_empty() || !has_values) {
        let message = "Autocomplete goes with texts and numbers without choices only";
        errors.add(
            &at.key("autocomplete"),
            "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID",
            message,
        );
    }
    if !choices.is_empty() && !has_values {
        let message = "Options of this type cannot have choices";
        errors.add(
            &at.key("choices"),
            "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
            message,
        );
    }
    let place = at.key("choices");
    let mut names = HashSet::new();
    for (index, choice) in choices.iter().enumerate() {
        let at = place.index(index);
        let Some(fields) = Fields::new(
            choice,
            &at,
            &["name", "name_localizations", "value"],
            errors,
        ) else {
            continue;
        };
        fields.required("name", errors);
        fields.required("value", errors);
        let name = fields.text("name", 1..=100, errors).unwrap_or_default();
        if !names.insert(name) {
            let message = "Choice name already exists";
            errors.add(
                &at.key("name"),
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS",
                message,
            );
        }
        if kind == TEXT {
            fields.text("value", 1..=100, errors);
        } else if fields.get("value").is_some_and(|value| !value.is_number()) {
            errors.add(
                &at.key("value"),
                "NUMBER_TYPE_COERCE",
                "Value is not a number.",
            );
        }
    }
}

/// The characters that count for the limit.
fn size(part: &Value) -> usize {
    let own: usize = ["name", "description", "value"]
        .iter()
        .map(|key| longest(part, key))
        .sum();
    let inner = ["options", "choices"]
        .iter()
        .filter_map(|key| part[*key].as_array())
        .flatten()
        .map(size)
        .sum::<usize>();
    own + inner
}

/// The text of a field, or its longest translation.
fn longest(part: &Value, key: &str) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let translated = part[format!("{key}_localizations")].as_object();
    let longest = translated
        .and_then(|texts| texts.values().map(count).max())
        .unwrap_or(0);
    count(&part[key]).max(longest)
}

/// What of a described command can be written.
pub(super) fn writable(command: &Value) -> Value {
    let mut writable = json!({});
    for key in KNOWN
        .iter()
        .filter(|key| **key != "id" && !command[**key].is_null())
    {
        writable[*key] = command[*key].clone();
    }
    writable
}

/// The value without fields that are null, all the way down.
pub(super) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                kept.map(|(key, value)| (key.clone(), without_nulls(value)))
                    .collect(),
            )
        }
        Value::Array(list) => list.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}
