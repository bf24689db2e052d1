//! REST requests that fail, hang or are limited.

use std::time::{Duration, Instant};

use chat::Network;
use fakes::Fault;

use crate::support::World;

const POST: &str = "POST /channels/{channel_id}/messages";

#[tokio::test]
async fn a_failed_message_is_sent_again_and_is_no_second_one() {
    let world = World::start().await;
    let ann = world.discord.user("Ann");
    for fault in [
        Fault::Status(500),
        Fault::Status(503),
        Fault::RetryAfter(0.4),
        Fault::RetryAfterHtml,
        Fault::DropBefore,
        Fault::DropAfter,
    ] {
        world.discord.faults().next(POST, fault.clone());
        ann.says("hello").await;
        assert_eq!(ann.hears().await.text, "You said: hello", "{fault:?}");
        ann.hears_nothing().await;
    }
    world.ends_well().await;
}

#[tokio::test]
async fn a_hanging_request_has_a_time_out() {
    let world = World::start().await;
    world.discord.waits(Duration::from_secs(9));
    let (ann, bob) = (world.discord.user("Ann"), world.discord.user("Bob"));
    world.discord.faults().next(POST, Fault::Hang);
    let begun = Instant::now();
    ann.says("hello").await;
    while world.discord.requests(POST) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bob.says("hello").await;
    assert_eq!(bob.hears().await.text, "You said: hello");
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "others do not wait"
    );
    assert_eq!(ann.hears().await.text, "You said: hello");
    assert!(
        begun.elapsed() < Duration::from_secs(7),
        "{:?}",
        begun.elapsed()
    );
    world.ends_well().await;
}

#[tokio::test]
async fn limits_are_kept_and_nothing_is_lost() {
    let world = World::start().await;
    world.discord.limits(POST, 5, Duration::from_millis(500));
    let ann = world.discord.user("Ann");
    for number in 0..12 {
        ann.says(&format!("number {number}")).await;
    }
    for number in 0..12 {
        assert_eq!(ann.hears().await.text, format!("You said: number {number}"));
    }
    assert_eq!(
        world.discord.invalid_requests(),
        0,
        "the limiter waits before it is told to"
    );
    world.ends_well().await;
}

#[tokio::test]
async fn a_refused_message_is_given_up_at_once() {
    let world = World::start().await;
    let ann = world.discord.user("Ann");
    world.discord.faults().next(POST, Fault::Status(400));
    let before = world.discord.requests(POST);
    ann.says("hello").await;
    ann.hears_nothing().await;
    assert_eq!(world.discord.requests(POST), before + 1);
    assert!(world.meters.is_connected(Network::Discord));
    world.ends_well().await;
}
