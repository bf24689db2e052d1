//! Holding recorded traffic against the published description of the Bot API (`telegram-bot-api.json` of
//! PaulSonOfLars/telegram-bot-api-spec).

use std::{collections::HashMap, fs, path::Path};

use serde::Deserialize;
use serde_json::Value;

use crate::Exchange;

/// The part of the description that is held against traffic.
#[derive(Debug, Deserialize)]
struct Description {
    methods: HashMap<String, Entry>,
    types: HashMap<String, Entry>,
}

/// A method or a type.
#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(default)]
    fields: Vec<Field>,
    /// What a method gives.
    #[serde(default)]
    returns: Vec<String>,
    /// The types that a type stands for.
    #[serde(default)]
    subtypes: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Field {
    name: String,
    types: Vec<String>,
    #[serde(default)]
    required: bool,
}

/// What in `exchanges` does not fit `telegram-bot-api.json` in the folder `specs`: requests of the bot that were carried
/// out, and answers of this Telegram.
pub fn check(exchanges: &[Exchange], specs: &Path) -> Vec<String> {
    let description = fs::read(specs.join("telegram-bot-api.json"));
    let description = description.map_err(|error| error.to_string());
    let description: Description = match description
        .and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string()))
    {
        Ok(description) => description,
        Err(error) => return vec![format!("the description can't be read: {error}")],
    };
    exchanges
        .iter()
        .flat_map(|exchange| check_exchange(exchange, &description))
        .collect()
}

fn check_exchange(exchange: &Exchange, description: &Description) -> Vec<String> {
    let route = &exchange.route;
    let Some(method) = description.methods.get(route) else {
        return vec![format!("{route}: no such method")];
    };
    let mut findings = Vec::new();
    if exchange.status == 200 {
        check_object(
            route,
            &exchange.request,
            &method.fields,
            Side::Request,
            description,
            &mut findings,
        );
        let result = &exchange.response["result"];
        let fits = method
            .returns
            .iter()
            .any(|kind| misfits("result", result, kind, Side::Answer, description).is_empty());
        if !fits {
            let kind = method
                .returns
                .first()
                .map(String::as_str)
                .unwrap_or_default();
            findings.extend(misfits("result", result, kind, Side::Answer, description));
        }
    } else if exchange.response.is_object() {
        findings.extend(check_refusal(exchange, description));
    }
    findings
        .into_iter()
        .map(|finding| format!("{route}: {finding}"))
        .collect()
}

/// The form of a refusal (docs: "Making requests").
fn check_refusal(exchange: &Exchange, description: &Description) -> Vec<String> {
    let response = &exchange.response;
    let mut findings = Vec::new();
    if response["ok"] != false
        || response["error_code"] != exchange.status
        || !response["description"].is_string()
    {
        findings.push(format!(
            "the refusal has not the documented form: {response}"
        ));
    }
    if let Some(parameters) = response.get("parameters") {
        findings.extend(misfits(
            "parameters",
            parameters,
            "ResponseParameters",
            Side::Answer,
            description,
        ));
    }
    findings
}

/// Who wrote a value. In forms, bots write everything as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Request,
    Answer,
}

fn check_object(
    place: &str,
    value: &Value,
    fields: &[Field],
    side: Side,
    description: &Description,
    findings: &mut Vec<String>,
) {
    let Value::Object(values) = value else {
        if !(value.is_null() && side == Side::Request) {
            findings.push(format!("{place} is no object: {value}"));
        }
        return;
    };
    for name in values
        .keys()
        .filter(|name| !fields.iter().any(|field| field.name == **name))
    {
        findings.push(format!("{place} has no field `{name}`"));
    }
    for field in fields {
        let name = format!("{place}.{}", field.name);
        match values.get(&field.name) {
            None if field.required => findings.push(format!("{name} is missing")),
            None => {}
            Some(value) => {
                let misfit = |kind: &String| misfits(&name, value, kind, side, description);
                if !field.types.iter().any(|kind| misfit(kind).is_empty()) {
                    findings.extend(field.types.first().map(misfit).unwrap_or_default());
                }
            }
        }
    }
}

/// Why `value` is no `kind`; nothing when it is one.
fn misfits(
    place: &str,
    value: &Value,
    kind: &str,
    side: Side,
    description: &Description,
) -> Vec<String> {
    if let (Side::Request, Value::String(text), false) =
        (side, value, matches!(kind, "String" | "InputFile"))
    {
        // Forms, and JSON in a string.
        return match serde_json::from_str::<Value>(text) {
            Ok(value) if !value.is_string() => misfits(place, &value, kind, side, description),
            _ => vec![format!("{place} is no {kind}: {value}")],
        };
    }
    if let Some(inner) = kind.strip_prefix("Array of ") {
        let Value::Array(values) = value else {
            return vec![format!("{place} is no list: {value}")];
        };
        let each = values.iter().enumerate();
        return each
            .flat_map(|(at, value)| {
                misfits(&format!("{place}[{at}]"), value, inner, side, description)
            })
            .collect();
    }
    let fits = match kind {
        "Integer" => value.is_i64(),
        "Float" => value.is_number(),
        "Boolean" => value.is_boolean(),
        "String" | "InputFile" => value.is_string(),
        _ => return misfits_type(place, value, kind, side, description),
    };
    if fits {
        Vec::new()
    } else {
        vec![format!("{place} is no {kind}: {value}")]
    }
}

fn misfits_type(
    place: &str,
    value: &Value,
    kind: &str,
    side: Side,
    description: &Description,
) -> Vec<String> {
    let Some(entry) = description.types.get(kind) else {
        return vec![format!("{place}: the description has no type {kind}")];
    };
    if entry.subtypes.is_empty() {
        let mut findings = Vec::new();
        check_object(
            place,
            value,
            &entry.fields,
            side,
            description,
            &mut findings,
        );
        return findings;
    }
    let all: Vec<Vec<String>> = entry
        .subtypes
        .iter()
        .map(|kind| misfits(place, value, kind, side, description))
        .collect();
    // The closest of the types it could be tells best what is wrong.
    all.into_iter().min_by_key(Vec::len).unwrap_or_default()
}
