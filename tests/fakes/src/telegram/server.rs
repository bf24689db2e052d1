//! The HTTP side: `/bot<token>/<method>`.

use std::{io, sync::Arc, time::Instant};

use axum::{
    body::Body,
    extract::Request,
    http::header::{CONTENT_TYPE, HeaderValue},
    response::Response,
};
use serde_json::{Value, json};

use super::{
    body,
    fields::Fields,
    methods::{Call, Method},
    refusal::{Answer, Refusal},
    updates,
    world::{BOT, World},
};
use crate::{Exchange, Fault};

/// The secret part of the token.
const SECRET: &str = "AAFakeTelegramFakeTelegramFakeTeleg";

/// The bot's token.
pub(crate) fn token() -> String {
    format!("{BOT}:{SECRET}")
}

/// Answers one request; an error closes the connection without an answer.
pub(crate) async fn serve(world: Arc<World>, request: Request<Body>) -> io::Result<Response> {
    let path = request.uri().path().to_owned();
    let method = match route(&path) {
        Ok(method) => method,
        Err(refusal) => {
            let place = path.rsplit('/').next().unwrap_or_default();
            world.traffic.problem(format!(
                "{place}: {} {}",
                refusal.status, refusal.description
            ));
            return Ok(respond(refusal.status, &refusal.to_json()));
        }
    };
    match world.faults.take(method.name) {
        None => Ok(carry_out(world, method, request).await),
        Some(fault) => with_fault(world, method, request, fault).await,
    }
}

/// The method that a path names, if its token is right.
fn route(path: &str) -> Result<&'static Method, Refusal> {
    let rest = path.strip_prefix("/bot").ok_or_else(Refusal::not_found)?;
    let (given, name) = rest.split_once('/').ok_or_else(Refusal::not_found)?;
    if given != token() {
        let formed = given
            .split_once(':')
            .is_some_and(|(id, secret)| id.parse::<i64>().is_ok() && !secret.is_empty());
        return Err(if formed {
            Refusal::unauthorized()
        } else {
            Refusal::not_found()
        });
    }
    Method::find(name).ok_or_else(Refusal::no_such_method)
}

async fn carry_out(world: Arc<World>, method: &'static Method, request: Request<Body>) -> Response {
    let at = Instant::now();
    let mut problems = Vec::new();
    let mut sent = Value::Null;
    let answer = match body::read(request).await {
        Err(refusal) => Err(refusal),
        Ok(values) => {
            if world.traffic.is_recording() {
                sent = Value::Object(values.clone());
            }
            match Fields::read(values, method.fields, &mut problems) {
                Err(refusal) => Err(refusal),
                Ok(fields) => call(&world, method, &fields, &mut problems).await,
            }
        }
    };
    let (status, body) = match answer {
        Ok(result) => (200, json!({"ok": true, "result": result})),
        Err(refusal) => {
            if refusal.blame {
                problems.push(format!("{} {}", refusal.status, refusal.description));
            }
            (refusal.status, refusal.to_json())
        }
    };
    for problem in problems {
        world.traffic.problem(format!("{}: {problem}", method.name));
    }
    let response = respond(status, &body);
    record(&world, at, method, sent, status, body);
    response
}

/// Carries out a method. A request to a chat that is to be left alone after a 429 is a problem.
async fn call(
    world: &World,
    method: &Method,
    fields: &Fields,
    problems: &mut Vec<String>,
) -> Answer {
    let Call::Now(now) = method.call else {
        return updates::poll(world, fields, problems).await;
    };
    let mut state = world.state();
    let chat = fields.value("chat_id").and_then(Value::as_i64);
    if let Some(chat) = chat.filter(|chat| state.rates.must_wait(*chat)) {
        problems.push(format!(
            "chat {chat} was written to before the time of `retry_after` was over"
        ));
    }
    let answer = now(&mut state, fields, problems);
    if let (Err(refusal), Some(chat)) = (&answer, chat)
        && let Some(seconds) = refusal.retry_after()
    {
        state.rates.punish(chat, seconds);
    }
    answer
}

/// What a test asked to go wrong.
async fn with_fault(
    world: Arc<World>,
    method: &'static Method,
    request: Request<Body>,
    fault: Fault,
) -> io::Result<Response> {
    let closed = || io::Error::from(io::ErrorKind::ConnectionReset);
    let refusal = match fault {
        Fault::DropBefore => return Err(closed()),
        Fault::DropAfter => {
            carry_out(world, method, request).await;
            return Err(closed());
        }
        Fault::Delay(delay) => {
            // It is carried out even when the bot has given up by then.
            let later = tokio::spawn(async move {
                tokio::time::sleep(delay).await;
                carry_out(world, method, request).await
            });
            return later.await.map_err(io::Error::other);
        }
        Fault::Hang => return std::future::pending().await,
        Fault::RetryAfterHtml => return Ok(refuse_html(&world, method, 429)),
        Fault::Status(status @ 502..=504) => return Ok(refuse_html(&world, method, status)),
        Fault::Status(status) => Refusal::fault(status),
        Fault::RetryAfter(seconds) => Refusal::too_many((seconds.ceil() as u64).max(1)),
    };
    let at = Instant::now();
    let sent = body::read(request).await.unwrap_or_default();
    let chat = sent.get("chat_id").and_then(Value::as_i64);
    if let (Some(chat), Some(seconds)) = (chat, refusal.retry_after()) {
        world.state().rates.punish(chat, seconds);
    }
    record(
        &world,
        at,
        method,
        Value::Object(sent),
        refusal.status,
        refusal.to_json(),
    );
    Ok(respond(refusal.status, &refusal.to_json()))
}

/// An error as the web server in front of Telegram gives it.
fn refuse_html(world: &World, method: &Method, status: u16) -> Response {
    let reason = match status {
        429 => "Too Many Requests",
        502 => "Bad Gateway",
        503 => "Service Temporarily Unavailable",
        _ => "Gateway Time-out",
    };
    let title = format!("{status} {reason}");
    let page = format!(
        "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
         <hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
    );
    record(
        world,
        Instant::now(),
        method,
        Value::Null,
        status,
        Value::String(page.clone()),
    );
    answer(status, "text/html", page)
}

fn record(
    world: &World,
    at: Instant,
    method: &Method,
    request: Value,
    status: u16,
    response: Value,
) {
    if world.traffic.is_recording() {
        world.traffic.record(Exchange {
            at,
            route: method.name.into(),
            request,
            status,
            response,
        });
    }
}

fn respond(status: u16, body: &Value) -> Response {
    answer(status, "application/json", body.to_string())
}

fn answer(status: u16, kind: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
