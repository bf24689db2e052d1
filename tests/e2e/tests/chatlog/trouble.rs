//! What goes wrong on a network, and what people then see.

use std::time::Duration;

use fakes::Fault;

use crate::{
    scenario,
    world::{Side, World},
};

/// The route on which an answer to a private message is sent.
fn fails_next(world: &World, fault: Fault) {
    match &world.side {
        Side::Discord(discord) => discord
            .faults()
            .next("POST /channels/{channel_id}/messages", fault),
        Side::Telegram(telegram) => telegram.next("sendMessage", fault),
    }
}

scenario!(too_many_requests_delay_one_answer, async |world: &World| {
    let ann = world.user("Ann");
    fails_next(world, Fault::RetryAfter(1.0));
    let reply = ann.asks("does bluebird sell my data").await;
    assert!(reply.text.contains("no data is sold"), "{}", reply.text);
    ann.hears_nothing().await;
});

scenario!(
    an_error_of_the_server_costs_no_answer,
    async |world: &World| {
        let ann = world.user("Ann");
        fails_next(world, Fault::Status(500));
        let reply = ann.asks("does bluebird sell my data").await;
        assert!(reply.text.contains("no data is sold"), "{}", reply.text);
        ann.hears_nothing().await;
    }
);

scenario!(
    a_dropped_connection_costs_no_answer,
    async |world: &World| {
        let ann = world.user("Ann");
        fails_next(world, Fault::DropBefore);
        let reply = ann.asks("does bluebird sell my data").await;
        assert!(reply.text.contains("no data is sold"), "{}", reply.text);
        ann.hears_nothing().await;
    }
);

scenario!(what_comes_twice_is_answered_once, async |world: &World| {
    let ann = world.user("Ann");
    ann.asks("does bluebird sell my data").await;
    match &world.side {
        Side::Discord(discord) => discord.repeats_last_event(),
        Side::Telegram(telegram) => telegram.repeats_last_update(),
    }
    ann.hears_nothing().await;
});

scenario!(it_starts_again_after_a_kill, async |world: &World| {
    let ann = world.user("Ann");
    ann.asks("does bluebird sell my data").await;
    world.kill().await;
    world.wake().await;
    assert!(
        ann.asks("does meadow sell my data")
            .await
            .text
            .contains("Meadow")
    );
});

/// Discord does not keep messages for a bot that is away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_a_kill_interrupted_is_answered_once() {
    let world = World::start(chat::Network::Telegram).await;
    let ann = world.user("Ann");
    ann.asks("hello").await;
    world.kill().await;
    ann.says("does bluebird sell my data").await;
    world.wake().await;
    assert!(ann.hears().await.text.contains("no data is sold"));
    ann.hears_nothing().await;
    world.end().await;
}

scenario!(
    what_is_in_hand_is_finished_before_it_stops,
    async |world: &World| {
        let ann = world.user("Ann");
        fails_next(world, Fault::Delay(Duration::from_millis(500)));
        ann.says("does bluebird sell my data").await;
        tokio::time::sleep(Duration::from_millis(200)).await;
        world.stop().await;
        assert!(ann.hears().await.text.contains("no data is sold"));
        world.wake().await;
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interrupted_gateway_is_resumed_and_an_ended_one_begun_anew() {
    let world = World::start(chat::Network::Discord).await;
    let Side::Discord(discord) = &world.side else {
        unreachable!()
    };
    let ann = world.user("Ann");
    ann.asks("does bluebird sell my data").await;
    discord.gateway().breaks();
    assert!(
        ann.asks("does meadow sell my data")
            .await
            .text
            .contains("Meadow")
    );
    assert!(discord.resumes() >= 1);
    let before = discord.identifies();
    discord.gateway().invalidates(false);
    tokio::time::timeout(Duration::from_secs(20), async {
        while discord.identifies() == before {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .expect("a new session");
    discord.until_online().await;
    assert!(
        ann.asks("does bluebird sell my data")
            .await
            .text
            .contains("no data is sold")
    );
    world.end().await;
}
