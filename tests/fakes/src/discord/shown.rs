//! What a person sees of a message.

use serde_json::Value;

use super::{
    component::{LINK, MENU},
    markdown,
    message::Message,
    world::State,
};
use crate::{Button, Press, Shown};

/// A message as a person sees it.
pub(super) fn shown(state: &State, message: &Message) -> Shown {
    let raw = lines(message);
    let text = raw
        .iter()
        .map(|line| named(state, &markdown::plain(line)))
        .collect::<Vec<_>>()
        .join("\n");
    Shown {
        id: message.id.to_string(),
        text,
        raw: raw.join("\n"),
        buttons: message.components.iter().map(buttons).collect(),
        only_me: message.is_ephemeral(),
        edits: message.edits,
        reply_to: message.reply_to.map(|id| id.to_string()),
    }
}

/// The content, then title, description, fields and footer of each embed; what is empty is no line.
fn lines(message: &Message) -> Vec<String> {
    let mut lines = vec![message.content.clone()];
    for embed in &message.embeds {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        lines.push(text(&embed["author"]["name"]));
        lines.push(match embed["url"].as_str() {
            Some(url) => format!("[{}]({url})", text(&embed["title"])),
            None => text(&embed["title"]),
        });
        lines.push(text(&embed["description"]));
        for field in embed["fields"].as_array().into_iter().flatten() {
            lines.push(text(&field["name"]));
            lines.push(text(&field["value"]));
        }
        lines.push(text(&embed["footer"]["text"]));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Mentions of people as people read them.
fn named(state: &State, text: &str) -> String {
    let mut named = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<@") {
        named.push_str(before);
        let user = after
            .split_once('>')
            .and_then(|(id, left)| Some((id.parse::<u64>().ok()?, left)));
        if let Some((id, left)) = user {
            named.push('@');
            named.push_str(state.name_of(id));
            rest = left;
        } else {
            named.push_str("<@");
            rest = after;
        }
    }
    named.push_str(rest);
    named
}

fn buttons(row: &Value) -> Vec<Button> {
    row["components"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(pressable)
        .collect()
}

/// A button, or the choices of a menu.
fn pressable(component: &Value) -> Vec<Button> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let id = text(&component["custom_id"]);
    if component["type"].as_i64() == Some(MENU) {
        let options = component["options"].as_array().into_iter().flatten();
        let choice = |option: &Value| Button {
            label: text(&option["label"]),
            press: Press::Choice {
                menu: id.clone(),
                value: text(&option["value"]),
            },
        };
        return options.map(choice).collect();
    }
    let is_link = component["style"].as_i64() == Some(LINK);
    let press = if is_link {
        Press::Link(text(&component["url"]))
    } else {
        Press::Id(id)
    };
    let label = match component["label"].as_str() {
        Some(label) => label.to_owned(),
        None => text(&component["emoji"]["name"]),
    };
    vec![Button { label, press }]
}
