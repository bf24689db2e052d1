//! Updates that Telegram posts here. A post is answered when its update was handled or given up on; until then Telegram
//! keeps it and posts it again.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    serve::ListenerExt,
};
use chat::{Responder, Shutdown};
use secrecy::{ExposeSecret, SecretString};
use serde::de::IgnoredAny;
use subtle::ConstantTimeEq;
use teloxide::payloads::{SetWebhook, SetWebhookSetters};
use tokio::net::TcpListener;

use crate::{
    Error,
    config::Webhook,
    intake::{Intake, Taken},
    polling::KINDS,
    run::{Connection, persist},
};

/// Where Telegram shows the secret.
const SECRET: &str = "x-telegram-bot-api-secret-token";

/// The longest update, in bytes; a message has 4,096 characters with some markup.
const LONGEST: usize = 1 << 20;

/// How many updates Telegram posts at a time: the most that it does.
const CONNECTIONS: u8 = 100;

/// What a post needs.
struct Hook<R> {
    intake: Arc<Intake<R>>,
    secret: SecretString,
}

/// Listens for updates until `stop`.
pub(crate) async fn run<R: Responder>(
    webhook: &Webhook,
    connection: &Connection,
    intake: &Arc<Intake<R>>,
    stop: &Shutdown,
) -> Result<(), Error> {
    let address = webhook.listen;
    let listen = |source| Error::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    let listener = listener.tap_io(|stream| {
        // Without it an answer may wait for more to be sent; nothing is lost where it can't be set.
        stream.set_nodelay(true).ok();
    });
    let hook = Arc::new(Hook {
        intake: intake.clone(),
        secret: webhook.secret.0.clone(),
    });
    let router = Router::new().fallback(receive::<R>).with_state(hook);
    let end = stop.child_token();
    let serve = axum::serve(listener, router).with_graceful_shutdown(end.clone().cancelled_owned());
    let register = async {
        let registered = register(webhook, connection, stop).await;
        if registered.is_err() {
            end.cancel();
        }
        registered
    };
    let (served, registered) = tokio::join!(serve.into_future(), register);
    registered.and(served.map_err(listen))
}

/// Tells Telegram where to post.
async fn register(
    webhook: &Webhook,
    connection: &Connection,
    stop: &Shutdown,
) -> Result<(), Error> {
    let set = SetWebhook::new(webhook.url.0.clone())
        .max_connections(CONNECTIONS)
        .allowed_updates(KINDS)
        .secret_token(webhook.secret.0.expose_secret());
    if persist::<_, IgnoredAny>(connection, &set, stop)
        .await?
        .is_some()
    {
        connection.set(true);
    }
    Ok(())
}

async fn receive<R: Responder>(State(hook): State<Arc<Hook<R>>>, request: Request) -> StatusCode {
    if request.method() != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    if !is_telegrams(request.headers(), &hook.secret) {
        return StatusCode::UNAUTHORIZED;
    }
    let Some(update) = read(request.into_body()).await else {
        return StatusCode::PAYLOAD_TOO_LARGE;
    };
    let done = match hook.intake.take(&update) {
        Taken::New(id) | Taken::InHand(id) => hook.intake.done(id).await,
        Taken::Done => true,
        Taken::Unreadable => return StatusCode::BAD_REQUEST,
    };
    match done {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn read(body: Body) -> Option<String> {
    let bytes = to_bytes(body, LONGEST).await.ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether the secret is shown. How long the comparison takes tells nothing about it but its length.
fn is_telegrams(headers: &HeaderMap, secret: &SecretString) -> bool {
    let shown = headers.get(SECRET).map(|shown| shown.as_bytes());
    let secret = secret.expose_secret().as_bytes();
    shown.is_some_and(|shown| shown.ct_eq(secret).into())
}
