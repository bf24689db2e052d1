//! Updates: acknowledged when they are done with, once each, from start to end.

use std::time::{Duration, Instant};

use chat::Network;
use fakes::{Fault, telegram::Telegram};
use serde_json::json;

use crate::bot::{calls, config, eventually, start, start_with};

#[tokio::test]
async fn a_question_in_hand_survives_a_kill() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("slow 400 question").await;
    eventually(|| bot.toy.asked().len() == 1).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    bot.kill().await;
    assert_eq!(fake.pending_updates(), 1);
    let _bot = start(&fake);
    assert_eq!(ann.hears().await.text, "slow 400 question");
    ann.hears_nothing().await;
    fake.finish().await;
}

#[tokio::test]
async fn what_is_answered_is_acknowledged_while_something_before_it_is_not() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let (ann, bob) = (fake.user("Ann"), fake.user("Bob"));
    ann.says("slow 700").await;
    for number in 0..20 {
        bob.says(&number.to_string()).await;
        bob.hears().await;
    }
    // All of them come again with each poll, and none is answered twice.
    assert_eq!(fake.pending_updates(), 21);
    ann.hears().await;
    fake.finish().await;
    assert_eq!(bot.toy.asked().len(), 21);
    assert!(
        calls(&fake, "getUpdates") < 60,
        "{}",
        calls(&fake, "getUpdates")
    );
}

/// Telegram brings at most 100 updates that are not acknowledged.
#[tokio::test]
async fn one_slow_answer_does_not_hold_up_more_than_a_hundred_others() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("slow 1500").await;
    let people: Vec<_> = (0..250)
        .map(|number| fake.user(&format!("P{number}")))
        .collect();
    let start = Instant::now();
    for person in &people {
        person.says("hello").await;
    }
    for person in &people {
        person.hears().await;
    }
    assert!(
        start.elapsed() < Duration::from_millis(1200),
        "{:?}",
        start.elapsed()
    );
    ann.hears().await;
    fake.finish().await;
    assert_eq!(bot.toy.asked().len(), 251);
}

#[tokio::test]
async fn an_update_that_comes_twice_is_answered_once() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("hello").await;
    ann.hears().await;
    fake.repeats_last_update();
    ann.says("slow 200").await;
    eventually(|| bot.toy.asked().len() == 2).await;
    fake.repeats_last_update();
    ann.hears().await;
    ann.hears_nothing().await;
    assert_eq!(bot.toy.asked().len(), 2);
    fake.finish().await;
}

#[tokio::test]
async fn a_refused_token_ends_it_with_advice() {
    let fake = Telegram::start().await;
    for token in ["7000000001:AAnotthetoken", "nonsense"] {
        let error = start_with(config(&fake, json!({"token": token})))
            .ends()
            .await
            .unwrap_err();
        assert!(error.to_string().contains("@BotFather"), "{error}");
        assert!(!format!("{error:?} {error}").contains("notthetoken"));
    }
    let bot = start(&fake);
    bot.is_connected().await;
    fake.next("getUpdates", Fault::Status(401));
    fake.user("Ann").says("hello").await;
    bot.ends().await.unwrap_err();
    fake.traffic.forgive();
}

#[tokio::test]
async fn it_waits_for_a_network_that_is_not_there_yet() {
    let fake = Telegram::start().await;
    fake.next("getMe", Fault::DropBefore);
    fake.next("getMe", Fault::Status(502));
    let bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("hello").await;
    let start = Instant::now();
    assert!(!bot.meters.is_connected(Network::Telegram));
    ann.hears_within(Duration::from_secs(6)).await;
    // 1 s, then 2 s.
    assert!(
        start.elapsed() >= Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
    assert!(bot.meters.is_connected(Network::Telegram));
    fake.finish().await;
}

#[tokio::test]
async fn another_poller_and_errors_are_waited_out() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    bot.is_connected().await;
    let ann = fake.user("Ann");
    for fault in [Fault::Status(409), Fault::Status(502)] {
        fake.next("getUpdates", fault);
    }
    ann.says("one").await;
    ann.hears().await;
    eventually(|| !bot.meters.is_connected(Network::Telegram)).await;
    ann.says("two").await;
    ann.hears_within(Duration::from_secs(6)).await;
    assert!(bot.meters.is_connected(Network::Telegram));
    fake.finish().await;
}

#[tokio::test]
async fn a_webhook_from_before_is_removed() {
    let fake = Telegram::start().await;
    let url = format!("{}/bot{}/setWebhook", fake.url(), fake.token());
    let set = json!({"url": "https://example.org/hook"});
    let client = reqwest::Client::new();
    client
        .post(url)
        .json(&set)
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap();
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("hello").await;
    ann.hears().await;
    fake.finish().await;
}

#[tokio::test]
async fn at_the_end_answers_in_hand_are_finished_and_acknowledged() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("slow 500").await;
    eventually(|| bot.toy.asked().len() == 1).await;
    let meters = bot.meters.clone();
    bot.stop().await.unwrap();
    assert_eq!(
        ann.hears_within(Duration::from_millis(1)).await.text,
        "slow 500"
    );
    assert_eq!(fake.pending_updates(), 0);
    assert!(!meters.is_connected(Network::Telegram));
}

#[tokio::test]
async fn the_end_takes_ten_seconds_at_most() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    for _ in 0..4 {
        fake.next("sendMessage", Fault::Hang);
    }
    ann.says("hello").await;
    eventually(|| bot.toy.asked().len() == 1).await;
    let start = Instant::now();
    bot.stop().await.unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
    // It comes again after the next start.
    assert_eq!(fake.pending_updates(), 1);
}

#[tokio::test]
async fn the_end_comes_at_once_during_an_outage() {
    let fake = Telegram::start().await;
    let gone = config(&fake, json!({"api": "http://127.0.0.1:9"}));
    let bot = start_with(gone);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let start = Instant::now();
    bot.stop().await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(500));
}
