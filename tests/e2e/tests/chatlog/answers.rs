//! Questions in people's own words.

use crate::{scenario, world::World};

scenario!(
    a_question_is_answered_with_verdict_and_source,
    async |world: &World| {
        let ann = world.user("Ann");
        let reply = ann.asks("does bluebird train ai on my data?").await;
        for part in [
            "Bluebird",
            "AI training",
            "Yes, unless you turn it off",
            "Public posts",
            "Bluebird Privacy Policy",
            "2026-03-01",
        ] {
            assert!(reply.text.contains(part), "{part}: {}", reply.text);
        }
        assert!(!reply.labels().is_empty());
    }
);

scenario!(a_how_to_gives_the_steps, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann
        .asks("how do i opt out of ai training on bluebird")
        .await;
    for part in [
        "Turn off AI training",
        "Settings",
        "https://bluebird.example/settings/ai",
    ] {
        assert!(reply.text.contains(part), "{part}: {}", reply.text);
    }
});

scenario!(a_conversation_goes_on, async |world: &World| {
    let ann = world.user("Ann");
    ann.asks("does bluebird train ai on my data?").await;
    let steps = ann.asks("how do i turn it off?").await;
    assert!(steps.text.contains("settings/ai"), "{}", steps.text);
    let region = ann.asks("and in germany?").await;
    assert!(
        region.text.contains("only after you agree"),
        "{}",
        region.text
    );
    let other = ann.asks("what about meadow?").await;
    assert!(other.text.contains("Meadow"), "{}", other.text);
});

scenario!(why_is_answered, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann.asks("why does bluebird train ai on my data").await;
    assert!(
        reply.text.contains("Its reasons are its own"),
        "{}",
        reply.text
    );
});

scenario!(a_claim_is_answered, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann.asks("i heard that bluebird sells my data").await;
    assert!(reply.text.contains("own texts say"), "{}", reply.text);
});

scenario!(two_platforms_are_compared, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann.asks("bluebird vs meadow sharing").await;
    assert!(
        reply.text.contains("Bluebird") && reply.text.contains("Meadow"),
        "{}",
        reply.text
    );
});

scenario!(
    a_platform_that_is_not_held_gets_no_facts,
    async |world: &World| {
        let ann = world.user("Ann");
        let reply = ann.asks("does zorblax sell my data").await;
        assert!(!reply.text.contains("read 2026"), "{}", reply.text);
    }
);

scenario!(a_greeting_is_returned, async |world: &World| {
    let ann = world.user("Ann");
    assert!(ann.asks("hello").await.text.contains("Hello"));
    assert!(ann.asks("thanks").await.text.contains("welcome"));
});

scenario!(a_button_asks_on, async |world: &World| {
    let ann = world.user("Ann");
    let reply = ann.asks("does bluebird train ai on my data?").await;
    ann.presses(&reply, "How do I opt out").await;
    let steps = ann.hears().await;
    assert!(steps.text.contains("settings/ai"), "{}", steps.text);
});

scenario!(
    an_old_button_works_after_a_restart,
    async |world: &World| {
        let ann = world.user("Ann");
        let reply = ann.asks("does bluebird train ai on my data?").await;
        world.stop().await;
        world.wake().await;
        ann.presses(&reply, "How do I opt out").await;
        assert!(ann.hears().await.text.contains("settings/ai"));
    }
);

scenario!(
    an_edited_question_edits_the_answer,
    async |world: &World| {
        let ann = world.user("Ann");
        let first = ann.asks("does bluebird train ai on my data?").await;
        ann.edits("does bluebird sell my data?").await;
        let second = ann.hears().await;
        assert_eq!(first.id, second.id);
        assert!(
            second.edits > 0 && second.text.contains("no data is sold"),
            "{}",
            second.text
        );
    }
);

scenario!(hostile_text_does_no_harm, async |world: &World| {
    let ann = world.user("Ann");
    let long = "data ".repeat(380);
    let hostile = [
        "@everyone @here <@1> <@&2> does bluebird sell my data",
        "<b>bluebird</b> <script>alert(1)</script> </pre> sell my data &amp; &bad;",
        "**bluebird** ||sell|| `my` [data](https://evil.example) # > - ~~x~~",
        "\u{202e}bluebird sell my data\u{202c}\u{200b}\u{200d}",
        "title:bluebird AND (sell OR \"data' ; drop table",
        "\u{1f600}\u{1f600}\u{1f600}",
        &long,
    ];
    for text in hostile {
        let reply = ann.asks(text).await;
        for bad in ["@everyone", "@here", "<script", "evil.example", "\u{202e}"] {
            assert!(!reply.raw.contains(bad), "{bad} in {}", reply.raw);
        }
    }
});
