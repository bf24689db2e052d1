//! Small routes: gateway, application, the bot itself, channels and guilds.

use serde_json::{Value, json};

use super::{
    channel::{Channel, Place},
    form::Fields,
    guild,
    refusal::{At, Errors, Refusal},
    route::{Answer, Request},
    world::{State, World},
};

type Result = std::result::Result<Answer, Refusal>;

pub(super) fn gateway(world: &World, _: &Request<'_>) -> Result {
    Ok(Answer::Json(json!({"url": world.sessions.url})))
}

pub(super) fn gateway_bot(world: &World, _: &Request<'_>) -> Result {
    let sessions = world.sessions.lock();
    let settings = &sessions.settings;
    Ok(Answer::Json(json!({
        "url": world.sessions.url, "shards": settings.shards,
        "session_start_limit": {
            "total": 1000, "remaining": settings.starts_left, "reset_after": 86_400_000,
            "max_concurrency": settings.max_concurrency,
        },
    })))
}

pub(super) fn application(world: &World, _: &Request<'_>) -> Result {
    let state = world.state();
    let guilds = state.guilds.values().filter(|guild| guild.with_bot).count();
    Ok(Answer::Json(json!({
        "id": world.bot.to_string(), "name": "Privy", "icon": null, "description": "", "type": null, "summary": "",
        "bot": state.user_json(world.bot), "bot_public": true, "bot_require_code_grant": false,
        "verify_key": "0".repeat(64), "flags": 0, "flags_new": "0", "redirect_uris": [],
        "interactions_endpoint_url": null, "role_connections_verification_url": null,
        "owner": state.user_json(world.bot), "approximate_guild_count": guilds, "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": null,
        "eligible_oauth2_scopes": [], "integration_types_config": {"0": {}, "1": {}},
    })))
}

pub(super) fn me(world: &World, _: &Request<'_>) -> Result {
    let mut user = world.state().user_json(world.bot);
    user["mfa_enabled"] = json!(true);
    user["locale"] = json!("en-US");
    user["verified"] = json!(true);
    user["email"] = Value::Null;
    Ok(Answer::Json(user))
}

pub(super) fn create_dm(world: &World, request: &Request<'_>) -> Result {
    let mut errors = Errors::default();
    let user =
        Fields::new(&request.body, &At::Root, &["recipient_id"], &mut errors).and_then(|fields| {
            fields.required("recipient_id", &mut errors);
            fields.id("recipient_id", &mut errors)
        });
    errors.check()?;
    let user = user.unwrap_or(0);
    let nobody = world
        .state()
        .users
        .get(&user)
        .is_none_or(|account| account.bot);
    if nobody {
        return Err(Refusal::new(400, 50033, "Invalid Recipient(s)"));
    }
    let id = world.dm(user);
    let state = world.state();
    let channel = state
        .channels
        .get(&id)
        .ok_or_else(|| Refusal::unknown(10003, "Channel"))?;
    Ok(Answer::Json(state.channel_json(channel)))
}

pub(super) fn channel(world: &World, request: &Request<'_>) -> Result {
    let state = world.state();
    let channel = reach(&state, request.id(0))?;
    Ok(Answer::Json(state.channel_json(channel)))
}

pub(super) fn typing(world: &World, request: &Request<'_>) -> Result {
    let mut state = world.state();
    reach(&state, request.id(0)).and_then(may_write)?;
    if let Some(channel) = state.channels.get_mut(&request.id(0)) {
        channel.typing += 1;
        channel.notify.notify_waiters();
    }
    Ok(Answer::Empty)
}

pub(super) fn guild(world: &World, request: &Request<'_>) -> Result {
    let state = world.state();
    let guild = state
        .guilds
        .get(&request.id(0))
        .filter(|guild| guild.with_bot);
    let guild = guild.ok_or_else(|| Refusal::unknown(10004, "Guild"))?;
    Ok(Answer::Json(guild::json(guild, world.bot)))
}

/// The channel, if the bot is where it is.
pub(super) fn reach(state: &State, id: u64) -> std::result::Result<&Channel, Refusal> {
    let channel = state
        .channels
        .get(&id)
        .ok_or_else(|| Refusal::unknown(10003, "Channel"))?;
    let is_there = match &channel.place {
        Place::Guild(guild) => state.guilds.get(guild).is_some_and(|guild| guild.with_bot),
        Place::Dm(_) => true,
        Place::Private(_) => false,
    };
    if is_there {
        Ok(channel)
    } else {
        Err(Refusal::new(403, 50001, "Missing Access"))
    }
}

/// Whether the bot may write there.
pub(super) fn may_write(channel: &Channel) -> std::result::Result<(), Refusal> {
    if channel.writable {
        Ok(())
    } else {
        Err(Refusal::arranged(403, 50013, "Missing Permissions"))
    }
}
