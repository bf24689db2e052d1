//! Messages of channels (docs: "Message").

use serde_json::{Value, json};

use super::{
    channel::Place,
    draft::{Draft, Kind},
    message::Message,
    places::{may_write, reach},
    refusal::{At, Errors, Refusal},
    route::{Answer, Request},
    world::{State, World},
};

type Result = std::result::Result<Answer, Refusal>;

pub(super) fn create(world: &World, request: &Request<'_>) -> Result {
    let channel = request.id(0);
    let draft = Draft::read(&request.body, Kind::Create)?;
    if draft.is_empty() {
        return Err(empty());
    }
    let (to, reply_to) = {
        let state = world.state();
        let place = reach(&state, channel)?;
        may_write(place)?;
        if let Place::Dm(user) = place.place
            && state.users.get(&user).is_some_and(|user| user.blocks_bot)
        {
            return Err(Refusal::arranged(
                403,
                50007,
                "Cannot send messages to this user",
            ));
        }
        if let Some(first) = earlier(&state, channel, &draft) {
            return Ok(Answer::Json(first));
        }
        replied(&state, channel, &draft)?
    };
    note_pings(world, &draft, "POST /channels/{channel_id}/messages");
    let nonce = draft
        .nonce
        .as_ref()
        .map(Value::to_string)
        .filter(|_| draft.enforce_nonce);
    let id = world.clock.id();
    let mut message = Message {
        id,
        channel,
        author: world.bot,
        flags: draft.flags,
        nonce: draft.nonce.clone(),
        reply_to,
        to,
        created: world.clock.timestamp(),
        ..Message::default()
    };
    message.apply(draft);
    if let Some(nonce) = nonce {
        world.state().nonces.insert((channel, nonce), id);
    }
    Ok(Answer::Json(world.publish(message)))
}

/// The message that was sent with the same nonce, if the bot asked that no second one be made (docs: "enforce_nonce").
fn earlier(state: &State, channel: u64, draft: &Draft) -> Option<Value> {
    let nonce = draft.nonce.as_ref().filter(|_| draft.enforce_nonce)?;
    let first = state.nonces.get(&(channel, nonce.to_string()))?;
    Some(state.message_json(state.messages.get(first)?))
}

/// The person whom a message answers, and the message that it replies to.
fn replied(
    state: &State,
    channel: u64,
    draft: &Draft,
) -> std::result::Result<(Option<u64>, Option<u64>), Refusal> {
    let Some(id) = draft.reply_to else {
        return Ok((None, None));
    };
    match state
        .messages
        .get(&id)
        .filter(|message| message.channel == channel)
    {
        Some(message) => Ok((Some(message.to.unwrap_or(message.author)), Some(id))),
        None if !draft.reply_must_exist => Ok((None, None)),
        None => {
            let mut errors = Errors::default();
            errors.add(
                &At::Root.key("message_reference"),
                "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
                "Unknown message",
            );
            errors.check().map_err(|refusal| Refusal {
                blame: !state.removed.contains(&id),
                ..refusal
            })?;
            Ok((None, None))
        }
    }
}

pub(super) fn list(world: &World, request: &Request<'_>) -> Result {
    let state = world.state();
    let channel = reach(&state, request.id(0))?;
    let limit = request
        .query
        .split('&')
        .find_map(|pair| pair.strip_prefix("limit="));
    let limit = limit
        .and_then(|limit| limit.parse::<usize>().ok())
        .unwrap_or(50)
        .min(100);
    let messages = channel
        .messages
        .iter()
        .rev()
        .filter_map(|id| state.messages.get(id));
    let messages = messages
        .filter(|message| !message.is_ephemeral())
        .take(limit);
    Ok(Answer::Json(
        messages
            .map(|message| readable(&state, message, world.bot))
            .collect(),
    ))
}

pub(super) fn get(world: &World, request: &Request<'_>) -> Result {
    let state = world.state();
    reach(&state, request.id(0))?;
    let message = find(&state, request.id(0), request.id(1))?;
    Ok(Answer::Json(readable(&state, message, world.bot)))
}

/// As the REST side shows it, which hides what an event hides.
fn readable(state: &State, message: &Message, bot: u64) -> Value {
    let mut described = state.event_json(message, bot);
    if let Value::Object(fields) = &mut described {
        fields.retain(|key, _| !matches!(key.as_str(), "guild_id" | "member" | "channel_type"));
    }
    described
}

pub(super) fn edit(world: &World, request: &Request<'_>) -> Result {
    let draft = Draft::read(&request.body, Kind::Edit)?;
    {
        let mut state = world.state();
        reach(&state, request.id(0))?;
        let message = find(&state, request.id(0), request.id(1))?;
        if message.author != world.bot {
            return Err(Refusal::new(
                403,
                50005,
                "Cannot edit a message authored by another user",
            ));
        }
        let mut message = message.clone();
        message.apply(draft.clone());
        if message.is_empty() {
            return Err(empty());
        }
        state.messages.insert(message.id, message);
    }
    note_pings(
        world,
        &draft,
        "PATCH /channels/{channel_id}/messages/{message_id}",
    );
    Ok(Answer::Json(world.republish(request.id(1))))
}

pub(super) fn delete(world: &World, request: &Request<'_>) -> Result {
    let mut state = world.state();
    reach(&state, request.id(0))?;
    if find(&state, request.id(0), request.id(1))?.author != world.bot {
        return Err(Refusal::new(403, 50013, "Missing Permissions"));
    }
    state.messages.remove(&request.id(1));
    Ok(Answer::Empty)
}

fn find(state: &State, channel: u64, id: u64) -> std::result::Result<&Message, Refusal> {
    let found = state
        .messages
        .get(&id)
        .filter(|message| message.channel == channel && !message.is_ephemeral());
    let unknown = || Refusal {
        blame: !state.removed.contains(&id),
        ..Refusal::unknown(10008, "Message")
    };
    found.ok_or_else(unknown)
}

pub(super) fn empty() -> Refusal {
    Refusal::new(400, 50006, "Cannot send an empty message")
}

/// Records that people would have been pinged.
pub(super) fn note_pings(world: &World, draft: &Draft, route: &str) {
    if draft.pings {
        let content = json!(draft.content.as_deref().unwrap_or_default());
        world.state().pings.push(format!("{route}: {content}"));
    }
}
