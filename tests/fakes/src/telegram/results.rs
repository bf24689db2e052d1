//! The results that a bot answers an inline query with.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    fields::{Fields, Kind, Known},
    inline::{InlineAnswer, InlineShown},
    keyboard,
    refusal::{Answer, Refusal},
    text::Content,
    world::State,
};

/// The most results of an answer (docs: answerInlineQuery).
const MOST_RESULTS: usize = 50;

/// The longest id of a result and the longest `next_offset`, in bytes (docs).
const LONGEST_ID: usize = 64;

/// How many seconds an answer may be cached when the bot does not say (docs: `cache_time`).
const CACHE_TIME: i64 = 300;

const ARTICLE: Known = &[
    ("type", Kind::Text),
    ("id", Kind::Text),
    ("title", Kind::Text),
    ("input_message_content", Kind::Json),
    ("reply_markup", Kind::Json),
    ("url", Kind::Text),
    ("description", Kind::Text),
    ("thumbnail_url", Kind::Text),
    ("thumbnail_width", Kind::Integer),
    ("thumbnail_height", Kind::Integer),
];

const TEXT: Known = &[
    ("message_text", Kind::Text),
    ("parse_mode", Kind::Text),
    ("entities", Kind::Json),
    ("link_preview_options", Kind::Json),
];

const BUTTON: Known = &[("text", Kind::Text), ("start_parameter", Kind::Text)];

/// `answerInlineQuery`.
pub(crate) fn answer(state: &mut State, fields: &Fields, problems: &mut Vec<String>) -> Answer {
    let invalid =
        || Refusal::bad("query is too old and response timeout expired or query ID is invalid");
    let id = fields.needs_text("inline_query_id")?;
    let query = state.inline.queries.get(id).ok_or_else(invalid)?;
    let waited = query.at.elapsed();
    if waited > state.settings.inline_deadline {
        problems.push(format!(
            "the inline query \"{}\" was answered after {waited:?}",
            query.text
        ));
        return Err(invalid());
    }
    if query.answer.is_some() {
        problems.push(format!(
            "the inline query \"{}\" was answered twice",
            query.text
        ));
    }
    let results = read_results(fields, &query.text, problems)?;
    let next_offset = fields.text("next_offset").unwrap_or_default().to_owned();
    if next_offset.len() > LONGEST_ID {
        return Err(Refusal::bad("NEXT_OFFSET_INVALID"));
    }
    let answer = InlineAnswer {
        results,
        cache_time: fields.integer("cache_time").unwrap_or(CACHE_TIME).max(0),
        is_personal: fields.flag("is_personal"),
        next_offset,
        button: read_button(fields, problems)?,
        cached: false,
    };
    state.inline.keep(id, answer);
    state.wake();
    Ok(Value::Bool(true))
}

fn read_results(
    fields: &Fields,
    query: &str,
    problems: &mut Vec<String>,
) -> Result<Vec<InlineShown>, Refusal> {
    let Some(results) = fields.list("results")? else {
        return Err(Refusal::bad("can't parse inline query results JSON object"));
    };
    if results.len() > MOST_RESULTS {
        return Err(Refusal::bad("RESULTS_TOO_MUCH"));
    }
    let mut ids = HashSet::new();
    let mut shown = Vec::new();
    for result in results {
        let result = read_result(result, query, problems)?;
        if !ids.insert(result.id.clone()) {
            return Err(Refusal::bad("RESULT_ID_DUPLICATE"));
        }
        shown.push(result);
    }
    Ok(shown)
}

fn read_result(
    result: &Value,
    query: &str,
    problems: &mut Vec<String>,
) -> Result<InlineShown, Refusal> {
    let wrong = |what: &str| Refusal::bad(format!("can't parse inline query result: {what}"));
    let result = Fields::of(result, "InlineQueryResult", ARTICLE, problems)?;
    if result.text("type") != Some("article") {
        problems.push("this fake knows no inline results but articles".into());
        return Err(wrong("type is unsupported for the inline query result"));
    }
    let id = result.text("id").unwrap_or_default().to_owned();
    if !(1..=LONGEST_ID).contains(&id.len()) {
        return Err(Refusal::bad("RESULT_ID_INVALID"));
    }
    let title = result.text("title").unwrap_or_default().to_owned();
    if title.is_empty() {
        return Err(wrong("field \"title\" must be non-empty"));
    }
    let Some(content) = result.object("input_message_content", TEXT, problems)? else {
        return Err(wrong("input message content is not specified"));
    };
    let content = Content::read(&content, "message_text", "MESSAGE_TOO_LONG", problems)?;
    let markup = keyboard::read(&result, true, problems)?;
    Ok(InlineShown {
        id,
        title,
        description: result.text("description").map(str::to_owned),
        text: content.formatted.shown(),
        raw: content.raw.clone(),
        buttons: keyboard::buttons(markup.as_ref()),
        content,
        markup,
        query: query.into(),
    })
}

fn read_button(
    fields: &Fields,
    problems: &mut Vec<String>,
) -> Result<Option<(String, String)>, Refusal> {
    let Some(button) = fields.object("button", BUTTON, problems)? else {
        return Ok(None);
    };
    let start = button.text("start_parameter").unwrap_or_default();
    let allowed = start
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'));
    if !(1..=64).contains(&start.len()) || !allowed {
        return Err(Refusal::bad("START_PARAM_INVALID"));
    }
    Ok(Some((
        button.needs_text("text")?.to_owned(),
        start.to_owned(),
    )))
}
