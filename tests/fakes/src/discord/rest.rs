//! The REST side: what all requests have in common.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, atomic::Ordering},
    task::{Context, Poll},
    time::Instant,
};

use axum::{
    BoxError,
    body::{Body, HttpBody},
    http::{HeaderValue, Request as HttpRequest, Response, StatusCode, header, request::Parts},
};
use bytes::Bytes;
use serde_json::{Value, json};

use super::{
    limits::Standing,
    refusal::Refusal,
    route::{self, Answer, ROUTES, Request},
    world::World,
};
use crate::{Exchange, Fault};

/// Longest body that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// The connection is closed instead of an answer.
#[derive(Debug)]
pub(super) struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was dropped on demand")
    }
}

impl std::error::Error for Dropped {}

/// Answers requests. It is no router of axum's because those cannot drop a connection.
#[derive(Clone)]
pub(super) struct Front(pub(super) Arc<World>);

impl<B> tower::Service<HttpRequest<B>> for Front
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Dropped;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Dropped>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Dropped>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest<B>) -> Self::Future {
        let world = Arc::clone(&self.0);
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(Body::new(body), LONGEST)
                .await
                .map_err(|_| Dropped)?;
            answer(&world, &parts, &body).await
        })
    }
}

/// What is sent back: a status, a body and where the request stands in its bucket.
struct Reply {
    status: u16,
    body: Value,
    standing: Option<(usize, Standing)>,
}

impl Reply {
    fn refusal(refusal: &Refusal) -> Self {
        Self {
            status: refusal.status,
            body: refusal.body(),
            standing: None,
        }
    }
}

async fn answer(world: &World, parts: &Parts, body: &Bytes) -> Result<Response<Body>, Dropped> {
    let at = Instant::now();
    let (method, path) = (parts.method.as_str(), parts.uri.path());
    let found = path
        .strip_prefix("/api/v10")
        .and_then(|path| route::find(method, path));
    let Some((number, ids)) = found else {
        world.problem(format!("{method} {path}: there is no such route"));
        return Ok(respond(
            world,
            &Reply::refusal(&Refusal::new(404, 0, "404: Not Found")),
        ));
    };
    let Some(route) = ROUTES.get(number) else {
        return Err(Dropped);
    };
    if let Some(counter) = world.requests.get(number) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
    let fault = world
        .faults
        .take(route.name)
        .or_else(|| world.faults.take(&route::short(route.name)));
    match &fault {
        Some(Fault::DropBefore) => return Err(Dropped),
        Some(Fault::Hang) => std::future::pending().await,
        Some(Fault::Delay(delay)) => tokio::time::sleep(*delay).await,
        Some(Fault::Status(status)) => return Ok(respond(world, &failed(world, *status))),
        Some(Fault::RetryAfter(seconds)) => return Ok(respond_limited(world, number, *seconds)),
        Some(Fault::RetryAfterHtml) => {
            world.count_invalid();
            return Ok(html());
        }
        Some(Fault::DropAfter) | None => {}
    }
    let reply = carry_out(world, parts, body, number, ids, at);
    if fault == Some(Fault::DropAfter) {
        Err(Dropped)
    } else {
        Ok(respond(world, &reply))
    }
}

/// Checks what all routes ask for, carries the request out and records it.
fn carry_out(
    world: &World,
    parts: &Parts,
    body: &Bytes,
    number: usize,
    ids: Vec<&str>,
    at: Instant,
) -> Reply {
    let Some(route) = ROUTES.get(number) else {
        return Reply::refusal(&Refusal::new(404, 0, "404: Not Found"));
    };
    let standing = world.limits.take(number, &ids);
    if standing.over {
        world.count_invalid();
        let body = limited(standing.resets_after.as_secs_f64(), standing.global);
        return Reply {
            status: 429,
            body,
            standing: Some((number, standing)),
        };
    }
    let recording = world.traffic.is_recording();
    let mut sent = Value::Null;
    let result = check_token(world, parts, route.open)
        .and_then(|()| read(parts, body))
        .and_then(|body| {
            if recording {
                sent = body.clone();
            }
            (route.handle)(
                world,
                &Request {
                    ids,
                    query: parts.uri.query().unwrap_or_default(),
                    body,
                },
            )
        });
    let (status, body) = match result {
        Ok(Answer::Json(body)) => (200, body),
        Ok(Answer::Created(body)) => (201, body),
        Ok(Answer::Empty) => (204, Value::Null),
        Err(refusal) => {
            if matches!(refusal.status, 401 | 403) {
                world.count_invalid();
            }
            if refusal.blame {
                world.problem(format!(
                    "{}: {} {}",
                    route.name,
                    refusal.status,
                    refusal.body()
                ));
            }
            (refusal.status, refusal.body())
        }
    };
    if recording {
        let response = body.clone();
        world.traffic.record(Exchange {
            at,
            route: route.name.to_owned(),
            request: sent,
            status,
            response,
        });
    }
    Reply {
        status,
        body,
        standing: Some((number, standing)),
    }
}

/// The bot's token is needed everywhere but where the path holds one; where it is given it must be right.
fn check_token(world: &World, parts: &Parts, open: bool) -> Result<(), Refusal> {
    let Some(given) = parts.headers.get(header::AUTHORIZATION) else {
        return if open {
            Ok(())
        } else {
            Err(Refusal::unauthorized())
        };
    };
    let token = given
        .to_str()
        .ok()
        .and_then(|given| given.strip_prefix("Bot "));
    if token == Some(&world.token) {
        Ok(())
    } else {
        Err(Refusal::unauthorized())
    }
}

/// The body, which must be JSON and say so.
fn read(parts: &Parts, body: &Bytes) -> Result<Value, Refusal> {
    if body.is_empty() {
        return Ok(Value::Null);
    }
    let kind = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    if !kind.starts_with("application/json") {
        let message =
            format!("Expected \"Content-Type\" header to be application/json, not '{kind}'.");
        return Err(Refusal::new(400, 50035, &message));
    }
    let invalid = "The request body contains invalid JSON.";
    serde_json::from_slice(body).map_err(|_| Refusal::new(400, 50109, invalid))
}

fn failed(world: &World, status: u16) -> Reply {
    if matches!(status, 401 | 403 | 429) {
        world.count_invalid();
    }
    let reason = StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error");
    Reply {
        status,
        body: json!({"message": format!("{status}: {reason}"), "code": 0}),
        standing: None,
    }
}

fn limited(seconds: f64, global: bool) -> Value {
    json!({"message": "You are being rate limited.", "retry_after": seconds, "global": global})
}

/// 429 with headers that say how long, for the route.
fn respond_limited(world: &World, number: usize, seconds: f64) -> Response<Body> {
    world.count_invalid();
    let resets_after = std::time::Duration::from_secs_f64(seconds);
    let standing = Standing {
        limit: 1,
        left: 0,
        resets_after,
        over: true,
        global: false,
    };
    respond(
        world,
        &Reply {
            status: 429,
            body: limited(seconds, false),
            standing: Some((number, standing)),
        },
    )
}

/// 429 of the edge in front of the network.
fn html() -> Response<Body> {
    let page = "<!doctype html><html><head><title>Error 1015</title></head><body>You are being rate limited</body></html>";
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=UTF-8"),
    );
    response
}

fn respond(world: &World, reply: &Reply) -> Response<Body> {
    let body = if reply.status == 204 {
        Body::empty()
    } else {
        Body::from(reply.body.to_string())
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if reply.status != 204 {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
    }
    let Some((number, standing)) = reply.standing else {
        return response;
    };
    let mut set = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    let after = standing.resets_after.as_secs_f64();
    if !standing.global {
        set("x-ratelimit-limit", standing.limit.to_string());
        set("x-ratelimit-remaining", standing.left.to_string());
        set(
            "x-ratelimit-reset",
            format!("{:.3}", world.clock.now().as_secs_f64() + after),
        );
        set("x-ratelimit-reset-after", format!("{after:.3}"));
        set("x-ratelimit-bucket", format!("{:032x}", number + 1));
    }
    if standing.over {
        set("retry-after", format!("{}", after.ceil()));
        set(
            "x-ratelimit-scope",
            if standing.global { "global" } else { "user" }.to_owned(),
        );
        if standing.global {
            set("x-ratelimit-global", "true".to_owned());
        }
    }
    response
}
