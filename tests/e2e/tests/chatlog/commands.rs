//! Commands, the same on both networks.

use chat::USAGE;

use crate::{scenario, world::World};

scenario!(help_shows_every_command, async |world: &World| {
    let ann = world.user("Ann");
    let mut text = ann.orders("help", &[]).await.text;
    while !USAGE.iter().all(|usage| text.contains(usage.about)) {
        text.push_str(&ann.hears().await.text);
    }
});

scenario!(start_says_how_to_begin, async |world: &World| {
    let ann = world.user("Ann");
    assert!(
        ann.orders("start", &[])
            .await
            .text
            .contains("Just write to me")
    );
});

scenario!(privacy_says_that_nothing_is_kept, async |world: &World| {
    let ann = world.user("Ann");
    assert!(
        ann.orders("privacy", &[])
            .await
            .text
            .contains("nothing on disk")
    );
});

scenario!(terms_say_what_answers_are, async |world: &World| {
    let ann = world.user("Ann");
    assert!(
        ann.orders("terms", &[])
            .await
            .text
            .contains("not legal advice")
    );
});

scenario!(ask_answers, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann
        .orders("ask", &[("question", "does bluebird sell my data")])
        .await;
    assert!(reply.text.contains("no data is sold"), "{}", reply.text);
});

scenario!(optout_gives_the_way_out, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann.orders("optout", &[("platform", "bluebird")]).await;
    assert!(reply.text.contains("settings/ai"), "{}", reply.text);
    let reply = ann
        .orders(
            "optout",
            &[("platform", "bluebird"), ("topic", "ai-training")],
        )
        .await;
    assert!(reply.text.contains("settings/ai"), "{}", reply.text);
});

scenario!(platform_shows_the_card, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann.orders("platform", &[("platform", "bluebird")]).await;
    assert!(reply.text.contains("run by Bluebird Ltd"), "{}", reply.text);
});

scenario!(compare_shows_both, async |world: &World| {
    let ann = world.user("Ann");
    let given = [
        ("first", "bluebird"),
        ("second", "meadow"),
        ("topic", "sharing"),
    ];
    let reply = ann.orders("compare", &given).await;
    assert!(
        reply.text.contains("Bluebird") && reply.text.contains("Meadow"),
        "{}",
        reply.text
    );
});

scenario!(list_shows_those_with_a_stance, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann
        .orders("list", &[("topic", "sharing"), ("stance", "no")])
        .await;
    assert!(
        reply.text.contains("Bluebird") && !reply.text.contains("Meadow"),
        "{}",
        reply.text
    );
    let reply = ann.orders("list", &[("topic", "sharing")]).await;
    assert!(reply.text.contains("Meadow"), "{}", reply.text);
});

scenario!(delete_says_how, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann.orders("delete", &[("platform", "bluebird")]).await;
    assert!(reply.text.contains("Deleting"), "{}", reply.text);
});

scenario!(
    export_of_what_is_not_recorded_is_no_guess,
    async |world: &World| {
        let ann = world.user("Ann");
        let reply = ann.orders("export", &[("platform", "zorblax")]).await;
        assert!(!reply.text.contains("read 2026"), "{}", reply.text);
    }
);

scenario!(
    region_is_kept_with_the_conversation,
    async |world: &World| {
        let ann = world.user("Ann");
        let reply = ann.orders("region", &[("region", "germany")]).await;
        assert!(reply.text.contains("From here on"), "{}", reply.text);
        let reply = ann.asks("does bluebird train ai on my data").await;
        assert!(
            reply.text.contains("only after you agree"),
            "{}",
            reply.text
        );
    }
);

scenario!(region_is_chosen_by_a_button, async |world: &World| {
    let ann = world.user("Ann");
    let choices = ann.orders("region", &[]).await;
    ann.presses(&choices, "the EU").await;
    let noted = ann.hears().await;
    assert!(noted.text.contains("From here on"), "{}", noted.text);
    assert_eq!(
        noted.id, choices.id,
        "the answer takes the question's place"
    );
    assert!(
        ann.asks("does bluebird train ai on my data")
            .await
            .text
            .contains("only after you agree")
    );
});

/// Discord itself refuses such commands before the bot hears of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mistyped_and_half_commands_are_helped_with() {
    let world = World::start(chat::Network::Telegram).await;
    let ann = world.user("Ann");
    assert!(
        ann.asks("/optuot bluebird")
            .await
            .text
            .contains("Did you mean /optout")
    );
    assert!(ann.asks("/weather").await.text.contains("no such command"));
    assert!(ann.asks("/optout").await.text.contains("/optout PLATFORM"));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deep_link_leads_to_its_answer() {
    let world = World::start(chat::Network::Telegram).await;
    let ann = world.user("Ann");
    assert!(
        ann.asks("/start ai-training_bluebird")
            .await
            .text
            .contains("Yes, unless you turn it off")
    );
    world.end().await;
}
