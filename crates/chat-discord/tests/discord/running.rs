//! Start and shutdown.

use std::time::{Duration, Instant};

use chat::Network;
use fakes::discord::Discord;
use serde_json::json;

use crate::support::World;

#[tokio::test]
async fn what_is_in_hand_is_finished_and_nothing_new_is_taken() {
    let world = World::start().await;
    let (ann, bob) = (world.discord.user("Ann"), world.discord.user("Bob"));
    ann.says("slow 800").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    world.stop.cancel();
    tokio::time::sleep(Duration::from_millis(20)).await;
    bob.says("too late").await;
    assert_eq!(ann.hears().await.text, "You said: slow 800");
    bob.hears_nothing().await;
    assert_eq!(world.asked(), ["slow 800"]);
    assert!(world.running.await.unwrap().is_ok());
    assert!(!world.meters.is_connected(Network::Discord));
    assert_eq!(world.discord.traffic().problems(), Vec::<String>::new());
}

#[tokio::test]
async fn what_takes_too_long_is_given_up_within_ten_seconds() {
    let world = World::start().await;
    let ann = world.discord.user("Ann");
    ann.says("slow 9500").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    world.ends_well().await;
    assert!(
        (7..10).contains(&begun.elapsed().as_secs()),
        "{:?}",
        begun.elapsed()
    );
    drop(ann);
}

#[tokio::test]
async fn it_ends_in_an_outage() {
    let world = World::start().await;
    world.discord.gateway().refuse().await;
    world.discord.gateway().drops();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begun = Instant::now();
    world.ends_well().await;
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
}

/// serenity reads from such a connection for ever, without giving way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_ends_after_a_session_was_refused_for_good() {
    for code in [4010, 4011] {
        let world = World::start().await;
        world.discord.gateway().closes(code);
        tokio::time::sleep(Duration::from_millis(300)).await;
        let begun = Instant::now();
        world.ends_well().await;
        assert!(
            begun.elapsed() < Duration::from_secs(4),
            "{:?}",
            begun.elapsed()
        );
    }
}

#[tokio::test]
async fn it_ends_before_it_ever_began() {
    let discord = Discord::start().await;
    discord.gateway().refuse().await;
    let world = World::on(discord, json!({}));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let begun = Instant::now();
    world.ends_well().await;
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn dropping_it_ends_everything() {
    let world = World::start().await;
    world.running.abort();
    let begun = Instant::now();
    while world.discord.gateway_sessions() > 0 {
        assert!(
            begun.elapsed() < Duration::from_secs(3),
            "the session goes on"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_address_and_its_authority_belong_together() {
    let discord = Discord::start().await;
    for changes in [
        json!({"authority": null}),
        json!({"address": null}),
        json!({"authority": "no PEM"}),
    ] {
        let world = World::on(Discord::start().await, changes);
        let error = world.running.await.unwrap().unwrap_err().to_string();
        assert!(error.contains("`authority`"), "{error}");
    }
    assert_eq!(discord.traffic().exchanges().len(), 0);
}
