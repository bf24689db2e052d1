//! The gateway: sessions, their ends, and what is heard twice.

use std::time::{Duration, Instant};

use chat::Network;
use fakes::{Fault, discord::Discord};
use serde_json::json;

use crate::support::World;

const BOT: &str = "GET /gateway/bot";

async fn answers(world: &World, name: &str) {
    let person = world.discord.user(name);
    person.says("hello").await;
    assert_eq!(person.hears().await.text, "You said: hello");
    person.hears_nothing().await;
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(12), "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn interrupted_sessions_are_resumed_and_miss_nothing() {
    let world = World::start().await;
    let ann = world.discord.user("Ann");
    let interruptions: [fn(&Discord); 4] = [
        |discord| discord.gateway().asks_reconnect(),
        |discord| discord.gateway().drops(),
        |discord| discord.gateway().breaks(),
        |discord| discord.gateway().closes(4000),
    ];
    for (number, interrupt) in interruptions.into_iter().enumerate() {
        interrupt(&world.discord);
        ann.says(&format!("number {number}")).await;
        assert_eq!(ann.hears().await.text, format!("You said: number {number}"));
        ann.hears_nothing().await;
        assert_eq!(world.discord.resumes(), number + 1);
    }
    assert_eq!(world.discord.identifies(), 1);
    world.ends_well().await;
}

#[tokio::test]
async fn an_invalid_session_is_begun_anew() {
    let world = World::start().await;
    world.discord.gateway().invalidates(false);
    until("a second session", || world.discord.identifies() == 2).await;
    world.discord.until_online().await;
    answers(&world, "Ann").await;
    let exchanges = world.discord.traffic().exchanges();
    let identifies = exchanges
        .iter()
        .filter(|exchange| exchange.route == "gateway in" && exchange.request["op"] == 2);
    assert_eq!(
        identifies.count(),
        2,
        "none came sooner than Discord allows"
    );
    world.ends_well().await;
}

#[tokio::test]
async fn a_gateway_that_acknowledges_nothing_is_left() {
    let discord = Discord::start().await;
    discord.gateway().beats_every(Duration::from_millis(700));
    let world = World::on(discord, json!({}));
    world.discord.until_online().await;
    world.discord.gateway().withhold_acks();
    until("a second session", || world.discord.identifies() == 2).await;
    world.discord.gateway().give_acks();
    until("connected", || world.meters.is_connected(Network::Discord)).await;
    answers(&world, "Ann").await;
    world.ends_well().await;
}

#[tokio::test]
async fn what_is_heard_twice_is_answered_once() {
    let world = World::start().await;
    world.discord.until_commands().await;
    let ann = world.discord.user("Ann");
    ann.says("hello").await;
    world.discord.repeats_last_event();
    ann.hears().await;
    ann.hears_nothing().await;
    ann.uses("help", &[]).await;
    world.discord.repeats_last_event();
    ann.hears().await;
    ann.hears_nothing().await;
    assert_eq!(world.asked(), ["hello", "help"]);
    world.ends_well().await;
}

#[tokio::test]
async fn nonsense_is_passed_over() {
    let world = World::start().await;
    world.discord.gateway().sends_unknown_event();
    world.discord.gateway().babbles();
    world
        .discord
        .gateway()
        .sends_event("MESSAGE_CREATE", &json!({"id": {}}));
    world.discord.gateway().asks_heartbeat();
    answers(&world, "Ann").await;
    world.ends_well().await;
}

#[tokio::test]
async fn sessions_that_discord_refuses_are_an_error() {
    for (code, words) in [(4004, "token"), (4013, "intents"), (4014, "intents")] {
        let world = World::start().await;
        world.discord.gateway().closes(code);
        let ended = tokio::time::timeout(Duration::from_secs(5), world.running).await;
        let error = ended.expect("in time").unwrap().unwrap_err().to_string();
        assert!(error.contains(words), "{code}: {error}");
        assert!(!world.meters.is_connected(Network::Discord));
    }
}

#[tokio::test]
async fn a_refused_token_is_an_error() {
    let world = World::on(Discord::start().await, json!({"token": "wrong"}));
    let error = world.running.await.unwrap().unwrap_err().to_string();
    assert!(
        error.contains("token") && !error.contains("wrong"),
        "{error}"
    );
}

#[tokio::test]
async fn an_unreachable_network_is_tried_again() {
    let discord = Discord::start().await;
    for fault in [Fault::Status(500), Fault::DropBefore] {
        discord.faults().next(BOT, fault);
    }
    discord.gateway().refuse().await;
    let world = World::on(discord, json!({}));
    until("it asked for the gateway three times", || {
        world.discord.requests(BOT) >= 3
    })
    .await;
    assert!(!world.meters.is_connected(Network::Discord));
    assert!(!world.running.is_finished());
    world.discord.gateway().accept().await;
    until("connected", || world.meters.is_connected(Network::Discord)).await;
    answers(&world, "Ann").await;
    world.ends_well().await;
}

#[tokio::test]
async fn where_no_session_may_start_it_waits() {
    let discord = Discord::start().await;
    discord.gateway().starts_left(0);
    let world = World::on(discord, json!({}));
    until("it asked", || world.discord.requests(BOT) >= 2).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(world.discord.identifies(), 0);
    world.ends_well().await;
}

#[tokio::test]
async fn all_advised_shards_hear_and_start_as_fast_as_allowed() {
    let discord = Discord::start().await;
    discord.gateway().advises_shards(4);
    discord.gateway().allows_at_once(4);
    let guilds: Vec<_> = (0..8)
        .map(|n| discord.guild(&format!("guild {n}")))
        .collect();
    let world = World::on(discord, json!({}));
    until("four sessions", || world.discord.gateway_sessions() == 4).await;
    until("connected", || world.meters.is_connected(Network::Discord)).await;
    for guild in &guilds {
        let ann = guild.channel("general").user("Ann");
        ann.says("@privy hello").await;
        assert_eq!(ann.hears().await.text, "You said: hello");
    }
    answers(&world, "Bob").await;
    world.ends_well().await;
}

#[tokio::test]
async fn a_range_of_shards_is_what_is_heard() {
    let discord = Discord::start().await;
    let world = World::on(
        discord,
        json!({"shards": {"first": 1, "last": 1, "total": 2}}),
    );
    until("connected", || world.meters.is_connected(Network::Discord)).await;
    assert_eq!(world.discord.identifies(), 1);
    let ann = world.discord.user("Ann");
    ann.says("direct messages are for shard 0").await;
    ann.hears_nothing().await;
    assert!(
        world.discord.commands().is_empty(),
        "and so are the commands"
    );
    world.ends_well().await;
}
