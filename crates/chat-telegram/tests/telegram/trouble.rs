//! What goes wrong while answering.

use std::time::{Duration, Instant};

use fakes::{
    Fault,
    telegram::{Limits, Telegram},
};
use serde_json::json;

use crate::bot::{calls, config, start, start_with};

const FAILED: &str = "sends_total{network=\"telegram\",outcome=\"failed\"}";
const RETRIED: &str = "sends_total{network=\"telegram\",outcome=\"retried\"}";

/// One question meets `fault`; how long its answer took.
async fn with(fault: Fault) -> Duration {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    fake.next("sendMessage", fault);
    let start = Instant::now();
    ann.says("hello").await;
    let reply = ann.hears_within(Duration::from_secs(8)).await;
    let took = start.elapsed();
    assert_eq!(reply.text, "hello");
    assert_eq!((bot.counted(RETRIED), bot.counted(FAILED)), (1, 0));
    fake.finish().await;
    took
}

/// teloxide's own calls wait 10 s inside when the server has an error.
#[tokio::test]
async fn an_error_of_the_server_costs_a_moment() {
    for status in [500, 502, 503] {
        assert!(with(Fault::Status(status)).await < Duration::from_secs(2));
    }
}

#[tokio::test]
async fn a_connection_that_drops_costs_a_moment() {
    assert!(with(Fault::DropBefore).await < Duration::from_secs(2));
}

#[tokio::test]
async fn a_request_that_hangs_is_tried_again() {
    let took = with(Fault::Hang).await;
    assert!(took >= Duration::from_secs(5), "{took:?}");
}

#[tokio::test]
async fn the_wait_that_telegram_asks_for_is_kept() {
    let took = with(Fault::RetryAfter(2.0)).await;
    assert!(took >= Duration::from_secs(2), "{took:?}");
    let took = with(Fault::RetryAfterHtml).await;
    assert!(took >= Duration::from_secs(1), "{took:?}");
}

#[tokio::test]
async fn a_wait_that_is_too_long_gives_the_answer_up() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    fake.next("sendMessage", Fault::RetryAfter(600.0));
    ann.says("hello").await;
    ann.hears_nothing().await;
    assert_eq!(bot.counted(FAILED), 1);
    let bob = fake.user("Bob");
    bob.says("hello").await;
    bob.hears().await;
    fake.finish().await;
}

#[tokio::test]
async fn tries_are_bounded() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    for _ in 0..4 {
        fake.next("sendMessage", Fault::Status(500));
    }
    ann.says("lost").await;
    ann.says("next").await;
    assert_eq!(ann.hears_within(Duration::from_secs(6)).await.text, "next");
    assert_eq!((bot.counted(RETRIED), bot.counted(FAILED)), (3, 1));
    fake.finish().await;
}

#[tokio::test]
async fn refused_html_is_sent_as_plain_text_and_refused_buttons_are_left_out() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let ann = fake.user("Ann");
    fake.next("sendMessage", Fault::Status(400));
    ann.says("choose <b>").await;
    let reply = ann.hears().await;
    assert_eq!(
        (reply.raw.as_str(), reply.labels().len()),
        ("choose <b>", 4)
    );
    fake.next("sendMessage", Fault::Status(400));
    fake.next("sendMessage", Fault::Status(400));
    ann.says("choose <b>").await;
    let reply = ann.hears().await;
    assert_eq!(
        (reply.raw.as_str(), reply.labels().len()),
        ("choose <b>", 0)
    );
    fake.finish().await;
}

#[tokio::test]
async fn a_panic_and_an_answer_that_never_comes_cost_an_apology_each() {
    let fake = Telegram::start().await;
    let _bot = start(&fake);
    let (ann, bob) = (fake.user("Ann"), fake.user("Bob"));
    bob.says("hang").await;
    for _ in 0..3 {
        ann.says("panic").await;
        assert!(ann.hears().await.text.starts_with("Sorry"));
    }
    ann.says("hello").await;
    assert_eq!(ann.hears().await.text, "hello");
    let apology = bob.hears_within(Duration::from_secs(12)).await;
    assert!(apology.text.starts_with("Sorry"));
    fake.finish().await;
}

#[tokio::test]
async fn somebody_who_blocked_the_bot_is_left_alone() {
    let fake = Telegram::start().await;
    let bot = start(&fake);
    let ann = fake.user("Ann");
    ann.says("slow 200").await;
    ann.blocks().await;
    crate::bot::eventually(|| bot.counted(FAILED) == 1).await;
    assert_eq!(calls(&fake, "sendMessage"), 1);
    ann.unblocks().await;
    ann.says("hello").await;
    ann.hears().await;
    fake.finish().await;
}

#[tokio::test]
async fn the_documented_limits_are_kept() {
    let fake = Telegram::start().await;
    fake.limits(Limits::documented());
    let bot = start_with(config(&fake, json!({"limits": {}})));
    let ann = fake.user("Ann");
    let start = Instant::now();
    for number in 0..7 {
        ann.says(&number.to_string()).await;
    }
    for number in 0..7 {
        let reply = ann.hears_within(Duration::from_secs(7)).await;
        assert_eq!(reply.text, format!("{number}"));
    }
    assert!(start.elapsed() >= Duration::from_secs(5));
    assert_eq!(bot.counted(RETRIED), 0);

    let people: Vec<_> = (0..60)
        .map(|number| fake.user(&format!("P{number}")))
        .collect();
    for person in &people {
        person.says("hello").await;
    }
    for person in &people {
        person.hears().await;
    }
    // A clock that is a little off costs a wait, no answer.
    assert_eq!(bot.counted(FAILED), 0);
    fake.finish().await;
}

/// Each of two messages is taken at the fourth try only, which is too late for the second.
#[tokio::test]
async fn nothing_is_waited_for_longer_than_the_deadline() {
    let fake = Telegram::start().await;
    fake.patience(Duration::from_secs(40));
    let bot = start(&fake);
    let ann = fake.user("Ann");
    let hang = || (0..3).for_each(|_| fake.next("sendMessage", Fault::Hang));
    hang();
    fake.next("sendMessage", Fault::Delay(Duration::ZERO));
    hang();
    ann.says("long").await;
    let start = Instant::now();
    assert!(ann.hears().await.text.starts_with("part 0"));
    fake.finish().await;
    let took = start.elapsed().as_secs();
    assert!((29..34).contains(&took), "{took}");
    assert_eq!(bot.counted(RETRIED), 5);
}

#[tokio::test]
async fn somebody_who_floods_the_bot_does_not_keep_others_waiting() {
    let fake = Telegram::start().await;
    let bot = start_with(config(&fake, json!({"limits": {}})));
    let (ann, bob) = (fake.user("Ann"), fake.user("Bob"));
    for number in 0..150 {
        ann.says(&number.to_string()).await;
    }
    bob.says("hello").await;
    assert_eq!(bob.hears().await.text, "hello");
    assert!(bot.toy.asked().len() < 30);
}

#[tokio::test]
async fn at_most_so_many_are_answered_at_a_time_and_the_others_wait() {
    let fake = Telegram::start().await;
    let bot = start_with(config(&fake, json!({"running": 2})));
    let people: Vec<_> = (0..6)
        .map(|number| fake.user(&format!("P{number}")))
        .collect();
    for person in &people {
        person.says("slow 200").await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(bot.toy.asked().len(), 2);
    for person in &people {
        person.hears().await;
    }
    fake.finish().await;
}
