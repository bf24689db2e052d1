//! A text with its entities.

use serde_json::{Map, Value, json};

use super::{
    entities,
    fields::{Fields, Kind, Known},
    html,
    refusal::Refusal,
};

/// The longest text of a message (docs: "1-4096 characters after entities parsing"), counted as entities are: in UTF-16
/// code units.
const LONGEST: usize = 4096;

const PREVIEW: Known = &[
    ("is_disabled", Kind::Boolean),
    ("url", Kind::Text),
    ("prefer_small_media", Kind::Boolean),
    ("prefer_large_media", Kind::Boolean),
    ("show_above_text", Kind::Boolean),
];

const ENTITY: Known = &[
    ("type", Kind::Text),
    ("offset", Kind::Integer),
    ("length", Kind::Integer),
    ("url", Kind::Text),
    ("language", Kind::Text),
];

/// A special part of a text; offset and length count UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entity {
    pub(crate) kind: String,
    pub(crate) offset: usize,
    pub(crate) length: usize,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
}

impl Entity {
    /// An entity without a link or a language.
    pub(crate) fn plain(kind: &str, offset: usize, length: usize) -> Self {
        Self {
            kind: kind.into(),
            offset,
            length,
            url: None,
            language: None,
        }
    }

    /// The first code unit after it.
    pub(crate) fn end(&self) -> usize {
        self.offset + self.length
    }

    fn to_json(&self) -> Value {
        let mut entity = json!({"type": self.kind, "offset": self.offset, "length": self.length});
        if let Some(url) = &self.url {
            entity["url"] = json!(url);
        }
        if let Some(language) = &self.language {
            entity["language"] = json!(language);
        }
        entity
    }
}

/// A text as it is shown, with its entities in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
}

impl Formatted {
    /// What a person types: no markup, entities found by Telegram.
    pub(crate) fn typed(text: &str) -> Self {
        let text = text.trim();
        Self {
            entities: entities::find(text),
            text: text.into(),
        }
    }

    /// Without the white space around it, which Telegram takes away, and with the entities that Telegram finds itself.
    pub(crate) fn finished(self) -> Self {
        let start = units(&self.text) - units(self.text.trim_start());
        let text = self.text.trim();
        let length = units(text);
        let mut entities: Vec<Entity> = self.entities;
        for entity in &mut entities {
            let end = entity.end().saturating_sub(start).min(length);
            entity.offset = entity.offset.saturating_sub(start);
            entity.length = end.saturating_sub(entity.offset);
        }
        entities.retain(|entity| entity.length > 0);
        let opaque = |found: &Entity| {
            entities.iter().any(|entity| {
                let closed = matches!(entity.kind.as_str(), "code" | "pre" | "text_link");
                closed && found.offset < entity.end() && entity.offset < found.end()
            })
        };
        let found: Vec<Entity> = entities::find(text)
            .into_iter()
            .filter(|found| !opaque(found))
            .collect();
        entities.extend(found);
        entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
        Self {
            text: text.into(),
            entities,
        }
    }

    /// What a person reads, with the address of a link behind its text where the two differ.
    pub(crate) fn shown(&self) -> String {
        let mut links: Vec<(usize, String)> = Vec::new();
        for entity in self
            .entities
            .iter()
            .filter(|entity| entity.kind == "text_link")
        {
            let url = entity.url.clone().unwrap_or_default();
            if self.part(entity) != url {
                links.push((entity.end(), format!(" ({url})")));
            }
        }
        let mut links = links.into_iter().peekable();
        let (mut shown, mut at) = (String::new(), 0);
        for letter in self.text.chars() {
            while let Some((_, url)) = links.next_if(|(end, _)| *end <= at) {
                shown.push_str(&url);
            }
            shown.push(letter);
            at += letter.len_utf16();
        }
        shown.extend(links.map(|(_, url)| url));
        shown
    }

    /// The letters under an entity.
    pub(crate) fn part(&self, entity: &Entity) -> String {
        let units: Vec<u16> = self
            .text
            .encode_utf16()
            .skip(entity.offset)
            .take(entity.length)
            .collect();
        String::from_utf16_lossy(&units)
    }

    /// Puts `text` and `entities` into a message.
    pub(crate) fn write(&self, message: &mut Map<String, Value>) {
        message.insert("text".into(), json!(self.text));
        if !self.entities.is_empty() {
            let entities = self.entities.iter().map(Entity::to_json).collect();
            message.insert("entities".into(), Value::Array(entities));
        }
    }
}

/// The text that a bot sends, as it was sent and as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Content {
    pub(crate) formatted: Formatted,
    pub(crate) raw: String,
    pub(crate) preview: Option<Value>,
}

impl Content {
    /// Reads the field `name` with `parse_mode`, `entities` and `link_preview_options`. `too_long` is what Telegram calls
    /// a text that is too long, which depends on the method.
    pub(crate) fn read(
        fields: &Fields,
        name: &str,
        too_long: &str,
        problems: &mut Vec<String>,
    ) -> Result<Self, Refusal> {
        let raw = fields.text(name).unwrap_or_default().to_owned();
        let formatted = match fields.text("parse_mode") {
            None | Some("") => Formatted {
                entities: given(fields, units(&raw), problems)?,
                text: raw.clone(),
            },
            Some(mode) if mode.eq_ignore_ascii_case("html") => html::parse(&raw)
                .map_err(|what| Refusal::bad(format!("can't parse entities: {what}")))?,
            Some(mode) => {
                problems.push(format!("this fake knows no parse_mode `{mode}`, only HTML"));
                return Err(Refusal::bad("unsupported parse_mode"));
            }
        };
        let formatted = formatted.finished();
        if formatted.text.is_empty() {
            return Err(Refusal::bad("message text is empty"));
        }
        if units(&formatted.text) > LONGEST {
            return Err(Refusal::bad(too_long));
        }
        let preview = fields.object("link_preview_options", PREVIEW, problems)?;
        Ok(Self {
            formatted,
            raw,
            preview: preview.map(|preview| preview.to_json()),
        })
    }
}

/// Entities that the bot gave instead of a markup.
fn given(
    fields: &Fields,
    length: usize,
    problems: &mut Vec<String>,
) -> Result<Vec<Entity>, Refusal> {
    let mut entities = Vec::new();
    for value in fields.list("entities")?.unwrap_or_default() {
        let entity = Fields::of(value, "MessageEntity", ENTITY, problems)?;
        let number = |name| {
            entity
                .integer(name)
                .and_then(|number| usize::try_from(number).ok())
        };
        let (Some(offset), Some(units)) = (number("offset"), number("length")) else {
            return Err(Refusal::bad(
                "can't parse MessageEntity: field \"offset\" or \"length\" is wrong",
            ));
        };
        if offset + units > length {
            return Err(Refusal::bad(
                "can't parse MessageEntity: it ends after the text",
            ));
        }
        entities.push(Entity {
            kind: entity.needs_text("type")?.to_owned(),
            offset,
            length: units,
            url: entity.text("url").map(str::to_owned),
            language: entity.text("language").map(str::to_owned),
        });
    }
    Ok(entities)
}

/// How many UTF-16 code units a text has.
pub(crate) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
