//! IDENTIFY and RESUME (docs: "Identify", "Resume").

use std::time::Instant;

use serde_json::{Value, json};

use super::{
    connection::Connection,
    guild,
    sessions::{GUILDS, Session},
};

/// All intents that there are (docs: "List of Intents").
const KNOWN: u64 = 0x1_FFFF | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// GUILD_MEMBERS, GUILD_PRESENCES and MESSAGE_CONTENT, which this bot has not been granted.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;

/// The close code and why.
type Refused = (u16, String);

fn refused<T>(code: u16, why: &str) -> Result<T, Refused> {
    Err((code, why.to_owned()))
}

/// Starts a session.
pub(super) fn identify(connection: &mut Connection, data: &Value) -> Result<(), Refused> {
    if connection.identified {
        return refused(4005, "a second IDENTIFY");
    }
    let Some(fields) = data.as_object() else {
        return refused(4002, "IDENTIFY without d");
    };
    let known = [
        "token",
        "properties",
        "compress",
        "large_threshold",
        "shard",
        "presence",
        "intents",
    ];
    if let Some(unknown) = fields.keys().find(|key| !known.contains(&key.as_str())) {
        return refused(
            4002,
            &format!("IDENTIFY with the unknown field '{unknown}'"),
        );
    }
    check_token(connection, data)?;
    for property in ["os", "browser", "device"] {
        if !data["properties"][property].is_string() {
            return refused(4002, &format!("IDENTIFY without properties.{property}"));
        }
    }
    let intents = check_intents(&data["intents"])?;
    let shard = check_shard(&data["shard"])?;
    connection.compress = data["compress"].as_bool().unwrap_or(false);
    start(connection, intents, shard)
}

fn check_token(connection: &Connection, data: &Value) -> Result<(), Refused> {
    let token = data["token"].as_str().unwrap_or_default();
    let token = token.strip_prefix("Bot ").unwrap_or(token);
    if token == connection.world.token {
        Ok(())
    } else {
        refused(4004, "a wrong token")
    }
}

fn check_intents(intents: &Value) -> Result<u64, Refused> {
    let Some(intents) = intents.as_u64() else {
        return refused(4013, "IDENTIFY without intents");
    };
    if intents & !KNOWN != 0 {
        return refused(4013, &format!("intents {intents} hold unknown bits"));
    }
    if intents & PRIVILEGED != 0 {
        return refused(
            4014,
            &format!("intents {intents} hold privileged ones that were not granted"),
        );
    }
    Ok(intents)
}

fn check_shard(shard: &Value) -> Result<(u64, u64), Refused> {
    if shard.is_null() {
        return Ok((0, 1));
    }
    match (shard[0].as_u64(), shard[1].as_u64()) {
        (Some(id), Some(total)) if id < total => Ok((id, total)),
        _ => refused(4010, &format!("the shard {shard}")),
    }
}

fn start(connection: &mut Connection, intents: u64, shard: (u64, u64)) -> Result<(), Refused> {
    let world = std::sync::Arc::clone(&connection.world);
    let state = world.state();
    let mut sessions = world.sessions.lock();
    let settings = &mut sessions.settings;
    if settings.starts_left == 0 {
        return refused(
            4004,
            "more sessions in a day than allowed, which resets the token",
        );
    }
    let (key, window) = (shard.0 % settings.max_concurrency, settings.identify_window);
    let now = Instant::now();
    let too_soon = sessions
        .started
        .get(&key)
        .is_some_and(|last| now.duration_since(*last) < window);
    if too_soon {
        connection.say(json!({"op": 9, "d": false, "s": null, "t": null}));
        return Ok(());
    }
    sessions.settings.starts_left -= 1;
    sessions.started.insert(key, now);
    world.sessions.count_identify();
    let id = format!("{:032x}", world.clock.id());
    let live = Some((connection.id, connection.out.clone()));
    let compress = connection.compress;
    let mut session = Session {
        id,
        shard,
        intents,
        compress,
        seq: 0,
        kept: std::collections::VecDeque::new(),
        live,
    };
    let guilds: Vec<_> = state
        .guilds
        .values()
        .filter(|guild| guild.with_bot && (guild.id >> 22) % shard.1 == shard.0)
        .collect();
    let away: Vec<_> = guilds
        .iter()
        .map(|guild| json!({"id": guild.id.to_string(), "unavailable": true}))
        .collect();
    let bot = world.bot.to_string();
    let mut user = state.user_json(world.bot);
    user["verified"] = json!(true);
    user["mfa_enabled"] = json!(true);
    user["email"] = Value::Null;
    let ready = json!({
        "v": 10, "user": user, "guilds": away, "session_id": session.id, "session_type": "normal",
        "resume_gateway_url": world.sessions.url, "shard": [shard.0, shard.1],
        "application": {"id": bot, "flags": 0}, "private_channels": [], "presences": [], "relationships": [],
        "user_settings": {}, "guild_join_requests": [], "_trace": ["[\"gateway\"]"],
    });
    session.push("READY", &ready.to_string());
    if intents & GUILDS != 0 {
        for guild in guilds {
            session.push(
                "GUILD_CREATE",
                &guild::event_json(&state, guild, world.bot).to_string(),
            );
        }
    }
    sessions.sessions.push(session);
    drop(sessions);
    world.sessions.online.notify_waiters();
    drop(state);
    connection.identified = true;
    Ok(())
}

/// Goes on with a session, with the events that were missed.
pub(super) fn resume(connection: &mut Connection, data: &Value) -> Result<(), Refused> {
    if connection.identified {
        return refused(4005, "RESUME on a connection that has a session");
    }
    check_token(connection, data)?;
    let (Some(id), Some(seq)) = (data["session_id"].as_str(), data["seq"].as_u64()) else {
        return refused(4002, "RESUME without session_id and seq");
    };
    let world = std::sync::Arc::clone(&connection.world);
    let mut sessions = world.sessions.lock();
    let Some(session) = sessions
        .sessions
        .iter_mut()
        .find(|session| session.id == id)
    else {
        connection.say(json!({"op": 9, "d": false, "s": null, "t": null}));
        return Ok(());
    };
    if seq > session.seq {
        return refused(
            4007,
            &format!("RESUME after event {seq} of {}", session.seq),
        );
    }
    if session
        .kept
        .front()
        .is_some_and(|(oldest, _)| *oldest > seq + 1)
    {
        connection.say(json!({"op": 9, "d": false, "s": null, "t": null}));
        return Ok(());
    }
    connection.compress = session.compress;
    for (_, payload) in session.kept.iter().filter(|(number, _)| *number > seq) {
        // This task holds the receiving end.
        let _ = connection
            .out
            .send(super::sessions::Out::Event(payload.clone()));
    }
    session.live = Some((connection.id, connection.out.clone()));
    session.push("RESUMED", r#"{"_trace":["[\"gateway\"]"]}"#);
    drop(sessions);
    world
        .sessions
        .resumes
        .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    world.sessions.online.notify_waiters();
    connection.identified = true;
    Ok(())
}
