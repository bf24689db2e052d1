//! Embeds (docs: "Embed Limits").

use serde_json::{Value, json};

use super::{
    form::Fields,
    refusal::{At, Errors},
};

/// Title, descriptions, field names, field values, footers and authors of all embeds together, in characters.
const TOTAL: usize = 6000;

/// Checks all embeds of a message and gives them as the network describes them.
pub(super) fn check(list: &[Value], at: &At<'_>, errors: &mut Errors) -> Vec<Value> {
    let mut total = 0;
    for (index, embed) in list.iter().enumerate() {
        total += check_one(embed, &at.index(index), errors);
    }
    if total > TOTAL {
        let message = format!("Embed size exceeds maximum size of {TOTAL}");
        errors.add(at, "MAX_EMBED_SIZE_EXCEEDED", message);
    }
    list.iter().map(describe).collect()
}

/// Checks one embed and counts its characters.
fn check_one(embed: &Value, at: &At<'_>, errors: &mut Errors) -> usize {
    let known = [
        "title",
        "type",
        "description",
        "url",
        "timestamp",
        "color",
        "footer",
        "image",
        "thumbnail",
        "video",
        "provider",
        "author",
        "fields",
    ];
    let Some(fields) = Fields::new(embed, at, &known, errors) else {
        return 0;
    };
    let mut total = count(fields.text("title", 0..=256, errors));
    total += count(fields.text("description", 0..=4096, errors));
    fields.url("url", 2048, errors);
    fields.text("type", 0..=100, errors);
    fields.number("color", 0..=0xFF_FFFF, errors);
    if let Some(timestamp) = fields.text("timestamp", 1..=64, errors)
        && timestamp.parse::<jiff::Timestamp>().is_err()
    {
        let message = format!("Could not parse {timestamp}. Should be ISO8601.");
        errors.add(&at.key("timestamp"), "DATETIME_TYPE_INVALID", message);
    }
    total += part(
        &fields,
        at,
        "footer",
        ("text", 2048),
        &["text", "icon_url", "proxy_icon_url"],
        errors,
    );
    total += part(
        &fields,
        at,
        "author",
        ("name", 256),
        &["name", "url", "icon_url", "proxy_icon_url"],
        errors,
    );
    for key in ["image", "thumbnail"] {
        let place = at.key(key);
        let known = ["url", "proxy_url", "height", "width"];
        if let Some(image) = fields
            .get(key)
            .and_then(|image| Fields::new(image, &place, &known, errors))
        {
            image.required("url", errors);
            image.url("url", 2048, errors);
        }
    }
    let list = fields.list("fields", 0..=25, errors).unwrap_or_default();
    for (index, field) in list.iter().enumerate() {
        let place = at.key("fields");
        let place = place.index(index);
        let Some(field) = Fields::new(field, &place, &["name", "value", "inline"], errors) else {
            continue;
        };
        field.required("name", errors);
        field.required("value", errors);
        field.truth("inline", errors);
        total += count(field.text("name", 1..=256, errors))
            + count(field.text("value", 1..=1024, errors));
    }
    total
}

/// Checks the footer or the author and counts its characters.
fn part(
    fields: &Fields<'_, '_>,
    at: &At<'_>,
    key: &str,
    (text, longest): (&str, usize),
    known: &[&str],
    errors: &mut Errors,
) -> usize {
    let at = at.key(key);
    let Some(part) = fields
        .get(key)
        .and_then(|part| Fields::new(part, &at, known, errors))
    else {
        return 0;
    };
    part.required(text, errors);
    part.url("icon_url", 2048, errors);
    part.url("url", 2048, errors);
    count(part.text(text, 1..=longest, errors))
}

fn count(text: Option<&str>) -> usize {
    text.map_or(0, |text| text.chars().count())
}

fn describe(embed: &Value) -> Value {
    let mut described = embed.clone();
    if let Value::Object(map) = &mut described {
        map.retain(|_, value| !value.is_null());
        map.insert("type".into(), json!("rich"));
        for field in map
            .get_mut("fields")
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            if field["inline"].is_null() {
                field["inline"] = json!(false);
            }
        }
    }
    described
}
