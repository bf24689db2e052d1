//! Places with several people, and what only one network has.

use fakes::Press;

use crate::{
    scenario,
    world::{Side, World},
};

scenario!(
    in_a_shared_place_only_what_is_meant_for_the_bot_is_answered,
    async |world: &World| {
        let [ann, _] = world.place(["Ann", "Ben"]);
        ann.says("does bluebird sell my data").await;
        ann.hears_nothing().await;
        ann.says_to_bot("does bluebird sell my data").await;
        let reply = ann.hears().await;
        assert!(reply.text.contains("no data is sold"), "{}", reply.text);
        ann.replies(&reply, "and what about meadow?").await;
        assert!(ann.hears().await.text.contains("Meadow"));
    }
);

scenario!(
    two_people_in_one_place_have_two_conversations,
    async |world: &World| {
        let [ann, ben] = world.place(["Ann", "Ben"]);
        ann.says_to_bot("does bluebird train ai on my data").await;
        ann.hears().await;
        ben.says_to_bot("does meadow sell my data").await;
        ben.hears().await;
        ann.says_to_bot("how do i turn it off?").await;
        let reply = ann.hears().await;
        assert!(reply.text.contains("settings/ai"), "{}", reply.text);
    }
);

scenario!(a_command_works_in_a_shared_place, async |world: &World| {
    let [ann] = world.place(["Ann"]);
    let reply = ann.orders("optout", &[("platform", "bluebird")]).await;
    assert!(reply.text.contains("settings/ai"), "{}", reply.text);
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_for_another_bot_is_left_alone() {
    let world = World::start(chat::Network::Telegram).await;
    let [ann] = world.place(["Ann"]);
    ann.says("/help@other_bot").await;
    ann.hears_nothing().await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn inline_answers_are_ready() {
    let world = World::start(chat::Network::Telegram).await;
    let Side::Telegram(telegram) = &world.side else {
        unreachable!()
    };
    let ann = telegram.user("Ann");
    let answer = ann.asks_inline("bluebird ai").await;
    let first = answer.results.first().unwrap();
    assert_eq!(first.title, "Bluebird \u{b7} AI training");
    assert!(
        first.text.contains("Yes, unless you turn it off"),
        "{}",
        first.text
    );
    assert!(answer.is_personal);
    assert!(ann.asks_inline("xyzzy plugh").await.results.is_empty());
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_to_a_command_is_seen_by_one_and_can_be_shared() {
    let world = World::start(chat::Network::Discord).await;
    let [ann] = world.place(["Ann"]);
    let reply = ann
        .orders("ask", &[("question", "does bluebird sell my data")])
        .await;
    assert!(reply.only_me);
    ann.presses(&reply, "Share").await;
    let shared = ann.hears().await;
    assert!(
        !shared.only_me && shared.text.contains("no data is sold"),
        "{shared:?}"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn platforms_and_topics_are_completed_with_typing_errors() {
    let world = World::start(chat::Network::Discord).await;
    let Side::Discord(discord) = &world.side else {
        unreachable!()
    };
    let ann = discord.user("Ann");
    for typed in ["blue", "bleubird", ""] {
        let choices = ann.completes("optout", "platform", typed, &[]).await;
        assert!(
            choices.iter().any(|(_, value)| value == "bluebird"),
            "{typed}: {choices:?}"
        );
        assert!(choices.len() <= 25);
    }
    let topics = ann
        .completes("optout", "topic", "trainin", &[("platform", "bluebird")])
        .await;
    assert!(
        topics.iter().any(|(_, value)| value == "ai-training"),
        "{topics:?}"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_elses_message_is_checked() {
    let world = World::start(chat::Network::Discord).await;
    let Side::Discord(discord) = &world.side else {
        unreachable!()
    };
    let channel = discord.guild("Friends").channel("general");
    let (ann, ben) = (channel.user("Ann"), channel.user("Ben"));
    let message = ben.says("bluebird sells your data, you know").await;
    ann.checks(&message, "Check this with Privy").await;
    let reply = ann.hears().await;
    assert!(
        reply.only_me && reply.text.contains("no data is sold"),
        "{reply:?}"
    );
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_answers_where_only_the_person_brought_it_along() {
    let world = World::start(chat::Network::Discord).await;
    let Side::Discord(discord) = &world.side else {
        unreachable!()
    };
    let ann = discord
        .guild("Elsewhere")
        .without_bot()
        .channel("general")
        .user("Ann");
    ann.installs();
    ann.uses("ask", &[("question", "does bluebird sell my data")])
        .await;
    assert!(ann.hears().await.text.contains("no data is sold"));
    world.end().await;
}

scenario!(buttons_carry_ids_and_never_text, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann.asks("does bluebird train ai on my data?").await;
    for button in reply.buttons.iter().flatten() {
        if let Press::Id(id) = &button.press {
            assert!(
                id.trim()
                    .split(['/', '|', '@', '+'])
                    .all(|part| !part.contains(' ')),
                "{id}"
            );
        }
    }
});
