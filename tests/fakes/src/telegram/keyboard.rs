//! The buttons under a message.

use serde_json::Value;

use super::{
    fields::{Fields, Kind, Known},
    html::is_link,
    refusal::Refusal,
};
use crate::{Button, Press};

/// The most buttons of a message, and of a row: more are refused or not shown by clients.
const MOST_BUTTONS: usize = 100;
const MOST_IN_ROW: usize = 8;

/// The longest callback data in bytes (docs: "1-64 bytes").
const LONGEST_DATA: usize = 64;

const MARKUP: Known = &[("inline_keyboard", Kind::Json)];

const FORCE_REPLY: Known = &[
    ("force_reply", Kind::Boolean),
    ("input_field_placeholder", Kind::Text),
    ("selective", Kind::Boolean),
];

const BUTTON: Known = &[
    ("text", Kind::Text),
    ("style", Kind::Text),
    ("url", Kind::Text),
    ("callback_data", Kind::Text),
];

/// Reads `reply_markup`. `inline` says that only an inline keyboard will do, as for edits.
pub(crate) fn read(
    fields: &Fields,
    inline: bool,
    problems: &mut Vec<String>,
) -> Result<Option<Value>, Refusal> {
    let Some(markup) = fields.value("reply_markup") else {
        return Ok(None);
    };
    if !inline && markup.get("force_reply").is_some() {
        return Ok(Some(
            Fields::of(markup, "reply_markup", FORCE_REPLY, problems)?.to_json(),
        ));
    }
    if markup.get("inline_keyboard").is_none() {
        problems.push("this fake knows no keyboards but inline ones and force_reply".into());
        return Err(Refusal::bad("inline keyboard expected"));
    }
    let keyboard = Fields::of(markup, "reply_markup", MARKUP, problems)?;
    let mut rows = Vec::new();
    for row in keyboard.list("inline_keyboard")?.unwrap_or_default() {
        let Value::Array(row) = row else {
            return Err(Refusal::bad(
                "field \"inline_keyboard\" must be an Array of Arrays",
            ));
        };
        if row.len() > MOST_IN_ROW {
            return Err(Refusal::bad(format!(
                "reply markup is too long: {} buttons in a row",
                row.len()
            )));
        }
        let row = row
            .iter()
            .map(|button| read_button(button, problems))
            .collect::<Result<Vec<Value>, Refusal>>()?;
        if !row.is_empty() {
            rows.push(Value::Array(row));
        }
    }
    let buttons: usize = rows.iter().filter_map(Value::as_array).map(Vec::len).sum();
    if buttons > MOST_BUTTONS {
        return Err(Refusal::bad("reply markup is too long"));
    }
    Ok((buttons > 0).then(|| serde_json::json!({ "inline_keyboard": rows })))
}

fn read_button(button: &Value, problems: &mut Vec<String>) -> Result<Value, Refusal> {
    let wrong = |what: &str| Refusal::bad(format!("can't parse inline keyboard button: {what}"));
    let button = Fields::of(button, "InlineKeyboardButton", BUTTON, problems)?;
    if button.text("text").unwrap_or_default().trim().is_empty() {
        return Err(wrong("Field \"text\" must be non-empty"));
    }
    if button
        .text("style")
        .is_some_and(|style| !matches!(style, "danger" | "success" | "primary"))
    {
        return Err(wrong("Invalid button style specified"));
    }
    match (button.text("url"), button.text("callback_data")) {
        (Some(url), None) if is_link(url) => {}
        (Some(url), None) => {
            return Err(Refusal::bad(format!(
                "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
            )));
        }
        (None, Some(data)) if (1..=LONGEST_DATA).contains(&data.len()) => {}
        (None, Some(_)) => return Err(Refusal::bad("BUTTON_DATA_INVALID")),
        (Some(_), Some(_)) => return Err(wrong("Exactly one of the optional fields must be used")),
        (None, None) => return Err(wrong("Text buttons are unallowed in the inline keyboard")),
    }
    Ok(button.to_json())
}

/// The buttons as people see them.
pub(crate) fn buttons(markup: Option<&Value>) -> Vec<Vec<Button>> {
    let rows = markup.and_then(|markup| markup["inline_keyboard"].as_array());
    let row = |row: &Value| {
        row.as_array()
            .into_iter()
            .flatten()
            .filter_map(button)
            .collect()
    };
    rows.into_iter().flatten().map(row).collect()
}

fn button(button: &Value) -> Option<Button> {
    let press = match (button["callback_data"].as_str(), button["url"].as_str()) {
        (Some(data), _) => Press::Id(data.into()),
        (None, Some(url)) => Press::Link(url.into()),
        (None, None) => return None,
    };
    let label = button["text"].as_str()?.to_owned();
    Some(Button { label, press })
}
