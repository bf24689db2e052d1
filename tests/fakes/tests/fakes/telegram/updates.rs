//! How updates come to the bot: polls, webhooks, repetitions, and many at once.

use std::{
    io::ErrorKind,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::{Bot, had_problem, start};

/// The ids of the updates that a poll gives.
async fn poll(bot: &Bot, body: Value) -> Vec<i64> {
    let updates = bot.done("getUpdates", body).await;
    let updates = updates.as_array().expect("a list").iter();
    updates
        .map(|update| update["update_id"].as_i64().expect("an id"))
        .collect()
}

#[tokio::test]
async fn offsets_confirm() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    for number in 0..5 {
        ann.says(&number.to_string()).await;
    }
    let all = poll(&bot, json!({})).await;
    assert_eq!(all.len(), 5);
    assert_eq!(poll(&bot, json!({"limit": 2})).await, all[..2]);
    assert_eq!(poll(&bot, json!({"offset": all[1]})).await, all[1..]);
    assert_eq!(fake.pending_updates(), 4);
    assert_eq!(poll(&bot, json!({"offset": -2})).await, all[3..]);
    assert_eq!(poll(&bot, json!({})).await, all[3..]);
    assert_eq!(poll(&bot, json!({"offset": all[4] + 1})).await, [0; 0]);
    assert_eq!(fake.pending_updates(), 0);
    poll(&bot, json!({"limit": 0})).await;
    assert!(had_problem(&fake, "`limit` is 0"));
}

#[tokio::test]
async fn long_polls_wait() {
    let (fake, mut bot) = start().await;
    let ann = fake.user("Ann");
    let before = Instant::now();
    assert_eq!(poll(&bot, json!({"timeout": 1})).await, [0; 0]);
    assert!(before.elapsed() >= Duration::from_secs(1));
    let before = Instant::now();
    let later = tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        ann.says("hi").await;
    });
    bot.update().await;
    assert!(before.elapsed() < Duration::from_secs(1));
    later.await.expect("no panic");
}

#[tokio::test]
async fn a_second_poll_ends_the_first() {
    let (fake, bot) = start().await;
    let other = Bot::of(&fake);
    let first = tokio::spawn(async move { other.call("getUpdates", json!({"timeout": 5})).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(poll(&bot, json!({})).await, [0; 0]);
    let answer = first.await.expect("no panic");
    assert_eq!(answer["error_code"], 409);
    let text = answer["description"].as_str().expect("a text");
    assert!(
        text.starts_with("Conflict: terminated by other getUpdates request"),
        "{text}"
    );
}

#[tokio::test]
async fn only_allowed_updates_come() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    poll(&bot, json!({"allowed_updates": ["edited_message"]})).await;
    let said = ann.says("a").await;
    ann.edits(&said, "b").await;
    let updates = bot.done("getUpdates", json!({})).await;
    assert_eq!(updates.as_array().expect("a list").len(), 1);
    assert_eq!(updates[0]["edited_message"]["text"], "b");
    poll(&bot, json!({"allowed_updates": ["messages"]})).await;
    assert!(had_problem(&fake, "`messages`"));
}

#[tokio::test]
async fn what_was_not_confirmed_survives_the_bot() {
    let (fake, mut bot) = start().await;
    let ann = fake.user("Ann");
    ann.says("a").await;
    bot.updates().await;
    let mut again = Bot::of(&fake);
    assert_eq!(again.update().await["message"]["text"], "a");
    again.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
async fn updates_can_come_twice_and_be_strange() {
    let (fake, mut bot) = start().await;
    fake.user("Ann").says("a").await;
    let first = bot.update().await;
    bot.hears_nothing().await;
    fake.repeats_last_update();
    assert_eq!(bot.update().await, first);
    bot.hears_nothing().await;
    fake.sends_raw(json!({"guest_message": {"strange": true}}));
    assert_eq!(bot.update().await["guest_message"]["strange"], true);
}

/// Reads one request from a connection, answers with `status`, and gives its head and body.
async fn take(listener: &TcpListener, status: &str) -> (String, Value) {
    let accepted = tokio::time::timeout(Duration::from_secs(5), listener.accept()).await;
    let (mut stream, _) = accepted.expect("in time").expect("a connection");
    let mut read = Vec::new();
    loop {
        let mut part = [0; 4096];
        let length = stream.read(&mut part).await.expect("a request");
        read.extend_from_slice(part.get(..length).unwrap_or_default());
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && let Ok(body) = serde_json::from_str(body)
        {
            let answer =
                format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream
                .write_all(answer.as_bytes())
                .await
                .expect("an answer");
            return (head.to_lowercase(), body);
        }
    }
}

#[tokio::test]
async fn webhooks_are_posted_to_until_they_take_it() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    ann.says("early").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    bot.done(
        "setWebhook",
        json!({"url": url, "secret_token": "se-cret_1"}),
    )
    .await;
    let (head, body) = take(&listener, "200 OK").await;
    assert!(
        head.contains("x-telegram-bot-api-secret-token: se-cret_1"),
        "{head}"
    );
    assert_eq!(body["message"]["text"], "early");
    ann.says("again").await;
    assert_eq!(
        take(&listener, "500 Oops").await.1["message"]["text"],
        "again"
    );
    assert_eq!(
        take(&listener, "404 Gone").await.1["message"]["text"],
        "again"
    );
    let info = bot.done("getWebhookInfo", json!({})).await;
    assert_eq!(info["pending_update_count"], 1);
    let error = info["last_error_message"].as_str().expect("an error");
    assert!(
        error.starts_with("Wrong response from the webhook: "),
        "{error}"
    );
    assert_eq!(
        take(&listener, "204 Thanks").await.1["message"]["text"],
        "again"
    );
    fake.finish().await;
    fake.repeats_last_update();
    assert_eq!(
        take(&listener, "200 OK").await.1["message"]["text"],
        "again"
    );

    let conflict = bot.refused("getUpdates", json!({})).await;
    assert!(
        conflict.starts_with("Conflict: can't use getUpdates method while webhook is active"),
        "{conflict}"
    );
    ann.says("kept").await;
    bot.done("deleteWebhook", json!({})).await;
    assert_eq!(poll(&bot, json!({})).await.len(), 1);
    bot.done("deleteWebhook", json!({"drop_pending_updates": true}))
        .await;
    assert_eq!(fake.pending_updates(), 0);
}

#[tokio::test]
async fn webhooks_take_no_more_than_their_connections() {
    let (fake, bot) = start().await;
    let ann = fake.user("Ann");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    bot.done("setWebhook", json!({"url": url, "max_connections": 2}))
        .await;
    for _ in 0..4 {
        ann.says("a").await;
    }
    let mut open = Vec::new();
    while let Ok(accepted) =
        tokio::time::timeout(Duration::from_millis(200), listener.accept()).await
    {
        open.push(accepted.expect("a connection"));
    }
    assert_eq!(open.len(), 2);
}

#[tokio::test]
async fn webhooks_are_checked() {
    let (_fake, bot) = start().await;
    for (url, secret, what) in [
        (
            "http://example.com",
            "s",
            "bad webhook: An HTTPS URL must be provided",
        ),
        (
            "https://example.com:8080",
            "s",
            "bad webhook: Webhook can be set up only on ports",
        ),
        ("nonsense", "s", "invalid webhook URL specified"),
        (
            "https://example.com",
            "a b",
            "secret token contains unallowed characters",
        ),
        (
            "https://example.com",
            &"s".repeat(257),
            "secret token is too long",
        ),
    ] {
        let text = bot
            .refused("setWebhook", json!({"url": url, "secret_token": secret}))
            .await;
        assert!(
            text.starts_with(&format!("Bad Request: {what}")),
            "{url}: {text}"
        );
    }
}

#[tokio::test]
async fn many_people_are_cheap() {
    const PEOPLE: usize = 200;
    let (fake, mut bot) = start().await;
    fake.traffic.stop_recording();
    let mut load = fake.load(PEOPLE);
    for user in 0..PEOPLE {
        load.send(user, "hello");
    }
    let mut answered = 0;
    while answered < PEOPLE {
        for update in bot.updates().await {
            bot.sends(
                update["message"]["chat"]["id"].as_i64().expect("an id"),
                "hi",
            )
            .await;
            answered += 1;
        }
    }
    for user in 0..PEOPLE {
        let reply = load.replies.recv().await.expect("a reply");
        assert_eq!((reply.user, reply.edits), (user, 0));
    }
    assert!(load.replies.try_recv().is_err());
    assert!(fake.traffic.exchanges().is_empty());
    bot.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
async fn a_port_of_its_own() {
    let (one, _) = start().await;
    let (two, _) = start().await;
    assert_ne!(one.url(), two.url());
    let taken = TcpListener::bind(one.url().trim_start_matches("http://")).await;
    assert_eq!(taken.expect_err("taken").kind(), ErrorKind::AddrInUse);
}
