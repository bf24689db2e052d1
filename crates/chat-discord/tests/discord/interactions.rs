//! Interactions: in time, for one person's eyes, shared on request.

use std::time::{Duration, Instant};

use fakes::{Fault, Shown};

use crate::support::World;

const CALLBACK: &str = "POST /interactions/{interaction_id}/{interaction_token}/callback";
const FOLLOW_UP: &str = "POST /webhooks/{webhook_id}/{webhook_token}";

async fn with_commands() -> World {
    let world = World::start().await;
    world.discord.until_commands().await;
    world
}

#[tokio::test]
async fn an_answer_is_shared_on_request_even_after_a_restart() {
    let world = with_commands().await;
    let channel = world.discord.guild("Friends").channel("general");
    let (ann, bob) = (channel.user("Ann"), channel.user("Bob"));
    ann.uses("ask", &[("question", "is tiktok ok?")]).await;
    let mine = ann.hears().await;
    assert!(mine.only_me);
    bob.hears_nothing().await;
    let World {
        discord,
        stop,
        running,
        ..
    } = world;
    stop.cancel();
    running.await.unwrap().unwrap();
    discord.gateway().identify_window(Duration::ZERO);
    let world = World::on(discord, serde_json::json!({}));
    world.discord.until_online().await;
    ann.presses(&mine, "Share").await;
    let shared = bob.hears().await;
    assert_eq!(shared.text, "You said: pressed(again)");
    assert!(!shared.only_me);
    assert_eq!(shared.labels(), ["More"]);
    world.ends_well().await;
}

#[tokio::test]
async fn alone_with_the_bot_nothing_is_hidden_or_shared() {
    let world = with_commands().await;
    let ann = world.discord.user("Ann");
    ann.uses("ask", &[("question", "x")]).await;
    let reply = ann.hears().await;
    assert!(!reply.only_me);
    assert_eq!(reply.labels(), ["More"]);
    ann.presses(&reply, "More").await;
    let more = ann.hears().await;
    assert_eq!(
        (more.text.as_str(), more.only_me),
        ("You said: pressed(more)", false)
    );
    assert_ne!(more.id, reply.id);
    world.ends_well().await;
}

#[tokio::test]
async fn in_a_channel_more_is_only_for_who_pressed() {
    let world = with_commands().await;
    let channel = world.discord.guild("Friends").channel("general");
    let (ann, bob) = (channel.user("Ann"), channel.user("Bob"));
    ann.says("@privy hello").await;
    let public = ann.hears().await;
    assert!(!public.only_me);
    bob.presses(&public, "More").await;
    let more = bob.hears().await;
    assert!(more.only_me);
    assert_eq!(more.labels(), ["More", "Share"]);
    ann.hears_nothing().await;
    world.ends_well().await;
}

#[tokio::test]
async fn a_choice_takes_the_questions_place_for_who_was_asked() {
    let world = with_commands().await;
    let channel = world.discord.guild("Friends").channel("general");
    let (ann, bob) = (channel.user("Ann"), channel.user("Bob"));
    ann.says("@privy choose 3").await;
    let question = ann.hears().await;
    assert_eq!(question.labels(), ["Choice 0", "Choice 1", "Choice 2"]);
    bob.presses(&question, "Choice 2").await;
    let bobs = bob.hears().await;
    assert!(bobs.only_me && bobs.id != question.id, "{bobs:?}");
    ann.presses(&question, "Choice 1").await;
    let chosen = ann.hears().await;
    assert_eq!(
        (chosen.text.as_str(), &chosen.id),
        ("You said: pressed(choice-1)", &question.id)
    );
    assert_eq!(chosen.labels(), ["More"]);
    world.ends_well().await;
}

#[tokio::test]
async fn many_choices_are_a_menu() {
    let world = with_commands().await;
    let ann = world.discord.user("Ann");
    ann.uses("ask", &[("question", "choose 9")]).await;
    let question = ann.hears().await;
    assert_eq!(question.labels().len(), 9);
    ann.presses(&question, "Choice 7").await;
    let chosen: Shown = ann.hears().await;
    assert_eq!(
        (chosen.text.as_str(), chosen.id),
        ("You said: pressed(choice-7)", question.id)
    );
    world.ends_well().await;
}

#[tokio::test]
async fn a_slow_answer_is_promised_in_time() {
    let world = with_commands().await;
    let ann = world
        .discord
        .guild("Friends")
        .channel("general")
        .user("Ann");
    world.discord.waits(Duration::from_secs(6));
    let begun = Instant::now();
    ann.uses("ask", &[("question", "slow 3500")]).await;
    ann.sees_typing().await;
    assert!(
        begun.elapsed() < Duration::from_millis(2500),
        "{:?}",
        begun.elapsed()
    );
    let reply = ann.hears().await;
    assert_eq!(reply.text, "You said: slow 3500");
    assert!(reply.only_me);
    world.ends_well().await;
}

#[tokio::test]
async fn a_slow_choice_is_promised_in_its_place() {
    let world = with_commands().await;
    let ann = world.discord.user("Ann");
    ann.uses("ask", &[("question", "choose 2")]).await;
    let question = ann.hears().await;
    world.toy.slows(Duration::from_millis(1800));
    ann.presses(&question, "Choice 0").await;
    let chosen = ann.hears().await;
    assert_eq!(chosen.id, question.id);
    assert_eq!(chosen.text, "You said: pressed(choice-0)");
    world.ends_well().await;
}

#[tokio::test]
async fn a_limited_failing_or_hanging_first_answer_still_comes_in_time() {
    let world = with_commands().await;
    let ann = world.discord.user("Ann");
    for fault in [
        Fault::RetryAfter(2.9),
        Fault::RetryAfterHtml,
        Fault::Status(502),
        Fault::DropBefore,
        Fault::DropAfter,
        Fault::Hang,
    ] {
        world.discord.faults().next(CALLBACK, fault.clone());
        ann.uses("ask", &[("question", "quick")]).await;
        assert_eq!(ann.hears().await.text, "You said: quick", "{fault:?}");
        ann.hears_nothing().await;
    }
    // The answer to the first try got lost: that the second one is refused says that it was taken.
    let problems = world.discord.traffic().problems();
    assert!(
        problems.len() == 1 && problems[0].contains("40060"),
        "{problems:?}"
    );
    world.discord.traffic().forgive();
    world.ends_well().await;
}

#[tokio::test]
async fn a_first_answer_does_not_wait_for_a_limit() {
    let world = with_commands().await;
    world.discord.limits(CALLBACK, 1, Duration::from_secs(60));
    let ann = world.discord.user("Ann");
    for _ in 0..3 {
        ann.uses("ask", &[("question", "quick")]).await;
        assert_eq!(ann.hears().await.text, "You said: quick");
    }
    world.ends_well().await;
}

#[tokio::test]
async fn a_failed_follow_up_is_tried_again() {
    let world = with_commands().await;
    let ann = world
        .discord
        .guild("Friends")
        .channel("general")
        .user("Ann");
    world.discord.faults().next(FOLLOW_UP, Fault::Status(500));
    world
        .discord
        .faults()
        .next(FOLLOW_UP, Fault::RetryAfter(0.3));
    ann.uses("ask", &[("question", "long 12")]).await;
    assert!(ann.hears().await.only_me);
    assert!(ann.hears().await.only_me);
    world.ends_well().await;
}

#[tokio::test]
async fn a_panic_costs_one_apology() {
    let world = with_commands().await;
    let ann = world.discord.user("Ann");
    ann.uses("ask", &[("question", "panic")]).await;
    assert!(ann.hears().await.text.starts_with("Sorry"), "an apology");
    ann.says("panic").await;
    assert!(ann.hears().await.text.starts_with("Sorry"), "an apology");
    ann.says("hello").await;
    assert_eq!(ann.hears().await.text, "You said: hello");
    world.ends_well().await;
}
