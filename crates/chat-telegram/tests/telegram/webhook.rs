//! Updates that are posted.

use std::time::Duration;

use chat::Network;
use fakes::telegram::Telegram;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::bot::{Bot, config, eventually, start_with};

const SECRET: &str = "a-Secret_1";

/// A bot with a webhook, and where it listens.
async fn start(fake: &Telegram) -> (Bot, String) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let listen = free.local_addr().expect("a free port").to_string();
    drop(free);
    let url = format!("http://{listen}/telegram");
    let webhook = json!({"url": url, "listen": listen, "secret": SECRET});
    let bot = start_with(config(fake, json!({"webhook": webhook})));
    bot.is_connected().await;
    (bot, url)
}

async fn post(url: &str, secret: Option<&str>, body: String) -> StatusCode {
    let mut request = reqwest::Client::new().post(url).body(body);
    if let Some(secret) = secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    request.send().await.expect("an answer").status()
}

/// A message as Telegram posts it.
fn message(fake: &Telegram, update: i64, text: &str) -> String {
    let ann = fake.user("Ann");
    let chat = json!({"id": ann.id(), "type": "private", "first_name": "Ann"});
    let message =
        json!({"message_id": 1, "date": 1, "chat": chat, "from": ann.to_json(), "text": text});
    json!({"update_id": update, "message": message}).to_string()
}

#[tokio::test]
async fn posted_updates_are_answered_and_then_taken() {
    let fake = Telegram::start().await;
    let (bot, _) = start(&fake).await;
    let ann = fake.user("Ann");
    ann.says("slow 200").await;
    eventually(|| bot.toy.asked().len() == 1).await;
    assert_eq!(fake.pending_updates(), 1);
    ann.hears().await;
    fake.finish().await;
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn only_who_knows_the_secret_is_heard() {
    let fake = Telegram::start().await;
    let (bot, url) = start(&fake).await;
    let body = || message(&fake, 1, "hello");
    for wrong in [None, Some(""), Some("a-Secret_2"), Some("a-Secret_")] {
        assert_eq!(
            post(&url, wrong, body()).await,
            StatusCode::UNAUTHORIZED,
            "{wrong:?}"
        );
    }
    assert!(bot.toy.asked().is_empty());
    assert_eq!(post(&url, Some(SECRET), body()).await, StatusCode::OK);
    fake.user("Ann").hears().await;
    let get = reqwest::Client::new().get(&url).send().await.unwrap();
    assert_eq!(get.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn an_update_that_is_posted_again_is_answered_once() {
    let fake = Telegram::start().await;
    let (bot, url) = start(&fake).await;
    let body = || message(&fake, 1, "slow 300");
    let posts = (0..3).map(|_| post(&url, Some(SECRET), body()));
    let statuses = futures::future::join_all(posts).await;
    assert!(
        statuses.iter().all(|status| *status == StatusCode::OK),
        "{statuses:?}"
    );
    assert_eq!(post(&url, Some(SECRET), body()).await, StatusCode::OK);
    fake.user("Ann").hears().await;
    fake.user("Ann").hears_nothing().await;
    assert_eq!(bot.toy.asked().len(), 1);
}

#[tokio::test]
async fn what_is_no_update_or_too_long_does_no_harm() {
    let fake = Telegram::start().await;
    let (_bot, url) = start(&fake).await;
    let status = |body: Value| post(&url, Some(SECRET), body.to_string());
    assert_eq!(
        status(json!({"no": "update"})).await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        status(json!({"update_id": 5, "newer": {}})).await,
        StatusCode::OK
    );
    let long = json!({"update_id": 6, "x": "x".repeat(2 << 20)});
    assert_eq!(status(long).await, StatusCode::PAYLOAD_TOO_LARGE);
    fake.user("Ann").says("hello").await;
    fake.user("Ann").hears().await;
}

#[tokio::test]
async fn at_the_end_posts_in_hand_are_answered() {
    let fake = Telegram::start().await;
    let (bot, _) = start(&fake).await;
    let meters = bot.meters.clone();
    let ann = fake.user("Ann");
    ann.says("slow 400").await;
    eventually(|| bot.toy.asked().len() == 1).await;
    bot.stop().await.unwrap();
    ann.hears_within(Duration::from_millis(1)).await;
    fake.finish().await;
    assert!(!meters.is_connected(Network::Telegram));
}

#[tokio::test]
async fn an_address_that_is_taken_ends_it_with_advice() {
    let fake = Telegram::start().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let webhook = json!({"url": format!("http://{listen}"), "listen": listen, "secret": SECRET});
    let error = start_with(config(&fake, json!({"webhook": webhook})))
        .ends()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("`listen`"), "{error}");
}
